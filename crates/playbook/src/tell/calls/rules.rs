//! The rules of the calls before a room (rule L2): all of them kept, or which of them can't be kept together, and what it takes.

use super::{Call, Effort, Question, Window, best, value};

/// A time, in minutes of a clock that everybody shares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// Its first minute.
    pub from: i64,
    /// The minute at which it is over.
    pub until: i64,
}

impl Span {
    fn and(self, other: Self) -> Option<Self> {
        let both = Self { from: self.from.max(other.from), until: self.until.min(other.until) };
        (both.from < both.until).then_some(both)
    }
}

/// Somebody to be called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// How long the call is, in minutes.
    pub minutes: u32,
    /// When they are free; nothing, where nothing is known of it.
    pub free: Option<Vec<Span>>,
    /// When their own engineers can hear: their standups, in order.
    pub hears: Vec<i64>,
}

/// What is wished for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
    /// Who is called, the most affected first.
    pub people: Vec<Person>,
    /// No call begins before this minute.
    pub now: i64,
    /// The half-days in which one works, in order.
    pub halves: Vec<Span>,
    /// When the leader is free; nothing, where nothing is known of it.
    pub mine: Option<Vec<Span>>,
    /// Other calls of the leader.
    pub taken: Vec<Span>,
    /// From when on it may be shared, if that lies ahead.
    pub free_from: Option<i64>,
    /// When everybody hears.
    pub room: Option<i64>,
    /// When all calls are over, so that there is time to react.
    pub last: Option<i64>,
}

/// A rule that the calls keep.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rule {
    /// Not before it may be shared.
    FreeFrom,
    /// With time to react before the room.
    Notice,
    /// Before the room.
    Room,
    /// All within one half-day.
    OneHalfDay,
    /// In the leader's free time.
    MyTime,
    /// While the leader makes no other call.
    OneAtATime,
    /// In the free time of somebody, by position.
    TheirTime(usize),
    /// Before the own engineers of somebody can hear, by position.
    BeforeTheirEngineers(usize),
}

/// A rule that stands in the way, and whether all others can be kept without it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// The rule.
    pub rule: Rule,
    /// When the calls would be without it, in the order of the people; nothing, where more stands in the way.
    pub without: Option<Vec<i64>>,
}

/// When the calls are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Planned {
    /// When each call begins, in the order of the people; nothing for whom there is no time.
    pub starts: Vec<Option<i64>>,
    /// A smallest set of rules that can't be kept together; none where all are kept.
    pub conflicts: Vec<Conflict>,
}

/// Minutes on which calls begin: five to, five past.
const GRID: i64 = 5;

/// People up to whom the shortest span is looked for.
const FEW: usize = 20;

/// The times of the calls: within the first half-day in which all rules can be kept, in the shortest span, the most affected
/// first. Where they can't, a smallest set of rules that conflict, and what can be kept most.
pub fn planned(wish: &Wish) -> Planned {
    let all = rules(wish);
    if let Some(starts) = kept(wish, &all) {
        let starts = tightened(wish, &all, starts);
        return Planned { starts: starts.into_iter().map(Some).collect(), conflicts: Vec::new() };
    }
    // Deletion filter: what can go while the rest still can't be kept is no part of the conflict.
    let mut core = all.clone();
    for rule in &all {
        let fewer: Vec<Rule> = core.iter().copied().filter(|other| other != rule).collect();
        if kept(wish, &fewer).is_none() {
            core = fewer;
        }
    }
    let without = |rule: &Rule| {
        let fewer: Vec<Rule> = all.iter().copied().filter(|other| other != rule).collect();
        Conflict { rule: *rule, without: kept(wish, &fewer) }
    };
    let conflicts = core.iter().map(without).collect();
    Planned { starts: most(wish, &all), conflicts }
}

/// The same where times were said before: they stay as they are while all rules are kept with them. Where that can't be, they
/// stay while they keep as much as new ones would, for the same people. `since` is the minute from which on a call that was said
/// is not too late.
pub fn planned_again(wish: &Wish, before: &[Option<i64>], since: i64) -> Planned {
    // On the grid of those who are called now.
    let back = (wish.now - since).max(0);
    let said = Wish { now: wish.now - back - (-back).rem_euclid(GRID), ..wish.clone() };
    let all = rules(wish);
    if before.iter().all(Option::is_some) && holds(&said, &all, before) {
        return Planned { starts: before.to_vec(), conflicts: Vec::new() };
    }
    let mut anew = planned(wish);
    let fewer: Vec<Rule> =
        all.into_iter().filter(|rule| anew.conflicts.iter().all(|conflict| conflict.rule != *rule)).collect();
    let is_of = |(one, other): (&Option<i64>, &Option<i64>)| one.is_some() == other.is_some();
    let is_as_good = !anew.conflicts.is_empty() && anew.starts.iter().zip(before).all(is_of);
    if is_as_good && holds(&said, &fewer, before) {
        anew.starts = before.to_vec();
    }
    anew
}

