//! What waiting costs, as a picture: lateness against the day of the decision, with its band and today marked.
//!
//! Drawn from the plain values that `--json` shows, for a wide screen and a narrow one. A page gives it its colours; a file
//! brings its own.

use std::fmt::Write;

use playbook::{
    escalate::waiting::{Curve, Week},
    moment::Day,
};

use crate::drawn::picture::ink::{self, Place, escaped};

/// How it is laid out for a width, in pixels at that width.
#[derive(Clone, Copy, Debug)]
pub struct Frame {
    /// Its class.
    pub class: &'static str,
    /// From edge to edge.
    pub width: f64,
    /// How high the curve is.
    high: f64,
    /// Days of the decision from one label to the next.
    labelled: usize,
    /// Characters of a line of words.
    columns: usize,
}

/// A screen of a desk.
pub const WIDE: Frame = Frame { class: "wide", width: 700.0, high: 220.0, labelled: 2, columns: 88 };

/// A telephone.
pub const NARROW: Frame = Frame { class: "narrow", width: 328.0, high: 190.0, labelled: 4, columns: 42 };

/// Room at the left for figures, and at the right.
const LEFT: f64 = 40.0;
const RIGHT: f64 = 24.0;

/// How wide a letter of a small word is, about.
const LETTER: f64 = 7.0;

/// Room above for the words of what is marked.
const ABOVE: f64 = 40.0;

/// Days and pixels: where a week and a loss lie.
struct Scale<'a> {
    frame: &'a Frame,
    first: Day,
    days: f64,
    least: f64,
    most: f64,
}

impl Scale<'_> {
    fn x(&self, day: Day) -> f64 {
        let share = self.first.until(day) as f64 / self.days;
        LEFT + share.clamp(0.0, 1.0) * (self.frame.width - LEFT - RIGHT)
    }

    fn y(&self, days: f64) -> f64 {
        ABOVE + (self.most - days) / (self.most - self.least) * self.frame.high
    }

    fn bottom(&self) -> f64 {
        ABOVE + self.frame.high
    }
}

/// The drawing for one width, without its frame, and how high it is.
pub fn drawn(curve: &Curve, frame: &Frame) -> (String, f64) {
    let Some((first, last)) = curve.weeks.first().zip(curve.weeks.last()) else {
        return (String::new(), 0.0);
    };
    let bounds = |week: &Week| week.band.unwrap_or([week.days; 2]);
    let least = curve.weeks.iter().map(|week| bounds(week)[0].min(week.days)).min().unwrap_or(0).min(0);
    let most = curve.weeks.iter().map(|week| bounds(week)[1].max(week.days)).max().unwrap_or(0);
    let step = step(most - least);
    let (least, most) = (least.div_euclid(step) * step, (most.div_euclid(step) + 1) * step);
    let days = first.decided.until(last.decided).max(1) as f64;
    let scale = Scale { frame, first: first.decided, days, least: least.into(), most: most.into() };
    let mut out = String::new();
    axes(&mut out, curve, &scale, (least, most, step));
    losses(&mut out, curve, &scale);
    marked(&mut out, curve, &scale);
    let end = legend(&mut out, curve, &scale);
    (out, end)
}

/// Whole days from one figure at the left to the next.
fn step(span: i32) -> i32 {
    let steps = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000];
    steps.into_iter().find(|step| span / step <= 4).unwrap_or_else(|| (span / 4).max(1))
}

fn text(out: &mut String, words: &str, x: f64, y: f64, anchor: &'static str, class: &'static str) {
    ink::lines(out, &[words.to_owned()], &Place { x, y, anchor, class });
}

fn line(out: &mut String, class: &str, [x1, y1, x2, y2]: [f64; 4]) {
    let _ = writeln!(
        out,
        "<line class=\"{class}\" x1=\"{x1:.1}\" y1=\"{y1:.1}\" x2=\"{x2:.1}\" y2=\"{y2:.1}\"/>"
    );
}

