//! Names that are one person's because the leader said so, and names that look like it.
#![allow(clippy::unwrap_used, reason = "tests")]

mod given;

use given::MONDAY;
use plan::{
    alike::{Likeness, Spelling, likeness},
    crossing::{Mine, Scope},
    directory::{Directory, Whom},
    facts::{Ask, Facts, Item, Kind, Named, Owner, Pair, Person, Strength, Team},
    network::{Network, Oddity},
    place::Place,
};
use proptest::prelude::*;

fn pair(name: &str, other: &str) -> Pair {
    Pair { name: name.into(), other: other.into(), place: Place::default() }
}

fn pairs(all: &[(&str, &str)]) -> Vec<Pair> {
    all.iter().map(|(name, other)| pair(name, other)).collect()
}

fn team(name: &str, lead: &str) -> Team {
    Team { name: name.into(), leads: vec![lead.into()], ..Team::default() }
}

fn person(name: &str, alias: &str) -> Person {
    Person { name: name.into(), aliases: vec![alias.into()], ..Person::default() }
}

fn either(name: &str) -> Owner {
    Owner::Either(Named { text: name.into(), place: Place::default() })
}

/// What the findings say of merges.
fn said(facts: &Facts) -> Vec<String> {
    let network = Network::build(facts, MONDAY);
    let odd = network.findings.into_iter().filter(|finding| finding.oddity == Oddity::IdleAnswer);
    odd.map(|finding| finding.fact).collect()
}

fn directory() -> Facts {
    Facts {
        teams: vec![
            team("Payments", "D. Ortiz"),
            team("Ledger", "Dana Ortiz"),
            team("Identity", "Tom Reyes"),
        ],
        people: vec![person("dortiz", "dana.o"), person("Tom Reyes", "tom")],
        ..Facts::default()
    }
}

#[test]
fn teams_and_aliases_of_merged_names_fall_together() {
    let same = pairs(&[("D. Ortiz", "Dana Ortiz"), ("dortiz", "D. Ortiz")]);
    let directory = Directory::build(&Facts { same, ..directory() });
    let dana = directory.find_person("Dana Ortiz").unwrap();
    for name in ["d ortiz", "dortiz", "@dana.o", "DANA ORTIZ"] {
        assert_eq!(directory.find_person(name), Some(dana), "{name}");
    }
    let known = &directory.people[dana.at()];
    assert_eq!((known.name.as_str(), known.leads.len(), directory.people.len()), ("Dana Ortiz", 2, 2));
    assert_ne!(directory.find_person("tom"), Some(dana));
}

#[test]
fn without_the_merge_all_are_who_they_were() {
    let plain = Directory::build(&directory());
    assert_eq!(plain.people.len(), 4);
    assert_ne!(plain.find_person("D. Ortiz"), plain.find_person("Dana Ortiz"));
}

#[test]
fn a_merged_person_is_shown_as_the_leader_said_not_as_a_list_of_leaders_does() {
    let same = pairs(&[("D. Ortiz", "Dana Ortiz")]);
    let directory = Directory::build(&Facts { same, ..directory() });
    let payments = &directory.teams[directory.find_team("Payments").unwrap().at()];
    assert_eq!(directory.people[payments.leads[0].at()].name, "Dana Ortiz");
}

#[test]
fn who_is_merged_with_a_person_is_no_team() {
    let item = Item { owners: vec![either("Dee"), either("Ana")], ..Item::new("a", Place::default()) };
    let facts = Facts { same: pairs(&[("dee", "Tom Reyes")]), items: vec![item], ..directory() };
    let network = Network::build(&facts, MONDAY);
    assert_eq!(network.nodes[0].people, [network.directory.find_person("tom").unwrap()]);
    assert_eq!(network.nodes[0].stated.len(), 1, "a name that nobody knows stays a team");
}

#[test]
fn a_key_of_the_directory_means_a_person_and_is_no_name_of_theirs() {
    let keyed = Person { keys: vec!["ortiz_payments".into()], ..person("Dana Ortiz", "dana") };
    let facts =
        Facts { people: vec![keyed], teams: vec![team("Payments", "ortiz_payments")], ..Facts::default() };
    let directory = Directory::build(&facts);
    assert_eq!(directory.people.len(), 1);
    let dana = &directory.people[0];
    assert_eq!((dana.name.as_str(), dana.full_name.as_deref(), dana.leads.len()), ("Dana Ortiz", None, 1));
    assert_eq!(dana.spellings, ["Dana Ortiz", "dana"]);
}

