//! Where everything stands on paper: the parts of a page as lines, and lines on sheets.
//!
//! Lengths are in points, 72 an inch, from the upper left corner. A page takes one sheet where it fits in a size that is easily
//! read; where it does not, it goes on, with its title and a number above.

use playbook::outward::escalate::{self as outward, Page};

use super::{
    Paper,
    face::{Face, Shaped},
    lines::{Breaker, Ends, broken},
};

/// The size of running text, and from line to line. The first is kept where all fits on one sheet.
const SIZES: [(f32, f32); 4] = [(11.5, 15.75), (11.0, 15.0), (10.5, 14.25), (10.0, 13.5)];
/// The one for a page that takes several sheets anyway.
const SEVERAL: (f32, f32) = (11.0, 15.0);
/// How long a line of running text is.
const MEASURE: f32 = 396.0;
/// What stays free above and below.
const MARGIN: f32 = 68.0;

impl Paper {
    /// Its width and height.
    pub const fn size(self) -> (f32, f32) {
        match self {
            Self::A4 => (595.276, 841.89),
            Self::Letter => (612.0, 792.0),
        }
    }

    /// Where lines begin.
    pub fn left(self) -> f32 {
        (self.size().0 - MEASURE) / 2.0
    }

    /// Where they end.
    pub fn right(self) -> f32 {
        self.left() + MEASURE
    }
}

/// What a paragraph is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The title of the page.
    Title,
    /// Both names.
    Names,
    /// The heading of a part.
    Heading,
    /// Running text.
    Text,
    /// Who marked it; the first of them has a rule above.
    Mark { is_first: bool },
    /// The name of the document, and what else is said small.
    Foot,
}

/// A paragraph, as a reader who does not see it is to hear it.
#[derive(Debug)]
pub struct Paragraph {
    /// What it is.
    pub kind: Kind,
    /// Its words.
    pub words: String,
}

/// A line in its place.
#[derive(Debug)]
pub struct Line {
    /// Which paragraph it is of.
    pub of: usize,
    /// What stands on it.
    pub shaped: Shaped,
    /// Its left end.
    pub x: f32,
    /// Its base line.
    pub y: f32,
    /// The size of its letters.
    pub size: f32,
}

/// All sheets of a page.
pub struct Sheet {
    /// Its paragraphs, in the order of reading.
    pub paragraphs: Vec<Paragraph>,
    /// The lines of each sheet.
    pub pages: Vec<Vec<Line>>,
}

/// A line that has no place yet.
struct Row {
    of: usize,
    shaped: Shaped,
    indent: f32,
    size: f32,
    /// From the base line above to its own.
    leading: f32,
    /// What stays free above it, unless it is the first of a sheet.
    before: f32,
    /// Whether a sheet may begin with it.
    may_begin: bool,
}

impl Sheet {
    /// Sets a page. `lacks` are the letters that the typeface lacks.
    pub fn of(page: &Page, lacks: &[char], face: &Face, paper: Paper) -> Self {
        let paragraphs = paragraphs(page, lacks);
        let breaker = Breaker::new(face);
        let rows = |size| -> Vec<Row> {
            (0..paragraphs.len()).flat_map(|at| rows(at, &paragraphs, size, &breaker)).collect()
        };
        let room = paper.size().1 - 2.0 * MARGIN;
        let height = |rows: &[Row]| -> f32 { rows.iter().map(|row| row.before + row.leading).sum() };
        let fitting = SIZES.iter().map(|size| rows(*size)).find(|rows| height(rows) <= room);
        let pages = sheets(fitting.unwrap_or_else(|| rows(SEVERAL)), room, paper);
        Self { paragraphs, pages }
    }
}

fn paragraphs(page: &Page, lacks: &[char]) -> Vec<Paragraph> {
    let mut all = Vec::new();
    let mut put = |kind, words: &str| {
        if !words.trim().is_empty() {
            all.push(Paragraph { kind, words: words.to_owned() });
        }
    };
    put(Kind::Title, &page.title);
    put(Kind::Names, &format!("From {} and {}", page.names[0], page.names[1]));
    for block in &page.blocks {
        put(Kind::Heading, &block.heading);
        block.paragraphs.iter().for_each(|words| put(Kind::Text, words));
    }
    for (at, mark) in page.marks.iter().enumerate() {
        put(Kind::Mark { is_first: at == 0 }, mark);
    }
    put(Kind::Foot, &page.foot);
    if !lacks.is_empty() {
        put(Kind::Foot, outward::without_shape(super::face::BOX, lacks).as_str());
    }
    all
}

