//! What the leader corrected, with its names resolved; what names nothing becomes a finding.

use super::{
    Choice, Correction, Finding, ItemId, Need, Oddity, Side,
    build::{Builder, Hit},
};
use crate::{
    directory::Whom,
    facts::{self, Change, Facts, Kind, Named, Owner, Ref, Strength},
    names::{title_key, typed},
    place::Place,
};

/// Beside no item: a name that fits several is not settled by where it is written.
const NOWHERE: ItemId = ItemId(u32::MAX);

impl Change {
    /// The word that makes it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Add(_) => "add",
            Self::Reject(_) => "reject",
            Self::Rekind { .. } => "rekind",
            Self::Given(_) => "given",
        }
    }

    /// The kind of crossing that it is about; every kind where absent.
    pub fn kind(self) -> Option<Kind> {
        match self {
            Self::Add(kind) => Some(kind),
            Self::Reject(kind) | Self::Given(kind) | Self::Rekind { from: kind, .. } => kind,
        }
    }
}

impl facts::Correction {
    /// What it is in few words, as it is typed, without its reason. They take it back, too.
    pub fn words(&self) -> String {
        self.typed("")
    }

    /// The line that makes it, with this reason.
    pub fn line(&self, because: &str) -> String {
        let reason =
            if because.is_empty() { String::new() } else { format!(" --because {}", typed(because)) };
        format!("sideways {}", self.typed(&reason))
    }

    fn typed(&self, reason: &str) -> String {
        let (item, whom) = (typed(&self.item), typed(&self.whom));
        let kind = self.change.kind().map_or(String::new(), |kind| format!(" --kind {}", kind.word()));
        let new = match self.change {
            Change::Rekind { to, .. } => format!(" --as {}", to.word()),
            _ => String::new(),
        };
        // What begins with a dash would be taken for an option.
        match self.item.starts_with('-') || self.whom.starts_with('-') {
            true => format!("crossing {}{kind}{new}{reason} -- {item} {whom}", self.change.word()),
            false => format!("crossing {} {item} {whom}{kind}{new}{reason}", self.change.word()),
        }
    }
}

impl facts::Choice {
    /// What it is in few words, without its reason. They take it back, too.
    pub fn words(&self) -> String {
        format!("{} {}", if self.is_with { "with" } else { "without" }, typed(&self.name))
    }
}

/// A correction, by the words that make it, that can't be kept to: the fact, and the line that takes it back.
pub fn idle(words: &str, place: &Place, fact: impl Into<String>) -> Finding {
    Finding {
        oddity: Oddity::IdleCorrection,
        item: None,
        name: words.to_owned(),
        place: place.clone(),
        fact: fact.into(),
        hint: Some(format!("sideways corrections --undo {} takes it back", typed(&words.replace('"', "")))),
    }
}

impl Builder {
    /// Teams that only an added crossing names, so that an answer can say who leads them.
    pub(super) fn teams_of_corrections(&mut self, facts: &Facts, is_answered: impl Fn(&str) -> bool) {
        for correction in facts.corrections.iter().filter(|correction| !is_answered(&correction.whom)) {
            if matches!(correction.change, Change::Add(_)) && self.side(correction).is_none() {
                self.directory.team(&correction.whom, &correction.place);
            }
        }
    }

    /// Corrections of crossings. An added one is a need that the leader states.
    pub(super) fn corrections(&mut self, facts: &Facts) {
        for correction in &facts.corrections {
            let item = match self.find(&Ref::Named(correction.item.clone()), NOWHERE) {
                Hit::One(item) => item,
                Hit::Several(items) => {
                    self.note_several(correction, &items);
                    continue;
                }
                Hit::None => {
                    let fact = format!("no item called “{}” is in this plan", correction.item);
                    self.note_idle(&correction.words(), &correction.place, &fact);
                    continue;
                }
            };
            let Some(side) = self.side(correction).or_else(|| self.new_team(correction)) else {
                let fact = format!("no team, person or item called “{}” is in this plan", correction.whom);
                self.note_idle(&correction.words(), &correction.place, &fact);
                continue;
            };
            if let Change::Add(kind) = correction.change {
                self.add(correction, item, side, kind);
            }
            self.corrections.push(Correction {
                change: correction.change,
                item,
                side,
                words: correction.words(),
                because: correction.because.clone(),
                place: correction.place.clone(),
            });
        }
    }

