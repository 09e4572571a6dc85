//! What a form asks for, done through the desk as a command of the terminal is: the lock is held only meanwhile.

use axum::{
    extract::{Form, State},
    http::{StatusCode, header::LOCATION},
    response::{IntoResponse, Response},
};
use desk::{
    clock::Moment,
    open::{Desk, open_to_act, open_to_read},
};
use maud::{Markup, html};
use playbook::{
    channel,
    moment::{Day, Id},
    notebook::{self, Command, Event},
    sentence::sentence_in,
};
use serde::Deserialize;
use sources::answers::Answers;

use super::{
    form::Typed,
    page,
    serve::{Server, Shared, work},
};
use crate::{corrected, goods::refused, opened, stop::Stop};

/// What the lock says of whoever holds it.
const DOING: &str = "sideways serve";

/// A fresh name for what a form will ask for, so that sending it twice has one effect.
///
/// # Errors
/// If the system gives no random bytes.
pub fn fresh() -> Result<[u8; 16], Stop> {
    let mut bytes = [0; 16];
    desk::seal::luck(&mut bytes).map_err(|no| Stop::Fault(no.to_string(), String::new()))?;
    Ok(bytes)
}

/// A notebook of its own for what takes long, as it is on disk now: nobody waits for whoever holds it.
///
/// # Errors
/// If it can't be read.
pub fn look(server: &Server) -> Result<(Desk, Day), Stop> {
    let now = desk::clock::now();
    Ok((open_to_read(opened::places(server.notebook.as_deref())?, now)?, now.today))
}

/// What every form that acts brings.
#[derive(Deserialize)]
pub struct Once {
    /// The name of what it asks for.
    request: String,
    /// The page to which it returns.
    back: String,
}

impl Once {
    /// What a form brought.
    pub fn of(typed: &Typed) -> Self {
        Self { request: typed.words("request").to_owned(), back: typed.words("back").to_owned() }
    }

    /// The name of what it asks for.
    ///
    /// # Errors
    /// If it is none.
    pub fn request(&self) -> Result<[u8; 16], Stop> {
        let digits =
            Some(self.request.as_str()).filter(|digits| digits.len() == 32 && !digits.starts_with('+'));
        let number = digits.and_then(|digits| u128::from_str_radix(digits, 16).ok());
        let number = number.ok_or_else(|| Stop::form("the form is not whole"))?;
        Ok(number.to_be_bytes())
    }

    /// Back to a page of ours, which says what was done.
    pub fn done(&self, entry: u32) -> Response {
        let is_peer = |path: &str| path.strip_prefix("/peer/").is_some_and(|id| id.parse::<Id>().is_ok());
        let is_room = page::ROOMS.iter().any(|(_, path, _)| *path == self.back);
        let is_beside = page::BESIDE.iter().any(|(path, _)| *path == self.back);
        let is_document = page::is_plain_path(&self.back, "/escalate/");
        let is_within = is_within(&self.back);
        let is_ours = is_room || is_document || is_beside || is_within || is_peer(&self.back);
        let back = if is_ours { self.back.as_str() } else { "/" };
        let sign = if back.contains('?') { '&' } else { '?' };
        (StatusCode::SEE_OTHER, [(LOCATION, format!("{back}{sign}done={entry}"))]).into_response()
    }
}

/// Pages within rooms to which a form may return, with what was asked of them.
const WITHIN: [&str; 5] = ["/calendar", "/trade/hunt", "/defend/forum", "/defend/notes", "/defend/said"];

/// Whether an address is one of these, and nothing in it leads elsewhere.
fn is_within(address: &str) -> bool {
    let (path, asked) = address.split_once('?').unwrap_or((address, ""));
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.%=&".contains(&byte);
    WITHIN.contains(&path) && asked.bytes().all(is_plain)
}

/// Does what a form asks for, once. `wish` sees the notebook as it is, or as it was when this was first asked for.
///
/// # Errors
/// If the playbook refuses, or it can't be written. Nothing was changed then.
pub fn act(
    server: &Server,
    once: &Once,
    wish: impl FnOnce(&notebook::Notebook, Day) -> Result<Command, Stop>,
) -> Result<Response, Stop> {
    act_on(server, once, |desk, now| wish(desk.notes(), now.today))
}

/// Likewise; `wish` sees what is kept beside the notebook, too.
///
/// # Errors
/// Likewise.
pub fn act_on(
    server: &Server,
    once: &Once,
    wish: impl FnOnce(&Desk, Moment) -> Result<Command, Stop>,
) -> Result<Response, Stop> {
    let (mut desk, request) = (to_act(server)?, once.request()?);
    let now = desk.under(request, "", desk::clock::now())?;
    let command = wish(&desk, now)?;
    Ok(once.done(desk.act(command, None, now)?.entry))
}

/// Keeps answers and corrections, an entry each, once.
///
/// # Errors
/// If the notebook says so already, or they can't be written. Nothing was changed then.
pub fn keep(server: &Server, once: &Once, answers: &Answers) -> Result<Response, Stop> {
    let (mut desk, request) = (to_act(server)?, once.request()?);
    let now = desk.under(request, "", desk::clock::now())?;
    let done = desk.together(now, |all| Ok::<(), Stop>(corrected::keep(all, answers)?))?;
    match done.first() {
        Some(done) => Ok(once.done(done.entry)),
        None => Err(Stop::Refused("your notebook says so already".into(), "sideways corrections".into())),
    }
}

