//! Forms of this room: each with its fields, and where it was refused as it was typed, with the reason beside them.

use axum::response::Response;
use maud::{Markup, html};

use crate::{
    stop::Stop,
    web::{
        form::{self, Typed},
        page::{self, said},
    },
};

/// A form that was refused.
pub struct Sent {
    /// The act that it asked for.
    pub act: String,
    /// What was typed.
    pub typed: Typed,
    /// Why not.
    pub why: Stop,
}

impl Sent {
    /// Why not, as it is said at the head of the page.
    pub fn told(&self) -> Markup {
        html! { p class="notice" role="alert" { "Not done: " (self.why()) } }
    }

    /// The fact, and what can be done.
    pub fn why(&self) -> String {
        page::why_not(&self.why)
    }

    /// The page with this in it, under the right status.
    pub fn answered(&self, page: Response) -> Response {
        form::answered(&self.why, page)
    }
}

/// A form of one act.
pub struct Act<'a> {
    /// Where it is sent: this, and behind it the act.
    path: String,
    /// The page to which it returns.
    back: String,
    act: &'static str,
    /// What tells it from others of the same act.
    part: &'static str,
    sent: Option<&'a Sent>,
}

/// All forms of one page.
#[derive(Clone)]
pub struct Acts<'a> {
    /// The page.
    pub here: String,
    /// What was sent from it and refused.
    pub sent: Option<&'a Sent>,
}

impl<'a> Acts<'a> {
    /// The form of an act.
    pub fn of(&self, act: &'static str) -> Act<'a> {
        self.about(act, "")
    }

    /// The form of an act on one part of a document.
    pub fn about(&self, act: &'static str, part: &'static str) -> Act<'a> {
        let is_it = |sent: &&Sent| sent.act == act && sent.typed.words("part") == part;
        let sent = self.sent.filter(is_it);
        Act { path: format!("{}/{act}", self.here), back: self.here.clone(), act, part, sent }
    }
}

impl Act<'_> {
    /// Whether it was sent and refused.
    pub const fn is_open(&self) -> bool {
        self.sent.is_some()
    }

    /// What a field shows: what was typed, else what is usual.
    pub fn again(&self, name: &str, usual: &str) -> String {
        self.sent.map_or_else(|| usual.to_owned(), |sent| super::visible(sent.typed.words(name)))
    }

    /// The form, with its fields.
    ///
    /// # Errors
    /// If the system gives no random bytes.
    pub fn form(&self, inside: &Markup) -> Result<Markup, Stop> {
        self.set(inside, self.sent)
    }

    fn set(&self, inside: &Markup, sent: Option<&Sent>) -> Result<Markup, Stop> {
        let once = page::once(&self.back)?;
        let key = format!("why-{}{}", self.act, self.part);
        Ok(html! {
            form class="wide-form" method="post" action=(self.path) aria-describedby=[sent.map(|_| &key)] {
                (once)
                @if !self.part.is_empty() { input type="hidden" name="part" value=(self.part); }
                @if let Some(sent) = sent { p class="wrong" id=(key) tabindex="-1" autofocus { (sent.why()) } }
                (inside)
            }
        })
    }

    /// The form behind a word that unfolds it; open where it was refused.
    ///
    /// # Errors
    /// Likewise.
    pub fn folded(&self, summary: &str, inside: &Markup) -> Result<Markup, Stop> {
        let form = self.form(inside)?;
        Ok(html! { details class="fold" open[self.is_open()] { summary { (said(summary)) } (form) } })
    }

    /// A button alone. `about` tells it apart for whoever hears the page.
    ///
    /// # Errors
    /// Likewise.
    pub fn button(&self, word: &str, about: &str) -> Result<Markup, Stop> {
        let inside = html! { button class="act" { (said(word)) @if !about.is_empty() { span class="unseen" { ": " (said(about)) } } } };
        self.set(&inside, None)
    }

    /// A button that is not what one would do next.
    ///
    /// # Errors
    /// Likewise.
    pub fn quietly(&self, word: &str) -> Result<Markup, Stop> {
        self.set(&html! { button { (word) } }, None)
    }

    /// A field of several lines.
    pub fn words(&self, name: &str, label: &str, usual: &str, rows: u8) -> Markup {
        let words = self.again(name, usual);
        // A browser takes the first end of a line away.
        html! { label { (said(label)) textarea name=(name) rows=(rows) maxlength="20000" required { "\n" (words) } } }
    }

    /// A field of one line.
    pub fn line(&self, name: &str, label: &str, usual: &str, is_needed: bool) -> Markup {
        let words = self.again(name, usual);
        html! { label { (said(label)) input name=(name) value=(words) required[is_needed] autocomplete="off" maxlength="2000"; } }
    }

    /// An item of the plan, with a list to choose from beside it ([`items::list`](crate::web::items::list)).
    pub fn item(&self, name: &str, label: &str, usual: &str) -> Markup {
        let words = self.again(name, usual);
        html! { label { (said(label)) input name=(name) list="items" value=(words) required autocomplete="off" maxlength="2000"; } }
    }

    /// A day.
    pub fn day(&self, name: &str, label: &str, usual: &str) -> Markup {
        let words = self.again(name, usual);
        html! { label class="day" { (said(label)) input type="date" name=(name) value=(words); } }
    }
}
