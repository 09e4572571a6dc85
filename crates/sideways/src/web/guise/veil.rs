//! Names of peers as initials, on a page that is made: whoever looks over a shoulder reads none.
//!
//! Fields and choices of forms keep them, since what is typed there is meant as it is.

use maud::html;

/// What of a page is shown as something else.
pub struct Veil {
    /// Words as they stand on a page, and what stands for them; the longest first.
    pairs: Vec<(String, String)>,
}

/// Parts of a page whose words stay: what is typed or chosen, and days, one of which may be called as somebody is.
const STAY: [&str; 4] = ["textarea", "option", "time", "style"];

/// Attributes that are read out.
const READ_OUT: [&str; 2] = ["alt=\"", "aria-label=\""];

impl Veil {
    /// Of these names, and of each word of them that is one.
    pub fn over<'a>(names: impl Iterator<Item = &'a str>) -> Self {
        let mut pairs = Vec::new();
        for name in names {
            pairs.push((escaped(name), initials(name)));
            let words = name.split_whitespace().filter(|word| is_name(word));
            pairs.extend(words.map(|word| (escaped(word), initials(word))));
        }
        pairs.sort_by(|(a, _), (b, _)| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
        pairs.dedup();
        pairs.retain(|(name, _)| !name.is_empty());
        Self { pairs }
    }

    /// A page without the names.
    pub fn page(&self, page: &str) -> String {
        let mut out = String::with_capacity(page.len());
        let mut rest = page;
        while let Some(at) = rest.find('<') {
            self.words(&rest[..at], &mut out);
            let end = rest[at..].find('>').map_or(rest.len(), |end| at + end + 1);
            let tag = &rest[at..end];
            rest = &rest[end..];
            self.tag(tag, &mut out);
            let named = |name: &&&str| {
                let after = tag[1..].strip_prefix(**name);
                after.is_some_and(|after| after.starts_with([' ', '>']))
            };
            if let Some(name) = STAY.iter().find(named) {
                let closing = format!("</{name}");
                let until = rest.find(&closing).unwrap_or(rest.len());
                out.push_str(&rest[..until]);
                rest = &rest[until..];
            }
        }
        self.words(rest, &mut out);
        out
    }

    /// Words outside of any tag.
    pub fn words(&self, words: &str, out: &mut String) {
        let mut at = 0;
        let mut is_within = false;
        while let Some(letter) = words[at..].chars().next() {
            let rest = &words[at..];
            let hidden =
                (!is_within).then(|| self.pairs.iter().find(|(name, _)| begins(rest, name))).flatten();
            match hidden {
                Some((name, initials)) => {
                    out.push_str(initials);
                    // What stands for a name ends with a full stop; no second one follows.
                    at += name.len() + usize::from(words[at + name.len()..].starts_with('.'));
                    is_within = false;
                }
                None => {
                    out.push(letter);
                    at += letter.len_utf8();
                    is_within = letter.is_alphanumeric();
                }
            }
        }
    }

    fn tag(&self, tag: &str, out: &mut String) {
        let mut rest = tag;
        while let Some((at, length)) =
            READ_OUT.iter().filter_map(|name| Some((rest.find(name)?, name.len()))).min()
        {
            let (before, after) = rest.split_at(at + length);
            let end = after.find('"').unwrap_or(after.len());
            out.push_str(before);
            self.words(&after[..end], out);
            rest = &after[end..];
        }
        out.push_str(rest);
    }
}

/// Whether words begin with a name and not within a longer word.
fn begins(words: &str, name: &str) -> bool {
    words.strip_prefix(name).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
}

/// As it stands on a page.
fn escaped(words: &str) -> String {
    html! { (words) }.into_string()
}

/// Whether a word of a name is one by itself: `Solberg` is, `van` is not.
fn is_name(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase) && word.chars().nth(1).is_some()
}

/// `M. S.`
fn initials(name: &str) -> String {
    let first = |word: &str| word.chars().find(|c| c.is_alphanumeric());
    let letters = name.split_whitespace().filter_map(first);
    let letters: Vec<String> = letters.map(|letter| format!("{}.", letter.to_uppercase())).collect();
    escaped(&letters.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn veiled(page: &str) -> String {
        Veil::over(["Mira Solberg", "mira", "Tom O’Hara", "Lee & Co", "Jan van Dyk"].into_iter()).page(page)
    }

    #[test]
    fn names_stand_as_initials_wherever_they_are_read() {
        let page = "<h1>Mira Solberg</h1><p>Tell Mira, Solberg and mira. Tom O’Hara’s plan.</p>";
        assert_eq!(veiled(page), "<h1>M. S.</h1><p>Tell M., S. and M. T. O.’s plan.</p>");
        let image = "<img src=\"/map.svg\" alt=\"What Mira needs\"><a aria-label=\"Mira Solberg\" href=\"/peer/2\">x</a>";
        assert_eq!(
            veiled(image),
            "<img src=\"/map.svg\" alt=\"What M. needs\"><a aria-label=\"M. S.\" href=\"/peer/2\">x</a>"
        );
        assert_eq!(veiled("<p>Lee &amp; Co, Jan van Dyk</p>"), "<p>L. C., J. V. D.</p>");
    }

    #[test]
    fn what_is_typed_or_chosen_and_days_and_other_words_stay() {
        for page in [
            "<textarea name=\"notes\">Mira said</textarea>",
            "<select><option value=\"1\">Mira Solberg</option></select>",
            "<input name=\"who\" value=\"Mira Solberg\">",
            "<p>admiral Miracle xMira vans</p>",
            "<time datetime=\"2027-05-01\">1 Mira</time>",
        ] {
            assert_eq!(veiled(page), page);
        }
    }

    #[test]
    fn broken_pages_end_nothing() {
        for page in ["<", "<p", "a < b Mira", "<textarea>Mira", "<a alt=\"Mira", ""] {
            let _ = veiled(page);
        }
    }
}
