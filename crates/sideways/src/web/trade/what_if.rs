//! What if: the plan with something changed, what that does to every team's dates, and the dates drawn before and after.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::{
    extract::{Form, State},
    http::{StatusCode, header::LOCATION},
    response::{IntoResponse, Response},
};
use desk::open::Desk;
use jiff::civil::Date;
use maud::{Markup, html};
use plan::{batch::BLOCK, calendar::DAY, hunt::GoingFirst};
use playbook::{
    moment::Day,
    trade::{
        named_moves::{Wish, resolve},
        whatif::{Moving, WhatIf},
    },
};

use super::{
    basis::Basis,
    head,
    hunt::{NEARLY, failed, going, words},
    moves::{self, Moved},
};
use crate::{
    planned::Planned,
    stop::Stop,
    web::{
        act,
        form::{Typed, again},
        long::{Long, Stands},
        page::{self, Room, said},
        serve::{Server, Shared, look, work},
    },
    what_if::{self, lent, pulled},
};

/// Where the page is.
const HERE: &str = "/trade/what-if";

/// Years that are played.
const TRIALS: u32 = 2000;

/// Changes that are made together, at most.
const MOST: usize = 12;

/// The changes of the plan that are being tried, and what they do.
#[derive(Default)]
pub struct Bench {
    wishes: Mutex<Vec<Wish>>,
    long: Long<Tried>,
    tried_of: Basis,
}

/// What changes do.
pub struct Tried {
    said: WhatIf,
    remark: Option<String>,
}

impl Bench {
    /// Lets go of everything.
    pub fn clear(&self) {
        self.long.clear();
        self.tried_of.clear();
        self.wishes().clear();
    }

    /// Whether anything is worked out, or was.
    pub fn is_any(&self) -> bool {
        !matches!(self.long.stands(std::time::Duration::ZERO), Stands::Nothing)
    }

    /// Lets go of what no longer follows from the plan; the changes stay.
    ///
    /// # Errors
    /// If the journal can't be read.
    pub fn tidy(&self, desk: &mut Desk) -> Result<(), Stop> {
        if !self.tried_of.holds(desk)? {
            self.long.clear();
        }
        Ok(())
    }

    fn wishes(&self) -> MutexGuard<'_, Vec<Wish>> {
        self.wishes.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Plays the plan with all changes that are made.
    ///
    /// # Errors
    /// If the notebook can't be read.
    fn play(&self, server: &Server) -> Result<(), Stop> {
        let (wishes, notebook) = (self.wishes().clone(), server.notebook.clone());
        if wishes.is_empty() {
            self.long.clear();
            return Ok(());
        }
        self.tried_of.begin(&act::look(server)?.0);
        self.long.begin(move |far| {
            // Once for the means, once for the days.
            far.expects(2 * u64::from(TRIALS.div_ceil(BLOCK)));
            let go_on = &|| far.step();
            let planned = Planned::remembered(notebook.as_deref(), false)?;
            let (years, spread) = (planned.years(1), planned.learnt.spread());
            let said =
                playbook::trade::whatif::what_if(&planned.network, &years, spread, &wishes, TRIALS, go_on);
            Ok(Tried { said: said?, remark: planned.remark })
        });
        Ok(())
    }
}

/// The page.
pub async fn show(State(server): Shared) -> Response {
    let shared = Arc::clone(&server);
    look(server, move |desk, _| {
        shared.works.tidy(desk)?;
        Ok(whole(&shared, None))
    })
    .await
}

fn whole(server: &Server, refused: Option<(&Typed, &Stop)>) -> Response {
    let bench = &server.works.what_if;
    let (stands, wishes) = (bench.long.stands(NEARLY), bench.wishes().clone());
    let inside = html! {
        (head(HERE))
        @if let Some((_, why)) = refused { p class="notice" role="alert" { "Not made: " (page::why_not(why)) } }
        @if wishes.is_empty() {
            p class="calm" { "Change something in the plan, and see whose dates it moves. Both plans are played with the same luck, so that what differs is your change; nothing of it is kept." }
        } @else {
            section {
                h2 { "Changed" }
                ul class="changes" { @for (at, wish) in wishes.iter().enumerate() { (changed(at, wish)) } }
            }
        }
        @match &stands {
            Stands::Nothing if bench.tried_of.was_lost() => p { "The plan was read again or corrected since, or something was agreed: the next change plays it anew." },
            Stands::Nothing => {},
            Stands::Going(far) => (going(HERE, *far)),
            Stands::Stopped => p { "It was stopped. The next change plays it again." },
            Stands::Failed(no) => (failed(no)),
            Stands::Found(tried) => (result(tried)),
        }
        (forms(refused))
    };
    page::frame(Room::Trade, "What if", &inside)
}

fn changed(at: usize, wish: &Wish) -> Markup {
    html! {
        li class="done-in-place" {
            p { (said(&told(wish))) }
            form method="post" action="/trade/what-if/take-out" {
                input type="hidden" name="at" value=(at);
                button { "Take out" span class="unseen" { ": " (said(&told(wish))) } }
            }
        }
    }
}

