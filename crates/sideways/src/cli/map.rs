//! `sideways map`: the peers this year depends on.

mod chosen;
mod idle;
mod kept;
mod shown;

use std::path::{Path, PathBuf};

use clap::Args;
use sources::{Reading, read::Sources};

use self::chosen::Chosen;
pub use self::{idle::idle, shown::problems};
use super::{
    Stop,
    noting::Noting,
    opened::{self, show_json},
    progress::Progress,
    show,
};
use crate::{
    drawn::{
        self, Drawn, Wanted,
        choices::Choices,
        earlier::Earlier,
        kept::Plan,
        picture::{self, Sheet},
    },
    planned::{
        as_of, day_typed,
        located::{Located, TypedProfile},
        remembered::Remembered,
        rules_of, unreadable_of,
    },
};

/// Names the peers your year depends on, with the lines of the plan that put each of them there.
///
/// Without PATH it shows the map that your notebook keeps.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  sideways map plan.md --people people.toml --me \"Mira Solberg\" --team Booking\n  sideways map plan.md --me \"Mira Solberg\" --without \"Tom Reyes\" --because \"we share a desk\"\n  sideways map --keep\n  sideways map"
)]
pub struct Arguments {
    #[command(flatten)]
    plan: Located,
    /// The day from which to look ahead [default: today]
    #[arg(long, value_name = "DATE")]
    as_of: Option<String>,
    /// An earlier state of the plan: what changed since; may be repeated for a plan of several paths
    #[arg(long, value_name = "PATH")]
    since: Vec<PathBuf>,
    /// Keeps the map, its names and the plan in your notebook
    #[arg(long)]
    keep: bool,
    #[command(flatten)]
    chosen: Chosen,
    #[command(flatten)]
    options: Options,
}

/// How a map is shown.
#[derive(Args)]
pub struct Options {
    /// Prints the map as JSON
    #[arg(long)]
    json: bool,
    /// Prints every crossing and every problem
    #[arg(long)]
    all: bool,
    /// Prints how much attention each of them is due
    #[arg(long)]
    attention: bool,
    /// Draws the map into a file, too, as an SVG picture
    #[arg(long, value_name = "FILE")]
    svg: Option<PathBuf>,
    /// The seed of the simulated years
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// How many years to simulate; 0 for none [default: 4000, fewer for plans of over 100,000 items]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(0..=1_000_000))]
    trials: Option<u32>,
}

impl Options {
    /// The seed of the simulated years, and how many there are to be.
    pub fn years(&self) -> (u64, Option<u32>) {
        (self.seed, self.trials)
    }
}

impl Arguments {
    /// Whether nothing is typed for which a map would have to be drawn.
    fn wants_the_kept_map(&self) -> bool {
        let Self { plan, as_of, since, keep, chosen, options } = self;
        let draws =
            *keep || as_of.is_some() || !since.is_empty() || options.seed != 1 || options.trials.is_some();
        !draws && plan.is_untyped() && chosen.is_untyped()
    }
}

/// Reads the plan and shows the map, or shows the map that is kept.
pub fn run(arguments: &Arguments, notebook: Option<&Path>) -> Result<(), Stop> {
    let paths = &arguments.plan.paths;
    let remembered = match opened::remembered(notebook) {
        Err(stop) if paths.is_empty() || arguments.keep => return Err(stop),
        // The plan at hand is drawn as it stands, and what it lacks is said.
        Err(stop) => {
            super::remark(&format!("Your notebook is not read, nor the corrections in it: {}.", stop.fact()));
            None
        }
        Ok(remembered) => remembered,
    };
    if arguments.keep && remembered.is_none() {
        let missing = opened::to_read(notebook).err();
        return Err(missing.unwrap_or(Stop::Usage("there is no notebook".into(), "sideways init".into())));
    }
    if arguments.wants_the_kept_map()
        && let Some(remembered) = &remembered
        && remembered.has_map
    {
        return kept::show(&arguments.options, notebook);
    }
    let remembered =
        remembered.filter(|remembered| paths.is_empty() || remembered.is_of(paths) || arguments.keep);
    let mut unkept = None;
    if paths.is_empty() && remembered.is_some() && arguments.wants_the_kept_map() {
        unkept = Some("No map is kept yet: this one is drawn from the plan. sideways map --keep keeps it.");
    }
    draw_anew(arguments, notebook, remembered.as_ref(), unkept)
}

