//! The leader's dates for another calendar: as a file to take along, and as feeds under secret addresses.

use axum::{
    extract::{Form, State},
    http::header::{CONTENT_DISPOSITION, CONTENT_TYPE},
    response::{IntoResponse, Response},
};
use desk::clock;
use maud::{Markup, html};
use playbook::{
    calendar::{Command as Wanted, Feed},
    moment::Id,
    notebook::{Command, Notebook},
    outward::feed::{Kind, Scope},
};

use super::{HERE, again_or};
use crate::{
    calendars::dates,
    stop::Stop,
    web::{
        act::{self, Once},
        form::Typed,
        page::{self, Room},
        serve::Shared,
    },
};

/// What the file is known as among those that were written: each one that is taken from the page follows the one before.
const FROM_THE_PAGE: &str = "taken from the page";

/// Both ways, and the feeds there are.
///
/// # Errors
/// If the system gives no random bytes.
pub fn shown(notes: &Notebook) -> Result<Markup, Stop> {
    let once = page::Once::of(HERE)?;
    let feeds: Vec<&Feed> = notes.calendars.feeds().collect();
    Ok(html! {
        section aria-labelledby="dates" {
            h2 id="dates" { "Your dates in another calendar" }
            p { "Talks that are due, calls before a room, loans that end and answers that peers wait for have a day. Titles say no more than Talk or Call: whoever finds them learns on which days you have something to do." }
            details class="note" name="dates" {
                summary { "As a file" }
                form method="post" action="/calendar/dates" {
                    (once.next()) (which("file"))
                    button class="act" { "Take the file" }
                    p class="quiet" { "Take it into your calendar, and again whenever it changed: what moved moves there, and nothing is doubled." }
                }
            }
            details class="note" name="dates" {
                summary { "As a feed" }
                form method="post" action="/calendar/feed" {
                    (once.next()) (which("feed"))
                    button class="act" { "Make a feed" }
                    p class="quiet" { "Its address is shown once. It answers on this machine alone, while the pages are served." }
                }
            }
            @if !feeds.is_empty() {
                h3 { "Feeds" }
                ul class="changes" { @for feed in feeds { (row(feed, &once)) } }
            }
        }
    })
}

fn row(feed: &Feed, once: &page::Once) -> Markup {
    let kinds: Vec<&str> = feed.kinds.iter().map(|kind| kind.word()).collect();
    html! {
        li class="done-in-place" {
            p { "Feed " (feed.id) ": " (kinds.join(", ")) @if feed.names { ", with names" } ", since " (page::near(feed.since)) }
            form method="post" action="/calendar/revoke" {
                (once.next())
                input type="hidden" name="feed" value=(feed.id);
                button { "Revoke" span class="unseen" { " feed " (feed.id) } }
            }
        }
    }
}

/// Which dates leave.
fn which(key: &str) -> Markup {
    html! {
        fieldset class="row" {
            legend { "Which dates" span class="unseen" { ", " (key) } }
            @for kind in Kind::ALL { label class="tick" { input type="checkbox" name="only" value=(kind.word()) checked; " " (kind.word()) } }
        }
        label class="tick" { input type="checkbox" name="names" value="yes"; " Name peers in the titles: whoever finds it reads them" }
    }
}

fn scope(typed: &Typed) -> Result<Scope, Stop> {
    if typed.all("only").next().is_none() {
        return Err(Stop::form("no kind of date is ticked"));
    }
    dates::scope(Some(typed.all("only")), typed.given("names").is_some())
}

/// The same file as `sideways calendar write` makes.
pub async fn download(State(server): Shared, Form(fields): Form<Vec<(String, String)>>) -> Response {
    again_or(server, "dates", Typed(fields), |server, typed| {
        let scope = scope(typed)?;
        let mut desk = act::to_act(server)?;
        let now = desk.under(Once::of(typed).request()?, "", clock::now())?;
        let (sheet, sent) = dates::written(&mut desk, now, &scope, FROM_THE_PAGE.to_owned())?;
        desk.keep_sent(&sent)?;
        let head = [
            (CONTENT_TYPE, "text/calendar; charset=utf-8"),
            (CONTENT_DISPOSITION, "attachment; filename=\"dates.ics\""),
        ];
        Ok((head, sheet.text).into_response())
    })
    .await
}

/// Makes a feed, and shows its address once: it is kept nowhere.
pub async fn make(State(server): Shared, Form(fields): Form<Vec<(String, String)>>) -> Response {
    again_or(server, "feed", Typed(fields), |server, typed| {
        let scope = scope(typed)?;
        let mut desk = act::to_act(server)?;
        let now = desk.under(Once::of(typed).request()?, "", clock::now())?;
        let (entry, path) = dates::feed(&mut desk, now, scope)?;
        let address = server.session.address();
        let port = address.trim_end_matches('/').rsplit(':').next().unwrap_or_default();
        let inside = html! {
            h1 { "A feed" }
            p { "Feed " (entry) " is made. Its address is shown this once, and kept nowhere:" }
            p { code class="typed" { (address) (path) } }
            p { "Give it to a calendar program on this machine, as a calendar on the network. Whoever has it learns days and nothing else; " a href=(HERE) { "revoke" } " it, and it is dead at once." }
            p { "It answers while the pages are served on this port: " (page::typed(&format!("sideways serve --port {port}"))) "." }
            p { a href=(HERE) { "Back to the calendar" } }
        };
        Ok(page::frame(Room::Beside, "A feed", &inside))
    })
    .await
}

/// Revokes a feed: its address is dead at once.
pub async fn revoke(State(server): Shared, Form(fields): Form<Vec<(String, String)>>) -> Response {
    again_or(server, "revoke", Typed(fields), |server, typed| {
        let wrong = |()| Stop::form("that is no number of a feed");
        let feed: Id = typed.words("feed").parse().map_err(wrong)?;
        act::act_all(server, &Once::of(typed), |_, _| {
            Ok(vec![Command::Calendar(Wanted::RevokeFeed { feed })])
        })
    })
    .await
}
