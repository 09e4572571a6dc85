//! The port: what every store of pages does.

use std::path::Path;

use crate::page::{Hash, Head, Id, Page};

/// The key of a page, wrapped by the account key, which the journal never sees.
pub type Wrapped = Vec<u8>;

/// A wrapped key, unless it is empty or was overwritten with zeroes.
pub(crate) fn living(key: &[u8]) -> Option<&[u8]> {
    key.iter().any(|byte| *byte != 0).then_some(key)
}

/// A page as it is found, with its wrapped key; without, once that was destroyed.
pub struct Found<'a> {
    /// The page.
    pub page: &'a Page,
    /// Its wrapped key.
    pub key: Option<&'a [u8]>,
    /// [`Page::hash`] of the page, where it was taken with those of others.
    pub hash: Option<Hash>,
}

impl Found<'_> {
    /// [`Page::head`] of the page.
    pub fn head(&self) -> Head {
        Head { index: self.page.index, hash: self.hash.unwrap_or_else(|| self.page.hash()) }
    }
}

/// Why a journal did not do what it was asked. Nothing was written then.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// A page does not follow the last one.
    #[error("page {index} does not follow the last page")]
    Gap {
        /// The number of the page.
        index: u64,
    },
    /// The command was carried out before.
    #[error("this was done before, as entry {index}")]
    Repeated {
        /// The page of the command.
        index: u64,
    },
    /// The store was written by a later version.
    #[error("this notebook was written by a later version of sideways (format {0})")]
    Newer(u32),
    /// What is stored is no page.
    #[error("page {index} is damaged: {fact}")]
    Damaged {
        /// The number of the page.
        index: u64,
        /// What is wrong.
        fact: String,
    },
    /// The store failed.
    #[error("the notebook can't be {doing}: {source}")]
    Store {
        /// What was being done: `made`, `opened`, `read`, `written`, `copied`.
        doing: &'static str,
        /// Why.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
}

/// Append-only pages in order, each with a wrapped key that can be replaced or destroyed, and a few named records.
///
/// One writer at a time is the business of whoever opens it.
pub trait Journal {
    /// Where it ends; nothing while it is empty.
    ///
    /// # Errors
    /// If the store can't be read.
    fn head(&mut self) -> Result<Option<Head>, Fault>;

    /// Appends pages with their wrapped keys, all or none; they are on disk when it returns. A page whose wrapped key is
    /// empty has none. Says where the journal ends then.
    ///
    /// # Errors
    /// [`Fault::Repeated`] if a command has a page already, [`Fault::Gap`] if the pages do not follow each other and the
    /// head or are of another stream, or if there are none and never were; else if the store can't be written.
    fn append(&mut self, pages: &[(Page, Wrapped)]) -> Result<Head, Fault>;

    /// Hands out pages from a number on, in order, until `each` says false.
    ///
    /// # Errors
    /// If the store can't be read, or what is stored is no page.
    fn read(&mut self, from: u64, each: &mut dyn FnMut(Found<'_>) -> bool) -> Result<(), Fault>;

    /// Hands out pages as [`read`](Self::read) does, and goes on where something is no page or can't be read: that is handed
    /// out as [`Fault::Damaged`] in its place.
    ///
    /// # Errors
    /// If nothing at all can be read.
    fn salvage(
        &mut self,
        from: u64,
        each: &mut dyn FnMut(Result<Found<'_>, Fault>) -> bool,
    ) -> Result<(), Fault> {
        self.read(from, &mut |found| each(Ok(found)))
    }

    /// What the store itself finds wrong with its file, one sentence each; nothing if it is whole.
    ///
    /// # Errors
    /// If the store can't be read.
    fn wrong(&mut self) -> Result<Vec<String>, Fault> {
        Ok(Vec::new())
    }

    /// A number that is another one once somebody else has written since it was asked for, and else stays.
    ///
    /// # Errors
    /// If the store can't be read.
    fn edition(&mut self) -> Result<i64, Fault> {
        Ok(0)
    }

    /// The page of a command.
    ///
    /// # Errors
    /// If the store can't be read.
    fn find(&mut self, request: &Id) -> Result<Option<u64>, Fault>;

    /// Destroys the wrapped key of a page for good, and says whether there was one. Live files hold no copy afterwards.
    ///
    /// # Errors
    /// If the store can't be written, or another program that reads keeps old bytes alive: then the key is gone, and doing it
    /// again clears them.
    fn destroy(&mut self, index: u64) -> Result<bool, Fault>;

    /// Replaces every wrapped key and sets records, all or none. Live files hold no copy of the old ones afterwards.
    ///
    /// # Errors
    /// If the store can't be written, or `each` refuses a key or gives an empty one ([`Fault::Damaged`] names its page):
    /// nothing is changed then.
    fn rewrap(
        &mut self,
        each: &mut dyn FnMut(&Page, &[u8]) -> Option<Wrapped>,
        records: &[(&str, &[u8])],
    ) -> Result<(), Fault>;

    /// A named record: small and in the clear, such as the salt of a passphrase.
    ///
    /// # Errors
    /// If the store can't be read.
    fn record(&mut self, name: &str) -> Result<Option<Vec<u8>>, Fault>;

    /// Sets named records, all or none; they are on disk when it returns. An empty value removes one.
    ///
    /// # Errors
    /// If the store can't be written.
    fn set(&mut self, records: &[(&str, &[u8])]) -> Result<(), Fault>;

    /// Copies the whole journal into a new file, consistent while others write.
    ///
    /// # Errors
    /// If there is such a file already, or it can't be written.
    fn copy(&mut self, to: &Path) -> Result<(), Fault>;
}

impl Fault {
    /// The key of a page could not be wrapped anew.
    pub(crate) fn refused(index: u64) -> Self {
        Self::Damaged { index, fact: "its key can't be opened".into() }
    }

    /// The store failed while something was being done.
    pub(crate) fn store(
        doing: &'static str,
        source: impl Into<Box<dyn std::error::Error + Send + Sync>>,
    ) -> Self {
        Self::Store { doing, source: source.into() }
    }
}
