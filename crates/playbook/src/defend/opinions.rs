//! Opinions about a person among words of one's own: whoever is meant may ask to read them.
//!
//! It looks for English words of judgement, and says nothing of the person: a note is mended by what was said or done, and when.

use super::{
    passage::Passage,
    tokens::{Gap, Token, tokens},
};

/// Words that judge a person, whatever stands around them.
const ALWAYS: &[&str] = &[
    "lazy",
    "incompetent",
    "stupid",
    "idiot",
    "idiots",
    "idiotic",
    "moron",
    "dumb",
    "arrogant",
    "selfish",
    "liar",
    "liars",
    "jerk",
    "clueless",
    "untrustworthy",
    "backstabber",
    "backstabbing",
    "spineless",
    "egomaniac",
    "narcissist",
    "narcissistic",
    "manipulative",
    "condescending",
    "obnoxious",
    "whiner",
    "bully",
    "dishonest",
    "insufferable",
    "paranoid",
    "petty",
    "vindictive",
    "pompous",
    "conceited",
    "bossy",
    "snake",
    "weasel",
    "diva",
    "drama",
    "micromanager",
    "hysterical",
    "loser",
    "hopeless",
    "ignorant",
    "immature",
    "unprofessional",
    "passive-aggressive",
    "cowardly",
    "coward",
];

/// Words that judge a person where they are said of one, and much else where they are not.
const OF_A_PERSON: &[&str] = &[
    "difficult",
    "political",
    "toxic",
    "useless",
    "weak",
    "stubborn",
    "aggressive",
    "emotional",
    "defensive",
    "unreliable",
    "slow",
    "sloppy",
    "careless",
    "moody",
    "cold",
    "negative",
    "rude",
    "annoying",
    "impossible",
    "crazy",
    "insecure",
    "touchy",
    "disorganised",
    "disorganized",
    "chaotic",
    "hostile",
    "inflexible",
    "rigid",
    "naive",
    "fake",
    "two-faced",
    "unpleasant",
    "overwhelmed",
    "checked-out",
    "territorial",
    "jealous",
    "sneaky",
    "shady",
    "controlling",
    "mean",
    "unstable",
    "ambitious",
    "boring",
    "loud",
    "sensitive",
    "unfriendly",
    "incapable",
    "uncooperative",
    "abrasive",
];

/// Words for a person.
const PERSONS: &[&str] = &[
    "he",
    "she",
    "they",
    "him",
    "her",
    "them",
    "you",
    "person",
    "guy",
    "man",
    "woman",
    "manager",
    "leader",
    "boss",
    "lead",
    "director",
    "colleague",
    "peer",
    "engineer",
    "engineers",
    "people",
    "character",
    "someone",
    "somebody",
];

/// Words that tie a person to what they are said to be.
const LINKS: &[&str] = &[
    "is", "are", "was", "were", "be", "being", "been", "seems", "seemed", "became", "becomes", "gets", "got",
    "looks", "acts", "acted", "s", "re", "always", "so", "too", "very", "rather", "quite", "really", "a",
    "an", "the", "bit", "pretty", "again", "just", "such", "as", "sounds", "felt", "feels", "comes",
    "across", "somewhat", "often",
];

/// A word of judgement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opinion {
    /// The word.
    pub word: String,
    /// The sentence in which it stands.
    pub words: String,
}

/// Opinions about a person in words of one's own. `names` are those of people, as they may be written.
pub fn opinions(words: &str, names: &[&str]) -> Vec<Opinion> {
    let people: Vec<String> = names
        .iter()
        .flat_map(|name| tokens(name))
        .map(|token| token.key)
        .filter(|key| key.len() > 1)
        .collect();
    let passage = Passage::of(1, words);
    let mut all: Vec<Opinion> = Vec::new();
    for span in passage.sentences() {
        let sentence = &words[span];
        let tokens = joined(sentence);
        for at in 0..tokens.len() {
            let word = &tokens[at].key;
            if is_opinion(&tokens, at, &people)
                && !all.iter().any(|one| one.word == *word && one.words == sentence.trim())
            {
                all.push(Opinion { word: word.clone(), words: sentence.trim().to_owned() });
            }
        }
    }
    all
}

