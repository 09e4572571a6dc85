//! What lies open between the two: asks both ways, each with its next step and the texts that go with it, and loans.

use maud::{Markup, html};
use playbook::{
    moment::{Day, Id},
    notebook::Notebook,
    outward::{Drafts, Text},
    peer::{Ask, Lent, Page},
    trade::asks::{self, Due, Stage},
};

use super::acts::{What, folds};
use crate::{
    stop::Stop,
    web::page::{self, said, told},
};

/// Asks and loans, and the forms for new ones.
///
/// # Errors
/// If the system gives no random bytes.
pub fn shown(peer: &Page, notes: &Notebook, today: Day) -> Result<Markup, Stop> {
    let due = asks::due(&notes.asks, &notes.peers, today);
    let of_me = due.iter().filter(|due| peer.asks_of_me.iter().any(|ask| ask.id == due.ask));
    let of_me = of_me.map(|due| of_me_row(peer.id, due, notes, today)).collect::<Result<Vec<_>, _>>()?;
    let of_them =
        peer.asks_of_them.iter().map(|ask| of_them_row(peer.id, ask)).collect::<Result<Vec<_>, _>>()?;
    let loans =
        peer.loans.iter().map(|loan| loan_row(peer.id, loan, today)).collect::<Result<Vec<_>, _>>()?;
    let (asks, lends) =
        (folds(peer.id, &[What::AskFrom, What::AskOf])?, folds(peer.id, &[What::LoanTo, What::LoanFrom])?);
    Ok(html! {
        section id="asks" {
            h2 { "Asks" }
            @if of_me.is_empty() && of_them.is_empty() { p class="quiet" { "Nothing is asked, either way." } }
            @if !of_me.is_empty() { h3 { "They asked you" } ul class="things" { @for row in &of_me { (row) } } }
            @if !of_them.is_empty() { h3 { "You asked them" } ul class="things" { @for row in &of_them { (row) } } }
            (asks)
        }
        section id="loans" {
            h2 { "On loan" }
            @if loans.is_empty() { p class="quiet" { "Nothing is lent or borrowed." } }
            @if !loans.is_empty() { ul class="things" { @for row in &loans { (row) } } }
            (lends)
        }
    })
}

/// An ask of theirs: where it stands, the next step, and both answers as they could be sent today.
fn of_me_row(peer: Id, due: &Due, notes: &Notebook, today: Day) -> Result<Markup, Stop> {
    let drafts = notes.drafts(due.ask, today)?;
    let thing = Some(due.ask);
    let is_past = due.stage == Stage::Past;
    let ack = (due.stage == Stage::Acknowledge).then(|| What::Ack.form(peer, thing).shown()).transpose()?;
    let decide_by = What::DecideBy.folded(peer, thing)?;
    let answers = answers(peer, due.ask, &drafts)?;
    let withdrawn = What::Withdrawn.form(peer, thing).shown()?;
    Ok(html! {
        li {
            p { span class="heard" { (said(&due.what)) } " " span class="age" { (told(&due.evidence.join("; "))) } }
            p class=[due.is_late.then_some("late")] { (told(&due.stands())) "." }
            div class="acts" { @if let Some(ack) = &ack { (ack) } (withdrawn) }
            (decide_by)
            details class="fold" open[is_past] { summary { "Both answers, and what was said" } (answers) }
        }
    })
}

fn answers(peer: Id, ask: Id, drafts: &Drafts) -> Result<Markup, Stop> {
    let instead = What::Instead.folded(peer, Some(ask))?;
    let answer = What::Answer.form(peer, Some(ask)).shown()?;
    Ok(html! {
        div class="drafts" {
            (draft("A plain no", &drafts.no))
            (draft("A clear yes", &drafts.yes))
        }
        (instead)
        p class="quiet" { "Nothing is sent from here. Once you have sent one:" }
        (answer)
    })
}

/// A text for them, in a field of its own: one key selects all of it.
fn draft(title: &str, text: &Text) -> Markup {
    let lines: Vec<String> = text.as_str().lines().map(said).collect();
    html! {
        label { (title) textarea class="copy" readonly rows=(lines.len() + 2) { (lines.join("\n")) } }
    }
}

fn of_them_row(peer: Id, ask: &Ask) -> Result<Markup, Stop> {
    let (answer, withdrawn) = (
        What::Answer.form(peer, Some(ask.id)).folded("They answered")?,
        What::Withdrawn.form(peer, Some(ask.id)).shown()?,
    );
    Ok(html! {
        li {
            p { span class="heard" { (said(&ask.what)) } " " span class="age" {
                "asked " (page::near(ask.on))
                @if let Some(day) = ask.needed_by { ", needed by " (page::near(day)) }
            } }
            div class="acts" { (withdrawn) }
            (answer)
        }
    })
}

fn loan_row(peer: Id, loan: &Lent, today: Day) -> Result<Markup, Stop> {
    let returned = What::Returned.form(peer, Some(loan.id)).shown()?;
    let extend = What::Extend.folded(peer, Some(loan.id))?;
    let is_over = loan.until < today;
    Ok(html! {
        li {
            p { span class="heard" { (said(&loan.what)) } " " span class="age" {
                @if loan.is_mine { "lent to them from " } @else { "borrowed from them from " }
                (page::near(loan.from)) " to " (page::near(loan.until))
            } }
            @if is_over { p class="late" { "Its end has passed." } }
            div class="acts" { (returned) }
            (extend)
        }
    })
}
