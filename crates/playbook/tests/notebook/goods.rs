//! The five goods by hand: rules T1, T2, T4, T5, T7, T9 and B1.

use playbook::{
    channel,
    map::peers,
    moment::Id,
    notebook::{Command, Event},
    privacy::Shareable,
    refusal::Refusal,
    side::Side,
    trade::{
        asks,
        goods::{
            self,
            Command::{Agree, Drop, Give, Judge, Name, Note, Thank},
            Draft, Judged, Kind, Listed, Range, Stage, listed,
        },
        loans, nudge,
    },
};
use proptest::prelude::*;

use crate::given::{Outcome, Story, day, given, id, private, screen};

pub fn sequencing(by: Option<u32>) -> Draft {
    Draft::Sequencing { item: private("Export API"), by, dates: None }
}

pub fn capacity(from: Option<&str>, until: Option<&str>) -> Draft {
    Draft::Capacity { what: private("two reviewers"), from: from.map(day), until: until.map(day) }
}

pub fn risk(write_up: Option<&str>) -> Draft {
    Draft::Risk { migration: private("first on the new pipeline"), write_up: write_up.map(private) }
}

pub fn credit(review: Option<&str>, reader: Option<&str>) -> Draft {
    Draft::Credit {
        contribution: private("the load tests"),
        review: review.map(private),
        reader: reader.map(private),
    }
}

pub fn news(free_from: Option<&str>) -> Draft {
    Draft::News { what: private("web joins platform"), free_from: free_from.map(day) }
}

fn whole_credit() -> Draft {
    credit(Some("the quarterly review"), Some("Ana"))
}

/// One of the two leaders notes a good.
pub fn note(story: &Story, with: &str, giver: Side, draft: Draft) -> Command {
    Command::Goods(Note { peer: story.peer(with), giver, draft, waits: false })
}

fn offer(with: &str, draft: Draft) -> impl FnOnce(&Story) -> Command {
    move |story| note(story, with, Side::Me, draft)
}

fn want(with: &str, draft: Draft) -> impl FnOnce(&Story) -> Command {
    move |story| note(story, with, Side::Them, draft)
}

fn hold(with: &str, draft: Draft) -> impl FnOnce(&Story) -> Command {
    move |story| Command::Goods(Note { peer: story.peer(with), giver: Side::Me, draft, waits: true })
}

pub fn agree(goods: &[u32], back: &[u32]) -> impl FnOnce(&Story) -> Command {
    let ids = |all: &[u32]| all.iter().map(|entry| id(*entry)).collect::<Vec<Id>>();
    let (goods, back) = (ids(goods), ids(back));
    |story| Command::Goods(Agree { goods, back, on: story.today })
}

pub fn give(good: u32) -> impl FnOnce(&Story) -> Command {
    move |story| Command::Goods(Give { good: id(good), on: story.today, write_up: None })
}

fn write_up(good: u32) -> impl FnOnce(&Story) -> Command {
    move |story| {
        let write_up = Some(private("wiki: first on the pipeline"));
        Command::Goods(Give { good: id(good), on: story.today, write_up })
    }
}

fn name(good: u32) -> impl FnOnce(&Story) -> Command {
    let at = private("quarterly review, read by Ana");
    move |story| Command::Goods(Name { good: id(good), at, on: story.today })
}

fn thank(good: u32) -> impl FnOnce(&Story) -> Command {
    move |story| Command::Goods(Thank { good: id(good), on: story.today })
}

fn drop(good: u32) -> impl FnOnce(&Story) -> Command {
    move |story| Command::Goods(Drop { good: id(good), because: private("moved"), on: story.today })
}

fn returned(loan: u32) -> impl FnOnce(&Story) -> Command {
    move |story| Command::Loans(loans::Command::Return { loan: id(loan), on: story.today })
}

fn guard(who: &str) -> impl FnOnce(&Story) -> Command {
    move |story| {
        let because = private("he quoted me");
        Command::Peers(peers::Command::Guard { peer: story.peer(who), because })
    }
}

