//! The one act of a line: done in place as the command that the line names does it, or where its room is.

use axum::{
    extract::{Form, State},
    response::Response,
};
use maud::{Markup, html};
use playbook::{
    bounds, defend,
    moment::{Day, Id},
    notebook::{Command, Notebook},
    privacy::Private,
    trade::{asks, goods, loans},
    week::{Consequence, Line},
};

use super::again;
use crate::{
    corrected,
    stop::Stop,
    web::{
        act::{self, Once},
        form::{Field, Typed},
        page::{self, said, typed},
        serve::{Shared, work},
    },
};

/// What a line's command is on a page.
enum Way {
    /// A button that does it.
    Button(&'static str),
    /// A field for words, and a button.
    Field(&'static str, &'static str),
    /// A page that does it.
    Page(String, &'static str),
    /// A page of the peer.
    Talk,
    /// The terminal alone.
    Typed,
}

/// The words of a command behind the program's name.
fn words(command: &str) -> Vec<String> {
    let mut words = shlex::split(command).unwrap_or_default();
    if words.first().is_some_and(|first| first == "sideways") {
        words.remove(0);
    }
    words
}

/// The way of a command; `line` is the one that names it, where that is known.
fn way(command: &str, line: Option<&Line>) -> Way {
    let words = words(command);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["kindness", "done", _] => Way::Button("Done"),
        ["ask", "ack", _] => Way::Button("They know I heard it"),
        ["loan", "returned", _] | ["return", _] => Way::Button("It is back"),
        ["team", "decided", _] => Way::Button("It is decided"),
        ["team", "show"] => Way::Field("Minutes with your own team today", "Note them"),
        ["crossing", "given", _, _] => Way::Button("They said yes"),
        ["give", _] => Way::Button("It is done"),
        ["give", _, "--write-up", _] => Way::Field("Where the write-up lies", "It is done"),
        ["credit", _, _] => Way::Field("Where you named it, and who reads it", "It is named"),
        ["answer", ask, ..] | ["ask", "decide-by", ask, ..] => Way::Page(format!("/answer/{ask}"), "Answer"),
        ["told", .., "--about", about] => Way::Page(format!("/tell#e{about}"), "To the calls"),
        ["repaired", _, "--about", about, _] => Way::Page(format!("/tell#e{about}"), "Mend it"),
        ["tell", "done", about] => Way::Page(format!("/tell#e{about}"), "To the last step"),
        ["map" | "read", ..] => Way::Page("/map".to_owned(), "To the map"),
        ["escalate", _, document, ..] if document.parse::<Id>().is_ok() => {
            Way::Page(format!("/escalate/{document}"), "To the document")
        }
        ["agree", _] => Way::Page("/trade".to_owned(), "To the trade"),
        ["initiative", ..] => Way::Page(initiative(line.map_or("", |line| &line.name)), "To the initiative"),
        ["defend", "--", forum] | ["defend", forum] => Way::Page(meeting(forum), "What can be said"),
        _ => match line.map(|line| &line.consequence) {
            Some(
                Consequence::Yes | Consequence::Channel | Consequence::Stranger | Consequence::Attention,
            ) => Way::Talk,
            _ => Way::Typed,
        },
    }
}

/// Where an initiative stands, by the name of its line.
fn initiative(line: &str) -> String {
    let id = line.strip_prefix("initiative:").unwrap_or_default();
    format!("/ratify#e{id}")
}

/// Where the cards of a meeting are.
fn meeting(forum: &str) -> String {
    format!("/defend/forum?called={}", page::in_address(forum))
}

/// The act of a line, with the start of its form.
pub fn shown(line: &Line, peer: Option<Id>, once: &page::Once) -> Markup {
    let hidden = || html! { (once.next()) input type="hidden" name="command" value=(line.command); };
    match (way(&line.command, Some(line)), peer) {
        (Way::Button(name), peer) => html! {
            form method="post" action="/week/do" {
                (hidden())
                button class="act" { (name) span class="unseen" { ": " (said(&line.sentence)) } }
            }
            @if let (Consequence::Yes, Some(peer)) = (line.consequence, peer) {
                a href={ "/peer/" (peer) "/prepare" } { "Prepare the talk" }
            }
        },
        (Way::Field(label, name), _) => html! {
            details class="because" { summary { (name) "…" }
                form method="post" action="/week/do" {
                    (hidden())
                    label { (label) " " input name="words" required maxlength="500" autocomplete="off"; }
                    button class="act" { (name) }
                }
            }
        },
        (Way::Page(path, name), _) => html! { a class="act" href=(path) { (name) } },
        (Way::Talk, Some(peer)) => html! {
            a class="act" href={ "/peer/" (peer) "/prepare" } { "Prepare the talk" }
            a href={ "/peer/" (peer) "#talk" } { "Record one" }
        },
        (Way::Talk | Way::Typed, _) => {
            html! { span class="quiet" { "At the terminal: " } (typed(&line.command)) }
        }
    }
}

/// Does it. What is refused is shown again, as it was typed.
pub async fn act(State(server): Shared, Form(fields): Form<Vec<(String, String)>>) -> Response {
    work(server, move |server| {
        let typed = Typed(fields);
        let (once, command) = (Once::of(&typed), typed.words("command"));
        let done = match words(command).as_slice() {
            [crossing, given, item, whom] if crossing == "crossing" && given == "given" => {
                act::keep(server, &once, &corrected::given(item, whom))
            }
            words => act::act(server, &once, |notes, today| wish(words, typed.words("words"), notes, today)),
        };
        done.or_else(|why| match way(command, None) {
            Way::Field(label, button) => {
                let fields = vec![Field::given("command", command), Field::needed("words", label)];
                again(button, "/week/do", (fields, button), &typed, &why)
            }
            _ => Err(why),
        })
    })
    .await
}

fn wish(words: &[String], typed: &str, notes: &Notebook, today: Day) -> Result<Command, Stop> {
    let wrong = || Stop::form("the form is not whole");
    let id = |words: &str| words.parse::<Id>().map_err(|()| wrong());
    let said = || match typed {
        "" => Err(Stop::form("a word on it is missing")),
        typed => Ok(Private::new(typed.to_owned())),
    };
    let on = today;
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    Ok(match words.as_slice() {
        ["kindness", "done", kindness] => {
            Command::Channel(playbook::channel::Command::Do { kindness: id(kindness)?, on })
        }
        ["ask", "ack", ask] => Command::Asks(asks::Command::Acknowledge { ask: id(ask)?, on }),
        ["loan", "returned", loan] | ["return", loan] => {
            Command::Loans(loans::Command::Return { loan: id(loan)?, on })
        }
        ["team", "decided", wait] => Command::Team(bounds::Command::Decide { wait: id(wait)?, on }),
        ["team", "show"] => {
            let minutes = typed
                .parse()
                .map_err(|_| Stop::form(format!("“{}” is no number of minutes", page::said(typed))))?;
            Command::Team(bounds::Command::Spend { on, minutes, from_calendar: false })
        }
        ["give", good] => Command::Goods(goods::Command::Give { good: id(good)?, on, write_up: None }),
        ["give", good, "--write-up", _] => {
            Command::Goods(goods::Command::Give { good: id(good)?, on, write_up: Some(said()?) })
        }
        ["credit", one, _] if notes.contributions.has(id(one)?) => {
            Command::Defend(defend::Command::Name { contribution: id(one)?, at: said()?, on })
        }
        ["credit", good, _] => Command::Goods(goods::Command::Name { good: id(good)?, at: said()?, on }),
        _ => return Err(wrong()),
    })
}
