//! The sample: Northlight Ferries, made up for this project. Its plan as it is written; and eight weeks there, with the plan
//! moved to these weeks, and what a leader would have noted by now.

use desk::{
    clock::{self, Moment},
    open::Desk,
    places::Places,
};
use jiff::{
    ToSpan,
    civil::{Date, Weekday, date},
};
use playbook::{
    channel::{self, Talk},
    defend,
    map::{
        Leader, Rules,
        peers::{self, Known},
    },
    moment::{Day, Id},
    notebook::Command,
    privacy::{Private, Shareable},
    ratify::{self, Answer, Touch},
    side::Side,
    trade::{
        asks::{self, Ask},
        loans,
    },
};
use sources::read::{Sources, handed_over};

use crate::{
    drawn::{
        Unwatched, Wanted,
        choices::Choices,
        draw,
        kept::{Plan, keep_in},
    },
    planned::located::{Located, TypedProfile},
    stop::Stop,
};

/// The example: its files come with the program.
pub const FILES: [(&str, &str); 2] = [
    ("examples/northlight/plan.md", include_str!("../../../examples/northlight/plan.md")),
    ("examples/northlight/people.toml", include_str!("../../../examples/northlight/people.toml")),
];

/// The first day of the plan as it is written.
pub const WRITTEN: Date = date(2027, 1, 4);

/// Days that have passed since the story began, and since the plan was read.
const DAYS: i64 = 56;
const PLANNED: i64 = 35;

/// Makes the sample's notebook.
///
/// # Errors
/// If it can't be written.
pub fn make(places: Places) -> Result<(), Stop> {
    let now = clock::now();
    let mut desk = desk::sample::make(places, now)?;
    let first = monday(now.today.0).saturating_sub(DAYS.days());
    weeks(&mut desk, &Story { first, now })
}

fn monday(day: Date) -> Date {
    day.saturating_sub(i64::from(day.weekday().since(Weekday::Monday)).days())
}

/// Whose plan it is.
pub fn leader() -> Leader {
    Leader { name: Some("Mira Solberg".into()), teams: vec!["Booking".into()] }
}

/// When it plays.
struct Story {
    first: Date,
    now: Moment,
}

impl Story {
    /// So many days after its first one; never after now.
    fn on(&self, days: i64) -> Moment {
        let today = self.first.saturating_add(days.days());
        let back = self.now.today.0.since(today).map_or(0, |span| i64::from(span.get_days()));
        if back <= 0 {
            return self.now;
        }
        let at = self.now.at.checked_sub((back * 24).hours()).unwrap_or(self.now.at);
        Moment { at, today: Day(today) }
    }

    fn day(&self, days: i64) -> Day {
        Day(self.first.saturating_add(days.days()))
    }
}

/// A text with every day in it moved.
fn moved(text: &str, days: i64) -> String {
    let (mut out, mut rest) = (String::with_capacity(text.len()), text);
    while let Some(at) = rest.find("20") {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        match rest.get(..10).and_then(|words| words.parse::<Date>().ok()) {
            Some(day) => {
                out.push_str(&day.saturating_add(days.days()).to_string());
                rest = &rest[10..];
            }
            None => {
                out.push_str(&rest[..2]);
                rest = &rest[2..];
            }
        }
    }
    out + rest
}

