//! `sideways calendar hours`: when somebody works.

use std::path::Path;

use clap::Args;
use playbook::{
    calendar::{Command as Wanted, Hours},
    notebook::Command,
};

use super::{
    super::{Stop, captured, opened, page::Page, show},
    whose,
};

/// Says when you work, or a peer does: the times in which a call can be proposed.
///
/// Until it is said, Monday to Friday from nine to five is assumed, on your own clock.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  sideways calendar hours 8-16\n  sideways calendar hours \"mon-thu 8:30-16:30\"\n  sideways calendar hours 9-17 --whose mira --zone Europe/Lisbon"
)]
pub struct Arguments {
    /// Days and times: 9-17, or "mon-thu 8:30-16:30"
    #[arg(value_name = "HOURS")]
    hours: String,
    /// A peer's [default: yours]
    #[arg(long, value_name = "PEER")]
    whose: Option<String>,
    /// The zone in which they are meant, as Europe/Lisbon [default: yours]
    #[arg(long, value_name = "ZONE")]
    zone: Option<String>,
    /// Prints what was understood as JSON
    #[arg(long)]
    json: bool,
}

/// Keeps somebody's hours.
pub fn run(arguments: &Arguments, notebook: Option<&Path>) -> Result<(), Stop> {
    let wrong = |()| {
        let hint = "sideways calendar hours 9-17, or \"mon-thu 8:30-16:30\"";
        Stop::Usage(format!("“{}” are no working hours", arguments.hours), hint.into())
    };
    let hours: Hours = arguments.hours.parse().map_err(wrong)?;
    let hours = Hours { zone: arguments.zone.clone(), ..hours };
    let (mut desk, now) = opened::to_act(notebook, "sideways calendar hours")?;
    let whose = whose(&desk, arguments.whose.as_deref())?;
    let said = hours.to_string();
    let wanted = Command::Calendar(Wanted::SayHours { whose, hours });
    let captured = captured::act(&mut desk, wanted, now)?;
    if arguments.json {
        return captured.show(true);
    }
    let entry = captured.entry;
    let name = whose.map(|peer| desk.notes().peers.name(peer.id()).to_owned());
    let of = name.map_or_else(String::new, |name| format!(" of {name}"));
    let mut page = Page::new();
    let words = format!("Entry {entry}: working hours{of}: {said}. `sideways undo {entry}` takes it back.");
    page.paragraph(0, &sources::text::shown(&words));
    show(&page.text())
}
