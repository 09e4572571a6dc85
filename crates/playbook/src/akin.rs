//! Whether words are about the same: all words of one that say something stand in the other.

use plan::names::title_key;

/// Words that say nothing of what something is about.
const EMPTY: [&str; 33] = [
    "a", "an", "and", "as", "at", "by", "for", "from", "in", "into", "is", "it", "its", "my", "new", "of",
    "on", "or", "our", "over", "that", "the", "their", "them", "they", "this", "to", "up", "we", "with",
    "work", "first", "all",
];

/// The words of a text that say what it is about, in small letters, without accents, each as if there were one of it.
pub fn words(text: &str) -> Vec<String> {
    let key = title_key(text);
    let mut words: Vec<String> =
        key.split(' ').filter(|word| !word.is_empty() && !EMPTY.contains(word)).map(one).collect();
    words.sort();
    words.dedup();
    words
}

/// `reviewers` is `reviewer`; `access` stays.
fn one(word: &str) -> String {
    match word.strip_suffix('s') {
        Some(one) if one.len() > 2 && !one.ends_with(['s', 'u', 'i']) => one.to_owned(),
        _ => word.to_owned(),
    }
}

/// Whether two texts are about the same: every telling word of the shorter one stands in the other.
pub fn akin(a: &str, b: &str) -> bool {
    let (a, b) = (words(a), words(b));
    let (few, many) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    !few.is_empty() && few.iter().all(|word| many.binary_search(word).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_about_the_same_where_the_shorter_stands_in_the_longer() {
        for (a, b, are) in [
            ("the Pipeline", "First on the new pipeline", true),
            ("Export API", "export-api", true),
            ("load tests", "the load test of Checkout v2", true),
            ("Checkout v2", "Checkout v3", false),
            ("the new", "Checkout", false),
            ("", "Checkout", false),
            ("Access", "acces", false),
        ] {
            assert_eq!(akin(a, b), are, "{a} / {b}");
            assert_eq!(akin(b, a), are, "{b} / {a}");
        }
    }
}
