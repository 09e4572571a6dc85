//! On whom a change of the plan lands: a slip that is foreseen, and a plan held against the kept one. Both are worked out before
//! anything is kept; then an announcement can be opened for it.

use std::{panic::resume_unwind, sync::Arc, time::Duration};

use axum::{
    Router,
    extract::{Form, Query, State},
    response::Response,
    routing::{MethodRouter, get, post},
};
use desk::{clock, open::Desk};
use maud::{Markup, html};
use playbook::{
    moment::Day,
    tell::landing::{Affected, Landing, Moved},
    trade::named_moves::item as find,
    words::days_later,
};
use sources::read::Original;
use tokio::task::spawn_blocking;

use super::{acts::ahead, head, new};
use crate::{
    drawn::since::changes,
    opened,
    planned::{
        Asked, Planned,
        located::Located,
        remembered::{Remembered, kept_files},
    },
    stop::Stop,
    tell::landing::{self, Announced, Became, Played, Slipped},
    web::{
        act::{self, Did, Once},
        form::{Sent, Typed, again},
        items,
        long::{Far, Long, Stands},
        page::{self, Room, said},
        plan::{Seen, to},
        serve::{Server, Shared, look, work},
        trade::{
            hunt::{NEARLY, failed, going, words},
            moves,
        },
    },
    words::listed,
};

/// Years that are played.
const TRIALS: u32 = 1000;

const SLIP: &str = "/tell/slip";
const PLAN: &str = "/tell/plan";

/// What is worked out, as long as the notebook is open.
#[derive(Default)]
pub struct Landings {
    slip: Long<Slip>,
    plan: Long<Became>,
}

/// A slip that was worked out, with what was typed of it.
pub struct Slip {
    item: String,
    slipped: Slipped,
    remark: Option<String>,
}

impl Landings {
    /// Lets go of everything.
    pub fn clear(&self) {
        self.slip.clear();
        self.plan.clear();
    }
}

/// The addresses of both pages.
pub fn routes() -> Router<Arc<Server>> {
    Router::new()
        .route(SLIP, get(show_slip).post(begin_slip))
        .route("/tell/slip/progress", progress(|server| &server.landings.slip))
        .route("/tell/slip/stop", stop(SLIP, |server| &server.landings.slip))
        .route("/tell/slip/open", opens(SLIP))
        .route(PLAN, get(show_plan).post(begin_plan))
        .route("/tell/plan/progress", progress(|server| &server.landings.plan))
        .route("/tell/plan/stop", stop(PLAN, |server| &server.landings.plan))
        .route("/tell/plan/open", opens(PLAN))
}

/// How far something is that is worked out.
fn progress<A: Send + Sync + 'static>(of: fn(&Server) -> &Long<A>) -> MethodRouter<Arc<Server>> {
    get(async move |State(server): Shared| of(&server).stands(Duration::ZERO).progress(words))
}

/// Stops it.
fn stop<A: Send + Sync + 'static>(
    here: &'static str,
    of: fn(&Server) -> &Long<A>,
) -> MethodRouter<Arc<Server>> {
    post(async move |State(server): Shared| {
        of(&server).stop();
        to(here)
    })
}

/// Opens an announcement for what came of it.
fn opens(here: &'static str) -> MethodRouter<Arc<Server>> {
    post(async move |state: Shared, form: Form<Vec<(String, String)>>| open(here, state, form).await)
}

/// Calls on, and ends the work where it is not wanted any more; that is no failure.
fn step(far: &Far) {
    if !far.step() {
        resume_unwind(Box::new(()));
    }
}

/// The page of a slip.
async fn show_slip(State(server): Shared, Query(did): Query<Did>) -> Response {
    let waiting = Arc::clone(&server);
    let bench = spawn_blocking(move || slip_bench(&waiting)).await;
    let Ok(bench) = bench else { return page::broken() };
    look(server, move |desk, _| slip_page(desk, &bench, &did, None)).await
}

fn slip_bench(server: &Server) -> (Stands<Slip>, Arc<Vec<String>>) {
    (server.landings.slip.stands(NEARLY), server.items.titles(server))
}

