//! The year as a river: my deliverables at the left, peers at the right, a band for every kind of crossing between them.

use std::{collections::BTreeMap, fmt::Write};

use plan::facts::{Kind, Strength};
use playbook::{
    channel::decay::Stage,
    map::{
        Map,
        questions::percent,
        view::{Deliverable, Line},
    },
};

use super::{
    ink::{self, Frame, LINE, Place, escaped, wrapped},
    pattern::{self, THINNEST},
    told::warmth,
};
use crate::words::{counted, listed};

/// People below the line, and deliverables, that are drawn one by one; the rest of them flows together.
const MOST_OUT: usize = 5;
const MOST_DELIVERABLES: usize = 9;

/// No bank is higher.
const HIGHEST: f64 = 110.0;

/// Room between two names, and for the words at the line.
const GAP: f64 = 16.0;
const CUT: f64 = 26.0;

/// Names of those without one that are shown.
const FEW: usize = 3;

/// The year as a river.
pub struct River {
    left: Vec<Bank>,
    right: Vec<Bank>,
    bands: Vec<Band>,
}

/// One band: from a deliverable to somebody, of one kind.
#[derive(Clone, Debug)]
struct Band {
    from: usize,
    to: usize,
    kind: Kind,
    /// A share of all need.
    weight: f64,
    /// Whether nothing better than a guess speaks for it.
    is_guess: bool,
}

/// A name with its bands.
#[derive(Clone, Debug)]
struct Bank {
    label: String,
    note: String,
    weight: f64,
    is_named: bool,
    /// How warm the channel is, where that is drawn.
    warmth: Option<Option<Stage>>,
}

/// A bank in a drawing.
struct Placed {
    label: Vec<String>,
    note: Vec<String>,
    /// The upper edge of its room, the height of that, and the upper edge of its water.
    y: f64,
    room: f64,
    water: f64,
    /// How much of the water is taken by bands already.
    taken: f64,
    height: f64,
}

impl Placed {
    /// The middle of the next band of so much height.
    fn take(&mut self, height: f64) -> f64 {
        let middle = self.water + self.taken + height / 2.0;
        self.taken += height;
        middle
    }
}

impl River {
    /// Deliverables by date, people by need, and the bands between them. All bands of somebody together are as thick as
    /// their share of the need.
    pub fn of(map: &Map, stages: &[Option<Stage>]) -> Self {
        let dated = by_date(map);
        let mut river = Self { left: Vec::new(), right: Vec::new(), bands: Vec::new() };
        for peer in &map.peers {
            let note = format!("{}, {}", percent(peer.dependence), listed(&peer.teams, "and"));
            river.flow(
                &dated,
                &peer.person,
                note.trim_end_matches(", "),
                true,
                &[(peer.dependence, &peer.crossings)],
            );
        }
        for (bank, stage) in river.right.iter_mut().zip(stages) {
            bank.warmth = Some(*stage);
        }
        let few = if map.left_out.len() > MOST_OUT + 1 { MOST_OUT } else { map.left_out.len() };
        let (shown, rest) = map.left_out.split_at(few);
        for left in shown {
            river.flow(
                &dated,
                &left.person,
                &share(left.dependence),
                false,
                &[(left.dependence, &left.crossings)],
            );
        }
        let rest: Vec<(f64, &Vec<Line>)> =
            rest.iter().map(|left| (left.dependence, &left.crossings)).collect();
        river.flow_together(&dated, &counted(rest.len(), "other", "others"), None, &rest);
        let gaps = map.gaps.iter().filter(|gap| !gap.crossings.is_empty());
        let nameless: Vec<(f64, &Vec<Line>)> =
            gaps.clone().map(|gap| (gap.dependence, &gap.crossings)).collect();
        let mut names: Vec<String> = gaps.map(|gap| gap.what.clone()).collect();
        if names.len() > FEW {
            let more = names.split_off(FEW - 1).len();
            names.push(format!("{more} more"));
        }
        river.flow_together(&dated, "No name yet", Some(listed(&names, "and")), &nameless);
        river.rise(&dated);
        river
    }

