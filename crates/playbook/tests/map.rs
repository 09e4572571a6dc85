//! Whom a plan puts on the map, and whom it does not (rules M1 to M6).
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, reason = "tests")]

#[path = "map/any_plan.rs"]
mod any_plan;
#[path = "map/corrections.rs"]
mod corrections;
mod given;
#[path = "map/m1.rs"]
mod m1;
#[path = "map/m2.rs"]
mod m2;
#[path = "map/m3.rs"]
mod m3;
#[path = "map/m3b.rs"]
mod m3b;
#[path = "map/m4.rs"]
mod m4;
#[path = "map/m6.rs"]
mod m6;
#[path = "map/said.rs"]
mod said;
mod since;

use std::collections::BTreeSet;

use given::{Drawn, FRIDAY, Given, Piece, answered, because, deliverable, given_ferries, person, team, work};
use plan::{
    facts::{Kind, Strength::*},
    network::Oddity,
};
use playbook::map::{attention::Attention, view::GapKind};
use proptest::prelude::*;

/// The lines of the company stand above the plan's own.
const ABOVE: u32 = 9;

const TOO_LITTLE: &str = "would add too little";

const ENOUGH: &str = "the names above cover enough";

/// A deliverable of Booking.
fn checkout() -> Piece {
    deliverable("checkout").of("Booking")
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() < 1e-9
}
