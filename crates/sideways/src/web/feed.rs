//! Feeds: a leader's dates for calendar programs, each under a secret address. It needs no session: its token lets in, and lets
//! in to nothing else.
//!
//! What a feed says is harmless to whoever finds it (`playbook::outward::feed`), so it stays in memory, while the notebook does
//! not. Nothing of it is written anywhere but to who asked.

use std::{
    collections::HashMap,
    sync::{Arc, PoisonError},
};

use axum::{
    body::{Body, Bytes},
    extract::Request,
    http::{
        HeaderMap, HeaderValue, Method, StatusCode,
        header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH},
    },
    response::Response,
};
use desk::{
    clock::{self, Moment},
    open::Desk,
    still::Watch,
};
use jiff::Timestamp;
use playbook::{
    calendar::{Calendars, hashed},
    due,
    moment::Day,
};
use tokio::task::spawn_blocking;

use super::serve::Server;
use crate::{calendars, opened, stop::Stop};

/// Hexadecimal digits of a token.
const TOKEN: usize = 64;

/// All feeds as they were when nobody had written since.
pub struct Fed {
    watch: Watch,
    day: Day,
    /// When they may say something else though nobody wrote.
    until: Option<Timestamp>,
    feeds: Feeds,
}

/// What feeds say, by the BLAKE3 of their tokens.
type Feeds = HashMap<[u8; 32], One>;

/// What one feed says.
#[derive(Clone)]
struct One {
    text: Bytes,
    tag: HeaderValue,
}

/// A request that looks like one for a feed.
pub struct Asked {
    hash: [u8; 32],
    wants_text: bool,
    headers: HeaderMap,
}

impl Asked {
    /// Nothing where it is for anything else.
    pub fn of(request: &Request) -> Option<Self> {
        let is_reading = matches!(*request.method(), Method::GET | Method::HEAD);
        let token = request.uri().path().strip_prefix("/feed/")?.strip_suffix(".ics")?;
        let is_token = token.len() == TOKEN && token.bytes().all(|c| matches!(c, b'0'..=b'9' | b'a'..=b'f'));
        (is_reading && is_token).then(|| Self {
            hash: hashed(token),
            wants_text: *request.method() == Method::GET,
            headers: request.headers().clone(),
        })
    }
}

/// Answers a request for a feed; nothing where there is no such feed, which is then answered as any unknown page.
pub async fn answer(server: &Arc<Server>, asked: Asked) -> Option<Response> {
    let (hash, now) = (asked.hash, clock::now());
    let at_hand = server.fed.try_lock().ok().and_then(|mut fed| {
        let is_still = |fed: &&mut Fed| fed.day == now.today && fed.until.is_none_or(|until| now.at < until);
        let fed = fed.as_mut().filter(is_still)?;
        fed.watch.is_still().then(|| fed.feeds.get(&hash).cloned())
    });
    let one = match at_hand {
        Some(one) => one,
        None => {
            let server = Arc::clone(server);
            // What went wrong is said to the owner on the pages, not to a calendar program.
            spawn_blocking(move || renewed(&server, &hash, now).ok().flatten()).await.ok().flatten()
        }
    };
    one.map(|one| said(&one, &asked))
}

/// Reads all feeds anew.
fn renewed(server: &Server, hash: &[u8; 32], now: Moment) -> Result<Option<One>, Stop> {
    let watch = Watch::begin(&opened::places(server.notebook.as_deref())?)?;
    let (feeds, until) = server.with_desk(now, |desk| feeds(desk, now))?;
    let one = feeds.get(hash).cloned();
    let fed = Fed { watch, day: now.today, until, feeds };
    *server.fed.lock().unwrap_or_else(PoisonError::into_inner) = Some(fed);
    Ok(one)
}

/// What feeds say, and until when if nobody writes.
fn feeds(desk: &Desk, now: Moment) -> Result<(Feeds, Option<Timestamp>), Stop> {
    let (notes, mut until) = (desk.notes(), None);
    let Some(namer) = notes.calendars.namer(&opened::screen()) else { return Ok((HashMap::new(), None)) };
    let mut sent = desk.sent();
    let before = sent.clone();
    let mut feeds = HashMap::new();
    for feed in notes.calendars.feeds() {
        let name = format!("feed {}", feed.id);
        let then = sent.of.get(&name).cloned().unwrap_or_default();
        let scope = Calendars::scope(feed);
        let calls = calendars::calls(desk, &namer, &scope, &then, now);
        until = until.into_iter().chain(due::calls_until(notes, &calls, now.at)).min();
        let sheet = due::sheet(notes, &namer, &scope, &then, &calls, (now.at, now.today), false);
        sent.of.insert(name, sheet.sent);
        let tag = HeaderValue::from_str(&sheet.tag)
            .map_err(|_| Stop::Fault("a tag is no header".into(), String::new()))?;
        feeds.insert(feed.token, One { text: sheet.text.into(), tag });
    }
    if sent != before {
        // Where that fails everything is sent once more as if it had just changed.
        let _ = desk.keep_sent(&sent);
    }
    Ok((feeds, until))
}

fn said(one: &One, asked: &Asked) -> Response {
    let is_known = has_tag(&asked.headers, &one.tag);
    let is_whole = !is_known && asked.wants_text;
    let mut response = Response::new(if is_whole { Body::from(one.text.clone()) } else { Body::empty() });
    if is_known {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
    }
    let headers = response.headers_mut();
    headers.insert(ETAG, one.tag.clone());
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/calendar; charset=utf-8"));
    response
}

/// Whether whoever asks has this text already (RFC 9110, 13.1.2).
fn has_tag(headers: &HeaderMap, tag: &HeaderValue) -> bool {
    let Ok(tag) = tag.to_str() else { return false };
    let lists = headers.get_all(IF_NONE_MATCH).iter().filter_map(|list| list.to_str().ok());
    let mut tags = lists.flat_map(|list| list.split(',')).map(str::trim);
    tags.any(|known| known == "*" || known.trim_start_matches("W/") == tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_known_alone_in_a_list_or_weak() {
        let tag = HeaderValue::from_static("\"ab\"");
        let asks =
            |words: &'static str| HeaderMap::from_iter([(IF_NONE_MATCH, HeaderValue::from_static(words))]);
        for known in ["\"ab\"", "\"x\", \"ab\"", "W/\"ab\"", "*"] {
            assert!(has_tag(&asks(known), &tag), "{known}");
        }
        for other in ["ab", "\"abc\"", ""] {
            assert!(!has_tag(&asks(other), &tag), "{other}");
        }
        assert!(!has_tag(&HeaderMap::new(), &tag));
    }
}