fn is_opinion(tokens: &[Token<'_>], at: usize, people: &[String]) -> bool {
    let key = |at: usize| tokens.get(at).map_or("", |token| token.key.as_str());
    let is_denied = (at.saturating_sub(2)..at)
        .any(|at| matches!(key(at), "not" | "never" | "no") || key(at).ends_with("n t"));
    if is_denied {
        return false;
    }
    if ALWAYS.contains(&key(at)) {
        return true;
    }
    if !OF_A_PERSON.contains(&key(at)) {
        return false;
    }
    // `difficult to work with`, `a difficult person`.
    let is_to_deal =
        key(at + 1) == "to" && ["work", "deal", "talk", "manage", "like", "trust"].contains(&key(at + 2));
    // `they're` is a person and a link at once.
    let bare = |at: usize| {
        key(at).split_once(' ').filter(|(_, end)| ["s", "re"].contains(end)).map(|(word, _)| word)
    };
    let is_person = |at: usize| {
        PERSONS.contains(&bare(at).unwrap_or(key(at))) || people.iter().any(|name| name == key(at))
    };
    // The word beside a person, with nothing but links between: `she was a bit difficult`, `Tom: political`.
    let mut before = at;
    while before > 0 && LINKS.contains(&key(before - 1)) && tokens[before].gap <= Gap::Comma {
        before -= 1;
    }
    let has_link = before < at || tokens[at].gap == Gap::Edge || before > 0 && bare(before - 1).is_some();
    let is_said_of = before > 0 && is_person(before - 1) && !tokens[before - 1].has && has_link;
    let stands_alone = tokens.len() <= 2
        && !tokens
            .iter()
            .enumerate()
            .any(|(other, _)| other != at && !is_person(other) && !LINKS.contains(&key(other)));
    is_to_deal || is_person(at + 1) && PERSONS.contains(&key(at + 1)) || is_said_of || stands_alone
}

/// Words, two that a hyphen ties taken as one.
fn joined(words: &str) -> Vec<Token<'_>> {
    let mut all: Vec<Token<'_>> = Vec::new();
    for token in tokens(words) {
        match all.last_mut() {
            Some(last) if words[last.at + last.words.len()..token.at] == *"-" => {
                last.key = format!("{}-{}", last.key, token.key);
                last.words = &words[last.at..token.at + token.words.len()];
            }
            _ => all.push(token),
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(words: &str) -> Vec<String> {
        opinions(words, &["Mira Solberg", "Tom Reyes"]).into_iter().map(|one| one.word).collect()
    }

    #[test]
    fn words_of_judgement_about_a_person_are_found() {
        for (words, word) in [
            ("She is difficult.", "difficult"),
            ("Tom: political", "political"),
            ("lazy", "lazy"),
            ("difficult", "difficult"),
            ("hard week; a difficult person to work with", "difficult"),
            ("He's difficult to talk to", "difficult"),
            ("Mira was a bit defensive about the audit", "defensive"),
            ("went over the plan. Tom is so stubborn!", "stubborn"),
            ("too passive-aggressive for me", "passive-aggressive"),
            ("They're rather slow.", "slow"),
        ] {
            assert_eq!(found(words), [word], "{words}");
        }
    }

    #[test]
    fn words_about_things_and_what_was_said_or_done_are_left_alone() {
        for words in [
            "a difficult migration",
            "the political season ends in June",
            "Tom said the build is slow",
            "she is not difficult",
            "Mira's build is slow",
            "toxic dependency, to be replaced",
            "He said that he would not help before June, on 4 May.",
            "hiring frozen till June",
            "weak cipher in the old client",
            "cold start takes 4 s",
            "",
        ] {
            assert!(found(words).is_empty(), "{words}: {:?}", found(words));
        }
    }
}
