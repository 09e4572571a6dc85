//! Rule T8: an ask made of the leader has a clock.

use playbook::{
    notebook::Command,
    privacy::Shareable,
    refusal::Refusal,
    side::Side,
    trade::{
        asks::{
            self, Answer, Ask,
            Command::{Acknowledge, Answer as Say, DecideBy, Hear, Make, Offer, Withdraw},
            Stage,
        },
        loans::Command::Lend,
    },
};
use proptest::prelude::*;

use crate::given::{Outcome, Story, day, given, id, private};

fn ask(story: &Story, what: &str, needed_by: Option<&str>, lead: Option<u32>) -> Ask {
    let what = Shareable::new(what.to_owned());
    let needed_by = needed_by.map(day);
    Ask { id: id(0), peer: id(0), what, on: story.today, needed_by, lead, notes: None }
}

fn hear(story: &Story, decide_by: Option<&str>) -> Command {
    let peer = story.peer("mira");
    let ask = ask(story, "two reviewers for June", Some("2026-06-01"), Some(10));
    Command::Asks(Hear { peer, ask, decide_by: decide_by.map(day) })
}

fn decide_by(by: &str, told_on: Option<&str>) -> Command {
    Command::Asks(DecideBy { ask: id(2), decide_by: day(by), told_on: told_on.map(day) })
}

fn answer(story: &Story, answer: Answer) -> Command {
    Command::Asks(Say { ask: id(2), answer, on: story.today, remark: None })
}

/// Mira asked on Monday, the 4th of May, for two reviewers by the 1st of June, with ten working days' lead.
fn asked() -> Story {
    given(["Mira Solberg"]).on("2026-05-04").done(|story| hear(story, None))
}

fn due(story: &Story) -> Vec<asks::Due> {
    asks::due(&story.notebook.asks, &story.notebook.peers, story.today)
}

fn the_one(story: &Story) -> asks::Due {
    let [due] = <[asks::Due; 1]>::try_from(due(story)).unwrap();
    due
}

#[test]
fn t8_an_ask_is_acknowledged_within_two_working_days() {
    let story = asked();
    let first = the_one(&story);
    assert_eq!((first.stage, first.by, first.is_late), (Stage::Acknowledge, Some(day("2026-05-06")), false));
    assert_eq!(first.command, "sideways ask ack 2");
    assert!(!the_one(&story.on("2026-05-06")).is_late);
    assert!(the_one(&asked().on("2026-05-07")).is_late);
    let story =
        asked().on("2026-05-05").done(|story| Command::Asks(Acknowledge { ask: id(2), on: story.today }));
    assert_eq!(the_one(&story).stage, Stage::NameDay);
}

#[test]
fn t8_where_an_ask_stands_is_said_with_its_day_if_it_has_one() {
    assert_eq!(the_one(&asked()).stands(), "Tell them that you heard it by 2026-05-06");
    let late = the_one(&asked().on("2026-05-07"));
    assert_eq!(late.stands(), "They should have heard by 2026-05-06 that you heard it");
    let at = |stage, by: Option<&str>| {
        asks::Due { stage, by: by.map(day), is_late: false, ..the_one(&asked()) }.stands()
    };
    for (stage, by, says) in [
        (Stage::Acknowledge, None, "Tell them that you heard it"),
        (Stage::NameDay, Some("2026-05-18"), "Tell them by when you decide, 2026-05-18 at the latest"),
        (Stage::NameDay, None, "Tell them by when you decide"),
        (Stage::Decide, Some("2026-05-18"), "Decide by 2026-05-18"),
        (Stage::Decide, None, "Decide"),
        (
            Stage::Past,
            Some("2026-05-18"),
            "It was to be decided by 2026-05-18; a plain no and a clear yes are ready",
        ),
        (Stage::Past, None, "A plain no and a clear yes are ready"),
    ] {
        assert_eq!(at(stage, by), says);
    }
}

#[test]
fn t8_a_weekend_is_no_working_day() {
    let story = given(["Mira Solberg"]).on("2026-05-08").done(|story| hear(story, None));
    assert_eq!(the_one(&story).by, Some(day("2026-05-12")));
}

