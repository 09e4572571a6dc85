//! Forms that are said once: shown empty on their page, and again as they were typed where something was refused.

use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use playbook::{
    map::peers::Known,
    moment::{Day, Id},
    notebook::Notebook,
    privacy::Private,
};

use super::page::{self, Room, said};
use crate::{days, stop::Stop};

/// What was typed into a form, field by field.
#[derive(Clone, Debug, Default)]
pub struct Typed(pub Vec<(String, String)>);

impl Typed {
    /// The words of a field, without the blanks around them; empty where it is not there.
    pub fn words(&self, name: &str) -> &str {
        self.0.iter().find(|(key, _)| key == name).map_or("", |(_, words)| words.trim())
    }

    /// The words of a field, where it says something.
    pub fn given(&self, name: &str) -> Option<&str> {
        Some(self.words(name)).filter(|words| !words.is_empty())
    }

    /// All that was chosen of a field.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        let of = self.0.iter().filter(move |(key, _)| key == name);
        of.map(|(_, words)| words.trim()).filter(|words| !words.is_empty())
    }

    /// The words of a field that must say something.
    ///
    /// # Errors
    /// If it says nothing.
    pub fn needed(&self, name: &str, missing: &str) -> Result<String, Stop> {
        match self.words(name) {
            "" => Err(Stop::form(missing)),
            words => Ok(words.to_owned()),
        }
    }

    /// The peer whose number a field holds, if there is one of it.
    pub fn peer(&self, name: &str, notes: &Notebook) -> Option<Known> {
        known(self.words(name), notes)
    }

    /// Words for the owner alone, where there are any.
    pub fn private(&self, name: &str) -> Option<Private<String>> {
        self.given(name).map(|words| Private::new(words.to_owned()))
    }

    /// A day that lies ahead, as `sideways` reads days.
    ///
    /// # Errors
    /// If it is none.
    pub fn ahead(&self, name: &str, today: Day) -> Result<Option<Day>, Stop> {
        self.given(name).map(|words| days::ahead(words, today)).transpose()
    }

    /// A day on which something happened; today, where none is typed.
    ///
    /// # Errors
    /// If it is none.
    pub fn back(&self, name: &str, today: Day) -> Result<Day, Stop> {
        self.given(name).map_or(Ok(today), |words| days::back(words, today))
    }
}

/// The peer of this number, if there is one.
pub fn known(number: &str, notes: &Notebook) -> Option<Known> {
    number.parse::<Id>().ok().and_then(|id| notes.peers.known(id))
}

/// A form that was refused.
pub struct Sent {
    /// The act that it asked for.
    pub act: &'static str,
    /// What was typed.
    pub typed: Typed,
    /// Why not.
    pub why: Stop,
}

/// A page under the status of why something was refused.
pub fn answered(why: &Stop, page: Response) -> Response {
    (page::status(why), page).into_response()
}

impl Sent {
    /// The page with this in it, under the status of why it was refused.
    pub fn answered(&self, page: Response) -> Response {
        answered(&self.why, page)
    }

    /// Why not, at the head of the page.
    pub fn told(&self, not: &str) -> Markup {
        html! { p class="notice" role="alert" { (not) ": " (page::why_not(&self.why)) } }
    }

    /// Why not, in the form itself, which may stand far below.
    pub fn beside(&self) -> Markup {
        html! { p class="wrong" tabindex="-1" autofocus { (page::why_not(&self.why)) } }
    }

    /// What was typed into this form, if it is the one of an act on one thing, or of one kind.
    pub fn of<'a>(sent: Option<&'a Self>, act: &str, (name, value): (&str, &str)) -> Option<&'a Typed> {
        let is_it = |sent: &&Self| sent.act == act && sent.typed.words(name) == value;
        sent.filter(is_it).map(|sent| &sent.typed)
    }
}

/// What a field shows: what was typed, else what is usual.
pub fn again<'a>(typed: Option<&'a Typed>, name: &str, usual: &'a str) -> &'a str {
    typed.map_or(usual, |typed| typed.words(name))
}

/// A field of a form.
pub struct Field {
    name: &'static str,
    label: String,
    kind: Kind,
    note: Option<&'static str>,
    /// Whether what stands before it says already what it is: its label is there for who can't see that.
    is_plain: bool,
    /// A list of its page that says what the words may be.
    list: Option<&'static str>,
}

