//! Writing into a joint document: its parts, whether the other position is fairly stated, and marks.

use std::path::Path;

use clap::Args;
use desk::{marks::Hand, open::Desk};
use playbook::{
    escalate::{Escalation, Field, Placed, Value, Words, listed::earlier},
    moment::{Day, Id},
    privacy::Private,
};

use super::{
    super::{
        Stop, days, named, opened,
        page::{Page, QUIET, STRONG, TYPED},
        show,
    },
    Said, Which, next, once,
};
use crate::escalate::{
    Beginning, chosen, document, find, open as open_document, part, placed, refused, refused_in, said, slots,
    writes,
};
use sources::text::shown;

/// Begins a document with a peer. Where it is too early, the smallest step is named.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  sideways escalate open dana \"Who builds single sign-in?\" --whom \"Ines Roth\" \
                        --by \"june 12\"\n  sideways escalate open dana \"Who builds it?\" --regardless \"the board meets on Friday\""
)]
pub struct Open {
    /// The peer, by any of their names or its beginning
    #[arg(value_name = "PEER")]
    peer: String,
    #[command(flatten)]
    question: Said,
    /// Who is to decide
    #[arg(long, value_name = "NAME")]
    whom: Option<String>,
    /// By when: june 12, 2027-03-01
    #[arg(long, value_name = "DAY")]
    by: Option<String>,
    /// Goes on though it is too early, and keeps why
    #[arg(long, value_name = "TEXT")]
    regardless: Option<String>,
    /// Your name, as it stands in the document [default: as the plan knows you]
    #[arg(long, value_name = "NAME")]
    me: Option<String>,
    /// Their name, as it stands in the document [default: as the notebook knows them]
    #[arg(long, value_name = "NAME")]
    them: Option<String>,
    /// Prints what was understood as JSON
    #[arg(long)]
    json: bool,
}

/// Writes a part of the document: question, whom, by, position, restated, tried, waiting, asked, prior or slot.
///
/// Where two versions stand side by side, writing the part again settles it. A change voids all marks.
#[derive(Args)]
#[command(after_help = "Examples:\n  sideways escalate write 41 tried \"We looked for a trade in May.\"\n  \
                        sideways escalate write 41 prior \"None.\"\n  sideways escalate write 41 asked --from asked.txt\n  \
                        sideways escalate write 41 tried --theirs")]
pub struct Write {
    #[command(flatten)]
    which: Which,
    /// Which part
    #[arg(value_name = "PART")]
    part: String,
    #[command(flatten)]
    said: Said,
    /// Of two versions, takes yours
    #[arg(long, conflicts_with_all = ["words", "from", "theirs"])]
    mine: bool,
    /// Of two versions, takes theirs
    #[arg(long, conflicts_with_all = ["words", "from"])]
    theirs: bool,
}

/// Writes your own position.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  sideways escalate position 41 \"Identity builds it: the sessions are theirs.\""
)]
pub struct Position {
    #[command(flatten)]
    which: Which,
    #[command(flatten)]
    said: Said,
}

/// Puts their position in your words: offered, not demanded.
#[derive(Args)]
#[command(after_help = "Examples:\n  sideways escalate restate 41 \"They fear a second sign-in page.\"\n  \
                        sideways escalate restate 41 --none")]
pub struct Restate {
    #[command(flatten)]
    which: Which,
    #[command(flatten)]
    said: Said,
    /// Takes your restatement out again
    #[arg(long, conflicts_with_all = ["words", "from"])]
    none: bool,
}

/// Says that their position, as it stands, is fairly stated.
#[derive(Args)]
#[command(after_help = "Examples:\n  sideways escalate fair 41\n  sideways escalate fair 41 --theirs")]
pub struct Fair {
    #[command(flatten)]
    which: Which,
    /// They said so of yours, and do not use this program
    #[arg(long)]
    theirs: bool,
    /// When they said so: yesterday, mon, 2027-03-01 [default: today]
    #[arg(long, value_name = "DAY", requires = "theirs")]
    on: Option<String>,
}

