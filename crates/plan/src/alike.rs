//! When two names look like those of one person.
//!
//! Likeness is a reason to ask, never to merge. It is meant to be precise rather than greedy: two different full names are
//! never alike.

use crate::names::words;

/// A name as it was written, taken apart: its words in plain letters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spelling {
    words: Vec<String>,
    /// All of them together, with `ue` as `u`.
    letters: String,
}

/// In what two names are alike, the surest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Likeness {
    /// The same letters: other accents, hyphens, spaces, or another order of the words.
    Letters,
    /// The same but for names between the first and the last.
    Middle,
    /// The same but for one slip of the pen in a long word.
    Slip,
    /// One has initials where the other has words: `D. Ortiz`.
    Initials,
    /// One is a handle made of the other: `dortiz`.
    Handle,
    /// One is the first or the last word of the other: `Dana`.
    Part,
}

impl Likeness {
    /// Whether a name could be short for somebody else's just as well.
    pub fn is_short(self) -> bool {
        matches!(self, Self::Initials | Self::Handle | Self::Part)
    }
}

/// Letters below which two words that differ in one are two words: `Tom` and `Tim`.
const LONG: usize = 5;

/// Letters below which a word is no handle made of two names.
const HANDLE: usize = 4;

impl Spelling {
    /// Takes a name apart; of an e-mail address the part before the `@`.
    pub fn of(name: &str) -> Self {
        let name = name.trim().trim_start_matches('@');
        let name = name.split_once('@').map_or(name, |(local, _)| local);
        let whole: String = name.chars().filter(|c| !matches!(c, '\'' | '’' | '`')).collect();
        let words: Vec<String> = words(&whole).split_whitespace().map(plain).collect();
        Self { letters: letters(&words), words }
    }

    /// What it has in common with every name like it: two names that share no mark are not alike.
    pub fn marks(&self) -> Vec<String> {
        let is_word = |word: &&String| word.chars().nth(1).is_some();
        let mut marks: Vec<String> = self.words.iter().filter(is_word).cloned().collect();
        marks.push(self.letters.clone());
        match self.words.as_slice() {
            // A slip of the pen spares the first letter.
            [one] => marks.extend(one.chars().next().map(|first| format!("{first}…"))),
            several => marks.extend(handles(several)),
        }
        marks
    }

    /// Whether it is a first and a last name, both written out.
    pub fn is_full(&self) -> bool {
        let is_word = |word: Option<&String>| word.is_some_and(|word| word.chars().count() > 1);
        self.words.len() > 1 && is_word(self.words.first()) && is_word(self.words.last())
    }
}

/// A word in plain letters, so that `Lunøe` and `Lunoe` are one.
fn plain(word: &str) -> String {
    let mut letters = String::with_capacity(word.len());
    for c in word.chars() {
        match c {
            'ł' => letters.push('l'),
            'ø' => letters.push('o'),
            'đ' | 'ð' => letters.push('d'),
            'ı' => letters.push('i'),
            'ß' => letters.push_str("ss"),
            'æ' => letters.push_str("ae"),
            'œ' => letters.push_str("oe"),
            'þ' => letters.push_str("th"),
            c => letters.push(c),
        }
    }
    letters
}

/// All letters of a name, with `ue` as `u`, so that `Müller` and `Mueller` are one.
fn letters(words: &[String]) -> String {
    let mut letters = String::new();
    let mut before = ' ';
    for c in words.iter().flat_map(|word| word.chars()) {
        if c != 'e' || !matches!(before, 'a' | 'o' | 'u') {
            letters.push(c);
        }
        before = c;
    }
    letters
}

/// In what two names are alike; none where they are two names. It makes no difference which is given first.
pub fn likeness(a: &Spelling, b: &Spelling) -> Option<Likeness> {
    if [a, b].iter().any(|name| name.words.concat().chars().nth(1).is_none()) {
        return None;
    }
    if a.letters == b.letters || is_reordered(&a.words, &b.words) {
        return Some(Likeness::Letters);
    }
    let (a, b) = (a.words.as_slice(), b.words.as_slice());
    match (a, b) {
        ([a], [b]) => is_slip(a, b, false).then_some(Likeness::Slip),
        ([one], several) | (several, [one]) => of_one_word(one, several),
        _ => of_several(a, b),
    }
}