/// What is typed into a field.
enum Kind {
    /// A line of words; whether it must be there, and what it may be.
    Line(bool, Vec<String>),
    /// A day.
    Day(bool),
    /// One of several: the word that is sent, and the one that is shown.
    Choice(Vec<(String, String)>),
    /// Yes or no; whether nothing is done without it.
    Tick(bool),
    /// One of several, all of which are seen.
    OneOf(Vec<(String, String)>),
    /// Any of several: the word that is sent, and the one that is shown.
    Several(Vec<(String, String)>),
    /// What the page says by itself.
    Given(String),
}

impl Field {
    fn of(name: &'static str, label: impl Into<String>, kind: Kind) -> Self {
        Self { name, label: label.into(), kind, note: None, is_plain: false, list: None }
    }

    /// Words that must be there.
    pub fn needed(name: &'static str, label: impl Into<String>) -> Self {
        Self::of(name, label, Kind::Line(true, Vec::new()))
    }

    /// Words that may be left out.
    pub fn words(name: &'static str, label: impl Into<String>) -> Self {
        Self::of(name, label, Kind::Line(false, Vec::new()))
    }

    /// A day; whether it must be there.
    pub fn day(name: &'static str, label: impl Into<String>, is_needed: bool) -> Self {
        Self::of(name, label, Kind::Day(is_needed))
    }

    /// One of several.
    pub fn choice(name: &'static str, label: impl Into<String>, all: &[(&str, &str)]) -> Self {
        let all = all.iter().map(|(word, shown)| ((*word).to_owned(), (*shown).to_owned())).collect();
        Self::of(name, label, Kind::Choice(all))
    }

    /// One of few, all of which are seen; none is chosen beforehand.
    pub fn one_of(name: &'static str, label: impl Into<String>, all: &[(&str, &str)]) -> Self {
        let all = all.iter().map(|(word, shown)| ((*word).to_owned(), (*shown).to_owned())).collect();
        Self::of(name, label, Kind::OneOf(all))
    }

    /// Yes or no.
    pub fn tick(name: &'static str, label: impl Into<String>) -> Self {
        Self::of(name, label, Kind::Tick(false))
    }

    /// That it is meant: without it nothing is done.
    pub fn sure(name: &'static str, label: impl Into<String>) -> Self {
        Self::of(name, label, Kind::Tick(true))
    }

    /// Any of several.
    pub fn several(name: &'static str, label: impl Into<String>, all: Vec<(String, String)>) -> Self {
        Self::of(name, label, Kind::Several(all))
    }

    /// What the page says by itself.
    pub fn given(name: &'static str, value: impl Into<String>) -> Self {
        Self::of(name, "", Kind::Given(value.into()))
    }

    /// What the words may be.
    pub fn perhaps(mut self, all: impl IntoIterator<Item = String>) -> Self {
        if let Kind::Line(_, perhaps) = &mut self.kind {
            *perhaps = all.into_iter().collect();
        }
        self
    }

    /// What the words may be stands in a list of the page, which several fields share.
    pub fn listed(mut self, list: &'static str) -> Self {
        self.list = Some(list);
        self
    }

    /// What stands before it says already what it is.
    pub fn plain(mut self) -> Self {
        self.is_plain = true;
        self
    }

    /// A word beneath it.
    pub fn note(mut self, note: &'static str) -> Self {
        self.note = Some(note);
        self
    }

    /// Whether it must say something and does not.
    fn is_missing(&self, typed: Option<&Typed>) -> bool {
        let is_needed = match &self.kind {
            Kind::Line(is_needed, _) | Kind::Day(is_needed) | Kind::Tick(is_needed) => *is_needed,
            Kind::Choice(all) => all.iter().any(|(word, _)| word.is_empty()),
            Kind::Several(_) | Kind::OneOf(_) | Kind::Given(_) => false,
        };
        is_needed && typed.is_some_and(|typed| typed.words(self.name).is_empty())
    }

    /// Whether something is typed into it, or chosen.
    const fn is_typed(&self) -> bool {
        matches!(self.kind, Kind::Line(..) | Kind::Day(_) | Kind::Choice(_))
    }