#[test]
fn t8_undecided_needs_a_day_no_later_than_the_need_less_the_lead() {
    let refused = Refusal::DecideByTooLate {
        ask: Some(id(2)),
        decide_by: day("2026-05-19"),
        needed_by: day("2026-06-01"),
        lead: 10,
        lead_is_assumed: false,
        latest: day("2026-05-18"),
        today: day("2026-05-04"),
    };
    assert_eq!(refused.hint(), "sideways ask decide-by 2 2026-05-18");
    asked().when(|_| decide_by("2026-05-19", None)).refused(refused.clone());
    let story = given(["Mira Solberg"]).on("2026-05-04");
    let story = story.when(|story| hear(story, Some("2026-05-19")));
    let found = story.result.as_ref().err().unwrap();
    assert!(matches!(found, Refusal::DecideByTooLate { ask: None, .. }), "{found:?}");
    assert_eq!((found.fact(), found.hint().as_str()), (refused.fact(), "--decide-by 2026-05-18"));
    story.story.when(|story| hear(story, Some("2026-05-18"))).then(&[
        "Mira Solberg asked on 2026-05-04: “two reviewers for June”; needed by 2026-06-01; 10 working days after the answer.",
        "Ask 2 was acknowledged on 2026-05-04.",
        "Ask 2 is to be decided by 2026-05-18.",
    ]);
}

#[test]
fn t8_an_assumed_lead_is_stated_wherever_it_decides() {
    let hear = |story: &Story, by: &str| {
        let ask = ask(story, "review our RFC", Some("2026-05-15"), None);
        Command::Asks(Hear { peer: story.peer("mira"), ask, decide_by: Some(day(by)) })
    };
    let story = given(["Mira Solberg"]).on("2026-05-04");
    let Outcome { story, result } = story.when(|story| hear(story, "2026-05-11"));
    let refusal = result.err().unwrap();
    assert_eq!(
        refusal.fact(),
        "they need it by 2026-05-15 and 5 working days before that (assumed): after 2026-05-08 an answer is of no use"
    );
    assert_eq!(refusal.hint(), "--decide-by 2026-05-08; --lead 1d says what they really need");
    let story = story.done(|story| hear(story, "2026-05-08"));
    assert_eq!(
        the_one(&story).evidence,
        [
            "asked on 2026-05-04, entry 2",
            "acknowledged on 2026-05-04",
            "needed by 2026-05-15, 5 working days after the answer (assumed)",
            "to be decided by 2026-05-08",
        ]
    );
}

#[test]
fn t8_no_clock_runs_out_before_the_ask_was_made() {
    let story = given(["Mira Solberg"]).on("2026-05-04");
    let story = story.done(|story| {
        let peer = story.peer("mira");
        let ask = ask(story, "the logs", Some("2026-05-06"), Some(10));
        assert!(ask.is_short());
        Command::Asks(Hear { peer, ask, decide_by: None })
    });
    let due = the_one(&story);
    assert_eq!((due.stage, due.by), (Stage::Acknowledge, Some(day("2026-05-06"))));
    let Outcome { story, result } = story.when(|_| decide_by("2026-05-04", None));
    assert!(matches!(result, Err(Refusal::DecideByTooLate { .. })), "no day is left to be named");
    let story = story.on("2026-05-05");
    let due = the_one(&story);
    assert_eq!((due.stage, due.by), (Stage::Past, Some(day("2026-05-04"))));
}

#[test]
fn t8_where_no_time_is_left_the_hint_says_answer_now() {
    let story = asked().on("2026-05-20");
    let Outcome { result, .. } = story.when(|_| decide_by("2026-05-25", None));
    let hint = "say yes or no now: sideways answer 2 --draft shows both texts";
    assert_eq!(result.err().unwrap().hint(), hint);
}

#[test]
fn t8_it_bears_one_extension_told_to_them() {
    let story = asked().done(|_| decide_by("2026-05-08", None)).on("2026-05-07");
    let not_told = Refusal::ExtensionNotTold { ask: id(2), decide_by: day("2026-05-08") };
    let Outcome { story, result } = story.when(|_| decide_by("2026-05-12", None));
    assert_eq!(result.err(), Some(not_told));
    let story = story
        .when(|_| decide_by("2026-05-12", Some("2026-05-07")))
        .then(&["Ask 2 is to be decided by 2026-05-12 instead; they were told on 2026-05-07."]);
    let second = Refusal::ExtendedBefore { ask: id(2), decide_by: day("2026-05-12") };
    story.when(|_| decide_by("2026-05-13", Some("2026-05-07"))).refused(second);
}

