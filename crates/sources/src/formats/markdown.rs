//! Markdown: headings, list items, paragraphs and tables, each as a span of the text.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::text::Text;

/// A part of a Markdown text. Spans hold the words as they were written, marks and all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A heading, level 1 to 6.
    Heading {
        /// Its level.
        level: u8,
        /// Its words.
        span: Range<usize>,
    },
    /// The first words of a list item.
    Item {
        /// Lists round it, 1 for the outermost.
        depth: usize,
        /// Its words, without those of items within it.
        span: Range<usize>,
    },
    /// Running text; in a list item, what follows its first words.
    Paragraph {
        /// Lists round it, 0 outside of all lists.
        depth: usize,
        /// Its words.
        span: Range<usize>,
    },
    /// A table.
    Table {
        /// The cells of its head.
        head: Vec<Range<usize>>,
        /// The cells of its rows.
        rows: Vec<Vec<Range<usize>>>,
    },
    /// Code or HTML.
    Foreign {
        /// What it is, in a word.
        what: &'static str,
        /// Its words.
        span: Range<usize>,
    },
}

/// The parts of a text, in order. The metadata at the very beginning are left out.
pub fn blocks(text: &Text) -> Vec<Block> {
    let mut walk = Walk::default();
    let from = metadata_end(&text.body);
    for (event, span) in Parser::new_ext(&text.body[from..], Options::ENABLE_TABLES).into_offset_iter() {
        walk.take(event, from + span.start..from + span.end);
    }
    walk.blocks
}

/// The metadata with which a text begins, without the lines `---` round them; empty where there are none.
pub fn metadata(body: &str) -> Range<usize> {
    let end = metadata_end(body);
    let start = body.find('\n').map_or(end, |at| at + 1).min(end);
    let last = body[start..end].trim_end().rfind("---").map_or(end, |at| start + at);
    start..last
}

/// Where the metadata between two lines `---` end, with which a text may begin. Elsewhere such a line is a rule.
pub(super) fn metadata_end(body: &str) -> usize {
    let mut lines = body.split_inclusive('\n');
    if lines.next().is_none_or(|line| line.trim_end() != "---") {
        return 0;
    }
    let mut at = body.find('\n').map_or(body.len(), |at| at + 1);
    for line in lines {
        at += line.len();
        if line.trim_end() == "---" {
            return at;
        }
    }
    0
}

#[derive(Default)]
struct Walk {
    blocks: Vec<Block>,
    /// The words of the leaf that is open.
    leaf: Option<Range<usize>>,
    /// For each open list item, whether its first words were seen.
    items: Vec<bool>,
    skipping: usize,
    head: Vec<Range<usize>>,
    rows: Vec<Vec<Range<usize>>>,
    row: Vec<Range<usize>>,
}

