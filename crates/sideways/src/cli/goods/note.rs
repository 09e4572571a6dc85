//! `sideways offer` and `sideways want`: goods that were noted, from a talk or by hand.

use std::path::Path;

use clap::Args;
use playbook::{
    channel::prepare,
    map::peers::Known,
    moment::{Day, Id},
    notebook::Command,
    privacy::Private,
    side::Side,
    trade::goods::{self, Draft, Judged, Kind, Range},
};
use sources::dates::working_days;

use super::refused;
use crate::cli::{Stop, captured, days, named, opened, talk::capture};

const OFFERS: &str = "Examples:
  sideways offer tom sequencing \"Export API\" --by 2w
  sideways offer mira capacity \"two reviewers\" --from \"june 1\" --until \"june 30\"
  sideways offer tom risk \"first on the new pipeline\" --write-up \"what broke\"
  sideways offer mira credit \"the load tests\" --review \"the quarterly review\" --reader Ana
  sideways offer mira news \"web joins platform\" --free \"june 15\" --wait";

const WANTS: &str = "Examples:
  sideways want mira sequencing \"Guest sign-in\" --by 1w --dates \"Checkout v2\"
  sideways want tom capacity \"one tester\" --until \"in 3 weeks\"
  sideways want tom risk \"first on the new pipeline\" --write-up \"what broke\"";

/// Notes something that you could give a peer: one of the five goods.
///
/// sequencing (an item earlier), capacity (people until a day), risk (going first), credit (a contribution named) or
/// news (told once it is free). `sideways agree` ties it to what comes back, if anything does.
#[derive(Args)]
#[command(after_help = OFFERS)]
pub struct Offer {
    #[command(flatten)]
    good: Good,
}

/// Notes something that you would like to get from a peer: one of the five goods.
///
/// sequencing (an item earlier), capacity (people until a day), risk (going first), credit (a contribution named) or
/// news (told once it is free). `sideways agree` ties it to what you give, if anything.
#[derive(Args)]
#[command(after_help = WANTS)]
pub struct Want {
    #[command(flatten)]
    good: Good,
}

/// A good with its facts.
#[derive(Args)]
struct Good {
    /// The peer, by any of their names or its beginning; sequencing, capacity, risk, credit or news; and which item,
    /// who or how much, which migration, which contribution, or what
    #[arg(required = true, value_name = "PEER GOOD WHAT")]
    words: Vec<String>,
    #[command(flatten)]
    facts: Facts,
    /// Prints what was understood as JSON
    #[arg(long)]
    json: bool,
}

/// Facts as they are typed, each for one good or another.
#[derive(Args, Default)]
pub struct Facts {
    /// sequencing: how much earlier: 3d, 2w
    #[arg(long, value_name = "LENGTH", help_heading = "Facts of a good")]
    pub by: Option<String>,
    /// sequencing: whose dates it is for [default: those of whoever gets it]
    #[arg(long, value_name = "TEXT", help_heading = "Facts of a good")]
    pub dates: Option<String>,
    /// capacity: the first day: mon, 2027-03-01 [default: today]
    #[arg(long, value_name = "DAY", help_heading = "Facts of a good")]
    pub from: Option<String>,
    /// capacity: the last day: in 3 weeks, june 30; without one it is refused
    #[arg(long, value_name = "DAY", help_heading = "Facts of a good")]
    pub until: Option<String>,
    /// risk: what is written up afterwards; without it, it is refused
    #[arg(long, value_name = "TEXT", help_heading = "Facts of a good")]
    pub write_up: Option<String>,
    /// credit: the review in which it is named
    #[arg(long, value_name = "TEXT", help_heading = "Facts of a good")]
    pub review: Option<String>,
    /// credit: who reads that review
    #[arg(long, value_name = "TEXT", help_heading = "Facts of a good")]
    pub reader: Option<String>,
    /// news: the day from which on it may be told: today, june 15
    #[arg(long, value_name = "DAY", help_heading = "Facts of a good")]
    pub free: Option<String>,
    /// news that is not free yet: keeps it until it is; it is no offer before, and comes back to you on that day
    #[arg(long, help_heading = "Facts of a good")]
    pub wait: bool,
    /// risk, credit, news: what it costs whoever gives it, as you judge it, in working days: 2d..5d, 1w
    #[arg(long, value_name = "RANGE", help_heading = "Facts of a good")]
    pub cost: Option<String>,
    /// risk, credit, news: what it brings whoever gets it; both are forgotten once it is agreed
    #[arg(long, value_name = "RANGE", help_heading = "Facts of a good")]
    pub value: Option<String>,
}

/// Notes something that the leader could give.
pub fn offer(arguments: &Offer, notebook: Option<&Path>) -> Result<(), Stop> {
    note(&arguments.good, Side::Me, notebook)
}

/// Notes something that the leader would like to get.
pub fn want(arguments: &Want, notebook: Option<&Path>) -> Result<(), Stop> {
    note(&arguments.good, Side::Them, notebook)
}

fn note(good: &Good, giver: Side, notebook: Option<&Path>) -> Result<(), Stop> {
    let (mut desk, now) = opened::to_act(notebook, "sideways offer")?;
    let (peer, rest) = capture::peer(&good.words, &desk.notes().peers)?;
    let name = plan::names::typed(desk.notes().peers.name(peer.id()));
    let (kind, rest) = kind(rest, &name, giver)?;
    let what = named::words(rest, peer, "what it is about is missing", |_| example(kind, &name, giver))?;
    let id = Id::of(desk.notes().last + 1);
    let commands = good.facts.commands((peer, giver), (kind, what), id, now.today)?;
    let done = desk.act_all(commands, now).map_err(|stop| refused(&desk, stop))?;
    let mut captured = captured::of_all(&desk, done);
    if giver == Side::Me {
        captured.remarks.extend(valued(&desk, peer, now.today));
    }
    captured.next = super::next(&desk, id, now.today);
    captured.show(good.json)
}

