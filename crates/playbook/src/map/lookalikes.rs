//! People who look like one under two names, where it matters to the map. They are asked about, never merged in silence.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use plan::{
    alike::{Likeness, Spelling, likeness_of},
    directory::{PersonId, TeamId, Whom},
};

use super::{answerer::Answerer, questions::Asks};

/// Two names that may be one person's.
#[derive(Clone, Debug, PartialEq)]
pub struct Lookalikes {
    /// The name that says less.
    pub name: String,
    /// The one under which the person would be shown.
    pub other: String,
    /// How much need would get another name, in parts of a full yes.
    pub weight: i64,
    bearers: [Bearer; 2],
}

impl Lookalikes {
    /// Whether one of the two is a gap of the map: a name that the plan takes for a team.
    pub fn is_about(&self, who: Answerer) -> bool {
        matches!(who, Answerer::Team(team) if self.bearers.contains(&Bearer::Team(team)))
    }
}

/// Who bears a name: a person, or what the plan takes for a team because nobody of that name is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Bearer {
    Person(PersonId),
    Team(TeamId),
}

struct Party<'a> {
    bearer: Bearer,
    name: &'a str,
    written: Vec<&'a str>,
    spellings: Vec<Spelling>,
    weight: i64,
    leads: &'a [TeamId],
    is_me: bool,
    is_described: bool,
}

impl Party<'_> {
    fn is_full(&self) -> bool {
        self.spellings.iter().any(Spelling::is_full)
    }

    /// Whether it says more of a person than the other: it is the leader, is described, or is longer.
    fn rank(&self) -> (bool, bool, bool, usize) {
        let is_person = matches!(self.bearer, Bearer::Person(_));
        (is_person, self.is_full(), self.is_described, self.name.chars().count())
    }
}

/// Everyone who looks like somebody else, each once.
pub fn find(asks: &Asks<'_>) -> Vec<Lookalikes> {
    let parties = parties(asks);
    let near = Near::of(&parties);
    let mut pairs = BTreeMap::new();
    for (at, party) in parties.iter().enumerate().filter(|(_, party)| party.weight > 0) {
        for (other_at, likeness) in near.to(at, &parties) {
            let other = &parties[other_at];
            let is_alone = || {
                let (short, long) = if party.rank() < other.rank() { (at, other_at) } else { (other_at, at) };
                near.fits_only(short, long, &parties)
            };
            if matters(asks, party, other, likeness) && (!likeness.is_short() || is_alone()) {
                let key = (at.min(other_at), at.max(other_at));
                pairs.entry(key).or_insert_with(|| pair(party, other));
            }
        }
    }
    pairs.into_values().collect()
}

fn pair(a: &Party<'_>, b: &Party<'_>) -> Lookalikes {
    let (name, other) = if a.rank() <= b.rank() { (a, b) } else { (b, a) };
    // A gap would get a name; of two people, the smaller would be the larger one's.
    let is_gap = |party: &Party<'_>| matches!(party.bearer, Bearer::Team(_));
    let weight = match a.weight.min(b.weight) {
        _ if is_gap(a) => a.weight,
        _ if is_gap(b) => b.weight,
        0 => a.weight.max(b.weight),
        smaller => smaller,
    };
    Lookalikes {
        name: name.name.to_owned(),
        other: other.name.to_owned(),
        weight,
        bearers: [a.bearer, b.bearer],
    }
}

/// Whether the map would change, and whether it may be asked at all.
fn matters(asks: &Asks<'_>, a: &Party<'_>, b: &Party<'_>, likeness: Likeness) -> bool {
    let stands = |party: &Party<'_>| party.weight > 0 || !party.leads.is_empty() || party.is_me;
    let same = asks.network.directory.same();
    let are_two = a.written.iter().any(|a| b.written.iter().any(|b| same.are_two(a, b)));
    // Who leads two teams under two names in full is two people; so are two entries that a letter tells apart.
    let lead_two =
        !a.leads.is_empty() && !b.leads.is_empty() && a.leads.iter().all(|team| !b.leads.contains(team));
    let are_told_apart = (a.is_full() && b.is_full() && lead_two)
        || (likeness == Likeness::Slip && a.is_described && b.is_described)
        || (a.is_me && b.is_me);
    stands(a) && stands(b) && !are_two && !are_told_apart && answers(asks, a) != answers(asks, b)
}

