//! One browser is let in: by a link that opens once, then by a cookie, until nobody has asked for anything for a while.
//!
//! Before that every request must name this very address (another name that leads here is turned away), and what changes
//! something must come from a page of ours.

use std::{
    ops::ControlFlow::{self, Break, Continue},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use axum::{
    extract::{Form, FromRequest, Path, Request, State},
    http::{
        HeaderMap, HeaderName, HeaderValue, Method, StatusCode,
        header::{COOKIE, HOST, LOCATION, ORIGIN, SET_COOKIE},
    },
    response::{IntoResponse, Response},
};

use super::{
    feed, page,
    serve::{Server, Shared, say},
};
use crate::{clock::Stopwatch, stop::Stop};

/// Who may look.
pub struct Session {
    port: u16,
    /// The names of this address.
    names: [String; 2],
    /// Cookies know no ports: the name tells two notebooks apart.
    cookie: String,
    now: Mutex<Now>,
}

struct Now {
    /// How long nobody may ask for anything before it locks.
    idle: Duration,
    /// The token of the link that was not opened yet.
    link: Option<String>,
    /// The browser that was let in.
    open: Option<Open>,
}

struct Open {
    cookie: String,
    seen: Stopwatch,
}

/// A form that was not taken, because the notebook was locked meanwhile.
#[derive(Default)]
pub struct Unsent {
    /// Where it was sent to.
    pub path: String,
    /// Its fields.
    pub fields: Vec<(String, String)>,
}

/// How a request stands.
enum Standing {
    /// It comes from the browser that was let in.
    Open,
    /// It does, but too late.
    Late,
    /// It does not.
    Unknown,
}

impl Session {
    /// Nobody is let in yet.
    ///
    /// # Errors
    /// If the system gives no random bytes.
    pub fn begin(port: u16, idle: Duration) -> Result<Self, Stop> {
        let link = Some(token()?);
        let names = ["127.0.0.1", "localhost"].map(|name| format!("{name}:{port}"));
        Ok(Self {
            port,
            names,
            cookie: format!("sideways-{port}"),
            now: Mutex::new(Now { idle, link, open: None }),
        })
    }

    /// Where the pages are.
    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}/", self.port)
    }

    /// The link that lets a browser in.
    pub fn link(&self) -> String {
        format!("http://127.0.0.1:{}/open/{}", self.port, self.now().link.as_deref().unwrap_or_default())
    }

    /// Ends the session, and makes a new link.
    ///
    /// # Errors
    /// If the system gives no random bytes.
    pub fn renew(&self) -> Result<(), Stop> {
        let link = Some(token()?);
        let mut now = self.now();
        (now.link, now.open) = (link, None);
        Ok(())
    }

    /// Whether nobody may look: nobody was let in, or nobody asked for anything for too long.
    pub fn is_over(&self) -> bool {
        let now = self.now();
        now.open.as_ref().is_none_or(|open| open.seen.is_past(now.idle))
    }

    /// How long nobody may ask for anything before it locks.
    pub fn idle(&self) -> Duration {
        self.now().idle
    }

    /// Sets that.
    pub fn lock_after(&self, idle: Duration) {
        self.now().idle = idle;
    }

    fn now(&self) -> MutexGuard<'_, Now> {
        self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets in whoever brings the token of the link, once; gives the cookie.
    ///
    /// # Errors
    /// If the system gives no random bytes.
    pub fn enter(&self, token: &str) -> Result<Option<String>, Stop> {
        let mut now = self.now();
        if !now.link.as_deref().is_some_and(|link| is_same(link, token)) {
            return Ok(None);
        }
        let cookie = self::token()?;
        now.link = None;
        now.open = Some(Open { cookie: cookie.clone(), seen: Stopwatch::start() });
        Ok(Some(cookie))
    }

    fn standing(&self, headers: &HeaderMap) -> Standing {
        let cookies = headers.get_all(COOKIE).iter().filter_map(|cookies| cookies.to_str().ok());
        let mut ours = cookies
            .flat_map(|cookies| cookies.split(';'))
            .filter_map(|cookie| cookie.trim().split_once('='))
            .filter(|(key, _)| *key == self.cookie);
        let mut now = self.now();
        let idle = now.idle;
        let Some(open) = &mut now.open else { return Standing::Unknown };
        if !ours.any(|(_, value)| is_same(&open.cookie, value)) {
            return Standing::Unknown;
        }
        if open.seen.is_past(idle) {
            return Standing::Late;
        }
        open.seen = Stopwatch::start();
        Standing::Open
    }

    fn cookie(&self, value: &str, ending: &str) -> Option<HeaderValue> {
        let cookie = format!("{}={value}; Path=/; HttpOnly; SameSite=Strict{ending}", self.cookie);
        HeaderValue::from_str(&cookie).ok()
    }

    /// Whether a request names this address and no other.
    fn is_here(&self, request: &Request) -> bool {
        let is_ours = |host: &str| self.names.iter().any(|name| name == host);
        let mut hosts = request.headers().get_all(HOST).iter();
        let (first, second) = (hosts.next(), hosts.next());
        let in_line = request.uri().authority().is_none_or(|authority| is_ours(authority.as_str()));
        in_line && second.is_none() && first.and_then(|host| host.to_str().ok()).is_some_and(is_ours)
    }

    /// Whether a request may have come from a page of ours, or from the owner's own hand where it changes nothing.
    fn is_from_here(&self, request: &Request) -> bool {
        let header = |name: &str| request.headers().get(name).map(|value| value.to_str().unwrap_or("?"));
        let site = header("sec-fetch-site");
        if matches!(*request.method(), Method::GET | Method::HEAD) {
            return matches!(site, None | Some("same-origin" | "none"))
                || header("sec-fetch-mode") == Some("navigate");
        }
        let host = header(HOST.as_str()).unwrap_or_default();
        let origin = header(ORIGIN.as_str());
        match (site, origin) {
            // Browsers say `null` of a page without a referrer, which all of ours are.
            (Some("same-origin"), None | Some("null")) => true,
            (Some("same-origin") | None, Some(origin)) => origin == format!("http://{host}"),
            _ => false,
        }
    }
}

