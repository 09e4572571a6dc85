//! How far estimates are off: from an estimate and its luck to a length.

use std::sync::Arc;

use serde::Serialize;

use crate::{
    calendar::{DAY, Ticks},
    facts::Estimate,
};

/// Quantiles in a table.
pub const QUANTILES: usize = 4096;

/// Standard deviation of the logarithm of the factor that the items of a team share (docs: forecast, "shared luck").
pub const TEAM_SPREAD: f64 = 0.25;

/// No item takes longer: twenty years of working days. Keeps all sums of a trial within range.
pub const LONGEST: Ticks = 20 * 260 * DAY;

/// No factor is larger: 512 times as long as estimated, in 1/65536.
const LARGEST_FACTOR: u32 = 1 << 25;

/// Factors on a median, as quantiles in 1/65536, lowest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Factors(Arc<[u32; QUANTILES]>);

impl Factors {
    /// A lognormal of median 1, clipped to its 0.1 and 99.9 %.
    pub fn lognormal(deviation: f64) -> Self {
        Self::from_logs(|share| deviation * normal_quantile(share))
    }

    /// The factors whose logarithms have these quantiles, by the share that lies below; clipped to their 0.1 and 99.9 %.
    pub fn from_logs(log: impl Fn(f64) -> f64) -> Self {
        let factor = |k: usize| {
            let share = ((k as f64 + 0.5) / QUANTILES as f64).clamp(0.001, 0.999);
            (libm::round(libm::exp(log(share)) * 65536.0) as u32).min(LARGEST_FACTOR)
        };
        Self(Arc::new(std::array::from_fn(factor)))
    }

    /// The factors whose logarithms are so many times as large: 2 doubles the spread.
    pub fn raised(&self, power: f64) -> Self {
        let raise = |factor: u32| {
            let log = libm::log(f64::from(factor) / 65536.0);
            (libm::round(libm::exp(power * log) * 65536.0) as u32).min(LARGEST_FACTOR)
        };
        Self(Arc::new(self.0.map(raise)))
    }

    /// The factor that 32 bits of luck pick.
    pub fn pick(&self, bits: u32) -> u32 {
        self.0[(bits >> 20) as usize]
    }

    /// Whether it is the same table, not only an equal one.
    pub fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    /// The quantiles, lowest first.
    pub fn table(&self) -> &[u32; QUANTILES] {
        &self.0
    }

    /// The middle of the table.
    pub fn median(&self) -> u32 {
        self.0[QUANTILES / 2]
    }
}

/// A length of at least 0 times a factor in 1/65536, rounded to the nearest tick.
#[inline(always)]
pub fn times(length: Ticks, factor: u32) -> Ticks {
    let product = (u64::from(length as u32) * u64::from(factor) + 32_768) >> 16;
    // Below 2^23 times at most 2^25 leaves less than 2^32.
    (product as u32).min(LONGEST as u32) as Ticks
}

/// The standard normal's quantile (Acklam's rational approximation, relative error below 1.2e-9).
pub fn normal_quantile(share: f64) -> f64 {
    const A: [f64; 6] = [
        -3.969_683_028_665_376e1,
        2.209_460_984_245_205e2,
        -2.759_285_104_469_687e2,
        1.383_577_518_672_69e2,
        -3.066_479_806_614_716e1,
        2.506_628_277_459_239,
    ];
    const B: [f64; 5] = [
        -5.447_609_879_822_406e1,
        1.615_858_368_580_409e2,
        -1.556_989_798_598_866e2,
        6.680_131_188_771_972e1,
        -1.328_068_155_288_572e1,
    ];
    const C: [f64; 6] = [
        -7.784_894_002_430_293e-3,
        -3.223_964_580_411_365e-1,
        -2.400_758_277_161_838,
        -2.549_732_539_343_734,
        4.374_664_141_464_968,
        2.938_163_982_698_783,
    ];
    const D: [f64; 4] =
        [7.784_695_709_041_462e-3, 3.224_671_290_700_398e-1, 2.445_134_137_142_996, 3.754_408_661_907_416];
    let poly = |terms: &[f64], x: f64| terms.iter().fold(0.0, |sum, term| sum * x + term);
    let tail = |share: f64| {
        let q = libm::sqrt(-2.0 * libm::log(share));
        poly(&C, q) / (poly(&D, q) * q + 1.0)
    };
    if share < 0.024_25 {
        tail(share)
    } else if share > 1.0 - 0.024_25 {
        -tail(1.0 - share)
    } else {
        let q = share - 0.5;
        let r = q * q;
        poly(&A, r) * q / (poly(&B, r) * r + 1.0)
    }
}

