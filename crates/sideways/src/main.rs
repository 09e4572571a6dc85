//! The binary: doors only. A door translates and decides nothing.

mod cli;
mod clock;

use std::process::ExitCode;

/// That of musl takes a fifth longer to play the years.
#[cfg(target_env = "musl")]
#[global_allocator]
static MEMORY: dlmalloc::GlobalDlmalloc = dlmalloc::GlobalDlmalloc;

fn main() -> ExitCode {
    cli::run()
}
