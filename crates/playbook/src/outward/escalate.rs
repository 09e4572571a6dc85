//! What leaves of a joint document: to its other author as a file, and up as one page with both names (rules E4, E5 and E8).

use serde::Serialize;

use super::{Text, plainly};
use crate::{
    escalate::{
        Author, BothMarked, Field, Joint, Words,
        marks::{Signs, armoured},
        parcel::Parcel,
        plain::AGREED,
        text::{How, Mark},
    },
    refusal::Escalating,
};

/// What a plain file asks of its reader, before the text.
const BEFORE: &str = "Change whatever is not right, below each heading, and write your position in your own words; \
then send the file back.\nThis is a draft of two authors: nothing here goes up before both agree to one exact text.";

/// The document as a plain file for an author who does not use the program (rule E8).
///
/// # Errors
/// If parts stand side by side.
pub fn plain(joint: &Joint) -> Result<Text, Escalating> {
    let text = joint.text()?;
    Ok(Text(format!("{BEFORE}\n\n{}\n{AGREED}\n\n>\n", text.markdown)))
}

/// All that one notebook holds of the document, signed for the other one, whose key is `to`. It is yet to be sealed.
pub fn parcel(joint: &Joint, me: Author, to: &[u8; 32], hand: &dyn Signs) -> Vec<u8> {
    Parcel::bytes(joint, me, to, hand)
}

/// The page that goes up, as plain values.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Page {
    /// Its title: for whom, and by when.
    pub title: String,
    /// Both authors.
    pub names: [String; 2],
    /// Its parts, in their order.
    pub blocks: Vec<Block>,
    /// Who marked it, a sentence each.
    pub marks: [String; 2],
    /// The name of the document, and its edition.
    pub foot: String,
    /// The exact text with both marks below it, as `sideways escalate check` reads it.
    pub markdown: Text,
}

/// A part of a page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Block {
    /// Its heading.
    pub heading: String,
    /// Its paragraphs; a paragraph may have several lines.
    pub paragraphs: Vec<String>,
}

/// The page that goes up. It is made of a text with both marks and of nothing else.
pub fn page(both: &BothMarked) -> Page {
    let part = |field| {
        let found = both.parts().iter().find(|(of, _)| *of == field);
        found.map_or("", |(_, words)| words.as_str())
    };
    let (whom, by) = (part(Field::Whom), part(Field::By));
    let is_body = |field: &Field| !matches!(field, Field::Whom | Field::By);
    let block = |(field, words): &(Field, Words)| Block {
        heading: field.heading(both.names(), whom),
        paragraphs: words.as_str().split("\n\n").map(str::to_owned).collect(),
    };
    let blocks = both.parts().iter().filter(|(field, _)| is_body(field)).map(block).collect();
    let day = Field::day_of(by).map_or_else(|| by.to_owned(), plainly);
    let foot = both
        .text()
        .markdown
        .lines()
        .filter(|line| line.starts_with("- Document: ") || line.starts_with("- Edition: "));
    let foot: Vec<&str> = foot.map(|line| line.trim_start_matches("- ")).collect();
    Page {
        title: format!("For {whom} to decide by {day}"),
        names: [0, 1].map(|at: usize| both.names()[at].as_str().to_owned()),
        blocks,
        marks: [0, 1].map(|at: usize| said(both, at)),
        foot: foot.join(", "),
        markdown: Text(format!("{}{}", both.text().markdown, below(both.names(), both.marks()))),
    }
}

/// Which letters of a page a typeface has no shape for, said below it. `drawn` stands in their place.
pub fn without_shape(drawn: char, letters: &[char]) -> Text {
    let codes: Vec<String> =
        letters.iter().take(24).map(|letter| format!("U+{:04X}", *letter as u32)).collect();
    let more = letters.len().saturating_sub(codes.len());
    let more = if more == 0 { String::new() } else { format!(" and {more} more") };
    Text(format!("{drawn} stands for a letter that this typeface lacks: {}{more}.", codes.join(", ")))
}

fn said(both: &BothMarked, at: usize) -> String {
    let (mark, other) = (&both.marks()[at], both.names()[1 - at].as_str());
    let on = plainly(mark.on);
    match &mark.how {
        How::Signed { .. } => {
            format!(
                "{} marked this exact text on {on}, and holds the position of {other} to be fairly stated.",
                mark.name
            )
        }
        How::Recorded(words) => format!(
            "{} agreed to this exact text on {on} in these words, as {other} recorded them: “{}”",
            mark.name,
            crate::words::on_one_line(words.as_str())
        ),
    }
}

/// The marks as they stand below a text.
pub(crate) fn below(names: &[Words; 2], marks: &[Mark]) -> String {
    let one = |mark: &Mark| {
        let other = names.iter().find(|name| name.as_str() != mark.name).map_or("", Words::as_str);
        match &mark.how {
            How::Signed { key, signature } => format!(
                "{} marked this exact text on {}, and holds the position of {other} to be fairly stated:\n\n```\n{}```\n",
                mark.name,
                mark.on,
                armoured(key, mark.on, signature)
            ),
            How::Recorded(words) => format!(
                "{} agreed to this exact text on {} in these words, as {other} recorded them:\n\n{}",
                mark.name,
                mark.on,
                words.quoted()
            ),
        }
    };
    let all: Vec<String> = marks.iter().map(one).collect();
    format!("\n## Marks\n\n{}", all.join("\n"))
}
