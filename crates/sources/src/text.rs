//! The text of a file, and where its lines begin.

use std::ops::Range;

use plan::place::{Field, Place, Quoted, Quotes};

use crate::Problem;

/// A file larger than this is not read.
pub const LARGEST_FILE: u64 = 256 << 20;

/// A line longer than this is no line of a plan.
pub const LONGEST_LINE: usize = 8 << 20;

/// A quote is shown up to this many characters.
const LONGEST_QUOTE: usize = 200;

/// In a line longer than this, characters are counted from marks.
const MARKED_LINE: usize = 4096;

/// Bytes from one mark to the next.
const MARK_STEP: usize = 1024;

/// How a workbook becomes a file that is read.
pub const AS_CSV: &str = "in Excel, Save as: CSV UTF-8";

/// What Windows-1252 has from 0x80 to 0x9f; five of them it leaves open.
const BEYOND_ASCII: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}',
    '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// A file's text.
#[derive(Clone, Debug, Default)]
pub struct Text {
    /// Its path, as it was given.
    pub name: String,
    /// Its text.
    pub body: String,
    file: u32,
    /// Where it begins, where it is a part of another text: bytes and lines before it.
    base: (u32, u32),
    lines: Vec<u32>,
    /// Within long lines: a byte, and the characters from the beginning of its line to it.
    marks: Vec<(u32, u32)>,
}

impl Text {
    /// Decodes a file: UTF-8 with or without a mark, UTF-16 with one, else Windows-1252 where it is plain text. Says what it had to mend; gives an empty text where
    /// nothing can be read.
    pub fn decode(file: u32, name: &str, bytes: Vec<u8>) -> (Self, Vec<Problem>) {
        let mut text = Self { name: name.to_owned(), file, lines: vec![0], ..Self::default() };
        let problems = match bytes.as_slice() {
            [0xff, 0xfe, 0, 0, ..] | [0, 0, 0xfe, 0xff, ..] => {
                vec![text.whole("this is UTF-32; nothing was read")]
            }
            [b'P', b'K', 3, 4, ..] | [0xd0, 0xcf, 0x11, 0xe0, ..] => vec![text.workbook()],
            [0xff, 0xfe, rest @ ..] => text.fill_wide(rest, u16::from_le_bytes),
            [0xfe, 0xff, rest @ ..] => text.fill_wide(rest, u16::from_be_bytes),
            _ if looks_wide(&bytes) => {
                vec![text.whole("this is UTF-16 without a mark at its beginning; nothing was read")]
            }
            [0xef, 0xbb, 0xbf, rest @ ..] => text.fill_narrow(rest.to_vec()),
            _ => text.fill_narrow(bytes),
        };
        (text, problems)
    }

    /// The text of a file that is UTF-8 already.
    pub fn of(file: u32, name: &str, body: String) -> Self {
        let lines = line_starts(&body);
        let mut text = Self { name: name.to_owned(), body, file, base: (0, 0), lines, marks: Vec::new() };
        text.mark_long_lines();
        text
    }

    /// The same text in other words of as many bytes, whose lines end where they ended.
    pub(crate) fn reworded(&self, body: String) -> Self {
        debug_assert_eq!(body.len(), self.body.len(), "words stand where they stood");
        Self { body, ..self.clone() }
    }

    /// Whole lines of the text in other words of as many bytes; what stands in them has its place in the whole.
    pub(crate) fn part(&self, span: Range<usize>, body: String) -> Self {
        let base = (span.start as u32, self.line_at(span.start) as u32);
        Self { base, ..Self::of(self.file, &self.name, body) }
    }

    /// A problem of the file as a whole.
    fn whole(&self, fact: &str) -> Problem {
        Problem::new(Place { file: self.file, ..Place::default() }, fact).hint("save it as UTF-8")
    }

    /// A file that begins as workbooks do.
    fn workbook(&self) -> Problem {
        let place = Place { file: self.file, ..Place::default() };
        Problem::new(place, "this is an Excel workbook; nothing was read").hint(AS_CSV)
    }

