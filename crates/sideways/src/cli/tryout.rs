//! `sideways try`: the map of a made-up company.

use clap::Args;
use playbook::map::Rules;
use sources::read::read_given;

use super::{
    Stop,
    map::{Options, draw, show_drawn},
};
use crate::{drawn::Wanted, sample};

/// Draws the map of a made-up company, to see what a map is.
///
/// Northlight Ferries builds its own ticketing with eight teams; the map is that of Mira Solberg, who leads Booking,
/// on the first Monday of 2027.
#[derive(Args)]
pub struct Arguments {
    #[command(flatten)]
    options: Options,
}

/// Draws the map of the example.
pub fn run(arguments: &Arguments) -> Result<(), Stop> {
    let (leader, rules) = (sample::leader(), Rules::default());
    let (seed, trials) = arguments.options.years();
    let wanted = Wanted { seed, trials, ..Wanted::usual(&leader, sample::WRITTEN, &rules) };
    show_drawn(&draw(read_given(&sample::FILES), None, &wanted, None)?, &arguments.options)
}
