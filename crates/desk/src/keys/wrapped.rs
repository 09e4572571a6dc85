//! An account key under another key, as a record holds it.

use journal::{Id, Journal};

use super::Fault;
use crate::seal::{AccountKey, Cipher, NONCE, SECRET, TAG, luck, secret};

/// Bytes of a wrapped account key: nonce, key, tag.
pub(super) const WRAPPED: usize = NONCE + SECRET + TAG;

/// Wraps an account key; `bound` must be said again to unwrap it.
pub(super) fn wrap(key: &[u8; SECRET], bound: &[u8], account: &AccountKey) -> Result<[u8; WRAPPED], Fault> {
    let mut wrapped = [0; WRAPPED];
    let mut nonce = [0; NONCE];
    luck(&mut nonce)?;
    let mut text = Vec::with_capacity(SECRET + TAG);
    text.extend_from_slice(account.expose());
    Cipher::new(key).seal(nonce, bound, &mut text)?;
    wrapped[..NONCE].copy_from_slice(&nonce);
    wrapped[NONCE..].copy_from_slice(&text);
    Ok(wrapped)
}

/// Unwraps it, if it is the one with this name; nothing if anything differs.
pub(super) fn unwrap(
    key: &[u8; SECRET],
    bound: &[u8],
    wrapped: &[u8; WRAPPED],
    id: &Id,
) -> Option<AccountKey> {
    let (nonce, text) = wrapped.split_first_chunk::<NONCE>()?;
    let mut text = zeroize::Zeroizing::new(text.to_vec());
    let opened = Cipher::new(key).open(*nonce, bound, &mut text)?;
    let mut bytes = secret();
    bytes.copy_from_slice(opened);
    let account = AccountKey::from_secret(bytes);
    (account.id() == *id).then_some(account)
}

/// What is bound into a wrapped account key: what wraps it, the notebook, and the name of the key.
pub(super) fn bound(by: &str, notebook: &Id, account: &Id) -> Vec<u8> {
    [by.as_bytes(), notebook, account].concat()
}

/// Bytes that check a record: a slip of the disk in a wrapped key would else show only when the secret is needed.
const CHECK: usize = 8;

/// A record of the journal, whole.
pub(super) fn record<T>(journal: &mut dyn Journal, name: &'static str) -> Result<Option<T>, Fault>
where
    T: for<'b> minicbor::Decode<'b, ()>,
{
    let Some(bytes) = journal.record(name)? else { return Ok(None) };
    let (bytes, sum) = bytes.split_last_chunk::<CHECK>().ok_or(Fault::Record { name })?;
    let mut decoder = minicbor::Decoder::new(bytes);
    let value = decoder.decode().map_err(|_| Fault::Record { name })?;
    let is_whole = decoder.position() == bytes.len() && *sum == check(bytes);
    if is_whole { Ok(Some(value)) } else { Err(Fault::Record { name }) }
}

/// A record as bytes, with its check behind.
pub(super) fn encoded<T: minicbor::Encode<()>>(value: &T) -> Vec<u8> {
    let mut bytes = Vec::new();
    match minicbor::encode(value, &mut bytes) {
        Ok(()) => {
            let sum = check(&bytes);
            bytes.extend(sum);
            bytes
        }
        Err(never) => unreachable!("a record of plain fields is always written: {never}"),
    }
}

fn check(bytes: &[u8]) -> [u8; CHECK] {
    let mut sum = [0; CHECK];
    sum.copy_from_slice(&blake3::hash(bytes).as_bytes()[..CHECK]);
    sum
}
