//! What all pages share: the frame, the headers, the small parts, and what is said where something is wrong.

use std::cell::Cell;

use axum::{
    body::Body,
    http::{
        HeaderName, HeaderValue, StatusCode,
        header::{CACHE_CONTROL, CONTENT_TYPE},
    },
    response::{IntoResponse, Response},
};
use maud::{DOCTYPE, Markup, PreEscaped, html};
use playbook::moment::{Day, Id, When};
use sources::text::shown;

use super::{act, assets, guise::Guise, kept::pages::Asked, sample, serve::Server, session::Unsent};
use crate::{days, stop::Stop, words};

/// Where a page stands among the rooms.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Room {
    /// The week.
    Week,
    /// The map.
    Map,
    /// The peers.
    Peers,
    /// Trade.
    Trade,
    /// What is to be told before the room.
    Tell,
    /// Whoever is absent.
    Defend,
    /// What spans teams.
    Ratify,
    /// Documents of two authors.
    Escalate,
    /// The log.
    Log,
    /// None of them: what stands beside all rooms.
    Beside,
}

/// All rooms, each with where it is and its name.
pub const ROOMS: [(Room, &str, &str); 9] = [
    (Room::Week, "/", "Week"),
    (Room::Map, "/map", "Map"),
    (Room::Peers, "/peers", "Peers"),
    (Room::Trade, "/trade", "Trade"),
    (Room::Tell, "/tell", "Tell"),
    (Room::Defend, "/defend", "Defend"),
    (Room::Ratify, "/ratify", "Ratify"),
    (Room::Escalate, "/escalate", "Escalate"),
    (Room::Log, "/log", "Log"),
];

/// Pages beside the rooms.
pub const BESIDE: [(&str, &str); 3] =
    [("/capture", "Capture a talk"), ("/settings", "Settings"), ("/help", "Help")];

/// A page of a room. `title` is for the tab.
pub fn frame(room: Room, title: &str, inside: &Markup) -> Response {
    let inside = html! {
        a class="skip" href="#main" { "To the page" }
        header class="rooms" {
            nav class="all" aria-label="Rooms" {
                @for (one, path, name) in ROOMS {
                    a href=(path) aria-current=[(one == room).then_some("true")] { (name) }
                }
            }
            nav class="more" aria-label="More" {
                a href="/go" { "Go to…" }
                @for (path, name) in BESIDE { a href=(path) { (name) } }
                (lock())
            }
        }
        main id="main" { (inside) }
    };
    whole(title, inside)
}

/// What locks the pages.
pub fn lock() -> Markup {
    html! { form method="post" action="/lock" { button class="quiet" { "Lock" } } }
}

/// What a page is.
pub const HTML: &str = "text/html; charset=utf-8";

/// A page that is not dressed yet.
#[derive(Clone)]
struct Bare {
    title: String,
    inside: Markup,
}

/// A drawing that is not dressed yet.
#[derive(Clone)]
struct Drawing(String);

fn whole(title: &str, inside: Markup) -> Response {
    let mut response = ().into_response();
    response.extensions_mut().insert(Bare { title: title.to_owned(), inside });
    response
}

/// A drawing by itself: an image runs nothing.
pub fn drawing(picture: String) -> Response {
    let mut response = ().into_response();
    response.extensions_mut().insert(Drawing(picture));
    response
}

/// Dresses a page as the owner wants it.
pub fn dress(server: &Server, guise: Guise, asked: Option<Asked>, mut response: Response) -> Response {
    let veil = |words: String| match guise.hides_names {
        true => server.veil().page(&words),
        false => words,
    };
    if let Some(bare) = response.extensions_mut().remove::<Bare>() {
        let page = veil(dressed(&bare, guise, sample::is_marked(server)).into_string());
        server.pages.keep(asked, &response, &page);
        return as_is(response, HTML, page);
    }
    match response.extensions_mut().remove::<Drawing>() {
        Some(Drawing(picture)) => as_is(response, "image/svg+xml", veil(picture)),
        None => response,
    }
}

fn as_is(mut response: Response, kind: &'static str, text: String) -> Response {
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    *response.body_mut() = Body::from(text);
    response
}

fn dressed(bare: &Bare, guise: Guise, is_sample: bool) -> Markup {
    let scheme = guise.scheme.word();
    html! {
        (DOCTYPE)
        html lang="en" data-scheme=[scheme] data-text=[guise.is_large.then_some("large")] data-keys=[guise.is_without_keys.then_some("off")] {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content=(scheme.unwrap_or("light dark"));
                title { @if is_sample { "Sample: " } (bare.title) " · sideways" }
                link rel="stylesheet" href=(assets::style());
                link rel="icon" type="image/svg+xml" href=(assets::icon());
                script src=(assets::script()) defer {}
                // Nothing is shown before all of it is here, so that what arrives late moves nothing.
                link rel="expect" href="#all-here" blocking="render";
            }
            body class=[is_sample.then_some("is-sample")] {
                @if is_sample { (sample::banner()) }
                (bare.inside)
                div id="all-here" hidden {}
            }
        }
    }
}

