//! Where a leader works: one sealed notebook, opened and acted on.
//!
//! Floor 2, on `playbook` and `journal`.
#![deny(missing_docs)]

#[cfg(test)]
extern crate self as desk;

mod act;
mod blobs;
pub mod clock;
mod disk;
mod fold;
pub mod heads;
pub mod keys;
pub mod lock;
pub mod open;
pub mod places;
pub mod seal;
pub mod snapshot;
pub mod stop;