fn slip_page(
    desk: &mut Desk,
    (stands, titles): &(Stands<Slip>, Arc<Vec<String>>),
    did: &Did,
    sent: Option<&Sent>,
) -> Result<Response, Stop> {
    let notice = act::notice(desk, did, SLIP)?;
    let found = match stands {
        Stands::Found(found) => Some(found),
        _ => None,
    };
    let inside = html! {
        (head(SLIP))
        (notice)
        (refused(sent))
        @match stands {
            Stands::Nothing => p class="calm" { "Say what you see coming, before the tracker says it: on whom it lands is worked out first, and nothing is kept." },
            Stands::Going(far) => (going(SLIP, *far)),
            Stands::Stopped => p { "It was stopped, and nothing is kept of it." },
            Stands::Failed(no) => (failed(no)),
            Stands::Found(slip) => {
                @if let Some(remark) = &slip.remark { p class="quiet" { (said(remark)) } }
                section { h2 { "If it slips" } ul { @for change in &slip.slipped.landing.changes { li { (said(&page::sentence(change))) } } } }
                (landed(&slip.slipped.landing))
                (opening(SLIP, &slip.slipped.landing, slip.slipped.announced(), &slip.item, sent)?)
            },
        }
        (slip_form(titles, found.map(|slip| (&*slip.item, slip.slipped.by)), sent))
    };
    Ok(answered("If it slips", &inside, sent))
}

fn answered(title: &str, inside: &Markup, sent: Option<&Sent>) -> Response {
    let response = page::frame(Room::Tell, title, inside);
    match sent {
        None => response,
        Some(sent) => sent.answered(response),
    }
}

fn refused(sent: Option<&Sent>) -> Markup {
    html! { @if let Some(sent) = sent { (sent.told("Not done")) } }
}

fn slip_again(server: &Server, sent: &Sent) -> Result<Response, Stop> {
    slip_page(&mut act::look(server)?.0, &slip_bench(server), &Did::default(), Some(sent))
}

/// What slips, picked from the plan, and by how much.
fn slip_form(titles: &[String], before: Option<(&str, u32)>, sent: Option<&Sent>) -> Markup {
    let sent = sent.filter(|sent| sent.act == SLIP);
    let typed = sent.map(|sent| &sent.typed);
    let (item, by) =
        before.map_or((String::new(), String::new()), |(item, by)| (item.to_owned(), format!("{by}d")));
    html! {
        form class="begin" method="post" action=(SLIP) {
            @if let Some(sent) = sent { (sent.beside()) }
            div class="two" {
                label { "What slips: a few letters of its title, or its id"
                    input name="item" list="items" value=(again(typed, "item", &item)) required autocomplete="off" maxlength="500";
                }
                label { "By how many working days: 12d, 2w" input name="by" value=(again(typed, "by", &by)) required autocomplete="off" maxlength="40"; }
            }
            @if titles.is_empty() { p { "The notebook remembers no plan that can be read: " a href="/plan" { "drop it" } "." } }
            (items::list(titles))
            button class=[before.is_none().then_some("act")] { "See on whom it lands" }
            p class="quiet" { "The plan is played twice with the same luck. Nothing is kept, and the tracker is not changed." }
        }
    }
}

async fn begin_slip(State(server): Shared, Form(fields): Form<Vec<(String, String)>>) -> Response {
    work(server, move |server| {
        let typed = Typed(fields);
        match start_slip(server, &typed) {
            Ok(()) => Ok(to(SLIP)),
            Err(why) => slip_again(server, &Sent { act: SLIP, typed, why }),
        }
    })
    .await
}

fn start_slip(server: &Server, typed: &Typed) -> Result<(), Stop> {
    let item = typed.needed("item", "what slips is missing")?;
    let by = landing::by(&typed.needed("by", "by how many working days is missing")?)?;
    // What fits nothing is said while it still stands in its field.
    let planned = Planned::remembered(server.notebook.as_deref(), true)?;
    find(&planned.network, &item)?;
    server.landings.slip.begin(move |far| {
        let played = Played { seed: 1, trials: TRIALS, tick: &|| step(far) };
        let slipped = landing::slipped(&planned, (&item, by), &played)?;
        Ok(Slip { item, slipped, remark: planned.remark })
    });
    Ok(())
}

/// The page of a plan that is held against the kept one.
async fn show_plan(State(server): Shared, Query(did): Query<Did>) -> Response {
    let waiting = Arc::clone(&server);
    let bench = spawn_blocking(move || plan_bench(&waiting)).await;
    let Ok(bench) = bench else { return page::broken() };
    look(server, move |desk, _| plan_page(desk, &bench, &did, None)).await
}

/// How it stands, and whether a plan that was dropped is at hand.
fn plan_bench(server: &Server) -> (Stands<Became>, bool) {
    let is_dropped = dropped(server).is_some();
    (server.landings.plan.stands(NEARLY), is_dropped)
}

/// The plan that was dropped and understood, if one is at hand.
fn dropped(server: &Server) -> Option<(Located, Vec<Original>)> {
    if server.looked.task().files.is_empty() {
        return None;
    }
    match server.looked.stands() {
        Stands::Found(seen) => match &*seen {
            Seen::Ready(ready) => Some((ready.located.clone(), ready.originals.clone())),
            Seen::WhoseIs(_) => None,
        },
        _ => None,
    }
}

