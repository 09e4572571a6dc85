//! `sideways init`: makes the notebook.

use std::path::Path;

use clap::Args;
use desk::{clock, keys::Hold, open::create};

use super::{
    Stop, opened,
    page::{Page, TYPED},
    show,
};

/// Makes your notebook: one sealed file on this machine, and a key that only you can read.
///
/// It prints a recovery code once. Write it down on paper: it opens the notebook if the key is lost, and is kept nowhere.
#[derive(Args)]
#[command(after_help = "Examples:\n  sideways init\n  sideways init --notebook ~/notes/sideways")]
pub struct Arguments {}

/// Makes the notebook and prints the recovery code.
pub fn run(_arguments: &Arguments, notebook: Option<&Path>) -> Result<(), Stop> {
    let places = opened::places(notebook)?;
    let folder = places.notebook().display().to_string();
    let (desk, code) = create(places, &Hold::File, clock::now())?;
    let mut page = Page::new();
    page.paragraph(0, &format!("Your notebook is {folder}. Everything in it is sealed."));
    page.paragraph(
        0,
        &format!(
            "Its key is {}, readable by your account alone: whoever can read your files can read your notebook.",
            desk.key_place().display()
        ),
    );
    page.paragraph(0, "Write this recovery code on paper. It opens the notebook if the key is lost, and it is kept nowhere:");
    page.styled(2, &code.printed(), TYPED);
    page.paragraph(0, "Next, the plan of your year:");
    page.styled(2, "sideways read plan.md --me \"Mira Solberg\" --team Booking", TYPED);
    show(&page.text())
}
