//! What is done at once, all or nothing; and what is done again, which has no second effect.
//!
//! A request names a command. Where it was carried out before, the notebook goes back to how it was just before that, so that
//! whoever asks decides as they did then, is given the entries that were made then, and says the same again. Nothing is
//! written meanwhile.

use journal::{Id, Page, Wrapped};
use playbook::{
    notebook::{Command, Entry, Event, Notebook},
    privacy::Sealing,
    refusal::Refusal,
};

use crate::{
    clock::Moment,
    open::{Desk, Done},
    stop::Stop,
};

/// A request, and what is asked for next under it.
pub(crate) struct Request {
    base: Id,
    /// How often something was done at once.
    turn: u32,
    /// How many entries were asked for in this turn.
    asked: u32,
}

impl Request {
    /// The request itself for the first entry, names that follow from it for the next ones.
    pub(crate) fn id(&self) -> Id {
        match (self.turn, self.asked) {
            (0, 0) => self.base,
            (turn, asked) => follows(&self.base, &[turn.to_le_bytes(), asked.to_le_bytes()].concat()),
        }
    }
}

/// A name that follows from a request.
fn follows(request: &Id, what: &[u8]) -> Id {
    let mut id = Id::default();
    id.copy_from_slice(&blake3::hash(&[request, what].concat()).as_bytes()[..16]);
    id
}

impl Desk {
    /// From now on everything is done under this request. `step` names what is done of a command that opens the notebook
    /// several times. Gives the moment: where it was carried out before, when that was.
    ///
    /// # Errors
    /// If the journal can't be read.
    pub fn under(&mut self, request: Id, step: &str, now: Moment) -> Result<Moment, Stop> {
        let base = if step.is_empty() { request } else { follows(&request, step.as_bytes()) };
        self.request = Some(Request { base, turn: 0, asked: 0 });
        let Some(entry) = self.journal.find(&base)? else { return Ok(now) };
        self.go_back(entry - 1)?;
        let mut time = None;
        self.journal.read(entry, &mut |found| {
            time = jiff::Timestamp::from_millisecond(found.page.time).ok();
            false
        })?;
        let on = self.opened(entry)?.map(|entry| entry.on);
        Ok(time.zip(on).map_or(now, |(at, today)| Moment { at, today }))
    }

    pub(crate) fn under_given(&mut self, request: Option<Id>, now: Moment) -> Result<Moment, Stop> {
        request.map_or(Ok(now), |request| self.under(request, "", now))
    }

    /// What was done under this request, if it was, for whoever can say it again without deciding anew; the notebook is as it
    /// was after that.
    ///
    /// # Errors
    /// If the journal can't be read.
    pub fn done_then(&mut self) -> Result<Option<Vec<Done>>, Stop> {
        self.again_or_not()?;
        let mut done = Vec::new();
        while let Some(request) = self.request.as_mut().filter(|_| self.until.is_some()) {
            let id = request.id();
            request.asked += 1;
            let Some(entry) = self.journal.find(&id)? else { break };
            let events = self.opened(entry)?.map_or_else(Vec::new, |entry| entry.events);
            done.push(Done { entry: entry as u32, events, was_done: true });
        }
        let Some(last) = done.last() else { return Ok(None) };
        self.go_back(u64::from(last.entry))?;
        Ok(Some(done))
    }

    /// Whether what is being done was done before.
    pub(crate) fn is_again(&self) -> bool {
        self.until.is_some()
    }

    /// The notebook as it was with so many entries.
    pub(crate) fn go_back(&mut self, last: u64) -> Result<(), Stop> {
        let (flaws, unforgotten) = (self.flaws.clone(), self.unforgotten.clone());
        self.until = Some(last);
        self.fold_all()?;
        (self.flaws, self.unforgotten) = (flaws, unforgotten);
        Ok(())
    }

    /// The notebook as it is.
    pub(crate) fn catch_up(&mut self) -> Result<(), Stop> {
        self.until = None;
        self.fold_all()
    }

    /// Does several things, all or none; each has its entry, and all are on disk when this returns.
    ///
    /// # Errors
    /// What `wish` gives, or if they can't be written. Nothing was changed then.
    pub fn together<E: From<Stop>>(
        &mut self,
        now: Moment,
        wish: impl FnOnce(&mut Together<'_>) -> Result<(), E>,
    ) -> Result<Vec<Done>, E> {
        self.again_or_not()?;
        if !self.is_again() {
            self.may_write()?;
        }
        let mut all = Together { desk: self, now, pages: Vec::new(), done: Vec::new() };
        let wished = wish(&mut all);
        let Together { pages, done, .. } = all;
        let was_asked = self.request.as_ref().map(Request::id);
        if let Some(request) = &mut self.request {
            (request.turn, request.asked) = (request.turn + 1, 0);
        }
        let kept = match wished {
            Ok(()) if self.is_again() => self.is_all(&done, was_asked).map_err(E::from),
            Ok(()) => self.append(&pages).map_err(E::from),
            Err(stop) => Err(stop),
        };
        if kept.is_err() && !done.is_empty() && !self.is_again() {
            // What was taken in goes again.
            self.fold_all()?;
        }
        kept.map(|()| done)
    }

    /// Goes back to before the entry of what is asked for next, if it was made; else to the present.
    fn again_or_not(&mut self) -> Result<(), Stop> {
        let Some(request) = self.request.as_ref().map(Request::id) else { return Ok(()) };
        match self.journal.find(&request)? {
            Some(entry) if self.until != Some(entry - 1) => self.go_back(entry - 1),
            None if self.is_again() => self.catch_up(),
            _ => Ok(()),
        }
    }

    /// That all was asked for that was done then.
    fn is_all(&mut self, done: &[Done], next: Option<Id>) -> Result<(), Stop> {
        let next = next.map(|next| self.journal.find(&next)).transpose()?.flatten();
        match (next, done.last()) {
            (Some(next), last) => {
                Err(Stop::OtherRequest { entry: last.map_or(next as u32, |last| last.entry) })
            }
            (None, _) => Ok(()),
        }
    }

    fn append(&mut self, pages: &[(Page, Wrapped)]) -> Result<(), Stop> {
        if !pages.is_empty() {
            self.head = Some(self.journal.append(pages)?);
            self.keep_head();
        }
        Ok(())
    }
}

/// What is being done at once.
pub struct Together<'a> {
    desk: &'a mut Desk,
    now: Moment,
    pages: Vec<(Page, Wrapped)>,
    done: Vec<Done>,
}

