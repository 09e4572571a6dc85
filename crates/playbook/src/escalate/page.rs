//! A page that came up, checked without a notebook: who marked exactly this text, and when.

use serde::Serialize;

use super::{
    document::{Field, Words},
    marks::{Checks, holds, key_line, key_of_line, read as read_mark},
    plain::body,
    text::{END, How, Mark, Said, hex},
};
use crate::{moment::Day, outward::escalate::below, refusal::Escalating};

/// Bytes of a page at most.
pub const LARGEST: usize = 1 << 20;

/// What was found of a page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Checked {
    /// Both authors.
    pub names: [String; 2],
    /// For whom it is.
    pub whom: String,
    /// The name of the document.
    pub document: String,
    /// What was found of the mark of each.
    pub marks: [CheckedMark; 2],
}

/// What was found of one mark.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CheckedMark {
    /// Whose it would be.
    pub name: String,
    /// When, if there is one.
    pub on: Option<Day>,
    /// The key, as OpenSSH writes it, where it is signed.
    pub key: Option<String>,
    /// How it stands.
    pub found: Found,
}

/// How a mark stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Found {
    /// It is theirs, by a key that is known to be theirs.
    Known,
    /// It holds, by a key that the page itself brings.
    Signed,
    /// The other author recorded it: nothing proves it.
    Recorded,
    /// It does not hold on this text.
    Wrong,
    /// It holds, by a key that is known not to be theirs.
    Stranger,
    /// There is none.
    Missing,
}

impl Checked {
    /// Whether both marked exactly this text, by keys that nothing speaks against.
    pub fn is_joint(&self) -> bool {
        self.marks.iter().all(|mark| matches!(mark.found, Found::Known | Found::Signed))
    }

    /// Whether nothing speaks against it, but one mark is only recorded.
    pub fn is_recorded(&self) -> bool {
        !self.is_joint()
            && self
                .marks
                .iter()
                .all(|mark| matches!(mark.found, Found::Known | Found::Signed | Found::Recorded))
    }
}

/// Names and keys that the reader knows: a line each, as `allowed_signers` of OpenSSH has them.
pub fn keys(lines: &str) -> Vec<(String, [u8; 32])> {
    let one = |line: &str| {
        let (name, _) = line.split_once("ssh-ed25519")?;
        let name = name.split(" namespaces=").next().unwrap_or(name).trim().trim_matches('"').to_owned();
        Some((name, key_of_line(line)?))
    };
    lines.lines().map(str::trim).filter(|line| !line.starts_with('#')).filter_map(one).collect()
}

