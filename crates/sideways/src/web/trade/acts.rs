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
    privacy::{Private, Shareable},
    side::Side,
    trade::{
        asks::{self, Answer, Ask},
        goods::{self, Kind},
        loans,
    },
};
use sources::dates::working_days;

use super::sent::{Fields, Sent, field, given, once};
use crate::{
    cli::goods::Facts,
    days,
    stop::Stop,
    web::{
        act, page,
        serve::{Shared, work},
    },
};

/// Everything that a form of this room can ask for.
pub const ALL: [&str; 15] = [
    "note",
    "agree",
    "give",
    "return",
    "drop",
    "credit",
    "thank",
    "extend",
    "ask",
    "ack",
    "decide-by",
    "answer",
    "answered",
    "instead",
    "withdrawn",
];

/// Does what a form asks for; what is refused is shown again on the page of the room, as it was typed.
pub async fn done(act: &'static str, State(server): Shared, Form(fields): Form<Fields>) -> Response {
    work(server, move |server| {
        let wish = |notes: &Notebook, today: Day| wished(act, &fields, notes, today);
        match act::act_all(server, &once(&fields), wish) {
            Ok(response) => {
                // No figure of a proposal is kept once something was agreed (rule T2).
                if act == "agree" {
                    server.works.clear();
                }
                Ok(response)
            }
            Err(why) => {
                let (mut desk, today) = act::look(server)?;
                super::whole(&mut desk, today, &act::Did::default(), Some(&Sent { act, fields, why }))
            }
        }
    })
    .await
}

fn wished(act: &str, fields: &Fields, notes: &Notebook, today: Day) -> Result<Vec<Command>, Stop> {
    let on = given(fields, "on").map_or(Ok(today), |words| days::back(&words, today));
    let goods = |command| Ok(vec![Command::Goods(command)]);
    match act {
        "note" => return note(fields, notes, today),
        "ask" => return asked(fields, notes, today),
        "agree" => {
            let back = fields.iter().filter(|(name, _)| name == "for").map(|(_, value)| number(value));
            let back = back.collect::<Result<_, _>>()?;
            return goods(goods::Command::Agree { goods: vec![id(fields)?], back, on: on? });
        }
        "give" => {
            let write_up = given(fields, "write_up").map(Private::new);
            return goods(goods::Command::Give { good: id(fields)?, on: on?, write_up });
        }
        "drop" => {
            let because = Private::new(said(fields, "because", "a reason is missing")?);
            return goods(goods::Command::Drop { good: id(fields)?, because, on: on? });
        }
        "credit" => {
            let at = Private::new(said(fields, "at", "where it was named is missing")?);
            return goods(goods::Command::Name { good: id(fields)?, at, on: on? });
        }
        "thank" => return goods(goods::Command::Thank { good: id(fields)?, on: on? }),
        _ => {}
    }
    let command = match act {
        "return" => Command::Loans(loans::Command::Return { loan: id(fields)?, on: on? }),
        "extend" => {
            let until = days::ahead(&said(fields, "until", "the new end is missing")?, today)?;
            let agreed = given(fields, "agreed").map(Private::new);
            Command::Loans(loans::Command::Extend { loan: id(fields)?, until, agreed })
        }
        _ => Command::Asks(of_ask(act, fields, on?, today)?),
    };
    Ok(vec![command])
}

fn of_ask(act: &str, fields: &Fields, on: Day, today: Day) -> Result<asks::Command, Stop> {
    let ask = id(fields)?;
    let instead = given(fields, "instead").map(Shareable::new);
    Ok(match act {
        "ack" => asks::Command::Acknowledge { ask, on },
        "withdrawn" => asks::Command::Withdraw { ask, on },
        "decide-by" => {
            let decide_by = days::ahead(&said(fields, "day", "the day is missing")?, today)?;
            let told_on = given(fields, "told").map(|words| days::back(&words, today)).transpose()?;
            asks::Command::DecideBy { ask, decide_by, told_on }
        }
        "instead" => {
            let alternative = instead.ok_or_else(|| missing("what you can do instead is missing"))?;
            asks::Command::Offer { ask, alternative }
        }
        _ => {
            let answer = match field(fields, "answer") {
                "yes" => Answer::Yes,
                "no" => Answer::No,
                _ => return Err(missing("yes or no is missing")),
            };
            asks::Command::Answer { ask, answer, on, remark: given(fields, "remark").map(Private::new) }
        }
    })
}

