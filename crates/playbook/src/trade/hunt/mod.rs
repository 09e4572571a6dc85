//! The hunt: gifts and trades that the plan's network holds (rule T3).
//!
//! [`hunt`] looks for them in the plan, [`Proposal`] is what a door shows of each. Figures stand on proposals alone and are
//! kept nowhere.

mod cited;
mod instead;
mod org;
mod past;
mod to_note;
mod words;

use std::collections::BTreeMap;

use jiff::civil::Date;
use plan::{
    calendar::DAY,
    crossing::Mine,
    directory::{TeamId, Whom},
    forecast::Figure,
    hunt::{
        Follow, GoingFirst, Question, Step, Terms, Years,
        deal::{Accepted, Deal, Found, cost_and_value, deals},
        doubt::Doubts,
        offer::offers,
        openings::look,
    },
    network::{ItemId, Network},
    place::{Quoted, Quotes},
    whatif::{BeforeAfter, Move, Scenario, Stakes, before_and_after, effects},
};
use serde::Serialize;

use self::words::Words;
pub use self::{
    cited::{Cited, Notes, cited},
    instead::instead,
    org::{Everybody, hunt_for_everybody},
    past::{Became, replay},
    to_note::ToNote,
};
use crate::{
    map::answerer::{Answerer, Answerers},
    trade::whatif::{Days, sentences},
};

/// The party of whoever asks.
const ME: u32 = 0;

/// What I can spare for a gift, as a share of my teams' quarter (rule T3).
pub const SPARE: f64 = 0.05;

/// Working days of a quarter.
const QUARTER: f64 = 65.0;

/// Dates of a side that are shown, at most.
const SHOWN: usize = 3;

/// How the hunt goes.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// Years to choose in.
    pub trials: u32,
    /// The seed of those years; what is chosen is accepted under another.
    pub seed: u64,
    /// Sides of a trade, at most.
    pub sides: usize,
    /// Working days of lanes that I can spare for a gift; else [`SPARE`] of my teams' quarter.
    pub spare: Option<f64>,
    /// What going first is judged to cost and bring.
    pub going_first: GoingFirst,
    /// Names of peers that are guarded: nothing is proposed to them (rule B1).
    pub guarded: Vec<String>,
}

/// What the plan holds.
#[derive(Clone, Debug, Serialize)]
pub struct Hunt {
    /// The day from which it looks ahead.
    pub as_of: Date,
    /// Cheap for me, a great help to them, nothing asked back.
    pub gifts: Vec<Proposal>,
    /// Each side gains.
    pub trades: Vec<Proposal>,
    /// What would have to be known to find more, or to trust what is found.
    pub missing: Vec<String>,
    /// Years in which candidates were chosen; what is shown held in as many again, twice over, that had no part in it.
    pub trials: u32,
    /// Where the spread of single figures comes from.
    pub spread: String,
}

/// A gift or a trade.
#[derive(Clone, Debug, Serialize)]
pub struct Proposal {
    /// What each side does, in the order of the circle; whoever asks comes first.
    pub sides: Vec<Side>,
    /// Teams whose dates are missed more, mine included.
    pub losers: Vec<Changes>,
    /// Teams of no side whose dates are missed less.
    pub gainers: Vec<Changes>,
    /// The last day on which it still pays.
    pub last_day: Date,
    /// What is stated, derived or guessed in it.
    pub known: Vec<String>,
    /// The assumption that undoes it, with its threshold.
    pub undone: String,
    /// Whether it also holds with a lane fewer on each side; none where no side has one to lose. At half and at double the
    /// spread all that is proposed holds.
    pub holds_with_a_lane_fewer: Option<bool>,
    /// What to ask first.
    pub ask_first: String,
    /// The work that it names, and the dates that move.
    #[serde(skip)]
    pub names: Vec<ItemId>,
    /// How these are called.
    #[serde(skip)]
    pub titles: Vec<String>,
}

/// A side of a proposal.
#[derive(Clone, Debug, Serialize)]
pub struct Side {
    /// Who; none for whoever asks.
    pub peer: Option<String>,
    /// What they do, in sentences that can be redone on a whiteboard.
    pub does: Vec<Does>,
    /// What that costs their own dates, in working days.
    pub cost: Range,
    /// What the others' part saves them.
    pub value: Range,
    /// Their dates that move, before and after.
    pub dates: Vec<Moves>,
    /// What is stated, derived or guessed of what they do.
    pub known: Vec<String>,
}

