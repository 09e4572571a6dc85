//! A retry never doubles (S6).

use std::fs;

use desk::stop::Stop;
use playbook::{
    map::peers::{self, Kept},
    notebook::{Command, Event},
    refusal::Refusal,
};

use crate::given::*;

#[test]
fn s6_everything_done_under_one_request_has_one_effect_and_one_answer() {
    let home = tempfile::tempdir().unwrap();
    drop(fresh(home.path()));
    let mut before = Vec::new();
    for _ in 0..3 {
        let mut desk = acting(home.path());
        desk.under([7; 16], "", noon()).unwrap();
        let first = desk.act(add("Mira Solberg"), None, noon()).unwrap();
        let second = desk.act(add("Tom Reyes"), None, noon()).unwrap();
        assert_eq!((first.entry, second.entry, first.events.len()), (1, 2, 1));
        let now = seen(&mut desk);
        assert!(before.is_empty() || before == now);
        before = now;
    }
    let mut desk = acting(home.path());
    assert!(matches!(
        desk.act(add("Mira Solberg"), None, noon()),
        Err(Stop::Refused(Refusal::NameTaken { .. }))
    ));
}

#[test]
fn s6_several_at_once_undo_and_forget_have_one_effect() {
    let home = tempfile::tempdir().unwrap();
    drop(fresh(home.path()));
    for _ in 0..2 {
        let mut desk = acting(home.path());
        desk.under([1; 16], "", noon()).unwrap();
        let done =
            desk.act_all(vec![add("Mira Solberg"), add("Tom Reyes"), add("Ida Brandt")], noon()).unwrap();
        assert_eq!(done.iter().map(|done| done.entry).collect::<Vec<_>>(), [1, 2, 3]);
        assert!(done[1..].iter().all(|done| done.events.len() == 1));
        drop(desk);
        let mut desk = acting(home.path());
        desk.under([2; 16], "", noon()).unwrap();
        let done = desk.undo(2, None, noon()).unwrap();
        assert!(matches!(done.events[..], [Event::Undone { entry: 2 }]));
        drop(desk);
        let mut desk = acting(home.path());
        desk.under([3; 16], "", noon()).unwrap();
        desk.forget(1, None, noon()).unwrap();
        assert_eq!(seen(&mut desk).len(), 5);
    }
}

#[test]
fn s6_a_retry_is_answered_from_the_notebook_as_it_was_then_whatever_was_entered_since() {
    let home = tempfile::tempdir().unwrap();
    drop(fresh(home.path()));
    acting(home.path()).act(add("Mira Solberg"), None, noon()).unwrap();
    for again in [false, true] {
        let mut desk = acting(home.path());
        let now = desk.under([4; 16], "a talk", later(i64::from(again))).unwrap();
        assert_eq!(now, noon(), "again it is the moment of the first time");
        assert_eq!(desk.notes().last, 1);
        let said = talk(&desk, "mira", "the release plan", now.today);
        let done = desk.act(said, None, now).unwrap();
        assert_eq!((done.entry, done.was_done), (2, again));
        assert_eq!(desk.notes().last, 2);
        drop(desk);
        if !again {
            let mut desk = acting(home.path());
            desk.undo(1, None, noon()).unwrap();
            assert!(desk.notes().peers.find("mira").is_err());
        }
    }
    assert_eq!(seen(&mut reading(home.path())).len(), 3);
}

#[test]
fn s6_another_thing_under_the_request_of_the_first_is_refused_and_not_swallowed() {
    let home = tempfile::tempdir().unwrap();
    drop(fresh(home.path()));
    let under = |request: u8| {
        let mut desk = acting(home.path());
        desk.under([request; 16], "", noon()).unwrap();
        desk
    };
    under(5).act(add("Mira Solberg"), None, noon()).unwrap();
    under(6).act_all(vec![add("Tom Reyes"), add("Ida Brandt")], noon()).unwrap();
    let other = |done: Result<Vec<u32>, Stop>, no: u32| {
        assert!(matches!(done, Err(Stop::OtherRequest { entry }) if entry == no), "{done:?}");
    };
    let all = |done: Result<Vec<desk::open::Done>, Stop>| {
        done.map(|done| done.into_iter().map(|done| done.entry).collect::<Vec<_>>())
    };
    other(all(under(5).act(add("Bo Dahl"), None, noon()).map(|done| vec![done])), 1);
    other(all(under(5).undo(1, None, noon()).map(|done| vec![done])), 1);
    other(all(under(5).act_all(vec![add("Mira Solberg"), add("Bo Dahl")], noon())), 1);
    other(all(under(6).act_all(vec![add("Tom Reyes")], noon())), 2);
    assert_eq!(all(under(6).act_all(vec![add("Tom Reyes"), add("Ida Brandt")], noon())).unwrap(), [2, 3]);
    assert_eq!(seen(&mut reading(home.path())).len(), 3);
}

#[test]
fn s6_each_step_of_a_command_that_was_cut_off_between_its_steps_is_done_once() {
    let home = tempfile::tempdir().unwrap();
    drop(fresh(home.path()));
    let step = |name: &str, peer: &str| {
        let mut desk = acting(home.path());
        let now = desk.under([8; 16], name, noon()).unwrap();
        desk.act(add(peer), None, now).unwrap().entry
    };
    assert_eq!(step("first", "Mira Solberg"), 1);
    acting(home.path()).act(add("Tom Reyes"), None, noon()).unwrap();
    assert_eq!((step("first", "Mira Solberg"), step("second", "Ida Brandt")), (1, 3));
    assert_eq!((step("first", "Mira Solberg"), step("second", "Ida Brandt")), (1, 3));
    assert_eq!(seen(&mut reading(home.path())).len(), 3);
}

#[test]
fn s6_what_is_kept_beside_the_journal_is_written_once() {
    let home = tempfile::tempdir().unwrap();
    drop(fresh(home.path()));
    for _ in 0..2 {
        let mut desk = acting(home.path());
        let now = desk.under([9; 16], "", noon()).unwrap();
        if let Some(done) = desk.done_then().unwrap() {
            assert_eq!((done.len(), done[0].entry, desk.notes().last), (1, 1, 1));
            assert!(desk.notes().peers.kept().is_some());
            continue;
        }
        let plan = desk.keep_blob(b"# The year").unwrap();
        let kept = Kept { as_of: now.today, picks: Vec::new(), plan: Some(plan), map: None };
        desk.act(Command::Peers(peers::Command::Keep { kept, names: Vec::new() }), None, now).unwrap();
    }
    assert_eq!(fs::read_dir(places(home.path()).plans()).unwrap().count(), 1);
}
