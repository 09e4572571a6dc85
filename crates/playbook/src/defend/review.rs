//! A draft of a review or a report, held against what is known of absent peers (rule D4).

use std::{cmp::Reverse, collections::BTreeMap, ops::Range};

use serde::Serialize;

use super::{
    Contribution, Contributions,
    blame::{self, Blame},
    english::is_english,
    names::Names,
    passage::Passage,
    tokens::{Token, tokens},
};
use crate::{
    akin::words,
    map::peers::Peers,
    moment::{Day, Id},
    outward::{
        Text,
        credit::{instead, named},
    },
};

/// Days that a report looks back, where nobody says: thirteen weeks.
pub const PERIOD: i64 = 91;

/// What there is to mend in a draft.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Review {
    /// Lines that blame somebody, in the order of the draft.
    pub blames: Vec<Line>,
    /// Contributions that the draft leaves out.
    pub left_out: Vec<LeftOut>,
    /// Lines in which nobody looked for blame, because they are not English: from which to which.
    pub not_read: Vec<(u32, u32)>,
    /// Whether people and teams of the kept plan were looked for, too; else only peers, and teams of the kept map and of
    /// contributions.
    pub knows_plan: bool,
}

/// Somebody whom the directory of a plan names, or a team of which nobody knows who leads it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InPlan {
    /// Every name of theirs, the usual one first; none where only a team is named.
    pub names: Vec<String>,
    /// Teams that they lead.
    pub teams: Vec<String>,
}

/// A line that blames somebody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Line {
    /// The line of the draft.
    pub line: u32,
    /// The sentence.
    pub words: String,
    /// Whom it blames.
    pub peer: String,
    /// The words of fault that it was found by.
    pub because: String,
    /// A sentence that can stand there instead.
    pub paste: Text,
}

/// A contribution that the draft leaves out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LeftOut {
    /// Its name in the notebook.
    pub id: Id,
    /// Why it belongs here: what it was for, or when it was done.
    pub because: String,
    /// The line that speaks of it, or of what it was for, if one does.
    pub line: Option<u32>,
    /// A sentence that names it.
    pub paste: Text,
}

/// The names of all peers and of their teams.
pub fn names(peers: &Peers, contributions: &Contributions, today: Day) -> Names {
    let mut names = Names::default();
    for (peer, _) in peers.everybody() {
        let of_the_map = peers.picks_of(peer, today).flat_map(|pick| &pick.teams).map(String::as_str);
        let theirs = contributions
            .all()
            .map(|kept| &kept.contribution)
            .filter(|one| peers.known(one.peer) == Some(peer));
        let noted = theirs.filter_map(|one| one.team.as_ref()).map(|team| team.get().as_str());
        names.add(peers.name(peer.id()), peers.names_of(peer), of_the_map.chain(noted));
    }
    names
}

/// Adds the names of a plan's directory: the teams of a peer to that peer's, everybody else by whole names alone.
fn add_plan(names: &mut Names, plan: &[InPlan], peers: &Peers) {
    for one in plan {
        let teams = || one.teams.iter().map(String::as_str);
        let peer = one.names.iter().find_map(|name| peers.called(name));
        match (peer, one.names.first()) {
            (Some(peer), _) => names.add_whole(peers.name(peer.id()), [], teams()),
            (None, Some(name)) => names.add_whole(name, one.names.iter().map(String::as_str), teams()),
            (None, None) => teams().for_each(|team| names.add_whole(team, [team], [])),
        }
    }
}

/// What there is to mend in a draft that speaks of the time from a day on; `plan` are people and teams of the kept plan, but for
/// the leader's own, where one is kept.
pub fn review(
    draft: &[Passage],
    contributions: &Contributions,
    peers: &Peers,
    plan: Option<&[InPlan]>,
    (since, today): (Day, Day),
) -> Review {
    let mut names = names(peers, contributions, today);
    add_plan(&mut names, plan.unwrap_or_default(), peers);
    let not_english: Vec<bool> = draft.iter().map(|passage| !is_english(&passage.words)).collect();
    let english =
        draft.iter().zip(&not_english).filter(|(_, not)| !**not).map(|(passage, _)| passage.clone());
    let english: Vec<Passage> = english.collect();
    let line = |blame: Blame| Line {
        paste: instead(&blame.peer, blame.team.as_deref()),
        line: blame.line,
        words: blame.words,
        peer: blame.peer,
        because: blame.because,
    };
    Review {
        blames: blame::lines(&english, &names).into_iter().map(line).collect(),
        left_out: left_out(draft, contributions, peers, since, today),
        not_read: stretches(draft, &not_english),
        knows_plan: plan.is_some(),
    }
}