/// 256 random bits, as digits that fit a link and a cookie.
fn token() -> Result<String, Stop> {
    let mut bytes = [0; 32];
    desk::seal::luck(&mut bytes).map_err(|no| Stop::Fault(no.to_string(), "restart the machine".into()))?;
    Ok(desk::places::hex(&bytes))
}

/// Compares in a time that tells nothing of where two differ.
fn is_same(known: &str, given: &str) -> bool {
    known.len() == given.len()
        && known.bytes().zip(given.bytes()).fold(0, |differ, (a, b)| differ | (a ^ b)) == 0
}

/// Turns away what does not come from the owner's browser and one of our pages; the rest goes on.
pub async fn guard(server: &Arc<Server>, request: Request) -> ControlFlow<Response, Request> {
    let session = &server.session;
    if !session.is_here(&request) {
        let fact = "This address is not the notebook's own.";
        return Break(page::turned_away(StatusCode::MISDIRECTED_REQUEST, fact));
    }
    if !session.is_from_here(&request) {
        let fact = "This did not come from a page of the notebook.";
        return Break(page::turned_away(StatusCode::FORBIDDEN, fact));
    }
    if let Some(asked) = feed::Asked::of(&request)
        && let Some(fed) = feed::answer(server, asked).await
    {
        return Break(fed);
    }
    if ["/open/", "/assets/"].iter().any(|open| request.uri().path().starts_with(open)) {
        return Continue(request);
    }
    let standing = session.standing(request.headers());
    if matches!(standing, Standing::Open) {
        return Continue(request);
    }
    let form = unsent(request).await;
    Break(match standing {
        Standing::Late => locked(server, &form),
        _ => page::locked(
            "The terminal in which sideways serve runs has the link that opens it; Enter there makes a new one.",
            &form,
        ),
    })
}

