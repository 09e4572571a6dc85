//! The leader's key for joint documents: marks that others can check, and files that only they can open.
//!
//! One secret, sealed in the notebook as any entry, gives both keys: Ed25519 for marks (by `ring`), X25519 for files.

use hpke::{
    Deserializable, Kem as _, OpModeR, OpModeS, Serializable, aead::ChaCha20Poly1305, kdf::HkdfSha256,
    kem::X25519HkdfSha256, single_shot_open, single_shot_seal,
};
use playbook::{
    escalate::{
        Card, Mine,
        marks::{Checks, Signs},
    },
    privacy::{OwnersScreen, Private},
    refusal::Escalating,
};
use ring::{
    digest::{SHA512, digest},
    signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey},
};
use zeroize::Zeroizing;

use crate::{
    open::Desk,
    seal::{CannotSeal, luck},
    stop::Stop,
};

type Kem = X25519HkdfSha256;
type SecretKey = <Kem as hpke::Kem>::PrivateKey;
type PublicKey = <Kem as hpke::Kem>::PublicKey;

/// What a sealed file begins with: whose it is, and the version of the format.
const BEGINS: &[u8] = b"sideways joint file 1\n";

/// Bytes of the key that was made for one file.
const ENCAPSULATED: usize = 32;

/// Bytes of the smallest content; larger ones are the next power of two, so that a file's length tells little.
const SMALLEST: usize = 4096;

/// Bytes of a sealed file at most.
pub const LARGEST: usize = (1 << 21) + 128;

/// A hand that signs.
pub struct Hand {
    pair: Ed25519KeyPair,
    opens: SecretKey,
}

impl Hand {
    /// The hand of a secret.
    fn of(secret: &[u8; 32]) -> Self {
        let derived = |purpose: &'static str| Zeroizing::new(blake3::derive_key(purpose, secret));
        let seed = derived("sideways 2026-11-23 key for marks");
        let Ok(pair) = Ed25519KeyPair::from_seed_unchecked(&*seed) else {
            unreachable!("ring refuses a seed only for its length, which the type fixes")
        };
        let scalar = derived("sideways 2026-11-23 key for files");
        let Ok(opens) = SecretKey::from_bytes(&*scalar) else {
            unreachable!("any 32 bytes are a key of X25519")
        };
        Self { pair, opens }
    }

    /// What others may know of it.
    pub fn card(&self) -> Card {
        let mut seals = [0; 32];
        seals.copy_from_slice(&Kem::sk_to_pk(&self.opens).to_bytes());
        Card { marks: self.key(), seals }
    }

    /// Opens a file that was sealed for this key.
    ///
    /// # Errors
    /// If it is none, was sealed for somebody else, or was changed.
    pub fn open(&self, file: &[u8]) -> Result<Vec<u8>, Escalating> {
        let malformed = |fact: &str| Escalating::Malformed { fact: fact.to_owned() };
        if file.len() > LARGEST {
            return Err(malformed("it is longer than any document"));
        }
        let sealed =
            file.strip_prefix(BEGINS).ok_or_else(|| malformed("it is no sealed document of this version"))?;
        let (key, sealed) =
            sealed.split_at_checked(ENCAPSULATED).ok_or_else(|| malformed("it is cut off"))?;
        let opened = unsealed(&self.opens, key, BEGINS, b"", sealed)
            .ok_or_else(|| malformed("it was sealed for somebody else, or was changed on its way"))?;
        let (length, content) = opened.split_first_chunk::<4>().ok_or_else(|| malformed("it is cut off"))?;
        let content = content.get(..u32::from_le_bytes(*length) as usize);
        content.map(<[u8]>::to_vec).ok_or_else(|| malformed("it is cut off"))
    }
}

impl Signs for Hand {
    fn key(&self) -> [u8; 32] {
        let mut key = [0; 32];
        key.copy_from_slice(self.pair.public_key().as_ref());
        key
    }

    fn sign(&self, bytes: &[u8]) -> [u8; 64] {
        let mut signature = [0; 64];
        signature.copy_from_slice(self.pair.sign(bytes).as_ref());
        signature
    }

    fn digest(&self, bytes: &[u8]) -> [u8; 64] {
        sha512(bytes)
    }
}

/// Checks what others signed. It needs no notebook.
pub struct Eye;