/// Mira and Tom, on the fourth of May.
fn two() -> Story {
    given(["Mira Solberg", "Tom Reyes"]).on("2026-05-04")
}

fn open(story: &Story) -> Vec<Listed> {
    let notes = &story.notebook;
    listed(&notes.goods, &notes.loans, &notes.peers, story.today, &screen())
}

fn sentences(story: &Story) -> Vec<String> {
    open(story).into_iter().map(|one| one.sentence).collect()
}

/// Lines of the week that are about goods.
fn week(story: &Story) -> Vec<String> {
    let lines = story.week().lines.into_iter();
    lines.filter(|line| line.name.starts_with("good:")).map(|line| line.sentence).collect()
}

fn reminded(story: &Story, who: &str) -> Option<String> {
    let notes = &story.notebook;
    nudge::not_thanked(&notes.goods, &notes.peers, story.peer(who), story.today, &screen())
        .map(|nudge| nudge.words)
}

#[test]
fn t1_each_good_is_noted_with_its_own_facts() {
    let story = two()
        .when(offer("tom", sequencing(Some(10))))
        .then(&["Offer 3 to Tom Reyes: sequencing, Export API, 10 working days earlier."])
        .when(offer("mira", capacity(Some("2026-06-01"), Some("2026-06-30"))))
        .then(&["Offer 4 to Mira Solberg: capacity, two reviewers, 2026-06-01 to 2026-06-30."])
        .when(want("tom", risk(Some("what broke"))))
        .then(&["Want 5 from Tom Reyes: risk, first on the new pipeline, with a write-up: what broke."])
        .when(offer("mira", whole_credit()))
        .then(&[
            "Offer 6 to Mira Solberg: credit, the load tests, named in the quarterly review, read by Ana.",
        ])
        .when(offer("mira", news(Some("2026-05-04"))))
        .then(&["Offer 7 to Mira Solberg: news, web joins platform, free from 2026-05-04."]);
    let kinds: Vec<Kind> = open(&story).into_iter().map(|one| one.good).collect();
    assert_eq!(kinds, Kind::ALL);
}

#[test]
fn t1_a_good_without_its_facts_is_refused() {
    two().when(offer("tom", sequencing(None))).refused(Refusal::SequencingWithoutLength);
    two().when(offer("tom", sequencing(Some(0)))).refused(Refusal::SequencingWithoutLength);
    two().when(offer("tom", sequencing(Some(261)))).refused(Refusal::SequencingTooFar { by: 261 });
    for draft in [credit(None, Some("Ana")), credit(Some("the quarterly review"), None)] {
        two().when(offer("tom", draft)).refused(Refusal::CreditWithoutReview);
    }
    two().when(offer("tom", news(None))).refused(Refusal::NewsWithoutDay);
}

#[test]
fn t1_a_trade_goes_both_ways_over_two_or_more_leaders() {
    let story = two().done(offer("mira", sequencing(Some(5)))).done(want("tom", risk(Some("what broke"))));
    let story = story.when(agree(&[3], &[4])).then(&["Agreed on 2026-05-04: 3 for 4."]);
    assert_eq!(
        sentences(&story),
        [
            "agreed, to Mira Solberg, for 4: sequencing, Export API, 5 working days earlier",
            "agreed, from Tom Reyes, for 3: risk, first on the new pipeline, with a write-up: what broke",
        ]
    );
    let story = story.done(give(3));
    assert_eq!(open(&story)[0].id, id(4));
    let gift = two().done(offer("mira", sequencing(Some(5)))).when(agree(&[3], &[]));
    let gift = gift.then(&["Agreed on 2026-05-04: 3, as a gift."]);
    assert!(open(&gift)[0].sentence.contains("as a gift"));
}

