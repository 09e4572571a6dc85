//! A passphrase: Argon2id makes a key of it, and that wraps the account key in a record of the journal.

use argon2::{Algorithm, Argon2, Params, Version};
use journal::{Id, Journal};
use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

use super::{
    Fault, Holding, How,
    wrapped::{self, WRAPPED},
};
use crate::seal::{AccountKey, SECRET, Secret, luck, secret};

/// The record that holds the wrapped key.
pub(super) const RECORD: &str = "passphrase";

/// Characters that a new passphrase needs at least.
pub(super) const SHORTEST: usize = 12;

/// What a changed record may ask of this machine at most: 1 GiB, 64 passes, 16 lanes.
const DEAREST: Cost = Cost { memory: 1 << 20, passes: 64, lanes: 16 };

/// A passphrase as it was typed, wiped when it goes.
pub struct Passphrase(Zeroizing<String>);

impl Passphrase {
    /// From what was typed. Letters that keyboards compose differently are one (NFC).
    pub fn new(typed: &str) -> Self {
        // Composing never takes more than three times the bytes, so the text does not move while it grows.
        let mut text = Zeroizing::new(String::with_capacity(3 * typed.len()));
        text.extend(typed.nfc());
        Self(text)
    }

    /// The same, for a new passphrase, which must not be too short.
    ///
    /// # Errors
    /// If it has fewer than 12 characters.
    pub fn chosen(typed: &str) -> Result<Self, Fault> {
        let chosen = Self::new(typed);
        if chosen.0.chars().count() < SHORTEST { Err(Fault::ShortPassphrase) } else { Ok(chosen) }
    }
}

/// What one guess costs. It stands in the record, so that it can rise with the next rekey.
#[derive(Clone, Copy, Debug, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
pub struct Cost {
    /// Memory in KiB.
    #[n(0)]
    pub memory: u32,
    /// Passes over it.
    #[n(1)]
    pub passes: u32,
    /// Lanes.
    #[n(2)]
    pub lanes: u32,
}

impl Cost {
    /// What is usual: 64 MiB, three passes, a third of a second.
    pub const USUAL: Self = Self { memory: 64 << 10, passes: 3, lanes: 1 };

    fn is_bearable(&self) -> bool {
        self.memory <= DEAREST.memory && self.passes <= DEAREST.passes && self.lanes <= DEAREST.lanes
    }
}

#[derive(minicbor::Encode, minicbor::Decode)]
struct Record {
    #[cbor(n(0), with = "minicbor::bytes")]
    account: Id,
    #[n(1)]
    cost: Cost,
    #[cbor(n(2), with = "minicbor::bytes")]
    salt: [u8; 16],
    #[cbor(n(3), with = "minicbor::bytes")]
    wrapped: [u8; WRAPPED],
}

/// That the record, if there is one, is as it was written.
pub(super) fn check_record(journal: &mut dyn Journal) -> Result<(), Fault> {
    wrapped::record::<Record>(journal, RECORD).map(|_| ())
}

/// The record that wraps an account key by a passphrase.
pub(super) fn wrap(
    notebook: &Id,
    account: &AccountKey,
    by: &Passphrase,
    cost: Cost,
) -> Result<Vec<u8>, Fault> {
    let mut salt = [0; 16];
    luck(&mut salt)?;
    let key = stretched(by, &salt, cost)?;
    let bound = wrapped::bound(RECORD, notebook, &account.id());
    let wrapped = wrapped::wrap(&key, &bound, account)?;
    Ok(wrapped::encoded(&Record { account: account.id(), cost, salt, wrapped }))
}

/// The account key, by the passphrase.
pub(super) fn unwrap(journal: &mut dyn Journal, notebook: &Id, by: &Passphrase) -> Result<AccountKey, Fault> {
    let holding = Holding::of(journal)?;
    if holding.how != How::Passphrase {
        return Err(Fault::NoPassphrase);
    }
    let record: Record = wrapped::record(journal, RECORD)?.ok_or(Fault::Record { name: RECORD })?;
    if record.account != holding.account {
        return Err(Fault::Record { name: RECORD });
    }
    let key: Secret = stretched(by, &record.salt, record.cost)?;
    let bound = wrapped::bound(RECORD, notebook, &record.account);
    wrapped::unwrap(&key, &bound, &record.wrapped, &record.account).ok_or(Fault::WrongPassphrase)
}

fn stretched(by: &Passphrase, salt: &[u8; 16], cost: Cost) -> Result<Secret, Fault> {
    let refused = |_| Fault::Record { name: RECORD };
    if !cost.is_bearable() {
        return Err(Fault::Record { name: RECORD });
    }
    let params = Params::new(cost.memory, cost.passes, cost.lanes, Some(SECRET)).map_err(refused)?;
    let mut key = secret();
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(by.0.as_bytes(), salt, &mut key[..])
        .map_err(refused)?;
    Ok(key)
}
