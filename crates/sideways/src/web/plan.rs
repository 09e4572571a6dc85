//! A plan dropped onto the page: taken into memory, read and played while that is shown, understood, and kept only then.

mod job;
mod understood;
mod upload;

use axum::{
    extract::{Form as Sent, State, rejection::FormRejection},
    http::{HeaderMap, StatusCode, header::ACCEPT, header::LOCATION},
    response::{IntoResponse, Response},
};
use desk::{
    clock,
    keys::Hold,
    open::{Desk, create, is_there, open_to_act},
};
use maud::{Markup, html};
use playbook::map::Leader;

use self::{
    job::Task,
    understood::{asked, ready},
};
pub use self::{
    job::{Looked, Seen},
    understood::{problem, problems},
    upload::{dropped, field},
};
use super::{
    act::Once,
    form::Typed,
    long::{Failed, SoFar, Stands, watched},
    map,
    page::{self, Room, said},
    serve::{Server, Shared, work},
};
use crate::{
    drawn::kept::{Plan, keep_in},
    opened,
    stop::Stop,
    words::listed,
};

/// What the lock says of whoever holds it.
const DOING: &str = "sideways map --keep";

/// How far the plan is: a page that looks again by itself while something is under way.
pub async fn show(State(server): Shared) -> Response {
    work(server, |server| {
        Ok(match server.looked.stands() {
            Stands::Nothing | Stands::Stopped => page::frame(Room::Map, "A plan", &offered(&html! {})?),
            Stands::Going(far) => going(&server.looked.task(), far),
            Stands::Failed(failed) => match server.looked.task().name {
                Some((is_with, name, because)) => {
                    let typed = Typed(vec![("name".into(), name), ("because".into(), because)]);
                    let fact = failed.fact.trim_start_matches("a correction of yours fits nothing: ");
                    named_again(is_with, &typed, &Stop::Usage(fact.to_owned(), failed.hint))
                }
                None => self::failed(&failed)?,
            },
            Stands::Found(seen) => match &*seen {
                Seen::WhoseIs(whose) => page::frame(Room::Map, "Whose is it?", &asked(whose)?),
                Seen::Ready(plan) => page::frame(Room::Map, "What I understood", &ready(plan)?),
            },
        })
    })
    .await
}

/// How far it is, for the script.
pub async fn progress(State(server): Shared) -> Response {
    server.looked.stands().progress(words)
}

/// How far it is, in words.
fn words(far: SoFar) -> String {
    match far.percent {
        None => "The files are read.".into(),
        Some(done) => format!("{done} % of the years are played."),
    }
}

/// The place where a plan is dropped.
pub fn offered(before: &Markup) -> Result<Markup, Stop> {
    let field = field()?;
    Ok(html! {
        h1 { "Your plan" }
        (before)
        p class="calm" { "The map names the three to five people your year depends on. It is drawn from the plan that your company already has." }
        (field)
    })
}

