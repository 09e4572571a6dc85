//! Whether a key that was found would be found again, without looking for it.

use std::path::PathBuf;

use journal::Id;

use super::{Holding, How, file, unlocked};
use crate::{disk::Mark, places::Places};

/// What a key that was found rests on.
pub(crate) struct AtHand {
    /// Files, as they were.
    files: Vec<(PathBuf, Option<Mark>)>,
    /// From when until when it opens, in milliseconds since 1970; always, if nothing is said.
    span: Option<(i64, i64)>,
}

impl AtHand {
    /// What finding it would rest on now; nothing where that can't be told from outside, as with a keyring. To be asked before
    /// it is looked for, so that nothing changes unseen between the two.
    pub(crate) fn of(places: &Places, notebook: &Id, holding: &Holding) -> Option<Self> {
        let marked = |path: PathBuf| (path.clone(), Mark::of(&path));
        match holding.how {
            How::Keyring => None,
            How::File => {
                let paths = [places.key(notebook), places.key_beside(notebook, &holding.account)];
                Some(Self { files: paths.map(marked).into(), span: None })
            }
            How::Passphrase => {
                let path = unlocked::named(places, notebook)?;
                let files = vec![marked(path.clone())];
                Some(Self { files, span: file::read(&path, notebook).ok()?.span })
            }
        }
    }

    /// Nothing that lasts.
    pub(crate) fn never() -> Self {
        Self { files: Vec::new(), span: Some((0, 0)) }
    }

    /// Whether that is so still. `now` is in milliseconds since 1970, UTC.
    pub(crate) fn is_so(&self, now: i64) -> bool {
        self.span.is_none_or(|span| unlocked::is_within(span, now))
            && self.files.iter().all(|(path, mark)| Mark::of(path) == *mark)
    }
}
