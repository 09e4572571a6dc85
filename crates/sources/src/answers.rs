//! What the leader answered and corrected, kept beside the plan in `sideways.toml` and applied at every reading.

mod corrections;
mod listed;
mod noted;
mod same;
mod written;

use std::collections::BTreeMap;

use plan::{
    facts::{Answer, Facts},
    names::team_key,
};
use serde::{Deserialize, Serialize};
use toml::Spanned;

pub use self::{
    corrections::{Kept, Named},
    listed::Entry,
    noted::{Slot, give_way, given, read_noted},
    same::{Names, pair, part},
};
use crate::{Problem, text::Text};

/// The name of the file.
pub const FILE: &str = "sideways.toml";

/// The answers in one file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answers {
    /// Who says yes for a team, or who does an item.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub who: BTreeMap<String, String>,
    /// Names that are one person's: under which other name each of them is known.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub same: BTreeMap<String, Names>,
    /// Names that look alike and are two people's.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub different: BTreeMap<String, Names>,
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
                .hint("mend this line or delete it; docs/corrections.md shows how the file is built")
        })
    }

    /// The file's text.
    pub fn render(&self) -> String {
        const HEAD: &str = "# What you answered and corrected; `sideways corrections` lists it, `sideways map` reads it with the plan beside it.\n\n";
        format!("{HEAD}{}", toml::to_string(self).unwrap_or_default())
    }

    /// The file's text, where it had one before: what was not changed keeps its place and its comments.
    pub fn render_into(&self, before: &str) -> String {
        let kept = written::write(self, before);
        // Where a file is built in a way that can't be kept, its words are.
        kept.filter(|text| toml::from_str(text).is_ok_and(|again: Self| again == *self))
            .unwrap_or_else(|| self.render())
    }

    /// Says who answers for a subject; what was said of it before goes and is given back, as by [`Self::forget`].
    pub fn answer(&mut self, subject: &str, name: &str) -> Vec<(String, String)> {
        let before = self.forget(subject);
        self.who.insert(subject.to_owned(), name.to_owned());
        before
    }

    /// Takes back what is said of a subject, however it was spelled: subjects as they were written, each with its name.
    pub fn forget(&mut self, subject: &str) -> Vec<(String, String)> {
        let key = team_key(subject);
        let is_it = |known: &str| known == subject || (!key.is_empty() && team_key(known) == key);
        let (gone, kept): (BTreeMap<_, _>, _) =
            std::mem::take(&mut self.who).into_iter().partition(|(known, _)| is_it(known));
        self.who = kept;
        gone.into_iter().collect()
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
    let (mut facts, mut problems) = corrections::read(&answers, text);
    let (whole, blank) = whole(answers.facts(text));
    facts.answers = whole;
    problems.extend(blank);
    let (pairs, blank) = same::read(text);
    facts.absorb(pairs);
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
    fn a_subject_is_answered_once_however_it_is_spelled() {
        let mut answers = Answers::default();
        assert_eq!(answers.answer("search", "Bo Dahl"), []);
        answers.answer("--", "Nobody");
        assert_eq!(answers.answer("Team Search", "Ann Lee"), [("search".into(), "Bo Dahl".into())]);
        assert_eq!(answers.answer("++", "Somebody"), [], "signs alone are two subjects");
        assert_eq!(answers.who.len(), 3);
        assert_eq!(answers.forget("SEARCH"), [("Team Search".into(), "Ann Lee".into())]);
        assert_eq!(answers.forget("SEARCH"), []);
    }

    #[test]
    fn a_file_that_is_none_is_said() {
        let problem = Answers::parse(&Text::of(0, FILE, "[who]\nPAY = 3\n".into())).unwrap_err();
        assert_eq!(problem.place.line, 2);
    }

    const HAND_EDITED: &str = "[[name]]\ndo = \"without\"\nname = \"Tom\"\nbecause = \"x\"\n\n\
        [[crossing]]\ndo = \"reject\"\nfor = \"Form\"\nwhom = \"Pay\"\nbecause = \"agreed\"\n\n\
        [[crossing]]\ndo = \"rejects\"\nfor = \"Form\"\nwhom = \"Pay\"\n\n\
        [[crossing]]\ndo = \"add\"\nfor = \"Form\"\nwhom = \"Pay\"\nkind = \"yes\"\nbecause = \"x\"\n\n\
        [[crossing]]\ndo = \"reject\"\nfor = \"Form\"\nwhom = \"Pay\"\n\n\
        [[name]]\ndo = \"with\"\nname = \"Ann\"\n";

    #[test]
    fn m3b_a_correction_bears_the_line_of_its_reason() {
        let text = Text::of(0, FILE, HAND_EDITED.into());
        let (facts, _) = read(&text);
        let correction = &facts.corrections[0];
        assert_eq!((correction.place.line, correction.because.as_str()), (10, "agreed"));
        let span = correction.place.start as usize..correction.place.end as usize;
        assert_eq!(text.slice(span), "agreed", "the quote is the reason");
        assert_eq!((facts.choices[0].is_with, facts.choices[0].place.line), (false, 4));
    }

    #[test]
    fn m3b_a_correction_that_is_none_is_said_with_its_line_and_costs_no_other() {
        let text = Text::of(0, FILE, HAND_EDITED.into());
        let (facts, problems) = read(&text);
        assert_eq!((facts.corrections.len(), facts.choices.len()), (1, 1));
        let said: Vec<(u32, &str)> =
            problems.iter().map(|problem| (problem.place.line, problem.fact.as_str())).collect();
        let expected = [
            (13, "this correction is not counted: “rejects” is nothing that can be done to a crossing"),
            (18, "this correction is not counted: “yes” is no kind of crossing"),
            (25, "this correction is not counted: a reason is missing"),
            (30, "this correction is not counted: a reason is missing"),
        ];
        assert_eq!(said, expected);
        assert_eq!(problems[2].hint.as_deref(), Some("sideways crossing reject Form Pay --because WHY"));
    }

    #[test]
    fn m3b_entries_are_listed_in_the_order_of_the_file_and_taken_back_one_by_one() {
        let text = Text::of(0, FILE, HAND_EDITED.into());
        let mut answers = Answers::parse(&text).unwrap();
        let entries = answers.entries(&text);
        let listed: Vec<(&str, u32, bool)> =
            entries.iter().map(|entry| (entry.words.as_str(), entry.line, entry.lack.is_some())).collect();
        assert_eq!(listed[0], ("without Tom", 4, false));
        assert_eq!(listed[1], ("crossing reject Form Pay", 10, false));
        assert_eq!(listed[2], ("crossing rejects Form Pay", 13, true));
        assert_eq!(entries[1].typed, "sideways crossing reject Form Pay --because agreed");
        assert!(
            entries[1].is_called("Crossing reject “form” pay") && entries[1].is_called(&entries[1].typed)
        );
        assert!(!entries[1].is_called("without Tom"));
        answers.take_back(&entries[0]);
        assert_eq!(answers.name.len(), 1);
        answers.take_back(&entries[2]);
        assert!(answers.crossing.iter().all(|kept| kept.change != "rejects"));
    }

    #[test]
    fn m3b_every_correction_is_read_again_as_it_was_made() {
        use plan::facts::{Change, Correction, Kind};
        let changes = [
            Change::Add(Kind::Approval),
            Change::Reject(None),
            Change::Reject(Some(Kind::Date)),
            Change::Given(Some(Kind::Touch)),
            Change::Rekind { from: None, to: Kind::Absorption },
            Change::Rekind { from: Some(Kind::Date), to: Kind::Touch },
        ];
        for change in changes {
            let (item, whom, because) = ("-5 % \"cost\"".into(), "Čapek\\".into(), "so\nit is".into());
            let made = Correction { change, item, whom, because, place: Default::default() };
            let answers = Answers { crossing: vec![Kept::from(&made)], ..Answers::default() };
            let (facts, problems) = read(&Text::of(0, FILE, answers.render()));
            assert_eq!(problems, []);
            assert_eq!(Correction { place: Default::default(), ..facts.corrections[0].clone() }, made);
        }
    }
}
