//! What the forms of this room ask for, made into the commands that the terminal makes. What is refused is shown again.

use axum::{
    extract::{Form as Sent, State},
    response::Response,
};
use maud::{Markup, html};
use playbook::{
    map::peers::Known,
    moment::{Day, Id},
    notebook::{Command, Notebook},
    privacy::{Private, Shareable},
    ratify::{Answer, Answered, Command as Wanted, Listed, Touch, listed, touched},
    refusal::Refusal,
};

use crate::{
    stop::Stop,
    web::{
        act::{self, Once},
        defend::{choices, whose, works},
        form::{Field, Form, Typed, known},
        page::{self, Room, said},
        serve::{Server, Shared, work},
    },
};

/// Where the page is.
const HERE: &str = "/ratify";

/// Something that a form asks for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// A new initiative.
    New,
    /// Somebody decided.
    Decide,
    /// It touches another team.
    Touch,
    /// It spares a team.
    Spare,
    /// What the page asks for.
    Request,
    /// The page went up.
    Up,
    /// It comes to nothing.
    Drop,
}

impl What {
    /// All of them.
    pub const ALL: [Self; 7] =
        [Self::New, Self::Decide, Self::Touch, Self::Spare, Self::Request, Self::Up, Self::Drop];

    const fn word(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Decide => "decide",
            Self::Touch => "touch",
            Self::Spare => "spare",
            Self::Request => "request",
            Self::Up => "up",
            Self::Drop => "drop",
        }
    }

    /// What its form is called.
    pub const fn title(self) -> &'static str {
        match self {
            Self::New => "A new initiative",
            Self::Decide => "What they decided",
            Self::Touch => "It touches another team",
            Self::Spare => "It was changed, and spares a team",
            Self::Request => "What the page asks for",
            Self::Up => "It went up",
            Self::Drop => "Drop it",
        }
    }

    /// Where its form is sent.
    pub fn address(self) -> String {
        format!("{HERE}/{}", self.word())
    }

    /// Its form about one initiative.
    pub fn form(self, one: &Listed) -> Form {
        let parties = || one.parties.iter().map(|party| (party.id.to_string(), party.peer.clone()));
        self.about(one.id, parties().collect())
    }

    fn about(self, id: Id, parties: Vec<(String, String)>) -> Form {
        let mut fields = vec![Field::given("id", id.to_string())];
        match self {
            Self::Touch => fields.push(Field::needed("who", "A peer, or a team of the map")),
            Self::Spare => fields.extend([whose(&parties), Field::needed("because", "How it was changed")]),
            Self::Request => fields
                .push(Field::needed("asks", "What the page asks for").note("In words for whoever reads it.")),
            Self::Up => fields.push(Field::day("on", "On, if not today", false)),
            Self::Drop => fields.push(Field::needed("because", "Because").note("For your eyes alone.")),
            Self::New | Self::Decide => {}
        }
        Form {
            key: format!("{}-{id}", self.word()).replace('.', "-"),
            action: self.address(),
            back: HERE.into(),
            fields,
            button: match self {
                Self::Touch => "It touches them",
                Self::Spare => "It spares them",
                Self::Request => "Keep it",
                Self::Up => "It went up",
                _ => "Drop it",
            },
            is_main: self == Self::Up,
        }
    }
}

/// The form that begins an initiative.
pub fn new(notes: &Notebook, today: Day) -> Form {
    Form {
        key: "new".into(),
        action: What::New.address(),
        back: HERE.into(),
        fields: vec![
            Field::needed("what", "The change").note("In words that go up."),
            Field::words("item", "Items of your plan that it is about")
                .perhaps(works(notes))
                .note("Several with a semicolon between. Whoever the map names for them is touched; without any, the change itself is looked for."),
            Field::several("touches", "Whose teams it touches besides", choices(&notes.peers, today)),
            Field::words("teams", "Teams of the map, by name").note("With commas between."),
            Field::words("asks", "What the page will ask for"),
        ],
        button: "Begin it",
        is_main: true,
    }
}

/// The form of a decision.
pub fn decision(initiative: Id, peer: Id) -> Form {
    Form {
        key: format!("decide-{initiative}-{peer}").replace('.', "-"),
        action: What::Decide.address(),
        back: HERE.into(),
        fields: vec![
            Field::given("id", initiative.to_string()),
            Field::given("peer", peer.to_string()),
            Field::choice(
                "answer",
                "They said",
                &[("condition", "yes, on a condition"), ("yes", "yes"), ("no", "no")],
            ),
            Field::words("condition", "The condition")
                .note("In words that both know: it goes onto the page."),
            Field::day("on", "On, if not today", false),
            Field::words("remark", "What else was said").note("For your eyes alone."),
        ],
        button: "Keep it",
        is_main: false,
    }
}

