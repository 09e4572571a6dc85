//! What was read, and how much the names carry.

use playbook::map::{
    Map,
    questions::percent,
    view::{Correction, GapKind},
};
use sources::text::shown;

use super::{
    super::super::page::{QUIET, counted, listed, thousands},
    Sheet, capital, is_guessed,
};
use crate::drawn::{Drawn, KeptAs, Read};

impl Sheet {
    pub(super) fn head(&mut self, drawn: &Drawn) {
        let Drawn { map, read, remark, kept, .. } = drawn;
        self.page.heading("The peers this year depends on");
        let mut named: Vec<String> = map.teams.iter().take(3).cloned().collect();
        if map.teams.len() > 3 {
            named.push(counted(map.teams.len() - 3, "other team", "other teams"));
        }
        let teams = if named.is_empty() { String::new() } else { format!(", {}", listed(&named, "and")) };
        let from = format!(
            "{}{teams}, as of {}. Read: {}, {}, {}.",
            map.leader,
            map.as_of,
            counted(read.files, "file", "files"),
            counted(read.items, "item", "items"),
            counted(read.crossings, "crossing", "crossings"),
        );
        self.page.styled(0, &shown(&from), QUIET);
        if read.pages > 0 || read.naming > 0 {
            self.page.styled(0, &looked_through(read), QUIET);
        }
        if let Some(kept) = kept {
            self.page.styled(0, &kept_as(kept), QUIET);
        }
        if let Some(remark) = remark {
            self.page.paragraph(0, remark);
        }
        for stranger in map.gaps.iter().filter(|gap| gap.kind == GapKind::Unknown) {
            let end = if stranger.fact.ends_with('?') { "" } else { "." };
            self.page.paragraph(0, &shown(&format!("{}{end}", capital(&stranger.fact))));
        }
        self.page.gap();
        self.page.paragraph(0, &verdict_and_next(map));
    }
}

/// Since when the map is kept, and whether it still says everything.
fn kept_as(kept: &KeptAs) -> String {
    let corrected = match kept.corrected_since {
        0 => String::new(),
        1 => " You corrected one thing since.".into(),
        many => format!(" You corrected {many} things since."),
    };
    format!(
        "Kept on {} as entry {}.{corrected} `sideways read` says what changed; `sideways map --keep` draws it anew.",
        kept.on, kept.entry
    )
}

/// What running text was looked through, and what it yielded.
fn looked_through(read: &Read) -> String {
    let sentences = counted(read.sentences, "sentence", "sentences");
    let yields = match read.naming {
        0 => "none of them names a team as needed".into(),
        1 => "1 of them names a team: a guess, where the plan itself says nothing".into(),
        many => {
            format!("{} of them name a team: guesses, where the plan itself says nothing", thousands(many))
        }
    };
    format!("Looked through {sentences} of running text; {yields}.")
}

/// The first sentence: how much the names carry, and how much has no name; and where to read on, which stands below it.
fn verdict_and_next(map: &Map) -> String {
    let verdict = verdict(map);
    let next = match map.items {
        0 => " What stands below says why.",
        _ if map.first_reading => " The questions below are where to begin.",
        _ => "",
    };
    format!("{verdict}{next}")
}

/// How much the names carry, and how much has no name.
pub fn verdict(map: &Map) -> String {
    if map.items == 0 {
        return "Nothing was read that is a piece of work.".into();
    }
    if map.deliverables.is_empty() {
        return nothing_of_yours(map);
    }
    let takes_away = |correction: &Correction| matches!(correction.change.as_str(), "reject" | "given");
    if map.crossings == 0 && map.corrected.iter().any(takes_away) {
        return "No crossing is left: what this plan needs of others is given, or none by your word.".into();
    }
    if map.crossings == 0 {
        return "No crossing found: nothing in this plan needs a yes from another team.".into();
    }
    if map.peers.is_empty() && map.unnamed > 0.999 {
        return "Nobody can be named yet: it is not known who says yes for what you need.".into();
    }
    let are_guessed = !map.left_out.is_empty() && map.left_out.iter().all(is_guessed);
    let mut words = match (map.peers.len(), map.left_out.first()) {
        (0, _) if are_guessed => "Nobody is named: nothing but guesses speaks for anybody.".into(),
        (0, Some(left)) if left.dependence >= 0.05 => {
            let share = percent(left.dependence);
            format!("Nobody is named. Left out is {} with {share}: {}.", left.person, left.reason)
        }
        (0, _) => format!(
            "Nobody stands out: {} share the need, none with 5 % of it.",
            counted(map.left_out.len(), "person", "people")
        ),
        (1, _) => format!("One name carries {} of your need.", percent(map.covered)),
        (count, _) => format!("{} names carry {} of your need.", number(count), percent(map.covered)),
    };
    if map.unnamed > 0.0 {
        words.push_str(&format!(" {} of it has no name yet.", percent(map.unnamed)));
    }
    if map.first_reading {
        words.push_str(" With so much unnamed this is a first reading.");
    }
    words
}

/// No open work is the leader's: who the plan's teams are, so that the right one can be named.
fn nothing_of_yours(map: &Map) -> String {
    let mut words = format!("No open work of {} was found in this plan.", map.leader);
    let teams: Vec<String> =
        map.plan_teams.iter().take(6).map(|team| format!("{} ({})", team.name, team.items)).collect();
    if !teams.is_empty() {
        words.push_str(&format!(
            " Its teams, with their items: {}. --team names yours.",
            listed(&teams, "and")
        ));
    }
    words
}

fn number(count: usize) -> &'static str {
    ["No", "One", "Two", "Three", "Four", "Five"].get(count).copied().unwrap_or("Several")
}