fn missing(fact: &str) -> Stop {
    Stop::Usage(fact.to_owned(), String::new())
}

fn said(fields: &Fields, name: &str, fact: &str) -> Result<String, Stop> {
    given(fields, name).ok_or_else(|| missing(fact))
}

fn number(words: &str) -> Result<Id, Stop> {
    words.parse().map_err(|()| missing("that is no number of an entry"))
}

fn id(fields: &Fields) -> Result<Id, Stop> {
    number(field(fields, "id"))
}

fn peer(fields: &Fields, notes: &Notebook) -> Result<Known, Stop> {
    let known = field(fields, "peer").parse::<Id>().ok().and_then(|id| notes.peers.known(id));
    known.ok_or_else(|| missing("with whom is missing"))
}

fn note(fields: &Fields, notes: &Notebook, today: Day) -> Result<Vec<Command>, Stop> {
    let peer = peer(fields, notes)?;
    let giver = if field(fields, "giver") == "offer" { Side::Me } else { Side::Them };
    let kind = Kind::ALL.into_iter().find(|kind| kind.word() == field(fields, "good"));
    let kind = kind.ok_or_else(|| missing("which good it is is missing"))?;
    let what = said(fields, "what", "what it is about is missing")?;
    let fact = |name| given(fields, name);
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

fn asked(fields: &Fields, notes: &Notebook, today: Day) -> Result<Vec<Command>, Stop> {
    let peer = peer(fields, notes)?;
    let what = Shareable::new(said(fields, "what", "what was asked is missing")?);
    let on = given(fields, "on").map_or(Ok(today), |words| days::back(&words, today))?;
    let ahead = |name| given(fields, name).map(|words| days::ahead(&words, today)).transpose();
    let lead = given(fields, "lead").map(|words| working_days(&words)).transpose();
    let lead = lead.map_err(|no| Stop::Usage(no.fact, no.hint))?;
    let notes = given(fields, "notes").map(Private::new);
    let ask = Ask { id: Id::of(0), peer: peer.id(), what, on, needed_by: ahead("needed")?, lead, notes };
    let command = match field(fields, "way") {
        "of" => asks::Command::Make { peer, ask: Ask { lead: None, ..ask } },
        _ => asks::Command::Hear { peer, ask, decide_by: ahead("decide_by")? },
    };
    Ok(vec![Command::Asks(command)])
}

/// A form that asks for one thing about one entry.
///
/// # Errors
/// If the system gives no random bytes.
pub fn form(act: &str, id: &str, back: &str, inside: &Markup) -> Result<Markup, Stop> {
    let once = page::once(back)?;
    Ok(html! {
        form method="post" action={ "/trade/" (act) } {
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
pub fn button(act: &str, id: &str, back: &str, word: &str, about: &str) -> Result<Markup, Stop> {
    let inside = html! { button class="act" { (word) span class="unseen" { ": " (page::said(about)) } } };
    form(act, id, back, &inside)
}

/// The act of a line of the week that is about a good, a loan or an ask: done here where one press does it, else on the page of
/// this room.
///
/// # Errors
/// If the system gives no random bytes.
pub fn of_line(name: &str, notes: &Notebook, today: Day) -> Result<Option<Markup>, Stop> {
    let Some((room, id)) = name.split_once(':') else { return Ok(None) };
    let is_unheard = |due: &asks::Due| due.ask.to_string() == id && due.stage == asks::Stage::Acknowledge;
    let there = |word: &str| html! { a class="act" href={ "/trade#e" (id) } { (word) } };
    Ok(Some(match room {
        "ask" if asks::due(&notes.asks, &notes.peers, today).iter().any(is_unheard) => {
            button("ack", id, "/", "I told them", "that I heard it")?
        }
        "ask" => there("Answer it"),
        "loan" => {
            html! { (button("return", id, "/", "It came back", "the loan")?) a href={ "/trade#e" (id) } { "Extend it" } }
        }
        "good" => there("Do it on Trade"),
        _ => return Ok(None),
    }))
}
