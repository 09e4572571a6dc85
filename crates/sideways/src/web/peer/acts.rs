//! What can be noted on the page of a peer beside a talk: each a form that is shown where its thing is, and once more where it
//! was refused; what it asks for is what the command of the same name does.

use axum::{
    extract::{Form as Sent, Path, State},
    response::Response,
};
use maud::{Markup, html};
use playbook::{
    channel,
    map::peers::{self, Known},
    moment::{Day, Id},
    notebook::{Command, Notebook},
    privacy::{Private, Shareable},
    side::Side,
    trade::{
        asks::{self, Answer, Ask},
        loans,
    },
};
use sources::dates::working_days;

use crate::{
    stop::Stop,
    web::{
        act::{self, Once},
        form::{Field, Form, Typed},
        page::{self, Room},
        serve::{Shared, work},
    },
};

/// Something that can be noted.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// Another name.
    Alias,
    /// What they value.
    Value,
    /// Something that could be done for them.
    Kindness,
    /// A kindness was dropped.
    Drop,
    /// A talk was called off.
    Cancelled,
    /// They asked for something.
    AskFrom,
    /// They were asked for something.
    AskOf,
    /// They heard that it was heard.
    Ack,
    /// They heard by when it is decided.
    DecideBy,
    /// What could be done instead.
    Instead,
    /// Yes or no was said.
    Answer,
    /// Nobody asks any more.
    Withdrawn,
    /// Something is lent to them.
    LoanTo,
    /// Something is borrowed from them.
    LoanFrom,
    /// A loan ends later, as both agreed.
    Extend,
    /// It came back.
    Returned,
    /// They play another game.
    Guarded,
    /// They are cooperative again.
    Cooperative,
    /// Somebody follows them.
    Successor,
}

/// What is noted, the word of its address, what its form is called, and what its button says.
const ALL: [(What, &str, &str, &str); 19] = [
    (What::Alias, "alias", "Another name of theirs", "Keep the name"),
    (What::Value, "value", "Note what they value", "Keep it"),
    (What::Kindness, "kindness", "Note something you could do", "Keep it"),
    (What::Drop, "drop", "Drop it", "Drop it"),
    (What::Cancelled, "cancelled", "A talk was called off", "Keep it"),
    (What::AskFrom, "ask-from", "They asked you for something", "Keep the ask"),
    (What::AskOf, "ask-of", "You asked them for something", "Keep the ask"),
    (What::Ack, "ack", "They know that you heard it", "They know that I heard it"),
    (What::DecideBy, "decide-by", "You told them by when you decide", "Keep the day"),
    (What::Instead, "instead", "What you could do instead", "Put it into the no"),
    (What::Answer, "answer", "You answered", "Keep the answer"),
    (What::Withdrawn, "withdrawn", "Nobody asks any more", "Nobody asks any more"),
    (What::LoanTo, "loan-to", "You lend them something", "Keep the loan"),
    (What::LoanFrom, "loan-from", "You borrow something", "Keep the loan"),
    (What::Extend, "extend", "You agreed on a later end", "Keep the new end"),
    (What::Returned, "returned", "It came back", "It came back"),
    (What::Guarded, "guarded", "They play another game", "Keep it"),
    (What::Cooperative, "cooperative", "They are cooperative again", "Keep it"),
    (What::Successor, "successor", "Somebody follows them", "Keep it"),
];

impl What {
    fn of(word: &str) -> Option<Self> {
        ALL.iter().find(|(_, known, ..)| *known == word).map(|(what, ..)| *what)
    }

    fn words(self) -> (&'static str, &'static str, &'static str) {
        let known = ALL.iter().find(|(what, ..)| *what == self);
        known.map_or(("", "", ""), |(_, word, title, button)| (*word, *title, *button))
    }