fn told(wish: &Wish) -> String {
    match wish {
        Wish::Pull(item, by) if *by / DAY < 20_000 => format!("{item}, {} working days earlier", by / DAY),
        Wish::Delay(item, by) => format!("{item}, {} working days longer", by / DAY),
        Wish::Pull(item, _) => format!("{item}, at the front of its queue"),
        Wish::Lend { giver, taker, lanes, from, to } => {
            format!("{giver} works for {taker}, {lanes} at a time, {from} to {to}")
        }
        Wish::First(team, item, judged) => format!(
            "{team} goes first with {item}, {} % longer, and {} % less for those after it, as you judge it",
            judged.longer, judged.less
        ),
        Wish::Drop(item) => format!("{item} is left out"),
        Wish::Decide(item, day) => format!("{item} waits for a decision on {day}"),
    }
}

fn result(tried: &Tried) -> Markup {
    let Tried { said: what, remark } = tried;
    let (seen, unseen): (Vec<_>, Vec<_>) = what.teams.iter().partition(|team| team.is_seen);
    let names = |names: Vec<&str>| said(&names.join(", "));
    html! {
        @if let Some(remark) = remark { p class="quiet" { (said(remark)) } }
        section { ul { @for one in &what.changes { li { (said(&page::sentence(one))) } } } }
        section {
            h2 { "Whose dates that moves" }
            @if seen.is_empty() {
                p { (what_if::NO_DIFFERENCE) }
            } @else {
                table class="effects" {
                    thead { tr { th scope="col" { "Team" } th scope="col" { "Working days" } th scope="col" { "±" } } }
                    tbody { @for team in &seen { tr {
                        th scope="row" { (said(&team.team)) }
                        td { (format!("{:.1}", team.later.abs())) @if team.later > 0.0 { " later" } @else { " earlier" } }
                        td { (what_if::error(team.error)) }
                    } } }
                }
            }
            @if !seen.is_empty() && !unseen.is_empty() { p { "No difference seen: " (names(unseen.iter().map(|team| team.team.as_str()).collect())) "." } }
            @if !what.without_dates.is_empty() { p class="quiet" { "Nothing promised for a day, so nothing can be said: " (names(what.without_dates.iter().map(String::as_str).collect())) "." } }
        }
        @if !what.dates.is_empty() {
            section { h2 { "When they fall" } (moves::drawn(&what.dates.iter().map(moved).collect::<Vec<_>>())) }
        }
        p class="quiet" {
            "As of " (what.as_of) ", " (what.trials) " simulated years with the same luck on both sides; days are working days by which dates are missed, weighted, in the mean, ± a standard error; a change within two of them counts as none. Spread: " (said(&what.spread)) "."
        }
    }
}

fn moved(date: &Moving) -> Moved<'_> {
    Moved {
        title: &date.title,
        whose: &date.team,
        promised: Day(date.promised),
        before: date.before,
        after: date.after,
    }
}

/// A form for each kind of change.
fn forms(refused: Option<(&Typed, &Stop)>) -> Markup {
    let typed = refused.map(|(typed, _)| typed);
    let of = |kind: &str| typed.filter(|typed| typed.words("kind") == kind);
    let form = |kind: &str, head: &str, inside: Markup| {
        html! {
            details class="note" name="change" open[of(kind).is_some()] {
                summary { (head) }
                form method="post" action=(HERE) {
                    input type="hidden" name="kind" value=(kind);
                    @if let Some((_, why)) = refused.filter(|_| of(kind).is_some()) {
                        p class="wrong" tabindex="-1" autofocus { (page::why_not(why)) }
                    }
                    (inside)
                    button class="act" { "Try it" }
                }
            }
        }
    };
    let text = |kind: &str, name: &str, label: &str, required: bool| {
        html! { label { (label) input name=(name) value=(again(of(kind), name, "")) required[required] autocomplete="off"; } }
    };
    let day = |kind: &str, name: &str, label: &str, required: bool| {
        html! { label { (label) input type="date" name=(name) value=(again(of(kind), name, "")) required[required]; } }
    };
    let number = |kind: &str, name: &str, label: &str, least: u32, usual: u32| {
        let usual = usual.to_string();
        html! { label { (label) input type="number" min=(least) max="400" name=(name) value=(again(of(kind), name, &usual)) required inputmode="numeric"; } }
    };
    let GoingFirst { longer, less } = GoingFirst::default();
    let item = "Which item: its title, or words of it that no other has";
    html! {
        section aria-labelledby="change" {
            h2 id="change" { "Change something" }
            (form("pull", "An item earlier", html! { div class="two" { (text("pull", "item", item, true)) (text("pull", "by", "By how much: 3d, 2w; to the front, if empty", false)) } }))
            (form("lend", "A team works for another", html! {
                div class="two even" { (text("lend", "giver", "Which team lends", true)) (text("lend", "taker", "To which", true)) }
                (number("lend", "lanes", "How many things at a time", 1, 1))
                div class="two even" { (day("lend", "from", "First day; today, if empty", false)) (day("lend", "to", "Last day", true)) }
            }))
            (form("first", "A team goes first", html! {
                div class="two even" { (text("first", "team", "Which team", true)) (text("first", "item", "With what others adopt, too", true)) }
                div class="two even" { (number("first", "longer", "How much longer it takes, in percent, as you judge it", 0, longer)) (number("first", "less", "How much less those after it take, in percent", 0, less)) }
            }))
            (form("drop", "An item is left out", text("drop", "item", item, true)))
            (form("decide", "An item waits for a decision", html! { div class="two" { (text("decide", "item", item, true)) (day("decide", "day", "Until", true)) } }))
        }
    }
}

