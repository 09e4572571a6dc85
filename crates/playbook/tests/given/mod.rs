//! Small plans in the playbook's words, and what a map of them says.
#![allow(dead_code)]

use jiff::civil::{Date, date};
use plan::{
    calendar::Ticks,
    calibrate::History,
    facts::{
        Answer, Ask, Change, Choice, Correction, Estimate, Facts, Item, Kind, Link, LinkKind, Named, Owner,
        Pair, Person, Promise, Ref, State, Strength, Team,
    },
    network::{Network, Oddity},
    place::{Place, Quoted, Quotes},
};
use playbook::map::{
    self, Leader, Map, Rules,
    simulated::Simulation,
    since::{self, Seen, Since},
    view::{Gap, GapKind, Line, Peer},
};

pub const MONDAY: Date = date(2027, 1, 4);
pub const FRIDAY: Date = date(2027, 1, 8);
pub const DAY: Ticks = 1024;

/// One statement of a plan: one line of it.
#[derive(Clone, Debug)]
enum Said {
    Item(Item),
    /// A link to the item of this number.
    Link(usize, Link),
    /// A need of the item of this number.
    Ask(usize, Ask),
    Team(Team),
    Person(Person),
    Answer(Answer),
    Same(Pair),
    Different(Pair),
    Correction(Correction),
    Choice(Choice),
}

/// A piece of a plan: an item with its links and needs, a team, a person, or an answer.
#[derive(Clone, Debug)]
pub struct Piece {
    said: Vec<(String, Said)>,
    perhaps: bool,
    through: Vec<String>,
}

fn piece(text: &str, said: Said) -> Piece {
    Piece { said: vec![(text.into(), said)], perhaps: false, through: Vec::new() }
}

fn named(text: &str) -> Named {
    Named { text: text.into(), place: Place::default() }
}

/// A piece of work; its id is its title too.
pub fn work(title: &str) -> Piece {
    piece(title, Said::Item(Item { id: Some(title.into()), ..Item::new(title, Place::default()) }))
}

/// A goal.
pub fn deliverable(title: &str) -> Piece {
    work(title).item(|item| item.is_goal = true)
}

pub fn team(name: &str) -> Piece {
    piece(name, Said::Team(Team { name: name.into(), ..Team::default() }))
}

pub fn person(name: &str) -> Piece {
    piece(name, Said::Person(Person { name: name.into(), ..Person::default() }))
}

/// What the leader answered to `sideways who SUBJECT NAME`.
pub fn answered(subject: &str, name: &str) -> Piece {
    let (subject, name) = (subject.into(), name.into());
    piece("who", Said::Answer(Answer { subject, name, place: Place::default() }))
}

fn pair(name: &str, other: &str) -> Pair {
    Pair { name: name.into(), other: other.into(), place: Place::default() }
}

/// What the leader answered to `sideways who NAME --same-as OTHER`.
pub fn same(name: &str, other: &str) -> Piece {
    piece("same", Said::Same(pair(name, other)))
}

/// What the leader answered to `sideways who NAME --not-same-as OTHER`.
pub fn different(name: &str, other: &str) -> Piece {
    piece("different", Said::Different(pair(name, other)))
}

/// What the leader corrected with `sideways crossing`, and why.
pub fn corrected(change: Change, item: &str, whom: &str, because: &str) -> Piece {
    let (item, whom, because) = (item.into(), whom.into(), because.into());
    piece(
        change.word(),
        Said::Correction(Correction { change, item, whom, because, place: Place::default() }),
    )
}

/// A name that the leader added.
pub fn with(name: &str, because: &str) -> Piece {
    chosen(true, name, because)
}

/// A name that the leader struck.
pub fn without(name: &str, because: &str) -> Piece {
    chosen(false, name, because)
}

fn chosen(is_with: bool, name: &str, because: &str) -> Piece {
    let (name, because) = (name.into(), because.into());
    piece("name", Said::Choice(Choice { is_with, name, because, place: Place::default() }))
}

impl Piece {
    fn item(mut self, change: impl FnOnce(&mut Item)) -> Self {
        let Said::Item(item) = &mut self.said[0].1 else { panic!("no item") };
        change(item);
        self
    }

