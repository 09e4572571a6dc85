//! `sideways unlock`, `lock`, `recover` and `rekey`: the key at the door.

use std::{io::Write, path::Path};

use clap::Args;
use desk::{
    clock, hold,
    keys::{Cost, Hold, How, Passphrase, RecoveryCode, UNLOCKED_FOR},
};

use serde::Serialize;

use super::{
    Stop, opened,
    page::{Page, TYPED, listed},
    show, typed,
};

/// Unlocks a notebook whose key is held by a passphrase, for eight hours.
///
/// The passphrase is asked for without showing it; where there is no terminal, it is one line of standard input. The unlocked
/// key lies in the folder of your login, readable by your account alone, and goes when you log out.
#[derive(Args)]
#[command(after_help = "Examples:\n  sideways unlock\n  sideways unlock --for 1h30")]
pub struct Unlock {
    /// For how long: 30m, 2h, 1h30 [default: 8h]
    #[arg(long = "for", value_name = "LENGTH")]
    lasts: Option<String>,
    /// Prints what was done as JSON
    #[arg(long)]
    json: bool,
}

/// Locks the notebook: removes the unlocked key and what was computed last, and leaves everything in the one sealed file.
#[derive(Args)]
#[command(after_help = "Examples:\n  sideways lock")]
pub struct Lock {
    /// Prints what was done as JSON
    #[arg(long)]
    json: bool,
}

/// Opens a notebook whose key or passphrase is lost, by its recovery code: makes a new key, and prints a new code.
#[derive(Args)]
#[command(after_help = "Examples:\n  sideways recover\n  sideways recover --passphrase")]
pub struct Recover {
    #[command(flatten)]
    how: Held,
    /// Prints what was done as JSON
    #[arg(long)]
    json: bool,
}

/// Makes a new account key, held as you say, and prints a new recovery code.
///
/// The old key, passphrase and code open nothing of the notebook any more; they still open backups from before. Feeds are
/// revoked with them.
#[derive(Args)]
#[command(after_help = "Examples:\n  sideways rekey\n  sideways rekey --passphrase\n  sideways rekey --file")]
pub struct Rekey {
    #[command(flatten)]
    how: Held,
    /// Prints what was done as JSON
    #[arg(long)]
    json: bool,
}

/// How a key is held.
#[derive(Args)]
#[group(multiple = false)]
pub struct Held {
    /// By a passphrase, asked twice
    #[arg(long)]
    passphrase: bool,
    /// In a key file that only your account can read
    #[arg(long)]
    file: bool,
    /// In the keyring of your system, where this build has it
    #[arg(long)]
    keyring: bool,
}

/// A passphrase that was chosen, or none.
pub enum Chosen {
    File,
    Keyring,
    Passphrase(Passphrase),
}

impl Held {
    /// What was chosen; what `else_` says, where nothing was.
    pub fn chosen(&self, else_: How) -> Result<Chosen, Stop> {
        let how = match self {
            Self { passphrase: true, .. } => How::Passphrase,
            Self { keyring: true, .. } => How::Keyring,
            Self { file: true, .. } => How::File,
            _ => else_,
        };
        Ok(match how {
            How::File => Chosen::File,
            How::Keyring => Chosen::Keyring,
            How::Passphrase => Chosen::Passphrase(typed::new_passphrase()?),
        })
    }
}

impl Chosen {
    /// As the desk takes it.
    pub fn hold(&self) -> Hold<'_> {
        match self {
            Self::File => Hold::File,
            Self::Keyring => Hold::Keyring,
            Self::Passphrase(passphrase) => Hold::Passphrase(passphrase, Cost::USUAL),
        }
    }
}

/// Unlocks the notebook.
pub fn unlock(arguments: &Unlock, notebook: Option<&Path>) -> Result<(), Stop> {
    let places = opened::places(notebook)?;
    let lasts = match &arguments.lasts {
        None => UNLOCKED_FOR,
        Some(words) => {
            let minutes = sources::dates::duration(words).map_err(|no| Stop::Usage(no.fact, no.hint))?;
            i64::from(minutes) * 60_000
        }
    };
    hold::needs_passphrase(&places)?;
    let now = clock::now();
    hold::unlock(&places, &typed::passphrase()?, now, lasts)?;
    let said = format!(
        "Unlocked for {}, or until you log out. sideways lock ends it at once.",
        lasting(lasts / 60_000)
    );
    Done { said: vec![said], recovery_code: None }.show(arguments.json)
}

/// Minutes in words: 50 minutes, 1 hour, 1 hour and 30 minutes.
fn lasting(minutes: i64) -> String {
    let words = |count: i64, one: &str| match count {
        0 => None,
        1 => Some(format!("1 {one}")),
        count => Some(format!("{count} {one}s")),
    };
    let parts: Vec<String> =
        [words(minutes / 60, "hour"), words(minutes % 60, "minute")].into_iter().flatten().collect();
    parts.join(" and ")
}