#[test]
fn t1_what_does_not_go_both_ways_is_no_trade() {
    let story = || {
        two()
            .done(offer("mira", sequencing(Some(5))))
            .done(want("tom", sequencing(Some(5))))
            .done(offer("tom", sequencing(Some(2))))
    };
    story().when(agree(&[], &[])).refused(Refusal::NothingAgreed);
    story().when(agree(&[3, 3], &[])).refused(Refusal::NamedTwice { good: id(3) });
    story().when(agree(&[3], &[3])).refused(Refusal::NamedTwice { good: id(3) });
    story().when(agree(&[3, 4], &[])).refused(Refusal::NotOneWay { good: id(4), beside: id(3) });
    story().when(agree(&[3], &[5])).refused(Refusal::NothingComesBack { goods: vec![id(3), id(5)] });
    assert_eq!(Refusal::NotOneWay { good: id(4), beside: id(3) }.hint(), "sideways agree 3 for 4");
    assert_eq!(
        Refusal::NothingComesBack { goods: vec![id(3), id(5)] }.hint(),
        "sideways agree 3 5 is a gift"
    );
    let none = Refusal::NoSuchGood { id: id(9), open: ["3", "4", "5"].map(str::to_owned).to_vec() };
    story().when(agree(&[3], &[9])).refused(none);
    let once = story().done(agree(&[3, 5], &[4]));
    once.when(agree(&[3], &[])).refused(Refusal::AgreedBefore { good: id(3) });
}

#[test]
fn t1_what_was_not_agreed_is_not_given_and_nothing_is_given_ahead() {
    let story = || two().done(offer("mira", sequencing(Some(5))));
    story().when(give(3)).refused(Refusal::NotAgreed { good: id(3) });
    let agreed = || story().done(agree(&[3], &[]));
    let early = day("2026-05-03");
    let before = Refusal::BeforeAgreed { on: early, agreed: day("2026-05-04") };
    agreed().when(|_| Command::Goods(Give { good: id(3), on: early, write_up: None })).refused(before);
    let ahead = Refusal::NotYet { on: day("2026-05-05"), today: day("2026-05-04") };
    agreed()
        .when(|_| Command::Goods(Give { good: id(3), on: day("2026-05-05"), write_up: None }))
        .refused(ahead);
    agreed().when(write_up(3)).refused(Refusal::NoWriteUp { good: id(3) });
    let given = agreed().when(give(3)).then(&["3 was given on 2026-05-04."]);
    assert!(open(&given).is_empty());
}

#[test]
fn t1_what_is_dropped_is_gone_and_its_reason_is_kept() {
    let story = two().done(offer("mira", sequencing(Some(5)))).when(drop(3));
    let story = story.then(&["3 was dropped, because “moved”."]);
    assert!(open(&story).is_empty());
    story.when(drop(3)).refused(Refusal::NoSuchGood { id: id(3), open: Vec::new() });
}

/// What risk, credit or news cost and bring, as somebody judges it.
fn judged() -> Judged {
    let range = |least, most| Some(Range { least, most });
    Judged { cost: range(2, 5), value: range(10, 10) }
}

fn judge(good: u32, judged: Judged) -> impl FnOnce(&Story) -> Command {
    move |_| Command::Goods(Judge { good: id(good), judged })
}

#[test]
fn t2_a_person_judges_risk_credit_and_news_in_working_days_as_a_range() {
    let story = two().done(offer("tom", risk(Some("what broke")))).when(judge(3, judged()));
    let story = story.then(&["3 costs 2 to 5 working days, brings 10 working days, as I judge it."]);
    let [one] = open(&story).try_into().unwrap();
    assert_eq!(one.judged.as_deref(), Some("costs 2 to 5 working days, brings 10 working days"));
    let plain = || two().done(offer("tom", sequencing(Some(5))));
    plain().when(judge(3, judged())).refused(Refusal::NotJudged { kind: "sequencing" });
    let wrong = Judged { cost: Some(Range { least: 5, most: 2 }), value: None };
    story.when(judge(3, wrong)).refused(Refusal::NoRange { least: 5, most: 2 });
}

