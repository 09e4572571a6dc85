//! What calendars outside were sent last, sealed beside the journal, so that a date that moves is told from a new one.
//!
//! Without it nothing is lost: everything is sent once more as if it had just changed. It holds nothing but what was sent.

use std::{collections::BTreeMap, fs, io};

use minicbor::{Decode, Encode};
use playbook::{outward::feed::Sent, privacy::Sealing};

use crate::{
    disk,
    open::Desk,
    seal::{CannotSeal, Cipher, NONCE, Plain, SECRET, luck, padded_to_bucket, unpadded},
    stop::Stop,
};

/// The first bytes of the file.
const VERSION: &[u8; 16] = b"sideways sent 1\n";

/// What was sent last, by whatever it was sent to: a feed or a file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode)]
pub struct AllSent {
    /// By the name of the feed, or the path of the file.
    #[n(0)]
    pub of: BTreeMap<String, Sent>,
}

impl Desk {
    /// What was sent last; nothing, where nothing is known of it.
    pub fn sent(&self) -> AllSent {
        self.sent_file().unwrap_or_default()
    }

    fn sent_file(&self) -> Option<AllSent> {
        let bytes = fs::read(self.places.sent()).ok()?;
        let (version, rest) = bytes.split_first_chunk::<{ VERSION.len() }>()?;
        let (salt, rest) = rest.split_first_chunk::<SECRET>()?;
        let (nonce, text) = rest.split_first_chunk::<NONCE>()?;
        let mut plain = Plain::default();
        self.sent_cipher(salt).open(*nonce, version, plain.refilled(text))?;
        unpadded(&mut plain)?;
        minicbor::decode_with(&plain, &mut Sealing::for_the_notebook()).ok()
    }

    /// Keeps what was sent, instead of what was kept before.
    ///
    /// # Errors
    /// If it can't be written.
    pub fn keep_sent(&self, sent: &AllSent) -> Result<(), Stop> {
        let path = self.places.sent();
        let failed = |source| Stop::File { path: self.places.sent(), doing: "written", source };
        let other = |fault: CannotSeal| failed(io::Error::other(fault));
        let encoded = minicbor::to_vec_with(sent, &mut Sealing::for_the_notebook());
        let plain = encoded.map_err(|error| failed(io::Error::other(error.to_string())))?;
        let (mut salt, mut nonce) = ([0; SECRET], [0; NONCE]);
        luck(&mut salt).and_then(|()| luck(&mut nonce)).map_err(other)?;
        let mut text = padded_to_bucket(&plain);
        self.sent_cipher(&salt).seal(nonce, VERSION, text.bytes_mut()).map_err(other)?;
        disk::replace(&path, &[&VERSION[..], &salt, &nonce, &text].concat()).map_err(failed)
    }

    fn sent_cipher(&self, salt: &[u8; SECRET]) -> Cipher {
        Cipher::new(&self.key.derive("sideways 2026-11-23 seals what was sent to calendars", salt))
    }
}
