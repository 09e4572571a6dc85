//! The contract, stamped on every store; and what no order of acts may bring about.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::path::{Path, PathBuf};

use journal::{
    Fault, Journal, Memory, Page, Sqlite,
    contract::{Pen, pages, request},
    journal_contract, verify,
};
use proptest::{collection::vec, prelude::*};

journal_contract!(memory, |_| Memory::new());
journal_contract!(sqlite, |folder: &Path| Sqlite::create(&folder.join("notebook")).unwrap());

#[derive(Clone, Debug)]
enum Act {
    Append(usize),
    AppendAfterGap,
    AppendAgain(u64),
    Destroy(u64),
    Rewrap { refused_at: u64, longer: bool },
    Set(u8, Vec<u8>),
    Find(u64),
    Read { from: u64, count: usize },
    Reopen,
    Checkpoint,
    Copy,
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        6 => (0..7_usize).prop_map(Act::Append),
        1 => Just(Act::AppendAfterGap),
        2 => (0..40_u64).prop_map(Act::AppendAgain),
        2 => (0..40_u64).prop_map(Act::Destroy),
        1 => (0..80_u64, any::<bool>()).prop_map(|(refused_at, longer)| Act::Rewrap { refused_at, longer }),
        2 => (0..3_u8, vec(any::<u8>(), 0..40)).prop_map(|(name, value)| Act::Set(name, value)),
        1 => (0..40_u64).prop_map(Act::Find),
        1 => (0..40_u64, 0..9_usize).prop_map(|(from, count)| Act::Read { from, count }),
        1 => Just(Act::Reopen),
        1 => Just(Act::Checkpoint),
        1 => Just(Act::Copy),
    ]
}

/// What can be seen of an act.
type Seen = Result<String, String>;

fn seen<T: std::fmt::Debug>(result: Result<T, Fault>) -> Seen {
    result.map(|value| format!("{value:?}")).map_err(|fault| fault.to_string())
}

fn done(journal: &mut dyn Journal, act: &Act, folder: &Path) -> Seen {
    let mut pen = Pen::after(1, journal.head().unwrap());
    match act {
        Act::Append(count) => seen(journal.append(&pen.pages(*count))),
        Act::AppendAfterGap => seen(journal.append(&pen.pages(3)[1..])),
        Act::AppendAgain(index) => {
            seen(journal.append(&[pen.page(), pen.page_of(request(1, *index)), pen.page()]))
        }
        Act::Destroy(index) => seen(journal.destroy(*index)),
        Act::Rewrap { refused_at, longer } => {
            let mut each = |page: &Page, key: &[u8]| {
                let mut key: Vec<u8> = key.iter().map(|byte| byte.wrapping_add(1)).collect();
                if *longer && key.len() < 400 {
                    key.extend_from_within(..30);
                }
                (page.index != *refused_at).then_some(key)
            };
            seen(journal.rewrap(&mut each, &[("0", b"rewrapped")]))
        }
        Act::Set(name, value) => seen(journal.set(&[(&name.to_string(), value)])),
        Act::Find(index) => seen(journal.find(&request(1, *index))),
        Act::Read { from, count } => {
            let mut read = Vec::new();
            let result = journal.read(*from, &mut |found| {
                read.push(found.page.index);
                read.len() < *count
            });
            seen(result.map(|()| read))
        }
        Act::Copy => {
            let to = folder.join("copy");
            journal.copy(&to).unwrap();
            let copied = pages(&mut Sqlite::open_reading(&to).unwrap());
            std::fs::remove_file(&to).unwrap();
            Ok(format!("{copied:?}"))
        }
        Act::Reopen | Act::Checkpoint => Ok(String::new()),
    }
}

fn records(journal: &mut dyn Journal) -> Vec<Option<Vec<u8>>> {
    ["0", "1", "2"].iter().map(|name| journal.record(name).unwrap()).collect()
}

fn file_of(folder: &Path) -> PathBuf {
    folder.join("notebook")
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(32) })]

    #[test]
    fn any_order_of_acts_leaves_both_stores_equal(acts in vec(act(), 1..25)) {
        let folder = tempfile::tempdir().unwrap();
        let mut memory = Memory::new();
        let mut sqlite = Sqlite::create(&file_of(folder.path())).unwrap();
        for act in &acts {
            match act {
                Act::Reopen => {
                    drop(sqlite);
                    sqlite = Sqlite::open(&file_of(folder.path())).unwrap();
                }
                Act::Checkpoint => sqlite.checkpoint().unwrap(),
                _ => {}
            }
            let expected = done(&mut memory, act, folder.path());
            prop_assert_eq!(&done(&mut sqlite, act, folder.path()), &expected);
            prop_assert_eq!(pages(&mut sqlite), pages(&mut memory));
            prop_assert_eq!(records(&mut sqlite), records(&mut memory));
            let kept = memory.head().unwrap();
            prop_assert_eq!(verify(&mut sqlite, kept).unwrap(), []);
        }
    }
}
