//! What doors do with a notebook besides acting: forget, export, import, back up, restore, examine.
#![allow(clippy::unwrap_used, reason = "tests")]

mod backup;
mod doctor;
mod export;
mod forget;
mod given;
mod refused;
mod requests;
mod still;