fn is_reordered(a: &[String], b: &[String]) -> bool {
    let has_word = a.iter().any(|word| word.chars().nth(1).is_some());
    if a.len() != b.len() || !has_word || !a.iter().all(|word| b.contains(word)) {
        return false;
    }
    let sorted = |words: &[String]| {
        let mut words = words.to_vec();
        words.sort();
        words
    };
    sorted(a) == sorted(b)
}

/// A single word beside a name of several: a first or last name by itself, or a handle.
fn of_one_word(one: &str, several: &[String]) -> Option<Likeness> {
    if several.first().is_some_and(|first| one == first) || several.last().is_some_and(|last| one == last) {
        return Some(Likeness::Part);
    }
    let is_handle = one.chars().count() >= HANDLE && handles(several).iter().any(|handle| handle == one);
    is_handle.then_some(Likeness::Handle)
}

/// The handles that are usual for a name of several words.
fn handles(several: &[String]) -> Vec<String> {
    let (Some(first), Some(last)) = (several.first(), several.last()) else { return Vec::new() };
    let initial = |word: &str| word.chars().take(1).collect::<String>();
    let initials: String = several[..several.len() - 1].iter().map(|word| initial(word)).collect();
    vec![
        format!("{first}{last}"),
        format!("{last}{first}"),
        format!("{}{last}", initial(first)),
        format!("{last}{}", initial(first)),
        format!("{first}{}", initial(last)),
        format!("{initials}{last}"),
    ]
}

/// Two names of several words each.
fn of_several(a: &[String], b: &[String]) -> Option<Likeness> {
    if has_initials(a) || has_initials(b) {
        let turned: Vec<String> = b.iter().rev().cloned().collect();
        return (fits_initials(a, b) || fits_initials(a, &turned)).then_some(Likeness::Initials);
    }
    if a.len() == b.len() {
        if a.iter().zip(b).all(|(a, b)| fits(a, b)) {
            return Some(Likeness::Middle);
        }
        let differ: Vec<usize> = (0..a.len()).filter(|at| a[*at] != b[*at]).collect();
        let [at] = differ.as_slice() else { return None };
        return is_slip(&a[*at], &b[*at], *at > 0).then_some(Likeness::Slip);
    }
    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
    let ends = short.first() == long.first() && short.last() == long.last();
    let mut rest = long.iter();
    (ends && short.iter().all(|word| rest.any(|other| fits(word, other)))).then_some(Likeness::Middle)
}

/// Whether the first or the last word is but a letter; one between them tells nothing apart.
fn has_initials(words: &[String]) -> bool {
    [words.first(), words.last()].into_iter().flatten().any(|word| word.chars().count() == 1)
}

/// Whether two names agree at both ends, once in a whole word, with initials for words elsewhere.
fn fits_initials(a: &[String], b: &[String]) -> bool {
    let pairs: Vec<(&String, &String)> = match a.len() == b.len() {
        true => a.iter().zip(b).collect(),
        false => a.first().zip(b.first()).into_iter().chain(a.last().zip(b.last())).collect(),
    };
    let is_whole = |(a, b): &(&String, &String)| a == b && a.chars().count() > 1;
    pairs.iter().all(|(a, b)| fits(a, b)) && pairs.iter().any(is_whole)
}

/// Whether two words are one, or one is the other's initial.
fn fits(a: &str, b: &str) -> bool {
    let is_initial = |a: &str, b: &str| a.chars().count() == 1 && b.starts_with(a);
    a == b || is_initial(a, b) || is_initial(b, a)
}