    /// Its form; `thing` names what it is about, where that is none of the peer's own.
    pub fn form(self, peer: Id, thing: Option<Id>) -> Form {
        let (word, _, button) = self.words();
        let mut fields = self.fields();
        fields.extend(thing.map(|thing| Field::given("id", thing.to_string())));
        Form {
            key: thing.map_or_else(|| word.to_owned(), |thing| format!("{word}-{thing}").replace('.', "-")),
            action: format!("/peer/{peer}/note/{word}"),
            back: format!("/peer/{peer}"),
            fields,
            button,
            is_main: false,
        }
    }

    /// Its form behind its title.
    ///
    /// # Errors
    /// If the system gives no random bytes.
    pub fn folded(self, peer: Id, thing: Option<Id>) -> Result<Markup, Stop> {
        self.form(peer, thing).folded(self.words().1)
    }

    fn fields(self) -> Vec<Field> {
        let on = || Field::day("on", "On, if not today", false);
        match self {
            Self::Alias => vec![Field::needed("what", "A login, an address, a nickname")],
            Self::Value => {
                vec![
                    Field::needed("what", "What they value"),
                    Field::tick("guess", "I guess so; they did not say it"),
                    on(),
                ]
            }
            Self::Kindness => vec![
                Field::needed("what", "What you could do"),
                Field::day("by", "By", false).note("Without a day, in two weeks."),
            ],
            Self::Drop => vec![Field::words("because", "Because")],
            Self::Cancelled => vec![
                Field::day("on", "The day for which it was set", true),
                Field::choice(
                    "by",
                    "Called off by",
                    &[("", "nobody in particular"), ("me", "me"), ("them", "them")],
                ),
            ],
            Self::AskFrom | Self::AskOf => self.fields_of_an_ask(),
            Self::Ack | Self::Withdrawn | Self::Returned => Vec::new(),
            Self::DecideBy => vec![
                Field::day("day", "You decide by", true),
                Field::day("told", "You told them of the later day on", false)
                    .note("For a day later than the one they know, once."),
            ],
            Self::Instead => vec![Field::needed("instead", "In words meant for them")],
            Self::Answer => vec![
                Field::choice("answer", "The answer", &[("yes", "Yes"), ("no", "No")]),
                on(),
                Field::words("remark", "A remark for yourself"),
            ],
            Self::LoanTo | Self::LoanFrom => vec![
                Field::needed("what", "Who, or how much"),
                Field::day("until", "The last day", true),
                Field::day("from", "From, if not today", false),
            ],
            Self::Extend => {
                vec![Field::day("until", "The last day", true), Field::needed("agreed", "What you agreed")]
            }
            Self::Guarded | Self::Cooperative => {
                vec![Field::needed("because", "Because").note("For your eyes alone.")]
            }
            Self::Successor => {
                vec![
                    Field::needed("by", "Who follows").note("Whoever is new is entered on Peers first."),
                    Field::day("on", "From, if not today", false),
                ]
            }
        }
    }

    fn fields_of_an_ask(self) -> Vec<Field> {
        let on = || Field::day("on", "On, if not today", false);
        match self {
            Self::AskFrom => vec![
                Field::needed("what", "What, in words that both know"),
                Field::day("needed", "They need it by", false),
                Field::words("lead", "They need your answer so long before")
                    .note("As in 3d or 2w; without it, five working days."),
                Field::day("decide", "You told them that you decide by", false),
                on(),
                Field::words("notes", "Notes for yourself"),
            ],
            _ => vec![
                Field::needed("what", "What, in words that both know"),
                Field::day("needed", "You need it by", false),
                on(),
                Field::words("notes", "Notes for yourself"),
            ],
        }
    }

    fn command(self, typed: &Typed, notes: &Notebook, peer: Known, today: Day) -> Result<Command, Stop> {
        match self {
            Self::Alias | Self::Guarded | Self::Cooperative | Self::Successor => {
                self.of_them(typed, notes, peer, today).map(Command::Peers)
            }
            Self::Value | Self::Kindness | Self::Drop | Self::Cancelled => {
                self.of_the_channel(typed, peer, today).map(Command::Channel)
            }
            Self::LoanTo | Self::LoanFrom | Self::Extend | Self::Returned => {
                self.of_loans(typed, peer, today).map(Command::Loans)
            }
            _ => self.of_asks(typed, peer, today).map(Command::Asks),
        }
    }

