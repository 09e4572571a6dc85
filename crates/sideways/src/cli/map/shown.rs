//! The map as a page of text.

mod attention;
mod compared;
mod dates;
mod head;
mod peers;

use std::collections::HashMap;

use playbook::map::{
    Map,
    questions::percent,
    view::{Correction, Gap, GapKind},
};
use sources::{problem::Told, text::shown};

use super::{
    super::page::{Page, QUIET, STRONG, TYPED, counted, listed, thousands},
    Options,
};
use crate::drawn::{Drawn, told::is_guessed};

/// Lines of a kind that are shown unless all are asked for.
const FEW: usize = 8;

/// Problems that are shown unless all are asked for.
const FEW_PROBLEMS: usize = 4;

/// The page.
pub fn page(drawn: &Drawn, options: &Options) -> String {
    let few = |few| if options.all { usize::MAX } else { few };
    let mut sheet = Sheet { page: Page::new(), few: few(FEW) };
    let map = &drawn.map;
    sheet.head(drawn);
    if let Some(compared) = &drawn.since {
        sheet.since(compared, map);
    }
    for (at, peer) in map.peers.iter().enumerate() {
        sheet.peer(at + 1, peer, map);
    }
    sheet.ties_and_left_out(map);
    sheet.corrected(map);
    match &drawn.held {
        _ if !options.attention => {}
        Some(held) => sheet.held(held),
        None => sheet.attention(map),
    }
    if let Some(yeses) = &drawn.yeses {
        sheet.yeses(yeses);
    }
    sheet.dates(map, drawn.is_unsimulated);
    sheet.gaps(map);
    problems(&mut sheet.page, &drawn.problems, options.all);
    sheet.questions(map);
    sheet.page.text()
}

/// Which entries keep names that were added or struck.
pub fn kept_by(entries: &[u32]) -> String {
    let numbers: Vec<String> = entries.iter().map(u32::to_string).collect();
    let (entry, keeps) = if entries.len() == 1 { ("Entry", "keeps") } else { ("Entries", "keep") };
    let mut page = Page::new();
    page.gap();
    page.paragraph(
        0,
        &format!(
            "{entry} {} {keeps} it. `sideways undo {}` takes it back.",
            listed(&numbers, "and"),
            numbers.join(" ")
        ),
    );
    page.text()
}

/// What was not read as it stands; the first few, unless all are asked for.
pub fn problems(page: &mut Page, problems: &[Told], all: bool) {
    if problems.is_empty() {
        return;
    }
    let few = if all { usize::MAX } else { FEW_PROBLEMS };
    let count: u32 = problems.iter().map(|problem| problem.count).sum();
    page.gap();
    page.heading(&format!("Not read as it stands ({})", thousands(count as usize)));
    let alike = alike(problems, few);
    for problem in alike.iter().take(few) {
        page.problem(&problem.render());
    }
    more(page, alike.len(), few, 0, ("other", "others"));
}

fn more(page: &mut Page, count: usize, few: usize, column: usize, (one, many): (&str, &str)) {
    if let Some(more) = count.checked_sub(few).filter(|more| *more > 0) {
        page.styled(column, &format!("and {}; --all shows them", counted(more, one, many)), QUIET);
    }
}

/// Where something stands: a file and a line, or what is kept as a whole.
fn at(file: &str, line: u32) -> String {
    if line == 0 { file.to_owned() } else { format!("{file}:{line}") }
}

struct Sheet {
    page: Page,
    few: usize,
}

impl Sheet {
    fn more(&mut self, count: usize, few: usize, column: usize, nouns: (&str, &str)) {
        more(&mut self.page, count, few, column, nouns);
    }

    fn corrected(&mut self, map: &Map) {
        if map.corrected.is_empty() {
            return;
        }
        self.page.gap();
        self.page.heading("Corrected by you");
        for Correction { fact, word, .. } in map.corrected.iter().take(self.few) {
            let because =
                if word.because.is_empty() { String::new() } else { format!(", “{}”", word.because) };
            let words = format!("{}{because} — {}", capital(fact), at(&word.file, word.line));
            self.page.hanging(3, 5, &shown(&words), anstyle::Style::new());
        }
        self.more(map.corrected.len(), self.few, 3, ("correction", "corrections"));
    }

