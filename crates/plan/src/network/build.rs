//! From facts to a network: names resolved one after the other, and what does not fit noted as a finding.

use std::{
    collections::{BTreeSet, HashMap, HashSet, hash_map::Entry},
    hash::{BuildHasher, RandomState},
};

use hashbrown::HashTable;

use super::{Choice, Correction, Edge, Finding, ItemId, Need, Node, Oddity, labels::Labels, titles::Titles};
use crate::{
    cycle,
    directory::{Directory, PersonId, TeamId, Whom},
    facts::{Ask, Facts, Item, Kind, Link, LinkKind, Named, Owner, Ref, State, Strength},
    names::{team_key, title_key},
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
    pub(super) answered: Vec<(String, ItemId)>,
    hashes: RandomState,
    /// Items by the keys of their ids.
    by_id: HashTable<ItemId>,
    by_made_id: HashMap<String, ItemId>,
    titles: Titles,
    labels: Labels,
    /// Edges by what they tie.
    seen_links: HashTable<u32>,
    /// Needs of the item that was last seen to leave the plan, by the keys of their names.
    left_by: Option<ItemId>,
    left_for: HashMap<String, usize>,
    /// Names that are nowhere in the plan, with the finding that says so, as far as a hint is given.
    pub(super) dangling: Vec<(usize, String)>,
}

/// What a name fits.
pub(super) enum Hit {
    One(ItemId),
    /// How many items, and the first of them.
    Several(usize, Vec<ItemId>),
    None,
}

/// Of several items that a name fits, so many are shown.
const MOST_SHOWN: usize = 4;

