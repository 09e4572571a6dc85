//! What running text makes one think, once all teams are known.

use std::{
    collections::{HashMap, HashSet},
    ops::Range,
};

use plan::{
    directory::Directory,
    facts::{Ask, Facts, Item, Named, Owner, Ref, Strength},
    names::{team_key, title_key, typed},
};

use super::{Page, Passage, Running, Under, names::Names, relation::Sentence};
use crate::{
    Problem,
    formats::sentences::{sentences, tokens},
    text::{Text, Texts},
};

/// What has more bytes is no sentence.
const LONGEST_SENTENCE: usize = 2000;

/// What was heard in running text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Heard {
    /// Sentences looked through.
    pub sentences: usize,
    /// Sentences that name a team or a system as needed.
    pub naming: usize,
    /// Pages of running text.
    pub pages: usize,
    /// What belongs to nobody.
    pub problems: Vec<Problem>,
}

/// Looks through running text for teams and systems of the directory, and adds what it makes one think to the facts:
/// guesses, each with its sentence. The positions of items in `running` are those of `facts`.
pub fn hear(texts: &Texts, running: &[(usize, Running)], facts: &mut Facts) -> Heard {
    let mut heard = Heard::default();
    let directory = Directory::build(facts);
    let described = Facts {
        teams: facts.teams.clone(),
        people: facts.people.clone(),
        systems: facts.systems.clone(),
        ..Facts::default()
    };
    let names = Names::of(&directory, &described);
    let goals = goals(running, facts);
    for (file, running) in running {
        let Some(text) = texts.0.get(*file) else { continue };
        let said = Said::of(text, running, &names);
        heard.sentences += said.sentences;
        heard.naming += said.naming.values().sum::<usize>();
        heard.pages += usize::from(running.page.is_some());
        let says_something = !said.asks.is_empty();
        let page = running.page.as_ref().and_then(|page| page_item(page, says_something, &goals, facts));
        said.settle(running.page.as_ref(), page, facts, &mut heard.problems);
    }
    heard
}

/// What the running text of one file says.
#[derive(Default)]
struct Said {
    sentences: usize,
    /// Sentences that name a team as needed, by what they stand under.
    naming: HashMap<Under, usize>,
    /// The first guess of each kind for a team.
    asks: Vec<(Under, Ask)>,
}

impl Said {
    fn of(text: &Text, running: &Running, names: &Names<'_>) -> Self {
        let mut said = Self::default();
        let mut known = HashSet::new();
        for Passage { under, span } in &running.passages {
            for span in sentences(text, span.clone()) {
                said.sentences += 1;
                let mut asks = guesses(text, span, names);
                asks.retain(|ask| !running.page.as_ref().is_some_and(|page| is_about(page, ask)));
                if !asks.is_empty() {
                    *said.naming.entry(*under).or_default() += 1;
                }
                let is_new = |ask: &Ask| known.insert((*under, ask.kind, team_key(&ask.whom.named().text)));
                said.asks.extend(asks.into_iter().filter(is_new).map(|ask| (*under, ask)));
            }
        }
        said
    }

    /// Hands guesses to what they stand under, and says which belong to nobody.
    fn settle(
        self,
        page: Option<&Page>,
        page_item: Option<usize>,
        facts: &mut Facts,
        problems: &mut Vec<Problem>,
    ) {
        let mut nobodys: Vec<(Under, Ask)> = Vec::new();
        for (under, ask) in self.asks {
            let item = match under {
                Under::Item(at) => Some(at),
                Under::Page => page_item,
                Under::Nothing => None,
            };
            if item.is_none_or(|item| !is_somebodys(item, facts)) {
                nobodys.push((under, ask.clone()));
            }
            facts.mentions.extend(item.map(|item| Ask { item, ..ask }));
        }
        let Some((_, first)) = nobodys.first() else { return };
        let unders: HashSet<Under> = nobodys.iter().map(|(under, _)| *under).collect();
        let count: usize = unders.iter().filter_map(|under| self.naming.get(under)).sum();
        problems.push(match page {
            Some(page) => page_of_nobody(page, count),
            None => {
                let name = &first.whom.named().text;
                let fact = format!("this sentence names {name}, and stands under nothing that has an owner");
                let problem = Problem { count: count as u32, ..Problem::new(first.place.clone(), fact) };
                problem.hint("## Title @Owner above it says whose it is")
            }
        });
    }
}

