//! Forgetting forgets (S9).

use std::fs;

use desk::{backup::backup, open::Desk, restore::restore, stop::Stop};
use playbook::refusal::Refusal;

use crate::given::*;

#[test]
fn s9_a_forgotten_word_lies_in_no_live_file_and_its_key_neither() {
    let home = tempfile::tempdir().unwrap();
    let mut desk = fresh(home.path());
    desk.act(add("Mira Solberg"), None, noon()).unwrap();
    let said = talk(&desk, "mira", "zanthoxylum", noon().today);
    desk.act(said, None, noon()).unwrap();
    let export = home.path().join("export");
    desk.export(&export, noon().today, &screen()).unwrap();
    let line = fs::read_to_string(export.join("entries.jsonl")).unwrap();
    assert!(line.contains("zanthoxylum"));
    fs::remove_dir_all(&export).unwrap();
    desk.forget(2, None, noon()).unwrap();
    assert!(!lies_below(home.path(), b"zanthoxylum"));
    desk.export(&export, noon().today, &screen()).unwrap();
    assert!(!lies_below(home.path(), b"zanthoxylum"));
    assert!(seen(&mut desk)[1].5);
    drop(desk);
    assert!(reading(home.path()).flaws().is_empty());
}

#[test]
fn s9_the_plan_that_a_forgotten_entry_kept_goes_with_it_and_others_stay() {
    let home = tempfile::tempdir().unwrap();
    let mut desk = fresh(home.path());
    for plan in [b"the first plan", b"the other plan"] {
        let command = keep_plan(home.path(), plan);
        desk.act(command, None, noon()).unwrap();
    }
    let count = || fs::read_dir(places(home.path()).plans()).unwrap().count();
    assert_eq!(count(), 2);
    desk.forget(1, None, noon()).unwrap();
    assert_eq!(count(), 1);
    drop(desk);
    let report = desk::doctor::examine(&places(home.path()), noon(), &screen()).unwrap();
    assert!(report.is_whole(), "{report:?}");
}

#[test]
fn s9_an_old_backup_that_is_restored_forgets_again_what_was_forgotten_since() {
    let home = tempfile::tempdir().unwrap();
    let mut desk = fresh(home.path());
    desk.act(add("Mira Solberg"), None, noon()).unwrap();
    for word in ["zanthoxylum", "quixotic"] {
        let said = talk(&desk, "mira", word, noon().today);
        desk.act(said, None, noon()).unwrap();
    }
    drop(desk);
    let folder = home.path().join("backups");
    backup(&places(home.path()), &folder, 7, noon()).unwrap();
    acting(home.path()).forget(2, None, noon()).unwrap();
    let done = restore(&places(home.path()), &folder, noon()).unwrap();
    assert_eq!((done.entries, done.forgotten, done.untold), (3, vec![2], None));
    let mut desk = acting(home.path());
    assert!(desk.flaws().is_empty());
    let all = seen(&mut desk);
    assert!(all[1].5, "entry 2 can be read again");
    assert!(all[2].3[0].contains("quixotic"));
    assert_eq!(all.len(), 4, "the forgetting is an entry of its own");
}

#[test]
fn what_was_forgotten_in_another_notebook_is_not_forgotten_here() {
    let home = tempfile::tempdir().unwrap();
    fresh(home.path()).act(add("Mira Solberg"), None, noon()).unwrap();
    let folder = home.path().join("backups");
    backup(&places(home.path()), &folder, 7, noon()).unwrap();
    fs::rename(places(home.path()).notebook(), home.path().join("old")).unwrap();
    let mut desk = fresh(home.path());
    desk.act(add("Tom Reyes"), None, noon()).unwrap();
    desk.forget(1, None, noon()).unwrap();
    drop(desk);
    let done = restore(&places(home.path()), &folder, noon()).unwrap();
    assert_eq!(done.forgotten, Vec::<u32>::new());
    assert!(!seen(&mut reading(home.path()))[0].5);
}

#[test]
fn what_says_that_something_was_undone_or_forgotten_stays() {
    let home = tempfile::tempdir().unwrap();
    let mut desk = fresh(home.path());
    for name in ["Mira Solberg", "Tom Reyes"] {
        desk.act(add(name), None, noon()).unwrap();
    }
    desk.forget(1, None, noon()).unwrap();
    desk.undo(2, None, noon()).unwrap();
    for entry in [3, 4] {
        let refused = desk.forget(entry, None, noon());
        assert!(matches!(refused, Err(Stop::Refused(Refusal::NothingToForget { entry: no })) if no == entry));
    }
    let refused = desk.undo(3, None, noon());
    assert!(matches!(refused, Err(Stop::Refused(Refusal::Forgotten { entry: 1 }))));
    drop(desk);
    assert!(reading(home.path()).flaws().is_empty());
}

#[test]
fn t2_once_agreed_what_was_judged_is_forgotten_for_good_and_the_rest_stays() {
    use playbook::{
        moment::Id,
        notebook::Command,
        side::Side,
        trade::goods::{
            Command::{Agree, Judge, Note},
            Draft, Judged, Range,
        },
    };
    let home = tempfile::tempdir().unwrap();
    let mut desk = fresh(home.path());
    desk.act(add("Mira Solberg"), None, noon()).unwrap();
    let draft = Draft::Risk {
        migration: private("first on the new pipeline"),
        write_up: Some(private("what broke")),
    };
    let peer = desk.notes().peers.find("mira").unwrap();
    let judged = Judged { cost: Some(Range { least: 3, most: 17 }), value: None };
    let commands = vec![
        Command::Goods(Note { peer, giver: Side::Me, draft, waits: false }),
        Command::Goods(Judge { good: Id::of(2), judged }),
    ];
    desk.act_all(commands, noon()).unwrap();
    let export = |desk: &mut Desk, name: &str| {
        let folder = home.path().join(name);
        desk.export(&folder, noon().today, &screen()).unwrap();
        fs::read_to_string(folder.join("entries.jsonl")).unwrap()
    };
    assert!(export(&mut desk, "before").contains("3 to 17 working days"));
    let agree = Agree { goods: vec![Id::of(2)], back: Vec::new(), on: noon().today };
    let done = desk.act(Command::Goods(agree), None, noon()).unwrap();
    let after = export(&mut desk, "after");
    assert!(!after.contains("working days") && after.contains("first on the new pipeline"), "{after}");
    desk.undo(done.entry, None, noon()).unwrap();
    drop(desk);
    let desk = acting(home.path());
    let open = desk.notes().goods.one(Id::of(2), noon().today).unwrap();
    assert!(open.agreed.is_none() && open.judged.is_none());
}
