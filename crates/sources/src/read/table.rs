//! Which reader a table is for, by its head: an export of work, or a directory of people.

use crate::{
    Problem,
    dates::{self, DayMonth},
    formats::csv::{Cell, Rows},
    profile::Profile,
    readers::{Found, people, tracker},
    text::Text,
};

/// Columns that only work has.
const OF_WORK: [&str; 10] =
    ["due", "status", "category", "resolution", "estimate", "remaining", "took", "points", "id", "number"];

/// Heads of what people have, too.
const OF_ANYBODY: [&str; 5] = ["id", "key", "#", "end date", "size"];

/// Most words of the head of a column in a text that is not called a table.
const MOST_WORDS: usize = 6;

/// Reads a table as what its head makes it.
pub(super) fn read(text: &Text, is_people: bool, export: &Profile, directory: &Profile) -> Found {
    let mut rows = Rows::of(text);
    let head = rows.next().unwrap_or_default();
    let words: Vec<String> = head.iter().map(|cell| cell.words.clone()).collect();
    let work = of_work(&words, export);
    if let Some(found) = roadmap(text, &head, export).filter(|_| !is_people) {
        return found;
    }
    // Given as a directory it is none but that. Of other tables an export of work comes first: it may bear names and teams, too.
    let found = match (is_people, &work) {
        (true, _) => people::read_table(text, &words, directory),
        (false, Work::Sure(_)) => tracker::read(text, export),
        (false, Work::Perhaps) => {
            tracker::read(text, export).or_else(|| people::read_table(text, &words, directory))
        }
        (false, Work::None) => people::fits_csv(&words, directory)
            .then(|| people::read_csv(text, directory))
            .or_else(|| tracker::read(text, export))
            .or_else(|| people::read_table(text, &words, directory)),
    };
    // What is no directory and has no ids may be a list of work all the same.
    let list = || if is_people { None } else { tracker::read_list(text, export) };
    if let Some(found) = found.or_else(list) {
        return found;
    }
    let likeliest = if is_people { head.clone() } else { tracker::likeliest(text, export) };
    let (fact, hint) = match (is_people, work) {
        (true, _) => {
            let (fact, hint) = people::unfit_csv(&words, directory);
            (format!("nothing was read: {fact}"), hint)
        }
        (false, Work::Sure(column)) => (
            format!(
                "“{column}” is a column of work, and none was found of the items' titles; nothing was read"
            ),
            "call it Title, or in a profile: extends = \"tracker\", and under [columns] title = [\"HEAD\"]".to_owned(),
        ),
        (false, _) => (
            "the head of this table is neither that of a tracker's export nor of a directory of people; nothing was read"
                .to_owned(),
            "an export has an issue key and a summary, a directory a name and the teams led, or a team and its \
             lead; a profile names other columns (docs/profiles.md)"
                .to_owned(),
        ),
    };
    let start = likeliest.first().map_or(0, |cell| cell.span.start);
    let problem = Problem::new(text.place(text.trim(text.line_of(start)), ""), fact).hint(hint);
    let unclosed = head.last().filter(|_| rows.next().is_none()).and_then(|last| rows.unclosed(last));
    Found { problems: unclosed.into_iter().chain([problem]).collect(), ..Found::default() }
}

/// What is said of a roadmap, whose columns are quarters or months: when anything is due stands in no column of its own.
fn roadmap(text: &Text, head: &[Cell], export: &Profile) -> Option<Found> {
    let is_time = |cell: &&Cell| {
        let words = cell.words.as_str();
        words.contains(|c: char| c.is_ascii_digit())
            && dates::last_day(words).is_ok()
            && dates::day(words, DayMonth::DayFirst).is_err()
    };
    let times: Vec<&Cell> = head.iter().filter(is_time).collect();
    let words: Vec<String> = head.iter().map(|cell| cell.words.clone()).collect();
    let [first, .., last] = times.as_slice() else { return None };
    if !has(&words, export, "title") || has(&words, export, "due") {
        return None;
    }
    let fact = format!(
        "“{}” to “{}” are columns of a roadmap, and no column says when anything is due; nothing was read",
        first.words, last.words
    );
    let hint = "write a column Due, with Q1 2027 or a day such as 2027-03-31 for each row";
    let place = text.place(first.span.start..last.span.end, "");
    Some(Found { problems: vec![Problem::new(place, fact).hint(hint)], ..Found::default() })
}

/// Whether a text that is not called a table is one: its first lines have cells between tabs, or its head is known.
pub(super) fn fits(text: &Text, export: &Profile, directory: &Profile) -> bool {
    let mut rows = Rows::of(text);
    let head = rows.next().unwrap_or_default();
    let words: Vec<String> = head.iter().map(|cell| cell.words.clone()).collect();
    let is_label = |words: &String| !words.is_empty() && words.split_whitespace().count() <= MOST_WORDS;
    if words.len() < 2 || !words.iter().all(is_label) {
        return false;
    }
    let has_tabs = text.slice(text.line_of(0)).contains('\t');
    is_known(&words, export, directory) || (has_tabs && rows.next().is_some_and(|row| row.len() > 1))
}

/// Whether a head is one that a profile knows.
fn is_known(head: &[String], export: &Profile, directory: &Profile) -> bool {
    let is_export = has(head, export, "title") && (has(head, export, "id") || has(head, export, "type"));
    is_export || people::fits_csv(head, directory) || people::fits_teams(head, directory)
}

/// Whether a table is one of work.
enum Work {
    /// It is, by the head of this column.
    Sure(String),
    /// Somebody is named for each row, who may do it or lead it.
    Perhaps,
    /// Nothing says so.
    None,
}

fn of_work(head: &[String], export: &Profile) -> Work {
    let is_link = |word: &str| export.links.columns.keys().any(|links| begins_with(word, links));
    let is_of_anybody = |word: &str| OF_ANYBODY.contains(&tracker::plain(word).as_str());
    let is_sure = |word: &str| {
        is_link(word) || OF_WORK.iter().any(|field| is_column(word, export, field) && !is_of_anybody(word))
    };
    match head.iter().find(|word| is_sure(word)) {
        Some(column) => Work::Sure(column.clone()),
        None if has(head, export, "assignee") => Work::Perhaps,
        None => Work::None,
    }
}

fn has(head: &[String], profile: &Profile, field: &str) -> bool {
    head.iter().any(|word| is_column(word, profile, field))
}

fn is_column(word: &str, profile: &Profile, field: &str) -> bool {
    let names = profile.columns.get(field);
    names.is_some_and(|names| names.iter().any(|name| tracker::plain(name) == tracker::plain(word)))
}

/// Whether a head is a name, with or without words in brackets behind it.
fn begins_with(word: &str, name: &str) -> bool {
    let outer = word.split_once(" (").map_or(word, |(outer, _)| outer);
    tracker::plain(outer) == tracker::plain(name)
}

#[cfg(test)]
mod tests;
