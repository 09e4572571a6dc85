//! Changes of a plan as a person names them, resolved against the plan.

use jiff::civil::Date;
use plan::{
    activity::Mode,
    alike::closest,
    calendar::Ticks,
    directory::TeamId,
    hunt::{GoingFirst, Years, offer},
    names::{team_key, title_key, typed},
    network::{ItemId, Network},
    whatif::{Held, Move, Refused, Scenario},
};

/// Teams that are named where none is known by what was typed.
const SHOWN: usize = 8;

/// A change as a person names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wish {
    /// An item, or all work of a deliverable, so much earlier.
    Pull(String, Ticks),
    /// So many lanes of one team for another, from a day to another, both included.
    Lend {
        /// Who gives.
        giver: String,
        /// Who takes.
        taker: String,
        /// How many pieces of work at a time.
        lanes: u32,
        /// The first day.
        from: Date,
        /// The last day.
        to: Date,
    },
    /// A team adopts something before all others, which is judged to cost and bring so much.
    First(String, String, GoingFirst),
    /// An item is not done.
    Drop(String),
    /// An item waits for a decision on this day.
    Decide(String, Date),
    /// An item takes so much longer in every year.
    Delay(String, Ticks),
}

/// A change that can't be made, and what to type instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Impossible {
    /// The fact, without a full stop.
    pub fact: String,
    /// What can be done.
    pub hint: String,
}

impl Impossible {
    fn new(fact: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { fact: fact.into(), hint: hint.into() }
    }
}

/// The moves of some wishes, and the plan with all of them made.
///
/// # Errors
/// The first that can't be made.
pub fn resolve(
    network: &Network,
    years: &Years,
    wishes: &[Wish],
) -> Result<(Vec<Move>, Scenario), Impossible> {
    let mut moves = Vec::new();
    for wish in wishes {
        let more = of_wish(network, years, wish)?;
        match wish {
            Wish::Pull(..) => pull(network, years, &mut moves, &more)?,
            _ => moves.extend(more),
        }
    }
    match Scenario::of(&years.instance, &years.order, &moves) {
        Ok(scenario) => Ok((moves, scenario)),
        Err((_, refused)) => Err(impossible(network, refused)),
    }
}

/// Adds pulls to moves, none farther than to where it could start by then. Of the parts of something larger those that can move
/// do; one of them must.
fn pull(network: &Network, years: &Years, moves: &mut Vec<Move>, pulls: &[Move]) -> Result<(), Impossible> {
    let scenario = |moves: &[Move]| Scenario::of(&years.instance, &years.order, moves);
    let (count, mut no) = (moves.len(), None);
    for change in pulls {
        let Move::Pull { item, to } = change else { continue };
        let so_far = scenario(moves).map_err(|(_, refused)| impossible(network, refused))?;
        let to = offer::ready(&so_far.instance, &so_far.planned(), *item).max(*to);
        moves.push(Move::Pull { item: *item, to });
        if let Err((_, refused)) = scenario(moves) {
            moves.pop();
            no.get_or_insert(refused);
        }
    }
    match no {
        Some(refused) if moves.len() == count => Err(impossible(network, refused)),
        _ => Ok(()),
    }
}

fn of_wish(network: &Network, years: &Years, wish: &Wish) -> Result<Vec<Move>, Impossible> {
    let calendar = &network.calendar;
    Ok(match wish {
        Wish::Pull(name, by) => {
            let start = |item: ItemId| years.order.planned.start[item.at()];
            let pull = |item: ItemId| Move::Pull { item, to: start(item).saturating_sub(*by).max(0) };
            pieces(network, years, item(network, name)?).into_iter().map(pull).collect()
        }
        Wish::Lend { giver, taker, lanes, from, to } => {
            let (from, to) = (calendar.start_of(*from), calendar.end_of(*to));
            let (giver, taker) = (team(network, giver)?, team(network, taker)?);
            vec![Move::Lend { giver, taker, lanes: *lanes, from, to }]
        }
        Wish::First(name, migration, judged) => {
            first(network, years, team(network, name)?, (migration, *judged))?
        }
        Wish::Drop(name) => {
            let item = item(network, name)?;
            let parts = pieces(network, years, item);
            parts.into_iter().map(|item| Move::Drop { item }).collect()
        }
        Wish::Decide(_, day) if *day < calendar.as_of() => {
            let fact = format!("{day} is over: the plan is looked at as of {}", calendar.as_of());
            return Err(Impossible::new(fact, "name a later day"));
        }
        Wish::Decide(name, day) => {
            vec![Move::Decide { item: item(network, name)?, at: calendar.start_of(*day) }]
        }
        Wish::Delay(name, by) => vec![Move::Delay { item: item(network, name)?, by: *by }],
    })
}

