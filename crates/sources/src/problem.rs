//! What could not be read as it stands: file, line, column, a fact, the excerpt, and something to type.

use plan::place::{Place, Quotes};
use serde::{Deserialize, Serialize};
use unicode_width::UnicodeWidthStr;

use crate::text::{Texts, shown};

/// Columns of an excerpt.
const EXCERPT: usize = 76;

/// Bytes on each side of a place in which the excerpt is sought.
const WINDOW: usize = 512;

/// Something that was not read as it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// Where.
    pub place: Place,
    /// The fact, in one sentence without a full stop.
    pub fact: String,
    /// Something that can be typed.
    pub hint: Option<String>,
    /// How often it occurs; the place is the first.
    pub count: u32,
}

/// A problem as a person reads it, who has the texts no longer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// The fact, in one sentence without a full stop.
    pub fact: String,
    /// Something that can be typed.
    pub hint: Option<String>,
    /// How often it occurs; the place is the first.
    pub count: u32,
    /// The file.
    pub file: String,
    /// The line, from 1; 0 where it is the file as a whole.
    pub line: u32,
    /// The column in characters, from 1; 0 where it is the line as a whole.
    pub column: u32,
    /// What the source calls the field.
    pub field: String,
    /// The words at the place, on one line.
    pub quote: String,
    /// The line of the source, and the carets under it.
    #[serde(skip)]
    pub excerpt: Option<(String, String)>,
}

impl Told {
    /// `file:line:column: fact`, the excerpt with a caret under it, and the hint, each on lines of its own.
    pub fn render(&self) -> String {
        let mut head = shown(&self.file);
        for number in [self.line, self.column].into_iter().take_while(|number| *number > 0) {
            head.push_str(&format!(":{number}"));
        }
        let mut out = format!("{head}: {}", shown(&self.fact));
        if self.count > 1 {
            out.push_str(&format!(" (and {} more like it)", self.count - 1));
        }
        out.push('\n');
        if let Some((line, caret)) = &self.excerpt {
            out.push_str(&format!("  {line}\n  {caret}\n"));
        }
        if let Some(hint) = &self.hint {
            out.push_str(&format!("  hint: {}\n", shown(hint)));
        }
        out
    }
}

impl Problem {
    /// A problem at a place.
    pub fn new(place: Place, fact: impl Into<String>) -> Self {
        Self { place, fact: fact.into(), hint: None, count: 1 }
    }

    /// With something that can be typed.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// `file:line:column: fact`, the excerpt with a caret under it, and the hint, each on lines of its own.
    pub fn render(&self, texts: &Texts) -> String {
        self.told(texts).render()
    }

    /// The problem with what the texts say at its place, so that it can be shown without them.
    pub fn told(&self, texts: &Texts) -> Told {
        let place = texts.quoted(&self.place);
        Told {
            fact: self.fact.clone(),
            hint: self.hint.clone(),
            count: self.count,
            file: place.file,
            line: place.line,
            column: place.column,
            field: place.field.into(),
            quote: place.quote,
            excerpt: self.excerpt(texts),
        }
    }

    /// The line of the source, cut to a window round the place, and the carets under it.
    fn excerpt(&self, texts: &Texts) -> Option<(String, String)> {
        let text =
            texts.of(&self.place).filter(|text| self.place.line > 0 && !text.body.trim().is_empty())?;
        let (start, end) = (self.place.start as usize, self.place.end as usize);
        let line = text.line_of(start);
        let end = end.clamp(start, line.end.max(start));
        // Of a line of 8 MB only what can be shown is looked at.
        let from = text.body.ceil_char_boundary(line.start.max(start.saturating_sub(WINDOW)));
        let till = |at: usize| text.body.floor_char_boundary((at + WINDOW).min(line.end.max(at)));
        let before = shown(text.slice(from.min(start)..start));
        let marked = shown(text.slice(start..end.min(till(start))));
        let after = shown(text.slice(end..till(end)));
        let lead = last_columns(before.trim_start(), EXCERPT / 2);
        let mark = first_columns(&marked, EXCERPT - lead.width());
        let tail = first_columns(&after, EXCERPT - lead.width() - mark.width());
        let caret = format!("{}{}", " ".repeat(lead.width()), "^".repeat(mark.width().max(1)));
        Some((format!("{lead}{mark}{tail}").trim_end().to_owned(), caret))
    }
}

fn first_columns(words: &str, columns: usize) -> &str {
    let mut end = 0;
    for (at, c) in words.char_indices() {
        if words[..at + c.len_utf8()].width() > columns {
            break;
        }
        end = at + c.len_utf8();
        if end > columns * 4 {
            break;
        }
    }
    &words[..end]
}

fn last_columns(words: &str, columns: usize) -> &str {
    let mut start = words.len();
    for (at, _) in words.char_indices().rev() {
        if words[at..].width() > columns {
            break;
        }
        start = at;
    }
    &words[start..]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Text;

    #[test]
    fn a_problem_shows_its_place_its_words_and_a_hint() {
        let text = Text::of(0, "plan.md", "# P\n- Pay, afetr ledger".into());
        let place = text.place(11..23, "");
        let problem = Problem::new(place, "“afetr ledger” is not understood").hint("after ledger");
        assert_eq!(
            problem.render(&Texts(vec![text])),
            "plan.md:2:8: “afetr ledger” is not understood\n  - Pay, afetr ledger\n         ^^^^^^^^^^^^\n  hint: after ledger\n"
        );
    }

    #[test]
    fn a_long_line_is_shown_round_the_place() {
        let text = Text::of(0, "f", format!("{}WORD{}", "a ".repeat(500), " b".repeat(500)));
        let problem = Problem::new(text.place(1000..1004, ""), "x");
        let shown = problem.render(&Texts(vec![text]));
        assert!(shown.lines().all(|line| line.chars().count() <= 80), "{shown}");
        assert!(shown.contains("WORD"));
    }
}
