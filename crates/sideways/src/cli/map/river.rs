//! The year as a river: my deliverables at the left, peers at the right, a band for every kind of crossing between them.

use std::fmt::Write;

use plan::facts::Kind;
use playbook::map::{
    Map,
    questions::percent,
    view::{Deliverable, Line},
};

/// Width of the drawing, and where the two columns of names end and begin.
const WIDTH: f64 = 960.0;
const LEFT: f64 = 330.0;
const RIGHT: f64 = 640.0;

/// Height that all bands together take, and the room between two names.
const BANDS: f64 = 320.0;
const GAP: f64 = 26.0;

/// No band is thinner, no name stands closer to the next.
const THINNEST: f64 = 2.0;
const LINE: f64 = 18.0;

/// Characters of a label.
const LONGEST: usize = 34;

/// Where the first names stand.
const TOP: f64 = 92.0;

/// One band: from a deliverable to somebody, of one kind.
struct Band {
    from: usize,
    to: usize,
    kind: Kind,
    weight: f64,
    is_named: bool,
}

/// A name with its bands.
struct Bank {
    label: String,
    note: String,
    weight: f64,
    is_named: bool,
    /// The upper edge, and how much of it is taken by bands already.
    y: f64,
    taken: f64,
}

impl Bank {
    fn new(label: &str, note: String, is_named: bool) -> Self {
        Self { label: label.to_owned(), note, weight: 0.0, is_named, y: 0.0, taken: 0.0 }
    }

    /// The middle of the next band of so much height.
    fn take(&mut self, height: f64) -> f64 {
        let middle = self.y + self.taken + height / 2.0;
        self.taken += height;
        middle
    }
}

/// The drawing, as a file of its own.
pub fn draw(map: &Map) -> String {
    let (mut left, mut right, bands) = banks(map);
    let all: f64 = bands.iter().map(|band| band.weight).sum();
    let scale = if all > 0.0 { BANDS / all } else { 0.0 };
    let cut = place(&mut right, scale);
    place(&mut left, scale);
    let bottom = |banks: &[Bank]| banks.iter().map(|bank| bank.y + height(bank, scale)).fold(TOP, f64::max);
    let foot = bottom(&left).max(bottom(&right)) + 44.0;
    let mut out = head(map, foot + 34.0);
    for band in &bands {
        out.push_str(&drawn(band, &mut left[band.from], &mut right[band.to], scale));
    }
    if let Some(y) = cut {
        let _ = writeln!(out, "<path class=\"cut\" d=\"M{RIGHT} {y:.1}H{}\"/>", WIDTH - 16.0);
        let _ = writeln!(
            out,
            "<text class=\"small\" x=\"{}\" y=\"{:.1}\">not among the names</text>",
            RIGHT + 14.0,
            y + 13.0
        );
    }
    left.iter().for_each(|bank| out.push_str(&name(bank, LEFT - 10.0, "end", scale)));
    right.iter().for_each(|bank| out.push_str(&name(bank, RIGHT + 14.0, "start", scale)));
    out.push_str(&legend(foot));
    out.push_str("</svg>\n");
    out
}

