//! What the map counts, and how much. A profile can set all of it under `[map]`.

use plan::facts::{Kind, Strength};
use serde::Deserialize;

/// Parts of one full yes in which need is counted. Whole numbers, so that ties are ties.
pub const UNIT: i64 = 1_000_000;

/// What the map counts.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Rules {
    /// What an approval weighs.
    pub approval: f64,
    /// What a date weighs that is not simulated.
    pub date: f64,
    /// What a date weighs that decides nothing in any simulated year.
    pub date_least: f64,
    /// What an absorption weighs.
    pub absorption: f64,
    /// What an absorption weighs where adoption is the deliverable.
    pub adoption: f64,
    /// What a touch weighs.
    pub touch: f64,
    /// What stated evidence weighs.
    pub stated: f64,
    /// What derived evidence weighs.
    pub derived: f64,
    /// What guessed evidence weighs.
    pub guessed: f64,
    /// How much the kinds beside the strongest add.
    pub rest: f64,
    /// Names at most.
    pub most: usize,
    /// Names that are usual: fewer only where the next adds too little.
    pub usual: usize,
    /// The share of all need that is to be covered.
    pub cover: f64,
    /// The share that a name must add.
    pub least: f64,
    /// Whether work of a member of my team counts as mine though the plan names no team.
    pub members_count: bool,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            approval: 1.0,
            date: 1.0,
            date_least: 0.5,
            absorption: 0.7,
            adoption: 1.0,
            touch: 0.4,
            stated: 1.0,
            derived: 0.7,
            guessed: 0.4,
            rest: 0.3,
            most: 5,
            usual: 3,
            cover: 0.8,
            least: 0.05,
            members_count: false,
        }
    }
}

impl Rules {
    /// A figure with which nothing can be counted, by its name: weights and shares lie between 0 and 1, and at least one
    /// name is wanted.
    pub fn unusable(&self) -> Option<&'static str> {
        let figures = [
            ("approval", self.approval),
            ("date", self.date),
            ("date_least", self.date_least),
            ("absorption", self.absorption),
            ("adoption", self.adoption),
            ("touch", self.touch),
            ("stated", self.stated),
            ("derived", self.derived),
            ("guessed", self.guessed),
            ("rest", self.rest),
            ("cover", self.cover),
            ("least", self.least),
        ];
        let wrong = figures.into_iter().find(|(_, figure)| !(0.0..=1.0).contains(figure));
        wrong.map(|(name, _)| name).or((self.most == 0).then_some("most"))
    }

    /// What one crossing weighs, in parts of a full yes. `decides` is the share of simulated years in which they decide the
    /// date, where it is simulated.
    pub fn weigh(&self, kind: Kind, strength: Strength, is_adoption: bool, decides: Option<f64>) -> i64 {
        let kind = match (kind, decides) {
            (Kind::Approval, _) => self.approval,
            (Kind::Date, Some(decides)) => {
                (self.date_least + (self.date - self.date_least) * decides).max(self.date_least)
            }
            (Kind::Date, None) => self.date,
            (Kind::Absorption, _) if is_adoption => self.adoption,
            (Kind::Absorption, _) => self.absorption,
            (Kind::Touch, _) => self.touch,
        };
        let strength = match strength {
            Strength::Stated => self.stated,
            Strength::Derived => self.derived,
            Strength::Guessed => self.guessed,
        };
        parts(kind * strength)
    }

    /// The strongest kind and a part of the rest.
    pub fn together(&self, kinds: &[i64]) -> i64 {
        let strongest = kinds.iter().copied().max().unwrap_or(0);
        let rest: i64 = kinds.iter().sum::<i64>() - strongest;
        strongest + (rest * parts(self.rest) + UNIT / 2) / UNIT
    }
}

/// A number in parts of one, rounded.
fn parts(number: f64) -> i64 {
    (number * UNIT as f64).round() as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn m6_a_date_weighs_more_the_more_often_they_decide_it() {
        let rules = Rules::default();
        let date = |decides| rules.weigh(Kind::Date, Strength::Stated, false, decides);
        assert_eq!(date(None), UNIT);
        assert_eq!(date(Some(0.0)), UNIT / 2);
        assert_eq!(date(Some(1.0)), UNIT);
        assert_eq!(date(Some(0.5)), UNIT * 3 / 4);
    }

    #[test]
    fn the_strongest_kind_counts_whole_and_the_rest_in_part() {
        let rules = Rules::default();
        assert_eq!(rules.together(&[400_000, 1_000_000, 1_000_000]), 1_420_000);
        assert_eq!(rules.together(&[]), 0);
    }

    #[test]
    fn figures_with_which_nothing_can_be_counted_are_named() {
        assert_eq!(Rules::default().unusable(), None);
        assert_eq!(Rules { touch: 5.0, ..Rules::default() }.unusable(), Some("touch"));
        assert_eq!(Rules { cover: f64::NAN, ..Rules::default() }.unusable(), Some("cover"));
        assert_eq!(Rules { most: 0, ..Rules::default() }.unusable(), Some("most"));
    }

    #[test]
    fn adoption_makes_absorption_a_full_yes() {
        let rules = Rules::default();
        assert_eq!(rules.weigh(Kind::Absorption, Strength::Stated, false, None), 700_000);
        assert_eq!(rules.weigh(Kind::Absorption, Strength::Stated, true, None), UNIT);
        assert_eq!(rules.weigh(Kind::Touch, Strength::Guessed, false, None), 160_000);
    }
}
