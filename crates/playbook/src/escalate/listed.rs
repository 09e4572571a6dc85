//! What the owner sees of escalations: where each stands, what is to be done next, and what earlier ones bought (rule E6).

use plan::names::person_key;
use serde::Serialize;

use super::{Author, Escalation, Escalations, Field, Life, Value, gate, waiting::Curve};
use crate::{
    moment::{Day, Id},
    privacy::OwnersScreen,
    words::{on_one_line, stopped},
};

/// Days of a year.
const YEAR: i64 = 365;

/// An escalation in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Listed {
    /// Its name.
    pub escalation: Id,
    /// The other author, as they stand in the document.
    pub name: String,
    /// The question; empty where two versions stand side by side.
    pub question: String,
    /// Where it stands.
    pub life: Life,
    /// What is to be done next, if anything.
    pub next: Option<Next>,
}

/// What is to be done next.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Next {
    /// A sentence that begins with a verb.
    pub sentence: String,
    /// Why.
    pub reason: &'static str,
    /// The command that does it.
    pub command: String,
    /// Since when.
    pub since: Day,
}

/// All escalations on a day.
pub fn listed(all: &Escalations, today: Day) -> Vec<Listed> {
    let one = |one: &Escalation| Listed {
        escalation: one.id(),
        name: one.their_name().to_owned(),
        question: question(one),
        life: one.life(today),
        next: next(one, today),
    };
    all.all().map(one).collect()
}

/// The question on one line.
pub fn question(one: &Escalation) -> String {
    one.joint().said(Field::Question).map_or_else(String::new, |words| on_one_line(words.as_str()))
}

/// One escalation, whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Shown {
    /// As in a list.
    #[serde(flatten)]
    pub listed: Listed,
    /// Its parts, and the slot.
    pub parts: Vec<Part>,
    /// Parts that are still missing, as the command line calls them.
    pub lacks: Vec<&'static str>,
    /// Both authors.
    pub authors: [Stands; 2],
    /// Who holds what to be fair, and who marked the text, a sentence each.
    pub marks: Vec<String>,
    /// Why it was opened though it was too early.
    pub regardless: Option<String>,
    /// Invitations that nobody answered: when, and by when.
    pub unanswered: Vec<(Day, Day)>,
    /// What waiting cost when it was opened; it is no part of the text.
    pub waiting: Option<Curve>,
    /// What was decided.
    pub decided: Option<String>,
    /// What the one who lost does next.
    pub followed: Option<String>,
    /// The same text as both see it; none where versions stand side by side.
    pub text: Option<String>,
    /// What stands for that text where somebody says that they saw it.
    pub seen: Option<String>,
}

/// Where one of the authors stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Stands {
    /// Their name in the document.
    pub name: String,
    /// Whether it is the leader.
    pub is_you: bool,
    /// Since when they hold the position of the other one, as it stands, to be fairly stated.
    pub fair: Option<Day>,
    /// When they marked the text as it stands.
    pub marked: Option<Day>,
    /// When they marked a text that was changed since: that mark is void.
    pub void: Option<Day>,
}

/// A part of the document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Part {
    /// What the command line calls it.
    pub part: &'static str,
    /// Its heading.
    pub heading: String,
    /// The author who alone writes it; none where both may.
    pub owner: Option<String>,
    /// What stands there; several where versions stand side by side, each with its writer.
    pub versions: Vec<Version>,
}

impl Part {
    /// Whether an author of this name writes it.
    pub fn is_open_to(&self, name: &str) -> bool {
        self.owner.as_ref().is_none_or(|owner| owner == name)
    }
}

/// A version of a part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Version {
    /// Who wrote it.
    pub by: String,
    /// What.
    pub words: String,
}

