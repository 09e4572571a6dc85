//! The key at the door: unlocked, locked, found again, made anew.

use journal::{Id, Sqlite};
use playbook::{calendar, notebook::Command};

use crate::{
    clock::Moment,
    keys::{self, Hold, How, Passphrase, RecoveryCode, Rekey},
    lock,
    open::{Desk, NOTEBOOK, exists, record, unfold_with},
    places::Places,
    snapshot,
    stop::Stop,
};

/// Unlocks with the passphrase for so many milliseconds.
///
/// # Errors
/// If there is no notebook, the passphrase is another, or there is no safe place to keep the key.
pub fn unlock(places: &Places, given: &Passphrase, now: Moment, lasts: i64) -> Result<(), Stop> {
    let (mut journal, id) = opened(places)?;
    keys::unlock(places, &mut journal, &id, given, now.milliseconds(), lasts)?;
    Ok(())
}

/// That a passphrase opens this notebook, so that nobody is asked for one in vain.
///
/// # Errors
/// If its key is held otherwise, or there is no notebook.
pub fn needs_passphrase(places: &Places) -> Result<(), Stop> {
    let (mut journal, _) = opened(places)?;
    match keys::Holding::of(&mut journal)?.how {
        How::Passphrase => Ok(()),
        _ => Err(keys::Fault::NoPassphrase.into()),
    }
}

/// Forgets the unlocked key, puts everything into the one file, and removes what was computed last. Says whether a key was
/// unlocked.
///
/// # Errors
/// If there is no notebook, somebody writes it, or something can't be removed. The unlocked key goes first.
pub fn lock(places: &Places, now: Moment) -> Result<bool, Stop> {
    let path = exists(places)?;
    let id = record(&mut Sqlite::open_reading(&path)?, NOTEBOOK)?;
    let was_unlocked = keys::lock(places, &id)?;
    let _guard = lock::hold(&places.lock(), "sideways lock", now.milliseconds(), lock::PATIENCE)?;
    let path = places.snapshot();
    snapshot::discard(places).map_err(|source| Stop::File { path, doing: "removed", source })?;
    Sqlite::open(&places.journal())?.checkpoint()?;
    Ok(was_unlocked)
}

/// Holds the key anew, found by the recovery code: a new account key, which the new code opens. The user has seen the new code
/// before: the old one opens nothing once this is done. Feeds are revoked with it; gives their names, or why they stand.
///
/// # Errors
/// If the code is another, or something can't be written.
pub fn recover(
    places: &Places,
    code: &RecoveryCode,
    new: &RecoveryCode,
    hold: Hold<'_>,
    now: Moment,
) -> Result<Result<Vec<u32>, Stop>, Stop> {
    let path = exists(places)?;
    let guard = lock::hold(&places.lock(), "sideways recover", now.milliseconds(), lock::PATIENCE)?;
    let mut journal = Sqlite::open(&path)?;
    let id = record(&mut journal, NOTEBOOK)?;
    let account = keys::recover(&mut journal, &id, code)?;
    let mut desk = unfold_with(places.clone(), Box::new(journal), account, Some(guard), false)?;
    // A notebook that is damaged is not written, and is to open again all the same.
    let revoked = desk.revoke_feeds(now);
    desk.hold_anew(hold, new)?;
    Ok(revoked)
}

/// How the key of a notebook is held.
///
/// # Errors
/// If there is no notebook, or it does not say.
pub fn how(places: &Places) -> Result<How, Stop> {
    let (mut journal, _) = opened(places)?;
    Ok(keys::Holding::of(&mut journal)?.how)
}

impl Desk {
    /// Makes a new account key, held so, which the new recovery code opens; the user has seen it before. The old ones open
    /// nothing of the notebook any more; they still open backups from before. Whoever had the key may know the addresses of
    /// feeds, so these are revoked before; gives their names.
    ///
    /// # Errors
    /// If the notebook was opened for reading, is damaged, or something can't be written.
    pub fn rekey(&mut self, hold: Hold<'_>, new: &RecoveryCode, now: Moment) -> Result<Vec<u32>, Stop> {
        self.may_write()?;
        let revoked = self.revoke_feeds(now)?;
        self.hold_anew(hold, new)?;
        Ok(revoked)
    }

    /// Revokes all feeds, and gives their names.
    fn revoke_feeds(&mut self, now: Moment) -> Result<Vec<u32>, Stop> {
        let feeds: Vec<_> = self.notes().calendars.feeds().map(|feed| feed.id).collect();
        if !feeds.is_empty() {
            let revoke = |feed: &_| Command::Calendar(calendar::Command::RevokeFeed { feed: *feed });
            self.act_all(feeds.iter().map(revoke).collect(), now)?;
        }
        Ok(feeds.into_iter().map(|feed| feed.entry).collect())
    }

    fn hold_anew(&mut self, hold: Hold<'_>, new: &RecoveryCode) -> Result<(), Stop> {
        let Some(guard) = &self.guard else { return Err(Stop::Reading) };
        let to = Rekey { hold, recovery: Some(new) };
        self.key = keys::rekey(&self.places, &mut *self.journal, &self.id, &self.key, &to, guard)?;
        self.sealer = crate::seal::Sealer::new(&self.key);
        drop_snapshot(&self.places)
    }
}

fn opened(places: &Places) -> Result<(Sqlite, Id), Stop> {
    let mut journal = Sqlite::open_reading(&exists(places)?)?;
    let id = record(&mut journal, NOTEBOOK)?;
    Ok((journal, id))
}

/// What was computed last was sealed under the key before.
fn drop_snapshot(places: &Places) -> Result<(), Stop> {
    let path = places.snapshot();
    snapshot::discard(places).map(|_| ()).map_err(|source| Stop::File { path, doing: "removed", source })
}
