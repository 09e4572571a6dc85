//! The document as a plain file for somebody who does not use the program: read back with every change shown (rule E8).

use serde::Serialize;

use super::{
    document::{Author, Field, Words},
    joint::Joint,
    text::END,
};
use crate::refusal::Escalating;

/// Where they agree, behind the text.
pub(crate) const AGREED: &str = "If this text is right as it stands, write below this line, in your own words, that you agree to it \
and hold the other position to be fairly stated, and on which day:";

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
    #[serde(skip)]
    field: Field,
    #[serde(skip)]
    words: Option<Words>,
}

impl Change {
    /// What is to be recorded for them.
    pub fn recorded(&self) -> Option<(Field, Option<Words>)> {
        self.is_taken.then(|| (self.field, self.words.clone()))
    }
}

/// What came back in a plain file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Returned {
    /// Every change, in the order of the text.
    pub changes: Vec<Change>,
    /// Their agreement, in their words.
    pub agreed: Option<Words>,
}

/// Reads a plain file that came back.
///
/// # Errors
/// If it is not this document, a heading of it is gone or twice there, or words in it hide something.
pub fn read(joint: &Joint, me: Author, file: &str) -> Result<Returned, Escalating> {
    let file = file.replace("\r\n", "\n");
    let (text, behind) = file.split_once(&format!("\n{END}\n")).unwrap_or((&file, ""));
    if !text.contains(&super::text::hex(&joint.id)) {
        return Err(Escalating::NotThisDocument);
    }
    let lined = |label: &str| {
        let line = text.lines().find_map(|line| line.trim().strip_prefix(label));
        line.map(str::trim).unwrap_or_default().to_owned()
    };
    let whom_was = joint.said(Field::Whom).map_or("", Words::as_str).to_owned();
    let mut changes = Vec::new();
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
        let was = joint.said(field);
        if was != words.as_ref() {
            // The author of a part alone takes it out or changes it.
            let is_theirs = field.owner().is_none_or(|owner| owner != me);
            let is_taken = is_theirs && (words.is_some() || field.is_offered());
            changes.push(Change {
                part: field.word(),
                heading,
                was: was.map_or("", Words::as_str).to_owned(),
                is: words.as_ref().map_or("", Words::as_str).to_owned(),
                is_taken,
                field,
                words,
            });
        }
    }
    let behind = unquoted(behind.split_once(AGREED).map_or(behind, |(_, behind)| behind));
    let agreed = match behind.trim() {
        "" => None,
        typed => Some(Words::of(typed)?),
    };
    Ok(Returned { changes, agreed })
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
