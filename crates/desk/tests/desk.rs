//! A notebook from outside: made, acted on, opened again.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::{ffi::OsString, path::Path};

use desk::{
    clock::Moment,
    keys::Hold,
    open::{Desk, create, open_to_act, open_to_read},
    places::Places,
    stop::Stop,
};
use jiff::Zoned;
use playbook::{
    map::peers, moment::Day, notebook::Command, privacy::OwnersScreen, refusal::Refusal, side::Side,
};

fn noon() -> Moment {
    Moment::of(&"2027-03-01T12:00:00+01:00[Europe/Berlin]".parse::<Zoned>().unwrap())
}

fn places(home: &Path) -> Places {
    let home = home.as_os_str().to_owned();
    Places::find(None, &|name| (name == "HOME").then(|| OsString::from(&home))).unwrap()
}

fn add(name: &str) -> Command {
    Command::Peers(peers::Command::Add { name: name.to_owned(), aliases: Vec::new() })
}

fn names(desk: &Desk) -> Vec<String> {
    desk.notes().peers.everybody().map(|(_, peer)| peer.name.clone()).collect()
}

#[test]
fn what_was_entered_is_there_again_what_was_undone_is_not_and_comes_back() {
    let home = tempfile::tempdir().unwrap();
    let places = places(home.path());
    let (mut desk, _) = create(places.clone(), &Hold::File, noon()).unwrap();
    desk.act(add("Mira Solberg"), None, noon()).unwrap();
    let tom = desk.act(add("Tom Reyes"), None, noon()).unwrap().entry;
    drop(desk);
    assert_eq!(names(&open_to_read(places.clone(), noon()).unwrap()), ["Mira Solberg", "Tom Reyes"]);
    let mut desk = open_to_act(places.clone(), "sideways undo", noon()).unwrap();
    let undoing = desk.undo(tom, None, noon()).unwrap().entry;
    assert_eq!(names(&desk), ["Mira Solberg"]);
    let again = desk.undo(tom, None, noon());
    assert!(matches!(again, Err(Stop::Refused(Refusal::UndoneBefore { entry: 2, by: 3 }))));
    desk.undo(undoing, None, noon()).unwrap();
    drop(desk);
    assert_eq!(names(&open_to_read(places, noon()).unwrap()), ["Mira Solberg", "Tom Reyes"]);
}

#[test]
fn what_others_rest_on_is_not_undone_alone_and_comes_back_only_with_its_ground() {
    use playbook::{
        privacy::Private,
        trade::goods::{Command as Goods, Draft},
    };
    let home = tempfile::tempdir().unwrap();
    let (mut desk, _) = create(places(home.path()), &Hold::File, noon()).unwrap();
    desk.act(add("Mira Solberg"), None, noon()).unwrap();
    let peer = desk.notes().peers.find("mira").unwrap();
    let act =
        |desk: &mut Desk, command: Goods| desk.act(Command::Goods(command), None, noon()).unwrap().entry;
    let sequencing =
        || Draft::Sequencing { item: Private::new("Guest checkout".to_owned()), by: Some(5), dates: None };
    let note = |giver| Goods::Note { peer, giver, draft: sequencing(), waits: false };
    // Given an agreement of which one side was given.
    let there = act(&mut desk, note(Side::Me));
    let back = act(&mut desk, note(Side::Them));
    let on = noon().today;
    let agreed = act(&mut desk, Goods::Agree { goods: vec![of(there)], back: vec![of(back)], on });
    let given = act(&mut desk, Goods::Give { good: of(back), on, write_up: None });
    let refused = |desk: &mut Desk, entry: u32| match desk.undo(entry, None, noon()) {
        Err(Stop::Refused(refusal)) => refusal,
        _ => panic!("entry {entry} was undone"),
    };
    // When one side or the agreement is undone, then what rests on it is named.
    assert_eq!(refused(&mut desk, there), Refusal::Borne { entry: there, later: vec![agreed, given] });
    assert_eq!(refused(&mut desk, agreed), Refusal::Borne { entry: agreed, later: vec![given] });
    // When the last goes first, then both sides are as they were noted.
    let ungiven = desk.undo(given, None, noon()).unwrap().entry;
    let unagreed = desk.undo(agreed, None, noon()).unwrap().entry;
    let open: Vec<bool> = desk.notes().goods.open(on).map(|open| open.agreed.is_none()).collect();
    assert_eq!(open, [true, true]);
    // And what was given comes back only once the agreement did.
    let groundless = Refusal::Groundless { entry: given, on: agreed, by: unagreed };
    assert_eq!(refused(&mut desk, ungiven), groundless);
    assert_eq!(groundless.hint(), format!("sideways undo {unagreed} comes first"));
    desk.undo(unagreed, None, noon()).unwrap();
    desk.undo(ungiven, None, noon()).unwrap();
    assert_eq!(desk.notes().goods.open(on).count(), 1);
}

