//! Words into lines: of all ways to break them, the one whose lines end most evenly (after Knuth and Plass, ragged right).

use std::collections::HashMap;

use unicode_linebreak::linebreaks;

use super::face::{Face, Shaped};

/// How lines should end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ends {
    /// As running text: the last line is as long as it happens to be, but not a single short word.
    Running,
    /// As a title: all lines of much the same length.
    Alike,
}

/// What has no break within: a word with the blanks behind it.
struct Piece {
    shaped: Shaped,
    /// Its width without those blanks.
    inked: f32,
}

/// What one more line costs, beside what it leaves empty: a share of a line, squared.
const LINE: f32 = 0.5;
/// What it costs to leave a last line shorter than this share of the measure.
const SHORT: f32 = 0.2;
const SHORT_COSTS: f32 = 0.15;
/// What it costs to break within a word, behind a stroke or a slash.
const WITHIN_COSTS: f32 = 0.02;
/// Widths are sums in single precision.
const ROUNDING: f32 = 1e-3;

/// Breaks words without an end of a line in them. `first` and `rest` are how long lines may be, in ems.
pub fn broken(face: &Breaker, words: &str, first: f32, rest: f32, ends: Ends) -> Vec<Shaped> {
    let pieces = face.pieces(words, first.min(rest));
    let breaks = best(&pieces, first, rest, ends);
    let line = |pair: &[usize]| {
        let mut line = Shaped::default();
        pieces[pair[0]..pair[1]].iter().for_each(|piece| line.push(&piece.shaped));
        line
    };
    breaks.windows(2).map(line).collect()
}

/// Where the best lines begin; the last is the end.
fn best(pieces: &[Piece], first: f32, rest: f32, ends: Ends) -> Vec<usize> {
    let mut before = vec![0.0];
    for piece in pieces {
        before.push(before[before.len() - 1] + piece.shaped.width);
    }
    // For each end: what the best lines up to it cost, and where the last of them begins.
    let mut best: Vec<(f32, usize)> = vec![(0.0, 0)];
    for end in 1..=pieces.len() {
        let mut found = (f32::INFINITY, end - 1);
        for start in (0..end).rev() {
            let measure = if start == 0 { first } else { rest };
            let width = before[end - 1] - before[start] + pieces[end - 1].inked;
            if width > measure + ROUNDING && start + 1 < end {
                break;
            }
            let is_last = end == pieces.len();
            let costs = best[start].0 + costs(width / measure, start == 0, is_last, &pieces[end - 1], ends);
            if costs < found.0 {
                found = (costs, start);
            }
        }
        best.push(found);
    }
    let mut breaks = vec![pieces.len()];
    while let Some(&end) = breaks.last().filter(|end| **end > 0) {
        breaks.push(best[end].1);
    }
    breaks.reverse();
    breaks
}

fn costs(filled: f32, is_first: bool, is_last: bool, last: &Piece, ends: Ends) -> f32 {
    let empty = (1.0 - filled).max(0.0).powi(2);
    match ends {
        // Never one line more for the sake of evenness.
        Ends::Alike => 100.0 + empty,
        Ends::Running if is_last && !is_first && filled < SHORT => LINE + SHORT_COSTS,
        Ends::Running if is_last => LINE,
        Ends::Running if last.shaped.text.ends_with(' ') => LINE + empty,
        Ends::Running => LINE + WITHIN_COSTS + empty,
    }
}

/// Shapes words once, however often they come.
pub struct Breaker<'a> {
    face: &'a Face,
    known: std::cell::RefCell<HashMap<String, Shaped>>,
}

impl<'a> Breaker<'a> {
    /// Nothing is known yet.
    pub fn new(face: &'a Face) -> Self {
        Self { face, known: std::cell::RefCell::default() }
    }

    /// Words as shapes.
    pub fn shaped(&self, words: &str) -> Shaped {
        let mut known = self.known.borrow_mut();
        if let Some(shaped) = known.get(words) {
            return shaped.clone();
        }
        let shaped = self.face.shaped(words);
        known.insert(words.to_owned(), shaped.clone());
        shaped
    }

    /// Words between the places where Unicode lets a line end (UAX 14). What is longer than a line is cut where it must be.
    fn pieces(&self, words: &str, measure: f32) -> Vec<Piece> {
        let mut pieces = Vec::new();
        let mut start = 0;
        for (end, _) in linebreaks(words) {
            let word = &words[start..end];
            start = end;
            let piece = self.piece(word);
            match piece.inked > measure {
                true => pieces.extend(cut(&piece.shaped, measure).into_iter().map(|part| self.piece(part))),
                false => pieces.push(piece),
            }
        }
        pieces
    }

    fn piece(&self, word: &str) -> Piece {
        let shaped = self.shaped(word);
        let inked = self.shaped(word.trim_end()).width;
        Piece { shaped, inked }
    }
}

/// A word that is longer than a line, cut into parts that are not.
fn cut(word: &Shaped, measure: f32) -> Vec<&str> {
    let (mut parts, mut start, mut width) = (Vec::new(), 0, 0.0);
    for glyph in &word.glyphs {
        let at = glyph.text_range.start;
        // What is cut is shaped anew, and may come out a little wider.
        if width + glyph.x_advance > measure * 0.97 && at > start {
            parts.push(&word.text[start..at]);
            (start, width) = (at, 0.0);
        }
        width += glyph.x_advance;
    }
    parts.push(&word.text[start..]);
    parts
}
