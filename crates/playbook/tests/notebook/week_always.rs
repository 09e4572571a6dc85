//! What holds for the week page of any notebook, whatever happened in whatever order.

use std::collections::BTreeSet;

use playbook::{
    bounds, channel,
    map::peers::{self, Kept, Pick, Yes},
    moment::{Day, Id},
    notebook::{Command, Entry, Event, Notebook},
    privacy::Shareable,
    side::Side,
    trade::{asks, goods, loans},
    week::{self, Week, this_week},
};
use proptest::prelude::*;

use crate::given::{blank_talk, day, given, private, screen};

/// Commands that a line may name.
const HEADS: [&[&str]; 13] = [
    &["kindness", "done"],
    &["loan", "returned"],
    &["talk", "prepare"],
    &["crossing", "given"],
    &["map", "--keep"],
    &["map", "--attention"],
    &["read"],
    &["ask"],
    &["answer"],
    &["team"],
    &["give"],
    &["agree"],
    &["credit"],
];

/// Words with which a line begins: it says what to do.
const VERBS: [&str; 18] = [
    "Answer", "Arrange", "Ask", "Decide", "Do", "Find", "Get", "Give", "Go", "Keep", "Let", "Name", "Read",
    "Settle", "Spend", "Talk", "Tell", "Write",
];

#[derive(Clone, Debug)]
struct Any {
    kind: u8,
    peer: u32,
    other: u32,
    days: i64,
    more: i64,
    flag: bool,
}

fn any_event() -> impl Strategy<Value = Any> {
    (0..33u8, 0..6u32, 0..12u32, 0..220i64, -40..90i64, any::<bool>())
        .prop_map(|(kind, peer, other, days, more, flag)| Any { kind, peer, other, days, more, flag })
}

fn start() -> Day {
    day("2026-01-05")
}

impl Any {
    fn event(&self, number: u32) -> Event {
        match self.kind {
            0..=7 => Event::Peers(self.of_peers(number)),
            8..=13 => Event::Channel(self.of_channels(number)),
            14..=19 => Event::Asks(self.of_asks(number)),
            20 | 21 => Event::Loans(self.of_loans(number)),
            22 | 23 => Event::Team(self.of_team(number)),
            27.. => Event::Goods(self.of_goods(number)),
            24 => Event::Undone { entry: self.other },
            25 => Event::Week(week::Event::PutOff { line: self.line(), until: self.then() }),
            _ => {
                Event::Week(week::Event::Struck { line: self.line(), on: self.on(), because: private("so") })
            }
        }
    }

    fn on(&self) -> Day {
        start().plus(self.days)
    }

    fn then(&self) -> Day {
        self.on().plus(self.more)
    }

    fn who(&self) -> Id {
        Id::of(self.peer)
    }

    fn what(&self) -> Id {
        Id::of(self.other)
    }

    fn line(&self) -> String {
        let what = ["kindness", "loan", "ask", "channel", "first-talk", "attention"][self.peer as usize];
        format!("{what}:{}", self.other)
    }

    fn of_peers(&self, number: u32) -> peers::Event {
        let (peer, into) = (self.who(), Id::of(self.other % 6));
        let name = if self.flag { format!("Peer {}", self.peer) } else { "Ada $(`\"\\\n".to_owned() };
        match self.kind {
            0 => peers::Event::Aliased { peer, alias: name },
            1 => peers::Event::Merged { peer, into },
            2 => peers::Event::Unmerged { peer },
            3 => peers::Event::Succeeded { peer, by: into, on: self.on() },
            4 if self.flag => peers::Event::Guarded { peer, because: private("so") },
            4 => peers::Event::Trusted { peer, because: private("so") },
            5 => {
                let yes = |due| Yes {
                    kind: "approval".into(),
                    item: "“Checkout” v2.".into(),
                    home: "Checkout".into(),
                    due: self.flag.then_some(due),
                    place: "plan.md:3".into(),
                    theirs: None,
                };
                let pick = |peer: u32| Pick {
                    peer: Id::of(peer),
                    share: self.more as f64 / 50.0,
                    teams: Vec::new(),
                    yeses: vec![yes(self.then()), yes(self.then().plus(i64::from(peer) * 9))],
                    name: None,
                };
                let picks = (0..self.other % 6).map(pick).collect();
                peers::Event::Kept(Kept { as_of: self.on(), picks, plan: None, map: None })
            }
            _ => peers::Event::Added { peer: Id::of(number % 6), name, aliases: Vec::new() },
        }
    }

