//! The binary: doors only. A door translates and decides nothing.

mod cli;
mod clock;
mod web;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::run()
}
