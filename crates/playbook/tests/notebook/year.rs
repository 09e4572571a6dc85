//! The playbook's year as a story: a leader keeps a map, talks for twelve weeks, and reads the page every Monday.
//!
//! Booking's leader depends on four peers. Dana's talks turn into status meetings, Sam is not talked to, Tom is pleasant and
//! sits near, Priya waits for an answer, and the own team waits for a decision. The page says each at the right week, and
//! falls silent when it is mended.

use playbook::{bounds, channel::Talk, moment::Id, notebook::Command, privacy::Shareable, trade::asks};

use crate::given::{Story, day, given, private};

/// A Monday: the page as it is read.
fn monday(story: Story, on: &str, sentences: &[&str]) -> Story {
    let story = story.on(on);
    let page = story.week();
    let said: Vec<String> =
        page.lines.iter().map(|line| format!("{}{}", mark(line), line.sentence)).collect();
    assert_eq!(said, sentences, "on {on}");
    story
}

fn mark(line: &playbook::week::Line) -> &'static str {
    match (line.is_new, line.asks_to_drop) {
        (true, _) => "new: ",
        (_, true) => "drop? ",
        _ => "",
    }
}

/// A talk that was theirs.
fn talked(story: Story, on: &str, with: &str) -> Story {
    story.on(on).talked(with)
}

fn talked_so(story: Story, on: &str, with: &str, change: impl FnOnce(&mut Talk)) -> Story {
    story.on(on).talked_so(with, change)
}

/// A talk that became a status meeting.
fn status(story: Story, on: &str) -> Story {
    talked_so(story, on, "dana", |talk| {
        talk.was_status = true;
        talk.pressure = Some(private("the audit in May"));
    })
}

fn priya_asks(story: &Story) -> Command {
    let ask = asks::Ask {
        id: Id::of(0),
        peer: Id::of(0),
        what: Shareable::new("two of your people for the schema registry".to_owned()),
        on: story.today,
        needed_by: Some(day("2027-02-19")),
        lead: Some(10),
        notes: None,
    };
    let decide_by = Some(day("2027-02-05"));
    Command::Asks(asks::Command::Hear { peer: story.peer("priya"), ask, decide_by })
}

fn answer_no(story: &Story) -> Command {
    let ask = story.notebook.asks.open().next().unwrap().ask.id;
    Command::Asks(asks::Command::Answer { ask, answer: asks::Answer::No, on: story.today, remark: None })
}

fn team_waits(story: &Story) -> Command {
    let what = private("who is on call over Easter");
    Command::Team(bounds::Command::Wait { what, since: story.today })
}

fn team_hears(story: &Story) -> Command {
    let wait = story.notebook.team.waiting().next().unwrap().id;
    Command::Team(bounds::Command::Decide { wait, on: story.today })
}

/// January: the map is kept, and everybody is talked to. Tom, who sits near, comes by with a coffee every week.
fn january() -> Story {
    let story = given(["Tom Brandt"]).on("2027-01-04").kept(&[
        ("Dana Ortiz", 0.38, &["2027-04-09"]),
        ("Sam Lee", 0.24, &[]),
        ("Priya Nair", 0.18, &[]),
        ("Nessa Quill", 0.08, &[]),
    ]);
    let story = monday(
        story,
        "2027-01-04",
        &[
            "new: Arrange a first talk with Dana Ortiz by Monday 2027-01-11.",
            "new: Arrange a first talk with Sam Lee by Monday 2027-01-11.",
            "new: Arrange a first talk with Priya Nair by Monday 2027-01-11.",
            "new: Arrange a first talk with Nessa Quill by Monday 2027-01-11.",
        ],
    );
    let first =
        [("01-05", "dana"), ("01-06", "sam"), ("01-06", "priya"), ("01-07", "tom"), ("01-07", "nessa")];
    let story = first.into_iter().fold(story, |story, (on, with)| talked(story, &format!("2027-{on}"), with));
    let story = calm(story, "2027-01-11", "a talk with Dana Ortiz, Tuesday 2027-01-19");
    let story = talked(story, "2027-01-14", "tom");
    let story = calm(story, "2027-01-18", "a talk with Dana Ortiz, tomorrow");
    let story = talked(story, "2027-01-19", "dana");
    let story = story.on("2027-01-20").done(priya_asks);
    let story = talked(story, "2027-01-21", "tom");
    let story = calm(story, "2027-01-25", "a talk with Dana Ortiz, Tuesday 2027-02-02").done(team_waits);
    talked(story, "2027-01-28", "tom")
}

/// A Monday on which the page says that nothing is to do, and what comes next.
fn calm(story: Story, on: &str, next: &str) -> Story {
    let story = monday(story, on, &[]);
    assert_eq!(story.week().calm.unwrap(), format!("Nothing to do this week. Next: {next}."));
    story
}

