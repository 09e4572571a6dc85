//! Listens on this machine alone, and hands every request to its room.

use std::{
    io::{IsTerminal, Write, stdin, stdout},
    net::Ipv4Addr,
    ops::ControlFlow::{Break, Continue},
    panic::{AssertUnwindSafe, catch_unwind},
    path::PathBuf,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    thread,
    time::Duration,
};

use axum::{
    Router,
    extract::{DefaultBodyLimit, Request, State},
    http::{Method, StatusCode},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use desk::{
    clock::{self, Moment},
    keys::RecoveryCode,
    open::Desk,
    places::Places,
    still::Still,
};
use playbook::{moment::Day, week::Week};
use tokio::{net::TcpListener, runtime::Builder, task::spawn_blocking, time::sleep};
use zeroize::Zeroizing;

use super::{
    act, answer, assets, calendar, capture, defend, escalate,
    feed::Fed,
    first, go,
    guise::{Guise, Veil},
    help,
    items::Items,
    kept::{
        Kept,
        pages::{self, Asked},
    },
    log, map, page, peer,
    plan::{self, Looked},
    ratify, sample, session,
    session::Session,
    settings, tell, trade, week,
};
use crate::{entries::Entries, opened, stop::Stop};

/// Bytes of a form, at most.
const LONGEST_FORM: usize = 64 * 1024;

/// Requests that are worked on at a time.
const AT_A_TIME: usize = 4;

/// How often it is looked whether the notebook may still be in memory.
const WATCHED_EVERY: Duration = Duration::from_secs(20);

/// What every room stands on.
pub struct Server {
    /// Where the notebook lies, as it was given.
    pub notebook: Option<PathBuf>,
    /// Who may look.
    pub session: Session,
    /// What was worked out of it, as long as it is open.
    pub works: trade::Works,
    /// What waiting costs, as long as it is open and not kept.
    pub waits: escalate::Waits,
    /// On whom changes of the plan land, likewise.
    pub landings: tell::Landings,
    /// Items of the plan to choose from.
    pub items: Items,
    /// What was understood of a calendar that was read a moment ago.
    pub calendar: calendar::Latest,
    /// The notebook, in memory while it is open.
    still: Mutex<Still>,
    /// The plan that is looked at and not kept yet.
    pub looked: Looked,
    /// The owner's own pages, where these are the sample's.
    pub own: Option<String>,
    /// The recovery code of a notebook that was just made, until it is written down.
    code: Mutex<Option<RecoveryCode>>,
    /// The sample's pages, once they were opened.
    beside: Mutex<Option<Arc<Server>>>,
    /// Its entries, while the notebook says the same.
    pub entries: Kept<Entries>,
    /// Its week, likewise, and why meetings are left out of it, if they are.
    pub week: Kept<(Week, Option<String>)>,
    /// The map that it keeps, likewise.
    pub map: Kept<map::Mapped>,
    /// Pages as they were last sent, likewise.
    pub pages: pages::Pages,
    /// What feeds say.
    pub fed: Mutex<Option<Fed>>,
}

impl Server {
    fn of(notebook: Option<PathBuf>, session: Session, own: Option<String>) -> Result<Self, Stop> {
        let places = opened::places(notebook.as_deref())?;
        Ok(Self { notebook, own, ..Self::at(places, session) })
    }

    fn at(places: Places, session: Session) -> Self {
        Self {
            notebook: None,
            session,
            works: trade::Works::default(),
            waits: escalate::Waits::default(),
            landings: tell::Landings::default(),
            items: Items::default(),
            calendar: calendar::Latest::default(),
            still: Mutex::new(Still::of(places)),
            looked: Looked::default(),
            own: None,
            code: Mutex::default(),
            beside: Mutex::default(),
            entries: Kept::default(),
            week: Kept::default(),
            map: Kept::default(),
            pages: pages::Pages::default(),
            fed: Mutex::default(),
        }
    }

    /// Whether there is no notebook yet.
    pub fn is_new(&self) -> bool {
        opened::places(self.notebook.as_deref())
            .is_ok_and(|places| desk::open::is_there(&places).is_ok_and(|is_there| !is_there))
    }

    fn kept_code(&self) -> MutexGuard<'_, Option<RecoveryCode>> {
        self.code.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Keeps a recovery code until it is written down.
    pub fn give(&self, code: RecoveryCode) {
        *self.kept_code() = Some(code);
    }

    /// Whether a recovery code is still to be written down.
    pub fn has_code(&self) -> bool {
        self.kept_code().is_some()
    }

    /// The recovery code that is still to be written down.
    pub fn code(&self) -> Option<Zeroizing<String>> {
        self.kept_code().as_ref().map(RecoveryCode::printed)
    }

    /// Lets go of the recovery code: it is kept nowhere now.
    pub fn forget_code(&self) {
        *self.kept_code() = None;
    }

    fn still(&self) -> MutexGuard<'_, Still> {
        self.still.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets go of the notebook, of what was worked out of it, and of a plan that was not kept.
    pub fn close(&self) {
        self.looked.leave();
        self.works.clear();
        self.waits.clear();
        self.landings.clear();
        self.items.clear();
        self.calendar.clear();
        self.still().close();
        self.close_computed();
    }

    fn close_computed(&self) {
        self.entries.close();
        self.week.close();
        self.map.close();
        self.pages.close();
    }

    /// Which reading of the notebook is in memory; none where it is not as it is on disk now, or somebody else looks at it.
    pub fn reading(&self, now: Moment) -> Option<u64> {
        let mut still = self.still.try_lock().ok()?;
        still.unchanged(now)?;
        Some(still.reading())
    }

    /// What hides the names of peers; where the notebook can't be read, no page has any.
    pub fn veil(&self) -> Veil {
        let mut still = self.still();
        let peers = still.look(clock::now()).map(|desk| &desk.notes().peers);
        let names =
            peers.iter().flat_map(|peers| peers.everybody().flat_map(|(known, _)| peers.names_of(known)));
        Veil::over(names)
    }

    /// Does something with the notebook as it is on disk now. Where nobody may look at it, nothing of it stays.
    ///
    /// # Errors
    /// If it can't be opened, or what `room` gives.
    pub fn with_desk<T>(
        &self,
        now: Moment,
        room: impl FnOnce(&mut Desk) -> Result<T, Stop>,
    ) -> Result<T, Stop> {
        let is_over = self.session.is_over();
        let mut still = self.still();
        let done = still.look(now).map_err(Stop::from).and_then(room);
        if is_over || done.is_err() {
            still.close();
        }
        done
    }

    /// Lets go of the notebook where nobody may look at it any more.
    fn tidy(&self, now: Moment) {
        let is_over = self.session.is_over();
        let mut still = self.still();
        if is_over {
            self.looked.leave();
            self.works.clear();
            self.waits.clear();
            self.landings.clear();
            self.items.clear();
            self.calendar.clear();
            still.close();
        } else {
            // What is not at hand any more is let go; what was written meanwhile waits for who looks.
            let _ = still.unchanged(now);
            if still.is_open()
                && self.works.is_any()
                && !still.look(now).is_ok_and(|desk| self.works.tidy(desk).is_ok())
            {
                self.works.clear();
            }
        }
        if !still.is_open() {
            self.close_computed();
        }
    }
}

/// A room's view of the server.
pub type Shared = State<Arc<Server>>;

/// Serves the pages until the process ends. `port` 0 takes a free one; the session locks after `idle` without a request.
///
/// # Errors
/// If there is no notebook to show, or nothing can listen on that port.
pub fn serve(notebook: Option<PathBuf>, port: u16, idle: Duration) -> Result<(), Stop> {
    // What is wrong with the notebook is said here, before there is a page to say it on. Where there is none, the first page
    // makes one.
    let mut still = Still::of(opened::places(notebook.as_deref())?);
    if desk::open::is_there(still.places())? {
        still.look(clock::now())?;
    }
    drop(still);
    let fault = |error: std::io::Error| Stop::Fault(format!("nothing can be served: {error}"), String::new());
    let runtime = Builder::new_current_thread().enable_all().max_blocking_threads(AT_A_TIME).build();
    runtime.map_err(fault)?.block_on(async {
        let (listener, port) = listen(port).await?;
        let server = Arc::new(Server::of(notebook, Session::begin(port, idle)?, None)?);
        say(&server.session.link());
        if stdin().is_terminal() {
            let server = Arc::clone(&server);
            thread::spawn(move || renew_on_enter(&server));
        }
        tokio::spawn(watch(Arc::clone(&server)));
        axum::serve(listener, router(server)).await.map_err(fault)
    })
}

/// Listens on this machine alone; gives the port.
async fn listen(port: u16) -> Result<(TcpListener, u16), Stop> {
    let fault = |error: std::io::Error| {
        Stop::Fault(format!("nothing can listen on port {port}: {error}"), "sideways serve --port 0".into())
    };
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the one place that listens, on this machine alone"
    )]
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await.map_err(fault)?;
    let port = listener.local_addr().map_err(fault)?.port();
    Ok((listener, port))
}

