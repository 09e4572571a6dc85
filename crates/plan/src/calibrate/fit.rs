//! From finished items to factors: by size, and shared by a team.

use std::collections::BTreeMap;

use super::{ENOUGH, history::Finished};
use crate::spread::{BY_SIZE, Factors, Spread, SpreadSource, TEAM_SPREAD, normal_quantile, size};

/// Quantiles in which a distribution is kept while it is fitted.
const NODES: usize = 512;

/// Quantiles of the shared factor while the two are multiplied.
const SHARED_NODES: usize = 32;

/// Rounds in which the items' part is mended until both parts together give back what was observed.
const ROUNDS: usize = 4;

/// As much weight has the default of the shared part as this many groups would have in which the team's luck is plain to see.
const GROUPS: f64 = 5.0;

/// A fitted history.
#[derive(Clone, Debug)]
pub struct Fitted {
    /// For work of a team: the items' own part by size, and the team's.
    shared: Spread,
    /// For work without a team: all in one.
    alone: Spread,
    /// The middle ratio of actual to estimate, as it was observed.
    pub median: f64,
    /// The standard deviation of the logarithm of the ratio, as it was observed.
    pub deviation: f64,
    /// What the items of a team share.
    pub team: Shared,
}

/// What the items of a team share: the standard deviation of the logarithm of a factor.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shared {
    /// Groups of finished items of one team in one quarter.
    pub groups: usize,
    /// As it was observed; 0 where nothing is shared or nothing can be seen.
    pub observed: f64,
    /// The weight of what was observed, 0 to 1; the rest is the default's.
    pub weight: f64,
    /// As it is used.
    pub deviation: f64,
}

impl Fitted {
    /// Fits finished items, of which there is at least one.
    pub(super) fn of(items: &[Finished]) -> Self {
        let logs: Vec<f64> = items.iter().map(Finished::log).collect();
        let class: Vec<usize> = items.iter().map(|item| size(item.estimate)).collect();
        let of_class = |wanted: usize, is_it: bool| -> Vec<f64> {
            let fits = class.iter().zip(&logs).filter(|(class, _)| (**class == wanted) == is_it);
            fits.map(|(_, log)| *log).collect()
        };
        let of_size: [Vec<f64>; 4] = std::array::from_fn(|class| of_class(class, true));
        let means = of_size.each_ref().map(|logs| mean(logs));
        let marginals: [Quantiles; 4] = std::array::from_fn(|class| {
            let others = of_class(class, false);
            let usual = Quantiles::normal(BY_SIZE[class].1);
            let elsewhere = Quantiles::of(&others).mixed(weight(others.len()), &usual);
            Quantiles::of(&of_size[class]).mixed(weight(of_size[class].len()), &elsewhere)
        });
        let counts = of_size.each_ref().map(|logs| logs.len() as f64);
        let variances = marginals.each_ref().map(Quantiles::variance);
        let variance =
            counts.iter().zip(variances).map(|(n, variance)| n * variance).sum::<f64>() / logs.len() as f64;
        let residuals = class.iter().zip(&logs).map(|(class, log)| log - means[*class]);
        let team = Shared::of(items, residuals, variance);
        let source = SpreadSource::Own(items.len());
        let inner = marginals.each_ref().map(|marginal| marginal.without(team.deviation).factors());
        Self {
            shared: Spread::new(inner, Factors::lognormal(team.deviation), source),
            alone: Spread::new(marginals.map(|marginal| marginal.factors()), Factors::lognormal(0.0), source),
            median: libm::exp(Quantiles::of(&logs).at(0.5)),
            deviation: libm::sqrt(variance_of(&logs)),
            team,
        }
    }

    /// The spread of work of a team, or of work without one.
    pub fn spread(&self, has_team: bool) -> &Spread {
        if has_team { &self.shared } else { &self.alone }
    }
}

impl Shared {
    fn of(items: &[Finished], residuals: impl Iterator<Item = f64>, variance: f64) -> Self {
        let mut groups: BTreeMap<_, Vec<f64>> = BTreeMap::new();
        for (item, residual) in items.iter().zip(residuals) {
            if let Some(group) = item.group() {
                groups.entry(group).or_default().push(residual);
            }
        }
        let groups: Vec<Vec<f64>> = groups.into_values().collect();
        let usual = (TEAM_SPREAD * TEAM_SPREAD).min(variance / 2.0);
        let (observed, weight) = match between(&groups) {
            None => (0.0, 0.0),
            Some(Between { shared, within, size }) => {
                let plain = TEAM_SPREAD * TEAM_SPREAD / (TEAM_SPREAD * TEAM_SPREAD + within / size);
                let seen = (groups.len() - 1) as f64 * plain * plain;
                (shared, seen / (seen + GROUPS))
            }
        };
        Self {
            groups: groups.len(),
            observed: libm::sqrt(observed),
            weight,
            deviation: libm::sqrt(weight * observed + (1.0 - weight) * usual),
        }
    }
}