impl Walk {
    fn take(&mut self, event: Event<'_>, span: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(&tag, span),
            Event::End(tag) => self.end(tag),
            Event::Html(_) | Event::Rule => {}
            _ => self.grow(span),
        }
    }

    fn grow(&mut self, span: Range<usize>) {
        if self.skipping > 0 {
            return;
        }
        self.leaf = Some(match self.leaf.take() {
            Some(leaf) => leaf.start.min(span.start)..leaf.end.max(span.end),
            None => span,
        });
    }

    fn start(&mut self, tag: &Tag<'_>, span: Range<usize>) {
        match tag {
            Tag::CodeBlock(_) => self.foreign("code", span),
            Tag::HtmlBlock => self.foreign("HTML", span),
            Tag::Item => {
                self.close_words();
                self.items.push(false);
            }
            Tag::List(_) | Tag::BlockQuote(_) | Tag::Paragraph | Tag::Heading { .. } => self.close_words(),
            Tag::Table(_) => {
                self.close_words();
                (self.head, self.rows) = (Vec::new(), Vec::new());
            }
            Tag::TableHead | Tag::TableRow => self.row = Vec::new(),
            Tag::TableCell => self.leaf = Some(span),
            _ => self.grow(span),
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::CodeBlock | TagEnd::HtmlBlock => {
                self.skipping = self.skipping.saturating_sub(1);
            }
            TagEnd::Heading(level) => {
                if let Some(span) = self.leaf.take() {
                    self.blocks.push(Block::Heading { level: level as u8, span });
                }
            }
            TagEnd::Paragraph => self.close_words(),
            TagEnd::Item => {
                self.close_words();
                self.items.pop();
            }
            TagEnd::TableCell => self.row.extend(self.leaf.take()),
            TagEnd::TableHead => self.head = std::mem::take(&mut self.row),
            TagEnd::TableRow => self.rows.push(std::mem::take(&mut self.row)),
            TagEnd::Table => {
                let (head, rows) = (std::mem::take(&mut self.head), std::mem::take(&mut self.rows));
                self.blocks.push(Block::Table { head, rows });
            }
            _ => {}
        }
    }

    fn foreign(&mut self, what: &'static str, span: Range<usize>) {
        self.close_words();
        self.skipping += 1;
        self.blocks.push(Block::Foreign { what, span });
    }

    fn close_words(&mut self) {
        let Some(span) = self.leaf.take() else { return };
        let depth = self.items.len();
        match self.items.last_mut() {
            Some(seen @ false) => {
                *seen = true;
                self.blocks.push(Block::Item { depth, span });
            }
            _ => self.blocks.push(Block::Paragraph { depth, span }),
        }
    }
}

/// A text whose marks for emphasis and links are blank, and whose breaks within a line are commas; each word stands where it
/// stood, and only punctuation behind a mark moves up to its word.
pub fn bare(text: &Text) -> Text {
    let from = metadata_end(&text.body);
    let mut bare = Bare { body: text.body.clone().into_bytes(), links: Vec::new() };
    for (event, span) in Parser::new_ext(&text.body[from..], Options::ENABLE_TABLES).into_offset_iter() {
        bare.take(&event, from + span.start..from + span.end);
    }
    let body = String::from_utf8(bare.body).unwrap_or_else(|_| text.body.clone());
    text.reworded(body)
}

struct Bare {
    body: Vec<u8>,
    /// Open links: where each stands, and its words.
    links: Vec<(Range<usize>, Option<Range<usize>>)>,
}

impl Bare {
    fn take(&mut self, event: &Event<'_>, span: Range<usize>) {
        if let Event::End(TagEnd::Link) = event {
            if let Some((whole, Some(words))) = self.links.pop() {
                self.blank(whole.start..words.start);
                self.blank(words.end..whole.end);
                self.closes(words.end, whole.end);
                self.opens(whole.start, words.start);
            }
            return;
        }
        if let Some((_, words)) = self.links.last_mut() {
            *words = Some(match words.take() {
                Some(words) => words.start.min(span.start)..words.end.max(span.end),
                None => span.clone(),
            });
        }
        match event {
            Event::Start(Tag::Emphasis) => self.mark(span, 1),
            Event::Start(Tag::Strong) => self.mark(span, 2),
            Event::Start(Tag::Link { .. }) => self.links.push((span, None)),
            Event::InlineHtml(words) => {
                self.blank(span.clone());
                if words.get(..3).is_some_and(|tag| tag.eq_ignore_ascii_case("<br")) {
                    self.body[span.start] = b',';
                }
                match words.to_ascii_lowercase().as_str() {
                    "<del>" | "<s>" | "<strike>" => self.body[span.end - 2..span.end].fill(b'~'),
                    "</del>" | "</s>" | "</strike>" => self.body[span.start..span.start + 2].fill(b'~'),
                    _ => {}
                }
            }
            _ => {}
        }
    }

