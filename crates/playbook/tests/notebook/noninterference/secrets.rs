//! What is private in a notebook, of every kind, at random.

use playbook::{
    bounds, channel, defend,
    map::peers,
    notebook::Command,
    privacy::Shareable,
    side::Side,
    trade::{
        asks::{self, Answer, Ask},
        goods::{self, Draft},
        loans,
    },
    week,
};
use proptest::{collection::vec, option, prelude::*};

use crate::given::{Story, blank_talk, id, private};

/// Something that the owner alone knows.
#[derive(Clone, Debug)]
pub enum Secret {
    Kindness { peer: usize, what: String, is_done: bool },
    Talk { peer: usize, notes: String, was_status: bool, had_ask: bool },
    Cancelled { peer: usize },
    Value { peer: usize, what: String },
    Loan { peer: usize, what: String, is_lent: bool, is_returned: bool },
    AskOfMine { peer: usize, what: String },
    Refused { peer: usize, remark: String },
    Guarded { peer: usize, because: String },
    Wait { what: String },
    Time { minutes: u32 },
    PutOff,
    NotAllowed { peer: usize },
    Good { peer: usize, what: String, is_mine: bool, is_agreed: bool },
    News { peer: usize, what: String, is_free: bool },
    Agreed { first: u32, second: u32 },
    Defended { peer: usize, said: String },
}

/// All that is private in one notebook: records, each before one of the asks, and notes on the asks.
#[derive(Clone, Debug)]
pub struct Secrets {
    pub records: Vec<(usize, Secret)>,
    pub notes: Vec<Option<String>>,
    /// Why the document was opened too early, and drafts of one part of it that were thrown away.
    pub reason: String,
    pub drafts: Vec<String>,
}

pub const PEERS: [&str; 3] = ["Mira Solberg", "Tom Reyes", "Jo Ng"];

/// Few words, so that what is private now and then says just what is shared.
pub fn words() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("reviewers".to_owned()),
        Just("two reviewers for June".to_owned()),
        Just("review our RFC".to_owned()),
        Just("the on-call".to_owned()),
        "[a-zé “”0-9]{1,12}[a-z]",
    ]
}

fn secret() -> impl Strategy<Value = Secret> {
    let peer = || 0..PEERS.len();
    prop_oneof![
        (peer(), words(), any::<bool>()).prop_map(|(peer, what, is_done)| Secret::Kindness {
            peer,
            what,
            is_done
        }),
        (peer(), words(), any::<bool>(), any::<bool>())
            .prop_map(|(peer, notes, was_status, had_ask)| Secret::Talk { peer, notes, was_status, had_ask }),
        peer().prop_map(|peer| Secret::Cancelled { peer }),
        (peer(), words()).prop_map(|(peer, what)| Secret::Value { peer, what }),
        (peer(), words(), any::<bool>(), any::<bool>())
            .prop_map(|(peer, what, is_lent, is_returned)| Secret::Loan { peer, what, is_lent, is_returned }),
        (peer(), words()).prop_map(|(peer, what)| Secret::AskOfMine { peer, what }),
        (peer(), words()).prop_map(|(peer, remark)| Secret::Refused { peer, remark }),
        (peer(), words()).prop_map(|(peer, because)| Secret::Guarded { peer, because }),
        words().prop_map(|what| Secret::Wait { what }),
        (1..300_u32).prop_map(|minutes| Secret::Time { minutes }),
        Just(Secret::PutOff),
        peer().prop_map(|peer| Secret::NotAllowed { peer }),
        (peer(), words(), any::<bool>(), any::<bool>())
            .prop_map(|(peer, what, is_mine, is_agreed)| Secret::Good { peer, what, is_mine, is_agreed }),
        (peer(), words(), any::<bool>()).prop_map(|(peer, what, is_free)| Secret::News {
            peer,
            what,
            is_free
        }),
        (4..20_u32, 4..20_u32).prop_map(|(first, second)| Secret::Agreed { first, second }),
        (peer(), words()).prop_map(|(peer, said)| Secret::Defended { peer, said }),
    ]
}

/// Sets of them.
pub fn secrets() -> impl Strategy<Value = Secrets> {
    (vec((0..5_usize, secret()), 0..12), vec(option::of(words()), 5), words(), vec(words(), 0..3))
        .prop_map(|(records, notes, reason, drafts)| Secrets { records, notes, reason, drafts })
}

/// Two sets of secrets that share nothing, or that differ in one record or note.
pub fn pair() -> impl Strategy<Value = (Secrets, Secrets)> {
    let one_apart = (secrets(), 0..12_usize, option::of(words())).prop_map(|(one, at, note)| {
        let mut other = one.clone();
        if at < other.records.len() {
            other.records.remove(at);
        } else {
            other.notes[at % 5].clone_from(&note);
            other.reason = note.unwrap_or_default();
            other.drafts.pop();
        }
        (one, other)
    });
    prop_oneof![(secrets(), secrets()), one_apart]
}

/// A notebook with those that stand before this ask.
pub fn hidden(story: Story, secrets: &Secrets, at: usize) -> Story {
    let here = secrets.records.iter().filter(|(before, _)| *before == at);
    here.fold(story, |story, (_, secret)| keep(story, secret))
}

