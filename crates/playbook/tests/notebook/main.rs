//! The rooms of the notebook from outside: what was done, on which day, and what the rules say then.

mod given;
mod loans;
mod week;
