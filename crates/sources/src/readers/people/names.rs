//! Names as directories write them: several in one place, with remarks behind them, or for nobody.

use crate::{profile::Words, readers::outline::section::is_nobody};

/// A person's name without what is only remarked of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// The name.
    pub name: String,
    /// Whether it is said that they only stand in: “(Interim)”.
    pub is_acting: bool,
}

/// Several names in one place.
pub fn split(words: &str) -> impl Iterator<Item = String> {
    words.split([';', ',', '\n', '|']).map(|word| word.trim().to_owned()).filter(|word| !word.is_empty())
}

/// Several people in one place; unlike those of teams, their names bear no `&` and no ` / `.
pub fn split_people(words: &str) -> impl Iterator<Item = String> {
    words.split('&').flat_map(|part| part.split(" / ")).flat_map(split)
}

/// The person that words name; none where they say that there is nobody.
pub fn person(written: &str, words: &Words) -> Option<Name> {
    let is_acting = |remark: &str| {
        let remark = remark.trim().to_lowercase();
        let begins = |word: &String| {
            let rest = remark.strip_prefix(word.as_str());
            rest.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
        };
        words.acting.iter().any(begins)
    };
    let mut name = written.trim();
    let mut acts = false;
    // Before the name, behind a dash, or in brackets at its end.
    loop {
        let ends = [('(', ')'), ('[', ']')];
        let brackets = ends.iter().find_map(|(open, close)| name.strip_suffix(*close)?.rsplit_once(*open));
        let dash = || [" - ", " – ", " — "].iter().find_map(|dash| name.rsplit_once(dash));
        let front = || name.split_once([' ', ':']).map(|(front, rest)| (rest, front));
        let found = [brackets, dash(), front()].into_iter().flatten().find(|(_, remark)| is_acting(remark));
        let Some((rest, _)) = found else { break };
        (name, acts) = (rest.trim_start_matches([':', '-', ' ']).trim_end(), true);
    }
    let lower = name.to_lowercase();
    let is_absent = name.is_empty() || is_nobody(name) || words.nobody.contains(&lower);
    (!is_absent).then(|| Name { name: name.to_owned(), is_acting: acts })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::Profile;

    fn read(written: &str) -> Option<(String, bool)> {
        let words = Profile::built_in("people").unwrap().words;
        person(written, &words).map(|read| (read.name, read.is_acting))
    }

    #[test]
    fn who_stands_in_leads_and_the_remark_is_no_part_of_the_name() {
        for written in [
            "Dana Ortiz (Interim)",
            "Dana Ortiz (acting)",
            "Dana Ortiz [interim, until March]",
            "Interim: Dana Ortiz",
            "Acting Dana Ortiz",
            "Dana Ortiz – interim",
            "Dana Ortiz (Acting) (Interim)",
        ] {
            assert_eq!(read(written), Some(("Dana Ortiz".into(), true)), "{written}");
        }
    }

    #[test]
    fn what_is_no_such_remark_stays() {
        for written in
            ["Dana Ortiz", "Dana (Payments)", "Dana Interimova", "Jo Acting-Smith", "(Dana", "Anne - Marie"]
        {
            assert_eq!(read(written), Some((written.into(), false)));
        }
    }

    #[test]
    fn a_place_that_nobody_holds_names_nobody() {
        for written in
            ["TBD", "tbh", "Vacant", "TBD (Interim)", "", "Interim", "(acting)", "To be hired", "N/A"]
        {
            let read = read(written);
            assert!(read.is_none() || written == "Interim", "{written}: {read:?}");
        }
    }

    #[test]
    fn several_people_in_one_place() {
        let split = |words| split_people(words).collect::<Vec<String>>();
        assert_eq!(
            split("Dana Ortiz & Per Lund; Tom Reyes / Ann"),
            ["Dana Ortiz", "Per Lund", "Tom Reyes", "Ann"]
        );
        assert_eq!(split("dana/ortiz"), ["dana/ortiz"]);
    }
}