    /// One bank for many.
    fn flow_together(
        &mut self,
        dated: &[&Deliverable],
        label: &str,
        names: Option<String>,
        parts: &[(f64, &Vec<Line>)],
    ) {
        let all: f64 = parts.iter().map(|(share, _)| share).sum();
        let names = names.map_or(String::new(), |names| format!(": {names}"));
        if !parts.is_empty() {
            self.flow(dated, label, &format!("{}{names}", share(all)), false, parts);
        }
    }

    /// A bank at the right with its bands, those of one kind from one deliverable as one.
    fn flow(
        &mut self,
        dated: &[&Deliverable],
        label: &str,
        note: &str,
        is_named: bool,
        parts: &[(f64, &Vec<Line>)],
    ) {
        let mut together: BTreeMap<(usize, Kind), (f64, bool)> = BTreeMap::new();
        for (share, crossings) in parts {
            let bands = bands_of(dated, crossings);
            let all: f64 = bands.iter().map(|(.., weight, _)| weight).sum();
            for (from, kind, weight, is_guess) in bands {
                let band = together.entry((from, kind)).or_insert((0.0, true));
                band.0 += weight * share / all.max(f64::MIN_POSITIVE);
                band.1 &= is_guess;
            }
        }
        let to = self.right.len();
        let bands = together.into_iter();
        self.bands.extend(bands.map(|((from, kind), (weight, is_guess))| Band {
            from,
            to,
            kind,
            weight,
            is_guess,
        }));
        let weight = parts.iter().map(|(share, _)| share).sum();
        self.right.push(Bank {
            label: label.to_owned(),
            note: note.to_owned(),
            weight,
            is_named,
            warmth: None,
        });
    }

    /// The banks at the left: deliverables that need somebody, the lightest of too many as one.
    fn rise(&mut self, dated: &[&Deliverable]) {
        let mut weights = vec![0.0; dated.len()];
        self.bands.iter().for_each(|band| weights[band.from] += band.weight);
        let mut needy: Vec<usize> = (0..dated.len()).filter(|at| weights[*at] > 0.0).collect();
        let mut rest = Vec::new();
        if needy.len() > MOST_DELIVERABLES + 1 {
            needy.sort_by(|a, b| weights[*b].total_cmp(&weights[*a]));
            rest = needy.split_off(MOST_DELIVERABLES);
            needy.sort_unstable();
        }
        self.left = needy
            .iter()
            .map(|at| Bank {
                label: dated[*at].item.clone(),
                note: promise(dated[*at]),
                weight: weights[*at],
                is_named: true,
                warmth: None,
            })
            .collect();
        if !rest.is_empty() {
            let label = counted(rest.len(), "other deliverable", "other deliverables");
            let weight = rest.iter().map(|at| weights[*at]).sum();
            self.left.push(Bank { label, note: String::new(), weight, is_named: false, warmth: None });
        }
        let others = needy.len();
        for band in &mut self.bands {
            band.from = needy.iter().position(|at| *at == band.from).unwrap_or(others);
        }
        self.merge();
    }

    /// Bands of one kind between the same banks are one.
    fn merge(&mut self) {
        let mut merged: BTreeMap<(usize, usize, Kind), Band> = BTreeMap::new();
        for band in self.bands.drain(..) {
            let known = merged.entry((band.to, band.from, band.kind)).or_insert(Band { weight: 0.0, ..band });
            known.weight += band.weight;
            known.is_guess &= band.is_guess;
        }
        self.bands = merged.into_values().collect();
    }

