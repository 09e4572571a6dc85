//! The key file, and what is written in it.

use std::{io, path::Path};

use journal::Id;
use zeroize::Zeroizing;

use super::Fault;
use crate::{
    disk::{self, Unfit},
    places::{Places, hex, unhex},
    seal::{AccountKey, secret},
};

/// The first line of every key file.
const FIRST: &str = "sideways key 1";

/// More than any key file is long.
const MOST: u64 = 1024;

/// What a key file says.
pub(super) struct Text {
    pub notebook: Id,
    pub account: AccountKey,
    /// From when until when it opens, in milliseconds since 1970; always, if nothing is said.
    pub span: Option<(i64, i64)>,
}

/// The account key of this name: from its place, or from beside it.
pub(super) fn find(places: &Places, notebook: &Id, account: &Id) -> Result<AccountKey, Fault> {
    let beside = places.key_beside(notebook, account);
    let missed = match read(&places.key(notebook), notebook) {
        Ok(text) if text.account.id() == *account => return Ok(text.account),
        Ok(_) => Fault::FileOther { path: places.key(notebook) },
        Err(fault) => fault,
    };
    match read(&beside, notebook) {
        Ok(text) if text.account.id() == *account => Ok(text.account),
        Err(Fault::FileMissing { .. }) | Ok(_) => Err(missed),
        // The right file is there and can't be used: that is the one to mend.
        Err(fault) => Err(fault),
    }
}

/// Writes a key file that is not there yet.
pub(super) fn write(path: &Path, notebook: &Id, account: &AccountKey) -> Result<(), Fault> {
    disk::write_new(path, &text(notebook, account, None)).map_err(failed("written", path))
}

/// Reads a key file of this notebook.
pub(super) fn read(path: &Path, notebook: &Id) -> Result<Text, Fault> {
    let damaged = |fact| Fault::FileDamaged { path: path.to_owned(), fact };
    let bytes = disk::read_private(path, MOST).map_err(|unfit| match unfit {
        Unfit::Missing => Fault::FileMissing { path: path.to_owned() },
        Unfit::NotYours => Fault::FileNotYours { path: path.to_owned() },
        Unfit::Open(mode) => Fault::FileOpen { path: path.to_owned(), mode },
        Unfit::Damaged(fact) => damaged(fact),
        Unfit::Store(source) => failed("read", path)(source),
    })?;
    let text = parsed(&bytes).map_err(damaged)?;
    if text.notebook == *notebook { Ok(text) } else { Err(damaged("it is the key of another notebook")) }
}

/// A key file: lines of words, so that a person can see what it is; the last line is the hash of those before.
pub(super) fn text(notebook: &Id, account: &AccountKey, span: Option<(i64, i64)>) -> Zeroizing<Vec<u8>> {
    let mut text = Zeroizing::new(Vec::with_capacity(MOST as usize));
    let key = Zeroizing::new(hex(account.expose()));
    for part in [FIRST, "\nnotebook ", &hex(notebook), "\nkey ", &key, "\n"] {
        text.extend_from_slice(part.as_bytes());
    }
    if let Some((from, until)) = span {
        text.extend_from_slice(format!("open {from} {until}\n").as_bytes());
    }
    let check = check(&text);
    text.extend_from_slice(format!("check {check}\n").as_bytes());
    text
}

/// What a key file says, or what is wrong with it.
fn parsed(bytes: &[u8]) -> Result<Text, &'static str> {
    let text = std::str::from_utf8(bytes).map_err(|_| "it is no text")?;
    let (body, last) = text.rsplit_once("check ").ok_or("its last line is missing")?;
    if last.trim_end() != check(body.as_bytes()) {
        return Err("its last line does not fit the others");
    }
    let mut lines = body.lines();
    if lines.next() != Some(FIRST) {
        return Err("it is of a version that this build does not know");
    }
    let mut field = |name: &str| lines.next().and_then(|line| line.strip_prefix(name));
    let (mut notebook, mut bytes) = (Id::default(), secret());
    field("notebook ").and_then(|digits| unhex(digits, &mut notebook)).ok_or("it names no notebook")?;
    field("key ").and_then(|digits| unhex(digits, &mut bytes[..])).ok_or("it holds no key")?;
    let span = match field("open ").and_then(|span| span.split_once(' ')) {
        Some((from, until)) => Some(from.parse().ok().zip(until.parse().ok()).ok_or("its times are none")?),
        None => None,
    };
    Ok(Text { notebook, account: AccountKey::from_secret(bytes), span })
}

fn check(body: &[u8]) -> String {
    hex(&blake3::hash(body).as_bytes()[..8])
}

/// What could not be done with which file.
pub(super) fn failed(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Fault {
    move |source| Fault::Store { doing, path: path.to_owned(), source }
}
