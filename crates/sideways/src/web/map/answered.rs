//! What the map asks or misses, and was said since: it stands in place of the question until the map is drawn anew.

use maud::{Markup, html};
use playbook::{
    map::questions::{Question, Wants},
    notebook::Notebook,
};
use sources::answers::Slot;

use crate::{
    corrected,
    web::{
        act,
        page::{self, said},
    },
};

/// An answer that the notebook keeps and that counts.
pub struct Answered {
    entry: u32,
    words: String,
    slot: Option<Slot>,
}

/// All of them.
pub fn answers(notes: &Notebook) -> Vec<Answered> {
    let all = corrected::all(notes).into_iter().filter(|one| !one.is_past);
    all.map(|one| Answered { entry: one.number, words: one.entry.says, slot: one.slot }).collect()
}

/// What was said of who says yes for a subject, or does it.
pub fn who<'a>(subject: &str, all: &'a [Answered]) -> Option<&'a Answered> {
    let slot = Some(Slot::who(subject));
    all.iter().find(|one| one.slot == slot)
}

/// What was said of a question.
pub fn of<'a>(question: &Question, all: &'a [Answered]) -> Option<&'a Answered> {
    let about = question.about.as_ref()?;
    match (about.wants, about.perhaps.first()) {
        (Wants::Same, Some(other)) => {
            let slot = Some(Slot::pair(&about.subject, other));
            all.iter().find(|one| one.slot == slot)
        }
        _ => who(&about.subject, all),
    }
}

/// What was said, and what takes it back.
pub fn shown(one: &Answered, once: &page::Once) -> Markup {
    html! {
        div class="acts said" {
            p { "You said: " (said(&one.words)) "." }
            (act::undo_with(one.entry, once))
        }
    }
}
