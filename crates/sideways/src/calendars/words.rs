//! What calendars say, in words.

use std::path::Path;

use playbook::calendar::{Age, Answer, Forum, Shown, Standup};

use crate::words::{counted, listed};

/// Who is in a forum: peers by name, others as a number.
pub fn people(seen: &Shown, forum: &Forum) -> String {
    let of = |is: &dyn Fn(Answer) -> bool| -> Vec<String> {
        let peers = forum.invited.iter().filter(|one| one.peer.is_some() && is(one.answer));
        peers.map(|one| one.name.clone()).collect()
    };
    let others = forum.invited.iter().filter(|one| one.peer.is_none()).count() + forum.others as usize;
    let mut with = of(&|answer| !answer.is_away());
    if others > 0 {
        with.push(counted(others, "other", "others"));
    }
    if forum.has_list {
        with.push("a list of people".into());
    }
    let not_asked = forum.not_invited.iter().filter_map(|peer| seen.names.get(&peer.to_string()));
    let not_asked: Vec<String> = not_asked.cloned().collect();
    let parts = [
        ("with", with),
        ("will be absent:", of(&|answer| answer.is_away())),
        ("not asked, of your map:", not_asked),
    ];
    let said = parts.into_iter().filter(|(_, names)| !names.is_empty());
    said.map(|(head, names)| format!("{head} {}", listed(&names, "and"))).collect::<Vec<_>>().join("; ")
}

/// Whose team holds a standup.
pub fn team(seen: &Shown, standup: &Standup) -> String {
    let names = standup.peers.iter().filter_map(|peer| seen.names.get(&peer.to_string()));
    match names.cloned().collect::<Vec<_>>().as_slice() {
        [] => "no peer's, as far as the calendar says".into(),
        names => format!("the team of {}", listed(names, "and")),
    }
}

/// Whose calendar it is, and how old.
pub fn aged(age: &Age) -> String {
    let whose = age.whose.as_deref().map_or_else(|| "Yours".to_owned(), |name| format!("{name}'s"));
    let Age { read, saved, to, files, .. } = age;
    let is_dropped = files.iter().any(|file| Path::new(file).is_relative());
    let when = if is_dropped { format!("dropped {read}") } else { format!("saved {saved}, read {read}") };
    format!("{whose}: {when}, known up to {to}: {}", listed(files, "and"))
}

/// A title in quotation marks.
pub fn titled(title: &str) -> String {
    if title.is_empty() { "without a title".into() } else { format!("“{title}”") }
}