    fn team(mut self, change: impl FnOnce(&mut Team)) -> Self {
        let Said::Team(team) = &mut self.said[0].1 else { panic!("no team") };
        change(team);
        self
    }

    fn person(mut self, change: impl FnOnce(&mut Person)) -> Self {
        let Said::Person(person) = &mut self.said[0].1 else { panic!("no person") };
        change(person);
        self
    }

    /// Another name of a person.
    pub fn aka(self, alias: &str) -> Self {
        self.person(|person| person.aliases.push(alias.into()))
    }

    pub fn works_in(self, team: &str) -> Self {
        self.person(|person| person.member_of.push(team.into()))
    }

    pub fn led_by(self, lead: &str) -> Self {
        self.team(|team| team.leads.push(lead.into()))
    }

    /// Led by somebody for the time being.
    pub fn led_for_now_by(self, lead: &str) -> Self {
        self.led_by(lead).team(|team| team.acting.push(lead.into()))
    }

    pub fn with(self, member: &str) -> Self {
        self.team(|team| team.members.push(member.into()))
    }

    pub fn also(self, alias: &str) -> Self {
        self.team(|team| team.aliases.push(alias.into()))
    }

    pub fn lanes(self, lanes: u32) -> Self {
        self.team(|team| team.lanes = Some(lanes))
    }

    pub fn leads(self, name: &str) -> Self {
        self.person(|person| person.leads.push(name.into()))
    }

    pub fn reports_to(self, boss: &str) -> Self {
        self.person(|person| person.boss = Some(boss.into()))
    }

    pub fn of(self, team: &str) -> Self {
        self.item(|item| item.owners.push(Owner::Team(named(team))))
    }

    pub fn by(self, person: &str) -> Self {
        self.item(|item| item.owners.push(Owner::Person(named(person))))
    }

    pub fn part_of(self, title: &str) -> Self {
        self.item(|item| item.parent = Some(Ref::Named(title.into())))
    }

    pub fn is(self, state: State) -> Self {
        self.item(|item| item.state = state)
    }

    pub fn finished(self) -> Self {
        self.is(State::Done(None))
    }

    pub fn weighs(self, hundredths: u32) -> Self {
        self.item(|item| item.weight = hundredths)
    }

    pub fn about_adoption(self) -> Self {
        self.item(|item| item.is_adoption = true)
    }

    pub fn promised(self, day: Date) -> Self {
        self.item(|item| item.promise = Some(Promise { day, place: Place::default() }))
    }

    /// Takes exactly so many days, but for the luck of its team.
    pub fn takes(self, days: Ticks) -> Self {
        let length = days * DAY;
        self.item(|item| {
            item.estimate = Some(Estimate::Three { least: length, likely: length, most: length })
        })
    }

    /// Takes so many days in the median, sometimes much longer.
    pub fn takes_about(self, days: Ticks) -> Self {
        self.item(|item| item.estimate = Some(Estimate::One(days * DAY)))
    }

    /// Finished, after so many days of work.
    pub fn took(self, days: Ticks) -> Self {
        self.is(State::Done(None)).item(|item| item.took = Some(days * DAY))
    }

    pub fn ranked(self, rank: &str) -> Self {
        self.item(|item| item.rank = Some(rank.into()))
    }

    pub fn titled(self, title: &str) -> Self {
        self.item(|item| item.title = title.into())
    }

    pub fn without_id(self) -> Self {
        self.item(|item| item.id = None)
    }

    /// The next link or need is a guess.
    pub fn perhaps(self) -> Self {
        Self { perhaps: true, ..self }
    }

    /// The next need names this person as the way in.
    pub fn through(mut self, name: &str) -> Self {
        self.through.push(name.into());
        self
    }

    fn strength(&mut self) -> Strength {
        if std::mem::take(&mut self.perhaps) { Strength::Guessed } else { Strength::Stated }
    }

    pub fn after(mut self, earlier: &str) -> Self {
        let link = Link {
            earlier: Ref::Named(earlier.into()),
            later: Ref::At(0),
            kind: LinkKind::FinishStart,
            lag: 0,
            strength: self.strength(),
            outside: None,
            place: Place::default(),
        };
        self.said.push((format!("after {earlier}"), Said::Link(0, link)));
        self
    }

