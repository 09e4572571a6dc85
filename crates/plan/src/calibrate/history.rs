//! Finished items that bear both estimate and actual, in the order in which they were finished.

use std::collections::HashSet;

use jiff::civil::Date;

use crate::{
    calendar::Ticks,
    facts::{Estimate, Facts, State, Strength},
    names::{team_key, title_key},
    network::{ItemId, Network, Node},
    place::Place,
};

/// A ratio of actual to estimate beyond this counts as this, and one below one over it as that.
pub const MOST_RATIO: f64 = 100.0;

/// A finished item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finished {
    /// What tells it from others: its id and title.
    pub key: String,
    /// What it was estimated to take, above 0; of three points the likely one.
    pub estimate: Ticks,
    /// What it took, above 0.
    pub actual: Ticks,
    /// Its team's key.
    pub team: Option<String>,
    /// When it was finished, where that is known.
    pub day: Option<Date>,
    /// Whether its estimate only follows from points, sizes or dates.
    pub is_derived: bool,
    /// Where it stands.
    pub place: Place,
}

impl Finished {
    /// A finished item of no team, on no known day. Lengths above 0.
    pub fn new(key: impl Into<String>, estimate: Ticks, actual: Ticks) -> Self {
        Self {
            key: key.into(),
            estimate,
            actual,
            team: None,
            day: None,
            is_derived: false,
            place: Place::default(),
        }
    }

    /// Actual over estimate, above 0.
    pub fn ratio(&self) -> f64 {
        f64::from(self.actual) / f64::from(self.estimate)
    }

    /// Whether its ratio is beyond [`MOST_RATIO`] either way.
    pub fn is_absurd(&self) -> bool {
        !(1.0 / MOST_RATIO..=MOST_RATIO).contains(&self.ratio())
    }

    /// The logarithm of its ratio, within [`MOST_RATIO`].
    pub(super) fn log(&self) -> f64 {
        libm::log(self.ratio().clamp(1.0 / MOST_RATIO, MOST_RATIO))
    }

    /// The team and the calendar quarter, within which luck is taken as shared.
    pub(super) fn group(&self) -> Option<(&str, Option<(i16, i8)>)> {
        let quarter = self.day.map(|day| (day.year(), (day.month() - 1) / 3));
        self.team.as_deref().map(|team| (team, quarter))
    }
}

/// Finished items that say nothing, and the first of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// How many.
    pub count: usize,
    /// Where the first of them stands.
    pub first: Option<Place>,
}

impl LeftOut {
    fn note(&mut self, place: &Place) {
        self.count += 1;
        self.first.get_or_insert_with(|| place.clone());
    }
}

/// Finished items.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History {
    /// Those that bear both estimate and actual, in the order in which they were finished.
    pub items: Vec<Finished>,
    /// Those that bear no estimate above 0.
    pub no_estimate: LeftOut,
    /// Those that bear an estimate and no actual above 0.
    pub no_actual: LeftOut,
    /// How many were known already and count once.
    pub twice: usize,
}

impl History {
    /// A history of these items; those of unknown day come first, in the order in which they are given.
    pub fn new(mut items: Vec<Finished>) -> Self {
        items.sort_by_key(|item| item.day);
        Self { items, ..Self::default() }
    }

    /// The finished items of a plan. One whose parts bear estimates is not counted beside them.
    pub fn of(network: &Network) -> Self {
        let mut history = Self::default();
        for node in network.ids().map(|id| network.node(id)).filter(|node| !is_summed(network, node)) {
            let State::Done(day) = node.item.state else { continue };
            let estimate = match node.item.estimate {
                Some(Estimate::One(length) | Estimate::Three { likely: length, .. }) => length,
                None => 0,
            };
            match (estimate, node.item.took.unwrap_or(0)) {
                (..=0, _) => history.no_estimate.note(&node.item.place),
                (_, ..=0) => history.no_actual.note(&node.item.place),
                (estimate, actual) => history.items.push(Finished {
                    team: node.team.map(|team| team_key(&network.directory.teams[team.at()].name)),
                    day,
                    is_derived: node.item.estimate_strength < Strength::Stated,
                    place: node.item.place.clone(),
                    ..Finished::new(format!("{}\n{}", node.id, title_key(&node.item.title)), estimate, actual)
                }),
            }
        }
        Self { items: Self::new(history.items).items, ..history }
    }

    /// The finished items of files beside a plan, whose teams and people are those of the plan, too.
    pub fn beside(files: Facts, plan: &Facts, as_of: Date) -> Self {
        let mut facts = Facts {
            teams: plan.teams.clone(),
            projects: plan.projects.clone(),
            people: plan.people.clone(),
            team_aliases: plan.team_aliases.clone(),
            ..Facts::default()
        };
        facts.absorb(files);
        Self::of(&Network::build(&facts, as_of))
    }

