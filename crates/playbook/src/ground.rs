//! What rests on what: what could not have happened without something before it, so that whoever undoes that leaves it without
//! ground.

use crate::{
    escalate,
    moment::Id,
    notebook::Event,
    trade::{goods, loans},
};

/// Whether something could not have happened without what happened before it.
pub fn rests_on(later: &Event, before: &Event) -> bool {
    match (later, before) {
        (Event::Escalate(later), Event::Escalate(before)) => of_a_document(later, before),
        (Event::Goods(later), Event::Goods(before)) => of_a_good(later, before),
        (Event::Loans(later), Event::Goods(before)) => of_a_loan(later, before),
        _ => false,
    }
}

/// What goes up is the text as it was written and marked; what follows rests on that (rules E4 and E7).
fn of_a_document(later: &escalate::Event, before: &escalate::Event) -> bool {
    use escalate::Event::{Decided, Followed, Opened, TakenUp, Took, Wrote};
    match (later, before) {
        (TakenUp { escalation, .. }, Opened(opened)) => *escalation == opened.id,
        (TakenUp { escalation: id, .. }, Wrote { escalation, .. } | Took { escalation, .. })
        | (Decided { escalation: id, .. }, TakenUp { escalation, .. })
        | (Followed { escalation: id, .. }, Decided { escalation, .. }) => id == escalation,
        _ => false,
    }
}

/// What was agreed rests on both sides of it, and what was handed over on what was agreed.
fn of_a_good(later: &goods::Event, before: &goods::Event) -> bool {
    use goods::Event::{Agreed, Given, Held, Named, Offered, Wanted, WrittenUp};
    match (later, before) {
        (Agreed { goods, back, .. }, Offered(note) | Wanted(note)) => is_among(note.id, goods, back),
        (Agreed { goods, back, .. }, Held { good, .. })
        | (Given { good, .. } | WrittenUp { good, .. } | Named { good, .. }, Agreed { goods, back, .. }) => {
            is_among(*good, goods, back)
        }
        (WrittenUp { good: id, .. }, Given { good, .. }) => id == good,
        _ => false,
    }
}

/// Capacity that was agreed on is a loan (rule T4).
fn of_a_loan(later: &loans::Event, before: &goods::Event) -> bool {
    let goods::Event::Agreed { goods, back, .. } = before else { return false };
    match later {
        loans::Event::Extended { loan, .. } | loans::Event::Returned { loan, .. } => {
            is_among(*loan, goods, back)
        }
        loans::Event::Lent(_) => false,
    }
}

fn is_among(id: Id, goods: &[Id], back: &[Id]) -> bool {
    goods.contains(&id) || back.contains(&id)
}
