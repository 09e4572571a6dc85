//! How far estimates were off, learnt from finished work, and how well that held afterwards.
//!
//! A [`History`] of finished items is fitted: the ratios of actual to estimate by size, and the part of them that the
//! items of a team share ([`Fitted`]). What is fitted on the first half is held against the second ([`Check`]).
//! The formulas stand in docs/forecast.md, "Own spread".

mod check;
mod fit;
mod history;

use std::sync::LazyLock;

pub use self::{
    check::{CHAIN, Check, Coverage, Line, SHARES},
    fit::{Fitted, Shared, between},
    history::{Finished, History, LeftOut, MOST_RATIO},
};
use crate::spread::Spread;

/// Finished items that bear both estimate and actual, from which on they are used. Each half of a check needs as many.
pub const ENOUGH: usize = 30;

/// A middle ratio beyond this, or below one over it, is no spread: estimate and actual bear different units.
pub const OTHER_UNIT: f64 = 10.0;

static DEFAULT: LazyLock<Spread> = LazyLock::new(|| Spread::scaled(1.0));

/// What was made of a history.
#[derive(Clone, Debug)]
pub enum Basis {
    /// Fewer than [`ENOUGH`]: the default spread is kept.
    TooFew,
    /// The middle ratio of actual to estimate is this, beyond [`OTHER_UNIT`]: the default spread is kept.
    OtherUnit(f64),
    /// The history was fitted.
    Fitted(Box<Fitted>),
}

/// The spread that a history shows, and how well it held.
#[derive(Clone, Debug)]
pub struct Calibration {
    /// Finished items that bear both estimate and actual.
    pub items: usize,
    /// What was made of them.
    pub basis: Basis,
    /// How the fit of the first half held in the second; absent where a half has fewer than [`ENOUGH`].
    pub check: Option<Check>,
}

impl Calibration {
    /// Fits a history where there is enough of it, and checks the fit where there is enough for that.
    pub fn of(history: &History) -> Self {
        let items = history.items.len();
        let none = |basis| Self { items, basis, check: None };
        if items < ENOUGH {
            return none(Basis::TooFew);
        }
        let fitted = Fitted::of(&history.items);
        if !(1.0 / OTHER_UNIT..=OTHER_UNIT).contains(&fitted.median) {
            return none(Basis::OtherUnit(fitted.median));
        }
        let check = (items >= 2 * ENOUGH).then(|| Check::of(&history.items));
        Self { items, basis: Basis::Fitted(Box::new(fitted)), check }
    }

    /// The fit, where there is one.
    pub fn fitted(&self) -> Option<&Fitted> {
        match &self.basis {
            Basis::Fitted(fitted) => Some(fitted),
            Basis::TooFew | Basis::OtherUnit(_) => None,
        }
    }

    /// The spread of work of a team, or of work without one, which shares nobody's luck.
    pub fn spread(&self, has_team: bool) -> &Spread {
        self.fitted().map_or(&DEFAULT, |fitted| fitted.spread(has_team))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        calendar::{DAY, Ticks},
        spread::SpreadSource,
    };

    fn took(count: usize, actual: Ticks) -> History {
        let finished = |at: usize| Finished::new(at.to_string(), 2 * DAY, actual);
        History::new((0..count).map(finished).collect())
    }

    fn median(calibration: &Calibration, has_team: bool) -> f64 {
        f64::from(calibration.spread(has_team).factors(2 * DAY).median()) / 65536.0
    }

    #[test]
    fn under_thirty_finished_items_the_default_is_kept_to_the_last_digit() {
        let calibration = Calibration::of(&took(29, 4 * DAY));
        assert!(matches!(calibration.basis, Basis::TooFew) && calibration.items == 29);
        let default = Spread::scaled(1.0);
        for has_team in [true, false] {
            let spread = calibration.spread(has_team);
            assert_eq!(spread.source, SpreadSource::Default);
            assert_eq!(spread.team(), default.team());
            for length in [DAY / 8, DAY, 3 * DAY, 8 * DAY] {
                assert_eq!(spread.factors(length), default.factors(length));
            }
        }
    }

    #[test]
    fn with_thirty_finished_items_their_own_ratios_count_half_and_with_sixty_two_thirds() {
        for (count, weight) in [(30, 0.5), (60, 2.0 / 3.0), (270, 0.9)] {
            let calibration = Calibration::of(&took(count, 4 * DAY));
            assert_eq!(calibration.spread(true).source, SpreadSource::Own(count));
            let expected = weight * 2.0f64.ln();
            assert!((median(&calibration, false).ln() - expected).abs() < 0.01, "{count}");
            assert!((median(&calibration, true).ln() - expected).abs() < 0.01, "{count}");
        }
    }

    #[test]
    fn a_fit_is_checked_from_sixty_items_on() {
        assert!(Calibration::of(&took(59, 4 * DAY)).check.is_none());
        let check = Calibration::of(&took(61, 4 * DAY)).check.unwrap();
        assert_eq!((check.fitted_on, check.items.count), (30, 31));
        assert_eq!(check.chains, None, "without a team nothing is shared");
    }

    #[test]
    fn where_estimate_and_actual_bear_different_units_the_default_is_kept() {
        let hours_as_days = Calibration::of(&took(100, 16 * DAY + 4 * DAY + 1));
        assert!(matches!(hours_as_days.basis, Basis::OtherUnit(ratio) if ratio > 10.0));
        assert_eq!(hours_as_days.spread(true).source, SpreadSource::Default);
        assert!(matches!(Calibration::of(&took(100, DAY / 8)).basis, Basis::OtherUnit(_)));
        assert!(matches!(Calibration::of(&took(100, 19 * DAY)).basis, Basis::Fitted(_)));
    }
}