fn draw_anew(
    arguments: &Arguments,
    notebook: Option<&Path>,
    remembered: Option<&Remembered>,
    unkept: Option<&str>,
) -> Result<(), Stop> {
    if arguments.keep
        && let Some((drawn, entries)) = kept::kept_then(notebook)?
    {
        return show_kept(&drawn, &entries, &arguments.options);
    }
    let plan = arguments.plan.or_remembered(remembered.and_then(|remembered| remembered.plan.as_ref()))?;
    let profile = TypedProfile::find(plan.profile.as_deref())?;
    let rules = rules_of(profile.profile.as_ref())?;
    let wanted = arguments.as_of.as_deref().map(day_typed).transpose()?;
    let sources = Sources {
        noted: remembered.map_or(&[], |remembered| &remembered.noted),
        handed: remembered.map_or(Ok(&[][..]), |remembered| remembered.handed(&plan))?,
        profile: profile.profile.as_ref(),
        keeps: arguments.keep,
        ..plan.sources()
    };
    let gone = unreadable_of(&arguments.plan);
    let mut reading = sources.read().map_err(&gone)?;
    reading = reading.with_finished(&plan.calibrate, &sources).map_err(&gone)?;
    let mut earlier = Earlier::read(&sources, &arguments.since)?;
    let (as_of, over) = as_of(&reading.facts, wanted);
    let leader = plan.leader();
    let remark = over.or_else(|| unkept.map(str::to_owned));
    let here = plan.paths.first().map_or(Path::new("."), PathBuf::as_path);
    let mut choices = arguments.chosen.choices(here, remembered.is_some())?;
    if let Some(earlier) = &mut earlier {
        choices.take_into(&mut earlier.reading)?;
    }
    choices.take_into(&mut reading)?;
    let (seed, trials) = arguments.options.years();
    let wanted = Wanted { leader: &leader, as_of, rules: &rules, seed, trials };
    let originals = reading.originals.take();
    let mut drawn = draw(reading, earlier, &wanted, remark)?;
    if originals.is_some() && drawn.map.items == 0 {
        return Err(Stop::Refused(
            "nothing that was read is a piece of work, so no map is kept".into(),
            "sideways map PATH --keep, with the file or the folder in which your plan lies".into(),
        ));
    }
    if choices.are_taken() {
        choices.check(&drawn.map)?;
    }
    let entries = match originals {
        Some(originals) => {
            kept::keep(&mut drawn, Plan { located: &plan, profile, originals, choices: &choices }, notebook)?
        }
        None => keep(&choices, notebook)?,
    };
    show_kept(&drawn, &entries, &arguments.options)
}

/// Shows a map, and which entries keep names that were added or struck with it.
fn show_kept(drawn: &Drawn, entries: &[u32], options: &Options) -> Result<(), Stop> {
    show_drawn(drawn, options)?;
    match options.json || entries.is_empty() {
        true => Ok(()),
        false => show(&shown::kept_by(entries)),
    }
}

/// Draws a map, with a bar at the terminal.
pub fn draw(
    reading: Reading,
    earlier: Option<Earlier>,
    wanted: &Wanted<'_>,
    remark: Option<String>,
) -> Result<Drawn, Stop> {
    drawn::draw(reading, earlier, wanted, remark, &Progress::later("playing years"))
}

/// Keeps names that were added or struck; gives the entries of the notebook that keep them.
fn keep(choices: &Choices, notebook: Option<&Path>) -> Result<Vec<u32>, Stop> {
    if !choices.are_taken() {
        return Ok(Vec::new());
    }
    if let Some(path) = choices.beside() {
        return choices.write(path).map(|()| Vec::new());
    }
    let noting = Noting::open(notebook, None, "sideways map")?;
    noting.map_or(Ok(Vec::new()), |mut noting| noting.keep(&choices.answers()))
}

/// Shows a map, and draws it into a file where one is named.
pub fn show_drawn(drawn: &Drawn, options: &Options) -> Result<(), Stop> {
    if let Some(path) = &options.svg {
        std::fs::write(path, picture::draw(&drawn.map, &drawn.stages, options.attention, Sheet::Both))
            .map_err(|error| {
                let fact = format!("{}: it can't be written: {error}", path.display());
                Stop::Fault(fact, "give a path in a folder of yours".into())
            })?;
    }
    match options.json {
        true => show_json(drawn),
        false => show(&shown::page(drawn, options)),
    }
}
