//! What a drawing is made of: two widths, words broken into lines, colours.

use std::fmt::Write;

use jiff::civil::Date;
use textwrap::{Options, WordSplitter, wrap};

/// How a drawing is laid out for a width. Lengths in units of the drawing, which are pixels at that width.
#[derive(Clone, Copy, Debug)]
pub struct Frame {
    /// Its class.
    pub class: &'static str,
    /// Whether it is seen where nothing chooses.
    pub is_first: bool,
    /// From edge to edge.
    pub width: f64,
    /// Where text begins.
    pub edge: f64,
    /// Characters of a line over the whole width.
    pub columns: usize,
    /// Between these two the river flows.
    pub left: f64,
    /// Its right bank.
    pub right: f64,
    /// Characters of a name beside the river.
    pub beside: usize,
    /// Lines of a name, at most.
    pub lines: usize,
    /// Height of all bands together.
    pub bands: f64,
    /// Entries of the legend in a row.
    pub legend: usize,
}

/// A screen of a desk.
pub const WIDE: Frame = Frame {
    class: "wide",
    is_first: true,
    width: 960.0,
    edge: 16.0,
    columns: 118,
    left: 300.0,
    right: 660.0,
    beside: 28,
    lines: 2,
    bands: 300.0,
    legend: 6,
};

/// A telephone.
pub const NARROW: Frame = Frame {
    class: "narrow",
    is_first: false,
    width: 360.0,
    edge: 12.0,
    columns: 44,
    left: 126.0,
    right: 234.0,
    beside: 12,
    lines: 3,
    bands: 280.0,
    legend: 2,
};

/// Height of a line of text.
pub const LINE: f64 = 15.0;

/// Where lines of text stand: the base of the first, and whether they begin or end there.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// From the left.
    pub x: f64,
    /// From the top.
    pub y: f64,
    /// `start` or `end`.
    pub anchor: &'static str,
    /// How they look.
    pub class: &'static str,
}

/// Writes lines of text, one below the other. Gives the base of the line that would follow.
pub fn lines(out: &mut String, lines: &[String], place: &Place) -> f64 {
    let Place { x, mut y, anchor, class } = *place;
    for line in lines {
        let _ = writeln!(
            out,
            "<text class=\"{class}\" x=\"{x}\" y=\"{y:.1}\" text-anchor=\"{anchor}\">{}</text>",
            escaped(line)
        );
        y += LINE;
    }
    y
}

/// A day as one says it.
pub fn day(day: Date) -> String {
    day.strftime("%-d %b %Y").to_string()
}

/// Words as a screen shows them, broken into lines of so many columns; the last of too many ends in “…”.
pub fn wrapped(words: &str, columns: usize, most: usize) -> Vec<String> {
    let plain: String = sources::text::shown(words).chars().take(columns * most * 4).collect();
    let options = Options::new(columns).word_splitter(WordSplitter::NoHyphenation);
    let mut lines: Vec<String> = wrap(&plain, options).into_iter().map(|line| line.into_owned()).collect();
    if lines.len() > most {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            let cut = wrap(
                last,
                Options::new(columns.saturating_sub(1).max(1)).word_splitter(WordSplitter::NoHyphenation),
            );
            *last = format!("{}…", cut.first().map_or("", |line| line.as_ref()));
        }
    }
    lines
}

