//! Work that takes longer than a request: it goes on by itself, says how far it is, and can be stopped.
//!
//! What it found is in memory as long as the notebook is open, and nowhere else.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc, Condvar, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    thread,
    time::Duration,
};

use axum::{
    http::header::CONTENT_TYPE,
    response::{IntoResponse, Response},
};
use maud::{Markup, html};
use plan::hunt::{Follow, Step};

use super::assets;
use crate::stop::Stop;

/// Room for one piece of work: the latest.
pub struct Long<A>(Mutex<Option<Arc<Work<A>>>>);

/// A piece of work that was begun.
struct Work<A> {
    far: Far,
    found: Mutex<Option<Result<Arc<A>, Failed>>>,
    ended: Condvar,
}

/// How far a piece of work is, as it says itself, and whether anybody still wants it.
#[derive(Default)]
pub struct Far {
    steps: AtomicU64,
    of: AtomicU64,
    is_stopped: AtomicBool,
    doing: Mutex<Option<Step>>,
}

impl Follow for Far {
    fn at(&self, step: Step, done: u64, of: u64) {
        *held(&self.doing) = Some(step);
        self.expects(of);
        self.steps.store(done, Ordering::Relaxed);
    }

    fn go_on(&self) -> bool {
        self.goes_on()
    }
}

impl Far {
    /// So many steps will be taken.
    pub fn expects(&self, steps: u64) {
        self.of.store(steps, Ordering::Relaxed);
    }

    /// A step was taken; says whether to go on.
    pub fn step(&self) -> bool {
        self.steps.fetch_add(1, Ordering::Relaxed);
        self.goes_on()
    }

    /// Whether to go on.
    pub fn goes_on(&self) -> bool {
        !self.is_stopped.load(Ordering::Relaxed)
    }

    fn stop(&self) {
        self.is_stopped.store(true, Ordering::Relaxed);
    }

    fn so_far(&self) -> SoFar {
        let (steps, of) = (self.steps.load(Ordering::Relaxed), self.of.load(Ordering::Relaxed));
        let percent = (of > 0).then(|| (steps * 100 / of).min(100));
        SoFar { steps, percent, doing: *held(&self.doing) }
    }
}

/// How far work is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SoFar {
    /// Steps that were taken.
    pub steps: u64,
    /// Their share of all, 0 to 100; nothing as long as nobody knows how many there will be.
    pub percent: Option<u64>,
    /// What a hunt does, of which this is the share.
    pub doing: Option<Step>,
}

/// Why nothing was found: a fact, and what can be done.
#[derive(Clone)]
pub struct Failed {
    /// The fact, without a full stop.
    pub fact: String,
    /// What can be typed.
    pub hint: String,
}

/// How it stands.
pub enum Stands<A> {
    /// Nothing was begun, or nothing is kept of it any more.
    Nothing,
    /// It goes on.
    Going(SoFar),
    /// It was stopped.
    Stopped,
    /// It is done.
    Found(Arc<A>),
    /// It failed.
    Failed(Failed),
}

impl<A> Stands<A> {
    /// For the script: the share of it or nothing, then what `words` say; or that there is something to see.
    pub fn progress(&self, words: impl FnOnce(SoFar) -> String) -> Response {
        let said = match self {
            Self::Going(far) => {
                let percent = far.percent.map_or_else(String::new, |percent| percent.to_string());
                format!("{percent}\n{}", words(*far))
            }
            _ => "done".to_owned(),
        };
        ([(CONTENT_TYPE, "text/plain")], said).into_response()
    }
}

/// What a page says of work that goes on. Its script asks `page/progress` and shows the page once there is something to see.
pub fn watched(page: &str, words: &str, bar: Option<SoFar>) -> Markup {
    html! {
        div class="progress" data-watch=(page) {
            @match bar.map(|far| far.percent) {
                None => {},
                Some(None) => progress aria-label="Reading" {},
                Some(Some(done)) => progress max="100" value=(done) aria-label="Years played" { (done) " %" },
            }
            p class="quiet" role="status" data-said { (words) }
            script src=(assets::watch_script()) defer {}
        }
    }
}

impl<A> Default for Long<A> {
    fn default() -> Self {
        Self(Mutex::new(None))
    }
}

fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl<A> Long<A> {
    /// Stops what goes on, and keeps nothing.
    pub fn clear(&self) {
        if let Some(work) = held(&self.0).take() {
            work.far.stop();
        }
    }

    /// Keeps nothing, if this is what was found; what was begun since then goes on.
    pub fn let_go(&self, found: &Arc<A>) {
        let mut room = held(&self.0);
        let is_it = |known: &Option<Result<Arc<A>, Failed>>| {
            known.as_ref().is_some_and(|known| known.as_ref().is_ok_and(|known| Arc::ptr_eq(known, found)))
        };
        if room.as_ref().is_some_and(|work| is_it(&held(&work.found))) {
            *room = None;
        }
    }

    /// Stops what goes on; what is found already stays.
    pub fn stop(&self) {
        if let Some(work) = held(&self.0).as_ref() {
            work.far.stop();
            work.ended.notify_all();
        }
    }

    /// How it stands; where it goes on, after it was waited for at most so long.
    pub fn stands(&self, wait: Duration) -> Stands<A> {
        let Some(work) = held(&self.0).clone() else { return Stands::Nothing };
        let goes_on = |found: &mut Option<_>| found.is_none() && work.far.goes_on();
        let waited = work.ended.wait_timeout_while(held(&work.found), wait, goes_on);
        let (found, _) = waited.unwrap_or_else(PoisonError::into_inner);
        match found.as_ref() {
            Some(Ok(found)) => Stands::Found(Arc::clone(found)),
            _ if !work.far.goes_on() => Stands::Stopped,
            Some(Err(failed)) => Stands::Failed(failed.clone()),
            None => Stands::Going(work.far.so_far()),
        }
    }
}

