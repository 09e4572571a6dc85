//! The words of a joint document in their one form, and what it is made of.
//!
//! The form is canonical: whoever writes the same words gets the same bytes. Unicode is composed (NFC), a line ends with LF, no
//! line ends with a blank. What a reader can't see, and what turns the direction of a text, is refused: two people who mark a
//! text must have seen all of it.

use minicbor::{
    Decode, Decoder, Encode, Encoder,
    decode::Error as NotRead,
    encode::{Error as NotWritten, Write},
};
use serde::Serialize;
use unicode_normalization::UnicodeNormalization;

use crate::{moment::Day, refusal::Escalating};

/// Characters of one part of a document at most.
pub const LONGEST: usize = 20_000;

/// Characters of a name or another single line at most.
pub const LONGEST_LINE: usize = 200;

/// Words in their one form: not empty, and nothing in them that can't be seen.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct Words(String);

impl Words {
    /// Words as somebody typed them, in their one form.
    ///
    /// # Errors
    /// If they say nothing, are too long, or hide something.
    pub fn of(typed: &str) -> Result<Self, Escalating> {
        let characters = typed.chars().count();
        if characters > LONGEST {
            return Err(Escalating::TooLong { characters, most: LONGEST });
        }
        let lined = typed.replace("\r\n", "\n");
        if let Some((at, code)) = hidden(&lined) {
            let line = lined[..at].matches('\n').count() + 1;
            return Err(Escalating::HiddenCharacter { code, line });
        }
        let plain: String = lined.chars().map(spaced).nfc().collect();
        let lines: Vec<&str> = plain.lines().map(str::trim_end).collect();
        let words = lines.join("\n").trim().to_owned();
        if words.is_empty() { Err(Escalating::NothingSaid) } else { Ok(Self(words)) }
    }

    /// Words on a single line: a name, a day.
    ///
    /// # Errors
    /// Likewise, or if there are several lines.
    pub fn line(typed: &str) -> Result<Self, Escalating> {
        let words = Self::of(typed)?;
        let characters = words.0.chars().count();
        match words.0.contains('\n') || characters > LONGEST_LINE {
            true => Err(Escalating::TooLong { characters, most: LONGEST_LINE }),
            false => Ok(words),
        }
    }

    /// The words.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The words as a part of a Markdown document that nothing in them can leave.
    pub(crate) fn quoted(&self) -> String {
        self.0.lines().map(|line| format!("> {line}").trim_end().to_owned() + "\n").collect()
    }
}

/// The first character that a reader can't see, or that turns the direction of the text: where it stands and what it is.
fn hidden(words: &str) -> Option<(usize, u32)> {
    let hides = |c: char| {
        let steers = c.is_control() && !matches!(c, '\n' | '\t' | '\r' | '\u{b}' | '\u{c}' | '\u{85}');
        let is_unseen = matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
            | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{13430}'..='\u{1345f}' | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}' | '\u{e000}'..='\u{f8ff}' | '\u{fdd0}'..='\u{fdef}'
            | '\u{e0000}'..='\u{10ffff}');
        steers || is_unseen || c as u32 & 0xfffe == 0xfffe
    };
    words.char_indices().find(|(_, c)| hides(*c)).map(|(at, c)| (at, c as u32))
}

/// Every blank is a blank, every end of a line an end of a line.
fn spaced(c: char) -> char {
    match c {
        '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => '\n',
        c if c.is_whitespace() => ' ',
        c => c,
    }
}

impl<C> Encode<C> for Words {
    fn encode<W: Write>(&self, encoder: &mut Encoder<W>, _: &mut C) -> Result<(), NotWritten<W::Error>> {
        encoder.str(&self.0)?.ok()
    }
}

/// What is not in its one form is not read: a file can't bring what nobody could type.
impl<'b, C> Decode<'b, C> for Words {
    fn decode(decoder: &mut Decoder<'b>, _: &mut C) -> Result<Self, NotRead> {
        let words = decoder.str()?;
        match Self::of(words) {
            Ok(canonical) if canonical.0 == words => Ok(canonical),
            _ => Err(NotRead::message("words that are not in their one form")),
        }
    }
}

/// One of the two who write a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Encode, Decode)]
#[serde(rename_all = "lowercase")]
#[cbor(index_only)]
pub enum Author {
    /// Whoever opened it.
    #[n(0)]
    First,
    /// The other one.
    #[n(1)]
    Second,
}

impl Author {
    /// Both.
    pub const BOTH: [Self; 2] = [Self::First, Self::Second];

    /// The other one.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::First => Self::Second,
            Self::Second => Self::First,
        }
    }

    /// 0 or 1.
    pub const fn at(self) -> usize {
        self as usize
    }
}

