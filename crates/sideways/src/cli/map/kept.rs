//! `sideways map --keep`, and the map that is kept.

use std::path::Path;

use super::{
    super::{Stop, opened, page::counted, remark},
    Options, show_drawn,
};
use crate::drawn::{
    Drawn,
    kept::{Outcome, Plan, keep_in, look, of_names, yeses},
};
use desk::clock;

/// Keeps a map: its names, the plan, and the map itself as it is shown. The plan is remembered, too. Gives the entries that keep
/// names which were added or struck with it.
pub fn keep(drawn: &mut Drawn, plan: Plan<'_>, notebook: Option<&Path>) -> Result<Vec<u32>, Stop> {
    let (mut desk, now) = opened::to_act(notebook, KEEPS)?;
    let Outcome { kept, names, swept } = keep_in(&mut desk, now, drawn, plan)?;
    drawn.kept = Some(kept);
    match swept {
        0 => {}
        swept => remark(&format!(
            "A command that was cut off had left {} beside the journal, which belonged to no entry: removed.",
            counted(swept, "file", "files")
        )),
    }
    drawn.yeses = Some(yeses(&desk, now.today));
    Ok(names)
}

/// The map that was kept under this request, if one was, and the entries that keep names which were added or struck with it: it
/// is neither drawn nor kept again.
pub fn kept_then(notebook: Option<&Path>) -> Result<Option<(Drawn, Vec<u32>)>, Stop> {
    if !opened::has_request() {
        return Ok(None);
    }
    let (mut desk, now) = opened::to_act(notebook, KEEPS)?;
    let Some(done) = desk.done_then()? else { return Ok(None) };
    Ok(Some((look(&desk, false, now.today)?, of_names(&done))))
}

/// What the command does that keeps a map.
const KEEPS: &str = "sideways map --keep";

/// Shows the map that is kept, as it was when it was kept.
pub fn show(options: &Options, notebook: Option<&Path>) -> Result<(), Stop> {
    let desk = opened::to_read(notebook)?;
    show_drawn(&look(&desk, options.attention, clock::now().today)?, options)
}
