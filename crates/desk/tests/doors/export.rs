//! Export, wipe, import: the same notebook.

use std::{fs, os::unix::fs::PermissionsExt, path::Path};

use desk::{open::Desk, stop::Stop};
use playbook::{
    channel,
    map::peers,
    moment::Day,
    notebook::Command,
    trade::asks::{self, Ask},
};
use proptest::prelude::*;

use crate::given::*;

/// Something that a leader does.
#[derive(Clone, Debug)]
enum Deed {
    Add(String),
    Talk(usize, String),
    Kindness(usize, String),
    Ask(usize, String),
    Guard(usize, String),
    Undo(u32),
    Forget(u32),
    Plan(Vec<u8>),
}

fn any_deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        3 => "[A-Za-zäöüÉ團\"\\\\ ]{1,20}".prop_map(Deed::Add),
        5 => (any::<usize>(), any::<String>()).prop_map(|(who, words)| Deed::Talk(who, words)),
        2 => (any::<usize>(), any::<String>()).prop_map(|(who, words)| Deed::Kindness(who, words)),
        2 => (any::<usize>(), any::<String>()).prop_map(|(who, words)| Deed::Ask(who, words)),
        1 => (any::<usize>(), any::<String>()).prop_map(|(who, words)| Deed::Guard(who, words)),
        2 => (1..20_u32).prop_map(Deed::Undo),
        1 => (1..20_u32).prop_map(Deed::Forget),
        1 => proptest::collection::vec(any::<u8>(), 0..60).prop_map(Deed::Plan),
    ]
}

/// Does it, if the playbook has nothing against it.
fn does(desk: &mut Desk, home: &Path, deed: &Deed, days: i64) {
    let now = later(days);
    let all: Vec<_> =
        desk.notes().peers.everybody().map(|(known, peer)| (known, peer.name.clone())).collect();
    let who = |at: &usize| all.get(at % all.len().max(1)).cloned();
    let command = match deed {
        Deed::Undo(entry) => return drop(desk.undo(*entry, None, now)),
        Deed::Forget(entry) => return drop(desk.forget(*entry, None, now)),
        Deed::Add(name) => Some(add(name)),
        Deed::Plan(bytes) => Some(keep_plan(home, bytes)),
        Deed::Talk(at, words) => who(at).map(|(_, name)| talk(desk, &name, words, now.today)),
        Deed::Kindness(at, words) => who(at).map(|(peer, _)| {
            Command::Channel(channel::Command::Find { peer, what: private(words), by: None })
        }),
        Deed::Ask(at, words) => who(at).map(|(peer, _)| {
            let what = playbook::privacy::Shareable::new(words.clone());
            let (id, on) = (playbook::moment::Id::of(0), now.today);
            let ask =
                Ask { id, peer: id, what, on, needed_by: None, lead: None, notes: Some(private(words)) };
            Command::Asks(asks::Command::Make { peer, ask })
        }),
        Deed::Guard(at, words) => {
            who(at).map(|(peer, _)| Command::Peers(peers::Command::Guard { peer, because: private(words) }))
        }
    };
    if let Some(command) = command {
        drop(desk.act(command, None, now));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn an_export_read_back_is_the_same_notebook(deeds in proptest::collection::vec(any_deed(), 0..24)) {
        let (here, there) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let mut desk = fresh(here.path());
        deeds.iter().zip(0..).for_each(|(deed, days)| does(&mut desk, here.path(), deed, days));
        let first = here.path().join("export");
        desk.export(&first, noon().today, &screen()).unwrap();
        let mut again = fresh(there.path());
        again.import(&first, noon()).unwrap();
        prop_assert_eq!(folded(&desk), folded(&again));
        prop_assert_eq!(seen(&mut desk), seen(&mut again));
        drop(again);
        let mut again = reading(there.path());
        prop_assert!(again.flaws().is_empty(), "{:?}", again.flaws());
        let second = there.path().join("export");
        again.export(&second, noon().today, &screen()).unwrap();
        prop_assert_eq!(files(&first), files(&second));
        drop((desk, again));
        let report = desk::doctor::examine(&places(there.path()), noon(), &screen()).unwrap();
        prop_assert!(report.is_whole(), "{report:?}");
    }
}

/// Every file below a folder, by its name.
fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut all = Vec::new();
    for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() {
            all.extend(files(&path).into_iter().map(|(inner, bytes)| (format!("{name}/{inner}"), bytes)));
        } else {
            all.push((name, fs::read(&path).unwrap()));
        }
    }
    all.sort();
    all
}

fn story(home: &Path) -> Desk {
    let mut desk = fresh(home);
    desk.act(add("Mira Solberg"), None, noon()).unwrap();
    desk.act(add("Tom Reyes"), None, noon()).unwrap();
    let said = talk(&desk, "mira", "a *bold* plan\n# not a heading", later(1).today);
    desk.act(said, None, later(1)).unwrap();
    desk.undo(2, None, later(2)).unwrap();
    desk
}

