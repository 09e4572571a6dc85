//! Entries: one page, one key.

use journal::{Hash, Id, Page, Wrapped};
use zeroize::{Zeroize, Zeroizing};

use super::{
    AccountKey, Broken, CannotSeal, Plain,
    cipher::{Cipher, NONCE, SECRET, TAG, luck},
};

/// Bytes that the smallest body is padded to.
const SMALLEST: usize = 256;

/// Bytes of the length that stands before what is written.
const PREFIX: usize = 4;

/// The most bytes that one entry holds: 16 MiB with the length.
pub const LARGEST: usize = (16 << 20) - PREFIX;

/// The version of a wrapped key.
const WRAPPED_VERSION: u8 = 1;

/// Bytes of a wrapped key: version, nonce, key, tag.
const WRAPPED: usize = 1 + NONCE + SECRET + TAG;

/// What is said of an entry in the clear, and bound into it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// The notebook.
    pub stream: Id,
    /// The device that writes.
    pub device: Id,
    /// Its number, from 1.
    pub index: u64,
    /// The hash of the page before; zeroes before the first.
    pub previous: Hash,
    /// What kind of page; 0 an entry.
    pub kind: u8,
    /// The command that it carries out.
    pub request: Id,
    /// When, in milliseconds since 1970, UTC.
    pub time: i64,
}

/// An account key made ready to seal and open many entries.
pub struct Sealer(Cipher);

impl Sealer {
    /// Makes an account key ready.
    pub fn new(account: &AccountKey) -> Self {
        Self(Cipher::new(&account.derive("sideways 2026-11-22 wraps keys of entries", &[])))
    }

    /// Seals one entry under a fresh key, and wraps that key. The same bytes never look alike twice.
    ///
    /// # Errors
    /// If there are more than [`LARGEST`] bytes, or the system gives no random ones.
    pub fn seal(&self, header: &Header, plain: &[u8]) -> Result<(Page, Wrapped), CannotSeal> {
        if plain.len() > LARGEST {
            return Err(CannotSeal::TooLong { bytes: plain.len() });
        }
        let mut fresh = Fresh::draw()?;
        let padded = (PREFIX + plain.len()).next_power_of_two().max(SMALLEST);
        let mut page = Page {
            stream: header.stream,
            device: header.device,
            index: header.index,
            previous: header.previous,
            kind: header.kind,
            key: fresh.id,
            request: header.request,
            time: header.time,
            padded: padded as u32,
            nonce: fresh.nonce,
            body: Vec::with_capacity(padded + TAG),
        };
        page.body.extend_from_slice(&(plain.len() as u32).to_le_bytes());
        page.body.extend_from_slice(plain);
        page.body.resize(padded, 0);
        let sealed = Cipher::new(&fresh.key).seal(fresh.nonce, &page.associated(), &mut page.body);
        if let Err(fault) = sealed {
            page.body.zeroize();
            return Err(fault);
        }
        let wrapped = self.wrap(&page, &mut fresh)?;
        Ok((page, wrapped))
    }

