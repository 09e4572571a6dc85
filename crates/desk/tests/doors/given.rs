//! Notebooks in a home of the test's own.

use std::{ffi::OsString, path::Path};

use desk::{
    clock::Moment,
    keys::Hold,
    open::{Desk, create, open_to_act, open_to_read},
    places::Places,
};
use jiff::Zoned;
use playbook::{
    channel::{self, Talk},
    map::peers::{self, Blob, Kept},
    moment::{Day, Id},
    notebook::Command,
    privacy::{OwnersScreen, Private, Sealing},
    sentence::sentence,
};

pub fn noon() -> Moment {
    Moment::of(&"2027-03-01T12:00:00+01:00[Europe/Berlin]".parse::<Zoned>().unwrap())
}

pub fn later(days: i64) -> Moment {
    let noon: Zoned = "2027-03-01T12:00:00+01:00[Europe/Berlin]".parse().unwrap();
    Moment::of(&noon.saturating_add(jiff::Span::new().days(days)))
}

pub fn screen() -> OwnersScreen {
    OwnersScreen::of_the_owner()
}

pub fn places(home: &Path) -> Places {
    let home = home.as_os_str().to_owned();
    Places::find(None, &|name| (name == "HOME").then(|| OsString::from(&home))).unwrap()
}

/// An empty notebook, open to act.
pub fn fresh(home: &Path) -> Desk {
    create(places(home), &Hold::File, noon()).unwrap().0
}

pub fn reading(home: &Path) -> Desk {
    open_to_read(places(home), noon()).unwrap()
}

pub fn acting(home: &Path) -> Desk {
    open_to_act(places(home), "sideways test", noon()).unwrap()
}

pub fn private(words: &str) -> Private<String> {
    Private::new(words.to_owned())
}

pub fn add(name: &str) -> Command {
    Command::Peers(peers::Command::Add { name: name.to_owned(), aliases: Vec::new() })
}

/// A talk with notes.
pub fn talk(desk: &Desk, with: &str, notes: &str, on: Day) -> Command {
    let peer = desk.notes().peers.find(with).unwrap();
    let talk = Talk {
        peer: Id::of(0),
        on,
        minutes: Some(25),
        constraint: Some(private("hiring frozen till June")),
        pressure: None,
        fire: None,
        notes: Some(private(notes)),
        was_status: false,
        had_ask: false,
        in_conflict: false,
        from_calendar: false,
    };
    Command::Channel(channel::Command::Record { peer, talk, kindnesses: Vec::new() })
}

/// A kept map whose plan lies sealed beside the journal.
pub fn keep_plan(home: &Path, plan: &[u8]) -> Command {
    let (key, blob) = desk::seal::seal_blob(plan).unwrap();
    let path = places(home).plan(&blob.name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(&path, &blob.bytes).unwrap();
    for (path, mode) in [(path.as_path(), 0o600), (path.parent().unwrap(), 0o700)] {
        std::fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(mode)).unwrap();
    }
    let plan = Blob { digest: blob.name, key: Private::new((*key.expose()).into()) };
    let kept = Kept { as_of: noon().today, picks: Vec::new(), plan: Some(plan), map: None };
    Command::Peers(peers::Command::Keep { kept, names: Vec::new() })
}

/// Everything a person can see of an entry: number, time, day, what it says, what undid it, whether it was forgotten.
pub type Seen = (u32, i64, Option<Day>, Vec<String>, Option<u32>, bool);

pub fn seen(desk: &mut Desk) -> Vec<Seen> {
    let entries = desk.entries().unwrap();
    let say = |found: &desk::open::Found| {
        let events = found.entry.iter().flat_map(|entry| &entry.events);
        events.map(|event| sentence(event, &desk.notes().peers, noon().today, &screen())).collect()
    };
    let see = |found: &desk::open::Found| {
        let on = found.entry.as_ref().map(|entry| entry.on);
        (found.number, found.time, on, say(found), found.undone_by, found.is_forgotten)
    };
    entries.iter().map(see).collect()
}

/// Every entry as it is stored: its number, its time and its bytes, whoever is named in it.
pub fn read(desk: &mut Desk) -> Vec<(u32, i64, Option<Vec<u8>>)> {
    let bytes = |entry| minicbor::to_vec_with(entry, &mut Sealing::for_the_notebook()).unwrap();
    let all = desk.entries().unwrap();
    all.iter().map(|found| (found.number, found.time, found.entry.as_ref().map(bytes))).collect()
}

/// All that the rules know, as bytes.
pub fn folded(desk: &Desk) -> Vec<u8> {
    minicbor::to_vec_with(desk.notes(), &mut Sealing::for_the_notebook()).unwrap()
}

/// Whether these bytes lie in any file below a folder.
pub fn lies_below(folder: &Path, bytes: &[u8]) -> bool {
    std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).any(|path| match path.is_dir() {
        true => lies_below(&path, bytes),
        false => std::fs::read(&path).unwrap().windows(bytes.len()).any(|window| window == bytes),
    })
}