#[test]
fn t2_once_agreed_or_dropped_no_figure_is_kept() {
    let story = || two().done(offer("tom", risk(Some("what broke")))).done(judge(3, judged()));
    for end in [agree(&[3], &[])(&story()), drop(3)(&story())] {
        let Outcome { story, result } = story().when(|_| end);
        for event in result.unwrap() {
            let said = playbook::sentence::sentence(&event, &story.notebook.peers, story.today, &screen());
            assert!(!said.contains("working days"), "{said}");
        }
        assert!(open(&story).iter().all(|one| one.judged.is_none()));
        assert_eq!(story.notebook.goods.spent().collect::<Vec<_>>(), [4], "its entry is to be forgotten");
        let after = story.agreed_again();
        assert_eq!(after.notebook.goods.spent().next(), None);
    }
    let late = story().done(agree(&[3], &[])).when(judge(3, judged()));
    late.refused(Refusal::AgreedBefore { good: id(3) });
}

impl Story {
    /// The desk forgot what was to be forgotten.
    fn agreed_again(mut self) -> Self {
        let spent: Vec<u32> = self.notebook.goods.spent().collect();
        for entry in spent {
            let forgotten =
                playbook::notebook::Entry { on: self.today, events: vec![Event::Forgotten { entry }] };
            self.notebook.evolve(forgotten, 99);
        }
        self
    }
}

#[test]
fn t4_capacity_without_an_end_or_with_one_that_passed_is_refused() {
    two().when(offer("mira", capacity(None, None))).refused(Refusal::LoanWithoutEnd);
    let (from, until) = (day("2026-06-30"), day("2026-06-01"));
    let backwards = Refusal::LoanEndsBeforeItStarts { from, until };
    two().when(offer("mira", capacity(Some("2026-06-30"), Some("2026-06-01")))).refused(backwards);
    let past = Refusal::LoanEndsInThePast { until: day("2026-06-01"), today: day("2026-07-01") };
    let story = two().done(offer("mira", capacity(None, Some("2026-06-01")))).on("2026-07-01");
    story.when(agree(&[3], &[])).refused(past);
}

#[test]
fn t4_capacity_that_was_agreed_is_a_loan_under_its_own_name_and_comes_back_a_week_ahead() {
    let story = two().done(offer("mira", capacity(Some("2026-05-11"), Some("2026-06-30"))));
    let story = story.done(agree(&[3], &[]));
    assert_eq!(sentences(&story), ["lent to Mira Solberg: two reviewers, 2026-05-11 to 2026-06-30"]);
    let lines = |story: &Story| {
        let lines = story.week().lines.into_iter().filter(|line| line.name == "loan:3");
        lines.map(|line| line.sentence).collect::<Vec<_>>()
    };
    assert!(lines(&story).is_empty());
    let story = story.on("2026-05-12").done(give(3));
    assert!(sentences(&story)[0].ends_with("2026-05-12 to 2026-06-30"), "it runs from then");
    story.again().when(drop(3)).refused(Refusal::IsLent { good: id(3) });
    let story = story.on("2026-06-23");
    assert_eq!(lines(&story), ["Ask Mira Solberg for two reviewers back: the loan ends Tuesday 2026-06-30."]);
    let silent = Refusal::LoanExtendedInSilence { loan: id(3), ends: day("2026-06-30") };
    let extend = |agreed| loans::Command::Extend { loan: id(3), until: day("2026-07-10"), agreed };
    story.again().when(|_| Command::Loans(extend(None))).refused(silent);
    let story = story.done(|_| Command::Loans(extend(Some(private("ten days more")))));
    assert!(lines(&story).is_empty());
    let story = story.when(returned(3)).then(&["Loan 3 came back on 2026-06-23."]);
    assert!(open(&story).is_empty());
}

#[test]
fn t4_an_agreement_that_is_undone_lends_nothing_and_the_offer_stands() {
    let story = two().done(offer("mira", capacity(None, Some("2026-06-30")))).done(agree(&[3], &[]));
    let story = story.undone(4);
    assert_eq!(story.notebook.loans.open().next().map(|loan| loan.id), None);
    assert_eq!(open(&story)[0].stage, Stage::Noted);
}

