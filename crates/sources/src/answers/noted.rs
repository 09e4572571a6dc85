//! Answers that are kept elsewhere than beside the plan, each in lines of its own, as a file of answers has them.

use std::collections::HashSet;

use plan::{
    facts::{Change, Choice, Correction, Facts, Kind, Pair},
    names::{person_key, team_key, title_key},
    place::Place,
};

use super::{Answers, Entry, listed::At};
use crate::{Problem, text::Text};

/// What something that was answered or corrected speaks of: the last word on it is the one that counts.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Slot {
    /// Who says yes for it, or does it.
    Who(String),
    /// Whether two names are one person's.
    Pair(String, String),
    /// Whether a name is on the map.
    Name(String),
    /// A change of a crossing: only the same change, made again, takes its place.
    Crossing(Change, String, String),
}

impl Slot {
    /// Who says yes for a subject, or does it.
    pub fn who(subject: &str) -> Self {
        let key = team_key(subject);
        Self::Who(if key.is_empty() { subject.to_owned() } else { key })
    }

    /// Whether two names are one person's.
    pub fn pair(name: &str, other: &str) -> Self {
        let (name, other) = (person_key(name), person_key(other));
        if name <= other { Self::Pair(name, other) } else { Self::Pair(other, name) }
    }

    fn name(choice: &Choice) -> Self {
        Self::Name(person_key(&choice.name))
    }

    fn crossing(correction: &Correction) -> Self {
        Self::Crossing(correction.change, title_key(&correction.item), title_key(&correction.whom))
    }
}

/// Reads lines that are kept elsewhere. Their place is the whole of them: there is no file whose line could be named.
pub fn read_noted(text: &Text) -> (Facts, Vec<Problem>) {
    let (mut facts, mut problems) = super::read(text);
    let Facts { answers, same, different, corrections, choices, .. } = &mut facts;
    let places = answers
        .iter_mut()
        .map(|one| &mut one.place)
        .chain(same.iter_mut().chain(different).map(|one| &mut one.place))
        .chain(corrections.iter_mut().map(|one| &mut one.place))
        .chain(choices.iter_mut().map(|one| &mut one.place))
        .chain(problems.iter_mut().map(|problem| &mut problem.place));
    places.for_each(|place: &mut Place| (place.line, place.column) = (0, 0));
    for problem in &mut problems {
        problem.hint = Some("sideways corrections lists it, and takes it back".into());
    }
    (facts, problems)
}

/// Takes out of facts what newer ones speak of, too.
pub fn give_way(facts: &mut Facts, newer: &Facts) {
    let pairs = |facts: &Facts| -> Vec<Slot> {
        facts.same.iter().chain(&facts.different).map(|pair| Slot::pair(&pair.name, &pair.other)).collect()
    };
    let mut slots: HashSet<Slot> = pairs(newer).into_iter().collect();
    slots.extend(newer.answers.iter().map(|answer| Slot::who(&answer.subject)));
    slots.extend(newer.choices.iter().map(Slot::name));
    slots.extend(newer.corrections.iter().map(Slot::crossing));
    facts.answers.retain(|answer| !slots.contains(&Slot::who(&answer.subject)));
    facts.choices.retain(|choice| !slots.contains(&Slot::name(choice)));
    facts.corrections.retain(|correction| !slots.contains(&Slot::crossing(correction)));
    let stays = |pair: &Pair| !slots.contains(&Slot::pair(&pair.name, &pair.other));
    facts.same.retain(stays);
    facts.different.retain(stays);
}

/// Yeses that lines say are given: the item, whom, and the kind, where only one is meant.
pub fn given(lines: &str) -> Vec<(String, String, Option<Kind>)> {
    let (facts, _) = super::read(&Text::of(0, "", lines.to_owned()));
    let given = |correction: Correction| match correction.change {
        Change::Given(kind) => Some((correction.item, correction.whom, kind)),
        _ => None,
    };
    facts.corrections.into_iter().filter_map(given).collect()
}

impl Answers {
    /// Those that none of these lines would make again.
    #[must_use]
    pub fn without(&self, typed: &[&str]) -> Self {
        let text = Text::of(0, "", self.render());
        let mut left = self.clone();
        // The last first: entries of crossings and names are told by their position.
        for entry in self.entries(&text).iter().rev().filter(|entry| typed.contains(&entry.typed.as_str())) {
            left.take_back(entry);
        }
        left
    }

    /// Each answer and correction as lines of its own.
    pub fn apart(&self) -> Vec<String> {
        let one = |answers: Self| toml::to_string(&answers).unwrap_or_default();
        let pairs =
            |pairs: &std::collections::BTreeMap<String, super::Names>| -> Vec<(String, super::Names)> {
                let each = |(name, others): (&String, &super::Names)| -> Vec<(String, super::Names)> {
                    let of = |other: &String| (name.clone(), super::Names::One(other.clone()));
                    others.all().iter().map(of).collect()
                };
                pairs.iter().flat_map(each).collect()
            };
        let who = self
            .who
            .iter()
            .map(|(subject, name)| Self { who: [(subject.clone(), name.clone())].into(), ..Self::default() });
        let same = pairs(&self.same).into_iter().map(|pair| Self { same: [pair].into(), ..Self::default() });
        let different = pairs(&self.different)
            .into_iter()
            .map(|pair| Self { different: [pair].into(), ..Self::default() });
        let crossings =
            self.crossing.iter().map(|kept| Self { crossing: vec![kept.clone()], ..Self::default() });
        let names = self.name.iter().map(|named| Self { name: vec![named.clone()], ..Self::default() });
        who.chain(same).chain(different).chain(crossings).chain(names).map(one).collect()
    }
}