/// Makes one more change, and plays it.
pub async fn add(State(server): Shared, Form(fields): Form<Vec<(String, String)>>) -> Response {
    work(server, move |server| {
        let (bench, typed) = (&server.works.what_if, Typed(fields));
        let is_full = bench.wishes().len() >= MOST;
        let wish = match is_full {
            true => Err(Stop::Usage(
                format!("{MOST} changes are made together at most; take one out"),
                String::new(),
            )),
            false => read(&typed).and_then(|wish| fitting(server, wish)),
        };
        match wish {
            Ok(wish) => {
                bench.wishes().push(wish);
                bench.play(server)?;
                Ok(to_here())
            }
            Err(why) => {
                Ok((StatusCode::UNPROCESSABLE_ENTITY, whole(server, Some((&typed, &why)))).into_response())
            }
        }
    })
    .await
}

/// A change that the plan can bear beside the others: what fits nothing is said before it is taken in.
fn fitting(server: &Server, wish: Wish) -> Result<Wish, Stop> {
    let planned = Planned::remembered(server.notebook.as_deref(), false)?;
    let first = planned.network.calendar.as_of();
    let days = match &wish {
        Wish::Lend { from, to, .. } if to < from => {
            return Err(Stop::form(format!("{to} comes before the first day, {from}")));
        }
        Wish::Lend { to, .. } => Some(*to),
        Wish::Decide(_, day) => Some(*day),
        _ => None,
    };
    if let Some(day) = days.filter(|day| *day < first) {
        return Err(Stop::form(format!("{day} is past: the plan is played from {first} on")));
    }
    let mut all = server.works.what_if.wishes().clone();
    all.push(wish.clone());
    resolve(&planned.network, &planned.years(1), &all)?;
    Ok(wish)
}

fn read(typed: &Typed) -> Result<Wish, Stop> {
    let day = |name: &str| -> Result<Date, Stop> {
        what_if::day(&typed.needed(name, "the day is missing")?, "the day")
    };
    let percent = |name: &str, most: u32| -> Result<u32, Stop> {
        let number = typed.words(name).parse().ok().filter(|number| *number <= most);
        number.ok_or_else(|| {
            Stop::form(format!("“{}” is no number of percent up to {most}", typed.words(name)))
        })
    };
    let item = || typed.needed("item", "which item is missing");
    match typed.words("kind") {
        "pull" => pulled(&item()?, typed.given("by")),
        "lend" => {
            let (giver, taker) = (
                typed.needed("giver", "which team lends is missing")?,
                typed.needed("taker", "to which team is missing")?,
            );
            lent((&giver, &taker), typed.words("lanes"), (typed.words("from"), typed.words("to")), &|fact| {
                Stop::form(fact)
            })
        }
        "first" => {
            let judged = GoingFirst { longer: percent("longer", 400)?, less: percent("less", 99)? };
            Ok(Wish::First(typed.needed("team", "which team is missing")?, item()?, judged))
        }
        "drop" => Ok(Wish::Drop(item()?)),
        "decide" => Ok(Wish::Decide(item()?, day("day")?)),
        _ => Err(Stop::form("what is to be changed is missing")),
    }
}

fn to_here() -> Response {
    (StatusCode::SEE_OTHER, [(LOCATION, HERE)]).into_response()
}

/// Takes a change out, and plays the rest.
pub async fn take_out(State(server): Shared, Form(fields): Form<Vec<(String, String)>>) -> Response {
    work(server, move |server| {
        let (bench, typed) = (&server.works.what_if, Typed(fields));
        let at = typed.words("at").parse().ok();
        let gone = at.filter(|at| *at < bench.wishes().len()).map(|at: usize| bench.wishes().remove(at));
        if gone.is_some() {
            bench.play(server)?;
        }
        Ok(to_here())
    })
    .await
}

/// How far it is.
pub async fn progress(State(server): Shared) -> Response {
    server.works.what_if.long.stands(std::time::Duration::ZERO).progress(words)
}

/// Stops the play.
pub async fn stop(State(server): Shared) -> Response {
    server.works.what_if.long.stop();
    to_here()
}
