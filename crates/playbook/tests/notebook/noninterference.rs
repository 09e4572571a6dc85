//! Promise S1: nothing private moves a byte of what is meant for others.
//!
//! Two notebooks are equal in what both sides know of their asks, and differ in all that is private: contents, how many records,
//! their order, kindnesses, loans, refusals, remarks. Every outlet of both must say the same. A new outlet adds itself to
//! `OUTLETS`, a new kind of private record to `Secret`. `SIDEWAYS_PAIRS` says how many pairs, 1,000 unless set.

mod dated;
mod secrets;

use playbook::{
    defend::{self, passage::Passage, review::Review},
    escalate::{self, Author, Field, Opening, text::hex},
    map::peers,
    moment::Id,
    notebook::Command,
    outward::{
        self,
        feed::{Kind, Scope},
    },
    privacy::Shareable,
    ratify::{self, Touch},
    tell,
    trade::asks::{self, Answer, Ask},
};
use proptest::{
    collection::vec,
    option,
    prelude::*,
    strategy::ValueTree,
    test_runner::{Config, TestRunner},
};

use self::secrets::{pair, words};
pub use self::{
    dated::seeded,
    secrets::{PEERS, Secrets, hidden, secrets},
};
use crate::{
    given::{Story, given, id, private},
    pen::{self, Eye, Hand, KEYS},
};

/// A notebook, and its names of the asks that both sides know: the names are the owner's own.
struct Told {
    story: Story,
    asks: Vec<Id>,
    announced: Vec<Id>,
    initiative: Option<Id>,
    /// A joint document with somebody else: what is in it at last is known to both, how it was drafted to nobody.
    document: Option<Id>,
}

impl Told {
    /// A draft that speaks of what the contributions were for, and blames everybody.
    fn reviewed(&self) -> Review {
        let lines = [
            "The reviewers are here.",
            "We waited for Mira Solberg, Tom Reyes and Jo Ng.",
            "It is late because of Mira.",
        ];
        let draft: Vec<Passage> = (1..).zip(lines).map(|(at, line)| Passage::of(at, line)).collect();
        self.story.notebook.review(&draft, self.story.today.plus(-30), self.story.today)
    }
}

/// What an outlet says.
type Outlet = fn(&Told) -> Vec<String>;

/// Everything that says something to others.
const OUTLETS: [(&str, Outlet); 14] = [
    ("what to say in a call", |told| {
        let (tell, peers) = (&told.story.notebook.tell, &told.story.notebook.peers);
        let (at, today) = (told.story.at, told.story.today);
        let say = |(about, peer): (Id, &str)| {
            let (what, words) = tell.free_for(about, (peers, told.story.peer(peer)), at, today)?;
            let news = outward::ToTell { what, words, room: None, is_read_again: false };
            Some(outward::to_tell(&news).as_str().to_owned())
        };
        let announced = told.announced.iter().flat_map(|about| PEERS.map(|peer| (*about, peer)));
        announced.filter_map(say).collect()
    }),
    ("drafts of an answer", |told| {
        let drafts =
            told.asks.iter().filter_map(|ask| told.story.notebook.drafts(*ask, told.story.today).ok());
        drafts.flat_map(|drafts| [drafts.no, drafts.yes]).map(|text| text.as_str().to_owned()).collect()
    }),
    ("drafts as JSON", |told| {
        let drafts =
            told.asks.iter().filter_map(|ask| told.story.notebook.drafts(*ask, told.story.today).ok());
        drafts.map(|drafts| serde_json::to_string(&drafts).unwrap()).collect()
    }),
    ("the text that goes with an answer", |told| {
        let instead = Shareable::new("one reviewer from 10 June on".to_owned());
        let said = [(Answer::No, None), (Answer::No, Some(&instead)), (Answer::Yes, None)];
        let reply = |ask: &Id| {
            let text = |(answer, instead)| told.story.notebook.reply(*ask, answer, instead, told.story.today);
            said.map(text)
        };
        told.asks.iter().flat_map(reply).flatten().map(|text| text.as_str().to_owned()).collect()
    }),
    ("texts that are offered, in their order", |told| {
        let due = asks::due(&told.story.notebook.asks, &told.story.notebook.peers, told.story.today);
        let drafts = due.into_iter().filter(|due| told.asks.contains(&due.ask)).filter_map(|due| due.drafts);
        drafts.map(|drafts| drafts.no.as_str().to_owned()).collect()
    }),
    ("the feed of answers, its tag and its order", |told| feed_of_answers(told, false)),
    ("the feed of answers, with names", |told| feed_of_answers(told, true)),
    ("the page that goes up", |told| {
        let page = told.initiative.and_then(|id| told.story.notebook.ratification(id, told.story.today).ok());
        page.into_iter().map(|page| page.as_str().to_owned()).collect()
    }),
    ("sentences that name a contribution, in their order", |told| {
        told.reviewed().left_out.into_iter().map(|one| one.paste.as_str().to_owned()).collect()
    }),
    ("sentences in the place of blame", |told| {
        told.reviewed().blames.into_iter().map(|one| one.paste.as_str().to_owned()).collect()
    }),
    ("the joint document as a plain file", |told| {
        told.document
            .iter()
            .map(|id| told.story.notebook.joint_file(*id).unwrap().as_str().to_owned())
            .collect()
    }),
    ("what is sealed for its other author", |told| {
        let joint = joint_of(told);
        joint
            .map(|joint| hex(&outward::escalate::parcel(&joint, Author::First, &[2; 32], &Hand(1))))
            .collect()
    }),
    ("the page that goes up together", |told| {
        let marked = joint_of(told).map(|joint| both_marked(joint).both_marked(&KEYS, &Eye).unwrap());
        marked.map(|both| serde_json::to_string(&outward::escalate::page(&both)).unwrap()).collect()
    }),
    ("what is refused of the joint document", |told| {
        let eye = joint_of(told).map(|joint| {
            let unseen = joint.mark(Author::First, "", told.story.today, &Hand(1)).unwrap_err();
            let alone = joint.both_marked(&KEYS, &Eye).unwrap_err();
            [unseen, alone].map(|refusal| format!("{} {}", refusal.fact(), refusal.hint())).concat()
        });
        eye.collect()
    }),
];

