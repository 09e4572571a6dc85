//! `sideways map`: the peers this year depends on.

mod choices;
mod drawing;
mod earlier;
mod shown;

use std::path::{Path, PathBuf};

use clap::Args;
use jiff::civil::Date;
use plan::{
    batch::BLOCK,
    calibrate::History,
    facts::{Facts, Person},
    names::typed,
    network::{self, Network, Oddity},
};
use playbook::map::{
    self, Leader, Map, Rules,
    simulated::Simulation,
    since::Seen,
    strangers::{Stranger, largest_teams, strangers},
    view::Odd,
};
use serde::{Deserialize, Serialize};
use sources::{
    Problem, Reading,
    dates::{self, DayMonth},
    profile::{self, Profile},
    read::{Unreadable, read_paths},
    text::{Text, Texts},
};

use self::earlier::{Compared, Earlier};
use super::{Stop, page::listed, progress::Progress, show};
use crate::clock;

/// Names the peers your year depends on, with the lines of the plan that put each of them there.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  sideways map plan.md --people people.toml --me \"Mira Solberg\" --team Booking\n  sideways map plan.md --me \"Mira Solberg\" --without \"Tom Reyes\" --because \"we share a desk\""
)]
pub struct Arguments {
    /// Plans: Markdown files, tracker exports, or folders of them
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// You, as the plan or the directory calls you
    #[arg(long, value_name = "NAME", required_unless_present = "team")]
    me: Option<String>,
    /// A team of yours, besides those the directory says you lead
    #[arg(long, value_name = "NAME")]
    team: Vec<String>,
    /// A directory of people: a TOML, YAML or CSV file, or a folder of them
    #[arg(long, value_name = "PATH")]
    people: Vec<PathBuf>,
    /// How to read the plan: a name, or a TOML file of yours
    #[arg(long, value_name = "NAME|FILE")]
    profile: Option<String>,
    /// Finished work beside the plan, from which to learn how far estimates are off
    #[arg(long, value_name = "FILE")]
    calibrate: Vec<PathBuf>,
    /// The day from which to look ahead [default: today]
    #[arg(long, value_name = "DATE")]
    as_of: Option<String>,
    /// An earlier state of the plan: what changed since; may be repeated for a plan of several paths
    #[arg(long, value_name = "PATH")]
    since: Vec<PathBuf>,
    #[command(flatten)]
    chosen: choices::Chosen,
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

/// Reads the plan and shows the map.
pub fn run(arguments: &Arguments) -> Result<(), Stop> {
    let profile = arguments.profile.as_deref().map(find_profile).transpose()?;
    let rules = match &profile {
        Some(profile) => rules(profile)?,
        None => Rules::default(),
    };
    let wanted = arguments.as_of.as_deref().map(parse_day).transpose()?;
    let here = Some(Path::new("."));
    let reading =
        read_paths(&arguments.paths, &arguments.people, here, profile.as_ref()).map_err(unreadable)?;
    let mut reading = reading.with_finished(&arguments.calibrate, profile.as_ref()).map_err(unreadable)?;
    let mut earlier = Earlier::read(arguments, here, profile.as_ref())?;
    let (as_of, was_over) = match wanted {
        Some(day) => (day, false),
        None => network::as_of(&reading.facts, clock::today()),
    };
    let blank = |name: &String| name.trim().is_empty();
    if arguments.me.iter().chain(&arguments.team).any(blank) {
        return Err(Stop::Usage("a name is empty".into(), "--me \"Mira Solberg\" --team Booking".into()));
    }
    let leader = Leader { name: arguments.me.clone(), teams: arguments.team.clone() };
    let over = was_over
        .then(|| format!("The whole plan lies in the past; it is read as of its first day, {as_of}."));
    let mut choices =
        arguments.chosen.choices(arguments.paths.first().map_or(Path::new("."), PathBuf::as_path))?;
    if let Some(earlier) = &mut earlier {
        choices.take_into(&mut earlier.reading)?;
    }
    choices.take_into(&mut reading)?;
    let wanted = Wanted { leader: &leader, as_of, rules: &rules, options: &arguments.options };
    show_map(reading, earlier, &wanted, over, &|map| choices.keep(map))
}

fn unreadable(wrong: Unreadable) -> Stop {
    Stop::Usage(format!("{}: {}", wrong.path.display(), wrong.fact), wrong.hint)
}

/// Which map is wanted, and how it is shown.
pub struct Wanted<'a> {
    /// Whose.
    pub leader: &'a Leader,
    /// The day from which to look ahead.
    pub as_of: Date,
    /// What counts how much.
    pub rules: &'a Rules,
    /// How it is shown.
    pub options: &'a Options,
}

