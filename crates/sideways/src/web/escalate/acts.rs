//! What the forms of this room ask for, made into the commands that the terminal makes.

use std::time::Duration;

use axum::{
    extract::{Form, Path, State, rejection::FormRejection},
    http::{StatusCode, header::LOCATION},
    response::{IntoResponse, Response},
};
use desk::{clock, marks, open::Desk};
use playbook::{
    escalate::{Author, Command, Field, Ground, Value, Way, Words},
    map::peers::Known,
    moment::{Day, Id},
    privacy::{Private, Shareable},
    side::Side,
};

use super::{gate, one, sent::Sent};
use crate::{
    days,
    escalate::{self, Beginning, refused, refused_in},
    stop::Stop,
    web::{
        act::{self, Did, Once},
        form::Typed,
        page,
        serve::{Server, Shared, work},
    },
};

/// Fields of a form, or that there were too many.
type Fields = Result<Form<Vec<(String, String)>>, FormRejection>;

/// Does what a form asks for, once, and says where to go then.
///
/// # Errors
/// If the playbook refuses, or it can't be written. Nothing was changed then.
pub fn done(
    server: &Server,
    once: &Once,
    wish: impl FnOnce(&Desk, Day) -> Result<Vec<Command>, Stop>,
) -> Result<Response, Stop> {
    let mut desk = act::to_act(server)?;
    let now = desk.under(once.request()?, "", clock::now())?;
    let done = escalate::once(&mut desk, now, |desk| wish(desk, now.today))?;
    let entry = done.last().map_or(0, |done| done.entry);
    // A document that was opened is where one goes on.
    match done.iter().flat_map(|done| &done.events).find_map(escalate::document) {
        Some(id) => {
            let to = format!("/escalate/{id}?done={entry}");
            Ok((StatusCode::SEE_OTHER, [(LOCATION, to)]).into_response())
        }
        None => Ok(once.done(entry)),
    }
}

fn typed(fields: Fields) -> Result<Typed, Stop> {
    let too_long = |_| Stop::form("this is longer than any part of a document");
    fields.map(|Form(fields)| Typed(fields)).map_err(too_long)
}

/// What is noted before a document is opened, and its opening.
pub async fn before(
    State(server): Shared,
    Path((peer, act)): Path<(String, String)>,
    fields: Fields,
) -> Response {
    work(server, move |server| {
        let typed = typed(fields)?;
        let waited = gate::found(server);
        let wish = |desk: &Desk, today: Day| {
            let peer = known(desk, &peer)?;
            match act.as_str() {
                "open" => open(desk, peer, &typed, today),
                "key" | "compared" | "own-key" => key(desk, peer, &act, &typed),
                _ => ground(peer, &act, &typed, waited.as_deref(), today),
            }
        };
        match done(server, &Once::of(&typed), wish) {
            Ok(response) => {
                if act == "keep-cost" {
                    server.waits.clear();
                }
                Ok(response)
            }
            Err(why) => {
                let (mut desk, today) = act::look(server)?;
                let sent = Sent { act, typed, why };
                let bench = gate::bench(server, Duration::ZERO);
                gate::page_of(&mut desk, (&peer, today), &Did::default(), &bench, Some(&sent))
            }
        }
    })
    .await
}

/// The peer of a page.
///
/// # Errors
/// If there is none.
pub fn known(desk: &Desk, peer: &str) -> Result<Known, Stop> {
    let known = peer.parse::<Id>().ok().and_then(|id| desk.notes().peers.known(id));
    known.ok_or_else(|| Stop::form("the notebook knows no such peer"))
}

fn ground(
    peer: Known,
    act: &str,
    typed: &Typed,
    waited: Option<&super::Waited>,
    today: Day,
) -> Result<Vec<Command>, Stop> {
    let on = typed.back("on", today)?;
    let ground = match act {
        "confirmed" => Ground::Confirmed,
        "looked" => Ground::Looked(Private::new(typed.needed("words", "what came of it is missing")?)),
        "stands" => Ground::Stands,
        "keep-cost" => {
            let waited = waited.filter(|waited| waited.peer == peer.id());
            let gone = || Stop::Refused("it is not at hand any more: play it again".into(), String::new());
            Ground::Waiting(waited.ok_or_else(gone)?.cost.clone())
        }
        _ => return Err(nothing()),
    };
    Ok(vec![Command::Ground { peer, ground, on }])
}

fn nothing() -> Stop {
    Stop::form("there is no such act")
}

fn open(desk: &Desk, peer: Known, typed: &Typed, today: Day) -> Result<Vec<Command>, Stop> {
    let given = |name| typed.given(name).map(str::to_owned);
    let by = typed.ahead("by", today)?;
    if let Some(by) = by.filter(|by| *by < today) {
        return Err(Stop::form(format!("nobody decides by {by}, which has passed")));
    }
    let beginning = Beginning {
        question: typed.needed("question", "the question is missing")?,
        whom: given("whom"),
        by,
        me: given("me"),
        them: given("them"),
        regardless: typed.private("regardless"),
    };
    escalate::open(desk, peer, beginning)
}

