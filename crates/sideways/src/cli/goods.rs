//! `sideways offer`, `want`, `agree`, `give`, `return`, `drop` and `credit`: the five goods by hand.

mod agree;
mod end;
mod note;

pub use agree::{Agree, agree};
pub use end::{Credit, Drop, Give, Return, credit, drop, give, return_};
pub use note::{Offer, Want, offer, want};

use desk::{clock::Moment, open::Desk};
use playbook::{
    moment::{Day, Id},
    notebook::Command,
    trade::goods,
};

use super::{
    Stop,
    captured::{self, Captured},
    named, opened,
};
use crate::goods::refused;

/// The name of a good, as it is typed.
fn id(words: &str) -> Result<Id, Stop> {
    named::id(words, "a good", "sideways trade")
}

/// Does what is wanted of a good. Where a guarded peer stands in the way, the reason is said, too (rule B1).
fn act(desk: &mut Desk, command: goods::Command, now: Moment) -> Result<Captured, Stop> {
    let good = command.about();
    match desk.act(Command::Goods(command), None, now) {
        Ok(done) => {
            let mut captured = captured::of(desk, done, now);
            captured.next = good.and_then(|good| next(desk, good, now.today));
            Ok(captured)
        }
        Err(stop) => Err(refused(desk, stop)),
    }
}

/// What can be typed next about a good.
fn next(desk: &Desk, good: Id, today: Day) -> Option<String> {
    let notes = desk.notes();
    let all = goods::listed(&notes.goods, &notes.loans, &notes.peers, today, &opened::screen());
    let listed = all.into_iter().find(|one| one.id == good).map(|one| one.command);
    let thanks = || {
        let is_received = notes.goods.received().any(|got| got.id == good);
        is_received.then(|| format!("sideways credit {good} --thanked"))
    };
    listed.or_else(thanks)
}