/// Something that is done.
#[derive(Clone, Debug, Serialize)]
pub struct Does {
    /// In one sentence.
    pub sentence: String,
    /// Where the item stands in the plan.
    pub at: Option<Quoted>,
    /// What of it I can note by hand, where it is between me and one peer.
    pub to_note: Option<ToNote>,
}

/// A range of whole working days: the mean and two standard errors to both sides, rounded outward.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Range {
    /// At least.
    pub from: i64,
    /// At most.
    pub to: i64,
}

impl Range {
    /// The range of a figure; below nothing counts as nothing.
    fn of(figure: Figure) -> Self {
        let (low, high) = (figure.mean - 2.0 * figure.se, figure.mean + 2.0 * figure.se);
        Self { from: low.floor().max(0.0) as i64, to: high.ceil().max(0.0) as i64 }
    }
}

/// A date that moves.
#[derive(Clone, Debug, Serialize)]
pub struct Moves {
    /// What is promised.
    pub title: String,
    /// For which day.
    pub promised: Date,
    /// When it falls as the plan is.
    pub before: Days,
    /// When it would fall.
    pub after: Days,
    /// Where it stands in the plan.
    pub at: Quoted,
    #[serde(skip)]
    item: ItemId,
}

/// A team whose dates are missed more, or less.
#[derive(Clone, Debug, Serialize)]
pub struct Changes {
    /// Which.
    pub team: String,
    /// Whether it is a team of mine.
    pub is_mine: bool,
    /// By how many working days.
    pub days: Range,
}

/// Whoever answers for a team, as a party of the hunt.
pub(crate) struct Parties {
    /// By team.
    pub of_team: Vec<Option<u32>>,
    /// Names by party; that of whoever asks is empty.
    pub names: Vec<String>,
    /// Who is left out since they are guarded (rule B1).
    pub guarded: Vec<String>,
}

impl Parties {
    fn of(network: &Network, mine: &Mine, guarded: &[String]) -> Self {
        let answerers = Answerers::of(network, mine);
        let mut known: BTreeMap<Answerer, u32> = BTreeMap::new();
        let mut parties = Self { of_team: Vec::new(), names: vec![String::new()], guarded: Vec::new() };
        for team in (0..network.directory.teams.len() as u32).map(TeamId) {
            let party = match answerers.answer(Whom::Team(team), None) {
                None => mine.teams.contains(&team).then_some(ME),
                Some(who) if is_one_of(network, who, guarded) => {
                    let name = answerers.name(who).to_owned();
                    if !parties.guarded.contains(&name) {
                        parties.guarded.push(name);
                    }
                    None
                }
                Some(who) => Some(*known.entry(who).or_insert_with(|| {
                    parties.names.push(answerers.name(who).to_owned());
                    parties.names.len() as u32 - 1
                })),
            };
            parties.of_team.push(party);
        }
        parties
    }
}

/// Whether somebody bears one of these names, however it is spelled.
fn is_one_of(network: &Network, who: Answerer, names: &[String]) -> bool {
    let directory = &network.directory;
    match who {
        Answerer::Person(person) => names.iter().any(|name| directory.find_person(name) == Some(person)),
        Answerer::Team(team) => names.iter().any(|name| directory.find_team(name) == Some(team)),
        Answerer::Item(_) => false,
    }
}

/// Looks for gifts and trades in a plan.
///
/// `follow` hears how far it is, from any thread; once it says no, what comes back is of no use.
pub fn hunt(
    network: &Network,
    mine: &Mine,
    years: impl Fn(u64) -> Years,
    (spread, quotes): (String, &dyn Quotes),
    wanted: &Wanted,
    follow: &dyn Follow,
) -> Hunt {
    let (chosen, fresh) = (years(wanted.seed), years(!wanted.seed));
    let parties = Parties::of(network, mine, &wanted.guarded);
    let (stakes, unknown) = stakes(network, &chosen, &parties);
    let question = Question {
        stakes,
        me: Some(ME),
        terms: terms(mine, &chosen, wanted),
        going_first: wanted.going_first,
        trials: wanted.trials,
        party: parties.of_team.clone(),
    };
    let openings = look(&chosen, &question);
    let offers = offers(network, &chosen, &question, &openings, follow);
    let Found { gifts, trades, rough } = deals((&chosen, &fresh), &question, &offers, follow);
    let telling = Telling { network, years: &fresh, question: &question, parties: &parties, quotes, follow };
    let missing = telling.words().missing(&question, &unknown, &rough);
    let mut told = telling.proposals(&gifts.iter().chain(&trades).collect::<Vec<_>>());
    let trades = told.split_off(gifts.len());
    Hunt { as_of: network.calendar.as_of(), gifts: told, trades, missing, trials: wanted.trials, spread }
}