/// The headers of every answer, errors too. Nothing is kept but what a name with its own hash in it names.
pub fn harden(mut response: Response) -> Response {
    const HEADERS: [(&str, &str); 7] = [
        (
            "content-security-policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
        ),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("cross-origin-embedder-policy", "require-corp"),
        (
            "permissions-policy",
            "accelerometer=(), camera=(), clipboard-read=(), display-capture=(), fullscreen=(), geolocation=(), gyroscope=(), hid=(), microphone=(), midi=(), payment=(), publickey-credentials-get=(), screen-wake-lock=(), serial=(), usb=(), xr-spatial-tracking=()",
        ),
    ];
    let headers = response.headers_mut();
    headers.reserve(HEADERS.len() + 3);
    for (name, value) in HEADERS {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

/// Words that were typed or read somewhere, on one line, with nothing in them that a screen would not show.
pub fn said(words: &str) -> String {
    shown(words)
}

/// A sentence of ours, with its days as one says them.
pub fn told(sentence: &str) -> String {
    days::said(&shown(sentence))
}

/// A day, for people and for machines.
pub fn day(day: Day) -> Markup {
    html! { time datetime=(day) { (days::long(day.0)) } }
}

/// A day of this year or so, short.
pub fn near(day: Day) -> Markup {
    html! { time datetime=(day) { (days::short(day.0)) } }
}

/// Somebody, as a way to their page.
pub fn person(id: Id, name: &str) -> Markup {
    html! { a class="person" href={ "/peer/" (id) } { (said(name)) } }
}

/// What stands on a page of its own: its script unfolds the part that `data-folds` marks there in place.
pub fn unfolding(path: &str, words: &str) -> Markup {
    html! { a class="unfolds" href=(path) data-unfold { (words) } }
}

/// The same, of something that only who can't see the page has to be told.
pub fn unfolding_of(path: &str, words: &str, of: &str) -> Markup {
    html! { a class="unfolds" href=(path) data-unfold { (words) span class="unseen" { ": " (said(of)) } } }
}

/// A moment, short.
pub fn moment(when: When) -> Markup {
    html! { span class="moment" { (near(when.on())) ", " (when.clock()) } }
}

/// What can be typed at a terminal.
pub fn typed(command: &str) -> Markup {
    html! { code class="typed" { (said(command)) } }
}

/// The start of a form that does something once, however often it is sent; `back` is the page to which it returns.
pub fn once(back: &str) -> Result<Markup, Stop> {
    Ok(Once::of(back)?.next())
}

/// What stands before the number of a form. Nothing that is shown holds it: quotes and brackets are escaped there.
pub const REQUEST: &str = "<input type=\"hidden\" name=\"request\" value=\"";

/// The number of a form as it stands there.
pub fn digits(number: u128) -> [u8; 32] {
    let mut digits = [0; 32];
    for (at, digit) in digits.iter_mut().enumerate() {
        *digit = b"0123456789abcdef"[(number >> (124 - 4 * at)) as usize & 15];
    }
    digits
}

/// The starts of all forms of a page: luck is asked for once.
pub struct Once {
    back: String,
    next: Cell<u128>,
}

impl Once {
    /// For a page that returns to `back`.
    ///
    /// # Errors
    /// If the system gives no random bytes.
    pub fn of(back: &str) -> Result<Self, Stop> {
        Ok(Self { back: back.to_owned(), next: Cell::new(u128::from_be_bytes(act::fresh()?)) })
    }

    /// The start of the next form.
    pub fn next(&self) -> Markup {
        let request = self.next.get();
        self.next.set(request.wrapping_add(1));
        let digits = digits(request);
        html! {
            (PreEscaped(REQUEST)) (String::from_utf8_lossy(&digits)) (PreEscaped("\">"))
            input type="hidden" name="back" value=(self.back);
        }
    }
}

/// Whether a path is one of ours below another: nothing in it but letters, digits, strokes and hyphens.
pub fn is_plain_path(path: &str, below: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '-');
    path.strip_prefix(below).is_some_and(|rest| !rest.starts_with('/') && rest.chars().all(is_plain))
}

/// Words as a part of an address.
pub fn in_address(words: &str) -> String {
    let plain = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => char::from(byte).to_string(),
        byte => format!("%{byte:02X}"),
    };
    words.bytes().map(plain).collect()
}

/// A page that stands in no room.
pub fn alone(title: &str, inside: &Markup) -> Response {
    whole(title, html! { main class="alone wide-alone" id="main" { (inside) } })
}

/// A page that leads on by itself, to somewhere else on this machine.
pub fn leading(link: &str, title: &str, inside: &Markup) -> Response {
    let mut response = alone(title, inside);
    if let Ok(leads) = HeaderValue::from_str(&format!("0;url={link}")) {
        response.headers_mut().insert("refresh", leads);
    }
    response
}

/// Nothing to show: something else follows.
pub fn turned() -> Response {
    StatusCode::NO_CONTENT.into_response()
}

