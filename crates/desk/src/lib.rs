//! Where a leader works: one sealed notebook, opened and acted on.
//!
//! Floor 2, on `playbook` and `journal`.
#![deny(missing_docs)]

#[cfg(test)]
extern crate self as desk;

mod act;
pub mod backup;
mod blobs;
pub mod clock;
#[cfg(test)]
mod cut_off;
mod disk;
pub mod doctor;
pub mod export;
mod fold;
mod forget;
pub mod heads;
pub mod hold;
pub mod import;
pub mod keys;
pub mod lock;
pub mod marks;
pub mod open;
pub mod places;
pub mod restore;
pub mod sample;
pub mod seal;
pub mod sent;
pub mod snapshot;
pub mod still;
pub mod stop;
pub mod stored;
pub mod together;