/// Where the spread of single figures comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum SpreadSource {
    /// The default: one company's ten years.
    Default,
    /// Finished items that bear estimate and actual, this many.
    Own(usize),
}

/// The spread of single figures in a plan.
#[derive(Clone, Debug)]
pub struct Spread {
    by_size: [Factors; 4],
    team: Factors,
    /// Where it comes from.
    pub source: SpreadSource,
}

/// Default spread by size, as the largest length of the class and the standard deviation of the logarithm
/// (docs: forecast, "default spread").
pub const BY_SIZE: [(Ticks, f64); 4] = [(DAY / 4, 0.6), (DAY, 0.75), (5 * DAY, 1.0), (Ticks::MAX, 1.3)];

/// The class of a length, as a position in [`BY_SIZE`].
pub fn size(length: Ticks) -> usize {
    BY_SIZE.iter().position(|(largest, _)| length <= *largest).unwrap_or(3)
}

impl Spread {
    /// A spread of these factors by size, and of these that the items of a team share.
    pub fn new(by_size: [Factors; 4], team: Factors, source: SpreadSource) -> Self {
        Self { by_size, team, source }
    }

    /// The default spread, its deviations times a factor.
    pub fn scaled(factor: f64) -> Self {
        let by_size = BY_SIZE.map(|(_, deviation)| Factors::lognormal(deviation * factor));
        Self::new(by_size, Factors::lognormal(TEAM_SPREAD * factor), SpreadSource::Default)
    }

    /// The factors of a single figure of this length.
    pub fn factors(&self, length: Ticks) -> &Factors {
        &self.by_size[size(length)]
    }

    /// The factors of a single figure of a class, as a position in [`BY_SIZE`].
    pub fn of_size(&self, class: usize) -> &Factors {
        &self.by_size[class]
    }

    /// The factors that a team's items share.
    pub fn team(&self) -> &Factors {
        &self.team
    }
}

/// From luck to a length.
#[derive(Clone, Debug)]
pub enum Sampler {
    /// Always the same.
    Fixed(Ticks),
    /// Triangular: least, mode, most, with least below most.
    Triangular(Ticks, Ticks, Ticks),
    /// A median times a factor.
    Factor(Ticks, Factors),
}

impl Sampler {
    /// The sampler of an estimate under a spread. Three points out of order are put in order.
    pub fn new(estimate: Estimate, spread: &Spread) -> Self {
        match estimate {
            Estimate::One(length) if length <= 0 => Self::Fixed(0),
            Estimate::One(length) => {
                let length = length.min(LONGEST);
                Self::Factor(length, spread.factors(length).clone())
            }
            Estimate::Three { least, likely, most } => {
                let mut points = [least, likely, most].map(|point| point.clamp(0, LONGEST));
                points.sort_unstable();
                let [least, mode, most] = points;
                if least == most { Self::Fixed(least) } else { Self::Triangular(least, mode, most) }
            }
        }
    }

    /// The length that these bits of luck bring.
    pub fn sample(&self, bits: u32) -> Ticks {
        let mut length = [0];
        match self {
            Self::Fixed(length) => *length,
            Self::Triangular(least, mode, most) => {
                Triangle::new(*least, *mode, *most).lengths(&[bits], &mut length);
                length[0]
            }
            Self::Factor(median, factors) => times(*median, factors.pick(bits)),
        }
    }

    /// The median, which is what the plan counts on.
    pub fn median(&self) -> Ticks {
        let mut length = [0];
        match self {
            Self::Fixed(length) => *length,
            Self::Triangular(least, mode, most) => {
                Triangle::new(*least, *mode, *most).quantiles(&[0.5], &mut length);
                length[0]
            }
            Self::Factor(median, _) => *median,
        }
    }
}

/// A triangular distribution of lengths in ticks, ready to be drawn from.
///
/// Only operations of single precision that IEEE 754 rounds exactly, in one order: the same bits on every machine.
/// [`LONGEST`] lies below 2^23, so every length is a whole number of single precision.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Triangle {
    pub(crate) least: f32,
    pub(crate) mode: f32,
    pub(crate) most: f32,
    /// The share of lengths below the mode.
    pub(crate) turn: f32,
    /// What a share is multiplied by under the root, below the mode and above it.
    pub(crate) below: f32,
    pub(crate) above: f32,
}

impl Triangle {
    /// 2^23: added to a number below it, it leaves the nearest whole number in the lower bits, halves to the even one.
    pub(crate) const WHOLE: f32 = 8_388_608.0;

