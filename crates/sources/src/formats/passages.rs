//! Markdown as running text for whoever reads its words: passages with the line of every word. Code and HTML are left out.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::markdown::metadata_end;
use crate::text::Text;

/// What stands between two cells of a row.
pub const CELLS: &str = " | ";

/// A stretch of words that belongs together: a heading, a paragraph, the words of an item of a list, a row of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Passage {
    /// Its words, without marks of form and addresses of links.
    pub words: String,
    /// Where lines begin within the words, each with its number in the source, from 1.
    pub lines: Vec<(usize, u32)>,
    /// Whether it stands in a quotation.
    pub is_quoted: bool,
}

/// The passages of a text, in order. The metadata at the very beginning are left out.
pub fn passages(text: &Text) -> Vec<Passage> {
    let from = metadata_end(&text.body);
    let mut walk = Walk { text, all: Vec::new(), open: Passage::default(), quotes: 0, silent: 0 };
    for (event, span) in Parser::new_ext(&text.body[from..], Options::ENABLE_TABLES).into_offset_iter() {
        walk.take(event, from + span.start..from + span.end);
    }
    walk.close();
    walk.all
}

struct Walk<'a> {
    text: &'a Text,
    all: Vec<Passage>,
    open: Passage,
    quotes: usize,
    /// Code and HTML round what is read.
    silent: usize,
}

impl Walk<'_> {
    fn take(&mut self, event: Event<'_>, span: Range<usize>) {
        match event {
            Event::Start(Tag::BlockQuote(_)) => {
                self.close();
                self.quotes += 1;
            }
            Event::End(TagEnd::BlockQuote(_)) => {
                self.close();
                self.quotes -= 1;
            }
            Event::Start(Tag::CodeBlock(_) | Tag::HtmlBlock) => {
                self.close();
                self.silent += 1;
            }
            Event::End(TagEnd::CodeBlock | TagEnd::HtmlBlock) => self.silent -= 1,
            Event::Start(Tag::TableCell) if !self.open.words.is_empty() => self.open.words.push_str(CELLS),
            Event::Start(
                Tag::Paragraph
                | Tag::Heading { .. }
                | Tag::Item
                | Tag::List(_)
                | Tag::Table(_)
                | Tag::TableHead
                | Tag::TableRow,
            )
            | Event::End(
                TagEnd::Paragraph
                | TagEnd::Heading(_)
                | TagEnd::Item
                | TagEnd::List(_)
                | TagEnd::Table
                | TagEnd::TableHead
                | TagEnd::TableRow,
            )
            | Event::Rule => self.close(),
            Event::Text(words) | Event::Code(words) => self.push(&words, span),
            Event::SoftBreak | Event::HardBreak => self.push("\n", span),
            _ => {}
        }
    }

    fn push(&mut self, words: &str, span: Range<usize>) {
        if self.silent > 0 {
            return;
        }
        let line = self.text.line(span.start);
        if words != "\n" && self.open.lines.last().is_none_or(|(_, last)| *last != line) {
            self.open.lines.push((self.open.words.len(), line));
        }
        self.open.words.push_str(words);
    }

    fn close(&mut self) {
        let mut passage = std::mem::take(&mut self.open);
        passage.is_quoted = self.quotes > 0;
        if !passage.words.trim().is_empty() {
            self.all.push(passage);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(body: &str) -> Vec<(u32, String, bool)> {
        let all = passages(&Text::of(0, "f", body.into())).into_iter();
        all.map(|one| (one.lines.first().map_or(0, |line| line.1), one.words, one.is_quoted)).collect()
    }

    fn says(line: u32, words: &str) -> (u32, String, bool) {
        (line, words.to_owned(), false)
    }

    #[test]
    fn passages_have_their_lines_and_no_marks() {
        let body = "---\nauthor: x\n---\n# **Quarter**\n\nOne line,\nand [Payments](https://x.y/late) here.\n\n\
            - first\n  - second `code`\n\n> They said\n> so.\n\n```\nlate\n```\n\n<div>late</div>\n\n\
            | Who | How |\n|---|---|\n| Payments | *late* |\n\nEnd";
        assert_eq!(
            read(body),
            [
                says(4, "Quarter"),
                says(6, "One line,\nand Payments here."),
                says(9, "first"),
                says(10, "second code"),
                (12, "They said\nso.".into(), true),
                says(21, "Who | How"),
                says(23, "Payments | late"),
                says(25, "End"),
            ]
        );
        let text = Text::of(0, "f", body.into());
        assert_eq!(passages(&text)[1].lines, [(0, 6), (10, 7)]);
    }

    #[test]
    fn broken_texts_give_what_can_be_read() {
        assert!(read("").is_empty());
        assert_eq!(read("```\nnever closed"), []);
        assert_eq!(read("> > deep\n").len(), 1);
        assert_eq!(read("|a|b|\n|-|-|\n||late|\n").last().map(|one| one.1.as_str()), Some("late"));
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn lines_lie_within_the_text_and_grow(body in "([a-z>|`#\\-*\\[\\]()<!\n ]|é|\r\n|---\n){0,80}") {
            let lines = body.lines().count().max(1) as u32 + 1;
            for passage in passages(&Text::of(0, "f", body)) {
                prop_assert!(!passage.lines.is_empty());
                prop_assert!(passage.lines.windows(2).all(|two| two[0].0 <= two[1].0 && two[0].1 < two[1].1));
                prop_assert!(passage.lines.iter().all(|(at, line)| *at <= passage.words.len() && *line <= lines));
            }
        }
    }
}
