//! The five goods from outside, as a leader types them.

use crate::{asks::Leader, run::strings};

/// A text without its line breaks.
fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The pipeline of Tom's needs a first adopter, and an item of his would help if it came earlier.
fn adopter(name: &str) -> Leader {
    let leader = Leader::new(name);
    leader.done(&["offer", "tom", "risk", "first on the new pipeline", "--write-up", "what broke"]);
    leader.done(&["want", "tom", "sequencing", "Export API", "--by", "2w", "--dates", "Checkout v2"]);
    leader
}

#[test]
fn t5_going_first_for_an_old_request_runs_from_the_offer_to_the_write_up() {
    let leader = adopter("goods-first");
    insta::assert_snapshot!("trade_noted", leader.done(&["trade"]));
    assert_eq!(
        leader.done(&["agree", "3", "for", "4"]),
        "Agreed on 2026-05-04: first on the new pipeline (3) for Export API (4).\nEntry 5; sideways undo 5 takes it back.\n"
    );
    let leader = leader.on("2026-05-20");
    let said = leader.done(&["give", "3"]);
    assert!(said.contains("  sideways give 3 --write-up \"...\"\n"), "{said}");
    insta::assert_snapshot!("trade_agreed", leader.done(&["trade"]));
    let week = leader.done(&["week"]);
    assert!(week.contains("Write up for Tom Reyes, first on the new pipeline: what broke."), "{week}");
    let (code, said) = leader.refused(&["give", "3"]);
    assert_eq!(
        (code, said.as_str()),
        (
            1,
            "Error: 3 is not done without its write-up\nHint: sideways give 3 --write-up \"where it lies\"\n"
        )
    );
    leader.done(&["give", "3", "--write-up", "wiki: first on the pipeline"]);
    leader.done(&["give", "4"]);
    assert_eq!(leader.json(&["trade"]).as_array().unwrap().len(), 0);
    let page = leader.done(&["peer", "tom"]);
    assert!(page.contains("Export API of Tom Reyes in May 2026: not thanked, not named yet."), "{page}");
    leader.done(&["credit", "4", "--thanked"]);
    assert!(!leader.done(&["peer", "tom"]).contains("not thanked"));
}

#[test]
fn t4_capacity_is_a_loan_once_it_is_agreed_and_comes_back_on_the_week_page() {
    let leader = Leader::new("goods-loan");
    let (code, said) = leader.refused(&["offer", "mira", "capacity", "two reviewers"]);
    assert!(code == 1 && said.contains("a loan has an end"), "{said}");
    leader.done(&["offer", "mira", "capacity", "two reviewers", "--until", "june 1"]);
    assert_eq!(leader.json(&["loan"]).as_array().unwrap().len(), 0, "an offer lends nothing");
    leader.done(&["agree", "3"]);
    assert_eq!(leader.json(&["loan"])[0]["loan"], "3");
    let (code, said) = leader.refused(&["drop", "3", "--because", "moved"]);
    assert!(code == 1 && said.contains("Hint: sideways return 3"), "{said}");
    let leader = leader.on("2026-05-25");
    assert!(leader.done(&["week"]).contains("Ask Mira Solberg for two reviewers back"));
    leader.done(&["loan", "extend", "3", "--until", "june 12", "--agreed", "ten days more"]);
    leader.done(&["return", "3"]);
    assert_eq!(leader.json(&["trade"]).as_array().unwrap().len(), 0);
}

#[test]
fn t7_news_waits_and_nothing_says_its_words_until_its_day() {
    let leader = Leader::new("goods-news");
    let news = ["offer", "mira", "news", "web joins platform", "--free", "june 15"];
    let (code, said) = leader.refused(&news);
    assert!(code == 1 && said.contains("Hint: --wait keeps it until then"), "{said}");
    leader.done(&[&news[..], &["--wait"]].concat());
    for look in [&["trade"][..], &["week"], &["peer", "mira"], &["talk", "prepare", "mira"]] {
        assert!(!leader.done(look).contains("platform"), "{look:?}");
        assert!(!leader.done(&[look, &["--json"]].concat()).contains("platform"), "{look:?}");
    }
    let log = on_one_line(&leader.done(&["log"]));
    assert!(
        log.contains("news, free from 2026-06-15, its words sealed") && !log.contains("platform"),
        "{log}"
    );
    let leader = leader.on("2026-06-15");
    assert!(on_one_line(&leader.done(&["log"])).contains("web joins platform"));
    assert!(leader.done(&["week"]).contains("Tell Mira Solberg, or drop it: web joins platform."));
    leader.done(&["agree", "3"]);
    leader.done(&["give", "3"]);
    assert!(!leader.done(&["week"]).contains("platform"));
}

#[test]
fn t6_credit_waits_on_the_week_page_until_it_is_named() {
    let leader = Leader::new("goods-credit");
    let review = ["--review", "the quarterly review", "--reader", "Ana"];
    leader.done(&[&["offer", "mira", "credit", "the load tests"][..], &review].concat());
    leader.done(&["agree", "3"]);
    let week = leader.done(&["week"]);
    assert!(week.contains("Name what Mira Solberg contributed, the load tests"), "{week}");
    leader.done(&["credit", "3", "quarterly", "review,", "read", "by", "Ana"]);
    assert!(!leader.done(&["week"]).contains("load tests"));
}