fn plan_again(server: &Server, sent: &Sent) -> Result<Response, Stop> {
    plan_page(&mut act::look(server)?.0, &plan_bench(server), &Did::default(), Some(sent))
}

fn plan_page(
    desk: &mut Desk,
    (stands, is_dropped): &(Stands<Became>, bool),
    did: &Did,
    sent: Option<&Sent>,
) -> Result<Response, Stop> {
    let notice = act::notice(desk, did, PLAN)?;
    let inside = html! {
        (head(PLAN))
        (notice)
        (refused(sent))
        @match stands {
            Stands::Nothing => p class="calm" { "The plan as you kept its map is held against what it says now: what moved, and on whom that lands. Nothing is kept by that." },
            Stands::Going(far) => (going(PLAN, *far)),
            Stands::Stopped => p { "It was stopped, and nothing is kept of it." },
            Stands::Failed(no) => (failed(no)),
            Stands::Found(became) => {
                p class="mark" { (became.mark) }
                section {
                    h2 { "What changed on the map" }
                    @let lines = changes(&became.since);
                    @if lines.is_empty() { p { "On the map nothing changed." } }
                    ul { @for line in &lines { li { (said(line)) } } }
                }
                (landed(&became.landing))
                (opening(PLAN, &became.landing, became.announced(), "", sent)?)
            },
        }
        div class="acts begin" {
            @if *is_dropped {
                form method="post" action=(PLAN) { input type="hidden" name="of" value="dropped"; button class="act" { "Hold the plan that you dropped against the kept one" } }
            }
            form method="post" action=(PLAN) { input type="hidden" name="of" value="kept"; button class=[(!is_dropped).then_some("act")] { "Read the plan again where it lies" } }
            a href="/plan" { "Drop a newer plan" }
        }
    };
    Ok(answered("What moved", &inside, sent))
}

async fn begin_plan(State(server): Shared, Form(fields): Form<Vec<(String, String)>>) -> Response {
    work(server, move |server| {
        let typed = Typed(fields);
        let dropped = (typed.words("of") == "dropped").then(|| dropped(server)).flatten();
        if dropped.is_none() && typed.words("of") == "dropped" {
            let why = Stop::Usage(
                "the plan that you dropped is not at hand any more".into(),
                "drop it again".into(),
            );
            return plan_again(server, &Sent { act: PLAN, typed, why });
        }
        let notebook = server.notebook.clone();
        server.landings.plan.begin(move |far| {
            let asked = Asked::of(Vec::new());
            let desk = opened::if_there(notebook.as_deref())?;
            let remembered = desk.as_ref().map(Remembered::with_files).transpose()?;
            let kept = desk.as_ref().map(kept_files).transpose()?.unwrap_or_default();
            let after = match dropped {
                Some((located, files)) => asked.read_handed(remembered.as_ref(), located, &files)?,
                None => asked.read(remembered, true)?,
            };
            let before = asked.read_kept(&kept, &after)?;
            landing::became(&before, &after, &Played { seed: 1, trials: TRIALS, tick: &|| step(far) })
        });
        Ok(to(PLAN))
    })
    .await
}

/// On whom it lands.
fn landed(landing: &Landing) -> Markup {
    html! {
        section {
            h2 { "On whom it lands" }
            @if landing.peers.is_empty() { p { "On nobody: no date of anybody else's moves by half a working day." } }
            ul class="lines" { @for one in &landing.peers { (affected(one)) } }
        }
        @if !landing.relieved.is_empty() {
            section { h2 { "Earlier by it" } ul class="lines" { @for one in &landing.relieved { (affected(one)) } } }
        }
        @if !landing.mine.is_empty() {
            section { h2 { "Your own dates" } ul { @for one in &landing.mine { li { (moved(one)) } } } }
        }
        (drawn(landing))
        p class="quiet" {
            "As of " (page::day(Day(landing.as_of))) ", " (landing.trials) " simulated years with the same luck on both sides; days are working days in the mean, ± a standard error. Spread: " (said(&landing.spread)) "."
        }
    }
}

fn affected(one: &Affected) -> Markup {
    let waiting: Vec<String> = one.waiting.iter().map(|title| format!("“{title}”")).collect();
    html! {
        li {
            p class="sentence" {
                @match &one.peer {
                    Some(name) => (said(name)),
                    None => { (said(&one.name)) ", of which no leader is known" },
                }
                @if one.dates.is_empty() { ": no date of theirs moves" } @else { ": " (days_later(one.later)) }
            }
            ul class="reason" { @for one in &one.dates { li { (moved(one)) } } }
            @if !waiting.is_empty() { p class="reason" { "Waits for it directly: " (said(&listed(&waiting, "and"))) "." } }
        }
    }
}

