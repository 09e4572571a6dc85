//! What the leader corrected, applied to what the plan says (rule M3b).

use plan::{
    crossing::{Corrected, Crossing, Scope},
    directory::Whom,
    facts::{Change, Strength},
    names::typed,
    network::{Choice, Correction, Finding, ItemId, Network, Side, idle},
};

use super::{
    answerer::{Answerer, Answerers},
    need::{Need, Needs},
    picks::{Chosen, Picks, Reason},
};

/// Crossings as the leader corrected them.
#[derive(Debug, Default)]
pub struct Applied {
    /// Those that count.
    pub crossings: Vec<Crossing>,
    /// What each correction found, as it was before, by position in [`Network::corrections`]; nothing where it is idle.
    pub found: Vec<Vec<Crossing>>,
    /// Corrections that can't be kept to.
    pub idle: Vec<Finding>,
}

/// Applies every correction of crossings, one after the other: each sees what those before it left.
///
/// `said` are all crossings without corrections, and those that are added. An added or re-kinded crossing is the leader's
/// own statement. A rejected one is none, and a given one counts nothing.
pub fn apply(
    network: &Network,
    scope: &Scope<'_>,
    answerers: &Answerers<'_>,
    said: Vec<Crossing>,
) -> Applied {
    let counts = |crossing: &Crossing| answerers.answer(crossing.whom, crossing.theirs).is_some();
    let (mut added, said): (Vec<Crossing>, Vec<Crossing>) =
        said.into_iter().filter(counts).partition(|crossing| !crossing.corrected.is_empty());
    let mut applied = Applied { crossings: said, ..Applied::default() };
    for (by, correction) in network.corrections.iter().enumerate() {
        let found = match correction.change {
            Change::Add(_) => {
                let is_it = |crossing: &Crossing| crossing.corrected.iter().any(|one| one.by == by);
                let new: Vec<Crossing> = added.extract_if(.., |crossing| is_it(crossing)).collect();
                applied.crossings.extend(new.iter().cloned());
                new
            }
            Change::Reject(_) | Change::Given(_) => {
                let fits = |crossing: &mut Crossing| fits(network, answerers, correction, crossing);
                applied.crossings.extract_if(.., fits).collect()
            }
            Change::Rekind { to, .. } => {
                let crossings = applied.crossings.iter_mut();
                let other = crossings
                    .filter(|crossing| crossing.kind != to && fits(network, answerers, correction, crossing));
                let change = |crossing: &mut Crossing| {
                    let before = crossing.clone();
                    crossing.corrected.push(Corrected { by, was: Some(crossing.kind) });
                    (crossing.kind, crossing.strength) = (to, Strength::Stated);
                    before
                };
                other.map(change).collect()
            }
        };
        if found.is_empty() {
            let fact =
                format!("a correction of yours fits nothing: {}", why_idle(network, scope, correction));
            applied.idle.push(idle(&correction.words, &correction.place, fact));
        }
        applied.found.push(found);
    }
    applied
}

/// Whether a correction speaks of a crossing: of its item or what that is part of, of its kind, and of the one who is
/// needed.
fn fits(network: &Network, answerers: &Answerers<'_>, correction: &Correction, crossing: &Crossing) -> bool {
    correction.change.kind().is_none_or(|kind| kind == crossing.kind)
        && is_of(network, correction.item, crossing)
        && is_with(network, answerers, correction.side, crossing)
}

/// Whether a crossing is one of an item: the item itself, its deliverable, or what lies between the two.
fn is_of(network: &Network, item: ItemId, crossing: &Crossing) -> bool {
    if item == crossing.item || item == crossing.home {
        return true;
    }
    let above = |here: &ItemId| network.node(*here).parent;
    // No plan is deeper; ends a circle of parts.
    let way: Vec<ItemId> = std::iter::successors(Some(crossing.item), above).take(64).collect();
    let home = way.iter().position(|here| *here == crossing.home);
    home.is_some_and(|home| way[..home].contains(&item))
}

/// Whether a crossing is one with somebody: with the team or person that it names, with a leader of that team or the team
/// of that person, or with whoever answers.
fn is_with(network: &Network, answerers: &Answerers<'_>, side: Side, crossing: &Crossing) -> bool {
    let directory = &network.directory;
    match (side, crossing.whom) {
        (Side::Item(item), _) => crossing.theirs == Some(item),
        (Side::Whom(whom), named) if whom == named => true,
        (Side::Whom(Whom::Person(person)), Whom::Team(team)) => {
            directory.teams[team.at()].leads.contains(&person)
        }
        (Side::Whom(Whom::Team(team)), Whom::Person(person)) => {
            let person = &directory.people[person.at()];
            person.leads.contains(&team) || person.member_of.contains(&team)
        }
        (Side::Whom(Whom::Person(person)), _) => {
            answerers.answer(crossing.whom, crossing.theirs) == Some(Answerer::Person(person))
        }
        (Side::Whom(_), _) => false,
    }
}

