//! Where the notebook lies, and who looks at it.

use std::path::Path;

use desk::{places::Places, stop::Stop as Stopped};
use playbook::privacy::OwnersScreen;

use crate::stop::Stop;

/// Where the notebook lies: what was given, else what the environment says, else the user's data folder.
///
/// # Errors
/// If nothing says where.
pub fn places(given: Option<&Path>) -> Result<Places, Stop> {
    Places::find(given, &|name| std::env::var_os(name)).map_err(|no| Stop::from(Stopped::from(no)))
}

/// The owner looks: at the terminal in which they typed, or at the browser that they let in.
pub fn screen() -> OwnersScreen {
    OwnersScreen::of_the_owner()
}
