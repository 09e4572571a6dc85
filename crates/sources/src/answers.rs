//! What the leader answered and corrected, kept beside the plan in `sideways.toml` and applied at every reading.

mod corrections;
mod listed;

use std::collections::BTreeMap;

use plan::facts::{Answer, Facts};
use serde::{Deserialize, Serialize};
use toml::Spanned;

pub use self::{
    corrections::{Kept, Named},
    listed::Entry,
};
use crate::{Problem, text::Text};

/// The name of the file.
pub const FILE: &str = "sideways.toml";

/// The answers in one file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answers {
    /// Who says yes for a team, or who does an item.
    #[serde(default)]
    pub who: BTreeMap<String, String>,
    /// Crossings that are added, rejected, of another kind, or given.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub crossing: Vec<Kept>,
    /// Names that are added or struck.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub name: Vec<Named>,
}

impl Answers {
    /// Reads the file.
    pub fn parse(text: &Text) -> Result<Self, Problem> {
        toml::from_str(&text.body).map_err(|error| {
            let span = error.span().unwrap_or_default();
            let end = span.end.min(text.body.len());
            let place = text.place(span.start.min(end)..end, "");
            Problem::new(place, format!("this is no file of answers: {}", error.message()))
                .hint("sideways who TEAM \"NAME\" writes it")
        })
    }

    /// The file's text.
    pub fn render(&self) -> String {
        const HEAD: &str = "# What you answered and corrected; `sideways corrections` lists it, `sideways map` reads it with the plan beside it.\n\n";
        format!("{HEAD}{}", toml::to_string(self).unwrap_or_default())
    }

    /// Who says yes or does what, each answer with its line.
    pub fn facts(&self, text: &Text) -> Vec<Answer> {
        let placed: Placed = toml::from_str(&text.body).unwrap_or_default();
        let place = |subject: &str| {
            let at = placed.who.get(subject).map_or(0, |name| name.span().start);
            text.place(text.line_of(at), "who")
        };
        let answer = |(subject, name): (&String, &String)| Answer {
            subject: subject.clone(),
            name: name.clone(),
            place: place(subject),
        };
        self.who.iter().map(answer).collect()
    }
}

/// The answers and corrections of a text as facts, and what is none.
pub fn read(text: &Text) -> (Facts, Vec<Problem>) {
    let answers = match Answers::parse(text) {
        Ok(answers) => answers,
        Err(problem) => return (Facts::default(), vec![problem]),
    };
    let (mut facts, mut problems) = corrections::read(text);
    let (whole, blank) = whole(answers.facts(text));
    facts.answers = whole;
    problems.extend(blank);
    (facts, problems)
}

/// Answers that name both sides, and those that do not.
fn whole(answers: Vec<Answer>) -> (Vec<Answer>, Vec<Problem>) {
    let is_whole = |answer: &Answer| !answer.subject.trim().is_empty() && !answer.name.trim().is_empty();
    let (whole, blank): (Vec<Answer>, Vec<Answer>) = answers.into_iter().partition(is_whole);
    let problem = |answer: Answer| {
        let fact = "an answer names both the team and the person; this one is not counted";
        Problem::new(answer.place, fact).hint("sideways who TEAM \"NAME\" writes it")
    };
    (whole, blank.into_iter().map(problem).collect())
}

/// The answers with the places of their names.
#[derive(Default, Deserialize)]
struct Placed {
    #[serde(default)]
    who: BTreeMap<String, Spanned<String>>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        let who =
            BTreeMap::from([("PAY".into(), "Dana \"D\" Ortiz".into()), ("a = b\n[x]".into(), "é".into())]);
        let answers = Answers { who, ..Answers::default() };
        let text = Text::of(0, FILE, answers.render());
        assert_eq!(Answers::parse(&text), Ok(answers.clone()));
        assert_eq!(answers.facts(&text)[0].place.line, 4);
    }

    #[test]
    fn an_answer_stands_on_its_own_line() {
        let text = Text::of(0, FILE, "[who]\nPAYMENTS = \"PAY\"\nPAY = \"Dana\"\n".into());
        let answers = Answers::parse(&text).unwrap().facts(&text);
        let lines: Vec<(&str, u32)> =
            answers.iter().map(|answer| (answer.subject.as_str(), answer.place.line)).collect();
        assert_eq!(lines, [("PAY", 3), ("PAYMENTS", 2)]);
    }

    #[test]
    fn a_file_that_is_none_is_said() {
        let problem = Answers::parse(&Text::of(0, FILE, "[who]\nPAY = 3\n".into())).unwrap_err();
        assert_eq!(problem.place.line, 2);
    }
}
