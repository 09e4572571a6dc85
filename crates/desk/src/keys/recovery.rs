//! A recovery code: 160 random bits on paper, which wrap the account key in a record of the journal.
//!
//! The key that wraps is derived from the code in one step. Stretching, as for a passphrase, buys time against guessing;
//! nobody guesses 160 random bits, however cheap a guess is.

use journal::{Id, Journal};
use zeroize::{Zeroize, Zeroizing};

use super::{
    Fault, Holding,
    wrapped::{self, WRAPPED},
};
use crate::seal::{AccountKey, Secret, luck, secret};

/// The record that holds the wrapped key.
pub(super) const RECORD: &str = "recovery";

/// Digits and letters without I, L, O and U: what is misread most is not there, and no word comes about.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Groups of a code.
const GROUPS: usize = 8;

/// Characters of a group: four that say something, one that checks them.
const GROUP: usize = 5;

/// Bytes of a code.
const BYTES: usize = 20;

/// A recovery code, wiped when it goes. It can't be printed by accident.
pub struct RecoveryCode(Box<Zeroizing<[u8; BYTES]>>);

/// What is mistyped in a recovery code.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Mistyped {
    /// A character that no code has.
    #[error("a recovery code has no “{0}”: it is made of digits and letters without I, L, O and U")]
    Character(char),
    /// Too many or too few characters.
    #[error("a recovery code has {} characters in {GROUPS} groups, and this one {characters}", GROUPS * GROUP)]
    Length {
        /// How many it has.
        characters: usize,
    },
    /// Groups that are not what was printed, counted from 1.
    #[error("look again at {} of the recovery code", said(.groups))]
    Groups {
        /// Their numbers.
        groups: Vec<usize>,
    },
}

fn said(groups: &[usize]) -> String {
    let numbers: Vec<String> = groups.iter().map(usize::to_string).collect();
    match numbers.as_slice() {
        [one] => format!("group {one}"),
        [rest @ .., last] => format!("groups {} and {last}", rest.join(", ")),
        [] => "no group".to_owned(),
    }
}

impl RecoveryCode {
    /// A new one, of random bytes.
    ///
    /// # Errors
    /// If the system gives no random bytes.
    pub fn fresh() -> Result<Self, Fault> {
        let mut bytes = Box::new(Zeroizing::new([0; BYTES]));
        luck(&mut bytes[..])?;
        Ok(Self(bytes))
    }

    /// As it is printed: eight groups of five, with hyphens between. The only copy that a person gets.
    pub fn printed(&self) -> Zeroizing<String> {
        let mut printed = Zeroizing::new(String::with_capacity(GROUPS * (GROUP + 1)));
        for group in 0..GROUPS {
            if group > 0 {
                printed.push('-');
            }
            let values = self.group(group);
            for value in values.iter().chain([&check(group, &values[..])]) {
                printed.push(char::from(ALPHABET[usize::from(*value)]));
            }
        }
        printed
    }

    /// From what was typed: case, spaces and hyphens do not matter, O counts as 0, I and L as 1.
    ///
    /// # Errors
    /// Which groups are mistyped.
    pub fn typed(typed: &str) -> Result<Self, Mistyped> {
        let mut values = Zeroizing::new(Vec::with_capacity(typed.len()));
        let mut lengths = Vec::with_capacity(GROUPS + 1);
        for word in typed.split(|c: char| c.is_whitespace() || "-–—_.".contains(c)) {
            let before = values.len();
            for character in word.chars() {
                values.push(value(character).ok_or(Mistyped::Character(character))?);
            }
            lengths.extend((values.len() > before).then_some(values.len() - before));
        }
        if values.len() != GROUPS * GROUP {
            // Where the groups are kept apart, the one that is too long or too short can be named.
            let odd: Vec<usize> =
                (1..=GROUPS).filter(|group| lengths.get(group - 1) != Some(&GROUP)).collect();
            let characters = values.len();
            let named = lengths.len() == GROUPS && odd.len() < GROUPS;
            return Err(if named {
                Mistyped::Groups { groups: odd }
            } else {
                Mistyped::Length { characters }
            });
        }
        Self::of_values(&values)
    }

