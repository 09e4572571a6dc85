//! What a door shows of the map: a plain value, already put into words and shares.

use std::collections::BTreeSet;

use jiff::civil::Date;
use plan::{
    calendar::Ticks,
    crossing::{Crossing, Scope},
    directory::Whom,
    facts::{Kind, Strength},
    forecast,
    network::{Finding, ItemId, Network, Oddity},
    place::{Place, Quoted, Quotes},
    spread::SpreadSource,
};
use serde::Serialize;

use super::{
    answerer::{Answerer, Answerers},
    attention::Attention,
    need::{self, Need, Needs},
    picks::{Outcome, Picks, Reason},
    questions::Question,
    rules::{Rules, UNIT},
    simulated::Simulated,
};

/// Whose map, and how it is drawn.
#[derive(Clone, Debug)]
pub struct Leader {
    /// The leader's name, where it was given.
    pub name: Option<String>,
    /// Teams that the leader named as theirs.
    pub teams: Vec<String>,
}

/// Above this share of need without a name, a map is a first reading.
pub const FIRST_READING: f64 = 0.25;

/// The map of a leader's year.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Map {
    /// Whose map it is: their name as given, else their first team's.
    pub leader: String,
    /// The leader's teams, as the plan calls them.
    pub teams: Vec<String>,
    /// The day from which it looks ahead.
    pub as_of: Date,
    /// The share of all need that the names cover, 0 to 1.
    pub covered: f64,
    /// The share of all need without a name, 0 to 1.
    pub unnamed: f64,
    /// Whether more than a quarter of the need has no name yet.
    pub first_reading: bool,
    /// The names, the largest need first.
    pub peers: Vec<Peer>,
    /// Who is needed and not named, and why.
    pub left_out: Vec<LeftOut>,
    /// People of equal need.
    pub ties: Vec<Tie>,
    /// What is missing.
    pub gaps: Vec<Gap>,
    /// What in the plan does not fit together.
    pub oddities: Vec<Odd>,
    /// What would change the map most.
    pub questions: Vec<Question>,
    /// What each of the names is due, in the same order.
    pub attention: Vec<Attention>,
    /// My deliverables and goals, in the order of the plan.
    pub deliverables: Vec<Deliverable>,
    /// How dates were simulated; absent where none was.
    pub simulated: Option<Years>,
    /// How many crossings there are, those without a name too.
    pub crossings: usize,
    /// How many items the plan has.
    pub items: usize,
}

/// Somebody whose yes the year needs.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Peer {
    /// Their name.
    pub person: String,
    /// Their name in full, where that is another.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub full_name: Option<String>,
    /// Others who lead the same teams and could answer as well.
    pub or: Vec<String>,
    /// The teams through which they are needed.
    pub teams: Vec<String>,
    /// The share of all need, 0 to 1.
    pub dependence: f64,
    /// How many crossings of each kind.
    pub kinds: Kinds,
    /// The share of simulated years in which their work decides at least one of my dates; absent where none is simulated.
    pub decides: Option<f64>,
    /// Its standard error.
    pub decides_se: Option<f64>,
    /// Working days of my dates that hang on their overruns, a year's mean over all my dates.
    pub days: Option<f64>,
    /// Its standard error.
    pub days_se: Option<f64>,
    /// The places of the plan that make it up.
    pub crossings: Vec<Line>,
}

/// Crossings by kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Kinds {
    /// I change or use their system.
    pub touch: usize,
    /// My date waits on their work.
    pub date: usize,
    /// They must agree.
    pub approval: usize,
    /// They must adopt or live with it.
    pub absorption: usize,
}

/// One crossing, with its evidence.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Line {
    /// Its kind.
    pub kind: Kind,
    /// My item.
    pub item: String,
    /// My deliverable or goal for which it counts.
    #[serde(rename = "for")]
    pub home: String,
    /// The team that is needed, where one is named.
    pub team: Option<String>,
    /// How sure it is.
    pub strength: Strength,
    /// Who is named as the way in.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub through: Vec<String>,
    /// Their item, where the plan has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub theirs: Option<String>,
    /// How many items lie between theirs and mine.
    #[serde(skip_serializing_if = "is_zero")]
    pub between: usize,
    /// Items from theirs to mine, where others lie between.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub path: Vec<String>,
    /// The share of simulated years in which their work decides this deliverable's date; absent where it is not simulated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decides: Option<f64>,
    /// What it weighs by itself, where a full yes is 1.
    pub weighs: f64,
    /// Where the plan says it.
    #[serde(flatten)]
    pub place: Quoted,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the serialiser asks for a reference")]
