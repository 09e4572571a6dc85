//! What the leader knows better than the plan: answers, crossings and names, each kept as the command of the terminal keeps it.

use axum::{
    extract::{Form as Sent, State},
    response::Response,
};
use maud::{Markup, html};
use plan::facts::{Change, Kind};
use playbook::map::{Map, questions::Wants, view::Line};
use sources::answers::{Answers, Kept};

use super::{
    fit,
    gaps::{SUGGESTED, known},
};
use crate::{
    corrected::{correction, to_keep},
    stop::Stop,
    web::{
        act::{self, Once},
        form::{Field, Form, Typed},
        page::{Room, said},
        serve::{Server, Shared, work},
    },
};

const KINDS: [(&str, &str); 4] = [
    ("touch", "a touch: you change or use their system"),
    ("date", "a date: yours waits on their work"),
    ("approval", "an approval: they must agree"),
    ("absorption", "an absorption: they must live with it"),
];

fn kind(word: &str) -> Option<Kind> {
    Kind::ALL.into_iter().find(|kind| kind.word() == word)
}

/// Who says yes for a subject, or which team does it.
///
/// # Errors
/// If the system gives no random bytes.
pub fn who(key: &str, subject: &str, wants: Wants, perhaps: Vec<String>) -> Result<Markup, Stop> {
    who_form(key, subject, wants, who_named(subject, wants).perhaps(perhaps)).shown()
}

fn who_form(key: &str, subject: &str, wants: Wants, named: Field) -> Form {
    Form {
        key: key.to_owned(),
        action: "/map/answer".into(),
        back: "/map".into(),
        fields: [
            Some(Field::given("subject", subject)),
            (wants == Wants::Team).then(|| Field::given("wants", "team")),
            Some(named),
        ]
        .into_iter()
        .flatten()
        .collect(),
        button: "Keep the answer",
        is_main: false,
    }
}

fn who_named(subject: &str, wants: Wants) -> Field {
    let label = match wants {
        Wants::Team => format!("The team that does {}", said(subject)),
        _ => format!("Who says yes for {}", said(subject)),
    };
    Field::needed("name", label).plain()
}

/// The same, where a list of the page says what the name may be.
///
/// # Errors
/// If the system gives no random bytes.
pub fn who_of(subject: &str, wants: Wants, list: &'static str) -> Result<Markup, Stop> {
    who_form("", subject, wants, who_named(subject, wants).listed(list)).shown()
}

/// The same, where the plan names several of whom it is one.
///
/// # Errors
/// If the system gives no random bytes.
pub fn which(key: &str, subject: &str, several: &[String]) -> Result<Markup, Stop> {
    let all: Vec<(&str, &str)> = several.iter().map(|name| (&name[..], &name[..])).collect();
    let named = Field::one_of("name", format!("Who says yes for {}", said(subject)), &all).plain();
    let mut form = who_form(key, subject, Wants::Name, named);
    form.fields.push(Field::words("other", "Somebody else").listed("people"));
    form.shown()
}

/// Whether two names are one person's.
///
/// # Errors
/// If the system gives no random bytes.
pub fn same(subject: &str, other: Option<&String>) -> Result<Markup, Stop> {
    let Some(other) = other else { return Ok(html! {}) };
    let form = |field: &'static str, button: &'static str| {
        Form {
            key: format!("same-{field}"),
            action: "/map/answer".into(),
            back: "/map".into(),
            fields: vec![Field::given("subject", subject), Field::given(field, other)],
            button,
            is_main: false,
        }
        .shown()
    };
    let (yes, no) = (form("same", "One person")?, form("different", "Two people")?);
    Ok(html! { div class="acts" { (yes) (no) } })
}

/// Keeps an answer.
pub async fn answer(State(server): Shared, Sent(typed): Sent<Vec<(String, String)>>) -> Response {
    work(server, move |server| {
        let typed = Typed(typed);
        let (subject, name) = (typed.words("subject"), typed.given("other").or(typed.given("name")));
        let wants = if typed.words("wants") == "team" { Wants::Team } else { Wants::Name };
        let fits = || match name.filter(|_| typed.given("anew").is_none()) {
            Some(name) => fit::named(server, name, wants),
            None => Ok(()),
        };
        let kept = to_keep(subject, name, typed.given("same"), typed.given("different"))
            .and_then(|answers| fits().map(|()| answers))
            .and_then(|answers| keep(server, &typed, &answers));
        kept.or_else(|why| {
            let mut form = who_form("again", subject, wants, who_named(subject, wants));
            form.fields.extend(name.map(|_| fit::anew()));
            form.again(Room::Map, &format!("Who says yes for {subject}?"), &named(&typed, name), &why)
        })
    })
    .await
}

/// What was typed, with the name that counts.
fn named(typed: &Typed, name: Option<&str>) -> Typed {
    let others = typed.0.iter().filter(|(key, _)| key != "name");
    Typed(others.cloned().chain(name.map(|name| ("name".to_owned(), name.to_owned()))).collect())
}

/// Keeps answers and corrections in the notebook, once.
fn keep(server: &Server, typed: &Typed, answers: &Answers) -> Result<Response, Stop> {
    act::keep(server, &Once::of(typed), answers)
}

