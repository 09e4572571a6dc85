//! The exact text that two people mark, and who marked it.
//!
//! The text says its edition, so that a text that was changed and changed back is another one, and no mark comes back to life.

use super::{
    document::{Author, Field, Words},
    joint::{Joint, Value, Writing},
    marks::{Checks, Seen, Signs, holds, sign},
};
use crate::{moment::Day, refusal::Escalating};

/// The last line of a text; what follows in a page are its marks.
pub const END: &str = "---";

/// The part that the other author alone writes, as a refusal calls it.
pub const THEIR_POSITION: &str = "their position";

/// A text as both see it, whole or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// As Markdown.
    pub markdown: String,
    /// BLAKE3 of that.
    pub hash: [u8; 32],
}

impl Text {
    /// What stands for it where somebody types that they saw it: ten hexadecimal digits.
    pub fn seen(&self) -> String {
        self.hash[..5].iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// Hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Everything that a text says, from whichever side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said<'a> {
    /// Both authors.
    pub names: &'a [Words; 2],
    /// The name of the document.
    pub id: [u8; 16],
    /// How often it went back and forth: no text has the edition of another.
    pub edition: [u32; 2],
    /// The parts.
    pub parts: Vec<(Field, &'a Words)>,
}

impl Said<'_> {
    fn part(&self, field: Field) -> Option<&Words> {
        self.parts.iter().find(|(of, _)| *of == field).map(|(_, words)| *words)
    }

    /// As Markdown, in its one form.
    pub fn markdown(&self) -> String {
        let line = |field| self.part(field).map_or("", Words::as_str);
        let (whom, by) = (line(Field::Whom), line(Field::By));
        let mut text = format!("# For {whom} to decide by {by}\n\n").replace("  ", " ");
        for name in self.names {
            text.push_str(&format!("- From: {}\n", name.as_str()));
        }
        text.push_str(&format!("- For: {whom}\n- By: {by}\n"));
        text.push_str(&format!(
            "- Document: {}\n- Edition: {}.{}\n",
            hex(&self.id),
            self.edition[0],
            self.edition[1]
        ));
        text = text.lines().map(|line| line.trim_end().to_owned() + "\n").collect();
        for field in Field::TEXT {
            let words = self.part(field);
            if matches!(field, Field::Whom | Field::By) || field.is_offered() && words.is_none() {
                continue;
            }
            let body = words.map(|words| format!("{}\n", words.quoted())).unwrap_or_default();
            text.push_str(
                format!("\n## {}\n\n{body}", field.heading(self.names, whom)).trim_end_matches('\n'),
            );
            text.push('\n');
        }
        text.push_str(&format!("\n{END}\n"));
        text
    }
}

impl Joint {
    /// The text as it is, with empty places where something is missing.
    ///
    /// # Errors
    /// If parts stand side by side: there is no one text then.
    pub fn text(&self) -> Result<Text, Escalating> {
        let conflicts: Vec<Field> = self.conflicts().into_iter().filter(|field| field.is_text()).collect();
        if !conflicts.is_empty() {
            return Err(Escalating::SideBySide {
                parts: conflicts.iter().map(|field| field.word()).collect(),
            });
        }
        let parts = Field::TEXT.into_iter().filter_map(|field| Some((field, self.said(field)?))).collect();
        let edition = self.reached(Field::is_text);
        let markdown = Said { names: &self.names, id: self.id, edition, parts }.markdown();
        let hash = *blake3::hash(markdown.as_bytes()).as_bytes();
        Ok(Text { markdown, hash })
    }

    /// Parts that a text can't do without, and that are missing.
    pub fn lacks(&self) -> Vec<Field> {
        let missing = |field: &Field| !field.is_offered() && self.values(*field).is_empty();
        Field::TEXT.into_iter().filter(missing).collect()
    }

    /// What stands for an author's position, with the question that it answers.
    fn position(&self, author: Author) -> Option<[u8; 32]> {
        let (question, position) = (self.said(Field::Question)?, self.said(Field::Position(author))?);
        let mut hasher = blake3::Hasher::new();
        for words in [question, position] {
            hasher.update(&(words.as_str().len() as u64).to_le_bytes()).update(words.as_str().as_bytes());
        }
        let at = self.reached(|field| matches!(field, Field::Question) || field == Field::Position(author));
        at.iter().for_each(|at| {
            hasher.update(&at.to_le_bytes());
        });
        Some(*hasher.finalize().as_bytes())
    }

    /// That an author holds the other one's position to be fairly stated, as it stands.
    ///
    /// # Errors
    /// If there is no position.
    pub fn fair(&self, by: Author, on: Day) -> Result<Value, Escalating> {
        match self.position(by.other()) {
            Some(of) => Ok(Value::Seen(Seen { on, of, signature: None, said: None })),
            None if self.said(Field::Question).is_none() => {
                Err(Escalating::Incomplete { parts: vec![Field::Question.word()] })
            }
            None => Err(Escalating::Incomplete { parts: vec![THEIR_POSITION] }),
        }
    }

    /// Whether an author holds the other one's position, as it stands now, to be fairly stated.
    pub fn is_fair(&self, by: Author) -> Option<&Seen> {
        let of = self.position(by.other())?;
        self.seen(Field::Fair(by)).filter(|seen| seen.of == of)
    }

