//! A page: what is bound into it, and its hash.

/// BLAKE3 of a page, 32 bytes.
pub type Hash = [u8; 32];

/// Sixteen random bytes that name a notebook, a device, a key or a command.
pub type Id = [u8; 16];

/// The version of the record that this build writes.
pub const VERSION: u8 = 1;

/// Bytes of what is bound into a page.
pub const ASSOCIATED: usize = 1 + 16 + 16 + 8 + 32 + 1 + 16 + 16 + 8 + 4;

/// Bytes of a page as it is stored, before its body.
const BEFORE_BODY: usize = ASSOCIATED + 12;

/// One entry, sealed. All but the body is in the clear, and bound into the body's seal as associated data.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
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
        // In one stretch: three pieces take the hasher longer than copying them.
        let mut row = Vec::with_capacity(BEFORE_BODY + self.body.len());
        self.store(&mut row);
        *blake3::hash(&row).as_bytes()
    }

    /// Where a journal ends that ends with this page.
    pub fn head(&self) -> Head {
        Head { index: self.index, hash: self.hash() }
    }

    /// Appends the page as it is stored: what is bound into it, its nonce, its sealed body.
    pub fn store(&self, row: &mut Vec<u8>) {
        row.extend_from_slice(&self.associated());
        row.extend_from_slice(&self.nonce);
        row.extend_from_slice(&self.body);
    }

    /// Fills the page from what [`store`](Self::store) wrote; the memory of its body is used again.
    ///
    /// # Errors
    /// A fact, if these bytes are no page of this version. The page is as it was then.
    pub fn restore(&mut self, row: &[u8]) -> Result<(), String> {
        let Some((fixed, body)) = row.split_first_chunk::<BEFORE_BODY>() else {
            return Err(format!("it has {} bytes, and a page has {BEFORE_BODY} or more", row.len()));
        };
        if fixed[0] != VERSION {
            return Err(format!("its version is {}, and this build reads {VERSION}", fixed[0]));
        }
        let mut rest = Fields(&fixed[1..]);
        self.stream = rest.next();
        self.device = rest.next();
        self.index = u64::from_le_bytes(rest.next());
        self.previous = rest.next();
        [self.kind] = rest.next();
        self.key = rest.next();
        self.request = rest.next();
        self.time = i64::from_le_bytes(rest.next());
        self.padded = u32::from_le_bytes(rest.next());
        self.nonce = rest.next();
        self.body.clear();
        self.body.extend_from_slice(body);
        Ok(())
    }
}

/// Fields of fixed width, one after the other.
struct Fields<'a>(&'a [u8]);

impl Fields<'_> {
    /// The next field; zeroes past the end, which [`Page::restore`] never reaches.
    fn next<const N: usize>(&mut self) -> [u8; N] {
        let Some((field, rest)) = self.0.split_first_chunk() else { return [0; N] };
        self.0 = rest;
        *field
    }
}
