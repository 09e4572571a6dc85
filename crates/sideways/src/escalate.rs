//! Joint documents, as the command line and the pages both handle them: what is wanted is made into commands, signed by the
//! leader's hand.

pub mod page;
pub mod slots;
pub mod waiting;

use desk::{
    clock::Moment,
    marks::{self, Eye, Hand},
    open::{Desk, Done},
};
use playbook::{
    escalate::{
        BothMarked, Card, Command, Escalation, Event, Field, Joint, Opening, Placed, Value, Way, Words,
        parcel::Parcel,
        plain::{self, Returned},
        text::hex,
    },
    map::peers::Known,
    moment::{Day, Id},
    notebook,
    outward::escalate as outward,
    privacy::Private,
    refusal::{Escalating, Refusal},
};
use sources::text::shown;

use crate::{opened, stop::Stop};

/// Why the playbook does not do something.
pub fn refused(refusal: Escalating) -> Stop {
    Refusal::from(refusal).into()
}

/// Why the playbook does not do something with a document.
pub fn refused_in(one: &Escalation) -> impl Fn(Escalating) -> Stop {
    let escalation = one.id();
    move |why| Refusal::InDocument { escalation, why }.into()
}

/// The leader's hand; where they have no key yet, what makes one.
///
/// # Errors
/// If the system gives no random bytes.
pub fn hand(desk: &Desk) -> Result<(Hand, Option<Command>), Stop> {
    if let Some(hand) = desk.hand(&opened::screen()) {
        return Ok((hand, None));
    }
    let (mine, hand) = marks::fresh().map_err(desk::stop::Stop::from)?;
    Ok((hand, Some(Command::MakeKey(mine))))
}

/// Does what is wanted, once: what was done before under the same request is only said again.
///
/// # Errors
/// If the playbook refuses, or it can't be written. Nothing was changed then.
pub fn once(
    desk: &mut Desk,
    now: Moment,
    commands: impl FnOnce(&Desk) -> Result<Vec<Command>, Stop>,
) -> Result<Vec<Done>, Stop> {
    if let Some(done) = desk.done_then()? {
        return Ok(done);
    }
    let commands = commands(desk)?.into_iter().map(notebook::Command::Escalate).collect();
    Ok(desk.act_all(commands, now)?)
}

/// A document, wherever it stands.
///
/// # Errors
/// If there is none of this number.
pub fn find(desk: &Desk, id: Id) -> Result<&Escalation, Stop> {
    Ok(desk.notes().escalations.whichever(id)?)
}

/// The document that something that happened is about.
pub fn document(event: &notebook::Event) -> Option<Id> {
    match event {
        notebook::Event::Escalate(Event::Opened(opened)) => Some(opened.id),
        notebook::Event::Escalate(Event::Took { escalation, .. }) => Some(*escalation),
        _ => None,
    }
}

/// What a document begins with, as it was typed.
#[derive(Default)]
pub struct Beginning {
    /// The question.
    pub question: String,
    /// Who is to decide.
    pub whom: Option<String>,
    /// By when.
    pub by: Option<Day>,
    /// The leader's own name; as the plan has it, where it is not said.
    pub me: Option<String>,
    /// The peer's; as the notebook has it.
    pub them: Option<String>,
    /// Why, though it is too early.
    pub regardless: Option<Private<String>>,
}

/// What opens a document with a peer.
///
/// # Errors
/// If a name or a part of it is none.
pub fn open(desk: &Desk, peer: Known, beginning: Beginning) -> Result<Vec<Command>, Stop> {
    let (hand, made) = hand(desk)?;
    let me = beginning.me.or_else(|| my_name(desk)).ok_or_else(|| {
        let fact = "nothing says your name".to_owned();
        Stop::Usage(fact, "--me \"Ada Okoye\" says it, as it stands in the document".into())
    })?;
    let them = beginning.them.unwrap_or_else(|| desk.notes().peers.name(peer.id()).to_owned());
    let names = [Words::line(&me).map_err(refused)?, Words::line(&them).map_err(refused)?];
    let joint = Joint::new(marks::name().map_err(desk::stop::Stop::from)?, names).map_err(refused)?;
    let parts = [
        (Field::Question, Some(beginning.question)),
        (Field::Whom, beginning.whom),
        (Field::By, beginning.by.map(|day| day.to_string())),
    ];
    let mut placed = Vec::new();
    let mut written = joint.clone();
    for (field, words) in parts {
        let Some(words) = words else { continue };
        let value = Value::Said(field.words(&words).map_err(refused)?);
        let me = playbook::escalate::Author::First;
        let writing = written.write(field, value, me, &hand).map_err(refused)?;
        written.set(field, writing.clone());
        placed.push((field, writing));
    }
    let opening = Opening { peer, joint, placed, regardless: beginning.regardless };
    Ok(made.into_iter().chain([Command::Open(opening)]).collect())
}

/// The leader's name, as the plan knows them.
pub fn my_name(desk: &Desk) -> Option<String> {
    desk.notes().peers.plan().and_then(|plan| plan.me.clone())
}

