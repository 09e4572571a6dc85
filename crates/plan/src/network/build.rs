//! From facts to a network: names resolved one after the other, and what does not fit noted as a finding.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::{Choice, Correction, Edge, Finding, ItemId, Need, Node, Oddity, compare_ranks};
use crate::{
    cycle,
    directory::{Directory, PersonId, TeamId, Whom},
    facts::{Ask, Facts, Item, Kind, Link, LinkKind, Named, Owner, Ref, State, Strength},
    names::{team_key, title_key, typed},
    place::Place,
    same,
};

#[derive(Default)]
pub(super) struct Builder {
    pub(super) nodes: Vec<Node>,
    pub(super) edges: Vec<Edge>,
    pub(super) needs: Vec<Need>,
    pub(super) corrections: Vec<Correction>,
    pub(super) choices: Vec<Choice>,
    pub(super) directory: Directory,
    pub(super) findings: Vec<Finding>,
    by_id: HashMap<String, ItemId>,
    by_made_id: HashMap<String, ItemId>,
    by_title: BTreeMap<String, Vec<ItemId>>,
    seen_links: HashMap<(ItemId, ItemId, LinkKind), usize>,
}

pub(super) enum Hit {
    One(ItemId),
    Several(Vec<ItemId>),
    None,
}

impl Builder {
    /// Resolves all names of the facts.
    pub(super) fn resolve(facts: &Facts) -> Self {
        let mut builder = Self { directory: Directory::build(facts), ..Self::default() };
        builder.nodes(facts);
        builder.answers(facts);
        builder.parents(facts);
        builder.links(facts);
        builder.asks(facts);
        builder.corrections(facts);
        builder.choices(facts);
        builder.mentions(facts);
        builder.note_idle_answers(facts);
        builder.note_merges(facts);
        builder.cut_cycles();
        builder.note_inversions();
        builder
    }

    fn nodes(&mut self, facts: &Facts) {
        let mut occurrences: HashMap<String, u32> = HashMap::new();
        for (at, item) in facts.items.iter().enumerate() {
            let id = ItemId(at as u32);
            let mut item = item.clone();
            let key = match item.id.clone() {
                None => {
                    let made = made_id(facts, &item, &mut occurrences);
                    self.by_made_id.insert(made.clone(), id);
                    made
                }
                Some(key) => match self.by_id.insert(title_key(&key), id) {
                    None => key,
                    Some(first) => {
                        self.by_id.insert(title_key(&key), first);
                        self.note_duplicate(first, &key, &item);
                        item.state = State::Dropped;
                        format!("{key} (again {at})")
                    }
                },
            };
            if item.state != State::Dropped {
                self.by_title.entry(title_key(&item.title)).or_default().push(id);
            }
            let (team, stated, people) = self.owners(&item.owners);
            let node =
                Node { item, id: key, team, stated, people, parent: None, children: Vec::new(), home: id };
            self.nodes.push(node);
        }
    }

    /// What the leader answered: who does an item, else who says yes for a team.
    fn answers(&mut self, facts: &Facts) {
        // A team that is named only in a need is a team for an answer, too; what is answered for is not yet one.
        let subjects: BTreeSet<String> =
            facts.answers.iter().map(|answer| team_key(&answer.subject)).collect();
        for ask in facts.asks.iter().filter(|ask| !subjects.contains(&team_key(&ask.whom.named().text))) {
            self.directory.whom(&ask.whom);
        }
        self.teams_of_corrections(facts, |name| subjects.contains(&team_key(name)));
        for answer in &facts.answers {
            let team = self.directory.find_team(&answer.subject);
            match (team, self.find(&Ref::Named(answer.subject.clone()), ItemId(0))) {
                (None, Hit::One(item)) => {
                    let owner =
                        Owner::Either(Named { text: answer.name.clone(), place: answer.place.clone() });
                    let (team, stated, people) = self.owners(std::slice::from_ref(&owner));
                    let node = &mut self.nodes[item.at()];
                    node.item.owners = vec![owner];
                    (node.team, node.stated, node.people) = (team, stated, people);
                }
                _ => self.directory.answer(&answer.subject, &answer.name, &answer.place),
            }
        }
    }