    /// Opens one entry into a buffer that is used again and again, and gives what was written.
    ///
    /// # Errors
    /// If anything of the page or its wrapped key is not as it was sealed, or the account key is another.
    pub fn open_into<'a>(
        &self,
        page: &Page,
        wrapped: &[u8],
        buffer: &'a mut Plain,
    ) -> Result<&'a [u8], Broken> {
        let index = page.index;
        let shape = |fact| Broken::Shape { index, fact };
        let padded = page.padded as usize;
        if !padded.is_power_of_two() || !(SMALLEST..=PREFIX + LARGEST).contains(&padded) {
            return Err(shape("its length is none that is written"));
        }
        if page.body.len() != padded + TAG {
            return Err(shape("its body is longer or shorter than it says"));
        }
        let key = self.unwrap(page, wrapped)?;
        let body = buffer.refilled(&page.body);
        let opened = Cipher::new(&key).open(page.nonce, &page.associated(), body);
        let opened: &'a [u8] = opened.ok_or(Broken::Body { index })?;
        opened
            .split_first_chunk::<PREFIX>()
            .and_then(|(length, rest)| rest.get(..u32::from_le_bytes(*length) as usize))
            .ok_or(shape("what it holds is longer than the page"))
    }

    /// Wraps the key of a page anew, from under another account key.
    ///
    /// # Errors
    /// If the wrapped key does not open under the other account key, or the system gives no random bytes.
    pub fn rewrap(&self, from: &Sealer, page: &Page, wrapped: &[u8]) -> Result<Wrapped, Rewrapping> {
        let mut fresh = Fresh::draw()?;
        fresh.key = from.unwrap(page, wrapped)?;
        Ok(self.wrap(page, &mut fresh)?)
    }

    fn wrap(&self, page: &Page, fresh: &mut Fresh) -> Result<Wrapped, CannotSeal> {
        let mut key = Vec::with_capacity(SECRET + TAG);
        key.extend_from_slice(&fresh.key[..]);
        self.0.seal(fresh.wrapping, &bound(page), &mut key)?;
        let mut wrapped = Vec::with_capacity(WRAPPED);
        wrapped.push(WRAPPED_VERSION);
        wrapped.extend_from_slice(&fresh.wrapping);
        wrapped.extend_from_slice(&key);
        Ok(wrapped)
    }

    fn unwrap(&self, page: &Page, wrapped: &[u8]) -> Result<Zeroizing<[u8; SECRET]>, Broken> {
        let broken = Broken::Key { index: page.index };
        let mut copy = Zeroizing::new(<[u8; WRAPPED]>::try_from(wrapped).map_err(|_| broken)?);
        let (head, text) = copy.split_at_mut(1 + NONCE);
        let (&[version], nonce) = head.split_at(1) else { return Err(broken) };
        let nonce = <[u8; NONCE]>::try_from(nonce).map_err(|_| broken)?;
        if version != WRAPPED_VERSION {
            return Err(broken);
        }
        let opened = self.0.open(nonce, &bound(page), text).ok_or(broken)?;
        let mut key = Zeroizing::new([0; SECRET]);
        key.copy_from_slice(opened);
        Ok(key)
    }
}

/// What a rewrap met: a key that does not open, or no random bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Rewrapping {
    /// The old wrapped key.
    #[error(transparent)]
    Broken(#[from] Broken),
    /// The new one.
    #[error(transparent)]
    Sealing(#[from] CannotSeal),
}

/// Opens one entry.
///
/// # Errors
/// If anything of the page or its wrapped key is not as it was sealed, or the account key is another.
pub fn open(account: &AccountKey, page: &Page, wrapped: &[u8]) -> Result<Zeroizing<Vec<u8>>, Broken> {
    let mut buffer = Plain::default();
    let opened = Sealer::new(account).open_into(page, wrapped, &mut buffer)?;
    Ok(Zeroizing::new(opened.to_vec()))
}

/// What is drawn for one entry, in one call to the system.
struct Fresh {
    key: Zeroizing<[u8; SECRET]>,
    id: Id,
    nonce: [u8; NONCE],
    wrapping: [u8; NONCE],
}

impl Fresh {
    fn draw() -> Result<Self, CannotSeal> {
        let mut drawn = Zeroizing::new([0; SECRET + 16 + NONCE + NONCE]);
        luck(&mut drawn[..])?;
        let mut fresh =
            Self { key: Zeroizing::new([0; SECRET]), id: [0; 16], nonce: [0; NONCE], wrapping: [0; NONCE] };
        let mut rest = &drawn[..];
        for part in [&mut fresh.key[..], &mut fresh.id, &mut fresh.nonce, &mut fresh.wrapping] {
            let (this, others) = rest.split_at(part.len());
            part.copy_from_slice(this);
            rest = others;
        }
        Ok(fresh)
    }
}

/// What is bound into a wrapped key, so that it opens with its own page alone.
fn bound(page: &Page) -> [u8; 1 + 16 + 16 + 8 + 16] {
    let mut bytes = [WRAPPED_VERSION; 57];
    bytes[1..17].copy_from_slice(&page.stream);
    bytes[17..33].copy_from_slice(&page.device);
    bytes[33..41].copy_from_slice(&page.index.to_le_bytes());
    bytes[41..57].copy_from_slice(&page.key);
    bytes
}
