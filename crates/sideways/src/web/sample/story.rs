//! Five weeks at Northlight Ferries: its plan, moved to these weeks, and what a leader would have noted by now.

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
    map::{
        Leader,
        peers::{self, Known},
    },
    moment::{Day, Id},
    notebook::Command,
    privacy::{Private, Shareable},
    side::Side,
    trade::{
        asks::{self, Ask},
        loans,
    },
};
use sources::read::{Sources, handed_over};

use crate::{
    cli::{
        located::{Located, TypedProfile},
        map::{Choices, Chosen, Options, Plan, Wanted, draw, keep_in, rules_of},
        tryout,
    },
    stop::Stop,
};

/// The first day of the plan as it is written.
const WRITTEN: Date = date(2027, 1, 4);

/// Weeks that have passed.
const WEEKS: i64 = 5;

/// Makes the sample's notebook.
///
/// # Errors
/// If it can't be written.
pub fn make(places: Places) -> Result<(), Stop> {
    let now = clock::now();
    let mut desk = desk::sample::make(places, now)?;
    let monday = monday(now.today.0).saturating_sub((WEEKS * 7).days());
    plan(&mut desk, &Story { first: monday, now })?;
    year(&mut desk, &Story { first: monday, now })
}

fn monday(day: Date) -> Date {
    day.saturating_sub(i64::from(day.weekday().since(Weekday::Monday)).days())
}

/// When it plays.
struct Story {
    first: Date,
    now: Moment,
}

impl Story {
    /// So many days after its first one, at ten; never after now.
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

/// The plan is read and its map kept on the first day.
fn plan(desk: &mut Desk, story: &Story) -> Result<(), Stop> {
    let days = story.first.since(WRITTEN).map_or(0, |span| i64::from(span.get_days()));
    let file = |(name, body): &(&str, &str)| {
        handed_over(name, name.ends_with(".toml"), moved(body, days).into_bytes())
    };
    let files: Vec<_> = tryout::FILES.iter().map(file).collect();
    let mut reading = Sources { handed: &files, keeps: true, ..Sources::default() }
        .read()
        .map_err(crate::cli::map::unreadable)?;
    let leader = Leader { name: Some("Mira Solberg".into()), teams: vec!["Booking".into()] };
    let located = Located {
        me: leader.name.clone(),
        team: leader.teams.clone(),
        dropped: files.iter().map(|file| file.name.clone()).collect(),
        ..Located::default()
    };
    let (rules, options) = (rules_of(None)?, Options::of_years(1_000));
    let wanted = Wanted { leader: &leader, as_of: story.first, rules: &rules, options: &options };
    let originals = reading.originals.take().unwrap_or_default();
    let mut drawn = draw(reading, None, &wanted, None)?;
    let choices: Choices = Chosen::none().choices(std::path::Path::new("."), true)?;
    let plan = Plan { located: &located, profile: TypedProfile::default(), originals, choices: &choices };
    keep_in(desk, story.on(0), &mut drawn, plan)?;
    Ok(())
}

fn private(words: &str) -> Option<Private<String>> {
    Some(words).filter(|words| !words.is_empty()).map(|words| Private::new(words.to_owned()))
}

/// A talk: when, its world, notes, and what it honestly was.
fn talk(
    desk: &mut Desk,
    when: Moment,
    who: Known,
    world: [&str; 3],
    notes: &str,
    honest: [bool; 2],
) -> Result<(), Stop> {
    let [constraint, pressure, fire] = world.map(private);
    let talk = Talk {
        peer: who.id(),
        on: when.today,
        minutes: Some(30),
        constraint,
        pressure,
        fire,
        notes: private(notes),
        was_status: honest[0],
        had_ask: honest[1],
        in_conflict: false,
        from_calendar: false,
    };
    let record = channel::Command::Record { peer: who, talk, kindnesses: Vec::new() };
    desk.act(Command::Channel(record), None, when)?;
    Ok(())
}

/// What was noted since.
fn year(desk: &mut Desk, story: &Story) -> Result<(), Stop> {
    let find = |desk: &Desk, name: &str| Ok::<Known, Stop>(desk.notes().peers.find(name)?);
    let (dana, tom, joost) = (find(desk, "Dana")?, find(desk, "Tom")?, find(desk, "Joost")?);
    talk(
        desk,
        story.on(1),
        dana,
        ["two of her people are out until spring", "cost per payment", ""],
        "She would rather hear early than in the steering round.",
        [false, false],
    )?;
    talk(
        desk,
        story.on(3),
        joost,
        ["one on-call rota for everything", "", "the release train stands twice a day"],
        "",
        [true, false],
    )?;
    talk(
        desk,
        story.on(8),
        tom,
        ["", "fewer calls to the help desk", ""],
        "Wants to show the merged accounts to Edvard himself.",
        [false, false],
    )?;
    talk(desk, story.on(15), dana, ["", "", "the auditor moved the date forward"], "", [false, true])?;
    talk(desk, story.on(17), joost, ["", "log storage at half the price", ""], "", [true, false])?;
    let find_kindness = |peer, what: &str, by| {
        Command::Channel(channel::Command::Find { peer, what: Private::new(what.to_owned()), by: Some(by) })
    };
    let value = |peer, what: &str, was_heard, on| {
        Command::Channel(channel::Command::Value { peer, what: Private::new(what.to_owned()), was_heard, on })
    };
    let ask = |what: &str, on: Day, needed: i64| Ask {
        id: Id::of(0),
        peer: Id::of(0),
        what: Shareable::new(what.to_owned()),
        on,
        needed_by: Some(story.day(needed)),
        lead: None,
        notes: None,
    };
    let acts = [
        (3, find_kindness(joost, "our load figures of last summer", story.day(38))),
        (8, value(tom, "a mention to his boss when sign-in works", false, story.day(8))),
        (15, value(dana, "no surprise in the steering round", true, story.day(15))),
        (15, find_kindness(dana, "an intro to the auditor who did our hall", story.day(36))),
        (
            17,
            Command::Asks(asks::Command::Make {
                peer: joost,
                ask: ask("a staging host before the rehearsal", story.day(17), 49),
            }),
        ),
        (
            22,
            Command::Loans(loans::Command::Lend {
                peer: dana,
                lender: Side::Me,
                what: Private::new("Lena, two days a week".into()),
                from: Some(story.day(22)),
                until: Some(story.day(43)),
            }),
        ),
        (
            31,
            Command::Asks(asks::Command::Hear {
                peer: dana,
                ask: ask("a review of the vault's cut-over plan", story.day(31), 52),
                decide_by: None,
            }),
        ),
    ];
    for (days, command) in acts {
        desk.act(command, None, story.on(days))?;
    }
    // Nothing of mine: who they are is known beside the plan, too.
    let alias = peers::Command::Alias { peer: joost, alias: "Joost V.".into() };
    desk.act(Command::Peers(alias), None, story.on(17))?;
    Ok(())
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
