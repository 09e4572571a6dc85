//! `sideways read`: remembers where the plan lies, and says what it holds.

use std::path::{Path, PathBuf};

use clap::Args;
use desk::open::Done;
use plan::network;
use playbook::{
    map::{
        Leader,
        kept::{self, Changed},
        peers::{self, Command::FindPlan},
    },
    notebook::{Command, Event},
};
use sources::{
    Reading,
    answers::FILE,
    read::{Sources, home},
    text::shown,
};

use super::{
    Stop, map,
    opened::{self, show_json},
    page::{Page, QUIET, TYPED, counted, listed},
    show,
};
use crate::{
    beside, clock, corrected,
    drawn::Wanted,
    planned::{
        self,
        located::{Located, TypedProfile},
        remembered::Remembered,
    },
    understood::{Understood, came_and_went, understood},
};

/// Remembers where your plan lies, reads it, and says what was understood.
///
/// Without PATH it reads the remembered plan again, and says who came onto the map and who went since you kept it.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  sideways read plan.md --people people.toml --me \"Mira Solberg\" --team Booking\n  sideways read\n  sideways read --adopt"
)]
pub struct Arguments {
    #[command(flatten)]
    plan: Located,
    /// Takes the answers and corrections of `sideways.toml` beside the plan into your notebook
    #[arg(long)]
    adopt: bool,
    /// Prints every problem
    #[arg(long)]
    all: bool,
    /// Prints what was understood as JSON
    #[arg(long)]
    json: bool,
}

/// Reads the plan, says what it holds, and remembers it.
pub fn run(arguments: &Arguments, notebook: Option<&Path>) -> Result<(), Stop> {
    let remembered = Remembered::with_files(&opened::to_read(notebook)?)?;
    let plan = arguments.plan.or_remembered(remembered.plan.as_ref())?;
    let profile = TypedProfile::find(plan.profile.as_deref())?.profile;
    let handed = remembered.handed(&plan)?;
    let sources = Sources { noted: &remembered.noted, handed, profile: profile.as_ref(), ..plan.sources() };
    let gone = planned::unreadable_of(&arguments.plan);
    let reading = sources.read().map_err(&gone)?;
    let reading = reading.with_finished(&plan.calibrate, &sources).map_err(&gone)?;
    let leader = plan.leader();
    let is_again = arguments.plan.paths.is_empty() && remembered.has_map;
    let changed =
        if is_again { changed(reading.clone(), &leader, profile.as_ref(), notebook)? } else { None };
    let mut understood = understood(reading, &leader, profile.as_ref(), changed)?;
    if !arguments.json {
        show(&page(&understood, arguments.all))?;
    }
    if understood.items == 0 {
        return Err(Stop::Refused(
            "nothing that was read is a piece of work, so nothing is remembered".into(),
            "sideways read PATH, with the file or the folder in which your plan lies".into(),
        ));
    }
    remember(&mut understood, &plan, arguments.adopt, notebook)?;
    match arguments.json {
        true => show_json(&understood),
        false => show(&outcome(&understood, &plan, &remembered, arguments.adopt)),
    }
}

/// Who came and who went since the map was kept: it is drawn anew for that.
fn changed(
    reading: Reading,
    leader: &Leader,
    profile: Option<&sources::profile::Profile>,
    notebook: Option<&Path>,
) -> Result<Option<Changed>, Stop> {
    let rules = planned::rules_of(profile)?;
    let (as_of, _) = network::as_of(&reading.facts, clock::today());
    let wanted = Wanted::usual(leader, as_of, &rules);
    let drawn = map::draw(reading, None, &wanted, None)?;
    Ok(kept::changed(&drawn.map, &opened::to_read(notebook)?.notes().peers))
}

fn page(understood: &Understood, all: bool) -> String {
    let Understood { files, items, teams, people, yours, crossings, .. } = understood;
    let mut page = Page::new();
    let read = [
        counted(*files, "file", "files"),
        counted(*items, "item", "items"),
        counted(*teams, "team", "teams"),
        counted(*people, "person", "people"),
    ];
    page.paragraph(0, &format!("Read: {}.", listed(&read, "and")));
    let open = counted(*yours, "open piece of work is yours", "open pieces of work are yours");
    let needs = counted(*crossings, "place", "places");
    page.paragraph(0, &format!("{open}; the plan says that they need somebody else in {needs}."));
    if let Some(changed) = &understood.changed {
        page.paragraph(0, &shown(&came_and_went(changed)));
    }
    map::problems(&mut page, &understood.problems, all);
    page.text()
}

/// Keeps where the plan lies, unless that is known, and takes over what lies beside it, if that is wanted.
fn remember(
    understood: &mut Understood,
    plan: &Located,
    adopts: bool,
    notebook: Option<&Path>,
) -> Result<(), Stop> {
    let at = plan.to_remember()?;
    let (mut desk, now) = opened::to_act(notebook, "sideways read")?;
    let files = if adopts { files_beside(plan) } else { Vec::new() };
    let done = desk.together(now, |all| {
        let known = all.notes().peers.plan().map(|at| Located::of(at, &opened::screen()));
        if known.as_ref() != Some(&Located::of(&at, &opened::screen())) {
            all.act(Command::Peers(FindPlan(at)))?;
        }
        files.iter().try_for_each(|file| Ok::<(), Stop>(corrected::keep(all, &beside::load(file)?)?))
    })?;
    let is_found = |done: &&Done| matches!(done.events[..], [Event::Peers(peers::Event::PlanFound(_))]);
    let (found, adopted): (Vec<&Done>, Vec<&Done>) = done.iter().partition(is_found);
    understood.entry = found.first().map(|done| done.entry);
    understood.adopted = adopted.into_iter().map(|done| done.entry).collect();
    Ok(())
}

/// Files of answers beside the plan.
fn files_beside(plan: &Located) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = plan.paths.iter().map(|path| home(path).join(FILE)).collect();
    files.sort();
    files.dedup();
    files.retain(|file| file.exists());
    files
}

/// What was remembered, and what can be done next.
fn outcome(understood: &Understood, plan: &Located, remembered: &Remembered, adopts: bool) -> String {
    let mut page = Page::new();
    page.gap();
    match understood.entry {
        Some(entry) => page.paragraph(
            0,
            &format!("Entry {entry}: your notebook remembers where the plan lies. `sideways undo {entry}` takes it back."),
        ),
        None => page.styled(0, "Your notebook remembers this plan already.", QUIET),
    }
    let beside = files_beside(plan);
    let names: Vec<String> = beside.iter().map(|path| path.display().to_string()).collect();
    match (adopts, understood.adopted.as_slice()) {
        (true, []) => page.paragraph(0, "Beside the plan lies no answer that the notebook does not have."),
        (true, entries) => page.paragraph(
            0,
            &shown(&format!(
                "{} taken over into your notebook. {} stays as it is; delete it if others are not to read it.",
                counted(entries.len(), "answer or correction was", "answers and corrections were"),
                listed(&names, "and")
            )),
        ),
        (false, _) if !beside.is_empty() => page.paragraph(
            0,
            &shown(&format!(
                "{} is read with the plan, and whoever reads the plan's folder reads it. `sideways read --adopt` takes it into your notebook.",
                listed(&names, "and")
            )),
        ),
        _ => {}
    }
    if !remembered.has_map {
        page.paragraph(0, "Next, the peers your year depends on:");
        page.styled(2, "sideways map --keep", TYPED);
    }
    page.text()
}
