//! Hands and eyes of tests: signatures that only whoever has the name can make, as far as a test goes.

use playbook::escalate::{
    Author, Field, Joint, Value, Words,
    marks::{Checks, Signs},
};

/// A hand whose key is its secret: enough to tell hands apart.
#[derive(Clone)]
pub struct Hand(pub u8);

impl Signs for Hand {
    fn key(&self) -> [u8; 32] {
        [self.0; 32]
    }

    fn sign(&self, bytes: &[u8]) -> [u8; 64] {
        signature(&self.key(), bytes)
    }

    fn digest(&self, bytes: &[u8]) -> [u8; 64] {
        digest(bytes)
    }
}

/// Sees whether it was that hand.
pub struct Eye;

impl Checks for Eye {
    fn holds(&self, key: &[u8; 32], bytes: &[u8], signed: &[u8; 64]) -> bool {
        signature(key, bytes) == *signed
    }

    fn digest(&self, bytes: &[u8]) -> [u8; 64] {
        digest(bytes)
    }
}

fn signature(key: &[u8; 32], bytes: &[u8]) -> [u8; 64] {
    let mut signed = [0; 64];
    blake3::Hasher::new_keyed(key).update(bytes).finalize_xof().fill(&mut signed);
    signed
}

fn digest(bytes: &[u8]) -> [u8; 64] {
    let mut whole = [0; 64];
    blake3::Hasher::new().update(bytes).finalize_xof().fill(&mut whole);
    whole
}

pub const KEYS: [[u8; 32]; 2] = [[1; 32], [2; 32]];

pub fn hand(author: Author) -> Hand {
    Hand(author.at() as u8 + 1)
}

pub fn words(words: &str) -> Words {
    Words::of(words).unwrap()
}

pub fn said(words: &str) -> Value {
    Value::Said(Words::of(words).unwrap())
}

pub fn empty() -> Joint {
    Joint::new([7; 16], [words("Ada Okoye"), words("Dana Ortiz")]).unwrap()
}

/// An author writes.
pub fn write(joint: &mut Joint, field: Field, value: Value, by: Author) {
    let writing = joint.write(field, value, by, &hand(by)).unwrap();
    joint.set(field, writing);
}

/// A text that is whole, written by the first author as far as it is theirs; the second wrote theirs, and both hold the
/// same.
pub fn whole() -> [Joint; 2] {
    let (mut one, mut other) = (empty(), empty());
    let first = [
        (Field::Question, "Who builds single sign-in?"),
        (Field::Whom, "Ines Roth"),
        (Field::By, "2026-06-12"),
        (Field::Position(Author::First), "Identity does:\nit is theirs."),
        (Field::Tried, "We looked for a trade."),
        (Field::Waiting, "Ten days a week."),
        (Field::Asked, "Decide who builds it."),
        (Field::Prior(Author::First), "None."),
    ];
    for (field, typed) in first {
        write(&mut one, field, said(typed), Author::First);
    }
    exchange(&mut one, &mut other, Author::First);
    write(&mut other, Field::Position(Author::Second), said("Booking does."), Author::Second);
    write(&mut other, Field::Prior(Author::Second), said("I mentioned it on 4 May."), Author::Second);
    exchange(&mut other, &mut one, Author::Second);
    [one, other]
}

/// One notebook sends, and the other takes in.
pub fn exchange(from: &mut Joint, to: &mut Joint, by: Author) {
    from.went_out();
    let writings = from.writings();
    to.can_be(&writings, by.other(), &KEYS, &Eye).unwrap();
    to.merge(&writings);
}