    /// Blanks marks of a length at both ends of a span, unless one stands within a word.
    fn mark(&mut self, span: Range<usize>, length: usize) {
        let is_letter = |at: Option<usize>| {
            at.and_then(|at| self.body.get(at))
                .is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte > 127)
        };
        if is_letter(span.start.checked_sub(1)) || is_letter(Some(span.end)) || span.len() < 2 * length {
            return;
        }
        self.blank(span.start..span.start + length);
        self.blank(span.end - length..span.end);
        self.closes(span.end - length, span.end);
        self.opens(span.start, span.start + length);
    }

    /// Moves punctuation behind blanks up to the word before them.
    fn closes(&mut self, mut word_end: usize, mut blank_end: usize) {
        let is_mark = |byte: &u8| matches!(byte, b':' | b',' | b';' | b'.' | b')');
        while word_end < blank_end && self.body.get(blank_end).is_some_and(is_mark) {
            self.body.swap(word_end, blank_end);
            (word_end, blank_end) = (word_end + 1, blank_end + 1);
        }
    }

    /// Moves what opens before blanks up to the word behind them.
    fn opens(&mut self, blank_start: usize, word: usize) {
        let before = blank_start.checked_sub(1).filter(|_| blank_start < word);
        if let Some(before) = before.filter(|at| matches!(self.body[*at], b'(' | b'"' | b'@')) {
            self.body.swap(before, word - 1);
        }
    }

    /// Writes white space of as many bytes and characters; lines end where they ended.
    fn blank(&mut self, span: Range<usize>) {
        let mut at = span.start;
        while at < span.end.min(self.body.len()) {
            let blank: &[u8] = match self.body[at] {
                b'\n' => b"\n",
                b'\r' => b"\r",
                0..=0x7f => b" ",
                0x80..=0xdf => "\u{a0}".as_bytes(),
                0xe0..=0xef => "\u{2003}".as_bytes(),
                0xf0.. => "\u{a0}\u{a0}".as_bytes(),
            };
            self.body[at..at + blank.len()].copy_from_slice(blank);
            at += blank.len();
        }
    }
}

/// Words without Markdown's marks for emphasis, code and links.
pub fn plain(words: &str) -> String {
    let mut plain = String::with_capacity(words.len());
    let mut rest = words;
    while let Some(at) = rest.find(['[', '*', '`', '\\']) {
        plain.push_str(&rest[..at]);
        rest = &rest[at..];
        match link(rest) {
            Some((inner, length)) => {
                plain.push_str(inner);
                rest = &rest[length..];
            }
            None if rest.starts_with('[') => {
                plain.push('[');
                rest = &rest[1..];
            }
            None if rest.starts_with('\\') && rest[1..].starts_with(|c: char| c.is_ascii_punctuation()) => {
                plain.push_str(&rest[1..2]);
                rest = &rest[2..];
            }
            None => rest = &rest[1..],
        }
    }
    plain.push_str(rest);
    plain.trim().trim_matches('_').split_whitespace().collect::<Vec<_>>().join(" ")
}

/// No link has words or an address of more bytes than this.
const LONGEST_LINK: usize = 2000;