/// Locks the notebook.
pub fn lock(arguments: &Lock, notebook: Option<&Path>) -> Result<(), Stop> {
    let places = opened::places(notebook)?;
    // Looked at before: a look afterwards would lay files beside the one that is closed.
    let how = hold::how(&places)?;
    let was_unlocked = hold::lock(&places, clock::now())?;
    let said = match (was_unlocked, how) {
        (_, How::File) => {
            "What was computed last is removed. The key file still opens the notebook: sideways rekey --passphrase changes that."
        }
        (_, How::Keyring) => {
            "What was computed last is removed. Your keyring still opens the notebook while it is open itself."
        }
        (true, How::Passphrase) => "Locked. sideways unlock asks for the passphrase.",
        (false, How::Passphrase) => "It was locked already. sideways unlock asks for the passphrase.",
    };
    Done { said: vec![said.to_owned()], recovery_code: None }.show(arguments.json)
}

/// Opens the notebook by its recovery code.
pub fn recover(arguments: &Recover, notebook: Option<&Path>) -> Result<(), Stop> {
    let places = opened::places(notebook)?;
    hold::how(&places)?;
    let code = typed::recovery_code()?;
    let chosen = arguments.how.chosen(How::File)?;
    let new = new_code(arguments.json)?;
    let revoked = hold::recover(&places, &code, &new, chosen.hold(), clock::now())?;
    let feeds = revoked.map_or_else(|stop| Some(standing(&stop)), |feeds| dead(&feeds));
    said("The notebook opens again, with a new key.", feeds, &chosen, &new, arguments.json)
}

/// Makes a new account key.
pub fn rekey(arguments: &Rekey, notebook: Option<&Path>) -> Result<(), Stop> {
    let (mut desk, now) = opened::to_act(notebook, "sideways rekey")?;
    let chosen = arguments.how.chosen(hold::how(&opened::places(notebook)?)?)?;
    let new = new_code(arguments.json)?;
    let revoked = desk.rekey(chosen.hold(), &new, now)?;
    said(
        "The notebook has a new key. The old one, and the old recovery code, still open backups from before: make a new one.",
        dead(&revoked),
        &chosen,
        &new,
        arguments.json,
    )
}

/// A new recovery code, shown before it counts: one that nobody saw would lock its owner out. An answer in JSON bears it at
/// its end.
fn new_code(as_json: bool) -> Result<RecoveryCode, Stop> {
    let code = RecoveryCode::fresh().map_err(desk::stop::Stop::from)?;
    if as_json {
        return Ok(code);
    }
    let page = Done { said: Vec::new(), recovery_code: Some(code.printed().to_string()) }.page().text();
    let shown = anstream::stdout().write_all(page.as_bytes()).and_then(|()| anstream::stdout().flush());
    let unseen =
        |error| Stop::Fault(format!("the new code can't be shown: {error}"), "nothing was changed".into());
    shown.map_err(unseen)?;
    Ok(code)
}

/// That feeds went with the old key: whoever had it may know their addresses.
fn dead(feeds: &[u32]) -> Option<String> {
    let numbers: Vec<String> = feeds.iter().map(u32::to_string).collect();
    let (which, are) = match numbers.as_slice() {
        [] => return None,
        [one] => (format!("Feed {one}"), "is revoked; its address is dead"),
        all => (format!("Feeds {}", listed(all, "and")), "are revoked; their addresses are dead"),
    };
    Some(format!("{which} {are}. sideways calendar feed make makes another."))
}

/// That feeds could not be revoked.
fn standing(stop: &desk::stop::Stop) -> String {
    format!(
        "Feeds could not be revoked: {}. Once it is mended: sideways calendar feed, and revoke each.",
        stop.fact()
    )
}

fn said(
    what: &str,
    feeds: Option<String>,
    chosen: &Chosen,
    code: &RecoveryCode,
    as_json: bool,
) -> Result<(), Stop> {
    let held = match chosen {
        Chosen::File => "The key lies in a file that only your account can read.",
        Chosen::Keyring => "The key lies in the keyring of your system.",
        Chosen::Passphrase(_) => "The key opens with your passphrase: sideways unlock.",
    };
    let recovery_code = as_json.then(|| code.printed().to_string());
    let all = [Some(what.to_owned()), feeds, Some(held.to_owned())];
    Done { said: all.into_iter().flatten().collect(), recovery_code }.show(as_json)
}

/// What was done at the door. A passphrase is never a part of it.
#[derive(Serialize)]
pub struct Done {
    /// What was done, as sentences.
    pub said: Vec<String>,
    /// The new recovery code, this only time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recovery_code: Option<String>,
}

impl Done {
    /// The page of it.
    pub fn page(&self) -> Page {
        let mut page = Page::new();
        self.said.iter().for_each(|said| page.paragraph(0, said));
        if let Some(code) = &self.recovery_code {
            page.paragraph(0, "Write this recovery code on paper. It opens the notebook if the key is lost, and it is kept nowhere:");
            page.styled(2, code, TYPED);
        }
        page
    }

    fn show(&self, as_json: bool) -> Result<(), Stop> {
        if as_json { opened::show_json(self) } else { show(&self.page().text()) }
    }
}
