//! The document as a plain file for somebody who does not use the program: read back with every change shown (rule E8).

use minicbor::{Decode, Encode};
use serde::Serialize;

use super::{
    document::{Author, Field, Words},
    joint::{At, Joint, Value, Writing},
    text::END,
};
use crate::refusal::Escalating;

/// Where they agree, behind the text.
pub(crate) const AGREED: &str = "If this text is right as it stands, write below this line, in your own words, that you agree to it \
and hold the other position to be fairly stated, and on which day:";

/// The text of a document as it went out in a plain file.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct WentOut {
    #[n(0)]
    edition: At,
    #[n(1)]
    parts: Vec<(Field, Words)>,
}

impl WentOut {
    /// As it goes out now.
    pub fn of(joint: &Joint) -> Self {
        let said = |field: Field| Some((field, joint.said(field)?.clone()));
        Self {
            edition: joint.reached(Field::is_text),
            parts: Field::TEXT.into_iter().filter_map(said).collect(),
        }
    }

    fn said(&self, field: Field) -> Option<&Words> {
        self.parts.iter().find(|(of, _)| *of == field).map(|(_, words)| words)
    }
}

/// A change that somebody made in a plain file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    /// The part, as the command line calls it.
    pub part: &'static str,
    /// Its heading.
    pub heading: String,
    /// What stood there; empty where nothing did.
    pub was: String,
    /// What stands there now; empty where it was taken out.
    pub is: String,
    /// Whether it is taken over; a part that is the reader's own stays as it is.
    pub is_taken: bool,
    /// Whether the reader changed it as well since the file went out: then both versions stand side by side.
    pub is_both: bool,
    #[serde(skip)]
    field: Field,
    #[serde(skip)]
    words: Option<Words>,
    /// What of the reader they knew when they wrote it.
    #[serde(skip)]
    knew: u32,
}

impl Change {
    /// What is to be recorded for them in a document.
    pub fn recorded(&self, joint: &Joint, them: Author) -> Option<(Field, Writing)> {
        let value = self.words.clone().map_or(Value::Nothing, Value::Said);
        let writing = match self.is_both {
            true => joint.record_beside(value, them, self.knew),
            false => joint.record(value, them),
        };
        self.is_taken.then_some((self.field, writing))
    }
}

/// What came back in a plain file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Returned {
    /// Every change, in the order of the text.
    pub changes: Vec<Change>,
    /// Headings of parts that were changed here since the file went out, and that they left as they were: those stay.
    pub kept: Vec<String>,
    /// Their agreement, in their words.
    pub agreed: Option<Words>,
}

/// Reads a plain file that came back, against the text as it went out: what they left is not theirs, whatever was written here
/// since.
///
/// # Errors
/// If it is not this document, a heading of it is gone or twice there, or words in it hide something.
pub fn read(joint: &Joint, me: Author, sent: &[WentOut], file: &str) -> Result<Returned, Escalating> {
    let file = file.replace("\r\n", "\n");
    let (text, behind) = file.split_once(&format!("\n{END}\n")).unwrap_or((&file, ""));
    if !text.contains(&super::text::hex(&joint.id)) {
        return Err(Escalating::NotThisDocument);
    }
    let lined = |label: &str| {
        let line = text.lines().find_map(|line| line.trim().strip_prefix(label));
        line.map(str::trim).unwrap_or_default().to_owned()
    };
    let edition = lined("- Edition:");
    let is_it = |one: &&WentOut| format!("{}.{}", one.edition[0], one.edition[1]) == edition;
    let now = WentOut::of(joint);
    let went_out = sent.iter().find(is_it).or(sent.last()).unwrap_or(&now);
    let whom_was = went_out.said(Field::Whom).map_or("", Words::as_str).to_owned();
    let (mut changes, mut kept) = (Vec::new(), Vec::new());
    for field in Field::TEXT {
        let heading = field.heading(&joint.names, &whom_was);
        let body = match field {
            Field::Whom => lined("- For:"),
            Field::By => lined("- By:"),
            _ => match body(text, &heading)? {
                Some(body) => body,
                None if field.is_offered() => String::new(),
                None => return Err(Escalating::HeadingGone { heading }),
            },
        };
        let words = match body.trim() {
            "" => None,
            typed => Some(field.words(typed)?),
        };
        match came(joint, me, went_out, (field, words)) {
            Came::AsItIsHere => {}
            Came::AsItWentOut => kept.push(heading),
            Came::Changed(change) => changes.push(Change { heading, ..change }),
        }
    }
    let behind = unquoted(behind.split_once(AGREED).map_or(behind, |(_, behind)| behind));
    let agreed = match behind.trim() {
        "" => None,
        typed => Some(Words::of(typed)?),
    };
    Ok(Returned { changes, kept, agreed })
}

/// How a part came back.
enum Came {
    AsItIsHere,
    /// They left it, and it was changed here since.
    AsItWentOut,
    Changed(Change),
}

fn came(joint: &Joint, me: Author, went_out: &WentOut, (field, words): (Field, Option<Words>)) -> Came {
    let (was, is, now) = (went_out.said(field), words.as_ref(), joint.said(field));
    let versions = joint.values(field);
    let is_here = match is {
        Some(is) => versions.iter().any(|one| matches!(&one.value, Value::Said(one) if one == is)),
        None => now.is_none(),
    };
    if is_here {
        return Came::AsItIsHere;
    }
    if is == was {
        return Came::AsItWentOut;
    }
    // The author of a part alone takes it out or changes it.
    let is_theirs = field.owner().is_none_or(|owner| owner != me);
    let text = |words: Option<&Words>| words.map_or("", Words::as_str).to_owned();
    Came::Changed(Change {
        part: field.word(),
        heading: String::new(),
        was: text(now),
        is: text(is),
        is_taken: is_theirs && (is.is_some() || field.is_offered()),
        is_both: is_theirs && now != was && versions.iter().any(|one| one.by == me),
        knew: went_out.edition[me.at()],
        field,
        words,
    })
}

/// What stands below a heading; none where it is not there.
pub(super) fn body(text: &str, heading: &str) -> Result<Option<String>, Escalating> {
    let is_it = |line: &str| line.strip_prefix("## ").is_some_and(|rest| rest.trim() == heading);
    let mut lines = text.lines().skip_while(|line| !is_it(line));
    if lines.next().is_none() {
        return Ok(None);
    }
    let rest: Vec<&str> = lines.collect();
    if rest.iter().any(|line| is_it(line)) {
        return Err(Escalating::HeadingGone { heading: heading.to_owned() });
    }
    let own: Vec<&str> = rest.into_iter().take_while(|line| !line.starts_with("## ")).collect();
    Ok(Some(unquoted(&own.join("\n"))))
}

/// Words without the marks of a quote before their lines.
fn unquoted(words: &str) -> String {
    let line = |line: &str| match line.strip_prefix('>') {
        Some(rest) => rest.strip_prefix(' ').unwrap_or(rest).to_owned(),
        None => line.to_owned(),
    };
    words.lines().map(line).collect::<Vec<_>>().join("\n")
}
