//! The map as it is drawn of what was read: plain values, kept and compared, as a picture and in words.

pub mod choices;
pub mod earlier;
pub mod kept;
pub mod picture;
pub mod since;
pub mod told;

use std::path::Path;

use jiff::civil::Date;
use plan::{
    batch::BLOCK,
    calibrate::History,
    facts::{Facts, Person},
    names::typed,
    network::{Network, Oddity},
};
use playbook::{
    bounds::YesDue,
    channel::{decay::Stage, given::Attention},
    map::{self, Leader, Map, Rules, simulated::Simulation, view::Odd},
    moment::Day,
};
use serde::{Deserialize, Serialize};
use sources::{Problem, Reading, problem::Told, text::Texts};

use self::earlier::{Compared, Earlier};
use crate::{planned::known, stop::Stop};

/// Which map is wanted.
pub struct Wanted<'a> {
    /// Whose.
    pub leader: &'a Leader,
    /// The day from which to look ahead.
    pub as_of: Date,
    /// What counts how much.
    pub rules: &'a Rules,
    /// The seed of the simulated years.
    pub seed: u64,
    /// How many years are simulated: 0 for none, and the usual number where none is said.
    pub trials: Option<u32>,
}

/// A map, what changed since an earlier one, and how it was read.
#[derive(Serialize)]
pub struct Drawn {
    #[serde(flatten)]
    pub map: Map,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since: Option<Compared>,
    pub problems: Vec<Told>,
    pub read: Read,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remark: Option<String>,
    /// How it is kept; absent where it is not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kept: Option<KeptAs>,
    /// Attention given, held against what is due today; of a kept map, where it is asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub held: Option<Attention>,
    /// Yeses that come due within three months, and how warm each channel will be then; of a kept map.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub yeses: Option<Vec<YesDue<Warmth>>>,
    /// Whether no year was to be simulated.
    #[serde(skip)]
    pub is_unsimulated: bool,
    /// How warm the channel with each of the names is; of a kept map.
    #[serde(skip)]
    pub stages: Vec<Option<Stage>>,
}

/// How warm a channel will be on a day, if nothing happens until then.
#[derive(Clone, Copy, Serialize)]
#[serde(transparent)]
pub struct Warmth(pub Option<Stage>);

/// How a map is kept.
#[derive(Clone, Copy, Serialize)]
pub struct KeptAs {
    /// The entry.
    pub entry: u32,
    /// The day.
    pub on: Day,
    /// Corrections that the notebook took in since then.
    pub corrected_since: usize,
}

/// How much was read.
#[derive(Clone, Copy, Serialize, Deserialize)]
pub struct Read {
    pub files: usize,
    pub rows: usize,
    pub items: usize,
    pub crossings: usize,
    /// Sentences of running text.
    pub sentences: usize,
    /// Those of them that name a team as needed.
    pub naming: usize,
    /// Pages of running text.
    pub pages: usize,
}

/// Who watches how the years are played.
pub trait Watch: Sync {
    /// So many blocks will be played.
    fn begin(&self, blocks: u64);
    /// One was; from any thread.
    fn step(&self);
}

/// Nobody watches.
pub struct Unwatched;

impl Watch for Unwatched {
    fn begin(&self, _: u64) {}

    fn step(&self) {}
}

/// Draws a map of what was read, with what changed since an earlier reading, whose years are played and watched, too.
///
/// # Errors
/// If the plan knows nothing of whose map it is to be.
pub fn draw(
    reading: Reading,
    earlier: Option<Earlier>,
    wanted: &Wanted<'_>,
    remark: Option<String>,
    watch: &dyn Watch,
) -> Result<Drawn, Stop> {
    let unread = reading.why_unread();
    let Reading { facts, finished, mut problems, texts, files, rows, sentences, naming, pages, .. } = reading;
    let beside = finished.map(|finished| History::beside(finished, &facts, wanted.as_of));
    let network = wanted.network(facts);
    known(&network, wanted.leader, &unread)?;
    let trials = wanted.trials.unwrap_or_else(|| Simulation::usual_trials(network.nodes.len()));
    let simulation = Simulation { seed: wanted.seed, trials, beside };
    let (leader, rules) = (wanted.leader, wanted.rules);
    let plans = 1 + u64::from(earlier.is_some());
    watch.begin(plans * u64::from(trials.div_ceil(BLOCK)));
    let step = || watch.step();
    let (map, seen) = match &earlier {
        None => (map::draw(&network, leader, rules, &simulation, &texts, &step), None),
        Some(_) => {
            let (map, seen) = map::draw_and_see(&network, leader, rules, &simulation, &texts, &step);
            (map, Some(seen))
        }
    };
    let since =
        earlier.zip(seen).map(|(earlier, seen)| earlier.compare(&map, &seen, wanted, (&simulation, &step)));
    problems.extend(map.oddities.iter().map(|odd| problem_of(odd, &texts)));
    let remarks = map.calibration.iter().flat_map(|calibration| &calibration.remarks);
    problems.extend(remarks.map(|remark| Problem {
        count: remark.count as u32,
        ..Problem::new(remark.at.clone(), &remark.fact).hint(&remark.hint)
    }));
    let read = Read { files, rows, items: map.items, crossings: map.crossings, sentences, naming, pages };
    let problems = problems.iter().map(|problem| problem.told(&texts)).collect();
    let is_unsimulated = wanted.trials == Some(0);
    let stages = Vec::new();
    Ok(Drawn {
        map,
        since,
        problems,
        read,
        remark,
        kept: None,
        held: None,
        yeses: None,
        is_unsimulated,
        stages,
    })
}

impl<'a> Wanted<'a> {
    /// As many years as usual.
    pub fn usual(leader: &'a Leader, as_of: Date, rules: &'a Rules) -> Self {
        Self { leader, as_of, rules, seed: 1, trials: None }
    }

    /// The plan, with the leader among its people.
    pub fn network(&self, mut facts: Facts) -> Network {
        // Who I say I am is a person, even where no directory knows me.
        let me = self.leader.name.iter().map(|name| Person { name: name.clone(), ..Person::default() });
        facts.people.extend(me);
        Network::of(facts, self.as_of)
    }
}

/// An oddity as a problem. What takes an answer back names the folder of the answers, where that is another one.
pub fn problem_of(odd: &Odd, texts: &Texts) -> Problem {
    let is_answer = matches!(odd.kind, Oddity::IdleAnswer | Oddity::IdleCorrection);
    let name = texts.of(&odd.at).filter(|_| is_answer).map(|text| Path::new(&text.name));
    let folder = name.and_then(Path::parent).filter(|folder| !matches!(folder.to_str(), Some("" | ".")));
    let hint = odd.hint.clone().map(|hint| match folder {
        Some(folder) => {
            let plan = format!(" --plan {} takes it back", typed(&folder.display().to_string()));
            hint.replace(" takes it back", &plan)
        }
        None => hint,
    });
    Problem { hint, ..Problem::new(odd.at.clone(), &odd.fact) }
}
