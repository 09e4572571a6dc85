//! Running text of Markdown: cut into sentences, and a sentence into words and marks.

use std::ops::Range;

use crate::text::Text;

/// No code, link or picture within a sentence takes more bytes than this.
const LONGEST_PART: usize = 500;

/// Behind these a full stop ends nothing.
const SHORT: [&str; 36] = [
    "e.g", "eg", "i.e", "ie", "vs", "cf", "approx", "resp", "incl", "excl", "mr", "mrs", "ms", "dr", "prof",
    "jr", "fig", "sec", "vol", "pp", "ca", "est", "dept", "jan", "feb", "mar", "apr", "jun", "jul", "aug",
    "sep", "sept", "oct", "nov", "dec", "viz",
];

/// Behind these a full stop ends a sentence only where a capital follows; behind `no.` a figure goes on.
const SHORT_AT_ENDS: [&str; 7] = ["etc", "inc", "co", "ltd", "corp", "al", "no"];

/// The sentences of a stretch of running text, each without white space at its ends.
pub fn sentences(text: &Text, span: Range<usize>) -> Vec<Range<usize>> {
    let words = text.slice(span.clone());
    let (mut found, mut start, mut at) = (Vec::new(), 0, 0);
    while let Some(c) = words[at..].chars().next() {
        let behind = at + c.len_utf8();
        let end = match c {
            '`' | ']' => {
                at = skipped(words, at).unwrap_or(behind);
                continue;
            }
            c if is_mark(c) => {
                let end = sentence_end(words, start, at);
                at = end.unwrap_or(words.len() - words[at..].trim_start_matches(is_mark).len());
                end
            }
            '\n' | '\r' if words[start..at].ends_with("  ") || words[start..at].ends_with('\\') => Some(at),
            _ => None,
        };
        if let Some(end) = end {
            found.push(start..end);
            start = end;
        }
        at = at.max(behind);
    }
    found.push(start..words.len());
    let trimmed = found.into_iter().map(|part| text.trim(span.start + part.start..span.start + part.end));
    trimmed.filter(|part| !part.is_empty()).collect()
}

/// Whether a sentence may end with this.
fn is_mark(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…' | '。' | '！' | '？')
}

/// Where the sentence ends whose last mark this may be, marks that close something taken in.
fn sentence_end(words: &str, start: usize, at: usize) -> Option<usize> {
    let closes = |c: char| matches!(c, '"' | '\'' | '”' | '’' | ')' | ']' | '*' | '_' | '~' | '»' | '`');
    let rest = words[at..].trim_start_matches(is_mark).trim_start_matches(closes);
    let end = words.len() - rest.len();
    let next = rest.trim_start().trim_start_matches(['*', '_', '[', '(', '"', '“', '`', '~']).chars().next();
    let is_wide = words[at..].starts_with(['。', '！', '？']);
    if !is_wide && !rest.is_empty() && !rest.starts_with(char::is_whitespace) {
        return None;
    }
    if next.is_some_and(char::is_lowercase) {
        return None;
    }
    let is_lone_stop = words[at..].starts_with('.') && !words[at + 1..].starts_with('.');
    (!(is_lone_stop && goes_on(&words[start..at], next))).then_some(end)
}

/// Whether the word before a full stop is one that is cut short.
fn goes_on(before: &str, next: Option<char>) -> bool {
    let cut = before.rfind(|c: char| c.is_whitespace() || matches!(c, '(' | '[' | '"' | '“'));
    let word = &before[cut.map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8))..];
    let mut letters = word.chars();
    let is_initial = letters.next().is_some_and(char::is_uppercase) && letters.next().is_none();
    // U.S, a.m
    let is_dotted =
        word.len() < 8 && word.contains('.') && word.split('.').all(|part| part.chars().count() == 1);
    if is_initial || is_dotted {
        return next.is_some();
    }
    let is = |known: &&str| known.eq_ignore_ascii_case(word);
    let (figure, capital) = (next.is_some_and(|c| c.is_ascii_digit()), next.is_some_and(char::is_uppercase));
    match word.eq_ignore_ascii_case("no") {
        true => figure,
        false => SHORT.iter().any(is) || (SHORT_AT_ENDS.iter().any(is) && !capital && next.is_some()),
    }
}