fn axes(out: &mut String, curve: &Curve, scale: &Scale<'_>, (least, most, step): (i32, i32, i32)) {
    let right = scale.frame.width - RIGHT;
    for days in (least..=most).step_by(step as usize) {
        let y = scale.y(days.into());
        line(out, if days == 0 { "nothing-lost" } else { "grid" }, [LEFT, y, right, y]);
        text(out, &days.to_string(), LEFT - 8.0, y + 4.0, "end", "small");
    }
    for week in curve.weeks.iter().step_by(scale.frame.labelled) {
        let (x, y) = (scale.x(week.decided), scale.bottom());
        line(out, "grid", [x, y, x, y + 5.0]);
        text(out, &short(week.decided), x, y + 20.0, "middle", "small");
    }
}

/// The band, and the line in it.
fn losses(out: &mut String, curve: &Curve, scale: &Scale<'_>) {
    let at = |week: &Week, days: i32| format!("{:.1} {:.1}", scale.x(week.decided), scale.y(days.into()));
    let bands: Vec<(&Week, [i32; 2])> =
        curve.weeks.iter().filter_map(|week| Some((week, week.band?))).collect();
    if !bands.is_empty() {
        let upper = bands.iter().map(|(week, [_, high])| at(week, *high));
        let lower = bands.iter().rev().map(|(week, [low, _])| at(week, *low));
        let around: Vec<String> = upper.chain(lower).collect();
        let _ = writeln!(out, "<path class=\"loss-band\" d=\"M{}Z\"/>", around.join("L"));
    }
    let middle: Vec<String> = curve.weeks.iter().map(|week| at(week, week.days)).collect();
    let _ = writeln!(out, "<path class=\"loss\" d=\"M{}\"/>", middle.join("L"));
}

/// Today, and the day from which on it can't be made good any more.
fn marked(out: &mut String, curve: &Curve, scale: &Scale<'_>) {
    let mut mark = |day: Day, class: &str, words: &str, y: f64| {
        let x = scale.x(day);
        line(out, class, [x, y + 4.0, x, scale.bottom()]);
        // Words stand behind their stroke where they fit, else before it, and never beyond the edge.
        let long = words.chars().count() as f64 * LETTER;
        let (x, anchor) = match x + long <= scale.frame.width {
            true => (x - 1.0, "start"),
            false => ((x + 1.0).max(long), "end"),
        };
        text(out, words, x, y, anchor, "small");
    };
    if let Some(lost) = curve.lost_from {
        mark(lost, "lost", &format!("not made good from {} on", short(lost)), 14.0);
    }
    let words = if curve.weeks.last().is_some_and(|last| last.decided < curve.today) {
        "today is later"
    } else {
        "today"
    };
    mark(curve.today, "today", words, 32.0);
}

fn legend(out: &mut String, curve: &Curve, scale: &Scale<'_>) -> f64 {
    let top = scale.bottom() + 44.0;
    let words = match curve.weeks.iter().any(|week| week.band.is_some()) {
        true => {
            "Working days by which dates are missed more than if it is decided at once: the line, half of the years; the \
             band, eight of ten."
        }
        false => "Working days by which dates are missed more than if it is decided at once, in the mean.",
    };
    let lines = ink::wrapped(words, scale.frame.columns, 4);
    ink::lines(out, &lines, &Place { x: 4.0, y: top, anchor: "start", class: "small" })
}

/// `8 Mar`.
fn short(day: Day) -> String {
    day.0.strftime("%-d %b").to_string()
}

/// What it is called.
pub fn title(curve: &Curve) -> String {
    format!("What waiting for a decision on “{}” costs", curve.item)
}

/// What can be seen, in words.
pub fn description(curve: &Curve) -> String {
    let week = |week: &Week| match week.band {
        Some([low, high]) => format!("decided on {}: {} days, {low} to {high}", week.decided, week.days),
        None => format!("decided on {}: {} days", week.decided, week.days),
    };
    let weeks: Vec<String> = curve.weeks.iter().map(week).collect();
    format!("{} By the day of the decision: {}.", curve.told, weeks.join("; "))
}

