//! `sideways escalate send` and `take`: a document between its two authors, as a sealed file or as a plain one.

use std::path::{Path, PathBuf};

use clap::Args;
use desk::{
    clock::Moment,
    marks::{self, Eye},
    open::Desk,
};
use playbook::{
    escalate::{
        Author, Command, Escalation, Field, Placed, Value, Way, Words,
        parcel::Parcel,
        plain::{self, Change},
        text::hex,
    },
    map::peers::Known,
    moment::{Day, Id},
    outward::escalate as outward,
    refusal::{Escalating, Refusal},
};
use sources::text::shown;

use super::{
    super::{
        Stop,
        captured::Captured,
        opened,
        page::{Page, QUIET},
        show,
    },
    Which, bytes, find, hand, keep, next, once, text,
    write::refused,
};

/// Writes the document to a file for its other author: sealed, so that they alone open it. The file travels as you like.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  sideways escalate send 41 for-dana.joint\n  sideways escalate send 41 for-dana.md --plain"
)]
pub struct Send {
    #[command(flatten)]
    which: Which,
    /// The file
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Writes it as plain text, for somebody who does not use this program
    #[arg(long)]
    plain: bool,
}

/// Takes in a file that came from the other author, sealed or plain, and shows every change.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  sideways escalate take from-dana.joint\n  sideways escalate take for-dana.md"
)]
pub struct Take {
    /// The file
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Who sent it, where that is to be them and nobody else
    #[arg(long, value_name = "PEER")]
    from: Option<String>,
    /// Prints what was understood as JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn send(typed: &Send, notebook: Option<&Path>) -> Result<(), Stop> {
    let (mut desk, now) = opened::to_act(notebook, "sideways escalate")?;
    let escalation = typed.which.id()?;
    let way = if typed.plain { Way::Plain } else { Way::Sealed };
    let mut captured = once(&mut desk, now, |desk| {
        let (_, made) = hand(desk)?;
        let one = desk.notes().escalations.open(escalation, &desk.notes().peers, now.today)?;
        match way {
            Way::Sealed => their_key(desk, one).map(|_| ())?,
            Way::Plain => desk.notes().joint_file(escalation).map(|_| ())?,
        }
        Ok(made.into_iter().chain([Command::Send { escalation, way }]).collect())
    })?;
    let one = find(&desk, escalation)?;
    let content = match way {
        Way::Plain => desk.notes().joint_file(escalation)?.as_str().as_bytes().to_vec(),
        Way::Sealed => {
            let (hand, _) = hand(&desk)?;
            let card = their_key(&desk, one)?;
            let parcel = outward::parcel(one.joint(), one.me(), &card.marks, &hand);
            marks::seal_for(&card, &parcel).map_err(refused)?
        }
    };
    keep(&typed.file, &content)?;
    captured.remarks.push(format!("{} is ready: nothing sends it but you.", typed.file.display()));
    captured.next = Some(format!("sideways escalate invite {escalation}"));
    captured.show(typed.which.json)
}

/// The key of the other author, once both compared it.
fn their_key(desk: &Desk, one: &Escalation) -> Result<playbook::escalate::Card, Stop> {
    let notes = desk.notes();
    let name = || notes.peers.name(one.opened.peer).to_owned();
    let known = notes.peers.known(one.opened.peer);
    let theirs = known.and_then(|known| notes.escalations.theirs(&notes.peers, known));
    match theirs {
        None => Err(refused(Escalating::NoKey { name: name() })),
        Some(theirs) if theirs.compared.is_none() => Err(refused(Escalating::NotCompared { name: name() })),
        Some(theirs) => Ok(theirs.card.clone()),
    }
}

pub(super) fn take(typed: &Take, notebook: Option<&Path>) -> Result<(), Stop> {
    let content = bytes(&typed.file, marks::LARGEST)?;
    let (mut desk, now) = opened::to_act(notebook, "sideways escalate")?;
    let is_plain = content.windows(12).take(4096).any(|window| window == b"- Document: ");
    match is_plain {
        true => returned(typed, &mut desk, now),
        false => sealed(typed, &content, &mut desk, now),
    }
}

fn sealed(typed: &Take, content: &[u8], desk: &mut Desk, now: Moment) -> Result<(), Stop> {
    let captured = once(desk, now, |desk| {
        let hand = desk.hand(&opened::screen());
        let hand = hand.ok_or_else(|| refused(Escalating::NoKey { name: "you".into() }))?;
        let opened = hand.open(content).map_err(refused)?;
        let (peer, parcel) = whose(typed, desk, &opened, &hand.card().marks)?;
        Ok(vec![Command::Take { peer, parcel: Box::new(parcel), eye: Box::new(Eye) }])
    });
    let mut captured = captured?;
    let id = captured.events.iter().find_map(of);
    captured.next = id.and_then(|id| next(desk, id, now));
    let conflicts = id.and_then(|id| desk.notes().escalations.one(id)).map(|one| one.joint().conflicts());
    if let Some(first) = conflicts.unwrap_or_default().first() {
        captured
            .remarks
            .push(format!("You both wrote “{}” at once: both versions are kept side by side.", first.word()));
    }
    captured.show(typed.json)
}