/// What came of it was nothing. The page is there; the plan is not.
fn failed(Failed { fact, hint }: &Failed) -> Result<Response, Stop> {
    let before = html! {
        p class="notice" role="alert" {
            (page::why(fact, hint)) " Nothing was kept."
        }
    };
    let page = page::frame(Room::Map, "A plan", &offered(&before)?);
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

/// Work that goes on, and how far it is.
fn going(task: &Task, far: SoFar) -> Response {
    let names: Vec<String> = task.files.iter().map(|file| file.name.clone()).collect();
    let what = if names.is_empty() { "your plan".to_owned() } else { listed(&names, "and") };
    let inside = html! {
        h1 { @match far.percent { None => "Reading", Some(_) => "Playing the years" } }
        p { "This is " (said(&what)) "." }
        (watched("/plan", &words(far), Some(far)))
        div class="acts" {
            form method="post" action="/plan/leave" { button { "Stop" } }
            a href="/plan" { "Look again" }
        }
    };
    let mut response = page::frame(Room::Map, "Reading", &inside);
    // A browser without a script looks again by itself; one with a script is there first.
    response.headers_mut().insert("refresh", axum::http::HeaderValue::from_static("2"));
    response
}

/// Says whose the plan is, and reads it so.
pub async fn whose(State(server): Shared, Sent(typed): Sent<Vec<(String, String)>>) -> Response {
    let typed = Typed(typed);
    let me = Some(typed.words("me").to_owned()).filter(|me| !me.is_empty());
    let teams: Vec<String> = typed
        .all("team")
        .flat_map(|team| team.split(';'))
        .map(|team| team.trim().to_owned())
        .filter(|team| !team.is_empty())
        .collect();
    if let Stands::Found(_) = server.looked.stands() {
        let task = server.looked.task();
        let leader = Some(Leader { name: me, teams });
        server.looked.begin(server.notebook.clone(), Task { leader, ..task });
    }
    to("/plan")
}

/// Draws the remembered plan anew, with a name that is added or struck, if one is.
pub async fn redraw(
    State(server): Shared,
    typed: Result<Sent<Vec<(String, String)>>, FormRejection>,
) -> Response {
    // Where no name is meant, there may be no form.
    let typed = Typed(typed.map(|Sent(typed)| typed).unwrap_or_default());
    let (name, because) = (typed.words("name").to_owned(), typed.words("because").to_owned());
    let name = match (typed.words("do"), name.is_empty()) {
        ("", _) => None,
        (word, true) => return named_again(word == "with", &typed, &Stop::form("a name is missing")),
        (word, _) if because.is_empty() => {
            return named_again(
                word == "with",
                &typed,
                &Stop::form("a name is added or struck with its reason"),
            );
        }
        (word, false) => Some((word == "with", name, because)),
    };
    server.looked.begin(server.notebook.clone(), Task { name, ..Task::default() });
    to("/plan")
}

/// A name that was not added or struck, as it was typed.
fn named_again(is_with: bool, typed: &Typed, why: &Stop) -> Response {
    let (title, known) = match is_with {
        true => ("Add a name", None),
        false => ("Strike a name", typed.given("name")),
    };
    let form = map::naming(is_with, known, []);
    form.again(Room::Map, title, typed, why).unwrap_or_else(|stop| page::stopped(&stop))
}

/// Leaves the plan, whatever became of it.
pub async fn leave(State(server): Shared) -> Response {
    server.looked.leave();
    to("/map")
}

/// Keeps plan and map, as `sideways read` and `sideways map --keep` do. Where there is no notebook yet, it is made for that.
pub async fn keep(State(server): Shared, Sent(once): Sent<Once>) -> Response {
    work(server, move |server| {
        make(server)?;
        let mut desk = open_to_act(opened::places(server.notebook.as_deref())?, DOING, clock::now())?;
        let now = desk.under(once.request()?, "", clock::now())?;
        if let Some(entry) = kept_then(&mut desk)? {
            return Ok(to_map(server, entry));
        }
        let nothing = || Stop::form("no plan is at hand that could be kept");
        let Stands::Found(seen) = server.looked.stands() else { return Err(nothing()) };
        let Seen::Ready(ready) = &*seen else { return Err(nothing()) };
        let profile = crate::planned::located::TypedProfile {
            profile: None,
            name: ready.profile.name.clone(),
            file: ready.profile.file.clone(),
        };
        let plan = Plan {
            located: &ready.located,
            profile,
            originals: ready.originals.clone(),
            choices: &ready.choices,
        };
        let kept = keep_in(&mut desk, now, &ready.drawn, plan)?.kept;
        server.looked.kept(&seen);
        Ok(to_map(server, kept.entry))
    })
    .await
}

/// The entry that kept the map under this request before, if one did.
fn kept_then(desk: &mut Desk) -> Result<Option<u32>, Stop> {
    let done = desk.done_then()?;
    Ok(done.map(|_| desk.notes().peers.kept_by().map_or(0, |(entry, _)| entry)))
}

fn to_map(server: &Server, entry: u32) -> Response {
    match server.has_code() {
        true => to("/code"),
        false => to(&format!("/map?done={entry}")),
    }
}

/// Makes the notebook if there is none; its recovery code waits to be shown.
///
/// # Errors
/// If it can't be written.
pub fn make(server: &Server) -> Result<(), Stop> {
    let places = opened::places(server.notebook.as_deref())?;
    if is_there(&places)? {
        return Ok(());
    }
    match create(places, &Hold::File, clock::now()) {
        // Two forms at once: the other one was faster.
        Err(desk::stop::Stop::Exists(_)) => Ok(()),
        Err(stop) => Err(stop.into()),
        Ok((_, code)) => {
            server.give(code);
            Ok(())
        }
    }
}

/// Goes to a page of ours.
pub fn to(path: &str) -> Response {
    (StatusCode::SEE_OTHER, [(LOCATION, path.to_owned())]).into_response()
}

/// Whether the script sent it, which goes on by itself.
pub fn is_from_script(headers: &HeaderMap) -> bool {
    headers.get(ACCEPT).is_some_and(|accepts| accepts == "text/plain")
}
