//! A retry never doubles (S6).

use desk::stop::Stop;
use playbook::{notebook::Event, refusal::Refusal};

use crate::given::*;

#[test]
fn s6_everything_done_under_one_request_has_one_effect_and_one_answer() {
    let home = tempfile::tempdir().unwrap();
    drop(fresh(home.path()));
    let mut before = Vec::new();
    for _ in 0..3 {
        let mut desk = acting(home.path());
        desk.under([7; 16]);
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
        desk.under([1; 16]);
        let done =
            desk.act_all(vec![add("Mira Solberg"), add("Tom Reyes"), add("Ida Brandt")], noon()).unwrap();
        assert_eq!(done.iter().map(|done| done.entry).collect::<Vec<_>>(), [1, 2, 3]);
        assert!(done[1..].iter().all(|done| done.events.len() == 1));
        drop(desk);
        let mut desk = acting(home.path());
        desk.under([2; 16]);
        let done = desk.undo(2, None, noon()).unwrap();
        assert!(matches!(done.events[..], [Event::Undone { entry: 2 }]));
        drop(desk);
        let mut desk = acting(home.path());
        desk.under([3; 16]);
        desk.forget(1, None, noon()).unwrap();
        assert_eq!(seen(&mut desk).len(), 5);
    }
}
