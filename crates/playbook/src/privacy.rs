//! Classes of what is kept, as types: what is private can't be printed, compared, copied or sent.
//!
//! Types stop accidents. That order, number and timing give nothing away either is for the noninterference test.

use jiff::Timestamp;
use minicbor::{
    Decode, Decoder, Encode, Encoder,
    decode::Error as NotRead,
    encode::{Error as NotWritten, Write},
};
use serde::Serialize;

use crate::moment::Id;

/// The owner's own screen: what shows private words asks for it, and only doors make it, where the owner looks.
pub struct OwnersScreen(());

impl OwnersScreen {
    /// Says: what is made with this goes to the owner's own screen and nowhere else.
    pub fn of_the_owner() -> Self {
        Self(())
    }
}

/// The seal of the notebook: private words can be encoded only with it, and only the desk makes it.
pub struct Sealing(());

impl Sealing {
    /// Says: what is encoded with this is sealed before it touches a disk.
    pub fn for_the_notebook() -> Self {
        Self(())
    }
}

/// Contexts that may encode what is private.
pub trait CanSeal: sealed::Only {}

impl CanSeal for Sealing {}

mod sealed {
    pub trait Only {}
    impl Only for super::Sealing {}
}

/// For the owner's eyes alone: a peer's world, the owner's read of them, remarks, reasons.
///
/// It has no `Debug`, `Display`, `Serialize`, `Clone`, `PartialEq` or `Deref`.
#[must_use]
pub struct Private<T>(T);

impl<T> Private<T> {
    /// Makes a value private. There is no way back but the owner's screen.
    pub const fn new(value: T) -> Self {
        Self(value)
    }

    /// Shows it to its owner.
    pub const fn reveal(&self, _: &OwnersScreen) -> &T {
        &self.0
    }
}

impl<C: CanSeal, T: Encode<C>> Encode<C> for Private<T> {
    fn encode<W: Write>(
        &self,
        encoder: &mut Encoder<W>,
        context: &mut C,
    ) -> Result<(), NotWritten<W::Error>> {
        self.0.encode(encoder, context)
    }
}

impl<'b, C: CanSeal, T: Decode<'b, C>> Decode<'b, C> for Private<T> {
    fn decode(decoder: &mut Decoder<'b>, context: &mut C) -> Result<Self, NotRead> {
        T::decode(decoder, context).map(Self)
    }
}

/// What the owner wrote for others, or what both know because it was said between them: it may stand in a text for others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Encode, Decode)]
#[serde(transparent)]
#[cbor(transparent)]
pub struct Shareable<T>(#[n(0)] T);

impl<T> Shareable<T> {
    /// Says: this was said to others, or is meant for them.
    pub const fn new(value: T) -> Self {
        Self(value)
    }

    /// The value.
    pub const fn get(&self) -> &T {
        &self.0
    }
}

/// News that is free from a time on, or earlier for somebody who is named.
///
/// It has no `Debug`, `Display`, `Serialize`, `Clone`, `PartialEq` or `Deref`; nothing comes out by itself on the date.
#[must_use]
pub struct Embargoed<T> {
    value: T,
    free_from: Timestamp,
    may_know: Vec<Id>,
}

impl<T> Embargoed<T> {
    /// Holds news back until a time, except for the peers who may know it now.
    pub const fn new(value: T, free_from: Timestamp, may_know: Vec<Id>) -> Self {
        Self { value, free_from, may_know }
    }

    /// The news, once everybody may hear it.
    pub fn free(&self, now: Timestamp) -> Option<&T> {
        (now >= self.free_from).then_some(&self.value)
    }

    /// From when on everybody may hear it.
    pub const fn free_from(&self) -> Timestamp {
        self.free_from
    }

    /// Holds it back until another time.
    pub const fn free_from_now(&mut self, free_from: Timestamp) {
        self.free_from = free_from;
    }

    /// The news, for one peer.
    pub fn free_for(&self, peer: Id, now: Timestamp) -> Option<&T> {
        self.may_know.contains(&peer).then_some(&self.value).or_else(|| self.free(now))
    }

    /// Shows it to its owner.
    pub const fn reveal(&self, _: &OwnersScreen) -> &T {
        &self.value
    }
}

impl<C: CanSeal, T: Encode<C>> Encode<C> for Embargoed<T> {
    fn encode<W: Write>(
        &self,
        encoder: &mut Encoder<W>,
        context: &mut C,
    ) -> Result<(), NotWritten<W::Error>> {
        encoder.array(3)?;
        self.value.encode(encoder, context)?;
        encoder.i64(self.free_from.as_second())?;
        self.may_know.encode(encoder, context)
    }
}

impl<'b, C: CanSeal, T: Decode<'b, C>> Decode<'b, C> for Embargoed<T> {
    fn decode(decoder: &mut Decoder<'b>, context: &mut C) -> Result<Self, NotRead> {
        if decoder.array()? != Some(3) {
            return Err(NotRead::message("no embargoed value"));
        }
        let value = T::decode(decoder, context)?;
        let free_from = Timestamp::from_second(decoder.i64()?);
        let free_from = free_from.map_err(|_| NotRead::message("no moment"))?;
        Ok(Self { value, free_from, may_know: Vec::decode(decoder, context)? })
    }
}

/// What the owner saw and confirmed: the BLAKE3 hash of exactly the text that was on the screen.
pub struct Confirmation([u8; 32]);

impl Confirmation {
    /// The owner confirmed the text that was shown.
    pub fn of_shown(text: &str) -> Self {
        Self(*blake3::hash(text.as_bytes()).as_bytes())
    }
}

/// A text that its owner released, after seeing exactly this text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Public<T>(T);

impl Public<String> {
    /// The text.
    pub fn text(&self) -> &str {
        &self.0
    }
}

impl Private<String> {
    /// Releases a text, if what the owner confirmed is exactly this text. It is the only way out.
    pub fn release(&self, confirmed: &Confirmation) -> Option<Public<String>> {
        let same = *blake3::hash(self.0.as_bytes()).as_bytes() == confirmed.0;
        same.then(|| Public(self.0.clone()))
    }
}

/// Words of a file or of somebody else: shown as text, never as markup, and never obeyed.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Encode, Decode)]
#[cbor(transparent)]
pub struct Untrusted(#[n(0)] String);

impl Untrusted {
    /// Words as they came.
    pub const fn new(words: String) -> Self {
        Self(words)
    }

    /// The words as a screen may show them: a line, without characters that steer a screen or turn its direction.
    pub fn shown(&self) -> String {
        let steers = |c: char| {
            c.is_control()
                || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
        };
        let is_plain = self.0.bytes().all(|byte| matches!(byte, b' '..=b'~'));
        match !is_plain && self.0.contains(steers) {
            true => self.0.replace(steers, "\u{fffd}"),
            false => self.0.clone(),
        }
    }
}
