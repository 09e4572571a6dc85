//! Before one escalates with a peer: the four conditions, each with the smallest step that closes it, and what waiting costs.

use std::{sync::Arc, time::Duration};

use axum::{
    extract::{Form, Path, Query, State},
    http::{StatusCode, header::LOCATION},
    response::{IntoResponse, Response},
};
use desk::open::Desk;
use maud::{Markup, PreEscaped, html};
use plan::batch::BLOCK;
use playbook::{
    bounds::closed,
    escalate::{
        gate::{Condition, Gate},
        listed,
        waiting::{Curve, cost},
    },
    map::peers::Known,
    moment::Day,
    trade::named_moves::item as find,
};

use super::{
    Waited, acts, exchange,
    sent::{Acts, Sent},
};
use crate::{
    escalate::{my_name, waiting},
    opened,
    planned::Planned,
    stop::Stop,
    web::{
        act::{self, Did},
        form::Typed,
        items,
        long::{Failed, SoFar, Stands, watched},
        page::{self, Room, said},
        serve::{Server, Shared, work},
    },
};

/// Years that are played.
const TRIALS: u32 = 1000;

/// For how long a page waits for what is nearly done.
const NEARLY: Duration = Duration::from_millis(900);

/// How what waiting costs stands.
pub fn stands(server: &Server) -> Stands<Waited> {
    server.waits.stands(Duration::ZERO)
}

/// What a page needs before it looks at the notebook.
pub struct Bench {
    stands: Stands<Waited>,
    items: Arc<Vec<String>>,
}

/// How what waiting costs stands, and items of the plan to choose from. It waits so long for what is nearly done.
pub fn bench(server: &Server, wait: Duration) -> Bench {
    Bench { stands: server.waits.stands(wait), items: server.items.titles(server) }
}

/// What was played and is not kept yet.
pub fn found(server: &Server) -> Option<Arc<Waited>> {
    match stands(server) {
        Stands::Found(found) => Some(found),
        _ => None,
    }
}

/// The page.
pub async fn show(State(server): Shared, Path(peer): Path<String>, Query(did): Query<Did>) -> Response {
    work(server, move |server| {
        let bench = bench(server, NEARLY);
        let now = desk::clock::now();
        server.with_desk(now, |desk| match acts::known(desk, &peer) {
            Ok(_) => page_of(desk, (&peer, now.today), &did, &bench, None),
            Err(_) => Ok(page::missing()),
        })
    })
    .await
}

/// The page, with what was sent and refused, if anything was.
pub fn page_of(
    desk: &mut Desk,
    (peer, today): (&str, Day),
    did: &Did,
    bench: &Bench,
    sent: Option<&Sent>,
) -> Result<Response, Stop> {
    let peer = acts::known(desk, peer)?;
    let here = format!("/escalate/with/{}", peer.id());
    let notice = act::notice(desk, did, &here)?;
    let gate = desk.notes().gate(peer, today, &opened::screen());
    let title = format!("Before you escalate with {}", gate.name);
    let acts = Acts { here, sent };
    let inside = match closed(&desk.notes().peers, peer, &opened::screen()) {
        // A guarded peer closes these doors, and the page says why (rule B1).
        Some(closed) => html! {
            p class="notice" { (said(&closed.sentence)) }
            p { "If that is over, say so on the page of " (page::person(peer.id(), &gate.name)) "." }
        },
        None => inside(desk, peer, &gate, (&acts, today), bench)?,
    };
    let inside = html! {
        p { a href="/escalate" { "Escalate" } }
        h1 { "Before you escalate with " (page::person(peer.id(), &gate.name)) }
        (notice)
        @if let Some(sent) = sent { (sent.told()) }
        (inside)
    };
    let page = page::frame(Room::Escalate, &title, &inside);
    Ok(match sent {
        Some(sent) => sent.answered(page),
        None => page,
    })
}

