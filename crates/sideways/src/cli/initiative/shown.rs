//! Initiatives and the page that goes up, as text.

use anstyle::Style;
use playbook::{
    moment::Id,
    outward::Text,
    ratify::{Answered, Listed, Stage},
};
use sources::text::shown;

use crate::cli::page::{Page, QUIET, TYPED};

/// What is open.
pub fn list(all: &[Listed]) -> String {
    let mut page = Page::new();
    if all.is_empty() {
        page.paragraph(0, "Nothing is open. sideways initiative new WHAT --touches PEER begins something.");
    }
    for (at, one) in all.iter().enumerate() {
        if at > 0 {
            page.gap();
        }
        page.hanging(0, 6, &format!("{:<5} {}", one.id.to_string(), shown(&one.what)), Style::new().bold());
        one.parties.iter().for_each(|party| self::party(&mut page, party));
        match &one.request {
            Some(request) => page.hanging(6, 8, &format!("asks for: {}", shown(request)), QUIET),
            None => page.styled(6, "asks for nothing yet", QUIET),
        }
        let stands = match one.stage {
            Stage::Open => "Nothing goes up before all have decided.",
            Stage::Refused => "A no is no decision to ratify: change it so that it spares them, or drop it.",
            Stage::NothingRequested => "All have decided; it does not say what is asked for.",
            Stage::Ready => "All have decided.",
        };
        page.paragraph(6, stands);
        page.styled(6, &shown(&one.command), TYPED);
    }
    page.text()
}

fn party(page: &mut Page, party: &Answered) {
    let team = party.team.as_ref().map_or_else(String::new, |team| format!(" ({})", shown(team)));
    let on = party.on.map_or_else(String::new, |on| format!(", {on}"));
    let said = match (party.answer, &party.condition) {
        (_, Some(condition)) => format!("yes, if {}", shown(condition)),
        (Some(answer), None) => answer.to_owned(),
        (None, None) => "open".to_owned(),
    };
    let guarded = if party.is_guarded { "; guarded" } else { "" };
    page.hanging(6, 8, &format!("{}{team}: {said}{on}{guarded}", shown(&party.peer)), Style::new());
}

/// A text for others, line by line.
pub fn text(page: &mut Page, text: &Text) {
    for line in text.as_str().lines() {
        match line {
            "" => page.gap(),
            line => page.hanging(0, if line.starts_with("- ") { 2 } else { 0 }, &shown(line), Style::new()),
        }
    }
}

/// What is said beneath the page, for the owner alone.
pub fn behind(page: &mut Page, initiative: Id, without_credit: &[String]) {
    page.gap();
    for name in without_credit {
        let typed = plan::names::typed(name);
        let words = format!(
            "No contribution of {} stands on it: sideways contribution {typed} \"...\" --for \"...\"",
            shown(name)
        );
        page.hanging(0, 2, &shown(&words), QUIET);
    }
    page.styled(0, &format!("Once you have sent it: sideways initiative up {initiative}"), QUIET);
}