    fn fill_wide(&mut self, bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Vec<Problem> {
        let mut problems = vec![self.whole("this is UTF-16; it was read as such")];
        if bytes.len() % 2 == 1 {
            problems
                .push(self.whole("the file ends in the middle of a character; its last byte was not read"));
        }
        let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]])).collect();
        let mut body = String::with_capacity(bytes.len());
        let mut broken = None;
        for c in char::decode_utf16(units) {
            let is_whole = c.is_ok();
            if !is_whole && broken.is_none() {
                broken = Some(body.len());
            }
            body.push(c.unwrap_or(char::REPLACEMENT_CHARACTER));
        }
        problems.extend(self.fill(body));
        if let Some(at) = broken {
            problems.extend(self.mended(at, "half a character of UTF-16 stands here"));
        }
        problems
    }

    fn fill_narrow(&mut self, bytes: Vec<u8>) -> Vec<Problem> {
        match String::from_utf8(bytes) {
            Ok(body) => self.fill(body),
            Err(error) => {
                let at = error.utf8_error().valid_up_to();
                if is_plain_text(error.as_bytes()) {
                    let mut problems =
                        self.fill(error.as_bytes().iter().map(|byte| windows_1252(*byte)).collect());
                    problems.extend(self.narrow(at));
                    return problems;
                }
                let fact = format!("byte {:#04x} is not UTF-8", error.as_bytes()[at]);
                let mut problems = self.fill(String::from_utf8_lossy(error.as_bytes()).into_owned());
                problems.extend(self.mended(at, &fact));
                problems
            }
        }
    }

    /// A text of one byte a letter, whose first letter beyond ASCII stands at a byte.
    fn narrow(&self, at: usize) -> Option<Problem> {
        let end = self.body.get(at..)?.chars().next().map(|c| at + c.len_utf8())?;
        let fact = "this file is not UTF-8; it was read as Windows-1252";
        let problem = Problem::new(self.place(at..end, ""), fact);
        Some(problem.hint("where letters are wrong, save it as UTF-8; in Excel, Save as: CSV UTF-8"))
    }

    /// A character that was made up, in a text that was read.
    fn mended(&self, at: usize, fact: &str) -> Option<Problem> {
        let end = self.body.get(at..)?.chars().next().map(|c| at + c.len_utf8())?;
        let fact = format!("{fact}; such places were read as “\u{fffd}”");
        Some(Problem::new(self.place(at..end, ""), fact).hint("save it as UTF-8"))
    }

    /// Takes a body in, unless a line of it is endless. A NUL is no character of a plan.
    fn fill(&mut self, body: String) -> Vec<Problem> {
        let lines = line_starts(&body);
        if let Some((line, length)) = longest(&lines, body.len()).filter(|(_, length)| *length > LONGEST_LINE)
        {
            let place = Place { file: self.file, line: line as u32, column: 1, ..Place::default() };
            let fact = format!("this line is {} MB long; nothing of the file was read", length >> 20);
            return vec![Problem::new(place, fact).hint("a line of a plan has at most 8 MB")];
        }
        (self.body, self.lines) = (body, lines);
        self.mark_long_lines();
        let Some(at) = self.body.find('\0') else { return Vec::new() };
        let fact = match self.body.matches('\0').count() {
            1 => "a NUL stands here; it was read as a space".into(),
            many => format!("a NUL stands here, the first of {many}; they were read as spaces"),
        };
        let problem =
            Problem::new(self.place(at..at + 1, ""), fact).hint("delete it, or save the file as text");
        self.body = self.body.replace('\0', " ");
        vec![problem]
    }

    fn mark_long_lines(&mut self) {
        for line in 0..self.lines.len() {
            let (start, end) = (self.lines[line] as usize, self.end_of(line));
            if end - start <= MARKED_LINE {
                continue;
            }
            let (mut at, mut count) = (start, 0);
            while at < end {
                self.marks.push((at as u32, count as u32));
                let next = self.body.floor_char_boundary((at + MARK_STEP).min(end));
                count += self.slice(at..next).chars().count();
                at = next;
            }
        }
    }

    /// Where the next line begins.
    fn end_of(&self, line: usize) -> usize {
        self.lines.get(line + 1).map_or(self.body.len(), |next| *next as usize)
    }

    /// The line on which a byte stands, from 0.
    fn line_at(&self, at: usize) -> usize {
        self.lines.partition_point(|start| *start as usize <= at).max(1) - 1
    }

    /// Line and column in characters of a byte, both from 1.
    pub fn position(&self, at: usize) -> (u32, u32) {
        let line = self.line_at(at);
        let start = self.lines[line] as usize;
        let mark = self.marks.partition_point(|(byte, _)| *byte as usize <= at).checked_sub(1);
        let mark = mark.map(|mark| self.marks[mark]).filter(|(byte, _)| *byte as usize >= start);
        let (from, count) = mark.map_or((start, 0), |(byte, count)| (byte as usize, count));
        let column = self.body.get(from..at).map_or(0, |before| before.chars().count());
        (line as u32 + 1, count + column as u32 + 1)
    }

    /// The byte at a line and a column in characters, both from 1; the end of the line where it is shorter.
    pub fn byte_at(&self, line: usize, column: usize) -> usize {
        let line = line.saturating_sub(1);
        let Some(start) = self.lines.get(line).map(|start| *start as usize) else { return self.body.len() };
        let (end, wanted) = (self.end_of(line), column.saturating_sub(1));
        let first = self.marks.partition_point(|(byte, _)| (*byte as usize) < start);
        let marks = &self.marks[first..];
        let within = |(byte, count): &(u32, u32)| (*byte as usize) < end && *count as usize <= wanted;
        let mark = marks.partition_point(within).checked_sub(1).map(|mark| marks[mark]);
        let (from, count) = mark.map_or((start, 0), |(byte, count)| (byte as usize, count as usize));
        self.slice(from..end).char_indices().nth(wanted - count).map_or(end, |(at, _)| from + at)
    }

    /// The place of a span.
    pub fn place(&self, span: Range<usize>, field: impl Into<Field>) -> Place {
        let (line, column) = self.position(span.start);
        Place {
            file: self.file,
            line: line + self.base.1,
            column,
            field: field.into(),
            start: span.start as u32 + self.base.0,
            end: span.end as u32 + self.base.0,
        }
    }

    /// The number of the line on which a byte stands, from 1.
    pub fn line(&self, at: usize) -> u32 {
        self.line_at(at) as u32 + 1
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
        let line = self.line_at(at);
        let start = self.lines[line] as usize;
        start..start + self.slice(start..self.end_of(line)).trim_end_matches(['\r', '\n']).len()
    }
}