/// Whether a page that does not say whose it is bears the name in its title, and so tells of that team, not of its needs.
fn is_about(page: &Page, ask: &Ask) -> bool {
    let (title, name) = (title_key(&page.title), title_key(&ask.whom.named().text));
    page.owners.is_empty() && format!(" {title} ").contains(&format!(" {name} "))
}

fn page_of_nobody(page: &Page, count: usize) -> Problem {
    let fact = match count {
        1 => "a sentence of this page names a team, and the page does not say whose it is".to_owned(),
        count => {
            format!("{count} sentences of this page name a team, and the page does not say whose it is")
        }
    };
    let hint = format!("“Owner: TEAM” below its title, or sideways who {} TEAM", typed(&page.title));
    Problem::new(page.place.clone(), fact).hint(hint)
}

/// Goals of the plan by title, where pages could be about them; none for a title that several bear.
fn goals(running: &[(usize, Running)], facts: &Facts) -> HashMap<String, Option<usize>> {
    let mut goals = HashMap::new();
    if running.iter().all(|(_, running)| running.page.is_none()) {
        return goals;
    }
    for (at, item) in
        facts.items.iter().enumerate().filter(|(_, item)| item.is_goal || item.promise.is_some())
    {
        goals.entry(title_key(&item.title)).and_modify(|known| *known = None).or_insert(Some(at));
    }
    goals
}

/// The goal that a page is about: the plan's goal of this title, else one of its own, if it has an owner or something to say.
fn page_item(
    page: &Page,
    says_something: bool,
    goals: &HashMap<String, Option<usize>>,
    facts: &mut Facts,
) -> Option<usize> {
    if let Some(Some(at)) = goals.get(&title_key(&page.title)) {
        let known = &mut facts.items[*at];
        if known.owners.is_empty() {
            known.owners.clone_from(&page.owners);
        }
        return Some(*at);
    }
    if page.owners.is_empty() && !says_something {
        return None;
    }
    let goal = Item::new(page.title.clone(), page.place.clone());
    facts.items.push(Item { is_goal: true, owners: page.owners.clone(), ..goal });
    Some(facts.items.len() - 1)
}

/// Whether an item has an owner, or an answer gives it one, or it waits for something by which it may be somebody's.
fn is_somebodys(item: usize, facts: &Facts) -> bool {
    let known = &facts.items[item];
    let key = title_key(&known.title);
    let is_answered = || facts.answers.iter().any(|answer| title_key(&answer.subject) == key);
    let waits = || facts.links.iter().any(|link| link.later == Ref::At(item));
    !known.owners.is_empty() || is_answered() || waits()
}

/// The guesses that a sentence gives.
fn guesses(text: &Text, span: Range<usize>, names: &Names<'_>) -> Vec<Ask> {
    if span.len() > LONGEST_SENTENCE || names.is_empty() {
        return Vec::new();
    }
    let words = text.slice(span.clone());
    let tokens = tokens(words);
    let lower: Vec<String> = tokens.iter().map(|token| token.words.to_lowercase()).collect();
    let hits = names.within(&tokens, &lower);
    if hits.is_empty() {
        return Vec::new();
    }
    let sentence = Sentence::of(&tokens, &lower);
    if !sentence.is_statement() {
        return Vec::new();
    }
    let is_title = sentence.is_title();
    let meant = hits.iter().filter(|hit| hit.is_marked || !is_title);
    let asks = meant.filter_map(|hit| {
        let kind = sentence.kind(hit, &hits)?;
        let (first, last) = (&tokens[hit.tokens.start], &tokens[hit.tokens.end - 1]);
        let name = span.start + first.start..span.start + last.end();
        let name_words = text.slice(name.clone());
        let name_words =
            name_words.strip_suffix("'s").or(name_words.strip_suffix("’s")).unwrap_or(name_words);
        Some(Ask {
            item: 0,
            kind,
            whom: Owner::Either(Named { text: name_words.into(), place: text.place(name, "") }),
            strength: Strength::Guessed,
            through: Vec::new(),
            given: false,
            place: text.place(span.clone(), ""),
        })
    });
    asks.collect()
}
