//! `sideways escalate`: one document of two authors, which goes up only as both marked it.

mod check;
mod gate;
mod key;
mod shown;
mod travel;
mod up;
mod write;

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use desk::{clock::Moment, open::Desk};
use playbook::{
    escalate::{Command, listed, page::LARGEST},
    moment::Id,
};

use super::{
    Stop,
    captured::{self, Captured},
    named,
};
use crate::escalate;

const EXAMPLES: &str = "Examples:
  sideways escalate gate dana
  sideways escalate open dana \"Who builds it?\" --whom \"Ines Roth\" --by fri
  sideways escalate position 41 \"Identity builds it: the sessions are theirs.\"
  sideways escalate send 41 for-dana.joint
  sideways escalate take from-dana.joint --from dana
  sideways escalate up 41 --out page
  sideways escalate check page/joint.md";

/// Escalates together with a peer: one document, both names, nothing one-sided.
///
/// Each writes their own position and says whether the other's is fairly stated; each marks the exact text. Any change voids
/// the marks. It goes up only with both. Without a verb, lists your documents.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    #[command(subcommand)]
    verb: Option<Verb>,
    /// Prints what is there as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Subcommand)]
enum Verb {
    Gate(gate::Gate),
    Key(key::Key),
    Open(write::Open),
    Show(shown::Show),
    Write(write::Write),
    Position(write::Position),
    Restate(write::Restate),
    Fair(write::Fair),
    Mark(write::Mark),
    Invite(up::Invite),
    Slot(write::Slot),
    Send(travel::Send),
    Take(travel::Take),
    Up(up::Up),
    Decided(up::Decided),
    After(up::After),
    Close(up::Close),
    Check(check::Check),
}

/// Runs what was typed.
pub fn run(arguments: &Arguments, notebook: Option<&Path>) -> Result<(), Stop> {
    let Some(verb) = &arguments.verb else { return shown::list(arguments.json, notebook) };
    match verb {
        Verb::Gate(typed) => gate::gate(typed, notebook),
        Verb::Key(typed) => key::key(typed, notebook),
        Verb::Open(typed) => write::open(typed, notebook),
        Verb::Show(typed) => shown::show(typed, notebook),
        Verb::Write(typed) => write::write(typed, notebook),
        Verb::Position(typed) => write::position(typed, notebook),
        Verb::Restate(typed) => write::restate(typed, notebook),
        Verb::Fair(typed) => write::fair(typed, notebook),
        Verb::Mark(typed) => write::mark(typed, notebook),
        Verb::Invite(typed) => up::invite(typed, notebook),
        Verb::Slot(typed) => write::slot(typed, notebook),
        Verb::Send(typed) => travel::send(typed, notebook),
        Verb::Take(typed) => travel::take(typed, notebook),
        Verb::Up(typed) => up::up(typed, notebook),
        Verb::Decided(typed) => up::decided(typed, notebook),
        Verb::After(typed) => up::after(typed, notebook),
        Verb::Close(typed) => up::close(typed, notebook),
        Verb::Check(typed) => check::check(typed),
    }
}

/// Which document, by its number.
#[derive(Args)]
struct Which {
    /// Which document, by its number
    #[arg(value_name = "NUMBER")]
    id: String,
    /// Prints what was understood as JSON
    #[arg(long)]
    json: bool,
}

impl Which {
    fn id(&self) -> Result<Id, Stop> {
        named::id(&self.id, "a document", "sideways escalate")
    }
}

/// Words: typed, or those of a file.
#[derive(Args)]
struct Said {
    /// What it says
    #[arg(value_name = "WORDS")]
    words: Vec<String>,
    /// Takes the words from a file
    #[arg(long, value_name = "FILE", conflicts_with = "words")]
    from: Option<PathBuf>,
}

impl Said {
    fn read(&self) -> Result<String, Stop> {
        match &self.from {
            Some(path) => text(path),
            None => Ok(self.words.join(" ")),
        }
    }
}

/// Bytes of a file, where there are not too many.
fn bytes(path: &Path, most: usize) -> Result<Vec<u8>, Stop> {
    use std::io::Read;
    let hint = || "name a file that is there and can be read".to_owned();
    let cannot = |error| Stop::Usage(format!("{}: it can't be read: {error}", path.display()), hint());
    let file = std::fs::File::open(path).map_err(cannot)?;
    let mut bytes = Vec::new();
    file.take(most as u64 + 1).read_to_end(&mut bytes).map_err(cannot)?;
    match bytes.len() > most {
        true => Err(Stop::Refused(
            format!("{}: it is longer than any document", path.display()),
            "ask them to send it again".into(),
        )),
        false => Ok(bytes),
    }
}

/// The text of a file.
fn text(path: &Path) -> Result<String, Stop> {
    let hint = || "save it as plain text, in UTF-8".to_owned();
    String::from_utf8(bytes(path, LARGEST)?)
        .map(|text| text.trim_start_matches('\u{feff}').to_owned())
        .map_err(|_| Stop::Refused(format!("{}: it is no text", path.display()), hint()))
}

/// Writes a file, beside first and then renamed: there is the old one or the new one, and never a part of it.
fn keep(path: &Path, content: &[u8]) -> Result<(), Stop> {
    let cannot = |error| {
        let fact = format!("{}: it can't be written: {error}", path.display());
        Stop::Fault(fact, "name a file in a folder of yours".into())
    };
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder).map_err(cannot)?;
    }
    let mut beside = path.as_os_str().to_owned();
    beside.push(".new");
    std::fs::write(&beside, content).and_then(|()| std::fs::rename(&beside, path)).map_err(cannot)
}

/// Does what is wanted, once: what was done before under the same request is only said again.
fn once(
    desk: &mut Desk,
    now: Moment,
    commands: impl FnOnce(&Desk) -> Result<Vec<Command>, Stop>,
) -> Result<Captured, Stop> {
    let done = escalate::once(desk, now, commands)?;
    Ok(captured::under_last(desk, done, now))
}

/// What can be typed next about a document.
fn next(desk: &Desk, id: Id, now: Moment) -> Option<String> {
    let one = desk.notes().escalations.one(id)?;
    listed::next(one, now.today).map(|next| next.command)
}
