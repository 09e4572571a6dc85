//! Rule T4: a loan has an end.

use playbook::{
    channel::Side,
    notebook::Command,
    refusal::Refusal,
    trade::loans::Command::{Extend, Lend},
};

use crate::given::{Story, day, given, private};

fn lend(story: &Story, until: Option<&str>) -> Command {
    Command::Loans(Lend {
        peer: story.peer("mira"),
        lender: Side::Me,
        what: private("one reviewer"),
        from: None,
        until: until.map(day),
    })
}

#[test]
fn t4_a_loan_without_an_end_is_refused() {
    given(["Mira Solberg"]).on("2026-05-04").when(|story| lend(story, None)).refused(Refusal::LoanWithoutEnd);
}

#[test]
fn t4_a_loan_that_ended_before_today_is_refused() {
    let story = given(["Mira Solberg"]).on("2026-05-04");
    let past = Refusal::LoanEndsBeforeItStarts { from: day("2026-05-04"), until: day("2026-05-01") };
    story.when(|story| lend(story, Some("2026-05-01"))).refused(past);
}

#[test]
fn t4_a_loan_is_extended_only_to_a_later_day_and_by_a_new_agreement() {
    let story = given(["Mira Solberg"])
        .on("2026-05-04")
        .when(|story| lend(story, Some("2026-06-01")))
        .then(&["Lent one reviewer to Mira Solberg, 2026-05-04 to 2026-06-01."]);
    let loan = story.notebook.loans.open().next().unwrap().id;
    let extend = |until: &str| {
        Command::Loans(Extend { loan, until: day(until), agreed: private("two weeks more, for the audit") })
    };
    let story = story
        .when(|_| extend("2026-06-15"))
        .then(&[format!("Loan {loan} extended to 2026-06-15: two weeks more, for the audit.").as_str()]);
    let refusal = Refusal::LoanNotExtended { until: day("2026-06-10"), ends: day("2026-06-15") };
    story.when(|_| extend("2026-06-10")).refused(refusal);
}
