//! From a record of writes and syncs to what a disk may hold after a loss of power.

use std::{collections::BTreeMap, fs, path::Path};

use crate::Dice;

/// Bytes that a disk writes whole.
const SECTOR: usize = 512;

/// What was done to a file of the folder.
#[derive(Clone)]
pub struct Act {
    /// As `recorder.c` names it.
    op: u8,
    name: String,
    at: usize,
    data: Vec<u8>,
}

impl Act {
    /// The line that the child wrote, if it is a mark.
    pub fn mark(&self) -> Option<&str> {
        (self.op == b'm').then(|| std::str::from_utf8(&self.data).unwrap().trim_end())
    }
}

fn number<const N: usize>(bytes: &[u8]) -> usize {
    let mut number = [0; 8];
    number[..N].copy_from_slice(&bytes[..N]);
    u64::from_le_bytes(number) as usize
}

/// Reads a record.
pub fn acts(log: &Path) -> Vec<Act> {
    let log = fs::read(log).unwrap();
    let mut rest = &log[..];
    let mut acts = Vec::new();
    while let Some((head, after)) = rest.split_at_checked(15) {
        let (name, length) = (number::<2>(&head[1..]), number::<4>(&head[11..]));
        let path = Path::new(std::str::from_utf8(&after[..name]).unwrap());
        acts.push(Act {
            op: head[0],
            name: path.file_name().unwrap().to_str().unwrap().to_owned(),
            at: number::<8>(&head[3..]),
            data: after[name..name + length].to_vec(),
        });
        rest = &after[name + length..];
    }
    acts
}

/// What becomes of what was written and not yet synced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loss {
    All,
    Nothing,
    Subset,
    Suffix,
    Reordered,
    Torn,
}

impl Loss {
    pub const EACH: [Self; 6] =
        [Self::All, Self::Nothing, Self::Subset, Self::Suffix, Self::Reordered, Self::Torn];
}

/// A change of a file that no sync has followed.
#[derive(Clone)]
enum Change {
    Write(usize, Vec<u8>),
    Size(usize),
}

impl Change {
    fn apply(&self, bytes: &mut Vec<u8>) {
        match self {
            Self::Size(size) => bytes.resize(*size, 0),
            Self::Write(at, data) => {
                if bytes.len() < at + data.len() {
                    bytes.resize(at + data.len(), 0);
                }
                bytes[*at..at + data.len()].copy_from_slice(data);
            }
        }
    }

    /// The sectors of it that reached the disk.
    fn torn(&self, dice: &mut Dice) -> Vec<Self> {
        let Self::Write(at, data) = self else {
            return if dice.coin() { vec![self.clone()] } else { vec![] };
        };
        let mut parts = Vec::new();
        let mut from = 0;
        while from < data.len() {
            let to = ((at + from) / SECTOR + 1) * SECTOR - at;
            let to = to.min(data.len());
            if dice.coin() {
                parts.push(Self::Write(at + from, data[from..to].to_vec()));
            }
            from = to;
        }
        parts
    }
}

#[derive(Clone, Default)]
struct Content {
    kept: Vec<u8>,
    pending: Vec<Change>,
}

impl Content {
    fn sync(&mut self) {
        for change in self.pending.drain(..) {
            change.apply(&mut self.kept);
        }
    }

    fn after(&self, loss: Loss, dice: &mut Dice) -> Vec<u8> {
        let mut pending = self.pending.clone();
        match loss {
            Loss::All => pending.clear(),
            Loss::Nothing => {}
            Loss::Subset => pending.retain(|_| dice.coin()),
            Loss::Suffix => pending.truncate(dice.below(pending.len() + 1)),
            Loss::Reordered => {
                for last in (1..pending.len()).rev() {
                    pending.swap(last, dice.below(last + 1));
                }
                pending.truncate(dice.below(pending.len() + 1));
            }
            Loss::Torn => {
                let whole = dice.below(pending.len() + 1);
                let torn: Vec<_> = pending[whole..].iter().flat_map(|change| change.torn(dice)).collect();
                pending.truncate(whole);
                pending.extend(torn);
            }
        }
        let mut bytes = self.kept.clone();
        pending.iter().for_each(|change| change.apply(&mut bytes));
        bytes
    }
}

/// A folder on a disk that keeps for sure only what was synced: contents by a sync of the file, names by one of the folder.
#[derive(Clone, Default)]
pub struct Disk {
    contents: Vec<Content>,
    names: BTreeMap<String, usize>,
    kept_names: BTreeMap<String, usize>,
}

impl Disk {
    pub fn act(&mut self, act: &Act, folder: &str) {
        let at = self.names.get(&act.name).copied();
        match (act.op, at) {
            (b'c', _) => {
                self.names.insert(act.name.clone(), self.contents.len());
                self.contents.push(Content::default());
            }
            (b'w', Some(at)) => self.contents[at].pending.push(Change::Write(act.at, act.data.clone())),
            (b't', Some(at)) => self.contents[at].pending.push(Change::Size(act.at)),
            (b's', Some(at)) => self.contents[at].sync(),
            (b's', None) if act.name == folder => self.kept_names = self.names.clone(),
            (b'u', Some(_)) => drop(self.names.remove(&act.name)),
            (b'm', _) => {}
            (op, at) => panic!("what is done to {} is not understood: {} {at:?}", act.name, op as char),
        }
    }

    /// Lays out what a loss of power leaves of the folder.
    pub fn crash(&self, loss: Loss, dice: &mut Dice, into: &Path) {
        let mut names: Vec<_> = self.names.keys().chain(self.kept_names.keys()).collect();
        names.sort();
        names.dedup();
        for name in names {
            let is_lost = match loss {
                Loss::All => true,
                Loss::Nothing => false,
                _ => dice.coin(),
            };
            let at = if is_lost { self.kept_names.get(name) } else { self.names.get(name) };
            if let Some(at) = at {
                fs::write(into.join(name), self.contents[*at].after(loss, dice)).unwrap();
            }
        }
    }
}