    fn ask(mut self, text: String, kind: Kind, whom: Owner, given: bool) -> Self {
        let (strength, through) = (self.strength(), std::mem::take(&mut self.through));
        let ask = Ask { item: 0, kind, whom, strength, through, given, place: Place::default() };
        self.said.push((text, Said::Ask(0, ask)));
        self
    }

    fn needs(self, words: &str, kind: Kind, whom: &str) -> Self {
        self.ask(format!("{words} {whom}"), kind, Owner::Either(named(whom)), false)
    }

    pub fn touches(self, whom: &str) -> Self {
        self.needs("touches", Kind::Touch, whom)
    }

    pub fn waits_on(self, whom: &str) -> Self {
        self.needs("after", Kind::Date, whom)
    }

    pub fn needs_yes_from(self, whom: &str) -> Self {
        self.needs("needs yes from", Kind::Approval, whom)
    }

    pub fn needs_yes_from_person(self, whom: &str) -> Self {
        let text = format!("needs yes from {whom}");
        self.ask(text, Kind::Approval, Owner::Person(named(whom)), false)
    }

    pub fn lands_on(self, whom: &str) -> Self {
        self.needs("lands on", Kind::Absorption, whom)
    }

    /// The yes that was asked for last is given.
    pub fn given(mut self) -> Self {
        let Some((_, Said::Ask(_, ask))) = self.said.last_mut() else { panic!("nothing was asked") };
        ask.given = true;
        self
    }
}

/// A plan, line by line.
#[derive(Clone, Debug, Default)]
pub struct Given {
    said: Vec<(usize, Said)>,
    lines: Vec<String>,
}

/// A plan with these pieces.
pub fn given(pieces: impl IntoIterator<Item = Piece>) -> Given {
    Given::default().and(pieces)
}

/// Booking, which Mira leads, and the teams around it; then the pieces of a plan.
pub fn given_ferries(pieces: impl IntoIterator<Item = Piece>) -> Given {
    let led = [
        ("Booking", "mira"),
        ("Payments", "dana"),
        ("Identity", "tom"),
        ("Platform", "joost"),
        ("Mobile", "aiko"),
        ("Ports", "nessa"),
        ("Security", "sven"),
        ("Search", "ada"),
    ];
    given(led.map(|(name, lead)| team(name).led_by(lead))).and([team("Data")]).and(pieces)
}

impl Given {
    pub fn and(mut self, pieces: impl IntoIterator<Item = Piece>) -> Self {
        for piece in pieces {
            let number = self.said.len();
            for (text, said) in piece.said {
                self.lines.push(text);
                let place = Place { line: self.lines.len() as u32, ..Place::default() };
                self.said.push((self.said.len(), placed(said, number, place)));
            }
        }
        self
    }

    /// The same lines, their needs read in another order.
    pub fn with_asks_in_order(self, order: impl Fn(usize) -> u64) -> Self {
        self.sorted(|said| matches!(said, Said::Ask(..)), order)
    }

    /// The same lines, all but teams and people read in another order.
    pub fn with_work_in_order(self, order: impl Fn(usize) -> u64) -> Self {
        self.sorted(|said| matches!(said, Said::Item(_) | Said::Link(..) | Said::Ask(..)), order)
    }

    /// The same lines, their corrections applied in another order.
    pub fn with_corrections_in_order(self, order: impl Fn(usize) -> u64) -> Self {
        self.sorted(|said| matches!(said, Said::Correction(_)), order)
    }

    fn sorted(mut self, which: impl Fn(&Said) -> bool, order: impl Fn(usize) -> u64) -> Self {
        let (mut moved, kept): (Vec<_>, Vec<_>) = self.said.into_iter().partition(|(_, said)| which(said));
        moved.sort_by_key(|(number, _)| order(*number));
        self.said = kept.into_iter().chain(moved).collect();
        self
    }