/// A feed and its tag. The names of its dates are luck, which is the same on both sides: they are made so that nobody who lacks
/// the key learns anything of the entry, and stand here for the ask that both know.
fn feed_of_answers(told: &Told, names: bool) -> Vec<String> {
    let known = told.asks.iter().map(|ask| (Kind::Answer, *ask)).collect::<Vec<_>>();
    seeded(&told.story, &known, &Scope { kinds: vec![Kind::Answer], names })
}

fn joint_of(told: &Told) -> impl Iterator<Item = escalate::Joint> {
    let one = told.document.and_then(|id| told.story.notebook.escalations.one(id));
    one.map(|one| one.joint().clone()).into_iter()
}

/// The document once its other author wrote and both marked it.
fn both_marked(mut joint: escalate::Joint) -> escalate::Joint {
    let (first, second, on) = (Author::First, Author::Second, crate::given::day("2026-06-11"));
    joint.went_out();
    pen::write(&mut joint, Field::Position(second), pen::said("Booking does."), second);
    pen::write(&mut joint, Field::Prior(second), pen::said("None."), second);
    for by in [first, second] {
        let fair = joint.fair(by, on).unwrap();
        pen::write(&mut joint, Field::Fair(by), fair, by);
        let mark = joint.mark(by, &joint.text().unwrap().seen(), on, &pen::hand(by)).unwrap();
        pen::write(&mut joint, Field::Mark(by), mark, by);
    }
    joint
}

/// An ask as both sides know it; days count from the first, `None` where nothing was said.
#[derive(Clone, Debug)]
struct Joint {
    peer: usize,
    what: String,
    after: i64,
    needed_in: Option<i64>,
    lead: Option<u32>,
    decided_in: Option<i64>,
    alternative: Option<String>,
    work: Work,
}

/// What the team of the same peer did, as anybody may read it, and whether it was named; the condition of their yes.
#[derive(Clone, Debug)]
struct Work {
    what: String,
    toward: String,
    is_named: bool,
    condition: Option<String>,
}

fn joint() -> impl Strategy<Value = Joint> {
    let days = (0..9_i64, option::of(0..40_i64), option::of(0..12_u32), option::of(0..20_i64));
    (0..PEERS.len(), words(), days, option::of(words()), work()).prop_map(
        |(peer, what, (after, needed_in, lead, decided_in), alternative, work)| Joint {
            peer,
            what,
            after,
            needed_in,
            lead,
            decided_in,
            alternative,
            work,
        },
    )
}

