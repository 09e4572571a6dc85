//! `sideways who`: an answer, remembered in the notebook or beside the plan.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use clap::Args;
use desk::open::Desk;
use plan::names::{person_key, typed};
use serde::Serialize;
use sources::{
    answers::{self, Answers, pair, part},
    text::{Text, shown},
};

use super::{
    Stop,
    noting::{Noted, Noting},
    opened,
    page::{Page, listed},
    show,
};
use crate::{
    beside::{Lock, load, path, save},
    corrected::{self, InNotebook, Names, different, missing, same, word},
    planned::{Asked, remembered::Remembered},
};

/// Says who says yes for a team, who does a piece of work, or which names are one person's.
///
/// The answer is kept in your notebook, or where you have none in `sideways.toml` beside the plan, and applied whenever the
/// plan is read.
/// A subject is a team or the prefix of a key (PAY of PAY-412), else the id of a piece of work, else its whole title, else the
/// beginning of one title: two words of it at least, or “Seeded…”.
/// Without a subject, lists the answers.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  sideways who PAY \"Dana Ortiz\"\n  sideways who \"Seeded sailings\" Platform\n  sideways who PAY --forget\n  sideways who \"D. Ortiz\" --same-as \"Dana Ortiz\"\n  sideways who \"D. Ortiz\" --same-as \"Dana Ortiz\" --forget\n  sideways who"
)]
pub struct Arguments {
    /// A team, a piece of work by its id or title, or a person
    subject: Option<String>,
    /// The person who says yes, or the team that does the work
    #[arg(conflicts_with_all = ["forget", "same_as", "not_same_as"])]
    name: Option<String>,
    /// Says that the two names are one person's; this one is shown
    #[arg(long, value_name = "NAME", requires = "subject")]
    same_as: Option<String>,
    /// Says that the two names are two people's, and need not be asked about
    #[arg(long, value_name = "NAME", requires = "subject", conflicts_with = "same_as")]
    not_same_as: Option<String>,
    /// The plan beside which the answer is kept, unless your notebook keeps it [default: the current folder]
    #[arg(long, value_name = "PATH")]
    plan: Option<PathBuf>,
    /// Takes the answer back
    #[arg(long, requires = "subject")]
    forget: bool,
    /// Lists the answers
    #[arg(long, conflicts_with_all = ["subject", "forget"])]
    list: bool,
    /// Prints what was kept, or the list, as JSON
    #[arg(long)]
    json: bool,
}

/// Keeps, takes back or lists answers.
pub fn run(arguments: &Arguments, notebook: Option<&Path>) -> Result<(), Stop> {
    let plan = arguments.plan.as_deref();
    let Some(subject) = arguments.subject.as_deref() else {
        let path = path(plan)?;
        return list(load(&path)?, &path, arguments, notebook);
    };
    let subject = word("subject", subject, "sideways who PAY \"Dana Ortiz\"")?;
    let Arguments { name, same_as, not_same_as, .. } = arguments;
    let names = Names::of(&subject, name.as_deref(), (same_as.as_deref(), not_same_as.as_deref()))?;
    if names.is_none() && !arguments.forget {
        return Err(missing(&subject));
    }
    match (Noting::open(notebook, plan, "sideways who")?, &names) {
        (Some(noting), names) if arguments.forget => forget(noting, &subject, names.as_ref(), plan),
        (Some(noting), Some(names)) => note(noting, &subject, names),
        (_, names) => keep(&subject, names.as_ref(), arguments.forget, plan),
    }?
    .show(arguments.json)
}

/// Keeps or takes back an answer beside the plan.
fn keep(subject: &str, names: Option<&Names>, forget: bool, plan: Option<&Path>) -> Result<Noted, Stop> {
    let path = path(plan)?;
    let _lock = Lock::on(&path)?;
    let mut answers = load(&path)?;
    let mut before = Vec::new();
    let said = match names {
        Some(Names::Same(name)) => same(&mut answers, subject, name, forget)?,
        Some(Names::Different(name)) => different(&mut answers, subject, name, forget)?,
        Some(Names::Yes(name)) => {
            before = answers.answer(subject, name);
            before.retain(|(_, earlier)| earlier != name);
            format!("{subject}: {name}.{}", of_teams(subject, name))
        }
        None => match answers.forget(subject).as_slice() {
            [] => return Err(unknown(&answers, subject, &path)),
            gone => taken_back(gone),
        },
    };
    save(&path, &answers)?;
    let meant = match names {
        Some(Names::Yes(_)) if plan.is_some() => meant(subject, plan, None),
        _ => String::new(),
    };
    let kept = if forget { String::new() } else { format!(" Kept in {}.", path.display()) };
    let said = with_before(format!("{said}{meant}{kept}"), &before);
    Ok(Noted { entries: Vec::new(), file: Some(path), said })
}

