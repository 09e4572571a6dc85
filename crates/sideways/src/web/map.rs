//! The map: the drawing as `sideways map --svg` makes it, the same in words, the table and the quotes behind it, and what the
//! leader knows better, said where it stands.

mod answered;
mod fit;
mod gaps;
mod more;
mod names;
mod need;
mod note;

use std::sync::Arc;

use axum::{
    Router,
    extract::{Query, State},
    response::Response,
    routing::{get, post},
};
use desk::open::Desk;
use maud::{Markup, html};
use playbook::{map::Map, moment::Day, notebook::Notebook};

pub use self::note::naming;
use super::{
    act::{self, Did},
    first,
    page::{self, Room, said},
    plan::problems,
    serve::{Server, Shared, look},
};
use crate::{
    drawn::{
        Drawn,
        kept::look as kept_map,
        picture::{Sheet, draw as picture, extent, told},
        told::{day_line, verdict},
    },
    opened,
    stop::Stop,
    words::{counted, listed},
};

/// Weeks after which a map is an old one.
const OLD: i64 = 8;

/// Rows of a list that stand on the page itself; the others are one step away.
const FEW: usize = 5;

/// The map that the notebook keeps, as its pages need it.
pub struct Mapped {
    drawn: Drawn,
    wide: Picture,
    narrow: Picture,
}

/// A drawing, and its size in pixels.
struct Picture {
    svg: String,
    width: f64,
    high: f64,
}

impl Mapped {
    fn read(desk: &Desk, today: Day) -> Result<Self, Stop> {
        let drawn = kept_map(desk, true, today)?;
        let drawing = |sheet| {
            let (width, high) = extent(&drawn.map, &drawn.stages, true, sheet);
            Picture { svg: picture(&drawn.map, &drawn.stages, true, sheet), width, high }
        };
        let (wide, narrow) = (drawing(Sheet::Wide), drawing(Sheet::Narrow));
        Ok(Self { drawn, wide, narrow })
    }

    fn map(&self) -> &Map {
        &self.drawn.map
    }

    /// The entry that kept it: addresses within the map name it, so that they never mean another one.
    fn entry(&self) -> u32 {
        self.drawn.kept.map_or(0, |kept| kept.entry)
    }
}

/// The addresses of this room.
pub fn routes() -> Router<Arc<Server>> {
    Router::new()
        .route("/map", get(show))
        .route("/map.svg", get(wide))
        .route("/map-narrow.svg", get(narrow))
        .route("/map/all/{what}", get(more::show))
        .route("/map/need/{kept}/{nth}", get(need::show))
        .route("/map/crossing/{kept}/{nth}/{line}", get(need::correct))
        .route("/map/missing/{kept}/{nth}", get(need::missing))
        .route("/map/answer", post(note::answer))
        .route("/map/crossing", get(need::add).post(note::crossing))
        .route("/map/name", get(need::name))
}

/// The page.
pub async fn show(State(server): Shared, Query(did): Query<Did>) -> Response {
    let shared = server.clone();
    look(server, move |desk, today| {
        let notice = act::notice(desk, &did, "/map")?;
        let notice = html! { (first::reminder(&shared)) (notice) };
        let inside = match is_kept(desk) {
            false => nothing(desk, &notice)?,
            true => with(&shared, desk, today, |mapped, notes| whole(mapped, notes, today, &notice))?,
        };
        Ok(page::frame(Room::Map, "Map", &inside))
    })
    .await
}

fn is_kept(desk: &Desk) -> bool {
    desk.notes().peers.kept().is_some_and(|kept| kept.map.is_some())
}

/// Looks at the map that is kept.
fn with<T>(
    server: &Server,
    desk: &mut Desk,
    today: Day,
    look: impl FnOnce(&Mapped, &Notebook) -> Result<T, Stop>,
) -> Result<T, Stop> {
    let read = |desk: &mut Desk| Mapped::read(desk, today);
    server.map.with(desk, (today, 0), read, |mapped, desk| look(mapped, desk.notes()))
}

/// The drawing for a desk, by itself: an image runs nothing.
pub async fn wide(State(server): Shared) -> Response {
    drawing(server, |mapped| &mapped.wide).await
}

/// The drawing for a telephone.
pub async fn narrow(State(server): Shared) -> Response {
    drawing(server, |mapped| &mapped.narrow).await
}

async fn drawing(server: Arc<Server>, which: fn(&Mapped) -> &Picture) -> Response {
    let shared = Arc::clone(&server);
    look(server, move |desk, today| {
        with(&shared, desk, today, |mapped, _| Ok(page::drawing(which(mapped).svg.clone())))
    })
    .await
}

