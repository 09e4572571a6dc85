//! Rule W1: one page a week.

use playbook::{
    channel,
    moment::{Day, Id},
    notebook::Command,
    privacy::Shareable,
    refusal::Refusal,
    side::Side,
    trade::{asks, loans},
    week::{self, Consequence, Line},
};

use crate::given::{Story, day, given, id, private, screen};

/// Something to do for a peer by a day.
fn kindness(with: &str, by: &str) -> impl Fn(&Story) -> Command {
    let (with, by) = (with.to_owned(), day(by));
    move |story| {
        let what = private("the name of the security reviewer");
        Command::Channel(channel::Command::Find { peer: story.peer(&with), what, by: Some(by) })
    }
}

fn lend(with: &str, until: &str) -> impl Fn(&Story) -> Command {
    let (with, until) = (with.to_owned(), day(until));
    move |story| {
        Command::Loans(loans::Command::Lend {
            peer: story.peer(&with),
            lender: Side::Me,
            what: private("one reviewer"),
            from: None,
            until: Some(until),
        })
    }
}

fn later(line: &str, until: Option<Day>) -> Command {
    Command::Week(week::Command::Later { line: line.to_owned(), screen: screen(), until, forums: Vec::new() })
}

fn not_this(line: &str) -> Command {
    Command::Week(week::Command::NotThis {
        line: line.to_owned(),
        screen: screen(),
        because: private("she found one"),
        forums: Vec::new(),
    })
}

/// The page without what the notebook does not know yet.
fn lines(story: &Story) -> Vec<Line> {
    let gap = |line: &Line| line.consequence == Consequence::Gap;
    story.week().lines.into_iter().filter(|line| !gap(line)).collect()
}

fn sentences(story: &Story) -> Vec<String> {
    lines(story).into_iter().map(|line| line.sentence).collect()
}

#[test]
fn w1_a_line_says_what_to_do_for_whom_and_by_when() {
    let story = given(["Mira Solberg"]).on("2026-03-02").done(kindness("mira", "2026-03-06"));
    let [line] = lines(&story).try_into().unwrap();
    assert_eq!(
        line.sentence,
        "Do this for Mira Solberg, by Friday 2026-03-06: the name of the security reviewer."
    );
    assert_eq!(line.reason, "You meant to.");
    assert_eq!(line.evidence, ["Noted on 2026-03-02, entry 2."]);
    assert_eq!(line.command, "sideways kindness done 2");
    assert!(line.is_act && line.is_new && !line.asks_to_drop);
}

#[test]
fn w1_what_is_done_leaves_the_page() {
    let story = given(["Mira Solberg"]).on("2026-03-02").done(kindness("mira", "2026-03-06"));
    let on = story.today;
    let done = |_: &Story| Command::Channel(channel::Command::Do { kindness: Id::of(2), on });
    assert_eq!(sentences(&story.done(done)), Vec::<String>::new());
}

#[test]
fn w1_a_peer_has_one_line_and_the_weightiest_thing_about_them_says_where_it_stands() {
    let story = given(["Mira Solberg", "Tom Reyes"])
        .on("2026-03-02")
        .done(kindness("tom", "2026-03-03"))
        .done(kindness("mira", "2026-03-04"))
        .done(lend("mira", "2026-03-05"));
    let [mira, tom] = lines(&story).try_into().unwrap();
    assert_eq!(mira.sentence, "Ask Mira Solberg for one reviewer back: the loan ends Thursday 2026-03-05.");
    assert_eq!(
        mira.also,
        ["Do this for Mira Solberg, by Wednesday 2026-03-04: the name of the security reviewer."]
    );
    assert_eq!(tom.peer.as_deref(), Some("Tom Reyes"));
    assert_eq!(tom.also, Vec::<String>::new());
}

#[test]
fn w1_merged_peers_have_one_line_and_a_successor_takes_over() {
    use playbook::map::peers::Command::{Merge, Succeed};
    let story = given(["Mira Solberg", "M. Solberg", "Tom Reyes"])
        .on("2026-03-02")
        .done(kindness("mira solberg", "2026-03-03"))
        .done(kindness("m. solberg", "2026-03-04"))
        .done(|story| {
            Command::Peers(Merge { peer: story.peer("m. solberg"), into: story.peer("mira solberg") })
        });
    assert_eq!(lines(&story).len(), 1);
    let on = day("2026-03-05");
    let story = story
        .done(|story| Command::Peers(Succeed { peer: story.peer("mira"), by: story.peer("tom"), on }))
        .on("2026-03-05");
    assert_eq!(lines(&story)[0].peer.as_deref(), Some("Tom Reyes"));
}

