//! Which names the leader says are one person's, and which are two people's.

use std::{collections::BTreeMap, ops::Range};

use plan::{
    facts::{Facts, Pair},
    names::person_key,
};
use serde::{Deserialize, Serialize};
use toml::Spanned;

use crate::{Problem, text::Text};

/// One name, or several.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged, expecting = "a name in quotes, or a list of names, is expected")]
pub enum Names {
    /// One.
    One(String),
    /// Several.
    Several(Vec<String>),
}

impl Names {
    /// Each of them.
    pub fn all(&self) -> &[String] {
        match self {
            Self::One(name) => std::slice::from_ref(name),
            Self::Several(names) => names,
        }
    }
}

/// Notes that two names belong together. False where that stands there already, either way.
pub fn pair(pairs: &mut BTreeMap<String, Names>, name: &str, other: &str) -> bool {
    let is_there = |(known, others): (&String, &Names)| {
        others.all().iter().any(|known_other| is_pair((known, known_other), (name, other)))
    };
    if pairs.iter().any(is_there) {
        return false;
    }
    let all: Vec<String> = pairs
        .get(name)
        .map(Names::all)
        .unwrap_or_default()
        .iter()
        .cloned()
        .chain([other.to_owned()])
        .collect();
    let names = if let [one] = all.as_slice() { Names::One(one.clone()) } else { Names::Several(all) };
    pairs.insert(name.to_owned(), names);
    true
}

/// Takes back that two names belong together, whichever stands first. False where that stood nowhere.
pub fn part(pairs: &mut BTreeMap<String, Names>, name: &str, other: &str) -> bool {
    let mut stood = false;
    pairs.retain(|known, others| {
        let (gone, mut kept): (Vec<String>, Vec<String>) = others
            .all()
            .iter()
            .cloned()
            .partition(|known_other| is_pair((known, known_other), (name, other)));
        stood |= !gone.is_empty();
        let is_left = !kept.is_empty();
        *others = if kept.len() == 1 { Names::One(kept.remove(0)) } else { Names::Several(kept) };
        is_left || gone.is_empty()
    });
    stood
}

fn is_pair(a: (&str, &str), b: (&str, &str)) -> bool {
    let ((a, other_a), (b, other_b)) =
        ((person_key(a.0), person_key(a.1)), (person_key(b.0), person_key(b.1)));
    (a == b && other_a == other_b) || (a == other_b && other_a == b)
}

/// The pairs of a text as facts, each with its line, and what is none.
pub(super) fn read(text: &Text) -> (Facts, Vec<Problem>) {
    let (same, different) = all(text);
    let mut problems = Vec::new();
    let mut whole = |pairs: Vec<Pair>, option: &str| -> Vec<Pair> {
        let (whole, blank): (Vec<Pair>, Vec<Pair>) = pairs.into_iter().partition(|pair| lack(pair).is_none());
        problems.extend(blank.into_iter().filter_map(|pair| {
            let fact = format!("{}; this one is not counted", lack(&pair)?);
            let hint = format!("sideways who \"D. Ortiz\" {option} \"Dana Ortiz\" writes it");
            Some(Problem::new(pair.place, fact).hint(hint))
        }));
        whole
    };
    let (same, different) = (whole(same, "--same-as"), whole(different, "--not-same-as"));
    (Facts { same, different, ..Facts::default() }, problems)
}

/// Why a pair is none, where it is none.
pub(super) fn lack(pair: &Pair) -> Option<&'static str> {
    let is_blank = |name: &String| person_key(name).is_empty();
    [&pair.name, &pair.other].into_iter().any(is_blank).then_some("two names belong together here")
}

/// All pairs of a text, each with its line: of one person, and of two.
pub(super) fn all(text: &Text) -> (Vec<Pair>, Vec<Pair>) {
    let placed: Placed = toml::from_str(&text.body).unwrap_or_default();
    (placed_pairs(&placed.same, text, "same"), placed_pairs(&placed.different, text, "different"))
}