/// Where code or the address of a link ends that begins here; none where neither does.
fn skipped(words: &str, at: usize) -> Option<usize> {
    let rest = &words.as_bytes()[at..];
    let rest = &rest[..rest.len().min(LONGEST_PART)];
    if rest.first() == Some(&b'`') {
        let ticks = rest.iter().take_while(|byte| **byte == b'`').count();
        let closes = |from: usize| rest[from..].iter().take_while(|byte| **byte == b'`').count();
        let mut from = ticks;
        while let Some(next) = rest[from..].iter().position(|byte| *byte == b'`') {
            from += next;
            let found = closes(from);
            if found == ticks {
                return Some(at + from + found);
            }
            from += found;
        }
        return Some(at + ticks);
    }
    let close = match rest.get(1)? {
        b'(' => b')',
        b'[' => b']',
        _ => return None,
    };
    let end = rest.iter().skip(2).position(|byte| *byte == close)?;
    Some(at + 2 + end + 1)
}

/// What a part of a sentence is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// A word; hyphens, underscores and apostrophes within it are part of it.
    Word,
    /// A word that is set as code.
    Code,
    /// A mark that is no part of Markdown.
    Mark,
}

/// A word or a mark of a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token<'a> {
    /// As written.
    pub words: &'a str,
    /// Its first byte within the sentence.
    pub start: usize,
    /// What it is.
    pub sort: Sort,
}

impl Token<'_> {
    /// One past its last byte within the sentence.
    pub fn end(&self) -> usize {
        self.start + self.words.len()
    }

    /// Whether it is a word, set as code or not.
    pub fn is_word(&self) -> bool {
        self.sort != Sort::Mark
    }
}

/// The words and marks of a sentence. Emphasis, addresses of links, pictures, tags and bare addresses are none.
pub fn tokens(sentence: &str) -> Vec<Token<'_>> {
    let mut cut = Cut { sentence, tokens: Vec::new(), code_until: 0 };
    let mut at = 0;
    while let Some(c) = sentence[at..].chars().next() {
        at = cut.take(c, at);
    }
    cut.tokens
}

struct Cut<'a> {
    sentence: &'a str,
    tokens: Vec<Token<'a>>,
    /// Where the code ends that was begun.
    code_until: usize,
}

impl Cut<'_> {
    /// Takes what begins here, and gives where the next begins.
    fn take(&mut self, c: char, at: usize) -> usize {
        let sentence = self.sentence;
        let (rest, behind) = (&sentence[at..], at + c.len_utf8());
        let is_code = at < self.code_until;
        match c {
            '`' if is_code => behind,
            '`' => {
                self.code_until = skipped(sentence, at).unwrap_or(behind);
                behind
            }
            '!' if rest.starts_with("![") => picture_end(sentence, at).unwrap_or(behind),
            ']' => skipped(sentence, at).unwrap_or(behind),
            '<' if rest[1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/') => {
                let end = rest.bytes().take(LONGEST_PART).position(|byte| byte == b'>');
                end.map_or(behind, |end| at + end + 1)
            }
            '[' | '*' | '_' | '~' | '\\' => behind,
            c if c.is_whitespace() => behind,
            c if c.is_alphanumeric() => self.word(at, is_code),
            _ => {
                self.tokens.push(Token { words: &sentence[at..behind], start: at, sort: Sort::Mark });
                behind
            }
        }
    }

    fn word(&mut self, at: usize, is_code: bool) -> usize {
        let sentence = self.sentence;
        let rest = &sentence[at..];
        if ["http://", "https://", "www."].iter().any(|lead| rest.starts_with(lead)) {
            let ends = |c: char| c.is_whitespace() || matches!(c, ')' | ']' | '>' | '"');
            return at + rest.find(ends).unwrap_or(rest.len());
        }
        let mut end = rest.len();
        for (found, c) in rest.char_indices() {
            let joins = matches!(c, '-' | '\'' | '’' | '_')
                && rest[found + c.len_utf8()..].starts_with(char::is_alphanumeric);
            let is_part = c.is_alphanumeric() || ('\u{300}'..='\u{36f}').contains(&c);
            if !joins && !is_part {
                end = found;
                break;
            }
        }
        let sort = if is_code { Sort::Code } else { Sort::Word };
        self.tokens.push(Token { words: &rest[..end], start: at, sort });
        at + end
    }
}