    /// Draws it below `top`. Gives where it ends.
    pub fn draw(&self, frame: &Frame, top: f64, out: &mut String) -> f64 {
        if self.bands.is_empty() {
            return top;
        }
        let all: f64 = self.bands.iter().map(|band| band.weight).sum();
        let widest = self.left.iter().chain(&self.right).map(|bank| bank.weight).fold(0.0, f64::max);
        let scale = (frame.bands / all).min(HIGHEST / widest);
        let (mut left, end) = placed(&self.left, frame, scale, top + 6.0);
        let (mut right, other) = placed(&self.right, frame, scale, top + 6.0);
        // The shorter side stands in the middle of the longer.
        let middle = |banks: &mut [Placed], by: f64| {
            banks.iter_mut().for_each(|bank| (bank.y, bank.water) = (bank.y + by, bank.water + by))
        };
        middle(&mut left, (other - end).max(0.0) / 2.0);
        middle(&mut right, (end - other).max(0.0) / 2.0);
        let mut drawn: Vec<(f64, String)> =
            self.bands.iter().map(|band| self.band(band, &mut left, &mut right, frame, scale)).collect();
        // Thin bands lie on thick ones.
        drawn.sort_by(|a, b| b.0.total_cmp(&a.0));
        drawn.iter().for_each(|(_, band)| out.push_str(band));
        self.cut(&right, frame, out);
        banks(&self.left, &left, frame.left, "end", out);
        banks(&self.right, &right, frame.right, "start", out);
        let patterns = self.bands.iter().map(|band| (band.kind, band.is_guess)).collect();
        pattern::legend(&patterns, frame, end.max(other) + 12.0, out)
    }

    fn cut(&self, right: &[Placed], frame: &Frame, out: &mut String) {
        let Some(at) = self.right.iter().position(|bank| !bank.is_named) else { return };
        let y = right[at].y - CUT + 4.0;
        let _ =
            writeln!(out, "<path class=\"cut\" d=\"M{} {y:.1}H{}\"/>", frame.right, frame.width - frame.edge);
        let words = wrapped("not among the names", frame.columns, 1);
        ink::lines(
            out,
            &words,
            &Place { x: frame.width - frame.edge, y: y + 13.0, anchor: "end", class: "small" },
        );
    }

    /// A band, told apart by its pattern: touch dotted, date solid, approval double, absorption dashed; a guess has dotted
    /// edges and is faint within. With its thickness.
    fn band(
        &self,
        band: &Band,
        left: &mut [Placed],
        right: &mut [Placed],
        frame: &Frame,
        scale: f64,
    ) -> (f64, String) {
        let room = band.weight * scale;
        let (from, to) = (left[band.from].take(room), right[band.to].take(room));
        // A hair of ground between two bands keeps them apart.
        let width = (room - 1.2).max(THINNEST);
        let (start, end) = (frame.left + 3.0, frame.right - 3.0);
        let middle = (start + end) / 2.0;
        let path = |by: f64| {
            let (from, to) = (from + by, to + by);
            format!("M{start} {from:.1}C{middle} {from:.1} {middle} {to:.1} {end} {to:.1}")
        };
        let (label, whom) = (&self.left[band.from].label, &self.right[band.to].label);
        let guess = if band.is_guess { ", a guess" } else { "" };
        let title = format!("{label}: {} of {whom}{guess}", band.kind.word());
        let casing =
            format!("<path class=\"casing\" style=\"stroke-width:{:.1}\" d=\"{}\"/>", width + 2.0, path(0.0));
        let strokes = pattern::strokes(band.kind, band.is_guess, !self.right[band.to].is_named, width, path);
        (width, format!("<g><title>{}</title>{casing}{strokes}</g>\n", escaped(&title)))
    }
}

/// Deliverables by date; of several with one title the first, as crossings name their deliverable by title.
fn by_date(map: &Map) -> Vec<&Deliverable> {
    let mut dated: Vec<&Deliverable> = Vec::new();
    for deliverable in &map.deliverables {
        if dated.iter().all(|known| known.item != deliverable.item) {
            dated.push(deliverable);
        }
    }
    dated.sort_by_key(|deliverable| (deliverable.promised.is_none(), deliverable.promised));
    dated
}