/// The plan is read and its map kept on a Monday.
fn plan(desk: &mut Desk, story: &Story) -> Result<(), Stop> {
    let begins = story.day(PLANNED).0;
    let days = begins.since(WRITTEN).map_or(0, |span| i64::from(span.get_days()));
    let file = |(name, body): &(&str, &str)| {
        handed_over(name, name.ends_with(".toml"), moved(body, days).into_bytes())
    };
    let files: Vec<_> = FILES.iter().map(file).collect();
    let mut reading = Sources { handed: &files, keeps: true, ..Sources::default() }.read()?;
    let leader = leader();
    let located = Located {
        me: leader.name.clone(),
        team: leader.teams.clone(),
        dropped: files.iter().map(|file| file.name.clone()).collect(),
        ..Located::default()
    };
    let rules = Rules::default();
    let wanted = Wanted { trials: Some(1_000), ..Wanted::usual(&leader, begins, &rules) };
    let originals = reading.originals.take().unwrap_or_default();
    let drawn = draw(reading, None, &wanted, None, &Unwatched)?;
    let choices = Choices::none();
    let plan = Plan { located: &located, profile: TypedProfile::default(), originals, choices: &choices };
    keep_in(desk, story.on(PLANNED), &drawn, plan)?;
    Ok(())
}

fn private(words: &str) -> Option<Private<String>> {
    Some(words).filter(|words| !words.is_empty()).map(|words| Private::new(words.to_owned()))
}

/// What somebody's world was said to be: what limits them, what their boss presses, what burns.
type World = [&'static str; 3];

/// What a talk honestly was.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Was {
    Theirs,
    Status,
    WithAnAsk,
}

fn talk(who: Known, on: Day, [constraint, pressure, fire]: World, notes: &str, was: Was) -> Command {
    let talk = Talk {
        peer: who.id(),
        on,
        minutes: Some(30),
        constraint: private(constraint),
        pressure: private(pressure),
        fire: private(fire),
        notes: private(notes),
        was_status: was == Was::Status,
        had_ask: was == Was::WithAnAsk,
        in_conflict: false,
        from_calendar: false,
    };
    Command::Channel(channel::Command::Record { peer: who, talk, kindnesses: Vec::new() })
}

fn kindness(peer: Known, what: &str, by: Day) -> Command {
    Command::Channel(channel::Command::Find { peer, what: Private::new(what.to_owned()), by: Some(by) })
}

fn value(peer: Known, what: &str, was_heard: bool, on: Day) -> Command {
    Command::Channel(channel::Command::Value { peer, what: Private::new(what.to_owned()), was_heard, on })
}

fn ask(what: &str, on: Day, needed: Day) -> Ask {
    Ask {
        id: Id::of(0),
        peer: Id::of(0),
        what: Shareable::new(what.to_owned()),
        on,
        needed_by: Some(needed),
        lead: None,
        notes: None,
    }
}

/// What was noted, day by day; the plan comes between.
fn weeks(desk: &mut Desk, story: &Story) -> Result<(), Stop> {
    for name in ["Dana Ortiz", "Tom Reyes", "Joost Verhaak"] {
        let add = peers::Command::Add { name: name.to_owned(), aliases: Vec::new() };
        desk.act(Command::Peers(add), None, story.on(0))?;
    }
    let find = |name: &str| Ok::<Known, Stop>(desk.notes().peers.find(name)?);
    let all = [find("Dana")?, find("Tom")?, find("Joost")?];
    for (days, command) in before(all, story) {
        desk.act(command, None, story.on(days))?;
    }
    plan(desk, story)?;
    let mut since: Vec<(i64, Command)> = after(all, story).into_iter().chain(absent(all, story)).collect();
    since.sort_by_key(|(days, _)| *days);
    for (days, command) in since {
        desk.act(command, None, story.on(days))?;
    }
    Ok(())
}

/// Before the plan was read.
fn before([dana, tom, joost]: [Known; 3], story: &Story) -> [(i64, Command); 9] {
    let day = |days| story.day(days);
    [
        (
            1,
            talk(
                dana,
                day(1),
                ["two of her people are out until spring", "cost per payment", ""],
                "She would rather hear early than in the steering round.",
                Was::Theirs,
            ),
        ),
        (
            3,
            talk(
                joost,
                day(3),
                ["one on-call rota for everything", "", "the release train stands twice a day"],
                "",
                Was::Status,
            ),
        ),
        (
            8,
            talk(
                tom,
                day(8),
                ["", "fewer calls to the help desk", ""],
                "Wants to show the merged accounts to Edvard himself.",
                Was::Theirs,
            ),
        ),
        (8, value(tom, "a mention to his boss when sign-in works", false, day(8))),
        (15, talk(dana, day(15), ["", "", "the auditor moved the date forward"], "", Was::Theirs)),
        (15, value(dana, "no surprise in the steering round", true, day(15))),
        (17, talk(joost, day(17), ["", "log storage at half the price", ""], "", Was::Status)),
        (22, talk(tom, day(22), ["", "", "two kinds of account until spring"], "", Was::WithAnAsk)),
        (31, talk(joost, day(31), ["", "", ""], "Went through the list of the release train.", Was::Status)),
    ]
}

