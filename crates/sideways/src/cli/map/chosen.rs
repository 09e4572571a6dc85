//! `--with` and `--without`: names that the leader adds or strikes, as they are typed.

use std::path::Path;

use clap::Args;
use plan::names::{person_key, typed};

use super::Stop;
use crate::{beside::path, drawn::choices::Choices};

/// Names that are added or struck.
#[derive(Args)]
pub struct Chosen {
    /// Names somebody whom the rule would not name; kept in your notebook, else beside the plan
    #[arg(long, value_name = "NAME")]
    with: Vec<String>,
    /// Strikes a name; kept in your notebook, else beside the plan
    #[arg(long, value_name = "NAME")]
    without: Vec<String>,
    /// Why a name is added or struck
    #[arg(long, value_name = "TEXT")]
    because: Option<String>,
}

impl Chosen {
    /// Whether nothing was typed.
    pub fn is_untyped(&self) -> bool {
        self.with.is_empty() && self.without.is_empty() && self.because.is_none()
    }

    /// The choices, each with a reason, to be kept in the notebook or beside the plan.
    pub fn choices(&self, plan: &Path, in_notebook: bool) -> Result<Choices, Stop> {
        let typed_names = self.with.iter().map(|name| (true, name));
        let typed_names: Vec<(bool, &str)> = typed_names
            .chain(self.without.iter().map(|name| (false, name)))
            .map(|(is_with, name)| (is_with, name.as_str()))
            .collect();
        let Some((is_with, first)) = typed_names.first() else {
            return match self.because {
                None => Ok(Choices::none()),
                Some(_) => Err(Stop::Usage(
                    "--because gives a reason, and no name is added or struck".into(),
                    "--without \"Tom Reyes\" --because \"WHY\"".into(),
                )),
            };
        };
        let is_added = |struck: &&String| {
            let added = self.with.iter().map(|name| person_key(name));
            added.into_iter().any(|added| added == person_key(struck))
        };
        if let Some(both) = self.without.iter().find(is_added) {
            let fact = format!("“{both}” is both added and struck");
            return Err(Stop::Usage(fact, format!("either --with {0} or --without {0}", typed(both))));
        }
        let option = if *is_with { "with" } else { "without" };
        let line = format!("--{option} {} --because \"WHY\"", typed(first));
        let Some(because) = self.because.as_deref().filter(|because| !because.trim().is_empty()) else {
            return Err(Stop::Usage("a name is added or struck with its reason".into(), again()));
        };
        let path = if in_notebook { None } else { Some(path(Some(plan))?) };
        Choices::of(&typed_names, because, path, &line)
    }
}

/// The line that was typed, with the reason that it lacks.
fn again() -> String {
    let words: Vec<String> =
        std::env::args_os().skip(1).map(|word| word.to_string_lossy().into_owned()).collect();
    let is_reason = |at: usize| at > 0 && words[at - 1] == "--because";
    let kept =
        words.iter().enumerate().filter(|(at, word)| !word.starts_with("--because") && !is_reason(*at));
    let kept: Vec<String> = kept.map(|(_, word)| typed(word)).collect();
    format!("sideways {} --because \"WHY\"", kept.join(" "))
}
