//! What the plan holds: the hunt, begun by a button, with its progress, and its proposals. Nothing of it is kept.

use std::time::Duration;

use axum::{
    extract::{Form, Query, State},
    http::{StatusCode, header::LOCATION},
    response::{IntoResponse, Response},
};
use maud::{Markup, html};
use plan::{batch::BLOCK, hunt::GoingFirst};
use playbook::{
    moment::{Day, Id},
    notebook::Notebook,
    trade::hunt::{Hunt, Proposal, Wanted},
};

use super::{head, proposal};
use crate::{
    hunted::{self, guarded, hunted, noted},
    planned::Planned,
    stop::Stop,
    web::{
        act::{self, Did},
        form::Typed,
        long::{Failed, SoFar, Stands, watched},
        page::{self, Room, said},
        serve::{Server, Shared, look, work},
    },
    words::{doing, thousands},
};

/// Where the page is.
const HERE: &str = "/trade/hunt";

/// For how long a page waits for what is nearly done.
pub const NEARLY: Duration = Duration::from_millis(900);

/// Years to choose in.
const TRIALS: u32 = 1000;

/// What was found, and who was guarded then.
pub struct Hunted {
    /// Gifts and trades.
    pub hunt: Hunt,
    guarded: Vec<String>,
    remark: Option<String>,
    changed: Option<jiff::civil::Date>,
    instead: Vec<(Id, String)>,
}

impl Hunted {
    /// The cheapest that the plan holds instead of what was asked, in words for the no (rule T8).
    pub fn instead_of(&self, ask: Id) -> Option<&str> {
        self.instead.iter().find(|(known, _)| *known == ask).map(|(_, words)| words.as_str())
    }
}

/// The page.
pub async fn show(State(server): Shared, Query(did): Query<Did>) -> Response {
    let waiting = std::sync::Arc::clone(&server);
    let stands = tokio::task::spawn_blocking(move || waiting.works.hunt.stands(NEARLY)).await;
    let Ok(stands) = stands else { return page::broken() };
    let shared = std::sync::Arc::clone(&server);
    look(server, move |desk, today| {
        shared.works.tidy(desk)?;
        let is_lost = shared.works.hunted_of.was_lost();
        let stands = if is_lost { Stands::Nothing } else { stands };
        let notice = act::notice(desk, &did, HERE)?;
        let inside = html! { (head(HERE)) (notice) @if is_lost { (lost()) } @else { (whole(&stands, desk.notes(), today)?) } };
        Ok(page::frame(Room::Trade, "What the plan holds", &inside))
    })
    .await
}

/// What was found is gone, and why.
fn lost() -> Markup {
    html! {
        p { "Since the last hunt the plan was read again or corrected, or something was agreed. What it found is gone." }
        (begin_form("Hunt again"))
    }
}

fn whole(stands: &Stands<Hunted>, notes: &Notebook, today: Day) -> Result<Markup, Stop> {
    Ok(match stands {
        Stands::Nothing => html! {
            p class="calm" { "The hunt looks through your plan for work that one team could do sooner at little cost, while another team's date waits for it. It proposes gifts first, then trades, and nothing of it is kept." }
            (begin_form("Hunt"))
        },
        Stands::Going(far) => going(HERE, *far),
        Stands::Stopped => {
            html! { p { "The hunt was stopped, and nothing is kept of it." } (begin_form("Hunt again")) }
        }
        Stands::Failed(failed) => html! { (self::failed(failed)) (begin_form("Hunt again")) },
        // Whoever was guarded since then is proposed nothing (rule B1).
        Stands::Found(found) if found.guarded != guarded(notes) => html! {
            p { "Somebody was marked guarded, or is no longer, since this hunt. What it found is not shown any more." }
            (begin_form("Hunt again"))
        },
        Stands::Found(found) => html! { (proposals(found, notes, today)?) (begin_form("Hunt again")) },
    })
}

/// Work that goes on: how far it is, and a way to stop it.
pub fn going(here: &str, far: SoFar) -> Markup {
    html! {
        (watched(here, &words(far), Some(far)))
        div class="acts" {
            a class="act" href=(here) { "Look again" }
            form method="post" action={ (here) "/stop" } { button { "Stop" } }
        }
        p class="quiet" { "It goes on while you look at other pages." }
    }
}

/// How far it is, in words.
pub fn words(far: SoFar) -> String {
    match (far.doing, far.percent) {
        (Some(step), Some(percent)) => page::sentence(&format!("{}: {percent} %", doing(step))),
        _ => {
            format!(
                "Playing years of the plan: {} so far.",
                thousands((far.steps * u64::from(BLOCK)) as usize)
            )
        }
    }
}

/// How far the hunt is.
pub async fn progress(State(server): Shared) -> Response {
    server.works.hunt.stands(Duration::ZERO).progress(words)
}

/// Why nothing was found.
pub fn failed(failed: &Failed) -> Markup {
    html! {
        div class="notice" role="alert" {
            p { (said(&page::sentence(&failed.fact))) @if !failed.hint.is_empty() { " " (page::typed(&failed.hint)) } }
        }
    }
}