/// Draws a map of what was read, and shows it, with what changed since an earlier reading, once `kept` has kept what was
/// typed with it.
pub fn show_map(
    reading: Reading,
    earlier: Option<Earlier>,
    wanted: &Wanted<'_>,
    remark: Option<String>,
    kept: &dyn Fn(&Map) -> Result<(), Stop>,
) -> Result<(), Stop> {
    let Reading { facts, finished, mut problems, texts, files, rows, sentences, naming, pages } = reading;
    let options = wanted.options;
    let beside = finished.map(|finished| History::beside(finished, &facts, wanted.as_of));
    let network = wanted.network(facts);
    known(&network, wanted.leader)?;
    let trials = options.trials.unwrap_or_else(|| Simulation::usual_trials(network.nodes.len()));
    let simulation = Simulation { seed: options.seed, trials, beside };
    let (map, seen) = match &earlier {
        None => (wanted.draw(&network, &simulation, &texts), None),
        Some(_) => {
            let (map, seen) = wanted.draw_and_see(&network, &simulation, &texts);
            (map, Some(seen))
        }
    };
    kept(&map)?;
    let since = earlier.zip(seen).map(|(earlier, seen)| earlier.compare(&map, &seen, wanted, &simulation));
    problems.extend(map.oddities.iter().map(|odd| problem_of(odd, &texts)));
    let remarks = map.calibration.iter().flat_map(|calibration| &calibration.remarks);
    problems.extend(remarks.map(|remark| Problem {
        count: remark.count as u32,
        ..Problem::new(remark.at.clone(), &remark.fact).hint(&remark.hint)
    }));
    if let Some(path) = &options.svg {
        std::fs::write(path, drawing::draw(&map, options.attention)).map_err(|error| {
            let fact = format!("{}: it can't be written: {error}", path.display());
            Stop::Fault(fact, "give a path in a folder of yours".into())
        })?;
    }
    let read = Read { files, rows, items: map.items, crossings: map.crossings, sentences, naming, pages };
    if options.json {
        let problems = problems.iter().map(|problem| Said::of(problem, &texts)).collect();
        return show_json(&Shown { map: &map, since, problems, read, remark });
    }
    show(&shown::page(&map, since.as_ref(), &problems, &texts, &read, options, remark.as_deref()))
}

/// Stops where the plan knows nothing of whose map it is to be.
fn known(network: &Network, leader: &Leader) -> Result<(), Stop> {
    let strangers = strangers(network, leader);
    let Some(stranger) = strangers.into_iter().find(|stranger| stranger.is_needed) else { return Ok(()) };
    let option = if stranger.is_team { "--team" } else { "--me" };
    let largest: Vec<String> = largest_teams(network)
        .into_iter()
        .take(3)
        .map(|(team, _)| format!("--team {}", typed(team)))
        .collect();
    let hint = match (&stranger.meant, largest.as_slice()) {
        (Some(meant), _) => format!("did you mean {option} {}?", typed(meant)),
        (None, []) => "name a team as the plan calls it".into(),
        (None, teams) => format!("the plan's largest: {}", listed(teams, "and")),
    };
    let fact = Stranger { meant: None, ..stranger }.fact();
    Err(Stop::Usage(fact, hint))
}

