//! The page of the week as text.

use anstyle::Style;
use playbook::week::{Ahead, Line, Week};
use sources::text::shown;

use crate::cli::page::{Page, QUIET, STRONG, TYPED};

/// The column in which sentences begin, behind a number and a mark.
const TEXT: usize = 7;

/// The page; commands for its lines stand beneath where it is today's.
pub fn page(week: &Week, is_today: bool) -> String {
    let mut page = Page::new();
    page.heading(&week.today.0.strftime("%A, %-d %B %Y").to_string());
    if let Some(calm) = &week.calm {
        page.gap();
        page.paragraph(0, &shown(calm));
    }
    for (at, one) in week.lines.iter().enumerate() {
        page.gap();
        line(&mut page, at + 1, one);
    }
    if week.more > 0 {
        page.gap();
        let words = if week.more == 1 { "One more waits" } else { "More wait" };
        page.styled(0, &format!("{words} behind these."), QUIET);
    }
    if let Some(mended) = &week.mended {
        page.gap();
        page.hanging(0, 2, &shown(mended), Style::new());
    }
    if !week.ahead.is_empty() {
        page.gap();
        page.heading("The next four weeks");
        week.ahead.iter().for_each(|one| ahead(&mut page, one));
    }
    if is_today && !week.lines.is_empty() {
        page.gap();
        page.styled(
            0,
            "sideways later 1 puts it off; sideways not-this 1 --because \"...\" strikes it.",
            QUIET,
        );
    }
    page.text()
}

/// A sentence with its number, what it rests on, and the command that does it.
fn line(page: &mut Page, number: usize, line: &Line) {
    let mark = if line.is_new { "new" } else { "" };
    let style = if line.is_act { STRONG } else { Style::new() };
    page.hanging(0, TEXT, &format!("{number} {mark:<5}{}", shown(&line.sentence)), style);
    let why = [std::slice::from_ref(&line.reason), &line.evidence].concat();
    page.styled(TEXT, &shown(&why.join(" ")), QUIET);
    for also in &line.also {
        page.hanging(TEXT, TEXT + 2, &format!("Also: {}", shown(also)), QUIET);
    }
    page.styled(TEXT, &shown(&line.command), TYPED);
    if line.asks_to_drop {
        page.hanging(
            TEXT,
            TEXT + 2,
            "It has stood for three weeks and nothing was done. Drop it?",
            Style::new(),
        );
        page.styled(TEXT, &format!("sideways not-this {number} --because \"...\""), TYPED);
    }
}

fn ahead(page: &mut Page, ahead: &Ahead) {
    let day = ahead.day.0.strftime("%a %Y-%m-%d");
    page.hanging(2, 18, &format!("{day}  {}", shown(&ahead.sentence)), Style::new());
}
