//! Meetings ahead with the peers who will be absent, and the cards of one: what can be said for each (rules D1 to D3).

use axum::{
    extract::{Query, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use desk::open::Desk;
use maud::{Markup, html};
use playbook::{
    calendar::{Absent, Ahead},
    defend::card::{About, Card, Cards, Fact, Forum, Thing},
    moment::{Day, Id},
    notebook::Notebook,
};

use super::{
    acts::{contribution, speaking},
    choices, head, remark, works,
};
use crate::{
    absent,
    days::ago,
    stop::Stop,
    web::{
        act::{self, Did},
        form::Typed,
        page::{self, Room, in_address, person, said},
        serve::{Shared, look, work},
    },
};

/// A meeting, as an address names it.
#[derive(Default)]
struct Asked {
    called: String,
    on: Option<Day>,
    absent: Vec<Id>,
    about: Vec<String>,
}

impl Asked {
    fn of(typed: &Typed) -> Self {
        let about = typed.words("about").split(';').map(str::trim);
        Self {
            called: typed.words("called").to_owned(),
            on: typed.words("on").parse().ok().map(Day),
            absent: typed.all("absent").filter_map(|id| id.parse().ok()).collect(),
            about: about.filter(|words| !words.is_empty()).map(str::to_owned).collect(),
        }
    }

    fn of_forum(forum: &Forum) -> Self {
        Self {
            called: forum.name.clone(),
            on: forum.day,
            absent: forum.absent.iter().map(|peer| peer.id()).collect(),
            about: forum.about.clone(),
        }
    }

    /// Where its cards are.
    fn address(&self) -> String {
        let mut address = format!("/defend/forum?called={}", in_address(&self.called));
        self.on.iter().for_each(|day| address.push_str(&format!("&on={day}")));
        self.absent.iter().for_each(|id| address.push_str(&format!("&absent={id}")));
        if !self.about.is_empty() {
            address.push_str(&format!("&about={}", in_address(&self.about.join("; "))));
        }
        address
    }

    /// The meeting with whoever is named, else as the calendar has it.
    fn forum(&self, desk: &Desk) -> Result<Forum, Stop> {
        if self.called.is_empty() {
            return Err(Stop::form("what the meeting is called is missing"));
        }
        if self.absent.is_empty() {
            let wrong = |stop: Stop| Stop::form(stop.fact().to_owned());
            return absent::from_the_calendar(&self.called, self.about.clone(), desk).map_err(wrong);
        }
        let peers = &desk.notes().peers;
        let absent = self.absent.iter().map(|id| peers.known(*id)).collect::<Option<Vec<_>>>();
        let absent = absent.ok_or_else(|| Stop::form("somebody who was named is in the notebook no more"))?;
        Ok(Forum { name: self.called.clone(), day: self.on, absent, about: self.about.clone() })
    }
}

/// Meetings of the next four weeks from which a peer will be absent, and a form for any other.
pub fn ahead(desk: &Desk, today: Day) -> Result<Markup, Stop> {
    let notes = desk.notes();
    let read = notes.calendars.of(None, &notes.peers);
    // Where the calendar can't be opened, the rest of the page is shown.
    let (all, unread) = match absent::ahead(desk) {
        Ok(all) => (all, None),
        Err(stop) => (Vec::new(), Some(stop)),
    };
    let (of_peers, others): (Vec<&Ahead>, Vec<&Ahead>) = all.iter().partition(|one| one.is_of_peers);
    let by_hand = form(notes, today, &Asked::default());
    Ok(html! {
        section aria-labelledby="ahead" {
            h2 id="ahead" { "Meetings ahead from which a peer will be absent" }
            @match (&unread, read) {
                (Some(stop), _) => (remark(&format!("meetings are left out: {}", stop.fact()))),
                (None, None) => p class="quiet" { "No calendar of yours was read, so that no meeting is known. " (page::typed("sideways calendar read work.ics")) " reads one that you saved; or name the meeting yourself." },
                (None, Some(read)) => p class="quiet" {
                    "As your calendar had it on " (page::near(read.saved)) "."
                    @if read.is_old(today) { " That is more than a week ago, and things may have moved: save it anew, and " (page::typed("sideways calendar read")) "." }
                    @if all.is_empty() { " Nobody whom you know will be absent from a meeting of the next four weeks." }
                },
            }
            (meetings(&of_peers))
            @if !others.is_empty() {
                details class="fold" open[of_peers.is_empty()] {
                    summary { "Meetings to which no peer was asked" }
                    (meetings(&others))
                }
            }
            details class="fold" open[all.is_empty()] { summary { "Another meeting" } (by_hand) }
        }
    })
}

fn meetings(all: &[&Ahead]) -> Markup {
    html! { @if !all.is_empty() { ol class="lines meetings" { @for one in all { (meeting(one)) } } } }
}

fn meeting(one: &Ahead) -> Markup {
    let asked = Asked {
        called: one.title.clone(),
        on: Some(one.on),
        absent: one.absent.iter().map(|absent| absent.id).collect(),
        about: Vec::new(),
    };
    let zone = desk::clock::zoned().time_zone().clone();
    let at = one.from.to_zoned(zone).strftime("%H:%M").to_string();
    let title = said(&one.title);
    html! {
        li {
            p class="sentence" { @if title.trim().is_empty() { "A meeting without a name" } @else { (title) } }
            p class="reason" {
                (page::near(one.on)) ", " (at)
                @for (nth, day) in one.later.iter().enumerate() { @if nth == 0 { "; again on " } @else { ", " } (page::near(*day)) } "."
            }
            (who("Will be absent: ", one, true))
            (who("Not asked: ", one, false))
            div class="acts" { a class="act" href=(asked.address()) { "What can be said" span class="unseen" { ", " (title) " on " (one.on) } } }
        }
    }
}

fn who(head: &str, one: &Ahead, was_asked: bool) -> Markup {
    let all: Vec<&Absent> = one.absent.iter().filter(|absent| absent.was_asked == was_asked).collect();
    html! {
        @if !all.is_empty() {
            p { (head) @for (nth, absent) in all.iter().enumerate() { @if nth > 0 { ", " } (person(absent.id, &absent.peer)) } "." }
        }
    }
}

/// A form that names a meeting, who is absent, and what it is about. It only looks, and so it is asked for and not sent.
fn form(notes: &Notebook, today: Day, asked: &Asked) -> Markup {
    let is_chosen = |id: &str| asked.absent.iter().any(|absent| absent.to_string() == id);
    html! {
        form class="fields" method="get" action="/defend/forum" {
            label { "What it is called" input name="called" value=(asked.called) required maxlength="200" autocomplete="off"; }
            label { "On, if you like" input type="date" name="on" value=[asked.on]; }
            fieldset class="row" {
                legend { "Who will be absent" }
                @for (id, name) in choices(&notes.peers, today) {
                    label class="tick" { input type="checkbox" name="absent" value=(id) checked[is_chosen(&id)]; " " (said(&name)) }
                }
                span class="age" { "Nobody ticked: as your calendar says." }
            }
            label { "What it is about: items of the plan, or words"
                input name="about" value=(asked.about.join("; ")) maxlength="500" autocomplete="off" list="works";
                span class="age" { "Several with a semicolon between. Nothing: whatever you need of them." }
            }
            datalist id="works" { @for one in works(notes) { option value=(said(&one)) {} } }
            button class="act" { "What can be said" }
        }
    }
}

/// The cards of a meeting.
pub async fn show(State(server): Shared, Query(fields): Query<Vec<(String, String)>>) -> Response {
    let typed = Typed(fields);
    let did = Did::of(typed.given("done").map(str::to_owned));
    let asked = Asked::of(&typed);
    if asked.about.is_empty() {
        return look(server, move |desk, today| answered(desk, today, &asked, &did)).await;
    }
    // Words of what it is about are looked for in the plan, which may take a while.
    work(server, move |server| {
        let (mut desk, today) = act::look(server)?;
        answered(&mut desk, today, &asked, &did)
    })
    .await
}

fn answered(desk: &mut Desk, today: Day, asked: &Asked, did: &Did) -> Result<Response, Stop> {
    match asked.forum(desk) {
        Ok(forum) => whole(desk, today, &forum, did),
        Err(why) => Ok(again(desk.notes(), today, asked, &why)),
    }
}

/// What was asked for and is not known, with the form as it was filled.
fn again(notes: &Notebook, today: Day, asked: &Asked, why: &Stop) -> Response {
    let inside = html! {
        (head(""))
        (remark(why.fact()))
        div class="sheet" { (form(notes, today, asked)) }
        p { a href="/defend" { "Leave it" } }
    };
    (StatusCode::UNPROCESSABLE_ENTITY, page::frame(Room::Defend, "Who is absent", &inside)).into_response()
}

fn whole(desk: &mut Desk, today: Day, forum: &Forum, did: &Did) -> Result<Response, Stop> {
    let asked = Asked::of_forum(forum);
    let back = asked.address();
    let notice = act::notice(desk, did, &back)?;
    let (cards, unread) = absent::cards(forum, desk)?;
    let notes = desk.notes();
    let drawn = cards.cards.iter().map(|one| card(one, notes, today, (&cards, &back)));
    let drawn = drawn.collect::<Result<Vec<_>, _>>()?;
    let inside = html! {
        (head(""))
        (notice)
        @if let Some(unread) = unread { (remark(&unread)) }
        h2 class="forum" { (said(&cards.forum)) @if let Some(day) = cards.day { span class="quiet" { " " (page::day(day)) } } }
        p class="calm first" { (cards.first) }
        @if drawn.is_empty() { p { "None of your peers is absent there, as far as your calendar says." } }
        div class="cards" { @for one in &drawn { (one) } }
        details class="fold" { summary { "Who is absent, and what it is about" } (form(notes, today, &asked)) }
    };
    Ok(page::frame(Room::Defend, &cards.forum, &inside))
}

fn card(card: &Card, notes: &Notebook, today: Day, (cards, back): (&Cards, &str)) -> Result<Markup, Stop> {
    let speak = speaking(card.id, &cards.forum, back).folded("You spoke for them")?;
    let unknown = card.unknown.iter().map(|about| unknown(*about, card, notes, today, back));
    let unknown = unknown.collect::<Result<Vec<_>, _>>()?;
    Ok(html! {
        article class="card" {
            h3 { (person(card.id, &card.peer)) @if !card.teams.is_empty() { span class="quiet" { " " (said(&card.teams.join(", "))) } } }
            @if let Some(by) = &card.successor { p { "Has left; " (said(by)) " follows." } }
            @if card.is_guarded { p class="quiet" { "Guarded: facts are fair to them as to anybody." } }
            (table(&card.on_the_table))
            @if !card.facts.is_empty() {
                h4 { "What you can say" }
                ul class="facts-of" { @for one in &card.facts { (fact(one)) } }
            }
            @if let Some(care) = card.care { p class="quiet" { (care) } }
            @if !card.stale.is_empty() {
                h4 { "Too old to be said" }
                ul class="facts-of old" { @for one in &card.stale { (fact(one)) } }
            }
            @for one in &unknown { (one) }
            (speak)
        }
    })
}

/// Things on the table that are shown at once.
const FEW: usize = 3;

fn table(all: &[Thing]) -> Markup {
    let (first, rest) = all.split_at(all.len().min(FEW));
    html! {
        @if all.is_empty() { p class="quiet" { "Nothing of theirs that you know of is on the table." } }
        @else {
            h4 { "On the table" }
            ul class="table" { @for one in first { (thing(one)) } }
            @if !rest.is_empty() {
                details { summary { "And the rest" } ul class="table" { @for one in rest { (thing(one)) } } }
            }
        }
    }
}

fn thing(one: &Thing) -> Markup {
    html! { li { (said(&one.what)) ": " (page::told(&one.why)) " " span class="place" { (said(&one.place)) } } }
}

fn fact(fact: &Fact) -> Markup {
    let is_said = fact.source.ends_with(&fact.on.to_string());
    html! {
        li {
            span class="heard" { (said(&fact.words)) } " "
            span class="age" { (page::told(&fact.source)) @if !is_said { "; of " (page::near(fact.on)) } ", " (ago(fact.days)) }
        }
    }
}

/// What is not known, and where it is learnt or noted.
fn unknown(about: About, card: &Card, notes: &Notebook, today: Day, back: &str) -> Result<Markup, Stop> {
    Ok(match about {
        About::Constraint => html! {
            p class="quiet" { "What limits them is not known as of today: " a href={ "/peer/" (card.id) "/talk" } { "ask in a talk" } "." }
        },
        About::Contribution => {
            let form =
                contribution(notes, today, Some(card.id), back).folded("Note what their team contributed")?;
            html! { p class="quiet" { "No contribution of theirs is noted that can be said." } (form) }
        }
    })
}
