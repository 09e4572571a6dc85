//! The keyring of the system: Secret Service on Linux, the keychain on macOS.
//!
//! Each account key has an entry of its own, named by notebook and key, so that a new one never replaces another.

use journal::Id;
use keyring::{Entry, Error};
use zeroize::Zeroizing;

use super::Fault;
use crate::{
    places::hex,
    seal::{AccountKey, secret},
};

/// Under which name a keyring shows our keys.
const SERVICE: &str = "sideways";

/// Keeps an account key, and reads it back: a keyring that forgets is worse than none.
pub(super) fn keep(notebook: &Id, account: &AccountKey) -> Result<(), Fault> {
    let name = account.id();
    entry(notebook, &name)?.set_secret(account.expose()).map_err(said)?;
    find(notebook, &name).map(|_| ())
}

/// The account key of this name.
pub(super) fn find(notebook: &Id, account: &Id) -> Result<AccountKey, Fault> {
    let kept = Zeroizing::new(entry(notebook, account)?.get_secret().map_err(said)?);
    let mut bytes = secret();
    if kept.len() != bytes.len() {
        return Err(Fault::Keyring { fact: "what it holds is no key".to_owned() });
    }
    bytes.copy_from_slice(&kept);
    let found = AccountKey::from_secret(bytes);
    if found.id() == *account {
        Ok(found)
    } else {
        Err(Fault::Keyring { fact: "it holds another key".to_owned() })
    }
}

/// Drops the entry of a key that was replaced. Where the keyring is closed it stays, and opens only what is older.
pub(super) fn drop(notebook: &Id, account: &Id) {
    let _ = entry(notebook, account).map(|entry| entry.delete_credential());
}

fn entry(notebook: &Id, account: &Id) -> Result<Entry, Fault> {
    Entry::new(SERVICE, &format!("{}-{}", hex(notebook), hex(account))).map_err(said)
}

fn said(error: Error) -> Fault {
    let fact = match error {
        Error::NoEntry => "it holds no key of this notebook".to_owned(),
        other => other.to_string(),
    };
    Fault::Keyring { fact }
}
