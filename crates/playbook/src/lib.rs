//! The rules of the playbook as values and pure functions, one room a file.
//!
//! Floor 1, on `plan`. Nothing here learns the time by itself, makes an id, waits, or touches a file.
#![deny(missing_docs)]

pub mod map;
