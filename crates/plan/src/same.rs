//! Names that are one person's because the leader said so.
//!
//! What was said is applied whenever names are resolved, and changes no fact; taken back, all is as before.

use std::{
    collections::{BTreeSet, HashMap, HashSet},
    iter,
};

use crate::{
    facts::{Facts, Owner, Pair, Ref},
    names::{person_key, team_key, typed},
};

/// Why something that was said of two names is not applied, or changes nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It would lead round in a circle; it is left out.
    Circle,
    /// One of the two is a team; it is left out.
    Team,
    /// The name is borne by nobody.
    Idle,
    /// The directory itself says so.
    Known,
    /// It is also said that they are two.
    Contradicted,
}

/// Which names are one person's, by their keys.
#[derive(Clone, Debug, Default)]
pub struct Same {
    /// The key that stands for each merged one.
    roots: HashMap<String, String>,
    /// What a merged person is called, by the key that stands for them.
    called: HashMap<String, String>,
    /// Pairs of keys that are said to be two people's.
    different: HashSet<(String, String)>,
    /// What is not applied or contradicts itself, by its position in [`Facts::same`].
    pub faults: Vec<(usize, Fault)>,
}

impl Same {
    /// What the facts say of names. `known` gives everyone whom the directory describes a number, by each of their keys.
    pub fn of(facts: &Facts, known: &HashMap<String, u32>) -> Self {
        let mut same = Self::default();
        if facts.same.is_empty() && facts.different.is_empty() {
            return same;
        }
        let classes = same.classes(facts, known);
        let mut keys_of: HashMap<u32, Vec<&String>> = HashMap::new();
        known.iter().for_each(|(key, who)| keys_of.entry(*who).or_default().push(key));
        for class in &classes {
            let Some(shown) = class.shown(facts) else { continue };
            let root = person_key(shown);
            for node in &class.nodes {
                let keys = match node {
                    Node::Known(who) => {
                        keys_of.get(who).into_iter().flatten().map(|key| (*key).clone()).collect()
                    }
                    Node::Key(key) => vec![key.clone()],
                };
                same.roots.extend(keys.into_iter().map(|key| (key, root.clone())));
            }
            same.roots.insert(root.clone(), root.clone());
            same.called.insert(root, shown.trim().trim_start_matches('@').to_owned());
        }
        for pair in &facts.different {
            let key = same.pair(&person_key(&pair.name), &person_key(&pair.other));
            same.different.insert(key);
        }
        let is_contradicted = |pair: &Pair| {
            let ends = |pair: &Pair| BTreeSet::from([person_key(&pair.name), person_key(&pair.other)]);
            facts.different.iter().any(|two| ends(two) == ends(pair))
        };
        let contradicted = facts.same.iter().enumerate().filter(|(_, pair)| is_contradicted(pair));
        same.faults.extend(contradicted.map(|(at, _)| (at, Fault::Contradicted)));
        same
    }

    /// The key under which a name's key stands.
    pub fn key<'a>(&'a self, key: &'a str) -> &'a str {
        self.roots.get(key).map_or(key, String::as_str)
    }

    /// What a person of this key is called, where the leader merged them.
    pub fn called(&self, key: &str) -> Option<&str> {
        self.called.get(key).map(String::as_str)
    }

    /// Whether a name is one of several of somebody whom the leader merged.
    pub fn is_merged(&self, name: &str) -> bool {
        self.roots.contains_key(&person_key(name))
    }

    /// Whether the leader said that two names are two people's.
    pub fn are_two(&self, a: &str, b: &str) -> bool {
        !self.different.is_empty() && self.different.contains(&self.pair(&person_key(a), &person_key(b)))
    }

    fn pair(&self, a: &str, b: &str) -> (String, String) {
        let (a, b) = (self.key(a).to_owned(), self.key(b).to_owned());
        if a <= b { (a, b) } else { (b, a) }
    }

    /// Names that are tied together, circles cut.
    fn classes(&mut self, facts: &Facts, known: &HashMap<String, u32>) -> Vec<Class> {
        let node = |name: &str| {
            let key = person_key(name);
            known.get(&key).map_or(Node::Key(key), |who| Node::Known(*who))
        };
        let teams = teams(facts, known);
        let named = named(facts, known);
        let mut ties: Vec<Tie> = Vec::new();
        for (at, pair) in facts.same.iter().enumerate() {
            let tie = Tie { at, from: node(&pair.name), to: node(&pair.other) };
            let is_team = |name: &str| teams.contains(&team_key(name)) && matches!(node(name), Node::Key(_));
            if is_team(&pair.name) || is_team(&pair.other) {
                self.faults.push((at, Fault::Team));
            } else if tie.from == tie.to {
                self.faults.push((at, Fault::Known));
            } else if reach(&ties, &tie.to, |tie| (&tie.from, &tie.to)).contains(&tie.from) {
                self.faults.push((at, Fault::Circle));
            } else {
                ties.push(tie);
            }
        }
        let (ties, idle): (Vec<Tie>, Vec<Tie>) = ties.iter().cloned().partition(|tie| {
            let others = ties.iter().filter(|other| other.at != tie.at);
            let bearers = around(others, &tie.from);
            bearers.contains(&tie.to) || !bearers.is_disjoint(&named)
        });
        self.faults.extend(idle.iter().map(|tie| (tie.at, Fault::Idle)));
        let mut classes: Vec<Class> = Vec::new();
        for tie in &ties {
            if classes.iter().any(|class| class.nodes.contains(&tie.from)) {
                continue;
            }
            let nodes = around(ties.iter(), &tie.from);
            let within: Vec<Tie> = ties.iter().filter(|tie| nodes.contains(&tie.from)).cloned().collect();
            classes.push(Class { nodes, ties: within });
        }
        classes
    }
}

