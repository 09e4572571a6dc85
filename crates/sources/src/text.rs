//! The text of a file, and where its lines begin.

use std::ops::Range;

use plan::place::{Place, Quoted, Quotes};

use crate::Problem;

/// A file larger than this is not read.
pub const LARGEST_FILE: u64 = 256 << 20;

/// A line longer than this is no line of a plan.
pub const LONGEST_LINE: usize = 8 << 20;

/// A quote is shown up to this many characters.
const LONGEST_QUOTE: usize = 200;

/// A file's text.
#[derive(Clone, Debug, Default)]
pub struct Text {
    /// Its path, as it was given.
    pub name: String,
    /// Its text.
    pub body: String,
    file: u32,
    lines: Vec<u32>,
}

impl Text {
    /// Decodes a file: UTF-8 with or without a mark, UTF-16 with one. Says what it had to mend; gives an empty text where
    /// nothing can be read.
    pub fn decode(file: u32, name: &str, bytes: Vec<u8>) -> (Self, Vec<Problem>) {
        let mut problems = Vec::new();
        let whole =
            |fact: String, hint: &str| Problem::new(Place { file, ..Place::default() }, fact).hint(hint);
        let body = match bytes.as_slice() {
            [0xff, 0xfe, rest @ ..] => wide(rest, u16::from_le_bytes, &mut problems, &whole),
            [0xfe, 0xff, rest @ ..] => wide(rest, u16::from_be_bytes, &mut problems, &whole),
            _ if looks_wide(&bytes) => {
                problems.push(whole(
                    "this is UTF-16 without a mark at its beginning; nothing was read".into(),
                    "save it as UTF-8",
                ));
                String::new()
            }
            [0xef, 0xbb, 0xbf, rest @ ..] => narrow(rest.to_vec(), &mut problems, &whole),
            _ => narrow(bytes, &mut problems, &whole),
        };
        let mut text = Self::of(file, name, body);
        if let Some((line, length)) = text.longest_line().filter(|(_, length)| *length > LONGEST_LINE) {
            let fact = format!("line {line} is {} MB long; nothing was read", length >> 20);
            problems.push(whole(fact, "a line of a plan has at most 8 MB"));
            text = Self::of(file, name, String::new());
        }
        text.note_nul(&mut problems);
        (text, problems)
    }

    /// The text of a file that is UTF-8 already.
    pub fn of(file: u32, name: &str, body: String) -> Self {
        let bytes = body.as_bytes();
        let mut lines = vec![0];
        for (at, byte) in bytes.iter().enumerate() {
            if *byte == b'\n' || (*byte == b'\r' && bytes.get(at + 1) != Some(&b'\n')) {
                lines.push(at as u32 + 1);
            }
        }
        Self { name: name.to_owned(), body, file, lines }
    }

    fn longest_line(&self) -> Option<(usize, usize)> {
        let ends = self.lines.iter().skip(1).copied().chain([self.body.len() as u32]);
        let lengths = self.lines.iter().zip(ends).map(|(start, end)| (end - start) as usize);
        lengths.enumerate().map(|(line, length)| (line + 1, length)).max_by_key(|(_, length)| *length)
    }

    fn note_nul(&mut self, problems: &mut Vec<Problem>) {
        let count = self.body.bytes().filter(|byte| *byte == 0).count();
        if let Some(at) = self.body.find('\0') {
            let fact = match count {
                1 => "a NUL stands here; it was read as a space".into(),
                many => format!("a NUL stands here, the first of {many}; they were read as spaces"),
            };
            problems.push(Problem::new(self.place(at..at + 1, ""), fact));
            self.body = self.body.replace('\0', " ");
        }
    }

    /// Line and column in characters of a byte, both from 1.
    pub fn position(&self, at: usize) -> (u32, u32) {
        let line = self.lines.partition_point(|start| *start as usize <= at).max(1);
        let start = self.lines[line - 1] as usize;
        let column = self.body.get(start..at).map_or(0, |before| before.chars().count());
        (line as u32, column as u32 + 1)
    }

    /// The place of a span.
    pub fn place(&self, span: Range<usize>, field: &str) -> Place {
        let (line, column) = self.position(span.start);
        Place {
            file: self.file,
            line,
            column,
            field: field.to_owned(),
            start: span.start as u32,
            end: span.end as u32,
        }
    }

    /// The words at a span.
    pub fn slice(&self, span: Range<usize>) -> &str {
        self.body.get(span).unwrap_or_default()
    }

    /// The span without white space at its ends.
    pub fn trim(&self, span: Range<usize>) -> Range<usize> {
        let words = self.slice(span.clone());
        let start = span.start + (words.len() - words.trim_start().len());
        start..start + words.trim().len()
    }