    /// Answers about a team that nothing in the plan needs or bears.
    fn note_idle_answers(&mut self, facts: &Facts) {
        for answer in &facts.answers {
            let Some(team) = self.directory.find_team(&answer.subject) else { continue };
            let is_described = self.directory.teams[team.at()].is_described;
            let is_needed = self.needs.iter().any(|need| need.whom == Whom::Team(team));
            if !is_described && !is_needed && self.nodes.iter().all(|node| !node.stated.contains(&team)) {
                self.findings.push(Finding {
                    oddity: Oddity::IdleAnswer,
                    item: None,
                    name: answer.subject.clone(),
                    place: answer.place.clone(),
                    fact: format!("the answer for “{}” fits nothing in this plan", answer.subject),
                    hint: Some(format!("sideways who {} --forget takes it back", typed(&answer.subject))),
                });
            }
        }
    }

    /// What the leader said of names and is not applied, or changes nothing.
    fn note_merges(&mut self, facts: &Facts) {
        for (at, fault) in &self.directory.same().faults {
            let Some(pair) = facts.same.get(*at) else { continue };
            self.findings.push(Finding {
                oddity: Oddity::IdleAnswer,
                item: None,
                name: pair.name.clone(),
                place: pair.place.clone(),
                fact: fault.fact(pair),
                hint: Some(format!(
                    "{} takes it back",
                    same::command(&pair.name, "--forget --same-as", &pair.other)
                )),
            });
        }
    }

    fn note_duplicate(&mut self, first: ItemId, key: &str, again: &Item) {
        let line = self.nodes[first.at()].item.place.line;
        self.findings.push(Finding {
            oddity: Oddity::DuplicateId,
            item: Some(first),
            name: key.to_owned(),
            place: again.place.clone(),
            fact: format!("“{key}” stands here again (first on line {line}); this one is not counted"),
            hint: None,
        });
    }

    /// The team on whose lanes work is done, the teams and the people that are named for it.
    fn owners(&mut self, owners: &[Owner]) -> (Option<TeamId>, Vec<TeamId>, Vec<PersonId>) {
        let (mut stated, mut people) = (Vec::new(), Vec::new());
        for owner in owners {
            match self.directory.whom(owner) {
                Whom::Team(id) if !stated.contains(&id) => stated.push(id),
                Whom::Person(id) if !people.contains(&id) => people.push(id),
                _ => {}
            }
        }
        let of_people = people.iter().find_map(|person| self.directory.team_of(*person));
        (stated.first().copied().or(of_people), stated, people)
    }

    fn parents(&mut self, facts: &Facts) {
        for (at, item) in facts.items.iter().enumerate() {
            let child = ItemId(at as u32);
            let Some(parent) = &item.parent else { continue };
            match self.find(parent, child) {
                Hit::One(parent) if parent != child => {
                    self.nodes[at].parent = Some(parent);
                    self.nodes[parent.at()].children.push(child);
                    self.edges.push(Edge {
                        earlier: child,
                        later: parent,
                        kind: LinkKind::FinishStart,
                        lag: 0,
                        strength: Strength::Derived,
                        is_part: true,
                        place: item.place.clone(),
                    });
                }
                Hit::One(_) => {}
                Hit::Several(_) | Hit::None => {
                    let name = if let Ref::Named(name) = parent { name.as_str() } else { "" };
                    self.findings.push(Finding {
                        oddity: Oddity::MissingParent,
                        item: Some(child),
                        name: name.to_owned(),
                        place: item.place.clone(),
                        fact: format!("“{}” is part of “{name}”, which is not in the plan", item.title),
                        hint: None,
                    });
                }
            }
        }
        for at in 0..self.nodes.len() {
            self.nodes[at].home = self.home(ItemId(at as u32));
        }
    }