    fn ties_and_left_out(&mut self, map: &Map) {
        if !map.ties.is_empty() {
            self.page.gap();
        }
        for tie in &map.ties {
            let words = format!(
                "Tie at {}: {}. {}.",
                percent(tie.dependence),
                listed(&tie.people, "and"),
                capital(&tie.reason)
            );
            self.page.paragraph(0, &shown(&words));
        }
        if map.left_out.is_empty() {
            return;
        }
        self.page.gap();
        self.page.heading("Left out");
        for left in map.left_out.iter().take(self.few) {
            let mut names = vec![left.person.clone()];
            names.extend(left.or.clone());
            let teams = if left.teams.is_empty() {
                String::new()
            } else {
                format!(" · {}", listed(&left.teams, "and"))
            };
            let words =
                format!("{}{teams}, {:.1} %: {}", listed(&names, "or"), left.dependence * 100.0, left.reason);
            self.page.hanging(3, 5, &shown(&words), anstyle::Style::new());
            if is_guessed(left) {
                left.crossings.iter().take(self.few).for_each(|line| self.crossing(line));
            }
        }
        self.more(map.left_out.len(), self.few, 3, ("other", "others"));
    }

    fn gaps(&mut self, map: &Map) {
        let gaps: Vec<&Gap> = map.gaps.iter().filter(|gap| gap.kind != GapKind::Unknown).collect();
        if gaps.is_empty() {
            return;
        }
        self.page.gap();
        self.page.heading("Gaps");
        self.page.styled(0, &format!("{}.", gap_counts(&gaps)), QUIET);
        for gap in gaps.iter().take(self.few) {
            let carries = if gap.dependence > 0.0 {
                format!(" ({} of your need)", percent(gap.dependence))
            } else {
                String::new()
            };
            let place = match gap.place.line {
                0 => String::new(),
                line => format!(" — {}:{line}", gap.place.file),
            };
            self.page.hanging(
                3,
                5,
                &shown(&format!("{}{carries}{place}", capital(&gap.fact))),
                anstyle::Style::new(),
            );
            self.crossings(5, &gap.crossings);
        }
        self.more(gaps.len(), self.few, 3, ("other", "others"));
    }

    fn questions(&mut self, map: &Map) {
        if map.questions.is_empty() {
            return;
        }
        self.page.gap();
        self.page.heading("Questions");
        for question in &map.questions {
            self.page.hanging(3, 3, &shown(&question.question), STRONG);
            self.page.styled(5, &shown(&question.answer), TYPED);
        }
    }
}

fn gap_counts(gaps: &[&Gap]) -> String {
    let count = |kind: GapKind| gaps.iter().filter(|gap| gap.kind == kind).count();
    let parts = [
        (count(GapKind::NoLeader), "team without a known leader", "teams without a known leader"),
        (count(GapKind::NoOwner), "item without an owner", "items without an owner"),
        (count(GapKind::DanglingLink), "link to nothing in the plan", "links to nothing in the plan"),
    ];
    let parts = parts.into_iter().filter(|(count, ..)| *count > 0);
    capital(&parts.map(|(count, one, many)| counted(count, one, many)).collect::<Vec<_>>().join(", "))
}

/// Problems with the same fact as one with their number, unless all are asked for.
fn alike(problems: &[Told], few: usize) -> Vec<Told> {
    let mut alike: Vec<Told> = Vec::new();
    let mut known: HashMap<&str, usize> = HashMap::new();
    for problem in problems {
        match known.get(problem.fact.as_str()).filter(|_| few < usize::MAX) {
            Some(at) => alike[*at].count += problem.count,
            None => {
                known.insert(&problem.fact, alike.len());
                alike.push(problem.clone());
            }
        }
    }
    alike
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().collect::<String>() + letters.as_str())
        .unwrap_or_default()
}