/// The pages of the sample, beside these: on a port of their own, so that no form of one can reach the other. Gives the link that
/// opens them.
///
/// # Errors
/// If nothing more can be served.
pub async fn beside(server: &Arc<Server>) -> Result<String, Stop> {
    let known = || server.beside.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(sample) = &*known() {
        sample.session.renew()?;
        return Ok(sample.session.link());
    }
    let (listener, port) = listen(0).await?;
    let session = Session::begin(port, server.session.idle())?;
    let folder = sample::places()?.notebook().to_owned();
    let sample = Arc::new(Server::of(Some(folder), session, Some(server.session.address()))?);
    let link = sample.session.link();
    tokio::spawn(watch(Arc::clone(&sample)));
    let router = router(Arc::clone(&sample));
    *known() = Some(sample);
    tokio::spawn(async move { axum::serve(listener, router).await });
    Ok(link)
}

/// Nothing of a notebook stays in memory that locked by itself.
async fn watch(server: Arc<Server>) {
    loop {
        sleep(WATCHED_EVERY).await;
        let server = Arc::clone(&server);
        let _ = spawn_blocking(move || server.tidy(clock::now())).await;
    }
}

/// A new link for every line that is typed at the terminal.
fn renew_on_enter(server: &Server) {
    while stdin().lines().next().is_some_and(|line| line.is_ok()) {
        if server.session.renew().is_ok() {
            server.close();
            say(&server.session.link());
        }
    }
}

