//! Words of a sentence, and what stands between them.

use plan::names::person_key;

/// What stands before a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gap {
    /// Blanks, or a hyphen within a word.
    None,
    /// A comma.
    Comma,
    /// A bracket.
    Bracket,
    /// A mark that parts a name from what is said of it: a colon, a dash, the edge of a cell.
    Edge,
    /// A semicolon.
    Stop,
}

/// One word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token<'a> {
    /// As it is written, without a possessive ending.
    pub words: &'a str,
    /// In small letters, without accents; `didn't` is `didn t`.
    pub key: String,
    /// Where it begins.
    pub at: usize,
    /// What stands before it.
    pub gap: Gap,
    /// Whether it is said of what somebody has: `Mira's`, `Payments'`.
    pub has: bool,
}

/// The words of a text.
pub fn tokens(text: &str) -> Vec<Token<'_>> {
    let (mut all, mut end) = (Vec::new(), 0);
    let mut at = 0;
    while let Some(start) = text[at..].find(char::is_alphanumeric).map(|from| at + from) {
        let stop = word_end(text, start);
        let whole = &text[start..stop];
        let (words, is_cut) = owner(whole);
        // `Payments' vault`: the mark stands behind the word.
        let has =
            is_cut || whole.ends_with('s') && ["' ", "’ "].iter().any(|mark| text[stop..].starts_with(mark));
        all.push(Token { words, key: person_key(words), at: start, gap: gap(&text[end..start]), has });
        (end, at) = (stop, stop);
    }
    all
}

/// Where a word ends; a mark between two letters belongs to it.
fn word_end(text: &str, start: usize) -> usize {
    let mut all = text[start..].char_indices().peekable();
    while let Some((at, c)) = all.next() {
        let goes_on = all.peek().is_some_and(|(_, next)| next.is_alphanumeric());
        let is_within = c.is_alphanumeric() || matches!(c, '\'' | '’') && goes_on;
        if !is_within {
            return start + at;
        }
    }
    text.len()
}

/// A word without its possessive ending.
fn owner(word: &str) -> (&str, bool) {
    let bare = ["'s", "’s"].iter().find_map(|end| word.strip_suffix(end));
    let is_short_for_is =
        |bare: &str| ["it", "that", "there", "what", "he", "she", "let", "here"].contains(&bare);
    match bare.filter(|bare| !is_short_for_is(&bare.to_lowercase())) {
        Some(bare) => (bare, true),
        None => (word, false),
    }
}

fn gap(between: &str) -> Gap {
    let of = |c: char| match c {
        ';' | '.' | '…' | '!' | '?' => Gap::Stop,
        ':' | '|' | '–' | '—' | '→' => Gap::Edge,
        '(' | ')' | '[' | ']' => Gap::Bracket,
        ',' => Gap::Comma,
        _ => Gap::None,
    };
    let dash = if between.contains(" - ") { Gap::Edge } else { Gap::None };
    between.chars().map(of).max().unwrap_or(Gap::None).max(dash)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_what_stands_between_them() {
        let all = tokens("Mira's team didn't, O’Brien (Payments' vault): late; é");
        let keys: Vec<(&str, Gap, bool)> =
            all.iter().map(|one| (one.key.as_str(), one.gap, one.has)).collect();
        assert_eq!(
            keys,
            [
                ("mira", Gap::None, true),
                ("team", Gap::None, false),
                ("didn t", Gap::None, false),
                ("o brien", Gap::Comma, false),
                ("payments", Gap::Bracket, true),
                ("vault", Gap::None, false),
                ("late", Gap::Edge, false),
                ("e", Gap::Stop, false),
            ]
        );
    }
}