/// Deliverables by date, people by need, and the bands between them. All bands of somebody together are as thick as their
/// share of the need.
fn banks(map: &Map) -> (Vec<Bank>, Vec<Bank>, Vec<Band>) {
    let mut dated: Vec<&Deliverable> = map.deliverables.iter().collect();
    dated.sort_by_key(|deliverable| (deliverable.promised.is_none(), deliverable.promised));
    let (mut right, mut bands) = (Vec::new(), Vec::new());
    let peers = map.peers.iter().map(|peer| (&peer.person, peer.dependence, &peer.crossings, true));
    let others = map.left_out.iter().map(|left| (&left.person, left.dependence, &left.crossings, false));
    for (person, share, crossings, is_named) in peers.chain(others) {
        let note = if is_named { percent(share) } else { format!("{:.1} %", share * 100.0) };
        let mut of_person = bands_of(&dated, crossings, right.len(), is_named);
        let all: f64 = of_person.iter().map(|band| band.weight).sum();
        of_person.iter_mut().for_each(|band| band.weight *= share / all.max(f64::MIN_POSITIVE));
        right.push(Bank { weight: share, ..Bank::new(person, note, is_named) });
        bands.extend(of_person);
    }
    // Deliverables that need nobody are no part of the river.
    let needy: Vec<usize> = (0..dated.len()).filter(|at| bands.iter().any(|band| band.from == *at)).collect();
    let mut left: Vec<Bank> =
        needy.iter().map(|at| Bank::new(&dated[*at].item, promise(dated[*at]), true)).collect();
    for band in &mut bands {
        band.from = needy.iter().position(|at| *at == band.from).unwrap_or(0);
        left[band.from].weight += band.weight;
    }
    (left, right, bands)
}

/// The bands of one person: for each deliverable and kind the strongest crossing, times what the deliverable weighs.
fn bands_of(dated: &[&Deliverable], crossings: &[Line], to: usize, is_named: bool) -> Vec<Band> {
    let mut bands = Vec::new();
    for (from, deliverable) in dated.iter().enumerate() {
        for kind in Kind::ALL {
            let of = |line: &&Line| line.home == deliverable.item && line.kind == kind;
            let strongest = crossings.iter().filter(of).map(|line| line.weighs).fold(0.0, f64::max);
            if strongest > 0.0 {
                bands.push(Band { from, to, kind, weight: strongest * deliverable.weight, is_named });
            }
        }
    }
    bands
}

fn promise(deliverable: &Deliverable) -> String {
    match (deliverable.promised, deliverable.promise_is_derived) {
        (Some(day), false) => format!("promised {day}"),
        (Some(day), true) => format!("planned {day}"),
        (None, _) => "no day promised".into(),
    }
}

fn height(bank: &Bank, scale: f64) -> f64 {
    (bank.weight * scale).max(LINE)
}

/// Puts names one below the other. Gives the height of the line above those who are not named.
fn place(banks: &mut [Bank], scale: f64) -> Option<f64> {
    let (mut y, mut cut) = (TOP, None);
    for bank in banks {
        if !bank.is_named && cut.is_none() {
            cut = Some(y);
            y += GAP;
        }
        bank.y = y;
        y += height(bank, scale) + GAP;
    }
    cut
}

/// A band, told apart by its pattern: touch dotted, date solid, approval double, absorption dashed.
fn drawn(band: &Band, left: &mut Bank, right: &mut Bank, scale: f64) -> String {
    // A hair of ground between two bands keeps them apart.
    let width = (band.weight * scale - 1.5).max(THINNEST);
    let (from, to) = (left.take(band.weight * scale), right.take(band.weight * scale));
    let middle = (LEFT + RIGHT) / 2.0;
    let path = format!("M{LEFT} {from:.1}C{middle} {from:.1} {middle} {to:.1} {RIGHT} {to:.1}");
    let class = if band.is_named { "band" } else { "band out" };
    let kind = band.kind.word();
    let title = format!("{} needs {}: {kind}", left.label, right.label);
    let mut out = format!(
        "<g><title>{}</title><path class=\"{class} {kind}\" style=\"stroke-width:{width:.1}\" d=\"{path}\"/>",
        escaped(&title)
    );
    if band.kind == Kind::Approval {
        let inner = width / 3.0;
        let _ = write!(out, "<path class=\"inner\" style=\"stroke-width:{inner:.1}\" d=\"{path}\"/>");
    }
    out.push_str("</g>\n");
    out
}