    /// The distribution of three points in order, the first below the last; each from 0 to [`LONGEST`].
    pub fn new(least: Ticks, mode: Ticks, most: Ticks) -> Self {
        let [least, mode, most] = [least, mode, most].map(|point| point as f32);
        let span = most - least;
        Self {
            least,
            mode,
            most,
            turn: (mode - least) / span,
            below: span * (mode - least),
            above: span * (most - mode),
        }
    }

    /// The lengths that 32 bits of luck each bring: quantiles in the middle of the 2^23 that their upper 23 bits tell apart.
    #[inline(always)]
    pub fn lengths<const N: usize>(&self, bits: &[u32; N], lengths: &mut [Ticks; N]) {
        let mut shares = [0.0; N];
        for at in 0..N {
            shares[at] = ((bits[at] >> 9) as i32 as f32 + 0.5) * (1.0 / Self::WHOLE);
        }
        self.quantiles(&shares, lengths);
    }

    /// The quantiles of shares between 0 and 1, in whole ticks.
    #[inline(always)]
    pub fn quantiles<const N: usize>(&self, shares: &[f32; N], lengths: &mut [Ticks; N]) {
        let (mut roots, mut exact) = ([0.0f32; N], [0.0f32; N]);
        for at in 0..N {
            let (below, above) = (shares[at] * self.below, (1.0 - shares[at]) * self.above);
            roots[at] = if shares[at] < self.turn { below } else { above };
        }
        for root in &mut roots {
            *root = root.sqrt();
        }
        for at in 0..N {
            let (below, above) = (self.least + roots[at], self.most - roots[at]);
            // Rounding must not lead past the mode: more luck is never shorter.
            let below = if below < self.mode { below } else { self.mode };
            let above = if above > self.mode { above } else { self.mode };
            exact[at] = if shares[at] < self.turn { below } else { above };
        }
        for at in 0..N {
            lengths[at] = ((exact[at] + Self::WHOLE).to_bits() & 0x007f_ffff) as Ticks;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::luck::Luck;

    #[test]
    fn the_default_spread_has_the_stated_deviation() {
        for (length, deviation) in [(DAY / 8, 0.6), (DAY, 0.75), (3 * DAY, 1.0), (8 * DAY, 1.3)] {
            let spread = Spread::scaled(1.0);
            let factors = spread.factors(length);
            let high = f64::from(factors.pick(((0.841_345 * 4_294_967_296.0) as u64) as u32)) / 65536.0;
            assert!((high.ln() - deviation).abs() < 0.01, "{length}: {}", high.ln());
            assert!((f64::from(factors.median()) / 65536.0 - 1.0).abs() < 0.001);
            assert!(
                (f64::from(factors.pick(u32::MAX)) / 65536.0).ln() < deviation * 3.091,
                "clipped at 99.9 %"
            );
        }
    }

    #[test]
    fn normal_quantiles_are_those_of_the_tables() {
        for (share, z) in
            [(0.5, 0.0), (0.9, 1.281_551_565_5), (0.999, 3.090_232_306_2), (0.01, -2.326_347_874)]
        {
            assert!((normal_quantile(share) - z).abs() < 1e-8, "{share}");
        }
    }

    #[test]
    fn three_points_out_of_order_are_put_in_order() {
        let spread = Spread::scaled(1.0);
        let sampler = Sampler::new(Estimate::Three { least: 9, likely: 3, most: 5 }, &spread);
        assert!(matches!(sampler, Sampler::Triangular(3, 5, 9)));
    }

    proptest! {
        #[test]
        fn a_triangular_sample_lies_within_its_points(a in 0i32..5000, b in 0i32..5000, c in 0i32..5000, bits: u32, more: u32) {
            let spread = Spread::scaled(1.0);
            let sampler = Sampler::new(Estimate::Three { least: a, likely: b, most: c }, &spread);
            let length = sampler.sample(bits);
            prop_assert!(length >= a.min(b).min(c) && length <= a.max(b).max(c));
            prop_assert!(sampler.sample(bits.saturating_add(more)) >= length, "more luck is longer");
        }
    }

    #[test]
    fn triangular_samples_have_the_triangulars_mean() {
        let spread = Spread::scaled(1.0);
        let sampler = Sampler::new(Estimate::Three { least: 1000, likely: 2000, most: 6000 }, &spread);
        let luck = Luck::of_item(1, "A");
        let sum: i64 = (0..20_000).map(|trial| i64::from(sampler.sample(luck.bits(trial)))).sum();
        assert!((sum as f64 / 20_000.0 - 3000.0).abs() < 25.0);
    }
}
