//! What is known of a deal, what would undo it, what to ask first: in sentences.

use std::collections::BTreeSet;

use plan::{
    activity::LanesFrom,
    calendar::DAY,
    directory::TeamId,
    facts::Strength,
    hunt::{Question, Years, deal::Deal, doubt::Killer, is_rough},
    names::typed,
    network::{ItemId, Network},
    whatif::Move,
};

use super::{ME, Parties};
use crate::trade::named_moves::things;

/// Teams without a date that are named, at most.
const NAMED: usize = 12;

fn listed(titles: &[String]) -> String {
    match titles {
        [first @ .., before, last] => {
            format!("{}{before} and {last}", first.iter().map(|one| format!("{one}, ")).collect::<String>())
        }
        _ => titles.concat(),
    }
}

/// What sentences are made of.
pub struct Words<'a> {
    /// The plan.
    pub network: &'a Network,
    /// Its years.
    pub years: &'a Years,
    /// Who is who.
    pub parties: &'a Parties,
}

impl Words<'_> {
    fn title(&self, item: ItemId) -> String {
        format!("“{}”", self.network.node(item).item.title)
    }

    fn team(&self, team: TeamId) -> &str {
        &self.network.directory.teams[team.at()].name
    }

    /// What is stated, derived or guessed of what is moved.
    pub fn known(&self, moves: &[Move]) -> Vec<String> {
        let (mut known, mut teams) = (Vec::new(), Vec::new());
        for change in moves {
            match change {
                Move::Lend { giver, taker, .. } => teams.extend([*giver, *taker]),
                other => {
                    if let Some(item) = other.item() {
                        known.push(self.length(item));
                        teams.extend(self.network.node(item).team);
                    }
                }
            }
            if let Move::First { more, less, .. } = change {
                known.push(format!(
                    "That the first takes {more} % longer and the others {less} % less is judged, not measured"
                ));
            }
        }
        teams.sort_unstable();
        teams.dedup();
        known.extend(teams.into_iter().map(|team| self.lanes(team)));
        known.dedup();
        known
    }

    fn length(&self, item: ItemId) -> String {
        let node = &self.network.node(item).item;
        let title = self.title(item);
        let how = match (&node.estimate, node.estimate_strength) {
            (None, _) => return format!("{title} bears no estimate: it counts like its team's other work"),
            (Some(_), Strength::Guessed) => "guessed",
            (Some(_), Strength::Derived) => "derived from a size, a class or dates",
            (Some(_), Strength::Stated) => "stated",
        };
        match is_rough(&self.years.instance, item) {
            true => {
                format!("The length of {title} is {how}, as one figure; its spread is one company's habit")
            }
            false => format!("The length of {title} is {how}, with a spread of its own"),
        }
    }

    fn lanes(&self, team: TeamId) -> String {
        let crew = &self.years.instance.crews[team.at()];
        let things = things(crew.lanes);
        let how = match crew.lanes_from {
            LanesFrom::Stated => "stated",
            LanesFrom::Named => "counted from the people named for its work",
            LanesFrom::Assumed => "guessed",
        };
        format!("That {} works on {things} at a time is {how}", self.team(team))
    }

    /// What undoes a deal.
    pub fn undone(&self, killer: Option<Killer>, question: &Question) -> String {
        match killer {
            None => "Nothing that was tried undoes it: five times the length of what moves, dates promised eight weeks later"
                .into(),
            Some(Killer::Length(item, hundredths)) => {
                let planned = i64::from(self.years.instance.activities[item.at()].planned);
                let days = |hundredths: u32| {
                    let ticks = planned * i64::from(hundredths) / 100;
                    (ticks + i64::from(DAY) - 1) / i64::from(DAY)
                };
                let (least, count) = (days(hundredths).max(days(100) + 1), days(100));
                let planned = if count == 1 { "one is".into() } else { format!("{count} are") };
                format!(
                    "It no longer pays if {} takes {least} working days or more, where {planned} planned",
                    self.title(item)
                )
            }
            Some(Killer::Promise(date, days)) => {
                let date = question.stakes.dates[date];
                let later = if days == 1 { "one working day".to_owned() } else { format!("{days} working days") };
                format!("It no longer pays if {} may come {later} later than promised", self.title(date.item))
            }
        }
    }

    /// One question to ask first: no offer.
    pub fn ask_first(&self, deal: &Deal) -> String {
        let theirs = deal.legs.iter().find(|leg| leg.giver != ME);
        let leg = theirs.or(deal.legs.first());
        let Some((leg, change)) = leg.and_then(|leg| Some((leg, leg.moves.first()?))) else {
            return String::new();
        };
        let peer = if leg.giver == ME { leg.receiver } else { leg.giver };
        let name = &self.parties.names[peer as usize];
        match (change, leg.giver == ME) {
            (Move::Lend { taker, .. }, true) => {
                format!(
                    "Ask {name}: would another pair of hands help {} now, or slow it down?",
                    self.team(*taker)
                )
            }
            (Move::Lend { giver, .. }, false) => {
                format!(
                    "Ask {name}: is there a time this quarter in which {} has hands free?",
                    self.team(*giver)
                )
            }
            (Move::First { item, .. } | Move::Pull { item, .. }, true) => {
                format!(
                    "Ask {name}: what waits for {}, and from which day on does it hurt?",
                    self.title(*item)
                )
            }
            (other, _) => match other.item() {
                Some(item) => {
                    format!(
                        "Ask {name}: what would have to wait if {} came sooner, and who would mind?",
                        self.title(item)
                    )
                }
                None => String::new(),
            },
        }
    }

    /// What would have to be known to find more.
    pub fn missing(&self, question: &Question, unknown: &[ItemId], rough: &BTreeSet<ItemId>) -> Vec<String> {
        let mut missing: Vec<String> =
            self.mine_missing(question, unknown).map(String::from).into_iter().collect();
        let has_none = |team: &TeamId| {
            question.party[team.at()].is_some_and(|party| party != ME && !question.has_dates(party))
        };
        // What is left out below bears a date.
        let is_left_out =
            |team: &TeamId| unknown.iter().any(|item| self.network.node(*item).team == Some(*team));
        let has_none = |team: &TeamId| has_none(team) && !is_left_out(team);
        let teams = (0..question.party.len() as u32).map(TeamId).filter(has_none);
        let names: Vec<&str> = teams.map(|team| self.team(team)).collect();
        if !names.is_empty() {
            let (named, more) = names.split_at(names.len().min(NAMED));
            let more = if more.is_empty() { String::new() } else { format!(" and {} more", more.len()) };
            missing
                .push(format!("Nothing can be saved for teams without a date: {}{more}", named.join(", ")));
        }
        if !self.parties.guarded.is_empty() {
            missing.push(format!(
                "Nothing is proposed to {}, whom you hold guarded: sideways peer cooperative {} --because \"...\" brings proposals back",
                self.parties.guarded.join(", "),
                typed(&self.parties.guarded[0])
            ));
        }
        if let Some(first) = unknown.first() {
            let others = match unknown.len() - 1 {
                0 => String::new(),
                1 => " and one other date".into(),
                more => format!(" and {more} other dates"),
            };
            missing.push(format!(
                "Left out, since most of the work before it bears no estimate: {}{others}",
                self.title(*first)
            ));
        }
        missing.extend(self.rough(rough));
        missing
    }
    /// What keeps whoever asks from gaining anything.
    fn mine_missing(&self, question: &Question, unknown: &[ItemId]) -> Option<&'static str> {
        if question.me.is_none_or(|me| question.has_dates(me)) {
            return None;
        }
        let is_mine = |item: &ItemId| {
            let team = self.network.node(*item).team;
            team.is_some_and(|team| question.party[team.at()] == question.me)
        };
        Some(match unknown.iter().any(is_mine) {
            true => {
                "Most of the work before your own dates bears no estimate, so that nothing can be saved for you, nor can a gift's cost be told"
            }
            false => {
                "You promise no day in this plan, so that nothing can be saved for you, nor can a gift's cost be told: give a deliverable of yours its date"
            }
        })
    }

    /// Work in which a trade may lie, of whose length too little is known.
    fn rough(&self, rough: &BTreeSet<ItemId>) -> Option<String> {
        let titles: Vec<String> = rough.iter().take(4).map(|item| self.title(*item)).collect();
        let (whose, each) = match titles.len() {
            0 => return None,
            1 => ("its length is", "it"),
            _ => ("their lengths are", "each of them"),
        };
        Some(format!(
            "A trade may lie in {}, but {whose} known as one figure alone, spread by one company's habit: least, likely and most days for {each} (3-5-9d) would tell",
            listed(&titles)
        ))
    }
}
