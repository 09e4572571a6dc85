//! The text of a document, part by part, and its marks: to what exact text they bind, and what voids them (rule E3).

use maud::{Markup, html};
use playbook::escalate::{
    Escalation, Way,
    listed::{Part, Shown, Stands, Version},
};

use super::{paragraphs, sent::Acts, visible};
use crate::{
    stop::Stop,
    web::page::{self, said},
};

/// All parts.
pub fn drawn(one: &Escalation, whole: &Shown, acts: &Acts<'_>, is_open: bool) -> Result<Markup, Stop> {
    let parts = whole.parts.iter().filter(|part| part.part != "slot");
    let parts =
        parts.map(|part| self::part(one, whole, part, acts, is_open)).collect::<Result<Vec<_>, _>>()?;
    let is_missing =
        !whole.parts.iter().any(|part| part.part == "restated" && part.is_open_to(one.my_name()));
    let offered = if is_open && is_missing {
        restatement(one, acts, "")?
    } else {
        html! {}
    };
    Ok(html! {
        section aria-labelledby="document" {
            h2 id="document" { "The document" }
            @if !whole.lacks.is_empty() && is_open {
                p class="quiet" { "It is not whole; still missing: " (missing(whole)) "." }
            }
            div class="parts" { @for part in &parts { (part) } }
            (offered)
        }
    })
}

/// The headings of what is still missing.
fn missing(whole: &Shown) -> String {
    let is_missing = |part: &&Part| part.versions.is_empty() && whole.lacks.contains(&part.part);
    let heads = whole.parts.iter().filter(is_missing).map(|part| format!("“{}”", part.heading));
    said(&crate::words::listed(&heads.collect::<Vec<_>>(), "and"))
}

fn part(
    one: &Escalation,
    whole: &Shown,
    part: &Part,
    acts: &Acts<'_>,
    is_open: bool,
) -> Result<Markup, Stop> {
    let is_mine = part.is_open_to(one.my_name());
    let is_yours = is_mine && is_open;
    let body = match part.versions.as_slice() {
        [] => {
            html! { p class="quiet" { @if is_mine { "Nothing yet." } @else { "Nothing yet: they write it." } } }
        }
        [version] => paragraphs(&version.words),
        several => side_by_side(one, part, several, (acts, is_yours))?,
    };
    let id = if is_mine { format!("part-{}", part.part) } else { format!("theirs-{}", part.part) };
    let usual = match part.versions.as_slice() {
        [version] => version.words.as_str(),
        _ => "",
    };
    let write = match is_yours {
        true if part.part == "restated" => restatement(one, acts, usual)?,
        true => write(part, acts, usual)?,
        false => html! {},
    };
    let fair = if part.part == "position" {
        fair(one, whole, part, acts, is_open)?
    } else {
        html! {}
    };
    Ok(html! {
        article class="part" id=(id) {
            h3 { (said(&part.heading)) }
            (body)
            (fair)
            (write)
        }
    })
}