    fn of_channels(&self, number: u32) -> channel::Event {
        let (peer, what) = (self.who(), private("the name of\u{202e} a reviewer."));
        match self.kind {
            8 | 9 => {
                let mut talk = blank_talk(self.on());
                (talk.peer, talk.was_status, talk.had_ask) = (peer, self.flag, self.more > 0);
                channel::Event::Talked(talk)
            }
            10 => channel::Event::Cancelled(channel::Cancelled {
                peer,
                on: self.on(),
                by: None,
                from_calendar: self.flag,
            }),
            11 if self.flag => channel::Event::KindnessDone { kindness: self.what(), on: self.on() },
            11 => channel::Event::KindnessDropped { kindness: self.what(), because: None },
            12 => {
                channel::Event::ValueFound(channel::Value { peer, what, was_heard: self.flag, on: self.on() })
            }
            _ => {
                let (by, since) = (self.then(), self.on());
                channel::Event::KindnessFound(channel::Kindness { id: Id::of(number), peer, what, by, since })
            }
        }
    }

    fn of_asks(&self, number: u32) -> asks::Event {
        let ask = self.what();
        match self.kind {
            14 => asks::Event::Acknowledged { ask, on: self.on() },
            15 => asks::Event::Undecided { ask, decide_by: self.then() },
            16 => asks::Event::Extended { ask, decide_by: self.then(), told_on: self.on() },
            17 => asks::Event::Answered { ask, answer: asks::Answer::Yes, on: self.on(), remark: None },
            _ => {
                let ask = asks::Ask {
                    id: Id::of(number),
                    peer: self.who(),
                    what: Shareable::new("two reviewers".to_owned()),
                    on: self.on(),
                    needed_by: self.flag.then(|| self.then()),
                    lead: (self.more > 20).then_some(3),
                    notes: None,
                };
                if self.other.is_multiple_of(3) {
                    asks::Event::AskedOfThem(ask)
                } else {
                    asks::Event::AskedOfMe(ask)
                }
            }
        }
    }

    fn of_loans(&self, number: u32) -> loans::Event {
        if self.flag && self.kind == 20 {
            return loans::Event::Returned { loan: self.what(), on: self.on() };
        }
        loans::Event::Lent(loans::Loan {
            id: Id::of(number),
            peer: self.who(),
            lender: if self.flag { Side::Me } else { Side::Them },
            what: private("one reviewer"),
            from: self.on(),
            until: self.then(),
        })
    }

    fn of_goods(&self, number: u32) -> goods::Event {
        let (good, on) = (self.what(), self.on());
        let say = || private("the “load” tests.");
        let note = |good| goods::Note { id: Id::of(number), peer: self.who(), good, on };
        match (self.kind, self.flag) {
            (27, true) => goods::Event::Offered(note(goods::Good::Credit(goods::Credit {
                contribution: say(),
                review: say(),
                reader: say(),
            }))),
            (27, false) => goods::Event::Offered(note(goods::Good::Capacity(goods::Capacity {
                what: say(),
                from: on,
                until: self.then(),
            }))),
            (28, true) => {
                let news = goods::News { what: say(), free_from: self.then() };
                goods::Event::Held { good: Id::of(number), peer: self.who(), giver: Side::Me, news, on }
            }
            (28, false) => goods::Event::Wanted(note(goods::Good::Risk(goods::Risk {
                migration: say(),
                write_up: say(),
            }))),
            (29, true) => goods::Event::Offered(note(goods::Good::Risk(goods::Risk {
                migration: say(),
                write_up: say(),
            }))),
            (29 | 30, _) => goods::Event::Agreed { goods: vec![good], back: vec![self.who()], on },
            (31, true) => goods::Event::Given { good, on },
            (31, false) => goods::Event::WrittenUp { good, at: say(), on },
            (_, true) => goods::Event::Named { good, at: say(), on },
            (_, false) => goods::Event::Dropped { good, because: say(), on },
        }
    }

    fn of_team(&self, number: u32) -> bounds::Event {
        match (self.kind, self.flag) {
            (22, true) => bounds::Event::Decided { wait: self.what(), on: self.on() },
            (22, false) => bounds::Event::Waiting(bounds::Wait {
                id: Id::of(number),
                what: private("who goes on call"),
                since: self.on(),
            }),
            _ => bounds::Event::TimeSpent(bounds::Time { on: self.on(), minutes: 30, from_calendar: false }),
        }
    }
}

fn folded(events: &[Any]) -> Notebook {
    let mut notebook = Notebook::default();
    for (number, any) in (1..).zip(events) {
        notebook.evolve(Entry { on: any.on(), events: vec![any.event(number)] }, number);
    }
    notebook
}

/// Words as a shell takes them.
fn typed(command: &str) -> Option<Vec<String>> {
    let (mut words, mut word, mut is_quoted, mut is_word) = (Vec::new(), String::new(), false, false);
    let mut chars = command.chars();
    while let Some(c) = chars.next() {
        match c {
            '"' => (is_quoted, is_word) = (!is_quoted, true),
            '\\' if is_quoted => word.push(chars.next()?),
            '$' | '`' if is_quoted => return None,
            ' ' if !is_quoted => {
                if std::mem::take(&mut is_word) {
                    words.push(std::mem::take(&mut word));
                }
            }
            c if is_quoted || c.is_ascii_alphanumeric() || "-_.".contains(c) => {
                is_word = true;
                word.push(c);
            }
            _ => return None,
        }
    }
    words.extend(is_word.then_some(word));
    (!is_quoted).then_some(words)
}