#[test]
fn a_circle_of_merges_is_cut_and_said() {
    let same = pairs(&[("D. Ortiz", "Dana Ortiz"), ("Dana Ortiz", "dortiz"), ("dortiz", "D. Ortiz")]);
    let facts = Facts { same, ..directory() };
    assert_eq!(
        said(&facts),
        ["that “dortiz” is “D. Ortiz” leads round in a circle of merges; it is left out"]
    );
    let directory = Directory::build(&facts);
    assert_eq!(directory.find_person("D. Ortiz"), directory.find_person("dortiz"));
    assert_eq!(directory.people[directory.find_person("D. Ortiz").unwrap().at()].name, "dortiz");
}

#[test]
fn what_fits_nobody_any_more_is_said() {
    let same = [("Per L.", "Per Lund"), ("D. Ortiz", "Dana Ortiz"), ("Tom Reyes", "Tomás Reyes-Lund")];
    let facts = Facts { same: pairs(&same), ..directory() };
    assert_eq!(said(&facts), ["that “Per L.” is “Per Lund” fits nobody in this plan"]);
    let directory = Directory::build(&facts);
    assert_eq!(directory.find_person("Per Lund"), None, "and makes nobody");
    let tom = directory.find_person("tom").unwrap();
    assert_eq!(
        directory.people[tom.at()].name,
        "Tomás Reyes-Lund",
        "a name that only the leader gives is shown"
    );
}

#[test]
fn whoever_is_only_waited_for_is_somebody() {
    let facts = Facts {
        same: pairs(&[("Per L.", "Tom Reyes")]),
        items: vec![given::work("a").0],
        links: vec![given::link("Per L.", "a")],
        ..directory()
    };
    let network = Network::build(&facts, MONDAY);
    assert_eq!(network.findings, []);
    assert_eq!(network.needs[0].whom, Whom::Person(network.directory.find_person("tom").unwrap()));
}

#[test]
fn a_team_is_merged_with_nobody_and_that_is_said() {
    let same = pairs(&[("Payments", "Dana Ortiz"), ("Tom Reyes", "Identity")]);
    let facts = Facts { same, ..directory() };
    assert_eq!(said(&facts).len(), 2);
    assert_eq!(Directory::build(&facts).people.len(), 4);
}

#[test]
fn what_contradicts_itself_or_says_nothing_new_is_said() {
    let same = pairs(&[("Dana Ortiz", "D. Ortiz"), ("tom", "Tom Reyes")]);
    let different = pairs(&[("d ortiz", "dana ortiz")]);
    let said = said(&Facts { same, different, ..directory() });
    assert!(said.iter().any(|said| said.contains("to be two")), "{said:?}");
    assert!(said.iter().any(|said| said.contains("one name without your saying so")), "{said:?}");
    assert_eq!(said.len(), 2);
}

#[test]
fn names_that_are_said_to_be_two_are_known_as_two_through_every_merge() {
    let (same, different) = (pairs(&[("D. Ortiz", "Dana Ortiz")]), pairs(&[("Dana Ortiz", "dortiz")]));
    let directory = Directory::build(&Facts { same, different, ..directory() });
    assert!(directory.same().are_two("dortiz", "d. ortiz"));
    assert!(!directory.same().are_two("Tom Reyes", "d. ortiz"));
}

/// A person of a made-up plan.
fn ortiz(letter: u8) -> String {
    format!("{}. Ortiz", char::from(b'A' + letter))
}

/// A plan in which people need each other, each written as `written` says.
fn plan(needs: &[(u8, u8)], written: impl Fn(u8) -> String) -> Facts {
    let people = (0..6).map(|letter| person(&written(letter), "x")).collect();
    let mut facts = Facts { people, ..Facts::default() };
    for (doer, asked) in needs {
        let item = facts.items.len();
        let owner = Owner::Person(Named { text: written(*doer).into(), place: Place::default() });
        facts.items.push(Item { owners: vec![owner], ..Item::new(format!("item {item}"), Place::default()) });
        facts.asks.push(Ask {
            item,
            kind: Kind::Date,
            whom: either(&written(*asked)),
            strength: Strength::Stated,
            through: Vec::new(),
            given: false,
            place: Place { line: item as u32, ..Place::default() },
        });
    }
    facts
}