/// What both wrote at once (rule E2): whoever writes again settles it.
fn side_by_side(
    one: &Escalation,
    part: &Part,
    all: &[Version],
    (acts, is_open): (&Acts<'_>, bool),
) -> Result<Markup, Stop> {
    let mut sides = Vec::new();
    for version in all {
        let act = acts.about("settle", part.part);
        let is_mine = version.by == one.my_name();
        let take = match is_open {
            true => act.form(&html! {
                input type="hidden" name="take" value=(if is_mine { "mine" } else { "theirs" });
                button { @if is_mine { "Take yours" } @else { "Take theirs" } span class="unseen" { " of: " (said(&part.heading)) } }
            })?,
            false => html! {},
        };
        sides.push(html! {
            div class="side" { p class="quiet" { "As " (said(&version.by)) " wrote it" } (paragraphs(&version.words)) (take) }
        });
    }
    Ok(html! {
        p class="notice" { "You both wrote this at once. Nothing is marked before one version stands here." }
        div class="sides" { @for side in &sides { (side) } }
    })
}

fn write(part: &Part, acts: &Acts<'_>, usual: &str) -> Result<Markup, Stop> {
    let act = acts.about("write", part.part);
    let label = format!("{}, in words for both and whoever decides", part.heading);
    let field = match part.part {
        "whom" => act.line("words", &part.heading, usual, true),
        "by" => act.day("words", &part.heading, usual),
        "prior" => html! {
            (act.words("words", &label, usual, 2))
            p class="quiet" { "What you said about this to them before, or “None.”" }
        },
        "position" => act.words("words", &label, usual, 8),
        _ => act.words("words", &label, usual, 4),
    };
    let word = if part.versions.is_empty() { "Write it" } else { "Change it" };
    act.folded(word, &html! { (field) button class="act" { "Keep it" } })
}

/// The other position in one's own words: offered, not demanded.
fn restatement(one: &Escalation, acts: &Acts<'_>, usual: &str) -> Result<Markup, Stop> {
    let act = acts.about("write", "restated");
    let name = one.their_name();
    let inside = html! {
        (act.words("words", &format!("The position of {name}, as you put it"), usual, 4))
        div class="acts" {
            button class="act" { "Keep it" }
            @if !usual.is_empty() { button name="none" value="yes" formnovalidate { "Take it out" } }
        }
    };
    let word = if usual.is_empty() {
        format!("Put the position of {name} in your words, if you like")
    } else {
        "Change it".into()
    };
    act.folded(&word, &inside)
}

/// Whether the other one holds a position to be fairly stated.
fn fair(
    one: &Escalation,
    whole: &Shown,
    part: &Part,
    acts: &Acts<'_>,
    is_open: bool,
) -> Result<Markup, Stop> {
    let is_mine = part.is_open_to(one.my_name());
    let judge = whole.authors.iter().find(|author| author.is_you != is_mine);
    let Some(judge) = judge.filter(|_| part.versions.len() == 1) else { return Ok(html! {}) };
    let act = match (judge.fair, is_open, judge.is_you) {
        (None, true, true) => acts.of("fair").button("Fairly stated", &part.heading)?,
        (None, true, false) if one.way == Some(Way::Plain) => {
            let act = acts.of("their-fair");
            let inside = html! { div class="inline" { (act.day("on", "On", "")) button { "Record it" } } };
            act.folded("They told you that it is", &inside)?
        }
        _ => html! {},
    };
    Ok(html! {
        p class="fair" {
            @match (judge.fair, judge.is_you) {
                (Some(on), true) => { "✓ You hold it to be fairly stated, since " (page::near(on)) "." },
                (Some(on), false) => { "✓ " (said(&judge.name)) " holds it to be fairly stated, since " (page::near(on)) "." },
                (None, true) => "○ You have not said that it is fairly stated, as it stands now.",
                (None, false) => { "○ " (said(&judge.name)) " has not said that it is fairly stated, as it stands now." },
            }
        }
        (act)
    })
}

/// Who marked the exact text, and the text itself.
pub fn marks(one: &Escalation, whole: &Shown, acts: &Acts<'_>, is_open: bool) -> Result<Markup, Stop> {
    let stands = whole.authors.iter().map(mark);
    let text = whole.text.as_deref();
    let form = match (is_open, text) {
        (true, Some(text)) => to_mark(one, whole, text, acts)?,
        (_, Some(text)) => exact(text),
        _ => {
            html! { p class="quiet" { "There is no one text while two versions of a part stand side by side." } }
        }
    };
    Ok(html! {
        section aria-labelledby="marks" {
            h2 id="marks" { "Marks" }
            p { "A mark binds one person to one exact text. Any change by either of you voids all marks, and changing it back brings none back." }
            ul class="plainly" { @for one in stands { li { (one) } } }
            (form)
        }
    })
}

fn mark(author: &Stands) -> Markup {
    let name = if author.is_you { "You" } else { author.name.as_str() };
    let has = if author.is_you { "have" } else { "has" };
    html! {
        @match (author.marked, author.void) {
            (Some(on), _) => { "✓ " (said(name)) " marked this exact text on " (page::near(on)) "." },
            (None, Some(on)) => { "○ " (said(name)) " marked an earlier text on " (page::near(on)) ". It was changed since: that mark is void." },
            (None, None) => { "○ " (said(name)) " " (has) " not marked this text." },
        }
    }
}

/// The exact text, as it is marked: in a field, so that nothing in it stands for something else.
fn exact(text: &str) -> Markup {
    html! {
        details class="fold" { summary { "The exact text" }
            label { "The exact text, as both see it" textarea class="exact" readonly rows="14" { "\n" (visible(text)) } }
        }
    }
}

fn to_mark(one: &Escalation, whole: &Shown, text: &str, acts: &Acts<'_>) -> Result<Markup, Stop> {
    let you = whole.authors.iter().find(|author| author.is_you);
    let seen = whole.seen.as_deref().unwrap_or_default();
    let is_whole = whole.lacks.is_empty();
    if you.is_some_and(|you| you.marked.is_some()) {
        let withdraw = acts.of("withdraw").quietly("Take your mark back")?;
        let theirs = their_mark(one, whole, seen, acts)?;
        return Ok(html! { (exact(text)) (theirs) (withdraw) });
    }
    if !is_whole || you.is_some_and(|you| you.fair.is_none()) {
        return Ok(html! {
            p class="quiet" { @if is_whole { "You mark it once you hold the other position to be fairly stated." } @else { "It is marked once it is whole." } }
            (exact(text))
        });
    }
    let act = acts.of("mark");
    let form = act.form(&html! {
        input type="hidden" name="seen" value=(seen);
        label { "This is the exact text. Read it once more." textarea class="exact" readonly rows="20" { "\n" (visible(text)) } }
        label class="tick" { input type="checkbox" name="read" value="yes" required; " I read it whole, and stand by it as it is" }
        button class="act" { "Mark this exact text" }
    })?;
    let theirs = their_mark(one, whole, seen, acts)?;
    Ok(html! { (form) (theirs) })
}

/// Their agreement in their own words, where they do not use this program (rule E8).
fn their_mark(one: &Escalation, whole: &Shown, seen: &str, acts: &Acts<'_>) -> Result<Markup, Stop> {
    let is_missing = whole.authors.iter().any(|author| !author.is_you && author.marked.is_none());
    if one.way != Some(Way::Plain) || !is_missing {
        return Ok(html! {});
    }
    let act = acts.of("their-mark");
    let inside = html! {
        input type="hidden" name="seen" value=(seen);
        (act.words("words", "In their own words, to exactly this text", "", 2))
        div class="inline" { (act.day("on", "On", "")) button { "Record it" } }
        p class="quiet" { "The page will say that you recorded it: nothing proves it." }
    };
    act.folded(&format!("{} told you that they agree", one.their_name()), &inside)
}