/// Reads a page and checks its marks. `known` are keys that the reader has compared.
///
/// # Errors
/// If it is no page, or holds anything but one text in its one form and marks on it.
pub fn check(file: &str, known: &[(String, [u8; 32])], eye: &dyn Checks) -> Result<Checked, Escalating> {
    let malformed = |fact: &str| Escalating::Malformed { fact: fact.to_owned() };
    let at = file.find(&format!("\n{END}\n")).ok_or_else(|| malformed("it is no joint document"))?;
    let (text, rest) = file.split_at(at + END.len() + 2);
    let head =
        |label: &str| text.lines().find_map(|line| line.strip_prefix(label)).unwrap_or_default().to_owned();
    let from: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("- From: ")).take(2).collect();
    let [first, second] = &from[..] else { return Err(malformed("it is not from two authors")) };
    let names = [Words::line(first)?, Words::line(second)?];
    let (whom, by) = (Words::line(&head("- For: "))?, Field::By.words(&head("- By: "))?);
    let mut parts = Vec::new();
    for field in Field::TEXT {
        let words = match field {
            Field::Whom => Some(whom.clone()),
            Field::By => Some(by.clone()),
            _ => body(&file[..at], &field.heading(&names, whom.as_str()))?
                .map(|words| Words::of(&words))
                .transpose()?,
        };
        parts.extend(words.map(|words| (field, words)));
    }
    let (document, edition) = (head("- Document: "), head("- Edition: "));
    let said = Said {
        names: &names,
        id: unhexed(&document).ok_or_else(|| malformed("it has no name"))?,
        edition: edition
            .split_once('.')
            .and_then(|(one, other)| Some([one.parse().ok()?, other.parse().ok()?]))
            .ok_or_else(|| malformed("it has no edition"))?,
        parts: parts.iter().map(|(field, words)| (*field, words)).collect(),
    };
    if said.markdown() != text {
        return Err(malformed("its text is not in its one form: something was put in or taken out"));
    }
    let found: Vec<Option<Mark>> = names.iter().map(|name| mark(rest, name)).collect();
    let there: Vec<Mark> = found.iter().flatten().cloned().collect();
    if !there.is_empty() && below(&names, &there) != rest || there.is_empty() && !rest.trim().is_empty() {
        return Err(malformed("it holds more than its text and marks on it"));
    }
    let marks = [0, 1].map(|at: usize| checked(text, names[at].as_str(), found[at].as_ref(), known, eye));
    let names = [0, 1].map(|at: usize| names[at].as_str().to_owned());
    let one_key = marks[0].key.is_some() && marks[0].key == marks[1].key;
    if one_key {
        return Err(malformed("one key made both marks"));
    }
    Ok(Checked { names, whom: whom.as_str().to_owned(), document: hex(&said.id), marks })
}

/// The mark of somebody below a text, yet to be checked.
fn mark(rest: &str, name: &Words) -> Option<Mark> {
    let name = name.as_str();
    let signed = format!("\n{name} marked this exact text on ");
    let agreed = format!("\n{name} agreed to this exact text on ");
    if let Some((_, behind)) = rest.split_once(&signed) {
        let armour = behind.split_once("```\n")?.1.split_once("```\n")?.0;
        let (key, on, signature) = read_mark(armour)?;
        return Some(Mark { name: name.to_owned(), on, how: How::Signed { key, signature } });
    }
    let (_, behind) = rest.split_once(&agreed)?;
    let on = behind.get(..10)?.parse().ok().map(Day)?;
    let (_, words) = behind.split_once("\n\n")?;
    let quoted: Vec<&str> = words.lines().take_while(|line| line.starts_with('>')).collect();
    let plain: Vec<&str> =
        quoted.iter().map(|line| line.trim_start_matches('>').trim_start_matches(' ')).collect();
    let words = Words::of(&plain.join("\n")).ok()?;
    Some(Mark { name: name.to_owned(), on, how: How::Recorded(words) })
}

fn checked(
    text: &str,
    name: &str,
    mark: Option<&Mark>,
    known: &[(String, [u8; 32])],
    eye: &dyn Checks,
) -> CheckedMark {
    let of = |on, key: Option<&[u8; 32]>, found| CheckedMark {
        name: name.to_owned(),
        on,
        key: key.map(key_line),
        found,
    };
    match mark {
        None => of(None, None, Found::Missing),
        Some(Mark { on, how: How::Recorded(_), .. }) => of(Some(*on), None, Found::Recorded),
        Some(Mark { on, how: How::Signed { key, signature }, .. }) => {
            let theirs: Vec<&[u8; 32]> =
                known.iter().filter(|(of, _)| of == name).map(|(_, key)| key).collect();
            let found = match holds(text, *on, key, signature, eye) {
                false => Found::Wrong,
                true if theirs.contains(&key) => Found::Known,
                true if known.is_empty() => Found::Signed,
                true => Found::Stranger,
            };
            of(Some(*on), Some(key), found)
        }
    }
}

fn unhexed(digits: &str) -> Option<[u8; 16]> {
    let number = u128::from_str_radix(digits, 16).ok().filter(|_| digits.len() == 32)?;
    (hex(&number.to_be_bytes()) == digits).then(|| number.to_be_bytes())
}