fn terms(mine: &Mine, years: &Years, wanted: &Wanted) -> Terms {
    let lanes = years.lanes(mine.teams.iter().copied());
    let spare = wanted.spare.unwrap_or(SPARE * QUARTER * f64::from(lanes));
    Terms { gift: 5.0, gift_ratio: 3.0, spare, gain: 2.0, sides: wanted.sides, most: 5 }
}

/// Two figures together; the standard error is the most that it can be.
fn both(one: Figure, other: Figure) -> Figure {
    Figure { mean: one.mean + other.mean, se: one.se + other.se }
}

/// Everybody's dates before which at least half of the open work bears an estimate; and those before which it does not.
fn stakes(network: &Network, years: &Years, parties: &Parties) -> (Stakes, Vec<ItemId>) {
    let party = |item: ItemId| parties.of_team[network.node(item).team?.at()];
    let mut stakes = Stakes::of(network, &years.instance, parties.names.len() as u32, party);
    let estimated = years.instance.estimated(&stakes.items());
    let is_known = |(open, known): &(usize, usize)| *known > 0 && known * 2 >= *open;
    let dates = std::mem::take(&mut stakes.dates).into_iter().zip(estimated);
    let (known, unknown): (Vec<_>, Vec<_>) = dates.partition(|(_, estimated)| is_known(estimated));
    stakes.dates = known.into_iter().map(|(date, _)| date).collect();
    (stakes, unknown.into_iter().map(|(date, _)| date.item).collect())
}

/// What is told of an accepted deal.
struct Telling<'a> {
    network: &'a Network,
    years: &'a Years,
    question: &'a Question,
    parties: &'a Parties,
    quotes: &'a dyn Quotes,
    follow: &'a dyn Follow,
}