/// One escalation, whole.
pub fn shown(one: &Escalation, all: &Escalations, today: Day, screen: &OwnersScreen) -> Shown {
    let joint = one.joint();
    let whom = joint.said(Field::Whom).map_or("whoever decides", |words| words.as_str());
    let part = |field: Field| {
        let version = |writing: &super::Writing| Version {
            by: joint.names[writing.by.at()].as_str().to_owned(),
            words: match &writing.value {
                Value::Said(words) => words.as_str().to_owned(),
                Value::Seen(_) | Value::Nothing => String::new(),
            },
        };
        let versions: Vec<Version> = joint.values(field).into_iter().map(version).collect();
        let is_there = !versions.is_empty() || !field.is_offered();
        let owner = field.owner().map(|owner| joint.names[owner.at()].as_str().to_owned());
        let heading = field.heading(&joint.names, whom);
        is_there.then(|| Part { part: field.word(), heading, owner, versions })
    };
    let text = joint.text().ok();
    let listed = listed(all, today).into_iter().find(|listed| listed.escalation == one.id());
    let listed = listed.unwrap_or_else(|| Listed {
        escalation: one.id(),
        name: one.their_name().to_owned(),
        question: question(one),
        life: one.life(today),
        next: None,
    });
    Shown {
        listed,
        parts: Field::TEXT.into_iter().chain([Field::Slot]).filter_map(part).collect(),
        lacks: joint.lacks().into_iter().map(Field::word).collect(),
        authors: Author::BOTH.map(|author| stands(one, author)),
        marks: Author::BOTH.iter().flat_map(|author| marks(one, *author)).collect(),
        regardless: one.opened.regardless.as_ref().map(|because| because.reveal(screen).clone()),
        unanswered: one.unanswered(),
        waiting: one.cost.as_ref().map(|cost| gate::curve(cost, today)),
        decided: one.decided.as_ref().map(|decided| format!("{}: {}", decided.on, decided.what.get())),
        followed: one.followed.as_ref().map(|followed| followed.next.reveal(screen).clone()),
        seen: text.as_ref().map(super::text::Text::seen),
        text: text.map(|text| text.markdown),
    }
}

fn stands(one: &Escalation, author: Author) -> Stands {
    let joint = one.joint();
    let marked = joint.marked(author).map(|(_, seen)| seen.on);
    let last = joint.values(Field::Mark(author)).into_iter().find_map(|writing| match &writing.value {
        Value::Seen(seen) => Some(seen.on),
        _ => None,
    });
    Stands {
        name: joint.names[author.at()].as_str().to_owned(),
        is_you: author == one.me(),
        fair: joint.is_fair(author).map(|seen| seen.on),
        marked,
        void: last.filter(|_| marked.is_none()),
    }
}

fn marks(one: &Escalation, author: Author) -> [String; 2] {
    let joint = one.joint();
    let (name, other) = (joint.names[author.at()].as_str(), joint.names[author.other().at()].as_str());
    let fair = match joint.is_fair(author) {
        Some(seen) => format!("{name} holds the position of {other} to be fairly stated, since {}.", seen.on),
        None => format!("{name} has not said that the position of {other} is fairly stated."),
    };
    let mark = match joint.marked(author) {
        Some((_, seen)) => match &seen.said {
            Some(words) => {
                format!("{name} agreed to this text on {}: “{}”", seen.on, on_one_line(words.as_str()))
            }
            None => format!("{name} marked this text on {}.", seen.on),
        },
        None => format!("{name} has not marked this text."),
    };
    [fair, mark]
}

/// What is to be done next on a day; nothing while the other one is to answer.
pub fn next(one: &Escalation, today: Day) -> Option<Next> {
    let (id, name) = (one.id(), one.their_name());
    let since = one.heard.unwrap_or(one.opened.on).max(one.opened.on);
    let next = |sentence: String, reason: &'static str, command: String, since: Day| {
        Some(Next { sentence, reason, command: format!("sideways escalate {command}"), since })
    };
    let life = one.life(today);
    if matches!(life, Life::Marked | Life::Slot | Life::TakenUp { .. })
        && let Some(field) = one.keeps_back()
    {
        let reason = match field {
            Field::Slot => "They don't know the time of the meeting yet, and take it up as you do.",
            _ => "They have not got your mark, and can't take it up without it.",
        };
        let sentence = format!("Send the document to {name} once more.");
        return next(sentence, reason, format!("send {id} FILE"), since);
    }
    match life {
        Life::Closed { .. } | Life::Aftermath { .. } => None,
        Life::Outside { since } => next(
            format!("Close the document with {name}: two invitations were not answered."),
            "This lies outside the playbook.",
            format!("close {id} --because \"...\""),
            since,
        ),
        Life::Decided { on } => next(
            format!("Note what the one who lost does next, on your question with {name}."),
            "A decision has an aftermath.",
            format!("after {id} \"...\""),
            on,
        ),
        Life::TakenUp { on } => next(
            format!("Note what was decided on your question with {name}."),
            "It went up, and nothing says what came of it.",
            format!("decided {id} \"...\""),
            on,
        ),
        Life::Slot => {
            let sentence = format!("Take up what you and {name} marked, together.");
            next(
                sentence,
                "Both marked it, and all three have a time.",
                format!("up {id} --out FOLDER"),
                since,
            )
        }
        Life::Marked => {
            let sentence = format!("Find a time for all three, on your question with {name}.");
            next(sentence, "Both marked it.", format!("slot {id} \"wed 10:00\""), since)
        }
        Life::Drafted | Life::Positions => writing(one, today, since),
    }
}