/// The part that a word names, for whoever types it.
///
/// # Errors
/// If there is no such part.
pub fn part(word: &str, one: &Escalation) -> Result<Field, Stop> {
    let all =
        [Field::Question, Field::Whom, Field::By, Field::Tried, Field::Waiting, Field::Asked, Field::Slot];
    let me = one.me();
    let own = [Field::Position(me), Field::Restated(me), Field::Prior(me)];
    all.into_iter().chain(own).find(|field| field.word() == word).ok_or_else(|| {
        Stop::Usage(
            format!("the document has no part “{}”", shown(word)),
            "question, whom, by, position, restated, tried, waiting, asked, prior or slot".into(),
        )
    })
}

/// Words for a part, in their one form.
///
/// # Errors
/// If they are none.
pub fn said(field: Field, words: &str) -> Result<Value, Stop> {
    Ok(Value::Said(field.words(words).map_err(refused)?))
}

/// Of two versions that stand side by side, the leader's own or the other one.
///
/// # Errors
/// If no two stand there.
pub fn chosen(one: &Escalation, field: Field, is_mine: bool) -> Result<Value, Stop> {
    let by = if is_mine { one.me() } else { one.me().other() };
    let versions = one.joint().values(field);
    let chosen = versions.iter().find(|writing| writing.by == by).filter(|_| versions.len() > 1);
    chosen.map(|writing| writing.value.clone()).ok_or_else(|| {
        let fact = format!("no two versions of “{}” stand side by side", field.word());
        Stop::Usage(fact, format!("sideways escalate show {}", one.id()))
    })
}

/// What the leader writes into a part, signed.
///
/// # Errors
/// If the part is the other one's.
pub fn placed(one: &Escalation, field: Field, value: Value, hand: &Hand) -> Result<Vec<Placed>, Stop> {
    let writing = one.joint().write(field, value, one.me(), hand).map_err(refused_in(one))?;
    Ok(vec![(field, writing)])
}

/// What writes into a document that is not over.
///
/// # Errors
/// If it is over or its peer guarded, or what `wish` says.
pub fn writes(
    desk: &Desk,
    escalation: Id,
    today: Day,
    wish: impl FnOnce(&Escalation, &Hand) -> Result<Vec<Placed>, Stop>,
) -> Result<Vec<Command>, Stop> {
    let (hand, made) = hand(desk)?;
    desk.notes().escalations.open(escalation, &desk.notes().peers, today)?;
    let placed = wish(find(desk, escalation)?, &hand)?;
    Ok(made.into_iter().chain([Command::Write { escalation, placed }]).collect())
}

/// What makes a document ready to travel.
///
/// # Errors
/// If it is over, its peer guarded, or their key not compared.
pub fn sends(desk: &Desk, escalation: Id, way: Way, today: Day) -> Result<Vec<Command>, Stop> {
    let (_, made) = hand(desk)?;
    let one = desk.notes().escalations.to_send(escalation, &desk.notes().peers, today)?;
    match way {
        Way::Sealed => their_key(desk, one).map(|_| ())?,
        Way::Plain => desk.notes().joint_file(escalation).map(|_| ())?,
    }
    Ok(made.into_iter().chain([Command::Send { escalation, way }]).collect())
}

/// The file for the other author.
///
/// # Errors
/// If their key was not compared, or versions stand side by side in a plain one.
pub fn file(desk: &Desk, one: &Escalation, way: Way) -> Result<Vec<u8>, Stop> {
    match way {
        Way::Plain => Ok(desk.notes().joint_file(one.id())?.as_str().as_bytes().to_vec()),
        Way::Sealed => {
            let (hand, _) = hand(desk)?;
            let card = their_key(desk, one)?;
            let parcel = outward::parcel(one.joint(), one.me(), &card.marks, &hand);
            marks::seal_for(&card, &parcel).map_err(refused_in(one))
        }
    }
}

/// The key of the other author, once both compared it.
fn their_key(desk: &Desk, one: &Escalation) -> Result<Card, Stop> {
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

/// Whether a file that came is a plain one.
pub fn is_plain(content: &[u8]) -> bool {
    content.windows(12).take(4096).any(|window| window == b"- Document: ")
}

/// What takes in a sealed file that came, from a peer if one is meant and else from whoever signed it.
///
/// # Errors
/// If it is none, for somebody else, or from nobody whose key is known.
pub fn takes(desk: &Desk, content: &[u8], from: Option<Known>) -> Result<Vec<Command>, Stop> {
    let hand = desk.hand(&opened::screen());
    let hand = hand.ok_or_else(|| refused(Escalating::NoKey { name: "you".into() }))?;
    let opened = hand.open(content).map_err(refused)?;
    let (peer, parcel) = whose(desk, &opened, &hand.card().marks, from)?;
    Ok(vec![Command::Take { peer, parcel: Box::new(parcel), eye: Box::new(Eye) }])
}

/// Whose key signed a parcel, among peers whose key is known.
fn whose(desk: &Desk, opened: &[u8], mine: &[u8; 32], from: Option<Known>) -> Result<(Known, Parcel), Stop> {
    let notes = desk.notes();
    let mut why = Escalating::Malformed { fact: "nobody whose key you know has sent it".into() };
    for (peer, _) in notes.peers.everybody().filter(|(peer, _)| from.is_none_or(|from| from == *peer)) {
        let Some(theirs) = notes.escalations.theirs(&notes.peers, peer) else { continue };
        match Parcel::read(opened, &theirs.card.marks, mine, &Eye) {
            Ok(parcel) => return Ok((peer, parcel)),
            Err(refusal) if from.is_some() => why = refusal,
            Err(_) => {}
        }
    }
    Err(refused(why))
}

/// A plain file that came back: the document that it is, and what was changed in it.
///
/// # Errors
/// If it is no document of this notebook, or can't be read.
pub fn came_back<'a>(desk: &'a Desk, file: &str) -> Result<(&'a Escalation, Returned), Stop> {
    let one = desk.notes().escalations.all().find(|one| file.contains(&hex(&one.joint().id)));
    let one = one.ok_or_else(|| refused(Escalating::NotThisDocument))?;
    Ok((one, plain::read(one.joint(), one.me(), &one.files, file).map_err(refused_in(one))?))
}