/// Why a correction changes nothing.
fn why_idle(network: &Network, scope: &Scope<'_>, correction: &Correction) -> String {
    let node = network.node(correction.item);
    let title = &node.item.title;
    let is_over = |item: ItemId| network.node(item).item.state.is_over();
    let whom = side_name(network, correction.side);
    if !scope.is_mine(correction.item) {
        return format!("“{title}” is not yours");
    }
    if is_over(correction.item) || is_over(node.home) {
        return format!("“{title}” is over");
    }
    match (correction.change, correction.side) {
        (Change::Add(_), Side::Item(theirs)) if is_over(theirs) => format!("“{whom}” is over"),
        (Change::Add(_), _) => format!("{whom} is yours"),
        (Change::Rekind { to, .. }, _) => {
            format!("“{title}” needs nothing of {whom} that is not {} already", article(to.word()))
        }
        (Change::Reject(kind) | Change::Given(kind), _) => {
            let what = kind.map_or("nothing".to_owned(), |kind| format!("no {}", kind.word()));
            format!("“{title}” needs {what} of {whom}")
        }
    }
}

fn article(word: &str) -> String {
    format!("{} {word}", if word.starts_with('a') { "an" } else { "a" })
}

/// What the other side of a correction is called.
pub fn side_name(network: &Network, side: Side) -> &str {
    match side {
        Side::Whom(Whom::Team(team)) => &network.directory.teams[team.at()].name,
        Side::Whom(Whom::Person(person)) => &network.directory.people[person.at()].name,
        Side::Whom(Whom::Nobody) => "nobody",
        Side::Item(item) => &network.node(item).item.title,
    }
}

/// Names that are added or struck, as positions in the needs. Whoever is added and not needed gets a need of nothing.
/// What can't be kept to is an oddity.
pub fn choose(
    network: &Network,
    answerers: &Answerers<'_>,
    needs: &mut Needs,
    idle_ones: &mut Vec<Finding>,
) -> Chosen {
    let mut chosen = Chosen::default();
    for choice in &network.choices {
        let who = Answerer::Person(choice.person);
        let answers = answerers.answer(Whom::Person(choice.person), None);
        if answers != Some(who) {
            idle_ones.push(no_peer(network, answerers, choice, answers));
            continue;
        }
        let at = needs.all.iter().position(|need| need.who == who);
        if at.is_none()
            && let Some(beside) = beside(network, answerers, needs, choice)
        {
            idle_ones.push(beside);
            continue;
        }
        match (choice.is_with, at) {
            (true, Some(at)) => chosen.added.push(at),
            (false, Some(at)) => _ = chosen.struck.insert(at),
            (true, None) => {
                chosen.added.push(needs.all.len());
                let leads = network.directory.people[choice.person.at()].leads.clone();
                needs.all.push(Need::nothing_of(who, answerers.name(who), leads));
            }
            (false, None) => {
                let fact = format!(
                    "nothing in this plan needs {}, so there is no name to strike",
                    answerers.name(who)
                );
                idle_ones.push(idle(&choice.words, &choice.place, fact));
            }
        }
    }
    chosen
}

/// Somebody who leads a team that is needed, where another of its leaders answers.
fn beside(network: &Network, answerers: &Answerers<'_>, needs: &Needs, choice: &Choice) -> Option<Finding> {
    let (need, team) = needs.all.iter().find_map(|need| {
        let team = need.named_teams.iter().find(|team| answerers.leads(**team).contains(&choice.person))?;
        Some((need, &network.directory.teams[team.at()].name))
    })?;
    let name = &network.directory.people[choice.person.at()].name;
    let fact = format!("{name} leads {team} too, and {} answers for it", need.name);
    let hint = format!("sideways who {} {} lets them answer", typed(team), typed(name));
    Some(Finding { hint, ..idle(&choice.words, &choice.place, fact) })
}

/// Somebody who is no peer of the leader's: of their own teams, or one who leads nothing where somebody else answers.
fn no_peer(
    network: &Network,
    answerers: &Answerers<'_>,
    choice: &Choice,
    answers: Option<Answerer>,
) -> Finding {
    let name = &network.directory.people[choice.person.at()].name;
    let word = if choice.is_with { "with" } else { "without" };
    match answers {
        None => {
            let fact = format!("{name} is of your own teams, and so no peer of yours");
            idle(&choice.words, &choice.place, fact)
        }
        Some(who) => {
            let answers = answerers.name(who);
            let fact = format!("{name} leads no team; {answers} answers for theirs");
            let hint = match who {
                Answerer::Person(_) => format!("--{word} {}", typed(answers)),
                _ => format!("sideways who {} {}", typed(answers), typed(name)),
            };
            Finding { hint, ..idle(&choice.words, &choice.place, fact) }
        }
    }
}

/// Names that were added where there is no place for them.
pub fn too_many(network: &Network, needs: &Needs, picks: &Picks) -> Vec<Finding> {
    let is_out = |choice: &&Choice| {
        let who = Answerer::Person(choice.person);
        picks.left_out.iter().any(|(at, why)| *why == Reason::OneTooMany && needs.all[*at].who == who)
    };
    let last = picks.named.iter().rev().find(|at| !picks.added.contains(at)).or(picks.named.last());
    let last = last.map_or("NAME", |at| needs.all[*at].name.as_str());
    let finding = |choice: &Choice| Finding {
        hint: format!("--without {} --because \"WHY\" makes room", typed(last)),
        ..idle(
            &choice.words,
            &choice.place,
            format!(
                "{} is not added: the map has {} names already, and a year can't bear more",
                network.directory.people[choice.person.at()].name,
                picks.named.len()
            ),
        )
    };
    network.choices.iter().filter(is_out).map(finding).collect()
}