/// Who answers for a name today; none where that is me.
fn answers(asks: &Asks<'_>, party: &Party<'_>) -> Option<Answerer> {
    let whom = match party.bearer {
        Bearer::Person(person) => Whom::Person(person),
        Bearer::Team(team) => Whom::Team(team),
    };
    asks.answerers.answer(whom, None)
}

fn parties<'a>(asks: &Asks<'a>) -> Vec<Party<'a>> {
    let network = asks.network;
    let weights = weights(asks);
    let weight = |bearer: Bearer| weights.get(&bearer).copied().unwrap_or_default();
    let people = network.directory.people.iter().enumerate().map(|(at, person)| {
        let id = PersonId(at as u32);
        let written: Vec<&str> = person.spellings.iter().map(String::as_str).collect();
        Party {
            bearer: Bearer::Person(id),
            name: &person.name,
            spellings: written.iter().map(|name| Spelling::of(name)).collect(),
            written,
            weight: weight(Bearer::Person(id)),
            leads: &person.leads,
            is_me: asks.mine.people.contains(&id),
            is_described: person.is_described || !person.leads.is_empty() || !person.member_of.is_empty(),
        }
    });
    let teams = weights.iter().filter_map(|(bearer, weight)| {
        let Bearer::Team(id) = *bearer else { return None };
        let team = &network.directory.teams[id.at()];
        (!team.is_described).then(|| Party {
            bearer: *bearer,
            name: &team.name,
            written: vec![&team.name],
            spellings: vec![Spelling::of(&team.name)],
            weight: *weight,
            leads: &[],
            is_me: false,
            is_described: false,
        })
    });
    people.chain(teams).collect()
}

/// What is needed through each name: of whoever answers, and through whoever is the way in.
fn weights(asks: &Asks<'_>) -> BTreeMap<Bearer, i64> {
    let mut weights: BTreeMap<Bearer, i64> = BTreeMap::new();
    for need in &asks.needs.all {
        let mut bearers: Vec<Bearer> = need
            .crossings
            .iter()
            .filter_map(|crossing| match crossing.whom {
                Whom::Person(person) => Some(Bearer::Person(person)),
                Whom::Team(_) | Whom::Nobody => None,
            })
            .collect();
        match need.who {
            Answerer::Person(person) => bearers.push(Bearer::Person(person)),
            Answerer::Team(team) => bearers.push(Bearer::Team(team)),
            Answerer::Item(_) => {}
        }
        bearers.sort_unstable();
        bearers.dedup();
        for bearer in bearers {
            *weights.entry(bearer).or_default() += need.weight;
        }
    }
    weights
}

/// Everyone by the marks of their names, so that not everyone is held against everyone.
struct Near {
    /// People and teams apart, since a team is held against people alone.
    by_mark: HashMap<String, [Vec<usize>; 2]>,
}

/// Where somebody stands among those of one mark: a person first, then a team.
fn side(party: &Party<'_>) -> usize {
    usize::from(matches!(party.bearer, Bearer::Team(_)))
}

impl Near {
    fn of(parties: &[Party<'_>]) -> Self {
        let mut by_mark: HashMap<String, [Vec<usize>; 2]> = HashMap::new();
        for (at, party) in parties.iter().enumerate() {
            for mark in party.spellings.iter().flat_map(Spelling::marks) {
                by_mark.entry(mark).or_default()[side(party)].push(at);
            }
        }
        Self { by_mark }
    }

    /// Everyone like somebody, each once, and in what.
    fn to(&self, at: usize, parties: &[Party<'_>]) -> Vec<(usize, Likeness)> {
        let marks = parties[at].spellings.iter().flat_map(Spelling::marks);
        // Two teams are no two people.
        let sides = 2 - side(&parties[at]);
        let of_mark =
            |mark| self.by_mark.get(&mark).into_iter().flat_map(|near| near.iter().take(sides).flatten());
        let near: BTreeSet<usize> = marks.flat_map(of_mark).copied().collect();
        near.into_iter()
            .filter(|other| *other != at)
            .filter_map(|other| {
                Some((other, likeness_of(&parties[at].spellings, &parties[other].spellings)?))
            })
            .collect()
    }

    /// Whether all who are like somebody are like one of them, too, so that nobody else can be meant.
    fn fits_only(&self, short: usize, long: usize, parties: &[Party<'_>]) -> bool {
        let is_like =
            |other: usize| likeness_of(&parties[other].spellings, &parties[long].spellings).is_some();
        self.to(short, parties).iter().all(|(other, _)| *other == long || is_like(*other))
    }
}
