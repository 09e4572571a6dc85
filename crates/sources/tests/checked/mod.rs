//! What must hold of everything that was read, whatever the bytes were.

use plan::{
    facts::Team,
    place::{Place, Quotes},
};
use sources::{
    read::read_text,
    readers::{Found, prose},
    text::{Text, Texts},
};

/// What was read of bytes: the text, and what was found in it.
pub fn found(bytes: Vec<u8>, ending: &str, is_people: bool) -> (Text, Found) {
    let (text, problems) = Text::decode(0, "f", bytes);
    let mut found = read_text(&text, ending, is_people, None);
    found.problems.splice(0..0, problems);
    (text, found)
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
        .chain(facts.answers.iter().map(|answer| &answer.place))
        .chain(facts.corrections.iter().map(|correction| &correction.place))
        .chain(facts.choices.iter().map(|choice| &choice.place))
        .chain(found.problems.iter().map(|problem| &problem.place))
        .collect()
}

/// Line and column of a byte, counted the plain way.
fn counted(body: &str, at: usize) -> (u32, u32) {
    let (mut line, mut column) = (1, 1);
    let mut rest = body[..at].chars().peekable();
    while let Some(c) = rest.next() {
        // The last CR before a place may be the first half of a line end that goes on behind it.
        let is_pair = c == '\r'
            && (rest.peek() == Some(&'\n') || (rest.peek().is_none() && body[at..].starts_with('\n')));
        match c {
            '\n' | '\r' if !is_pair => (line, column) = (line + 1, 1),
            _ => column += 1,
        }
    }
    (line, column)
}

/// Every place lies in the text, where it says; every quote and every problem can be shown.
pub fn check(text: Text, found: &Found) {
    let places = places(found);
    for place in places.iter().filter(|place| place.line > 0) {
        let (start, end) = (place.start as usize, place.end as usize);
        assert!(text.body.get(start..end).is_some(), "{place:?} in {} bytes", text.body.len());
        if text.body.len() < 4096 && !text.body.is_empty() {
            assert_eq!((place.line, place.column), counted(&text.body, start), "{place:?}");
        }
    }
    let texts = Texts(vec![text]);
    listen(&texts, found);
    for place in places.into_iter().take(200) {
        let quote = texts.quoted(place).quote;
        assert!(quote.chars().count() <= 201 && !quote.contains(char::is_control), "{quote:?}");
    }
    for problem in found.problems.iter().take(200) {
        let said = problem.render(&texts);
        assert!(said.lines().count() <= 4 && !said.contains(['\r', '\t', '\u{1b}', '\u{202e}']), "{said:?}");
        assert!(problem.hint.is_some(), "{said}");
    }
}

/// Looks through running text for a few teams: every guess stands under something, and its sentence can be shown.
fn listen(texts: &Texts, found: &Found) -> usize {
    let team = |name: &str| Team { name: name.into(), ..Team::default() };
    let mut facts = found.facts.clone();
    facts.teams.extend(["Payments", "Search", "Refunds", "A"].map(team));
    let heard = prose::hear(texts, &[(0, found.running.clone())], &mut facts);
    for mention in &facts.mentions {
        assert!(mention.item < facts.items.len());
        let (start, end) = (mention.place.start as usize, mention.place.end as usize);
        assert!(!texts.0[0].body.get(start..end).unwrap().is_empty());
        assert!(texts.quoted(&mention.place).quote.chars().count() <= 201);
    }
    heard.sentences
}