#[test]
fn t5_going_first_without_a_write_up_is_refused() {
    two().when(offer("tom", risk(None))).refused(Refusal::RiskWithoutWriteUp);
}

#[test]
fn t5_going_first_is_not_done_without_its_write_up() {
    let story = two().done(offer("tom", risk(Some("what broke")))).done(want("tom", sequencing(Some(10))));
    let story = story.done(agree(&[3], &[4]));
    assert_eq!(week(&story), ["Go first for Tom Reyes: first on the new pipeline."]);
    let story = story.after(7).when(give(3)).then(&["3 was given on 2026-05-11."]);
    assert_eq!(open(&story)[1].stage, Stage::NotWrittenUp);
    assert_eq!(week(&story), ["Write up for Tom Reyes, first on the new pipeline: what broke."]);
    story.again().when(give(3)).refused(Refusal::NotWrittenUp { good: id(3) });
    let story = story.when(write_up(3));
    let story = story.then(&["3 was written up on 2026-05-11: wiki: first on the pipeline."]);
    assert!(open(&story).iter().all(|one| one.id != id(3)) && week(&story).is_empty());
    let at_once = two().done(offer("tom", risk(Some("what broke")))).done(agree(&[3], &[]));
    assert!(open(&at_once.done(write_up(3))).is_empty());
}

#[test]
fn t6_credit_that_was_agreed_is_on_the_week_page_until_it_is_named() {
    let story = two().done(offer("mira", whole_credit())).done(agree(&[3], &[]));
    assert_eq!(
        week(&story),
        ["Name what Mira Solberg contributed, the load tests, in the quarterly review, read by Ana."]
    );
    story.again().when(give(3)).refused(Refusal::CreditIsNamed { good: id(3) });
    let story = story.after(40);
    assert_eq!(week(&story).len(), 1);
    let story = story.when(name(3));
    let story = story.then(&["3 was named on 2026-06-13: quarterly review, read by Ana."]);
    assert!(week(&story).is_empty() && open(&story).is_empty());
}

#[test]
fn t7_news_is_no_offer_before_its_free_from_day() {
    let early = Refusal::NewsNotFree { free_from: day("2026-06-15") };
    two().when(offer("mira", news(Some("2026-06-15")))).refused(early);
    let waits = Refusal::NewsWaits { good: id(3), free_from: day("2026-06-15") };
    let held = two().when(hold("mira", news(Some("2026-06-15")))).then(&[
        "3 waits until it is free, for Mira Solberg: news, free from 2026-06-15, its words sealed until then.",
    ]);
    held.again().when(agree(&[3], &[])).refused(waits.clone());
    held.again().when(give(3)).refused(waits);
    let free = held.on("2026-06-15").sentences();
    assert!(free.contains("news, web joins platform, free from 2026-06-15."), "{free}");
}

#[test]
fn t7_news_that_waits_is_nowhere_until_its_day_and_then_one_line() {
    let quiet = |story: &Story| serde_json::to_string(&(story.week(), open(story))).unwrap();
    let with = |on| two().done(hold("mira", news(Some("2026-06-15")))).on(on);
    let without = |on| two().on(on);
    for on in ["2026-05-04", "2026-06-08", "2026-06-14"] {
        assert_eq!(quiet(&with(on)), quiet(&without(on)), "{on}");
    }
    let story = with("2026-06-15");
    assert_eq!(week(&story), ["Tell Mira Solberg, or drop it: web joins platform."]);
    assert_eq!(
        sentences(&story),
        ["offered to Mira Solberg: news, web joins platform, free from 2026-06-15"]
    );
    let line = story.week().lines.remove(0);
    assert_eq!((line.since, line.is_new), (day("2026-06-15"), true));
    let told = story.done(agree(&[3], &[])).done(give(3));
    assert!(week(&told).is_empty() && open(&told).is_empty());
    let dropped = with("2026-05-05").done(drop(3)).on("2026-06-15");
    assert!(week(&dropped).is_empty());
}

