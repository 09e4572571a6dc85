//! The notebook as pages of a browser on this machine, for its owner alone.
//!
//! `serve` listens, `session` lets one browser in, `page` is what all pages share, `guise` how the owner wants
//! them, `kept` what stays in memory, `act` does what a form asks for; then one file a room. What a page shows is what `--json` prints.

mod act;
mod answer;
mod assets;
mod calendar;
mod capture;
mod defend;
mod escalate;
mod feed;
mod first;
mod form;
mod go;
mod guise;
mod help;
mod items;
mod kept;
mod log;
mod long;
mod map;
mod page;
mod peer;
mod plan;
mod ratify;
mod sample;
mod session;
mod settings;
mod tell;
mod trade;
mod upload;
mod week;

pub mod serve;
