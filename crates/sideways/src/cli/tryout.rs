//! `sideways try`: the map of a made-up company.

use clap::Args;
use jiff::civil::date;
use playbook::map::{Leader, Rules};
use sources::read::read_given;

use super::{Stop, map::Options};
use crate::drawn::{Wanted, draw, show_drawn};

/// The example: its files come with the program.
pub const FILES: [(&str, &str); 2] = [
    ("examples/northlight/plan.md", include_str!("../../../../examples/northlight/plan.md")),
    ("examples/northlight/people.toml", include_str!("../../../../examples/northlight/people.toml")),
];

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
    let leader = Leader { name: Some("Mira Solberg".into()), teams: vec!["Booking".into()] };
    let wanted = Wanted {
        leader: &leader,
        as_of: date(2027, 1, 4),
        rules: &Rules::default(),
        options: &arguments.options,
    };
    show_drawn(&draw(read_given(&FILES), None, &wanted, None)?, &arguments.options)
}
