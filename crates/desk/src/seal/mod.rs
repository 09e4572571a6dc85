//! Sealing: what is written is closed with a key of its own, and what was changed does not open.
//!
//! Every entry has a fresh key and nonce (AES-256-GCM), and the account key wraps that key, so that forgetting one entry
//! destroys one wrapped key, and a new account key rewraps without touching a page. The account key itself seals nothing:
//! each use has a key of its own derived from it. Sizes are hidden by padding; nothing is compressed, and nothing sealed
//! twice looks alike.

mod blob;
mod cipher;
mod entry;

pub use self::{
    blob::{Blob, BlobKey, open_blob, seal_blob},
    cipher::{AccountKey, Plain, luck},
    entry::{Header, LARGEST, Rewrapping, Sealer, open},
};
pub(crate) use self::{
    blob::{padded as padded_to_bucket, unpadded},
    cipher::{Cipher, NONCE, SECRET, Secret, TAG, secret},
};

/// Why nothing was sealed. Nothing was written then.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotSeal {
    /// More than one entry may hold.
    #[error("this is {bytes} bytes long, and one entry holds at most {LARGEST}")]
    TooLong {
        /// How long it is.
        bytes: usize,
    },
    /// The system gave no random bytes; without them nothing is safe.
    #[error("the system gave no random bytes, so nothing can be sealed")]
    NoRandomness,
}

impl CannotSeal {
    /// What is wrong, in one sentence without a full stop.
    pub fn fact(&self) -> String {
        self.to_string()
    }

    /// What can be done or typed.
    pub fn hint(&self) -> String {
        match self {
            Self::TooLong { .. } => "split it into several entries",
            Self::NoRandomness => "restart the machine, then try again",
        }
        .to_owned()
    }
}

/// Why something sealed does not open. Nothing of it is given out then.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Broken {
    /// A page has the wrong shape.
    #[error("entry {index} is damaged: {fact}")]
    Shape {
        /// The number of the page.
        index: u64,
        /// What is wrong.
        fact: &'static str,
    },
    /// The wrapped key of a page does not open: it, the page's name, or the account key is another.
    #[error(
        "the key of entry {index} does not open: it was changed, or belongs to another entry or account key"
    )]
    Key {
        /// The number of the page.
        index: u64,
    },
    /// The body of a page does not open: it or what is bound into it was changed.
    #[error("entry {index} was changed after it was written")]
    Body {
        /// The number of the page.
        index: u64,
    },
    /// A kept plan does not open.
    #[error("a kept plan was changed after it was written, or its key is another")]
    Blob,
}

impl Broken {
    /// What is wrong, in one sentence without a full stop.
    pub fn fact(&self) -> String {
        self.to_string()
    }

    /// What can be typed.
    pub fn hint(&self) -> String {
        match self {
            Self::Blob => "read the plan again: sideways map PLAN",
            _ => "see what still opens: sideways doctor; a backup: sideways restore BACKUP",
        }
        .to_owned()
    }

    /// The number of the page, where it is one.
    pub fn index(&self) -> Option<u64> {
        match *self {
            Self::Shape { index, .. } | Self::Key { index } | Self::Body { index } => Some(index),
            Self::Blob => None,
        }
    }
}