impl Together<'_> {
    /// What the rules know by now.
    pub fn notes(&self) -> &Notebook {
        self.desk.notes()
    }

    /// Does what is wanted.
    ///
    /// # Errors
    /// If the playbook refuses.
    pub fn act(&mut self, command: Command) -> Result<(), Stop> {
        let events = self.desk.notebook.decide(command, &self.desk.now(self.now))?;
        self.take(events)
    }

    /// Undoes an entry.
    ///
    /// # Errors
    /// If there is no such entry, or it was undone or forgotten.
    pub(crate) fn undo(&mut self, entry: u32) -> Result<(), Stop> {
        if !self.desk.is_again() {
            self.desk.standing(entry)?;
            if let Some(Event::Forgotten { entry }) = self.desk.reaches_back(entry)? {
                return Err(Refusal::Forgotten { entry }.into());
            }
            self.desk.undoes_alone(entry)?;
        }
        self.take(vec![Event::Undone { entry }])
    }

    /// Says that an entry is to be forgotten.
    ///
    /// # Errors
    /// If there is no such entry, or it was forgotten before.
    pub(crate) fn forget(&mut self, entry: u32) -> Result<(), Stop> {
        if !self.desk.is_again() {
            match self.desk.standing(entry) {
                Ok(()) | Err(Stop::Refused(Refusal::UndoneBefore { .. })) => {}
                Err(stop) => return Err(stop),
            }
            // Without it nothing would say what was undone or forgotten before.
            if self.desk.reaches_back(entry)?.is_some() {
                return Err(Refusal::NothingToForget { entry }.into());
            }
        }
        self.take(vec![Event::Forgotten { entry }])
    }

    /// Says that entries are to be forgotten whose figures stand on no proposal any more (rule T2), and which they are. Nobody
    /// asked for it, so that it is under no request.
    pub(crate) fn forget_spent(&mut self) -> Result<Vec<u32>, Stop> {
        let is_again = self.desk.is_again();
        let spent: Vec<u32> = self.desk.notebook.goods.spent().filter(|_| !is_again).collect();
        for entry in &spent {
            let (page, _) = self.desk.seal(vec![Event::Forgotten { entry: *entry }], None, self.now)?;
            self.desk.head = Some(page.0.head());
            self.pages.push(page);
        }
        Ok(spent)
    }

    /// Takes in what happens, as the next entry.
    fn take(&mut self, events: Vec<Event>) -> Result<(), Stop> {
        let request = self.desk.request.as_ref().map(Request::id);
        let done = match request {
            Some(request) if self.desk.is_again() => self.taken_then(&events, &request)?,
            request => {
                let (page, done) = self.desk.seal(events, request, self.now)?;
                self.desk.head = Some(page.0.head());
                self.pages.push(page);
                done
            }
        };
        self.done.push(done);
        if let Some(request) = &mut self.desk.request {
            request.asked += 1;
        }
        Ok(())
    }

    /// What was taken in then, which must be the same.
    fn taken_then(&mut self, events: &[Event], request: &Id) -> Result<Done, Stop> {
        let desk = &mut *self.desk;
        let last = desk.until.unwrap_or_default();
        let entry = desk.journal.find(request)?.ok_or(Stop::OtherRequest { entry: last as u32 })?;
        desk.until = Some(entry);
        let number = entry as u32;
        let Some(Entry { events: then, .. }) = desk.opened(entry)? else {
            desk.notebook.last = number;
            return Ok(Done { entry: number, events: Vec::new(), was_done: true });
        };
        if !is_same(events, &then) {
            return Err(Stop::OtherRequest { entry: number });
        }
        if let Some(again) = desk.opened(entry)? {
            desk.notebook.evolve(again, number);
        }
        Ok(Done { entry: number, events: then, was_done: true })
    }
}

/// Whether the same happens again.
fn is_same(events: &[Event], then: &[Event]) -> bool {
    let bytes = |event: &Event| minicbor::to_vec_with(event, &mut Sealing::for_the_notebook()).ok();
    events.len() == then.len()
        && events.iter().zip(then).all(|(event, then)| {
            bytes(event)
                .zip(bytes(then))
                .is_some_and(|(event, then)| zeroize::Zeroizing::new(event) == zeroize::Zeroizing::new(then))
        })
}