fn holds(page: &Week) -> Result<(), TestCaseError> {
    prop_assert!(page.lines.len() <= 7);
    prop_assert!(page.lines.iter().filter(|line| line.is_act).count() <= 3);
    let names: BTreeSet<&str> = page.lines.iter().map(|line| line.name.as_str()).collect();
    prop_assert_eq!(names.len(), page.lines.len());
    prop_assert_eq!(page.calm.is_some(), page.lines.is_empty());
    for line in &page.lines {
        prop_assert!(!line.reason.is_empty() && !line.evidence.is_empty(), "{:?}", line);
        let verb = line.sentence.split(' ').next().unwrap_or_default();
        prop_assert!(VERBS.contains(&verb) && line.sentence.ends_with('.'), "{}", line.sentence);
        let dated = |words: &String| words.contains("20") || words.contains("today");
        prop_assert!(line.evidence.iter().chain([&line.sentence]).any(dated), "{:?}", line);
        let words = typed(&line.command);
        let is_known = words.is_some_and(|words| {
            let (program, rest) = words.split_first().unwrap();
            program == "sideways" && HEADS.iter().any(|head| rest.iter().zip(*head).all(|(a, b)| a == b))
        });
        prop_assert!(is_known, "{}", line.command);
        prop_assert!(line.since <= page.today, "{:?}", line);
        prop_assert!(!line.sentence.contains(['\n', '\u{202e}']), "{}", line.sentence);
    }
    prop_assert!(page.ahead.is_sorted_by_key(|ahead| ahead.day));
    prop_assert!(page.ahead.iter().all(|ahead| (0..=28).contains(&page.today.until(ahead.day))));
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn w1_any_notebook_has_a_page_of_at_most_seven_lines_and_three_acts(
        events in prop::collection::vec(any_event(), 0..60),
        days in 0..300i64,
    ) {
        let notebook = folded(&events);
        let page = this_week(&notebook, start().plus(days), &screen());
        holds(&page)?;
        prop_assert_eq!(&page, &this_week(&notebook, start().plus(days), &screen()), "the same page every time");
    }

    #[test]
    fn w1_a_peer_has_at_most_one_line_whatever_was_merged(
        events in prop::collection::vec(any_event(), 0..60),
        days in 0..300i64,
    ) {
        // Names are not unique in a notebook of any events, so each peer gets one of their own first.
        let added = (0..6).map(|peer| Any { kind: 7, peer, other: 0, days: 0, more: 0, flag: true });
        let events: Vec<Any> = added
            .map(|any| Any { peer: (any.peer + 1) % 6, ..any })
            .chain(events.into_iter().filter(|any| !matches!(any.kind, 6 | 7)))
            .collect();
        let page = this_week(&folded(&events), start().plus(days), &screen());
        let peers: Vec<&String> = page.lines.iter().filter_map(|line| line.peer.as_ref()).collect();
        let once: BTreeSet<&String> = peers.iter().copied().collect();
        prop_assert_eq!(once.len(), peers.len(), "{:?}", peers);
    }

    #[test]
    fn w1_lines_stand_in_the_order_of_what_they_are_about(
        events in prop::collection::vec(any_event(), 0..60),
        days in 0..300i64,
    ) {
        let page = this_week(&folded(&events), start().plus(days), &screen());
        let alone: Vec<_> = page.lines.iter().filter(|line| line.also.is_empty()).collect();
        prop_assert!(alone.is_sorted_by_key(|line| line.consequence));
    }
}

#[test]
fn w1_undoing_everything_gives_the_empty_page() {
    let story = given(["Mira Solberg", "Tom Reyes"])
        .on("2026-03-02")
        .kept(&[("Mira Solberg", 0.6, &["2026-03-20"]), ("Tom Reyes", 0.3, &[])])
        .talked("mira")
        .done(|_| {
            Command::Week(week::Command::Later {
                line: "1".into(),
                screen: screen(),
                until: None,
                forums: Vec::new(),
            })
        });
    let last = story.last();
    let undone = (1..=last).rev().fold(story, |story, entry| story.undone(entry));
    assert_eq!(undone.week(), given([]).on("2026-03-02").week());
}

#[test]
fn w1_the_page_of_a_day_is_the_same_in_every_time_zone() {
    let story = |at: i64| {
        let mut story =
            given(["Mira Solberg"]).on("2026-03-02").kept(&[("Mira Solberg", 0.6, &["2026-03-20"])]);
        story.at = jiff::Timestamp::from_second(at).unwrap();
        story.talked("mira").on("2026-03-16").week()
    };
    assert_eq!(
        story(1_772_405_999),
        story(1_772_492_400),
        "one instant before that day's dawn, one after its dusk"
    );
}