    fn home(&self, item: ItemId) -> ItemId {
        let mut here = item;
        for _ in 0..64 {
            let node = &self.nodes[here.at()];
            match node.parent {
                Some(parent) if node.item.promise.is_none() && !node.item.is_goal => here = parent,
                _ => return here,
            }
        }
        item
    }

    fn links(&mut self, facts: &Facts) {
        for link in &facts.links {
            let earlier = self.find(&link.earlier, self.anchor(&link.later));
            let later = self.find(&link.later, self.anchor(&link.earlier));
            match (earlier, later) {
                (Hit::One(earlier), Hit::One(later)) => self.link(link, earlier, later),
                (Hit::None, Hit::One(later)) => self.leave(link, later),
                // What waits is not in the plan: somebody else's need, not one of ours.
                (Hit::One(_), Hit::None) if link.outside.is_some() => {}
                (_, Hit::None) => self.note_dangling(link, &link.later, None),
                (_, Hit::Several(items)) => self.note_ambiguous(&link.later, &items, &link.place),
                (Hit::Several(items), _) => self.note_ambiguous(&link.earlier, &items, &link.place),
            }
        }
    }

    /// Where a reference is written from, for names that fit several items.
    fn anchor(&self, reference: &Ref) -> ItemId {
        match reference {
            Ref::At(at) => ItemId(*at as u32),
            Ref::Named(name) => self.by_id.get(&title_key(name)).copied().unwrap_or(ItemId(0)),
        }
    }

    fn link(&mut self, link: &Link, earlier: ItemId, later: ItemId) {
        let dropped = |item: ItemId| self.nodes[item.at()].item.state == State::Dropped;
        if dropped(earlier) || dropped(later) {
            return;
        }
        match self.seen_links.get(&(earlier, later, link.kind)) {
            Some(at) => {
                let known = &mut self.edges[*at];
                known.strength = known.strength.max(link.strength);
                known.lag = known.lag.max(link.lag);
            }
            None => {
                self.seen_links.insert((earlier, later, link.kind), self.edges.len());
                self.edges.push(Edge {
                    earlier,
                    later,
                    kind: link.kind,
                    lag: link.lag,
                    strength: link.strength,
                    is_part: false,
                    place: link.place.clone(),
                });
            }
        }
    }

    /// A link out of the plan: a date that waits on a team, a person or a system, else a gap.
    fn leave(&mut self, link: &Link, later: ItemId) {
        let Ref::Named(name) = &link.earlier else { return };
        if self.nodes[later.at()].item.state == State::Dropped {
            return;
        }
        let whom = match &link.outside {
            Some(team) => Some(Whom::Team(self.directory.team(team, &link.place))),
            None => self.directory.known(name),
        };
        match whom {
            Some(whom) => self.need(Need {
                item: later,
                kind: Kind::Date,
                whom,
                name: name.clone(),
                strength: link.strength,
                through: Vec::new(),
                given: false,
                place: link.place.clone(),
                added: None,
            }),
            None => self.note_dangling(link, &link.earlier, Some(later)),
        }
    }

    /// Keeps a need; the same link out of the plan written twice stands once.
    fn need(&mut self, need: Need) {
        let same = |known: &&mut Need| {
            known.kind == Kind::Date
                && known.item == need.item
                && title_key(&known.name) == title_key(&need.name)
        };
        match self.needs.iter_mut().rev().take_while(|known| known.item == need.item).find(same) {
            Some(known) => known.strength = known.strength.max(need.strength),
            None => self.needs.push(need),
        }
    }

    fn asks(&mut self, facts: &Facts) {
        for ask in &facts.asks {
            let whom = self.directory.whom(&ask.whom);
            self.ask(ask, whom);
        }
    }