/// Where a picture ends.
fn picture_end(sentence: &str, at: usize) -> Option<usize> {
    let close = sentence.as_bytes()[at..].iter().take(LONGEST_PART).position(|byte| *byte == b']')?;
    Some(skipped(sentence, at + close).unwrap_or(at + close + 1))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn cut(body: &str) -> Vec<String> {
        let text = Text::of(0, "f", body.into());
        sentences(&text, 0..body.len()).into_iter().map(|span| text.slice(span).to_owned()).collect()
    }

    fn words(sentence: &str) -> Vec<&str> {
        tokens(sentence).iter().map(|token| token.words).collect()
    }

    #[test]
    fn a_sentence_ends_where_its_mark_does() {
        assert_eq!(cut("We wait. Do you? Yes! Well…"), ["We wait.", "Do you?", "Yes!", "Well…"]);
        assert_eq!(cut("**We wait.** (Long.) \"Go.\" On"), ["**We wait.**", "(Long.)", "\"Go.\"", "On"]);
        assert_eq!(cut("one line\nand the next. Two"), ["one line\nand the next.", "Two"]);
        assert_eq!(cut("我们等。我们走。"), ["我们等。", "我们走。"]);
    }

    #[test]
    fn what_is_cut_short_ends_nothing() {
        for whole in [
            "We wait, e.g. Payments, until Jan. 5.",
            "Ask J. Smith of Cart Inc. about it.",
            "Search, Data, etc. are ready at 3.5 of 4.",
            "It runs in the U.S. Navy as No. 7 vs. Data.",
        ] {
            assert_eq!(cut(whole), [whole]);
        }
        assert_eq!(cut("Search, Data, etc. We wait."), ["Search, Data, etc.", "We wait."]);
        assert_eq!(cut("The answer is no. We wait."), ["The answer is no.", "We wait."]);
    }

    #[test]
    fn links_and_code_hold_together() {
        let whole = "See [the page](https://a.b/c. D \"A. B\") and `x. Y` first.";
        assert_eq!(cut(whole), [whole]);
        assert_eq!(words(whole), ["See", "the", "page", "and", "x", ".", "Y", "first", "."]);
        assert_eq!(
            words("**Ask** _Port Operations'_ `card-vault` at https://x.y/Pay, ![Team][] <b>now</b>"),
            ["Ask", "Port", "Operations", "'", "card-vault", "at", "now"]
        );
    }

    #[test]
    fn a_line_that_is_broken_on_purpose_ends_a_sentence() {
        assert_eq!(
            cut("Owner: Booking  \nState: draft\\\nWe wait"),
            ["Owner: Booking", "State: draft\\", "We wait"]
        );
    }

    proptest! {
        #[test]
        fn sentences_lie_in_order_and_lose_nothing(body in "[a-zA-Z.!?`\\[\\]()<*_ \né。…\\\\'\"-]{0,120}") {
            let text = Text::of(0, "f", body.clone());
            let mut last = 0;
            let mut kept = String::new();
            for span in sentences(&text, 0..body.len()) {
                prop_assert!(span.start >= last);
                let sentence = body.get(span.clone()).expect("on the boundaries of characters");
                prop_assert_eq!(sentence.trim(), sentence);
                for token in tokens(sentence) {
                    prop_assert_eq!(sentence.get(token.start..token.end()), Some(token.words));
                }
                kept.push_str(sentence);
                last = span.end;
            }
            let plain = |words: &str| words.split_whitespace().collect::<String>();
            prop_assert_eq!(plain(&kept), plain(&body));
        }
    }
}
