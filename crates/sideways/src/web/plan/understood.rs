//! What was understood of a plan, and what has to be asked before there is a map; nothing is kept by then.

use maud::{Markup, html};
use playbook::map::{Leader, questions::percent, strangers::Stranger};
use sources::problem::Told;

use super::job::{Ready, WhoseIs};
use crate::{
    drawn::told::verdict,
    stop::Stop,
    understood::came_and_went,
    web::page::{self, said},
    words::{counted, listed},
};

/// Problems that are shown before the others are unfolded.
const FEW: usize = 5;

/// Who am I, and which are my teams?
///
/// # Errors
/// If the system gives no random bytes.
pub fn asked(whose: &WhoseIs) -> Result<Markup, Stop> {
    let given = whose.task.leader.as_ref();
    let me = given.and_then(|leader| leader.name.as_deref()).unwrap_or_default();
    let is_mine = |team: &String| given.is_some_and(|leader| leader.teams.contains(team));
    let others: Vec<&String> = given.map_or_else(Vec::new, |leader| {
        leader.teams.iter().filter(|team| whose.teams.iter().all(|(known, _)| known != *team)).collect()
    });
    Ok(html! {
        h1 { "Whose plan is it?" }
        p { "Read: " (said(&whose.read)) "." }
        @for stranger in &whose.strangers { (meant(stranger, given, &whose.unread)) }
        form class="fields sheet" method="post" action="/plan/whose" {
            label {
                "You, as the plan or the directory calls you"
                input name="me" value=(me) list="people" autocomplete="off" autofocus maxlength="200";
                datalist id="people" { @for person in &whose.people { option value=(said(person)) {} } }
            }
            @if !whose.teams.is_empty() {
                fieldset {
                    legend { "Your teams, besides those the directory says you lead" }
                    div class="columns" {
                        @for (team, items) in &whose.teams {
                            label class="tick" {
                                input type="checkbox" name="team" value=(team) checked[is_mine(team)];
                                " " (said(team)) " " span class="age" { (counted(*items, "open item", "open items")) }
                            }
                        }
                    }
                }
            }
            label {
                "Another team, as the plan calls it"
                input name="team" value=(others.iter().map(|team| team.as_str()).collect::<Vec<_>>().join("; ")) autocomplete="off" maxlength="400";
            }
            button class="act" { "Read it as mine" }
        }
        (problems(&whose.problems, None))
        (left())
    })
}

/// A name that nobody bears, and the one that was perhaps meant, taken with one click; behind it the files that were not read.
fn meant(stranger: &Stranger, given: Option<&Leader>, unread: &str) -> Markup {
    let right = |name: &String| match &stranger.meant {
        Some(meant) if *name == stranger.name => meant.clone(),
        _ => name.clone(),
    };
    let me = given.and_then(|leader| leader.name.as_ref());
    let me = me.map(|me| if stranger.is_team { me.clone() } else { right(me) });
    let teams: Vec<String> = given.map_or_else(Vec::new, |leader| {
        leader.teams.iter().map(|team| if stranger.is_team { right(team) } else { team.clone() }).collect()
    });
    html! {
        div class="notice" role="alert" {
            p { (said(&page::sentence(&format!("{}{unread}", stranger.fact())))) }
            @if let Some(meant) = &stranger.meant {
                form method="post" action="/plan/whose" {
                    @if let Some(me) = &me { input type="hidden" name="me" value=(me); }
                    @for team in &teams { input type="hidden" name="team" value=(team); }
                    button { "Yes, " (said(meant)) }
                }
            }
        }
    }
}