/// Says where the pages are. The link is no secret from whoever reads this terminal: it is the owner's.
pub fn say(link: &str) {
    let mut out = stdout();
    // Where nobody reads it, nobody can open it either.
    let _ = writeln!(
        out,
        "Your notebook as pages, for a browser on this machine:\n  {link}\nThe link opens once."
    );
    let _ = out.flush();
}

fn router(server: Arc<Server>) -> Router {
    Router::new()
        .route("/", get(week::show))
        .route("/week/later", post(week::later))
        .route("/week/not-this", post(week::not_this))
        .route("/kindness/done", post(act::kindness_done))
        .merge(map::routes())
        .merge(plans())
        .route("/peers", get(peer::list).post(peer::add))
        .route("/peer/{id}", get(peer::show))
        .route("/peer/{id}/prepare", get(peer::prepare))
        .route("/peer/{id}/year", get(peer::year))
        .route("/peer/{id}/talk", get(peer::before).post(peer::talk))
        .route("/peer/{id}/note/{what}", post(peer::note))
        .merge(trade::routes())
        .merge(tell::routes())
        .merge(calendar::routes())
        .merge(defend::routes())
        .merge(ratify::routes())
        .merge(escalate::routes())
        .route("/log", get(log::show))
        .route("/forget/{entry}", get(log::forget::ask))
        .route("/forget", post(log::forget::forget))
        .route("/answer/{ask}", get(answer::show).post(answer::answer))
        .route("/week/do", post(week::acts::act))
        .route("/capture", get(capture::show).post(capture::keep))
        .route("/go", get(go::show))
        .route("/help", get(help::show))
        .route("/settings", get(settings::show))
        .route("/settings/guise", post(settings::guise))
        .route("/settings/lock-after", post(settings::lock_after))
        .route("/settings/backup", post(settings::backup::make))
        .route("/settings/export", post(settings::export::write))
        .route("/undo", post(act::undo))
        .route("/lock", post(session::lock))
        .route("/open/{token}", get(session::open))
        .route("/assets/{name}", get(assets::asset))
        .fallback(async || page::missing())
        .method_not_allowed_fallback(to_its_page)
        .layer(DefaultBodyLimit::max(LONGEST_FORM))
        .layer(middleware::from_fn_with_state(Arc::clone(&server), door))
        .with_state(server)
}

