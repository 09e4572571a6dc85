//! Comma-separated values: rows of cells, each with its span in the text.

use std::ops::Range;

use csv_core::{ReadFieldResult, Reader, ReaderBuilder};

use crate::{Problem, text::Text};

/// Lines at the top of which one may tell the delimiter.
const MOST_LINES: usize = 12;

/// A cell: its words, and where they stand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// The words, quotes taken away, white space trimmed.
    pub words: String,
    /// Their span, without the quotes round them.
    pub span: Range<usize>,
}

/// The rows of a text, one after the other.
pub struct Rows<'a> {
    text: &'a Text,
    reader: Reader,
    delimiter: u8,
    at: usize,
    buffer: Vec<u8>,
}

impl<'a> Rows<'a> {
    /// Rows of a text. The delimiter is what its first line has most of: comma, semicolon, tab, or bar; where it has none, the
    /// line at the top that has most. A first line `sep=;` names it and is no row.
    pub fn of(text: &'a Text) -> Self {
        let first = text.slice(text.line_of(0));
        let (delimiter, at) = match first.strip_prefix("sep=") {
            Some(mark) if mark.len() == 1 => (mark.as_bytes()[0], first.len()),
            // A second byte order mark is no part of the first cell.
            _ => (delimiter(named(text.body.as_str())), if first.starts_with('\u{feff}') { 3 } else { 0 }),
        };
        let reader = ReaderBuilder::new().delimiter(delimiter).build();
        Self { text, reader, delimiter, at, buffer: Vec::new() }
    }

    /// Reads the next row over the cells of the last one, so that a large file takes no memory cell by cell. False at the
    /// end of the text; the last row stays then.
    pub fn read(&mut self, row: &mut Vec<Cell>) -> bool {
        let bytes = self.text.body.as_bytes();
        self.at += bytes[self.at..].iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        if self.at == bytes.len() {
            return false;
        }
        let mut length = 0;
        loop {
            if row.len() == length {
                row.push(Cell::default());
            }
            let ends = self.cell(&mut row[length]);
            length += 1;
            if ends {
                row.truncate(length);
                return true;
            }
        }
    }

    /// Reads the next cell. True where it ends its row.
    fn cell(&mut self, cell: &mut Cell) -> bool {
        let (start, rest) = (self.at, &self.text.body.as_bytes()[self.at..]);
        let is_end = |byte: &u8| matches!(*byte, b'\r' | b'\n') || *byte == self.delimiter;
        cell.words.clear();
        let closed = match rest.strip_prefix(b"\"") {
            None => Some(rest.iter().position(is_end).unwrap_or(rest.len())),
            Some(inner) => inner
                .iter()
                .position(|byte| *byte == b'"')
                .filter(|at| inner.get(at + 1).is_none_or(is_end))
                .map(|at| at + 2),
        };
        let Some(length) = closed else { return self.quoted(cell) };
        self.at = start + length;
        cell.span = self.within(start..self.at);
        let words = match rest.first() {
            Some(b'"') => self.text.trim(start + 1..self.at - 1),
            _ => self.text.trim(start..self.at),
        };
        cell.words.push_str(self.text.slice(words));
        let end = rest.get(length);
        self.at += usize::from(end.is_some());
        end != Some(&self.delimiter)
    }

    /// Reads a cell with quotes within quotes, or without its last one.
    fn quoted(&mut self, cell: &mut Cell) -> bool {
        let (start, mut written) = (self.at, 0);
        self.reader.reset();
        let ends = loop {
            let input = &self.text.body.as_bytes()[self.at..];
            let (result, read, wrote) = self.reader.read_field(input, &mut self.buffer[written..]);
            self.at += read;
            written += wrote;
            match result {
                ReadFieldResult::OutputFull => self.buffer.resize((self.buffer.len() * 2).max(1 << 12), 0),
                ReadFieldResult::InputEmpty => {}
                ReadFieldResult::End => break true,
                ReadFieldResult::Field { record_end } => break record_end,
            }
        };
        cell.words.push_str(String::from_utf8_lossy(&self.buffer[..written]).trim());
        let raw = self.text.slice(start..self.at);
        let cut = match raw.as_bytes().last() {
            Some(b'\r' | b'\n') => raw.trim_end_matches(['\r', '\n']).len(),
            Some(last) if *last == self.delimiter => raw.len() - 1,
            _ => raw.len(),
        };
        cell.span = self.within(start..start + cut);
        ends
    }

