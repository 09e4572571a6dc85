use super::*;
use crate::profile::Profile;

/// The people of a table's second column, row by row.
fn read(body: &str) -> Vec<(Vec<String>, bool)> {
    let (text, words) = (Text::of(0, "f.csv", body.into()), Profile::built_in("people").unwrap().words);
    let commas = Commas::of(&text, &[0, 1], &words);
    let people = |row: Vec<Cell>| commas.people(1, &row[1].words);
    let found = Rows::of(&text).skip(1).map(people);
    found
        .map(|people| (people.names.into_iter().map(|name| name.name).collect(), people.unclear.is_some()))
        .collect()
}

#[track_caller]
fn reads(rows: &str, expected: &[&[&str]]) {
    let found: Vec<Vec<String>> =
        read(&format!("Team,Lead\n{rows}")).into_iter().map(|(names, _)| names).collect();
    assert_eq!(found, expected, "{rows}");
}

#[test]
fn the_last_name_first_is_one_person() {
    reads("Payments,\"Ortiz, Dana\"\n", &[&["Dana Ortiz"]]);
    reads("Payments,\"Ortiz, Dana\"\nLedger,Tom Reyes\n", &[&["Dana Ortiz"], &["Tom Reyes"]]);
    reads("Payments,\"Ortiz, Dana M.\"\nLedger,TBD\n", &[&["Dana M. Ortiz"], &[]]);
    reads("Payments,\"Ortiz, Dana (Interim); Lund, Per\"\n", &[&["Dana Ortiz", "Per Lund"]]);
}

#[test]
fn a_person_known_elsewhere_in_the_file_is_one_whatever_the_column_is_like() {
    reads(
        "Payments,\"Ortiz, Dana\"\nLedger,Dana Ortiz\nTax,Ann\n",
        &[&["Dana Ortiz"], &["Dana Ortiz"], &["Ann"]],
    );
}

#[test]
fn single_names_beside_single_names_are_two() {
    reads("Payments,\"Dana, Per\"\nLedger,Tom\n", &[&["Dana", "Per"], &["Tom"]]);
    assert!(!read("Team,Lead\nPayments,\"Dana, Per\"\nLedger,Tom\n")[0].1);
}

#[test]
fn full_names_between_commas_are_as_many() {
    reads("Payments,\"Dana Ortiz, Per Lund\"\n", &[&["Dana Ortiz", "Per Lund"]]);
    reads("Payments,\"Dana, Per, Ann\"\nLedger,\"Tom, Ida\"\n", &[&["Dana", "Per", "Ann"], &["Tom", "Ida"]]);
}

#[test]
fn where_it_is_unclear_they_are_two_and_it_is_said() {
    let found = read("Team,Lead\nPayments,\"Ortiz, Dana\"\nLedger,Tom\nTax,Ann Berg\n");
    assert_eq!(found[0], (vec!["Ortiz".to_owned(), "Dana".to_owned()], true));
    assert_eq!((found[1].1, found[2].1), (false, false));
}