impl Builder {
    /// Resolves all names of the facts.
    pub(super) fn resolve(mut facts: Facts) -> Self {
        let mut builder = Self { directory: Directory::build(&facts), ..Self::default() };
        builder.labels = Labels::taken_from(&mut facts.items);
        let made = made_ids(&facts.items);
        let (items, links) = (std::mem::take(&mut facts.items), std::mem::take(&mut facts.links));
        let facts = &facts;
        builder.nodes(items, made);
        builder.answers(facts);
        builder.parents();
        builder.links(links);
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

    fn nodes(&mut self, items: Vec<Item>, made: Vec<String>) {
        let mut made = made.into_iter();
        self.nodes.reserve(items.len());
        self.by_id = HashTable::with_capacity(items.len());
        for (at, mut item) in given_back(items).enumerate() {
            let id = ItemId(at as u32);
            let key = match item.id.clone() {
                None => {
                    let made = made.next().unwrap_or_default();
                    self.by_made_id.insert(made.clone(), id);
                    made.into()
                }
                Some(key) => {
                    match self.labels.again.get(&at).copied().or_else(|| self.by_id(&title_key(&key))) {
                        None => key,
                        Some(first) => {
                            self.note_duplicate(first, &key, &item);
                            item.state = State::Dropped;
                            format!("{key} (again {at})").into()
                        }
                    }
                }
            };
            let (team, stated, people) = self.owners(&item.owners);
            self.nodes.push(Node {
                item,
                id: key,
                team,
                stated,
                people,
                parent: None,
                children: Vec::new(),
                home: id,
            });
            self.enter(id);
        }
        let kept = self.nodes.iter().enumerate().filter(|(_, node)| node.item.state != State::Dropped);
        self.titles = Titles::of(kept.map(|(at, node)| (ItemId(at as u32), node.item.title.as_str())));
    }

    /// Makes an item known by its id, unless another bears it already.
    fn enter(&mut self, item: ItemId) {
        let Self { nodes, by_id, hashes, .. } = self;
        let key = |item: &ItemId| nodes[item.at()].item.id.as_deref().map(title_key).unwrap_or_default();
        let own = key(&item);
        if nodes[item.at()].item.id.is_some() {
            let hash = |item: &ItemId| hashes.hash_one(key(item));
            by_id.entry(hashes.hash_one(&own), |other| key(other) == own, hash).or_insert(item);
        }
    }

    fn by_id(&self, key: &str) -> Option<ItemId> {
        let is_it =
            |item: &ItemId| self.nodes[item.at()].item.id.as_deref().is_some_and(|id| title_key(id) == key);
        self.by_id.find(self.hashes.hash_one(key), is_it).copied()
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
        let prefixes = self.prefixes(&subjects);
        for answer in &facts.answers {
            let is_team = self.directory.find_team(&answer.subject).is_some()
                || prefixes.contains(&team_key(&answer.subject));
            match self.subject(&answer.subject).filter(|_| !is_team) {
                Some(item) => {
                    let owner = Owner::Either(Named {
                        text: answer.name.as_str().into(),
                        place: answer.place.clone(),
                    });
                    let (team, stated, people) = self.owners(std::slice::from_ref(&owner));
                    self.answered.push((answer.subject.clone(), item));
                    let node = &mut self.nodes[item.at()];
                    node.item.owners = vec![owner];
                    (node.team, node.stated, node.people) = (team, stated, people);
                }
                _ => self.directory.answer(&answer.subject, &answer.name, &answer.place),
            }
        }
    }

    /// The subjects that are prefixes of ids, as PAY is of PAY-412.
    fn prefixes(&self, subjects: &BTreeSet<String>) -> HashSet<String> {
        if subjects.is_empty() {
            return HashSet::new();
        }
        let ids = self.nodes.iter().filter_map(|node| node.item.id.as_deref()?.rsplit_once('-'));
        let keys = ids.filter(|(_, number)| number.bytes().all(|byte| byte.is_ascii_digit()));
        keys.map(|(prefix, _)| team_key(prefix)).filter(|key| subjects.contains(key)).collect()
    }

    /// The item that an answer means: that of the id, else of the whole title, else the only one whose title begins with
    /// these words, where they are two at least or end with “…”.
    fn subject(&self, subject: &str) -> Option<ItemId> {
        let key = title_key(subject);
        if key.is_empty() {
            return None;
        }
        let of_id = self.by_id(&key).or_else(|| self.by_made_id.get(subject).copied());
        let is_beginning =
            key.contains(' ') || ["…", "..."].into_iter().any(|end| subject.trim_end().ends_with(end));
        of_id.or_else(|| {
            let called = self.titles.called(&key);
            let mut items =
                called.items().filter(|_| called.is_whole() || (is_beginning && called.is_of_words()));
            items.next().filter(|_| items.next().is_none())
        })
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

    fn parents(&mut self) {
        for at in 0..self.nodes.len() {
            let (child, item) = (ItemId(at as u32), &self.nodes[at].item);
            let Some(parent) = &item.parent else { continue };
            let (hit, place) = (self.find(parent, child), item.place.clone());
            match hit {
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
                        place,
                    });
                }
                Hit::One(_) => {}
                Hit::Several(..) | Hit::None => {
                    let name = if let Ref::Named(name) = parent { name.as_str() } else { "" };
                    self.findings.push(Finding {
                        oddity: Oddity::MissingParent,
                        item: Some(child),
                        name: name.to_owned(),
                        place,
                        fact: format!("“{}” is part of “{name}”, which is not in the plan", item.title),
                        hint: "read the file that has it, too, or take the part out".into(),
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

    fn links(&mut self, links: Vec<Link>) {
        self.seen_links = HashTable::with_capacity(links.len());
        for link in given_back(links) {
            let earlier = self.find_near(&link.earlier, &link.later);
            let later = self.find_near(&link.later, &link.earlier);
            match (earlier, later) {
                (Hit::One(earlier), Hit::One(later)) => self.link(link, earlier, later),
                (Hit::None, Hit::One(later)) => self.leave(&link, later),
                // What waits is not in the plan: somebody else's need, not one of ours.
                (Hit::One(_), Hit::None) if link.outside.is_some() => {}
                (_, Hit::None) => self.note_dangling(&link, &link.later, None),
                (_, Hit::Several(count, items)) => {
                    self.note_ambiguous(&link.later, count, &items, &link.place)
                }
                (Hit::Several(count, items), _) => {
                    self.note_ambiguous(&link.earlier, count, &items, &link.place)
                }
            }
        }
        let (findings, names): (Vec<usize>, Vec<String>) =
            std::mem::take(&mut self.dangling).into_iter().unzip();
        for (at, item) in findings.into_iter().zip(self.titles.closest(&names)) {
            let title = item.map(|item| &self.nodes[item.at()].item.title);
            if let Some(title) = title {
                self.findings[at].hint = format!("did you mean “{title}”?");
            }
        }
    }

    /// What a reference names that is written at another one.
    fn find_near(&self, reference: &Ref, other: &Ref) -> Hit {
        match reference {
            Ref::At(_) => self.find(reference, ItemId(0)),
            Ref::Named(_) => self.find(reference, self.anchor(other)),
        }
    }

    /// Where a reference is written from, for names that fit several items.
    fn anchor(&self, reference: &Ref) -> ItemId {
        match reference {
            Ref::At(at) => ItemId(*at as u32),
            Ref::Named(name) => self.by_id(&title_key(name)).unwrap_or(ItemId(0)),
        }
    }

    fn link(&mut self, link: Link, earlier: ItemId, later: ItemId) {
        let dropped = |item: ItemId| self.nodes[item.at()].item.state == State::Dropped;
        if dropped(earlier) || dropped(later) {
            return;
        }
        let Self { edges, seen_links, hashes, .. } = self;
        let tied = |edge: &Edge| (edge.earlier, edge.later, edge.kind);
        let (new, hash) = ((earlier, later, link.kind), |tie| hashes.hash_one(tie));
        match seen_links.find(hash(new), |at| tied(&edges[*at as usize]) == new) {
            Some(at) => {
                let known = &mut edges[*at as usize];
                known.strength = known.strength.max(link.strength);
                known.lag = known.lag.max(link.lag);
            }
            None => {
                seen_links
                    .insert_unique(hash(new), edges.len() as u32, |at| hash(tied(&edges[*at as usize])));
                edges.push(Edge {
                    earlier,
                    later,
                    kind: link.kind,
                    lag: link.lag,
                    strength: link.strength,
                    is_part: false,
                    place: link.place,
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
        if self.left_by.replace(need.item) != Some(need.item) {
            self.left_for = HashMap::new();
        }
        match self.left_for.entry(title_key(&need.name)) {
            Entry::Occupied(known) => {
                let known = &mut self.needs[*known.get()];
                known.strength = known.strength.max(need.strength);
            }
            Entry::Vacant(new) => {
                new.insert(self.needs.len());
                self.needs.push(need);
            }
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
    /// plan says itself that the deliverable needs that team, or that the team does it. Who is said by a person's name is
    /// said of the teams they lead, else of the one they work in.
    fn mentions(&mut self, facts: &Facts) {
        if facts.mentions.is_empty() {
            return;
        }
        let home = |item: ItemId| self.nodes[item.at()].home;
        let doers = |item: ItemId| {
            let node = &self.nodes[item.at()];
            let teams = node.stated.iter().map(|team| Whom::Team(*team));
            teams.chain(node.people.iter().map(|person| Whom::Person(*person)))
        };
        let needed = self.needs.iter().map(|need| (home(need.item), need.whom));
        let awaited =
            self.edges.iter().flat_map(|edge| doers(edge.earlier).map(move |whom| (home(edge.later), whom)));
        let ids = (0..self.nodes.len()).map(|at| ItemId(at as u32));
        let done = ids.flat_map(|item| doers(item).map(move |whom| (home(item), whom)));
        let mut said: HashSet<(ItemId, Whom)> = needed.chain(awaited).chain(done).collect();
        let of_people: Vec<(ItemId, Whom)> = said
            .iter()
            .filter_map(|(home, whom)| match whom {
                Whom::Person(person) => Some((*home, *person)),
                _ => None,
            })
            .flat_map(|(home, person)| {
                self.directory.teams_of(person).into_iter().map(move |team| (home, Whom::Team(team)))
            })
            .collect();
        said.extend(of_people);
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
        if let Some(id) = self.by_id(&name) {
            return Hit::One(id);
        }
        if let Ref::Named(whole) = reference
            && let Some(id) = self.by_made_id.get(whole.as_str())
        {
            return Hit::One(*id);
        }
        if let Some(id) = self.labels.near(&name, self.nodes.get(near.at())) {
            return Hit::One(id);
        }
        match self.labels.called(&name) {
            [] => self.nearest(&name, near),
            items => Hit::Several(items.len(), items.iter().copied().take(MOST_SHOWN).collect()),
        }
    }

    /// The item of a title, else the one whose title begins so; of several the only one in the same deliverable, if there
    /// is one.
    fn nearest(&self, key: &str, near: ItemId) -> Hit {
        let called = self.titles.called(key);
        let mut items = called.items();
        let (count, first) = (items.len(), items.next());
        let parent = self.nodes.get(near.at()).and_then(|node| node.parent);
        match (count, first, parent.and_then(|parent| called.only_part(&self.nodes, parent, key))) {
            (1, Some(one), _) | (_, _, Some(one)) => Hit::One(one),
            (_, Some(first), _) => {
                Hit::Several(count, std::iter::once(first).chain(items).take(MOST_SHOWN).collect())
            }
            (_, None, _) => Hit::None,
        }
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
                hint: "take out of the plan whichever of these links is not so".into(),
            });
        }
        let mut cut = cuts.iter().map(|cut| cut.arc).peekable();
        let mut at = 0;
        self.edges.retain(|_| {
            at += 1;
            cut.next_if_eq(&(at - 1)).is_none()
        });
    }
}

/// Hands out values in their order and gives back the memory of those that are gone, so that facts and what is made of
/// them do not lie in memory both.
fn given_back<T>(mut values: Vec<T>) -> impl Iterator<Item = T> {
    values.reverse();
    std::iter::from_fn(move || {
        let value = values.pop();
        if values.len() < values.capacity() / 32 * 31 {
            values.shrink_to_fit();
        }
        value
    })
}

/// Ids for the items that have none, in their order.
fn made_ids(items: &[Item]) -> Vec<String> {
    let mut occurrences: HashMap<String, u32> = HashMap::new();
    let made = items.iter().filter(|item| item.id.is_none()).map(|item| {
        let parent = match &item.parent {
            Some(Ref::At(at)) => items.get(*at).map(|parent| parent.title.as_str()),
            Some(Ref::Named(name)) => Some(name.as_str()),
            None => None,
        };
        let id = format!("{} / {}", parent.unwrap_or_default(), item.title);
        let count = occurrences.entry(title_key(&id)).or_default();
        *count += 1;
        if *count == 1 { id } else { format!("{id} / {count}") }
    });
    made.collect()
}
