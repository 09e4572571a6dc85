//! Running text with the line of every word, and its sentences.

use std::ops::Range;

/// A stretch of a text that belongs together: a paragraph, an item of a list, a heading, a row of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Passage {
    /// Its words, without marks of form. Cells of a row stand with ` | ` between them.
    pub words: String,
    /// Where lines begin within the words, each with its number in the source, from 1.
    pub lines: Vec<(usize, u32)>,
    /// Whether somebody else is quoted.
    pub is_quoted: bool,
}

impl Passage {
    /// Words that begin in a line and go on where they break.
    pub fn of(line: u32, words: &str) -> Self {
        let breaks = words.match_indices('\n').zip(line + 1..).map(|((at, _), line)| (at + 1, line));
        Self {
            words: words.to_owned(),
            lines: [(0, line)].into_iter().chain(breaks).collect(),
            is_quoted: false,
        }
    }

    /// The line of the source in which a byte of the words stands.
    pub fn line(&self, at: usize) -> u32 {
        let behind = self.lines.partition_point(|(from, _)| *from <= at);
        self.lines.get(behind.saturating_sub(1)).map_or(1, |(_, line)| *line)
    }

    /// The last line of the source that it reaches.
    pub fn last_line(&self) -> u32 {
        self.lines.last().map_or(1, |(_, line)| *line)
    }

    /// Its sentences, as spans of the words. Where a full stop ends none, more is taken together.
    pub fn sentences(&self) -> Vec<Range<usize>> {
        let (mut all, mut start) = (Vec::new(), 0);
        for (at, mark) in self.words.match_indices(['.', '!', '?', '…', '。', '！', '？']) {
            let end = at + mark.len();
            let rest = &self.words[end..];
            let next = rest.trim_start().trim_start_matches(['*', '_', '“', '"', '(']).chars().next();
            let is_end = rest.is_empty() || mark.len() > 1 || rest.starts_with(char::is_whitespace);
            if is_end && next.is_none_or(|c| !c.is_lowercase()) && !is_cut_short(&self.words[start..at]) {
                all.push(start..end);
                start = end;
            }
        }
        all.push(start..self.words.len());
        all.retain(|span| !self.words[span.clone()].trim().is_empty());
        all
    }
}

/// Whether the word before a full stop is one that is cut short: an initial, or one of a few.
fn is_cut_short(before: &str) -> bool {
    let word = before.rsplit(|c: char| c.is_whitespace() || c == '(').next().unwrap_or_default();
    let is_initial = word.starts_with(char::is_uppercase) && word.chars().nth(1).is_none();
    is_initial || ["e.g", "i.e", "vs", "approx", "Mr", "Mrs", "Ms", "Dr", "No", "no"].contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_end_where_people_end_them() {
        let passage = Passage::of(7, "M. Solberg agreed, e.g. on June. Then v2.1 came!\nWhat next? 12 days");
        let said: Vec<&str> =
            passage.sentences().into_iter().map(|span| passage.words[span].trim()).collect();
        assert_eq!(said, ["M. Solberg agreed, e.g. on June.", "Then v2.1 came!", "What next?", "12 days"]);
        assert_eq!(passage.line(passage.words.find("What").unwrap_or_default()), 8);
        assert_eq!((passage.line(0), passage.last_line()), (7, 8));
    }
}