/// Whether times keep these rules.
fn holds(wish: &Wish, rules: &[Rule], starts: &[Option<i64>]) -> bool {
    let slots = starts.iter().map(|start| match start {
        Some(start) => u32::try_from(start - wish.now).map(Some).ok(),
        None => Some(None),
    });
    let Some(slots) = slots.collect::<Option<Vec<Option<u32>>>>() else { return false };
    let keeps = |spans: &[Span], origin: i64| value(&question(wish, rules, spans, origin), &slots).is_some();
    wish.halves.iter().any(|half| {
        let spans = if rules.contains(&Rule::OneHalfDay) { std::slice::from_ref(half) } else { &wish.halves };
        origins(wish, *half).into_iter().any(|origin| keeps(spans, origin))
    })
}

/// The rules that bear on a wish.
fn rules(wish: &Wish) -> Vec<Rule> {
    let of_all = [
        (Rule::OneHalfDay, true),
        (Rule::FreeFrom, wish.free_from.is_some()),
        (Rule::Notice, wish.last.is_some()),
        (Rule::MyTime, wish.mine.is_some()),
        (Rule::OneAtATime, !wish.taken.is_empty()),
    ];
    let mut rules: Vec<Rule> = of_all.into_iter().filter(|(_, bears)| *bears).map(|(rule, _)| rule).collect();
    for (at, person) in wish.people.iter().enumerate() {
        rules.extend(person.free.as_ref().map(|_| Rule::TheirTime(at)));
        rules.extend((!person.hears.is_empty()).then_some(Rule::BeforeTheirEngineers(at)));
    }
    rules.extend(wish.room.map(|_| Rule::Room));
    rules
}