/// Bands of crossings: for each deliverable and kind the strongest, times what the deliverable weighs, and whether that is a
/// guess.
fn bands_of(dated: &[&Deliverable], crossings: &[Line]) -> Vec<(usize, Kind, f64, bool)> {
    let mut bands = Vec::new();
    for (from, deliverable) in dated.iter().enumerate() {
        for kind in Kind::ALL {
            let of = |line: &&Line| line.home == deliverable.item && line.kind == kind;
            let strongest = crossings.iter().filter(of).max_by(|a, b| a.weighs.total_cmp(&b.weighs));
            if let Some(line) = strongest.filter(|line| line.weighs > 0.0) {
                bands.push((
                    from,
                    kind,
                    line.weighs * deliverable.weight,
                    line.strength == Strength::Guessed,
                ));
            }
        }
    }
    bands
}

pub(super) fn promise(deliverable: &Deliverable) -> String {
    match (deliverable.promised, deliverable.promise_is_derived) {
        (Some(day), false) => format!("promised {}", ink::day(day)),
        (Some(day), true) => format!("planned {}", ink::day(day)),
        (None, _) => "no day promised".into(),
    }
}

/// A share of need as the page shows it for those who are not named.
pub(super) fn share(share: f64) -> String {
    format!("{:.1} %", share * 100.0)
}

/// Banks one below the other, and where they end.
fn placed(banks: &[Bank], frame: &Frame, scale: f64, top: f64) -> (Vec<Placed>, f64) {
    let (mut y, mut is_cut) = (top, false);
    let placed = banks.iter().map(|bank| {
        if !bank.is_named && !is_cut && !bank.label.is_empty() {
            is_cut = true;
            y += CUT;
        }
        let label = wrapped(&bank.label, frame.beside, frame.lines);
        let note = if bank.note.is_empty() {
            Vec::new()
        } else {
            wrapped(&bank.note, frame.beside + frame.beside / 8, frame.lines)
        };
        let height = bank.weight * scale;
        let lines = label.len() + note.len() + usize::from(bank.warmth.is_some());
        let room = height.max(lines as f64 * LINE);
        let placed = Placed { label, note, y, room, water: y + (room - height) / 2.0, taken: 0.0, height };
        y += room + GAP;
        placed
    });
    let placed: Vec<Placed> = placed.collect();
    (placed, y)
}

/// Names beside their banks.
fn banks(banks: &[Bank], placed: &[Placed], x: f64, anchor: &'static str, out: &mut String) {
    let side = if anchor == "end" { -1.0 } else { 1.0 };
    for (bank, at) in banks.iter().zip(placed) {
        let away = if bank.is_named { "" } else { " away" };
        let _ = writeln!(
            out,
            "<path class=\"bank{away}\" d=\"M{} {:.1}v{:.1}\"/>",
            x,
            at.water,
            at.height.max(THINNEST)
        );
        let lines = at.label.len() + at.note.len() + usize::from(bank.warmth.is_some());
        let text = lines as f64 * LINE;
        let y = at.y + (at.room - text) / 2.0 + LINE - 4.0;
        let class = if bank.is_named { "name" } else { "away" };
        let y = ink::lines(out, &at.label, &Place { x: x + side * 8.0, y, anchor, class });
        let y = ink::lines(out, &at.note, &Place { x: x + side * 8.0, y, anchor, class: "small" });
        if let Some(stage) = bank.warmth {
            let (shape, word) = warmth(stage);
            let class = match stage {
                Some(Stage::Warm) => "small warm",
                Some(Stage::Drifting | Stage::Dead) => "small cool",
                _ => "small",
            };
            let words = [format!("{shape} {word}")];
            ink::lines(out, &words, &Place { x: x + side * 8.0, y, anchor, class });
        }
    }
}