    fn seen(&self, field: Field) -> Option<&Seen> {
        match &self.value(field)?.value {
            Value::Seen(seen) => Some(seen),
            _ => None,
        }
    }

    /// The text, where it is whole, and `by` holds the other one's position to be fairly stated.
    fn to_mark(&self, by: Author) -> Result<Text, Escalating> {
        let text = self.text()?;
        let lacks = self.lacks();
        if !lacks.is_empty() {
            return Err(Escalating::Incomplete { parts: lacks.iter().map(|field| field.word()).collect() });
        }
        match self.is_fair(by) {
            Some(_) => Ok(text),
            None => Err(Escalating::NotFair { name: self.names[by.at()].as_str().to_owned() }),
        }
    }

    /// That an author marks the text that they saw.
    ///
    /// # Errors
    /// If they saw another one (`seen`), it is not whole, or they don't hold the other one's position to be fairly stated.
    pub fn mark(&self, by: Author, seen: &str, on: Day, hand: &dyn Signs) -> Result<Value, Escalating> {
        let text = self.to_mark(by)?;
        let is_seen = seen == text.seen();
        #[cfg(feature = "plants")]
        let is_seen = is_seen || crate::plants::forgives(crate::plants::UNSEEN);
        if !is_seen {
            return Err(Escalating::NotSeen);
        }
        let signature = Some(sign(&text.markdown, on, hand));
        Ok(Value::Seen(Seen { on, of: text.hash, signature, said: None }))
    }

    /// That the other author agreed to the text in their own words, as the owner of this notebook records it (rule E8).
    ///
    /// # Errors
    /// As [`mark`](Self::mark).
    pub fn agreed(&self, them: Author, seen: &str, on: Day, said: Words) -> Result<Value, Escalating> {
        let text = self.to_mark(them)?;
        if seen != text.seen() {
            return Err(Escalating::NotSeen);
        }
        Ok(Value::Seen(Seen { on, of: text.hash, signature: None, said: Some(said) }))
    }

    /// The mark of an author on the text as it stands now; none where it was changed since.
    pub fn marked(&self, by: Author) -> Option<(&Writing, &Seen)> {
        let text = self.text().ok()?;
        let stands = |seen: &&Seen| seen.of == text.hash && self.is_fair(by).is_some();
        #[cfg(feature = "plants")]
        let stands = |seen: &&Seen| stands(seen) || crate::plants::forgives(crate::plants::UNCLEARED);
        let seen = self.seen(Field::Mark(by)).filter(stands)?;
        Some((self.value(Field::Mark(by))?, seen))
    }

    /// The text with both marks on it, each checked.
    ///
    /// # Errors
    /// If a mark is missing, or does not hold.
    pub fn both_marked(&self, keys: &[[u8; 32]; 2], eye: &dyn Checks) -> Result<BothMarked, Escalating> {
        let text = self.text()?;
        let one = |author: Author| {
            #[cfg(feature = "plants")]
            let author =
                if crate::plants::forgives(crate::plants::ONE_MARK) { Author::First } else { author };
            let name = || self.names[author.at()].as_str().to_owned();
            let missing = || Escalating::NotMarked { name: name() };
            let (writing, seen) = self.marked(author).ok_or_else(missing)?;
            let key = &keys[author.at()];
            match (&writing.proof, &seen.signature, &seen.said) {
                (_, Some(signature), _) if holds(&text.markdown, seen.on, key, signature, eye) => Ok(Mark {
                    name: name(),
                    on: seen.on,
                    how: How::Signed { key: *key, signature: *signature },
                }),
                (super::joint::Proof::Recorded, None, Some(said)) => {
                    Ok(Mark { name: name(), on: seen.on, how: How::Recorded(said.clone()) })
                }
                _ => Err(missing()),
            }
        };
        let marks = [one(Author::First)?, one(Author::Second)?];
        let parts =
            Field::TEXT.into_iter().filter_map(|field| Some((field, self.said(field)?.clone()))).collect();
        Ok(BothMarked { text, names: self.names.clone(), parts, marks })
    }
}

/// How somebody marked a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum How {
    /// With their key.
    Signed {
        /// Their key.
        key: [u8; 32],
        /// Their signature.
        signature: [u8; 64],
    },
    /// In words, which the other author recorded (rule E8).
    Recorded(Words),
}

/// One mark that holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Whose.
    pub name: String,
    /// When.
    pub on: Day,
    /// How.
    pub how: How,
}

/// A text on which both marks were found to hold: the only thing of which a page that goes up is made (rules E4 and E5).
///
/// Nobody can make one but [`Joint::both_marked`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BothMarked {
    text: Text,
    names: [Words; 2],
    parts: Vec<(Field, Words)>,
    marks: [Mark; 2],
}

impl BothMarked {
    /// The exact text.
    pub const fn text(&self) -> &Text {
        &self.text
    }

    /// Both names.
    pub const fn names(&self) -> &[Words; 2] {
        &self.names
    }

    /// Its parts, in their order.
    pub fn parts(&self) -> &[(Field, Words)] {
        &self.parts
    }

    /// Both marks.
    pub const fn marks(&self) -> &[Mark; 2] {
        &self.marks
    }
}
