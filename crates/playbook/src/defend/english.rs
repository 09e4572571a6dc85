//! Whether words are English, as far as reading them for blame needs to know.

use super::tokens::tokens;

/// Words that English cannot do without, and that other languages do not write so.
const ENGLISH: [&str; 52] = [
    "the", "and", "to", "were", "are", "for", "we", "that", "it", "with", "by", "be", "not", "this", "our",
    "have", "had", "but", "from", "they", "their", "would", "which", "when", "until", "because", "us",
    "been", "its", "or", "if", "who", "what", "after", "before", "still", "again", "his", "her", "late",
    "team", "week", "weeks", "did", "than", "then", "should", "could", "there", "more", "waiting", "blocked",
];

/// Words that other languages write often.
const FOREIGN: [&str; 62] = [
    "der", "die", "das", "und", "ist", "nicht", "wir", "ein", "eine", "mit", "auf", "von", "zu", "den", "im",
    "wegen", "sind", "wurde", "le", "la", "les", "et", "est", "nous", "pas", "des", "une", "un", "pour",
    "dans", "que", "sur", "el", "los", "las", "es", "por", "con", "para", "del", "de", "il", "che", "non",
    "per", "di", "het", "een", "niet", "van", "og", "er", "ikke", "och", "att", "som", "nie", "jest", "na",
    "em", "uma", "te",
];

/// From this many words on, a text without any English word is not English.
const ENOUGH: usize = 8;

/// How many words of a text are English alone, how many are of other languages, and how many there are.
fn heard(text: &str) -> (usize, usize, usize) {
    let keys: Vec<String> = tokens(text).into_iter().map(|token| token.key).collect();
    let among = |all: &[&str]| keys.iter().filter(|key| all.contains(&key.as_str())).count();
    (among(&ENGLISH), among(&FOREIGN), keys.len())
}

/// Whether most letters are of another script.
fn is_of_another_script(text: &str) -> bool {
    let beyond = |c: &char| c.is_alphabetic() && *c >= '\u{250}';
    let (others, letters) =
        (text.chars().filter(beyond).count(), text.chars().filter(|c| c.is_alphabetic()).count());
    others * 2 > letters
}

/// Whether words are English, or too few to tell. Rows of a table are names and figures, and tell nothing by themselves.
pub fn is_english(text: &str) -> bool {
    let (english, foreign, all) = heard(text);
    let is_row = text.contains(" | ");
    !is_of_another_script(text) && foreign <= english && (english > 0 || all < ENOUGH || is_row)
}

/// Whether words are seen to be of another language. A note is set in words of ours, mostly names and days: that none of them
/// is among the commonest of English tells nothing.
pub fn is_foreign(text: &str) -> bool {
    let (english, foreign, _) = heard(text);
    is_of_another_script(text) || foreign > english
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_languages_are_told_from_english() {
        for words in [
            "Payments was late, and we waited for the vault.",
            "Payments",
            "Vault | Payments | late",
            "12, 13, 14",
            "",
        ] {
            assert!(is_english(words), "{words}");
        }
        for words in [
            "Wir sind wegen Payments zu spät.",
            "Nous attendons la réponse de Payments.",
            "Estamos esperando el contrato de Payments.",
            "Мы ждём Payments уже три недели.",
            "支払いチームが遅れています。",
            "Nagyon sokat vártunk Payments csapatára, mert késve adta át munkáját nekünk.",
        ] {
            assert!(!is_english(words), "{words}");
        }
    }

    #[test]
    fn a_list_of_names_and_days_is_no_other_language() {
        let kept = "Dana Ortiz entered. Tom Reyes entered. Map of 2027-01-04 kept: Dana Ortiz, Tom Reyes.";
        assert!(!is_english(kept) && !is_foreign(kept));
        for words in ["Tom: nicht mit uns, und wegen der Tests.", "Том опоздал на три недели."]
        {
            assert!(is_foreign(words), "{words}");
        }
    }
}