    fn facts(&self) -> Facts {
        let mut facts = Facts::default();
        let mut at = std::collections::HashMap::new();
        for (number, said) in &self.said {
            if let Said::Item(item) = said {
                at.insert(*number, facts.items.len());
                facts.items.push(item.clone());
            }
        }
        for (_, said) in &self.said {
            match said.clone() {
                Said::Item(_) => {}
                Said::Link(later, link) => facts.links.push(Link { later: Ref::At(at[&later]), ..link }),
                Said::Ask(item, ask) => facts.asks.push(Ask { item: at[&item], ..ask }),
                Said::Team(team) => facts.teams.push(team),
                Said::Person(person) => facts.people.push(person),
                Said::Answer(answer) => facts.answers.push(answer),
                Said::Same(pair) => facts.same.push(pair),
                Said::Different(pair) => facts.different.push(pair),
                Said::Correction(correction) => facts.corrections.push(correction),
                Said::Choice(choice) => facts.choices.push(choice),
            }
        }
        facts
    }

    /// The network of the plan.
    pub fn network(&self) -> Network {
        Network::build(&self.facts(), MONDAY)
    }

    /// The text of the plan, to be quoted.
    pub fn quotes(&self) -> impl Quotes {
        Lines(self.lines.clone())
    }

    pub fn leader<const N: usize>(self, name: &str, teams: [&str; N]) -> Question {
        self.led(Some(name), teams)
    }

    pub fn led<const N: usize>(self, name: Option<&str>, teams: [&str; N]) -> Question {
        Question {
            leader: Leader { name: name.map(str::to_owned), teams: teams.map(str::to_owned).to_vec() },
            given: self,
            rules: Rules::default(),
            simulation: Simulation { seed: 1, ..Simulation::default() },
        }
    }

    /// For Mira, who leads Booking.
    pub fn when_drawn(self) -> Drawn {
        self.leader("mira", ["Booking"]).when_drawn()
    }

    /// What changed for Mira, who leads Booking, since an earlier plan.
    pub fn since(self, earlier: Given) -> Since {
        self.leader("mira", ["Booking"]).since(earlier)
    }

    /// For Mira, who leads Booking, with so many simulated years.
    pub fn when_played(self, trials: u32) -> Drawn {
        self.leader("mira", ["Booking"]).played(trials).when_drawn()
    }
}

fn placed(said: Said, number: usize, place: Place) -> Said {
    match said {
        Said::Item(item) => Said::Item(Item { place, ..item }),
        Said::Link(_, link) => Said::Link(number, Link { place, ..link }),
        Said::Ask(_, ask) => Said::Ask(number, Ask { place, ..ask }),
        Said::Team(team) => Said::Team(Team { place, ..team }),
        Said::Person(person) => Said::Person(Person { place, ..person }),
        Said::Answer(answer) => Said::Answer(Answer { place, ..answer }),
        Said::Same(pair) => Said::Same(Pair { place, ..pair }),
        Said::Different(pair) => Said::Different(Pair { place, ..pair }),
        Said::Correction(correction) => Said::Correction(Correction { place, ..correction }),
        Said::Choice(choice) => Said::Choice(Choice { place, ..choice }),
    }
}

/// A plan and whose map is wanted.
#[derive(Clone, Debug)]
pub struct Question {
    given: Given,
    leader: Leader,
    rules: Rules,
    simulation: Simulation,
}

impl Question {
    pub fn played(mut self, trials: u32) -> Self {
        self.simulation.trials = trials;
        self
    }

    /// With finished work beside the plan.
    pub fn beside(mut self, finished: Option<History>) -> Self {
        self.simulation.beside = finished;
        self
    }

    /// With the `[map]` table of a profile.
    pub fn ruled_by(self, table: &str) -> Self {
        Self { rules: toml::from_str(table).unwrap(), ..self }
    }

    pub fn when_drawn(self) -> Drawn {
        Drawn(self.seen().0)
    }

    fn seen(self) -> (Map, Seen) {
        let network = Network::build(&self.given.facts(), MONDAY);
        let quotes = Lines(self.given.lines);
        map::draw_and_see(&network, &self.leader, &self.rules, &self.simulation, &quotes, &|| ())
    }

    /// What changed since an earlier plan of the same leader.
    pub fn since(self, earlier: Given) -> Since {
        let earlier = Self { given: earlier, ..self.clone() }.seen();
        let (before, after) = (earlier, self.seen());
        let reading = |(map, seen)| since::Reading { map, seen };
        since::since(reading((&before.0, &before.1)), reading((&after.0, &after.1)))
    }
}