#[test]
fn an_export_is_for_its_owner_alone_and_can_be_read() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("export");
    let done = story(home.path()).export(&folder, noon().today, &screen()).unwrap();
    assert_eq!((done.entries, done.peers, done.forgotten, done.plans), (4, 1, 0, 0));
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&folder), 0o700);
    assert_eq!(mode(&folder.join("peers")), 0o700);
    for name in ["entries.jsonl", "log.md", "peers/mira-solberg.md"] {
        assert_eq!(mode(&folder.join(name)), 0o600, "{name}");
    }
    let page = fs::read_to_string(folder.join("peers/mira-solberg.md")).unwrap();
    assert!(page.contains("a \\*bold\\* plan \\# not a heading"), "{page}");
    assert!(page.contains("in the clear"), "{page}");
    assert!(!page.contains("Tom Reyes"), "{page}");
    let log = fs::read_to_string(folder.join("log.md")).unwrap();
    assert!(log.contains("- **2** 2027-03-01: Tom Reyes entered. *(undone by 4)*"), "{log}");
}

#[test]
fn an_export_goes_only_into_an_empty_folder_and_an_import_only_into_an_empty_notebook() {
    let home = tempfile::tempdir().unwrap();
    let mut desk = story(home.path());
    let folder = home.path().join("export");
    desk.export(&folder, noon().today, &screen()).unwrap();
    assert!(matches!(desk.export(&folder, noon().today, &screen()), Err(Stop::NotEmpty(_))));
    assert!(matches!(desk.import(&folder, noon()), Err(Stop::NotBlank { entries: 4 })));
}

#[test]
fn what_is_no_export_is_named_by_its_line_and_changes_nothing() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("export");
    story(home.path()).export(&folder, noon().today, &screen()).unwrap();
    let text = fs::read_to_string(folder.join("entries.jsonl")).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    let spoilt = [
        ("{".to_owned(), 1, "no entry of an export"),
        ([lines[0], lines[2]].join("\n"), 2, "entry 3 stands where entry 2 should"),
        (lines[0].replace("\"format\":1", "\"format\":9"), 1, "format 9"),
        (lines[0].replace("\"stored\":[", "\"stored\":[true,"), 1, "no entry of this version"),
        (lines[0].replace("\"request\":\"", "\"request\":\"zz"), 1, "32 hexadecimal digits"),
    ];
    for (text, at, words) in spoilt {
        fs::write(folder.join("entries.jsonl"), &text).unwrap();
        let there = tempfile::tempdir().unwrap();
        let mut desk = fresh(there.path());
        let Err(Stop::NoExport { line, fact, .. }) = desk.import(&folder, noon()) else { panic!("{text}") };
        assert!(line == at && fact.contains(words), "{line}: {fact}");
        assert!(seen(&mut desk).is_empty());
    }
    fs::remove_file(folder.join("entries.jsonl")).unwrap();
    let there = tempfile::tempdir().unwrap();
    assert!(matches!(fresh(there.path()).import(&folder, noon()), Err(Stop::NoExport { line: 0, .. })));
}

#[test]
fn a_kept_plan_that_was_changed_is_not_taken() {
    let home = tempfile::tempdir().unwrap();
    let mut desk = fresh(home.path());
    let command = keep_plan(home.path(), b"# The year");
    desk.act(command, None, noon()).unwrap();
    let folder = home.path().join("export");
    desk.export(&folder, noon().today, &screen()).unwrap();
    let plan = fs::read_dir(folder.join("plans")).unwrap().next().unwrap().unwrap().path();
    let mut bytes = fs::read(&plan).unwrap();
    bytes[40] ^= 1;
    fs::write(&plan, bytes).unwrap();
    let there = tempfile::tempdir().unwrap();
    assert!(matches!(fresh(there.path()).import(&folder, noon()), Err(Stop::NoExport { line: 0, .. })));
}

#[test]
fn days_do_not_move_with_the_zone_in_which_an_export_is_read() {
    let (home, there) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let mut desk = fresh(home.path());
    let abroad: jiff::Zoned = "2027-03-01T23:30:00-08:00[America/Los_Angeles]".parse().unwrap();
    desk.act(add("Mira Solberg"), None, desk::clock::Moment::of(&abroad)).unwrap();
    let folder = home.path().join("export");
    desk.export(&folder, noon().today, &screen()).unwrap();
    let mut again = fresh(there.path());
    again.import(&folder, noon()).unwrap();
    assert_eq!(seen(&mut again)[0].2, Some(Day(jiff::civil::date(2027, 3, 1))));
}

#[test]
fn a_large_import_is_kept_folded_so_that_the_next_answer_need_not_read_it_all() {
    let (home, there) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let mut desk = fresh(home.path());
    desk.act_all((0..250).map(|n| add(&format!("Peer {n}"))).collect(), noon()).unwrap();
    let folder = home.path().join("export");
    desk.export(&folder, noon().today, &screen()).unwrap();
    fresh(there.path()).import(&folder, noon()).unwrap();
    assert!(places(there.path()).snapshot().exists());
    assert_eq!(folded(&desk), folded(&reading(there.path())));
}
