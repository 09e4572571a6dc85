//! Which reader a text is for.

use crate::{
    Problem,
    formats::{
        csv::Rows,
        markdown::{bare, blocks},
        tree,
    },
    profile::Profile,
    readers::{Found, gantt, goals, outline, people, prose, tracker},
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
        "csv" | "tsv" => read_table(text, is_people, &chosen("tracker"), &chosen("people")),
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
            found
        }
    }
}

fn read_table(text: &Text, is_people: bool, export: &Profile, directory: &Profile) -> Found {
    let mut rows = Rows::of(text);
    let head = rows.next().unwrap_or_default();
    let words: Vec<String> = head.iter().map(|cell| cell.words.clone()).collect();
    // A directory may bear ids and titles, too; an export bears states.
    let has_state = export.columns.get("status").is_some_and(|names| {
        words.iter().any(|word| names.iter().any(|name| name.eq_ignore_ascii_case(word)))
    });
    if people::fits_csv(&words, directory) && (is_people || !has_state) {
        return people::read_csv(text, directory);
    }
    let is_of_teams = people::fits_teams(&words, directory);
    if is_of_teams && is_people {
        return people::read_teams(text, directory);
    }
    if let Some(found) = tracker::read(text, export).filter(|_| !is_people) {
        return found;
    }
    if is_of_teams && !has_state {
        return people::read_teams(text, directory);
    }
    let (likeliest, said) = tracker::refusal(text, export);
    if let Some(problem) = said.filter(|_| !is_people) {
        return Found { problems: vec![problem], ..Found::default() };
    }
    let quoted = if is_people { &head } else { &likeliest };
    let start = quoted.first().map_or(0, |cell| cell.span.start);
    let fact = match is_people {
        true => format!("nothing was read: {}", people::unfit_csv(&words, directory)),
        false => {
            "the head of this table is neither that of a tracker's export nor of a directory of people; \
                  nothing was read"
                .to_owned()
        }
    };
    let problem = Problem::new(text.place(text.trim(text.line_of(start)), ""), fact);
    let hint = match is_people {
        true => "rename a column, or name it in a profile under [keys] (docs/profiles.md)",
        false => {
            "an export has an issue key and a summary, a directory a name and the teams led, or a team and its \
             lead; a profile names other columns (docs/profiles.md)"
        }
    };
    let unclosed = head.last().filter(|_| rows.next().is_none()).and_then(|last| rows.unclosed(last));
    let problems = unclosed.into_iter().chain([problem.hint(hint)]).collect();
    Found { problems, ..Found::default() }
}
