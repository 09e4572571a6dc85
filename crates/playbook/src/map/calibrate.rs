//! What the spread of estimates was learnt from, and how well it held, in words.

use plan::{
    calibrate::{Basis, CHAIN, Calibration, Check, Coverage, ENOUGH, Fitted, History, LeftOut, Line},
    place::Place,
};
use serde::{Deserialize, Serialize};

use super::questions::percent;

/// The spread that a map is simulated with, and what it was learnt from.
#[derive(Clone, Debug)]
pub struct Learnt {
    /// The spread.
    pub calibration: Calibration,
    /// How many of its items are the plan's own.
    own: usize,
    /// How many of its items bear an estimate that only follows from points, sizes or dates.
    derived: usize,
    /// Items whose ratio is clipped.
    absurd: LeftOut,
    /// What was given beside the plan, where anything was.
    beside: Option<Beside>,
}

/// What was given beside the plan and could not be used.
#[derive(Clone, Debug)]
struct Beside {
    no_estimate: LeftOut,
    no_actual: LeftOut,
    twice: usize,
}

impl Learnt {
    /// Learns from a plan's own finished items and from those given beside it.
    pub fn from(own: History, beside: Option<&History>) -> Self {
        let mine = own.items.len();
        let all = match beside {
            Some(beside) => own.and(beside),
            None => own,
        };
        Self {
            calibration: Calibration::of(&all),
            own: mine,
            derived: all.items.iter().filter(|item| item.is_derived).count(),
            absurd: all.absurd(),
            beside: beside.map(|beside| Beside {
                no_estimate: beside.no_estimate.clone(),
                no_actual: beside.no_actual.clone(),
                twice: all.twice,
            }),
        }
    }

    /// Where the spread comes from, in one sentence without a full stop.
    pub fn spread(&self) -> String {
        let Some(fitted) = self.calibration.fitted() else {
            return "default spread, one company's ten years".into();
        };
        let whose = if self.beside.is_some() { "" } else { "the plan's own " };
        let team = match fitted.team.weight {
            0.0 => "the default",
            weight if weight < 0.5 => "partly from them, mostly the default",
            _ => "from them, too",
        };
        format!(
            "spread of {whose}{} finished items; what a team's items share is {team}",
            self.calibration.items
        )
    }

    /// What is shown of it: nothing where the default is kept and nobody asked for more.
    pub fn shown(&self) -> Option<Calibrated> {
        if matches!(self.calibration.basis, Basis::TooFew) && self.beside.is_none() {
            return None;
        }
        let check = self.calibration.check.as_ref();
        Some(Calibrated {
            finished: self.calibration.items,
            own: self.own,
            fit: self.calibration.fitted().map(Fit::of),
            held: check.map(|check| Held::of(&check.items)),
            held_in_chains: check.and_then(|check| check.chains.as_ref()).map(Held::of),
            said: self.said(),
            remarks: self.remarks(),
        })
    }

    fn said(&self) -> Vec<String> {
        let items = self.calibration.items;
        let mut said = match &self.calibration.basis {
            Basis::TooFew => vec![too_few(items)],
            Basis::OtherUnit(median) => vec![other_unit(items, *median)],
            Basis::Fitted(_) => vec![self.fitted_on()],
        };
        if self.calibration.fitted().is_some() {
            match &self.calibration.check {
                Some(check) => said.extend(held(items, check)),
                None => said.push(format!(
                    "How well that holds can be said from {} on, when each half has {ENOUGH}.",
                    2 * ENOUGH
                )),
            }
        }
        said
    }

    fn fitted_on(&self) -> String {
        let items = self.calibration.items;
        let mut words = format!("The spread was fitted on {items} finished items");
        if self.beside.is_some() && self.own > 0 {
            words.push_str(&format!(", {} of them the plan's own", self.own));
        }
        words.push('.');
        match self.beside.as_ref().map_or(0, |beside| beside.twice) {
            0 => {}
            1 => words.push_str(" One stands in the plan, too, and counts once."),
            twice => words.push_str(&format!(" {twice} stand in the plan, too, and count once.")),
        }
        match self.derived {
            0 => {}
            1 => words.push_str(" The estimate of one only follows from points, sizes or dates."),
            some => {
                words.push_str(&format!(" The estimates of {some} only follow from points, sizes or dates."))
            }
        }
        words
    }

    fn remarks(&self) -> Vec<Remark> {
        let remark = |left: &LeftOut, fact: &str, hint: &str| {
            let at = left.first.clone()?;
            Some(Remark { fact: fact.into(), hint: hint.into(), count: left.count, at })
        };
        let absurd = self.calibration.fitted().and_then(|_| {
            remark(
                &self.absurd,
                "this took more than 100 times its estimate, or less than a hundredth; the spread takes it as that",
                "estimate and actual need the same unit; docs/calibration.md says how to name it",
            )
        });
        let beside = self.beside.iter().flat_map(|beside| {
            [
                remark(
                    &beside.no_estimate,
                    "this finished item bears no estimate, or next to none; the spread learns nothing from it",
                    "export “Original estimate”, or name your column in a profile: [columns] estimate = [\"Planned\"]; mere numbers are seconds unless it says [units] numbers = \"hours\"",
                ),
                remark(
                    &beside.no_actual,
                    "this finished item does not say how long it took, or next to nothing; the spread learns nothing from it",
                    "export “Time Spent”, or name your column in a profile: [columns] took = [\"Actual\"]",
                ),
            ]
        });
        absurd.into_iter().chain(beside.flatten()).collect()
    }
}