fn begin_form(word: &str) -> Markup {
    let GoingFirst { longer, less } = GoingFirst::default();
    let number = |name: &str, label: &str, most: u32, usual: Option<u32>| {
        html! { label { (label) input type="number" name=(name) min="0" max=(most) value=[usual] inputmode="numeric"; } }
    };
    html! {
        form class="begin" method="post" action=(HERE) {
            details { summary { "How it looks" }
                div class="two even" {
                    label { "Leaders in a trade, at most" input type="number" name="sides" min="2" max="6" value="3" inputmode="numeric"; }
                    (number("spare", "Working days you can spare for a gift; 5 % of your quarter, if empty", 9999, None))
                    (number("longer", "How much longer the first adopter takes, in percent, as you judge it", 400, Some(longer)))
                    (number("less", "How much less those after it take, in percent", 99, Some(less)))
                }
            }
            button class="act" { (word) }
        }
    }
}

fn proposals(found: &Hunted, notes: &Notebook, today: Day) -> Result<Markup, Stop> {
    let hunt = &found.hunt;
    let list = |proposals: &[Proposal], before: usize| -> Result<Vec<Markup>, Stop> {
        let told = proposals.iter().enumerate();
        told.map(|(at, one)| proposal::drawn(before + at + 1, one, notes, today)).collect()
    };
    let (gifts, trades) = (list(&hunt.gifts, 0)?, list(&hunt.trades, hunt.gifts.len())?);
    let parts = [
        ("Gifts", "Cheap for you, a great help to them, nothing asked back.", gifts),
        ("Trades", "Each side gains.", trades),
    ];
    let noted = noted(notes, today);
    Ok(html! {
        @if let Some(remark) = &found.remark { p class="quiet" { (said(remark)) } }
        @for (name, about, proposals) in &parts {
            section {
                h2 { (name) }
                p class="quiet" { (about) }
                @if proposals.is_empty() { p { "None that would hold." } }
                @for one in proposals { (one) }
            }
        }
        @if !noted.is_empty() {
            section {
                h2 { "Noted by hand, for you to judge" }
                ul { @for one in &noted { li { a href={ "/trade#e" (one.id) } { (said(&page::sentence(&one.sentence))) } } } }
            }
        }
        @if !hunt.missing.is_empty() {
            section { h2 { "What is missing" } ul { @for one in &hunt.missing { li { (said(&page::sentence(one))) } } } }
        }
        p class="quiet" {
            "As of " (page::day(Day(hunt.as_of))) @if let Some(changed) = found.changed { ", from files last changed on " (page::day(Day(changed))) } ". Chosen in " (hunt.trials) " simulated years, and held in " (2 * hunt.trials) " others, at half and at double the spread, and without guessed links. "
            "Days are working days by which dates are missed; ranges are two standard errors wide to each side. Spread: " (said(&hunt.spread)) ". Nothing of this is kept; it is gone when the notebook locks, or once you agree on something."
        }
    })
}

fn to_here() -> Response {
    (StatusCode::SEE_OTHER, [(LOCATION, HERE)]).into_response()
}

/// Begins the hunt.
pub async fn begin(State(server): Shared, Form(fields): Form<Vec<(String, String)>>) -> Response {
    work(server, move |server| {
        start(server, &Typed(fields))?;
        Ok(to_here())
    })
    .await
}

fn start(server: &Server, typed: &Typed) -> Result<(), Stop> {
    let number = |name: &str, least: u32, most: u32| -> Result<Option<u32>, Stop> {
        let Some(words) = typed.given(name) else { return Ok(None) };
        let number = words.parse().ok().filter(|number| (least..=most).contains(number));
        let wrong = || Stop::form(format!("“{words}” is no number from {least} to {most}"));
        number.map(Some).ok_or_else(wrong)
    };
    let usual = GoingFirst::default();
    let (desk, _) = act::look(server)?;
    let guarded = guarded(desk.notes());
    let asked = desk.notes().asks.open().filter(|open| open.is_of_me);
    let asked: Vec<(Id, String)> = asked.map(|open| (open.ask.id, open.ask.what.get().clone())).collect();
    let wanted = Wanted {
        trials: TRIALS,
        seed: 1,
        sides: number("sides", 2, 6)?.unwrap_or(3) as usize,
        spare: number("spare", 0, 9999)?.map(f64::from),
        going_first: GoingFirst {
            longer: number("longer", 0, 400)?.unwrap_or(usual.longer),
            less: number("less", 0, 99)?.unwrap_or(usual.less),
        },
        guarded,
    };
    let notebook = server.notebook.clone();
    server.works.hunted_of.begin(&desk);
    server.works.hunt.begin(move |far| {
        let planned = Planned::remembered(notebook.as_deref(), true)?;
        let hunt = hunted(&planned, &wanted, far)?;
        let mut instead = Vec::new();
        for (ask, what) in &asked {
            let go_on = &|| far.goes_on();
            instead.extend(hunted::instead(&planned, (what, TRIALS), go_on)?.map(|words| (*ask, words)));
        }
        Ok(Hunted {
            hunt,
            guarded: wanted.guarded,
            remark: planned.remark,
            changed: planned.changed,
            instead,
        })
    });
    Ok(())
}

/// Stops it.
pub async fn stop(State(server): Shared) -> Response {
    server.works.hunt.stop();
    to_here()
}