    fn of_values(values: &[u8]) -> Result<Self, Mistyped> {
        let mut bytes = Box::new(Zeroizing::new([0; BYTES]));
        let mut groups = Vec::new();
        for (number, group) in values.chunks_exact(GROUP).enumerate() {
            if check(number, &group[..GROUP - 1]) != group[GROUP - 1] {
                groups.push(number + 1);
            }
            let mut bits = group[..GROUP - 1].iter().fold(0_u32, |bits, value| bits << 5 | u32::from(*value));
            for half in (0..5).rev() {
                let at = 5 * number + half;
                bytes[at / 2] |= ((bits & 15) as u8) << if at.is_multiple_of(2) { 4 } else { 0 };
                bits >>= 4;
            }
        }
        if groups.is_empty() { Ok(Self(bytes)) } else { Err(Mistyped::Groups { groups }) }
    }

    /// The four values of a group: twenty bits, that is five half bytes.
    fn group(&self, number: usize) -> Zeroizing<[u8; GROUP - 1]> {
        let bits = (0..5).fold(0_u32, |bits, half| {
            let at = 5 * number + half;
            let byte = self.0[at / 2];
            bits << 4 | u32::from(if at.is_multiple_of(2) { byte >> 4 } else { byte & 15 })
        });
        Zeroizing::new([15, 10, 5, 0].map(|shift| (bits >> shift & 31) as u8))
    }

    /// The key that wraps the account key.
    fn key(&self, notebook: &Id) -> Secret {
        let mut hasher = blake3::Hasher::new_derive_key("sideways 2026-11-22 recovery code");
        hasher.update(&self.0[..]).update(notebook);
        let mut key = secret();
        hasher.finalize_xof().fill(&mut key[..]);
        hasher.zeroize();
        key
    }
}

/// The value of a character that was typed.
fn value(character: char) -> Option<u8> {
    let read = match character.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        upper => upper,
    };
    ALPHABET.iter().position(|of| char::from(*of) == read).map(|value| value as u8)
}

/// The check of a group: its values times 2, 4, 8 and 16 in the field of 32 elements, and its number. One wrong character,
/// two neighbours swapped, and two groups swapped are always found.
fn check(number: usize, values: &[u8]) -> u8 {
    let double = |value: u8| if value & 16 == 0 { value << 1 } else { (value << 1 & 31) ^ 0b00101 };
    values.iter().rev().fold(0, |sum, value| double(sum ^ value)) ^ number as u8
}

#[derive(minicbor::Encode, minicbor::Decode)]
struct Record {
    #[cbor(n(0), with = "minicbor::bytes")]
    account: Id,
    #[cbor(n(1), with = "minicbor::bytes")]
    wrapped: [u8; WRAPPED],
}

/// That the record, if there is one, is as it was written.
pub(super) fn check_record(journal: &mut dyn Journal) -> Result<(), Fault> {
    wrapped::record::<Record>(journal, RECORD).map(|_| ())
}

/// The record that wraps an account key by a code.
pub(super) fn wrap(notebook: &Id, account: &AccountKey, by: &RecoveryCode) -> Result<Vec<u8>, Fault> {
    let bound = wrapped::bound(RECORD, notebook, &account.id());
    let wrapped = wrapped::wrap(&by.key(notebook), &bound, account)?;
    Ok(wrapped::encoded(&Record { account: account.id(), wrapped }))
}

/// Lets a code open the notebook; one that was given before opens it no more.
///
/// # Errors
/// If the journal can't be written.
pub fn give_recovery(
    journal: &mut dyn Journal,
    notebook: &Id,
    account: &AccountKey,
    code: &RecoveryCode,
) -> Result<(), Fault> {
    let record = wrap(notebook, account, code)?;
    Ok(journal.set(&[(RECORD, &record)])?)
}

/// The account key, by the recovery code. A rekey should follow, which holds a new key and gives a new code.
///
/// # Errors
/// If the code is another, or the notebook has none.
pub fn recover(journal: &mut dyn Journal, notebook: &Id, code: &RecoveryCode) -> Result<AccountKey, Fault> {
    let record: Record = wrapped::record(journal, RECORD)?.ok_or(Fault::NoRecovery)?;
    if record.account != Holding::of(journal)?.account {
        return Err(Fault::Record { name: RECORD });
    }
    let bound = wrapped::bound(RECORD, notebook, &record.account);
    wrapped::unwrap(&code.key(notebook), &bound, &record.wrapped, &record.account).ok_or(Fault::WrongCode)
}
