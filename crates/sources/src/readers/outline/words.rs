//! The words of the plan format: estimates, names, and the phrases that begin a fact.

use plan::{
    calendar::{DAY, Ticks},
    facts::{Estimate, Kind, LinkKind},
};

/// A figure beyond this many working days is a slip of the pen.
const MOST_DAYS: f64 = 5000.0;

/// What a phrase begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fact {
    /// A link.
    Link(LinkKind),
    /// `ends with X` or `ends when X starts`.
    Ends,
    /// A need.
    Need(Kind),
    /// Who does it.
    Owner,
    /// A promised day.
    By,
    /// A first day, and maybe a last.
    From,
    /// Under way.
    Started,
    /// What is left.
    Remaining,
    /// Finished.
    Done,
    /// How long it took.
    Took,
    /// Will not be done.
    Dropped,
    /// How much it counts.
    Weight,
    /// Adoption is what it is about.
    Adoption,
    /// A short name.
    Id,
    /// Whom to ask first.
    Through,
    /// How long it may take.
    Estimate,
    /// How it stands.
    Status,
    /// Not read.
    Note,
}

/// Phrases and what they begin; of two that fit, the longer counts.
const PHRASES: [(&str, Fact); 41] = [
    ("after", Fact::Link(LinkKind::FinishStart)),
    ("waits for", Fact::Link(LinkKind::FinishStart)),
    ("waiting for", Fact::Link(LinkKind::FinishStart)),
    ("depends on", Fact::Link(LinkKind::FinishStart)),
    ("blocked by", Fact::Link(LinkKind::FinishStart)),
    ("starts with", Fact::Link(LinkKind::StartStart)),
    ("ends with", Fact::Ends),
    ("finishes with", Fact::Ends),
    ("ends when", Fact::Ends),
    ("finishes when", Fact::Ends),
    ("touches", Fact::Need(Kind::Touch)),
    ("changes", Fact::Need(Kind::Touch)),
    ("uses", Fact::Need(Kind::Touch)),
    ("needs yes from", Fact::Need(Kind::Approval)),
    ("needs a yes from", Fact::Need(Kind::Approval)),
    ("approval by", Fact::Need(Kind::Approval)),
    ("approval from", Fact::Need(Kind::Approval)),
    ("approved by", Fact::Need(Kind::Approval)),
    ("agreed by", Fact::Need(Kind::Approval)),
    ("lands on", Fact::Need(Kind::Absorption)),
    ("adopted by", Fact::Need(Kind::Absorption)),
    ("to be adopted by", Fact::Need(Kind::Absorption)),
    ("absorbed by", Fact::Need(Kind::Absorption)),
    ("owner", Fact::Owner),
    ("owners", Fact::Owner),
    ("owned by", Fact::Owner),
    ("by", Fact::By),
    ("due", Fact::By),
    ("due by", Fact::By),
    ("not before", Fact::From),
    ("from", Fact::From),
    ("started", Fact::Started),
    ("remaining", Fact::Remaining),
    ("done", Fact::Done),
    ("took", Fact::Took),
    ("dropped", Fact::Dropped),
    ("weight", Fact::Weight),
    ("adoption", Fact::Adoption),
    ("id", Fact::Id),
    ("through", Fact::Through),
    ("note", Fact::Note),
];

/// Labels as pages have them, and what they begin: only with a colon, or as the head of a table's row or column.
const LABELS: [(&str, Fact); 41] = [
    ("owner(s)", Fact::Owner),
    ("team", Fact::Owner),
    ("teams", Fact::Owner),
    ("team(s)", Fact::Owner),
    ("owning team", Fact::Owner),
    ("owner team", Fact::Owner),
    ("responsible", Fact::Owner),
    ("responsible team", Fact::Owner),
    ("accountable", Fact::Owner),
    ("dri", Fact::Owner),
    ("lead", Fact::Owner),
    ("led by", Fact::Owner),
    ("assignee", Fact::Owner),
    ("assignees", Fact::Owner),
    ("assigned to", Fact::Owner),
    ("point of contact", Fact::Owner),
    ("due date", Fact::By),
    ("due on", Fact::By),
    ("deadline", Fact::By),
    ("target date", Fact::By),
    ("delivery date", Fact::By),
    ("end date", Fact::By),
    ("launch date", Fact::By),
    ("promised", Fact::By),
    ("promised for", Fact::By),
    ("eta", Fact::By),
    ("start", Fact::From),
    ("start date", Fact::From),
    ("dependencies", Fact::Link(LinkKind::FinishStart)),
    ("dependency", Fact::Link(LinkKind::FinishStart)),
    ("dependent on", Fact::Link(LinkKind::FinishStart)),
    ("prerequisites", Fact::Link(LinkKind::FinishStart)),
    ("approver", Fact::Need(Kind::Approval)),
    ("approvers", Fact::Need(Kind::Approval)),
    ("approval", Fact::Need(Kind::Approval)),
    ("estimate", Fact::Estimate),
    ("estimated effort", Fact::Estimate),
    ("effort", Fact::Estimate),
    ("duration", Fact::Estimate),
    ("status", Fact::Status),
    ("state", Fact::Status),
];