/// The escalation that an event is about.
fn of(event: &playbook::notebook::Event) -> Option<Id> {
    use playbook::escalate::Event;
    match event {
        playbook::notebook::Event::Escalate(Event::Opened(opened)) => Some(opened.id),
        playbook::notebook::Event::Escalate(Event::Took { escalation, .. }) => Some(*escalation),
        _ => None,
    }
}

/// Whose key signed a parcel, among peers whose key is known.
fn whose(typed: &Take, desk: &Desk, opened: &[u8], mine: &[u8; 32]) -> Result<(Known, Parcel), Stop> {
    let notes = desk.notes();
    let named = typed.from.as_ref().map(|words| notes.peers.find(words)).transpose()?;
    let mut why = Escalating::Malformed { fact: "nobody whose key you know has sent it".into() };
    for (peer, _) in notes.peers.everybody().filter(|(peer, _)| named.is_none_or(|named| named == *peer)) {
        let Some(theirs) = notes.escalations.theirs(&notes.peers, peer) else { continue };
        match Parcel::read(opened, &theirs.card.marks, mine, &Eye) {
            Ok(parcel) => return Ok((peer, parcel)),
            Err(refusal) if named.is_some() => why = refusal,
            Err(_) => {}
        }
    }
    Err(refused(why))
}

fn returned(typed: &Take, desk: &mut Desk, now: Moment) -> Result<(), Stop> {
    let file = text(&typed.file)?;
    let mut remarks = Vec::new();
    let one = desk.notes().escalations.all().find(|one| file.contains(&hex(&one.joint().id)));
    let one = one.ok_or_else(|| refused(Escalating::NotThisDocument))?;
    let back = plain::read(one.joint(), one.me(), &file).map_err(refused)?;
    let placed = recorded(one, &back.changes, back.agreed, now.today, &mut remarks)?;
    let escalation = one.id();
    let mut captured: Captured = once(desk, now, |_| Ok(vec![Command::Return { escalation, placed }]))?;
    captured.remarks.extend(remarks);
    captured.next = next(desk, escalation, now);
    if !typed.json {
        changes(&back.changes)?;
    }
    captured.show(typed.json)
}

/// What is recorded for somebody who sent a plain file back.
fn recorded(
    one: &Escalation,
    changes: &[Change],
    agreed: Option<Words>,
    today: Day,
    remarks: &mut Vec<String>,
) -> Result<Vec<Placed>, Stop> {
    let them: Author = one.me().other();
    let mut joint = one.joint().clone();
    let mut placed = Vec::new();
    let mut record = |joint: &mut playbook::escalate::Joint, field: Field, value: Value, by: Author| {
        let writing = joint.record(value, by);
        joint.set(field, writing.clone());
        placed.push((field, writing));
    };
    for (field, words) in changes.iter().filter_map(Change::recorded) {
        record(&mut joint, field, words.map_or(Value::Nothing, Value::Said), them);
    }
    let refused_changes = changes.iter().filter(|change| !change.is_taken);
    for change in refused_changes.clone() {
        remarks
            .push(format!("“{}” is yours, or must stand there: it stays as it was.", shown(&change.heading)));
    }
    let is_theirs = refused_changes.clone().next().is_none();
    match agreed {
        Some(_) if !is_theirs => {
            remarks.push("Their agreement is to their version, so it is not counted as a mark.".into());
        }
        Some(words) => {
            let marked = joint.fair(them, today).and_then(|fair| {
                record(&mut joint, Field::Fair(them), fair, them);
                let seen = joint.text()?.seen();
                joint.agreed(them, &seen, today, words)
            });
            match marked {
                Ok(mark) => record(&mut joint, Field::Mark(them), mark, them),
                Err(refusal) => {
                    remarks.push(format!("Their agreement is not counted as a mark: {}.", refusal.fact()));
                }
            }
        }
        None => {}
    }
    if placed.is_empty() && !changes.is_empty() {
        return Err(refused(Escalating::NotYours {
            name: one.joint().names[one.me().at()].as_str().to_owned(),
        }));
    }
    Ok(placed)
}

/// Every change, as it was and as it is.
fn changes(all: &[Change]) -> Result<(), Stop> {
    let mut page = Page::new();
    for change in all {
        page.heading(&shown(&change.heading));
        for (head, words) in [("was", &change.was), ("is ", &change.is)] {
            let words = if words.is_empty() { "nothing" } else { words };
            for (at, line) in words.lines().enumerate() {
                let head = if at == 0 { head } else { "   " };
                page.hanging(2, 7, &format!("{head}  {}", shown(line)), anstyle::Style::new());
            }
        }
        if !change.is_taken {
            page.styled(2, "not taken over", QUIET);
        }
    }
    if !all.is_empty() {
        page.gap();
    }
    show(&page.text())
}

impl From<Escalating> for Stop {
    fn from(refusal: Escalating) -> Self {
        Refusal::from(refusal).into()
    }
}
