//! The calendar: what was read and how old it is, the forums ahead, working hours; and the leader's dates for another calendar.

mod dates;
mod upload;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::{
    Router,
    extract::{DefaultBodyLimit, Form, Query, State},
    response::Response,
    routing::{get, post},
};
use desk::open::Desk;
use jiff::{Timestamp, tz::TimeZone};
use maud::{Markup, html};
use playbook::{
    calendar::{Command as Wanted, Forum, Hours, Shown},
    moment::{Day, Id},
    notebook::{Command, Notebook},
};

use super::{
    act::{self, Did, Once},
    form::{Sent, Typed, again, known},
    kept::pages::lasting,
    page::{self, Room, said},
    plan::problems,
    serve::{Server, Shared, look, work},
};
use crate::{
    calendars::{
        here,
        read::Understood,
        seen,
        words::{aged, people, team, titled},
    },
    stop::Stop,
    words::counted,
};

const HERE: &str = "/calendar";

/// Forums that are shown before the others are unfolded.
const FEW: usize = 12;

/// What was understood of a calendar that was read a moment ago; in memory alone.
#[derive(Default)]
pub struct Latest(Mutex<Option<Understood>>);

impl Latest {
    fn lock(&self) -> MutexGuard<'_, Option<Understood>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets go of it.
    pub fn clear(&self) {
        *self.lock() = None;
    }
}

/// The addresses of this room.
pub fn routes() -> Router<Arc<Server>> {
    // Files have a limit of their own, which says what is wrong.
    let files = post(upload::dropped).layer(DefaultBodyLimit::disable());
    Router::new()
        .route(HERE, get(show))
        .route("/calendar/read", files)
        .route("/calendar/hours", post(hours))
        .route("/calendar/dates", post(dates::download))
        .route("/calendar/feed", post(dates::make))
        .route("/calendar/revoke", post(dates::revoke))
}

/// The page.
async fn show(State(server): Shared, Query(did): Query<Did>) -> Response {
    let shared = Arc::clone(&server);
    look(server, move |desk, today| Ok(lasting(whole(desk, today, &shared, (&did, None))?))).await
}

/// The page, with what was sent and refused, if anything was.
fn whole(
    desk: &mut Desk,
    today: Day,
    server: &Server,
    (did, sent): (&Did, Option<&Sent>),
) -> Result<Response, Stop> {
    let notice = act::notice(desk, did, HERE)?;
    let seen = seen(desk)?;
    let sheet = Sheet { seen: &seen, here: here(), today };
    let latest = server.calendar.lock();
    let latest = latest.as_ref().filter(|latest| did.is(latest.entry)).map(understood);
    let notes = desk.notes();
    let is_new = seen.calendars.is_empty();
    let inside = html! {
        h1 { "Calendar" }
        (notice)
        @if let Some(sent) = sent { (sent.told("Not kept")) }
        @if let Some(latest) = &latest { (latest) }
        @if is_new { p class="calm" { "Your calendar says which forums come and who will be absent, when you are free, and with whom you talk already. Save it as a file, and drop it here." } }
        (sheet.ages())
        (upload::form(notes, today, sent, is_new)?)
        @if !is_new { (sheet.forums()) (sheet.standups()) }
        (sheet.free(notes, sent)?)
        (dates::shown(notes)?)
    };
    let response = page::frame(Room::Beside, "Calendar", &inside);
    Ok(match sent {
        None => response,
        Some(sent) => sent.answered(response),
    })
}

/// What was understood of a calendar, and what was not read of it.
fn understood(one: &Understood) -> Markup {
    let found =
        [counted(one.busy, "time taken", "times taken"), counted(one.meetings, "meeting", "meetings")];
    html! {
        section {
            h2 { "What was understood" }
            p {
                (counted(one.events, "event", "events")) " in " (counted(one.files.len(), "file", "files")) "; of the days from "
                (page::near(one.from)) " to " (page::near(one.to)) " are kept: " (found.join(", ")) "."
            }
            @if let Some(name) = &one.taken_for_owner { p { (said(name)) " is in most meetings and was taken for whoever keeps it." } }
            @if one.left_out > 0 { p { (counted(one.left_out as usize, "meeting was", "meetings were")) " too many to be kept; their times are taken all the same." } }
            @if one.met > 0 { p { "In the last months " (counted(one.met, "talk with a peer counts", "talks with peers count")) " as attention given." } }
        }
        (problems(&one.problems, None))
    }
}

/// What calendars say, set as a page.
struct Sheet<'a> {
    seen: &'a Shown,
    here: TimeZone,
    today: Day,
}