    /// These items and others; what stands in both counts once, as it stands here.
    pub fn and(mut self, others: &Self) -> Self {
        let known: HashSet<&str> = self.items.iter().map(|item| item.key.as_str()).collect();
        let new: Vec<Finished> =
            others.items.iter().filter(|item| !known.contains(item.key.as_str())).cloned().collect();
        self.twice += others.items.len() - new.len();
        self.items.extend(new);
        self.items.sort_by_key(|item| item.day);
        self
    }

    /// Items whose ratio is clipped.
    pub fn absurd(&self) -> LeftOut {
        let mut absurd = LeftOut::default();
        self.items.iter().filter(|item| item.is_absurd()).for_each(|item| absurd.note(&item.place));
        absurd
    }
}

/// Whether an item's length is the sum of its parts'.
fn is_summed(network: &Network, node: &Node) -> bool {
    let bears = |part: &ItemId| network.node(*part).item.estimate.is_some();
    node.children.iter().any(bears)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::{
        calendar::DAY,
        facts::{Item, Named, Owner, Ref},
    };

    fn item(id: &str, estimate: Ticks, took: Ticks, on: Option<Date>) -> Item {
        Item {
            id: Some(id.into()),
            estimate: (estimate > 0).then_some(Estimate::One(estimate)),
            took: (took > 0).then_some(took),
            state: State::Done(on),
            owners: vec![Owner::Team(Named { text: "Team Booking".into(), place: Place::default() })],
            ..Item::new(format!("Title of {id}"), Place { line: 7, ..Place::default() })
        }
    }

    fn history(items: Vec<Item>) -> History {
        History::beside(Facts { items, ..Facts::default() }, &Facts::default(), date(2027, 1, 4))
    }

    #[test]
    fn a_history_is_in_the_order_of_finish_and_unknown_days_come_first() {
        let history = history(vec![
            item("B", DAY, DAY, Some(date(2026, 5, 1))),
            item("C", DAY, DAY, None),
            item("A", DAY, 2 * DAY, Some(date(2026, 4, 1))),
        ]);
        let keys: Vec<&str> = history.items.iter().filter_map(|item| item.key.lines().next()).collect();
        assert_eq!(keys, ["C", "A", "B"]);
        assert_eq!(history.items[1].group(), Some(("booking", Some((2026, 1)))));
        assert_eq!(history.items[0].group(), Some(("booking", None)));
    }

    #[test]
    fn what_bears_no_estimate_or_no_actual_is_counted_and_open_work_is_not() {
        let open = Item { state: State::Planned, ..item("O", DAY, DAY, None) };
        let dropped = Item { state: State::Dropped, ..item("D", DAY, DAY, None) };
        let history = history(vec![
            open,
            dropped,
            item("E", 0, DAY, None),
            item("F", DAY, 0, None),
            item("G", DAY, 0, None),
        ]);
        assert_eq!(history.items, []);
        assert_eq!((history.no_estimate.count, history.no_actual.count), (1, 2));
        assert_eq!(history.no_actual.first.map(|place| place.line), Some(7));
    }

    #[test]
    fn an_item_whose_parts_bear_estimates_is_not_counted_beside_them() {
        let part = Item { parent: Some(Ref::Named("E".into())), ..item("P", DAY, DAY, None) };
        let history = history(vec![item("E", 5 * DAY, 5 * DAY, None), part]);
        assert_eq!(history.items.len(), 1);
        assert!(history.items[0].key.starts_with('P'));
    }

    #[test]
    fn an_item_that_stands_in_two_files_counts_once_and_another_of_the_same_number_twice() {
        let plan = history(vec![item("1", DAY, DAY, None), item("2", DAY, DAY, None)]);
        let other = Item { title: "Something else".into(), ..item("2", DAY, DAY, None) };
        let both = plan.and(&history(vec![item("1", DAY, 3 * DAY, None), other]));
        assert_eq!((both.items.len(), both.twice), (3, 1));
        assert!(both.items.iter().all(|item| item.actual == DAY), "as it stands in the plan");
    }

    #[test]
    fn absurd_ratios_are_clipped_and_counted() {
        let history = history(vec![item("1", DAY, 101 * DAY, None), item("2", DAY, 100 * DAY, None)]);
        assert_eq!(history.absurd().count, 1);
        assert!((history.items[0].log() - 100f64.ln()).abs() < 1e-12);
        assert!((Finished::new("", 5000, 1).log() + 100f64.ln()).abs() < 1e-12);
    }
}
