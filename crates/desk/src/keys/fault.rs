//! Why a key is not found, or not held. Each is its own, with what to type.

use std::{io, path::PathBuf};

use super::recovery::Mistyped;
use crate::seal::{Broken, CannotSeal};

/// Why the account key is not found, or not held as asked. Nothing was changed then, unless it says so.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// The journal does not say how its key is held.
    #[error("the notebook does not say how its key is held")]
    NoHolding,
    /// It says so already.
    #[error("the notebook has a key already")]
    AlreadyHeld,
    /// A record of the journal is none that this build knows.
    #[error("the notebook's record “{name}” is damaged, or of a later version of sideways")]
    Record {
        /// Its name.
        name: &'static str,
    },
    /// There is no key file.
    #[error("the key file {} is not there", .path.display())]
    FileMissing {
        /// Where it should be.
        path: PathBuf,
    },
    /// Others can read the key file.
    #[error("the key file {} can be read by other users (mode {mode:o})", .path.display())]
    FileOpen {
        /// Where it is.
        path: PathBuf,
        /// Its mode.
        mode: u32,
    },
    /// The key file is another user's.
    #[error("the key file {} belongs to another user", .path.display())]
    FileNotYours {
        /// Where it is.
        path: PathBuf,
    },
    /// The key file is damaged.
    #[error("the key file {} is damaged: {fact}", .path.display())]
    FileDamaged {
        /// Where it is.
        path: PathBuf,
        /// What is wrong.
        fact: &'static str,
    },
    /// The key file holds another key than the one that the notebook names.
    #[error("the key file {} holds another key: this notebook was copied or restored from before a rekey", .path.display())]
    FileOther {
        /// Where it is.
        path: PathBuf,
    },
    /// The passphrase was not given yet.
    #[error("the notebook is locked")]
    Locked,
    /// It was given too long ago.
    #[error("the notebook is locked again: the time for which it was unlocked is over")]
    Expired,
    /// The passphrase is another.
    #[error("this is not the passphrase of the notebook")]
    WrongPassphrase,
    /// A new passphrase is too short.
    #[error("a passphrase needs {} characters or more", super::passphrase::SHORTEST)]
    ShortPassphrase,
    /// No passphrase opens this notebook.
    #[error("no passphrase opens this notebook: its key is held otherwise")]
    NoPassphrase,
    /// No recovery code opens this notebook.
    #[error("this notebook has no recovery code")]
    NoRecovery,
    /// A recovery code was mistyped.
    #[error(transparent)]
    Mistyped(#[from] Mistyped),
    /// The recovery code is another.
    #[error("this recovery code is rightly typed, and not the one of this notebook")]
    WrongCode,
    /// An unlocked key can't be kept.
    #[error("an unlocked key can't be kept: {what} {fact}")]
    Runtime {
        /// Of what.
        what: String,
        /// What is wrong with it.
        fact: &'static str,
    },
    /// This build has no keyring, and the key is in one.
    #[error("the key is in the system's keyring, which this build of sideways can't open")]
    NoKeyring,
    /// This build has no keyring to keep a key in.
    #[error("this build of sideways can't keep a key in the system's keyring")]
    KeepsNoKeyring,
    /// The keyring failed, or holds no such key.
    #[error("the system's keyring does not give the key: {fact}")]
    Keyring {
        /// What it said.
        fact: String,
    },
    /// A key file can't be read or written.
    #[error("{} can't be {doing}: {source}", .path.display())]
    Store {
        /// What was being done: `read`, `written`, `removed`.
        doing: &'static str,
        /// Which file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// An entry's key does not open, so no new account key was made.
    #[error("{0}; the account key stays as it is")]
    Broken(#[from] Broken),
    /// Nothing could be sealed.
    #[error(transparent)]
    Sealing(#[from] CannotSeal),
    /// The journal failed.
    #[error(transparent)]
    Journal(#[from] journal::Fault),
}

impl Fault {
    /// What is wrong, in one sentence without a full stop.
    pub fn fact(&self) -> String {
        self.to_string()
    }

    /// What can be typed.
    pub fn hint(&self) -> String {
        match self {
            Self::NoHolding | Self::Record { .. } => "a backup: sideways restore BACKUP".to_owned(),
            Self::AlreadyHeld => "change how it is held: sideways rekey".to_owned(),
            Self::FileMissing { .. } => {
                "put the key file back there, or use your recovery code: sideways recover".to_owned()
            }
            Self::FileOpen { path, .. } => format!("chmod 600 {}", typed(path)),
            Self::FileNotYours { path } => format!("sudo chown \"$(id -un)\" {}", typed(path)),
            Self::FileDamaged { .. } | Self::FileOther { .. } | Self::WrongCode | Self::Mistyped(_) => {
                "sideways recover".to_owned()
            }
            Self::Locked | Self::Expired | Self::WrongPassphrase => "sideways unlock".to_owned(),
            Self::ShortPassphrase => "four or five words that nobody would put together".to_owned(),
            Self::NoPassphrase => "to have one: sideways rekey --passphrase".to_owned(),
            Self::NoRecovery => "the key file or the passphrase is needed; see docs/keys.md".to_owned(),
            Self::Runtime { .. } => {
                "log in again, or: export XDG_RUNTIME_DIR=FOLDER (yours, chmod 700)".to_owned()
            }
            Self::NoKeyring => "use a build with the feature `keyring`, or: sideways recover".to_owned(),
            Self::KeepsNoKeyring => {
                "leave --keyring out, or use a build with the feature `keyring`".to_owned()
            }
            Self::Keyring { .. } => "unlock the keyring of your desktop, or: sideways recover".to_owned(),
            Self::Store { path, .. } => format!("ls -ld {}", typed(path)),
            Self::Broken(broken) => broken.hint(),
            Self::Sealing(fault) => fault.hint(),
            Self::Journal(_) => "sideways doctor".to_owned(),
        }
    }
}

/// A path as it is typed in a shell.
fn typed(path: &std::path::Path) -> String {
    let path = path.display().to_string();
    let plain = path.chars().all(|c| c.is_alphanumeric() || "/._-+@%:,".contains(c));
    if plain { path } else { format!("'{}'", path.replace('\'', r"'\''")) }
}