/// The phrase with which words begin, and the length it takes up, a colon behind it included.
pub fn phrase(words: &str) -> Option<(Fact, usize)> {
    let fits = |phrase: &str, is_label: bool| {
        let begins = words.get(..phrase.len()).is_some_and(|head| head.eq_ignore_ascii_case(phrase));
        let rest = words.get(phrase.len()..).unwrap_or_default();
        let gap = rest.len() - rest.trim_start_matches([' ', '\t']).len();
        let colon = rest[gap..].starts_with(':').then_some(gap + 1);
        let ends = rest.is_empty() || rest.starts_with([' ', '\t', '\n', '\r', '(']);
        (begins && (colon.is_some() || (ends && !is_label))).then(|| phrase.len() + colon.unwrap_or(0))
    };
    let phrases = PHRASES.iter().map(|phrase| (phrase, false));
    let all = phrases.chain(LABELS.iter().map(|label| (label, true)));
    let found =
        all.filter_map(|((phrase, fact), is_label)| fits(phrase, is_label).map(|length| (*fact, length)));
    found
        .max_by_key(|(_, length)| *length)
        .filter(|(fact, length)| makes_sense(*fact, words[*length..].trim(), words[..*length].ends_with(':')))
}

/// Labels of pages that say nothing of a plan.
const SILENT: [&str; 23] = [
    "author",
    "authors",
    "contributors",
    "reviewer",
    "reviewers",
    "audience",
    "created",
    "created on",
    "updated",
    "last updated",
    "version",
    "rfc",
    "rfc pr",
    "pr",
    "issue",
    "tracking issue",
    "feature name",
    "link",
    "links",
    "slack",
    "channel",
    "tags",
    "category",
];

/// Whether words begin with a label that says nothing of a plan: `Authors: Mira Solberg`.
pub fn is_silent_label(words: &str) -> bool {
    let label = words.split_once(':').map_or("", |(label, _)| label.trim());
    SILENT.iter().any(|known| known.eq_ignore_ascii_case(label))
}

/// Whether words begin with a label that says something of what they stand under: `Owner: Booking`.
pub fn is_label(words: &str) -> bool {
    phrase(words).is_some_and(|(fact, length)| {
        let is_said = matches!(
            fact,
            Fact::Owner
                | Fact::By
                | Fact::From
                | Fact::Link(_)
                | Fact::Need(_)
                | Fact::Weight
                | Fact::Estimate
                | Fact::Status
        );
        is_said && words[..length].ends_with(':')
    })
}

/// Whether a fact can have these words behind it. Short everyday words begin a fact only where what follows fits; behind a
/// colon a promised day is meant, whatever stands there.
fn makes_sense(fact: Fact, rest: &str, is_marked: bool) -> bool {
    // Longer than any date.
    let rest = &rest[..rest.floor_char_boundary(120)];
    let has_figure = rest.starts_with(|c: char| c.is_ascii_digit());
    let is_date = has_figure
        || (rest.chars().any(|c| c.is_ascii_digit()) && crate::dates::leading_date(rest).is_some());
    match fact {
        Fact::By => is_date || (is_marked && !rest.is_empty()),
        Fact::From => is_date,
        Fact::Started | Fact::Done => rest.is_empty() || is_date,
        Fact::Weight | Fact::Took | Fact::Remaining => has_figure || rest.starts_with('~'),
        Fact::Need(Kind::Touch) => !rest.is_empty() && !rest.starts_with("to ") && !rest.starts_with("in "),
        Fact::Dropped => rest.is_empty(),
        Fact::Adoption => rest.is_empty() || rest.starts_with("is "),
        Fact::Note => true,
        Fact::Id | Fact::Owner | Fact::Through | Fact::Estimate | Fact::Status => !rest.is_empty(),
        Fact::Link(_) | Fact::Ends | Fact::Need(_) => true,
    }
}

/// The working time that a number with a unit stands for.
fn length(number: f64, unit: &str) -> Option<Ticks> {
    let days = match unit.to_ascii_lowercase().as_str() {
        "d" | "day" | "days" => number,
        "w" | "week" | "weeks" => number * 5.0,
        "month" | "months" => number * 20.0,
        "h" | "hour" | "hours" => number / 8.0,
        _ => return None,
    };
    (days <= MOST_DAYS).then(|| (days * f64::from(DAY)).round() as Ticks)
}