fn work() -> impl Strategy<Value = Work> {
    (words(), words(), proptest::bool::weighted(0.2), option::of(words()))
        .prop_map(|(what, toward, is_named, condition)| Work { what, toward, is_named, condition })
}

fn pairs() -> impl Strategy<Value = (Vec<Joint>, (Secrets, Secrets))> {
    (vec(joint(), 1..5), pair())
}

/// A notebook in which all of this happened.
fn told(joint: &[Joint], secrets: &Secrets) -> Told {
    let story = given(PEERS).on("2026-05-04");
    let mut told = Told { story, asks: Vec::new(), announced: Vec::new(), initiative: None, document: None };
    for (at, ask) in joint.iter().enumerate() {
        told.story = hidden(told.story, secrets, at).after(ask.after);
        told = asked(told, ask, secrets.notes[at].as_deref());
        told.story = worked(told.story, ask, secrets.notes[at].as_deref());
        told = announced(told, ask);
    }
    told = decided(told, joint, secrets);
    told.story = hidden(told.story, secrets, joint.len()).on("2026-06-10");
    documented(told, joint, secrets)
}

/// A document is opened, drafted and sent: what both know of it is what is said of the asks, too.
fn documented(mut told: Told, joint: &[Joint], secrets: &Secrets) -> Told {
    let first = Author::First;
    let add =
        |_: &Story| Command::Peers(peers::Command::Add { name: "Dana Ortiz".into(), aliases: Vec::new() });
    told.story = told.story.done(add).done(|story| {
        let (peer, joint) = (story.peer("Dana Ortiz"), pen::empty());
        let opening = Opening { peer, joint, placed: Vec::new(), regardless: Some(private(&secrets.reason)) };
        Command::Escalate(escalate::Command::Open(opening))
    });
    let id = id(told.story.last());
    told.document = Some(id);
    let parts = [
        (Field::Question, "Who builds it?"),
        (Field::Whom, "Ines Roth"),
        (Field::By, "2026-06-20"),
        (Field::Position(first), "Identity does."),
        (Field::Waiting, "Ten days."),
        (Field::Asked, "Decide."),
        (Field::Prior(first), "None."),
    ];
    let drafts = secrets.drafts.iter().map(|words| (Field::Tried, words.as_str()));
    let tried = joint.first().map_or("a trade", |ask| ask.what.as_str());
    for (field, typed) in parts.into_iter().chain(drafts).chain([(Field::Tried, tried)]) {
        told.story = told.story.done(|story| {
            let joint = story.notebook.escalations.one(id).unwrap().joint();
            let writing = joint.write(field, pen::said(typed), first, &Hand(1)).unwrap();
            Command::Escalate(escalate::Command::Write { escalation: id, placed: vec![(field, writing)] })
        });
    }
    told
}

/// A contribution that everybody may read; its source, and where it was named, are the owner's own.
fn worked(story: Story, joint: &Joint, notes: Option<&str>) -> Story {
    let share = |words: &str| Shareable::new(words.to_owned());
    let (contribution, Work { what, toward, is_named, .. }) = (id(story.last() + 1), &joint.work);
    let story = story.done(|story| {
        let (peer, on, source) = (story.peer(PEERS[joint.peer]), story.today, notes.map(private));
        let (what, toward) = (share(what), Some(share(toward)));
        Command::Defend(defend::Command::Contribute { peer, team: None, what, toward, on, source })
    });
    match is_named {
        false => story,
        true => story.done(|story| {
            let (at, on) = (private(notes.unwrap_or("a review")), story.today);
            Command::Defend(defend::Command::Name { contribution, at, on })
        }),
    }
}

/// An initiative that touches the same peers, who all say yes; what they said beside it is the owner's own.
fn decided(mut told: Told, joint: &[Joint], secrets: &Secrets) -> Told {
    let share = |words: &str| Shareable::new(words.to_owned());
    let initiative = id(told.story.last() + 1);
    told.story = told.story.done(|story| {
        let touch = |one: &Joint| Touch { peer: story.peer(PEERS[one.peer]).id(), team: None };
        let touches = joint.iter().map(touch).collect();
        let (what, request) = (share("reviewers for June"), Some(share("your yes")));
        Command::Ratify(ratify::Command::Begin { what, items: Vec::new(), touches, request })
    });
    for (at, one) in joint.iter().enumerate() {
        let condition = one.work.condition.as_deref().map(share);
        told.story = told.story.done(|story| {
            let answer = condition.map_or(ratify::Answer::Yes, ratify::Answer::If);
            let (peer, on, remark) =
                (story.peer(PEERS[one.peer]), story.today, secrets.notes[at].as_deref().map(private));
            Command::Ratify(ratify::Command::Decide {
                initiative: Some(initiative),
                peer,
                answer,
                on,
                remark,
            })
        });
    }
    Told { initiative: Some(initiative), ..told }
}