    fn add(&mut self, correction: &facts::Correction, item: ItemId, side: Side, kind: Kind) {
        let whom = match side {
            Side::Whom(whom) => whom,
            Side::Item(theirs) => self.doer(theirs),
        };
        self.needs.push(Need {
            item,
            kind,
            whom,
            name: correction.whom.clone(),
            strength: Strength::Stated,
            through: Vec::new(),
            given: false,
            place: correction.place.clone(),
            added: Some(self.corrections.len()),
        });
    }

    fn doer(&self, item: ItemId) -> Whom {
        let node = &self.nodes[item.at()];
        let team = node.stated.first().map(|team| Whom::Team(*team));
        team.or_else(|| node.people.first().map(|person| Whom::Person(*person))).unwrap_or(Whom::Nobody)
    }

    /// Whom a correction names: a team, a person or a system, else an item of theirs. Whom a leader adds is an item only
    /// by its whole title or id.
    fn side(&self, correction: &facts::Correction) -> Option<Side> {
        if let Some(whom) = self.directory.known(&correction.whom) {
            return Some(Side::Whom(whom));
        }
        let Hit::One(item) = self.find(&Ref::Named(correction.whom.clone()), NOWHERE) else { return None };
        let node = &self.nodes[item.at()];
        let key = title_key(&correction.whom);
        let is_whole = title_key(&node.item.title) == key || title_key(&node.id) == key;
        (is_whole || !matches!(correction.change, Change::Add(_))).then_some(Side::Item(item))
    }

    /// Whoever is added and not known is a team, as in a plan.
    fn new_team(&mut self, correction: &facts::Correction) -> Option<Side> {
        let named = Named { text: correction.whom.clone(), place: correction.place.clone() };
        let is_added = matches!(correction.change, Change::Add(_)) && !correction.whom.trim().is_empty();
        is_added.then(|| Side::Whom(self.directory.whom(&Owner::Either(named))))
    }

    fn note_several(&mut self, correction: &facts::Correction, items: &[ItemId]) {
        let lines: Vec<String> =
            items.iter().take(4).map(|item| self.nodes[item.at()].item.place.line.to_string()).collect();
        let fact = format!("“{}” fits {} items (lines {})", correction.item, items.len(), lines.join(", "));
        self.note_idle(&correction.words(), &correction.place, &fact);
        if let (Some(finding), Some(first)) = (self.findings.last_mut(), items.first()) {
            let first = &self.nodes[first.at()];
            let id = first.item.id.as_ref().unwrap_or(&first.id);
            finding.hint = Some(format!("name the one you mean by its id, as in {}", typed(id)));
        }
    }

    /// Names that are added or struck. Whoever is added and not known is a person.
    pub(super) fn choices(&mut self, facts: &Facts) {
        for choice in &facts.choices {
            let known = self.directory.find_person(&choice.name);
            let person = match (known, self.directory.find_team(&choice.name)) {
                (Some(person), _) => person,
                (None, Some(_)) => {
                    let fact = format!("“{}” is a team, and the map names people", choice.name);
                    self.note_idle(&choice.words(), &choice.place, &fact);
                    continue;
                }
                (None, None) if choice.is_with && !choice.name.trim().is_empty() => {
                    self.directory.person(&choice.name)
                }
                (None, None) => {
                    let fact = format!("nobody called “{}” is in the plan or the directory", choice.name);
                    self.note_idle(&choice.words(), &choice.place, &fact);
                    continue;
                }
            };
            self.choices.retain(|earlier| earlier.person != person);
            self.choices.push(Choice {
                is_with: choice.is_with,
                person,
                words: choice.words(),
                because: choice.because.clone(),
                place: choice.place.clone(),
            });
        }
    }

    fn note_idle(&mut self, words: &str, place: &Place, fact: &str) {
        self.findings.push(idle(words, place, format!("a correction of yours fits nothing: {fact}")));
    }
}