/// Which of the five, and the words behind it.
fn kind<'a>(rest: &'a [String], name: &str, giver: Side) -> Result<(Kind, &'a [String]), Stop> {
    let of = |word: &String| Kind::ALL.into_iter().find(|kind| kind.word().eq_ignore_ascii_case(word));
    let first = rest.split_first().and_then(|(word, rest)| Some((of(word)?, rest)));
    first.ok_or_else(|| {
        let fact = match rest.first() {
            Some(word) => format!("“{word}” is none of sequencing, capacity, risk, credit and news"),
            None => "which good it is is missing: sequencing, capacity, risk, credit or news".to_owned(),
        };
        Stop::Usage(fact, example(Kind::Sequencing, name, giver))
    })
}

/// A line that can be typed.
fn example(kind: Kind, name: &str, giver: Side) -> String {
    let verb = if giver == Side::Me { "offer" } else { "want" };
    let rest = match kind {
        Kind::Sequencing => "\"Export API\" --by 2w",
        Kind::Capacity => "\"one reviewer\" --until \"in 3 weeks\"",
        Kind::Risk => "\"first on the new pipeline\" --write-up \"what broke\"",
        Kind::Credit => "\"the load tests\" --review \"the quarterly review\" --reader Ana",
        Kind::News => "\"web joins platform\" --free today",
    };
    format!("sideways {verb} {name} {} {rest}", kind.word())
}

impl Facts {
    /// What notes a good under a name, and what was judged of it.
    ///
    /// # Errors
    /// If a fact of another good is given, or one can't be read.
    pub fn commands(
        &self,
        (peer, giver): (Known, Side),
        (kind, what): (Kind, String),
        id: Id,
        today: Day,
    ) -> Result<Vec<Command>, Stop> {
        self.fits(kind)?;
        let draft = self.draft(kind, what, today)?;
        let judge = self.judged()?.map(|judged| goods::Command::Judge { good: id, judged });
        let noted = goods::Command::Note { peer, giver, draft, waits: self.wait };
        Ok([noted].into_iter().chain(judge).map(Command::Goods).collect())
    }

    /// Holds that only facts of this good were given.
    fn fits(&self, kind: Kind) -> Result<(), Stop> {
        use Kind::{Capacity, Credit, News, Risk, Sequencing};
        let facts = [
            ("--by", self.by.is_some(), Sequencing),
            ("--dates", self.dates.is_some(), Sequencing),
            ("--from", self.from.is_some(), Capacity),
            ("--until", self.until.is_some(), Capacity),
            ("--write-up", self.write_up.is_some(), Risk),
            ("--review", self.review.is_some(), Credit),
            ("--reader", self.reader.is_some(), Credit),
            ("--free", self.free.is_some(), News),
            ("--wait", self.wait, News),
        ];
        match facts.iter().find(|(_, is_given, of)| *is_given && *of != kind) {
            Some((option, _, of)) => Err(Stop::Usage(
                format!("{option} goes with {}, not with {}", of.word(), kind.word()),
                format!("leave {option} out"),
            )),
            None => Ok(()),
        }
    }

    fn draft(&self, kind: Kind, what: String, today: Day) -> Result<Draft, Stop> {
        let what = Private::new(what);
        let day =
            |words: &Option<String>| words.as_deref().map(|words| days::ahead(words, today)).transpose();
        Ok(match kind {
            Kind::Sequencing => {
                let by = self.by.as_deref().map(working_days).transpose();
                let by = by.map_err(|no| Stop::Usage(no.fact, no.hint))?;
                Draft::Sequencing { item: what, by, dates: said(&self.dates) }
            }
            Kind::Capacity => Draft::Capacity { what, from: day(&self.from)?, until: day(&self.until)? },
            Kind::Risk => Draft::Risk { migration: what, write_up: said(&self.write_up) },
            Kind::Credit => {
                Draft::Credit { contribution: what, review: said(&self.review), reader: said(&self.reader) }
            }
            Kind::News => Draft::News { what, free_from: day(&self.free)? },
        })
    }

    /// What was judged, if anything.
    fn judged(&self) -> Result<Option<Judged>, Stop> {
        let range = |words: &Option<String>| words.as_deref().map(range).transpose();
        let judged = Judged { cost: range(&self.cost)?, value: range(&self.value)? };
        Ok((judged.cost.is_some() || judged.value.is_some()).then_some(judged))
    }
}

/// Words that say something.
fn said(words: &Option<String>) -> Option<Private<String>> {
    let words = words.as_deref().map(str::trim).filter(|words| !words.is_empty());
    words.map(|words| Private::new(words.to_owned()))
}

/// `2d..5d`, or `1w`: from so many working days to so many.
fn range(words: &str) -> Result<Range, Stop> {
    let days = |words: &str| working_days(words.trim()).map_err(|no| Stop::Usage(no.fact, "2d..5d".into()));
    let (least, most) = words.split_once("..").unwrap_or((words, words));
    Ok(Range { least: days(least)?, most: days(most)? })
}

/// What the peer values, each with its day and whether they said so (rule T2).
fn valued(desk: &desk::open::Desk, peer: Known, today: Day) -> Vec<String> {
    let playbook::notebook::Notebook { peers, channels, .. } = desk.notes();
    let values = prepare::values(channels, peers, peer, today, &opened::screen());
    let name = peers.name(peer.id());
    let say = |value: prepare::Valued| {
        let how = if value.was_heard { "heard" } else { "guessed" };
        format!("{name} values {} ({how} on {}).", value.words, value.on)
    };
    values.into_iter().map(say).collect()
}
