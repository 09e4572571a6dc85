//! The rooms of the notebook from outside: what was done, on which day, and what the rules say then.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, reason = "tests")]

mod asks;
mod bounds;
mod cadence;
mod calendar;
mod called;
mod channel;
mod decay;
mod defend;
mod doors;
mod escalate;
mod feed;
mod forums;
mod given;
mod given_time;
mod golden;
mod goods;
mod joint;
mod loans;
mod noninterference;
mod peer;
mod peers;
mod pen;
mod prepare;
mod ratify;
mod review;
mod seed;
mod t9;
mod tell;
mod week;
mod week_always;
mod year;
