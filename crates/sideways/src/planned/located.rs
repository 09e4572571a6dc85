//! Where a plan lies and whose it is: as it was typed, and as the notebook remembers it.

use std::path::{Path, PathBuf};

use clap::Args;
use playbook::{
    map::{Leader, peers::PlanAt},
    privacy::{OwnersScreen, Private},
};
use sources::{
    profile::{self, Profile},
    read::Sources,
    text::{Text, Texts},
};

use crate::{apart, stop::Stop};

/// Bytes of a profile, at most.
const LARGEST_PROFILE: u64 = 1 << 20;

/// Where a plan lies, and whose it is.
#[derive(Args, Clone, Debug, Default, PartialEq, Eq)]
pub struct Located {
    /// Plans: Markdown files, tracker exports, or folders of them [default: the plan that your notebook remembers]
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// You, as the plan or the directory calls you
    #[arg(long, value_name = "NAME")]
    pub me: Option<String>,
    /// A team of yours, besides those the directory says you lead
    #[arg(long, value_name = "NAME")]
    pub team: Vec<String>,
    /// A directory of people: a TOML, YAML or CSV file, or a folder of them
    #[arg(long, value_name = "PATH")]
    pub people: Vec<PathBuf>,
    /// How to read the plan: a name, or a TOML file of yours
    #[arg(long, value_name = "NAME|FILE")]
    pub profile: Option<String>,
    /// Finished work beside the plan, from which to learn how far estimates are off
    #[arg(long, value_name = "FILE")]
    pub calibrate: Vec<PathBuf>,
    /// Names of files that were dropped onto a page, and lie nowhere else
    #[arg(skip)]
    pub dropped: Vec<String>,
}

impl Located {
    /// Whether nothing was typed.
    pub fn is_untyped(&self) -> bool {
        *self == Self::default()
    }

    /// What was typed, and what the notebook remembers for what was not: whose plan it is, and where no path was typed all
    /// else, too.
    ///
    /// # Errors
    /// If it is not known where the plan lies or whose it is.
    pub fn or_remembered(&self, remembered: Option<&Self>) -> Result<Self, Stop> {
        let example = "plan.md --me \"Mira Solberg\" --team Booking";
        let mut all = self.clone();
        if let Some(remembered) = remembered {
            if all.me.is_none() && all.team.is_empty() {
                (all.me, all.team) = (remembered.me.clone(), remembered.team.clone());
            }
            if all.paths.is_empty() {
                let or = |typed: &[PathBuf], known: &[PathBuf]| {
                    if typed.is_empty() { known.to_vec() } else { typed.to_vec() }
                };
                all.paths = remembered.paths.clone();
                all.dropped = remembered.dropped.clone();
                all.people = or(&self.people, &remembered.people);
                all.calibrate = or(&self.calibrate, &remembered.calibrate);
                all.profile = self.profile.clone().or_else(|| remembered.profile.clone());
            }
        }
        if all.paths.is_empty() && all.dropped.is_empty() {
            return Err(Stop::Usage(
                "no plan is named, and no notebook remembers one".into(),
                format!(
                    "sideways map {example} draws the map of a plan; after sideways init, sideways read {example} remembers where it lies"
                ),
            ));
        }
        if all.me.is_none() && all.team.is_empty() {
            let fact = "it is not said whose plan it is";
            return Err(Stop::Usage(fact.into(), "--me \"YOUR NAME\", or --team \"YOUR TEAM\"".into()));
        }
        if all.me.iter().chain(&all.team).any(|name| name.trim().is_empty()) {
            return Err(Stop::Usage("a name is empty".into(), "--me \"Mira Solberg\" --team Booking".into()));
        }
        Ok(all)
    }

    /// Whose it is.
    pub fn leader(&self) -> Leader {
        Leader { name: self.me.clone(), teams: self.team.clone() }
    }