/// A button for a decision of today.
///
/// # Errors
/// If the system gives no random bytes.
pub fn answered(one: &Listed, party: &Answered, answer: &str) -> Result<Markup, Stop> {
    let once = page::once(HERE)?;
    Ok(html! {
        form method="post" action=(What::Decide.address()) {
            (once)
            input type="hidden" name="id" value=(one.id);
            input type="hidden" name="peer" value=(party.id);
            input type="hidden" name="answer" value=(answer);
            button class=[(answer == "yes").then_some("act")] { "They said " (answer) span class="unseen" { ": " (said(&party.peer)) ", " (said(&one.what)) } }
        }
    })
}

/// Does what a form asks for. What is refused is shown again, as it was typed.
pub async fn done(what: What, State(server): Shared, Sent(fields): Sent<Vec<(String, String)>>) -> Response {
    work(server, move |server| {
        let typed = Typed(fields);
        let done = act::act(server, &Once::of(&typed), |notes, today| {
            wished(what, &typed, notes, today).map(Command::Ratify)
        });
        done.or_else(|why| again(what, server, &typed, &why))
    })
    .await
}

fn again(what: What, server: &Server, typed: &Typed, why: &Stop) -> Result<Response, Stop> {
    let (desk, today) = act::look(server)?;
    let notes = desk.notes();
    let found = initiative(typed)
        .and_then(|id| listed(&notes.initiatives, &notes.peers, today).into_iter().find(|one| one.id == id));
    let form = match (what, &found) {
        (What::New, _) => new(notes, today),
        (What::Decide, Some(one)) => decision(one.id, typed.peer("peer", notes).map_or(Id::of(0), Known::id)),
        (_, Some(one)) => what.form(one),
        // It went up or was dropped meanwhile.
        (_, None) => return Ok(page::stopped(why)),
    };
    let title =
        found.map_or_else(|| what.title().to_owned(), |one| format!("{}: {}", one.what, what.title()));
    form.again(Room::Ratify, &title, typed, why)
}

fn initiative(typed: &Typed) -> Option<Id> {
    typed.words("id").parse().ok()
}

fn shareable(words: &str) -> Shareable<String> {
    Shareable::new(words.to_owned())
}

fn wished(what: What, typed: &Typed, notes: &Notebook, today: Day) -> Result<Wanted, Stop> {
    if what == What::New {
        return begun(typed, notes, today);
    }
    let initiative = initiative(typed).ok_or_else(|| Stop::form("that is no number of an initiative"))?;
    let peer = || typed.peer("peer", notes).ok_or_else(|| Stop::form("who it is about is missing"));
    Ok(match what {
        What::Decide => Wanted::Decide {
            initiative: Some(initiative),
            peer: peer()?,
            answer: decided(typed)?,
            on: typed.back("on", today)?,
            remark: typed.private("remark"),
        },
        What::Touch => {
            let who = typed.needed("who", "whom it touches is missing")?;
            Wanted::Touch { initiative, touch: touched(&notes.peers, &who, today)? }
        }
        What::Spare => {
            let because = Private::new(typed.needed("because", "how it was changed is missing")?);
            Wanted::Spare { initiative, peer: peer()?, because }
        }
        What::Request => {
            let request = shareable(&typed.needed("asks", "what the page asks for is missing")?);
            Wanted::Request { initiative, request }
        }
        What::Up => Wanted::Up { initiative, on: typed.back("on", today)? },
        What::New | What::Drop => Wanted::Drop {
            initiative,
            because: Private::new(typed.needed("because", "a reason is missing")?),
        },
    })
}

fn decided(typed: &Typed) -> Result<Answer, Stop> {
    let condition = typed.given("condition");
    match (typed.words("answer"), condition) {
        ("condition", Some(words)) => Ok(Answer::If(shareable(words))),
        ("condition", None) => Err(Stop::form("the condition is missing")),
        ("yes" | "no", Some(_)) => {
            Err(Stop::form("a plain yes or no has no condition, and one stands there"))
        }
        ("yes", None) => Ok(Answer::Yes),
        ("no", None) => Ok(Answer::No),
        _ => Err(Stop::form("what they said is missing")),
    }
}

fn begun(typed: &Typed, notes: &Notebook, today: Day) -> Result<Wanted, Stop> {
    let what = shareable(&typed.needed("what", "the change is missing")?);
    let each = |name: &'static str, part: char| {
        let words = typed.words(name).split(part).map(str::trim);
        words.filter(|words| !words.is_empty()).map(str::to_owned).collect::<Vec<_>>()
    };
    let items = each("item", ';').iter().map(|item| shareable(item)).collect();
    let teams = each("teams", ',');
    let mut touches: Vec<Touch> =
        teams.iter().map(|name| touched(&notes.peers, name, today)).collect::<Result<_, _>>()?;
    for id in typed.all("touches") {
        touches.push(Touch::of(&notes.peers, known(id, notes).ok_or(Refusal::NobodyNamed)?, today));
    }
    Ok(Wanted::Begin { what, items, touches, request: typed.given("asks").map(shareable) })
}
