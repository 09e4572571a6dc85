//! Readers of the world's plan files.
//!
//! Each reader gives values and problems, every fact with its [`Place`](plan::place::Place); none ever panics, writes,
//! or drops anything in silence. [`formats`] know how a file is built (Markdown, Mermaid, CSV, TOML, YAML); [`readers`] know what
//! its parts mean, as a [`profile`] tells them; [`read`] opens files and folders.
#![deny(missing_docs)]

pub mod answers;
pub mod apart;
pub mod dates;
pub mod formats;
pub mod problem;
pub mod profile;
pub mod read;
pub mod readers;
pub mod text;

pub use problem::Problem;
pub use read::{Reading, read_paths};
