//! What was read, and how much the names carry.

use playbook::map::view::GapKind;
use sources::text::shown;

use super::{
    super::super::page::{QUIET, counted, listed, thousands},
    Sheet, capital,
};
use crate::drawn::{Drawn, KeptAs, Read, told::verdict};

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
        self.page.paragraph(0, &verdict_and_next(drawn));
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
fn verdict_and_next(drawn: &Drawn) -> String {
    let map = &drawn.map;
    let verdict = verdict(map);
    let next = match map.items {
        0 if drawn.problems.is_empty() => "",
        0 => " What stands below says why.",
        _ if map.first_reading => " The questions below are where to begin.",
        _ => "",
    };
    format!("{verdict}{next}")
}
