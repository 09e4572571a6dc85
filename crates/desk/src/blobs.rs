//! Large things beside the journal: the kept map, and the plan from which it was drawn.

use std::{collections::BTreeSet, fs, io, path::PathBuf};

use journal::Hash;
use minicbor::{Decode, Encode};
use playbook::{
    map::peers::Blob,
    privacy::{OwnersScreen, Private, Sealing},
};

use crate::{
    disk,
    forget::kept,
    open::Desk,
    places::{Places, unhex},
    seal::{BlobKey, Plain, open_blob, seal_blob},
    stop::Stop,
};

impl Desk {
    /// Seals bytes into a file of their own, which is on disk when this returns. What comes back goes into an entry; until it
    /// does, the file is a stray one and means nothing.
    ///
    /// # Errors
    /// If the notebook is only looked at or is damaged, or the file can't be written.
    pub fn keep_blob(&self, plain: &[u8]) -> Result<Blob, Stop> {
        self.may_write()?;
        let (key, sealed) = seal_blob(plain)?;
        let path = self.places.plan(&sealed.name);
        disk::write_new(&path, &sealed.bytes).map_err(|source| failed(path, "written", source))?;
        Ok(Blob { digest: sealed.name, key: Private::new((*key.expose()).into()) })
    }

    /// Removes files of kept plans that no entry names, as a command leaves them that was cut off, and says how many there
    /// were. What an undone entry keeps stays, since undoing can be undone.
    ///
    /// # Errors
    /// If the notebook is only looked at or is damaged, or a file can't be removed.
    pub fn sweep(&mut self) -> Result<usize, Stop> {
        self.may_write()?;
        let entries = self.entries()?;
        let named = entries.iter().flat_map(|found| found.entry.iter().flat_map(kept));
        let named = named.map(|blob| blob.digest).collect();
        let strays = strays(&self.places, &named);
        let strays = strays.map_err(|source| failed(self.places.plans(), "read", source))?;
        for path in &strays {
            disk::wipe(path).map_err(|source| failed(path.clone(), "removed", source))?;
        }
        Ok(strays.len())
    }

    /// Seals a value of the rules as [`Self::keep_blob`] seals bytes.
    ///
    /// # Errors
    /// Likewise.
    pub fn keep_value(&self, value: &impl Encode<Sealing>) -> Result<Blob, Stop> {
        let encoded = minicbor::to_vec_with(value, &mut Sealing::for_the_notebook());
        let plain = encoded.map(zeroize::Zeroizing::new);
        let plain = plain.map_err(|error| Stop::Damaged { fact: format!("it can't be encoded: {error}") })?;
        self.keep_blob(&plain)
    }

    /// Opens what was kept, for its owner.
    ///
    /// # Errors
    /// If its file is missing, can't be read, or is not as it was written.
    pub fn open_blob(&self, blob: &Blob, screen: &OwnersScreen) -> Result<Plain, Stop> {
        let path = self.places.plan(&blob.digest);
        let bytes = match fs::read(&path) {
            Err(fault) if fault.kind() == io::ErrorKind::NotFound => {
                return Err(Stop::Kept { fact: format!("what was kept in {} is gone", path.display()) });
            }
            read => read.map_err(|source| failed(path, "read", source))?,
        };
        let key = BlobKey::from_bytes(blob.key.reveal(screen));
        open_blob(&key, &blob.digest, &bytes).map_err(|broken| Stop::Kept { fact: broken.fact() })
    }

    /// Opens a value that was kept.
    ///
    /// # Errors
    /// Likewise, or if another version wrote it.
    pub fn open_value<T>(&self, blob: &Blob, screen: &OwnersScreen) -> Result<T, Stop>
    where
        T: for<'b> Decode<'b, Sealing>,
    {
        let plain = self.open_blob(blob, screen)?;
        let fact = || "a kept plan was written by another version".to_owned();
        minicbor::decode_with(&plain, &mut Sealing::for_the_notebook())
            .map_err(|_| Stop::Kept { fact: fact() })
    }
}

/// Files of kept plans that none of these names.
pub(crate) fn strays(places: &Places, named: &BTreeSet<Hash>) -> io::Result<Vec<PathBuf>> {
    let is_stray = |name: &str| {
        let mut digest = Hash::default();
        unhex(name, &mut digest).is_none() || !named.contains(&digest)
    };
    let files = disk::plans(&places.plans())?;
    Ok(files.into_iter().filter(|(name, _)| is_stray(name)).map(|(_, path)| path).collect())
}

fn failed(path: PathBuf, doing: &'static str, source: io::Error) -> Stop {
    Stop::File { path, doing, source }
}
