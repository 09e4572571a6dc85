//! When two spellings are the same name.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Lower-case words of letters and digits, without accents, with one space between them.
pub(crate) fn words(name: &str) -> String {
    let mut words = String::with_capacity(name.len());
    if name.is_ascii() {
        push_words(name.bytes().map(char::from), &mut words);
    } else {
        push_words(name.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase), &mut words);
    }
    words
}

fn push_words(letters: impl Iterator<Item = char>, words: &mut String) {
    let mut is_begun = false;
    for c in letters {
        if c.is_alphanumeric() {
            if !is_begun && !words.is_empty() {
                words.push(' ');
            }
            words.push(c.to_ascii_lowercase());
        }
        is_begun = c.is_alphanumeric();
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

    #[test]
    fn one_person_whatever_the_case_and_the_marks() {
        assert_eq!(person_key("@BoxyUwU"), person_key("boxyuwu"));
        assert_eq!(person_key("dana.ortiz"), person_key("Dana  Ortiz"));
        assert_eq!(person_key("Čapek"), person_key("capek"));
        assert_ne!(person_key("Dana"), person_key("Dana Ortiz"));
    }
}
