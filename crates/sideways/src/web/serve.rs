//! Listens on this machine alone, and hands every request to its room.

use std::{
    io::{IsTerminal, Write, stdin, stdout},
    net::Ipv4Addr,
    panic::{AssertUnwindSafe, catch_unwind},
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
    thread,
    time::Duration,
};

use axum::{
    Router,
    extract::{DefaultBodyLimit, State},
    middleware,
    response::Response,
    routing::{get, post},
};
use desk::{
    clock::{self, Moment},
    open::Desk,
    still::Still,
};
use playbook::moment::Day;
use tokio::{net::TcpListener, runtime::Builder, task::spawn_blocking, time::sleep};

use super::{act, assets, feed::Fed, log, map, page, peer, session, session::Session, week};
use crate::{opened, stop::Stop};

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
    /// The notebook, in memory while it is open.
    still: Mutex<Still>,
    /// What feeds say.
    pub fed: Mutex<Option<Fed>>,
}

impl Server {
    /// Lets go of the notebook.
    pub fn close(&self) {
        self.still.lock().unwrap_or_else(PoisonError::into_inner).close();
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
        let mut still = self.still.lock().unwrap_or_else(PoisonError::into_inner);
        let done = still.look(now).map_err(Stop::from).and_then(room);
        if is_over || done.is_err() {
            still.close();
        }
        done
    }

    /// Lets go of the notebook where nobody may look at it any more.
    fn tidy(&self, now: Moment) {
        let is_over = self.session.is_over();
        let mut still = self.still.lock().unwrap_or_else(PoisonError::into_inner);
        if is_over {
            still.close();
        } else {
            // What is not at hand any more is let go; what was written meanwhile waits for who looks.
            let _ = still.unchanged(now);
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
    // What is wrong with the notebook is said here, before there is a page to say it on.
    let mut still = Still::of(opened::places(notebook.as_deref())?);
    still.look(clock::now())?;
    // Nobody was let in yet.
    still.close();
    let still = Mutex::new(still);
    let fault = |error: std::io::Error| Stop::Fault(format!("nothing can be served: {error}"), String::new());
    let runtime = Builder::new_current_thread().enable_all().max_blocking_threads(AT_A_TIME).build();
    runtime.map_err(fault)?.block_on(async {
        #[expect(
            clippy::disallowed_methods,
            reason = "this is the one place that listens, on this machine alone"
        )]
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await.map_err(|error| {
            Stop::Fault(
                format!("nothing can listen on port {port}: {error}"),
                "sideways serve --port 0".into(),
            )
        })?;
        let port = listener.local_addr().map_err(fault)?.port();
        let session = Session::begin(port, idle)?;
        let server = Arc::new(Server { notebook, session, still, fed: Mutex::new(None) });
        say(&server.session.link());
        if stdin().is_terminal() {
            let server = Arc::clone(&server);
            thread::spawn(move || renew_on_enter(&server));
        }
        tokio::spawn(watch(Arc::clone(&server)));
        axum::serve(listener, router(server)).await.map_err(fault)
    })
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
        .route("/map", get(map::show))
        .route("/map.svg", get(map::wide))
        .route("/map-narrow.svg", get(map::narrow))
        .route("/peers", get(peer::list))
        .route("/peer/{id}", get(peer::show))
        .route("/peer/{id}/prepare", get(peer::prepare))
        .route("/peer/{id}/talk", post(peer::talk))
        .route("/log", get(log::show))
        .route("/undo", post(act::undo))
        .route("/lock", post(session::lock))
        .route("/open/{token}", get(session::open))
        .route("/assets/{name}", get(assets::asset))
        .fallback(async || page::missing())
        .layer(DefaultBodyLimit::max(LONGEST_FORM))
        .layer(middleware::from_fn_with_state(Arc::clone(&server), session::guard))
        .layer(middleware::map_response(page::harden))
        .with_state(server)
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
        return shown(&mut still, seen);
    }
    work(server, move |server| {
        let mut still = server.still.lock().unwrap_or_else(PoisonError::into_inner);
        let seen = catch_unwind(AssertUnwindSafe(|| room(still.look(now)?, now.today)));
        Ok(shown(&mut still, seen))
    })
    .await
}

fn shown(still: &mut Still, seen: thread::Result<Result<Response, Stop>>) -> Response {
    match seen {
        Ok(Ok(response)) => response,
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
