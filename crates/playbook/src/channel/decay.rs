//! How warm a channel is, what says so, and what would make it worse (rules C4 and C5).
//!
//! A stage follows from what is known today: silence only ever makes it worse, and one talk that is theirs mends it.

use std::cmp::Reverse;

use serde::Serialize;

use super::{Cancelled, Mark, Surprise, Whole, cadence::Pace};
use crate::{moment::Day, side::Side};

/// Talks of which more is known than the day, below which a stage is too early to say.
pub const LEAST_TALKS: usize = 3;

/// Intervals overdue from which on a silence makes a channel drift; it cools from the day on which a talk is overdue.
pub const SILENT_DRIFTING: f64 = 1.0;

/// Intervals overdue from which on a channel is dead.
pub const SILENT_DEAD: f64 = 3.0;

/// The same for a channel that drifts already by what was said in its talks, or by those called off.
pub const DRIFTING_DEAD: f64 = 2.0;

/// Status meetings in a row that cool a channel, and that make it drift.
pub const STATUS: (usize, usize) = (2, 3);

/// Talks in a row with an ask of the leader.
pub const ASKS: (usize, usize) = (3, 5);

/// Talks in a row in which nothing of their world was heard.
pub const UNREFRESHED: (usize, usize) = (3, 5);

/// Talks in a row that were called off, with no talk between.
pub const CANCELLED: (usize, usize) = (2, 3);

/// Gaps in a row, each longer than the one before and the last longer than the interval, that cool a channel.
pub const WIDENING: usize = 3;

/// Talks in which their world was heard, after a surprise was mended, that it takes until it weighs no more: half a year of them
/// at the usual pace. Time alone takes nothing of it away (rule L5).
pub const SURPRISED_TALKS: usize = 6;

/// Days up to the last talk that are the recent past (rule C4).
pub const RECENT_DAYS: i64 = 182;

/// Talks in the recent past, all in conflict, from which on a channel is wartime-only.
pub const WARTIME: usize = 2;

/// Days that are looked ahead for what a silence makes of a channel.
const AHEAD_DAYS: i64 = 182;

/// How warm a channel is, the warmest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// Talks come in time, and the agenda is theirs.
    Warm,
    /// Something begins to slip.
    Cooling,
    /// It slips by itself.
    Drifting,
    /// It will not bear weight when it is needed.
    Dead,
}

impl Stage {
    /// The stage as a word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Warm => "warm",
            Self::Cooling => "cooling",
            Self::Drifting => "drifting",
            Self::Dead => "dead",
        }
    }
}

/// What a piece of evidence is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sign {
    /// No talk for too long.
    Silence,
    /// Gaps that grow.
    Widening,
    /// Talks that were called off.
    Cancelled,
    /// Talks that became status meetings.
    Status,
    /// Talks in which nothing of their world was heard.
    Unrefreshed,
    /// Talks to which I brought an ask.
    Asks,
    /// Only talks in conflict.
    Wartime,
    /// They heard elsewhere what I should have told them.
    Surprise,
}

impl Sign {
    /// What it tells of: signs of one thing count once.
    const fn tells_of(self) -> u8 {
        match self {
            Self::Silence | Self::Widening => 0,
            Self::Cancelled => 1,
            Self::Status | Self::Unrefreshed => 2,
            Self::Asks => 3,
            Self::Wartime => 4,
            Self::Surprise => 5,
        }
    }

    /// The smallest step that gives the agenda back to them.
    const fn step(self, off_by: Option<Side>) -> &'static str {
        match (self, off_by) {
            (Self::Silence, _) => "Write one line: what presses you right now? Offer thirty minutes on it.",
            (Self::Widening, _) => {
                "Put the next talk into both calendars now, with their topic as its title."
            }
            (Self::Cancelled, Some(Side::Me)) => {
                "Keep the next talk, at a time of theirs, even if for ten minutes."
            }
            (Self::Cancelled, _) => {
                "Ask when, and how short, would suit them, and what they would use it for."
            }
            (Self::Status, _) => {
                "Send your status in writing, and open the next talk with: what limits you most?"
            }
            (Self::Unrefreshed, _) => "Ask one question in the next talk: what limits you most right now?",
            (Self::Asks, _) => "Bring no ask to the next talk; bring one thing that helps them.",
            (Self::Surprise, _) => {
                "Say to them, in person, that they should have heard it from you, and ask what it cost them."
            }
            (Self::Wartime, _) => "Talk once while nothing is at stake, about their year.",
        }
    }
}

/// One piece of evidence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Evidence {
    /// What it is about.
    pub sign: Sign,
    /// What it makes of a channel by itself.
    pub says: Stage,
    /// The fact, with its days.
    pub sentence: String,
    /// Since when it stands.
    pub since: Day,
}

