//! Trade: the five goods by hand, asks with their clock, loans on a time line; behind them the hunt and what-ifs.
//!
//! Lists run by date over all peers, direction stands in words alone, and nothing is added up (rule T9).

mod acts;
mod asks;
mod axis;
mod basis;
mod goods;
pub mod hunt;
mod loans;
pub mod moves;
mod note;
mod proposal;
mod what_if;

use std::{sync::Arc, time::Duration};

use axum::{
    Router,
    extract::{Query, State},
    response::Response,
    routing::{get, post},
};
use desk::open::Desk;
use maud::{Markup, html};
use playbook::{
    moment::Day,
    notebook::Notebook,
    trade::{
        goods::{Stage, listed},
        loans as of_loans,
    },
};

pub use self::acts::not_thanked;
use self::{basis::Basis, hunt::Hunted};
use super::{
    act::{self, Did},
    form::Sent,
    long::{Long, Stands},
    page::{self, Room},
    serve::{Server, Shared, look},
};
use crate::{opened, stop::Stop};

/// What the rooms of trade work out, as long as the notebook is open. Nothing of it is kept (rule T2).
#[derive(Default)]
pub struct Works {
    hunt: Long<Hunted>,
    hunted_of: Basis,
    what_if: what_if::Bench,
}

impl Works {
    /// Lets go of everything.
    pub fn clear(&self) {
        self.hunt.clear();
        self.hunted_of.clear();
        self.what_if.clear();
    }

    /// Whether anything is worked out, or was.
    pub fn is_any(&self) -> bool {
        !matches!(self.hunt.stands(Duration::ZERO), Stands::Nothing) || self.what_if.is_any()
    }

    /// Lets go of what no longer follows from the notebook, whoever wrote it.
    ///
    /// # Errors
    /// If the journal can't be read.
    pub fn tidy(&self, desk: &mut Desk) -> Result<(), Stop> {
        if !self.hunted_of.holds(desk)? {
            self.hunt.clear();
        }
        self.what_if.tidy(desk)
    }
}

/// The addresses of this room.
pub fn routes() -> Router<Arc<Server>> {
    let acts = acts::ALL.into_iter().fold(Router::new(), |routes, act| {
        routes.route(&format!("/trade/{act}"), post(move |server, form| acts::done(act, server, form)))
    });
    acts.route("/trade", get(show))
        .route("/trade/hunt", get(hunt::show).post(hunt::begin))
        .route("/trade/hunt/stop", post(hunt::stop))
        .route("/trade/hunt/progress", get(hunt::progress))
        .route("/trade/what-if", get(what_if::show).post(what_if::add))
        .route("/trade/what-if/take-out", post(what_if::take_out))
        .route("/trade/what-if/stop", post(what_if::stop))
        .route("/trade/what-if/progress", get(what_if::progress))
}

/// The page.
pub async fn show(State(server): Shared, Query(did): Query<Did>) -> Response {
    let shared = Arc::clone(&server);
    look(server, move |desk, today| {
        shared.works.tidy(desk)?;
        whole(desk, today, (&did, None), found(&shared).as_deref())
    })
    .await
}

/// The page, with what was sent and refused, if anything was.
fn whole(
    desk: &mut Desk,
    today: Day,
    (did, sent): (&Did, Option<&Sent>),
    found: Option<&Hunted>,
) -> Result<Response, Stop> {
    let notice = act::notice(desk, did, "/trade")?;
    let notes = desk.notes();
    let inside = html! {
        (head("/trade"))
        (notice)
        @if let Some(sent) = sent { (sent.told("Not done")) }
        (asks::asked_of_me(notes, today, found)?)
        (open(notes, today, sent)?)
        (loans::drawn(&lent(notes, today), today, sent)?)
        (asks::asked_by_me(notes, today)?)
        (note::forms(notes, today, sent)?)
    };
    let response = page::frame(Room::Trade, "Trade", &inside);
    Ok(match sent {
        None => response,
        Some(sent) => sent.answered(response),
    })
}

/// What the latest hunt found, if that is still in memory.
fn found(server: &Server) -> Option<Arc<Hunted>> {
    match server.works.hunt.stands(Duration::ZERO) {
        Stands::Found(found) => Some(found),
        _ => None,
    }
}

/// The name of the room, and its three pages.
fn head(here: &str) -> Markup {
    let pages =
        [("/trade", "By hand"), ("/trade/hunt", "What the plan holds"), ("/trade/what-if", "What if")];
    html! {
        h1 { "Trade" }
        nav class="within" aria-label="Trade" {
            @for (path, name) in pages { a href=(path) aria-current=[(path == here).then_some("page")] { (name) } }
        }
    }
}

fn open(notes: &Notebook, today: Day, sent: Option<&Sent>) -> Result<Markup, Stop> {
    let mut all = listed(&notes.goods, &notes.loans, &notes.peers, today, &opened::screen());
    // Capacity that is lent stands on the time line.
    all.retain(|one| one.stage != Stage::Lent);
    let givers = notes.goods.open(today).map(|open| (open.id, open.giver)).collect();
    goods::drawn((&all, &givers), today, sent)
}

fn lent(notes: &Notebook, today: Day) -> Vec<of_loans::Due> {
    of_loans::open(&notes.loans, &notes.peers, today, &opened::screen())
}