/// Where lines begin; they end with LF, CRLF or CR.
fn line_starts(body: &str) -> Vec<u32> {
    let (mut starts, mut at) = (vec![0], 0);
    let (mut feed, mut back) = (body.find('\n'), body.find('\r'));
    while let Some(end) = feed.into_iter().chain(back).min() {
        let is_pair = back == Some(end) && feed == Some(end + 1);
        at = end.max(at) + 1 + usize::from(is_pair);
        starts.push(at as u32);
        let next = |mark: Option<usize>, c: char| match mark {
            Some(mark) if mark < at => body[at..].find(c).map(|found| at + found),
            other => other,
        };
        (feed, back) = (next(feed, '\n'), next(back, '\r'));
    }
    starts
}

/// The longest line, from 1, and its length.
fn longest(lines: &[u32], end: usize) -> Option<(usize, usize)> {
    let ends = lines.iter().skip(1).copied().chain([end as u32]);
    let lengths = lines.iter().zip(ends).map(|(start, end)| (end - start) as usize);
    lengths.enumerate().map(|(line, length)| (line + 1, length)).max_by_key(|(_, length)| *length)
}

/// Whether every other byte is nought at the beginning of the file, as in UTF-16 without a mark.
fn looks_wide(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(512)];
    let noughts = |from: usize| head.iter().skip(from).step_by(2).filter(|byte| **byte == 0).count();
    head.len() >= 16 && (noughts(0) * 5 > head.len() * 2 || noughts(1) * 5 > head.len() * 2)
}

/// Whether bytes that are not UTF-8 are text of one byte a letter: no controls, no byte that Windows-1252 leaves open, and
/// no letters of UTF-8, of which a file that is only broken in places has some.
fn is_plain_text(bytes: &[u8]) -> bool {
    let is_text = |byte: &u8| match byte {
        b'\t' | b'\n' | b'\r' => true,
        0..0x20 | 0x7f | 0x81 | 0x8d | 0x8f | 0x90 | 0x9d => false,
        _ => true,
    };
    let is_broken = || bytes.utf8_chunks().any(|chunk| !chunk.valid().is_ascii());
    bytes.iter().all(is_text) && !is_broken()
}