#[test]
fn t8_an_extension_stays_within_what_is_of_use_and_is_told_before_the_day_passes() {
    let promised = || asked().done(|_| decide_by("2026-05-08", None));
    let Outcome { result, .. } = promised().when(|_| decide_by("2026-05-19", Some("2026-05-04")));
    assert!(matches!(result, Err(Refusal::DecideByTooLate { .. })));
    let passed = Refusal::DecideByPassed { ask: id(2), decide_by: day("2026-05-08") };
    promised().on("2026-05-11").when(|_| decide_by("2026-05-12", Some("2026-05-11"))).refused(passed.clone());
    promised().on("2026-05-11").when(|_| decide_by("2026-05-12", None)).refused(passed);
    promised().on("2026-05-11").done(|_| decide_by("2026-05-12", Some("2026-05-08")));
    let ahead = Refusal::NotYet { on: day("2026-05-05"), today: day("2026-05-04") };
    promised().when(|_| decide_by("2026-05-12", Some("2026-05-05"))).refused(ahead);
}

#[test]
fn t8_an_earlier_day_is_no_extension() {
    let story = asked().done(|_| decide_by("2026-05-12", None)).done(|_| decide_by("2026-05-08", None));
    assert_eq!(the_one(&story).by, Some(day("2026-05-08")));
    let past = Refusal::DecideByInThePast {
        ask: Some(id(2)),
        decide_by: day("2026-05-01"),
        today: day("2026-05-04"),
    };
    story.when(|_| decide_by("2026-05-01", None)).refused(past);
}

#[test]
fn t8_past_its_day_both_texts_are_offered_until_one_is_used() {
    let story = asked().done(|_| decide_by("2026-05-08", None));
    assert!(the_one(&story).drafts.is_none());
    let story = story.on("2026-05-08");
    assert_eq!(the_one(&story).stage, Stage::Decide);
    let story = story.on("2026-05-09");
    let past = the_one(&story);
    assert_eq!((past.stage, past.since, past.is_late), (Stage::Past, day("2026-05-09"), true));
    assert_eq!(past.command, "sideways answer 2 --draft");
    let drafts = past.drafts.unwrap();
    assert_eq!(
        drafts.no.as_str(),
        "On 4 May 2026 you asked me: “two reviewers for June”\n\
         I said that you would hear from me by 8 May 2026, and I am late.\n\n\
         My answer is no: I can't do this. I would rather say so plainly than leave you waiting."
    );
    let story = story.after(30);
    assert!(the_one(&story).drafts.is_some());
    let story =
        story.when(|story| answer(story, Answer::No)).then(&["Ask 2 was answered with no on 2026-06-08."]);
    assert!(due(&story).is_empty());
}

#[test]
fn t8_without_a_day_the_clock_runs_out_when_an_answer_is_of_no_use_any_more() {
    let story = asked().done(|story| Command::Asks(Acknowledge { ask: id(2), on: story.today }));
    let open = the_one(&story);
    assert_eq!((open.stage, open.by, open.is_late), (Stage::NameDay, Some(day("2026-05-18")), false));
    assert_eq!(open.command, "sideways ask decide-by 2 2026-05-18");
    let story = story.on("2026-05-07");
    assert!(the_one(&story).is_late);
    let story = story.on("2026-05-19");
    assert_eq!(the_one(&story).stage, Stage::Past);
    assert!(!the_one(&story).drafts.unwrap().no.as_str().contains("late"));
}

#[test]
fn t8_an_ask_of_which_no_need_is_known_still_wants_a_day() {
    let story = given(["Mira Solberg"]).on("2026-05-04").done(|story| {
        let ask = ask(story, "review our RFC", None, None);
        Command::Asks(Hear { peer: story.peer("mira"), ask, decide_by: None })
    });
    let story =
        story.done(|story| Command::Asks(Acknowledge { ask: id(2), on: story.today })).on("2026-05-07");
    let open = the_one(&story);
    assert_eq!((open.stage, open.by, open.is_late), (Stage::NameDay, None, true));
    assert_eq!(open.command, "sideways ask decide-by 2 fri");
}

