//! How the account key is held, and how it is found again.
//!
//! One record of the journal says how ([`Holding`]), and which account key it is, by name. The key itself lies in a file of
//! the user's, or is wrapped by a passphrase, or in the system's keyring; a recovery code can wrap it besides. Every change
//! of that is a rekey, so that what held the old key opens nothing new.
//!
//! A file with a key is wiped only when the journal itself says that this very key was replaced; what belongs to something
//! else is set aside under the name of its key, never overwritten.

mod at_hand;
#[cfg(test)]
mod crash;
mod fault;
mod file;
#[cfg(feature = "keyring")]
mod keyring;
#[cfg(not(feature = "keyring"))]
#[path = "no_keyring.rs"]
mod keyring;
mod passphrase;
mod recovery;
mod rekey;
mod unlocked;
mod wrapped;

use journal::{Id, Journal};

pub(crate) use self::at_hand::AtHand;
pub use self::{
    fault::Fault,
    passphrase::{Cost, Passphrase},
    recovery::{Mistyped, RecoveryCode, give_recovery, recover},
    rekey::{Rekey, rekey, settle},
    unlocked::{UNLOCKED_FOR, lock, unlock},
};
use crate::{places::Places, seal::AccountKey};

/// The record that says how the key is held.
const HOLDING: &str = "holding";

/// How the account key of a notebook is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(index_only)]
pub enum How {
    /// In a key file.
    #[n(0)]
    File,
    /// Wrapped by a passphrase.
    #[n(1)]
    Passphrase,
    /// In the keyring of the system.
    #[n(2)]
    Keyring,
}

/// How the account key is held, and which one it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
pub struct Holding {
    /// How.
    #[n(0)]
    pub how: How,
    /// The name of the account key.
    #[cbor(n(1), with = "minicbor::bytes")]
    pub account: Id,
    /// The name of the one before, which opens nothing here any more; zeroes if there was none.
    #[cbor(n(2), with = "minicbor::bytes")]
    pub before: Id,
}

impl Holding {
    /// What the journal says.
    ///
    /// # Errors
    /// If it says nothing, or nothing that this build knows.
    pub fn of(journal: &mut dyn Journal) -> Result<Self, Fault> {
        wrapped::record(journal, HOLDING)?.ok_or(Fault::NoHolding)
    }
}

/// How a new account key is to be held.
pub enum Hold<'a> {
    /// In a key file.
    File,
    /// Wrapped by a passphrase, at this cost.
    Passphrase(&'a Passphrase, Cost),
    /// In the keyring of the system.
    Keyring,
}

impl Hold<'_> {
    fn how(&self) -> How {
        match self {
            Self::File => How::File,
            Self::Passphrase(..) => How::Passphrase,
            Self::Keyring => How::Keyring,
        }
    }
}

/// Makes the first account key of a notebook and holds it: first outside, then in the journal's records.
///
/// # Errors
/// If it can't be held so, or the journal says already how its key is held.
pub fn begin(
    places: &Places,
    journal: &mut dyn Journal,
    notebook: &Id,
    hold: &Hold<'_>,
) -> Result<AccountKey, Fault> {
    if journal.record(HOLDING)?.is_some() {
        return Err(Fault::AlreadyHeld);
    }
    let account = AccountKey::fresh()?;
    match hold {
        Hold::File => file::write(&places.key(notebook), notebook, &account)?,
        Hold::Keyring => keyring::keep(notebook, &account)?,
        Hold::Passphrase(..) => {}
    }
    let records = records(notebook, &account, hold, Id::default())?;
    set(journal, &records)?;
    Ok(account)
}

/// Finds the account key without asking anybody: from its file, the unlocked one, or the keyring.
///
/// `now` is in milliseconds since 1970, UTC.
///
/// # Errors
/// Each way of not finding it has its own, with what to type.
pub fn open(
    places: &Places,
    journal: &mut dyn Journal,
    notebook: &Id,
    now: i64,
) -> Result<AccountKey, Fault> {
    let holding = Holding::of(journal)?;
    let found = find(places, notebook, &holding, now);
    if found.is_ok() {
        return found;
    }
    // Another process may have made a new key between the two looks.
    let again = Holding::of(journal)?;
    if again == holding { found } else { find(places, notebook, &again, now) }
}

fn find(places: &Places, notebook: &Id, holding: &Holding, now: i64) -> Result<AccountKey, Fault> {
    match holding.how {
        How::File => file::find(places, notebook, &holding.account),
        How::Passphrase => unlocked::find(places, notebook, &holding.account, now),
        How::Keyring => keyring::find(notebook, &holding.account),
    }
}

/// Records of a journal: name and value; an empty value removes one.
type Records = Vec<(&'static str, Vec<u8>)>;

/// What the journal must say of an account key that is held so.
fn records(notebook: &Id, account: &AccountKey, hold: &Hold<'_>, before: Id) -> Result<Records, Fault> {
    let holding = Holding { how: hold.how(), account: account.id(), before };
    let passphrase = match hold {
        Hold::Passphrase(passphrase, cost) => passphrase::wrap(notebook, account, passphrase, *cost)?,
        _ => Vec::new(),
    };
    Ok(vec![(HOLDING, wrapped::encoded(&holding)), (passphrase::RECORD, passphrase)])
}

/// What is wrong with the records of the keys, as far as that shows without a secret.
pub(crate) fn wrong_records(journal: &mut dyn Journal) -> Vec<String> {
    let holding = Holding::of(journal);
    let wrong = [
        holding.as_ref().err().map(Fault::fact),
        passphrase::check_record(journal).err().map(|fault| fault.fact()),
        recovery::check_record(journal).err().map(|fault| fault.fact()),
    ];
    wrong.into_iter().flatten().collect()
}

fn set(journal: &mut dyn Journal, records: &Records) -> Result<(), Fault> {
    Ok(journal.set(&borrowed(records))?)
}

fn borrowed(records: &Records) -> Vec<(&str, &[u8])> {
    records.iter().map(|(name, value)| (*name, value.as_slice())).collect()
}