/// An estimate at the beginning of words: what it is, how many bytes it takes, and whether its middle is made up.
pub fn estimate(words: &str) -> Option<(Estimate, usize, bool)> {
    let lead = words.len() - words.trim_start_matches('~').len();
    let body = &words[lead..];
    let figures_end =
        body.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | '-' | '–'))).unwrap_or(body.len());
    let figures: Option<Vec<f64>> =
        body[..figures_end].split(['-', '–']).map(|figure| figure.parse().ok()).collect();
    let rest = &body[figures_end..];
    let gap = rest.len() - rest.trim_start_matches(' ').len();
    let unit_end = rest[gap..].find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len() - gap);
    let unit = &rest[gap..gap + unit_end];
    // "5 d" is an estimate, "5 w" in a title hardly; a lone letter stands next to its figure.
    if gap > 1 || (gap == 1 && unit.len() < 3) {
        return None;
    }
    let lengths: Vec<Ticks> =
        figures?.into_iter().map(|figure| length(figure, unit)).collect::<Option<_>>()?;
    let taken = lead + figures_end + gap + unit_end;
    match lengths.as_slice() {
        [one] => Some((Estimate::One(*one), taken, false)),
        [least, most] => {
            Some((Estimate::Three { least: *least, likely: (least + most) / 2, most: *most }, taken, true))
        }
        [least, likely, most] => {
            Some((Estimate::Three { least: *least, likely: *likely, most: *most }, taken, false))
        }
        _ => None,
    }
}

/// Working time with a sign at the end of words, as in `ledger export + 3d`: the words before it and the time.
pub fn lag(words: &str) -> (&str, Ticks) {
    for (at, sign) in words.char_indices().rev().filter(|(_, c)| matches!(c, '+' | '-' | '−')) {
        let rest = words[at + sign.len_utf8()..].trim();
        let before = &words[..at];
        if let Some((Estimate::One(lag), taken, _)) = estimate(rest)
            && taken == rest.len()
            && before.ends_with(char::is_whitespace)
        {
            return (before.trim_end(), if sign == '+' { lag } else { -lag });
        }
    }
    (words, 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn estimates_as_people_write_them() {
        let three = |a, b, c| Estimate::Three { least: a * DAY, likely: b * DAY, most: c * DAY };
        assert_eq!(estimate("3-5-9d rest"), Some((three(3, 5, 9), 6, false)));
        assert_eq!(estimate("3–5–9d"), Some((three(3, 5, 9), "3–5–9d".len(), false)));
        assert_eq!(estimate("3-9d"), Some((three(3, 6, 9), 4, true)));
        assert_eq!(estimate("~5d"), Some((Estimate::One(5 * DAY), 3, false)));
        assert_eq!(estimate("1.5w"), Some((Estimate::One(15 * DAY / 2), 4, false)));
        assert_eq!(estimate("5 days,"), Some((Estimate::One(5 * DAY), 6, false)));
        assert_eq!(estimate("6h"), Some((Estimate::One(768), 2, false)));
        for no in ["2027-03-31", "5", "d", "5 w", "3x", "9999999d", "v2", "5dogs"] {
            assert_eq!(estimate(no), None, "{no}");
        }
    }

    #[test]
    fn a_lag_stands_behind_a_sign() {
        assert_eq!(lag("ledger export + 3d"), ("ledger export", 3 * DAY));
        assert_eq!(lag("ledger export - 1w"), ("ledger export", -5 * DAY));
        assert_eq!(lag("check-in 3d"), ("check-in 3d", 0));
        assert_eq!(lag("A+ 3"), ("A+ 3", 0));
    }

    #[test]
    fn the_longest_phrase_counts_and_everyday_words_need_their_figure() {
        assert_eq!(phrase("needs yes from Security").unwrap().0, Fact::Need(Kind::Approval));
        assert_eq!(phrase("ends when X starts").unwrap().0, Fact::Ends);
        assert_eq!(phrase("owner: X"), Some((Fact::Owner, 6)));
        assert_eq!(phrase("Owner : X"), Some((Fact::Owner, 7)));
        assert_eq!(phrase("Team: X"), Some((Fact::Owner, 5)));
        assert_eq!(phrase("team meeting"), None, "a label has a colon");
        assert_eq!(phrase("Due: someday"), Some((Fact::By, 4)));
        assert_eq!(phrase("by the river"), None);
        assert_eq!(phrase("by 2027-03-31").unwrap().0, Fact::By);
        assert_eq!(phrase("afterwards"), None);
        assert_eq!(phrase("done and dusted"), None);
    }
}