    fn ask(&mut self, ask: &Ask, whom: Whom) {
        self.needs.push(Need {
            item: ItemId(ask.item as u32),
            kind: ask.kind,
            whom,
            name: ask.whom.named().text.clone(),
            strength: ask.strength,
            through: ask.through.clone(),
            given: ask.given,
            place: ask.place.clone(),
            added: None,
        });
    }

    /// What sentences of running text make one think: the first of each kind for an item and a team, and none where the
    /// plan says itself that the deliverable needs that team, or that the team does it.
    fn mentions(&mut self, facts: &Facts) {
        if facts.mentions.is_empty() {
            return;
        }
        let home = |item: ItemId| self.nodes[item.at()].home;
        let needed = self.needs.iter().map(|need| (home(need.item), need.whom));
        let awaited = self.edges.iter().flat_map(|edge| {
            let teams = self.nodes[edge.earlier.at()].stated.iter();
            teams.map(move |team| (home(edge.later), Whom::Team(*team)))
        });
        let done =
            self.nodes.iter().flat_map(|node| node.stated.iter().map(|team| (node.home, Whom::Team(*team))));
        let said: HashSet<(ItemId, Whom)> = needed.chain(awaited).chain(done).collect();
        let mut heard = HashSet::new();
        for mention in &facts.mentions {
            let whom = self.directory.whom(&mention.whom);
            let item = ItemId(mention.item as u32);
            let is_said = said.contains(&(self.nodes[item.at()].home, whom));
            if !is_said && heard.insert((item, whom, mention.kind)) {
                self.ask(mention, whom);
            }
        }
    }

    pub(super) fn find(&self, reference: &Ref, near: ItemId) -> Hit {
        let name = match reference {
            Ref::At(at) if *at < self.nodes.len() => return Hit::One(ItemId(*at as u32)),
            Ref::At(_) => return Hit::None,
            Ref::Named(name) => title_key(name),
        };
        if name.is_empty() {
            return Hit::None;
        }
        if let Some(id) = self.by_id.get(&name) {
            return Hit::One(*id);
        }
        if let Ref::Named(whole) = reference
            && let Some(id) = self.by_made_id.get(whole)
        {
            return Hit::One(*id);
        }
        if let Some(items) = self.by_title.get(&name) {
            return self.nearest(items.clone(), near);
        }
        let begun = self.by_title.range(name.clone()..).take_while(|(title, _)| title.starts_with(&name));
        let items: Vec<ItemId> = begun.flat_map(|(_, items)| items.iter().copied()).collect();
        self.nearest(items, near)
    }

    /// Of several items the only one in the same deliverable, if there is one.
    fn nearest(&self, items: Vec<ItemId>, near: ItemId) -> Hit {
        if let [one] = items.as_slice() {
            return Hit::One(*one);
        }
        let parent = self.nodes.get(near.at()).and_then(|node| node.parent);
        let mut close =
            items.iter().filter(|item| parent.is_some() && self.nodes[item.at()].parent == parent);
        match (close.next(), close.next()) {
            (Some(one), None) => Hit::One(*one),
            _ if items.is_empty() => Hit::None,
            _ => Hit::Several(items),
        }
    }

    fn note_dangling(&mut self, link: &Link, reference: &Ref, item: Option<ItemId>) {
        let Ref::Named(name) = reference else { return };
        let few = self.findings.len() < 100;
        let hint = few.then(|| self.closest(name)).flatten().map(|title| format!("did you mean “{title}”?"));
        self.findings.push(Finding {
            oddity: Oddity::DanglingLink,
            item,
            name: name.clone(),
            place: link.place.clone(),
            fact: format!("“{name}” is waited for and is not in the plan"),
            hint,
        });
    }

    fn note_ambiguous(&mut self, reference: &Ref, items: &[ItemId], place: &Place) {
        let Ref::Named(name) = reference else { return };
        let lines: Vec<String> =
            items.iter().take(4).map(|item| self.nodes[item.at()].item.place.line.to_string()).collect();
        self.findings.push(Finding {
            oddity: Oddity::AmbiguousName,
            item: None,
            name: name.clone(),
            place: place.clone(),
            fact: format!(
                "“{name}” fits {} items (lines {}); the link is left out",
                items.len(),
                lines.join(", ")
            ),
            hint: Some("give the one you mean an id, as in “id LEDGER”".into()),
        });
    }