/// What is recorded for somebody who sent a plain file back.
#[derive(Default)]
pub struct Recorded {
    /// What they wrote, and their agreement.
    pub placed: Vec<Placed>,
    /// What is not taken over as they meant it, a sentence each.
    pub remarks: Vec<String>,
}

/// Records what somebody changed in a plain file, and that they agree, where they agreed to exactly this text.
///
/// # Errors
/// If nothing of it can be taken over.
pub fn recorded(one: &Escalation, back: Returned, today: Day) -> Result<Recorded, Stop> {
    let them = one.me().other();
    let mut joint = one.joint().clone();
    let Recorded { mut placed, mut remarks } = Recorded::default();
    let mut record = |joint: &mut Joint, (field, writing): Placed| {
        joint.set(field, writing.clone());
        placed.push((field, writing));
    };
    for change in &back.changes {
        if let Some(writing) = change.recorded(&joint, them) {
            record(&mut joint, writing);
        }
        let heading = shown(&change.heading);
        match (change.is_taken, change.is_both) {
            (false, _) => {
                remarks.push(format!("“{heading}” is yours, or must stand there: it stays as it was."));
            }
            (true, true) => {
                remarks.push(format!("You both changed “{heading}”: both versions stand side by side."));
            }
            (true, false) => {}
        }
    }
    for heading in &back.kept {
        let heading = shown(heading);
        remarks.push(format!("“{heading}” was changed since this file went out: it stays as it is now."));
    }
    match back.agreed {
        Some(_) if back.changes.is_empty() && !back.kept.is_empty() => {
            return Err(refused_in(one)(Escalating::Outdated { headings: back.kept }));
        }
        Some(_) if !remarks.is_empty() => {
            remarks.push("Their agreement is to their version, so it is not counted as a mark.".into());
        }
        Some(words) => {
            let marked = joint.fair(them, today).and_then(|fair| {
                let fair = joint.record(fair, them);
                record(&mut joint, (Field::Fair(them), fair));
                let seen = joint.text()?.seen();
                joint.agreed(them, &seen, today, words)
            });
            match marked {
                Ok(mark) => {
                    let mark = joint.record(mark, them);
                    record(&mut joint, (Field::Mark(them), mark));
                }
                Err(refusal) => {
                    remarks.push(format!("Their agreement is not counted as a mark: {}.", refusal.fact()));
                }
            }
        }
        None => {}
    }
    if placed.is_empty() && !back.changes.is_empty() {
        return Err(refused_in(one)(Escalating::NotYours { name: one.my_name().to_owned() }));
    }
    Ok(Recorded { placed, remarks })
}

/// The text with both marks, each checked.
///
/// # Errors
/// If a mark is missing, or does not hold.
pub fn both(desk: &Desk, one: &Escalation) -> Result<BothMarked, Stop> {
    let notes = desk.notes();
    let known = notes.peers.known(one.opened.peer);
    let theirs = known.and_then(|known| notes.escalations.theirs(&notes.peers, known));
    // A key that was not compared proves nothing.
    let theirs = theirs.filter(|theirs| theirs.compared.is_some()).map(|theirs| theirs.card.marks);
    let mut keys = [theirs.unwrap_or_default(); 2];
    keys[one.me().at()] = notes.escalations.mine().map(|mine| mine.card.marks).unwrap_or_default();
    one.joint().both_marked(&keys, &Eye).map_err(refused_in(one))
}

/// What takes a document up.
///
/// # Errors
/// If it is over, or not marked by both.
pub fn takes_up(desk: &Desk, escalation: Id, today: Day) -> Result<Vec<Command>, Stop> {
    let one = desk.notes().escalations.open(escalation, &desk.notes().peers, today)?;
    Ok(vec![Command::TakeUp { escalation, both: Box::new(both(desk, one)?) }])
}

impl From<Escalating> for Stop {
    fn from(refusal: Escalating) -> Self {
        refused(refusal)
    }
}