const NINE: [&str; 9] = ["Ada", "Bo", "Cleo", "Dan", "Eve", "Finn", "Gus", "Hana", "Ida"];

#[test]
fn w1_at_most_seven_lines_and_three_acts_and_the_rest_is_said_to_be_there() {
    let story = NINE
        .into_iter()
        .fold(given(NINE).on("2026-03-02"), |story, name| story.done(kindness(name, "2026-03-05")));
    let page = story.week();
    assert_eq!((page.lines.len(), page.more), (7, 3), "nine kindnesses, and no plan was read");
    let acts: Vec<bool> = page.lines.iter().map(|line| line.is_act).collect();
    assert_eq!(acts, [true, true, true, false, false, false, false]);
}

#[test]
fn w1_what_came_up_since_last_week_is_marked() {
    let story = given(["Mira Solberg"]).on("2026-03-02").done(kindness("mira", "2026-03-20"));
    assert_eq!(lines(&story), [], "it is not due yet");
    let is_new = |story: &Story| lines(story)[0].is_new;
    let story = story.on("2026-03-13");
    assert!(is_new(&story));
    let story = story.on("2026-03-20");
    assert!(!is_new(&story), "it stood on the page a week ago");
    assert!(is_new(&story.on("2026-03-21")), "from now on it says that its day is past");
}

#[test]
fn w1_what_stood_three_weeks_asks_once_whether_to_drop_it() {
    let story = given(["Mira Solberg"]).on("2026-03-02").done(kindness("mira", "2026-03-09"));
    let asks: Vec<i64> = (0..60).filter(|days| lines(&at(&story, *days))[0].asks_to_drop).collect();
    assert_eq!(asks, (21..28).collect::<Vec<_>>());
}

/// The same notebook so many days later.
fn at(story: &Story, days: i64) -> Story {
    story.again().after(days)
}

#[test]
fn w1_later_puts_a_line_off_for_a_week_or_until_a_day() {
    let story = given(["Mira Solberg"]).on("2026-03-02").done(kindness("mira", "2026-03-04"));
    let story = story
        .when(|_| later("1", None))
        .then(&["The line on kindness 2 was put off until 2026-03-09."])
        .on("2026-03-08");
    assert_eq!(sentences(&story), Vec::<String>::new());
    let story = story.on("2026-03-09");
    let [line] = lines(&story).try_into().unwrap();
    assert!(line.is_new, "it was not on the page last week");
    assert_eq!(line.since, day("2026-03-02"));
    let story = story.done(|_| later("kindness:2", Some(day("2026-05-01"))));
    assert_eq!(lines(&at(&story, 52)), []);
    assert_eq!(lines(&at(&story, 53)).len(), 1);
    assert!(!lines(&at(&story, 60))[0].asks_to_drop, "three weeks count from the day on which it came back");
}

#[test]
fn w1_a_line_cannot_be_put_off_to_a_day_that_is_past() {
    let story = given(["Mira Solberg"]).on("2026-03-02").done(kindness("mira", "2026-03-04"));
    let refusal = Refusal::NotLater { until: day("2026-03-02"), today: day("2026-03-02") };
    story.when(|_| later("1", Some(day("2026-03-02")))).refused(refusal);
}

#[test]
fn w1_a_line_that_is_not_there_is_refused_and_those_there_are_named() {
    let story = given(["Mira Solberg"]).on("2026-03-02").done(kindness("mira", "2026-03-04"));
    for words in ["0", "9", "-1", "kindness:7", ""] {
        let lines = vec!["kindness:2".to_owned(), "gap:no-plan".to_owned()];
        let refusal = Refusal::NoSuchLine { words: words.to_owned(), lines };
        story.again().when(|_| not_this(words)).refused(refusal);
    }
}

#[test]
fn w1_what_was_struck_comes_back_only_when_it_arises_anew() {
    let talked = |story: Story| story.talked("mira");
    let story = given(["Mira Solberg"]).on("2026-01-05").kept(&[("Mira Solberg", 0.25, &[])]);
    let story = talked(talked(talked(story).on("2026-02-02")).on("2026-03-02")).on("2026-05-04");
    assert_eq!(
        sentences(&story),
        ["Talk with Mira Solberg this week: it has been overdue since 2026-04-13."]
    );
    let story = story
        .when(|_| not_this("1"))
        .then(&["The line on the channel with Mira Solberg was struck, because “she found one”."]);
    assert_eq!(lines(&at(&story, 0)), []);
    assert_eq!(lines(&at(&story, 200)), [], "it is the same silence");
    let story = talked(story.on("2026-06-01"));
    assert_eq!(
        sentences(&at(&story, 42)),
        ["Talk with Mira Solberg this week: it has been overdue since 2026-07-13."]
    );
}