/// What would make a channel worse.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Ahead {
    /// What it would be then.
    pub becomes: Stage,
    /// The day on which silence makes it so; absent where a talk would.
    pub on: Option<Day>,
    /// What would do it.
    pub sentence: String,
}

/// How warm a channel is.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Decay {
    /// The stage; absent while it is too early to say.
    pub stage: Option<Stage>,
    /// What it rests on, the heaviest first.
    pub evidence: Vec<Evidence>,
    /// The smallest step that gives the agenda back to them; absent while nothing is amiss.
    pub step: Option<&'static str>,
    /// What would make it worse next.
    pub ahead: Vec<Ahead>,
    /// Intervals by which a talk is overdue.
    pub overdue: f64,
    /// Whether all talks of the recent past were in conflict (rule C4).
    pub is_wartime_only: bool,
    /// The share of the year's need, 0 to 1.
    pub share: f64,
}

impl Decay {
    /// How much a line about it weighs against lines about others: overdue by dependence, then the stage by dependence.
    /// Thin data weighs by silence alone.
    pub fn consequence(&self) -> f64 {
        let stage = self.stage.map_or(0.0, |stage| f64::from(stage as u8));
        (self.overdue + stage) * self.share
    }

    /// The stage in words.
    pub const fn word(&self) -> &'static str {
        match self.stage {
            Some(stage) => stage.word(),
            None => "too early to say",
        }
    }

    /// Since when it is as it is: the latest of what says so.
    pub fn since(&self) -> Option<Day> {
        self.evidence.iter().map(|evidence| evidence.since).max()
    }
}

/// Reads a channel, as of a day.
pub fn read(channel: &Whole<'_>, pace: &Pace, today: Day) -> Decay {
    let past = Past {
        talks: channel.talks.iter().copied().filter(|mark| mark.on <= today).collect(),
        cancelled: channel.cancelled.iter().copied().filter(|off| off.on <= today).collect(),
        surprises: channel.surprises.iter().copied().filter(|surprise| surprise.on <= today).collect(),
    };
    let evidence = past.evidence(pace, today);
    let stage = past.stage(&evidence);
    let step = evidence.first().map(|first| first.sign.step(past.off_by()));
    Decay {
        stage,
        step,
        ahead: stage.map_or_else(Vec::new, |stage| past.ahead(stage, &evidence, pace, today)),
        overdue: pace.overdue(past.last(), today),
        is_wartime_only: evidence.iter().any(|evidence| evidence.sign == Sign::Wartime),
        share: pace.share(),
        evidence,
    }
}

/// What one talk, or the want of one, could be next.
#[derive(Clone, Copy)]
enum Next {
    Status,
    Ask,
    Unrefreshed,
    Cancelled,
}

/// What happened on a channel up to a day.
#[derive(Clone)]
struct Past {
    talks: Vec<Mark>,
    cancelled: Vec<Cancelled>,
    surprises: Vec<Surprise>,
}

impl Past {
    fn last(&self) -> Option<Day> {
        self.talks.last().map(|mark| mark.on)
    }

    /// Talks of which more is known than the day, the earliest first: a calendar tells no more.
    fn known(&self) -> impl DoubleEndedIterator<Item = &Mark> {
        self.talks.iter().filter(|mark| !mark.from_calendar)
    }

    /// Evidence, the heaviest first.
    fn evidence(&self, pace: &Pace, today: Day) -> Vec<Evidence> {
        let talks = [
            self.called_off(),
            self.run(Sign::Status, STATUS, |mark| mark.was_status),
            self.run(Sign::Unrefreshed, UNREFRESHED, |mark| !mark.refreshed),
            self.run(Sign::Asks, ASKS, |mark| mark.had_ask),
            self.wartime(),
            self.surprised(today),
        ];
        let talks: Vec<Evidence> = talks.into_iter().flatten().collect();
        let time = [self.silence(pace, today, drifts(&talks)), self.widening(pace, today)];
        let mut all: Vec<Evidence> = time.into_iter().flatten().chain(talks).collect();
        all.iter_mut().for_each(|evidence| evidence.since = evidence.since.min(today));
        all.sort_by_key(|evidence| Reverse(evidence.says));
        all
    }

    /// The worst that anything says; two different signs of cooling make a channel drift.
    fn stage(&self, evidence: &[Evidence]) -> Option<Stage> {
        let is_surprised = evidence.iter().any(|evidence| evidence.sign == Sign::Surprise);
        if !is_surprised {
            self.known().nth(LEAST_TALKS - 1)?;
        }
        let Some(worst) = evidence.iter().map(|evidence| evidence.says).max() else {
            return Some(Stage::Warm);
        };
        let worst_of = || evidence.iter().filter(|evidence| evidence.says == worst);
        let tell: Vec<u8> = worst_of().map(|evidence| evidence.sign.tells_of()).collect();
        let is_told_twice = tell.iter().any(|other| *other != tell[0]);
        Some(if is_told_twice { worst.max(Stage::Drifting) } else { worst })
    }