/// Whether two long words differ by one letter too many, too few or another, or by two that changed places. The first
/// letter is no slip, nor is a digit; the last is none but in a last name: `Maria` and `Mario` are two.
fn is_slip(a: &str, b: &str, is_last_name: bool) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len().min(b.len()) < LONG || a.len().abs_diff(b.len()) > 1 || a.first() != b.first() {
        return false;
    }
    let same = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
    let (a, b) = (&a[same..], &b[same..]);
    if a.iter().chain(b).any(char::is_ascii_digit) || (a.len().max(b.len()) < 2 && !is_last_name) {
        return false;
    }
    match (a, b) {
        ([_, a @ ..], [_, b @ ..]) if a == b => true,
        ([a, b, rest @ ..], [c, d, other @ ..]) if a == d && b == c && rest == other => true,
        ([_, rest @ ..], b) if rest == b => true,
        (a, [_, rest @ ..]) => a == rest,
        _ => false,
    }
}

/// In what two people are alike, each under all their names. Where both have a full name, only those count.
pub fn likeness_of(a: &[Spelling], b: &[Spelling]) -> Option<Likeness> {
    let are_full = [a, b].iter().all(|names| names.iter().any(Spelling::is_full));
    let counts = |name: &&Spelling| !are_full || name.is_full();
    a.iter().filter(counts).flat_map(|a| b.iter().filter(counts).filter_map(move |b| likeness(a, b))).min()
}

/// Edits that turn one key into another, at most: letters left out, put in, exchanged, or two of them turned.
const MOST_EDITS: usize = 2;

/// Of the keys that are known, each with what it stands for, what one that is not known was perhaps meant to be: the key
/// with the fewest edits, at most one for three letters, else one that begins with it or with which it begins.
pub fn closest<'a, T: Ord>(key: &str, known: impl Iterator<Item = (&'a str, T)>) -> Option<T> {
    let letters: Vec<char> = key.chars().collect();
    let most = MOST_EDITS.min(letters.len() / 3);
    if most == 0 {
        return None;
    }
    let far = |other: &str| {
        let begins = other.starts_with(key) || (other.chars().nth(2).is_some() && key.starts_with(other));
        let edits = edits(&letters, other).filter(|edits| *edits <= most);
        edits.or(begins.then_some(MOST_EDITS + 1))
    };
    known.filter_map(|(other, what)| Some((far(other)?, what))).min().map(|(_, what)| what)
}