/// The address of an act, typed or loaded again by hand, leads to the page on which the act stands.
async fn to_its_page(request: Request) -> Response {
    if request.method() != Method::GET {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    let words: Vec<&str> = request.uri().path().split('/').skip(1).collect();
    let page = match words.as_slice() {
        ["peer", id, ..] => format!("/peer/{id}"),
        ["trade" | "tell" | "escalate", within @ .., _] if !within.is_empty() => {
            format!("/{}/{}", words[0], within.join("/"))
        }
        ["undo" | "forget"] => "/log".to_owned(),
        ["plan" | "map" | "trade" | "tell" | "defend" | "ratify" | "calendar" | "settings", _] => {
            format!("/{}", words[0])
        }
        ["escalate", ..] => "/escalate".to_owned(),
        _ => "/".to_owned(),
    };
    plan::to(&page)
}

/// What every answer passes: one layer, since each costs as much as a look at the journal.
async fn door(State(server): Shared, request: Request, next: Next) -> Response {
    let (guise, asked) = (Guise::of(request.headers()), Asked::of(&server, &request));
    let response = answered(&server, asked.as_ref(), request, next).await;
    page::harden(page::dress(&server, guise, asked, response))
}

/// What every request passes, in this order.
async fn answered(server: &Arc<Server>, asked: Option<&Asked>, request: Request, next: Next) -> Response {
    let request = match session::guard(server, request).await {
        Continue(request) => request,
        Break(response) => return response,
    };
    if let Some(page) = asked.and_then(|asked| pages::again(server, asked)) {
        return page;
    }
    match first::instead(server, &request.method().clone(), request.uri().path()).await {
        Some(response) => response,
        None => next.run(request).await,
    }
}

/// A plan that is looked at, the first start, and the sample.
fn plans() -> Router<Arc<Server>> {
    // Files have a limit of their own, which says what is wrong.
    let files = post(plan::dropped).layer(DefaultBodyLimit::disable());
    Router::new()
        .route("/plan", get(plan::show).merge(files))
        .route("/plan/progress", get(plan::progress))
        .route("/plan/whose", post(plan::whose))
        .route("/plan/redraw", post(plan::redraw))
        .route("/plan/leave", post(plan::leave))
        .route("/plan/keep", post(plan::keep))
        .route("/begin", post(first::begin))
        .route("/code", get(first::code).post(first::written))
        .route("/sample", post(sample::open))
        .route("/sample/remove", post(sample::remove))
}

/// Shows something of the notebook, as it is on disk now, whoever wrote it. Where that is in memory already, at once; else it
/// is read away from the thread that listens.
///
/// What takes long is no matter for this: whoever looks keeps the others waiting. [`work`] and [`act::look`] are for that.
///
/// [`act::look`]: super::act::look
pub async fn look(
    server: Arc<Server>,
    room: impl FnOnce(&mut Desk, Day) -> Result<Response, Stop> + Send + 'static,
) -> Response {
    let now = clock::now();
    if let Ok(mut still) = server.still.try_lock()
        && let Some(desk) = still.unchanged(now)
    {
        let seen = catch_unwind(AssertUnwindSafe(|| room(desk, now.today)));
        return shown(&mut still, now, seen);
    }
    work(server, move |server| {
        let mut still = server.still();
        let seen = catch_unwind(AssertUnwindSafe(|| room(still.look(now)?, now.today)));
        Ok(shown(&mut still, now, seen))
    })
    .await
}

fn shown(still: &mut Still, now: Moment, seen: thread::Result<Result<Response, Stop>>) -> Response {
    match seen {
        Ok(Ok(mut response)) => {
            pages::made_of(&mut response, still, now);
            response
        }
        Ok(Err(stop)) => page::stopped(&stop),
        Err(_) => {
            // What a room that fell over left of it is not looked at again.
            still.close();
            page::broken()
        }
    }
}

/// Answers what reads files away from the thread that listens.
pub async fn work(
    server: Arc<Server>,
    room: impl FnOnce(&Server) -> Result<Response, Stop> + Send + 'static,
) -> Response {
    match spawn_blocking(move || room(&server)).await {
        Ok(Ok(response)) => response,
        Ok(Err(stop)) => page::stopped(&stop),
        // A panic within a room: the next request is a new one.
        Err(_) => page::broken(),
    }
}

#[cfg(test)]
mod tests {
    use std::{ffi::OsString, fs, path::Path};

    use desk::{keys::Hold, open::create};

    use super::*;

    /// A server of a fresh notebook that somebody looks at, and the key file.
    fn looked_at(home: &Path) -> (Server, PathBuf) {
        let home = home.as_os_str().to_owned();
        let places = Places::find(None, &|name| (name == "HOME").then(|| OsString::from(&home))).unwrap();
        let (desk, _) = create(places.clone(), &Hold::File, clock::now()).unwrap();
        let key = desk.key_place();
        drop(desk);
        let session = Session::begin(80, Duration::from_secs(3600)).ok().unwrap();
        let token = session.link().rsplit('/').next().unwrap().to_owned();
        session.enter(&token).ok().unwrap().unwrap();
        let server = Server::at(places, session);
        server.still().look(clock::now()).unwrap();
        (server, key)
    }

    #[test]
    fn nothing_of_a_notebook_stays_in_memory_once_the_session_is_over_or_its_key_is_gone() {
        let home = tempfile::tempdir().unwrap();
        let (server, key) = looked_at(home.path());
        server.tidy(clock::now());
        assert!(server.still().is_open(), "it is looked at");
        server.session.lock_after(Duration::ZERO);
        server.tidy(clock::now());
        assert!(!server.still().is_open(), "nobody asked for a while");
        server.session.lock_after(Duration::from_secs(3600));
        server.still().look(clock::now()).unwrap();
        fs::rename(&key, home.path().join("aside")).unwrap();
        server.tidy(clock::now());
        assert!(!server.still().is_open(), "its key is gone");
    }
}
