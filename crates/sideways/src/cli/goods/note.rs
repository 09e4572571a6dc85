//! `sideways offer` and `sideways want`: goods that were noted, from a talk or by hand.

use std::path::Path;

use clap::Args;
use playbook::{
    channel::prepare,
    map::peers::Known,
    moment::{Day, Id},
    side::Side,
    trade::goods::Kind,
};

use crate::{
    cli::{Stop, captured, named, opened},
    goods::{Facts, refused},
    talked::capture,
};

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
    let mut captured = captured::of_all(&desk, done, now);
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
