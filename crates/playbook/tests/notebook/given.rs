//! A notebook in the playbook's words: given what was done, on a day, when something is wanted, then this happens or is
//! refused. Every entry goes through the form in which it is stored.
#![allow(dead_code, reason = "each room uses its part")]

use jiff::{Timestamp, civil::Date};
use playbook::{
    channel,
    map::peers::{self, Kept, Known, Pick, Yes},
    moment::{Day, Id, Now},
    notebook::{Command, Entry, Event, Notebook},
    privacy::{OwnersScreen, Private, Sealing},
    refusal::Refusal,
    sentence::sentence,
    week::{Week, this_week},
};

/// A day of a story.
pub fn day(words: &str) -> Day {
    Day(words.parse::<Date>().unwrap())
}

pub fn private(words: &str) -> Private<String> {
    Private::new(words.to_owned())
}

pub fn screen() -> OwnersScreen {
    OwnersScreen::of_the_owner()
}

/// What was done so far, and the day it is.
pub struct Story {
    pub notebook: Notebook,
    pub today: Day,
    pub at: Timestamp,
    entries: Vec<Vec<u8>>,
    undone: Vec<u32>,
}

/// What came of something that was wanted.
pub struct Outcome {
    pub story: Story,
    pub result: Result<Vec<Event>, Refusal>,
}

/// A notebook that knows these peers.
pub fn given<const N: usize>(names: [&str; N]) -> Story {
    let empty = Story {
        notebook: Notebook::default(),
        today: day("2026-01-05"),
        at: Timestamp::from_second(1_700_000_000).unwrap(),
        entries: Vec::new(),
        undone: Vec::new(),
    };
    names.into_iter().fold(empty, |story, name| {
        story.done(|_| Command::Peers(peers::Command::Add { name: name.to_owned(), aliases: Vec::new() }))
    })
}

impl Story {
    /// The day on which the next thing happens.
    pub fn on(self, words: &str) -> Self {
        Self { today: day(words), ..self }
    }

    pub fn after(self, days: i64) -> Self {
        Self { today: self.today.plus(days), ..self }
    }

    pub fn peer(&self, words: &str) -> Known {
        self.notebook.peers.find(words).unwrap()
    }

    /// The number of the last entry.
    pub fn last(&self) -> u32 {
        self.entries.len() as u32
    }

    /// Something is wanted.
    pub fn when(mut self, wish: impl FnOnce(&Self) -> Command) -> Outcome {
        let now = Now { at: self.at, today: self.today, entry: self.last() + 1 };
        let command = wish(&self);
        let result = self.notebook.decide(command, &now).map(|events| self.keep(events));
        Outcome { story: self, result }
    }

    /// Something was done, and the playbook had nothing against it.
    pub fn done(self, wish: impl FnOnce(&Self) -> Command) -> Self {
        let Outcome { story, result } = self.when(wish);
        if let Err(refusal) = result {
            panic!("{}", refusal.fact());
        }
        story
    }

    /// A map with these shares was kept; each with the days of its yeses.
    pub fn kept(self, picks: &[(&str, f64, &[&str])]) -> Self {
        let names = picks.iter().map(|(name, ..)| (*name).to_owned()).collect();
        let yes = |due: &&str| Yes {
            kind: "date".into(),
            item: "Checkout v2".into(),
            home: "Checkout v2".into(),
            due: Some(day(due)),
            place: "plan.md:3".into(),
            theirs: None,
        };
        let pick = |(_, share, yeses): &(&str, f64, &[&str])| Pick {
            peer: Id::of(0),
            share: *share,
            teams: vec!["Payments".into()],
            yeses: yeses.iter().map(yes).collect(),
            name: None,
        };
        let kept = Kept { as_of: self.today, picks: picks.iter().map(pick).collect(), plan: None, map: None };
        self.done(|_| Command::Peers(peers::Command::Keep { kept, names }))
    }

    /// A talk of half an hour in which something was learned.
    pub fn talked(self, with: &str) -> Self {
        self.talked_so(with, |talk| talk.constraint = Some(private("hiring frozen")))
    }

    pub fn talked_so(self, with: &str, change: impl FnOnce(&mut channel::Talk)) -> Self {
        self.done(|story| {
            let mut talk = blank_talk(story.today);
            change(&mut talk);
            let peer = story.peer(with);
            Command::Channel(channel::Command::Record { peer, talk, kindnesses: Vec::new() })
        })
    }

    /// The same story once more, folded anew.
    pub fn again(&self) -> Self {
        let mut notebook = Notebook::default();
        for (at, bytes) in self.entries.iter().enumerate() {
            if !self.undone.contains(&(at as u32 + 1)) {
                notebook.evolve(decoded(bytes), at as u32 + 1);
            }
        }
        Self {
            notebook,
            today: self.today,
            at: self.at,
            entries: self.entries.clone(),
            undone: self.undone.clone(),
        }
    }

    /// All that happened, as the log says it.
    pub fn sentences(&self) -> String {
        let entries = self.entries.iter().flat_map(|bytes| decoded(bytes).events);
        let said = entries.map(|event| sentence(&event, &self.notebook.peers, self.today, &screen()));
        said.collect::<Vec<_>>().join("\n")
    }

    /// The week page of the day.
    pub fn week(&self) -> Week {
        this_week(&self.notebook, self.today, &screen())
    }

    /// An entry is undone: everything is folded again without it.
    pub fn undone(mut self, entry: u32) -> Self {
        self.keep(vec![Event::Undone { entry }]);
        self.undone.push(entry);
        self.again()
    }

    /// Takes events in as they come out of the store, and gives them back as they were decided.
    fn keep(&mut self, events: Vec<Event>) -> Vec<Event> {
        let entry = Entry { on: self.today, events };
        let bytes = minicbor::to_vec_with(&entry, &mut Sealing::for_the_notebook()).unwrap();
        self.entries.push(bytes);
        let number = self.last();
        self.notebook.evolve(decoded(&self.entries[self.entries.len() - 1]), number);
        entry.events
    }
}

fn decoded(bytes: &[u8]) -> Entry {
    minicbor::decode_with(bytes, &mut Sealing::for_the_notebook()).unwrap()
}

/// Half an hour, nothing said of it.
pub fn blank_talk(on: Day) -> channel::Talk {
    channel::Talk {
        peer: Id::of(0),
        on,
        minutes: Some(30),
        constraint: None,
        pressure: None,
        fire: None,
        notes: None,
        was_status: false,
        had_ask: false,
        in_conflict: false,
        from_calendar: false,
    }
}

impl Outcome {
    /// It was refused so.
    pub fn refused(self, refusal: Refusal) {
        match self.result {
            Ok(events) => panic!("it was not refused, and {} events happened", events.len()),
            Err(found) => assert_eq!(found, refusal),
        }
    }

    /// It happened: every event as a sentence.
    pub fn then(self, sentences: &[&str]) -> Story {
        let Self { story, result } = self;
        let events = match result {
            Ok(events) => events,
            Err(refusal) => panic!("refused: {}", refusal.fact()),
        };
        let said: Vec<String> = events
            .iter()
            .map(|event| sentence(event, &story.notebook.peers, story.today, &screen()))
            .collect();
        assert_eq!(said, sentences);
        story
    }
}

/// The name that an entry gave to the first thing in it.
pub fn id(entry: u32) -> Id {
    Id::of(entry)
}