    fn shown(&self, key: &str, typed: Option<&Typed>, is_first: bool) -> Markup {
        let name = self.name;
        let value = typed.map_or("", |typed| typed.words(name));
        let own = format!("{key}-{name}");
        let note = html! { @if let Some(note) = self.note { span class="age" { (note) } } };
        match &self.kind {
            Kind::Given(words) => html! { input type="hidden" name=(name) value=(words); },
            Kind::Tick(is_needed) => html! {
                label class="tick" { input type="checkbox" name=(name) value="yes" checked[!value.is_empty()] required[*is_needed] autofocus[is_first]; " " (self.label) (note) }
            },
            Kind::OneOf(all) => html! {
                fieldset class="row" {
                    legend class=[self.is_plain.then_some("unseen")] { (self.label) }
                    @for (word, shown) in all {
                        label class="tick" { input type="radio" name=(name) value=(word) checked[word == value]; " " (said(shown)) }
                    }
                    (note)
                }
            },
            Kind::Several(all) => {
                let is_chosen =
                    |word: &str| typed.is_some_and(|typed| typed.all(name).any(|one| one == word));
                html! {
                    fieldset class="row" {
                        legend { (self.label) }
                        @for (word, shown) in all {
                            label class="tick" { input type="checkbox" name=(name) value=(word) checked[is_chosen(word)]; " " (said(shown)) }
                        }
                        (note)
                    }
                }
            }
            Kind::Line(is_needed, perhaps) => html! {
                label {
                    span class=[self.is_plain.then_some("unseen")] { (self.label) }
                    input name=(name) value=(value) required[*is_needed] autocomplete="off" autofocus[is_first]
                        maxlength="2000" list=[self.list.or((!perhaps.is_empty()).then_some(&own))];
                    (note)
                }
                @if !perhaps.is_empty() { datalist id=(own) { @for one in perhaps { option value=(said(one)) {} } } }
            },
            Kind::Day(is_needed) => html! {
                label { (self.label) input type="date" name=(name) value=(value) required[*is_needed] autofocus[is_first]; (note) }
            },
            Kind::Choice(all) => html! {
                label {
                    (self.label)
                    select name=(name) autofocus[is_first] { @for (word, shown) in all { option value=(word) selected[word == value] { (said(shown)) } } }
                    (note)
                }
            },
        }
    }
}

/// A form.
pub struct Form {
    /// What tells it from others on its page.
    pub key: String,
    /// Where it is sent.
    pub action: String,
    /// The page to which it returns.
    pub back: String,
    /// Its fields.
    pub fields: Vec<Field>,
    /// What its button says.
    pub button: &'static str,
    /// Whether it is the one act of its place.
    pub is_main: bool,
}

impl Form {
    /// The form, empty.
    ///
    /// # Errors
    /// If the system gives no random bytes.
    pub fn shown(&self) -> Result<Markup, Stop> {
        self.set(None, false)
    }

    /// The form behind a word that unfolds it.
    ///
    /// # Errors
    /// Likewise.
    pub fn folded(&self, summary: &str) -> Result<Markup, Stop> {
        let inside = self.shown()?;
        Ok(html! { details class="fold" { summary { (said(summary)) } (inside) } })
    }

    /// The form with something in it, behind a word that unfolds it.
    ///
    /// # Errors
    /// Likewise.
    pub fn filled(&self, summary: &str, typed: &Typed) -> Result<Markup, Stop> {
        let inside = self.set(Some(typed), false)?;
        Ok(html! { details class="fold" { summary { (said(summary)) } (inside) } })
    }

    fn set(&self, typed: Option<&Typed>, has_focus: bool) -> Result<Markup, Stop> {
        let once = page::once(&self.back)?;
        let first = self.fields.iter().position(|field| field.is_missing(typed));
        let first = first.or_else(|| self.fields.iter().position(Field::is_typed));
        Ok(html! {
            form class="fields" method="post" action=(self.action) {
                (once)
                @for (at, field) in self.fields.iter().enumerate() {
                    (field.shown(&self.key, typed, has_focus && Some(at) == first))
                }
                button class=[self.is_main.then_some("act")] { (self.button) }
            }
        })
    }

    /// What was refused, as it was typed, with what is wrong.
    ///
    /// # Errors
    /// If the system gives no random bytes.
    pub fn again(&self, room: Room, title: &str, typed: &Typed, why: &Stop) -> Result<Response, Stop> {
        let form = self.set(Some(typed), true)?;
        let inside = html! {
            h1 { (said(title)) }
            p class="notice" role="alert" { "Not kept: " (page::why_not(why)) }
            div class="sheet" { (form) }
            p { a href=(self.back) { "Leave it" } }
        };
        Ok(answered(why, page::frame(room, title, &inside)))
    }
}
