//! Everybody whom the map names, with what puts them there.

use plan::facts::Strength;
use playbook::map::{
    Map,
    questions::percent,
    view::{Line, Mended, Peer},
};
use sources::text::shown;

use super::{
    super::super::page::{QUIET, counted, listed},
    Sheet, at,
};

impl Sheet {
    pub(super) fn peer(&mut self, rank: usize, peer: &Peer, map: &Map) {
        let mut names = vec![match &peer.full_name {
            Some(full) => format!("{} ({full})", peer.person),
            None => peer.person.clone(),
        }];
        names.extend(peer.or.clone());
        self.page.gap();
        let name = format!("{rank}  {}", shown(&listed(&names, "or")));
        self.page.ledge(&name, &shown(&listed(&peer.teams, "and")), &percent(peer.dependence));
        if let Some(word) = &peer.added {
            self.page.paragraph(
                3,
                &shown(&format!("Added by you: “{}” ({}).", word.because, at(&word.file, word.line))),
            );
        }
        match peer.crossings.is_empty() {
            true => self.page.paragraph(3, "No crossing of yours needs them."),
            false => self.page.paragraph(3, &format!("{}.", kinds(peer))),
        }
        if !peer.acting.is_empty() {
            let teams = listed(&peer.acting, "and");
            self.page.paragraph(3, &shown(&format!("Leads {teams} only for the time being.")));
        }
        if peer.crossings.is_empty() {
            return;
        }
        if let Some(sentence) = hangs(peer, map) {
            self.page.paragraph(3, &sentence);
        }
        self.crossings(3, &peer.crossings);
    }

    /// Crossings below whoever they are of, by deliverable.
    pub(super) fn crossings(&mut self, column: usize, crossings: &[Line]) {
        let mut home = None;
        for line in crossings.iter().take(self.few) {
            if home.replace(&line.home) != Some(&line.home) {
                self.page.paragraph(column, &shown(&format!("For {}:", line.home)));
            }
            self.crossing(line);
        }
        self.more(crossings.len(), self.few, column, ("crossing", "crossings"));
    }

    /// Kind and items, the place, the quote. Where the item is the deliverable itself, the quote says enough.
    pub(super) fn crossing(&mut self, line: &Line) {
        let quote = format!("“{}”", line.place.quote.trim_matches(['|', ' ']));
        let is_home = line.item == line.home && line.theirs.is_none();
        let mut words = match &line.theirs {
            _ if is_home => quote.clone(),
            Some(theirs) if *theirs != line.item => format!("{} ← {theirs}", line.item),
            _ => line.item.clone(),
        };
        if line.between > 0 {
            words.push_str(&format!(" (over {})", counted(line.between, "other item", "other items")));
        }
        match line.strength {
            Strength::Stated => {}
            Strength::Derived => words.push_str(", derived"),
            Strength::Guessed => words.push_str(", a guess"),
        }
        if !line.through.is_empty() {
            words.push_str(&format!(", through {}", listed(&line.through, "or")));
        }
        for mended in &line.corrected {
            words.push_str(&match mended.was {
                Some(was) => format!(", by your word ({} before)", was.word()),
                None => ", added by you".into(),
            });
        }
        let kind = format!("{:<10}", line.kind.word());
        self.page.hanging(5, 16, &format!("{kind} {}", shown(&words)), anstyle::Style::new());
        self.page.place(16, &shown(&at(&line.place.file, line.place.line)));
        if !is_home {
            self.page.styled(16, &shown(&quote), QUIET);
        }
        for Mended { word, .. } in line.corrected.iter().filter(|mended| mended.was.is_some()) {
            self.page.place(16, &shown(&at(&word.file, word.line)));
            self.page.styled(16, &shown(&format!("“{}”", word.because)), QUIET);
        }
    }
}

fn kinds(peer: &Peer) -> String {
    let kinds = &peer.kinds;
    let parts = [
        (kinds.date, "date", "dates"),
        (kinds.approval, "approval", "approvals"),
        (kinds.absorption, "absorption", "absorptions"),
        (kinds.touch, "touch", "touches"),
    ];
    let parts = parts.into_iter().filter(|(count, ..)| *count > 0);
    parts.map(|(count, one, many)| counted(count, one, many)).collect::<Vec<_>>().join(", ")
}

/// What the years say of a peer, in a sentence that blames nobody.
fn hangs(peer: &Peer, map: &Map) -> Option<String> {
    let years = map.simulated.as_ref()?;
    let (decides, se) = (peer.decides?, peer.decides_se?);
    let of_years = format!("of {}", counted(years.trials as usize, "simulated year", "simulated years"));
    if decides <= 2.0 * se {
        return Some(format!("Their work decided no date of yours in any telling number {of_years}."));
    }
    let mut words = format!(
        "Their work decides a date of yours in {} (±{:.0}) {of_years}",
        percent(decides),
        (se * 200.0).max(1.0)
    );
    match (peer.days, peer.days_se) {
        (Some(days), Some(se)) if days > 2.0 * se && days >= 0.05 => {
            words.push_str(&format!(
                "; {days:.1} (±{:.1}) working days of your dates hang on it.",
                (se * 2.0).max(0.1)
            ));
        }
        _ => words.push('.'),
    }
    Some(words)
}