#[test]
fn w1_a_yes_that_was_struck_comes_back_when_its_day_moves() {
    let story = given(["Mira Solberg"]).on("2026-03-02").kept(&[("Mira Solberg", 0.25, &["2026-03-20"])]);
    let story = story.talked("mira").on("2026-03-03");
    let name = lines(&story)[0].name.clone();
    assert!(name.starts_with("yes:"), "{name}");
    let story = story.done(|_| not_this(&name));
    assert!(lines(&story).iter().all(|line| line.name != name));
    let story = story.on("2026-03-16").talked("mira").kept(&[("Mira Solberg", 0.25, &["2026-05-20"])]);
    assert!(lines(&story).iter().all(|line| line.name != name), "it is not near yet");
    assert!(lines(&story.on("2026-04-13").talked("mira")).iter().any(|line| line.name == name));
}

/// Mira asks, and is answered by a day or not at all.
fn asked(by: &str) -> Story {
    let by = day(by);
    given(["Mira Solberg"]).on("2026-03-02").done(|story| {
        let what = Shareable::new("review our RFC".to_owned());
        let (id, on) = (id(0), story.today);
        let ask = asks::Ask { id, peer: id, what, on, needed_by: None, lead: None, notes: None };
        Command::Asks(asks::Command::Hear { peer: story.peer("mira"), ask, decide_by: Some(by) })
    })
}

#[test]
fn t8_an_ask_past_its_day_can_be_neither_put_off_nor_struck() {
    let story = || asked("2026-03-06").on("2026-03-09");
    let first = || Refusal::AnswerFirst { ask: id(2) };
    story().when(|_| later("1", None)).refused(first());
    story().when(|_| not_this("ask:2")).refused(first());
    assert_eq!(first().hint(), "sideways answer 2 --draft shows both texts");
}

#[test]
fn t8_what_was_put_off_or_struck_before_its_day_stands_again_once_it_is_past() {
    let put_off = asked("2026-03-06").done(|_| later("ask:2", Some(day("2026-06-01"))));
    let struck = asked("2026-03-06").done(|_| not_this("ask:2"));
    for story in [put_off, struck] {
        assert_eq!(lines(&at(&story, 4)), []);
        let page = lines(&at(&story, 5));
        assert_eq!((page[0].name.as_str(), page[0].consequence), ("ask:2", Consequence::AnswerLate));
        assert!(page[0].is_new);
        assert!(!lines(&at(&story, 12))[0].is_new);
    }
}

#[test]
fn w1_undone_entries_leave_no_trace() {
    let story = given(["Mira Solberg"]).on("2026-03-02").done(kindness("mira", "2026-03-04"));
    let struck = story.again().done(|_| not_this("1"));
    assert_eq!(struck.undone(3).week(), story.week());
}

#[test]
fn w1_a_calm_week_says_so_and_when_the_next_thing_comes() {
    let story = given(["Mira Solberg"]).on("2026-03-02").kept(&[("Mira Solberg", 0.25, &[])]).talked("mira");
    let page = story.week();
    assert_eq!(page.lines, []);
    assert_eq!(page.calm.unwrap(), "Nothing to do this week. Next: a talk with Mira Solberg, 2026-03-30.");
    let story = given(["Mira Solberg"]).on("2026-03-02").kept(&[("Mira Solberg", 0.25, &[])]).talked("mira");
    let story = story.done(kindness("mira", "2026-03-04")).done(|_| later("1", None));
    assert_eq!(
        story.on("2026-03-05").week().calm.unwrap(),
        "Nothing to do this week. What you put off comes back Monday 2026-03-09."
    );
}

#[test]
fn w1_an_empty_notebook_says_what_it_does_not_know() {
    let page = given([]).week();
    let [line] = page.lines.try_into().unwrap();
    assert_eq!(line.command, "sideways read . --me \"YOUR NAME\"");
    assert_eq!(page.ahead, []);
}