impl Checks for Eye {
    fn holds(&self, key: &[u8; 32], bytes: &[u8], signature: &[u8; 64]) -> bool {
        UnparsedPublicKey::new(&ED25519, key).verify(bytes, signature).is_ok()
    }

    fn digest(&self, bytes: &[u8]) -> [u8; 64] {
        sha512(bytes)
    }
}

fn sha512(bytes: &[u8]) -> [u8; 64] {
    let mut whole = [0; 64];
    whole.copy_from_slice(digest(&SHA512, bytes).as_ref());
    whole
}

/// Opens what was sealed (RFC 9180, base mode, X25519 with HKDF-SHA256 and ChaCha20-Poly1305).
fn unsealed(
    key: &SecretKey,
    encapsulated: &[u8],
    info: &[u8],
    bound: &[u8],
    sealed: &[u8],
) -> Option<Vec<u8>> {
    let encapsulated = <Kem as hpke::Kem>::EncappedKey::from_bytes(encapsulated).ok()?;
    single_shot_open::<ChaCha20Poly1305, HkdfSha256, Kem>(
        &OpModeR::Base,
        key,
        &encapsulated,
        info,
        sealed,
        bound,
    )
    .ok()
}

/// Seals content for whoever holds a key.
///
/// # Errors
/// If the key is none.
pub fn seal_for(to: &Card, content: &[u8]) -> Result<Vec<u8>, Escalating> {
    let malformed = || Escalating::Malformed { fact: "their key is none".to_owned() };
    let key = PublicKey::from_bytes(&to.seals).map_err(|_| malformed())?;
    let mut padded = (content.len() as u32).to_le_bytes().to_vec();
    padded.extend(content);
    padded.resize(padded.len().next_power_of_two().max(SMALLEST), 0);
    let (encapsulated, sealed) =
        single_shot_seal::<ChaCha20Poly1305, HkdfSha256, Kem>(&OpModeS::Base, &key, BEGINS, &padded, b"")
            .map_err(|_| malformed())?;
    Ok([BEGINS, &encapsulated.to_bytes()[..], &sealed].concat())
}

/// A new key.
///
/// # Errors
/// If the system gives no random bytes.
pub fn fresh() -> Result<(Mine, Hand), CannotSeal> {
    let mut secret = Zeroizing::new([0; 32]);
    luck(&mut secret[..])?;
    let hand = Hand::of(&secret);
    Ok((Mine { secret: Private::new((*secret).into()), card: hand.card() }, hand))
}

/// A new name for a document.
///
/// # Errors
/// If the system gives no random bytes.
pub fn name() -> Result<[u8; 16], CannotSeal> {
    let mut name = [0; 16];
    luck(&mut name)?;
    Ok(name)
}

/// What two people read to each other, to be sure that nobody put another key between them: the same on both sides, 24 digits.
pub fn phrase(one: &Card, other: &Card) -> String {
    let mut both = [[one.marks, one.seals].concat(), [other.marks, other.seals].concat()];
    both.sort();
    let mut luck = [0; 16];
    blake3::Hasher::new_derive_key("sideways 2026-11-23 phrase of two keys")
        .update(&both.concat())
        .finalize_xof()
        .fill(&mut luck);
    let digits = format!("{:024}", u128::from_be_bytes(luck) % 10_u128.pow(24));
    let groups: Vec<&str> = (0..6).filter_map(|at| digits.get(at * 4..at * 4 + 4)).collect();
    groups.join(" ")
}

/// What a line with a key begins with.
const LINE: &str = "sideways-key-1-";

/// A key as a line that can be sent by any way.
pub fn line(card: &Card) -> String {
    let bytes = [card.marks, card.seals].concat();
    let sum = blake3::hash(&bytes);
    let digits: String = bytes.iter().chain(&sum.as_bytes()[..4]).map(|byte| format!("{byte:02x}")).collect();
    format!("{LINE}{digits}")
}

/// A key from such a line, whatever stands around it.
pub fn of_line(line: &str) -> Option<Card> {
    let (_, digits) = line.split_once(LINE)?;
    let digits: String = digits.chars().take_while(char::is_ascii_hexdigit).collect();
    let byte = |at: usize| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok();
    let bytes: Vec<u8> = (0..digits.len()).step_by(2).map(byte).collect::<Option<_>>()?;
    let (bytes, sum) = bytes.split_last_chunk::<4>()?;
    let (marks, seals) = (bytes.first_chunk()?, bytes.last_chunk()?);
    let is_whole = bytes.len() == 64 && blake3::hash(bytes).as_bytes()[..4] == *sum;
    is_whole.then_some(Card { marks: *marks, seals: *seals })
}

