//! Crossings of two readings, laid side by side.

use std::collections::{BTreeMap, BTreeSet};

use plan::{crossing::Standing, facts::Kind, names::team_key};

use super::{
    super::simulated::DERIVED_FROM,
    Crossed, CrossingChange, Evidence, MOVED, Was, Which,
    seen::{Needed, Who},
};

/// A crossing of the earlier reading, and one of the later.
type Pair<'a> = (Option<&'a Needed>, Option<&'a Needed>);

/// What is not paired yet.
#[derive(Default)]
struct Sides<'a> {
    old: Vec<&'a Needed>,
    new: Vec<&'a Needed>,
}

/// What changed. Items of both readings bear the same numbers.
pub(super) fn changes(before: &[Needed], after: &[Needed]) -> Vec<Crossed> {
    let is_said = |need: &&Needed| need.over_hops.is_none();
    let mut sides =
        Sides { old: before.iter().filter(is_said).collect(), new: after.iter().filter(is_said).collect() };
    let mut pairs: Vec<Pair<'_>> = Vec::new();
    pair(&mut sides, &mut pairs, |need| Some(same(need)));
    // Only what still needs a yes can have become another crossing.
    sides.old.retain(|need| need.standing == Standing::Open);
    sides.new.retain(|need| need.standing == Standing::Open);
    pair(&mut sides, &mut pairs, |need| Some((need.home, need.item, need.theirs, need.who.clone())));
    pair(&mut sides, &mut pairs, |need| Some((need.kind, need.item, need.theirs, need.who.clone())));
    pair(&mut sides, &mut pairs, |need| Some((need.kind, need.item, need.theirs, asked(need)?)));
    pairs.extend(sides.old.into_iter().map(|need| (Some(need), None)));
    pairs.extend(sides.new.into_iter().map(|need| (None, Some(need))));
    pairs.extend(over_hops(before, after));
    let mut crossed: Vec<Crossed> = pairs.into_iter().filter_map(|(was, is)| changed(was, is)).collect();
    crossed.sort_by(|a, b| b.weighs.total_cmp(&a.weighs));
    crossed
}

/// By what a crossing is known again.
fn same(need: &Needed) -> (Kind, usize, usize, Option<usize>, Who) {
    (need.kind, need.home, need.item, need.theirs, need.who.clone())
}

/// Whom the plan asks, whoever answers: the doer of their item, else the team.
fn asked(need: &Needed) -> Option<String> {
    match (&need.theirs, &need.team) {
        (Some(_), _) => Some(String::new()),
        (None, team) => team.as_deref().map(team_key),
    }
}

/// Takes out of both sides what has the same key, the first of several with the first.
fn pair<'a, K: Ord>(sides: &mut Sides<'a>, pairs: &mut Vec<Pair<'a>>, key: impl Fn(&Needed) -> Option<K>) {
    let mut groups: BTreeMap<Option<K>, Sides<'a>> = BTreeMap::new();
    sides.old.drain(..).for_each(|need| groups.entry(key(need)).or_default().old.push(need));
    sides.new.drain(..).for_each(|need| groups.entry(key(need)).or_default().new.push(need));
    for (key, group) in groups {
        let alike = if key.is_none() { 0 } else { group.old.len().min(group.new.len()) };
        let (was, is) = (group.old[..alike].iter(), group.new[..alike].iter());
        pairs.extend(was.zip(is).map(|(was, is)| (Some(*was), Some(*is))));
        sides.old.extend(&group.old[alike..]);
        sides.new.extend(&group.new[alike..]);
    }
    // What is left stands in the order of its file again, whatever the keys were.
    let line = |need: &&Needed| (need.place.file.clone(), need.place.line, need.place.column);
    sides.old.sort_by_key(line);
    sides.new.sort_by_key(line);
}

/// Dates that wait on somebody over several hops, one a deliverable and answerer. They come and go at a share of years;
/// new or gone is only what lies well above it, and what is no plain crossing on the other side.
fn over_hops<'a>(before: &'a [Needed], after: &'a [Needed]) -> Vec<Pair<'a>> {
    let dates = |needs: &[Needed]| -> BTreeSet<(usize, Who)> {
        let open = needs.iter().filter(|need| need.standing == Standing::Open && need.kind == Kind::Date);
        open.map(|need| (need.home, need.who.clone())).collect()
    };
    let (old, new) = (dates(before), dates(after));
    let clear = |need: &&Needed| need.over_hops.is_some_and(|share| share >= DERIVED_FROM + MOVED);
    let gone = before.iter().filter(clear).filter(|need| !new.contains(&(need.home, need.who.clone())));
    let come = after.iter().filter(clear).filter(|need| !old.contains(&(need.home, need.who.clone())));
    gone.map(|need| (Some(need), None)).chain(come.map(|need| (None, Some(need)))).collect()
}

/// How a crossing changed; none where it did not, or where no yes is needed on either side.
fn change(was: Option<&Needed>, is: Option<&Needed>) -> Option<CrossingChange> {
    match (was.map(|need| need.standing), is.map(|need| need.standing)) {
        (Some(Standing::Open), Some(Standing::Open)) => {
            let (was, is) = (was?, is?);
            (same(was) != same(is) || was.strength != is.strength).then_some(CrossingChange::Altered)
        }
        (Some(Standing::Open), None | Some(Standing::Dropped)) => Some(CrossingChange::Gone),
        (Some(Standing::Open), Some(Standing::Given)) => Some(CrossingChange::Given),
        (Some(Standing::Open), Some(Standing::Finished)) => Some(CrossingChange::Finished),
        (Some(Standing::Open), Some(Standing::Past)) => Some(CrossingChange::Past),
        (None | Some(Standing::Dropped), Some(Standing::Open)) => Some(CrossingChange::New),
        (Some(_), Some(Standing::Open)) => Some(CrossingChange::Reopened),
        _ => None,
    }
}

fn changed(was: Option<&Needed>, is: Option<&Needed>) -> Option<Crossed> {
    let change = change(was, is)?;
    let (shown, reading) = match is {
        Some(is) if change != CrossingChange::Gone => (is, Which::New),
        _ => (was?, Which::Old),
    };
    let was = was.filter(|_| change == CrossingChange::Altered).map(|was| {
        // What only has another spelling or title is the same.
        let home = if was.home == shown.home { shown } else { was };
        let who = if was.who == shown.who { shown } else { was };
        Was {
            kind: was.kind,
            home: home.titles.home.clone(),
            person: who.person.clone(),
            team: who.team.clone(),
            strength: was.strength,
        }
    });
    Some(Crossed {
        change,
        kind: shown.kind,
        item: shown.titles.item.clone(),
        home: shown.titles.home.clone(),
        person: shown.person.clone(),
        team: shown.team.clone(),
        theirs: shown.titles.theirs.clone(),
        strength: shown.strength,
        over_hops: shown.over_hops.is_some(),
        weighs: shown.weighs,
        was,
        evidence: Evidence { reading, place: shown.place.clone() },
    })
}
