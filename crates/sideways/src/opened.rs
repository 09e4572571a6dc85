//! Where the notebook lies, and who looks at it.

use std::path::Path;

use desk::{
    clock,
    open::{self, Desk},
    places::Places,
    stop::Stop as Stopped,
};
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

/// Whether there is a notebook. One that was named and is not there is an error, which opening it says.
///
/// # Errors
/// If nothing says where the one that was named lies, or it can't be seen whether it is there.
pub fn is_there(given: Option<&Path>) -> Result<bool, Stop> {
    let places = places(given);
    match (given, places) {
        (Some(_), Err(stop)) => Err(stop),
        (None, Err(_)) => Ok(false),
        (Some(_), Ok(_)) => Ok(true),
        (None, Ok(places)) => Ok(open::is_there(&places)?),
    }
}

/// The notebook as it is now, if there is one.
///
/// # Errors
/// If one was named that is not there, or it can't be opened.
pub fn if_there(given: Option<&Path>) -> Result<Option<Desk>, Stop> {
    match is_there(given)? {
        true => Ok(Some(open::open_to_read(places(given)?, clock::now())?)),
        false => Ok(None),
    }
}
