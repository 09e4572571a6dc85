//! `sideways who`: an answer, remembered beside the plan.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use clap::Args;
use sources::{
    answers::{Answers, FILE},
    read::home,
    text::{Text, Texts},
};

use super::{Stop, page::Page, show};

/// Says who says yes for a team, or who does a piece of work.
///
/// The answer is kept in `sideways.toml` beside the plan, and applied whenever the plan is read.
/// Without a subject, lists the answers.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  sideways who PAY \"Dana Ortiz\"\n  sideways who \"Seeded sailings\" Platform\n  sideways who PAY --forget\n  sideways who"
)]
pub struct Arguments {
    /// A team, or a piece of work by its id or title
    subject: Option<String>,
    /// The person who says yes, or the team that does the work
    #[arg(required_unless_present_any = ["forget", "list"], conflicts_with = "forget")]
    name: Option<String>,
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
    let folder = folder(arguments.plan.as_deref())?;
    let path = folder.join(FILE);
    let mut answers = load(&path)?;
    let Some(subject) = arguments.subject.as_deref() else { return list(&answers, &path) };
    let subject = subject.trim().to_owned();
    if subject.is_empty() {
        return Err(Stop::Usage("a subject is missing".into(), "sideways who PAY \"Dana Ortiz\"".into()));
    }
    let mut page = Page::new();
    match &arguments.name {
        Some(name) if name.trim().is_empty() => {
            let hint = format!("sideways who {} \"Dana Ortiz\"", plan::names::typed(&subject));
            return Err(Stop::Usage("a name is missing".into(), hint));
        }
        Some(name) => {
            page.paragraph(0, &format!("{subject}: {}. Kept in {}.", name.trim(), path.display()));
            answers.who.insert(subject, name.trim().to_owned());
        }
        None if answers.who.remove(&subject).is_some() => {
            page.paragraph(0, &format!("The answer for {subject} is taken back."));
        }
        None => {
            return Err(Stop::Usage(
                format!("{} holds no answer for “{subject}”", path.display()),
                "sideways who --list".into(),
            ));
        }
    }
    save(&path, &answers)?;
    show(&page.text())
}

fn folder(plan: Option<&Path>) -> Result<PathBuf, Stop> {
    let Some(plan) = plan else { return Ok(PathBuf::from(".")) };
    match plan.exists() {
        true => Ok(home(plan)),
        false => Err(Stop::Usage(
            format!("{}: there is no such file or folder", plan.display()),
            "give the path that you give to `sideways map`".into(),
        )),
    }
}

fn load(path: &Path) -> Result<Answers, Stop> {
    let bytes = match fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Answers::default()),
        Err(error) => {
            return Err(Stop::Fault(format!("{}: it can't be read: {error}", path.display()), String::new()));
        }
    };
    let (text, _) = Text::decode(0, &path.display().to_string(), bytes);
    Answers::parse(&text).map_err(|problem| Stop::Unread(problem.render(&Texts(vec![text]))))
}

/// Writes beside the file first, so that a crash leaves the old answers or the new ones.
fn save(path: &Path, answers: &Answers) -> Result<(), Stop> {
    let beside = path.with_extension("toml.new");
    let written = fs::write(&beside, answers.render()).and_then(|()| fs::rename(&beside, path));
    written.map_err(|error| {
        let fact = format!("{}: it can't be written: {error}", path.display());
        Stop::Fault(fact, "run it in a folder of yours, and run `sideways map` there too".into())
    })
}

fn list(answers: &Answers, path: &Path) -> Result<(), Stop> {
    let mut page = Page::new();
    if answers.who.is_empty() {
        page.paragraph(0, &format!("{} holds no answers yet.", path.display()));
    }
    for (subject, name) in &answers.who {
        page.paragraph(0, &format!("{subject}: {name}"));
    }
    show(&page.text())
}
