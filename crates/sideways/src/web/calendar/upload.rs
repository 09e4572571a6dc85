//! Calendar files that a form brings: held in memory until they are read, and never on disk.

use std::path::PathBuf;

use axum::{
    extract::{Multipart, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use desk::clock;
use maud::{Markup, html};
use playbook::{moment::Day, notebook::Notebook};

use super::{HERE, again_or, peer, whose};
use crate::{
    calendars::{
        files::Source,
        here,
        read::{Wish, gather, kept},
    },
    stop::Stop,
    web::{
        act::{self, Once},
        assets,
        form::{Sent, Typed, again},
        page,
        plan::is_from_script,
        serve::{Server, Shared, work},
        upload::{Brought, File, LARGEST, brought},
    },
};

/// Files at most.
const MOST: usize = 50;

/// The place for files, and what is to be known of them.
///
/// # Errors
/// If the system gives no random bytes.
pub fn form(notes: &Notebook, today: Day, sent: Option<&Sent>, is_new: bool) -> Result<Markup, Stop> {
    let typed = sent.filter(|sent| sent.act == "read").map(|sent| &sent.typed);
    let line = |name: &str, label: &str| {
        html! { label { (label) input name=(name) value=(again(typed, name, "")) autocomplete="off" maxlength="400"; } }
    };
    let once = page::once(HERE)?;
    Ok(html! {
        details class="note" open[is_new || typed.is_some()] {
            summary { "Read a calendar" }
            form class="drop" method="post" action="/calendar/read" enctype="multipart/form-data" data-drop=(LARGEST) {
                (once)
                label {
                    "Drop your calendar here, or choose it"
                    input type="file" name="calendar" multiple required accept=".ics,.ical,.ifb,text/calendar" aria-describedby="calendar-what";
                }
                p class="quiet" id="calendar-what" { "iCalendar files (.ics), as calendars export them; several are one calendar. Up to " (LARGEST >> 20) " MB in all." }
                (whose(notes, today, again(typed, "whose", "")))
                details class="fold" open[typed.is_some()] { summary { "Names in it" }
                    (line("me", "You in it, where your plan calls you otherwise: a name or an address"))
                    (line("standup", "Words in the titles of standups, with commas between"))
                    (line("team_member", "People of your own team, with commas between"))
                    (line("team_title", "Words in the titles of your team's meetings, with commas between"))
                }
                p class="quiet" role="status" data-said="" {}
                button class=[is_new.then_some("act")] { "Read it" }
                p class="quiet" { "Kept, sealed: when somebody is busy, and of meetings with others the title, the time and who was asked. The file itself is not kept." }
            }
        }
        script src=(assets::drop_script()) defer {}
    })
}

/// Takes files in, reads them, and keeps what is needed.
pub async fn dropped(State(server): Shared, headers: HeaderMap, form: Multipart) -> Response {
    let is_script = is_from_script(&headers);
    let Brought { files, typed, .. } = match brought(form, MOST, "sideways calendar read work.ics").await {
        Ok(brought) => brought,
        Err((why, typed)) => {
            return match is_script {
                true => page::in_words(&why),
                false => again_or(server, "read", typed, |_, _| Err(why)).await,
            };
        }
    };
    if is_script {
        // A script can't follow to where a page is: it goes there itself.
        let answer = move |server: &Server| {
            Ok(match read(server, files, &typed) {
                Ok(entry) => (StatusCode::ACCEPTED, format!("{HERE}?done={entry}")).into_response(),
                Err(why) => page::in_words(&why),
            })
        };
        return work(server, answer).await;
    }
    again_or(server, "read", typed, |server, typed| Ok(Once::of(typed).done(read(server, files, typed)?)))
        .await
}

/// Reads one calendar; gives the entry that keeps it.
fn read(server: &Server, files: Vec<File>, typed: &Typed) -> Result<u32, Stop> {
    let mut desk = act::to_act(server)?;
    let now = desk.under(Once::of(typed).request()?, "", clock::now())?;
    let words = |name: &str| {
        let words = typed.words(name).split(',').map(str::trim).filter(|word| !word.is_empty());
        words.map(str::to_owned).collect::<Vec<_>>()
    };
    let whose = peer(typed, desk.notes())?;
    let mine = |name: &str| if whose.is_none() { words(name) } else { Vec::new() };
    let source = |file: File| Source { path: PathBuf::from(base(&file.name)), dropped: Some(file.bytes) };
    let wish = Wish {
        whose,
        files: files.into_iter().map(source).collect(),
        names: mine("me"),
        standups: words("standup"),
        members: mine("team_member"),
        titles: mine("team_title"),
    };
    let gathered = gather(&wish, &desk, now, &here())?;
    let understood = kept(&mut desk, now, &[wish], vec![gathered])?.into_iter().next();
    let entry = understood.as_ref().map_or(0, |understood| understood.entry);
    *server.calendar.lock() = understood;
    Ok(entry)
}

/// The name of a file without folders: it lies nowhere that is known.
fn base(name: &str) -> String {
    name.rsplit(['/', '\\']).next().unwrap_or(name).to_owned()
}
