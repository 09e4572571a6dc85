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

/// Whether words are English, or too few to tell. Rows of a table are names and figures, and tell nothing by themselves.
pub fn is_english(text: &str) -> bool {
    let beyond = |c: &char| c.is_alphabetic() && *c >= '\u{250}';
    let (others, letters) =
        (text.chars().filter(beyond).count(), text.chars().filter(|c| c.is_alphabetic()).count());
    if others * 2 > letters {
        return false;
    }
    let keys: Vec<String> = tokens(text).into_iter().map(|token| token.key).collect();
    let among = |all: &[&str]| keys.iter().filter(|key| all.contains(&key.as_str())).count();
    let (english, foreign) = (among(&ENGLISH), among(&FOREIGN));
    let is_row = text.contains(" | ");
    foreign <= english && (english > 0 || keys.len() < ENOUGH || is_row)
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
}
