//! On whom a change of the plan lands: whose dates end later, by how many working days under the same luck (rules L1 and M7).

use std::collections::BTreeMap;

use jiff::civil::Date;
use plan::{
    activity::Mode,
    crossing::{Mine, Scope},
    hunt::Years,
    network::{ItemId, Network},
    order::Order,
    place::{Quoted, Quotes},
    whatif::{Shift, shifts},
};
use serde::Serialize;

use crate::{
    map::answerer::{Answerer, Answerers},
    trade::{
        named_moves::{Impossible, Wish, resolve},
        whatif::{Days, is_seen, sentences},
    },
};

/// Working days in the mean below which a date counts as unmoved.
pub const MOVED: f64 = 0.5;

/// On whom a change lands.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Landing {
    /// The day from which it looks ahead.
    pub as_of: Date,
    /// Years that were played, with the same luck on both sides.
    pub trials: u32,
    /// Where the spread of single figures comes from.
    pub spread: String,
    /// What changes, in sentences; none where two plans are held against each other.
    pub changes: Vec<String>,
    /// The peers whose dates end later, the most affected first; then those whose work waits for what slips, though no date of
    /// theirs moves.
    pub peers: Vec<Affected>,
    /// The peers whose dates end earlier, the largest change first.
    pub relieved: Vec<Affected>,
    /// My own dates that move, the largest move first.
    pub mine: Vec<Moved>,
}

/// A peer, or a team without a known leader.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Affected {
    /// Who; absent where no leader of the team is known.
    pub peer: Option<String>,
    /// Who, or the team, or the item that nobody is known to own.
    pub name: String,
    /// Working days by which their most affected date ends later in the mean; below 0 where it ends earlier.
    pub later: f64,
    /// The standard error of that mean.
    pub error: f64,
    /// Their dates that move, the largest move first.
    pub dates: Vec<Moved>,
    /// Work of theirs that waits directly for what slips.
    pub waiting: Vec<String>,
}

/// A date that moves.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Moved {
    /// What.
    pub title: String,
    /// For which day it is promised, if for any.
    pub promised: Option<Date>,
    /// Working days by which it ends later in the mean; below 0 where it ends earlier.
    pub later: f64,
    /// The standard error of that mean.
    pub error: f64,
    /// When it falls without the change.
    pub before: Days,
    /// When it falls with it.
    pub after: Days,
    /// Where the plan says it.
    pub at: Quoted,
}

/// A plan, whose it is, and how its years are played.
#[derive(Clone, Copy)]
pub struct Side<'a> {
    /// The plan.
    pub network: &'a Network,
    /// Whose it is.
    pub mine: &'a Mine,
    /// Its years.
    pub years: &'a Years,
}

/// How many years, and what is said of them.
pub struct Playing<'a> {
    /// How many.
    pub trials: u32,
    /// Where their spread comes from.
    pub spread: String,
    /// Whoever holds the texts.
    pub quotes: &'a dyn Quotes,
    /// Called after every block of years, from any thread.
    pub tick: &'a (dyn Fn() + Sync),
}

/// On whom it lands if an item takes so many ticks longer. Every team keeps its order, so that a slip hastens nothing.
///
/// # Errors
/// If there is no such item, or it is over.
pub fn slip(side: Side<'_>, wish: Wish, playing: &Playing<'_>) -> Result<Landing, Impossible> {
    let Side { network, years, .. } = side;
    let (moves, scenario) = resolve(network, years, &[wish])?;
    let order = scenario.order();
    let slipping = moves.iter().filter_map(|change| match change {
        plan::whatif::Move::Delay { item, .. } => Some(*item),
        _ => None,
    });
    let slipping: Vec<ItemId> = slipping.collect();
    let ends = Ends::of(side);
    let pairs: Vec<(ItemId, ItemId)> = ends.all.iter().map(|(item, _)| (*item, *item)).collect();
    let changed = (&scenario.instance, &order);
    let said = shifts(years.base(), changed, &pairs, playing.trials, playing.tick);
    let mut landing = ends.landing(side, (&pairs, &said), playing);
    landing.changes = sentences(network, years, &moves, &scenario);
    ends.wait_for(side, &slipping, &mut landing.peers);
    Ok(landing)
}

/// On whom it lands that one plan became another. `known` pairs the items of both that are the same; they bear the same luck.
pub fn between(
    before: Side<'_>,
    after: Side<'_>,
    known: &[(ItemId, ItemId)],
    playing: &Playing<'_>,
) -> Landing {
    let mut instance = after.years.instance.clone();
    for (old, new) in known {
        instance.activities[new.at()].luck = before.years.instance.activities[old.at()].luck;
    }
    let order = Order::of(&instance);
    let ends = Ends::of(after);
    let was: BTreeMap<ItemId, ItemId> = known.iter().map(|(old, new)| (*new, *old)).collect();
    let is_open = |old: &ItemId| is_open(before.years, *old);
    let pair =
        |(item, _): &(ItemId, Option<Answerer>)| Some((*was.get(item).filter(|old| is_open(old))?, *item));
    let pairs: Vec<(ItemId, ItemId)> = ends.all.iter().filter_map(pair).collect();
    let said = shifts(before.years.base(), (&instance, &order), &pairs, playing.trials, playing.tick);
    ends.landing(after, (&pairs, &said), playing)
}

fn is_open(years: &Years, item: ItemId) -> bool {
    !matches!(years.instance.activities[item.at()].mode, Mode::Done(..) | Mode::Out)
}