fn name(bank: &Bank, x: f64, anchor: &str, scale: f64) -> String {
    let y = bank.y + height(bank, scale) / 2.0;
    let class = if bank.is_named { "name" } else { "name out" };
    let label = shortened(&bank.label);
    format!(
        "<text class=\"{class}\" x=\"{x}\" y=\"{:.1}\" text-anchor=\"{anchor}\">{}<tspan class=\"small\" x=\"{x}\" dy=\"15\">{}</tspan></text>\n",
        y - 2.0,
        escaped(&label),
        escaped(&bank.note)
    )
}

/// A label that fits its column.
fn shortened(label: &str) -> String {
    let plain = sources::text::shown(label);
    match plain.char_indices().nth(LONGEST) {
        Some((cut, _)) => format!("{}…", plain[..cut].trim_end()),
        None => plain,
    }
}

fn head(map: &Map, bottom: f64) -> String {
    let title = format!("The year of {} as a river", map.leader);
    let sentences: Vec<String> = map
        .peers
        .iter()
        .map(|peer| format!("{} carries {} of the need", peer.person, percent(peer.dependence)))
        .collect();
    let description =
        format!("{}. As of {}. The same as text: sideways map.", sentences.join("; "), map.as_of);
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {bottom:.0}\" role=\"img\" aria-labelledby=\"title desc\">\n\
         <title id=\"title\">{}</title>\n<desc id=\"desc\">{}</desc>\n<style>{STYLE}</style>\n\
         <rect class=\"ground\" width=\"100%\" height=\"100%\"/>\n\
         <text class=\"title\" x=\"16\" y=\"34\">The peers this year depends on</text>\n\
         <text class=\"small\" x=\"16\" y=\"54\">{}</text>\n",
        escaped(&title),
        escaped(&description),
        escaped(&format!(
            "{}, as of {}: names carry {}, {} has no name yet",
            map.leader,
            map.as_of,
            percent(map.covered),
            percent(map.unnamed)
        ))
    )
}

fn legend(y: f64) -> String {
    let mut out = String::new();
    for (at, kind) in Kind::ALL.into_iter().enumerate() {
        let x = 16.0 + at as f64 * 150.0;
        let path = format!("M{x} {y:.1}h40");
        let _ = write!(out, "<path class=\"band {}\" style=\"stroke-width:6\" d=\"{path}\"/>", kind.word());
        if kind == Kind::Approval {
            let _ = write!(out, "<path class=\"inner\" style=\"stroke-width:2\" d=\"{path}\"/>");
        }
        let _ = writeln!(
            out,
            "<text class=\"small\" x=\"{}\" y=\"{:.1}\">{}</text>",
            x + 48.0,
            y + 4.0,
            kind.word()
        );
    }
    out
}

/// Paper and ink, and both the other way round where the reader's screen is dark.
const STYLE: &str = "\
:root{--ground:#fbf8f2;--ink:#23201b;--quiet:#5f594f;--band:#3f6276;--out:#a59d90}\
@media(prefers-color-scheme:dark){:root{--ground:#1b1d20;--ink:#ece7dd;--quiet:#b3ab9d;--band:#86aec4;--out:#6d6a65}}\
.ground{fill:var(--ground)}text{font-family:system-ui,sans-serif;fill:var(--ink);font-size:14px}\
.title{font-size:20px;font-weight:600}.small{font-size:12px;fill:var(--quiet)}.name{font-weight:600}\
.name .small{font-weight:400}.name.out{font-weight:400;fill:var(--quiet)}\
.band{fill:none;stroke:var(--band);stroke-opacity:.75}.band.out{stroke:var(--out)}\
.touch{stroke-dasharray:3 5}.absorption{stroke-dasharray:16 6}.inner{fill:none;stroke:var(--ground)}\
.cut{fill:none;stroke:var(--quiet);stroke-dasharray:2 3}";

fn escaped(words: &str) -> String {
    words.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_from_a_plan_stay_words() {
        assert_eq!(escaped("<script>&\""), "&lt;script&gt;&amp;&quot;");
        assert_eq!(shortened(&"x".repeat(60)).chars().count(), LONGEST + 1);
    }
}