/// Words that stay words in XML, whatever is in them.
pub fn escaped(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for c in sources::text::shown(words).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            // No characters in XML.
            '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

/// Colours by what they are for.
pub struct Palette {
    ground: u32,
    ink: u32,
    quiet: u32,
    band: u32,
    out: u32,
    warm: u32,
    cool: u32,
}

/// Paper and ink.
const LIGHT: Palette = Palette {
    ground: 0xfa_f8f3,
    ink: 0x23_201b,
    quiet: 0x4f_4a42,
    band: 0x35_5d72,
    out: 0x7d_7568,
    warm: 0x8a_3d12,
    cool: 0x2a_4f7c,
};

/// A dark room.
const DARK: Palette = Palette {
    ground: 0x17_191a,
    ink: 0xec_e7dd,
    quiet: 0xbc_b5a9,
    band: 0x8f_b8ce,
    out: 0x93_8f88,
    warm: 0xf0_a878,
    cool: 0x9d_bfe8,
};

/// How much of a band's colour is seen; the rest is what lies below.
const OPACITY: f64 = 0.8;

impl Palette {
    fn variables(&self) -> String {
        let Self { ground, ink, quiet, band, out, warm, cool } = self;
        format!(
            "--ground:#{ground:06x};--ink:#{ink:06x};--quiet:#{quiet:06x};--band:#{band:06x};--out:#{out:06x};--warm:#{warm:06x};--cool:#{cool:06x}"
        )
    }
}

/// The look of a drawing of this height; of one for two widths, with the height of the narrow one, too.
pub fn style(high: f64, narrow: Option<f64>) -> String {
    let chosen = narrow.map_or_else(String::new, |narrow| format!(
        "@media(max-width:780px) and (max-aspect-ratio:1/1){{.sheet{{height:{narrow:.0}px}}.sheet .wide{{display:none}}.sheet .narrow{{display:inline}}}}"
    ));
    format!(
        ".sheet{{{};background:var(--ground);width:100%;height:{high:.0}px}}\
         @media(prefers-color-scheme:dark){{.sheet{{{}}}}}\
         {chosen}{LOOK}.band,.rail{{stroke-opacity:{OPACITY}}}",
        LIGHT.variables(),
        DARK.variables(),
    )
}

const LOOK: &str = "\
.ground{fill:var(--ground)}text{font-family:system-ui,sans-serif;fill:var(--ink);font-size:13px}\
.title{font-size:16px;font-weight:600}.narrow text{font-size:12px}.wide .title{font-size:19px}.narrow .title{font-size:16px}.small{font-size:12px;fill:var(--quiet)}\
.name{font-weight:600}.away{fill:var(--quiet)}.warm{fill:var(--warm)}.cool{fill:var(--cool)}\
.band,.rail,.fill{fill:none;stroke:var(--band)}.out{stroke:var(--out)}\
.casing{fill:none;stroke:var(--ground)}.touch{stroke-linecap:round}.guess{stroke-linecap:round;stroke-width:1.6;stroke-dasharray:0 4}.fill{stroke-opacity:.25}\
.bank{fill:none;stroke:var(--ink);stroke-width:3}.bank.away{stroke:var(--out)}\
.cut{fill:none;stroke:var(--quiet);stroke-dasharray:2 3}.due{fill:var(--band)}.given{fill:none;stroke:var(--band);stroke-width:2}\
.unknown{fill:none;stroke:var(--quiet);stroke-dasharray:4 3}";

#[cfg(test)]
mod tests {
    use unicode_width::UnicodeWidthStr;

    use super::*;

    #[test]
    fn names_from_a_plan_stay_words() {
        assert_eq!(escaped("<script>&\""), "&lt;script&gt;&amp;&quot;");
        assert_eq!(escaped("a\u{0}\u{ffff}\u{202e}b"), "a\\u{0}\u{fffd}\\u{202e}b");
    }

    #[test]
    fn lines_are_no_longer_than_their_column_in_any_script() {
        for name in
            ["word ".repeat(40), "x".repeat(200), "団".repeat(90), "נמל ".repeat(50), "e\u{301}".repeat(500)]
        {
            let lines = wrapped(&name, 13, 3);
            assert!(lines.len() <= 3 && lines.iter().all(|line| line.width() <= 13), "{lines:?}");
            assert!(lines[2].ends_with('…'), "{lines:?}");
        }
        assert_eq!(wrapped("Checkout v2", 13, 3), ["Checkout v2"]);
        assert_eq!(wrapped("", 13, 3).concat(), "");
    }

    /// Parts of red, green and blue, 0 to 1.
    fn parts(colour: u32) -> [f64; 3] {
        [16, 8, 0].map(|shift| f64::from(colour >> shift & 255) / 255.0)
    }

    /// Contrast of two colours as WCAG 2 defines it, the first seen through to the second.
    fn contrast(colour: u32, opacity: f64, ground: u32) -> f64 {
        let linear =
            |part: f64| if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) };
        let light = |[red, green, blue]: [f64; 3]| {
            0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
        };
        let (above, below) = (parts(colour), parts(ground));
        let mixed = [0, 1, 2].map(|at: usize| above[at] * opacity + below[at] * (1.0 - opacity));
        let (a, b) = (light(mixed), light(below));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn text_and_bands_stand_out_from_the_ground_in_light_and_dark() {
        for palette in [LIGHT, DARK] {
            for text in [palette.ink, palette.quiet, palette.warm, palette.cool] {
                assert!(contrast(text, 1.0, palette.ground) >= 7.0, "{text:06x}");
            }
            for band in [palette.band, palette.out] {
                assert!(contrast(band, OPACITY, palette.ground) >= 3.0, "{band:06x}");
            }
        }
    }
}
