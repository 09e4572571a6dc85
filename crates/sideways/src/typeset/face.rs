//! The typeface, and words as shapes of it.
//!
//! Libertinus Serif has Latin, Greek and Cyrillic. What runs from right to left is not set: it would need an order of its own.

use harfrust::{FontRef, ShapeOptions, ShaperData, UnicodeBuffer};
use krilla::text::{Font, GlyphId, KrillaGlyph};
use skrifa::{MetadataProvider, charmap::Charmap};

/// Under the SIL Open Font License 1.1, which lies beside it.
const FILE: &[u8] = include_bytes!("../../fonts/LibertinusSerif-Regular.otf");

/// What is drawn for a letter that the typeface lacks.
pub const BOX: char = '□';

/// The typeface.
pub struct Face {
    /// As it goes into the file.
    pub font: Font,
    tables: FontRef<'static>,
    shaping: ShaperData,
    letters: Charmap<'static>,
    units: f32,
}

/// Words as shapes. Lengths are in ems: shares of the size they are set in.
#[derive(Clone, Debug, Default)]
pub struct Shaped {
    /// The words themselves.
    pub text: String,
    /// Their shapes, from left to right; each knows its bytes of the text.
    pub glyphs: Vec<KrillaGlyph>,
    /// How wide they are.
    pub width: f32,
}

impl Shaped {
    /// Puts more behind it.
    pub fn push(&mut self, more: &Self) {
        let at = self.text.len();
        self.text.push_str(&more.text);
        self.glyphs.extend(more.glyphs.iter().map(|glyph| {
            let range = glyph.text_range.start + at..glyph.text_range.end + at;
            KrillaGlyph { text_range: range, ..glyph.clone() }
        }));
        self.width += more.width;
    }
}

impl Face {
    /// The typeface of this build.
    pub fn read() -> Option<Self> {
        let font = Font::new(FILE.into(), 0)?;
        let tables = FontRef::new(FILE).ok()?;
        let (shaping, units) = (ShaperData::new(&tables), font.units_per_em());
        let letters = tables.charmap();
        Some(Self { font, tables, shaping, letters, units })
    }

    fn has(&self, letter: char) -> bool {
        !is_right_to_left(letter) && self.letters.map(letter).is_some()
    }

    /// Letters of a text that the typeface lacks, each once.
    pub fn lacks(&self, text: &str) -> Vec<char> {
        let mut lacks = Vec::new();
        for letter in text.chars().filter(|letter| !letter.is_whitespace() && !self.has(*letter)) {
            if !lacks.contains(&letter) {
                lacks.push(letter);
            }
        }
        lacks
    }

    /// Words as shapes: kerned, with ligatures, accents where they belong.
    pub fn shaped(&self, words: &str) -> Shaped {
        let mut buffer = UnicodeBuffer::new();
        for (at, letter) in words.char_indices() {
            let drawn = match letter {
                blank if blank.is_whitespace() => ' ',
                letter if self.has(letter) => letter,
                _ => BOX,
            };
            buffer.add(drawn, at as u32);
        }
        buffer.guess_segment_properties();
        let shaper = self.shaping.shaper(&self.tables).build();
        let done = shaper.shape(buffer, ShapeOptions::new());
        let mut starts: Vec<usize> = done.glyph_infos().iter().map(|info| info.cluster as usize).collect();
        starts.push(words.len());
        starts.sort_unstable();
        starts.dedup();
        let em = |units: i32| units as f32 / self.units;
        let glyphs = done.glyph_infos().iter().zip(done.glyph_positions()).map(|(info, position)| {
            let start = info.cluster as usize;
            let end = starts[starts.partition_point(|other| *other <= start)];
            KrillaGlyph::new(
                GlyphId::new(info.glyph_id),
                em(position.x_advance),
                em(position.x_offset),
                em(position.y_offset),
                em(position.y_advance),
                start..end,
                None,
            )
        });
        let glyphs: Vec<KrillaGlyph> = glyphs.collect();
        let width = glyphs.iter().map(|glyph| glyph.x_advance).sum();
        Shaped { text: words.to_owned(), glyphs, width }
    }
}

/// Hebrew, Arabic and their neighbours.
fn is_right_to_left(letter: char) -> bool {
    matches!(letter,
        '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}'
        | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}
