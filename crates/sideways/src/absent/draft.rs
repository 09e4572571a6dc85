//! A draft of a review or a report, as it is read against the notebook.

use playbook::defend::passage::Passage;
use sources::{
    apart::{As, Harm},
    formats::passages::{self, passages},
    text::{Text, Texts},
};

use crate::{apart, stop::Stop};

/// A draft.
pub struct Draft {
    /// Its passages.
    pub passages: Vec<Passage>,
    /// What had to be mended to read it.
    pub mended: Vec<String>,
    text: Text,
}

impl Draft {
    /// Reads it.
    ///
    /// # Errors
    /// If it is no text, or does harm to its reader.
    pub fn read(name: &str, bytes: Vec<u8>) -> Result<Self, Stop> {
        let unread = |harm: Harm| Stop::Refused(format!("{name}: {}", harm.fact), harm.hint);
        apart::read(&As::Draft, &bytes).map_err(unread)?;
        let (text, problems) = Text::decode(0, name, bytes);
        let passage =
            |one: passages::Passage| Passage { words: one.words, lines: one.lines, is_quoted: one.is_quoted };
        let passages: Vec<Passage> = passages(&text).into_iter().map(passage).collect();
        let texts = Texts(vec![text]);
        let mut mended: Vec<String> = problems.iter().map(|problem| problem.render(&texts)).collect();
        if passages.is_empty() && !mended.is_empty() {
            return Err(Stop::Unread(mended.swap_remove(0)));
        }
        let text = texts.0.into_iter().next().unwrap_or_default();
        Ok(Self { passages, mended, text })
    }

    /// Its lines as they are numbered, without their ends.
    pub fn lines(&self) -> Vec<&str> {
        let text = &self.text;
        let line = |number: u32| text.slice(text.line_of(text.byte_at(number as usize, 1)));
        let mut all: Vec<&str> = (1..=text.line(text.body.len())).map(line).collect();
        if all.last().is_some_and(|last| last.is_empty()) {
            all.pop();
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<String> {
        let draft = Draft::read("draft", text.as_bytes().to_vec()).ok().unwrap();
        draft.lines().into_iter().map(str::to_owned).collect()
    }

    #[test]
    fn lines_are_numbered_as_passages_number_them_whatever_ends_them() {
        for text in
            ["# Quarter\n\nIt was late.\n", "# Quarter\r\n\r\nIt was late.", "# Quarter\r\rIt was late.\r"]
        {
            let draft = Draft::read("draft", text.as_bytes().to_vec()).ok().unwrap();
            let last = draft.passages.last().unwrap();
            assert_eq!(lines(text)[last.lines[0].1 as usize - 1], last.words, "{text:?}");
            assert_eq!(lines(text).len(), 3, "{text:?}");
        }
        assert!(lines("").is_empty());
    }

    #[test]
    fn what_is_no_text_is_said_and_what_was_mended_too() {
        assert!(Draft::read("book.xlsx", b"PK\x03\x04rest".to_vec()).is_err());
        let mended = Draft::read("old.txt", b"It was sch\xf6n.\n".to_vec()).ok().unwrap();
        assert_eq!((mended.lines(), mended.mended.len()), (vec!["It was schön."], 1));
    }
}