    /// The title that shares the most words with a name; none where fewer than half are shared.
    fn closest(&self, name: &str) -> Option<&str> {
        let key = title_key(name);
        let words: Vec<&str> = key.split(' ').collect();
        let shared =
            |title: &str| words.iter().filter(|word| title.split(' ').any(|other| other == **word)).count();
        let (title, items) =
            self.by_title.iter().max_by_key(|(title, _)| (shared(title), std::cmp::Reverse(title.len())))?;
        let item = items.first()?;
        (shared(title) * 2 >= words.len()).then(|| self.nodes[item.at()].item.title.as_str())
    }

    fn cut_cycles(&mut self) {
        let arcs: Vec<cycle::Arc> = self
            .edges
            .iter()
            .map(|edge| cycle::Arc {
                from: edge.earlier.at(),
                to: edge.later.at(),
                certainty: edge.strength as u32 * 2 + u32::from(edge.is_part),
            })
            .collect();
        let cuts = cycle::cuts(self.nodes.len(), &arcs);
        for cut in &cuts {
            let edge = &self.edges[cut.arc];
            let titles: Vec<&str> =
                cut.nodes.iter().map(|node| self.nodes[*node].item.title.as_str()).collect();
            let fact = match titles.as_slice() {
                [one] => format!("“{one}” waits for itself; the link is left out"),
                [first, .., last] => format!(
                    "{} wait for each other in a circle; the link from “{last}” to “{first}” is left out",
                    titles.iter().map(|title| format!("“{title}”")).collect::<Vec<_>>().join(", "),
                ),
                [] => continue,
            };
            self.findings.push(Finding {
                oddity: Oddity::Cycle,
                item: Some(edge.later),
                name: String::new(),
                place: edge.place.clone(),
                fact,
                hint: None,
            });
        }
        let mut cut = cuts.iter().map(|cut| cut.arc).peekable();
        let mut at = 0;
        self.edges.retain(|_| {
            at += 1;
            cut.next_if_eq(&(at - 1)).is_none()
        });
    }

    /// Links win over ranks; where they contradict each other, it is said.
    fn note_inversions(&mut self) {
        for edge in &self.edges {
            let (earlier, later) = (&self.nodes[edge.earlier.at()], &self.nodes[edge.later.at()]);
            let open = !earlier.item.state.is_over() && !later.item.state.is_over();
            let same_team = earlier.team.is_some() && earlier.team == later.team;
            let ranked = |item: ItemId| (self.nodes[item.at()].item.rank.as_deref(), item);
            let waits = edge.kind == LinkKind::FinishStart && !edge.is_part;
            if open && same_team && waits && compare_ranks(ranked(edge.later), ranked(edge.earlier)).is_lt() {
                self.findings.push(Finding {
                    oddity: Oddity::Inversion,
                    item: Some(edge.later),
                    name: String::new(),
                    place: later.item.place.clone(),
                    fact: format!(
                        "“{}” is ranked before “{}” and waits for it; the link wins",
                        later.item.title, earlier.item.title
                    ),
                    hint: None,
                });
            }
        }
    }
}

fn made_id(facts: &Facts, item: &Item, occurrences: &mut HashMap<String, u32>) -> String {
    let parent = match &item.parent {
        Some(Ref::At(at)) => facts.items.get(*at).map(|parent| parent.title.as_str()),
        Some(Ref::Named(name)) => Some(name.as_str()),
        None => None,
    };
    let id = format!("{} / {}", parent.unwrap_or_default(), item.title);
    let count = occurrences.entry(title_key(&id)).or_default();
    *count += 1;
    if *count == 1 { id } else { format!("{id} / {count}") }
}