/// The text of the plan.
struct Lines(Vec<String>);

impl Quotes for Lines {
    fn quoted(&self, place: &Place) -> Quoted {
        let quote = (place.line as usize).checked_sub(1).map(|at| self.0[at].clone());
        Quoted {
            file: "plan.md".into(),
            line: place.line,
            column: place.column,
            field: place.field.clone(),
            quote: quote.unwrap_or_default(),
        }
    }
}

/// Why somebody is left out.
pub struct Because(&'static str);

pub fn because(words: &'static str) -> Because {
    Because(words)
}

/// A map, to be asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawn(pub Map);

impl Drawn {
    #[track_caller]
    pub fn names<const N: usize>(self, people: [&str; N]) -> Self {
        let named: Vec<&str> = self.0.peers.iter().map(|peer| peer.person.as_str()).collect();
        assert_eq!(named, people);
        self
    }

    #[track_caller]
    pub fn leaves_out(self, person: &str, because: Because) -> Self {
        let left = self.0.left_out.iter().find(|left| left.person == person);
        assert_eq!(left.map(|left| left.reason.as_str()), Some(because.0), "{person}");
        self
    }

    #[track_caller]
    pub fn leaves_nobody_out(self) -> Self {
        assert_eq!(self.0.left_out, []);
        self
    }

    /// Says nothing at all of somebody.
    #[track_caller]
    pub fn never_mentions(self, person: &str) -> Self {
        let names = |or: &[String]| or.iter().any(|name| name == person);
        assert!(!self.0.peers.iter().any(|peer| peer.person == person || names(&peer.or)), "{:?}", self.0);
        assert!(!self.0.left_out.iter().any(|left| left.person == person || names(&left.or)), "{:?}", self.0);
        self
    }

    #[track_caller]
    pub fn peer(&self, person: &str) -> &Peer {
        self.0.peers.iter().find(|peer| peer.person == person).expect(person)
    }

    /// The need of everybody, people and gaps alike, as parts of all need.
    #[track_caller]
    pub fn shares<const N: usize>(self, expected: [(&str, f64); N]) -> Self {
        let peers = self.0.peers.iter().map(|peer| (peer.person.as_str(), peer.dependence));
        let left = self.0.left_out.iter().map(|left| (left.person.as_str(), left.dependence));
        let gaps = self.0.gaps.iter().map(|gap| (gap.what.as_str(), gap.dependence));
        let said: Vec<(&str, f64)> =
            peers.chain(left).chain(gaps).filter(|(_, share)| *share > 0.0).collect();
        let whole: f64 = expected.iter().map(|(_, part)| part).sum();
        assert_eq!(said.len(), N, "{said:?}");
        for (name, part) in expected {
            let share = said.iter().find(|(who, _)| *who == name).expect(name).1;
            assert!((share - part / whole).abs() < 1e-5, "{name}: {share} and not {part} of {whole}");
        }
        self
    }

    #[track_caller]
    pub fn or(self, person: &str, others: &[&str]) -> Self {
        assert_eq!(self.peer(person).or, others);
        self
    }

    #[track_caller]
    pub fn teams(self, person: &str, teams: &[&str]) -> Self {
        assert_eq!(self.peer(person).teams, teams);
        self
    }

    /// The lines that put somebody on the map: kind, strength, line and words.
    #[track_caller]
    pub fn evidence(&self, person: &str) -> Vec<(Kind, Strength, u32, &str)> {
        let lines = self.peer(person).crossings.iter();
        lines.map(|at| (at.kind, at.strength, at.place.line, at.place.quote.as_str())).collect()
    }

    #[track_caller]
    pub fn way_in(self, person: &str, through: &[&str]) -> Self {
        let lines = &self.peer(person).crossings;
        let names: Vec<&str> = lines.iter().flat_map(|line| &line.through).map(String::as_str).collect();
        assert_eq!(names, through);
        self
    }

    #[track_caller]
    pub fn gap(&self, kind: GapKind, what: &str) -> &Gap {
        let gaps = &self.0.gaps;
        gaps.iter().find(|gap| gap.kind == kind && gap.what == what).unwrap_or_else(|| panic!("{gaps:?}"))
    }

    #[track_caller]
    pub fn has_gap(self, kind: GapKind, what: &str, fact: &str) -> Self {
        assert_eq!(self.gap(kind, what).fact, fact);
        self
    }

    #[track_caller]
    pub fn has_no_gap(self) -> Self {
        assert_eq!(self.0.gaps, []);
        self
    }

    /// Asks this, to be answered by that line.
    #[track_caller]
    pub fn asks(self, question: &str, answer: &str) -> Self {
        let asked: Vec<(&str, &str)> =
            self.0.questions.iter().map(|asked| (asked.question.as_str(), asked.answer.as_str())).collect();
        assert!(asked.contains(&(question, answer)), "{asked:#?}");
        self
    }

    #[track_caller]
    pub fn asks_nothing(self) -> Self {
        assert_eq!(self.0.questions, []);
        self
    }

    pub fn answers(&self) -> Vec<&str> {
        self.0.questions.iter().map(|asked| asked.answer.as_str()).collect()
    }

    pub fn oddities(&self) -> Vec<(Oddity, &str)> {
        self.0.oddities.iter().map(|odd| (odd.kind, odd.fact.as_str())).collect()
    }

    /// What was corrected, and why.
    pub fn corrections(&self) -> Vec<(&str, &str)> {
        self.0.corrected.iter().map(|one| (one.fact.as_str(), one.word.because.as_str())).collect()
    }

    /// What crossings weigh, by whoever is needed and by kind and deliverable the strongest, counted anew.
    pub fn weights(&self) -> std::collections::BTreeMap<String, f64> {
        let peers = self.0.peers.iter().map(|peer| (&peer.person, &peer.crossings));
        let left = self.0.left_out.iter().map(|left| (&left.person, &left.crossings));
        let gaps = self.0.gaps.iter().map(|gap| (&gap.what, &gap.crossings));
        let weigh = |lines: &Vec<Line>| {
            let mut strongest = std::collections::BTreeMap::<(&str, Kind), f64>::new();
            for line in lines {
                let known = strongest.entry((&line.home, line.kind)).or_default();
                *known = known.max(line.weighs);
            }
            let mut homes = std::collections::BTreeMap::<&str, Vec<f64>>::new();
            strongest.into_iter().for_each(|((home, _), weight)| homes.entry(home).or_default().push(weight));
            let most = |kinds: &Vec<f64>| kinds.iter().copied().fold(0.0, f64::max);
            homes.values().map(|kinds| 0.7 * most(kinds) + 0.3 * kinds.iter().sum::<f64>()).sum()
        };
        let all = peers.chain(left).chain(gaps).filter(|(_, lines)| !lines.is_empty());
        all.map(|(who, lines)| (who.clone(), weigh(lines))).collect()
    }

    /// All need that the map speaks of, as a share.
    pub fn whole(&self) -> f64 {
        let peers = self.0.peers.iter().map(|peer| peer.dependence);
        let left = self.0.left_out.iter().map(|left| left.dependence);
        peers.chain(left).chain(self.0.gaps.iter().map(|gap| gap.dependence)).sum()
    }

    /// The map without the order in which the plan tells things.
    pub fn whatever_the_order(mut self) -> Self {
        let sort = |lines: &mut Vec<Line>| lines.sort_by_key(|line| (line.place.line, line.home.clone()));
        let map = &mut self.0;
        for peer in &mut map.peers {
            sort(&mut peer.crossings);
            peer.teams.sort();
        }
        map.left_out.iter_mut().for_each(|left| {
            left.teams.sort();
            sort(&mut left.crossings);
        });
        map.gaps.iter_mut().for_each(|gap| sort(&mut gap.crossings));
        map.gaps.iter_mut().for_each(|gap| {
            gap.place = gap.crossings.first().map_or(gap.place.clone(), |line| line.place.clone())
        });
        map.gaps.sort_by_key(|gap| (gap.what.clone(), gap.place.line));
        map.deliverables.sort_by(|a, b| a.item.cmp(&b.item));
        map.questions.sort_by(|a, b| a.question.cmp(&b.question));
        map.oddities.sort_by(|a, b| a.fact.cmp(&b.fact));
        map.corrected.sort_by_key(|corrected| corrected.word.line);
        self
    }
}