/// Shows the exact text, and marks it once you typed that you saw it.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  sideways escalate mark 41\n  sideways escalate mark 41 --seen 83a05c11de\n  \
                        sideways escalate mark 41 --withdraw\n  \
                        sideways escalate mark 41 --seen 83a05c11de --theirs \"I agree. Dana, 3 June\""
)]
pub struct Mark {
    #[command(flatten)]
    which: Which,
    /// What stands for the text that you saw
    #[arg(long, value_name = "DIGITS")]
    seen: Option<String>,
    /// Takes your mark back
    #[arg(long, conflicts_with_all = ["seen", "theirs"])]
    withdraw: bool,
    /// Their agreement to this exact text in their own words, where they do not use this program
    #[arg(long, value_name = "WORDS", requires = "seen")]
    theirs: Option<String>,
    /// When they agreed: yesterday, mon, 2027-03-01 [default: today]
    #[arg(long, value_name = "DAY", requires = "theirs")]
    on: Option<String>,
}

/// Notes the time at which all three meet: you, them and whoever decides. Without one, proposes up to three.
#[derive(Args)]
#[command(after_help = "Examples:\n  sideways escalate slot 41\n  \
                        sideways escalate slot 41 \"Wednesday 10 June, 10:00, half an hour\"")]
pub struct Slot {
    #[command(flatten)]
    which: Which,
    #[command(flatten)]
    said: Said,
    /// How long the times are to be that are proposed, in minutes
    #[arg(long, value_name = "MINUTES", default_value_t = slots::MINUTES, value_parser = clap::value_parser!(u32).range(5..=480))]
    minutes: u32,
}

pub(super) fn open(typed: &Open, notebook: Option<&Path>) -> Result<(), Stop> {
    let (mut desk, now) = opened::to_act(notebook, "sideways escalate")?;
    let peer = desk.notes().peers.find(&typed.peer)?;
    let mut captured = once(&mut desk, now, |desk| {
        let by = typed.by.as_ref().map(|words| days::ahead(words, now.today)).transpose()?;
        let regardless =
            named::said(&typed.regardless, "reason", "--regardless \"the board meets on Friday\"")?;
        let beginning = Beginning {
            question: typed.question.read()?,
            whom: typed.whom.clone(),
            by,
            me: typed.me.clone(),
            them: typed.them.clone(),
            regardless,
        };
        open_document(desk, peer, beginning)
    })?;
    let id = captured.events.iter().find_map(document);
    if let Some(id) = id {
        captured.remarks.extend(spent(&desk, id, now.today));
        captured.next = next(&desk, id, now);
    }
    captured.show(typed.json)
}

/// What earlier ones with the same decider bought (rule E6).
pub(super) fn spent(desk: &Desk, id: Id, today: Day) -> Option<String> {
    let all = &desk.notes().escalations;
    let whom = all.one(id)?.joint().said(Field::Whom)?;
    earlier(all, whom.as_str(), Some(id), today)
}

pub(super) fn write(typed: &Write, notebook: Option<&Path>) -> Result<(), Stop> {
    let typed_words = typed.said.read()?;
    act(&typed.which, notebook, |one, hand, today| {
        let field = part(&typed.part, one)?;
        if typed.mine || typed.theirs {
            return placed(one, field, chosen(one, field, typed.mine)?, hand);
        }
        let words = match field {
            Field::By if !typed_words.trim().is_empty() => days::ahead(&typed_words, today)?.to_string(),
            _ => typed_words,
        };
        placed(one, field, said(field, &words)?, hand)
    })
}

/// Writes what `wish` makes of a document, signed.
fn act(
    which: &Which,
    notebook: Option<&Path>,
    wish: impl FnOnce(&Escalation, &Hand, Day) -> Result<Vec<Placed>, Stop>,
) -> Result<(), Stop> {
    let (mut desk, now) = opened::to_act(notebook, "sideways escalate")?;
    let escalation = which.id()?;
    let mut captured = once(&mut desk, now, |desk| {
        writes(desk, escalation, now.today, |one, hand| wish(one, hand, now.today))
    })?;
    captured.next = next(&desk, escalation, now);
    captured.show(which.json)
}

pub(super) fn position(typed: &Position, notebook: Option<&Path>) -> Result<(), Stop> {
    let words = typed.said.read()?;
    act(&typed.which, notebook, |one, hand, _| {
        let field = Field::Position(one.me());
        placed(one, field, said(field, &words)?, hand)
    })
}

pub(super) fn restate(typed: &Restate, notebook: Option<&Path>) -> Result<(), Stop> {
    let words = typed.said.read()?;
    act(&typed.which, notebook, |one, hand, _| {
        let field = Field::Restated(one.me());
        let value = match typed.none {
            true => Value::Nothing,
            false => said(field, &words)?,
        };
        placed(one, field, value, hand)
    })
}

