//! What the leader corrected, with its names resolved; what names nothing becomes a finding.

use super::{
    Choice, Correction, Finding, ItemId, Need, Oddity, Side,
    build::{Builder, Hit},
};
use crate::{
    alike::closest,
    directory::{Directory, Whom},
    facts::{self, Change, Facts, Kind, Named, Owner, Ref, Strength},
    names::{person_key, title_key, typed},
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
        hint: format!("sideways corrections --undo {} takes it back", typed(&words.replace('"', ""))),
    }
}

/// The name that was perhaps meant, as the end of a fact.
fn meant<'a>(key: &str, known: impl Iterator<Item = (String, &'a str)>) -> String {
    let known: Vec<(String, &str)> = known.collect();
    let meant = closest(key, known.iter().map(|(key, name)| (key.as_str(), *name)));
    meant.map_or_else(String::new, |meant| format!("; did you mean “{meant}”?"))
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
            let item = match self.find(&Ref::Named(correction.item.as_str().into()), NOWHERE) {
                Hit::One(item) => item,
                Hit::Several(count, items) => {
                    self.note_several(correction, count, &items);
                    continue;
                }
                Hit::None => {
                    let meant = meant(&title_key(&correction.item), self.titles());
                    let fact = format!("no item called “{}” is in this plan{meant}", correction.item);
                    self.note_idle(&correction.words(), &correction.place, &fact);
                    continue;
                }
            };
            let Some(side) = self.side(correction).or_else(|| self.new_team(correction)) else {
                let meant = self.meant_whom(&correction.whom);
                let fact =
                    format!("no team, person or item called “{}” is in this plan{meant}", correction.whom);
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

    /// Titles of all items, each under the key by which it is found.
    fn titles(&self) -> impl Iterator<Item = (String, &str)> {
        self.nodes.iter().map(|node| (title_key(&node.item.title), node.item.title.as_str()))
    }

    /// The team, the person or the item whose name is nearest.
    fn meant_whom(&self, name: &str) -> String {
        let Directory { teams, people, .. } = &self.directory;
        let teams =
            self.directory.teams_called().map(|(key, team)| (key.to_owned(), teams[team.at()].name.as_str()));
        let people = self
            .directory
            .people_called()
            .map(|(key, person)| (key.to_owned(), people[person.at()].name.as_str()));
        meant(&title_key(name), teams.chain(people).chain(self.titles()))
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
            name: correction.whom.as_str().into(),
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
        let Hit::One(item) = self.find(&Ref::Named(correction.whom.as_str().into()), NOWHERE) else {
            return None;
        };
        let node = &self.nodes[item.at()];
        let key = title_key(&correction.whom);
        let is_whole = title_key(&node.item.title) == key || title_key(&node.id) == key;
        (is_whole || !matches!(correction.change, Change::Add(_))).then_some(Side::Item(item))
    }

    /// Whoever is added and not known is a team, as in a plan.
    fn new_team(&mut self, correction: &facts::Correction) -> Option<Side> {
        let named = Named { text: correction.whom.as_str().into(), place: correction.place.clone() };
        let is_added = matches!(correction.change, Change::Add(_)) && !correction.whom.trim().is_empty();
        is_added.then(|| Side::Whom(self.directory.whom(&Owner::Either(named))))
    }

    fn note_several(&mut self, correction: &facts::Correction, count: usize, items: &[ItemId]) {
        let lines: Vec<String> =
            items.iter().map(|item| self.nodes[item.at()].item.place.line.to_string()).collect();
        let fact = format!("“{}” fits {count} items (lines {})", correction.item, lines.join(", "));
        self.note_idle(&correction.words(), &correction.place, &fact);
        if let (Some(finding), Some(first)) = (self.findings.last_mut(), items.first()) {
            let first = &self.nodes[first.at()];
            let id = first.item.id.as_ref().unwrap_or(&first.id);
            finding.hint = format!("name the one you mean by its id, as in {}", typed(id));
        }
    }

    /// Names that are added or struck: people whom the plan or the directory names. The last word on a person counts.
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
                (None, None) if choice.is_with && self.is_way_in(&choice.name) => {
                    self.directory.person(&choice.name)
                }
                (None, None) => {
                    let people = self.directory.people_called();
                    let people = people.map(|(key, person)| (key, &self.directory.people[person.at()].name));
                    let people = people.map(|(key, name)| (key.to_owned(), name.as_str()));
                    let meant = meant(&person_key(&choice.name), people);
                    let fact =
                        format!("nobody called “{}” is in the plan or the directory{meant}", choice.name);
                    self.note_idle(&choice.words(), &choice.place, &fact);
                    continue;
                }
            };
            for earlier in self.choices.extract_if(.., |earlier| earlier.person == person) {
                let fact = "a correction of yours is not counted: a later word on the same person counts";
                self.findings.push(idle(&earlier.words, &earlier.place, fact));
            }
            self.choices.push(Choice {
                is_with: choice.is_with,
                person,
                words: choice.words(),
                because: choice.because.clone(),
                place: choice.place.clone(),
            });
        }
    }

    fn is_way_in(&self, name: &str) -> bool {
        let key = person_key(name);
        self.needs.iter().flat_map(|need| &need.through).any(|through| person_key(through) == key)
    }

    fn note_idle(&mut self, words: &str, place: &Place, fact: &str) {
        self.findings.push(idle(words, place, format!("a correction of yours fits nothing: {fact}")));
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::{
        facts::{Correction, Item, System, Team},
        network::Network,
    };

    fn correction(change: Change, item: &str, whom: &str) -> Correction {
        let (item, whom) = (item.to_owned(), whom.to_owned());
        Correction { change, item, whom, because: "so it is".into(), place: Place::default() }
    }

    /// Two items of the same title under two goals, a team with a leader, and a system of theirs.
    fn network(corrections: Vec<Correction>) -> Network {
        let item = |title: &str, parent: Option<usize>| Item {
            parent: parent.map(Ref::At),
            ..Item::new(title, Place::default())
        };
        let items = vec![
            item("Checkout", None),
            item("Payouts", None),
            item("Tests", Some(0)),
            item("Tests", Some(1)),
            item("Card vault", None),
        ];
        let leads = vec!["Dana Ortiz".to_owned()];
        let facts = Facts {
            items,
            teams: vec![Team { name: "Payments".into(), leads, ..Team::default() }],
            systems: vec![System { name: "ledger".into(), team: "Payments".into(), place: Place::default() }],
            corrections,
            ..Facts::default()
        };
        Network::build(&facts, date(2027, 1, 4))
    }

    #[test]
    fn m3b_a_correction_names_items_by_title_by_its_beginning_and_by_a_made_id() {
        let names = ["checkout", "Check", "Payouts / Tests"];
        let network = network(names.map(|name| correction(Change::Reject(None), name, "Payments")).to_vec());
        let items: Vec<ItemId> = network.corrections.iter().map(|correction| correction.item).collect();
        assert_eq!(items, [ItemId(0), ItemId(0), ItemId(3)]);
        assert_eq!(network.findings, []);
    }

    #[test]
    fn m3b_a_title_that_stands_twice_is_said_with_an_id_that_settles_it() {
        let network = network(vec![correction(Change::Reject(None), "Tests", "Payments")]);
        assert_eq!(network.corrections.len(), 0);
        let hint = &network.findings[0].hint;
        assert_eq!(hint, "name the one you mean by its id, as in \"Checkout / Tests\"");
    }

    #[test]
    fn m3b_the_other_side_is_a_system_a_team_a_person_or_an_item() {
        let names = ["Ledger", "payments team", "dana ortiz", "Card v"];
        let network = network(names.map(|name| correction(Change::Reject(None), "Checkout", name)).to_vec());
        let team = Side::Whom(Whom::Team(network.directory.find_team("Payments").unwrap()));
        let dana = Side::Whom(Whom::Person(network.directory.find_person("Dana Ortiz").unwrap()));
        let sides: Vec<Side> = network.corrections.iter().map(|correction| correction.side).collect();
        assert_eq!(sides, [team, team, dana, Side::Item(ItemId(4))]);
    }

    #[test]
    fn m3b_only_an_added_crossing_makes_a_team_and_a_need() {
        let network = network(vec![
            correction(Change::Add(Kind::Approval), "Checkout", "Card v"),
            correction(Change::Add(Kind::Date), "Checkout", "Card vault"),
            correction(Change::Given(None), "Checkout", "Nobody"),
        ]);
        let needs: Vec<(Option<usize>, Whom)> =
            network.needs.iter().map(|need| (need.added, need.whom)).collect();
        let new = Whom::Team(network.directory.find_team("Card v").unwrap());
        assert_eq!(needs, [(Some(0), new), (Some(1), Whom::Nobody)]);
        assert_eq!(network.findings.len(), 1);
        assert_eq!(network.directory.find_team("Nobody"), None);
    }

    #[test]
    fn m3b_a_correction_is_typed_as_it_is_taken_in() {
        let rekind = Change::Rekind { from: Some(Kind::Date), to: Kind::Touch };
        assert_eq!(
            correction(rekind, "Check out", "PAY").line("so it is"),
            "sideways crossing rekind \"Check out\" PAY --kind date --as touch --because \"so it is\""
        );
        assert_eq!(
            correction(Change::Given(None), "-5 %", "PAY").line(""),
            "sideways crossing given -- \"-5 %\" PAY"
        );
    }
}
