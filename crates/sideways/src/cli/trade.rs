//! `sideways trade`: what can be traded.

use std::path::Path;

use clap::{Args, Subcommand};

use super::{Stop, hunt};

/// Looks for what is cheap to give and precious to get.
#[derive(Args)]
#[command(after_help = "Examples:\n  sideways trade hunt")]
pub struct Arguments {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    Hunt(hunt::Arguments),
}

/// Runs the verb.
pub fn run(arguments: &Arguments, notebook: Option<&Path>) -> Result<(), Stop> {
    match &arguments.verb {
        Verb::Hunt(wanted) => hunt::run(wanted, notebook),
    }
}
