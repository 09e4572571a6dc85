//! Cards as text.

use anstyle::Style;
use playbook::{
    calendar::Ahead,
    defend::card::{Card, Cards, Fact},
};
use sources::text::shown;

use crate::{
    cli::page::{Page, QUIET, STRONG, TYPED, listed},
    days::ago,
};

/// All cards of a forum.
pub fn page(cards: &Cards) -> String {
    let mut page = Page::new();
    let day = cards.day.map_or_else(String::new, |day| format!(", {day}"));
    page.heading(&format!("{}{day}", shown(&cards.forum)));
    page.styled(0, cards.first, STRONG);
    if cards.cards.is_empty() {
        page.gap();
        page.paragraph(0, "None of your peers is absent there, as far as your calendar says.");
    }
    for one in &cards.cards {
        page.gap();
        card(&mut page, one);
    }
    page.text()
}

/// Forums ahead in which peers will be absent.
pub fn ahead(all: &[Ahead]) -> String {
    let mut page = Page::new();
    if all.is_empty() {
        let words = "No meeting of the next four weeks is known from which a peer will be absent. \
            sideways calendar read FILE reads your calendar; sideways defend FORUM --absent PEER needs none.";
        page.paragraph(0, words);
    }
    for one in all {
        let later: String = one.later.iter().map(|day| format!(", {day}")).collect();
        page.hanging(0, 4, &format!("{}{later}  {}", one.on, shown(&one.title)), Style::new());
        let of = |was_asked| one.absent.iter().filter(move |one| one.was_asked == was_asked);
        let parts = [("will be absent:", true), ("not asked:", false)];
        for (head, was_asked) in parts {
            let names: Vec<String> = of(was_asked).map(|one| shown(&one.peer)).collect();
            if !names.is_empty() {
                page.styled(4, &format!("{head} {}", listed(&names, "and")), QUIET);
            }
        }
        page.styled(4, &shown(&one.command), TYPED);
    }
    page.text()
}

fn card(page: &mut Page, card: &Card) {
    page.ledge(&shown(&card.peer), &shown(&card.teams.join(", ")), "absent");
    if let Some(by) = &card.successor {
        page.paragraph(2, &format!("Has left; {} follows.", shown(by)));
    }
    if card.is_guarded {
        page.styled(2, "Guarded: facts are fair to them as to anybody.", QUIET);
    }
    match card.on_the_table.as_slice() {
        [] => page.styled(2, "Nothing of theirs that you know of is on the table.", QUIET),
        things => {
            page.paragraph(2, "On the table:");
            for thing in things {
                page.hanging(4, 6, &format!("{}: {}", shown(&thing.what), shown(&thing.why)), Style::new());
                page.place(6, &shown(&thing.place));
            }
        }
    }
    if !card.facts.is_empty() {
        page.paragraph(2, "What you can say:");
        card.facts.iter().for_each(|one| fact(page, one, Style::new()));
    }
    if let Some(care) = card.care {
        page.styled(4, care, QUIET);
    }
    if !card.stale.is_empty() {
        page.paragraph(2, "Too old to be said:");
        card.stale.iter().for_each(|one| fact(page, one, QUIET));
    }
    card.missing.iter().for_each(|words| page.hanging(2, 4, &shown(words), QUIET));
    page.styled(2, &shown(&card.record), TYPED);
}

fn fact(page: &mut Page, fact: &Fact, style: Style) {
    page.hanging(4, 6, &shown(&fact.words), style);
    let age = ago(fact.days);
    let source = match fact.source.ends_with(&fact.on.to_string()) {
        true => format!("{}, {age}", shown(&fact.source)),
        false => format!("{}; of {}, {age}", shown(&fact.source), fact.on),
    };
    page.styled(6, &source, QUIET);
}
