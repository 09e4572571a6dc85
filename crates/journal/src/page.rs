//! A page: what is bound into it, and its hash.

/// BLAKE3 of a page, 32 bytes.
pub type Hash = [u8; 32];

/// Sixteen random bytes that name a notebook, a device, a key or a command.
pub type Id = [u8; 16];

/// The version of the record that this build writes.
pub const VERSION: u8 = 1;

/// Bytes of what is bound into a page.
pub const ASSOCIATED: usize = 1 + 16 + 16 + 8 + 32 + 1 + 16 + 16 + 8 + 4;

/// One entry, sealed. All but the body is in the clear, and bound into the body's seal as associated data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// The notebook that it belongs to.
    pub stream: Id,
    /// The device that wrote it.
    pub device: Id,
    /// Its number in the stream, from 1.
    pub index: u64,
    /// The hash of the page before; zeroes before the first.
    pub previous: Hash,
    /// What kind of page: 0 an entry, others are free for later.
    pub kind: u8,
    /// The key under which the body is sealed.
    pub key: Id,
    /// The command that it carries out; no command has two pages.
    pub request: Id,
    /// When it was written, in milliseconds since 1970, UTC.
    pub time: i64,
    /// The length of the body before sealing, in bytes: a power of two from 256.
    pub padded: u32,
    /// The number used once under this key.
    pub nonce: [u8; 12],
    /// The sealed body with its tag.
    pub body: Vec<u8>,
}

/// Where a journal ends: the number and the hash of its last page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    /// The number.
    pub index: u64,
    /// The hash.
    pub hash: Hash,
}

impl Page {
    /// What is bound into the page: version, stream, device, index, previous hash, kind, key, command, time, length; whole
    /// numbers with the lowest byte first.
    pub fn associated(&self) -> [u8; ASSOCIATED] {
        let mut bytes = [0; ASSOCIATED];
        let parts: [&[u8]; 10] = [
            &[VERSION],
            &self.stream,
            &self.device,
            &self.index.to_le_bytes(),
            &self.previous,
            &[self.kind],
            &self.key,
            &self.request,
            &self.time.to_le_bytes(),
            &self.padded.to_le_bytes(),
        ];
        let mut at = 0;
        for part in parts {
            bytes[at..at + part.len()].copy_from_slice(part);
            at += part.len();
        }
        bytes
    }

    /// BLAKE3 of what is bound into the page, its nonce and its sealed body: the chain runs over what is sealed, so that a
    /// destroyed key never breaks it.
    pub fn hash(&self) -> Hash {
        let mut hasher = blake3::Hasher::new();
        hasher.update(&self.associated()).update(&self.nonce).update(&self.body);
        *hasher.finalize().as_bytes()
    }

    /// Where a journal ends that ends with this page.
    pub fn head(&self) -> Head {
        Head { index: self.index, hash: self.hash() }
    }
}
