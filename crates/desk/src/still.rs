//! A notebook that stays open: folded once, and looked at for as long as everything stands still.

use journal::{Journal, Sqlite};

use crate::{
    clock::Moment,
    disk::Mark,
    heads,
    keys::{self, AtHand, Holding},
    open::{Desk, NOTEBOOK, exists, record, unfold},
    places::Places,
    stop::Stop,
};

/// A notebook for whoever looks at it often. What others write shows at the next look; once its key is not at hand any more,
/// nothing shows.
pub struct Still {
    places: Places,
    held: Option<Held>,
    /// How often something was read.
    readings: u64,
}

/// Whether anybody wrote into a notebook: it holds no key, and reads nothing of what is sealed.
pub struct Watch {
    places: Places,
    journal: Sqlite,
    file: Option<Mark>,
    edition: i64,
}

impl Watch {
    /// From now on. What is read after this is as new as this, or newer.
    ///
    /// # Errors
    /// If there is no notebook, or it can't be read.
    pub fn begin(places: &Places) -> Result<Self, Stop> {
        let path = exists(places)?;
        let file = Mark::of(&path);
        let mut journal = Sqlite::open_reading(&path)?;
        let edition = journal.edition()?;
        Ok(Self { places: places.clone(), journal, file, edition })
    }

    /// Whether nobody wrote since.
    pub fn is_still(&mut self) -> bool {
        Mark::of(&self.places.journal()) == self.file
            && self.journal.edition().is_ok_and(|now| now == self.edition)
    }
}

/// The notebook in memory, and what it was read from.
struct Held {
    desk: Desk,
    file: Option<Mark>,
    edition: i64,
    key: AtHand,
}

/// What happened since the notebook was read.
enum Since {
    Nothing,
    /// Somebody wrote.
    Written,
    /// Its key or its file is another one, or gone.
    Other,
}

impl Still {
    /// Of the notebook that lies there. Nothing is read yet.
    pub fn of(places: Places) -> Self {
        Self { places, held: None, readings: 0 }
    }

    /// Where it lies.
    pub fn places(&self) -> &Places {
        &self.places
    }

    /// Whether it is in memory.
    pub fn is_open(&self) -> bool {
        self.held.is_some()
    }

    /// Which reading is in memory: another number once anything was read, whether others wrote or its key was looked for anew.
    pub fn reading(&self) -> u64 {
        self.readings
    }

    /// Lets go of everything that is in memory.
    pub fn close(&mut self) {
        self.held = None;
    }

    /// The notebook, if it is in memory and nothing happened since; nothing is read for that. What must not be seen any more
    /// is let go.
    pub fn unchanged(&mut self, now: Moment) -> Option<&mut Desk> {
        match self.since(now) {
            Since::Nothing => self.held.as_mut().map(|held| &mut held.desk),
            Since::Written => None,
            Since::Other => {
                self.close();
                None
            }
        }
    }

    /// The notebook as it is on disk now, whoever wrote it.
    ///
    /// # Errors
    /// If there is none, its key is not at hand, or it can't be read. Nothing of it is in memory then.
    pub fn look(&mut self, now: Moment) -> Result<&mut Desk, Stop> {
        let since = self.since(now);
        self.readings += u64::from(!matches!(since, Since::Nothing));
        let held = match (self.held.take(), since) {
            (Some(held), Since::Nothing) => held,
            (Some(held), Since::Written) => match held.follow(now)? {
                Some(held) => held,
                None => Held::open(&self.places, now)?,
            },
            _ => Held::open(&self.places, now)?,
        };
        Ok(&mut self.held.insert(held).desk)
    }

    fn since(&mut self, now: Moment) -> Since {
        let Some(held) = &mut self.held else { return Since::Other };
        if !held.key.is_so(now.milliseconds()) || Mark::of(&self.places.journal()) != held.file {
            return Since::Other;
        }
        match held.desk.journal.edition() {
            Ok(edition) if edition == held.edition => Since::Nothing,
            Ok(_) => Since::Written,
            Err(_) => Since::Other,
        }
    }
}

impl Held {
    /// Everything is noted before it is read: what changes meanwhile is seen at the next look.
    fn open(places: &Places, now: Moment) -> Result<Self, Stop> {
        let path = exists(places)?;
        let file = Mark::of(&path);
        let mut journal = Sqlite::open_reading(&path)?;
        let edition = journal.edition()?;
        let id = record(&mut journal, NOTEBOOK)?;
        let key = AtHand::of(places, &id, &Holding::of(&mut journal)?);
        let desk = unfold(places.clone(), Box::new(journal), None, now, false)?;
        // Of a key that nobody can watch nothing stays: it would be there after it was taken away.
        let key = key.unwrap_or_else(AtHand::never);
        Ok(Self { desk, file, edition, key })
    }

    /// Takes in what others wrote; nothing where it is more than entries behind those that are known.
    fn follow(mut self, now: Moment) -> Result<Option<Self>, Stop> {
        let desk = &mut self.desk;
        self.edition = desk.journal.edition()?;
        let places = desk.places.clone();
        let kept = heads::kept_of(&places, &desk.id, &mut *desk.journal)?;
        let account = keys::open(&places, &mut *desk.journal, &desk.id, now.milliseconds())?.id();
        let Some(head) = desk.head.filter(|_| account == desk.key.id() && desk.flaws.is_empty()) else {
            return Ok(None);
        };
        if !desk.still_has(head)? {
            return Ok(None);
        }
        let is_more = desk.take_behind(head)?;
        desk.check(kept)?;
        Ok((is_more && desk.flaws.is_empty() && self.key.is_so(now.milliseconds())).then_some(self))
    }
}