#[test]
fn t8_texts_read_well_for_any_words() {
    let texts = |what: &str, alternative: Option<&str>| {
        let story = given(["Mira Solberg"]).on("2026-05-04").done(|story| {
            let ask = ask(story, what, Some("2026-06-01"), None);
            Command::Asks(Hear { peer: story.peer("mira"), ask, decide_by: None })
        });
        let offer =
            |words: &str| Command::Asks(Offer { ask: id(2), alternative: Shareable::new(words.to_owned()) });
        let story = match alternative {
            Some(words) => story.done(|_| offer(words)),
            None => story,
        };
        let drafts = story.notebook.drafts(id(2), story.today).unwrap();
        (drafts.no.as_str().to_owned(), drafts.yes.as_str().to_owned())
    };
    let (no, yes) = texts("Could you take the on-call in May?", Some("the second week of it"));
    assert_eq!(
        no,
        "On 4 May 2026 you asked me: “Could you take the on-call in May?”\n\n\
         My answer is no: I can't do this. What I can do instead: the second week of it."
    );
    assert_eq!(
        yes,
        "On 4 May 2026 you asked me: “Could you take the on-call in May?”\n\n\
         My answer is yes. You can count on it, by 1 June 2026."
    );
    let (no, _) = texts("  review our RFC\n before Friday ", Some("I can name somebody who knows it!"));
    assert!(no.contains("“review our RFC before Friday”"));
    assert!(no.ends_with("instead: I can name somebody who knows it!"));
}

#[test]
fn t8_a_yes_promises_no_day_that_has_passed() {
    let yes = |on: &str| {
        let story = asked().on(on);
        story.notebook.drafts(id(2), story.today).unwrap().yes.as_str().to_owned()
    };
    assert!(yes("2026-06-01").ends_with("You can count on it, by 1 June 2026."));
    assert!(yes("2026-06-02").ends_with("You can count on it."));
}

#[test]
fn t8_a_no_and_what_can_be_done_instead_are_one_entry() {
    let instead = Shareable::new("one reviewer from 10 June on".to_owned());
    let decline =
        Command::Asks(asks::Command::Decline { ask: id(2), instead, on: day("2026-05-04"), remark: None });
    let story = asked().when(|_| decline).then(&[
        "What I can do instead of ask 2: one reviewer from 10 June on.",
        "Ask 2 was answered with no on 2026-05-04.",
    ]);
    assert!(due(&story).is_empty());
    assert_eq!(the_one(&story.undone(3)).ask, id(2));
}

#[test]
fn t8_asks_of_mine_wait_for_their_answer_and_have_no_clock_of_mine() {
    let story = given(["Mira Solberg"]).on("2026-05-04").done(|story| {
        let ask = ask(story, "a test account", Some("2026-05-08"), None);
        Command::Asks(Make { peer: story.peer("mira"), ask })
    });
    assert!(due(&story).is_empty());
    let open = |story: &Story| asks::unanswered(&story.notebook.asks, &story.notebook.peers, story.today);
    assert!(!open(&story)[0].is_past);
    let story = story.on("2026-05-11");
    assert!(open(&story)[0].is_past);
    let mine = || Refusal::AskIsMine { ask: id(2) };
    let hint = "sideways answer 2 no keeps a no of theirs, sideways answer 2 yes a yes";
    assert_eq!(mine().hint(), hint, "a no is not answered with a yes");
    let Outcome { story, result } = story.when(|_| decide_by("2026-05-12", None));
    assert_eq!(result.err(), Some(mine()));
    assert_eq!(story.notebook.drafts(id(2), story.today).err(), Some(mine()));
    let story = story.done(|story| answer(story, Answer::Yes));
    assert!(open(&story).is_empty());
    assert!(story.notebook.asks.answered().is_empty());
}

