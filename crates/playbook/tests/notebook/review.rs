//! A draft held against what is known of absent peers (rule D4).

use playbook::{
    defend::{
        passage::Passage,
        review::{PERIOD, Review},
    },
    map::peers,
    notebook::Command,
};
use proptest::prelude::*;

use crate::{
    defend::{contributed, mapped, named},
    given::Story,
};

/// Each line of a text as a passage of its own.
fn draft(text: &str) -> Vec<Passage> {
    (1..)
        .zip(text.lines())
        .filter(|(_, line)| !line.is_empty())
        .map(|(at, line)| Passage::of(at, line))
        .collect()
}

fn review(story: &Story, text: &str) -> Review {
    story.notebook.review(&draft(text), story.today.plus(-PERIOD), story.today)
}

fn left_out(story: &Story, text: &str) -> Vec<(String, Option<u32>)> {
    let found = review(story, text).left_out.into_iter();
    found.map(|one| (one.because, one.line)).collect()
}

#[test]
fn d4_a_draft_that_is_about_the_same_leaves_a_contribution_out() {
    let story = mapped().done(contributed("mira", "the load tests", "Checkout v2")).after(PERIOD + 1);
    assert_eq!(
        left_out(&story, "# Quarter\n\nCheckout v2 is live.\n"),
        [("the draft is about Checkout v2".to_owned(), Some(3))]
    );
    assert!(
        left_out(&story, "# Quarter\n\nThe search is faster.\n").is_empty(),
        "neither about it nor of the time"
    );
}

#[test]
fn d4_what_was_done_in_the_time_of_the_draft_is_left_out_whatever_it_is_about() {
    let story = mapped().done(contributed("mira", "the load tests", "Checkout v2")).after(PERIOD);
    assert_eq!(left_out(&story, "The search is faster.\n"), [("it was done on 2026-05-04".to_owned(), None)]);
}

#[test]
fn d4_work_that_is_told_without_whoever_did_it_is_said_with_its_line() {
    let story = mapped().done(contributed("mira", "the load tests", "Checkout v2"));
    let without = "Checkout v2 is live.\nThe load tests found three faults.\n";
    assert_eq!(
        left_out(&story, without),
        [("the draft speaks of it, and not of who did it".to_owned(), Some(2))]
    );
    for with in [
        "Identity wrote the load tests.\n",
        "Thanks to Mira the load tests ran.\n",
        "The load test of Mira Solberg ran.\n",
    ] {
        assert!(left_out(&story, with).is_empty(), "{with}");
    }
}

#[test]
fn d4_the_line_within_a_paragraph_is_the_one_that_speaks_of_it() {
    let story = mapped().done(contributed("mira", "the load tests", "Carrier invoices"));
    let of = |words: &str| {
        let draft = [Passage::of(2, words)];
        let found = story.notebook.review(&draft, story.today, story.today).left_out;
        found.into_iter().map(|one| one.line).collect::<Vec<_>>()
    };
    assert_eq!(of("The board went live.\nAll went well.\nCarrier invoices are live."), [Some(4)]);
    assert_eq!(of("The board went live and so did\nat last the carrier\ninvoices."), [Some(3)]);
    assert_eq!(of("A load of work.\nThen came\nload tests."), [Some(4)]);
}

#[test]
fn d4_what_was_named_before_is_not_missed() {
    let story = mapped().done(contributed("mira", "the load tests", "Checkout v2")).done(named(4));
    assert!(left_out(&story, "Checkout v2 is live.\n").is_empty());
}

#[test]
fn d4_a_sentence_to_paste_names_the_team_in_words_written_for_others() {
    let story = mapped().done(contributed("mira", "the load tests.", "Checkout v2"));
    let found = review(&story, "Checkout v2 is live.\nIt was late because of Identity.\n");
    assert_eq!(
        found.left_out[0].paste.as_str(),
        "The team of Mira Solberg (Identity) contributed to Checkout v2 in May 2026: the load tests."
    );
    let blame = &found.blames[0];
    assert_eq!((blame.line, blame.peer.as_str(), blame.because.as_str()), (2, "Mira Solberg", "because of"));
    assert_eq!(blame.paste.as_str(), "How the part of Identity stands is for Mira Solberg to say.");
}

#[test]
fn d4_a_peer_is_found_by_any_of_their_names() {
    let story = mapped().done(|story| {
        Command::Peers(peers::Command::Alias { peer: story.peer("tom"), alias: "treyes".into() })
    });
    for words in [
        "We wait for treyes.",
        "We wait for Tom.",
        "We wait for Reyes.",
        "We wait for Payments.",
        "We wait for Tom Reyes's team.",
    ] {
        let found = review(&story, words);
        assert_eq!(
            found.blames.iter().map(|blame| blame.peer.as_str()).collect::<Vec<_>>(),
            ["Tom Reyes"],
            "{words}"
        );
    }
    assert!(review(&story, "We wait for payments to clear.").blames.is_empty());
}

#[test]
fn d4_what_somebody_else_said_is_not_read_as_the_writers_blame() {
    let quoted = Passage { is_quoted: true, ..Passage::of(3, "Payments missed the date.") };
    let story = mapped();
    assert!(story.notebook.review(&[quoted], story.today, story.today).blames.is_empty());
}

#[test]
fn d4_lines_that_are_not_english_are_said_not_to_have_been_read() {
    let found = review(
        &mapped(),
        "Payments missed the date.\nWir sind wegen Payments zu spät.\nNous attendons la réponse de Payments.\n\nThat is all.\n",
    );
    assert_eq!(found.not_read, [(2, 3)]);
    assert_eq!(found.blames.iter().map(|blame| blame.line).collect::<Vec<_>>(), [1]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn d4_no_text_is_too_broken_to_be_read(lines in proptest::collection::vec(".{0,60}|(Mira|Payments|late|because of|'s|,|;|:| ){0,9}", 0..12)) {
        let story = mapped().done(contributed("mira", "the load tests", "Checkout v2"));
        let text = lines.join("\n");
        let found = review(&story, &text);
        let last = text.lines().count() as u32;
        prop_assert!(found.blames.iter().all(|blame| (1..=last).contains(&blame.line)));
        prop_assert!(found.not_read.iter().all(|(from, to)| from <= to && *to <= last));
    }
}
