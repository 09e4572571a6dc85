//! Why the desk did not do what it was asked.

use std::path::PathBuf;

use playbook::refusal::Refusal;

use crate::{heads, keys, lock::Held, places::NoPlace, seal::CannotSeal};

/// Nothing was changed, and nothing is lost.
#[derive(Debug, thiserror::Error)]
pub enum Stop {
    /// The playbook says no.
    #[error("{}", .0.fact())]
    Refused(Refusal),
    /// There is no notebook yet.
    #[error("there is no notebook in {}", .0.display())]
    NoNotebook(PathBuf),
    /// There is a notebook's folder without its journal.
    #[error("{} is missing, and other files of a notebook lie in its folder", .0.display())]
    NoJournal(PathBuf),
    /// There was a notebook, or one was being made: of what lies there only the lock is one's.
    #[error("there is no notebook in {}, and once there was one, or its making failed", .0.display())]
    OnlyLock(PathBuf),
    /// There is one already.
    #[error("there is a notebook in {} already", .0.display())]
    Exists(PathBuf),
    /// The notebook was changed from outside, or is damaged: it is read, and not written.
    #[error("{fact}; so nothing is written")]
    Damaged {
        /// What was found first.
        fact: String,
    },
    /// A folder that is to be filled has something in it.
    #[error("the folder {} is not empty", .0.display())]
    NotEmpty(PathBuf),
    /// What is to be restored is no backup.
    #[error("{} is no backup: {fact}", .path.display())]
    NoBackup {
        /// Which.
        path: PathBuf,
        /// What is missing.
        fact: String,
    },
    /// A backup would lie in the notebook.
    #[error("{} lies in the notebook's own folder: a backup there would be lost with it", .0.display())]
    BackupInside(PathBuf),
    /// A backup is not whole: nothing was restored, and the notebook is as it was.
    #[error("the backup {} is not whole: {fact}; nothing was changed", .path.display())]
    BrokenBackup {
        /// Which.
        path: PathBuf,
        /// What is wrong.
        fact: String,
    },
    /// A backup is sealed under an older key, while the notebook that is there opens.
    #[error("the key at hand does not open the backup {}, and the notebook that is here opens; nothing was changed", .0.display())]
    OtherKey(PathBuf),
    /// What is to be imported is no export.
    #[error("{}:{line}: {fact}; nothing was changed", .path.display())]
    NoExport {
        /// The file.
        path: PathBuf,
        /// The line, from 1; 0 for the whole.
        line: usize,
        /// What is wrong.
        fact: String,
    },
    /// An export goes into an empty notebook only.
    #[error("the notebook has {entries} entries, and an export is read into an empty one")]
    NotBlank {
        /// How many it has.
        entries: u32,
    },
    /// The end of the notebook is not kept as the right one while something else is wrong.
    #[error("{fact}; so its end is not kept as the right one")]
    NotWhole {
        /// What was found first.
        fact: String,
    },
    /// A kept plan or map is missing, or is not as it was written; the notebook itself is whole.
    #[error("{fact}")]
    Kept {
        /// What is wrong with it.
        fact: String,
    },
    /// A request that named one command names another one.
    #[error("this request was carried out before, as entry {entry}, and asked for something else")]
    OtherRequest {
        /// The entry that was made then.
        entry: u32,
    },
    /// The command was opened for reading.
    #[error("the notebook was opened for reading")]
    Reading,
    /// Nothing says where it lies.
    #[error(transparent)]
    NoPlace(#[from] NoPlace),
    /// Somebody else writes.
    #[error(transparent)]
    Held(#[from] Held),
    /// The key is not at hand.
    #[error(transparent)]
    Key(#[from] keys::Fault),
    /// Sealing failed.
    #[error(transparent)]
    Sealing(#[from] CannotSeal),
    /// The store failed.
    #[error(transparent)]
    Journal(#[from] journal::Fault),
    /// The head that was kept outside of the notebook can't be told.
    #[error(transparent)]
    Head(#[from] heads::Untold),
    /// A file beside the journal can't be read or written.
    #[error("{} can't be {doing}: {source}", .path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// `read` or `written`.
        doing: &'static str,
        /// Why.
        source: std::io::Error,
    },
}

impl From<Refusal> for Stop {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

/// Of which kind a stop is: it decides the code with which a command ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// The playbook says no.
    Refused,
    /// Something has to be done or typed first.
    Usage,
    /// The machine failed.
    Fault,
}

impl Stop {
    /// Of which kind it is.
    pub fn why(&self) -> Why {
        match self {
            Self::Refused(_) => Why::Refused,
            Self::NoNotebook(_)
            | Self::NoJournal(_)
            | Self::OnlyLock(_)
            | Self::Exists(_)
            | Self::NotEmpty(_)
            | Self::NoBackup { .. }
            | Self::BackupInside(_)
            | Self::NoExport { .. }
            | Self::OtherKey(_)
            | Self::NotBlank { .. }
            | Self::Reading
            | Self::OtherRequest { .. }
            | Self::NoPlace(_)
            | Self::Key(_) => Why::Usage,
            _ => Why::Fault,
        }
    }

    /// What is wrong, in one sentence without a full stop.
    pub fn fact(&self) -> String {
        self.to_string()
    }

    /// What can be typed.
    pub fn hint(&self) -> String {
        match self {
            Self::Refused(refusal) => refusal.hint(),
            Self::NoNotebook(_) => "sideways init makes one".into(),
            Self::OnlyLock(_) => "sideways init makes one; sideways restore BACKUP brings a backup back".into(),
            Self::NoJournal(_) => {
                "sideways restore BACKUP brings a backup back; without one, move the folder away: sideways init".into()
            }
            Self::Exists(_) => {
                "sideways week; if you never saw its recovery code, sideways rekey makes a new one".into()
            }
            Self::Damaged { .. } => {
                "sideways doctor says what still opens; sideways restore BACKUP brings a backup back".into()
            }
            Self::NotEmpty(_) => "name a folder that is not there yet".into(),
            Self::BackupInside(_) => "name a folder elsewhere, best on another disk".into(),
            Self::NoBackup { .. } => "sideways backup FOLDER makes one".into(),
            Self::BrokenBackup { .. } => "take another one: ls -d BACKUPS/sideways-*".into(),
            Self::OtherKey(path) => format!(
                "SIDEWAYS_NOTEBOOK=FOLDER sideways restore {} puts it elsewhere; the recovery code of that time opens it there",
                path.display()
            ),
            Self::NoExport { .. } => "sideways export FOLDER makes one".into(),
            Self::NotBlank { .. } => "SIDEWAYS_NOTEBOOK=FOLDER sideways init makes an empty one".into(),
            Self::NotWhole { .. } => "sideways restore BACKUP brings a backup back".into(),
            Self::Kept { .. } => "sideways map --keep draws the map of the remembered plan anew".into(),
            Self::Reading => "type it again".into(),
            Self::OtherRequest { .. } => "name another request for the next thing: unset SIDEWAYS_REQUEST".into(),
            Self::NoPlace(no) => no.hint(),
            Self::Held(held) => held.hint(),
            Self::Key(fault) => fault.hint(),
            Self::Sealing(fault) => fault.hint(),
            Self::Head(untold) => untold.hint(),
            Self::Journal(journal::Fault::Newer(_)) => {
                "use the version of sideways that wrote it, or a later one".into()
            }
            Self::Journal(_) | Self::File { .. } => "sideways doctor".into(),
        }
    }
}
