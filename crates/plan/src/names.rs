//! When two spellings are the same name.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Lower-case words of letters and digits, without accents, with one space between them.
pub(crate) fn words(name: &str) -> String {
    let mut words = String::with_capacity(name.len());
    if !name.is_ascii() {
        let plain = name.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase);
        let letters = plain.map(|c| Some(c).filter(|c| c.is_alphanumeric()));
        push_words(letters, &mut words);
        return words;
    }
    let letter = |byte: u8| byte.is_ascii_alphanumeric().then(|| char::from(byte.to_ascii_lowercase()));
    push_words(name.bytes().map(letter), &mut words);
    words
}

/// Puts letters together to words; where there is none, a word ends.
fn push_words(letters: impl Iterator<Item = Option<char>>, words: &mut String) {
    let mut is_begun = false;
    for letter in letters {
        if let Some(c) = letter {
            if !is_begun && !words.is_empty() {
                words.push(' ');
            }
            words.push(c);
        }
        is_begun = letter.is_some();
    }
}

/// The key under which all spellings of a team's name fall together.
///
/// Case, accents, spaces, hyphens and punctuation make no difference, nor do the words "team" and "the" or a leading
/// `t-`: `Port Operations`, `port-operations`, `Team Port Operations` and `t-port-operations` are one team.
pub fn team_key(name: &str) -> String {
    let all = words(name);
    let mut kept: Vec<&str> =
        all.split(' ').filter(|word| !matches!(*word, "team" | "teams" | "the")).collect();
    if kept.len() > 1 && kept.first() == Some(&"t") {
        kept.remove(0);
    }
    if kept.is_empty() { all.replace(' ', "") } else { kept.concat() }
}

/// The key under which all spellings of a person's name fall together: case, accents, a leading `@`, dots, hyphens and
/// the number of spaces make no difference. Nothing else does: `Dana` and `Dana Ortiz` are two keys.
pub fn person_key(name: &str) -> String {
    words(name)
}

/// The key of a work item's title or id: case, accents, punctuation and spacing make no difference.
pub fn title_key(title: &str) -> String {
    words(title)
}

/// A name as a shell takes it: in quotes where it needs them.
pub fn typed(name: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    if !name.is_empty() && name.chars().all(plain) {
        return name.to_owned();
    }
    let escapes = |c: char| if matches!(c, '"' | '\\' | '$' | '`') { vec!['\\', c] } else { vec![c] };
    format!("\"{}\"", name.chars().flat_map(escapes).collect::<String>())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn one_team_however_it_is_spelled() {
        for spelling in [
            "Port Operations",
            "port-operations",
            "PORT_OPERATIONS",
            "Team Port Operations",
            "t-port-operations",
            "Port Operations Team",
            "the port operations team",
            "Pórt Operations",
        ] {
            assert_eq!(team_key(spelling), "portoperations", "{spelling}");
        }
        assert_ne!(team_key("libs"), team_key("libs-api"));
        assert_eq!(team_key("Team"), "team", "a team called Team keeps its name");
        assert_eq!(team_key("T"), "t");
        assert_eq!(team_key("Команда Платежи"), "командаплатежи");
    }

    proptest! {
        #[test]
        fn names_without_accents_are_read_as_all_others_are(name in "[a-zA-Z0-9 .@_-]{0,20}") {
            let mut plain = String::new();
            let letters = name.nfkd().flat_map(char::to_lowercase);
            push_words(letters.map(|c| Some(c).filter(|c| c.is_alphanumeric())), &mut plain);
            prop_assert_eq!(words(&name), plain);
        }
    }

    #[test]
    fn one_person_whatever_the_case_and_the_marks() {
        assert_eq!(person_key("@BoxyUwU"), person_key("boxyuwu"));
        assert_eq!(person_key("dana.ortiz"), person_key("Dana  Ortiz"));
        assert_eq!(person_key("Čapek"), person_key("capek"));
        assert_ne!(person_key("Dana"), person_key("Dana Ortiz"));
    }
}
