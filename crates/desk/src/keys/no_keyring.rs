//! A build without the system's keyring.

use journal::Id;

use super::Fault;
use crate::seal::AccountKey;

/// Refused.
pub(super) fn keep(_notebook: &Id, _account: &AccountKey) -> Result<(), Fault> {
    Err(Fault::KeepsNoKeyring)
}

/// Refused.
pub(super) fn find(_notebook: &Id, _account: &Id) -> Result<AccountKey, Fault> {
    Err(Fault::NoKeyring)
}

/// There is nothing to drop.
pub(super) fn drop(_notebook: &Id, _account: &Id) {}
