//! Fills the plain values of a map.

use std::collections::BTreeSet;

use plan::{
    calendar::Ticks,
    crossing::{Crossing, Scope},
    directory::{Team, Whom},
    facts::Kind,
    forecast,
    network::{Finding, ItemId, Network, Oddity},
    place::{Place, Quoted, Quotes},
};

use super::{
    super::{
        answerer::{Answerer, Answerers},
        attention::{Attention, needed_by},
        corrections::Applied,
        need::{self, Need, Needs},
        picks::{self, Outcome, Picks, Reason},
        questions::Question,
        rules::{Rules, UNIT},
        simulated::Simulated,
        strangers::{Stranger, largest_teams, strangers},
    },
    Deliverable, FIRST_READING, Gap, GapKind, Kinds, Leader, LeftOut, Line, Map, Odd, Peer, PlanTeam, Tie,
    Years,
};

/// Titles of a path that are shown, at most.
const LONGEST_PATH: usize = 12;

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
    /// What was corrected.
    pub corrected: &'a Applied,
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
        let covered = picks.named.iter().map(share).sum::<f64>().clamp(0.0, 1.0);
        let unnamed = needs.share(needs.unnamed());
        Map {
            leader: self.whose(),
            teams: self.my_teams(),
            as_of: self.network.calendar.as_of(),
            covered,
            unnamed,
            first_reading: unnamed > FIRST_READING,
            peers: picks
                .named
                .iter()
                .map(|at| self.peer(&needs, &needs.all[*at], picks.added.contains(at)))
                .collect(),
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
                .chain(&self.corrected.idle)
                .map(Odd::from)
                .collect(),
            corrected: self.corrections(&needs, picks),
            questions,
            attention,
            deliverables: self.scope.deliverables().into_iter().map(|home| self.deliverable(home)).collect(),
            simulated: self.years(),
            calibration: self.simulated.learnt.shown(),
            plan_teams: self.plan_teams(),
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

    fn acting(&self, need: &Need) -> Vec<String> {
        let teams = need.teams.iter().map(|team| &self.network.directory.teams[team.at()]);
        let acts =
            |team: &&Team| matches!(need.who, Answerer::Person(person) if team.acting.contains(&person));
        teams.filter(acts).map(|team| team.name.clone()).collect()
    }

    fn peer(&self, needs: &Needs, need: &Need, is_added: bool) -> Peer {
        let decides = self.simulated.decides_any(need.who);
        let days = self.simulated.days(need.who);
        Peer {
            person: need.name.clone(),
            full_name: self.answerers.full_name(need.who).map(str::to_owned),
            or: self.others(need),
            teams: self.teams(need),
            acting: self.acting(need),
            dependence: needs.share(need.weight),
            kinds: kinds(&need.crossings),
            decides: decides.map(|figure| figure.mean),
            decides_se: decides.map(|figure| figure.se),
            days: days.map(|figure| figure.mean),
            days_se: days.map(|figure| figure.se),
            crossings: need.crossings.iter().map(|crossing| self.line(need.who, crossing)).collect(),
            added: self.choice(need.who).filter(|_| is_added).map(|choice| self.word_of(choice)),
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

    pub(super) fn title(&self, item: ItemId) -> String {
        self.network.node(item).item.title.clone()
    }

    pub(super) fn line(&self, who: Answerer, crossing: &Crossing) -> Line {
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
            needed_by: needed_by(self.network, self.simulated, crossing),
            corrected: self.mended(crossing),
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
            Reason::Struck => format!("struck by you, “{}”", self.because(need.who)),
            Reason::OneTooMany => format!("added by you, and {} are there already", names(self.rules.most)),
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

    fn tie(&self, needs: &Needs, tie: &picks::Tie) -> Tie {
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
        let nowhere = self.quotes.quoted(&Place::default());
        let place = Quoted { file: String::new(), quote: String::new(), ..nowhere };
        let gap = |stranger: Stranger| Gap {
            kind: GapKind::Unknown,
            fact: stranger.fact(),
            what: stranger.name,
            dependence: 0.0,
            crossings: Vec::new(),
            place: place.clone(),
        };
        strangers(self.network, self.leader).into_iter().map(gap).collect()
    }

    fn plan_teams(&self) -> Vec<PlanTeam> {
        let teams = largest_teams(self.network).into_iter();
        teams.map(|(name, items)| PlanTeam { name: name.to_owned(), items }).collect()
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
        (!simulated.homes.is_empty() && simulated.trials > 0).then(|| Years {
            trials: simulated.trials,
            spread: simulated.learnt.spread(),
            work: simulated.work.0,
            unestimated: simulated.work.1,
            derived_estimates: simulated.derived_estimates,
            assumed_lanes: simulated.assumed_lanes.clone(),
            named_lanes: simulated.named_lanes.clone(),
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

impl From<&Finding> for Odd {
    fn from(finding: &Finding) -> Self {
        Self {
            kind: finding.oddity,
            fact: finding.fact.clone(),
            hint: Some(finding.hint.clone()),
            at: finding.place.clone(),
        }
    }
}