/// The dates that are looked at, each with whoever answers; nobody for mine.
struct Ends<'a> {
    answerers: Answerers<'a>,
    all: Vec<(ItemId, Option<Answerer>)>,
}

impl<'a> Ends<'a> {
    /// What is promised or a goal; of whoever promises nothing, the ends of their work.
    fn of(side: Side<'a>) -> Self {
        let Side { network, mine, years } = side;
        let answerers = Answerers::of(network, mine);
        let scope = Scope::of(network, mine);
        let answers = |item: ItemId| answerers.for_item(item).filter(|_| !scope.is_mine(item));
        let who: Vec<Option<Answerer>> = network.ids().map(answers).collect();
        let mut goes_on = vec![false; who.len()];
        for edge in network.edges.iter().filter(|edge| who[edge.earlier.at()] == who[edge.later.at()]) {
            goes_on[edge.earlier.at()] = true;
        }
        let is_date = |item: ItemId| {
            let known = &network.node(item).item;
            known.promise.is_some() || known.is_goal
        };
        let open: Vec<ItemId> = network.ids().filter(|item| is_open(years, *item)).collect();
        let promise: std::collections::BTreeSet<Option<Answerer>> =
            open.iter().filter(|item| is_date(**item)).map(|item| who[item.at()]).collect();
        let counts = |item: &ItemId| {
            let who = &who[item.at()];
            is_date(*item) || (!promise.contains(who) && !goes_on[item.at()])
        };
        let all = open.into_iter().filter(counts).map(|item| (item, who[item.at()])).collect();
        Self { answerers, all }
    }

    fn landing(
        &self,
        side: Side<'_>,
        (pairs, said): (&[(ItemId, ItemId)], &[Shift]),
        playing: &Playing<'_>,
    ) -> Landing {
        let who: BTreeMap<ItemId, Option<Answerer>> = self.all.iter().copied().collect();
        let mut of: BTreeMap<Option<Answerer>, Vec<Moved>> = BTreeMap::new();
        for ((_, item), shift) in pairs.iter().zip(said) {
            let days = shift.days();
            if days.mean.abs() >= MOVED && is_seen(days) {
                let moved = moved(side.network, *item, shift, playing.quotes);
                of.entry(who.get(item).copied().flatten()).or_default().push(moved);
            }
        }
        of.values_mut().for_each(|dates| dates.sort_by(|a, b| b.later.abs().total_cmp(&a.later.abs())));
        let mine = of.remove(&None).unwrap_or_default();
        let affected = of.into_iter().filter_map(|(who, dates)| Some(self.affected(who?, dates)));
        let (mut peers, mut relieved): (Vec<Affected>, Vec<Affected>) =
            affected.partition(|one| one.later > 0.0);
        peers.sort_by(|a, b| b.later.total_cmp(&a.later));
        relieved.sort_by(|a, b| a.later.total_cmp(&b.later));
        Landing {
            as_of: side.network.calendar.as_of(),
            trials: playing.trials,
            spread: playing.spread.clone(),
            changes: Vec::new(),
            peers,
            relieved,
            mine,
        }
    }

    /// Whoever has a date that ends later is affected by that; else by the one that ends earlier.
    fn affected(&self, who: Answerer, dates: Vec<Moved>) -> Affected {
        let worst = dates.iter().max_by(|a, b| a.later.total_cmp(&b.later));
        let most = worst.filter(|worst| worst.later > 0.0).or(dates.first());
        let (later, error) = most.map_or((0.0, 0.0), |most| (most.later, most.error));
        Affected { later, error, dates, ..self.nobody(who) }
    }

    fn nobody(&self, who: Answerer) -> Affected {
        let name = self.answerers.full_name(who).unwrap_or(self.answerers.name(who)).to_owned();
        let peer = matches!(who, Answerer::Person(_)).then(|| name.clone());
        Affected { peer, name, later: 0.0, error: 0.0, dates: Vec::new(), waiting: Vec::new() }
    }

    /// Adds work of others that waits directly for what slips.
    fn wait_for(&self, side: Side<'_>, slipping: &[ItemId], peers: &mut Vec<Affected>) {
        let Side { network, years, .. } = side;
        let waits = network.edges.iter().filter(|edge| !edge.is_part && slipping.contains(&edge.earlier));
        for edge in waits.filter(|edge| is_open(years, edge.later)) {
            let Some(who) = self.answerers.for_item(edge.later) else { continue };
            let fresh = self.nobody(who);
            let title = network.node(edge.later).item.title.clone();
            let at = peers.iter().position(|one| one.name == fresh.name);
            let at = at.unwrap_or_else(|| {
                peers.push(fresh);
                peers.len() - 1
            });
            if !peers[at].waiting.contains(&title) {
                peers[at].waiting.push(title);
            }
        }
    }
}

fn moved(network: &Network, item: ItemId, shift: &Shift, quotes: &dyn Quotes) -> Moved {
    let known = &network.node(item).item;
    let days = shift.days();
    let place = known.promise.as_ref().map_or(&known.place, |promise| &promise.place);
    Moved {
        title: known.title.clone(),
        promised: known.promise.as_ref().map(|promise| promise.day),
        later: days.mean,
        error: days.se,
        before: Days::of(network, shift.before),
        after: Days::of(network, shift.after),
        at: quotes.quoted(place),
    }
}
