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

use crate::stop::Stop;

/// Room for one piece of work: the latest.
pub struct Long<A>(Mutex<Option<Arc<Work<A>>>>);

/// A piece of work that was begun.
struct Work<A> {
    steps: AtomicU64,
    is_stopped: AtomicBool,
    found: Mutex<Option<Result<Arc<A>, Failed>>>,
    ended: Condvar,
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
    /// It goes on, and took so many steps.
    Going(u64),
    /// It was stopped.
    Stopped,
    /// It is done.
    Found(Arc<A>),
    /// It failed.
    Failed(Failed),
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
            work.is_stopped.store(true, Ordering::Relaxed);
        }
    }

    /// Stops what goes on; what is found already stays.
    pub fn stop(&self) {
        if let Some(work) = held(&self.0).as_ref() {
            work.is_stopped.store(true, Ordering::Relaxed);
            work.ended.notify_all();
        }
    }

    /// How it stands; where it goes on, after it was waited for at most so long.
    pub fn stands(&self, wait: Duration) -> Stands<A> {
        let Some(work) = held(&self.0).clone() else { return Stands::Nothing };
        let goes_on = |found: &mut Option<_>| found.is_none() && !work.is_stopped.load(Ordering::Relaxed);
        let waited = work.ended.wait_timeout_while(held(&work.found), wait, goes_on);
        let (found, _) = waited.unwrap_or_else(PoisonError::into_inner);
        match found.as_ref() {
            Some(Ok(found)) => Stands::Found(Arc::clone(found)),
            _ if work.is_stopped.load(Ordering::Relaxed) => Stands::Stopped,
            Some(Err(failed)) => Stands::Failed(failed.clone()),
            None => Stands::Going(work.steps.load(Ordering::Relaxed)),
        }
    }
}

impl<A: Send + Sync + 'static> Long<A> {
    /// Begins a piece of work, and stops the one before. `work` is given what it is to call after every step: it says whether
    /// to go on.
    pub fn begin(&self, work: impl FnOnce(&(dyn Fn() -> bool + Sync)) -> Result<A, Stop> + Send + 'static) {
        let begun = Arc::new(Work {
            steps: AtomicU64::new(0),
            is_stopped: AtomicBool::new(false),
            found: Mutex::new(None),
            ended: Condvar::new(),
        });
        let before = held(&self.0).replace(Arc::clone(&begun));
        if let Some(before) = before {
            before.is_stopped.store(true, Ordering::Relaxed);
        }
        thread::spawn(move || {
            let step = || {
                begun.steps.fetch_add(1, Ordering::Relaxed);
                !begun.is_stopped.load(Ordering::Relaxed)
            };
            let done = catch_unwind(AssertUnwindSafe(|| work(&step)));
            let found = match done {
                Ok(Ok(found)) => Ok(Arc::new(found)),
                Ok(Err(stop)) => Err(Failed::of(&stop)),
                Err(_) => Err(Failed {
                    fact: "something in the program failed; nothing was changed".into(),
                    hint: String::new(),
                }),
            };
            // What was stopped is of no use.
            if !begun.is_stopped.load(Ordering::Relaxed) {
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
        long.begin(move |go_on| {
            while go_on() {
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
    fn what_goes_on_can_be_stopped_and_says_how_far_it_is() {
        let long = Long::default();
        let ended = endless(&long);
        assert!(matches!(long.stands(Duration::from_millis(20)), Stands::Going(steps) if steps > 0));
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
