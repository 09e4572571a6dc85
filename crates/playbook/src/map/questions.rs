//! At most five questions, ordered by how much the answer could change the map (rule M3b).

use std::collections::BTreeSet;

use plan::{
    crossing::Mine,
    names::typed,
    network::{Finding, Network},
    same,
};
use serde::{Deserialize, Serialize};

use super::{
    answerer::{Answerer, Answerers},
    lookalikes::{self, Lookalikes},
    need::{Need, Needs},
    picks::Picks,
    rules::UNIT,
};

/// Questions at most.
const MOST: usize = 5;

/// A question, and the line that answers it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Question {
    /// The question, in one sentence.
    pub question: String,
    /// The command that answers it, with what is to be filled in.
    pub answer: String,
    /// The share of the need, from 0 to 1, on which the answer bears.
    pub bears_on: f64,
    /// What is asked about, as an answer names it; absent in maps of earlier versions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<About>,
}

/// What a question is about, and what would answer it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    /// A team, an item or a name, as an answer names it.
    pub subject: String,
    /// What is wanted of it.
    pub wants: Wants,
    /// What the answer may be, as far as the plan knows.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub perhaps: Vec<String>,
}

/// What a question wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Wants {
    /// Who says yes.
    Name,
    /// Which team does it.
    Team,
    /// Whether it is the same person as the one that it may be.
    Same,
}

/// What questions are made of.
pub struct Asks<'a> {
    /// The plan.
    pub network: &'a Network,
    /// Who answers.
    pub answerers: &'a Answerers<'a>,
    /// What is needed.
    pub needs: &'a Needs,
    /// Who is named.
    pub picks: &'a Picks,
    /// Whose map it is.
    pub mine: &'a Mine,
    /// Links from work of mine to what is nowhere in the plan.
    pub dangling: Vec<&'a Finding>,
}

/// The questions, the one that could change most first.
pub fn ask(asks: &Asks<'_>) -> Vec<Question> {
    let alike = lookalikes::find(asks);
    // Who says yes for somebody who looks like a person is answered with whether it is them.
    let is_asked = |need: &&Need| !alike.iter().any(|pair| pair.is_about(need.who));
    let mut questions: Vec<Question> =
        asks.needs.all.iter().filter(is_asked).filter_map(|need| asks.about(need)).collect();
    questions.extend(alike.iter().map(|pair| asks.about_lookalikes(pair)));
    questions.extend(asks.several_leaders());
    questions.extend(asks.dangling.iter().map(|finding| asks.about_dangling(finding)));
    // Whole thousandths, so that what is the same to the eye keeps its order.
    questions.sort_by_key(|question| std::cmp::Reverse((question.bears_on * 1000.0).round() as i64));
    let mut answers = BTreeSet::new();
    questions.retain(|question| answers.insert(question.answer.clone()));
    questions.truncate(MOST);
    questions
}

/// A share in whole percent, as a person says it.
pub fn percent(share: f64) -> String {
    if share > 0.0 && share < 0.005 { "under 1 %".into() } else { format!("{:.0} %", share * 100.0) }
}

impl Asks<'_> {
    /// Who says yes for a team or does an item, where that is not known.
    fn about(&self, need: &Need) -> Option<Question> {
        let share = self.needs.share(need.weight);
        let carries = percent(share);
        let name = &need.name;
        let (question, subject, wants) = match need.who {
            Answerer::Person(_) => return None,
            Answerer::Team(_) => (
                format!("{name} carries {carries} of your need: who says yes there?"),
                name.as_str(),
                Wants::Name,
            ),
            Answerer::Item(item) => (
                format!("“{name}” has no owner and carries {carries} of your need: whose is it?"),
                self.handle(item),
                Wants::Team,
            ),
        };
        Some(open(question, subject, wants, share))
    }

    /// The shortest name by which an item is found again.
    fn handle(&self, item: plan::network::ItemId) -> &str {
        let node = self.network.node(item);
        let title = &node.item.title;
        let is_alone = self.network.find(title).is_some();
        node.item.id.as_deref().unwrap_or(if is_alone { title } else { &node.id })
    }

    /// Which of several leaders of a team on the map. The answer changes a name, not the map: it bears on a tenth.
    fn several_leaders(&self) -> Vec<Question> {
        let mut questions = Vec::new();
        for need in self.picks.named.iter().map(|at| &self.needs.all[*at]) {
            for team in &need.named_teams {
                let leads = self.answerers.leads(*team);
                let [first, second, ..] = leads.as_slice() else { continue };
                let name =
                    |person: &plan::directory::PersonId| &self.network.directory.people[person.at()].name;
                let team = &self.network.directory.teams[team.at()].name;
                let perhaps = leads.iter().map(|person| name(person).clone()).collect();
                questions.push(Question {
                    about: Some(About { subject: team.clone(), wants: Wants::Name, perhaps }),
                    question: format!(
                        "{team} is led by {} and {}: which of them says yes to you?",
                        name(first),
                        if leads.len() > 2 {
                            format!("{} others", leads.len() - 1)
                        } else {
                            name(second).clone()
                        }
                    ),
                    answer: command(team, &typed(name(first))),
                    bears_on: self.needs.share(need.weight) / 10.0,
                });
            }
        }
        questions
    }

    /// Whether two names are one person's.
    fn about_lookalikes(&self, pair: &Lookalikes) -> Question {
        let share = self.needs.share(pair.weight);
        let Lookalikes { name, other, .. } = pair;
        Question {
            question: format!(
                "{name} looks like {other} ({} of your need): are they one person? If not, say --not-same-as.",
                percent(share)
            ),
            answer: same::command(name, "--same-as", other),
            bears_on: share,
            about: Some(About { subject: name.clone(), wants: Wants::Same, perhaps: vec![other.clone()] }),
        }
    }

    /// Whose is what is waited for and is nowhere in the plan. It would weigh as much as a date.
    fn about_dangling(&self, finding: &Finding) -> Question {
        let waits = finding.item.map_or("your work", |item| self.network.node(item).item.title.as_str());
        let words = format!("“{waits}” waits for “{}”, which is not in the plan: whose is it?", finding.name);
        open(words, &finding.name, Wants::Team, UNIT as f64 / (self.needs.total + UNIT) as f64)
    }
}

/// A question whose answer the plan does not know.
fn open(question: String, subject: &str, wants: Wants, bears_on: f64) -> Question {
    let answer = command(subject, if wants == Wants::Team { "\"TEAM\"" } else { "\"NAME\"" });
    let about = Some(About { subject: subject.to_owned(), wants, perhaps: Vec::new() });
    Question { question, answer, bears_on, about }
}

/// The command that answers for a subject.
fn command(subject: &str, name: &str) -> String {
    // What begins with a dash would be taken for an option.
    let guard = if subject.starts_with('-') { "-- " } else { "" };
    format!("sideways who {guard}{} {}", typed(subject), name)
}