/// February: Priya's answer is due on Friday. The Friday passes, Tom's coffees are seen, and Priya still waits.
fn february() -> Story {
    let story = monday(
        january(),
        "2027-02-01",
        &[
            "new: Decide by Friday 2027-02-05 on the ask of Priya Nair: two of your people for the schema registry.",
        ],
    );
    let story = status(story, "2027-02-02");
    let story = talked(story, "2027-02-03", "priya");
    let story = talked(story, "2027-02-04", "nessa");
    let late = "Answer Priya Nair, yes or no: two of your people for the schema registry. The day for it was 2027-02-05.";
    let tom = "Spend less time with Tom Brandt from today on.";
    let story = monday(story, "2027-02-08", &[&format!("new: {late}"), &format!("new: {tom}")]);
    monday(story, "2027-02-15", &[late, tom])
}

#[test]
fn t8_b2_an_ask_past_its_day_stays_until_it_is_answered_and_then_the_own_team_comes_first() {
    let story = february();
    let page = story.week();
    assert_eq!(page.lines[0].command, "sideways answer 10 --draft");
    let drafts = story.notebook.drafts(Id::of(10), story.today).unwrap();
    assert!(drafts.no.as_str().contains("schema registry"), "a plain no is ready");

    // The second status meeting in a row, and Priya is answered at last; meanwhile the own team waits since January.
    let story = status(story, "2027-02-16");
    let story = story.on("2027-02-17").done(answer_no);
    let lines = [
        "new: Decide for your own team: who is on call over Easter. They have waited since 2027-01-25.",
        "new: Give the agenda back to Dana Ortiz: the channel has been cooling since 2027-02-16.",
        "new: Talk with Sam Lee this week: it has been overdue since 2027-02-17.",
        "Spend less time with Tom Brandt from today on.",
    ];
    let story = monday(story, "2027-02-22", &lines);
    assert_eq!(
        story.week().lines[0].evidence,
        ["Waiting since 2027-01-25, entry 12.", "An ask of a peer was answered on 2027-02-17."]
    );
    monday(story.done(team_hears), "2027-02-22", &lines[1..]);
}

/// March: six weeks before Dana's yes her channel cools, and Sam, on whom a quarter of the need hangs, was not talked to.
#[test]
fn w1_c5_m4_a_channel_that_drifts_and_a_starved_dependency_are_said_until_they_are_mended() {
    let story = status(february(), "2027-02-16").on("2027-02-17").done(answer_no);
    let story = story.on("2027-02-23").done(team_hears);
    let dana = |stage: &str| {
        format!(
            "Give the agenda back to Dana Ortiz: the channel is {stage}, their yes to “Checkout v2” is needed 2027-04-09, \
             and the last talk before it is 2027-03-30."
        )
    };
    let sam = "Talk with Sam Lee this week: it has been overdue since 2027-02-17.";
    let tom = "Spend less time with Tom Brandt from today on.";
    let story =
        monday(story, "2027-03-01", &[&format!("new: {}", dana("cooling")), sam, &format!("drop? {tom}")]);

    // A third status meeting: it drifts. Sam gets less than half of what is due.
    let story = status(story, "2027-03-02");
    let story = talked(story, "2027-03-03", "priya");
    let story = talked(story, "2027-03-04", "nessa");
    let story = monday(story, "2027-03-08", &[&format!("new: {}", dana("drifting")), sam, tom]);
    let page = story.week();
    assert!(
        page.lines[0]
            .reason
            .ends_with("Send your status in writing, and open the next talk with: what limits you most?")
    );
    assert!(page.lines[1].evidence.iter().any(|fact| fact.starts_with("Sam Lee is starved:")), "{page:?}");

    // Sam is talked to, then Dana: each falls silent, and the page says so once.
    let story = talked(story, "2027-03-09", "sam");
    let story = monday(story, "2027-03-15", &[&dana("drifting"), tom]);
    assert_eq!(
        story.week().mended.unwrap(),
        "Mended since last week: the channel to Sam Lee, by the talk on 2027-03-09."
    );
    let story = talked(story, "2027-03-16", "dana");
    let story = monday(
        story,
        "2027-03-22",
        &[
            "Keep Tuesday 2027-03-30 free for Dana Ortiz: the last talk before their yes to “Checkout v2” is needed 2027-04-09.",
        ],
    );
    assert_eq!(
        story.week().mended.unwrap(),
        "Mended since last week: the channel to Dana Ortiz, by the talk on 2027-03-16."
    );

    // The week of the last talk, the talk, and the yes. Tom's coffees of January have long stopped weighing.
    let story = monday(
        story,
        "2027-03-29",
        &[
            "new: Talk with Dana Ortiz tomorrow: it is the last talk before their yes to “Checkout v2” is needed Friday 2027-04-09.",
        ],
    );
    assert_eq!(story.week().mended, None);
}