#[test]
fn b1_a_guarded_peer_gets_no_offers_and_nothing_is_agreed_with_them() {
    let guarded = || Refusal::PeerGuarded { name: "Tom Reyes".into(), since: day("2026-05-04") };
    two().done(guard("tom")).when(offer("tom", sequencing(Some(5)))).refused(guarded());
    two().done(guard("tom")).when(want("tom", sequencing(Some(5)))).refused(guarded());
    let story = || two().done(offer("tom", sequencing(Some(5)))).done(want("mira", sequencing(Some(5))));
    story().done(guard("tom")).when(agree(&[3], &[4])).refused(guarded());
    let agreed = story().done(agree(&[3], &[4])).done(guard("tom"));
    assert!(open(&agreed.done(give(3))).iter().all(|one| one.id != id(3)), "a promise is kept");
    let waiting = two().done(hold("tom", news(Some("2026-06-15")))).done(guard("tom")).on("2026-06-15");
    assert!(week(&waiting).is_empty());
}

#[test]
fn what_was_promised_passes_to_a_successor() {
    let story = two().done(offer("mira", whole_credit())).done(agree(&[3], &[])).done(|story| {
        let (peer, by) = (story.peer("mira"), story.peer("tom"));
        Command::Peers(peers::Command::Succeed { peer, by, on: story.today })
    });
    assert!(week(&story)[0].starts_with("Name what Tom Reyes contributed"));
    assert!(sentences(&story)[0].starts_with("agreed, to Tom Reyes, as a gift"));
    let guarded = Refusal::PeerGuarded { name: "Tom Reyes".into(), since: day("2026-05-04") };
    let story = two().done(offer("mira", sequencing(Some(5)))).done(|story| {
        let (peer, by) = (story.peer("mira"), story.peer("tom"));
        Command::Peers(peers::Command::Succeed { peer, by, on: story.today })
    });
    story.done(guard("tom")).when(agree(&[3], &[])).refused(guarded);
}

/// Tom lent two reviewers, and they went back.
fn borrowed(from: &str, back: &str) -> Story {
    let story = two().on(from).done(want("tom", capacity(None, Some(back)))).done(agree(&[3], &[]));
    story.on(back).done(returned(3))
}

#[test]
fn t9_one_thing_that_was_given_and_not_thanked_for_is_a_word_until_it_is() {
    let words = "two reviewers of Tom Reyes in March 2026: not thanked, not named yet";
    let story = || borrowed("2026-03-02", "2026-03-27");
    assert_eq!(reminded(&story(), "tom").as_deref(), Some(words));
    assert_eq!(reminded(&story(), "mira"), None);
    assert_eq!(reminded(&story().done(thank(3)), "tom"), None);
    let named = story().when(name(3)).then(&["3 was named on 2026-03-27: quarterly review, read by Ana."]);
    assert_eq!(reminded(&named, "tom"), None);
    named.when(thank(3)).refused(Refusal::NoSuchGood { id: id(3), open: Vec::new() });
    assert_eq!(reminded(&story().after(85), "tom"), None, "after twelve weeks nobody is reminded");
    let more = story().done(want("tom", sequencing(Some(5)))).done(agree(&[6], &[])).done(give(6));
    assert_eq!(reminded(&more, "tom").as_deref(), Some(words), "it is one thing, whatever else there is");
}

#[test]
fn t9_nobody_is_thanked_for_what_they_have_not_given() {
    let story = || two().done(want("tom", sequencing(Some(5)))).done(agree(&[3], &[]));
    story().when(thank(3)).refused(Refusal::NotGiven { good: id(3) });
    story().when(name(3)).refused(Refusal::NotGiven { good: id(3) });
    let lent = two().done(want("tom", capacity(None, Some("2026-06-01")))).done(agree(&[3], &[]));
    lent.when(name(3)).refused(Refusal::NotGiven { good: id(3) });
}

