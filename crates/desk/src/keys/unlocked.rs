//! A key that a passphrase unlocked, kept for a while in the folder of this login. No process stays behind for it.

use std::path::PathBuf;

use journal::{Id, Journal};

use super::{Fault, Passphrase, file, file::failed, passphrase};
use crate::{
    disk,
    places::{Places, hex},
    seal::AccountKey,
};

/// How long a key stays unlocked unless the user says otherwise: eight hours, in milliseconds.
pub const UNLOCKED_FOR: i64 = 8 * 3_600_000;

/// How far a clock may be set back while a key is unlocked, in milliseconds.
const SET_BACK: i64 = 60_000;

/// Unlocks with the passphrase, and keeps the key for a while. `now` and `lasts` are in milliseconds.
///
/// # Errors
/// If the passphrase is another, or there is no safe place to keep the key.
pub fn unlock(
    places: &Places,
    journal: &mut dyn Journal,
    notebook: &Id,
    given: &Passphrase,
    now: i64,
    lasts: i64,
) -> Result<AccountKey, Fault> {
    // The place is looked at first: it costs nothing, the passphrase a third of a second.
    let path = place(places, notebook)?;
    let account = passphrase::unwrap(journal, notebook, given)?;
    let text = file::text(notebook, &account, Some((now, now.saturating_add(lasts))));
    disk::replace(&path, &text).map_err(failed("written", &path))?;
    Ok(account)
}

/// Forgets the unlocked key, and says whether there was one.
///
/// # Errors
/// If the file is there and can't be removed.
pub fn lock(places: &Places, notebook: &Id) -> Result<bool, Fault> {
    match named(places, notebook) {
        Some(path) => disk::wipe(&path).map_err(failed("removed", &path)),
        None => Ok(false),
    }
}

/// The unlocked account key of this name.
pub(super) fn find(places: &Places, notebook: &Id, account: &Id, now: i64) -> Result<AccountKey, Fault> {
    let path = place(places, notebook)?;
    let text = match file::read(&path, notebook) {
        Ok(text) => text,
        Err(Fault::FileMissing { .. }) => return Err(Fault::Locked),
        // What is damaged here is of no use to anybody; the passphrase makes it anew.
        Err(Fault::FileDamaged { .. }) => return lock(places, notebook).and(Err(Fault::Locked)),
        Err(fault) => return Err(fault),
    };
    if !is_within(text.span.unwrap_or((now, now)), now) {
        lock(places, notebook)?;
        return Err(Fault::Expired);
    }
    if text.account.id() == *account { Ok(text.account) } else { Err(Fault::Locked) }
}

/// Whether a key that was unlocked for this span opens now.
pub(super) fn is_within((from, until): (i64, i64), now: i64) -> bool {
    now >= from.saturating_sub(SET_BACK) && now < until
}

pub(super) fn named(places: &Places, notebook: &Id) -> Option<PathBuf> {
    Some(places.runtime()?.join("sideways").join(format!("{}.key", hex(notebook))))
}

/// Where the unlocked key lies, if that is the user's own and closed to others.
fn place(places: &Places, notebook: &Id) -> Result<PathBuf, Fault> {
    let refused = |what: String| move |fact| Fault::Runtime { what, fact };
    let (Some(runtime), Some(path)) = (places.runtime(), named(places, notebook)) else {
        return Err(refused("XDG_RUNTIME_DIR".to_owned())("is not set to a full path"));
    };
    disk::private_folder(runtime).map_err(refused(runtime.display().to_string()))?;
    let ours = runtime.join("sideways");
    disk::folder(&ours).map_err(failed("written", &ours))?;
    disk::private_folder(&ours).map_err(refused(ours.display().to_string()))?;
    Ok(path)
}

/// The unlocked key's file, if it holds the account key of this name.
pub(super) fn of_account(places: &Places, notebook: &Id, account: &Id) -> Option<PathBuf> {
    let path = named(places, notebook)?;
    file::read(&path, notebook).is_ok_and(|text| text.account.id() == *account).then_some(path)
}