fn moved(one: &Moved) -> Markup {
    let (was, is) = (&one.before, &one.after);
    html! {
        (said(&one.title)) @if let Some(day) = one.promised { ", promised " (page::near(Day(day))) }
        ": " (days_later(one.later)) ", ± " (format!("{:.1}", one.error)) "; half of the years by " (page::day(Day(is.middle))) " rather than " (page::day(Day(was.middle)))
        ", nine tenths by " (page::day(Day(is.late))) " rather than " (page::day(Day(was.late))) "."
    }
}

/// Promised dates before and after.
fn drawn(landing: &Landing) -> Markup {
    let of = |whose: &str, dates: &[Moved]| -> Vec<(String, usize)> {
        (0..dates.len()).filter(|at| dates[*at].promised.is_some()).map(|at| (whose.to_owned(), at)).collect()
    };
    let others = landing.peers.iter().chain(&landing.relieved);
    let all: Vec<(&[Moved], String, usize)> = others
        .map(|one| (one.name.as_str(), one.dates.as_slice()))
        .chain([("you", landing.mine.as_slice())])
        .flat_map(|(whose, dates)| of(whose, dates).into_iter().map(move |(whose, at)| (dates, whose, at)))
        .collect();
    let dates = all.iter().filter_map(|(dates, whose, at)| {
        let one = &dates[*at];
        let promised = Day(one.promised?);
        Some(moves::Moved { title: &one.title, whose, promised, before: one.before, after: one.after })
    });
    let dates: Vec<moves::Moved<'_>> = dates.collect();
    html! { @if !dates.is_empty() { section { h2 { "When they fall" } (moves::drawn(&dates)) } } }
}

/// The calls and the last step, and the announcement that can be opened for it.
fn opening(
    here: &str,
    landing: &Landing,
    announced: Announced,
    of: &str,
    sent: Option<&Sent>,
) -> Result<Markup, Stop> {
    let names: Vec<String> = landing.peers.iter().filter_map(|one| one.peer.clone()).collect();
    let sent = sent.filter(|sent| sent.act == "open");
    let typed = sent.map(|sent| &sent.typed);
    let once = page::once("/tell")?;
    Ok(html! {
        @if !names.is_empty() {
            section aria-labelledby="open" {
                h2 id="open" { "Tell them first" }
                p { "Call " (said(&listed(&names, "and"))) ", the most affected first; changing the tracker is the last step. When to call whom is worked out from calendars, once it is open." }
                form class="sheet" method="post" action={ (here) "/open" } {
                    (once)
                    @if let Some(sent) = sent { (sent.beside()) }
                    input type="hidden" name="of" value=(of);
                    label { "What is announced, in words for them" input name="say" value=(again(typed, "say", &announced.what)) required autocomplete="off" maxlength="2000"; }
                    (new::times(typed))
                    button class="act" { "Open an announcement" }
                }
            }
        }
    })
}

/// Opens an announcement for what was worked out.
async fn open(
    here: &'static str,
    State(server): Shared,
    Form(fields): Form<Vec<(String, String)>>,
) -> Response {
    work(server, move |server| {
        let typed = Typed(fields);
        let opened = match here {
            SLIP => opened(server, &typed, &server.landings.slip, |found| {
                (found.item == typed.words("of")).then(|| (&found.slipped.landing, found.slipped.announced()))
            }),
            _ => opened(server, &typed, &server.landings.plan, |found| {
                Some((&found.landing, found.announced()))
            }),
        };
        opened.or_else(|why| {
            let sent = Sent { act: "open", typed, why };
            if here == SLIP { slip_again(server, &sent) } else { plan_again(server, &sent) }
        })
    })
    .await
}

fn opened<A: Send + Sync + 'static>(
    server: &Server,
    typed: &Typed,
    long: &Long<A>,
    of: impl FnOnce(&A) -> Option<(&Landing, Announced)>,
) -> Result<Response, Stop> {
    let once = Once::of(typed);
    let mut desk = act::to_act(server)?;
    let now = desk.under(once.request()?, "", clock::now())?;
    if let Some(done) = desk.done_then()? {
        return Ok(once.done(done.last().map_or(0, |done| done.entry)));
    }
    let gone = || Stop::form("what was worked out is not in memory any more; work it out again");
    let Stands::Found(found) = long.stands(Duration::ZERO) else { return Err(gone()) };
    let (landing, announced) = of(&found).ok_or_else(gone)?;
    let announced = Announced {
        room: ahead(typed, "room", now)?,
        free_from: ahead(typed, "free_from", now)?,
        notice: new::notice(typed)?,
        ..announced.saying(typed.given("say"))
    };
    let done = landing::open(&mut desk, now, landing, &announced)?;
    // Whoever was entered for it comes first; the announcement is the last.
    Ok(once.done(done.last().map_or(0, |done| done.entry)))
}