/// No map is kept yet. Where a plan is remembered, it is drawn from that; else a plan is dropped here.
fn nothing(desk: &Desk, notice: &Markup) -> Result<Markup, Stop> {
    let lies_somewhere = desk.notes().peers.plan().is_some_and(|plan| !plan.paths.is_empty());
    if lies_somewhere {
        return Ok(html! {
            h1 { "Map" }
            (notice)
            p class="calm" { "The map names the three to five people your year depends on. Your notebook remembers where the plan lies; its map is not drawn yet." }
            div class="acts" { (redraw("Draw the map", true)) a href="/plan" { "Drop another plan" } }
        });
    }
    super::plan::offered(notice)
}

/// The button that draws the remembered plan anew.
fn redraw(words: &str, is_main: bool) -> Markup {
    html! { form method="post" action="/plan/redraw" { button class=[is_main.then_some("act")] { (words) } } }
}

fn whole(mapped: &Mapped, notes: &Notebook, today: Day, notice: &Markup) -> Result<Markup, Stop> {
    let (drawn, map, kept) = (&mapped.drawn, mapped.map(), mapped.entry());
    let Mapped { wide, narrow, .. } = mapped;
    Ok(html! {
        h1 { "Map" }
        (notice)
        p class="calm" { (said(&verdict(map))) }
        @if let Some(remark) = &drawn.remark { p { (page::told(remark)) } }
        (age(drawn, notes, today))
        picture class="drawing" {
            source media="(max-width: 44rem)" srcset="/map-narrow.svg" width=(narrow.width) height=(narrow.high);
            img src="/map.svg" width=(wide.width) height=(wide.high) alt={ (told::title(map)) ". The same in words stands beneath." };
        }
        (page::unfolding("/map/all/words", "The drawing in words"))
        (names::shown(drawn, kept, notes))
        (gaps::questions(map, notes)?)
        (gaps::left_out(map, kept))
        (dates(map))
        (gaps::gaps(map, kept, notes)?)
        (corrected(map))
        (problems(&drawn.problems, Some("/map/all/unread")))
    })
}

/// Since when the map is kept and from what, and whether it still says everything.
fn age(drawn: &Drawn, notes: &Notebook, today: Day) -> Markup {
    let kept = drawn.kept.as_ref();
    let days = kept.map_or(0, |kept| kept.on.until(today));
    let corrected = kept.map_or(0, |kept| kept.corrected_since);
    let dropped: Vec<String> =
        notes.peers.plan().and_then(|plan| plan.dropped.as_ref()).map_or_else(Vec::new, |names| {
            names.iter().map(|name| name.reveal(&opened::screen()).clone()).collect()
        });
    html! {
        p class="quiet" {
            "Of " (said(&drawn.map.leader))
            @if let Some(kept) = kept { "; kept on " (page::day(kept.on)) }
            ", looking ahead from " (page::day(Day(drawn.map.as_of)))
            @if !dropped.is_empty() { "; from " (said(&listed(&dropped, "and"))) ", as dropped" }
            "."
        }
        @if corrected > 0 || days > OLD * 7 {
            p class="notice stale" {
                @if corrected > 0 { "You corrected " (counted(corrected, "thing", "things")) " since, which the drawing does not show. " }
                @if days > OLD * 7 { "It is " (days / 7) " weeks old: the plan may have moved on. " }
            }
        }
        div class="acts" { (redraw("Draw it anew", corrected > 0)) a href="/plan" { "Drop a newer plan" } }
    }
}

/// Of how many a page shows the first, and the way to the others.
fn others(all: usize, shown: usize, what: &str) -> Markup {
    html! { @if all > shown { p { a href={ "/map/all/" (what) } { (all - shown) " more" } } } }
}

fn dates(map: &Map) -> Markup {
    let all = &map.deliverables;
    let few = &all[..all.len().min(4 * FEW)];
    html! {
        @if !all.is_empty() {
            section id="dates" {
                h2 { "Your dates" }
                @if map.simulated.is_none() { p class="quiet" { "Too early to say: the plan has no estimates for your work, or too few, so that no date was simulated." } }
                ul { @for one in few { li { (page::told(&day_line(one))) } } }
                (others(all.len(), few.len(), "dates"))
            }
        }
    }
}

/// What the leader corrected, as the map that stands here counts it.
fn corrected(map: &Map) -> Markup {
    let all = &map.corrected;
    let few = &all[..all.len().min(2 * FEW)];
    html! {
        @if !all.is_empty() {
            section id="corrected" {
                h2 { "Corrected by you" }
                ul { @for one in few { (more::correction(one)) } }
                (others(all.len(), few.len(), "corrected"))
                p class="quiet" { "What the notebook keeps is taken back in the " a href="/log?words=corrected" { "log" } "." }
            }
        }
    }
}
