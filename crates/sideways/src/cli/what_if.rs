//! `sideways what-if`: the plan with something changed, and whom that moves.

use std::path::Path;

use clap::Args;
use plan::batch::BLOCK;
use playbook::trade::{
    named_moves::Wish,
    whatif::{self, Days, Team, WhatIf},
};
use sources::text::shown;

use super::{
    Stop,
    judged::Judged,
    opened::{self, show_json},
    page::{Page, QUIET, listed},
    progress::Progress,
    show,
};
use crate::{
    planned::Asked,
    what_if::{NO_DIFFERENCE, day, error, lent, pulled},
};

const EXAMPLES: &str = "Examples:
  sideways what-if plan.md --pull \"Quote request for groups\" --by 2w
  sideways what-if plan.md --lend Identity:Booking:1:2027-03-01..2027-04-30
  sideways what-if plan.md --drop \"Coach spaces\" --decide \"Fare rules:fri\"";

/// Plays the plan with something changed, and says what that does to every team's dates.
///
/// Both plans are played with the same luck, so that what differs is the change. Several changes are made together.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    #[command(flatten)]
    asked: Asked,
    /// Does an item earlier, before other work of its team; with all that is below it
    #[arg(long, value_name = "ITEM")]
    pull: Vec<String>,
    /// By how much each is pulled forward: 3d, 2w, 1 month [default: to the front of its queue]
    #[arg(long, value_name = "LENGTH", requires = "pull")]
    by: Vec<String>,
    /// Lends a team's lanes to another: how many things at a time, from which day to which
    #[arg(long, value_name = "TEAM:TEAM:NUMBER:FROM..TO")]
    lend: Vec<String>,
    /// Lets a team adopt something before all others
    #[arg(long, value_name = "TEAM:ITEM")]
    first: Vec<String>,
    #[command(flatten)]
    judged: Judged,
    /// Leaves an item out
    #[arg(long, value_name = "ITEM")]
    drop: Vec<String>,
    /// Lets an item wait for a decision on a day
    #[arg(long, value_name = "ITEM:DATE")]
    decide: Vec<String>,
    /// How many years to simulate
    #[arg(long, value_name = "N", default_value_t = 2000, value_parser = clap::value_parser!(u32).range(16..=1_000_000))]
    trials: u32,
    /// Prints what it does as JSON
    #[arg(long)]
    json: bool,
}

/// Reads the plan, plays it both ways, and says what differs.
pub fn run(arguments: &Arguments, notebook: Option<&Path>) -> Result<(), Stop> {
    let wishes = arguments.wishes()?;
    let planned = arguments.asked.read(opened::remembered(notebook)?, false)?;
    let years = planned.years(arguments.asked.seed);
    let progress = Progress::of(2 * u64::from(arguments.trials.div_ceil(BLOCK)), "playing years");
    let spread = planned.learnt.spread();
    let said =
        whatif::what_if(&planned.network, &years, spread, &wishes, arguments.trials, &|| progress.go_on())?;
    drop(progress);
    if arguments.json {
        return show_json(&said);
    }
    let mut page = Page::new();
    if let Some(remark) = &planned.remark {
        page.styled(0, remark, QUIET);
        page.gap();
    }
    fill(&mut page, &said);
    show(&page.text())
}

impl Arguments {
    fn wishes(&self) -> Result<Vec<Wish>, Stop> {
        let mut wishes = Vec::new();
        if self.by.len() > 1 && self.by.len() != self.pull.len() {
            let fact = format!("--by is typed {} times, --pull {}", self.by.len(), self.pull.len());
            return Err(Stop::Usage(fact, "one --by for all, or one behind each --pull".into()));
        }
        for (at, item) in self.pull.iter().enumerate() {
            let by = self.by.get(at).or(self.by.first().filter(|_| self.by.len() == 1));
            wishes.push(pulled(item, by.map(String::as_str))?);
        }
        for words in &self.lend {
            wishes.push(lend(words)?);
        }
        if self.first.is_empty() && self.judged.is_typed() {
            let fact = "nobody goes first, so that nothing takes longer or less for it";
            return Err(Stop::Usage(fact.into(), "--first Booking:\"New pipeline\"".into()));
        }
        for words in &self.first {
            let (team, item) = parted(words, "--first", "--first Booking:\"New pipeline\"")?;
            wishes.push(Wish::First(team.into(), item.into(), self.judged.read()));
        }
        wishes.extend(self.drop.iter().cloned().map(Wish::Drop));
        for words in &self.decide {
            let example = "--decide \"Fare rules:2027-03-01\"";
            let (item, day) = words.rsplit_once(':').ok_or_else(|| not_parted(words, "--decide", example))?;
            wishes.push(Wish::Decide(item.trim().into(), self::day(day, "--decide")?));
        }
        match wishes.is_empty() {
            true => Err(Stop::Usage(
                "nothing is changed".into(),
                "sideways what-if plan.md --pull \"Quote request for groups\" --by 2w".into(),
            )),
            false => Ok(wishes),
        }
    }
}

