//! What was computed last, sealed, to be thrown away at any time.
//!
//! It is bound to the head of the journal and to the build that wrote it, so that neither an older notebook nor another
//! build ever takes it for its own. Anything wrong means that there is none.

use std::{fs, io, path::Path};

use journal::Head;

use crate::{
    disk,
    places::Places,
    seal::{AccountKey, Cipher, NONCE, Plain, SECRET, luck, padded_to_bucket, unpadded},
};

/// The first bytes of a snapshot.
const VERSION: &[u8; 16] = b"sideways snap 1\n";

/// Bytes of the salt. Without it the file never opens again, whoever has the account key.
const SALT: usize = SECRET;

/// What was kept by this build, and at which head; nothing if there is none, or anything of it is wrong. Whether the journal
/// still has that head is for the caller to see.
pub fn load(places: &Places, key: &AccountKey, build: &str) -> Option<(Head, Plain)> {
    let bytes = fs::read(places.snapshot()).ok()?;
    let (version, rest) = bytes.split_first_chunk::<{ VERSION.len() }>()?;
    let (index, rest) = rest.split_first_chunk::<8>()?;
    let (hash, rest) = rest.split_first_chunk::<32>()?;
    let head = Head { index: u64::from_le_bytes(*index), hash: *hash };
    let (salt, rest) = rest.split_first_chunk::<SALT>()?;
    let (nonce, text) = rest.split_first_chunk::<NONCE>()?;
    if version != VERSION {
        return None;
    }
    let mut plain = Plain::default();
    cipher(key, salt).open(*nonce, &bound(&head, build), plain.refilled(text))?;
    unpadded(&mut plain)?;
    Some((head, plain))
}

/// Keeps bytes for this head and this build, instead of what was kept before.
///
/// # Errors
/// If it can't be written; nothing is lost by that.
pub fn store(places: &Places, key: &AccountKey, head: &Head, build: &str, plain: &[u8]) -> io::Result<()> {
    let (mut salt, mut nonce) = ([0; SALT], [0; NONCE]);
    luck(&mut salt).and_then(|()| luck(&mut nonce)).map_err(io::Error::other)?;
    let mut text = padded_to_bucket(plain);
    cipher(key, &salt).seal(nonce, &bound(head, build), text.bytes_mut()).map_err(io::Error::other)?;
    disk::replace(
        &places.snapshot(),
        &[&VERSION[..], &head.index.to_le_bytes(), &head.hash, &salt, &nonce, &text].concat(),
    )
}

/// Overwrites and removes it, and what a store that was cut off left beside it; after forgetting, so that nothing forgotten
/// stays in it. Says whether there was anything.
///
/// # Errors
/// If something of it is there and can't be removed.
pub fn discard(places: &Places) -> io::Result<bool> {
    let path = places.snapshot();
    // What was sent may name what was forgotten, too.
    let mut any = disk::wipe(&path)? | disk::wipe(&places.sent())?;
    for entry in fs::read_dir(path.parent().unwrap_or(Path::new("."))).into_iter().flatten() {
        let name = entry?.path();
        let text = name.file_name().unwrap_or_default().to_string_lossy();
        if text.starts_with("snapshot.") && text.ends_with(".new") {
            any |= disk::wipe(&name)?;
        }
    }
    Ok(any)
}

fn cipher(key: &AccountKey, salt: &[u8; SALT]) -> Cipher {
    Cipher::new(&key.derive("sideways 2026-11-22 seals a snapshot", salt))
}

/// What is bound into it: version, head, build.
fn bound(head: &Head, build: &str) -> Vec<u8> {
    [&VERSION[..], &head.index.to_le_bytes(), &head.hash, build.as_bytes()].concat()
}
