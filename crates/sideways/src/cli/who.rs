//! `sideways who`: an answer, remembered beside the plan.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use clap::Args;
use plan::names::{person_key, typed};
use sources::{
    answers::{self, Answers, pair, part},
    text::shown,
};

use super::{
    Stop,
    kept::{Lock, load, path, save, word},
    page::{Page, listed},
    show,
};

/// Says who says yes for a team, who does a piece of work, or which names are one person's.
///
/// The answer is kept in `sideways.toml` beside the plan, and applied whenever the plan is read.
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
    /// The plan beside which the answer is kept [default: the current folder]
    #[arg(long, value_name = "PATH")]
    plan: Option<PathBuf>,
    /// Takes the answer back
    #[arg(long, requires = "subject")]
    forget: bool,
    /// Lists the answers
    #[arg(long, conflicts_with_all = ["subject", "forget"])]
    list: bool,
}

/// Keeps, takes back or lists answers.
pub fn run(arguments: &Arguments) -> Result<(), Stop> {
    let path = path(arguments.plan.as_deref())?;
    let Some(subject) = arguments.subject.as_deref() else { return list(&load(&path)?, &path) };
    let subject = word("subject", subject, "sideways who PAY \"Dana Ortiz\"")?;
    let names = Names::of(arguments, &subject)?;
    let _lock = Lock::on(&path)?;
    let mut answers = load(&path)?;
    let mut before = Vec::new();
    let said = match (names, arguments.forget) {
        (Names::Same(name), forget) => same(&mut answers, &subject, &name, forget)?,
        (Names::Different(name), forget) => different(&mut answers, &subject, &name, forget)?,
        (Names::Yes(name), _) => {
            before = answers.answer(&subject, &name);
            before.retain(|(_, earlier)| *earlier != name);
            format!("{subject}: {name}.{}", of_teams(&subject, &name))
        }
        (Names::None, _) => match answers.forget(&subject).as_slice() {
            [] => return Err(unknown(&answers, &subject, &path)),
            gone => taken_back(gone),
        },
    };
    save(&path, &answers)?;
    let kept = if arguments.forget { String::new() } else { format!(" Kept in {}.", path.display()) };
    let mut page = Page::new();
    page.paragraph(0, &shown(&format!("{said}{kept}")));
    for (subject, name) in &before {
        page.paragraph(0, &shown(&format!("Your answer before was “{subject}: {name}”.")));
    }
    show(&page.text())
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

/// What is said of a subject.
enum Names {
    /// Who says yes for it, or does it.
    Yes(String),
    /// Whom it is another name of.
    Same(String),
    /// Whom it is no other name of.
    Different(String),
    /// Nothing any more.
    None,
}

impl Names {
    fn of(arguments: &Arguments, subject: &str) -> Result<Self, Stop> {
        let hint = format!("sideways who {} \"Dana Ortiz\"", typed(subject));
        let one = |option: &str, name: &str| {
            let hint = format!("sideways who {} {option} \"Dana Ortiz\"", typed(subject));
            let name = word("name", name, &hint)?;
            match person_key(&name) {
                key if key.is_empty() => Err(Stop::Usage(format!("“{name}” is no name"), hint)),
                key if key == person_key(subject) => {
                    let fact = format!(
                        "“{subject}” and “{name}” are one name: case, accents and dots make no difference"
                    );
                    Err(Stop::Usage(fact, hint))
                }
                _ => Ok(name),
            }
        };
        match (&arguments.name, &arguments.same_as, &arguments.not_same_as) {
            (Some(name), ..) => word("name", name, &hint).map(Self::Yes),
            (_, Some(name), _) => one("--same-as", name).map(Self::Same),
            (.., Some(name)) => one("--not-same-as", name).map(Self::Different),
            _ if arguments.forget => Ok(Self::None),
            _ => Err(Stop::Usage("a name is missing".into(), hint)),
        }
    }
}

/// That two names are one person's; whoever says so no longer says that they are two.
fn same(answers: &mut Answers, subject: &str, name: &str, forget: bool) -> Result<String, Stop> {
    match forget {
        true if part(&mut answers.same, subject, name) => {
            Ok(format!("{subject} and {name} are no longer taken as one person."))
        }
        true => Err(apart("one person", subject, name)),
        false => {
            part(&mut answers.different, subject, name);
            part(&mut answers.same, subject, name);
            pair(&mut answers.same, subject, name);
            Ok(format!("{subject} is {name}."))
        }
    }
}

/// That two names are two people's; whoever says so no longer says that they are one.
fn different(answers: &mut Answers, subject: &str, name: &str, forget: bool) -> Result<String, Stop> {
    match forget {
        true if part(&mut answers.different, subject, name) => {
            Ok(format!("{subject} and {name} may be asked about again."))
        }
        true => Err(apart("two people", subject, name)),
        false => {
            part(&mut answers.same, subject, name);
            pair(&mut answers.different, subject, name);
            Ok(format!("{subject} and {name} are two people."))
        }
    }
}

fn apart(what: &str, subject: &str, name: &str) -> Stop {
    let fact = format!("nothing says that “{subject}” and “{name}” are {what}");
    Stop::Usage(fact, "sideways who --list".into())
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

fn list(answers: &Answers, path: &Path) -> Result<(), Stop> {
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
        page.paragraph(0, &format!("{} holds no answers yet.", path.display()));
    }
    for line in lines {
        page.paragraph(0, &shown(&line));
    }
    show(&page.text())
}