/// The drawing as a file of its own: whoever shows it chooses by its width.
pub fn file(curve: &Curve) -> String {
    const HEAD: f64 = 44.0;
    let sheet = |frame: &Frame, hidden: &str| {
        let (inside, end) = drawn(curve, frame);
        let (class, width, high) = (frame.class, frame.width, HEAD + end);
        let title = ink::wrapped(&title(curve), frame.columns * 3 / 4, 2);
        let mut head = String::new();
        let below = ink::lines(&mut head, &title, &Place { x: 4.0, y: 22.0, anchor: "start", class: "name" });
        let down = (below - HEAD + 8.0).max(0.0) + HEAD;
        let picture = format!(
            "<svg class=\"{class}\"{hidden} width=\"100%\" height=\"{:.0}\" viewBox=\"-8 0 {:.0} {:.0}\" preserveAspectRatio=\"xMidYMin\">\n{head}<g transform=\"translate(0 {down:.0})\">{inside}</g>\n</svg>\n",
            high + 8.0,
            width + 16.0,
            high + 8.0,
        );
        (picture, high + 8.0)
    };
    let ((wide, high), (narrow, less)) = (sheet(&WIDE, ""), sheet(&NARROW, " display=\"none\""));
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"sheet\" width=\"{:.0}\" height=\"{high:.0}\" role=\"img\" aria-labelledby=\"title desc\">\n\
         <title id=\"title\">{}</title>\n<desc id=\"desc\">{}</desc>\n<style>{}{LOOK}</style>\n\
         <rect class=\"ground\" width=\"100%\" height=\"100%\"/>\n{wide}{narrow}</svg>\n",
        WIDE.width + 16.0,
        escaped(&title(curve)),
        escaped(&description(curve)),
        ink::style(high, Some(less)),
    )
}

const LOOK: &str = "\
.grid{stroke:var(--out);stroke-opacity:.4}.nothing-lost{stroke:var(--quiet)}.loss-band{fill:var(--band);fill-opacity:.25}\
.loss{fill:none;stroke:var(--band);stroke-width:2.5}.today{stroke:var(--ink);stroke-width:1.5}\
.lost{stroke:var(--warm);stroke-width:1.5;stroke-dasharray:4 3}";

#[cfg(test)]
mod tests {
    use super::*;

    fn day(words: &str) -> Day {
        Day(words.parse().unwrap())
    }

    fn curve(days: &[i32], has_band: bool) -> Curve {
        let first = day("2027-02-08");
        let week = |(at, days): (usize, &i32)| Week {
            decided: first.plus(7 * at as i64),
            days: *days,
            band: has_band.then_some([days / 2, days * 2]),
            mean: days * 100,
            error: 20,
        };
        Curve {
            item: "Sign-in <for> guests".into(),
            computed: first,
            is_old: false,
            today: first.plus(9),
            trials: 1000,
            weeks: days.iter().enumerate().map(week).collect(),
            good_until: Some(first),
            lost_from: Some(first.plus(7)),
            told: "Decided by then.".into(),
        }
    }

    /// Numbers of attributes, to see that none is beyond the frame.
    fn numbers(svg: &str, name: &str) -> Vec<f64> {
        svg.split(&format!(" {name}=\""))
            .skip(1)
            .filter_map(|rest| rest.split('"').next()?.parse().ok())
            .collect()
    }

    #[test]
    fn e1_nothing_lies_beyond_the_drawing_whatever_waiting_costs() {
        for days in
            [&[0; 13][..], &[0, 1, 1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144], &[0, -40, 3], &[0], &[0, 9000]]
        {
            for (frame, has_band) in [(&WIDE, true), (&NARROW, false)] {
                let (svg, high) = drawn(&curve(days, has_band), frame);
                assert!(!svg.contains("NaN") && !svg.contains("inf"), "{svg}");
                for x in ["x", "x1", "x2"].iter().flat_map(|name| numbers(&svg, name)) {
                    assert!((0.0..=frame.width).contains(&x), "{x} of {}", frame.width);
                }
                for y in ["y", "y1", "y2"].iter().flat_map(|name| numbers(&svg, name)) {
                    assert!((0.0..=high).contains(&y), "{y} of {high}");
                }
                assert_eq!(svg.contains("loss-band"), has_band);
            }
        }
        assert_eq!(drawn(&curve(&[], true), &WIDE), (String::new(), 0.0));
    }

    #[test]
    fn e1_the_file_says_in_words_what_it_shows_and_names_of_a_plan_stay_words() {
        let svg = file(&curve(&[0, 2, 4], true));
        assert!(svg.contains("What waiting for a decision on “Sign-in &lt;for&gt; guests” costs"));
        assert!(svg.contains("decided on 2027-02-22: 4 days, 2 to 8"));
        assert!(svg.contains("not made good from 15 Feb on") && svg.contains(">today<"), "{svg}");
        assert!(!svg.contains("for>"));
    }
}