/// Everything that was understood.
///
/// # Errors
/// If the system gives no random bytes.
pub fn ready(plan: &Ready) -> Result<Markup, Stop> {
    let once = page::once("/map")?;
    let map = &plan.drawn.map;
    Ok(html! {
        h1 { "What I understood" }
        p class="calm" { (said(&verdict(map))) }
        @if let Some(remark) = &plan.drawn.remark { p { (page::told(remark)) } }
        @if let Some(changed) = &plan.changed { p { (said(&came_and_went(changed))) } }
        div class="acts" {
            form method="post" action="/plan/keep" { (once) button class="act" autofocus { "Keep plan and map" } }
            form method="post" action="/plan/leave" { button { "Leave it" } }
            @if plan.changed.is_some() {
                form method="post" action="/tell/plan" { input type="hidden" name="of" value="dropped"; button { "On whom it lands" } }
            }
        }
        div class="beside" {
            section {
                h2 { "The names" }
                @if map.peers.is_empty() { p class="quiet" { "Nobody is named." } }
                ol class="names" {
                    @for peer in &map.peers {
                        li {
                            span class="person" { (said(&peer.person)) } " " span class="quiet" { (percent(peer.dependence)) " of the need · " (said(&listed(&peer.teams, "and"))) }
                            @if let Some(line) = peer.crossings.first() {
                                p class="reason" { (line.kind.word()) ": " (said(&line.item)) " · " (said(&line.place.file)) ":" (line.place.line) }
                            }
                        }
                    }
                }
                @if !map.questions.is_empty() {
                    h2 { "What I would ask" }
                    ul { @for asked in &map.questions { li { (said(&asked.question)) } } }
                    p class="quiet" { "Each can be answered on the page of the map, once it is kept." }
                }
            }
            (held(plan))
        }
        (problems(&plan.drawn.problems, None))
    })
}

/// What was read, and as whose.
fn held(plan: &Ready) -> Markup {
    let (held, map) = (&plan.understood, &plan.drawn.map);
    let me = plan.located.me.as_deref().unwrap_or("You");
    let from: Vec<String> = match plan.located.dropped.as_slice() {
        [] => plan.located.paths.iter().map(|path| path.display().to_string()).collect(),
        names => names.to_vec(),
    };
    html! {
        aside {
            h2 { "Read" }
            dl class="figures" {
                dt { "From" } dd { (said(&listed(&from, "and"))) }
                dt { "Items" } dd { (held.items) }
                dt { "Teams" } dd { (held.teams) }
                dt { "People" } dd { (held.people) }
                dt { "Looking ahead from" } dd { (page::day(playbook::moment::Day(map.as_of))) }
                dt { "You" } dd { (said(me)) }
                dt { "Your teams" } dd { @if plan.teams.is_empty() { "none" } @else { (said(&listed(&plan.teams, "and"))) } }
                dt { "Yours and open" } dd { (counted(held.yours, "piece of work", "pieces of work")) }
                dt { "Needs others in" } dd { (counted(held.crossings, "place", "places")) }
                dt { "Promised" } dd { (page::told(&dates(plan))) }
            }
            details class="fold" { summary { "That is not me" }
                form class="fields" method="post" action="/plan/whose" {
                    label { "You" input name="me" value=(plan.located.me.as_deref().unwrap_or_default()) maxlength="200" autocomplete="off"; }
                    label { "Your teams, with a semicolon between" input name="team" value=(plan.located.team.join("; ")) maxlength="400" autocomplete="off"; }
                    button { "Read it so" }
                }
            }
        }
    }
}

fn dates(plan: &Ready) -> String {
    let dated =
        plan.drawn.map.deliverables.iter().filter(|one| one.promised.is_some() && !one.promise_is_derived);
    let days: Vec<_> = dated.filter_map(|one| one.promised).collect();
    match (days.iter().min(), days.iter().max()) {
        (Some(first), Some(last)) if first == last => first.to_string(),
        (Some(first), Some(last)) => format!("{first} to {last}"),
        _ => "no day of yours".to_owned(),
    }
}

/// What was not read as it stands, each with its place; the others on a page of their own, where there is one.
pub fn problems(all: &[Told], others: Option<&str>) -> Markup {
    let (few, more) = all.split_at(all.len().min(FEW));
    html! {
        @if !all.is_empty() {
            section class="problems" {
                h2 { "Not read as it stands" }
                ul { @for one in few { (problem(one)) } }
                @match others {
                    _ if more.is_empty() => {},
                    Some(path) => p { a href=(path) { (more.len()) " more" } },
                    None => details { summary { (more.len()) " more" } ul { @for one in more { (problem(one)) } } },
                }
            }
        }
    }
}

/// A problem, with its place.
pub fn problem(one: &Told) -> Markup {
    html! {
        li {
            (said(&page::sentence(&one.fact)))
            @if one.count > 1 { " " (one.count) " times." }
            @if let Some(hint) = &one.hint { " " span class="quiet" { (said(hint)) } }
            @if !one.file.is_empty() {
                " " span class="place" { (said(&one.file)) @if one.line > 0 { ":" (one.line) } }
            }
            @if !one.quote.is_empty() { blockquote { (said(&one.quote)) } }
        }
    }
}

fn left() -> Markup {
    html! { form method="post" action="/plan/leave" { button class="quiet" { "Leave this plan" } } }
}
