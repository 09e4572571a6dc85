//! Loans that end, and loans that should be over (rule T4).

use super::{
    ahead::{Ahead, What},
    line::{Consequence, Found},
    look::Look,
};
use crate::{channel::Side, trade::loans::Loan};

/// Days before its end in which a loan is spoken of.
const NEAR: i64 = 7;

pub(super) fn lines(look: &Look<'_>) -> Vec<Found> {
    let ending = look.notebook.loans.open().filter(|loan| loan.until <= look.today.plus(NEAR));
    ending.map(|loan| line(look, loan)).collect()
}

fn line(look: &Look<'_>, loan: &Loan) -> Found {
    let (peer, name) = look.bearer(loan.peer);
    let (what, until) = (look.words(&loan.what), look.day(loan.until));
    let is_over = loan.until < look.today;
    let sentence = match (loan.lender, is_over) {
        (Side::Me, false) => format!("Ask {name} for {what} back: the loan ends {until}."),
        (Side::Me, true) => format!("Ask {name} for {what} back: the loan ended on {}.", loan.until),
        (Side::Them, false) => format!("Give {what} back to {name}: the loan ends {until}."),
        (Side::Them, true) => format!("Give {what} back to {name}: the loan ended on {}.", loan.until),
    };
    let since = loan.until.plus(-NEAR).max(loan.from);
    Found {
        name: format!("loan:{}", loan.id),
        consequence: Consequence::Loan,
        sentence,
        reason: "A loan comes back, or both agree anew on a later end.".into(),
        evidence: vec![format!("Agreed from {} to {}, entry {}.", loan.from, loan.until, loan.id)],
        command: format!("sideways loan returned {}", loan.id),
        wants_act: true,
        stays: false,
        weight: 0,
        due: loan.until,
        since,
        changed: if is_over { loan.until.plus(1) } else { since },
        touched: None,
        peer: Some((peer, name)),
    }
}

pub(super) fn ahead(look: &Look<'_>) -> Vec<Ahead> {
    let day = |loan: &Loan| {
        let (_, name) = look.bearer(loan.peer);
        let what = look.words(&loan.what);
        let sentence = match loan.lender {
            Side::Me => format!("{what} comes back from {name}"),
            Side::Them => format!("{what} goes back to {name}"),
        };
        Ahead { day: loan.until, what: What::Loan, sentence, peer: Some(name) }
    };
    look.notebook.loans.open().map(day).collect()
}
