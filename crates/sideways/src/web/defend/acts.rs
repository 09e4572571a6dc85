//! What the forms of this room ask for, made into the commands that the terminal makes. What is refused is shown again.

use axum::{
    extract::{Form as Sent, State},
    response::Response,
};
use playbook::{
    defend::Command as Wanted,
    map::peers::Known,
    moment::{Day, Id},
    notebook::{Command, Notebook},
    privacy::{Private, Shareable},
};

use super::{choices, works};
use crate::{
    stop::Stop,
    web::{
        act::{self, Once},
        form::{Field, Form, Typed},
        page::Room,
        serve::{Server, Shared, work},
    },
};

/// What a form brought.
type Fields = Sent<Vec<(String, String)>>;

/// Who is meant.
pub fn peer(typed: &Typed, notes: &Notebook) -> Result<Known, Stop> {
    typed.peer("peer", notes).ok_or_else(|| Stop::form("who it is about is missing"))
}

/// Does what a form asks for; what is refused is shown again, as it was typed.
fn done(
    server: &Server,
    typed: &Typed,
    title: &str,
    form: impl FnOnce(&Notebook, Day) -> Form,
    wish: impl FnOnce(&Notebook, Day) -> Result<Wanted, Stop>,
) -> Result<Response, Stop> {
    let done = act::act(server, &Once::of(typed), |notes, today| wish(notes, today).map(Command::Defend));
    done.or_else(|why| {
        let (desk, today) = act::look(server)?;
        form(desk.notes(), today).again(Room::Defend, title, typed, &why)
    })
}

/// Whose team is meant: nobody's, unless there is but one.
pub fn whose(peers: &[(String, String)]) -> Field {
    let nobody = Some(("", "Choose")).filter(|_| peers.len() > 1);
    let all = peers.iter().map(|(id, name)| (&id[..], &name[..]));
    Field::choice("peer", "Whose team", &nobody.into_iter().chain(all).collect::<Vec<_>>())
}

/// The form that notes what a team contributed; of one peer, where one is given.
pub fn contribution(notes: &Notebook, today: Day, of: Option<Id>, back: &str) -> Form {
    let peers = choices(&notes.peers, today);
    let mut fields = match of {
        Some(peer) => vec![Field::given("peer", peer.to_string())],
        None => {
            vec![whose(&peers)]
        }
    };
    fields.extend([
        Field::needed("what", "What they did")
            .note("In words for others: a sentence that you can paste holds them."),
        Field::needed("for", "What it was for").perhaps(works(notes)),
        Field::words("source", "Where it is to be seen, or who said so").note("For you alone."),
        Field::words("team", "Their team, if the map does not name it"),
        Field::day("on", "Done on, if not today", false),
    ]);
    Form {
        key: of.map_or_else(|| "contribute".into(), |peer| format!("contribute-{peer}").replace('.', "-")),
        action: "/defend/contribute".into(),
        back: back.into(),
        fields,
        button: "Note it",
        is_main: of.is_none(),
    }
}

/// Notes what a team contributed.
pub async fn contribute(State(server): Shared, Sent(fields): Fields) -> Response {
    work(server, move |server| {
        let typed = Typed(fields);
        let again = |notes: &Notebook, today: Day| {
            // Whoever has left stands in no choice.
            let of = peer(&typed, notes).ok().filter(|peer| notes.peers.has_left(*peer, today));
            contribution(notes, today, of.map(Known::id), typed.words("back"))
        };
        done(server, &typed, "What a team contributed", again, |notes, today| {
            Ok(Wanted::Contribute {
                peer: peer(&typed, notes)?,
                team: typed.given("team").map(|words| Shareable::new(words.to_owned())),
                what: Shareable::new(typed.needed("what", "what they did is missing")?),
                toward: typed.given("for").map(|words| Shareable::new(words.to_owned())),
                on: typed.back("on", today)?,
                source: typed.private("source"),
            })
        })
    })
    .await
}

/// The form that says where a contribution was named.
pub fn naming(contribution: &str, back: &str) -> Form {
    Form {
        key: format!("named-{contribution}").replace('.', "-"),
        action: "/defend/named".into(),
        back: back.into(),
        fields: vec![
            Field::given("id", contribution),
            Field::needed("at", "Where, and who reads it"),
            Field::day("on", "On, if not today", false),
        ],
        button: "It was named",
        is_main: true,
    }
}

/// Says where a contribution was named.
pub async fn named(State(server): Shared, Sent(fields): Fields) -> Response {
    work(server, move |server| {
        let typed = Typed(fields);
        let again = |_: &Notebook, _| naming(typed.words("id"), typed.words("back"));
        done(server, &typed, "Where it was named", again, |_, today| {
            let id = typed.words("id").parse();
            Ok(Wanted::Name {
                contribution: id.map_err(|()| Stop::form("that is no number of a contribution"))?,
                at: Private::new(typed.needed("at", "where it was named is missing")?),
                on: typed.back("on", today)?,
            })
        })
    })
    .await
}

/// The form that keeps what was said for somebody in a meeting.
pub fn speaking(peer: Id, forum: &str, back: &str) -> Form {
    Form {
        key: format!("said-{peer}").replace('.', "-"),
        action: "/defend/said".into(),
        back: back.into(),
        fields: vec![
            Field::given("peer", peer.to_string()),
            Field::given("forum", forum),
            Field::needed("said", "What you said").note("The log keeps it; nobody is told."),
            Field::day("on", "On, if not today", false),
        ],
        button: "Keep it",
        is_main: false,
    }
}

/// Keeps what was said for somebody.
pub async fn said(State(server): Shared, Sent(fields): Fields) -> Response {
    work(server, move |server| {
        let typed = Typed(fields);
        let again = |notes: &Notebook, _| {
            let peer = peer(&typed, notes).map_or(Id::of(0), Known::id);
            speaking(peer, typed.words("forum"), typed.words("back"))
        };
        done(server, &typed, "What you said", again, |notes, today| {
            Ok(Wanted::Defend {
                peer: peer(&typed, notes)?,
                forum: Private::new(typed.needed("forum", "where you said it is missing")?),
                said: Private::new(typed.needed("said", "what you said is missing")?),
                on: typed.back("on", today)?,
            })
        })
    })
    .await
}
