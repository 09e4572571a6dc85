//! Which reader a text is for.

use plan::facts::Facts;

use super::table;
use crate::{
    Problem,
    formats::{
        markdown::{bare, blocks},
        tree,
    },
    profile::Profile,
    readers::{Found, gantt, goals, outline, people, prose},
    text::Text,
};

/// Reads a text as what its ending and its words make it.
pub fn read_text(text: &Text, ending: &str, is_people: bool, profile: Option<&Profile>) -> Found {
    let chosen = |reader: &str| {
        let named = profile.filter(|profile| profile.reader == reader).cloned();
        named.or_else(|| Profile::built_in(reader)).unwrap_or_default()
    };
    let wants = |reader: &str| profile.is_some_and(|profile| profile.reader == reader);
    if text.body.trim().is_empty() {
        let problem = Problem::new(text.place(0..0, ""), "this file is empty");
        return Found {
            problems: vec![problem.hint("docs/plan-format.md begins with a plan to copy")],
            ..Found::default()
        };
    }
    match ending {
        "csv" | "tsv" | "tab" => table::read(text, is_people, &chosen("tracker"), &chosen("people")),
        "txt" if table::fits(text, &chosen("tracker"), &chosen("people")) => {
            table::read(text, is_people, &chosen("tracker"), &chosen("people"))
        }
        "toml" | "yaml" | "yml" => {
            let tree = if ending == "toml" { tree::toml(text) } else { tree::yaml(text) };
            match tree {
                Ok(tree) => people::read_tree(text, &tree, &chosen("people")),
                Err(problem) => Found { problems: vec![problem], ..Found::default() },
            }
        }
        _ => {
            let goal_profile = chosen("goals");
            let (charts, blocks) = gantt::charts(text, blocks(text));
            let bare = bare(text);
            let is_free = !wants("outline");
            let mut found = if is_free && (wants("goals") || goals::fits(text, &blocks, &goal_profile)) {
                goals::read_blocks(text, blocks, &goal_profile)
            } else if is_free && prose::fits(text, &bare, &blocks, !charts.is_empty()) {
                prose::read_blocks(text, blocks)
            } else {
                outline::read_blocks(&bare, blocks, &chosen("tracker"))
            };
            if !charts.is_empty() {
                found.absorb(gantt::read_charts(text, &charts, &chosen("gantt")));
            }
            if ending == "txt" || !is_people {
                found.problems.extend(nothing_read(text, &found, is_people));
            }
            found
        }
    }
}

/// Says of a text in which nothing was found that it was not read; nothing where something was.
fn nothing_read(text: &Text, found: &Found, is_people: bool) -> Option<Problem> {
    let facts = &found.facts;
    let is_nothing = match is_people {
        true => facts.teams.is_empty() && facts.people.is_empty(),
        false => *facts == Facts::default() && !found.is_running(),
    };
    let start = text.trim(0..text.body.len()).start;
    let (fact, hint) = match is_people {
        true => (
            "no person and no team was found here",
            "docs/people.md shows how a directory of people is written",
        ),
        false => (
            "nothing was read: no heading, no list and no sentence stands here",
            "docs/plan-format.md begins with a plan to copy",
        ),
    };
    (is_nothing && found.problems.is_empty())
        .then(|| Problem::new(text.place(text.trim(text.line_of(start)), ""), fact).hint(hint))
}
