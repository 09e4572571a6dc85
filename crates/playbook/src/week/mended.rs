//! What was amiss a week ago and is mended: told from the days of talks alone.

use super::look::{Look, Named, clean};
use crate::channel::decay::{self, Stage};

/// Days in which something was mended lately.
const WEEK: i64 = 7;

/// One quiet line, outside of the seven.
pub(super) fn said(look: &Look<'_>, named: &[Named]) -> Option<String> {
    let week_ago = look.today.plus(-WEEK);
    let mended = named.iter().filter_map(|peer| {
        let last = peer.last.filter(|last| *last > week_ago)?;
        let whole = look.notebook.channels.whole(&look.notebook.peers, peer.known);
        let before = whole.last(week_ago);
        let was_cool =
            decay::read(&whole, &peer.pace, week_ago).stage.is_some_and(|stage| stage > Stage::Warm);
        let was_amiss = was_cool || week_ago >= peer.pace.overdue_from(before);
        let is_cool = peer.decay.stage.is_some_and(|stage| stage > Stage::Warm);
        (was_amiss && !is_cool).then(|| format!("the channel to {}, by the talk on {last}", peer.name))
    });
    let mended: Vec<String> = mended.collect();
    (!mended.is_empty()).then(|| clean(&format!("Mended since last week: {}.", mended.join("; "))))
}