/// Keeps something private; what the playbook refuses changes nothing.
fn keep(story: Story, secret: &Secret) -> Story {
    let next = id(story.last() + 1);
    let today = story.today;
    let then = match secret {
        Secret::Kindness { is_done: true, .. } => {
            Some(Command::Channel(channel::Command::Do { kindness: next, on: today }))
        }
        Secret::Loan { is_returned: true, .. } => {
            Some(Command::Loans(loans::Command::Return { loan: next, on: today }))
        }
        Secret::Good { is_agreed: true, .. } => {
            let (goods, back) = (vec![next], Vec::new());
            Some(Command::Goods(goods::Command::Agree { goods, back, on: today }))
        }
        Secret::Refused { remark, .. } => Some(Command::Asks(asks::Command::Answer {
            ask: next,
            answer: Answer::No,
            on: today,
            remark: Some(private(remark)),
        })),
        _ => None,
    };
    let story = story.when(|story| wish(story, secret)).story;
    match then {
        Some(then) => story.when(|_| then).story,
        None => story,
    }
}

#[expect(clippy::too_many_lines, reason = "an arm for each kind of secret")]
fn wish(story: &Story, secret: &Secret) -> Command {
    let on = story.today;
    let peer = |at: &usize| story.peer(PEERS[*at]);
    let ask = |what: &str| Ask {
        id: id(0),
        peer: id(0),
        what: Shareable::new(what.to_owned()),
        on,
        needed_by: None,
        lead: None,
        notes: None,
    };
    match secret {
        Secret::Kindness { peer: at, what, .. } => {
            Command::Channel(channel::Command::Find { peer: peer(at), what: private(what), by: None })
        }
        Secret::Talk { peer: at, notes, was_status, had_ask } => {
            let notes = Some(private(notes));
            let talk = channel::Talk { notes, was_status: *was_status, had_ask: *had_ask, ..blank_talk(on) };
            Command::Channel(channel::Command::Record { peer: peer(at), talk, kindnesses: Vec::new() })
        }
        Secret::Cancelled { peer: at } => {
            let by = Some(Side::Them);
            Command::Channel(channel::Command::Cancel { peer: peer(at), on, by, from_calendar: false })
        }
        Secret::Value { peer: at, what } => {
            let what = private(what);
            Command::Channel(channel::Command::Value { peer: peer(at), what, was_heard: false, on })
        }
        Secret::Loan { peer: at, what, is_lent, .. } => {
            let lender = if *is_lent { Side::Me } else { Side::Them };
            let (what, until) = (private(what), Some(on.plus(30)));
            Command::Loans(loans::Command::Lend { peer: peer(at), lender, what, from: None, until })
        }
        Secret::AskOfMine { peer: at, what } => {
            Command::Asks(asks::Command::Make { peer: peer(at), ask: ask(what) })
        }
        Secret::Refused { peer: at, .. } => {
            Command::Asks(asks::Command::Hear { peer: peer(at), ask: ask("something else"), decide_by: None })
        }
        Secret::Guarded { peer: at, because } => {
            Command::Peers(peers::Command::Guard { peer: peer(at), because: private(because) })
        }
        Secret::Wait { what } => Command::Team(bounds::Command::Wait { what: private(what), since: on }),
        Secret::Time { minutes } => {
            Command::Team(bounds::Command::Spend { on, minutes: *minutes, from_calendar: false })
        }
        Secret::PutOff => Command::Week(week::Command::Later {
            line: "1".into(),
            screen: crate::given::screen(),
            until: None,
            forums: Vec::new(),
        }),
        Secret::Good { .. } | Secret::News { .. } | Secret::Agreed { .. } => goods(story, secret),
        Secret::Defended { peer: at, said } => {
            let (peer, forum, said) = (peer(at), private("the platform review"), private(said));
            Command::Defend(defend::Command::Defend { peer, forum, said, on })
        }
        Secret::NotAllowed { peer: at } => Command::Loans(loans::Command::Lend {
            peer: peer(at),
            lender: Side::Me,
            what: private("without an end"),
            from: None,
            until: None,
        }),
    }
}

/// What is wanted of a good.
fn goods(story: &Story, secret: &Secret) -> Command {
    let on = story.today;
    let peer = |at: &usize| story.peer(PEERS[*at]);
    Command::Goods(match secret {
        Secret::Good { peer: at, what, is_mine, .. } => {
            let (item, giver) = (private(what), if *is_mine { Side::Me } else { Side::Them });
            let draft = Draft::Sequencing { item, by: Some(5), dates: None };
            goods::Command::Note { peer: peer(at), giver, draft, waits: false }
        }
        Secret::News { peer: at, what, is_free } => {
            let free_from = Some(if *is_free { on } else { on.plus(400) });
            let draft = Draft::News { what: private(what), free_from };
            goods::Command::Note { peer: peer(at), giver: Side::Me, draft, waits: true }
        }
        Secret::Agreed { first, second } => {
            let (goods, back) = (vec![id(*first)], vec![id(*second)]);
            goods::Command::Agree { goods, back, on }
        }
        _ => goods::Command::Agree { goods: Vec::new(), back: Vec::new(), on },
    })
}
