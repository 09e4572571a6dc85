//! Marks: one person, one exact text (rule E3).
//!
//! Nothing here holds a key. Who signs and who checks is a parameter: the desk does.

use base64ct::{Base64, Encoding};
use jiff::civil::Date;
use minicbor::{Decode, Encode};

use super::document::Words;
use crate::moment::Day;

/// Signs for one person.
pub trait Signs {
    /// Their public key (Ed25519).
    fn key(&self) -> [u8; 32];
    /// Their signature over bytes.
    fn sign(&self, bytes: &[u8]) -> [u8; 64];
    /// SHA-512, which stands for the text within a mark.
    fn digest(&self, bytes: &[u8]) -> [u8; 64];
}

/// Checks what somebody signed.
pub trait Checks {
    /// Whether a signature is that of a key over these bytes.
    fn holds(&self, key: &[u8; 32], bytes: &[u8], signature: &[u8; 64]) -> bool;
    /// SHA-512, which stands for the text within a mark.
    fn digest(&self, bytes: &[u8]) -> [u8; 64];
}

/// That somebody saw exactly this, and stands by it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
pub struct Seen {
    /// When.
    #[n(0)]
    pub on: Day,
    /// BLAKE3 of what they saw.
    #[cbor(n(1), with = "minicbor::bytes")]
    pub of: [u8; 32],
    /// Their signature as OpenSSH makes it, over a text that they marked.
    #[cbor(n(2), with = "minicbor::bytes")]
    pub signature: Option<[u8; 64]>,
    /// Their own words, as the other author recorded them (rule E8).
    #[n(3)]
    pub said: Option<Words>,
}

/// What OpenSSH calls the namespace: what was marked, and on which day, so that the day is signed as well.
pub fn namespace(on: Day) -> String {
    format!("joint-{on}@sideways")
}

fn put(bytes: &mut Vec<u8>, part: &[u8]) {
    bytes.extend((part.len() as u32).to_be_bytes());
    bytes.extend(part);
}

fn take<'a>(bytes: &mut &'a [u8]) -> Option<&'a [u8]> {
    let (length, rest) = bytes.split_first_chunk::<4>()?;
    let (part, rest) = rest.split_at_checked(u32::from_be_bytes(*length) as usize)?;
    *bytes = rest;
    Some(part)
}

/// The bytes that stand for a text under a mark, in the frame of OpenSSH (PROTOCOL.sshsig), with the text's SHA-512.
fn framed(on: Day, digest: &[u8; 64]) -> Vec<u8> {
    let mut bytes = b"SSHSIG".to_vec();
    for part in [namespace(on).as_bytes(), b"", b"sha512", digest] {
        put(&mut bytes, part);
    }
    bytes
}

/// Marks a text on a day.
pub fn sign(text: &str, on: Day, hand: &dyn Signs) -> [u8; 64] {
    hand.sign(&framed(on, &hand.digest(text.as_bytes())))
}

/// Whether a mark is that of a key on exactly this text and day.
pub fn holds(text: &str, on: Day, key: &[u8; 32], signature: &[u8; 64], eye: &dyn Checks) -> bool {
    eye.holds(key, &framed(on, &eye.digest(text.as_bytes())), signature)
}

/// A public key as OpenSSH stores it.
fn stored_key(key: &[u8; 32]) -> Vec<u8> {
    let mut bytes = Vec::new();
    put(&mut bytes, b"ssh-ed25519");
    put(&mut bytes, key);
    bytes
}

/// A public key as a line of OpenSSH: `ssh-ed25519 AAAA...`.
pub fn key_line(key: &[u8; 32]) -> String {
    format!("ssh-ed25519 {}", Base64::encode_string(&stored_key(key)))
}

/// A public key from a line of OpenSSH.
pub fn key_of_line(line: &str) -> Option<[u8; 32]> {
    let mut words = line.split_whitespace().skip_while(|word| *word != "ssh-ed25519").skip(1);
    let bytes = Base64::decode_vec(words.next()?).ok()?;
    let key = bytes.get(bytes.len().checked_sub(32)?..)?.try_into().ok()?;
    (stored_key(&key) == bytes).then_some(key)
}

const BEGIN: &str = "-----BEGIN SSH SIGNATURE-----";
const END: &str = "-----END SSH SIGNATURE-----";

/// A mark as `ssh-keygen -Y verify` reads it.
pub fn armoured(key: &[u8; 32], on: Day, signature: &[u8; 64]) -> String {
    let mut signed = Vec::new();
    put(&mut signed, b"ssh-ed25519");
    put(&mut signed, signature);
    let mut bytes = b"SSHSIG".to_vec();
    bytes.extend(1_u32.to_be_bytes());
    for part in [&stored_key(key)[..], namespace(on).as_bytes(), b"", b"sha512", &signed] {
        put(&mut bytes, part);
    }
    let text = Base64::encode_string(&bytes);
    let lines: Vec<String> =
        text.as_bytes().chunks(70).map(|line| String::from_utf8_lossy(line).into_owned()).collect();
    format!("{BEGIN}\n{}\n{END}\n", lines.join("\n"))
}

/// A mark that was read: whose key, the day, the signature. It is yet to be checked.
pub fn read(armoured: &str) -> Option<([u8; 32], Day, [u8; 64])> {
    let text: String = armoured.trim().strip_prefix(BEGIN)?.strip_suffix(END)?.split_whitespace().collect();
    let bytes = Base64::decode_vec(&text).ok()?;
    let mut rest = bytes.strip_prefix(b"SSHSIG")?.strip_prefix(&1_u32.to_be_bytes())?;
    let key: [u8; 32] = take(&mut rest)?.strip_prefix(&stored_key(&[0; 32])[..19])?.try_into().ok()?;
    let name = std::str::from_utf8(take(&mut rest)?).ok()?;
    let on: Date = name.strip_prefix("joint-")?.strip_suffix("@sideways")?.parse().ok()?;
    let (reserved, digest, mut signed) = (take(&mut rest)?, take(&mut rest)?, take(&mut rest)?);
    let is_ours = reserved.is_empty() && digest == b"sha512" && take(&mut signed)? == b"ssh-ed25519";
    let signature = take(&mut signed)?.try_into().ok()?;
    let read = (is_ours && rest.is_empty() && signed.is_empty()).then_some((key, Day(on), signature))?;
    // One text for one mark: nothing may hide in another spelling of it.
    (armoured.trim() == self::armoured(&read.0, read.1, &read.2).trim()).then_some(read)
}
