//! Text for a terminal: paragraphs of at most 80 columns, with styles that pipes do not see.

use anstyle::{AnsiColor, Style};
use unicode_width::UnicodeWidthStr;

pub(super) use crate::words::{counted, listed, thousands};

/// Columns of a page.
pub const COLUMNS: usize = 80;

/// What matters most on a line.
pub const STRONG: Style = Style::new().bold();

/// What can be skipped.
pub const QUIET: Style = Style::new().dimmed();

/// What can be typed.
pub const TYPED: Style = Style::new().fg_color(Some(anstyle::Color::Ansi(AnsiColor::Cyan)));

/// A percent sign held to its figure while lines are broken.
const HELD: &str = "\u{a0}%";

/// A text in the making.
pub struct Page(String);

impl Page {
    /// An empty page.
    pub fn new() -> Self {
        Self(String::new())
    }

    /// The text, with its styles.
    pub fn text(self) -> String {
        self.0
    }

    /// An empty line.
    pub fn gap(&mut self) {
        self.0.push('\n');
    }

    /// A heading.
    pub fn heading(&mut self, words: &str) {
        self.styled(0, words, STRONG);
    }

    /// Words, broken into lines that all begin in this column.
    pub fn paragraph(&mut self, column: usize, words: &str) {
        self.hanging(column, column, words, Style::new());
    }

    /// The same in a style. What can be typed is broken so that it can be pasted.
    pub fn styled(&mut self, column: usize, words: &str, style: Style) {
        match style == TYPED {
            true => self.command(column, words),
            false => self.hanging(column, column, words, style),
        }
    }

    /// A command: broken between its words alone, never within quotes, each line but the last with a backslash behind it.
    fn command(&mut self, column: usize, words: &str) {
        let mut line = " ".repeat(column);
        let mut lines = Vec::new();
        for word in shell_words(words) {
            let is_first = line.trim().is_empty();
            if !is_first && line.width() + 1 + word.width() + 2 > COLUMNS {
                lines.push(format!("{line} \\"));
                line = " ".repeat(column + 2);
            } else if !is_first {
                line.push(' ');
            }
            line.push_str(word);
        }
        lines.push(line);
        for line in lines {
            let words = line.trim_start_matches(' ');
            let indent = line.len() - words.len();
            self.0.push_str(&format!("{}{TYPED}{words}{TYPED:#}\n", " ".repeat(indent)));
        }
    }

    /// Words whose first line begins in one column and the others in another.
    pub fn hanging(&mut self, first: usize, rest: usize, words: &str, style: Style) {
        let held = words.replace(" %", HELD);
        // No character is wider than its bytes are many; looking for longer words takes a fifth of the time of a page.
        let is_too_long = |word: &str| word.len() + first.max(rest) > COLUMNS;
        let has_too_long = held.split(' ').any(is_too_long);
        let (first, rest) = (" ".repeat(first), " ".repeat(rest));
        let options = textwrap::Options::new(COLUMNS)
            .initial_indent(&first)
            .subsequent_indent(&rest)
            .break_words(has_too_long)
            .word_splitter(textwrap::WordSplitter::NoHyphenation);
        for line in textwrap::wrap(&held, options) {
            let words = line.trim_start_matches(' ').replace(HELD, " %");
            let indent = line.len() - line.trim_start_matches(' ').len();
            self.0.push_str(&format!("{}{style}{words}{style:#}\n", " ".repeat(indent)));
        }
    }

    /// A place, never broken, further left where it would not fit.
    pub fn place(&mut self, column: usize, place: &str) {
        let column = column.min(COLUMNS.saturating_sub(place.width())).max(2);
        self.0.push_str(&format!("{}{QUIET}{place}{QUIET:#}\n", " ".repeat(column)));
    }

    /// A problem: its place and fact, its excerpt as it stands, its hint.
    pub fn problem(&mut self, rendered: &str) {
        for line in rendered.lines() {
            match line.strip_prefix("  hint: ") {
                Some(_) => self.hanging(2, 8, line.trim_start(), QUIET),
                None if line.starts_with("  ") => self.0.push_str(&format!("{QUIET}{line}{QUIET:#}\n")),
                None => self.hanging(0, 2, line, Style::new()),
            }
        }
    }

    /// A name with words behind it, and a figure at the right end.
    pub fn ledge(&mut self, name: &str, behind: &str, figure: &str) {
        let behind = if behind.is_empty() { String::new() } else { format!(" · {behind}") };
        let used = name.width() + behind.width() + figure.width();
        if used + 2 > COLUMNS {
            self.hanging(0, 3, name, STRONG);
            let behind = format!("{}, {figure}", behind.trim_start_matches(" · "));
            return self.paragraph(3, behind.trim_start_matches(", "));
        }
        let space = if figure.is_empty() { String::new() } else { " ".repeat(COLUMNS - used) };
        self.0.push_str(&format!("{STRONG}{name}{STRONG:#}{behind}{space}{figure}\n"));
    }
}

/// The words of a command as a shell takes them: blanks within quotes part nothing.
fn shell_words(words: &str) -> Vec<&str> {
    let (mut all, mut start, mut within, mut escaped) = (Vec::new(), 0, None, false);
    for (at, c) in words.char_indices() {
        match (within, c) {
            _ if escaped => escaped = false,
            (Some('"') | None, '\\') => escaped = true,
            (Some(quote), _) if c == quote => within = None,
            (None, '"' | '\'') => within = Some(c),
            (None, ' ') => {
                all.push(&words[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    all.push(&words[start..]);
    all.retain(|word| !word.is_empty());
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_command_is_broken_so_that_it_can_be_pasted() {
        let mut page = Page::new();
        let command = "sideways crossing given \"Organisers invite their travellers\" \"Joost Verhaak\" --because \"he said so\"";
        page.styled(4, command, TYPED);
        let plain = anstream::adapter::strip_str(&page.text()).to_string();
        let lines: Vec<&str> = plain.lines().collect();
        assert_eq!(
            lines,
            [
                "    sideways crossing given \"Organisers invite their travellers\" \\",
                "      \"Joost Verhaak\" --because \"he said so\""
            ]
        );
        assert_eq!(shell_words("a 'b c' \"d \\\" e\" f"), ["a", "'b c'", "\"d \\\" e\"", "f"]);
    }

    #[test]
    fn no_line_is_longer_than_the_page() {
        let mut page = Page::new();
        page.ledge(&"name ".repeat(20), &"team ".repeat(12), "12 %");
        page.ledge("Dana Ortiz", &"x".repeat(200), "12 %");
        page.ledge("Dana Ortiz", &"團".repeat(35), "12 %");
        page.paragraph(3, &"word ".repeat(60));
        let text = anstream::adapter::strip_str(&page.text()).to_string();
        assert!(text.lines().all(|line| line.width() <= COLUMNS), "{text}");
    }
}