/// A part of the document, or something kept beside its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
pub enum Field {
    /// The question.
    #[n(0)]
    Question,
    /// Whoever is to decide.
    #[n(1)]
    Whom,
    /// By which day.
    #[n(2)]
    By,
    /// An author's position, in their own words.
    #[n(3)]
    Position(#[n(0)] Author),
    /// The other one's position in this author's words: offered, not demanded.
    #[n(4)]
    Restated(#[n(0)] Author),
    /// What was tried.
    #[n(5)]
    Tried,
    /// What waiting costs.
    #[n(6)]
    Waiting,
    /// What is asked.
    #[n(7)]
    Asked,
    /// An author's earlier word with whoever decides, or that there was none (rule E5).
    #[n(8)]
    Prior(#[n(0)] Author),
    /// When all three meet. It is no part of the text.
    #[n(9)]
    Slot,
    /// That this author holds the other one's position to be fairly stated. No part of the text.
    #[n(10)]
    Fair(#[n(0)] Author),
    /// That this author agrees to this exact text. No part of it.
    #[n(11)]
    Mark(#[n(0)] Author),
}

impl Field {
    /// The parts of the text in their order; a restatement may be absent.
    pub const TEXT: [Self; 12] = [
        Self::Question,
        Self::Whom,
        Self::By,
        Self::Position(Author::First),
        Self::Restated(Author::Second),
        Self::Position(Author::Second),
        Self::Restated(Author::First),
        Self::Tried,
        Self::Waiting,
        Self::Asked,
        Self::Prior(Author::First),
        Self::Prior(Author::Second),
    ];

    /// The one author who writes it; none where both may.
    pub const fn owner(self) -> Option<Author> {
        match self {
            Self::Position(author)
            | Self::Restated(author)
            | Self::Prior(author)
            | Self::Fair(author)
            | Self::Mark(author) => Some(author),
            _ => None,
        }
    }

    /// Whether it is a part of the text.
    pub const fn is_text(self) -> bool {
        !matches!(self, Self::Slot | Self::Fair(_) | Self::Mark(_))
    }

    /// Whether the text is whole without it.
    pub const fn is_offered(self) -> bool {
        matches!(self, Self::Restated(_))
    }

    /// Words for it that are right for it: a name and a day are single lines.
    ///
    /// # Errors
    /// If they are not.
    pub fn words(self, typed: &str) -> Result<Words, Escalating> {
        match self {
            Self::Whom | Self::Slot => Words::line(typed),
            Self::By => {
                let day = Words::line(typed)?;
                let is_day = day.0.parse::<jiff::civil::Date>().is_ok_and(|date| date.to_string() == day.0);
                if is_day { Ok(day) } else { Err(Escalating::NoDay { words: day.0 }) }
            }
            _ => Words::of(typed),
        }
    }

    /// The day by which something is asked.
    pub fn day_of(words: &str) -> Option<Day> {
        words.parse().ok().map(Day)
    }

    /// What it is called on the command line, for its author.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Question => "question",
            Self::Whom => "whom",
            Self::By => "by",
            Self::Position(_) => "position",
            Self::Restated(_) => "restated",
            Self::Tried => "tried",
            Self::Waiting => "waiting",
            Self::Asked => "asked",
            Self::Prior(_) => "prior",
            Self::Slot => "slot",
            Self::Fair(_) => "fair",
            Self::Mark(_) => "mark",
        }
    }

    /// The heading of a part, given the names of both and of whoever decides.
    pub(crate) fn heading(self, names: &[Words; 2], whom: &str) -> String {
        let name = |author: Author| names[author.at()].as_str();
        match self {
            Self::Question => "The question".into(),
            Self::Position(author) => format!("The position of {}", name(author)),
            Self::Restated(author) => {
                format!("The position of {}, as {} puts it", name(author.other()), name(author))
            }
            Self::Tried => "What was tried".into(),
            Self::Waiting => "What waiting costs".into(),
            Self::Asked => "What is asked".into(),
            Self::Prior(author) => format!("Earlier word of {} with {whom}", name(author)),
            Self::Whom => "For whom".into(),
            Self::By => "By when".into(),
            Self::Slot => "When all three meet".into(),
            Self::Fair(author) => format!("What {} holds to be fair", name(author)),
            Self::Mark(author) => format!("The mark of {}", name(author)),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn e3_words_have_one_form() {
        let one = Words::of("Ship in Ma\u{308}rz,\u{a0}or not?  \r\n\r\n\tlater\u{2028}").unwrap();
        assert_eq!(one.as_str(), "Ship in März, or not?\n\n later");
        assert_eq!(one.quoted(), "> Ship in März, or not?\n>\n>  later\n");
    }

    #[test]
    fn e3_what_nobody_sees_is_refused_with_its_place() {
        for (typed, code, line) in [
            ("a\nb\u{202e}c", 0x202e, 2),
            ("\u{200b}", 0x200b, 1),
            ("x\u{1b}[2J", 0x1b, 1),
            ("\u{e0041}", 0xe0041, 1),
        ] {
            assert_eq!(Words::of(typed), Err(Escalating::HiddenCharacter { code, line }));
        }
        assert_eq!(Words::of(" \n\t"), Err(Escalating::NothingSaid));
        let long = "x".repeat(LONGEST + 1);
        assert_eq!(Words::of(&long), Err(Escalating::TooLong { characters: LONGEST + 1, most: LONGEST }));
        assert!(Words::line("two\nlines").is_err() && Words::line(&"x".repeat(201)).is_err());
        assert_eq!(Field::By.words("12 June"), Err(Escalating::NoDay { words: "12 June".into() }));
        assert!(Field::By.words("2026-06-12").is_ok() && Field::By.words("20260612").is_err());
    }

    proptest! {
        #[test]
        fn e3_the_one_form_of_the_one_form_is_itself(typed in "\\PC{0,40}(\n\\PC{0,20})?") {
            if let Ok(words) = Words::of(&typed) {
                prop_assert_eq!(Words::of(words.as_str()), Ok(words.clone()));
                let bytes = minicbor::to_vec(&words).unwrap();
                prop_assert_eq!(minicbor::decode::<Words>(&bytes).unwrap(), words);
            }
        }

        #[test]
        fn no_line_of_quoted_words_leaves_the_quote(typed in "(.|\n){1,80}") {
            if let Ok(words) = Words::of(&typed) {
                prop_assert!(words.quoted().lines().all(|line| line.starts_with('>')));
            }
        }
    }
}