/// Moments at which the first call may be the first that anybody hears: the beginning of each half-day, and every standup in it,
/// which does no harm to a call before nobody was called.
fn origins(wish: &Wish, half: Span) -> Vec<i64> {
    let standups = wish.people.iter().flat_map(|person| person.hears.iter().copied());
    let mut all: Vec<i64> =
        standups.chain([half.from]).filter(|at| (half.from..half.until).contains(at)).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// The times of all calls, if these rules can be kept.
fn kept(wish: &Wish, rules: &[Rule]) -> Option<Vec<i64>> {
    let placed = |spans: &[Span], origin: i64| all_placed(wish, &question(wish, rules, spans, origin));
    if rules.contains(&Rule::OneHalfDay) {
        let each = wish.halves.iter().flat_map(|half| origins(wish, *half).into_iter().map(|at| (*half, at)));
        return each.filter_map(|(half, at)| placed(&[half], at)).next();
    }
    let each = wish.halves.iter().flat_map(|half| origins(wish, *half));
    each.filter_map(|at| placed(&wish.halves, at)).next()
}

/// As many calls as these rules allow but for the half-day, the most affected first.
fn most(wish: &Wish, rules: &[Rule]) -> Vec<Option<i64>> {
    let rules: Vec<Rule> = rules.iter().copied().filter(|rule| *rule != Rule::OneHalfDay).collect();
    let each = wish.halves.iter().flat_map(|half| origins(wish, *half));
    let answers = each.map(|at| best(&question(wish, &rules, &wish.halves, at), Effort::default()));
    // Of equal ones the earliest.
    let best = answers.reduce(|best, other| if other.value > best.value { other } else { best });
    let starts = best.map_or_else(|| vec![None; wish.people.len()], |best| best.starts);
    starts.into_iter().map(|start| start.map(|start| wish.now + i64::from(start))).collect()
}

fn all_placed(wish: &Wish, question: &Question) -> Option<Vec<i64>> {
    if question.calls.iter().any(|call| call.windows.is_empty()) {
        return None;
    }
    let answer = best(question, Effort::default());
    answer.starts.into_iter().map(|start| Some(wish.now + i64::from(start?))).collect()
}

/// The calls as these rules allow them within some spans, if nobody hears before the origin.
fn question(wish: &Wish, rules: &[Rule], spans: &[Span], origin: i64) -> Question {
    let holds = |rule| rules.contains(&rule) && !is_forgotten(rule);
    let first = wish.free_from.filter(|_| holds(Rule::FreeFrom)).unwrap_or(wish.now);
    let from = origin.max(first).max(wish.now);
    let from = from + (wish.now - from).rem_euclid(GRID);
    let last = [(Rule::Notice, wish.last), (Rule::Room, wish.room)];
    let last = last.into_iter().filter(|(rule, _)| holds(*rule)).filter_map(|(_, at)| at).min();
    let count = wish.people.len();
    let call = |(at, person): (usize, &Person)| {
        let hears = person.hears.iter().copied().find(|heard| *heard > origin);
        let hears = hears.filter(|_| holds(Rule::BeforeTheirEngineers(at)));
        let until = [last, hears].into_iter().flatten().min().unwrap_or(i64::MAX);
        let whole = Span { from, until };
        let open = spans.iter().filter_map(|span| span.and(whole));
        let mine = wish.mine.as_deref().filter(|_| holds(Rule::MyTime));
        let theirs = person.free.as_deref().filter(|_| holds(Rule::TheirTime(at)));
        let taken = if holds(Rule::OneAtATime) { wish.taken.as_slice() } else { &[] };
        let windows = without(shared(shared(open.collect(), mine), theirs), taken);
        let window = |span: Span| {
            // On the grid; a window that begins beside it begins later.
            let from = span.from + (wish.now - span.from).rem_euclid(GRID);
            let minutes = |at: i64| u32::try_from(at - wish.now).ok();
            Some(Window { from: minutes(from)?, until: minutes(span.until)? })
        };
        Call {
            minutes: person.minutes,
            weight: weight(at, count),
            windows: windows.into_iter().filter_map(window).collect(),
            after: Vec::new(),
        }
    };
    let calls: Vec<Call> = wish.people.iter().enumerate().map(call).collect();
    let ends = calls.iter().flat_map(|call| &call.windows).map(|window| window.until).max().unwrap_or(0);
    // One call more is worth more than all of them earlier.
    let worth = ends.saturating_mul(1 + count as u32 * count as u32).saturating_add(1);
    Question { calls, worth }
}

/// The most affected first.
fn weight(at: usize, count: usize) -> u32 {
    #[cfg(feature = "plants")]
    if crate::plants::forgives(crate::plants::WRONG_FIRST) {
        return at as u32 + 1;
    }
    (count - at) as u32
}

/// Whether a planted bug makes the scheduler forget a rule.
#[cfg(feature = "plants")]
fn is_forgotten(rule: Rule) -> bool {
    use crate::plants::{NO_NOTICE, STANDUP, TWO_AT_ONCE, forgives};
    match rule {
        Rule::BeforeTheirEngineers(_) => forgives(STANDUP),
        Rule::Notice => forgives(NO_NOTICE),
        Rule::OneAtATime => forgives(TWO_AT_ONCE),
        _ => false,
    }
}

#[cfg(not(feature = "plants"))]
const fn is_forgotten(_: Rule) -> bool {
    false
}

fn shared(open: Vec<Span>, with: Option<&[Span]>) -> Vec<Span> {
    let Some(with) = with else { return open };
    open.iter().flat_map(|one| with.iter().filter_map(|other| one.and(*other))).collect()
}

/// What of some spans is not taken.
fn without(open: Vec<Span>, taken: &[Span]) -> Vec<Span> {
    taken.iter().fold(open, |open, taken| {
        let around = |one: Span| {
            let before = Span { until: one.until.min(taken.from), ..one };
            let after = Span { from: one.from.max(taken.until), ..one };
            [before, after].into_iter().filter(|part| part.from < part.until)
        };
        open.into_iter().flat_map(around).collect()
    })
}

/// The same within the shortest span: of spans of that length the earliest, and in it the most affected first.
fn tightened(wish: &Wish, rules: &[Rule], starts: Vec<i64>) -> Vec<i64> {
    let length = |starts: &[i64]| {
        let ends = starts.iter().zip(&wish.people).map(|(start, person)| start + i64::from(person.minutes));
        ends.max().unwrap_or(0) - starts.iter().copied().min().unwrap_or(0)
    };
    let least = wish.people.iter().fold(0, |all, person| all + i64::from(person.minutes));
    let half =
        wish.halves.iter().find(|half| starts.first().is_some_and(|at| (half.from..half.until).contains(at)));
    let Some(half) = half.filter(|_| wish.people.len() <= FEW && wish.people.len() > 1) else {
        return starts;
    };
    let mut best = starts;
    let mut from = half.from + (wish.now - half.from).rem_euclid(GRID);
    while from + least <= half.until && length(&best) > least {
        let shortest = length(&best);
        let span = Span { from, until: (from + shortest - 1).min(half.until) };
        let origin =
            origins(wish, *half).into_iter().filter(|origin| *origin <= from).max().unwrap_or(half.from);
        match all_placed(wish, &question(wish, rules, &[span], origin)) {
            Some(shorter) if length(&shorter) < shortest => best = shorter,
            _ => from += GRID,
        }
    }
    best
}
