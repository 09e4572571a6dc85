//! What there is to mend in a draft, as text.

use anstyle::Style;
use playbook::{
    defend::review::{LeftOut, Line, Review},
    outward::Text,
};
use sources::text::shown;

use crate::cli::page::{Page, QUIET};

/// Everything that was found.
pub fn page(review: &Review, path: &str) -> String {
    let mut page = Page::new();
    let file = if path == "-" { "line ".to_owned() } else { format!("{}:", shown(path)) };
    if !review.blames.is_empty() {
        page.heading("Lines that blame somebody");
        review.blames.iter().for_each(|line| blame(&mut page, line, &file));
        page.styled(0, "Is it right? Then say it to them before they read it.", QUIET);
        page.gap();
    }
    if !review.left_out.is_empty() {
        page.heading("Contributions that are left out");
        review.left_out.iter().for_each(|one| left_out(&mut page, one, &file));
        page.styled(0, "sideways credit NUMBER \"where it was named\" says that one was named.", QUIET);
        page.gap();
    }
    if review.blames.is_empty() && review.left_out.is_empty() {
        page.paragraph(0, "No line blames anybody you know, and no contribution is left out.");
    }
    page.styled(
        0,
        match review.knows_plan {
            true => "Blame was looked for by the names of your peers, and of people and teams of the kept plan.",
            false => {
                "Blame was looked for by the names of your peers and their teams; sideways map --keep knows the others of the plan."
            }
        },
        QUIET,
    );
    for (from, to) in &review.not_read {
        let lines = if from == to { format!("{from} is") } else { format!("{from} to {to} are") };
        page.styled(0, &format!("Line {lines} not English: blame was not looked for there."), QUIET);
    }
    page.text()
}

fn blame(page: &mut Page, line: &Line, file: &str) {
    let because = format!("{}, by “{}”", shown(&line.peer), shown(&line.because));
    page.hanging(0, 2, &format!("{file}{} blames {because}:", line.line), Style::new());
    page.hanging(4, 4, &short(&line.words), QUIET);
    paste(page, &line.paste);
}

fn left_out(page: &mut Page, one: &LeftOut, file: &str) {
    let place = one.line.map_or_else(String::new, |line| format!(" ({file}{line})"));
    page.hanging(0, 6, &format!("{:<5} {}{place}", one.id.to_string(), shown(&one.because)), Style::new());
    paste(page, &one.paste);
}

fn paste(page: &mut Page, text: &Text) {
    page.hanging(2, 4, &format!("> {}", shown(text.as_str())), Style::new());
}

/// A sentence as far as a screen needs it.
fn short(words: &str) -> String {
    const LONGEST: usize = 240;
    let words = shown(words);
    match words.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}…", &words[..at]),
        None => words,
    }
}