/// Who is meant by a name: somebody whom the directory describes, or whoever bears it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Node {
    Known(u32),
    Key(String),
}

/// Two of them tied together.
#[derive(Clone, Debug)]
struct Tie {
    /// Its position in [`Facts::same`].
    at: usize,
    from: Node,
    to: Node,
}

/// All who are tied together.
struct Class {
    nodes: BTreeSet<Node>,
    ties: Vec<Tie>,
}

impl Class {
    /// What they are called: as the last in a chain of merges; of several such, the one that the directory describes,
    /// else the first.
    fn shown<'a>(&self, facts: &'a Facts) -> Option<&'a str> {
        let is_last = |tie: &&Tie| self.ties.iter().all(|other| other.from != tie.to);
        let last = self.ties.iter().filter(is_last);
        let best = last.min_by_key(|tie| (matches!(tie.to, Node::Key(_)), tie.at))?;
        facts.same.get(best.at).map(|pair: &Pair| pair.other.as_str())
    }
}

/// All that can be reached from one, itself included.
fn reach<'a, T>(ties: &'a [T], from: &Node, ends: impl Fn(&'a T) -> (&'a Node, &'a Node)) -> BTreeSet<Node> {
    let mut seen = BTreeSet::from([from.clone()]);
    loop {
        let next: Vec<Node> = ties
            .iter()
            .map(&ends)
            .filter(|(from, to)| seen.contains(*from) && !seen.contains(*to))
            .map(|(_, to)| to.clone())
            .collect();
        if next.is_empty() {
            return seen;
        }
        seen.extend(next);
    }
}

/// All who are tied to one, whichever way, itself included.
fn around<'a>(ties: impl Iterator<Item = &'a Tie>, from: &Node) -> BTreeSet<Node> {
    let both: Vec<(&Node, &Node)> =
        ties.flat_map(|tie| [(&tie.from, &tie.to), (&tie.to, &tie.from)]).collect();
    reach(&both, from, |ends| *ends)
}

/// Keys of teams, as far as they are nobody's name.
fn teams(facts: &Facts, known: &HashMap<String, u32>) -> HashSet<String> {
    let described = facts.teams.iter().flat_map(|team| iter::once(&team.name).chain(&team.aliases));
    let of_people = facts.people.iter().flat_map(|person| person.leads.iter().chain(&person.member_of));
    let in_plan = owners(facts).filter(|owner| matches!(owner, Owner::Team(_)));
    let in_plan = in_plan.map(|owner| owner.named().text.as_str());
    let all = described.chain(of_people).map(String::as_str).chain(in_plan);
    all.filter(|name| !known.contains_key(&person_key(name))).map(team_key).collect()
}

/// Everyone whom the plan or the directory names.
fn named(facts: &Facts, known: &HashMap<String, u32>) -> BTreeSet<Node> {
    let seats =
        facts.teams.iter().chain(&facts.projects).flat_map(|team| team.leads.iter().chain(&team.members));
    let through = facts.asks.iter().flat_map(|ask| &ask.through);
    let answers = facts.answers.iter().map(|answer| &answer.name);
    let in_plan = owners(facts).map(|owner| owner.named().text.as_str());
    let linked = facts.links.iter().flat_map(|link| [&link.earlier, &link.later]);
    let linked = linked.filter_map(|end| if let Ref::Named(name) = end { Some(name.as_str()) } else { None });
    let corrected = facts.corrections.iter().map(|correction| &correction.whom);
    let chosen = facts.choices.iter().map(|choice| &choice.name);
    let said = answers.chain(corrected).chain(chosen);
    let all = seats.chain(through).chain(said).map(String::as_str).chain(in_plan).chain(linked);
    let all = all.map(|name| Node::Key(person_key(name)));
    known.values().map(|who| Node::Known(*who)).chain(all).collect()
}

/// Whoever does something or is asked for something.
fn owners(facts: &Facts) -> impl Iterator<Item = &Owner> {
    let asked = facts.asks.iter().map(|ask| &ask.whom);
    facts.items.iter().flat_map(|item| &item.owners).chain(asked)
}

/// The line that says something of two names; `option` is `--same-as` or `--not-same-as`, behind
/// `--forget` where it is taken back.
pub fn command(name: &str, option: &str, other: &str) -> String {
    // What begins with a dash would be taken for an option.
    let equals = if other.starts_with('-') { "=" } else { " " };
    let option = format!("{option}{equals}{}", typed(other));
    match name.starts_with('-') {
        true => format!("sideways who {option} -- {}", typed(name)),
        false => format!("sideways who {} {option}", typed(name)),
    }
}

/// What the leader is told of a fault.
impl Fault {
    /// The fact, in one sentence without a full stop.
    pub fn fact(self, pair: &Pair) -> String {
        let Pair { name, other, .. } = pair;
        match self {
            Self::Circle => {
                format!("that “{name}” is “{other}” leads round in a circle of merges; it is left out")
            }
            Self::Team => format!("“{name}” and “{other}” are not both people; they are not merged"),
            Self::Idle => format!("that “{name}” is “{other}” fits nobody in this plan"),
            Self::Known => format!("“{name}” and “{other}” are one name without your saying so"),
            Self::Contradicted => {
                format!(
                    "“{name}” and “{other}” are said to be one person, and to be two; they are taken as one"
                )
            }
        }
    }
}
