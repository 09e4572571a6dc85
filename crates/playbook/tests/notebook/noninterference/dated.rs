//! Promise S14: feeds of notebooks that have the same dates, with all that these are about being private.

use playbook::{
    channel, due,
    moment::Id,
    notebook::Command,
    outward::{
        self,
        feed::{Kind, Namer, Scope, Sent},
    },
    privacy::Shareable,
    side::Side,
    tell,
    trade::{
        asks::{self, Ask},
        loans,
    },
};
use proptest::{collection::vec, prelude::*, test_runner::Config};

use super::{
    number_of_pairs,
    secrets::{PEERS, Secret, Secrets, hidden, pair},
};
use crate::{
    called,
    given::{Story, blank_talk, given, id, private},
};

/// What both sides of a whole feed have in common: dates, and with whom.
#[derive(Clone, Debug)]
enum Date {
    Talk { peer: usize },
    Loan { peer: usize, days: i64, is_lent: bool },
    Ask { peer: usize, days: i64 },
    Call { peer: usize },
}

fn date() -> impl Strategy<Value = (i64, Date)> {
    let peer = || 0..PEERS.len();
    let date = prop_oneof![
        peer().prop_map(|peer| Date::Talk { peer }),
        (peer(), 0..40_i64, any::<bool>()).prop_map(|(peer, days, is_lent)| Date::Loan {
            peer,
            days,
            is_lent
        }),
        (peer(), 0..40_i64).prop_map(|(peer, days)| Date::Ask { peer, days }),
        peer().prop_map(|peer| Date::Call { peer }),
    ];
    (0..9_i64, date)
}

/// News for a peer, which everybody may hear; the item of it is the owner's own.
fn to_call(story: &Story, peer: &str, item: &str) -> Command {
    Command::Tell(tell::Command::Open(tell::Draft {
        kind: tell::Kind::News,
        found: tell::Found::ByHand,
        what: Shareable::new("web joins platform".to_owned()),
        lands: vec![(story.peer(peer), None, None)],
        early: Vec::new(),
        room: None,
        free_from: None,
        notice: None,
        item: Some(private(item)),
    }))
}

/// A notebook with these dates, what they are about being private, and the names of what makes them.
fn dated(dates: &[(i64, Date)], secrets: &Secrets) -> (Story, Vec<(Kind, Id)>) {
    let mut secrets = secrets.clone();
    // Talks and loans move dates, and whoever is guarded gets no call (rule B1): those are in common here.
    let moves = |secret: &Secret| {
        matches!(secret, Secret::Talk { .. } | Secret::Loan { .. } | Secret::Guarded { .. })
    };
    secrets.records.retain(|(_, secret)| !moves(secret));
    let map = [("Mira Solberg", 0.5, &["2026-06-29"][..]), ("Tom Reyes", 0.2, &[])];
    let mut story = given(PEERS).on("2026-05-04").kept(&map);
    let mut known: Vec<(Kind, Id)> = PEERS.map(|name| (Kind::Talk, story.peer(name).id())).to_vec();
    for (at, (after, date)) in dates.iter().enumerate() {
        story = hidden(story, &secrets, at).after(*after);
        let words = secrets.notes[at].clone().unwrap_or_default();
        let (before, on) = (story.last(), story.today);
        let (kind, outcome) = match date {
            Date::Talk { peer } => {
                let talk = channel::Talk { notes: Some(private(&words)), ..blank_talk(on) };
                let wish = |story: &Story| channel::Command::Record {
                    peer: story.peer(PEERS[*peer]),
                    talk,
                    kindnesses: Vec::new(),
                };
                (Kind::Talk, story.when(|story| Command::Channel(wish(story))))
            }
            Date::Loan { peer, days, is_lent } => {
                let lender = if *is_lent { Side::Me } else { Side::Them };
                let wish = |story: &Story| loans::Command::Lend {
                    peer: story.peer(PEERS[*peer]),
                    lender,
                    what: private(&words),
                    from: None,
                    until: Some(on.plus(*days)),
                };
                (Kind::Loan, story.when(|story| Command::Loans(wish(story))))
            }
            Date::Ask { peer, days } => {
                let what = Shareable::new("two reviewers".to_owned());
                let (id, notes, by) = (id(0), Some(private(&words)), on.plus(*days));
                let ask = Ask { id, peer: id, what, on, needed_by: None, lead: None, notes };
                let wish = |story: &Story| asks::Command::Hear {
                    peer: story.peer(PEERS[*peer]),
                    ask,
                    decide_by: Some(by),
                };
                (Kind::Answer, story.when(|story| Command::Asks(wish(story))))
            }
            Date::Call { peer } => (Kind::Call, story.when(|story| to_call(story, PEERS[*peer], &words))),
        };
        story = outcome.story;
        known.extend((story.last() > before).then(|| (kind, id(before + 1))));
    }
    (hidden(story, &secrets, dates.len()).on("2026-06-20"), known)
}

proptest! {
    #![proptest_config(Config { cases: number_of_pairs(), failure_persistence: None, ..Config::default() })]

    #[test]
    fn s14_nothing_private_moves_a_byte_of_a_feed_of_everything(
        dates in vec(date(), 1..5), (one, other) in pair(), names in any::<bool>()
    ) {
        let scope = Scope { kinds: Kind::ALL.to_vec(), names };
        let said = |secrets: &Secrets| {
            let (story, known) = dated(&dates, secrets);
            seeded(&story, &known, &scope)
        };
        prop_assert_eq!(said(&one), said(&other));
    }
}

/// What a feed says now and a fortnight later, and its tags, with the names of known dates as their numbers.
pub fn seeded(story: &Story, known: &[(Kind, Id)], scope: &Scope) -> Vec<String> {
    let namer = namer_of();
    let calls = story.notebook.tell.all().flat_map(|open| {
        let about = open.announcement.id;
        story.notebook.peers.everybody().map(move |(peer, _)| namer_of().call(about, peer.id()).to_string())
    });
    let names = known.iter().map(|(kind, id)| namer.name(*kind, *id).to_string());
    let names: Vec<String> = names.chain(calls).collect();
    let mut said = Vec::new();
    let mut before = Sent::default();
    for days in [0, 14] {
        let at = story.at.checked_add(jiff::SignedDuration::from_hours(24 * days)).unwrap();
        let now = (at, story.today.plus(days));
        let mut then = story.again();
        (then.at, then.today) = now;
        let calls =
            if scope.kinds.contains(&Kind::Call) { called::calls(&then, &before) } else { Vec::new() };
        let sheet = due::sheet(&story.notebook, &namer, scope, &before, &calls, now, false);
        let is_its_own = sheet.tag == outward::feed::tag(&sheet.text);
        let blank = names.iter().fold(sheet.text.clone(), |text, name| text.replace(name, "luck"));
        let mut events: Vec<String> = sheet
            .text
            .trim_end_matches("END:VCALENDAR\r\n")
            .split("BEGIN:VEVENT")
            .map(str::to_owned)
            .collect();
        for event in &mut events {
            for (at, name) in names.iter().enumerate() {
                *event = event.replace(name, &format!("luck {at}"));
            }
        }
        events.sort();
        let tag = if is_its_own { "of the text" } else { &sheet.tag };
        said.extend([blank, tag.to_owned()]);
        said.extend(events);
        before = sheet.sent;
    }
    if before.standing().is_empty() { Vec::new() } else { said }
}

/// Names of dates, from a secret that is the same in all notebooks.
fn namer_of() -> Namer {
    Namer::with([7; 32])
}