#[test]
fn what_makes_no_sense_is_refused() {
    let story = || given(["Mira Solberg"]).on("2026-05-04");
    let make = |change: fn(&mut Ask)| {
        let outcome = story().when(|story| {
            let mut ask = ask(story, "a test account", None, None);
            change(&mut ask);
            Command::Asks(Make { peer: story.peer("mira"), ask })
        });
        outcome.result.err().unwrap()
    };
    assert_eq!(make(|ask| ask.what = Shareable::new(" \n".into())), Refusal::NothingAsked);
    assert_eq!(make(|ask| ask.lead = Some(261)), Refusal::LeadTooLong { lead: 261 });
    let before = Refusal::BeforeAsked { on: day("2026-05-01"), asked: day("2026-05-04") };
    assert_eq!(make(|ask| ask.needed_by = Some(day("2026-05-01"))), before);
    let ahead = Refusal::NotYet { on: day("2026-05-05"), today: day("2026-05-04") };
    assert_eq!(make(|ask| ask.on = day("2026-05-05")), ahead);
    let on = day("2026-05-01");
    asked().when(|_| Command::Asks(Acknowledge { ask: id(2), on })).refused(before.clone());
    asked().when(|_| Command::Asks(Withdraw { ask: id(2), on })).refused(before);
}

#[test]
fn an_ask_passes_to_whoever_follows() {
    let story = given(["Mira Solberg", "Tom Reyes"]).on("2026-05-04").done(|story| hear(story, None));
    let story = story.done(|story| {
        let (peer, by) = (story.peer("mira"), story.peer("tom"));
        Command::Peers(playbook::map::peers::Command::Succeed { peer, by, on: day("2026-05-06") })
    });
    assert_eq!(the_one(&story).name, "Mira Solberg");
    assert_eq!(the_one(&story.on("2026-05-06")).name, "Tom Reyes");
}

#[test]
fn t8_a_text_for_whoever_follows_says_that_their_predecessor_asked() {
    let story =
        given(["Mira Solberg", "Tom Reyes"]).on("2026-05-04").done(|story| hear(story, Some("2026-05-08")));
    let story = story.done(|story| {
        let (peer, by) = (story.peer("mira"), story.peer("tom"));
        Command::Peers(playbook::map::peers::Command::Succeed { peer, by, on: day("2026-05-06") })
    });
    let no = |story: &Story| story.notebook.drafts(id(3), story.today).unwrap().no.as_str().to_owned();
    assert!(no(&story).starts_with("On 4 May 2026 you asked me: “"), "{}", no(&story));
    let story = story.on("2026-05-11");
    assert!(
        no(&story).starts_with("On 4 May 2026 your predecessor asked me: “")
            && no(&story).contains("\nI said that they would hear from me by 8 May 2026, and I am late."),
        "{}",
        no(&story)
    );
    assert_eq!(the_one(&story).drafts.unwrap().no.as_str(), no(&story));
}

#[test]
fn t8_the_text_of_an_answer_says_what_stands_in_its_line_before_what_was_kept() {
    let instead = Shareable::new("one reviewer".to_owned());
    let story =
        asked().done(|_| Command::Asks(Offer { ask: id(2), alternative: Shareable::new("a guide".into()) }));
    let no = |instead| story.notebook.reply(id(2), Answer::No, instead, story.today).unwrap();
    assert!(no(None).as_str().ends_with("What I can do instead: a guide."));
    assert!(no(Some(&instead)).as_str().ends_with("What I can do instead: one reviewer."));
    let yes = story.notebook.reply(id(2), Answer::Yes, None, story.today).unwrap();
    assert_eq!(yes, story.notebook.drafts(id(2), story.today).unwrap().yes);
    let mine = given(["Mira Solberg"]).done(|story| {
        Command::Asks(Make { peer: story.peer("mira"), ask: ask(story, "a test account", None, None) })
    });
    assert_eq!(mine.notebook.reply(id(2), Answer::Yes, None, mine.today), None);
}

#[test]
fn t8_an_ask_kept_in_a_zone_ahead_is_acknowledged_and_answered_on_the_day_before_elsewhere() {
    let there = || asked().on("2026-05-03");
    let on = day("2026-05-03");
    there()
        .when(|_| Command::Asks(Acknowledge { ask: id(2), on }))
        .then(&["Ask 2 was acknowledged on 2026-05-03."]);
    there().when(|story| answer(story, Answer::Yes)).then(&["Ask 2 was answered with yes on 2026-05-03."]);
    let before = Refusal::BeforeAsked { on: day("2026-05-02"), asked: day("2026-05-04") };
    there().when(|_| Command::Asks(Acknowledge { ask: id(2), on: day("2026-05-02") })).refused(before);
}

fn ask_mira(story: Story) -> Story {
    story.after(1).done(|story| {
        let ask = ask(story, "a test account", None, None);
        Command::Asks(Make { peer: story.peer("mira"), ask })
    })
}