impl<A: Send + Sync + 'static> Long<A> {
    /// Begins a piece of work, and stops the one before. `work` says how far it is, and hears whether to go on. Where nobody
    /// wants it any more it may unwind: nothing is said of that anywhere.
    pub fn begin(&self, work: impl FnOnce(&Far) -> Result<A, Stop> + Send + 'static) {
        let begun = Arc::new(Work { far: Far::default(), found: Mutex::new(None), ended: Condvar::new() });
        let before = held(&self.0).replace(Arc::clone(&begun));
        if let Some(before) = before {
            before.far.stop();
        }
        // A thread of its own: the pages go on answering.
        thread::spawn(move || {
            let done = catch_unwind(AssertUnwindSafe(|| work(&begun.far)));
            let found = match done {
                Ok(Ok(found)) => Ok(Arc::new(found)),
                Ok(Err(stop)) => Err(Failed::of(&stop)),
                Err(_) => Err(Failed {
                    fact: "something in the program failed; nothing was changed".into(),
                    hint: String::new(),
                }),
            };
            // What was stopped is of no use.
            if begun.far.goes_on() {
                *held(&begun.found) = Some(found);
            }
            begun.ended.notify_all();
        });
    }
}

impl Failed {
    /// Why not, in words.
    pub fn of(stop: &Stop) -> Self {
        Self { fact: stop.fact().to_owned(), hint: stop.hint().to_owned() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LONG: Duration = Duration::from_secs(20);

    /// Work that goes on until it is stopped, and says that it was.
    fn endless(long: &Long<u8>) -> Arc<AtomicBool> {
        let ended = Arc::new(AtomicBool::new(false));
        let says = Arc::clone(&ended);
        long.begin(move |far| {
            while far.step() {
                thread::yield_now();
            }
            says.store(true, Ordering::Relaxed);
            Ok(1)
        });
        ended
    }

    fn comes_true(flag: &AtomicBool) -> bool {
        (0..2000).any(|_| {
            thread::sleep(Duration::from_millis(1));
            flag.load(Ordering::Relaxed)
        })
    }

    #[test]
    fn what_is_found_stays_until_it_is_cleared() {
        let long = Long::default();
        assert!(matches!(long.stands(LONG), Stands::Nothing));
        long.begin(|_| Ok(7));
        assert!(matches!(long.stands(LONG), Stands::Found(found) if *found == 7));
        long.stop();
        assert!(matches!(long.stands(LONG), Stands::Found(_)), "what is there can't be stopped any more");
        long.clear();
        assert!(matches!(long.stands(LONG), Stands::Nothing));
    }

    #[test]
    fn only_what_was_found_is_let_go_and_what_was_begun_since_goes_on() {
        let long = Long::default();
        long.begin(|_| Ok(7));
        let Stands::Found(first) = long.stands(LONG) else { panic!("it is done") };
        let ended = endless(&long);
        long.let_go(&first);
        assert!(matches!(long.stands(Duration::ZERO), Stands::Going(_)));
        long.clear();
        assert!(comes_true(&ended));
        long.begin(|_| Ok(8));
        let Stands::Found(second) = long.stands(LONG) else { panic!("it is done") };
        long.let_go(&second);
        assert!(matches!(long.stands(LONG), Stands::Nothing));
    }

    #[test]
    fn the_share_is_known_once_it_is_known_how_many_steps_there_will_be() {
        let far = Far::default();
        far.step();
        assert_eq!(far.so_far(), SoFar { steps: 1, percent: None, doing: None });
        far.expects(4);
        assert_eq!(far.so_far().percent, Some(25));
        far.expects(0);
        assert_eq!(far.so_far().percent, None);
        (0..9).for_each(|_| assert!(far.step()));
        far.expects(4);
        assert_eq!(far.so_far().percent, Some(100));
        far.stop();
        assert!(!far.step());
    }

    #[test]
    fn a_hunt_says_what_it_does_and_how_much_of_that_is_done() {
        let far = Far::default();
        far.at(Step::Sifting, 3, 4);
        assert_eq!(far.so_far(), SoFar { steps: 3, percent: Some(75), doing: Some(Step::Sifting) });
        far.at(Step::Trying, 0, 9);
        assert!(far.go_on());
        assert_eq!(far.so_far(), SoFar { steps: 0, percent: Some(0), doing: Some(Step::Trying) });
    }

    #[test]
    fn what_goes_on_can_be_stopped_and_says_how_far_it_is() {
        let long = Long::default();
        let ended = endless(&long);
        assert!(
            matches!(long.stands(Duration::from_millis(20)), Stands::Going(far) if far.steps > 0 && far.percent.is_none())
        );
        long.stop();
        assert!(matches!(long.stands(LONG), Stands::Stopped));
        assert!(comes_true(&ended));
        assert!(matches!(long.stands(LONG), Stands::Stopped), "what comes back from it is of no use");
    }

    #[test]
    fn the_latest_stops_the_one_before_and_what_falls_over_is_said() {
        let long = Long::default();
        let first = endless(&long);
        long.begin(|_| Err(Stop::Usage("no plan".into(), "read one".into())));
        assert!(comes_true(&first));
        assert!(matches!(long.stands(LONG), Stands::Failed(failed) if failed.fact == "no plan"));
        long.begin(|_| panic!("a bug"));
        assert!(matches!(long.stands(LONG), Stands::Failed(_)));
    }
}
