//! What is refused, each with a hint that can be typed.

use desk::{
    keys::Hold,
    open::{Desk, create, open_to_read},
    stop::{Stop, Why},
};
use playbook::{
    bounds,
    map::peers,
    moment::Id,
    notebook::Command,
    refusal::Refusal,
    trade::{asks, loans},
};

use crate::given::*;

fn refused(desk: &mut Desk, command: Command) -> Refusal {
    match desk.act(command, None, noon()) {
        Err(Stop::Refused(refusal)) => {
            assert!(!refusal.fact().ends_with('.') && !refusal.hint().is_empty());
            refusal
        }
        Err(stop) => panic!("{stop}"),
        Ok(done) => panic!("entry {}", done.entry),
    }
}

#[test]
fn what_is_not_there_is_refused() {
    let home = tempfile::tempdir().unwrap();
    let mut desk = fresh(home.path());
    desk.act(add("Mira Solberg"), None, noon()).unwrap();
    let (id, on) = (Id::of(99), noon().today);
    let answer = asks::Command::Acknowledge { ask: id, on };
    assert!(matches!(refused(&mut desk, Command::Asks(answer)), Refusal::NoSuchAsk { .. }));
    let back = loans::Command::Return { loan: id, on };
    assert!(matches!(refused(&mut desk, Command::Loans(back)), Refusal::NoSuchLoan { .. }));
    let decided = bounds::Command::Decide { wait: id, on };
    assert!(matches!(refused(&mut desk, Command::Team(decided)), Refusal::NoSuchWait { .. }));
    let undone = desk.undo(99, None, noon());
    assert!(matches!(undone, Err(Stop::Refused(Refusal::NoSuchEntry { entry: 99, last: 1 }))));
}

#[test]
fn what_fits_no_peer_is_refused() {
    let home = tempfile::tempdir().unwrap();
    let mut desk = fresh(home.path());
    desk.act(add("Mira Solberg"), None, noon()).unwrap();
    let mira = desk.notes().peers.find("mira").unwrap();
    let merge = peers::Command::Merge { peer: mira, into: mira };
    assert!(matches!(refused(&mut desk, Command::Peers(merge)), Refusal::SamePeer { .. }));
    let unmerge = peers::Command::Unmerge { name: "Mira Solberg".into() };
    assert!(matches!(refused(&mut desk, Command::Peers(unmerge)), Refusal::NotMerged { .. }));
    let trust = peers::Command::Trust { peer: mira, because: private("we talked") };
    assert!(matches!(refused(&mut desk, Command::Peers(trust)), Refusal::NotGuarded { .. }));
}

#[test]
fn a_notebook_is_made_once_and_opened_where_it_is() {
    let home = tempfile::tempdir().unwrap();
    let Err(none) = open_to_read(places(home.path()), noon()) else { panic!("it opens") };
    assert!(matches!(none, Stop::NoNotebook(_)) && none.why() == Why::Usage);
    drop(fresh(home.path()));
    let Err(again) = create(places(home.path()), &Hold::File, noon()) else { panic!("it was made twice") };
    assert!(matches!(again, Stop::Exists(_)) && again.why() == Why::Usage);
}

#[test]
fn a_notebook_whose_journal_is_gone_is_not_taken_for_none_and_no_other_is_made_over_its_rest() {
    let home = tempfile::tempdir().unwrap();
    let mut desk = fresh(home.path());
    let command = keep_plan(home.path(), b"# The year");
    desk.act(command, None, noon()).unwrap();
    drop(desk);
    let backups = home.path().join("backups");
    desk::backup::backup(&places(home.path()), &backups, 7, noon()).unwrap();
    std::fs::remove_file(places(home.path()).journal()).unwrap();
    let gone = [
        open_to_read(places(home.path()), noon()).err(),
        create(places(home.path()), &Hold::File, noon()).err(),
        desk::doctor::examine(&places(home.path()), noon(), &screen()).err(),
    ];
    for stop in gone {
        let Some(stop) = stop else { panic!("it opens") };
        assert!(matches!(stop, Stop::NoJournal(_)) && stop.why() == Why::Usage, "{stop}");
        assert!(stop.hint().starts_with("sideways restore"), "{}", stop.hint());
    }
    desk::restore::restore(&places(home.path()), &backups, noon()).unwrap();
    assert_eq!(reading(home.path()).notes().last, 1);
}