/// Does several things at once, once, all or none. Where a guarded peer stands in the way, the reason is said (rule B1).
///
/// # Errors
/// If the playbook refuses, or it can't be written. Nothing was changed then.
pub fn act_all(
    server: &Server,
    once: &Once,
    wish: impl FnOnce(&notebook::Notebook, Day) -> Result<Vec<Command>, Stop>,
) -> Result<Response, Stop> {
    act_at(server, once, |notes, now| wish(notes, now.today))
}

/// The same, where what is wished for depends on the hour.
///
/// # Errors
/// Likewise.
pub fn act_at(
    server: &Server,
    once: &Once,
    wish: impl FnOnce(&notebook::Notebook, Moment) -> Result<Vec<Command>, Stop>,
) -> Result<Response, Stop> {
    let (mut desk, request) = (to_act(server)?, once.request()?);
    let now = desk.under(request, "", desk::clock::now())?;
    let commands = wish(desk.notes(), now)?;
    let done = desk.act_all(commands, now).map_err(|stop| refused(&desk, stop))?;
    Ok(once.done(done.first().map_or(0, |done| done.entry)))
}

/// The notebook, to act on: nobody else can meanwhile.
///
/// # Errors
/// If somebody else holds it, or it can't be read.
pub fn to_act(server: &Server) -> Result<Desk, Stop> {
    Ok(open_to_act(opened::places(server.notebook.as_deref())?, DOING, desk::clock::now())?)
}

/// Which entry is to be undone.
#[derive(Deserialize)]
pub struct Undo {
    #[serde(flatten)]
    once: Once,
    entry: String,
}

/// Undoes an entry.
pub async fn undo(State(server): Shared, Form(undo): Form<Undo>) -> Response {
    work(server, move |server| {
        let entry = undo.entry.parse();
        let entry = entry.map_err(|_| Stop::form("that is no number of an entry"))?;
        let request = undo.once.request()?;
        let done = to_act(server)?.undo(entry, Some(request), desk::clock::now())?;
        Ok(undo.once.done(done.entry))
    })
    .await
}

/// Which kindness was done.
#[derive(Deserialize)]
pub struct Kindness {
    #[serde(flatten)]
    once: Once,
    kindness: String,
}

/// Says that a kindness was done today.
pub async fn kindness_done(State(server): Shared, Form(done): Form<Kindness>) -> Response {
    work(server, move |server| {
        let kindness = done.kindness.parse();
        let kindness: Id = kindness.map_err(|()| Stop::form("that is no number of a kindness"))?;
        act(server, &done.once, |_, today| Ok(Command::Channel(channel::Command::Do { kindness, on: today })))
    })
    .await
}

/// What was done a moment ago.
#[derive(Deserialize, Default)]
pub struct Did {
    done: Option<String>,
}

impl Did {
    /// The entry that was made.
    pub fn of(done: Option<String>) -> Self {
        Self { done }
    }

    /// Whether it was this entry.
    pub fn is(&self, entry: u32) -> bool {
        self.done.as_deref().and_then(|done| done.parse().ok()) == Some(entry)
    }
}

/// What was just done, and what takes it back; and what is wrong with the notebook, if anything is.
///
/// # Errors
/// If it can't be read.
pub fn notice(desk: &mut Desk, did: &Did, back: &str) -> Result<Markup, Stop> {
    let done: Option<u32> = did.done.as_deref().and_then(|entry| entry.parse().ok());
    let today = desk::clock::now().today;
    let said = match done {
        Some(entry) => desk.said(entry, |event, notes| {
            let is_final = matches!(event, Event::Forgotten { .. });
            (sentence_in(event, notes, today, &opened::screen()), is_final)
        })?,
        None => Vec::new(),
    };
    let is_final = said.iter().any(|(_, is_final)| *is_final);
    let flaw = desk.flaws().first().map(|flaw| page::sentence(&flaw.fact));
    Ok(html! {
        @if let Some(flaw) = flaw {
            p class="notice" role="alert" { (page::said(&flaw)) " " (page::typed("sideways doctor")) " says more." }
        }
        @if let (Some(entry), false) = (done, said.is_empty()) {
            div class="notice" role="status" {
                p { @for (one, _) in &said { (page::told(one)) " " } }
                @if !is_final { (undo_form(entry, back)?) }
            }
        }
    })
}

/// A form that undoes an entry.
///
/// # Errors
/// If the system gives no random bytes.
pub fn undo_form(entry: u32, back: &str) -> Result<Markup, Stop> {
    Ok(undo_with(entry, &page::Once::of(back)?))
}

/// The same, one of many on a page.
pub fn undo_with(entry: u32, once: &page::Once) -> Markup {
    html! {
        form method="post" action="/undo" {
            (once.next())
            input type="hidden" name="entry" value=(entry);
            button { "Undo" span class="unseen" { " entry " (entry) } }
        }
    }
}

/// A form that says that a kindness was done.
///
/// # Errors
/// If the system gives no random bytes.
pub fn kindness_form(kindness: &str, back: &str) -> Result<Markup, Stop> {
    let once = page::once(back)?;
    Ok(html! {
        form method="post" action="/kindness/done" {
            (once)
            input type="hidden" name="kindness" value=(kindness);
            button class="act" { "Done" }
        }
    })
}