/// What can be said against a crossing.
///
/// # Errors
/// If the system gives no random bytes.
pub fn corrected(key: &str, line: &Line, whom: &str) -> Result<Markup, Stop> {
    let whom = line.theirs.as_deref().or(line.team.as_deref()).unwrap_or(whom);
    let fields = vec![
        Field::given("item", &line.item),
        Field::given("whom", whom),
        Field::given("kind", line.kind.word()),
        Field::choice("do", "It is", &others(line.kind)),
        Field::words("because", "Because").note("A yes that was given needs no reason."),
    ];
    form(key, fields, "Correct it").shown()
}

/// What a crossing of a kind may be instead.
fn others(kind: Kind) -> Vec<(&'static str, &'static str)> {
    let first = [("reject", "none: it counts nothing"), ("given", "given: the yes is there")];
    first.into_iter().chain(KINDS.into_iter().filter(|(word, _)| *word != kind.word())).collect()
}

fn form(key: &str, fields: Vec<Field>, button: &'static str) -> Form {
    Form {
        key: key.to_owned(),
        action: "/map/crossing".into(),
        back: "/map".into(),
        fields,
        button,
        is_main: false,
    }
}

/// A crossing that the plan does not show.
///
/// # Errors
/// If the system gives no random bytes.
pub fn added(map: &Map) -> Result<Markup, Stop> {
    form("new", whole(Some(map)), "Add the crossing").shown()
}

/// All fields of a correction, as they are shown where something was refused, too.
fn whole(map: Option<&Map>) -> Vec<Field> {
    let mine = map.map_or_else(Vec::new, |map| {
        map.deliverables.iter().take(SUGGESTED).map(|one| one.item.clone()).collect()
    });
    let theirs = map.map_or_else(Vec::new, |map| {
        known(map, Wants::Name).into_iter().chain(known(map, Wants::Team)).collect()
    });
    let mut kinds = vec![];
    kinds.extend(KINDS.map(|(word, shown)| (word, shown)));
    vec![
        Field::given("new", "yes"),
        Field::needed("item", "Your piece of work or deliverable").perhaps(mine),
        Field::needed("whom", "The team or person, or their item").perhaps(theirs),
        Field::choice("do", "It is", &kinds),
        Field::needed("because", "Because"),
    ]
}

/// Keeps a correction of a crossing. What is refused is shown again, as it was typed.
pub async fn crossing(State(server): Shared, Sent(typed): Sent<Vec<(String, String)>>) -> Response {
    work(server, move |server| {
        let typed = Typed(typed);
        let because = Some(typed.words("because")).filter(|because| !because.is_empty());
        let (is_new, from) = (!typed.words("new").is_empty(), kind(typed.words("kind")));
        let change = match (typed.words("do"), kind(typed.words("do"))) {
            ("reject", _) => Some(Change::Reject(from)),
            ("given", _) => Some(Change::Given(from)),
            (_, Some(to)) if is_new => Some(Change::Add(to)),
            (_, Some(to)) => Some(Change::Rekind { from, to }),
            _ => None,
        };
        let change = change.ok_or_else(|| Stop::form("it is not said what it is"));
        let (item, whom) = (typed.words("item"), typed.words("whom"));
        let kept = change
            .and_then(|change| correction(change, item, whom, because))
            .and_then(|correction| match is_new {
                true => fit::crossed(server, item, whom, typed.given("anew").is_some()).map(|()| correction),
                false => Ok(correction),
            })
            .and_then(|correction| {
                let answers = Answers { crossing: vec![Kept::from(&correction)], ..Answers::default() };
                keep(server, &typed, &answers)
            });
        kept.or_else(|why| {
            let fields = match (is_new, from) {
                (false, Some(from)) => vec![
                    Field::needed("item", "Your piece of work"),
                    Field::needed("whom", "Theirs"),
                    Field::given("kind", from.word()),
                    Field::choice("do", "It is", &others(from)),
                    Field::words("because", "Because"),
                ],
                _ => whole(None).into_iter().chain([fit::anew()]).collect(),
            };
            form("again", fields, "Correct it").again(Room::Map, "A correction", &typed, &why)
        })
    })
    .await
}

/// The form that strikes a name, which is known, or adds one: the map is drawn so, and shown before it is kept.
pub fn naming(is_with: bool, name: Option<&str>, perhaps: impl IntoIterator<Item = String>) -> Form {
    let named = match name {
        Some(name) => Field::given("name", name),
        None => Field::needed("name", "The name, as the plan or the directory has it").perhaps(perhaps),
    };
    Form {
        key: "named".into(),
        action: "/plan/redraw".into(),
        back: if is_with { "/map/name" } else { "/map" }.into(),
        fields: vec![
            Field::given("do", if is_with { "with" } else { "without" }),
            named,
            Field::needed("because", "Because").note("The map is drawn anew, and shown before it is kept."),
        ],
        button: if is_with { "Add the name" } else { "Strike the name" },
        is_main: false,
    }
}

/// Strikes a name.
///
/// # Errors
/// If the system gives no random bytes.
pub fn strike(name: &str) -> Result<Markup, Stop> {
    naming(false, Some(name), []).folded("Strike this name")
}

/// Adds a name that the rule left out.
///
/// # Errors
/// Likewise.
pub fn add(name: &str) -> Result<Markup, Stop> {
    naming(true, Some(name), []).folded("Add this name")
}

/// Adds a name of which no crossing speaks.
///
/// # Errors
/// If the system gives no random bytes.
pub fn name(map: &Map) -> Result<Markup, Stop> {
    naming(true, None, map.left_out.iter().take(SUGGESTED).map(|left| left.person.clone())).shown()
}
