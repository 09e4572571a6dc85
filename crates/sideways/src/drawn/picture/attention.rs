//! Attention: two thin bars a peer, due and given, in hours a month.

use std::fmt::Write;

use playbook::map::attention::Attention;

use super::ink::{self, Frame, LINE, Place, wrapped};

/// Heights of a bar, and of an outline with words in it.
const BAR: f64 = 9.0;
const OUTLINE: f64 = 17.0;

/// Draws it below `top`. Gives where it ends.
pub fn draw(attention: &[Attention], frame: &Frame, top: f64, out: &mut String) -> f64 {
    let title = wrapped("Attention, in hours a month", frame.columns, 1);
    let mut y =
        ink::lines(out, &title, &Place { x: frame.edge, y: top, anchor: "start", class: "title" }) + 6.0;
    if attention.is_empty() {
        let words = wrapped("Nobody is named, so nobody is due a talk.", frame.columns, 2);
        return ink::lines(out, &words, &Place { x: frame.edge, y, anchor: "start", class: "small" });
    }
    let hours = |one: &Attention| one.due.max(one.given.unwrap_or(0.0));
    let most = attention.iter().map(hours).fold(f64::MIN_POSITIVE, f64::max);
    for one in attention {
        y = row(one, most, frame, y, out) + 14.0;
    }
    y
}

/// A peer: name and cadence, then the two bars, beside them where there is room.
fn row(one: &Attention, most: f64, frame: &Frame, top: f64, out: &mut String) -> f64 {
    let is_beside = frame.is_first;
    let columns = if is_beside { frame.beside } else { frame.columns };
    let at = |y: f64, class| Place { x: frame.edge, y, anchor: "start", class };
    let y = ink::lines(out, &wrapped(&one.person, columns, 2), &at(top + LINE - 4.0, "name"));
    let y = ink::lines(out, &wrapped(&cadence(one), columns + columns / 8, 2), &at(y, "small"));
    let (x, mut bars) = if is_beside { (frame.left, top + 2.0) } else { (frame.edge, y - 6.0) };
    // Room at the end of the longest bar for its words.
    let width = frame.width - frame.edge - x - 84.0;
    let length = |hours: f64| (hours / most * width).max(1.0);
    let due = length(one.due);
    bar(out, "due", (x, bars), (due, BAR), (due + 8.0, format!("{:.1} due", one.due)));
    bars += BAR + 6.0;
    match one.given.map(|hours| (hours, length(hours))) {
        Some((hours, given)) => {
            bar(out, "given", (x, bars), (given, BAR), (given + 8.0, format!("{hours:.1} given")));
        }
        None => bar(out, "unknown", (x, bars), (width, OUTLINE), (8.0, "given: not known".into())),
    }
    y.max(bars + OUTLINE)
}

/// A bar of a width and a height, with words so far behind its beginning.
fn bar(
    out: &mut String,
    class: &str,
    (x, y): (f64, f64),
    (width, height): (f64, f64),
    (behind, words): (f64, String),
) {
    let _ = writeln!(
        out,
        "<rect class=\"{class}\" x=\"{x}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height}\"/>"
    );
    let base = y + height / 2.0 + 4.0;
    ink::lines(out, &[words], &Place { x: x + behind, y: base, anchor: "start", class: "small" });
}

pub(super) fn cadence(one: &Attention) -> String {
    let yes = one.next_yes.map_or(String::new(), |day| format!(", next yes needed {}", ink::day(day)));
    format!("half an hour every {} weeks{yes}", one.every_weeks)
}

#[cfg(test)]
mod tests {
    use super::{super::ink::WIDE, *};

    #[test]
    fn m4_what_was_given_is_a_bar_of_its_own_once_it_is_known() {
        let one = Attention {
            person: "Dana".into(),
            every_weeks: 2,
            next_yes: None,
            due: 2.0,
            is_unneeded: false,
            given: Some(0.5),
        };
        let mut out = String::new();
        draw(&[one], &WIDE, 0.0, &mut out);
        assert!(out.contains("0.5 given") && out.contains("class=\"given\"") && !out.contains("not known"));
    }
}
