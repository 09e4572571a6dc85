//! The page before a talk, as text.

use anstyle::Style;
use playbook::{
    channel::prepare::{Kindness, Page as Prepared, Said, Touch, Valued},
    moment::Day,
};
use sources::text::shown;

use crate::cli::{
    days::ago,
    page::{Page, QUIET, STRONG, TYPED},
};

/// The page.
pub fn page(prepared: &Prepared, today: Day, is_unfolded: bool) -> String {
    let mut page = Page::new();
    let due = prepared.due.map_or_else(String::new, |due| format!("due {due}"));
    page.ledge(&shown(&prepared.peer), &shown(&prepared.teams.join(", ")), &due);
    page.paragraph(0, &opening(prepared, today));
    world(&mut page, &prepared.world);
    values(&mut page, &prepared.values);
    kindnesses(&mut page, &prepared.kindnesses);
    notes(&mut page, prepared.notes.as_ref());
    if !prepared.questions.is_empty() {
        page.gap();
        page.heading("What to ask");
        prepared.questions.iter().for_each(|question| page.hanging(2, 4, &shown(question), Style::new()));
    }
    touches(&mut page, prepared, is_unfolded);
    page.text()
}

/// When the last talk was, and whose the next one is.
fn opening(prepared: &Prepared, today: Day) -> String {
    match (&prepared.successor, prepared.last_talk) {
        (Some(by), _) => format!("{} has left; {} follows.", shown(&prepared.peer), shown(by)),
        (None, None) => {
            "A first talk: nobody knows the other yet. Come to learn, and leave one useful thing.".into()
        }
        (None, Some(last)) => {
            format!("You talked on {last}, {}. The agenda is theirs.", ago(last.until(today)))
        }
    }
}

/// What is known of their world.
pub fn world(page: &mut Page, world: &[Said]) {
    if world.is_empty() {
        return;
    }
    page.gap();
    page.heading("Their world");
    for said in world {
        let style = if said.is_old { QUIET } else { Style::new() };
        let age = if said.is_old { "old: " } else { "" };
        let words = format!("{}: {} ({age}{})", said.about, shown(&said.words), ago(said.days));
        page.hanging(2, 4, &words, style);
    }
}

/// Notes of the last talk that had any.
pub fn notes(page: &mut Page, notes: Option<&Said>) {
    if let Some(notes) = notes {
        page.gap();
        page.heading(&format!("Notes of {}", notes.on));
        page.paragraph(2, &shown(&notes.words));
    }
}

/// What they value.
pub fn values(page: &mut Page, values: &[Valued]) {
    if values.is_empty() {
        return;
    }
    page.gap();
    page.heading("What they value");
    for value in values {
        let how = if value.was_heard { "they said so" } else { "a guess" };
        page.hanging(2, 4, &format!("{} ({how}, {})", shown(&value.words), ago(value.days)), Style::new());
    }
}

/// What could be done for them.
pub fn kindnesses(page: &mut Page, kindnesses: &[Kindness]) {
    if kindnesses.is_empty() {
        return;
    }
    page.gap();
    page.heading("What you could do for them");
    for kindness in kindnesses {
        let past = if kindness.is_past { ", which has passed" } else { "" };
        let words =
            format!("{:<5} {} by {}{past}", kindness.id.to_string(), shown(&kindness.words), kindness.by);
        page.hanging(2, 8, &words, Style::new());
    }
}

fn touches(page: &mut Page, prepared: &Prepared, is_unfolded: bool) {
    let touches = &prepared.only_if_they_ask;
    if touches.is_empty() {
        return;
    }
    page.gap();
    if is_unfolded {
        page.heading("Only if they ask");
        return touches.iter().for_each(|one| touch(page, one));
    }
    page.styled(0, "Only if they ask: what of yours touches them.", STRONG);
    let peer = plan::names::typed(&prepared.peer);
    page.styled(2, &format!("sideways talk prepare {peer} --if-they-ask"), TYPED);
}

/// One yes that I will need of them.
pub fn touch(page: &mut Page, touch: &Touch) {
    let due = touch.due.map_or_else(String::new, |due| format!(", {due}"));
    let home = if touch.home == touch.item { String::new() } else { format!(" for {}", shown(&touch.home)) };
    page.hanging(2, 4, &format!("{}: {}{home}{due}", touch.kind, shown(&touch.item)), Style::new());
    page.place(4, &shown(&touch.place));
}
