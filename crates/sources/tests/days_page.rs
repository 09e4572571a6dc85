//! Every form on the page about days is read as the page says.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::{fs, path::Path};

use jiff::civil::{Date, date};
use sources::dates::{duration, natural, natural_past};

/// The day on which the examples of the page are typed.
const TODAY: Date = date(2027, 5, 14);

/// Rows of the page with so many cells, less heads and rules; what is typed comes first.
fn rows(cells: usize, second: impl Fn(&str) -> bool) -> Vec<Vec<String>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/days.md");
    let page = fs::read_to_string(path).unwrap();
    let rows = page.lines().filter(|line| line.starts_with("| `")).map(|line| {
        let row = line.trim_matches('|').split('|');
        row.map(|cell| cell.trim().trim_matches('`').to_owned()).collect::<Vec<_>>()
    });
    rows.filter(|row| row.len() == cells && second(&row[1])).collect()
}

fn is_day(words: &str) -> bool {
    words.parse::<Date>().is_ok()
}

#[test]
fn every_day_on_the_page_is_read_as_it_says() {
    let rows = rows(3, is_day);
    assert!(rows.len() >= 40, "{}", rows.len());
    for row in rows {
        let day = |cell: usize| Ok(row[cell].parse::<Date>().unwrap());
        assert_eq!(natural(&row[0], TODAY), day(1), "{}, looking ahead", row[0]);
        assert_eq!(natural_past(&row[0], TODAY), day(2), "{}, looking back", row[0]);
    }
}

#[test]
fn every_refusal_on_the_page_gives_its_hint() {
    let rows = rows(3, |cell| !is_day(cell));
    assert!(rows.len() >= 7, "{}", rows.len());
    for row in rows {
        assert_eq!(natural(&row[0], TODAY).unwrap_err().hint, row[2], "{}", row[0]);
        assert!(natural(&row[2], TODAY).is_ok(), "{}", row[2]);
    }
}

#[test]
fn every_length_on_the_page_is_read_as_it_says() {
    let rows = rows(2, |_| true);
    assert!(rows.len() >= 8, "{}", rows.len());
    for row in rows {
        assert_eq!(duration(&row[0]), Ok(row[1].parse().unwrap()), "{}", row[0]);
    }
}