/// Since then.
fn after([dana, tom, joost]: [Known; 3], story: &Story) -> [(i64, Command); 7] {
    let day = |days| story.day(days);
    [
        (36, talk(tom, day(36), ["", "the call centre's figures", ""], "", Was::Theirs)),
        (38, kindness(joost, "our load figures of last summer", day(59))),
        (45, talk(dana, day(45), ["the vault has one person who knows it", "", ""], "", Was::Theirs)),
        (45, kindness(dana, "an intro to the auditor who did our hall", day(57))),
        (
            46,
            Command::Asks(asks::Command::Make {
                peer: joost,
                ask: ask("a staging host before the rehearsal", day(46), day(77)),
            }),
        ),
        (
            50,
            Command::Loans(loans::Command::Lend {
                peer: dana,
                lender: Side::Me,
                what: Private::new("Lena, two days a week".into()),
                from: Some(day(50)),
                until: Some(day(63)),
            }),
        ),
        (
            53,
            Command::Asks(asks::Command::Hear {
                peer: dana,
                ask: ask("a review of the vault's cut-over plan", day(53), day(74)),
                decide_by: None,
            }),
        ),
    ]
}

/// What was kept of whoever was absent, and of a change that spans teams.
fn absent([dana, tom, _]: [Known; 3], story: &Story) -> [(i64, Command); 4] {
    let day = |days| story.day(days);
    let shared = |words: &str| Shareable::new(words.to_owned());
    [
        (
            40,
            Command::Defend(defend::Command::Contribute {
                peer: dana,
                team: None,
                what: shared("the load tests of the card step, two nights of them"),
                toward: Some(shared("Card payment step")),
                on: day(39),
                source: private("their test report of that week"),
            }),
        ),
        (
            43,
            Command::Defend(defend::Command::Defend {
                peer: dana,
                forum: Private::new("the steering round".into()),
                said: Private::new(
                    "two of her people are out until spring, and the auditor moved the date".into(),
                ),
                on: day(43),
            }),
        ),
        (
            54,
            Command::Ratify(ratify::Command::Begin {
                what: shared("Sign-in moves to the merged accounts before the season"),
                items: Vec::new(),
                touches: [(dana, "Payments"), (tom, "Identity")]
                    .map(|(peer, team)| Touch { peer: peer.id(), team: Some(shared(team)) })
                    .into(),
                request: Some(shared("your yes before the season opens")),
            }),
        ),
        (
            55,
            Command::Ratify(ratify::Command::Decide {
                initiative: None,
                peer: tom,
                answer: Answer::If(shared("the help desk is trained first")),
                on: day(55),
                remark: None,
            }),
        ),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_of_a_text_move_and_nothing_else_does() {
        assert_eq!(
            moved("by 2027-01-04, 20 of 2027; 2027-02-30", 7),
            "by 2027-01-11, 20 of 2027; 2027-02-30"
        );
        assert_eq!(moved("20€ 2027-01-0", 7), "20€ 2027-01-0");
    }

    #[test]
    fn the_story_begins_on_a_monday() {
        assert_eq!(monday(date(2026, 11, 22)), date(2026, 11, 16));
        assert_eq!(monday(date(2026, 11, 23)), date(2026, 11, 23));
    }
}
