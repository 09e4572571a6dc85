//! What two leaders ask of each other and lend each other (rules T4 and T8).

pub mod asks;
pub mod loans;
