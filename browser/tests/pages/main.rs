//! The pages in a real browser: read, acted on, looked at, and attacked from beside.
//!
//! Every test serves a notebook of its own and opens a browser of its own, whose clock does not matter: the program's
//! is frozen. What is not clicked, typed or looked at here is tested without a browser, in `sideways`.
#![allow(
    clippy::disallowed_methods,
    reason = "a test drives a browser, listens as another site would, and measures how long a person needs"
)]

mod browser;
mod elsewhere;
mod serving;

mod access;
mod another_site;
mod calendar;
mod defend;
mod escalate;
mod first;
mod keys;
mod locking;
mod log;
mod map;
mod pages;
mod pictures;
mod ratify;
mod settings;
mod still;
mod talk;
mod tell;
mod trade;
mod week;
