//! What of a plan does not fit together, said as findings.

use super::{Finding, ItemId, Oddity, build::Builder, compare_ranks};
use crate::{
    directory::Whom,
    facts::{Facts, Item, Link, LinkKind, Ref},
    names::typed,
    place::Place,
    same,
};

/// Of so many findings a link to nothing says what was perhaps meant.
const MOST_HINTED: usize = 100;

impl Builder {
    /// Answers about a team that nothing in the plan needs or bears.
    pub(super) fn note_idle_answers(&mut self, facts: &Facts) {
        for answer in &facts.answers {
            let Some(team) = self.directory.find_team(&answer.subject) else { continue };
            let is_described = self.directory.teams[team.at()].is_described;
            let is_needed = self.needs.iter().any(|need| need.whom == Whom::Team(team));
            if !is_described && !is_needed && self.nodes.iter().all(|node| !node.stated.contains(&team)) {
                self.findings.push(Finding {
                    oddity: Oddity::IdleAnswer,
                    item: None,
                    name: answer.subject.clone(),
                    place: answer.place.clone(),
                    fact: format!("the answer for “{}” fits nothing in this plan", answer.subject),
                    hint: format!("sideways who {} --forget takes it back", typed(&answer.subject)),
                });
            }
        }
    }

    /// What the leader said of names and is not applied, or changes nothing.
    pub(super) fn note_merges(&mut self, facts: &Facts) {
        for (at, fault) in &self.directory.same().faults {
            let Some(pair) = facts.same.get(*at) else { continue };
            let of_teams = matches!(fault, same::Fault::Team)
                && [&pair.name, &pair.other].iter().all(|name| self.directory.find_team(name).is_some());
            let makes = match of_teams {
                true => format!(
                    "; sideways who {} {} makes one team of both",
                    typed(&pair.name),
                    typed(&pair.other)
                ),
                false => String::new(),
            };
            self.findings.push(Finding {
                oddity: Oddity::IdleAnswer,
                item: None,
                name: pair.name.clone(),
                place: pair.place.clone(),
                fact: fault.fact(pair),
                hint: format!(
                    "{} takes it back{makes}",
                    same::command(&pair.name, "--forget --same-as", &pair.other)
                ),
            });
        }
    }

    pub(super) fn note_duplicate(&mut self, first: ItemId, key: &str, again: &Item) {
        let known = &self.nodes[first.at()].item.place;
        let line = known.line;
        let first_on = match known.file == again.place.file {
            true => format!("first on line {line}"),
            false => format!("first on line {line} of another file"),
        };
        self.findings.push(Finding {
            oddity: Oddity::DuplicateId,
            item: Some(first),
            name: key.to_owned(),
            place: again.place.clone(),
            fact: format!("“{key}” stands here again ({first_on}); this one is not counted"),
            hint: "if it is another piece of work, give it an id of its own; else take one of them out"
                .into(),
        });
    }

    pub(super) fn note_dangling(&mut self, link: &Link, reference: &Ref, item: Option<ItemId>) {
        let Ref::Named(name) = reference else { return };
        if self.findings.len() < MOST_HINTED {
            self.dangling.push((self.findings.len(), name.to_string()));
        }
        self.findings.push(Finding {
            oddity: Oddity::DanglingLink,
            item,
            name: name.to_string(),
            place: link.place.clone(),
            fact: format!("“{name}” is waited for and is not in the plan"),
            hint: "read the file that has it, too, or take the link out".into(),
        });
    }

    /// Notes a name that fits so many items, of which the first are given.
    pub(super) fn note_ambiguous(&mut self, reference: &Ref, count: usize, first: &[ItemId], place: &Place) {
        let Ref::Named(name) = reference else { return };
        let lines: Vec<String> =
            first.iter().map(|item| self.nodes[item.at()].item.place.line.to_string()).collect();
        self.findings.push(Finding {
            oddity: Oddity::AmbiguousName,
            item: None,
            name: name.to_string(),
            place: place.clone(),
            fact: format!("“{name}” fits {count} items (lines {}); the link is left out", lines.join(", ")),
            hint: "give the one you mean an id, as in “id LEDGER”".into(),
        });
    }

    /// Links win over ranks; where they contradict each other, it is said.
    pub(super) fn note_inversions(&mut self) {
        for edge in &self.edges {
            let (earlier, later) = (&self.nodes[edge.earlier.at()], &self.nodes[edge.later.at()]);
            let open = !earlier.item.state.is_over() && !later.item.state.is_over();
            let same_team = earlier.team.is_some() && earlier.team == later.team;
            let ranked = |item: ItemId| (self.nodes[item.at()].item.rank.as_deref(), item);
            let waits = edge.kind == LinkKind::FinishStart && !edge.is_part;
            if open && same_team && waits && compare_ranks(ranked(edge.later), ranked(edge.earlier)).is_lt() {
                self.findings.push(Finding {
                    oddity: Oddity::Inversion,
                    item: Some(edge.later),
                    name: String::new(),
                    place: later.item.place.clone(),
                    fact: format!(
                        "“{}” is ranked before “{}” and waits for it; the link wins",
                        later.item.title, earlier.item.title
                    ),
                    hint: "rank it behind what it waits for, or take the link out".into(),
                });
            }
        }
    }
}