impl Wanted<'_> {
    fn network(&self, mut facts: Facts) -> Network {
        // Who I say I am is a person, even where no directory knows me.
        let me = self.leader.name.iter().map(|name| Person { name: name.clone(), ..Person::default() });
        facts.people.extend(me);
        Network::of(facts, self.as_of)
    }

    fn draw(&self, network: &Network, simulation: &Simulation, texts: &Texts) -> Map {
        let progress = Progress::of(u64::from(simulation.trials.div_ceil(BLOCK)), "playing years");
        map::draw(network, self.leader, self.rules, simulation, texts, &|| progress.step())
    }

    fn draw_and_see(&self, network: &Network, simulation: &Simulation, texts: &Texts) -> (Map, Seen) {
        let progress = Progress::of(u64::from(simulation.trials.div_ceil(BLOCK)), "playing years");
        map::draw_and_see(network, self.leader, self.rules, simulation, texts, &|| progress.step())
    }
}

/// An oddity as a problem. What takes an answer back names the folder of the answers, where that is another one.
fn problem_of(odd: &Odd, texts: &Texts) -> Problem {
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

fn show_json(shown: &Shown<'_>) -> Result<(), Stop> {
    let text = serde_json::to_string_pretty(shown)
        .map_err(|error| Stop::Fault(format!("the map can't be written: {error}"), String::new()))?;
    show(&format!("{text}\n"))
}

/// The map as JSON.
#[derive(Serialize)]
struct Shown<'a> {
    #[serde(flatten)]
    map: &'a Map,
    #[serde(skip_serializing_if = "Option::is_none")]
    since: Option<Compared>,
    problems: Vec<Said>,
    read: Read,
    #[serde(skip_serializing_if = "Option::is_none")]
    remark: Option<String>,
}

/// How much was read.
#[derive(Serialize)]
struct Read {
    files: usize,
    rows: usize,
    items: usize,
    crossings: usize,
    /// Sentences of running text.
    sentences: usize,
    /// Those of them that name a team as needed.
    naming: usize,
    /// Pages of running text.
    pages: usize,
}

/// A problem as JSON.
#[derive(Serialize)]
struct Said {
    fact: String,
    hint: Option<String>,
    count: u32,
    file: String,
    line: u32,
    column: u32,
    field: String,
    quote: String,
}

impl Said {
    fn of(problem: &Problem, texts: &Texts) -> Self {
        let place = plan::place::Quotes::quoted(texts, &problem.place);
        Self {
            fact: problem.fact.clone(),
            hint: problem.hint.clone(),
            count: problem.count,
            file: place.file,
            line: place.line,
            column: place.column,
            field: place.field.into(),
            quote: place.quote,
        }
    }
}

fn find_profile(name: &str) -> Result<Profile, Stop> {
    if let Some(profile) = Profile::built_in(name) {
        return Ok(profile);
    }
    let body = std::fs::read_to_string(name).map_err(|_| {
        Stop::Usage(format!("“{name}” is no profile, and no file that can be read"), profile::names())
    })?;
    let text = Text::of(0, name, body);
    Profile::read(&text).map_err(|problem| Stop::Unread(problem.render(&Texts(vec![text]))))
}

fn rules(profile: &Profile) -> Result<Rules, Stop> {
    let wrong = |fact: String| {
        let fact = format!("profile “{}”: under [map], {fact}", profile.name);
        Stop::Usage(fact, "docs/profiles.md lists what [map] may say".into())
    };
    let rules = Rules::deserialize(profile.map.clone()).map_err(|error| wrong(error.message().to_owned()))?;
    match rules.unusable() {
        Some("most") => Err(wrong("“most” is 0, and a map needs a name".into())),
        Some(name) => Err(wrong(format!("“{name}” lies not between 0 and 1"))),
        None => Ok(rules),
    }
}

fn parse_day(words: &str) -> Result<Date, Stop> {
    dates::day(words, DayMonth::DayFirst)
        .map_err(|dates::NoDate(fact)| Stop::Usage(format!("--as-of: {fact}"), "--as-of 2027-01-04".into()))
}