/// What is to be done while it is being written.
fn writing(one: &Escalation, today: Day, since: Day) -> Option<Next> {
    let (id, name, me, joint) = (one.id(), one.their_name(), one.me(), one.joint());
    let next = |sentence: String, reason: &'static str, command: String, since: Day| {
        Some(Next { sentence, reason, command: format!("sideways escalate {command}"), since })
    };
    if let Some(field) = joint.conflicts().first() {
        let word = field.word();
        let sentence = format!("Settle the two versions of “{word}” with {name}.");
        return next(sentence, "Both wrote it at once.", format!("show {id}"), since);
    }
    let lacks = joint.lacks();
    if let Some(field) = lacks.iter().find(|field| field.owner().is_none_or(|owner| owner == me)) {
        let (word, what) = match field {
            Field::Position(_) => ("position", "your position".to_owned()),
            Field::Prior(_) => ("prior", "whether you spoke about it before".to_owned()),
            field => (field.word(), format!("“{}”", field.word())),
        };
        let sentence = format!("Write {what} in the document with {name}.");
        return next(sentence, "The text is not whole.", format!("write {id} {word} \"...\""), since);
    }
    if joint.is_fair(me).is_none() && joint.said(Field::Position(me.other())).is_some() {
        let sentence = format!("Say whether {name}'s position is fairly stated.");
        return next(sentence, "Each says so of the other's.", format!("fair {id}"), since);
    }
    if lacks.is_empty() && joint.marked(me).is_none() {
        let sentence = format!("Read the text with {name} once more, and mark it.");
        return next(sentence, "Your mark is missing.", format!("mark {id}"), since);
    }
    match one.unanswered().last() {
        Some((_, by)) if *by >= today => None,
        Some((_, by)) => next(
            format!("Invite {name} once more: they were asked to answer by {by}."),
            "Two invitations without an answer end it.",
            format!("invite {id}"),
            by.plus(1),
        ),
        None => next(
            format!("Send the document to {name}, and invite them to answer."),
            "They write their position, and mark the text.",
            format!("send {id} FILE"),
            since,
        ),
    }
}

/// What earlier escalations with the same decider bought, in the year before a day: escalations are spending (rule E6).
pub fn earlier(all: &Escalations, whom: &str, but: Option<Id>, today: Day) -> Option<String> {
    const NTH: [&str; 6] = ["first", "second", "third", "fourth", "fifth", "sixth"];
    let key = person_key(whom);
    let is_same = |one: &&Escalation| {
        let theirs = one.joint().said(Field::Whom).map(|words| person_key(words.as_str()));
        let is_recent = one.taken_up.as_ref().is_some_and(|(on, _)| on.until(today) <= YEAR);
        theirs.as_ref() == Some(&key) && is_recent && Some(one.id()) != but
    };
    let before: Vec<&Escalation> = all.all().filter(is_same).collect();
    let nth = NTH.get(before.len()).copied().unwrap_or("seventh or later");
    let bought = |one: &&Escalation| {
        let on = one.taken_up.as_ref().map_or(one.opened.on, |(on, _)| *on);
        match &one.decided {
            Some(decided) => format!("On {on}: {}", stopped(&on_one_line(decided.what.get()))),
            None => format!("On {on}: nothing was decided yet."),
        }
    };
    let told: Vec<String> = before.iter().map(bought).collect();
    (!before.is_empty()).then(|| format!("This is the {nth} with {whom} within a year. {}", told.join(" ")))
}
