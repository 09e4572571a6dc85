//! The notebook as pages of a browser on this machine, for its owner alone.
//!
//! `serve` listens, `session` lets one browser in, `page` is what all pages share, `act` does what a form asks for; then one
//! file a room. What a page shows is what `--json` prints.

mod act;
mod assets;
mod feed;
mod log;
mod map;
mod page;
mod peer;
mod session;
mod week;

pub mod serve;
