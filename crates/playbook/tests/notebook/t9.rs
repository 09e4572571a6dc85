//! Rule T9: no ledger. No type, view or page holds a figure that one more favour would change.

use std::{
    fs,
    path::{Path, PathBuf},
};

use playbook::{
    bounds, channel,
    defend::{
        self,
        card::{Forum, Item},
    },
    escalate,
    notebook::Command,
    peer,
    privacy::Shareable,
    ratify,
    side::Side,
    tell,
    trade::{
        asks::{self, Answer, Ask},
        goods::listed,
        hunt::{Notes, Proposal, Range, Side as SideOf, cited},
        loans, nudge,
    },
};
use serde_json::{Value, json};

use crate::{
    defend::{contributed, named},
    given::{Story, given, id, private, screen},
    goods::{agree, capacity, credit, give, note, risk, sequencing},
};

/// Every view that becomes JSON or a page. A new one adds itself here.
pub fn views(story: &Story) -> Value {
    let (notebook, today) = (&story.notebook, story.today);
    let everybody = || notebook.peers.everybody().map(|(peer, _)| peer);
    json!({
        "week": story.week(),
        "asks due": asks::due(&notebook.asks, &notebook.peers, today),
        "asks unanswered": asks::unanswered(&notebook.asks, &notebook.peers, today),
        "loans due": loans::due(&notebook.loans, &notebook.peers, today, &screen()),
        "trade": listed(&notebook.goods, &notebook.loans, &notebook.peers, today, &screen()),
        "tell": tell::listed(
            &notebook.tell,
            &tell::Around { peers: &notebook.peers, at: story.at, today },
            &screen(),
        ),
        "contributions": defend::listed(&notebook.contributions, &notebook.peers, None, &screen()),
        "initiatives": ratify::listed(&notebook.initiatives, &notebook.peers, today),
        "cards": cards(story),
        "order": notebook.order(today, &screen()),
        "yeses": bounds::yeses(&notebook.peers, today, today.plus(90), |_, _| ()),
        "peers": peer::list(notebook, today),
        "pages of peers": everybody().map(|one| peer::page(notebook, one, today, &screen())).collect::<Vec<_>>(),
        "pages before a talk": everybody()
            .map(|one| channel::prepare::prepare(&notebook.channels, &notebook.peers, one, today, &screen()))
            .collect::<Vec<_>>(),
        "attention": channel::given::attention(&notebook.channels, &notebook.peers, today),
        "cited beside a proposal": cited(&proposal(), &rooms(story), today, &screen()),
        "closed": everybody().map(|peer| bounds::closed(&notebook.peers, peer, &screen())).collect::<Vec<_>>(),
        "escalations": escalate::listed::listed(&notebook.escalations, today),
        "documents": notebook.escalations.all()
            .map(|one| escalate::listed::shown(one, &notebook.escalations, today, &screen())).collect::<Vec<_>>(),
        "gates": everybody().map(|peer| notebook.gate(peer, today, &screen())).collect::<Vec<_>>(),
        "drafts": notebook.asks.open().filter_map(|open| notebook.drafts(open.ask.id, today).ok()).collect::<Vec<_>>(),
    })
}

/// Cards of everybody, as if all were absent.
fn cards(story: &Story) -> Value {
    let absent = story.notebook.peers.everybody().map(|(peer, _)| peer).collect();
    let forum = Forum { name: "the platform review".into(), day: None, absent, about: Vec::new() };
    let item =
        Item { title: "Checkout v2".into(), owners: vec!["Payments".into()], place: "plan.md:3".into() };
    serde_json::to_value(story.notebook.cards(&forum, &[item], story.today, &screen())).unwrap()
}

/// What the team of a peer did, named where others hear it.
fn done_and_named(story: Story) -> Story {
    let story = story.done(contributed("mira", "the load tests", "Checkout v2"));
    let contribution = story.last();
    story.done(named(contribution))
}

fn rooms(story: &Story) -> Notes<'_> {
    let notebook = &story.notebook;
    Notes { peers: &notebook.peers, goods: &notebook.goods, asks: &notebook.asks }
}