/// `[words](address)` at the beginning: the words and the whole length.
fn link(words: &str) -> Option<(&str, usize)> {
    let find = |words: &str, end: u8| words.bytes().take(LONGEST_LINK).position(|byte| byte == end);
    let inner = words.strip_prefix('[')?;
    let close = find(inner, b']')?;
    let address = inner[close + 1..].strip_prefix('(')?;
    let end = find(address, b')')?;
    Some((&inner[..close], close + end + 4))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(body: &str) -> Vec<(String, String)> {
        let text = Text::of(0, "f", body.into());
        let words = |span: &Range<usize>| text.slice(span.clone()).to_owned();
        blocks(&text)
            .iter()
            .map(|block| match block {
                Block::Heading { level, span } => (format!("h{level}"), words(span)),
                Block::Item { depth, span } => (format!("i{depth}"), words(span)),
                Block::Paragraph { depth, span } => (format!("p{depth}"), words(span)),
                Block::Foreign { what, span } => ((*what).into(), words(span)),
                Block::Table { head, rows } => {
                    let row = |row: &Vec<Range<usize>>| row.iter().map(&words).collect::<Vec<_>>().join("|");
                    (
                        "t".into(),
                        format!("{} / {}", row(head), rows.iter().map(row).collect::<Vec<_>>().join(" / ")),
                    )
                }
            })
            .collect()
    }

    fn pair(a: &str, b: &str) -> (String, String) {
        (a.into(), b.into())
    }

    #[test]
    fn the_parts_of_a_plan() {
        let body = "---\na: b\n---\n# P\nowner: X\n\n- **One** two, 3d\n  more\n  - sub\n- loose\n\n  second\n\n```\ncode\n```\n";
        assert_eq!(
            read(body),
            vec![
                pair("h1", "P"),
                pair("p0", "owner: X"),
                pair("i1", "**One** two, 3d\n  more"),
                pair("i2", "sub"),
                pair("i1", "loose"),
                pair("p1", "second"),
                pair("code", "```\ncode\n```"),
            ]
        );
    }

    #[test]
    fn a_rule_between_sections_hides_nothing() {
        let read = read("# P\n\n---\n- one\n---\n\n---\n## B\n---\n");
        assert_eq!(read, vec![pair("h1", "P"), pair("i1", "one"), pair("h2", "B")]);
        assert_eq!(metadata_end("---\na: b\n"), 0, "metadata that never end are none");
    }

    #[test]
    fn a_table_keeps_its_cells() {
        let read = read("| A | B |\n|---|---|\n| ![Team][] [x], [y] | |\n| one |\n");
        assert_eq!(read[0].0, "t");
        assert!(read[0].1.contains("![Team][] [x], [y]"), "{}", read[0].1);
    }

    #[test]
    fn bare_words_stand_where_they_stood() {
        for (marked, bare_words) in [
            ("**Due:** 2026", "  Due:   2026"),
            ("**Due**: 2026", "  Due:   2026"),
            ("__Owner__: *B*", "  Owner:    B "),
            ("***Due***: 1", "   Due:    1"),
            ("(**a**), b", "  (a),   b"),
            ("@[Dana](x) by", " @Dana     by"),
            ("[**Bö**](http://ä), c", "   Bö  ,        \u{a0}   c"),
            ("a**b**c", "a**b**c"),
            ("one<br>two", "one,   two"),
            ("[ ] a_b_c * d", "[ ] a_b_c * d"),
        ] {
            let bare = bare(&Text::of(0, "f", marked.into()));
            assert_eq!(bare.body, bare_words, "{marked}");
        }
    }

    #[test]
    fn plain_words_have_no_marks() {
        assert_eq!(plain("**Ledger** `export` [spec](http://x) [ ] a\\_b"), "Ledger export spec [ ] a_b");
    }

    proptest! {
        #[test]
        fn bare_words_keep_lines_and_length(body in "[-*_`\\[\\]()<br>aäß–😀:, |\n]{0,80}") {
            let bare = bare(&Text::of(0, "f", body.clone()));
            prop_assert_eq!(bare.body.len(), body.len());
            let ends = |words: &str| words.match_indices('\n').map(|(at, _)| at).collect::<Vec<_>>();
            prop_assert_eq!(ends(&bare.body), ends(&body));
        }

        #[test]
        fn spans_lie_within_the_text(body in "[-#|>*`\\[\\]a \n]{0,80}") {
            let text = Text::of(0, "f", body.clone());
            for block in blocks(&text) {
                let spans = match block {
                    Block::Heading { span, .. }
                    | Block::Item { span, .. }
                    | Block::Paragraph { span, .. }
                    | Block::Foreign { span, .. } => vec![span],
                    Block::Table { head, rows } => head.into_iter().chain(rows.into_iter().flatten()).collect(),
                };
                prop_assert!(spans.iter().all(|span| body.get(span.clone()).is_some()));
            }
        }
    }
}