    /// What is to be read, with the answers of the current folder.
    pub fn sources(&self) -> Sources<'_> {
        Sources {
            plans: &self.paths,
            people: &self.people,
            beside: self.dropped.is_empty().then_some(Path::new(".")),
            apart: apart::place(),
            ..Sources::default()
        }
    }

    /// As the notebook remembers it: from any folder.
    ///
    /// # Errors
    /// If a path can't be remembered.
    pub fn to_remember(&self) -> Result<PlanAt, Stop> {
        let absolute = |path: &PathBuf| -> Result<Private<String>, Stop> {
            let wrong = |fact: String| Stop::Usage(format!("{}: {fact}", path.display()), String::new());
            let whole = std::path::absolute(path).map_err(|error| wrong(error.to_string()))?;
            let words = whole.into_os_string().into_string();
            words.map(Private::new).map_err(|_| wrong("a path is remembered only if it is UTF-8".into()))
        };
        let all = |paths: &[PathBuf]| paths.iter().map(absolute).collect::<Result<Vec<_>, Stop>>();
        let profile = self.profile.as_ref().map(|name| match Profile::built_in(name) {
            Some(_) => name.clone(),
            None => {
                std::path::absolute(name).map_or_else(|_| name.clone(), |path| path.display().to_string())
            }
        });
        Ok(PlanAt {
            paths: all(&self.paths)?,
            people: all(&self.people)?,
            me: self.me.clone(),
            teams: self.team.clone(),
            profile,
            finished: all(&self.calibrate)?,
            dropped: (!self.dropped.is_empty())
                .then(|| self.dropped.iter().map(|name| Private::new(name.clone())).collect()),
        })
    }

    /// As it is remembered, seen from the current folder.
    pub fn of(at: &PlanAt, screen: &OwnersScreen) -> Self {
        let here = std::env::current_dir().unwrap_or_default();
        let near = |path: &str| {
            let near = Path::new(path).strip_prefix(&here).unwrap_or(Path::new(path));
            if near.as_os_str().is_empty() { PathBuf::from(".") } else { near.to_path_buf() }
        };
        let all = |paths: &[Private<String>]| paths.iter().map(|path| near(path.reveal(screen))).collect();
        let profile = at.profile.as_ref().map(|name| match Profile::built_in(name) {
            Some(_) => name.clone(),
            None => near(name).display().to_string(),
        });
        Self {
            paths: all(&at.paths),
            me: at.me.clone(),
            team: at.teams.clone(),
            people: all(&at.people),
            profile,
            calibrate: all(&at.finished),
            dropped: at.dropped.iter().flatten().map(|name| name.reveal(screen).clone()).collect(),
        }
    }
}

/// The profile that was typed, and its text where it is a file of the leader's.
#[derive(Default)]
pub struct TypedProfile {
    /// The profile.
    pub profile: Option<Profile>,
    /// Its name, where it comes with the program.
    pub name: Option<String>,
    /// Else its path and its text.
    pub file: Option<(String, String)>,
}

impl TypedProfile {
    /// Finds a profile by its name, or reads it.
    ///
    /// # Errors
    /// If there is none of this name, or it can't be read.
    pub fn find(name: Option<&str>) -> Result<Self, Stop> {
        let Some(name) = name else { return Ok(Self::default()) };
        if let Some(profile) = Profile::built_in(name) {
            return Ok(Self { profile: Some(profile), name: Some(name.to_owned()), file: None });
        }
        let wrong = |what: &str| Stop::Usage(format!("“{name}” is {what}"), profile::names());
        if std::fs::metadata(name).is_ok_and(|file| file.len() > LARGEST_PROFILE) {
            return Err(wrong("larger than any profile"));
        }
        let body =
            std::fs::read_to_string(name).map_err(|_| wrong("no profile, and no file that can be read"))?;
        let text = Text::of(0, name, body.clone());
        let profile =
            Profile::read(&text).map_err(|problem| Stop::Unread(problem.render(&Texts(vec![text]))))?;
        Ok(Self { profile: Some(profile), name: None, file: Some((name.to_owned(), body)) })
    }
}
