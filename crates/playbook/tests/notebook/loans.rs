//! Rule T4: a loan has an end.

use playbook::{
    notebook::Command,
    refusal::Refusal,
    side::Side,
    trade::loans::{
        self,
        Command::{Extend, Lend, Return},
    },
};

use crate::given::{Outcome, Story, day, given, id, private, screen};

fn lend(story: &Story, from: Option<&str>, until: Option<&str>) -> Command {
    Command::Loans(Lend {
        peer: story.peer("mira"),
        lender: Side::Me,
        what: private("one reviewer"),
        from: from.map(day),
        until: until.map(day),
    })
}

fn extend(until: &str, agreed: Option<&str>) -> Command {
    Command::Loans(Extend { loan: id(2), until: day(until), agreed: agreed.map(private) })
}

/// One reviewer for Mira until the first of June.
fn lent() -> Story {
    given(["Mira Solberg"]).on("2026-05-04").done(|story| lend(story, None, Some("2026-06-01")))
}

fn due(story: &Story) -> Vec<loans::Due> {
    loans::due(&story.notebook.loans, &story.notebook.peers, story.today, &screen())
}

#[test]
fn t4_a_loan_without_an_end_is_refused() {
    let story = given(["Mira Solberg"]).on("2026-05-04");
    story.when(|story| lend(story, None, None)).refused(Refusal::LoanWithoutEnd);
}

#[test]
fn t4_a_loan_that_ended_before_it_starts_or_before_today_is_refused() {
    let story = || given(["Mira Solberg"]).on("2026-05-04");
    let past = Refusal::LoanEndsBeforeItStarts { from: day("2026-05-04"), until: day("2026-05-01") };
    story().when(|story| lend(story, None, Some("2026-05-01"))).refused(past);
    let over = Refusal::LoanEndsInThePast { until: day("2026-05-01"), today: day("2026-05-04") };
    story().when(|story| lend(story, Some("2026-04-01"), Some("2026-05-01"))).refused(over);
}

#[test]
fn t4_a_loan_is_extended_only_to_a_later_day_and_by_a_new_agreement() {
    let story = lent()
        .when(|_| extend("2026-06-15", Some("two weeks more, for the audit")))
        .then(&["Loan 2 now ends on 2026-06-15 instead of 2026-06-01: two weeks more, for the audit."]);
    let refusal = Refusal::LoanNotExtended { until: day("2026-06-10"), ends: day("2026-06-15") };
    let Outcome { story, result } = story.when(|_| extend("2026-06-10", Some("less")));
    assert_eq!(result.err(), Some(refusal));
    let silent = Refusal::LoanExtendedInSilence { loan: id(2), ends: day("2026-06-15") };
    story.when(|_| extend("2026-06-20", None)).refused(silent);
}

#[test]
fn t4_its_end_comes_back_a_week_ahead() {
    assert!(due(&lent().on("2026-05-24")).is_empty());
    let near = due(&lent().on("2026-05-25")).remove(0);
    assert!(!near.is_over);
    assert_eq!((near.since, near.until), (day("2026-05-25"), day("2026-06-01")));
    assert_eq!(near.evidence, ["lent from 2026-05-04 to 2026-06-01, entry 2"]);
    assert_eq!(near.command, "sideways loan returned 2");
}

#[test]
fn t4_an_end_that_was_passed_stays_until_it_came_back_or_both_agreed_anew() {
    let story = lent().on("2026-06-02");
    let over = due(&story).remove(0);
    assert!(over.is_over);
    assert_eq!(over.since, day("2026-06-02"));
    let story = story.on("2026-08-03");
    assert!(due(&story)[0].is_over);
    let past = Refusal::LoanEndsInThePast { until: day("2026-07-01"), today: day("2026-08-03") };
    let Outcome { story, result } = story.when(|_| extend("2026-07-01", Some("till July")));
    assert_eq!(result.err(), Some(past));
    let again = story.done(|_| extend("2026-08-31", Some("till the audit is done")));
    assert!(due(&again).is_empty());
    let story = lent().on("2026-06-02").done(|story| Command::Loans(Return { loan: id(2), on: story.today }));
    assert!(due(&story).is_empty());
}

#[test]
fn t4_a_loan_comes_back_on_a_day_that_was() {
    let ahead = Refusal::NotYet { on: day("2026-05-05"), today: day("2026-05-04") };
    lent().when(|_| Command::Loans(Return { loan: id(2), on: day("2026-05-05") })).refused(ahead);
}

#[test]
fn t4_a_loan_passes_to_whoever_follows() {
    let story = given(["Mira Solberg", "Tom Reyes"]).on("2026-05-04");
    let story = story.done(|story| lend(story, None, Some("2026-05-08"))).done(|story| {
        let (peer, by) = (story.peer("mira"), story.peer("tom"));
        Command::Peers(playbook::map::peers::Command::Succeed { peer, by, on: story.today })
    });
    assert_eq!(due(&story)[0].name, "Tom Reyes");
}