    fn of_them(
        self,
        typed: &Typed,
        notes: &Notebook,
        peer: Known,
        today: Day,
    ) -> Result<peers::Command, Stop> {
        let because = || typed.needed("because", "a reason is missing").map(Private::new);
        Ok(match self {
            Self::Alias => {
                peers::Command::Alias { peer, alias: typed.needed("what", "the other name is missing")? }
            }
            Self::Guarded => peers::Command::Guard { peer, because: because()? },
            Self::Cooperative => peers::Command::Trust { peer, because: because()? },
            _ => peers::Command::Succeed {
                peer,
                by: notes.peers.find(&typed.needed("by", "it is not said who follows")?)?,
                on: typed.ahead("on", today)?.unwrap_or(today),
            },
        })
    }

    fn of_the_channel(self, typed: &Typed, peer: Known, today: Day) -> Result<channel::Command, Stop> {
        let what = |missing: &str| typed.needed("what", missing).map(Private::new);
        Ok(match self {
            Self::Value => channel::Command::Value {
                peer,
                what: what("what they value is missing")?,
                was_heard: typed.words("guess").is_empty(),
                on: typed.back("on", today)?,
            },
            Self::Kindness => channel::Command::Find {
                peer,
                what: what("what you could do is missing")?,
                by: typed.ahead("by", today)?,
            },
            Self::Drop => channel::Command::Drop {
                kindness: id(typed, "a kindness")?,
                because: typed.private("because"),
            },
            _ => {
                let by = match typed.words("by") {
                    "me" => Some(Side::Me),
                    "them" => Some(Side::Them),
                    _ => None,
                };
                let missing = "the day for which it was set is missing";
                let on = typed.needed("on", missing).and_then(|_| typed.back("on", today))?;
                channel::Command::Cancel { peer, on, by, from_calendar: false }
            }
        })
    }

    fn of_asks(self, typed: &Typed, peer: Known, today: Day) -> Result<asks::Command, Stop> {
        let ask = || id(typed, "an ask");
        Ok(match self {
            Self::AskFrom => asks::Command::Hear {
                peer,
                ask: asked(typed, peer, today)?,
                decide_by: typed.ahead("decide", today)?,
            },
            Self::AskOf => asks::Command::Make { peer, ask: asked(typed, peer, today)? },
            Self::Ack => asks::Command::Acknowledge { ask: ask()?, on: today },
            Self::DecideBy => {
                let told = Some(typed.words("told")).filter(|told| !told.is_empty());
                asks::Command::DecideBy {
                    ask: ask()?,
                    decide_by: typed.ahead("day", today)?.ok_or_else(|| Stop::form("a day is missing"))?,
                    told_on: told.map(|_| typed.back("told", today)).transpose()?,
                }
            }
            Self::Instead => {
                let words = typed.needed("instead", "what you could do instead is missing")?;
                asks::Command::Offer { ask: ask()?, alternative: Shareable::new(words) }
            }
            Self::Withdrawn => asks::Command::Withdraw { ask: ask()?, on: today },
            _ => {
                let answer = match typed.words("answer") {
                    "yes" => Answer::Yes,
                    "no" => Answer::No,
                    _ => return Err(Stop::form("yes or no is missing")),
                };
                let (on, remark) = (typed.back("on", today)?, typed.private("remark"));
                asks::Command::Answer { ask: ask()?, answer, on, remark }
            }
        })
    }

