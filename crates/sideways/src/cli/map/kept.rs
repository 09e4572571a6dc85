//! `sideways map --keep`, and the map that is kept.

use std::path::Path;

use super::{
    super::{Stop, opened, page::counted, remark},
    Options, show_drawn,
};
use crate::drawn::{
    Drawn,
    kept::{Plan, keep_in, look, yeses},
};
use desk::clock;

/// Keeps a map: its names, the plan, and the map itself as it is shown. The plan is remembered, too.
pub fn keep(drawn: &mut Drawn, plan: Plan<'_>, notebook: Option<&Path>) -> Result<(), Stop> {
    let (mut desk, now) = opened::to_act(notebook, KEEPS)?;
    let (kept, swept) = keep_in(&mut desk, now, drawn, plan)?;
    drawn.kept = Some(kept);
    match swept {
        0 => {}
        swept => remark(&format!(
            "A command that was cut off had left {} beside the journal, which belonged to no entry: removed.",
            counted(swept, "file", "files")
        )),
    }
    drawn.yeses = Some(yeses(&desk, now.today));
    Ok(())
}

/// The map that was kept under this request, if one was: it is neither drawn nor kept again.
pub fn kept_then(notebook: Option<&Path>) -> Result<Option<Drawn>, Stop> {
    if !opened::has_request() {
        return Ok(None);
    }
    let (mut desk, now) = opened::to_act(notebook, KEEPS)?;
    if desk.done_then()?.is_none() {
        return Ok(None);
    }
    look(&desk, false, now.today).map(Some)
}

/// What the command does that keeps a map.
const KEEPS: &str = "sideways map --keep";

/// Shows the map that is kept, as it was when it was kept.
pub fn show(options: &Options, notebook: Option<&Path>) -> Result<(), Stop> {
    let desk = opened::to_read(notebook)?;
    show_drawn(&look(&desk, options.attention, clock::now().today)?, options)
}