fn not_parted(words: &str, option: &str, example: &str) -> Stop {
    Stop::Usage(format!("{option}: “{}” lacks a colon", shown(words)), example.into())
}

fn parted<'a>(words: &'a str, option: &str, example: &str) -> Result<(&'a str, &'a str), Stop> {
    let (one, other) = words.split_once(':').ok_or_else(|| not_parted(words, option, example))?;
    Ok((one.trim(), other.trim()))
}

fn lend(words: &str) -> Result<Wish, Stop> {
    let wrong = |fact: &str| {
        let example = "--lend Identity:Booking:1:2027-03-01..2027-04-30";
        Stop::Usage(format!("--lend: {fact} in “{}”", shown(words)), example.into())
    };
    let parts: Vec<&str> = words.split(':').map(str::trim).collect();
    let [giver, taker, number, span] = parts[..] else {
        return Err(wrong("there are not four parts"));
    };
    let (from, to) = span.split_once("..").ok_or_else(|| wrong("there is no end"))?;
    lent((giver, taker), number, (from, to), &wrong)
}

fn fill(page: &mut Page, said: &WhatIf) {
    page.heading("What if");
    for change in &said.changes {
        page.hanging(2, 4, &format!("{}.", shown(change)), anstyle::Style::new());
    }
    page.gap();
    page.heading("Whose dates that moves");
    let (seen, unseen): (Vec<&Team>, Vec<&Team>) = said.teams.iter().partition(|team| team.is_seen);
    for team in &seen {
        let way = if team.later > 0.0 { "later" } else { "earlier" };
        let later = team.later.abs();
        let words = format!("{:<24} {later:>7.1} days {way}, ± {}", shown(&team.team), error(team.error));
        page.hanging(2, 4, &words, anstyle::Style::new());
    }
    if seen.is_empty() {
        page.paragraph(2, NO_DIFFERENCE);
    } else if !unseen.is_empty() {
        let names: Vec<String> = unseen.iter().map(|team| shown(&team.team).to_string()).collect();
        page.paragraph(2, &format!("No difference seen: {}.", listed(&names, "and")));
    }
    if !said.without_dates.is_empty() {
        let names: Vec<String> = said.without_dates.iter().map(|name| shown(name).to_string()).collect();
        let words = format!("Nothing promised for a day, so nothing can be said: {}.", listed(&names, "and"));
        page.styled(2, &words, QUIET);
    }
    if !said.dates.is_empty() {
        page.gap();
        page.heading("When they fall: half of the years, and a tenth to nine tenths");
        for date in &said.dates {
            page.hanging(
                2,
                4,
                &format!("{}, {}, promised {}", shown(&date.title), shown(&date.team), date.promised),
                anstyle::Style::new(),
            );
            page.paragraph(4, &format!("as it is  {}", span(&date.before)));
            page.paragraph(4, &format!("what if   {}", span(&date.after)));
        }
    }
    page.gap();
    let words = format!(
        "As of {}, {} simulated years with the same luck on both sides; days are working days by which dates are missed, weighted, in the mean, ± a standard error; a change within two of them counts as none. Spread: {}.",
        said.as_of, said.trials, said.spread
    );
    page.styled(0, &words, QUIET);
}

fn span(days: &Days) -> String {
    format!("{}  ({} to {})", days.middle, days.early, days.late)
}