/// An item by its id or title, the beginning of one, or words in one, where exactly one fits.
///
/// # Errors
/// If none fits, or several do.
pub fn item(network: &Network, name: &str) -> Result<ItemId, Impossible> {
    if let Some(item) = network.find(name) {
        return Ok(item);
    }
    let key = title_key(name);
    if key.is_empty() {
        let hint = "give its id, its title, or words of its title that no other has";
        return Err(Impossible::new("no item is named", hint));
    }
    let open = |item: &ItemId| !network.node(*item).item.state.is_over();
    let title = |item: &ItemId| title_key(&network.node(*item).item.title);
    let tests: [&dyn Fn(&ItemId) -> bool; 4] = [
        &|item| title(item) == key && open(item),
        &|item| title(item).starts_with(&key) && open(item),
        &|item| title(item).contains(&key) && open(item),
        &|item| title(item).contains(&key),
    ];
    for fits in tests {
        let found: Vec<ItemId> = network.ids().filter(|item| fits(item)).collect();
        match found[..] {
            [] => {}
            [one] => return Ok(one),
            _ => return Err(several(network, name, &found)),
        }
    }
    let hint = match meant(network, &key) {
        Some(item) => format!("{} is perhaps meant", typed(&network.node(item).item.title)),
        None => "give its id, its title, or words of its title that no other has".into(),
    };
    Err(Impossible::new(format!("“{name}” is nowhere in the plan"), hint))
}

/// The open item that was perhaps meant: a slip of the pen away, or with most of the words.
fn meant(network: &Network, key: &str) -> Option<ItemId> {
    let open = network.ids().filter(|item| !network.node(*item).item.state.is_over());
    let titles: Vec<(String, ItemId)> =
        open.map(|item| (title_key(&network.node(item).item.title), item)).collect();
    let words: Vec<&str> = key.split(' ').collect();
    let shared = |title: &str| {
        let mut both: Vec<&str> = title.split(' ').collect();
        both.retain(|word| words.contains(word));
        both.len()
    };
    let most = || {
        let shared = titles.iter().map(|(title, item)| (shared(title), std::cmp::Reverse(*item)));
        shared.max().filter(|(shared, _)| shared * 2 > words.len()).map(|(_, item)| item.0)
    };
    closest(key, titles.iter().map(|(title, item)| (title.as_str(), *item))).or_else(most)
}

fn several(network: &Network, name: &str, found: &[ItemId]) -> Impossible {
    let told = |item: &ItemId| {
        let node = network.node(*item);
        let name = if network.find(&node.item.title).is_some() { &node.item.title } else { &*node.id };
        typed(name)
    };
    let mut names: Vec<String> = found.iter().take(3).map(told).collect();
    if found.len() > 3 {
        names.push(format!("{} more", found.len() - 3));
    }
    Impossible::new(
        format!("“{name}” fits {} items", found.len()),
        format!("name one of them: {}", names.join(", ")),
    )
}

fn team(network: &Network, name: &str) -> Result<TeamId, Impossible> {
    let teams = &network.directory.teams;
    let hint = || {
        let keys: Vec<(String, &str)> =
            teams.iter().map(|team| (team_key(&team.name), team.name.as_str())).collect();
        let meant = closest(&team_key(name), keys.iter().map(|(key, name)| (key.as_str(), *name)));
        let names: Vec<String> = teams.iter().take(SHOWN).map(|team| typed(&team.name)).collect();
        let names = names.join(", ");
        match (meant, teams.len().saturating_sub(SHOWN)) {
            (Some(meant), _) => format!("{} is perhaps meant", typed(meant)),
            (None, 0) => format!("the plan's teams are {names}"),
            (None, more) => format!("the plan's teams are {names} and {more} more"),
        }
    };
    let team = network.directory.find_team(name);
    team.ok_or_else(|| Impossible::new(format!("“{name}” is no team of the plan"), hint()))
}

/// The work that an item stands for: itself, or what is still to do below it.
fn pieces(network: &Network, years: &Years, item: ItemId) -> Vec<ItemId> {
    let is_work = |item: ItemId| years.instance.activities[item.at()].mode == Mode::Work;
    if is_work(item) || network.node(item).children.is_empty() {
        return vec![item];
    }
    let (mut below, mut queue) = (Vec::new(), vec![item]);
    while let Some(item) = queue.pop() {
        queue.extend(&network.node(item).children);
        below.extend(Some(item).filter(|item| is_work(*item)));
    }
    below.sort_by_key(|item| (years.order.planned.start[item.at()], *item));
    if below.is_empty() { vec![item] } else { below }
}