fn windows_1252(byte: u8) -> char {
    match byte {
        0x80..0xa0 => BEYOND_ASCII[usize::from(byte - 0x80)],
        byte => char::from(byte),
    }
}

/// A text on one line, with characters that would move or hide other text made visible.
pub fn shown(words: &str) -> String {
    if words.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return words.to_owned();
    }
    let mut shown = String::with_capacity(words.len());
    let mut rest = words;
    while let Some((at, c)) = rest.char_indices().find(|(_, c)| is_unseen(*c)) {
        shown.push_str(&rest[..at]);
        match c {
            '\n' | '\r' | '\t' => shown.push(' '),
            c => shown.extend(c.escape_unicode()),
        }
        rest = &rest[at + c.len_utf8()..];
    }
    shown.push_str(rest);
    shown
}

/// Whether a character is none that a line shows as itself.
fn is_unseen(c: char) -> bool {
    let hides =
        matches!(c, '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}');
    hides || c.is_control()
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
        // Of a cell of 100 MB only the beginning is looked at.
        let words = &words[..words.floor_char_boundary(LONGEST_QUOTE * 16)];
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
    fn places_in_a_long_line_are_those_of_a_count() {
        let body = format!("x\n{}\ny", "aé漢".repeat(3000));
        let text = Text::of(0, "f", body.clone());
        for (column, (at, _)) in body[2..].char_indices().enumerate().take(9001).step_by(7) {
            assert_eq!(text.position(2 + at), (2, column as u32 + 1));
            assert_eq!(text.byte_at(2, column + 1), 2 + at);
        }
        assert_eq!(text.byte_at(3, 1), body.len() - 1);
        assert_eq!(text.byte_at(9, 9), body.len());
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
    fn one_byte_a_letter_is_read_as_windows_1252_and_said_once() {
        let (text, problems) = Text::decode(0, "f", b"J\xf6rg Wei\xdf \x96 \x80\nM\xfcller\n".to_vec());
        assert_eq!(text.body, "Jörg Weiß – €\nMüller\n");
        let [problem] = problems.as_slice() else { panic!("{problems:?}") };
        assert!(problem.fact.contains("Windows-1252"), "{}", problem.fact);
        assert_eq!((problem.place.line, problem.place.column), (1, 2));
    }

    #[test]
    fn a_text_that_is_only_broken_in_places_is_not_taken_for_another() {
        let (text, problems) = Text::decode(0, "f", b"J\xc3\xb6rg \xf6\n".to_vec());
        assert_eq!(text.body, "Jörg \u{fffd}\n");
        assert!(problems[0].fact.starts_with("byte 0xf6 is not UTF-8"), "{}", problems[0].fact);
        let (text, _) = Text::decode(0, "f", b"a\x01\xf6\n".to_vec());
        assert!(text.body.contains('\u{fffd}'));
    }

    #[test]
    fn a_workbook_is_said_whatever_it_is_called() {
        for bytes in [b"PK\x03\x04\x14\x00\x06".as_slice(), b"\xd0\xcf\x11\xe0\xa1\xb1"] {
            let (text, problems) = Text::decode(0, "f.csv", bytes.to_vec());
            assert_eq!(text.body, "");
            assert_eq!(problems[0].fact, "this is an Excel workbook; nothing was read");
        }
    }

    #[test]
    fn a_line_of_a_plan_is_not_endless() {
        let (text, problems) = Text::decode(0, "f", vec![b'x'; LONGEST_LINE + 10]);
        assert_eq!(text.body, "");
        assert!(problems[0].fact.starts_with("this line is 8 MB long"));
        assert_eq!((problems[0].place.line, problems[0].place.column), (1, 1));
    }

    #[test]
    fn nothing_in_a_quote_moves_the_screen() {
        assert_eq!(shown("a\u{1b}[2Jb\u{202e}c\nd"), "a\\u{1b}[2Jb\\u{202e}c d");
    }
}