fn of(entry: u32) -> playbook::moment::Id {
    playbook::moment::Id::of(entry)
}

#[test]
fn the_same_request_has_one_effect() {
    let home = tempfile::tempdir().unwrap();
    let (mut desk, _) = create(places(home.path()), &Hold::File, noon()).unwrap();
    let request = Some([7; 16]);
    let first = desk.act(add("Mira Solberg"), request, noon()).unwrap();
    let second = desk.act(add("Mira Solberg"), request, noon()).unwrap();
    assert_eq!((first.entry, first.was_done), (1, false));
    assert_eq!((second.entry, second.was_done), (1, true));
    assert_eq!(names(&desk), ["Mira Solberg"]);
}

#[test]
fn what_was_forgotten_is_gone_and_the_rest_stands() {
    let home = tempfile::tempdir().unwrap();
    let places = places(home.path());
    let (mut desk, _) = create(places.clone(), &Hold::File, noon()).unwrap();
    for name in ["Mira Solberg", "Tom Reyes"] {
        desk.act(add(name), None, noon()).unwrap();
    }
    desk.forget(1, None, noon()).unwrap();
    drop(desk);
    let mut desk = open_to_act(places, "sideways log", noon()).unwrap();
    assert_eq!(names(&desk), ["Tom Reyes"]);
    assert!(desk.flaws().is_empty());
    assert!(desk.entries().unwrap()[0].entry.is_none());
    assert!(matches!(desk.undo(1, None, noon()), Err(Stop::Refused(Refusal::Forgotten { entry: 1 }))));
}

#[test]
fn a_second_writer_is_told_who_holds_the_notebook() {
    let home = tempfile::tempdir().unwrap();
    let places = places(home.path());
    let (desk, _) = create(places.clone(), &Hold::File, noon()).unwrap();
    let Err(Stop::Held(held)) = open_to_act(places.clone(), "sideways talk", noon()) else {
        panic!("not held")
    };
    assert!(held.fact().contains("sideways init"), "{}", held.fact());
    drop(desk);
    assert!(open_to_act(places, "sideways talk", noon()).is_ok());
}

#[test]
fn a_notebook_rolled_back_is_read_and_not_written() {
    let home = tempfile::tempdir().unwrap();
    let places = places(home.path());
    let (mut desk, _) = create(places.clone(), &Hold::File, noon()).unwrap();
    desk.act(add("Mira Solberg"), None, noon()).unwrap();
    let old = home.path().join("old.sqlite");
    drop(desk);
    std::fs::copy(places.journal(), &old).unwrap();
    let mut desk = open_to_act(places.clone(), "sideways peer", noon()).unwrap();
    desk.act(add("Tom Reyes"), None, noon()).unwrap();
    drop(desk);
    std::fs::copy(&old, places.journal()).unwrap();
    let mut desk = open_to_act(places, "sideways peer", noon()).unwrap();
    assert_eq!(desk.flaws()[0].fact, "the notebook ends with entry 1, and entry 2 was written");
    assert_eq!(names(&desk), ["Mira Solberg"]);
    assert!(matches!(desk.act(add("Ida Brandt"), None, noon()), Err(Stop::Damaged { .. })));
}