    fn silence(&self, pace: &Pace, today: Day, drifts: bool) -> Option<Evidence> {
        let last = self.last();
        let since = pace.overdue_from(last);
        if today < since {
            return None;
        }
        let weeks = pace.every_weeks(today);
        let sentence = match last {
            Some(last) => format!(
                "No talk since {last}, {} ago; with one every {weeks} weeks the next was due on {}.",
                days(last.until(today)),
                pace.due(Some(last))
            ),
            None => format!("No talk yet; the first was due on {}.", pace.due(None)),
        };
        let says = silence_says(pace.overdue(last, today), drifts);
        Some(Evidence { sign: Sign::Silence, says, sentence, since })
    }

    /// Gaps between talks that grow, the open one included: a talk today ends it, a longer silence never does.
    fn widening(&self, pace: &Pace, today: Day) -> Option<Evidence> {
        let mut on: Vec<Day> = self.talks.iter().map(|mark| mark.on).collect();
        on.dedup();
        on.push(today);
        let last = on.len().checked_sub(WIDENING + 1)?;
        let days: Vec<i64> = on[last..].windows(2).map(|pair| pair[0].until(pair[1])).collect();
        let grows = days.windows(2).all(|pair| pair[0] < pair[1]);
        let [.., before, open] = days[..] else { return None };
        let since = pace.due(self.last()).max(today.plus(before - open)).plus(1);
        if !grows || today < since {
            return None;
        }
        let said: Vec<String> = days.iter().map(i64::to_string).collect();
        let sentence = format!("The gaps between talks grow: {} days so far.", said.join(", "));
        Some(Evidence { sign: Sign::Widening, says: Stage::Cooling, sentence, since })
    }

    /// Talks called off since the last one that was held.
    fn off(&self) -> &[Cancelled] {
        let last = self.last();
        let held = self.cancelled.partition_point(|off| last.is_some_and(|last| off.on <= last));
        &self.cancelled[held..]
    }

    fn off_by(&self) -> Option<Side> {
        self.off().last().and_then(|off| off.by)
    }

    fn called_off(&self) -> Option<Evidence> {
        let off = self.off();
        let says = run_says(off.len(), CANCELLED)?;
        let on = listed(off.iter().map(|off| off.on));
        let sentence = format!("Talks called off, and none held between: {on}.");
        Some(Evidence { sign: Sign::Cancelled, says, sentence, since: off[reached(off.len(), CANCELLED)].on })
    }

    /// The last talks in a row of which something holds. What a calendar proposed neither makes nor breaks a run.
    fn run(&self, sign: Sign, steps: (usize, usize), holds: impl Fn(&Mark) -> bool) -> Option<Evidence> {
        let mut run: Vec<Day> =
            self.known().rev().take_while(|mark| holds(mark)).map(|mark| mark.on).collect();
        run.reverse();
        let says = run_says(run.len(), steps)?;
        let what = match sign {
            Sign::Status => "became status meetings",
            Sign::Asks => "had an ask of yours",
            _ => "told nothing of their world",
        };
        let sentence = format!("The last talks {what}: {}.", listed(run.iter().copied()));
        Some(Evidence { sign, says, sentence, since: run[reached(run.len(), steps)] })
    }

    /// Whether all known talks of the half year up to the last one were in conflict.
    fn wartime(&self) -> Option<Evidence> {
        let from = self.known().next_back()?.on.plus(-RECENT_DAYS);
        let recent: Vec<&Mark> = self.known().filter(|mark| mark.on >= from).collect();
        if recent.len() < WARTIME || !recent.iter().all(|mark| mark.in_conflict) {
            return None;
        }
        let on = listed(recent.iter().map(|mark| mark.on));
        let sentence = format!("Lately you met only in conflict: {on}.");
        Some(Evidence { sign: Sign::Wartime, says: Stage::Cooling, sentence, since: recent[WARTIME - 1].on })
    }

    /// The surprise that weighs most: one that was not mended makes a channel drift, and one that was cools it until enough talks
    /// were theirs since then.
    fn surprised(&self, today: Day) -> Option<Evidence> {
        let weighs = |surprise: &Surprise| {
            let Some(mended) = surprise.mended.filter(|mended| *mended <= today) else {
                return Some((Stage::Drifting, surprise.on, None));
            };
            let mut theirs = self.known().filter(|mark| mark.refreshed && mark.on > mended);
            let is_past = theirs.nth(SURPRISED_TALKS - 1).is_some();
            (!is_past).then_some((Stage::Cooling, surprise.on, Some(mended)))
        };
        let (says, on, mended) = self.surprises.iter().filter_map(weighs).max_by_key(|weight| weight.0)?;
        let mended = match mended {
            None => "; it was not mended".to_owned(),
            Some(mended) => format!("; mended on {mended}, and it takes talks of theirs, not time"),
        };
        let sentence = format!("They heard elsewhere on {on} what you should have told them{mended}.");
        Some(Evidence { sign: Sign::Surprise, says, sentence, since: on })
    }