/// Components of variance of values in groups.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Between {
    /// The variance of what a group shares, at least 0.
    pub shared: f64,
    /// The variance within a group.
    pub within: f64,
    /// The usual size of a group: all groups of it would tell as much.
    pub size: f64,
}

/// Components of variance by the method of moments for one random effect and groups of any sizes (Searle, Casella,
/// McCulloch: Variance Components, 1992, section 3.6). None where a second group or a second value in any is missing.
pub fn between(groups: &[Vec<f64>]) -> Option<Between> {
    let count: usize = groups.iter().map(Vec::len).sum();
    if groups.len() < 2 || count <= groups.len() {
        return None;
    }
    let (n, free) = (count as f64, (groups.len() - 1) as f64);
    let whole = groups.iter().flatten().sum::<f64>() / n;
    let (mut among, mut inside, mut sizes) = (0.0, 0.0, 0.0);
    for group in groups {
        let (size, middle) = (group.len() as f64, mean(group));
        among += size * (middle - whole) * (middle - whole);
        inside += group.iter().map(|value| (value - middle) * (value - middle)).sum::<f64>();
        sizes += size * size;
    }
    let within = inside / (n - groups.len() as f64);
    let size = (n - sizes / n) / free;
    Some(Between { shared: ((among / free - within) / size).max(0.0), within, size })
}

/// The weight of so many items beside a default that has that of [`ENOUGH`].
fn weight(items: usize) -> f64 {
    items as f64 / (items + ENOUGH) as f64
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len().max(1) as f64
}

fn variance_of(values: &[f64]) -> f64 {
    let middle = mean(values);
    mean(&values.iter().map(|value| (value - middle) * (value - middle)).collect::<Vec<f64>>())
}

/// A distribution of logarithms, as its quantiles in the middle of even steps, lowest first.
#[derive(Clone, Debug)]
struct Quantiles(Vec<f64>);

fn shares(count: usize) -> impl Iterator<Item = f64> {
    (0..count).map(move |at| (at as f64 + 0.5) / count as f64)
}

impl Quantiles {
    /// Those of observed values, linear between neighbours; all 0 of none.
    fn of(values: &[f64]) -> Self {
        let mut values = values.to_vec();
        values.sort_unstable_by(f64::total_cmp);
        let last = values.len().saturating_sub(1) as f64;
        Self(shares(NODES).map(|share| at(&values, share * last)).collect())
    }

    /// Those of a normal distribution around 0.
    fn normal(deviation: f64) -> Self {
        Self(shares(NODES).map(|share| deviation * normal_quantile(share)).collect())
    }

    /// Quantile by quantile, this with a weight and the other with the rest.
    fn mixed(&self, weight: f64, other: &Self) -> Self {
        Self(self.0.iter().zip(&other.0).map(|(own, other)| weight * own + (1.0 - weight) * other).collect())
    }

    fn at(&self, share: f64) -> f64 {
        at(&self.0, share * NODES as f64 - 0.5)
    }

    fn variance(&self) -> f64 {
        variance_of(&self.0)
    }

    /// What is left when a normal part of this deviation is taken out: the distribution that gives this one back when
    /// the part is added again, as nearly as there is one.
    ///
    /// It is drawn in by the share of the variance that is left, and then mended: each quantile is moved by as much as
    /// the sum of both misses it.
    fn without(&self, deviation: f64) -> Self {
        let variance = self.variance();
        if deviation <= 0.0 || variance <= 0.0 {
            return self.clone();
        }
        let middle = mean(&self.0);
        let drawn = libm::sqrt((1.0 - deviation * deviation / variance).max(0.0));
        let mut inner: Vec<f64> = self.0.iter().map(|log| middle + (log - middle) * drawn).collect();
        let part: Vec<f64> = shares(SHARED_NODES).map(|share| deviation * normal_quantile(share)).collect();
        for _ in 0..ROUNDS {
            let mut sums: Vec<f64> =
                inner.iter().flat_map(|log| part.iter().map(move |part| log + part)).collect();
            sums.sort_unstable_by(f64::total_cmp);
            let last = (sums.len() - 1) as f64;
            for ((log, wanted), share) in inner.iter_mut().zip(&self.0).zip(shares(NODES)) {
                *log += wanted - at(&sums, share * last);
            }
            inner.sort_unstable_by(f64::total_cmp);
        }
        Self(inner)
    }

    fn factors(&self) -> Factors {
        Factors::from_logs(|share| self.at(share))
    }
}

/// The value at a place between sorted values, linear between neighbours; 0 where there is none.
fn at(sorted: &[f64], place: f64) -> f64 {
    let Some(last) = sorted.len().checked_sub(1) else { return 0.0 };
    let place = place.clamp(0.0, last as f64);
    let (low, high) = (libm::floor(place) as usize, libm::ceil(place) as usize);
    sorted[low] + (sorted[high] - sorted[low]) * (place - low as f64)
}