fn left_out(
    draft: &[Passage],
    contributions: &Contributions,
    peers: &Peers,
    since: Day,
    today: Day,
) -> Vec<LeftOut> {
    let keys: Vec<Vec<String>> = draft.iter().map(|passage| words(&passage.words)).collect();
    let of_sentences = |passage: &Passage| -> Vec<Vec<String>> {
        passage.sentences().into_iter().map(|span| words(&passage.words[span])).collect()
    };
    let sentences: Vec<Vec<Vec<String>>> = draft.iter().map(of_sentences).collect();
    let mut all: Vec<&Contribution> = contributions.unnamed().collect();
    all.sort_by_key(|one| (one.on, one.id));
    let left = |one: &Contribution| {
        let what = words(one.what.get());
        let speaks = keys.iter().position(|key| holds(key, &what));
        if speaks.is_some_and(|at| is_credited(&draft[at], one, peers)) {
            return None;
        }
        let telling = words(one.toward.get());
        let about = |all: &Vec<Vec<String>>| all.iter().position(|sentence| is_about(sentence, &telling));
        let subject = sentences.iter().enumerate().find_map(|(at, all)| Some((at, about(all)?)));
        let toward = one.toward.get().trim();
        let because = match (speaks, subject) {
            (Some(_), _) => "the draft speaks of it, and not of who did it".to_owned(),
            (None, Some(_)) => format!("the draft is about {toward}"),
            (None, None) if one.on >= since && one.on <= today => format!("it was done on {}", one.on),
            (None, None) => return None,
        };
        let line = match (speaks, subject) {
            (Some(at), _) => Some(line_of(&draft[at], 0..draft[at].words.len(), &what)),
            (None, Some((at, nth))) => {
                let span = draft[at].sentences().into_iter().nth(nth);
                span.map(|span| line_of(&draft[at], span, &telling))
            }
            (None, None) => None,
        };
        Some(LeftOut { id: one.id, because, line, paste: named(&one.credited(peers)) })
    };
    all.into_iter().filter_map(left).collect()
}

/// The line of a passage on which most of these words stand, the first of several; only what lies within a span counts.
fn line_of(passage: &Passage, span: Range<usize>, wanted: &[String]) -> u32 {
    let is_wanted = |token: &&Token<'_>| {
        span.contains(&token.at) && words(token.words).iter().any(|word| wanted.contains(word))
    };
    let mut lines: BTreeMap<u32, usize> = BTreeMap::new();
    for token in tokens(&passage.words).iter().filter(is_wanted) {
        *lines.entry(passage.line(token.at)).or_default() += 1;
    }
    let most = lines.into_iter().max_by_key(|(line, words)| (*words, Reverse(*line)));
    most.map_or_else(|| passage.line(span.start), |(line, _)| line)
}

/// Whether most telling words of something stand in a passage.
fn holds(key: &[String], what: &[String]) -> bool {
    let here: Vec<&String> = what.iter().filter(|word| key.binary_search(word).is_ok()).collect();
    !what.is_empty() && here.len() * 3 >= what.len() * 2
}

/// Whether a passage names whoever did it, or their team.
fn is_credited(passage: &Passage, one: &Contribution, peers: &Peers) -> bool {
    let tokens = tokens(&passage.words);
    let mut names = Names::default();
    let Some(peer) = peers.known(one.peer) else { return false };
    names.add(peers.name(one.peer), peers.names_of(peer), one.team.as_ref().map(|team| team.get().as_str()));
    (0..tokens.len()).any(|at| names.at(&tokens[at..]).is_some())
}

/// Whether the words of a sentence name what something was for.
fn is_about(sentence: &[String], telling: &[String]) -> bool {
    !telling.is_empty() && telling.iter().all(|word| sentence.binary_search(word).is_ok())
}

/// From which line to which nothing was read, neighbours taken together.
fn stretches(draft: &[Passage], not_english: &[bool]) -> Vec<(u32, u32)> {
    let mut all: Vec<(u32, u32)> = Vec::new();
    let mut is_open = false;
    for (passage, is_not) in draft.iter().zip(not_english) {
        let (from, to) = (passage.line(0), passage.last_line());
        match all.last_mut() {
            Some(last) if *is_not && is_open => last.1 = to,
            _ if *is_not => all.push((from, to)),
            _ => {}
        }
        is_open = *is_not;
    }
    all
}
