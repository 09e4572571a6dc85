//! What the forms of trade ask for, made into the commands that the terminal makes.

use axum::{
    extract::{Form, State},
    response::Response,
};
use maud::{Markup, html};
use playbook::{
    map::peers::Known,
    moment::{Day, Id},
    notebook::{Command, Notebook},
    privacy::Private,
    side::Side,
    trade::{
        goods::{self, Kind},
        nudge,
    },
};

use crate::{
    goods::Facts,
    opened,
    stop::Stop,
    web::{
        act::{self, Once},
        form::{Sent, Typed},
        page,
        serve::{Shared, work},
    },
};

/// Everything that a form of this room can ask for. Asks and loans are noted as on the page of their peer.
pub const ALL: [&str; 6] = ["note", "agree", "give", "drop", "credit", "thank"];

/// Does what a form asks for; what is refused is shown again on the page of the room, as it was typed.
pub async fn done(
    act: &'static str,
    State(server): Shared,
    Form(fields): Form<Vec<(String, String)>>,
) -> Response {
    work(server, move |server| {
        let typed = Typed(fields);
        let wish = |notes: &Notebook, today: Day| wished(act, &typed, notes, today);
        match act::act_all(server, &Once::of(&typed), wish) {
            Ok(response) => {
                // No figure of a proposal is kept once something was agreed (rule T2).
                if act == "agree" {
                    server.works.clear();
                }
                Ok(response)
            }
            Err(why) => {
                let (mut desk, today) = act::look(server)?;
                let (did, sent) = (act::Did::default(), Sent { act, typed, why });
                server.works.tidy(&mut desk)?;
                let found = super::found(server);
                super::whole(&mut desk, today, (&did, Some(&sent)), found.as_deref())
            }
        }
    })
    .await
}

fn wished(act: &str, typed: &Typed, notes: &Notebook, today: Day) -> Result<Vec<Command>, Stop> {
    if act == "note" {
        return note(typed, notes, today);
    }
    let (good, on) = (number(typed.words("id"))?, typed.back("on", today)?);
    let command = match act {
        "agree" => {
            let numbers = |name| typed.all(name).map(number).collect::<Result<Vec<_>, _>>();
            let goods = [vec![good], numbers("with")?].concat();
            goods::Command::Agree { goods, back: numbers("for")?, on }
        }
        "give" => goods::Command::Give { good, on, write_up: typed.private("write_up") },
        "credit" => {
            let at = Private::new(typed.needed("at", "where it was named is missing")?);
            goods::Command::Name { good, at, on }
        }
        "thank" => goods::Command::Thank { good, on },
        _ => {
            let because = Private::new(typed.needed("because", "a reason is missing")?);
            goods::Command::Drop { good, because, on }
        }
    };
    Ok(vec![Command::Goods(command)])
}

fn number(words: &str) -> Result<Id, Stop> {
    words.parse().map_err(|()| Stop::form("that is no number of an entry"))
}

fn peer(typed: &Typed, notes: &Notebook) -> Result<Known, Stop> {
    typed.peer("peer", notes).ok_or_else(|| Stop::form("with whom is missing"))
}

fn note(typed: &Typed, notes: &Notebook, today: Day) -> Result<Vec<Command>, Stop> {
    let peer = peer(typed, notes)?;
    let giver = if typed.words("giver") == "offer" { Side::Me } else { Side::Them };
    let kind = Kind::ALL.into_iter().find(|kind| kind.word() == typed.words("good"));
    let kind = kind.ok_or_else(|| Stop::form("which good it is is missing"))?;
    let what = typed.needed("what", "what it is about is missing")?;
    let fact = |name| typed.given(name).map(str::to_owned);
    let facts = Facts {
        by: fact("by"),
        dates: fact("dates"),
        from: fact("from"),
        until: fact("until"),
        write_up: fact("write_up"),
        review: fact("review"),
        reader: fact("reader"),
        free: fact("free"),
        wait: fact("wait").is_some(),
        cost: fact("cost"),
        value: fact("value"),
    };
    facts.commands((peer, giver), (kind, what), Id::of(notes.last + 1), today)
}

/// A form that asks for one thing about one entry; `action` is where it is sent.
///
/// # Errors
/// If the system gives no random bytes.
pub fn form(action: &str, id: &str, back: &str, inside: &Markup) -> Result<Markup, Stop> {
    let once = page::once(back)?;
    Ok(html! {
        form method="post" action=(action) {
            (once)
            input type="hidden" name="id" value=(id);
            (inside)
        }
    })
}

/// A button alone. `about` tells it apart for whoever hears the page.
///
/// # Errors
/// If the system gives no random bytes.
pub fn button(action: &str, id: &str, back: &str, (word, about): (&str, &str)) -> Result<Markup, Stop> {
    let inside = html! { button class="act" { (word) span class="unseen" { ": " (page::said(about)) } } };
    form(action, id, back, &inside)
}

/// Where what is between the leader and a peer is noted: an ask, a loan.
pub fn of_peer(peer: Id, what: &str) -> String {
    format!("/peer/{peer}/note/{what}")
}

/// The one thing that a peer gave and nobody thanked or named them for, said as a single thing on their own page (rule T9).
///
/// # Errors
/// If the system gives no random bytes.
pub fn not_thanked(notes: &Notebook, peer: Known, today: Day) -> Result<Markup, Stop> {
    let nudge = nudge::not_thanked(&notes.goods, &notes.peers, peer, today, &opened::screen());
    let got = nudge.and_then(|nudge| {
        let id = notes.goods.received().find(|got| got.id.entry == nudge.entry)?.id;
        Some((nudge.words, id.to_string()))
    });
    let Some((words, id)) = got else { return Ok(html! {}) };
    let back = format!("/peer/{}", peer.id());
    let thank = button("/trade/thank", &id, &back, ("I thanked them", &words))?;
    let name = html! {
        label { "Where it was named, and who reads it" input name="at" required autocomplete="off"; }
        button { "It was named" }
    };
    let name = form("/trade/credit", &id, &back, &name)?;
    Ok(html! {
        div class="notice" {
            p { (page::said(&page::sentence(&words))) }
            (thank)
            details class="because" { summary { "Name it" } (name) }
        }
    })
}