#[test]
fn w1_four_weeks_ahead_each_thing_with_its_day() {
    let story = given(["Mira Solberg"])
        .on("2026-03-02")
        .kept(&[("Mira Solberg", 0.25, &["2026-03-20", "2026-04-30"])])
        .talked("mira")
        .done(lend("mira", "2026-03-06"))
        .done(kindness("mira", "2026-03-11"));
    let ahead: Vec<String> =
        story.week().ahead.into_iter().map(|ahead| format!("{}: {}", ahead.day, ahead.sentence)).collect();
    assert_eq!(
        ahead,
        [
            "2026-03-06: one reviewer comes back from Mira Solberg",
            "2026-03-11: for Mira Solberg: the name of the security reviewer",
            "2026-03-16: a talk with Mira Solberg",
            "2026-03-20: the yes of Mira Solberg to “Checkout v2”",
        ]
    );
}

/// What lies ahead, without talks.
fn ahead(story: &Story) -> Vec<String> {
    let ahead = story.week().ahead.into_iter().filter(|ahead| ahead.what != week::What::Talk);
    ahead.map(|ahead| format!("{}: {}", ahead.day, ahead.sentence)).collect()
}

#[test]
fn w1_what_is_put_off_or_struck_does_not_stand_ahead_either() {
    let story = given(["Mira Solberg", "Tom Reyes", "Jo Ng"])
        .on("2026-03-02")
        .kept(&[("Mira Solberg", 0.25, &["2026-03-20"])])
        .talked("mira")
        .done(lend("tom", "2026-03-06"))
        .done(kindness("jo", "2026-03-08"));
    let loan = "2026-03-06: one reviewer comes back from Tom Reyes";
    let kind = "2026-03-08: for Jo Ng: the name of the security reviewer";
    let yes = "2026-03-20: the yes of Mira Solberg to “Checkout v2”";
    assert_eq!(ahead(&story), [loan, kind, yes]);
    let name = |peer: &str| {
        let line = lines(&story).into_iter().find(|line| line.peer.as_deref() == Some(peer));
        line.unwrap().name
    };
    let (of_mira, of_tom) = (name("Mira Solberg"), name("Tom Reyes"));
    assert_eq!(ahead(&story.again().done(|_| not_this(&of_mira))), [loan, kind]);
    let story = story.done(|_| later(&of_mira, None)).done(|_| later(&of_tom, Some(day("2026-03-04"))));
    assert_eq!(ahead(&story), [kind]);
    assert_eq!(ahead(&at(&story, 2)), [loan, kind]);
    assert_eq!(ahead(&at(&story, 7)), [yes], "what was put off is back, and the others are past");
}

#[test]
fn w1_equal_things_stand_in_the_order_in_which_they_were_entered() {
    let names = ["Ada", "Bo", "Cleo", "Dan", "Eve", "Finn", "Gus"];
    let story = names
        .into_iter()
        .fold(given(names).on("2026-03-02"), |story, name| story.done(kindness(name, "2026-03-05")));
    let order: Vec<String> = lines(&story).into_iter().map(|line| line.name).collect();
    assert_eq!(order, (8..=14).map(|entry| format!("kindness:{entry}")).collect::<Vec<_>>());
}

#[test]
fn c1_a_first_talk_whose_day_has_passed_says_since_when_it_is_due() {
    let story = given(["Mira Solberg"]).on("2026-03-02").kept(&[("Mira Solberg", 0.25, &[])]);
    let due = "Arrange a first talk with Mira Solberg by ";
    let first = |days| sentences(&at(&story, days)).remove(0);
    assert!(first(0).starts_with(due), "{}", first(0));
    let day = story.week().ahead.remove(0).day;
    let days = story.today.until(day);
    assert_eq!(first(days), format!("{due}today."));
    assert_eq!(
        first(days + 1),
        format!("Arrange a first talk with Mira Solberg this week: it has been due since {day}.")
    );
}

#[test]
fn w1_b3_six_weeks_before_a_yes_its_last_talk_is_named() {
    let story = given(["Mira Solberg"]).on("2026-03-02").kept(&[("Mira Solberg", 0.25, &["2026-05-01"])]);
    let story = story.talked("mira");
    assert_eq!(sentences(&story.again().on("2026-03-19")), Vec::<String>::new());
    let story = story.on("2026-03-20");
    let [line] = lines(&story).try_into().unwrap();
    assert_eq!(
        line.sentence,
        "Keep 2026-04-17 free for Mira Solberg: the last talk before their yes to “Checkout v2” is needed 2026-05-01."
    );
    assert!(!line.is_act, "nothing is to be done yet");
    assert_eq!(
        line.evidence,
        [
            "Date: “Checkout v2”, 2026-05-01 (plan.md:3).",
            "Last talk on 2026-03-02; too early to say how warm the channel is."
        ]
    );
}