fn placed_pairs(pairs: &BTreeMap<String, Spanned<Names>>, text: &Text, field: &str) -> Vec<Pair> {
    let place = |span: Range<usize>| text.place(text.line_of(span.start), field);
    let of_name = |(name, others): (&String, &Spanned<Names>)| {
        let place = place(others.span());
        let pair = |other: &String| Pair { name: name.clone(), other: other.clone(), place: place.clone() };
        others.get_ref().all().iter().map(pair).collect::<Vec<Pair>>()
    };
    pairs.iter().flat_map(of_name).collect()
}

/// The pairs with their places.
#[derive(Default, Deserialize)]
struct Placed {
    #[serde(default)]
    same: BTreeMap<String, Spanned<Names>>,
    #[serde(default)]
    different: BTreeMap<String, Spanned<Names>>,
}

#[cfg(test)]
mod tests {
    use super::{
        super::{Answers, FILE},
        *,
    };

    #[test]
    fn names_that_belong_together_are_read_with_their_lines() {
        let body = "[same]\n\"D. Ortiz\" = \"Dana Ortiz\"\ndana = [\"Dana Ortiz\", \"dortiz\"]\n[different]\nPer = \"Per Lund\"\n";
        let text = Text::of(0, FILE, body.into());
        let (facts, problems) = read(&text);
        let same: Vec<(&str, &str, u32)> =
            facts.same.iter().map(|pair| (&*pair.name, &*pair.other, pair.place.line)).collect();
        let expected = [("D. Ortiz", "Dana Ortiz", 2), ("dana", "Dana Ortiz", 3), ("dana", "dortiz", 3)];
        assert_eq!(same, expected);
        assert_eq!((facts.different[0].place.line, problems), (5, vec![]));
    }

    #[test]
    fn a_pair_stands_once_and_is_taken_back_whichever_way_it_is_named() {
        let mut same = BTreeMap::new();
        assert!(pair(&mut same, "D. Ortiz", "Dana Ortiz"));
        assert!(!pair(&mut same, "dana ortiz", "d ortiz"), "it stands there, the other way round");
        assert!(pair(&mut same, "D. Ortiz", "dortiz"));
        assert_eq!(same["D. Ortiz"].all(), ["Dana Ortiz", "dortiz"]);
        assert!(part(&mut same, "Dana Ortiz", "d ortiz"));
        assert_eq!(same["D. Ortiz"], Names::One("dortiz".into()));
        assert!(!part(&mut same, "Dana Ortiz", "d ortiz"));
        assert!(part(&mut same, "D. Ortiz", "dortiz") && same.is_empty());
    }

    #[test]
    fn a_list_is_written_and_comments_stay() {
        let before = "# Ours\n[same]\nd = [\"Dana\"]   # since May\n\"P. L.\" = \"Per\" # new\n";
        let mut answers = Answers::parse(&Text::of(0, FILE, before.into())).unwrap();
        pair(&mut answers.same, "d", "Dana Ortiz");
        let after = answers.render_into(before);
        assert!(after.starts_with("# Ours\n[same]\nd = [\"Dana\", \"Dana Ortiz\"]"), "{after}");
        assert!(after.contains("\"P. L.\" = \"Per\" # new"), "{after}");
        let text = Text::of(0, FILE, after);
        let entries = answers.entries(&text);
        let words: Vec<&str> = entries.iter().map(|entry| entry.words.as_str()).collect();
        let expected =
            ["who d --same-as Dana", "who d --same-as \"Dana Ortiz\"", "who \"P. L.\" --same-as Per"];
        assert_eq!(words, expected);
        entries.iter().for_each(|entry| answers.take_back(entry));
        assert_eq!(answers, Answers::default());
    }

    proptest::proptest! {
        #[test]
        fn what_is_merged_and_taken_back_leaves_the_file_as_it_was(
            before in proptest::collection::vec(("[a-d]", "[a-d]"), 0..6), name in "[a-f]", other in "[a-f]"
        ) {
            let mut answers = Answers::default();
            for (name, other) in &before {
                pair(&mut answers.same, name, other);
            }
            let written = answers.render();
            if pair(&mut answers.same, &name, &other) {
                proptest::prop_assert!(part(&mut answers.same, &name, &other));
            }
            proptest::prop_assert_eq!(&answers.render(), &written);
            proptest::prop_assert_eq!(&answers.render_into(&written), &written);
            proptest::prop_assert_eq!(Answers::parse(&Text::of(0, FILE, written)), Ok(answers));
        }
    }
}