/// A proposal that names what is noted with Mira, and asked between.
pub fn proposal() -> Proposal {
    let nothing = Range { from: 0, to: 0 };
    let side = SideOf {
        peer: Some("Mira Solberg".to_owned()),
        does: Vec::new(),
        cost: nothing,
        value: nothing,
        dates: Vec::new(),
        known: Vec::new(),
    };
    Proposal {
        sides: vec![side],
        losers: Vec::new(),
        gainers: Vec::new(),
        last_day: "2026-06-01".parse().unwrap(),
        known: Vec::new(),
        undone: String::new(),
        holds_with_a_lane_fewer: None,
        ask_first: String::new(),
        names: Vec::new(),
        titles: ["Export API", "a test account"].map(str::to_owned).to_vec(),
    }
}

/// Every figure of a view with the way to it, and how long every list is.
fn figures(value: &Value, at: &str, found: &mut Vec<String>) {
    match value {
        Value::Number(number) => found.push(format!("{at}: {number}")),
        Value::Array(all) => {
            found.push(format!("{at}: {} long", all.len()));
            all.iter().for_each(|one| figures(one, at, found));
        }
        Value::Object(all) => all.iter().for_each(|(key, one)| figures(one, &format!("{at}.{key}"), found)),
        _ => {}
    }
}

fn ask(story: &Story, what: &str) -> Ask {
    let what = Shareable::new(what.to_owned());
    Ask { id: id(0), peer: id(0), what, on: story.today, needed_by: None, lead: None, notes: None }
}

fn heard(story: Story) -> Story {
    story.done(|story| {
        let (peer, ask) = (story.peer("mira"), ask(story, "review our RFC"));
        Command::Asks(asks::Command::Hear { peer, ask, decide_by: None })
    })
}

fn made(story: Story) -> Story {
    story.done(|story| {
        let (peer, ask) = (story.peer("mira"), ask(story, "a test account"));
        Command::Asks(asks::Command::Make { peer, ask })
    })
}

fn answered(story: Story, answer: Answer) -> Story {
    let ask = id(story.last());
    story.done(|story| Command::Asks(asks::Command::Answer { ask, answer, on: story.today, remark: None }))
}

fn lent(story: Story, lender: Side, days: i64) -> Story {
    story.done(|story| {
        let (peer, until) = (story.peer("mira"), Some(story.today.plus(days)));
        Command::Loans(loans::Command::Lend {
            peer,
            lender,
            what: private("one reviewer"),
            from: None,
            until,
        })
    })
}

fn returned(story: Story) -> Story {
    let loan = id(story.last());
    story.done(|story| Command::Loans(loans::Command::Return { loan, on: story.today }))
}

fn kind(story: Story) -> Story {
    story.done(|story| {
        let peer = story.peer("mira");
        Command::Channel(channel::Command::Find { peer, what: private("an intro"), by: None })
    })
}

fn done(story: Story) -> Story {
    let kindness = id(story.last());
    story.done(|story| Command::Channel(channel::Command::Do { kindness, on: story.today }))
}

/// A notebook in which every view has something to say.
fn rich() -> Story {
    let story = given(["Mira Solberg", "Tom Reyes"]).on("2026-03-02");
    let story = story.kept(&[("Mira Solberg", 0.5, &["2026-06-01"]), ("Tom Reyes", 0.3, &[])]);
    let story = lent(made(heard(story.talked("mira"))), Side::Me, 60).after(14).talked("tom");
    let story = story.done(|story| {
        Command::Team(bounds::Command::Spend { on: story.today, minutes: 600, from_calendar: false })
    });
    let story = kind(lent(story, Side::Them, 45));
    let story = story.done(|story| note(story, "mira", Side::Me, sequencing(Some(5))));
    let story = story.done(|story| note(story, "mira", Side::Them, risk(Some("what broke"))));
    let whole = credit(Some("the quarterly review"), Some("Ana"));
    let story = story.done(|story| note(story, "tom", Side::Me, whole));
    let credited = story.last();
    done_and_named(story.done(agree(&[credited], &[])).after(40))
}

/// A good that was noted, agreed as a gift and given.
fn traded(story: Story, giver: Side) -> Story {
    let story = story.done(|story| note(story, "mira", giver, sequencing(Some(5))));
    let good = story.last();
    story.done(agree(&[good], &[])).done(give(good))
}