/// Something is wrong, on a page from which nothing but the week can be reached.
fn wrong(status: StatusCode, heading: &str, fact: &str) -> Response {
    let inside = html! {
        main class="alone" id="main" {
            h1 { (heading) }
            p { (said(fact)) }
            p { a href="/" { "To the week" } }
        }
    };
    with(status, whole(heading, inside))
}

/// Something is wrong, and every room can be reached.
fn wrong_within(status: StatusCode, heading: &str, inside: &Markup) -> Response {
    with(
        status,
        frame(Room::Beside, heading, &html! { h1 { (heading) } (inside) p { a href="/" { "To the week" } } }),
    )
}

fn with(status: StatusCode, mut response: Response) -> Response {
    *response.status_mut() = status;
    response
}

/// The notebook is locked. What was typed meanwhile is not lost: once the link was opened, it can be sent again.
pub fn locked(how: &str, form: &Unsent) -> Response {
    let inside = html! {
        main class="alone" id="main" {
            h1 { "Locked" }
            p { (how) }
            @if !form.fields.is_empty() {
                p { "What you sent is not kept yet. Open the link in another tab of this browser; then:" }
                form method="post" action=(form.path) {
                    @for (name, value) in &form.fields { input type="hidden" name=(name) value=(value); }
                    button class="act" { "Send it again" }
                }
            }
        }
    };
    with(StatusCode::UNAUTHORIZED, whole("Locked", inside))
}

/// A fact as a sentence, with its days as one says them, and without the option of which the terminal would speak.
pub fn sentence(fact: &str) -> String {
    let option = fact.strip_prefix("--").and_then(|rest| rest.split_once(": "));
    let fact = option.filter(|(name, _)| !name.contains(' ')).map_or(fact, |(_, fact)| fact);
    // A file with its line is no word that begins a sentence.
    let is_place = fact.split(' ').next().is_some_and(|first| first.contains('.') && first.ends_with(':'));
    let begun = if is_place { fact.to_owned() } else { words::begun(fact) };
    days::said(&playbook::words::stopped(&begun))
}

/// What can be done, as a sentence; nothing where it can be typed at a terminal alone.
fn hint(hint: &str) -> Option<String> {
    let is_typed = hint.is_empty() || hint.contains("sideways ") || hint.contains("--");
    let has_figure = |words: &str| words.contains(|c: char| c.is_ascii_digit());
    let mut words = hint.split(' ');
    // What may be typed, to the letter; or what may be done.
    let first = words.next().unwrap_or_default();
    let is_sample = has_figure(first) || (has_figure(hint) && (first.ends_with(',') || words.count() < 3));
    (!is_typed).then(|| if is_sample { format!("As in: {hint}.") } else { sentence(hint) })
}

/// Why something was not done, and what can be done.
pub fn why(fact: &str, what: &str) -> String {
    // What is drawn beneath a problem needs lines of its own.
    let fact = fact.lines().next().unwrap_or_default();
    let sentences = [Some(sentence(fact)), hint(what)].into_iter().flatten();
    said(&sentences.collect::<Vec<_>>().join(" "))
}

/// The same, of a stop.
pub fn why_not(stop: &Stop) -> String {
    why(stop.fact(), stop.hint())
}

/// Why something was not done, in words alone, for a script that says them where it was asked.
pub fn in_words(stop: &Stop) -> Response {
    (StatusCode::UNPROCESSABLE_ENTITY, why_not(stop)).into_response()
}

/// The status under which a stop is said.
pub const fn status(stop: &Stop) -> StatusCode {
    match stop {
        Stop::Refused(..) => StatusCode::CONFLICT,
        Stop::Fault(..) => StatusCode::INTERNAL_SERVER_ERROR,
        Stop::Usage(..) | Stop::Unread(_) => StatusCode::UNPROCESSABLE_ENTITY,
    }
}

/// Why the desk did not do what was asked; nothing was changed.
pub fn stopped(stop: &Stop) -> Response {
    let heading = match stop {
        Stop::Usage(..) | Stop::Refused(..) => "Not done",
        Stop::Unread(_) => "Not read",
        Stop::Fault(..) => "It failed",
    };
    let inside = html! {
        p { (why_not(stop)) }
        @if hint(stop.hint()).is_none() && !stop.hint().is_empty() {
            p class="quiet" { "At the terminal: " (said(stop.hint())) }
        }
    };
    wrong_within(status(stop), heading, &inside)
}

/// There is no such page.
pub fn missing() -> Response {
    wrong_within(StatusCode::NOT_FOUND, "Not here", &html! { p { "The notebook has no such page." } })
}

/// A room fell over.
pub fn broken() -> Response {
    let inside = html! {
        p { "Something in the program failed. What was acknowledged before is on disk." }
        p class="quiet" { (typed("sideways doctor")) " looks the notebook over." }
    };
    wrong_within(StatusCode::INTERNAL_SERVER_ERROR, "It failed", &inside)
}

/// Whoever asks is not let in.
pub fn turned_away(status: StatusCode, fact: &str) -> Response {
    wrong(status, "Closed", fact)
}