impl Entry {
    /// What it speaks of; nothing where it is not counted.
    pub fn slot(&self, answers: &Answers) -> Option<Slot> {
        match &self.at {
            At::Who(subject) => Some(Slot::who(subject)),
            At::Same(name, other) | At::Different(name, other) => Some(Slot::pair(name, other)),
            At::Crossing(at) => {
                let correction = answers.crossing.get(*at)?.correction(Place::default()).ok()?;
                Some(Slot::crossing(&correction))
            }
            At::Name(at) => Some(Slot::name(&answers.name.get(*at)?.choice(Place::default()).ok()?)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "[who]\nPAY = \"Dana\"\nSEARCH = \"Bo\"\n[same]\n\"D. Ortiz\" = \"Dana\"\n\
        [[crossing]]\ndo = \"reject\"\nfor = \"Form\"\nwhom = \"Pay\"\nbecause = \"agreed\"\n\
        [[name]]\ndo = \"without\"\nname = \"Tom\"\nbecause = \"x\"\n";

    fn noted(lines: &str) -> Facts {
        let (facts, problems) = read_noted(&Text::of(1, "notebook, entry 4", lines.into()));
        assert_eq!(problems, []);
        facts
    }

    #[test]
    fn m3b_the_last_word_on_something_counts_and_the_rest_stands() {
        let (mut facts, _) = super::super::read(&Text::of(0, "f", FILE.into()));
        for newer in [
            "[who]\n\"team pay\" = \"Ann\"",
            "[different]\ndana = \"d ortiz\"",
            "[[name]]\ndo = \"with\"\nname = \"tom\"\nbecause = \"y\"",
            "[[crossing]]\ndo = \"reject\"\nfor = \"form\"\nwhom = \"pay\"\nbecause = \"again\"",
        ] {
            let newer = noted(newer);
            give_way(&mut facts, &newer);
            facts.absorb(newer);
        }
        let who: Vec<&str> = facts.answers.iter().map(|answer| answer.name.as_str()).collect();
        assert_eq!(who, ["Bo", "Ann"]);
        assert_eq!((facts.same.len(), facts.different.len()), (0, 1));
        assert!(facts.choices.iter().all(|choice| choice.is_with));
        let why: Vec<&str> = facts.corrections.iter().map(|one| one.because.as_str()).collect();
        assert_eq!(why, ["again"]);
    }

    #[test]
    fn m3b_another_change_of_the_same_crossing_applies_after_the_first() {
        let mut facts =
            noted("[[crossing]]\ndo = \"reject\"\nfor = \"Form\"\nwhom = \"Pay\"\nbecause = \"x\"");
        let newer = noted(
            "[[crossing]]\ndo = \"add\"\nfor = \"Form\"\nwhom = \"Pay\"\nkind = \"date\"\nbecause = \"y\"",
        );
        give_way(&mut facts, &newer);
        assert_eq!(facts.corrections.len(), 1);
    }

    #[test]
    fn m3b_answers_kept_apart_are_the_same_answers() {
        let answers = Answers::parse(&Text::of(0, "f", FILE.into())).unwrap();
        let apart = answers.apart();
        assert_eq!(apart.len(), 5);
        let mut facts = Facts::default();
        apart.iter().for_each(|lines| facts.absorb(noted(lines)));
        let (whole, _) = read_noted(&Text::of(1, "notebook, entry 4", FILE.into()));
        let without_places = |facts: &Facts| {
            let who: Vec<_> =
                facts.answers.iter().map(|one| (one.subject.clone(), one.name.clone())).collect();
            (who, facts.same.len(), facts.corrections.len(), facts.choices.len())
        };
        assert_eq!(without_places(&facts), without_places(&whole));
    }

    #[test]
    fn m3b_every_entry_speaks_of_what_its_fact_speaks_of() {
        let text = Text::of(0, "f", FILE.into());
        let answers = Answers::parse(&text).unwrap();
        let (facts, _) = super::super::read(&text);
        let mut slots: HashSet<Slot> =
            answers.entries(&text).iter().filter_map(|entry| entry.slot(&answers)).collect();
        assert_eq!(slots.len(), 5);
        for slot in facts.answers.iter().map(|answer| Slot::who(&answer.subject)) {
            assert!(slots.remove(&slot));
        }
        assert!(
            slots.remove(&Slot::crossing(&facts.corrections[0]))
                && slots.remove(&Slot::name(&facts.choices[0]))
        );
        assert!(slots.remove(&Slot::pair("Dana", "D Ortiz")) && slots.is_empty());
    }

    #[test]
    fn what_is_given_is_known_without_a_plan() {
        let lines = "[[crossing]]\ndo = \"given\"\nfor = \"Form\"\nwhom = \"Pay\"\nkind = \"date\"";
        assert_eq!(given(lines), [("Form".into(), "Pay".into(), Some(Kind::Date))]);
        assert_eq!(given("[who]\nPAY = \"Dana\""), []);
    }
}