    /// What would make the channel worse: one more talk of a kind, one more called off, or silence up to a day.
    fn ahead(&self, stage: Stage, evidence: &[Evidence], pace: &Pace, today: Day) -> Vec<Ahead> {
        let words = |next| match next {
            Next::Status => "One more status meeting",
            Next::Ask => "One more talk with an ask of yours",
            Next::Unrefreshed => "One more talk that tells nothing of their world",
            Next::Cancelled => "One more talk called off",
        };
        let one_more =
            [Next::Status, Next::Ask, Next::Unrefreshed, Next::Cancelled].into_iter().filter_map(|next| {
                let then = self.with(next, today);
                let becomes = then.stage(&then.evidence(pace, today)).filter(|then| *then > stage)?;
                let sentence = format!("{} and the channel is {}.", words(next), becomes.word());
                Some(Ahead { becomes, on: None, sentence })
            });
        let mut all: Vec<Ahead> = one_more.collect();
        all.extend(self.silent_until(stage, evidence, pace, today));
        all
    }

    /// The day on which silence alone makes the channel worse.
    fn silent_until(&self, stage: Stage, evidence: &[Evidence], pace: &Pace, today: Day) -> Option<Ahead> {
        let others: Vec<Evidence> =
            evidence.iter().filter(|evidence| evidence.sign.tells_of() != 0).cloned().collect();
        let silence = pace.silence(self.last(), today.plus(AHEAD_DAYS)).filter(|(day, _)| *day > today);
        let drifts = drifts(&others);
        let says = silence.map(|(day, overdue)| (day, silence_says(overdue, drifts)));
        let becomes = |(day, says): (Day, Stage)| {
            let silence = Evidence { sign: Sign::Silence, says, sentence: String::new(), since: day };
            let then: Vec<Evidence> = others.iter().cloned().chain([silence]).collect();
            self.stage(&then).filter(|then| *then > stage).map(|then| (day, then))
        };
        let mut before = None;
        let changes = says.filter(|(_, says)| before.replace(*says) != Some(*says));
        let (on, becomes) = { changes }.find_map(becomes)?;
        let sentence = format!("Without a talk before {on} the channel is {}.", becomes.word());
        Some(Ahead { becomes, on: Some(on), sentence })
    }

    /// What happened, and one thing more today. A talk of one kind is good in every other way.
    fn with(&self, next: Next, today: Day) -> Self {
        let mut then = self.clone();
        if let Next::Cancelled = next {
            then.cancelled.push(Cancelled {
                peer: crate::moment::Id::of(0),
                on: today,
                by: None,
                from_calendar: false,
            });
            then.cancelled.sort_by_key(|off| off.on);
            return then;
        }
        then.talks.push(Mark {
            entry: u32::MAX,
            on: today,
            minutes: None,
            refreshed: !matches!(next, Next::Unrefreshed),
            was_status: matches!(next, Next::Status),
            had_ask: matches!(next, Next::Ask),
            in_conflict: false,
            from_calendar: false,
        });
        then
    }
}

/// Whether anything but time makes a channel drift.
fn drifts(talks: &[Evidence]) -> bool {
    talks.iter().any(|evidence| evidence.says >= Stage::Drifting)
}

fn silence_says(overdue: f64, drifts: bool) -> Stage {
    let dead = if drifts { DRIFTING_DEAD } else { SILENT_DEAD };
    match overdue {
        overdue if overdue >= dead => Stage::Dead,
        overdue if overdue >= SILENT_DRIFTING => Stage::Drifting,
        _ => Stage::Cooling,
    }
}

fn run_says(length: usize, (cooling, drifting): (usize, usize)) -> Option<Stage> {
    match length {
        length if length >= drifting => Some(Stage::Drifting),
        length if length >= cooling => Some(Stage::Cooling),
        _ => None,
    }
}

/// Which of a run made it what it is, from 0.
const fn reached(length: usize, (cooling, drifting): (usize, usize)) -> usize {
    if length >= drifting { drifting - 1 } else { cooling - 1 }
}

/// The last few of some days, as a list.
fn listed(days: impl Iterator<Item = Day>) -> String {
    const AT_MOST: usize = 5;
    let all: Vec<String> = days.map(|day| day.to_string()).collect();
    all[all.len().saturating_sub(AT_MOST)..].join(", ")
}

/// `1 day`, `12 days`.
pub(super) fn days(count: i64) -> String {
    if count == 1 { "1 day".into() } else { format!("{count} days") }
}
