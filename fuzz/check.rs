//! What holds of every reading, whatever the bytes: every place lies in the text, and everything can be shown.

use jiff::{
    civil::date,
    tz::{Offset, TimeZone},
};
use plan::place::{Place, Quotes};
use playbook::escalate::{Author, Joint, Words, marks::Checks, page, parcel::Parcel, plain};
use sources::{
    Problem,
    profile::Profile,
    read::read_text,
    readers::{
        Found,
        calendar::{self, Window},
    },
    text::{Text, Texts},
};

/// Reads bytes as a file of an ending, and checks what was found.
pub fn read(bytes: &[u8], ending: &str, is_people: bool, profile: Option<&str>) {
    let (text, problems) = Text::decode(0, "f", bytes.to_vec());
    let profile = profile.and_then(Profile::built_in);
    let found = read_text(&text, ending, is_people, profile.as_ref());
    let all: Vec<&Problem> = problems.iter().chain(&found.problems).collect();
    for place in places(&found).into_iter().chain(all.iter().map(|problem| &problem.place)) {
        let (start, end) = (place.start as usize, place.end as usize);
        assert!(text.body.get(start..end).is_some(), "{place:?} in {} bytes", text.body.len());
        let is_placed =
            place.line == 0 || text.body.is_empty() || text.position(start) == (place.line, place.column);
        assert!(is_placed, "{place:?} is at {:?}", text.position(start));
    }
    let texts = Texts(vec![text]);
    for place in places(&found).into_iter().take(50) {
        assert!(!texts.quoted(place).quote.contains(char::is_control));
    }
    for problem in all.into_iter().take(50) {
        assert!(problem.render(&texts).lines().count() <= 4);
        assert!(problem.hint.is_some(), "{}", problem.fact);
    }
}

/// Reads bytes as a calendar, and checks what was found.
pub fn calendar(bytes: &[u8]) {
    let (text, mut problems) = Text::decode(0, "f", bytes.to_vec());
    let zone = TimeZone::fixed(Offset::constant(1));
    let window = Window { from: date(2026, 1, 1), to: date(2027, 12, 31), zone: &zone };
    let found = calendar::read(&text, window);
    problems.extend(found.problems);
    for meeting in &found.meetings {
        assert!((window.from..=window.to).contains(&meeting.day));
    }
    let places = found.meetings.iter().map(|meeting| &meeting.place);
    for place in places.chain(problems.iter().map(|problem| &problem.place)) {
        assert!(text.body.get(place.start as usize..place.end as usize).is_some(), "{place:?}");
    }
    let texts = Texts(vec![text]);
    for problem in problems.iter().take(50) {
        assert!(problem.render(&texts).lines().count() <= 4 && problem.hint.is_some());
    }
}

/// Sees every signature as theirs, so that what lies behind is reached.
struct Believes;

impl Checks for Believes {
    fn holds(&self, _: &[u8; 32], _: &[u8], _: &[u8; 64]) -> bool {
        true
    }

    fn digest(&self, _: &[u8]) -> [u8; 64] {
        [0; 64]
    }
}

/// Reads bytes as all that comes from outside of a joint document: a parcel, a plain file, a page.
pub fn joint(bytes: &[u8]) {
    let keys = [[1; 32], [2; 32]];
    if let Ok(parcel) = Parcel::read(bytes, &keys[0], &[0; 32], &Believes)
        && let Ok(mut joint) = Joint::new(parcel.id(), parcel.names().clone())
        && joint.can_be(parcel.writings(), parcel.from().other(), &keys, &Believes).is_ok()
    {
        joint.merge(parcel.writings());
        assert!(joint.news(parcel.writings()).is_empty(), "twice is once");
        if let Ok(text) = joint.text() {
            let back = plain::read(&joint, parcel.from(), &text.markdown);
            assert!(back.is_ok_and(|back| back.changes.is_empty()), "what was written is read");
        }
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        let names = ["Ada", "Dana"].map(|name| Words::of(name).unwrap());
        let joint = Joint::new([7; 16], names).unwrap();
        let _ = plain::read(&joint, Author::First, text);
        let _ = page::check(text, &page::keys(text), &Believes);
        if let Ok(words) = Words::of(text) {
            assert_eq!(Words::of(words.as_str()), Ok(words));
        }
    }
}

fn places(found: &Found) -> Vec<&Place> {
    let facts = &found.facts;
    let items = facts.items.iter().flat_map(|item| {
        let owners = item.owners.iter().map(|owner| &owner.named().place);
        owners.chain([&item.place]).chain(item.promise.as_ref().map(|promise| &promise.place))
    });
    items
        .chain(facts.links.iter().map(|link| &link.place))
        .chain(facts.asks.iter().flat_map(|ask| [&ask.place, &ask.whom.named().place]))
        .chain(facts.teams.iter().map(|team| &team.place))
        .chain(facts.people.iter().map(|person| &person.place))
        .chain(facts.systems.iter().map(|system| &system.place))
        .chain(facts.days_off.iter().map(|day| &day.place))
        .collect()
}
