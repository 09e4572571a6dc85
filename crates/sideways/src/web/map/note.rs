//! What the leader knows better than the plan: answers, crossings and names, each kept as the command of the terminal keeps it.

use axum::{
    extract::{Form as Sent, State},
    response::Response,
};
use maud::{Markup, html};
use plan::facts::{Change, Kind};
use playbook::map::{Map, questions::Wants, view::Line};
use sources::answers::{Answers, Kept};

use super::gaps::{SUGGESTED, known};
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
    who_form(key, subject, wants, perhaps).shown()
}

fn who_form(key: &str, subject: &str, wants: Wants, perhaps: Vec<String>) -> Form {
    let label = match wants {
        Wants::Team => format!("The team that does {}", said(subject)),
        _ => format!("Who says yes for {}", said(subject)),
    };
    Form {
        key: key.to_owned(),
        action: "/map/answer".into(),
        back: "/map".into(),
        fields: vec![Field::given("subject", subject), Field::needed("name", label).plain().perhaps(perhaps)],
        button: "Keep the answer",
        is_main: false,
    }
}

/// The same, where a list of the page says what the name may be.
///
/// # Errors
/// If the system gives no random bytes.
pub fn who_of(subject: &str, wants: Wants, list: &'static str) -> Result<Markup, Stop> {
    let mut form = who_form("", subject, wants, Vec::new());
    form.fields = form.fields.into_iter().map(|field| field.listed(list)).collect();
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
        let said = |name| Some(typed.words(name)).filter(|words| !words.is_empty());
        let subject = typed.words("subject");
        let kept = to_keep(subject, said("name"), said("same"), said("different"))
            .and_then(|answers| keep(server, &typed, &answers));
        kept.or_else(|why| {
            let form = who_form("again", subject, Wants::Name, Vec::new());
            form.again(Room::Map, "An answer", &typed, &why)
        })
    })
    .await
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
        let kept = change
            .and_then(|change| correction(change, typed.words("item"), typed.words("whom"), because))
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
                _ => whole(None),
            };
            form("again", fields, "Correct it").again(Room::Map, "A correction", &typed, &why)
        })
    })
    .await
}

/// Strikes a name: the map is drawn without it, and shown before it is kept.
pub fn strike(name: &str) -> Markup {
    chosen("without", name, "Strike the name", "Strike this name")
}

/// Adds a name that the rule left out.
pub fn add(name: &str) -> Markup {
    chosen("with", name, "Add the name", "Add this name")
}

fn chosen(word: &str, name: &str, button: &str, summary: &str) -> Markup {
    html! {
        details class="fold" { summary { (summary) }
            form class="fields" method="post" action="/plan/redraw" {
                input type="hidden" name="do" value=(word);
                input type="hidden" name="name" value=(name);
                label { "Because" input name="because" required maxlength="200" autocomplete="off"; span class="age" { "The map is drawn anew, and shown before it is kept." } }
                button { (button) }
            }
        }
    }
}

/// Adds a name of which no crossing speaks.
pub fn name(map: &Map) -> Markup {
    html! {
        form class="fields" method="post" action="/plan/redraw" {
            input type="hidden" name="do" value="with";
            label { "The name, as the plan or the directory has it" input name="name" required maxlength="200" autocomplete="off" list="left-names"; }
            datalist id="left-names" { @for left in map.left_out.iter().take(SUGGESTED) { option value=(said(&left.person)) {} } }
            label { "Because" input name="because" required maxlength="200" autocomplete="off"; span class="age" { "The map is drawn anew, and shown before it is kept." } }
            button { "Add the name" }
        }
    }
}