fn key(desk: &Desk, peer: Known, act: &str, typed: &Typed) -> Result<Vec<Command>, Stop> {
    let (_, made) = escalate::hand(desk)?;
    let wish = match act {
        "own-key" => None,
        "compared" => Some(Command::Compare { peer }),
        _ => {
            let line = typed.needed("line", "the line of their key is missing")?;
            let card = marks::of_line(&line.split_whitespace().collect::<String>());
            let wrong = || Stop::form("this is no key, or a part of it is missing");
            Some(Command::KeepKey { peer, card: card.ok_or_else(wrong)? })
        }
    };
    Ok(made.into_iter().chain(wish).collect())
}

/// What is done with a document.
pub async fn during(
    State(server): Shared,
    Path((id, act)): Path<(String, String)>,
    fields: Fields,
) -> Response {
    work(server, move |server| {
        let typed = typed(fields)?;
        let id: Id = id.parse().map_err(|()| Stop::form("there is no such document"))?;
        let wish = |desk: &Desk, today: Day| wished(desk, id, &act, &typed, today);
        match done(server, &Once::of(&typed), wish) {
            Ok(response) => Ok(response),
            Err(why) => {
                let (mut desk, today) = act::look(server)?;
                if desk.notes().escalations.one(id).is_none() {
                    return Ok(page::stopped(&why));
                }
                let sent = Sent { act, typed, why };
                one::page_of(&mut desk, id, today, &Did::default(), Some(&sent))
            }
        }
    })
    .await
}

fn wished(desk: &Desk, id: Id, act: &str, typed: &Typed, today: Day) -> Result<Vec<Command>, Stop> {
    let on = |name: &str| typed.back(name, today);
    let private = |name: &str, missing: &str| typed.needed(name, missing).map(Private::new);
    Ok(vec![match act {
        "send" => return escalate::sends(desk, id, way(typed)?, today),
        "up" => return escalate::takes_up(desk, id, today),
        "invite" => {
            let answer_by = typed.given("answer-by").map(|words| days::ahead(words, today)).transpose()?;
            Command::Invite { escalation: id, on: on("on")?, answer_by }
        }
        "decided" => {
            let what = Shareable::new(typed.needed("words", "what was decided is missing")?);
            let lost = match typed.words("lost") {
                "me" => Some(Side::Me),
                "them" => Some(Side::Them),
                _ => None,
            };
            Command::Decide { escalation: id, what, lost, on: on("on")? }
        }
        "after" => Command::Follow {
            escalation: id,
            next: private("words", "what follows is missing")?,
            on: on("on")?,
        },
        "close" => Command::Close { escalation: id, because: private("because", "the reason says nothing")? },
        _ => return writes(desk, id, act, typed, today),
    }])
}

fn way(typed: &Typed) -> Result<Way, Stop> {
    match typed.words("way") {
        "sealed" => Ok(Way::Sealed),
        "plain" => Ok(Way::Plain),
        _ => Err(nothing()),
    }
}

/// What is written into the document, signed.
fn writes(desk: &Desk, id: Id, act: &str, typed: &Typed, today: Day) -> Result<Vec<Command>, Stop> {
    escalate::writes(desk, id, today, |one, hand| {
        let (me, joint) = (one.me(), one.joint());
        let them: Author = me.other();
        let (field, value) = match act {
            "write" => {
                let field = escalate::part(typed.words("part"), one)?;
                (field, written(field, typed, today)?)
            }
            "settle" => {
                let field = escalate::part(typed.words("part"), one)?;
                (field, escalate::chosen(one, field, typed.words("take") == "mine")?)
            }
            "fair" => (Field::Fair(me), joint.fair(me, today).map_err(refused_in(one))?),
            "mark" => {
                if typed.words("read").is_empty() {
                    return Err(Stop::Usage(
                        "a text is marked by whoever read it whole".into(),
                        "tick it once you did".into(),
                    ));
                }
                (Field::Mark(me), joint.mark(me, typed.words("seen"), today, hand).map_err(refused_in(one))?)
            }
            "withdraw" => (Field::Mark(me), Value::Nothing),
            "their-fair" => {
                let fair = joint.fair(them, typed.back("on", today)?).map_err(refused_in(one))?;
                return Ok(vec![(Field::Fair(them), joint.record(fair, them))]);
            }
            "their-mark" => {
                let words = Words::of(typed.words("words")).map_err(refused)?;
                let on = typed.back("on", today)?;
                let mark = joint.agreed(them, typed.words("seen"), on, words).map_err(refused_in(one))?;
                return Ok(vec![(Field::Mark(them), joint.record(mark, them))]);
            }
            _ => return Err(nothing()),
        };
        escalate::placed(one, field, value, hand)
    })
}

/// Words of a part; a restatement that is taken out says nothing any more.
fn written(field: Field, typed: &Typed, today: Day) -> Result<Value, Stop> {
    let words = typed.words("words");
    match field {
        Field::Restated(_) if !typed.words("none").is_empty() => Ok(Value::Nothing),
        Field::By if !words.is_empty() => escalate::said(field, &days::ahead(words, today)?.to_string()),
        _ => escalate::said(field, words),
    }
}
