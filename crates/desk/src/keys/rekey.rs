//! A fresh account key, and the same entries under it.

use std::path::Path;

use journal::{Id, Journal};

use super::{
    Fault, Hold, Holding, How, Records, borrowed, file, file::failed, keyring, records, recovery, unlocked,
};
use crate::{
    disk,
    lock::Guard,
    places::Places,
    seal::{AccountKey, Rewrapping, Sealer},
};

/// What a rekey is to leave behind.
pub struct Rekey<'a> {
    /// How the new key is held.
    pub hold: Hold<'a>,
    /// The code that opens it, which the user has seen; without, no code does, the old one neither.
    pub recovery: Option<&'a recovery::RecoveryCode>,
}

/// What a rekey has just done; a test stops it after each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Settled,
    KeptNew,
    Rewrapped,
    WipedOld,
    Settling,
}

/// Makes a fresh account key and rewraps the key of every entry, all or none. Entries themselves are not touched.
///
/// The new key is on disk before the journal names it, and the old one goes only when the journal names the new one: at
/// every moment one of the two opens the whole notebook. The old key opens nothing that is written later; it still opens
/// backups from before.
///
/// # Errors
/// If an entry's key does not open under the old account key, or something can't be written. The old key counts then.
pub fn rekey(
    places: &Places,
    journal: &mut dyn Journal,
    notebook: &Id,
    old: &AccountKey,
    to: &Rekey<'_>,
    guard: &Guard,
) -> Result<AccountKey, Fault> {
    rekey_watched(places, journal, notebook, old, to, guard, &mut |_| Ok(()))
}

pub(super) fn rekey_watched(
    places: &Places,
    journal: &mut dyn Journal,
    notebook: &Id,
    old: &AccountKey,
    to: &Rekey<'_>,
    guard: &Guard,
    after: &mut dyn FnMut(Step) -> Result<(), Fault>,
) -> Result<AccountKey, Fault> {
    settle(places, journal, notebook, guard)?;
    after(Step::Settled)?;
    let new = AccountKey::fresh()?;
    let mut all = records(notebook, &new, &to.hold, old.id())?;
    let code = to.recovery.map(|code| recovery::wrap(notebook, &new, code)).transpose()?;
    all.push((recovery::RECORD, code.unwrap_or_default()));
    match to.hold {
        Hold::File => file::write(&places.key_beside(notebook, &new.id()), notebook, &new)?,
        Hold::Keyring => keyring::keep(notebook, &new)?,
        Hold::Passphrase(..) => {}
    }
    after(Step::KeptNew)?;
    rewrap(journal, old, &new, &all)?;
    after(Step::Rewrapped)?;
    settle_watched(places, journal, notebook, guard, after)?;
    Ok(new)
}

fn rewrap(
    journal: &mut dyn Journal,
    old: &AccountKey,
    new: &AccountKey,
    records: &Records,
) -> Result<(), Fault> {
    let (from, to) = (Sealer::new(old), Sealer::new(new));
    let mut refused = None;
    let done = journal.rewrap(
        &mut |page, wrapped| match to.rewrap(&from, page, wrapped) {
            Ok(wrapped) => Some(wrapped),
            Err(fault) => {
                refused = Some(fault);
                None
            }
        },
        &borrowed(records),
    );
    match refused {
        Some(Rewrapping::Broken(broken)) => Err(broken.into()),
        Some(Rewrapping::Sealing(fault)) => Err(fault.into()),
        None => Ok(done?),
    }
}

/// Ends what a rekey began that was cut off: wipes the key that the journal says was replaced, and puts the new key file in
/// its place. Whoever opens a notebook to write does this first; it needs nobody's secret.
///
/// # Errors
/// If a file can't be written.
pub fn settle(places: &Places, journal: &mut dyn Journal, notebook: &Id, guard: &Guard) -> Result<(), Fault> {
    settle_watched(places, journal, notebook, guard, &mut |_| Ok(()))
}

fn settle_watched(
    places: &Places,
    journal: &mut dyn Journal,
    notebook: &Id,
    _guard: &Guard,
    after: &mut dyn FnMut(Step) -> Result<(), Fault>,
) -> Result<(), Fault> {
    let Holding { how, account, before } = match Holding::of(journal) {
        Err(Fault::NoHolding) => return Ok(()),
        holding => holding?,
    };
    let (main, beside) = (places.key(notebook), places.key_beside(notebook, &account));
    let old_beside = places.key_beside(notebook, &before);
    let of = |path: &Path| file::read(path, notebook).map(|text| text.account.id());
    let replaced = before != Id::default();
    for path in [&main, &old_beside] {
        if replaced && of(path).is_ok_and(|id| id == before) {
            disk::wipe(path).map_err(failed("removed", path))?;
        }
    }
    after(Step::WipedOld)?;
    if replaced {
        keyring::drop(notebook, &before);
        if let Some(path) = unlocked::of_account(places, notebook, &before) {
            disk::wipe(&path).map_err(failed("removed", &path))?;
        }
    }
    if how != How::File || !of(&beside).is_ok_and(|id| id == account) {
        return Ok(());
    }
    match of(&main) {
        Ok(id) if id == account => {}
        Err(Fault::FileMissing { .. }) => disk::rename(&beside, &main).map_err(failed("written", &main))?,
        other => {
            set_aside(places, notebook, other.ok())?;
            after(Step::Settling)?;
            disk::rename(&beside, &main).map_err(failed("written", &main))?;
        }
    }
    Ok(())
}

/// Moves the key file of something else out of the way, under the name of its key, so that it is found again.
fn set_aside(places: &Places, notebook: &Id, account: Option<Id>) -> Result<(), Fault> {
    let main = places.key(notebook);
    let aside = match account {
        Some(account) => places.key_beside(notebook, &account),
        None => disk::beside(&main).map_err(failed("written", &main))?,
    };
    disk::rename(&main, &aside).map_err(failed("written", &aside))
}