/// How a kind is set: its size and its leading, as shares of those of running text, and what stays free above it, in lines of it.
const fn manner(kind: Kind) -> (f32, f32, f32) {
    match kind {
        Kind::Title => (1.9, 1.65, 0.0),
        Kind::Names => (1.1, 1.1, 0.35),
        Kind::Heading => (1.22, 1.15, 1.0),
        Kind::Text => (1.0, 1.0, 0.35),
        Kind::Mark { is_first: true } => (0.87, 0.9, 2.4),
        Kind::Mark { is_first: false } => (0.87, 0.9, 0.4),
        Kind::Foot => (0.87, 0.9, 0.4),
    }
}

/// The lines of a paragraph. Its own ends of lines are kept; blanks that stand together are one, as on any page.
fn rows(at: usize, all: &[Paragraph], (size, leading): (f32, f32), breaker: &Breaker<'_>) -> Vec<Row> {
    let paragraph = &all[at];
    let (larger, looser, before) = manner(paragraph.kind);
    let size = size * larger;
    let measure = MEASURE / size;
    let ends = if paragraph.kind == Kind::Title { Ends::Alike } else { Ends::Running };
    // Each line with what it is set in by, and whether it may part from the one above within its own line of the words.
    let mut set: Vec<(Shaped, f32, bool)> = Vec::new();
    for line in paragraph.words.lines() {
        let words = line.split_whitespace().collect::<Vec<_>>().join(" ");
        let hang = breaker.shaped(marker(&words)).width;
        let lines = broken(breaker, &words, measure, measure - hang, ends);
        let count = lines.len();
        let indented = |(n, line)| (line, if n == 0 { 0.0 } else { hang * size }, parts(n, count));
        set.extend(lines.into_iter().enumerate().map(indented));
    }
    let (count, is_heading) = (set.len(), paragraph.kind == Kind::Heading);
    let may_begin = may_begin(paragraph.kind, at.checked_sub(1).map(|before| all[before].kind));
    let row = |(n, (mut shaped, indent, is_loose)): (usize, (Shaped, f32, bool))| {
        // A word is never glued to the next line's for those who listen or copy.
        if n + 1 < count && !shaped.text.ends_with(' ') {
            shaped.push(&breaker.shaped(" "));
        }
        Row {
            of: at,
            shaped,
            indent,
            size,
            leading: leading * looser,
            before: if n == 0 { before * leading } else { 0.0 },
            may_begin: if n == 0 { may_begin } else { !is_heading && is_loose && parts(n, count) },
        }
    };
    set.into_iter().enumerate().map(row).collect()
}

/// Whether one line of so many may begin a sheet: none stands alone, above or below.
const fn parts(n: usize, count: usize) -> bool {
    n == 0 || n > 1 && n + 1 < count
}

/// Whether a sheet may begin with a paragraph: what goes with a heading, and all that stands below the text, stays together.
fn may_begin(kind: Kind, before: Option<Kind>) -> bool {
    match kind {
        Kind::Text => before != Some(Kind::Heading),
        Kind::Mark { is_first } => is_first,
        Kind::Names | Kind::Foot => false,
        Kind::Title | Kind::Heading => true,
    }
}

/// What a line of a list begins with, and under which its other lines do not go: a stroke, a dot, a number.
fn marker(words: &str) -> &str {
    let Some((first, _)) = words.split_once(' ') else { return "" };
    let digits = first.trim_end_matches(['.', ')']);
    let is_number =
        digits.len() + 1 == first.len() && digits.len() < 4 && digits.bytes().all(|b| b.is_ascii_digit());
    match ["-", "–", "*", "•"].contains(&first) || is_number && !digits.is_empty() {
        true => &words[..=first.len()],
        false => "",
    }
}

/// Lines on sheets. What belongs together stays together where a sheet holds it.
fn sheets(rows: Vec<Row>, room: f32, paper: Paper) -> Vec<Vec<Line>> {
    let starts = starts(&rows, room);
    let mut pages: Vec<Vec<Line>> = Vec::new();
    let mut y = 0.0;
    for (at, row) in rows.into_iter().enumerate() {
        if starts.contains(&at) {
            pages.push(Vec::new());
            y = MARGIN;
        } else {
            y += row.before;
        }
        // Letters stand so that the white of a line is shared above and below.
        let base = y + (row.leading + row.size * 0.62) / 2.0;
        y += row.leading;
        let line =
            Line { of: row.of, shaped: row.shaped, x: paper.left() + row.indent, y: base, size: row.size };
        if let Some(page) = pages.last_mut() {
            page.push(line);
        }
    }
    pages
}

/// With which line each sheet begins.
fn starts(rows: &[Row], room: f32) -> Vec<usize> {
    let mut starts = vec![0];
    let (mut used, mut at) = (0.0, 0);
    while at < rows.len() {
        let start = starts[starts.len() - 1];
        let before = if at == start { 0.0 } else { rows[at].before };
        used += before + rows[at].leading;
        if used > room && at > start {
            let next = (start + 1..=at).rev().find(|at| rows[*at].may_begin).unwrap_or(at);
            starts.push(next);
            (used, at) = (0.0, next);
        } else {
            at += 1;
        }
    }
    starts
}