/// Who does what and needs whom, by name.
fn told(facts: &Facts) -> Vec<(Vec<String>, Option<String>)> {
    let network = Network::build(facts, MONDAY);
    let name = |person: plan::directory::PersonId| network.directory.people[person.at()].name.clone();
    let whom = |whom: Whom| if let Whom::Person(person) = whom { Some(name(person)) } else { None };
    let needs = network.needs.iter().map(|need| whom(need.whom));
    network
        .nodes
        .iter()
        .zip(needs)
        .map(|(node, need)| (node.people.iter().map(|id| name(*id)).collect(), need))
        .collect()
}

fn crossings(facts: &Facts, me: &str) -> usize {
    let network = Network::build(facts, MONDAY);
    let mine = Mine::of(&network, Some(me), &[], false);
    Scope::of(&network, &mine).crossings().len()
}

proptest! {
    #[test]
    fn merging_is_as_if_the_other_name_had_been_written(
        needs in proptest::collection::vec((0..6u8, 0..6u8), 1..12), name in 1..6u8
    ) {
        let merged = Facts { same: vec![pair(&ortiz(name), &ortiz(0))], ..plan(&needs, ortiz) };
        let written = plan(&needs, |letter| ortiz(if letter == name { 0 } else { letter }));
        prop_assert_eq!(told(&merged), told(&written));
        prop_assert_eq!(crossings(&merged, &ortiz(name)), crossings(&written, &ortiz(0)));
    }

    #[test]
    fn merges_of_any_kind_are_safe_change_no_total_and_are_one_relation(
        needs in proptest::collection::vec((0..6u8, 0..6u8), 1..12),
        ties in proptest::collection::vec((0..7u8, 0..7u8), 0..10),
    ) {
        let facts = plan(&needs, ortiz);
        let before = told(&facts);
        let same: Vec<Pair> = ties.iter().map(|(a, b)| pair(&ortiz(*a), &ortiz(*b))).collect();
        let merged = Facts { same: same.clone(), ..facts.clone() };
        let network = Network::build(&merged, MONDAY);
        prop_assert_eq!(network.nodes.len(), facts.items.len());
        prop_assert_eq!(network.needs.len(), facts.asks.len());
        let directory = &network.directory;
        for (at, tie) in same.iter().enumerate() {
            let is_cut = directory.same().faults.iter().any(|(fault, _)| *fault == at);
            let ends = (directory.find_person(&tie.name), directory.find_person(&tie.other));
            prop_assert!(is_cut || ends.0 == ends.1, "{} and {}", tie.name, tie.other);
        }
        prop_assert_eq!(told(&Facts { same: Vec::new(), ..merged }), before, "taken back, all is as before");
    }

    #[test]
    fn likeness_does_not_depend_on_who_is_named_first(a in "[A-Ca-c]{0,6}[ .@']?[a-cø]{0,6}", b in "[a-c]{0,6} ?[A-C]?[a-c]{0,6}") {
        let (a, b) = (Spelling::of(&a), Spelling::of(&b));
        prop_assert_eq!(likeness(&a, &b), likeness(&b, &a));
        let share_a_mark = a.marks().iter().any(|mark| b.marks().contains(mark));
        prop_assert!(likeness(&a, &b).is_none() || share_a_mark, "{:?} and {:?}", a, b);
    }

    #[test]
    fn names_that_differ_in_both_words_are_never_alike(
        first in "[A-M][a-m]{2,8}", last in "[A-M][a-m]{2,8}", other_first in "[N-Z][n-z]{2,8}", other_last in "[N-Z][n-z]{2,8}"
    ) {
        let [a, b] = [format!("{first} {last}"), format!("{other_first} {other_last}")].map(|name| Spelling::of(&name));
        prop_assert_eq!(likeness(&a, &b), None);
        let c = Spelling::of(&format!("{first} {other_last}"));
        prop_assert_eq!(likeness(&a, &c), None, "one first name, two people");
    }

    #[test]
    fn a_persons_own_short_forms_are_always_like_them(first in "[A-Z][a-z]{2,8}", last in "[A-Z][a-z]{2,8}") {
        let whole = Spelling::of(&format!("{first} {last}"));
        let initial = &first[..1];
        for short in [
            first.clone(),
            last.clone(),
            format!("{initial}. {last}"),
            format!("{initial}{last}"),
            format!("{last}, {first}"),
            format!("{initial}{last}@example.com").to_lowercase(),
        ] {
            let short = Spelling::of(&short);
            prop_assert!(likeness(&short, &whole).is_some() || short == whole, "{short:?}");
        }
    }
}

#[test]
fn what_is_surest_comes_first() {
    assert!(Likeness::Letters < Likeness::Slip && Likeness::Slip < Likeness::Part);
}
