//! Large things beside the journal: kept plans.

use journal::Hash;

use super::{
    Broken, CannotSeal, Plain,
    cipher::{Cipher, NONCE, SECRET, Secret, TAG, luck, secret},
};

/// The version of a blob, which is also bound into it.
const VERSION: &[u8; 16] = b"sideways blob 1\n";

/// Bytes that the smallest blob is padded to.
const SMALLEST: usize = 4096;

/// Bytes of the length that stands before what is kept.
const PREFIX: usize = 8;

/// Bytes before the sealed text.
const HEAD: usize = VERSION.len() + NONCE;

/// The key of one blob. It is kept inside a sealed entry, so that forgetting that entry forgets the blob.
pub struct BlobKey(Secret);

impl BlobKey {
    /// From its bytes, as the entry holds them.
    pub fn from_bytes(bytes: &[u8; SECRET]) -> Self {
        let mut key = secret();
        key.copy_from_slice(bytes);
        Self(key)
    }

    /// Its bytes, for the entry that keeps it.
    pub fn expose(&self) -> &[u8; SECRET] {
        &self.0
    }
}

/// A sealed blob.
pub struct Blob {
    /// BLAKE3 of its bytes as they are sealed, which names its file: the name tells nothing of what is in it.
    pub name: Hash,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Seals large bytes under a fresh key, padded to a bucket at most an eighth longer.
///
/// # Errors
/// If the system gives no random bytes, or there are more than the cipher takes (64 GiB).
pub fn seal_blob(plain: &[u8]) -> Result<(BlobKey, Blob), CannotSeal> {
    let mut key = secret();
    luck(&mut key[..])?;
    let mut nonce = [0; NONCE];
    luck(&mut nonce)?;
    let mut text = padded(plain);
    Cipher::new(&key).seal(nonce, VERSION, text.bytes_mut())?;
    let mut bytes = Vec::with_capacity(HEAD + text.len());
    bytes.extend_from_slice(VERSION);
    bytes.extend_from_slice(&nonce);
    bytes.extend_from_slice(&text);
    Ok((BlobKey(key), Blob { name: *blake3::hash(&bytes).as_bytes(), bytes }))
}

/// Opens a blob that was kept under this name.
///
/// # Errors
/// If the bytes are not those of the name, or do not open under the key.
pub fn open_blob(key: &BlobKey, name: &Hash, bytes: &[u8]) -> Result<Plain, Broken> {
    if blake3::hash(bytes) != *name {
        return Err(Broken::Blob);
    }
    let (version, rest) = bytes.split_first_chunk::<{ VERSION.len() }>().ok_or(Broken::Blob)?;
    let (nonce, text) = rest.split_first_chunk::<NONCE>().ok_or(Broken::Blob)?;
    if version != VERSION {
        return Err(Broken::Blob);
    }
    let mut plain = Plain::default();
    let opened = Cipher::new(&key.0).open(*nonce, VERSION, plain.refilled(text)).is_some();
    if opened && unpadded(&mut plain).is_some() { Ok(plain) } else { Err(Broken::Blob) }
}

/// The bucket of so many bytes: eight steps to each doubling, from 4 KiB.
fn bucket(bytes: usize) -> usize {
    let step = (bytes.next_power_of_two() / 16).max(SMALLEST / 16);
    bytes.next_multiple_of(step).max(SMALLEST)
}

/// The bytes with their length before them, padded to a bucket, with room for the tag.
pub(crate) fn padded(plain: &[u8]) -> Plain {
    let length = bucket(PREFIX + plain.len());
    let mut text = Plain::with_room(length + TAG);
    text.bytes_mut().extend_from_slice(&(plain.len() as u64).to_le_bytes());
    text.bytes_mut().extend_from_slice(plain);
    text.bytes_mut().resize(length, 0);
    text
}

/// Cuts an opened text, whose tag still follows, down to what was padded.
pub(crate) fn unpadded(text: &mut Plain) -> Option<()> {
    let length = u64::from_le_bytes(*text.first_chunk::<PREFIX>()?);
    let end = PREFIX.checked_add(usize::try_from(length).ok()?)?;
    (end + TAG <= text.len()).then(|| {
        text.bytes_mut().truncate(end);
        text.bytes_mut().drain(..PREFIX);
    })
}
