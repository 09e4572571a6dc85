//! The program that writes a journal while it is recorded, killed or refused room: this test again, in a process of its own.

use std::{
    env,
    fs::{self, File, OpenOptions},
    io::Write,
    path::{Path, PathBuf},
};

use journal::{
    Fault, Head, Journal, Sqlite, Synchronous, Wrapped,
    contract::{Pen, pages},
    verify,
};

use crate::Dice;

/// What a child is to do.
#[derive(Clone, Copy)]
pub struct Story {
    /// `mixed`, `appends`, `full` or `fail`.
    pub name: &'static str,
    pub seed: u64,
    /// The order that it gives to the recorder: so many acts, bytes or syncs; 0 for none.
    pub limit: usize,
    pub synchronous: Synchronous,
}

/// The journal of a folder.
pub fn file_of(folder: &Path) -> PathBuf {
    folder.join("notebook")
}

/// Lines that the child wrote: what was acknowledged.
pub fn marks(folder: &Path) -> Vec<String> {
    let text = fs::read_to_string(folder.join("marks")).unwrap_or_default();
    text.lines().map(str::to_owned).collect()
}

/// A key after so many times of wrapping all anew.
pub fn wrapped_anew(key: &[u8], times: u8) -> Wrapped {
    key.iter().map(|byte| byte ^ (times & 1)).collect()
}

struct Child {
    folder: PathBuf,
    marks: File,
    journal: Sqlite,
    synchronous: Synchronous,
    dice: Dice,
    wrapping: u8,
}

impl Child {
    fn begin(folder: &Path, seed: u64, synchronous: Synchronous) -> Self {
        let marks = OpenOptions::new().append(true).create(true).open(folder.join("marks")).unwrap();
        let path = file_of(folder);
        if !path.exists() {
            Sqlite::create(&path).unwrap();
        }
        let journal = Sqlite::open_with(&path, synchronous).unwrap();
        let mut this = Self {
            folder: folder.to_owned(),
            marks,
            journal,
            synchronous,
            dice: Dice::new(seed),
            wrapping: 0,
        };
        this.mark("created");
        this
    }

    fn mark(&mut self, text: &str) {
        self.marks.write_all(format!("{text}\n").as_bytes()).unwrap();
    }

    /// Appends pages as one; acknowledges them.
    fn append(&mut self, count: usize) -> Result<Head, Fault> {
        let mut pen = Pen::after(1, self.journal.head()?);
        let mut pages = pen.pages(count);
        for (_, key) in &mut pages {
            *key = wrapped_anew(key, self.wrapping);
        }
        let head = self.journal.append(&pages)?;
        self.mark(&format!("pages {}", head.index));
        Ok(head)
    }

    fn reopen(&mut self) {
        let path = file_of(&self.folder);
        let elsewhere = Sqlite::open_reading(&path).unwrap();
        drop(std::mem::replace(&mut self.journal, elsewhere));
        self.journal = Sqlite::open_reading(&path).unwrap();
        self.journal = Sqlite::open_with(&path, self.synchronous).unwrap();
    }

    /// Everything that a journal does, in any order.
    fn mixed(&mut self) {
        for step in 0..45_u32 {
            match self.dice.below(20) {
                0 | 1 => {
                    self.journal.set(&[("step", &step.to_le_bytes())]).unwrap();
                    self.mark(&format!("step {step}"));
                }
                2 | 3 => {
                    let index = 1 + self.dice.below(40) as u64;
                    let was = self.journal.destroy(index).unwrap();
                    if was {
                        self.mark(&format!("destroyed {index}"));
                    }
                }
                4 => {
                    self.wrapping += 1;
                    let wrapping = self.wrapping;
                    let mut each = |_: &_, key: &[u8]| Some(wrapped_anew(key, 1));
                    self.journal.rewrap(&mut each, &[("wrapping", &[wrapping])]).unwrap();
                    self.mark(&format!("wrapping {wrapping}"));
                }
                5 => self.journal.checkpoint().unwrap(),
                6 => self.reopen(),
                _ => {
                    let count = 1 + self.dice.below(3);
                    self.append(count).unwrap();
                }
            }
        }
    }

    /// Appends until the disk refuses; looks what is there; goes on when it can.
    fn refused(&mut self, order: &str) {
        let mut acknowledged = self.append(3).unwrap();
        self.mark(order);
        let fault = loop {
            match self.append(1) {
                Ok(head) => acknowledged = head,
                Err(fault) => break fault,
            }
            if self.dice.below(8) == 0
                && let Err(fault) = self.journal.checkpoint()
            {
                break fault;
            }
        };
        assert!(matches!(fault, Fault::Store { doing: "written" | "read", .. }), "{fault}");
        assert!(pages(&mut self.journal).len() as u64 >= acknowledged.index);
        assert_eq!(verify(&mut self.journal, Some(acknowledged)).unwrap(), []);
        self.mark("room");
        self.append(2).unwrap();
        self.journal.checkpoint().unwrap();
        self.append(1).unwrap();
    }
}

/// Not a test by itself: it does nothing unless another test starts it.
#[test]
fn the_child() {
    let Ok(story) = env::var("CRASH_STORY") else { return };
    let folder = PathBuf::from(env::var("CRASH_FOLDER").unwrap());
    let seed = env::var("CRASH_SEED").unwrap().parse().unwrap();
    let limit: usize = env::var("CRASH_LIMIT").unwrap().parse().unwrap();
    let synchronous = match env::var("CRASH_SYNC").unwrap().as_str() {
        "normal" => Synchronous::Normal,
        "off" => Synchronous::Off,
        _ => Synchronous::Full,
    };
    let mut child = Child::begin(&folder, seed, synchronous);
    match story.as_str() {
        "mixed" => child.mixed(),
        "appends" => {
            child.mark(&format!("kill {limit}"));
            for _ in 0..300 {
                child.append(1).unwrap();
                if child.dice.below(12) == 0 {
                    child.journal.checkpoint().unwrap();
                }
            }
        }
        order => child.refused(&format!("{order} {limit}")),
    }
}