#[test]
fn an_entry_bears_the_day_where_the_leader_is() {
    let home = tempfile::tempdir().unwrap();
    let (mut desk, _) = create(places(home.path()), &Hold::File, noon()).unwrap();
    let abroad: Zoned = "2027-03-01T23:30:00-08:00[America/Los_Angeles]".parse().unwrap();
    desk.act(add("Mira Solberg"), None, Moment::of(&abroad)).unwrap();
    let entry = desk.entries().unwrap().remove(0).entry.unwrap();
    assert_eq!(entry.on, Day(jiff::civil::date(2027, 3, 1)));
}

fn screen() -> OwnersScreen {
    OwnersScreen::of_the_owner()
}

#[test]
fn what_is_kept_beside_the_journal_opens_again_and_says_what_is_wrong_with_it() {
    let home = tempfile::tempdir().unwrap();
    let places = places(home.path());
    let (desk, _) = create(places.clone(), &Hold::File, noon()).unwrap();
    let plan = b"- Guest sign-in (needs Identity)".repeat(1000);
    let blob = desk.keep_blob(&plan).unwrap();
    assert_eq!(*desk.open_blob(&blob, &screen()).unwrap(), plan[..]);
    let path = places.plan(&blob.digest);
    let mut bytes = std::fs::read(&path).unwrap();
    assert!(!bytes.windows(8).any(|window| window == b"Identity"), "nothing of it stands in the clear");
    bytes[100] ^= 1;
    std::fs::write(&path, bytes).unwrap();
    let changed = desk.open_blob(&blob, &screen()).err().unwrap();
    assert!(changed.fact().contains("was changed after it was written"), "{}", changed.fact());
    std::fs::remove_file(&path).unwrap();
    let gone = desk.open_blob(&blob, &screen()).err().unwrap();
    assert!(gone.fact().ends_with("is gone") && gone.hint().contains("map --keep"), "{}", gone.fact());
}

#[test]
fn who_only_looks_keeps_nothing() {
    let home = tempfile::tempdir().unwrap();
    let places = places(home.path());
    drop(create(places.clone(), &Hold::File, noon()).unwrap());
    let desk = open_to_read(places.clone(), noon()).unwrap();
    assert!(matches!(desk.keep_blob(b"plan"), Err(Stop::Reading)));
    assert!(!places.plans().exists());
}

#[test]
fn all_that_is_wanted_happens_at_once_or_nothing_of_it() {
    let home = tempfile::tempdir().unwrap();
    let places = places(home.path());
    let (mut desk, _) = create(places.clone(), &Hold::File, noon()).unwrap();
    desk.act(add("Mira Solberg"), None, noon()).unwrap();
    let done = desk.act_all(vec![add("Tom Reyes"), add("Ida Brandt")], noon()).unwrap();
    assert_eq!(done.iter().map(|done| done.entry).collect::<Vec<_>>(), [2, 3]);
    let refused = desk.act_all(vec![add("Bo Dahl"), add("Mira Solberg")], noon());
    assert!(matches!(refused, Err(Stop::Refused(Refusal::NameTaken { .. }))));
    assert_eq!(names(&desk), ["Mira Solberg", "Tom Reyes", "Ida Brandt"]);
    assert!(desk.act_all(Vec::new(), noon()).unwrap().is_empty());
    assert_eq!(desk.act(add("Ann Lee"), None, noon()).unwrap().entry, 4);
    drop(desk);
    let desk = open_to_read(places, noon()).unwrap();
    assert_eq!(names(&desk), ["Mira Solberg", "Tom Reyes", "Ida Brandt", "Ann Lee"]);
    assert!(desk.flaws().is_empty());
}
