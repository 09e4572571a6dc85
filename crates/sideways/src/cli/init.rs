//! `sideways init`: makes the notebook.

use std::path::Path;

use clap::Args;
use desk::{clock, keys::How, open::create};

use super::{
    Stop,
    keys::{Chosen, Done, Held},
    opened,
    page::TYPED,
    show,
};

/// Makes your notebook: one sealed file on this machine, and a key that only you can read.
///
/// It prints a recovery code once. Write it down on paper: it opens the notebook if the key is lost, and is kept nowhere.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  sideways init\n  sideways init --passphrase\n  sideways init --notebook ~/notes/sideways"
)]
pub struct Arguments {
    #[command(flatten)]
    how: Held,
    /// Prints what was done as JSON
    #[arg(long)]
    json: bool,
}

/// Makes the notebook and prints the recovery code.
pub fn run(arguments: &Arguments, notebook: Option<&Path>) -> Result<(), Stop> {
    let places = opened::places(notebook)?;
    if places.journal().exists() {
        return Err(desk::stop::Stop::Exists(places.notebook().to_owned()).into());
    }
    let folder = places.notebook().display().to_string();
    let chosen = arguments.how.chosen(How::File)?;
    let (desk, code) = create(places, &chosen.hold(), clock::now())?;
    let made = format!("Your notebook is {folder}. Everything in it is sealed.");
    let held =
        match &chosen {
            Chosen::File => format!(
                "Its key is {}, readable by your account alone: whoever can read your files can read your notebook.",
                desk.key_place().display()
            ),
            Chosen::Keyring => "Its key is in the keyring of your system: whatever runs as you can ask for it while the keyring is open.".to_owned(),
            Chosen::Passphrase(_) => "Its key opens with your passphrase alone: sideways unlock asks for it, and keeps it for eight hours.".to_owned(),
        };
    let done = Done { said: vec![made, held], recovery_code: Some(code.printed().to_string()) };
    if arguments.json {
        return opened::show_json(&done);
    }
    let mut page = done.page();
    page.paragraph(0, "Next, the plan of your year:");
    page.styled(2, "sideways read plan.md --me \"Mira Solberg\" --team Booking", TYPED);
    show(&page.text())
}
