//! What going first is judged to cost and bring, as it is typed.

use clap::Args;
use plan::hunt::GoingFirst;

/// What going first is judged to cost and bring.
#[derive(Args)]
pub struct Judged {
    /// How much longer the first of several adopters takes, as you judge it, in percent [default: 30]
    #[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(u32).range(0..=400))]
    first_longer: Option<u32>,
    /// How much less time those after it take, as you judge it, in percent [default: 20]
    #[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(u32).range(0..=99))]
    later_less: Option<u32>,
}

impl Judged {
    /// Whether anything was typed of it.
    pub const fn is_typed(&self) -> bool {
        self.first_longer.is_some() || self.later_less.is_some()
    }

    /// What is typed, and what is usual for the rest.
    pub fn read(&self) -> GoingFirst {
        let GoingFirst { longer, less } = GoingFirst::default();
        GoingFirst { longer: self.first_longer.unwrap_or(longer), less: self.later_less.unwrap_or(less) }
    }
}