#[test]
fn t9_an_offer_ends_a_row_of_asks() {
    let ask = |story: Story| {
        story.after(1).done(|story| {
            let (id, on) = (id(0), story.today);
            let what = Shareable::new("a test account".to_owned());
            let ask = asks::Ask { id, peer: id, what, on, needed_by: None, lead: None, notes: None };
            Command::Asks(asks::Command::Make { peer: story.peer("mira"), ask })
        })
    };
    let nudged = |story: &Story| story.notebook.turns.nudges(&story.notebook.peers, story.today).len();
    assert_eq!(nudged(&ask(ask(ask(two())))), 1);
    assert_eq!(nudged(&ask(ask(ask(two()).done(offer("mira", sequencing(Some(5))))))), 0);
    let held = ask(ask(ask(two()).done(hold("mira", news(Some("2026-06-15"))))));
    assert_eq!(nudged(&held), 1, "what may not be told is no offer");
}

#[test]
fn t9_the_list_runs_by_date_over_all_peers_and_says_no_direction_but_in_words() {
    let story = two()
        .done(offer("mira", sequencing(Some(5))))
        .on("2026-05-05")
        .done(want("tom", sequencing(Some(5))))
        .on("2026-05-06")
        .done(offer("mira", risk(Some("what broke"))));
    let all = open(&story);
    assert!(all.is_sorted_by_key(|one| (one.since, one.id)));
    for one in serde_json::to_value(&all).unwrap().as_array().unwrap() {
        let keys: Vec<&String> = one.as_object().unwrap().keys().collect();
        assert_eq!(keys, ["command", "good", "id", "judged", "sentence", "since", "stage"]);
        assert!(one.as_object().unwrap().values().all(|value| !value.is_number()), "{one}");
    }
}

#[test]
fn what_they_value_is_theirs_to_say_and_stands_beside_an_offer() {
    let story = two().done(|story| {
        let (peer, on) = (story.peer("mira"), story.today);
        let what = private("quiet releases");
        Command::Channel(channel::Command::Value { peer, what, was_heard: true, on })
    });
    let (peers, channels) = (&story.notebook.peers, &story.notebook.channels);
    let values = channel::prepare::values(channels, peers, story.peer("mira"), story.today, &screen());
    assert_eq!((values[0].words.as_str(), values[0].on), ("quiet releases", day("2026-05-04")));
}

/// Which event, of which good, on which day from the fourth of May on, with whom.
type Any = (u8, u32, i64, u32);

fn event((kind, good, days, peer): Any, entry: u32) -> goods::Event {
    let (good, on) = (id(good), day("2026-05-04").plus(days));
    match kind {
        0 => {
            let capacity = goods::Capacity { what: private("x"), from: on, until: on.plus(-3) };
            let good = goods::Good::Capacity(capacity);
            goods::Event::Offered(goods::Note { id: id(entry), peer: id(peer), good, on })
        }
        1 => {
            let news = goods::News { what: private("x"), free_from: on.plus(9) };
            goods::Event::Held { good: id(entry), peer: id(peer), giver: Side::Me, news, on }
        }
        2 => goods::Event::Agreed { goods: vec![good, id(3)], back: vec![good], on },
        3 => goods::Event::Given { good, on },
        4 => goods::Event::WrittenUp { good, at: private("x"), on },
        5 => goods::Event::Named { good, at: private("x"), on },
        _ => goods::Event::Dropped { good, because: private("x"), on },
    }
}

proptest! {
    #[test]
    fn t7_no_order_of_events_shows_news_before_its_day(
        all in proptest::collection::vec((0..7_u8, 3..12_u32, 0..60_i64, 1..3_u32), 0..12),
        later in 0_i64..40,
    ) {
        let mut story = two();
        for (number, any) in (3..).zip(all) {
            let events = vec![Event::Goods(event(any, number))];
            story.notebook.evolve(playbook::notebook::Entry { on: story.today, events }, number);
        }
        let story = story.after(later);
        for one in story.notebook.goods.open(story.today) {
            prop_assert!(one.waits_until().is_none_or(|free| free <= story.today));
        }
        let _ = (story.week(), open(&story));
    }
}
