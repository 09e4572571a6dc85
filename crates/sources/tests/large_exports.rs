//! Exports of any size and of every shape that could take more than its share of time or memory.
//! What they cost is measured by hand: `cargo bench -p sources`.

#![allow(clippy::unwrap_used)]

#[path = "../examples/big_export/export.rs"]
mod export;

use std::collections::BTreeMap;

use export::Shape;
use jiff::civil::date;
use plan::network::{Network, Oddity};
use sources::{Reading, read::read_given};

const ROWS: usize = 2000;

fn body(rows: usize, seed: u64, shape: Shape) -> String {
    let mut bytes = Vec::new();
    export::write(rows as u64, seed, shape, &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

fn read(shape: Shape) -> (Reading, Network) {
    let reading = read_given(&[("export.csv", &body(ROWS, 1, shape))]);
    let network = Network::build(&reading.facts, date(2027, 1, 4));
    (reading, network)
}

fn oddities(network: &Network) -> BTreeMap<Oddity, usize> {
    let mut oddities = BTreeMap::new();
    network.findings.iter().for_each(|finding| *oddities.entry(finding.oddity).or_default() += 1);
    oddities
}

#[test]
fn the_same_seed_gives_the_same_export_and_another_seed_another_one() {
    assert_eq!(body(500, 1, Shape::Company), body(500, 1, Shape::Company));
    assert_ne!(body(500, 1, Shape::Company), body(500, 2, Shape::Company));
}

#[test]
fn every_row_of_every_shape_is_read() {
    for (name, shape) in Shape::ALL {
        let (reading, network) = read(shape);
        assert_eq!((reading.rows, network.nodes.len()), (ROWS, ROWS), "{name}");
        assert_eq!(reading.problems, [], "{name}");
    }
}

#[test]
fn a_company_has_teams_people_dates_estimates_and_links_within_and_without() {
    let (reading, network) = read(Shape::Company);
    let facts = &reading.facts;
    assert_eq!(network.directory.teams.iter().filter(|team| team.name.starts_with('P')).count(), 8);
    assert!(network.directory.people.len() > 50);
    assert_eq!(facts.items.iter().filter(|item| item.promise.is_some()).count(), ROWS / 50);
    assert!(facts.items.iter().filter(|item| item.estimate.is_some()).count() > ROWS / 2);
    let a_row = facts.links.len() as f64 / ROWS as f64;
    assert!((1.2..2.3).contains(&a_row), "{a_row} links a row");
    let crosses = network
        .edges
        .iter()
        .filter(|edge| !edge.is_part)
        .filter(|edge| network.node(edge.earlier).team != network.node(edge.later).team);
    assert!(crosses.count() > ROWS / 2);
    assert!(!network.needs.is_empty(), "some links lead out of the file");
    assert_eq!(oddities(&network), BTreeMap::new());
}

#[test]
fn what_does_not_fit_in_a_trap_is_found() {
    let found = |shape: Shape| oddities(&read(shape).1);
    assert!(found(Shape::Dangling)[&Oddity::DanglingLink] > ROWS);
    assert!(found(Shape::Ambiguous)[&Oddity::AmbiguousName] > ROWS);
    assert_eq!(found(Shape::Circle)[&Oddity::Cycle], 1);
    assert!(found(Shape::Tangle)[&Oddity::Cycle] > 10);
    for shape in [Shape::OneTitle, Shape::OneParent, Shape::OneTeam, Shape::AllApart] {
        assert_eq!(found(shape), BTreeMap::new(), "{shape:?}");
    }
}