/// What the spread of a map was learnt from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Calibrated {
    /// Finished items that bear both estimate and actual.
    pub finished: usize,
    /// How many of them are the plan's own.
    pub own: usize,
    /// What was fitted; absent where the default is kept.
    pub fit: Option<Fit>,
    /// How the fit of the first half held for single items of the second.
    pub held: Option<Held>,
    /// Likewise for what ten items of a team take together that it finished in a row.
    pub held_in_chains: Option<Held>,
    /// All of this in sentences.
    pub said: Vec<String>,
    /// What could not be used, for whoever holds the texts.
    #[serde(skip)]
    pub remarks: Vec<Remark>,
}

/// What was fitted. Deviations are standard deviations of a logarithm.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Fit {
    /// The middle ratio of actual to estimate.
    pub median: f64,
    /// The deviation of the ratio, as it was observed.
    pub deviation: f64,
    /// The deviation of what a team's items share, as it is used.
    pub shared: f64,
    /// As it was observed.
    pub shared_observed: f64,
    /// The weight of what was observed, 0 to 1; the rest is the default's.
    pub shared_weight: f64,
    /// Groups of items of one team in one quarter, in which it was observed.
    pub shared_groups: usize,
}

impl Fit {
    fn of(fitted: &Fitted) -> Self {
        Self {
            median: fitted.median,
            deviation: fitted.deviation,
            shared: fitted.team.deviation,
            shared_observed: fitted.team.observed,
            shared_weight: fitted.team.weight,
            shared_groups: fitted.team.groups,
        }
    }
}

/// How often lines held.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Held {
    /// Cases that were looked at.
    pub count: usize,
    /// With what a team's items share.
    pub lines: Vec<HeldLine>,
    /// As if all luck were single.
    pub without_shared: Vec<HeldLine>,
}

/// How often a line held.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct HeldLine {
    /// The share that should lie at or below it, 0 to 1.
    pub line: f64,
    /// The share that did, 0 to 1.
    pub held: f64,
    /// Its standard error.
    pub se: f64,
}

impl Held {
    fn of(coverage: &Coverage) -> Self {
        let line = |line: &Line| HeldLine { line: line.share, held: line.held, se: line.se };
        Self {
            count: coverage.count,
            lines: coverage.shared.iter().map(line).collect(),
            without_shared: coverage.alone.iter().map(line).collect(),
        }
    }
}

/// Something that the spread could not be learnt from as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// The fact, in one sentence without a full stop.
    pub fact: String,
    /// Something that can be typed.
    pub hint: String,
    /// How often.
    pub count: usize,
    /// Where first.
    pub at: Place,
}

fn too_few(items: usize) -> String {
    let have = match items {
        0 => "No finished item bears".into(),
        1 => "One finished item bears".into(),
        items => format!("{items} finished items bear"),
    };
    format!("{have} both estimate and actual, and {ENOUGH} are needed: the default spread is kept.")
}

fn other_unit(items: usize, median: f64) -> String {
    let took = match median > 1.0 {
        true => format!("{median:.0} times its estimate"),
        false => format!("a {:.0}th of its estimate", 1.0 / median),
    };
    format!(
        "The middle one of {items} finished items took {took}. Estimate and actual hardly bear the same unit: the default spread is kept."
    )
}

/// Two standard errors, in per cent.
fn errors(line: Line) -> String {
    format!("±{:.0}", (line.se * 200.0).max(1.0))
}

fn held(items: usize, check: &Check) -> Vec<String> {
    let [_, line, _] = check.items.shared;
    let mut first = format!(
        "Of the second half of {items} finished items, {} ({}) ended within the {} line that the first half gives.",
        percent(line.held),
        errors(line),
        percent(line.share),
    );
    // The first half has errors of its own: three of the second's are taken as telling.
    if line.held + 3.0 * line.se < line.share {
        first.push_str(" That is fewer than it should be: dates may come later than shown.");
    } else if line.held - 3.0 * line.se > line.share {
        first.push_str(" That is more than it should be: dates may come earlier than shown.");
    }
    let chains = check.chains.map(|chains| {
        let ([_, line, _], [_, alone, _]) = (chains.shared, chains.alone);
        format!(
            "So did {} ({}) of {} runs of {CHAIN} items of one team; if teams shared no luck, {}.",
            percent(line.held),
            errors(line),
            chains.count,
            percent(alone.held),
        )
    });
    [first].into_iter().chain(chains).collect()
}