/// How many edits make one of the other; none where their lengths alone say that they are too many.
fn edits(a: &[char], b: &str) -> Option<usize> {
    let b: Vec<char> = b.chars().collect();
    if a.len().abs_diff(b.len()) > MOST_EDITS {
        return None;
    }
    let mut rows = vec![(0..=b.len()).collect::<Vec<usize>>()];
    for (i, letter) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, other) in b.iter().enumerate() {
            let exchanged = rows[i][j] + usize::from(letter != other);
            let mut least = exchanged.min(rows[i][j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *letter == b[j - 1] && a[i - 1] == *other {
                least = least.min(rows[i - 1][j - 1] + 1);
            }
            row.push(least);
        }
        rows.push(row);
    }
    rows.last()?.last().copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alike(a: &str, b: &str) -> Option<Likeness> {
        let there = likeness(&Spelling::of(a), &Spelling::of(b));
        assert_eq!(there, likeness(&Spelling::of(b), &Spelling::of(a)), "{a} and {b}, either way");
        there
    }

    #[test]
    fn one_person_in_several_spellings() {
        use Likeness::*;
        for (a, b, how) in [
            ("Dana", "Dana Ortiz", Part),
            ("ortiz", "Dana Ortiz", Part),
            ("D. Ortiz", "Dana Ortiz", Initials),
            ("Ortiz, D.", "Dana Ortiz", Initials),
            ("Dana O", "Dana Ortiz", Initials),
            ("J. R. Smith", "John Smith", Initials),
            ("dortiz", "Dana Ortiz", Handle),
            ("@dortiz", "Dana Ortiz", Handle),
            ("dortiz@example.com", "Dana Ortiz", Handle),
            ("danao", "Dana Ortiz", Handle),
            ("ortizd", "Dana Ortiz", Handle),
            ("jrsmith", "John Ronald Smith", Handle),
            ("danaortiz", "Dana Ortiz", Letters),
            ("ortizdana", "Dana Ortiz", Handle),
            ("Ortiz, Dana", "Dana Ortiz", Letters),
            ("Michael Lunoe", "Michael Lunøe", Letters),
            ("Ulla Mueller", "Ulla Müller", Letters),
            ("Tommy O Donnell", "Tommy O'Donnell", Letters),
            ("D J Mountney", "DJ Mountney", Letters),
            ("Dana M. Ortiz", "Dana Ortiz", Middle),
            ("Dana Maria Ortiz", "Dana M Ortiz", Middle),
            ("Dana Ortis", "Dana Ortiz", Slip),
            ("Dana Oritz", "Dana Ortiz", Slip),
            ("Micheal Reyes", "Michael Reyes", Slip),
            ("weihangglo", "weihanglo", Slip),
        ] {
            assert_eq!(alike(a, b), Some(how), "{a} and {b}");
        }
    }

    #[test]
    fn two_people_are_two() {
        for (a, b) in [
            ("Mark Nuzzo", "Mark Art"),
            ("Dana Ortiz", "Per Ortiz"),
            ("Tom Reyes", "Tim Reyes"),
            ("Maria Lopez", "Mario Lopez"),
            ("Daniel Lopez", "Daniela Lopez"),
            ("Dana Maria Ortiz", "Dana Ines Ortiz"),
            ("D. Ortiz", "Per Ortiz"),
            ("D. O.", "Dana Ortiz"),
            ("Dana O.", "D. Ortiz"),
            ("Dana", "Dan Ortiz"),
            ("dan", "Dana Ortiz"),
            ("user1", "user2"),
            ("matthewm", "matthewj"),
            ("Mar", "Mark Art"),
            ("do", "Dana Ortiz"),
            ("D", "Dana Ortiz"),
            ("", "Dana Ortiz"),
            ("@", "@"),
            ("Maria", "Nicolò Maria Mezzopera"),
            ("Search", "Research Platform"),
        ] {
            assert_eq!(alike(a, b), None, "{a} and {b}");
        }
    }

    #[test]
    fn of_two_people_with_full_names_only_those_count() {
        let people = |names: &[&str]| names.iter().map(|name| Spelling::of(name)).collect::<Vec<Spelling>>();
        let mark = people(&["Mark Art", "mark"]);
        assert_eq!(likeness_of(&mark, &people(&["Mark Nuzzo", "mark"])), None);
        assert_eq!(likeness_of(&mark, &people(&["Mark"])), Some(Likeness::Letters));
        assert_eq!(
            likeness_of(&people(&["Dana Ortiz", "do@example.com"]), &people(&["do"])),
            Some(Likeness::Letters)
        );
    }

    #[test]
    fn a_name_that_nobody_bears_is_perhaps_the_closest_one() {
        let known = ["routing", "tracking", "ops", "search", "searchindex"];
        let meant = |key: &str| closest(key, known.iter().map(|key| (*key, *key)));
        for (key, expected) in [
            ("rooting", Some("routing")),
            ("ruotnig", Some("routing")),
            ("sarch", Some("search")),
            ("rout", Some("routing")),
            ("routingsquad", Some("routing")),
            ("sear", Some("search")),
            ("osp", Some("ops")),
            ("abc", None),
            ("op", None),
            ("", None),
            ("billing", None),
        ] {
            assert_eq!(meant(key), expected, "{key}");
        }
    }

    proptest::proptest! {
        #[test]
        fn edits_are_the_same_both_ways(a in "[abc]{0,6}", b in "[abc]{0,6}") {
            let count = |a: &str, b: &str| edits(&a.chars().collect::<Vec<char>>(), b);
            proptest::prop_assert_eq!(count(&a, &b), count(&b, &a));
            proptest::prop_assert_eq!(count(&a, &b) == Some(0), a == b);
        }
    }
}