fn with_before(words: String, before: &[(String, String)]) -> Vec<String> {
    let before = before.iter().map(|(subject, name)| format!("Your answer before was “{subject}: {name}”."));
    [words].into_iter().chain(before).collect()
}

/// Keeps an answer in the notebook.
fn note(mut noting: Noting, subject: &str, names: &Names) -> Result<Noted, Stop> {
    let mut known = merged(Answers::default(), &noting.desk);
    let mut new = Answers::default();
    let mut before = Vec::new();
    let said = match names {
        Names::Same(name) => same(&mut new, subject, name, false)?,
        Names::Different(name) => different(&mut new, subject, name, false)?,
        Names::Yes(name) => {
            before = known.answer(subject, name);
            before.retain(|(_, earlier)| earlier != name);
            new.answer(subject, name);
            format!("{subject}: {name}.{}", of_teams(subject, name))
        }
    };
    let entries = noting.keep(&new)?;
    if entries.is_empty() {
        return Ok(Noted { said: vec!["Your notebook says so already.".to_owned()], ..Noted::default() });
    }
    let meant = match names {
        Names::Yes(_) => meant(subject, None, Some(Remembered::of(&noting.desk))),
        _ => String::new(),
    };
    let numbers: Vec<String> = entries.iter().map(u32::to_string).collect();
    let words = format!(
        "Entry {}: {said}{meant} `sideways undo {}` takes it back.",
        listed(&numbers, "and"),
        numbers.join(" ")
    );
    Ok(Noted { entries, file: None, said: with_before(words, &before) })
}

/// Takes an answer back, in the notebook and beside the plan.
fn forget(
    mut noting: Noting,
    subject: &str,
    names: Option<&Names>,
    plan: Option<&Path>,
) -> Result<Noted, Stop> {
    let mut wanted = Answers::default();
    match names {
        Some(Names::Same(name) | Names::Different(name)) => _ = pair(&mut wanted.same, subject, name),
        None | Some(Names::Yes(_)) => _ = wanted.answer(subject, "NAME"),
    }
    let text = Text::of(0, "", wanted.render());
    let slot = wanted.entries(&text).first().and_then(|entry| entry.slot(&wanted));
    let said: Vec<InNotebook> =
        corrected::all(noting.desk.notes()).into_iter().filter(|one| one.slot == slot).collect();
    let beside = load(&path(plan)?)?;
    let text = Text::of(0, "", beside.render());
    let is_beside = beside.entries(&text).iter().any(|entry| entry.slot(&beside) == slot);
    if said.is_empty() {
        return keep(subject, names, true, plan);
    }
    noting.undo(&said.iter().map(|one| one.number).collect::<Vec<_>>())?;
    let numbers: Vec<String> = said.iter().map(|one| one.number.to_string()).collect();
    let entries = if numbers.len() == 1 { "Entry" } else { "Entries" };
    let is = if numbers.len() == 1 { "is" } else { "are" };
    let words = format!("{entries} {} {is} undone: {}.", listed(&numbers, "and"), said[0].entry.words);
    let entries = said.iter().map(|one| one.number).collect();
    let beside = if is_beside { keep(subject, names, true, plan)? } else { Noted::default() };
    Ok(Noted { entries, file: beside.file, said: [vec![words], beside.said].concat() })
}

/// Answers, with what the notebook says of them and more.
fn merged(mut answers: Answers, desk: &Desk) -> Answers {
    for noted in Remembered::of(desk).noted {
        let Ok(newer) = Answers::parse(&Text::of(0, "", noted.lines)) else { continue };
        for (subject, name) in newer.who {
            answers.answer(&subject, &name);
        }
        for (pairs, is_same) in [(newer.same, true), (newer.different, false)] {
            for (name, other) in
                pairs.iter().flat_map(|(name, others)| others.all().iter().map(move |other| (name, other)))
            {
                part(&mut answers.same, name, other);
                part(&mut answers.different, name, other);
                pair(if is_same { &mut answers.same } else { &mut answers.different }, name, other);
            }
        }
    }
    answers
}

