//! Listens on this machine alone, and hands every request to its room.

use std::{
    io::{IsTerminal, Write, stdin, stdout},
    net::Ipv4Addr,
    path::PathBuf,
    sync::Arc,
    time::Duration,
};

use axum::{
    Router,
    extract::{DefaultBodyLimit, State},
    middleware,
    response::Response,
    routing::{get, post},
};
use tokio::{net::TcpListener, runtime::Builder, task::spawn_blocking};

use super::{act, assets, log, map, page, peer, session, session::Session, week};
use crate::cli::{Stop, opened};

/// Bytes of a form, at most.
const LONGEST_FORM: usize = 64 * 1024;

/// Requests that are worked on at a time.
const AT_A_TIME: usize = 4;

/// What every room stands on.
pub struct Server {
    /// Where the notebook lies, as it was given.
    pub notebook: Option<PathBuf>,
    /// Who may look.
    pub session: Session,
}

/// A room's view of the server.
pub type Shared = State<Arc<Server>>;

/// Serves the pages until the process ends. `port` 0 takes a free one; the session locks after `idle` without a request.
///
/// # Errors
/// If there is no notebook to show, or nothing can listen on that port.
pub fn serve(notebook: Option<PathBuf>, port: u16, idle: Duration) -> Result<(), Stop> {
    // What is wrong with the notebook is said here, before there is a page to say it on.
    opened::to_read(notebook.as_deref())?;
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
        let server = Arc::new(Server { notebook, session: Session::begin(port, idle)? });
        say(&server.session.link());
        if stdin().is_terminal() {
            let server = Arc::clone(&server);
            std::thread::spawn(move || renew_on_enter(&server.session));
        }
        axum::serve(listener, router(server)).await.map_err(fault)
    })
}

/// A new link for every line that is typed at the terminal.
fn renew_on_enter(session: &Session) {
    while stdin().lines().next().is_some_and(|line| line.is_ok()) {
        if session.renew().is_ok() {
            say(&session.link());
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