    /// The span of a cell, without white space and quotes round its words.
    fn within(&self, cell: Range<usize>) -> Range<usize> {
        let span = self.text.trim(cell);
        let words = self.text.slice(span.clone());
        match words.strip_prefix('"').map(|inner| inner.strip_suffix('"').unwrap_or(inner)) {
            Some(inner) => span.start + 1..span.start + 1 + inner.len(),
            None => span,
        }
    }

    /// A quote that is opened in the last cell and never closed.
    pub fn unclosed(&self, last: &Cell) -> Option<Problem> {
        let opened = last.span.start.checked_sub(1).filter(|at| self.text.slice(*at..at + 1) == "\"")?;
        (!is_closed(&self.text.body.as_bytes()[last.span.start..])).then(|| {
            let line = self.text.line_of(opened);
            let place = self.text.place(opened..line.end.max(opened + 1), "");
            Problem::new(
                place,
                "a quote is opened here and never closed; all that follows was read as one cell",
            )
            .hint("close it with \", or write \"\" for a quote within a cell")
        })
    }
}

impl Iterator for Rows<'_> {
    type Item = Vec<Cell>;

    fn next(&mut self) -> Option<Vec<Cell>> {
        let mut row = Vec::new();
        self.read(&mut row).then_some(row)
    }
}

/// Whether a quote closes words that begin behind one; two stand for one within them.
fn is_closed(mut words: &[u8]) -> bool {
    while let Some(at) = words.iter().position(|byte| *byte == b'"') {
        if words.get(at + 1) != Some(&b'"') {
            return true;
        }
        words = &words[at + 2..];
    }
    false
}

/// The line by which delimiters are told: the first, or where it has none the one at the top that has most.
fn named(body: &str) -> &str {
    let mut lines = body.split(['\r', '\n']).filter(|line| !line.is_empty()).take(MOST_LINES);
    let first = lines.next().unwrap_or_default();
    let most = |line: &&str| counts(line)[..3].iter().copied().max();
    match most(&first) {
        Some(0) if !first.contains('"') && counts(first)[3] < 2 => lines.max_by_key(most).unwrap_or(first),
        _ => first,
    }
}

fn counts(line: &str) -> [usize; 4] {
    let mut counts = [0usize; 4];
    let mut quoted = false;
    for byte in line.bytes() {
        match byte {
            b'"' => quoted = !quoted,
            b',' if !quoted => counts[0] += 1,
            b';' if !quoted => counts[1] += 1,
            b'\t' if !quoted => counts[2] += 1,
            b'|' if !quoted => counts[3] += 1,
            _ => {}
        }
    }
    counts
}

