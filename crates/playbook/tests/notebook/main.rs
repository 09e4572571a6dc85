//! The rooms of the notebook from outside: what was done, on which day, and what the rules say then.

mod asks;
mod bounds;
mod given;
mod golden;
mod loans;
mod noninterference;
#[cfg(not(feature = "plants"))]
mod t9;