/// What a form brought that came too late, to be sent again.
async fn unsent(request: Request) -> Unsent {
    let path = request.uri().path().to_owned();
    if *request.method() != Method::POST || path.starts_with("//") || path == "/lock" {
        return Unsent::default();
    }
    let fields = Form::from_request(request, &()).await.map_or_else(|_| Vec::new(), |Form(fields)| fields);
    Unsent { path, fields }
}

/// Opens the session by the link of the terminal.
pub async fn open(State(server): Shared, method: Method, Path(token): Path<String>) -> Response {
    // A preview asks for heads; it must not use the link up.
    if method != Method::GET {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    match server.session.enter(&token) {
        Err(stop) => page::stopped(&stop),
        Ok(None) => page::turned_away(
            StatusCode::FORBIDDEN,
            "This link was opened before, or is none. Enter in the terminal in which sideways serve runs makes a new one.",
        ),
        Ok(Some(value)) => {
            let mut response = (StatusCode::SEE_OTHER, [(LOCATION, "/")]).into_response();
            response
                .headers_mut()
                .extend(server.session.cookie(&value, "").map(|cookie| (SET_COOKIE, cookie)));
            response
        }
    }
}

/// Ends the session, as the owner asks.
pub async fn lock(State(server): Shared) -> Response {
    locked(&server, &Unsent::default())
}

/// The page behind which nothing is left in the browser.
fn locked(server: &Arc<Server>, form: &Unsent) -> Response {
    if let Err(stop) = server.session.renew() {
        return page::stopped(&stop);
    }
    server.close();
    say(&server.session.link());
    let mut response = page::locked("The terminal in which sideways serve runs has a new link.", form);
    let clear = HeaderName::from_static("clear-site-data");
    response.headers_mut().insert(clear, HeaderValue::from_static("\"cache\", \"storage\""));
    response
        .headers_mut()
        .extend(server.session.cookie("", "; Max-Age=0").map(|cookie| (SET_COOKIE, cookie)));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asks(cookie: &str) -> HeaderMap {
        HeaderMap::from_iter([(COOKIE, HeaderValue::from_str(cookie).unwrap())])
    }

    fn entered(idle: Duration) -> (Session, HeaderMap) {
        let session = Session::begin(80, idle).ok().unwrap();
        let link = session.link();
        let token = link.rsplit('/').next().unwrap();
        assert!(
            session.enter("").ok().unwrap().is_none() && session.enter(&token[1..]).ok().unwrap().is_none()
        );
        let cookie = session.enter(token).ok().unwrap().unwrap();
        assert!(session.enter(token).ok().unwrap().is_none(), "a link opens once");
        let headers = asks(&format!("a=b; {}={cookie}", session.cookie));
        (session, headers)
    }

    #[test]
    fn a_session_ends_when_nobody_has_asked_for_a_while_and_at_once_when_it_is_locked() {
        let (session, headers) = entered(Duration::from_secs(3600));
        assert!(matches!(session.standing(&headers), Standing::Open));
        assert!(matches!(session.standing(&asks("a=b")), Standing::Unknown));
        session.renew().ok().unwrap();
        assert!(matches!(session.standing(&headers), Standing::Unknown));
        let (idle, headers) = entered(Duration::ZERO);
        assert!(matches!(idle.standing(&headers), Standing::Late));
        assert!(matches!(idle.standing(&headers), Standing::Late), "asking late opens nothing");
    }

    #[test]
    fn tokens_are_long_and_never_the_same() {
        let (a, b) = (token().ok().unwrap(), token().ok().unwrap());
        assert!(a.len() == 64 && a != b);
        assert!(is_same(&a, &a) && !is_same(&a, &b) && !is_same(&a, "") && !is_same("", &a));
    }
}