#[test]
fn t2_figures_stand_beside_a_proposal_and_are_forgotten_once_it_is_agreed() {
    let leader = Leader::new("goods-judged");
    leader.done(&["peer", "values", "tom", "quiet releases"]);
    let offer = ["offer", "tom", "risk", "first on the pipeline", "--write-up", "what broke"];
    let said = leader.done(&[&offer[..], &["--cost", "3d..17d", "--value", "2w"]].concat());
    assert!(said.contains("4 costs 3 to 17 working days, brings 10 working days"), "{said}");
    assert!(said.contains("Tom Reyes values quiet releases (heard on 2026-05-04)."), "{said}");
    assert!(leader.done(&["trade"]).contains("3 to 17"));
    leader.done(&["agree", "4"]);
    for look in ["trade", "log", "week"] {
        assert!(!leader.done(&[look]).contains("3 to 17"), "{look}");
        assert!(!leader.json(&[look]).to_string().contains("3 to 17"), "{look}");
    }
    let (code, said) = leader.refused(&[&offer[..], &["--cost", "5d..2d"]].concat());
    assert!(code == 1 && said.contains("5 to 2 working days is no range"), "{said}");
}

#[test]
fn b1_a_guarded_peer_gets_no_offer_and_the_reason_is_said() {
    let leader = adopter("goods-guarded");
    leader.done(&["peer", "guarded", "tom", "--because", "he quoted me to his boss"]);
    for wish in [&["offer", "tom", "sequencing", "Export API", "--by", "2w"][..], &["agree", "3", "for", "4"]]
    {
        let (code, said) = leader.refused(wish);
        let said = on_one_line(&said);
        assert!(code == 1 && said.contains("because “he quoted me to his boss”"), "{said}");
    }
}

#[test]
fn undone_a_good_is_as_it_was() {
    let leader = adopter("goods-undone");
    leader.done(&["agree", "3", "for", "4"]);
    leader.done(&["undo", "5"]);
    let stages = leader.json(&["trade"]);
    assert!(stages.as_array().unwrap().iter().all(|one| one["stage"] == "noted"), "{stages}");
    leader.done(&["forget", "3"]);
    let (code, said) = leader.refused(&["agree", "3", "for", "4"]);
    assert!(code == 1 && said.contains("no good 3 is open") && said.contains("open goods: 4"), "{said}");
}

#[test]
fn the_log_finds_a_good_by_its_peer_and_its_room() {
    let leader = adopter("goods-log");
    leader.done(&["offer", "mira", "sequencing", "Search", "--by", "1w"]);
    leader.done(&["agree", "5", "for", "4"]);
    let of = |peer| leader.json(&["log", "--room", "trade", "--peer", peer]).as_array().unwrap().len();
    assert_eq!((of("mira"), of("tom")), (2, 3), "an agreement concerns everybody in it");
}

#[test]
fn what_is_wrong_is_said_and_nothing_is_kept() {
    let leader = adopter("goods-wrong");
    let wrong = |arguments: &[&str], code: i32, fact: &str| {
        let (found, said) = leader.refused(arguments);
        assert!(found == code && said.contains(fact), "{arguments:?}: {found} {said}");
        assert!(said.contains("Hint: "), "{said}");
    };
    wrong(&["offer", "tom", "love"], 2, "none of sequencing, capacity, risk, credit and news");
    wrong(&["offer", "tom"], 2, "which good it is is missing");
    wrong(&["offer", "tom", "risk"], 2, "what it is about is missing");
    wrong(&["offer", "tom", "risk", "x", "--by", "2w"], 2, "--by goes with sequencing, not with risk");
    wrong(&["offer", "tom", "sequencing", "x", "--by", "soon"], 2, "names no working days");
    wrong(
        &["offer", "tom", "sequencing", "x", "--by", "2w", "--cost", "1d"],
        1,
        "is simulated from the plan",
    );
    wrong(&["agree", "3", "4"], 1, "4 goes the other way");
    wrong(&["agree", "3", "for"], 2, "which goods you agreed on is missing");
    wrong(&["agree", "x"], 2, "“x” is no number of a good");
    wrong(&["give", "3"], 1, "3 was not agreed yet");
    wrong(&["credit", "4"], 2, "where it was named is missing");
    wrong(&["credit", "4", "here", "--thanked"], 2, "either it was named somewhere");
    wrong(&["drop", "3", "--because", " "], 2, "--because says nothing");
    wrong(&["return", "3"], 1, "no loan 3 is open");
    let entries = leader.json(&["log"]);
    assert_eq!(entries.as_array().unwrap().len(), 4);
    let remarks = leader.json(&["agree", "3", "for", "4"]);
    assert!(strings(&remarks["said"])[0].starts_with("Agreed on 2026-05-04"));
}