impl Sheet<'_> {
    fn ages(&self) -> Markup {
        let is_old = self.seen.calendars.iter().any(|age| age.is_old);
        html! {
            @if !self.seen.calendars.is_empty() {
                section aria-labelledby="read" {
                    h2 id="read" { "What was read" }
                    ul { @for age in &self.seen.calendars { li class=[age.is_old.then_some("old")] { (page::told(&aged(age))) @if age.is_old { ": old" } "." } } }
                    @if is_old { p { "What is older than a week may have moved. Save it anew, and drop it here." } }
                }
            }
        }
    }

    fn forums(&self) -> Markup {
        let (few, more) = self.seen.forums.split_at(self.seen.forums.len().min(FEW));
        html! {
            section aria-labelledby="forums" {
                h2 id="forums" { "Forums of the next four weeks" }
                @if few.is_empty() { p class="quiet" { "None: no meeting with two others or more." } }
                ol class="days" { @for forum in few { (self.forum(forum)) } }
                @if !more.is_empty() {
                    details { summary { (counted(more.len(), "more", "more")) } ol class="days" { @for forum in more { (self.forum(forum)) } } }
                }
            }
        }
    }

    fn forum(&self, forum: &Forum) -> Markup {
        html! {
            li {
                (self.span(forum.from, forum.to)) " " (said(&titled(&forum.title)))
                p class="reason" { (said(&people(self.seen, forum))) }
            }
        }
    }

    fn standups(&self) -> Markup {
        html! {
            @if !self.seen.standups.is_empty() {
                section aria-labelledby="standups" {
                    h2 id="standups" { "Standups, each at its next time" }
                    ol class="days" {
                        @for one in &self.seen.standups {
                            li { (self.span(one.from, one.to)) " " (said(&titled(&one.title))) ": " (said(&team(self.seen, one))) }
                        }
                    }
                }
            }
        }
    }

    fn free(&self, notes: &Notebook, sent: Option<&Sent>) -> Result<Markup, Stop> {
        let form = hours_form(notes, self.today, sent)?;
        Ok(html! {
            section aria-labelledby="free" {
                h2 id="free" { "When you are free in the next seven days" }
                @for works in &self.seen.hours {
                    p class="quiet" {
                        @match &works.whose { Some(name) => { "The hours of " (said(name)) }, None => "Your hours" }
                        ": " (said(&works.hours)) @if !works.is_said { ", assumed" } "."
                    }
                }
                ol class="days" {
                    @for day in &self.seen.free {
                        @let times: Vec<String> = day.free.iter().map(|free| format!("{} to {}", self.time(free.from), self.time(free.to))).collect();
                        li { (page::near(day.on)) " " (times.join(", ")) }
                    }
                }
                (form)
            }
        })
    }

    fn time(&self, at: Timestamp) -> String {
        self.here.to_datetime(at).strftime("%H:%M").to_string()
    }

    fn span(&self, from: Timestamp, to: Timestamp) -> Markup {
        let day = Day(self.here.to_datetime(from).date());
        html! { (page::near(day)) " " (self.time(from)) " to " (self.time(to)) }
    }
}

/// Whose it is: the leader's, or a peer's.
fn whose(notes: &Notebook, today: Day, chosen: &str) -> Markup {
    let peers = &notes.peers;
    let here = peers.everybody().map(|(known, _)| known).filter(|known| !peers.has_left(*known, today));
    let ids: Vec<Id> = here.map(|known| known.id()).collect();
    html! {
        label { "Whose"
            select name="whose" {
                option value="" { "Yours" }
                @for id in ids { option value=(id) selected[id.to_string() == chosen] { (said(peers.name(id))) } }
            }
        }
    }
}

/// The peer whom a form names, if it names one.
fn peer(typed: &Typed, notes: &Notebook) -> Result<Option<playbook::map::peers::Known>, Stop> {
    let nobody = || Stop::form("the notebook knows nobody of that number");
    typed.given("whose").map(|words| known(words, notes).ok_or_else(nobody)).transpose()
}

fn hours_form(notes: &Notebook, today: Day, sent: Option<&Sent>) -> Result<Markup, Stop> {
    let refused = sent.filter(|sent| sent.act == "hours");
    let typed = refused.map(|sent| &sent.typed);
    let once = page::once(HERE)?;
    Ok(html! {
        details class="note" open[typed.is_some()] {
            summary { "Say working hours" }
            form method="post" action="/calendar/hours" {
                (once)
                @if let Some(sent) = refused { (sent.beside()) }
                div class="two even" {
                    label { "Days and times: 9-17, or mon-thu 8:30-16:30" input name="hours" value=(again(typed, "hours", "")) required autocomplete="off" maxlength="200"; }
                    (whose(notes, today, again(typed, "whose", "")))
                }
                label { "The zone in which they are meant, as Europe/Lisbon; where you are, if empty" input name="zone" value=(again(typed, "zone", "")) autocomplete="off" maxlength="80"; }
                button class="act" { "Keep these hours" }
            }
        }
    })
}

/// Keeps somebody's hours.
async fn hours(State(server): Shared, Form(fields): Form<Vec<(String, String)>>) -> Response {
    again_or(server, "hours", Typed(fields), |server, typed| {
        act::act_all(server, &Once::of(typed), |notes, _| {
            let words = typed.needed("hours", "the hours are missing")?;
            let wrong = |()| {
                Stop::Usage(format!("“{words}” are no working hours"), "9-17, or mon-thu 8:30-16:30".into())
            };
            let hours: Hours = words.parse().map_err(wrong)?;
            let hours = Hours { zone: typed.given("zone").map(str::to_owned), ..hours };
            Ok(vec![Command::Calendar(Wanted::SayHours { whose: peer(typed, notes)?, hours })])
        })
    })
    .await
}

/// Does what a form asks for; what is refused is shown again on the page, as it was typed.
async fn again_or(
    server: Arc<Server>,
    act: &'static str,
    typed: Typed,
    does: impl FnOnce(&Server, &Typed) -> Result<Response, Stop> + Send + 'static,
) -> Response {
    work(server, move |server| {
        does(server, &typed).or_else(|why| {
            let (mut desk, today) = act::look(server)?;
            whole(&mut desk, today, server, (&Did::default(), Some(&Sent { act, typed, why })))
        })
    })
    .await
}