pub(super) fn slot(typed: &Slot, notebook: Option<&Path>) -> Result<(), Stop> {
    let words = typed.said.read()?;
    if words.trim().is_empty() {
        return proposed(typed, notebook);
    }
    act(&typed.which, notebook, |one, hand, _| placed(one, Field::Slot, said(Field::Slot, &words)?, hand))
}

/// Up to three times at which all three are free, as far as is known.
fn proposed(typed: &Slot, notebook: Option<&Path>) -> Result<(), Stop> {
    let desk = opened::to_read(notebook)?;
    let now = desk::clock::now();
    let id = typed.which.id()?;
    desk.notes().escalations.open(id, &desk.notes().peers, now.today)?;
    let proposed = slots::of(&desk, find(&desk, id)?, now, typed.minutes)?;
    if typed.which.json {
        return opened::show_json(&proposed);
    }
    let mut page = Page::new();
    for slot in &proposed.slots {
        page.hanging(0, 2, &shown(&slot.words), STRONG);
        slot.reasons.iter().for_each(|reason| page.paragraph(2, &shown(reason)));
        page.styled(2, &format!("sideways escalate slot {id} {}", plan::names::typed(&slot.words)), TYPED);
    }
    page.gap();
    for words in proposed.remark.iter().chain(&proposed.known) {
        page.styled(0, &shown(words), QUIET);
    }
    show(&page.text())
}

pub(super) fn fair(typed: &Fair, notebook: Option<&Path>) -> Result<(), Stop> {
    let on = typed.on.clone();
    act(&typed.which, notebook, |one, hand, today| {
        let (me, joint) = (one.me(), one.joint());
        if typed.theirs {
            let on = on.as_deref().map_or(Ok(today), |words| days::back(words, today))?;
            let value = joint.fair(me.other(), on).map_err(refused_in(one))?;
            return Ok(vec![(Field::Fair(me.other()), joint.record(value, me.other()))]);
        }
        placed(one, Field::Fair(me), joint.fair(me, today).map_err(refused_in(one))?, hand)
    })
}

pub(super) fn mark(typed: &Mark, notebook: Option<&Path>) -> Result<(), Stop> {
    if typed.seen.is_none() && !typed.withdraw {
        return to_see(typed, notebook);
    }
    let on = typed.on.clone();
    act(&typed.which, notebook, |one, hand, today| {
        let (me, joint) = (one.me(), one.joint());
        let seen = typed.seen.as_deref().unwrap_or_default();
        if let Some(words) = &typed.theirs {
            let on = on.as_deref().map_or(Ok(today), |words| days::back(words, today))?;
            let words = Words::of(words).map_err(refused)?;
            let value = joint.agreed(me.other(), seen, on, words).map_err(refused_in(one))?;
            return Ok(vec![(Field::Mark(me.other()), joint.record(value, me.other()))]);
        }
        let value = match typed.withdraw {
            true => Value::Nothing,
            false => joint.mark(me, seen, today, hand).map_err(refused_in(one))?,
        };
        placed(one, Field::Mark(me), value, hand)
    })
}

/// The exact text, and what is to be typed by whoever saw it.
fn to_see(typed: &Mark, notebook: Option<&Path>) -> Result<(), Stop> {
    let desk = opened::to_read(notebook)?;
    let one = find(&desk, typed.which.id()?)?;
    let text = one.joint().text().map_err(refused_in(one))?;
    let command = format!("sideways escalate mark {} --seen {}", one.id(), text.seen());
    if typed.which.json {
        return opened::show_json(&(text.markdown, command));
    }
    let mut page = Page::new();
    page.gap();
    let lacks: Vec<&str> = one.joint().lacks().into_iter().map(Field::word).collect();
    match lacks.is_empty() {
        false => page.paragraph(0, &format!("It is not whole; still missing: {}.", lacks.join(", "))),
        true => {
            page.styled(0, "This is the exact text. Where you stand by it as it is:", QUIET);
            page.styled(2, &command, TYPED);
        }
    }
    show(&format!("{}{}", text.markdown, page.text()))
}

/// Private words behind an option that must say something.
pub(super) fn because(words: &str) -> Result<Private<String>, Stop> {
    match words.trim() {
        "" => Err(Stop::Usage("the reason says nothing".into(), "--because \"we settled it\"".into())),
        words => Ok(Private::new(words.to_owned())),
    }
}