fn nudged(story: &Story) -> Vec<String> {
    let nudges = story.notebook.turns.nudges(&story.notebook.peers, story.today);
    nudges.into_iter().map(|nudge| nudge.words).collect()
}

const ROW: &str = "three asks in a row to Mira Solberg, nothing offered between";

#[test]
fn t9_three_asks_in_a_row_and_nothing_offered_are_said_once_as_a_single_thing() {
    let story = ask_mira(ask_mira(given(["Mira Solberg"])));
    assert!(nudged(&story).is_empty());
    let story = ask_mira(story);
    assert_eq!(nudged(&story), [ROW]);
    assert_eq!(nudged(&ask_mira(story)), [ROW]);
}

#[test]
fn t9_a_kindness_a_loan_or_a_yes_between_ends_the_row() {
    let row = || ask_mira(ask_mira(given(["Mira Solberg"])));
    let lent = row().after(1).done(|story| {
        Command::Loans(Lend {
            peer: story.peer("mira"),
            lender: Side::Me,
            what: private("one reviewer"),
            from: None,
            until: Some(story.today),
        })
    });
    assert!(nudged(&ask_mira(lent)).is_empty());
    let kind = row().after(1).done(|story| {
        let peer = story.peer("mira");
        Command::Channel(playbook::channel::Command::Find { peer, what: private("an intro"), by: None })
    });
    let found = kind.last();
    let kind = kind.done(|story| {
        Command::Channel(playbook::channel::Command::Do { kindness: id(found), on: story.today })
    });
    assert!(nudged(&ask_mira(kind)).is_empty());
    let heard = row().after(1).done(|story| {
        let ask = ask(story, "review our RFC", None, None);
        Command::Asks(Hear { peer: story.peer("mira"), ask, decide_by: None })
    });
    let theirs = heard.last();
    let say = |story: Story, answer| {
        story.done(|story| Command::Asks(Say { ask: id(theirs), answer, on: story.today, remark: None }))
    };
    assert!(nudged(&ask_mira(say(heard, Answer::Yes))).is_empty());
}

#[test]
fn t9_something_offered_after_the_row_ends_the_nudge_before_it_is_done() {
    let row = ask_mira(ask_mira(ask_mira(given(["Mira Solberg"]))));
    assert_eq!(nudged(&row), [ROW]);
    let offered = row.after(1).done(|story| {
        let peer = story.peer("mira");
        Command::Channel(playbook::channel::Command::Find { peer, what: private("an intro"), by: None })
    });
    assert!(nudged(&offered).is_empty());
    let row = ask_mira(ask_mira(ask_mira(offered)));
    assert_eq!(nudged(&row), [ROW], "three more asks are a row of their own");
}

#[test]
fn t9_a_row_that_is_spread_over_a_year_is_none() {
    let story = ask_mira(ask_mira(given(["Mira Solberg"])));
    let story = ask_mira(story.after(90));
    assert!(nudged(&story).is_empty());
}

proptest! {
    #[test]
    fn t8_no_day_that_is_accepted_lies_behind_the_need_less_the_lead(
        need in 0_i64..90, lead in proptest::option::of(0_u32..30), by in -10_i64..90,
    ) {
        let story = given(["Mira Solberg"]).on("2026-05-04");
        let wanted = story.today.plus(by);
        let needed = story.today.plus(need);
        let Outcome { story, result } = story.when(|story| {
            let ask = Ask { needed_by: Some(needed), ..ask(story, "x", None, lead) };
            Command::Asks(Hear { peer: story.peer("mira"), ask, decide_by: Some(wanted) })
        });
        let latest = needed.minus_working(lead.unwrap_or(asks::USUAL_LEAD));
        prop_assert_eq!(result.is_ok(), wanted <= latest && wanted >= story.today);
    }

    #[test]
    fn a_working_day_more_is_undone_by_one_less(days in 0_u32..2000, start in 0_i64..20) {
        let start = day("2026-05-04").plus(start);
        let later = start.plus_working(days);
        prop_assert!(days == 0 || later.is_working());
        if start.is_working() {
            prop_assert_eq!(later.minus_working(days), start);
        }
    }
}

#[test]
fn no_number_of_working_days_takes_long() {
    let _ = day("2026-05-04").plus_working(u32::MAX).minus_working(u32::MAX);
}
