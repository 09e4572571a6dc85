//! `sideways serve`: the notebook as pages of a browser on this machine.

use std::{path::Path, time::Duration};

use clap::Args;

use super::{Pages, Stop};

/// Opens your notebook as pages, for a browser on this machine alone.
///
/// It prints a link that opens once, and serves until you end it with Ctrl C. Nothing but this machine can reach it, and no
/// page loads anything from elsewhere. Commands in another terminal go on working beside it. sideways alone does
/// the same; where there is no notebook yet, the first page begins one.
#[derive(Args)]
#[command(after_help = "Examples:\n  sideways serve\n  sideways serve --port 8377 --lock-after 5")]
pub struct Arguments {
    /// The port of this machine [default: a free one]
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    port: u16,
    /// Minutes without a request after which the pages lock
    #[arg(long, value_name = "MINUTES", default_value_t = LOCK_AFTER, value_parser = clap::value_parser!(u64).range(1..=720))]
    lock_after: u64,
}

/// Minutes without a request after which the pages lock, where nothing else is said.
const LOCK_AFTER: u64 = 15;

/// Serves the pages of the usual notebook, as nobody said otherwise.
pub fn alone(pages: Pages) -> Result<(), Stop> {
    pages(None, 0, Duration::from_secs(LOCK_AFTER * 60))
}

/// Serves the pages.
pub fn run(arguments: &Arguments, notebook: Option<&Path>, pages: Pages) -> Result<(), Stop> {
    let idle = Duration::from_secs(arguments.lock_after * 60);
    pages(notebook.map(Path::to_path_buf), arguments.port, idle)
}
