//! What travels between two notebooks: all that one of them holds of a document, signed by whoever sends it.
//!
//! It is sealed for the other one by the desk. Version 1: CBOR, then the sender's signature over it.

use minicbor::{Decode, Encode};

use super::{
    document::{Author, Words},
    joint::{Joint, Placed},
    marks::{Checks, Signs},
};
use crate::refusal::Escalating;

/// Bytes of a parcel at most: ten times what two people write.
pub const LARGEST: usize = 1 << 20;

/// Writings in a parcel at most.
const MOST: usize = 500;

/// The version of the format.
const VERSION: u8 = 1;

/// What somebody sent, once it was found to be theirs.
#[derive(Debug)]
pub struct Parcel {
    inside: Inside,
}

#[derive(Debug, Encode, Decode)]
struct Inside {
    #[n(0)]
    version: u8,
    #[cbor(n(1), with = "minicbor::bytes")]
    id: [u8; 16],
    #[n(2)]
    names: [Words; 2],
    #[n(3)]
    from: Author,
    /// The key of whom it is for: nobody can hand it on as sent to somebody else.
    #[cbor(n(4), with = "minicbor::bytes")]
    to: [u8; 32],
    #[n(5)]
    writings: Vec<Placed>,
}

const SIGNED: &[u8] = b"sideways joint parcel 1\0";

impl Parcel {
    /// The document as one of its authors sends it to the other, whose key is `to`.
    pub fn bytes(joint: &Joint, me: Author, to: &[u8; 32], hand: &dyn Signs) -> Vec<u8> {
        let inside = Inside {
            version: VERSION,
            id: joint.id,
            names: joint.names.clone(),
            from: me,
            to: *to,
            writings: joint.writings(),
        };
        let mut bytes = Vec::new();
        if let Err(never) = minicbor::encode(&inside, &mut bytes) {
            unreachable!("plain fields are always written: {never}");
        }
        let signature = hand.sign(&[SIGNED, &bytes].concat());
        bytes.extend(signature);
        bytes
    }

    /// Reads what somebody with the key `from` sent to whoever has the key `to`.
    ///
    /// # Errors
    /// If it is not theirs, not for this reader, or not a parcel.
    pub fn read(bytes: &[u8], from: &[u8; 32], to: &[u8; 32], eye: &dyn Checks) -> Result<Self, Escalating> {
        let malformed = |fact: &str| Escalating::Malformed { fact: fact.to_owned() };
        if bytes.len() > LARGEST {
            return Err(malformed("it is longer than any document"));
        }
        let (bytes, signature) = bytes.split_last_chunk().ok_or_else(|| malformed("it is cut off"))?;
        if !eye.holds(from, &[SIGNED, bytes].concat(), signature) {
            return Err(malformed("it was not sent by them, or was changed on its way"));
        }
        let mut decoder = minicbor::Decoder::new(bytes);
        let inside: Inside = decoder.decode().map_err(|_| malformed("a part of it can't be read"))?;
        if inside.version != VERSION || decoder.position() != bytes.len() {
            return Err(malformed("another version of the program wrote it"));
        }
        let names = [0, 1].map(|at| Words::line(inside.names[at].as_str()));
        if names.iter().any(Result::is_err) || inside.names[0] == inside.names[1] {
            return Err(malformed("its names are none"));
        }
        match inside.to == *to && inside.writings.len() <= MOST {
            true => Ok(Self { inside }),
            false => Err(malformed("it was sent to somebody else")),
        }
    }

    /// The name of the document.
    pub const fn id(&self) -> [u8; 16] {
        self.inside.id
    }

    /// Which of the authors sent it.
    pub const fn from(&self) -> Author {
        self.inside.from
    }

    /// Both names.
    pub const fn names(&self) -> &[Words; 2] {
        &self.inside.names
    }

    /// What is in it.
    pub fn writings(&self) -> &[Placed] {
        &self.inside.writings
    }
}