/// Of the work after a migration, or part of it, that of the team first: pulled to the front, and judged to take longer than
/// planned; what the others do after it takes less.
fn first(
    network: &Network,
    years: &Years,
    team: TeamId,
    (migration, judged): (&str, GoingFirst),
) -> Result<Vec<Move>, Impossible> {
    let of = item(network, migration)?;
    let is_to_do = |item: &ItemId| years.instance.activities[item.at()].mode == Mode::Work;
    let after =
        network.edges.iter().filter(|edge| edge.earlier == of && !edge.is_part).map(|edge| edge.later);
    let mut all: Vec<ItemId> =
        network.node(of).children.iter().copied().chain(after).filter(is_to_do).collect();
    all.sort_unstable();
    all.dedup();
    let is_theirs = |item: &&ItemId| network.node(**item).team == Some(team);
    let Some(item) = all.iter().find(is_theirs).copied() else {
        let (name, title) = (&network.directory.teams[team.at()].name, &network.node(of).item.title);
        return Err(Impossible::new(
            format!("{name} has no work to do that is part of “{title}” or follows it"),
            "name what is to be adopted, such that work of the team waits for it",
        ));
    };
    let others = all.into_iter().filter(|other| network.node(*other).team != Some(team)).collect();
    let first = Move::First { item, others, more: judged.longer, less: judged.less };
    let pull = Move::Pull { item, to: offer::ready(&years.instance, &years.order.planned, item) };
    let can_be_pulled = Scenario::of(&years.instance, &years.order, std::slice::from_ref(&pull)).is_ok();
    Ok(if can_be_pulled { vec![pull, first] } else { vec![first] })
}

/// Why a change can't be made, in the plan's words.
pub fn impossible(network: &Network, refused: Refused) -> Impossible {
    let title = |item: ItemId| format!("“{}”", network.node(item).item.title);
    let team = |team: TeamId| network.directory.teams[team.at()].name.clone();
    match refused {
        Refused::Over(item) => Impossible::new(
            format!("{} is finished or dropped", title(item)),
            "name work that is still to do",
        ),
        Refused::UnderWay(item) => Impossible::new(
            format!("{} is under way: it can't start earlier, nor wait", title(item)),
            "name work that is still to do",
        ),
        Refused::NobodysWork(item) => Impossible::new(
            format!("no team is known to do {}, so that no queue holds it", title(item)),
            format!("sideways who {} says whose it is", typed(&network.node(item).item.title)),
        ),
        Refused::NoWork(item) => Impossible::new(
            format!("{} takes no time of its own, and nothing below it is still to do", title(item)),
            "name a piece of work",
        ),
        Refused::NobodyFollows(item) => Impossible::new(
            format!(
                "nothing like {} starts once it is done, so that going first with it saves nobody anything",
                title(item)
            ),
            "name something that others are to adopt later",
        ),
        Refused::Held(item, held) => is_held(network, item, held),
        Refused::TooFewLanes(of, lanes) => Impossible::new(
            format!("{} works on {} at a time then, and can't lend more", team(of), things(lanes)),
            "lend fewer, or say in the directory how many the team works on: lanes = 4",
        ),
        Refused::EmptyLoan => Impossible::new(
            "the loan ends before it begins, or before today, or is of nothing",
            "give a later end",
        ),
        Refused::OneTeam(of) => {
            Impossible::new(format!("{} can't lend to itself", team(of)), "name two teams")
        }
    }
}

/// So many pieces of work.
pub fn things(count: u32) -> String {
    if count == 1 { "one thing".into() } else { format!("{count} things") }
}

fn is_held(network: &Network, item: ItemId, held: Held) -> Impossible {
    let title = |item: ItemId| format!("“{}”", network.node(item).item.title);
    match held {
        Held::By(other) => Impossible::new(
            format!("{} is held by {}, for which it waits", title(item), title(other)),
            format!("--pull {} moves what holds it", typed(&network.node(other).item.title)),
        ),
        Held::ByItsDay => Impossible::new(
            format!("{} starts as early as its own day allows", title(item)),
            "a plan that gives it no start of its own can move it",
        ),
        Held::ByUnderWay(other) => Impossible::new(
            format!("{} starts as soon as {} is done, which is under way", title(item), title(other)),
            match network.node(item).team {
                Some(team) => format!(
                    "--lend TEAM:{}:1:FROM..TO gives its team a lane more",
                    typed(&network.directory.teams[team.at()].name)
                ),
                None => "name work that stands behind other work".into(),
            },
        ),
        Held::ByNothing => Impossible::new(
            format!("nothing of its team stands before {} in that time", title(item)),
            format!("--pull {} goes to the front of its queue", typed(&network.node(item).item.title)),
        ),
    }
}