fn delimiter(line: &str) -> u8 {
    let counts = counts(line);
    let most = (0..3).rev().max_by_key(|at| counts[*at]).unwrap_or(0);
    // A bar stands in titles, too: it parts cells where nothing else does.
    match counts[most] {
        0 if counts[3] > 1 => b'|',
        0 => b',',
        _ => [b',', b';', b'\t'][most],
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn rows(body: &str) -> Vec<Vec<(String, String)>> {
        let text = Text::of(0, "f", body.into());
        let cell = |cell: Cell| (cell.words, text.slice(cell.span).to_owned());
        Rows::of(&text).map(|row| row.into_iter().map(cell).collect()).collect()
    }

    fn words(body: &str) -> Vec<Vec<String>> {
        rows(body).into_iter().map(|row| row.into_iter().map(|(words, _)| words).collect()).collect()
    }

    #[test]
    fn cells_have_their_words_and_their_place() {
        let rows = rows("a,b\n\"x, \"\"y\"\"\nz\",2\n,last");
        assert_eq!(rows[0], vec![("a".into(), "a".into()), ("b".into(), "b".into())]);
        assert_eq!(rows[1][0], ("x, \"y\"\nz".into(), "x, \"\"y\"\"\nz".into()));
        assert_eq!(rows[1][1], ("2".into(), "2".into()));
        assert_eq!(rows[2], vec![(String::new(), String::new()), ("last".into(), "last".into())]);
    }

    #[test]
    fn delimiters_and_line_ends_of_all_kinds() {
        assert_eq!(words("a;b\r\n1;2\r\n"), vec![vec!["a", "b"], vec!["1", "2"]]);
        assert_eq!(words("a\tb\r1\t2"), vec![vec!["a", "b"], vec!["1", "2"]]);
        assert_eq!(words("a|b|c\n1|2, 3|4"), vec![vec!["a", "b", "c"], vec!["1", "2, 3", "4"]]);
        assert_eq!(words("sep=;\na,x;b\n"), vec![vec!["a,x", "b"]]);
        assert_eq!(words("sep=|\na,x|b|\n"), vec![vec!["a,x", "b", ""]]);
        assert_eq!(words(""), Vec::<Vec<String>>::new());
    }

    #[test]
    fn a_quote_that_is_never_closed_is_said() {
        let text = Text::of(0, "f", "a,b\n1,\"open\nmore\n".into());
        let mut reader = Rows::of(&text);
        let last = reader.by_ref().last().and_then(|row| row.last().cloned()).unwrap();
        let problem = reader.unclosed(&last).unwrap();
        assert_eq!((problem.place.line, problem.place.column), (2, 3));
        for (body, is_closed) in [
            ("a,\"b\"", true),
            ("a,\"b\"\"", false),
            ("a,\"b\"\"\"", true),
            ("a,\"", false),
            ("a,\"\"", true),
        ] {
            let text = Text::of(0, "f", body.into());
            let mut rows = Rows::of(&text);
            let last = rows.by_ref().last().and_then(|row| row.last().cloned()).unwrap();
            assert_eq!(rows.unclosed(&last).is_none(), is_closed, "{body}");
        }
    }

    #[test]
    fn an_empty_cell_at_the_end_of_a_row_stands_on_that_row() {
        let text = Text::of(0, "f", "a,b\n1,\n2,x\n".into());
        let rows: Vec<Vec<Cell>> = Rows::of(&text).collect();
        assert_eq!(text.position(rows[1][1].span.start), (2, 3));
    }

    fn as_csv_core_reads(body: &str) -> Vec<Vec<String>> {
        let mut reader = ReaderBuilder::new().delimiter(delimiter(named(body))).build();
        let (mut rows, mut row, mut at, mut output) = (Vec::new(), Vec::new(), 0, Vec::new());
        loop {
            let mut buffer = [0; 200];
            let (result, read, wrote) = reader.read_field(&body.as_bytes()[at..], &mut buffer);
            at += read;
            output.extend_from_slice(&buffer[..wrote]);
            match result {
                ReadFieldResult::End => return rows,
                ReadFieldResult::Field { record_end } => {
                    let words = String::from_utf8(std::mem::take(&mut output)).unwrap();
                    row.push(words.trim().to_owned());
                    rows.extend(record_end.then(|| std::mem::take(&mut row)));
                }
                ReadFieldResult::InputEmpty | ReadFieldResult::OutputFull => {}
            }
        }
    }

    proptest! {
        #[test]
        fn the_span_of_a_cell_holds_its_words(cells in proptest::collection::vec(proptest::collection::vec("[a-z \",\n;é]{0,6}", 1..4), 1..5)) {
            let quoted = |cell: &String| format!("\"{}\"", cell.replace('"', "\"\""));
            let body: String = cells.iter().map(|row| row.iter().map(quoted).collect::<Vec<_>>().join(",") + "\n").collect();
            let read = rows(&body);
            prop_assert_eq!(read.len(), cells.len());
            for (row, expected) in read.iter().zip(&cells) {
                for ((words, span), expected) in row.iter().zip(expected) {
                    prop_assert_eq!(words, expected.trim());
                    prop_assert_eq!(span, &expected.replace('"', "\"\""));
                }
            }
        }

        #[test]
        fn any_text_is_read_as_csv_core_reads_it(body in "[a,\"\r\n;\té ]{0,60}") {
            prop_assert_eq!(words(&body), as_csv_core_reads(&body));
        }
    }
}