#[test]
fn a_notebook_that_can_not_be_made_leaves_its_lock_alone() {
    // Given a notebook whose key can't be kept, since a file lies where its folder must
    let home = tempfile::tempdir().unwrap();
    let keys = places(home.path()).key(&[0; 16]);
    let folder = keys.parent().unwrap();
    std::fs::create_dir_all(folder.parent().unwrap()).unwrap();
    std::fs::write(folder, "no folder").unwrap();
    let stop = create(places(home.path()), &Hold::File, noon()).err().unwrap();
    assert!(stop.to_string().contains("can't be written"), "{stop}");
    // Then nothing of it is left but the lock, and what opens it says so
    let left: Vec<_> = std::fs::read_dir(places(home.path()).notebook())
        .unwrap()
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(left, ["lock"]);
    let stop = open_to_read(places(home.path()), noon()).err().unwrap();
    assert!(matches!(stop, Stop::OnlyLock(_)) && stop.hint().starts_with("sideways init"), "{stop}");
    // and it is made once the key can be kept
    std::fs::remove_file(folder).unwrap();
    create(places(home.path()), &Hold::File, noon()).unwrap();
}

#[test]
fn files_that_no_entry_names_are_swept_and_what_an_undone_entry_keeps_is_not() {
    let home = tempfile::tempdir().unwrap();
    let mut desk = fresh(home.path());
    for plan in [b"the first plan", b"the other plan"] {
        let command = keep_plan(home.path(), plan);
        desk.act(command, None, noon()).unwrap();
    }
    desk.undo(2, None, noon()).unwrap();
    assert_eq!(desk.sweep().unwrap(), 0);
    // Sealed, and cut off before the entry that names it; and one that was cut off while it was written.
    desk.keep_blob(b"a plan of nobody").unwrap();
    let half = places(home.path()).plans().join("0".repeat(64));
    std::fs::write(&half, "half a file").unwrap();
    std::fs::set_permissions(&half, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    let said = |desk: &desk::doctor::Report| desk.looks.iter().any(|look| look.says.contains("2 belong"));
    assert!(said(&desk::doctor::examine(&places(home.path()), noon(), &screen()).unwrap()));
    assert!(matches!(reading(home.path()).sweep(), Err(Stop::Reading)));
    assert_eq!((desk.sweep().unwrap(), desk.sweep().unwrap()), (2, 0));
    desk.undo(3, None, noon()).unwrap();
    let plan = desk.notes().peers.kept().and_then(|kept| kept.plan.as_ref()).unwrap();
    assert_eq!(*desk.open_blob(plan, &screen()).unwrap(), b"the other plan"[..]);
    drop(desk);
    let report = desk::doctor::examine(&places(home.path()), noon(), &screen()).unwrap();
    assert!(report.is_whole() && !said(&report), "{report:?}");
}

#[test]
fn a_kept_plan_that_is_gone_is_said_so() {
    let home = tempfile::tempdir().unwrap();
    let mut desk = fresh(home.path());
    let command = keep_plan(home.path(), b"# The year");
    desk.act(command, None, noon()).unwrap();
    std::fs::remove_dir_all(places(home.path()).plans()).unwrap();
    let blob = desk.notes().peers.kept().and_then(|kept| kept.plan.as_ref()).unwrap();
    let Err(stop) = desk.open_blob(blob, &screen()) else { panic!("it opens") };
    assert!(matches!(stop, Stop::Kept { .. }) && stop.fact().ends_with("is gone"), "{stop}");
}
