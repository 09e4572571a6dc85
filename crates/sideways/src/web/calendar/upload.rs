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
        form::Typed,
        page,
        plan::{LARGEST, is_from_script},
        serve::{Server, Shared, work},
        trade::sent::{Sent, again},
    },
};

/// Files at most.
const MOST: usize = 50;

/// Bytes that are taken in and thrown away so that a browser hears that it was too much.
const DRAINED: usize = 1 << 30;

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
    let (files, typed) = match taken(form).await {
        Ok(brought) => brought,
        Err((words, typed)) => {
            let why = Stop::Usage(words, String::new());
            return match is_script {
                true => in_words(&why),
                false => again_or(server, "read", typed, |_, _| Err(why)).await,
            };
        }
    };
    if is_script {
        // A script can't follow to where a page is: it goes there itself.
        let answer = move |server: &Server| {
            Ok(match read(server, files, &typed) {
                Ok(entry) => (StatusCode::ACCEPTED, format!("{HERE}?done={entry}")).into_response(),
                Err(why) => in_words(&why),
            })
        };
        return work(server, answer).await;
    }
    again_or(server, "read", typed, |server, typed| Ok(Once::of(typed).done(read(server, files, typed)?)))
        .await
}

fn in_words(why: &Stop) -> Response {
    let words = [why.fact(), why.hint()].into_iter().filter(|words| !words.is_empty());
    let words: Vec<String> = words.map(page::sentence).collect();
    (StatusCode::UNPROCESSABLE_ENTITY, words.join(" ")).into_response()
}

/// Reads one calendar; gives the entry that keeps it.
fn read(server: &Server, files: Vec<(String, Vec<u8>)>, typed: &Typed) -> Result<u32, Stop> {
    let mut desk = act::to_act(server)?;
    let now = desk.under(Once::of(typed).request()?, "", clock::now())?;
    let words = |name: &str| {
        let words = typed.words(name).split(',').map(str::trim).filter(|word| !word.is_empty());
        words.map(str::to_owned).collect::<Vec<_>>()
    };
    let whose = peer(typed, desk.notes())?;
    let mine = |name: &str| if whose.is_none() { words(name) } else { Vec::new() };
    let source =
        |(name, bytes): (String, Vec<u8>)| Source { path: PathBuf::from(name), dropped: Some(bytes) };
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

/// Files with their names, and what was typed beside them.
type Brought = (Vec<(String, Vec<u8>)>, Typed);

/// All files of the form and its words, or what is wrong with them.
async fn taken(mut form: Multipart) -> Result<Brought, (String, Typed)> {
    let (mut files, mut typed, mut bytes, mut is_too_much) = (Vec::new(), Typed::default(), 0, false);
    let broken = "the files did not arrive whole";
    loop {
        let mut field = match form.next_field().await {
            Ok(Some(field)) => field,
            Ok(None) => break,
            Err(_) => return Err((broken.into(), typed)),
        };
        let (name, file) =
            (field.name().unwrap_or_default().to_owned(), field.file_name().map(str::to_owned));
        let mut content = Vec::new();
        loop {
            match field.chunk().await {
                Ok(Some(chunk)) => {
                    bytes += chunk.len();
                    is_too_much |= bytes > LARGEST || files.len() >= MOST;
                    match is_too_much {
                        true => (content, files) = (Vec::new(), Vec::new()),
                        false => content.extend_from_slice(&chunk),
                    }
                    if bytes > DRAINED {
                        return Err((too_much(), typed));
                    }
                }
                Ok(None) => break,
                Err(_) => return Err((broken.into(), typed)),
            }
        }
        match file {
            // A field without a file is sent with neither name nor content.
            Some(file) if !file.is_empty() => files.push((base(&file), content)),
            Some(_) => {}
            None => typed.0.push((name, String::from_utf8_lossy(&content).into_owned())),
        }
    }
    match files.is_empty() {
        _ if is_too_much => Err((too_much(), typed)),
        true => Err(("no file was dropped".into(), typed)),
        false => Ok((files, typed)),
    }
}

/// The name of a file without folders: it lies nowhere that is known.
fn base(name: &str) -> String {
    name.rsplit(['/', '\\']).next().unwrap_or(name).to_owned()
}

fn too_much() -> String {
    format!(
        "at most {MOST} files of {} MB together are read here; sideways calendar read work.ics reads larger ones at the terminal",
        LARGEST >> 20
    )
}