fn inside(
    desk: &Desk,
    peer: Known,
    gate: &Gate,
    (acts, today): (&Acts<'_>, Day),
    bench: &Bench,
) -> Result<Markup, Stop> {
    let first = gate.conditions.iter().position(|one| !one.is_met);
    let rows = gate.conditions.iter().enumerate().map(|(at, one)| {
        let is_first = Some(at) == first;
        let step = step((at, is_first), (acts, today), peer, gate, bench)?;
        Ok(condition(one, is_first, &step))
    });
    let rows = rows.collect::<Result<Vec<_>, Stop>>()?;
    let open = opening(desk, gate, acts)?;
    let keys = exchange::keys(desk.notes(), peer, acts)?;
    let list = listed::listed(&desk.notes().escalations, today);
    let theirs: Vec<_> = list
        .iter()
        .filter(|one| {
            desk.notes().escalations.one(one.escalation).is_some_and(|one| one.opened.peer == peer.id())
        })
        .collect();
    Ok(html! {
        @if !theirs.is_empty() {
            p { "With them already: " @for (at, one) in theirs.iter().enumerate() {
                @if at > 0 { ", " }
                a href={ "/escalate/" (one.escalation) } { @if one.question.is_empty() { "a document" } @else { (said(&one.question)) } } " (" (one.life.word()) ")"
            } "." }
        }
        section aria-labelledby="conditions" {
            h2 id="conditions" { @if gate.is_open() { "All four conditions hold" } @else { "It is too early" } }
            ol class="conditions" { @for row in &rows { (row) } }
        }
        @if let Some(curve) = &gate.waiting { (drawn(curve)) }
        (open)
        section aria-labelledby="keys" { h2 id="keys" { "Keys" } (keys) }
    })
}

fn condition(one: &Condition, is_first: bool, step: &Markup) -> Markup {
    html! {
        li class=[is_first.then_some("wants")] {
            p class="sentence" { span class="sign" { @if one.is_met { "✓" } @else { "○" } } " " (said(&page::sentence(one.what))) span class="unseen" { @if one.is_met { " This holds." } @else { " This is missing." } } }
            p class="reason" { (said(&page::sentence(&one.evidence))) }
            div class="step" { (step) }
        }
    }
}

/// The smallest step that closes a condition; where it holds, what renews it.
fn step(
    (at, is_first): (usize, bool),
    (acts, today): (&Acts<'_>, Day),
    peer: Known,
    gate: &Gate,
    bench: &Bench,
) -> Result<Markup, Stop> {
    let condition = &gate.conditions[at];
    let usual = today.to_string();
    let when = |act: &'static str, word: &str| {
        let act = acts.of(act);
        act.form(&html! { div class="inline" { (act.day("on", "On", &usual)) button class=[is_first.then_some("act")] { (word) } } })
    };
    let is_talk = condition.step.as_ref().is_some_and(|step| step.starts_with("sideways talk"));
    match at {
        0 if is_talk => Ok(html! { a class="act" href={ "/peer/" (peer.id()) "/talk" } { "Record a talk" } }),
        _ if condition.is_met && at != 3 => Ok(html! {}),
        0 => when("confirmed", "They confirmed it"),
        1 => {
            let act = acts.of("looked");
            act.form(&html! {
                p class="quiet" { "The plan is looked through on " a href="/trade/hunt" { "Trade" } "." }
                (act.line("words", "What came of looking for a trade", "", true))
                div class="inline" { (act.day("on", "On", &usual)) button class=[is_first.then_some("act")] { "Note it" } }
            })
        }
        2 => when("stands", "We still disagree"),
        _ => waiting_step(acts, peer, is_first, bench),
    }
}

/// Playing what waiting costs, how far that is, and keeping it.
fn waiting_step(acts: &Acts<'_>, peer: Known, is_first: bool, bench: &Bench) -> Result<Markup, Stop> {
    let act = acts.of("cost");
    let played = match &bench.stands {
        Stands::Found(waited) if waited.peer == peer.id() => &waited.cost.item,
        _ => "",
    };
    let begin = act.form(&html! {
        (act.item("item", "What waits for the decision: an item of your plan, by its title or its id", played))
        (items::list(&bench.items))
        button class=[is_first.then_some("act")] { "Play the years" }
    })?;
    Ok(match &bench.stands {
        Stands::Going(far) => html! {
            (watched(&acts.here, &words(*far), Some(*far)))
            div class="acts" {
                a class="act" href=(acts.here) { "Look again" }
                form method="post" action={ (acts.here) "/stop" } { button { "Stop" } }
            }
        },
        Stands::Found(waited) if waited.peer == peer.id() => {
            let today = waited.cost.grid.first().map_or(Day(jiff::civil::Date::ZERO), |point| point.decided);
            let curve = waited.cost.curve(today, false, today);
            let keep = acts.of("keep-cost").button("Keep it for this gate", "")?;
            html! {
                p { (said(&page::sentence(&waited.cost.told()))) " It is not kept yet." }
                (drawn(&curve))
                (keep)
                (begin)
            }
        }
        Stands::Failed(Failed { fact, hint }) => html! {
            p class="notice" role="alert" { (page::why(fact, hint)) }
            (begin)
        },
        _ => begin,
    })
}

fn words(far: SoFar) -> String {
    match far.percent {
        Some(done) => format!(
            "The plan is played with the decision on every seventh day of a quarter: {done} % so far."
        ),
        None => "The plan is read.".to_owned(),
    }
}

/// What waiting costs, drawn, with the table behind it.
pub fn drawn(curve: &Curve) -> Markup {
    let both = [&waiting::WIDE, &waiting::NARROW].map(|frame| (frame, waiting::drawn(curve, frame)));
    html! {
        figure class="waiting" {
            figcaption {
                p class="sentence" { (said(&waiting::title(curve))) }
                p { (page::told(&curve.told)) }
                p class="quiet" { "Played on " (page::near(curve.computed)) " over " (curve.trials) " years, with the same luck for every day." @if curve.is_old { " That is over four weeks ago: it counts no more." } }
            }
            @for (frame, (inside, high)) in &both {
                svg class=(frame.class) viewBox=(format_args!("-8 0 {:.0} {high:.0}", frame.width + 16.0)) role="img" aria-labelledby={ "waiting-" (frame.class) } {
                    title id={ "waiting-" (frame.class) } { (said(&waiting::title(curve))) }
                    desc { (said(&waiting::description(curve))) }
                    (PreEscaped(inside))
                }
            }
            details {
                summary { "The same as a table" }
                div class="wide" tabindex="0" role="region" aria-label="What waiting costs, as a table" {
                    table {
                        thead { tr { th scope="col" { "Decided on" } th scope="col" { "Half of the years" } th scope="col" { "Eight of ten" } th scope="col" { "Mean" } } }
                        tbody { @for week in &curve.weeks { tr {
                            th scope="row" { (page::near(week.decided)) }
                            td { (week.days) }
                            td { @if let Some([low, high]) = week.band { (low) " to " (high) } @else { "not known" } }
                            td { (format!("{:.1} ± {:.1}", f64::from(week.mean) / 100.0, f64::from(week.error) / 100.0)) }
                        } } }
                    }
                }
                p class="quiet" { "Working days by which all promised dates together are missed more than with a decision on the first day, weighted." }
            }
        }
    }
}

/// The form that opens a document; regardless of what is missing only with a reason, which is kept (rule E1).
fn opening(desk: &Desk, gate: &Gate, acts: &Acts<'_>) -> Result<Markup, Stop> {
    let act = acts.of("open");
    let (is_open, me) = (gate.is_open(), my_name(desk).unwrap_or_default());
    let inside = html! {
        @if !is_open { (act.words("regardless", "Why now, though it is too early; for you alone", "", 2)) }
        (act.words("question", "The question", "", 3))
        div class="two even" {
            (act.line("whom", "Who is to decide", "", false))
            (act.day("by", "By when", ""))
            (act.line("me", "Your name in it", &me, true))
            (act.line("them", "Their name in it, if not as you know them", "", false))
        }
        button class=[is_open.then_some("act")] { @if is_open { "Begin the document" } @else { "Begin it regardless" } }
    };
    let form = if is_open { act.form(&inside)? } else { act.folded("Go on regardless", &inside)? };
    Ok(html! {
        section aria-labelledby="open" {
            h2 id="open" { "The document" }
            p class="quiet" { "Nothing of this page goes into it but what you write below. Each of you writes your own position there, and it goes up only as both marked it." }
            (form)
        }
    })
}

/// Begins to play what waiting costs.
pub async fn play(
    State(server): Shared,
    Path(peer): Path<String>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Response {
    work(server, move |server| {
        let typed = Typed(fields);
        let (mut desk, today) = act::look(server)?;
        let known = acts::known(&desk, &peer)?;
        // What fits nothing is said while it still stands in its field.
        let fitting = || -> Result<(String, Planned), Stop> {
            let item = typed.needed("item", "what waits for the decision is missing")?;
            let planned = Planned::remembered(server.notebook.as_deref(), false)?;
            find(&planned.network, &item)?;
            Ok((item, planned))
        };
        let (item, planned) = match fitting() {
            Ok(fitting) => fitting,
            Err(why) => {
                let sent = Sent { act: "cost".into(), typed, why };
                return page_of(
                    &mut desk,
                    (&peer, today),
                    &Did::default(),
                    &bench(server, Duration::ZERO),
                    Some(&sent),
                );
            }
        };
        let peer = known.id();
        server.waits.begin(move |far| {
            let first = planned.network.calendar.as_of();
            far.expects(u64::from(TRIALS.div_ceil(BLOCK)));
            let cost = cost(&planned.network, &planned.years(1), &item, first, TRIALS, &|| far.step());
            Ok(Waited { peer, cost: cost? })
        });
        Ok(to(&format!("/escalate/with/{peer}")))
    })
    .await
}

/// How far it is, for the script.
pub async fn progress(State(server): Shared) -> Response {
    stands(&server).progress(words)
}

/// Stops it.
pub async fn stop(State(server): Shared, Path(peer): Path<String>) -> Response {
    server.waits.stop();
    match peer.parse::<playbook::moment::Id>() {
        Ok(peer) => to(&format!("/escalate/with/{peer}")),
        Err(()) => page::missing(),
    }
}

fn to(path: &str) -> Response {
    (StatusCode::SEE_OTHER, [(LOCATION, path.to_owned())]).into_response()
}
