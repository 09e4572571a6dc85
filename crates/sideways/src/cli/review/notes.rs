//! One's own entries, read as those would who are meant, as text.

use std::path::Path;

use anstyle::Style;
use sources::text::shown;

use crate::{
    absent::notes::{Reread, reread},
    cli::{
        Stop, opened,
        page::{Page, QUIET, TYPED},
        show,
    },
};

/// Reads the entries that concern a peer, or all.
pub fn run(words: &[String], as_json: bool, notebook: Option<&Path>) -> Result<(), Stop> {
    let mut desk = opened::to_read(notebook)?;
    let only = match words {
        [] => None,
        words => Some(desk.notes().peers.find(&words.join(" "))?),
    };
    let read = reread(&mut desk, only, desk::clock::now().today)?;
    if as_json { opened::show_json(&read) } else { show(&page(&read)) }
}

fn page(read: &Reread) -> String {
    let mut page = Page::new();
    match read.found.as_slice() {
        [] => page.paragraph(0, "No entry holds a word of judgement about a person."),
        _ => page.paragraph(
            0,
            "Whoever is meant may ask to read these. Forget them, and enter anew what was said or done, and when.",
        ),
    }
    for found in &read.found {
        page.gap();
        let words =
            found.opinions.iter().map(|word| format!("“{}”", shown(word))).collect::<Vec<_>>().join(", ");
        page.hanging(0, 18, &format!("{:>5}  {} {words}", found.entry, found.on), Style::new());
        found.says.iter().for_each(|said| page.hanging(18, 18, &shown(said), QUIET));
        page.styled(18, &found.command, TYPED);
    }
    if !read.not_read.is_empty() {
        let all = read.not_read.iter().map(u32::to_string).collect::<Vec<_>>().join(", ");
        page.gap();
        page.styled(0, &format!("Not read as English: entries {all}."), QUIET);
    }
    page.text()
}
