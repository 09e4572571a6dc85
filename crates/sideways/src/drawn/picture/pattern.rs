//! How kinds of crossing are told apart: touch dotted, date solid, approval double, absorption dashed; a guess is faint, with
//! dotted edges.

use std::collections::BTreeSet;

use plan::facts::Kind;

use super::ink::{self, Frame, Place};

/// No band is thinner.
pub const THINNEST: f64 = 1.6;

/// Distance of two rows of dots.
const ROW: f64 = 6.5;

/// The strokes of a band of this thickness along a path, which can be shifted up and down.
pub fn strokes(kind: Kind, is_guess: bool, is_out: bool, width: f64, path: impl Fn(f64) -> String) -> String {
    let out = if is_out { " out" } else { "" };
    let line = |class: &str, style: String, by: f64| {
        format!("<path class=\"{class}{out}\" style=\"{style}\" d=\"{}\"/>", path(by))
    };
    if is_guess {
        let edge = (width / 2.0 - 0.8).max(0.0);
        let within = line("fill", format!("stroke-width:{width:.1}"), 0.0);
        return [within, line("rail guess", String::new(), -edge), line("rail guess", String::new(), edge)]
            .concat();
    }
    match kind {
        Kind::Date => line("band date", format!("stroke-width:{width:.1}"), 0.0),
        Kind::Absorption => {
            line("band absorption", format!("stroke-width:{width:.1};stroke-dasharray:14 6"), 0.0)
        }
        Kind::Approval => {
            let rail = (width * 0.3).max(0.8);
            let by = (width - rail) / 2.0;
            let style = format!("stroke-width:{rail:.1}");
            let within = line("fill", format!("stroke-width:{width:.1}"), 0.0);
            [within, line("rail approval", style.clone(), -by), line("rail approval", style, by)].concat()
        }
        Kind::Touch => {
            let rows = (width / ROW).round().max(1.0);
            let dot = (width / rows * 0.5).clamp(THINNEST, 3.4);
            let style = format!("stroke-width:{dot:.1};stroke-dasharray:0 {ROW}");
            let row = |at: f64| (at + 0.5) * width / rows - width / 2.0;
            (0..rows as usize).map(|at| line("rail touch", style.clone(), row(at as f64))).collect()
        }
    }
}

/// What the patterns mean, of kinds and guesses that are there. Gives where it ends.
pub fn legend(patterns: &BTreeSet<(Kind, bool)>, frame: &Frame, y: f64, out: &mut String) -> f64 {
    let kinds = Kind::ALL.into_iter().map(|kind| (kind, false)).filter(|kind| patterns.contains(kind));
    let guess = patterns.iter().any(|(_, is_guess)| *is_guess).then_some((Kind::Touch, true));
    let entries: Vec<(Kind, bool)> = kinds.chain(guess).collect();
    let room = (frame.width - 2.0 * frame.edge) / frame.legend as f64;
    for (at, (kind, is_guess)) in entries.iter().enumerate() {
        let x = frame.edge + (at % frame.legend) as f64 * room;
        let y = y + (at / frame.legend) as f64 * 22.0 + 8.0;
        let path = |by: f64| format!("M{x} {:.1}h36", y + by);
        out.push_str(&strokes(*kind, *is_guess, false, 10.0, path));
        let word = if *is_guess { "a guess" } else { kind.word() };
        ink::lines(
            out,
            &[word.to_owned()],
            &Place { x: x + 44.0, y: y + 4.0, anchor: "start", class: "small" },
        );
    }
    y + (entries.len().div_ceil(frame.legend)) as f64 * 22.0 + 12.0
}