impl Desk {
    /// The hand that signs for the leader, where they have a key.
    pub fn hand(&self, screen: &OwnersScreen) -> Option<Hand> {
        self.notes().escalations.mine().map(|mine| Hand::of(mine.secret.reveal(screen)))
    }
}

impl From<Escalating> for Stop {
    fn from(refusal: Escalating) -> Self {
        Self::from(playbook::refusal::Refusal::from(refusal))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(digits: &str) -> Vec<u8> {
        (0..digits.len()).step_by(2).map(|at| u8::from_str_radix(&digits[at..at + 2], 16).unwrap()).collect()
    }

    /// RFC 9180, A.2.1: what somebody else sealed opens here.
    #[test]
    fn a_file_is_sealed_as_the_standard_says() {
        let key =
            SecretKey::from_bytes(&bytes("8057991eef8f1f1af18f4a9491d16a1ce333f695d4db8e38da75975c4478e0fb"))
                .unwrap();
        let encapsulated = bytes("1afa08d3dec047a643885163f1180476fa7ddb54c6a8029ea33f95796bf2ac4a");
        let info = bytes("4f6465206f6e2061204772656369616e2055726e");
        let sealed = bytes(
            "1c5250d8034ec2b784ba2cfd69dbdb8af406cfe3ff938e131f0def8c8b60b4db21993c62ce81883d2dd1b51a28",
        );
        let opened = unsealed(&key, &encapsulated, &info, b"Count-0", &sealed).unwrap();
        assert_eq!(opened, b"Beauty is truth, truth beauty");
    }

    /// RFC 8032, 7.1, test 2.
    #[test]
    fn a_mark_is_signed_as_the_standard_says() {
        let seed = bytes("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb");
        let pair = Ed25519KeyPair::from_seed_unchecked(&seed).unwrap();
        let signature = bytes(
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
        );
        assert_eq!(pair.sign(&[0x72]).as_ref(), signature);
        let key = pair.public_key().as_ref().try_into().unwrap();
        assert!(Eye.holds(&key, &[0x72], &signature.clone().try_into().unwrap()));
        assert!(!Eye.holds(&key, &[0x73], &signature.try_into().unwrap()));
    }

    #[test]
    fn a_sealed_file_opens_for_one_key_and_not_once_it_was_changed() {
        let ((_, one), (_, other)) = (fresh().unwrap(), fresh().unwrap());
        let file = seal_for(&one.card(), b"both positions").unwrap();
        assert_eq!(one.open(&file).unwrap(), b"both positions");
        assert_eq!(file.len(), BEGINS.len() + ENCAPSULATED + SMALLEST + 16);
        assert!(other.open(&file).is_err());
        for at in (0..file.len()).step_by(97) {
            let mut flipped = file.clone();
            flipped[at] ^= 1;
            assert!(one.open(&flipped).is_err(), "{at}");
            assert!(one.open(&file[..at]).is_err(), "{at}");
        }
        assert!(seal_for(&Card { marks: [0; 32], seals: [0; 32] }, b"x").is_err(), "a key of small order");
    }

    #[test]
    fn a_line_carries_a_key_and_a_slip_of_the_pen_shows() {
        let (_, hand) = fresh().unwrap();
        let line = line(&hand.card());
        assert_eq!(of_line(&format!("Here you are: {line}, Ada")), Some(hand.card()));
        for at in [LINE.len(), line.len() - 1] {
            let digit = if line.as_bytes()[at] == b'7' { "8" } else { "7" };
            let mut slipped = line.clone();
            slipped.replace_range(at..=at, digit);
            assert_eq!(of_line(&slipped), None);
        }
        assert_eq!(of_line("sideways-key-1-é"), None);
    }

    #[test]
    fn both_sides_read_the_same_phrase_and_another_key_another() {
        let cards: Vec<Card> = (0..3).map(|_| fresh().unwrap().1.card()).collect();
        assert_eq!(phrase(&cards[0], &cards[1]), phrase(&cards[1], &cards[0]));
        assert_ne!(phrase(&cards[0], &cards[1]), phrase(&cards[0], &cards[2]));
        assert_eq!(phrase(&cards[0], &cards[1]).len(), 29);
    }
}