/// Capacity that was noted, agreed and came back.
fn shared(story: Story, giver: Side) -> Story {
    let until = story.today.plus(9).to_string();
    let story = story.done(|story| note(story, "mira", giver, capacity(None, Some(&until))));
    let good = story.last();
    let story = story.done(agree(&[good], &[]));
    story.done(|story| Command::Loans(loans::Command::Return { loan: id(good), on: story.today }))
}

/// Something that one did for the other, begun and ended.
type Favour = fn(Story) -> Story;

#[test]
fn t9_one_more_favour_in_the_past_changes_no_figure_of_any_view() {
    let favours: [(&str, Favour); 11] = [
        ("a contribution that was named", done_and_named),
        ("a kindness that was done", |story| done(kind(story))),
        ("a yes to an ask of theirs", |story| answered(heard(story), Answer::Yes)),
        ("a no to an ask of theirs", |story| answered(heard(story), Answer::No)),
        ("their yes to an ask of mine", |story| answered(made(story), Answer::Yes)),
        ("capacity that was lent and came back", |story| returned(lent(story, Side::Me, 9))),
        ("capacity that was borrowed and went back", |story| returned(lent(story, Side::Them, 9))),
        ("a good of mine that was given", |story| traded(story, Side::Me)),
        ("a good of theirs that was given", |story| traded(story, Side::Them)),
        ("capacity of mine that was agreed and came back", |story| shared(story, Side::Me)),
        ("capacity of theirs that was agreed and went back", |story| shared(story, Side::Them)),
    ];
    let all = |story: &Story| {
        let mut found = Vec::new();
        figures(&views(story), "", &mut found);
        found
    };
    let before = all(&rich());
    assert!(before.iter().any(|figure| figure.contains("team_minutes")), "{before:?}");
    for (name, favour) in favours {
        assert_eq!(all(&favour(rich())), before, "{name}");
        assert_eq!(all(&favour(favour(rich()))), before, "{name}, twice");
    }
}

#[test]
fn t9_the_page_says_the_same_words_after_one_more_favour() {
    let page = |story: &Story| serde_json::to_string(&story.week()).unwrap();
    assert_eq!(page(&done(kind(rich()))), page(&rich()));
    assert_eq!(page(&returned(lent(rich(), Side::Me, 9))), page(&rich()));
    assert_eq!(page(&shared(rich(), Side::Them)), page(&rich()));
    assert_eq!(page(&traded(rich(), Side::Me)), page(&rich()));
}

#[test]
fn t9_of_what_a_peer_gave_one_thing_is_said_however_much_there_is() {
    let said = |story: &Story| {
        let (notebook, peer) = (&story.notebook, story.peer("mira"));
        nudge::not_thanked(&notebook.goods, &notebook.peers, peer, story.today, &screen())
    };
    let once = traded(rich(), Side::Them);
    let more = traded(shared(traded(rich(), Side::Them), Side::Them), Side::Them);
    assert!(said(&rich()).is_none());
    assert_eq!(said(&more).map(|nudge| nudge.words), said(&once).map(|nudge| nudge.words));
}

/// Whatever can be told apart in a list by a field, not by reading its sentences.
#[test]
fn t9_no_list_of_goods_can_be_sorted_or_filtered_by_who_gave_to_whom() {
    let story = rich();
    let (notebook, today) = (&story.notebook, story.today);
    let all = listed(&notebook.goods, &notebook.loans, &notebook.peers, today, &screen());
    let value = serde_json::to_value(&all).unwrap();
    for one in value.as_array().unwrap() {
        for (key, value) in one.as_object().unwrap() {
            let is_words = ["sentence", "judged"].contains(&key.as_str());
            let words = value.as_str().unwrap_or_default().to_lowercase();
            let tells = ["mira", "tom", "me", "mine", "lent", "borrowed", "offer", "want"];
            // That a loan is one is said by its stage, whoever lends.
            let tells = tells.iter().filter(|_| !is_words && words != "lent");
            assert!(!tells.clone().any(|tell| words == **tell), "{key}: {words}");
        }
    }
    assert!(value.as_array().unwrap().len() > 3);
}

