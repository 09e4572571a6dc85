//! Loans that end, and loans that should be over (rule T4).

use super::{
    ahead::{Ahead, What},
    line::{Consequence, Found, Whom},
    look::{Look, said},
};
use crate::trade::loans::{self, Due};

/// Days before its end from which on a loan is spoken of.
const NEAR: i64 = 7;

pub(super) fn lines(look: &Look<'_>) -> Vec<Found> {
    let notebook = look.notebook;
    let due = loans::due(&notebook.loans, &notebook.peers, look.today, look.screen);
    due.into_iter().map(|due| line(look, due)).collect()
}

fn line(look: &Look<'_>, due: Due) -> Found {
    let (name, what) = (&due.name, said(&due.what));
    let ends =
        if due.is_over { format!("ended on {}", due.until) } else { format!("ends {}", look.day(due.until)) };
    let back = if due.is_lent {
        format!("Ask {name} for {what} back")
    } else {
        format!("Give {what} back to {name}")
    };
    Found {
        name: line_name(&due),
        consequence: Consequence::Loan,
        sentence: format!("{back}: the loan {ends}."),
        reason: "A loan comes back, or both agree anew on a later end.".into(),
        evidence: due.evidence,
        command: due.command,
        wants_act: true,
        stays: false,
        weight: 0,
        due: due.until,
        since: due.until.plus(-NEAR),
        changed: due.since,
        touched: None,
        whom: Whom::Peer(due.peer, due.name),
    }
}

fn line_name(due: &Due) -> String {
    format!("loan:{}", due.loan)
}

pub(super) fn ahead(look: &Look<'_>) -> Vec<Ahead> {
    let day = |due: Due| {
        let (name, what) = (&due.name, said(&due.what));
        let sentence = match due.is_lent {
            true => format!("{what} comes back from {name}"),
            false => format!("{what} goes back to {name}"),
        };
        let line = Some(line_name(&due));
        Ahead { day: due.until, what: What::Loan, sentence, peer: Some(due.name), line }
    };
    let notebook = look.notebook;
    loans::open(&notebook.loans, &notebook.peers, look.today, look.screen).into_iter().map(day).collect()
}