fn asked(mut told: Told, joint: &Joint, notes: Option<&str>) -> Told {
    let Told { story, .. } = told;
    let (first, on) = (story.last() + 1, story.today);
    let ask = Ask {
        id: id(0),
        peer: id(0),
        what: Shareable::new(joint.what.clone()),
        on,
        needed_by: joint.needed_in.map(|days| on.plus(days)),
        lead: joint.lead,
        notes: notes.map(private),
    };
    let decide_by = joint.decided_in.map(|days| on.plus(days));
    let peer = |story: &Story| story.peer(PEERS[joint.peer]);
    let outcome =
        story.when(|story| Command::Asks(asks::Command::Hear { peer: peer(story), ask, decide_by }));
    told.story = outcome.story;
    if told.story.last() == first {
        told.asks.push(id(first));
        if let Some(words) = &joint.alternative {
            let alternative = Shareable::new(words.clone());
            told.story =
                told.story.done(|_| Command::Asks(asks::Command::Offer { ask: id(first), alternative }));
        }
    }
    told
}

/// News for whoever asked, in words that both will know.
fn announced(mut told: Told, joint: &Joint) -> Told {
    told.announced.push(id(told.story.last() + 1));
    told.story = told.story.done(|story| {
        let words = joint.alternative.clone().map(Shareable::new);
        Command::Tell(tell::Command::Open(tell::Draft {
            kind: tell::Kind::News,
            found: tell::Found::ByHand,
            what: Shareable::new(format!("news: {}", joint.what)),
            lands: vec![(story.peer(PEERS[joint.peer]), None, words)],
            early: Vec::new(),
            room: None,
            free_from: None,
            notice: None,
            item: None,
        }))
    });
    told
}

/// The first outlet that says something else of one notebook than of the other.
fn difference(joint: &[Joint], one: &Secrets, other: &Secrets) -> Option<String> {
    let (one, other) = (told(joint, one), told(joint, other));
    OUTLETS.iter().find_map(|(name, outlet)| {
        let (said, said_too) = (outlet(&one), outlet(&other));
        (said != said_too).then(|| format!("{name}:\n{said:?}\n{said_too:?}"))
    })
}

fn number_of_pairs() -> u32 {
    std::env::var("SIDEWAYS_PAIRS").ok().and_then(|number| number.parse().ok()).unwrap_or(1000)
}

proptest! {
    #![proptest_config(Config { cases: number_of_pairs(), failure_persistence: None, ..Config::default() })]

    #[test]
    fn s1_p1_nothing_private_moves_a_byte_of_what_is_meant_for_others((joint, (one, other)) in pairs()) {
        prop_assert_eq!(difference(&joint, &one, &other), None);
    }
}

/// So that the equality above is of something: how often each outlet says anything.
#[test]
fn every_outlet_says_something_in_most_pairs() {
    let mut runner = TestRunner::deterministic();
    let said: Vec<Vec<bool>> = (0..100)
        .map(|_| {
            let (joint, (one, _)) = pairs().new_tree(&mut runner).unwrap().current();
            let told = told(&joint, &one);
            OUTLETS.iter().map(|(_, outlet)| !outlet(&told).is_empty()).collect()
        })
        .collect();
    for (at, (name, _)) in OUTLETS.iter().enumerate() {
        let often = said.iter().filter(|said| said[at]).count();
        assert!(often > 50, "{name} speaks in {often} of 100");
    }
}

#[cfg(feature = "plants")]
#[test]
fn s1_every_planted_leak_is_found_within_10000_pairs() {
    use playbook::plants::{PLANTS, choose};
    for (plant, what) in PLANTS {
        choose(plant);
        let mut runner = TestRunner::deterministic();
        let found = (1..=10_000).find(|_| {
            let (joint, (one, other)) = pairs().new_tree(&mut runner).unwrap().current();
            difference(&joint, &one, &other).is_some()
        });
        choose(0);
        println!("plant {plant}, {what}: {found:?} pairs");
        assert!(found.is_some(), "plant {plant} is not found: {what}");
    }
}