/// What of a loan in JSON is no sentence.
fn fields(loan: &Value) -> Vec<(&String, &Value)> {
    let is_words = |key: &str| ["sentence", "evidence", "what"].contains(&key);
    let all = loan.as_object().unwrap().iter();
    // A loan goes by its name; its days are its own.
    all.filter(|(key, _)| {
        !is_words(key) && !["id", "loan", "command", "from", "until", "since"].contains(&key.as_str())
    })
    .collect()
}

#[test]
fn t9_loans_of_both_ways_are_told_apart_by_their_sentences_alone() {
    let both = lent(lent(given(["Mira Solberg"]).on("2026-03-02"), Side::Me, 10), Side::Them, 10);
    let (notebook, today) = (&both.notebook, both.today);
    let open = loans::open(&notebook.loans, &notebook.peers, today, &screen());
    let page = peer::page(notebook, both.peer("mira"), today, &screen());
    for all in [serde_json::to_value(&open).unwrap(), serde_json::to_value(&page.loans).unwrap()] {
        let [mine, theirs] = &all.as_array().unwrap()[..] else { panic!("{all}") };
        assert_eq!(fields(mine), fields(theirs));
        let words = |loan: &Value| loan.to_string().contains("lent");
        assert!(words(mine) && !words(theirs), "who lends is said in words");
    }
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut found: Vec<PathBuf> = entries
        .flat_map(|path| if path.is_dir() { sources(&path) } else { vec![path] })
        .filter(|path| path.extension().is_some_and(|ending| ending == "rs"))
        .collect();
    found.sort();
    found
}

/// Fields of types that become JSON: where, and how they are called.
fn fields_of_views(path: &Path) -> Vec<String> {
    let text = fs::read_to_string(path).unwrap();
    let mut is_view = false;
    let mut found = Vec::new();
    for line in text.lines() {
        match line.trim() {
            line if line.starts_with("#[derive(") => is_view = line.contains("Serialize"),
            line if is_view && line.starts_with("pub ") && line.contains(": ") => {
                let name = line.trim_start_matches("pub ").split(':').next().unwrap();
                found.push(name.to_owned());
            }
            _ if line == "}" => is_view = false,
            _ => {}
        }
    }
    found
}

#[test]
fn t9_no_view_has_a_field_for_what_somebody_gave_or_got() {
    let never = [
        "count", "counts", "total", "sum", "given", "received", "gave", "got", "tally", "net", "favours",
        "times",
    ];
    // Hours of attention really given are the leader's own time (rule M4); finished pieces of work are counted by team.
    let exempt =
        [("given.rs", "given"), ("attention.rs", "given"), ("view.rs", "given"), ("calibrate.rs", "count")];
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut seen = 0;
    for path in sources(&source) {
        for field in fields_of_views(&path) {
            seen += 1;
            let is_exempt = exempt.iter().any(|(file, name)| path.ends_with(file) && *name == field);
            let is_figure = field.split('_').any(|word| never.contains(&word));
            assert!(is_exempt || !is_figure, "{}: {field}", path.display());
        }
    }
    assert!(seen > 100, "only {seen} fields were found: the scan is blind");
}

#[test]
fn t9_nothing_adds_up_asks_loans_or_kindnesses() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for room in [
        "trade",
        "channel",
        "channel.rs",
        "week",
        "week.rs",
        "notebook",
        "notebook.rs",
        "sentence.rs",
        "outward",
        "defend",
        "ratify",
    ] {
        let path = source.join(room);
        let files = if path.is_dir() { sources(&path) } else { vec![path] };
        for path in files.into_iter().filter(|path| path.exists()) {
            // Hours of talks are the leader's own time (rule M4); meetings of a calendar are
            // counted to tell whose they are, words to tell English.
            if path.ends_with("channel/given.rs")
                || path.ends_with("channel/seed.rs")
                || path.ends_with("defend/english.rs")
            {
                continue;
            }
            let text = fs::read_to_string(&path).unwrap();
            for adds in [".sum()", ".sum::<", ".count()", ".product()"] {
                assert!(!text.contains(adds), "{}: {adds}", path.display());
            }
        }
    }
}
