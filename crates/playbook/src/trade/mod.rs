//! What two leaders ask of each other and lend each other (rules T4, T8 and T9).

pub mod asks;
pub mod hunt;
pub mod loans;
pub mod named_moves;
pub mod nudge;
pub mod whatif;