impl Telling<'_> {
    fn words(&self) -> Words<'_> {
        Words { network: self.network, years: self.years, parties: self.parties }
    }

    fn proposals(&self, all: &[&Accepted]) -> Vec<Proposal> {
        let told = |(at, accepted): (u64, &&Accepted)| {
            self.follow.at(Step::Telling, at, all.len() as u64);
            self.proposal(accepted)
        };
        (0..).zip(all).map(told).collect()
    }

    fn proposal(&self, accepted: &Accepted) -> Proposal {
        let deal = &accepted.deal;
        let tick = &|| self.follow.go_on();
        let doubts = Doubts { years: self.years, question: self.question, deal, tick };
        let words = self.words();
        let (losers, gainers) = self.others(accepted);
        let last_day = self.network.calendar.day_of_start(doubts.last_day().max(0) * DAY);
        let sides = self.sides(accepted);
        let work = deal.moves().iter().filter_map(Move::item).collect::<Vec<_>>();
        let dates = sides.iter().flat_map(|side| &side.dates).map(|date| date.item);
        let mut names = Vec::new();
        for item in work.into_iter().chain(dates) {
            if !names.contains(&item) {
                names.push(item);
            }
        }
        Proposal {
            sides,
            titles: names.iter().map(|item| self.network.node(*item).item.title.clone()).collect(),
            names,
            losers,
            gainers,
            last_day,
            known: words.known(&deal.moves()),
            undone: words.undone(doubts.killer(), self.question),
            holds_with_a_lane_fewer: accepted.holds_with_a_lane_fewer,
            ask_first: words.ask_first(deal),
        }
    }

    fn sides(&self, accepted: &Accepted) -> Vec<Side> {
        let deal = &accepted.deal;
        let Ok(scenario) = Scenario::of(&self.years.instance, &self.years.order, &deal.moves()) else {
            return Vec::new();
        };
        let trials = self.question.trials;
        let spans = before_and_after(self.years.base(), &scenario, &self.question.stakes, trials, &|| {
            self.follow.go_on()
        });
        let mut who: Vec<u32> = deal.legs.iter().map(|leg| leg.giver).collect();
        who.extend(deal.sides().into_iter().filter(|side| !who.contains(side)).collect::<Vec<_>>());
        let words = self.words();
        let side = |party: u32| {
            let (cost, value) = cost_and_value(accepted, party);
            let moves = self.moves_of(deal, party);
            Side {
                peer: (party != ME).then(|| self.parties.names[party as usize].clone()),
                does: self.does(deal, &moves, &scenario),
                cost: Range::of(cost),
                value: Range::of(value),
                dates: self.dates(&spans, party),
                known: words.known(&moves),
            }
        };
        who.into_iter().map(side).collect()
    }

    /// The moves that a side makes itself.
    fn moves_of(&self, deal: &Deal, party: u32) -> Vec<Move> {
        let own = |item: ItemId| self.question.party_of(&self.years.instance, item) == Some(party);
        let is_theirs = |change: &Move| match change {
            Move::Lend { giver, .. } => self.question.party[giver.at()] == Some(party),
            other => other.item().is_some_and(own),
        };
        deal.moves().into_iter().filter(is_theirs).collect()
    }

    fn does(&self, deal: &Deal, moves: &[Move], scenario: &Scenario) -> Vec<Does> {
        let told = sentences(self.network, self.years, moves, scenario);
        let planned = scenario.planned();
        let does = |(change, sentence): (&Move, String)| Does {
            sentence,
            at: change.item().map(|item| self.quoted(item)),
            to_note: self.to_note(deal, change, &planned),
        };
        moves.iter().zip(told).map(does).collect()
    }

    fn quoted(&self, item: ItemId) -> Quoted {
        self.quotes.quoted(&self.network.node(item).item.place)
    }

    fn dates(&self, spans: &[BeforeAfter], party: u32) -> Vec<Moves> {
        let stakes = &self.question.stakes.dates;
        // A date can be saved in its bad years alone.
        let size = |span: &BeforeAfter| {
            let (was, is) = (span.before, span.after);
            let moves = [(was.early, is.early), (was.middle, is.middle), (was.late, is.late)];
            moves.iter().map(|(was, is)| (is - was).abs()).max().unwrap_or(0)
        };
        let mut moved: Vec<_> =
            spans.iter().filter(|span| stakes[span.date].party == party && size(span) >= DAY / 2).collect();
        moved.sort_by_key(|span| (std::cmp::Reverse(size(span)), span.date));
        let date = |span: &BeforeAfter| {
            let stake = stakes[span.date];
            Moves {
                title: self.network.node(stake.item).item.title.clone(),
                promised: plan::forecast::day(self.network, stake.promise),
                before: Days::of(self.network, span.before),
                after: Days::of(self.network, span.after),
                at: self.quoted(stake.item),
                item: stake.item,
            }
        };
        moved.into_iter().take(SHOWN).map(date).collect()
    }

    /// Teams whose dates are missed more by two errors and half a day; and those of no side whose dates are missed less.
    fn others(&self, accepted: &Accepted) -> (Vec<Changes>, Vec<Changes>) {
        let count = self.network.directory.teams.len() as u32;
        let team = |item: ItemId| self.network.node(item).team.map(|team| team.0);
        let by_team = Stakes::of(self.network, &self.years.instance, count, team);
        let moves = accepted.deal.moves();
        let Ok(scenario) = Scenario::of(&self.years.instance, &self.years.order, &moves) else {
            return Default::default();
        };
        let trials = self.question.trials;
        let effects = effects(self.years.base(), &[scenario], &by_team, trials, &|| self.follow.go_on());
        let effect = effects.into_iter().next().unwrap_or_default();
        let changes = |team: u32, later: Figure| {
            let is_seen = later.mean > 2.0 * later.se && later.mean >= 0.5;
            is_seen.then(|| Changes {
                team: self.network.directory.teams[team as usize].name.clone(),
                is_mine: self.parties.of_team[team as usize] == Some(ME),
                days: Range::of(later),
            })
        };
        let takes_part = |team: &u32| {
            let party = self.parties.of_team[*team as usize];
            party.is_some_and(|party| accepted.deal.sides().contains(&party) || party == ME)
        };
        let earlier = |later: Figure| Figure { mean: -later.mean, se: later.se };
        let losers = (0..count).filter_map(|team| changes(team, effect.of(team))).collect();
        let others = (0..count).filter(|team| !takes_part(team));
        (losers, others.filter_map(|team| changes(team, earlier(effect.of(team)))).collect())
    }
}