fn is_zero(count: &usize) -> bool {
    *count == 0
}

/// Titles of a path that are shown, at most.
const LONGEST_PATH: usize = 12;

/// Somebody who is not named.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LeftOut {
    /// Their name.
    pub person: String,
    /// Others who lead the same teams.
    pub or: Vec<String>,
    /// Their teams.
    pub teams: Vec<String>,
    /// The share of all need, 0 to 1.
    pub dependence: f64,
    /// Why, in a sentence.
    pub reason: String,
    /// The places of the plan that make up their need.
    pub crossings: Vec<Line>,
}

/// People of equal need.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Tie {
    /// Their names.
    pub people: Vec<String>,
    /// The share of all need of each, 0 to 1.
    pub dependence: f64,
    /// Whether all of them are named.
    pub entered: bool,
    /// How it was dealt with, in a sentence.
    pub reason: String,
}

/// What kind of gap.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum GapKind {
    /// A team of which no leader is known.
    NoLeader,
    /// An item of which no owner is known.
    NoOwner,
    /// A link to something that is not in the plan.
    DanglingLink,
    /// The leader or a team of theirs is nowhere in the plan.
    Unknown,
}

/// Something to fill in.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Gap {
    /// What kind.
    pub kind: GapKind,
    /// The team, the item or the name.
    pub what: String,
    /// The fact, in a sentence.
    pub fact: String,
    /// The share of all need that hangs on it, 0 to 1.
    pub dependence: f64,
    /// The crossings that make that up.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub crossings: Vec<Line>,
    /// Where it was read.
    #[serde(flatten)]
    pub place: Quoted,
}

/// Something in the plan that does not fit together.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Odd {
    /// What kind.
    pub kind: Oddity,
    /// The fact, in a sentence.
    pub fact: String,
    /// Something that can be typed.
    pub hint: Option<String>,
    /// Where it was read, for whoever holds the text.
    #[serde(skip)]
    pub at: Place,
}

/// A deliverable or goal of mine.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Deliverable {
    /// Its title.
    pub item: String,
    /// How much it counts among the deliverables; 1 is usual.
    pub weight: f64,
    /// The day it is promised for; its planned finish where none is.
    pub promised: Option<Date>,
    /// Whether that day is the plan's own finish.
    pub promise_is_derived: bool,
    /// The day it is finished on if all goes as the plan counts on.
    pub planned: Option<Date>,
    /// The day by which it is finished in a tenth of the simulated years.
    pub early: Option<Date>,
    /// In half of them.
    pub middle: Option<Date>,
    /// In nine tenths of them.
    pub late: Option<Date>,
    /// The share of simulated years in which it is late, 0 to 1.
    pub late_share: Option<f64>,
    /// Its standard error.
    pub late_share_se: Option<f64>,
}

/// How dates were simulated.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Years {
    /// How many years were played.
    pub trials: u32,
    /// Where the spread of single figures comes from, in a sentence.
    pub spread: String,
    /// Open pieces of work before my dates.
    pub work: usize,
    /// How many of them bear no estimate, and take the usual length.
    pub unestimated: usize,
    /// Teams whose lanes had to be assumed.
    pub assumed_lanes: Vec<String>,
}

/// What the view is made of.
pub struct View<'a> {
    /// The plan.
    pub network: &'a Network,
    /// Whose map.
    pub leader: &'a Leader,
    /// What counts how much.
    pub rules: &'a Rules,
    /// What is theirs.
    pub scope: &'a Scope<'a>,
    /// Who answers.
    pub answerers: &'a Answerers<'a>,
    /// What the years say.
    pub simulated: &'a Simulated,
    /// Whoever holds the texts.
    pub quotes: &'a dyn Quotes,
}