/// Which piece of work an answer means, where a plan is at hand in which it means one.
fn meant(subject: &str, plan: Option<&Path>, remembered: Option<Remembered>) -> String {
    let paths = plan.map(Path::to_path_buf).into_iter().collect();
    let Ok(planned) = Asked::of(paths).read(remembered, false) else { return String::new() };
    let answered = planned.network.answered.iter().rev().find(|(known, _)| known == subject);
    answered.map_or_else(String::new, |(_, item)| {
        format!(" This is the piece of work “{}”.", shown(&planned.network.node(*item).item.title))
    })
}

/// What an answer does where it names a team, as a single word may.
fn of_teams(subject: &str, name: &str) -> String {
    if name.contains(char::is_whitespace) {
        return String::new();
    }
    format!(" Where {subject} and {name} are teams of the plan, the two are one team.")
}

fn taken_back(gone: &[(String, String)]) -> String {
    let subjects: Vec<String> = gone.iter().map(|(subject, _)| subject.clone()).collect();
    match subjects.as_slice() {
        [subject] => format!("The answer for {subject} is taken back."),
        subjects => format!("The answers for {} are taken back.", listed(subjects, "and")),
    }
}

/// There is no answer to take back; where the subject was merged, that may be meant.
fn unknown(answers: &Answers, subject: &str, path: &Path) -> Stop {
    let pairs = [(&answers.same, "--same-as"), (&answers.different, "--not-same-as")];
    let meant = pairs.into_iter().find_map(|(pairs, option)| {
        let (name, others) = pairs.iter().find(|(name, _)| person_key(name) == person_key(subject))?;
        Some(format!("sideways who {} {option} {} --forget", typed(name), typed(others.all().first()?)))
    });
    let fact = format!("{} holds no answer for “{subject}”", path.display());
    Stop::Usage(fact, meant.unwrap_or_else(|| "sideways who --list".into()))
}

/// All answers.
#[derive(Serialize)]
struct Listed<'a> {
    /// Who says yes for a team or does a piece of work, by team or piece.
    who: &'a BTreeMap<String, String>,
    /// Other names of one person, by name.
    same: BTreeMap<&'a str, &'a [String]>,
    /// Names of somebody else, by name.
    different: BTreeMap<&'a str, &'a [String]>,
}

fn lists(pairs: &BTreeMap<String, answers::Names>) -> BTreeMap<&str, &[String]> {
    pairs.iter().map(|(name, others)| (name.as_str(), others.all())).collect()
}

fn list(beside: Answers, path: &Path, arguments: &Arguments, notebook: Option<&Path>) -> Result<(), Stop> {
    let plan = arguments.plan.as_deref();
    let remembered = opened::remembered(notebook)?;
    let is_its =
        remembered.is_some_and(|remembered| plan.is_none_or(|plan| remembered.is_of(&[plan.to_path_buf()])));
    let answers = if is_its { merged(beside, &opened::to_read(notebook)?) } else { beside };
    if arguments.json {
        let Answers { who, same, different, .. } = &answers;
        return opened::show_json(&Listed { who, same: lists(same), different: lists(different) });
    }
    let mut page = Page::new();
    let who = answers.who.iter().map(|(subject, name)| format!("{subject}: {name}"));
    let of = |pairs: &BTreeMap<String, answers::Names>, say: fn(&str, &str) -> String| -> Vec<String> {
        pairs
            .iter()
            .flat_map(|(name, others)| others.all().iter().map(move |other| say(name, other)))
            .collect()
    };
    let same = of(&answers.same, |name, other| format!("{name} is {other}"));
    let different = of(&answers.different, |name, other| format!("{name} is not {other}"));
    let lines: Vec<String> = who.chain(same).chain(different).collect();
    if lines.is_empty() {
        let holds = if is_its { "Your notebook and {} hold" } else { "{} holds" };
        let holds = holds.replace("{}", &path.display().to_string());
        page.paragraph(0, &shown(&format!("{holds} no answers yet.")));
    }
    for line in lines {
        page.paragraph(0, &shown(&line));
    }
    show(&page.text())
}
