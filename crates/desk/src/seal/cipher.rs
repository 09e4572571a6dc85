//! The cipher and its keys: AES-256-GCM by `ring`, keys wiped when they go.

use journal::Id;
use ring::{
    aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey},
    rand::{SecureRandom, SystemRandom},
};
use zeroize::{Zeroize, Zeroizing};

use super::CannotSeal;

/// Bytes of a key.
pub(crate) const SECRET: usize = 32;

/// Bytes of a nonce.
pub(crate) const NONCE: usize = 12;

/// Bytes that sealing adds.
pub(crate) const TAG: usize = 16;

/// A key's bytes, on the heap so that moving it leaves no copy behind, and wiped when it goes.
pub(crate) type Secret = Box<Zeroizing<[u8; SECRET]>>;

/// An empty secret to be filled.
pub(crate) fn secret() -> Secret {
    Box::new(Zeroizing::new([0; SECRET]))
}

/// Fills with random bytes of the system.
///
/// # Errors
/// If the system gives none.
pub fn luck(bytes: &mut [u8]) -> Result<(), CannotSeal> {
    SystemRandom::new().fill(bytes).map_err(|_| CannotSeal::NoRandomness)
}

/// The one key that opens a notebook: 32 bytes, wiped when they go.
///
/// It can't be printed, written out, compared or copied by accident: it has none of those traits.
///
/// ```compile_fail
/// fn printed(key: desk::seal::AccountKey) -> String { format!("{key:?}") }
/// ```
/// ```compile_fail
/// fn doubled(key: &desk::seal::AccountKey) -> desk::seal::AccountKey { key.clone() }
/// ```
/// ```
/// fn named(key: &desk::seal::AccountKey) -> journal::Id { key.id() }
/// ```
pub struct AccountKey(Secret);

impl AccountKey {
    /// A new one, of random bytes.
    ///
    /// # Errors
    /// If the system gives no random bytes.
    pub fn fresh() -> Result<Self, CannotSeal> {
        let mut bytes = secret();
        luck(&mut bytes[..])?;
        Ok(Self(bytes))
    }

    /// From its bytes.
    pub(crate) fn from_secret(bytes: Secret) -> Self {
        Self(bytes)
    }

    /// Its bytes, for whoever wraps or keeps it.
    pub(crate) fn expose(&self) -> &[u8; SECRET] {
        &self.0
    }

    /// Its name: 16 bytes that follow from it and tell nothing of it.
    pub fn id(&self) -> Id {
        let whole = self.derive("sideways 2026-11-22 name of an account key", &[]);
        let mut id = Id::default();
        id.copy_from_slice(&whole[..16]);
        id
    }

    /// A key for one use, which tells nothing of this one or of those for other uses (BLAKE3's key derivation).
    pub(crate) fn derive(&self, purpose: &'static str, salt: &[u8]) -> Secret {
        let mut hasher = blake3::Hasher::new_derive_key(purpose);
        hasher.update(&self.0[..]).update(salt);
        let mut derived = secret();
        hasher.finalize_xof().fill(&mut derived[..]);
        hasher.zeroize();
        derived
    }
}

/// A key made ready to seal and open.
///
/// What `ring` computes from a key is not wiped when it goes: that lies in the memory of this process alone until it ends.
pub(crate) struct Cipher(LessSafeKey);

impl Cipher {
    /// Makes a key ready.
    pub(crate) fn new(key: &[u8; SECRET]) -> Self {
        match UnboundKey::new(&AES_256_GCM, key) {
            Ok(key) => Self(LessSafeKey::new(key)),
            Err(_) => unreachable!("ring refuses a key only for its length, which the type fixes"),
        }
    }

    /// Seals in place and appends the tag. A nonce is for one text under one key.
    pub(crate) fn seal(
        &self,
        nonce: [u8; NONCE],
        bound: &[u8],
        text: &mut Vec<u8>,
    ) -> Result<(), CannotSeal> {
        let bytes = text.len();
        self.0
            .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::from(bound), text)
            .map_err(|_| CannotSeal::TooLong { bytes })
    }

    /// Opens in place; nothing if anything differs.
    pub(crate) fn open<'a>(
        &self,
        nonce: [u8; NONCE],
        bound: &[u8],
        text: &'a mut [u8],
    ) -> Option<&'a mut [u8]> {
        self.0.open_in_place(Nonce::assume_unique_for_key(nonce), Aad::from(bound), text).ok()
    }
}

/// Bytes in the clear, wiped when they go and before they are replaced.
#[derive(Default)]
pub struct Plain(Zeroizing<Vec<u8>>);

impl Plain {
    /// With room for so many bytes, so that filling it moves nothing.
    pub(crate) fn with_room(bytes: usize) -> Self {
        Self(Zeroizing::new(Vec::with_capacity(bytes)))
    }

    /// The buffer with `bytes` in it, and nothing else. It grows by a new one, so that no freed memory holds what was in it.
    pub(crate) fn refilled(&mut self, bytes: &[u8]) -> &mut Vec<u8> {
        if self.0.capacity() < bytes.len() {
            self.0 = Zeroizing::new(Vec::with_capacity(bytes.len().next_power_of_two()));
        }
        self.0.clear();
        self.0.extend_from_slice(bytes);
        &mut self.0
    }

    /// The buffer.
    pub(crate) fn bytes_mut(&mut self) -> &mut Vec<u8> {
        &mut self.0
    }
}

impl std::ops::Deref for Plain {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0
    }
}
