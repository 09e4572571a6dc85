//! The map as a picture: the year as a river with the warmth of each channel, and attention below it, for a wide screen and a
//! narrow one, in light and in dark.
//!
//! Drawn from the plain values that `--json` shows. What can be seen is said in the description, too.

mod attention;
pub mod ink;
mod pattern;
mod river;
pub mod told;

use std::fmt::Write;

use playbook::{channel::decay::Stage, map::Map};

use self::{
    ink::{Frame, NARROW, Place, WIDE, escaped, style, wrapped},
    river::River,
};
use super::told::verdict;

/// For which screen it is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sheet {
    /// For both: whoever shows the file chooses by its width.
    Both,
    /// For a desk.
    Wide,
    /// For a telephone.
    Narrow,
}

/// The drawing, as a file of its own. `stages` says of each of the names how warm the channel is; it may be empty.
pub fn draw(map: &Map, stages: &[Option<Stage>], with_attention: bool, on: Sheet) -> String {
    let river = River::of(map, stages);
    let alone = Frame { is_first: true, ..NARROW };
    let (frame, other) = match on {
        Sheet::Both => (&WIDE, Some(&NARROW)),
        Sheet::Wide => (&WIDE, None),
        Sheet::Narrow => (&alone, None),
    };
    let (first, high) = sheet(map, &river, with_attention, frame);
    let other = other.map(|other| sheet(map, &river, with_attention, other));
    let (second, narrow) = other.map_or_else(|| (String::new(), None), |(second, high)| (second, Some(high)));
    let width = frame.width;
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"sheet\" width=\"{width:.0}\" height=\"{high:.0}\" role=\"img\" aria-labelledby=\"title desc\">\n\
         <title id=\"title\">{}</title>\n<desc id=\"desc\">{}</desc>\n<style>{}</style>\n\
         <rect class=\"ground\" width=\"100%\" height=\"100%\"/>\n{first}{second}</svg>\n",
        escaped(&told::title(map)),
        escaped(&told::description(map, stages, with_attention)),
        style(high, narrow),
    )
}

/// How wide and high the drawing for one screen is, in pixels, so that a page can keep its place while it comes.
pub fn extent(map: &Map, stages: &[Option<Stage>], with_attention: bool, on: Sheet) -> (f64, f64) {
    let frame = if on == Sheet::Narrow { NARROW } else { WIDE };
    (frame.width, sheet(map, &River::of(map, stages), with_attention, &frame).1.round())
}

/// Everything for one width, and how high it is.
fn sheet(map: &Map, river: &River, with_attention: bool, frame: &Frame) -> (String, f64) {
    let mut out = String::new();
    let mut y = head(map, frame, &mut out);
    y = river.draw(frame, y, &mut out);
    if with_attention {
        y = attention::draw(&map.attention, frame, y + 34.0, &mut out);
    }
    let (class, width, hidden) =
        (frame.class, frame.width, if frame.is_first { "" } else { " display=\"none\"" });
    let sheet = format!(
        "<svg class=\"{class}\"{hidden} width=\"100%\" height=\"{y:.0}\" viewBox=\"0 0 {width:.0} {y:.0}\" preserveAspectRatio=\"xMidYMin\">\n{out}</svg>\n"
    );
    (sheet, y)
}

/// Title and verdict. Gives the height at which the next thing can stand.
fn head(map: &Map, frame: &Frame, out: &mut String) -> f64 {
    let edge = frame.edge;
    let _ =
        writeln!(out, "<text class=\"title\" x=\"{edge}\" y=\"32\">The peers this year depends on</text>");
    let words = format!("{}, as of {}. {}", map.leader, ink::day(map.as_of), verdict(map));
    let lines = wrapped(&words, frame.columns, 12);
    ink::lines(out, &lines, &Place { x: edge, y: 54.0, anchor: "start", class: "small" }) + 14.0
}
