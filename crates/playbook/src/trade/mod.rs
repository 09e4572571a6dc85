//! What two leaders ask of each other, lend each other and trade (rules T1, T2, T4, T5 and T7 to T9).

pub mod asks;
pub mod goods;
pub mod hunt;
pub mod loans;
pub mod named_moves;
pub mod nudge;
pub mod whatif;