impl View<'_> {
    /// The map.
    pub fn map(
        &self,
        needs: Needs,
        picks: &Picks,
        questions: Vec<Question>,
        attention: Vec<Attention>,
    ) -> Map {
        let share = |at: &usize| needs.share(needs.all[*at].weight);
        let covered = picks.named.iter().map(share).sum();
        let unnamed = needs.share(needs.unnamed());
        Map {
            leader: self.whose(),
            teams: self.my_teams(),
            as_of: self.network.calendar.as_of(),
            covered,
            unnamed,
            first_reading: unnamed > FIRST_READING,
            peers: picks.named.iter().map(|at| self.peer(&needs, &needs.all[*at])).collect(),
            left_out: picks
                .left_out
                .iter()
                .map(|(at, reason)| self.left_out(&needs, &needs.all[*at], *reason))
                .collect(),
            ties: picks.ties.iter().map(|tie| self.tie(&needs, tie)).collect(),
            gaps: self.gaps(&needs),
            oddities: self
                .network
                .findings
                .iter()
                .filter(|finding| finding.oddity != Oddity::DanglingLink)
                .map(odd)
                .collect(),
            questions,
            attention,
            deliverables: self.scope.deliverables().into_iter().map(|home| self.deliverable(home)).collect(),
            simulated: self.years(),
            crossings: needs.all.iter().map(|need| need.crossings.len()).sum(),
            items: self.network.nodes.len(),
        }
    }

    fn whose(&self) -> String {
        let known = self.scope.mine().people.first();
        let name = known.map(|person| self.network.directory.people[person.at()].name.clone());
        name.or_else(|| self.leader.name.clone())
            .or_else(|| self.my_teams().first().cloned())
            .unwrap_or_default()
    }

    fn my_teams(&self) -> Vec<String> {
        let teams = self.scope.mine().teams.iter();
        teams.map(|team| self.network.directory.teams[team.at()].name.clone()).collect()
    }

    fn others(&self, need: &Need) -> Vec<String> {
        let others = self.answerers.others(need.who, &need.named_teams);
        others.into_iter().map(|person| self.network.directory.people[person.at()].name.clone()).collect()
    }

    fn teams(&self, need: &Need) -> Vec<String> {
        need.teams.iter().map(|team| self.network.directory.teams[team.at()].name.clone()).collect()
    }

    fn peer(&self, needs: &Needs, need: &Need) -> Peer {
        let decides = self.simulated.decides_any(need.who);
        let days = self.simulated.days(need.who);
        Peer {
            person: need.name.clone(),
            full_name: self.answerers.full_name(need.who).map(str::to_owned),
            or: self.others(need),
            teams: self.teams(need),
            dependence: needs.share(need.weight),
            kinds: kinds(&need.crossings),
            decides: decides.map(|figure| figure.mean),
            decides_se: decides.map(|figure| figure.se),
            days: days.map(|figure| figure.mean),
            days_se: days.map(|figure| figure.se),
            crossings: need.crossings.iter().map(|crossing| self.line(need.who, crossing)).collect(),
        }
    }

    /// The titles of a path, where there is anything between its ends; the middle of a long one is only counted.
    fn path(&self, path: &[ItemId]) -> Vec<String> {
        let titles = |items: &[ItemId]| items.iter().map(|item| self.title(*item)).collect::<Vec<String>>();
        let ends = LONGEST_PATH / 2;
        match path.len() {
            0..=2 => Vec::new(),
            length if length <= LONGEST_PATH => titles(path),
            length => {
                let middle = vec![format!("… {} more …", length - 2 * ends)];
                [titles(&path[..ends]), middle, titles(&path[length - ends..])].concat()
            }
        }
    }

    fn title(&self, item: ItemId) -> String {
        self.network.node(item).item.title.clone()
    }

    fn line(&self, who: Answerer, crossing: &Crossing) -> Line {
        let weight = need::weigh(self.network, self.simulated, self.rules, who, crossing);
        let mut through: Vec<String> = crossing
            .through
            .iter()
            .filter(|name| !self.answerers.is_answerer(who, crossing.whom, name))
            .cloned()
            .collect();
        through.extend(self.answerers.way_in(crossing.whom).map(str::to_owned));
        Line {
            kind: crossing.kind,
            item: self.title(crossing.item),
            home: self.title(crossing.home),
            team: self.answerers.team(crossing.whom).map(str::to_owned),
            strength: crossing.strength,
            through,
            theirs: crossing.theirs.map(|item| self.title(item)),
            between: crossing.path.len().saturating_sub(2),
            path: self.path(&crossing.path),
            decides: need::decides(self.simulated, who, crossing),
            weighs: weight as f64 / UNIT as f64,
            place: self.quotes.quoted(&crossing.place),
        }
    }

    fn left_out(&self, needs: &Needs, need: &Need, reason: Reason) -> LeftOut {
        let share = needs.share(need.weight);
        let reason = match reason {
            Reason::AddsTooLittle => "would add too little".into(),
            Reason::Covered => "the names above cover enough".into(),
            Reason::Enough => format!("{} are what a year can bear", names(self.rules.most)),
            Reason::BehindATie => "less than those who are left out for a tie".into(),
            Reason::Tie => "equal to others; together they would be too many".into(),
            Reason::OnlyGuesses => "nothing but guesses speaks for it".into(),
        };
        LeftOut {
            person: need.name.clone(),
            or: self.others(need),
            teams: self.teams(need),
            dependence: share,
            reason,
            crossings: need.crossings.iter().map(|crossing| self.line(need.who, crossing)).collect(),
        }
    }

    fn tie(&self, needs: &Needs, tie: &super::picks::Tie) -> Tie {
        let first = tie.members.first().map_or(0, |at| needs.all[*at].weight);
        let reason = match tie.outcome {
            Outcome::AllIn => "equal need: all of them are named",
            Outcome::AllOut => "equal need: together they would be too many, so none of them is named",
            Outcome::ByName => "equal need: too many to name all, too few to name none; the alphabet decided",
        };
        Tie {
            people: tie.members.iter().map(|at| needs.all[*at].name.clone()).collect(),
            dependence: needs.share(first),
            entered: tie.outcome == Outcome::AllIn,
            reason: reason.into(),
        }
    }

    fn gaps(&self, needs: &Needs) -> Vec<Gap> {
        let mut gaps: Vec<Gap> = needs.all.iter().filter_map(|need| self.nameless(needs, need)).collect();
        gaps.extend(self.strangers());
        let dangling = self.network.findings.iter().filter(|finding| finding.oddity == Oddity::DanglingLink);
        gaps.extend(dangling.map(|finding| Gap {
            kind: GapKind::DanglingLink,
            what: finding.name.clone(),
            fact: finding.fact.clone(),
            dependence: 0.0,
            crossings: Vec::new(),
            place: self.quotes.quoted(&finding.place),
        }));
        gaps.extend(self.unowned(needs));
        gaps
    }

    /// A team without a known leader, or an item without an owner, on which part of my need hangs.
    fn nameless(&self, needs: &Needs, need: &Need) -> Option<Gap> {
        let place = need.crossings.first().map(|crossing| self.quotes.quoted(&crossing.place))?;
        let name = &need.name;
        let (kind, fact) = match need.who {
            Answerer::Person(_) => return None,
            Answerer::Team(_) => (GapKind::NoLeader, format!("no leader of {name} is known")),
            Answerer::Item(_) => {
                (GapKind::NoOwner, format!("“{name}” has no owner, and your work waits for it"))
            }
        };
        let crossings = need.crossings.iter().map(|crossing| self.line(need.who, crossing)).collect();
        Some(Gap { kind, what: name.clone(), fact, dependence: needs.share(need.weight), crossings, place })
    }

    /// Open work that nobody owns, apart from what my need hangs on.
    fn unowned(&self, needs: &Needs) -> Vec<Gap> {
        let known: BTreeSet<Answerer> = needs.all.iter().map(|need| need.who).collect();
        let is_open = |item: &ItemId| {
            let node = self.network.node(*item);
            let bears_work = !node.item.is_goal && node.children.is_empty();
            bears_work
                && !node.item.state.is_over()
                && self.network.doer(*item) == Whom::Nobody
                && !self.scope.is_mine(*item)
        };
        let gap = |item: ItemId| {
            let item = &self.network.node(item).item;
            Gap {
                kind: GapKind::NoOwner,
                what: item.title.clone(),
                fact: format!("“{}” has no owner", item.title),
                dependence: 0.0,
                crossings: Vec::new(),
                place: self.quotes.quoted(&item.place),
            }
        };
        let is_new = |item: &ItemId| !known.contains(&Answerer::Item(*item));
        self.network.ids().filter(is_open).filter(is_new).map(gap).collect()
    }

    /// The leader's own name or teams, where the plan knows nothing of them.
    fn strangers(&self) -> Vec<Gap> {
        let directory = &self.network.directory;
        let gap = |what: &str, fact: String| Gap {
            kind: GapKind::Unknown,
            what: what.to_owned(),
            fact,
            dependence: 0.0,
            crossings: Vec::new(),
            place: self.quotes.quoted(&Place::default()),
        };
        let name = self.leader.name.iter().filter(|name| directory.find_person(name).is_none());
        let names = name
            .map(|name| gap(name, format!("nobody called “{name}” is named in the plan or the directory")));
        let teams = self.leader.teams.iter().filter(|team| directory.find_team(team).is_none());
        let teams = teams
            .map(|team| gap(team, format!("no team called “{team}” is named in the plan or the directory")));
        names
            .chain(teams)
            .map(|gap| Gap {
                place: Quoted { file: String::new(), quote: String::new(), ..gap.place },
                ..gap
            })
            .collect()
    }

    fn deliverable(&self, home: ItemId) -> Deliverable {
        let item = &self.network.node(home).item;
        let stated = item.promise.as_ref().map(|promise| promise.day);
        let Some(outlook) = self.simulated.outlook(home) else {
            return Deliverable {
                item: item.title.clone(),
                weight: f64::from(item.weight) / 100.0,
                promised: stated,
                promise_is_derived: false,
                planned: None,
                early: None,
                middle: None,
                late: None,
                late_share: None,
                late_share_se: None,
            };
        };
        let day = |moment: Ticks| Some(forecast::day(self.network, moment));
        let late = outlook.late.figure(self.simulated.trials, 1.0);
        Deliverable {
            item: item.title.clone(),
            weight: f64::from(item.weight) / 100.0,
            promised: stated.or_else(|| day(outlook.promise)),
            promise_is_derived: outlook.promise_is_derived,
            planned: day(outlook.planned),
            early: day(outlook.quantile(0.1)),
            middle: day(outlook.quantile(0.5)),
            late: day(outlook.quantile(0.9)),
            late_share: Some(late.mean),
            late_share_se: Some(late.se),
        }
    }

    fn years(&self) -> Option<Years> {
        let simulated = self.simulated;
        let spread = match simulated.spread {
            SpreadSource::Default => "default spread, one company's ten years".to_owned(),
            SpreadSource::Own(count) => format!("spread of the plan's own {count} finished items"),
        };
        (!simulated.homes.is_empty() && simulated.trials > 0).then(|| Years {
            trials: simulated.trials,
            spread,
            work: simulated.work.0,
            unestimated: simulated.work.1,
            assumed_lanes: simulated.assumed_lanes.clone(),
        })
    }
}

fn names(count: usize) -> String {
    let words = ["no names", "one name", "two names", "three names", "four names", "five names"];
    words.get(count).map_or_else(|| format!("{count} names"), |words| (*words).to_owned())
}

fn kinds(crossings: &[Crossing]) -> Kinds {
    let count = |kind: Kind| crossings.iter().filter(|crossing| crossing.kind == kind).count();
    Kinds {
        touch: count(Kind::Touch),
        date: count(Kind::Date),
        approval: count(Kind::Approval),
        absorption: count(Kind::Absorption),
    }
}

fn odd(finding: &Finding) -> Odd {
    Odd {
        kind: finding.oddity,
        fact: finding.fact.clone(),
        hint: finding.hint.clone(),
        at: finding.place.clone(),
    }
}