    fn of_loans(self, typed: &Typed, peer: Known, today: Day) -> Result<loans::Command, Stop> {
        let until = typed.ahead("until", today)?;
        Ok(match self {
            Self::Extend => loans::Command::Extend {
                loan: id(typed, "a loan")?,
                until: until.ok_or_else(|| Stop::form("the last day is missing"))?,
                agreed: Some(Private::new(typed.needed("agreed", "what you agreed anew is missing")?)),
            },
            Self::Returned => loans::Command::Return { loan: id(typed, "a loan")?, on: today },
            _ => loans::Command::Lend {
                peer,
                lender: if self == Self::LoanTo { Side::Me } else { Side::Them },
                what: Private::new(typed.needed("what", "what is lent is missing")?),
                from: typed.ahead("from", today)?,
                until,
            },
        })
    }
}

fn id(typed: &Typed, what: &str) -> Result<Id, Stop> {
    let words = typed.words("id");
    words.parse().map_err(|()| Stop::form(format!("“{}” is no number of {what}", page::said(words))))
}

/// What was asked; its id is for the rule to set.
fn asked(typed: &Typed, peer: Known, today: Day) -> Result<Ask, Stop> {
    let lead = Some(typed.words("lead")).filter(|lead| !lead.is_empty());
    Ok(Ask {
        id: Id::of(0),
        peer: peer.id(),
        what: Shareable::new(typed.needed("what", "what was asked is missing")?),
        on: typed.back("on", today)?,
        needed_by: typed.ahead("needed", today)?,
        lead: lead.map(working_days).transpose().map_err(|no| Stop::Usage(no.fact, no.hint))?,
        notes: typed.private("notes"),
    })
}

/// Notes something. What is refused is shown again, as it was typed.
pub async fn note(
    State(server): Shared,
    Path((id, what)): Path<(String, String)>,
    Sent(typed): Sent<Vec<(String, String)>>,
) -> Response {
    work(server, move |server| {
        let (desk, _) = act::look(server)?;
        let (Some(peer), Some(what)) = (super::of(&desk, &id), What::of(&what)) else {
            return Ok(page::missing());
        };
        let name = desk.notes().peers.name(peer.id()).to_owned();
        drop(desk);
        let typed = Typed(typed);
        let noted =
            act::act(server, &Once::of(&typed), |notes, today| what.command(&typed, notes, peer, today));
        noted.or_else(|why| {
            let thing = typed.words("id").parse().ok();
            let title = format!("{}: {}", name, what.words().1);
            what.form(peer.id(), thing).again(Room::Peers, &title, &typed, &why)
        })
    })
    .await
}

/// Enters a peer.
pub async fn add(State(server): Shared, Sent(typed): Sent<Vec<(String, String)>>) -> Response {
    work(server, move |server| {
        let typed = Typed(typed);
        let added = act::act(server, &Once::of(&typed), |_, _| {
            let aliases = typed.words("aliases").split([',', ';']).map(str::trim);
            let aliases = aliases.filter(|alias| !alias.is_empty()).map(str::to_owned).collect();
            Ok(Command::Peers(peers::Command::Add {
                name: typed.needed("name", "a name is missing")?,
                aliases,
            }))
        });
        added.or_else(|why| entered().again(Room::Peers, "A new peer", &typed, &why))
    })
    .await
}

/// The form that enters a peer.
pub fn entered() -> Form {
    Form {
        key: "new".into(),
        action: "/peers".into(),
        back: "/peers".into(),
        fields: vec![
            Field::needed("name", "Their name"),
            Field::words("aliases", "Other names")
                .note("A login, an address, a nickname; with a comma between."),
        ],
        button: "Enter them",
        is_main: false,
    }
}

/// Several forms one below the other, each behind its title.
///
/// # Errors
/// If the system gives no random bytes.
pub fn folds(peer: Id, all: &[What]) -> Result<Markup, Stop> {
    let all = all.iter().map(|what| what.folded(peer, None)).collect::<Result<Vec<_>, _>>()?;
    Ok(html! { div class="folds" { @for one in &all { (one) } } })
}
