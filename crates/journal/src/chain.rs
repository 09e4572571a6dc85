//! The chain: what may follow, and what is wrong with what is stored.

use std::fmt;

use crate::{
    page::{Head, Id, Page},
    port::{Fault, Found, Journal},
};

/// What is wrong at one place of a journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flaw {
    /// The number of the page at which it shows.
    pub index: u64,
    /// What is wrong there.
    pub fact: Fact,
}

/// What can be wrong with a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fact {
    /// The pages from here to this one are missing.
    Missing {
        /// The last of them.
        last: u64,
    },
    /// It is not the page that its neighbours know.
    Altered,
    /// It is no page, or not the page of this number.
    Damaged(String),
    /// It comes after a page of the same or a higher number.
    OutOfOrder,
    /// It is of another stream than the first page.
    Foreign,
    /// It was not written after the page before it: that one, or all from here on, are others.
    DoesNotFollow,
    /// The journal ends before the page that was once its last.
    Cut {
        /// The number of the kept head.
        kept: u64,
    },
    /// It has the number of the kept head, and is another page.
    Replaced,
}

impl fmt::Display for Flaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let index = self.index;
        match &self.fact {
            Fact::Missing { last } if *last == index => write!(f, "page {index} is missing"),
            Fact::Missing { last } => write!(f, "pages {index} to {last} are missing"),
            Fact::Altered => write!(f, "page {index} was altered"),
            Fact::Damaged(fact) => write!(f, "page {index} is damaged: {fact}"),
            Fact::OutOfOrder => write!(f, "page {index} is out of order"),
            Fact::Foreign => write!(f, "page {index} is from another notebook"),
            Fact::DoesNotFollow if index == 1 => write!(f, "page 1 is not the first of a notebook"),
            Fact::DoesNotFollow => write!(f, "page {index} does not follow page {}", index - 1),
            Fact::Cut { kept } => write!(f, "the notebook ends with page {index}; it once had {kept}"),
            Fact::Replaced => write!(f, "page {index} is not the page that was last when the head was kept"),
        }
    }
}

/// Which checks are made. All of them, but in tests that show what each is for.
#[doc(hidden)]
#[derive(Clone, Copy)]
pub struct Checks {
    /// Pages are hashed at all.
    pub hashes: bool,
    /// Each page is held against the one before it.
    pub links: bool,
    /// The last page is held against the kept head.
    pub head: bool,
}

impl Checks {
    #[doc(hidden)]
    pub const ALL: Self = Self { hashes: true, links: true, head: true };
}

/// Reads a journal whole and names what is wrong with its chain, in the order in which it shows; nothing if all is well.
///
/// Hashes and links are checked, no seal is opened. Without a kept head a journal that was cut at its end, or put back to an
/// earlier state, looks well; with one every change is found, of whatever kind.
///
/// # Errors
/// If the store can't be read.
pub fn verify(journal: &mut dyn Journal, kept: Option<Head>) -> Result<Vec<Flaw>, Fault> {
    verify_with(journal, kept, Checks::ALL)
}

/// [`verify`] with some checks left out: for the tests that show that each is needed.
///
/// # Errors
/// If the store can't be read.
#[doc(hidden)]
pub fn verify_with(
    journal: &mut dyn Journal,
    kept: Option<Head>,
    checks: Checks,
) -> Result<Vec<Flaw>, Fault> {
    let mut walk = Walk { kept: kept.filter(|_| checks.head), checks, ..Walk::default() };
    loop {
        let read = journal.read(walk.last + 1, &mut |found| {
            walk.step(&found);
            true
        });
        match read {
            Ok(()) => return Ok(walk.end()),
            Err(Fault::Damaged { index, fact }) if index > walk.last => walk.damaged(index, fact),
            Err(fault) => return Err(fault),
        }
    }
}

impl Default for Checks {
    fn default() -> Self {
        Self::ALL
    }
}

/// A walk along the chain.
#[derive(Default)]
struct Walk {
    kept: Option<Head>,
    checks: Checks,
    stream: Option<Id>,
    /// The highest number seen.
    last: u64,
    /// The page before, if it was read and was in its place.
    before: Option<Head>,
    /// How many links in a row did not hold, up to here.
    broken: u64,
    flaws: Vec<Flaw>,
}

impl Walk {
    fn flaw(&mut self, index: u64, fact: Fact) {
        self.flaws.push(Flaw { index, fact });
    }

    fn damaged(&mut self, index: u64, fact: String) {
        self.reach(index);
        self.flaw(index, Fact::Damaged(fact));
        self.last = index;
        self.before = None;
    }

    /// Notes the pages that are missing before one, and settles what is open if there are any.
    fn reach(&mut self, index: u64) {
        if index > self.last + 1 {
            self.flaw(self.last + 1, Fact::Missing { last: index - 1 });
            self.before = None;
        }
        if self.before.is_none() {
            self.settle(self.last);
        }
    }

    /// A single link that did not hold: which of its two pages is another can't be told.
    fn settle(&mut self, later: u64) {
        if std::mem::take(&mut self.broken) == 1 {
            self.flaw(later, Fact::DoesNotFollow);
        }
    }

    /// A link that holds or not. A page that holds to neither neighbour was altered.
    fn link(&mut self, earlier: u64, holds: bool) {
        if holds {
            self.settle(earlier);
            return;
        }
        self.broken += 1;
        if self.broken > 1 {
            self.flaw(earlier, Fact::Altered);
        }
    }

    fn step(&mut self, found: &Found<'_>) {
        let page = found.page;
        if page.index <= self.last {
            self.flaw(page.index, Fact::OutOfOrder);
            return;
        }
        self.reach(page.index);
        if *self.stream.get_or_insert(page.stream) != page.stream {
            self.flaw(page.index, Fact::Foreign);
        }
        let head =
            if self.checks.hashes { found.head() } else { Head { index: page.index, hash: page.previous } };
        if self.checks.hashes && self.checks.links {
            match self.before {
                Some(before) => self.link(before.index, page.previous == before.hash),
                None if page.index == 1 && page.previous != [0; 32] => self.flaw(1, Fact::DoesNotFollow),
                None => {}
            }
        }
        self.last = page.index;
        self.before = Some(head);
        let same = self.kept.filter(|kept| kept.index == page.index).map(|kept| kept.hash == head.hash);
        if self.checks.hashes && same == Some(false) {
            self.flaw(page.index, Fact::Replaced);
        }
    }

    fn end(mut self) -> Vec<Flaw> {
        self.settle(self.last);
        if let Some(kept) = self.kept.filter(|kept| kept.index > self.last) {
            self.flaw(self.last, Fact::Cut { kept: kept.index });
        }
        self.flaws
    }
}

/// Where a journal ends, and whose it is.
#[derive(Clone, Copy)]
pub(crate) struct End {
    pub(crate) head: Head,
    pub(crate) stream: Id,
}

impl End {
    pub(crate) fn of(page: &Page) -> Self {
        Self { head: page.head(), stream: page.stream }
    }
}

/// The head after these pages, if they follow each other and the end.
pub(crate) fn follow<'a>(end: Option<End>, pages: impl IntoIterator<Item = &'a Page>) -> Result<Head, Fault> {
    let mut end = end;
    for page in pages {
        let follows = match end {
            Some(End { head, stream }) => {
                page.index == head.index + 1 && page.previous == head.hash && page.stream == stream
            }
            None => page.index == 1 && page.previous == [0; 32],
        };
        if !follows {
            return Err(Fault::Gap { index: page.index });
        }
        end = Some(End::of(page));
    }
    end.map(|end| end.head).ok_or(Fault::Gap { index: 0 })
}