#[test]
fn w1_the_last_talk_before_a_yes_is_an_act_in_its_week() {
    let story = given(["Mira Solberg"]).on("2026-03-02").kept(&[("Mira Solberg", 0.25, &["2026-05-01"])]);
    let story = ["2026-03-16", "2026-03-30", "2026-04-13"]
        .into_iter()
        .fold(story.talked("mira"), |story, on| story.on(on).talked("mira"));
    let story = story.on("2026-04-21");
    let [line] = lines(&story).try_into().unwrap();
    assert_eq!(
        line.sentence,
        "Talk with Mira Solberg Monday 2026-04-27: it is the last talk before their yes to “Checkout v2” is needed \
         Friday 2026-05-01."
    );
    assert!(line.is_act && line.is_new);
    assert_eq!(line.command, "sideways talk prepare \"Mira Solberg\"");
    let story = story.on("2026-04-27").talked("mira").on("2026-04-28");
    assert_eq!(
        sentences(&story),
        [
            "Get the yes of Mira Solberg to “Checkout v2” by Friday 2026-05-01: the last talk before it was on 2026-04-27."
        ]
    );
    let [line] = lines(&story.on("2026-05-04")).try_into().unwrap();
    assert_eq!(
        line.sentence,
        "Settle with Mira Solberg what becomes of “Checkout v2”: their yes was needed on 2026-05-01."
    );
    assert_eq!(line.command, "sideways crossing given \"Checkout v2\" \"Mira Solberg\"");
}

#[test]
fn w1_where_a_peer_owes_one_item_several_yeses_the_command_names_the_one_that_is_due() {
    let story = given(["Mira Solberg"]).on("2026-03-02");
    let yes = |theirs: &str, due: &str| playbook::map::peers::Yes {
        kind: "date".into(),
        item: "Replan engine".into(),
        home: "Replan engine".into(),
        due: Some(day(due)),
        place: "plan.csv:26".into(),
        theirs: Some(theirs.into()),
    };
    let pick = playbook::map::peers::Pick {
        peer: Id::of(0),
        share: 0.3,
        teams: vec!["Data".into()],
        yeses: vec![yes("Broker cluster", "2026-03-09"), yes("Travel time feed", "2026-03-25")],
        name: None,
    };
    let kept = playbook::map::peers::Kept { as_of: story.today, picks: vec![pick], plan: None, map: None };
    let names = vec!["Mira Solberg".to_owned()];
    let keep = playbook::map::peers::Command::Keep { kept, names };
    let story = story.done(|_| Command::Peers(keep)).on("2026-03-10");
    let line = lines(&story).remove(0);
    assert_eq!(line.command, "sideways crossing given \"Replan engine\" \"Broker cluster\"");
    assert!(
        line.evidence[0].starts_with("Date: “Replan engine”, 2026-03-09"),
        "said once: {:?}",
        line.evidence
    );
}

#[test]
fn w1_b1_a_guarded_peers_yes_says_why_they_are_guarded() {
    let story = given(["Mira Solberg"]).on("2026-03-02").kept(&[("Mira Solberg", 0.25, &["2026-04-01"])]);
    let guard = |story: &Story| {
        let because = private("went to our boss first");
        Command::Peers(playbook::map::peers::Command::Guard { peer: story.peer("mira"), because })
    };
    let line = lines(&story.done(guard)).remove(0);
    assert!(
        line.evidence
            .contains(&"Mira Solberg has been guarded since 2026-03-02, because “went to our boss first”: no trades, no news and no joint \
 documents are proposed.".to_owned())
    );
}

#[test]
fn t8_an_ask_past_its_day_is_not_cut_off_by_whatever_else_is_due() {
    let story = NINE
        .into_iter()
        .fold(given(NINE).on("2026-03-02"), |story, name| story.done(lend(name, "2026-03-25")));
    let ask = asks::Ask {
        id: id(0),
        peer: id(0),
        what: Shareable::new("a slot in your release".to_owned()),
        on: day("2026-03-02"),
        needed_by: Some(day("2026-03-18")),
        lead: Some(1),
        notes: None,
    };
    let story = story
        .done(|story| Command::Asks(asks::Command::Hear { peer: story.peer("ida"), ask, decide_by: None }));
    let page = story.on("2026-03-20").week();
    assert_eq!(
        page.lines[0].sentence,
        "Answer Ida, yes or no: a slot in your release. The day for it was 2026-03-17."
    );
    assert_eq!(page.lines[0].also, ["Ask Ida for one reviewer back: the loan ends Wednesday 2026-03-25."]);
    assert_eq!(page.lines.len(), 7);
}
