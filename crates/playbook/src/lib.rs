//! The rules of the playbook as values and pure functions, one room a file.
//!
//! Floor 1, on `plan`. Nothing here learns the time by itself, makes an id, waits, or touches a file.
#![deny(missing_docs)]

pub mod akin;
pub mod bounds;
pub mod calendar;
pub mod channel;
pub mod concerns;
pub mod defend;
pub mod due;
pub mod escalate;
pub mod ground;
pub mod map;
pub mod moment;
pub mod notebook;
pub mod outward;
pub mod peer;
#[cfg(feature = "plants")]
pub mod plants;
pub mod privacy;
pub mod ratify;
pub mod refusal;
pub mod rhythm;
pub mod sentence;
pub mod side;
pub mod tell;
pub mod trade;
pub mod week;
pub mod words;