    /// The span of the line on which a byte stands, without its end.
    pub fn line_of(&self, at: usize) -> Range<usize> {
        let line = self.lines.partition_point(|start| *start as usize <= at).max(1);
        let start = self.lines[line - 1] as usize;
        let end = self.lines.get(line).map_or(self.body.len(), |next| *next as usize);
        start..start + self.slice(start..end).trim_end_matches(['\r', '\n']).len()
    }
}

fn wide(
    bytes: &[u8],
    unit: fn([u8; 2]) -> u16,
    problems: &mut Vec<Problem>,
    whole: &dyn Fn(String, &str) -> Problem,
) -> String {
    let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]])).collect();
    problems.push(whole("this is UTF-16; it was read as such".into(), "save it as UTF-8 to be sure"));
    String::from_utf16_lossy(&units)
}

fn narrow(bytes: Vec<u8>, problems: &mut Vec<Problem>, whole: &dyn Fn(String, &str) -> Problem) -> String {
    String::from_utf8(bytes).unwrap_or_else(|error| {
        let valid = error.utf8_error().valid_up_to();
        let line = error.as_bytes()[..valid].iter().filter(|byte| **byte == b'\n').count() + 1;
        let byte = error.as_bytes()[valid];
        let fact =
            format!("byte {byte:#04x} on line {line} is not UTF-8; such bytes were read as “\u{fffd}”");
        problems.push(whole(fact, "save it as UTF-8"));
        String::from_utf8_lossy(error.as_bytes()).into_owned()
    })
}

/// Whether every other byte is nought at the beginning of the file, as in UTF-16 without a mark.
fn looks_wide(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(512)];
    let noughts = |from: usize| head.iter().skip(from).step_by(2).filter(|byte| **byte == 0).count();
    head.len() >= 16 && (noughts(0) * 5 > head.len() * 2 || noughts(1) * 5 > head.len() * 2)
}

/// A text on one line, with characters that would move or hide other text made visible.
pub fn shown(words: &str) -> String {
    let mut shown = String::with_capacity(words.len());
    for c in words.chars() {
        match c {
            '\n' | '\r' | '\t' => shown.push(' '),
            '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' => {
                shown.extend(c.escape_unicode());
            }
            c if c.is_control() => shown.extend(c.escape_unicode()),
            c => shown.push(c),
        }
    }
    shown
}

/// All texts of a reading.
#[derive(Clone, Debug, Default)]
pub struct Texts(pub Vec<Text>);

impl Texts {
    /// The text in which a place lies.
    pub fn of(&self, place: &Place) -> Option<&Text> {
        self.0.get(place.file as usize)
    }
}

impl Quotes for Texts {
    fn quoted(&self, place: &Place) -> Quoted {
        let text = self.of(place);
        let words = text.map_or("", |text| text.slice(place.start as usize..place.end as usize));
        let mut quote = shown(words).split_whitespace().collect::<Vec<_>>().join(" ");
        if let Some((cut, _)) = quote.char_indices().nth(LONGEST_QUOTE) {
            quote.truncate(cut);
            quote.push('…');
        }
        Quoted {
            file: text.map(|text| text.name.clone()).unwrap_or_default(),
            line: place.line,
            column: place.column,
            field: place.field.clone(),
            quote,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_with_lf_crlf_or_cr() {
        let text = Text::of(0, "f", "a\nb\r\nc\rd".into());
        let line = |at: usize| text.position(at).0;
        assert_eq!([line(0), line(2), line(5), line(7)], [1, 2, 3, 4]);
        assert_eq!(text.slice(text.line_of(2)), "b");
        assert_eq!(text.slice(text.line_of(7)), "d");
    }

    #[test]
    fn columns_count_characters() {
        let text = Text::of(0, "f", "x\näöü z".into());
        assert_eq!(text.position("x\näöü ".len()), (2, 5));
    }

    #[test]
    fn utf16_is_read_and_said() {
        let bytes: Vec<u8> = "\u{feff}Plan\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let (text, problems) = Text::decode(0, "f", bytes.clone());
        assert_eq!(text.body, "Plan\n");
        assert!(problems[0].fact.contains("UTF-16"));
        let (text, problems) =
            Text::decode(0, "f", "A plan without mark".encode_utf16().flat_map(u16::to_le_bytes).collect());
        assert_eq!(text.body, "");
        assert!(problems[0].fact.contains("UTF-16 without a mark"));
    }

    #[test]
    fn a_line_of_a_plan_is_not_endless() {
        let (text, problems) = Text::decode(0, "f", vec![b'x'; LONGEST_LINE + 10]);
        assert_eq!(text.body, "");
        assert!(problems[0].fact.starts_with("line 1 is 8 MB long"));
    }

    #[test]
    fn nothing_in_a_quote_moves_the_screen() {
        assert_eq!(shown("a\u{1b}[2Jb\u{202e}c\nd"), "a\\u{1b}[2Jb\\u{202e}c d");
    }
}
