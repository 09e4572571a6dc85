//! Everything that is noted on the page of a peer: once, as the command of the same name does it, and undone in place.

use super::*;

const DANA: &str = "/peer/2";

fn note(pages: &Pages, what: &str, fields: &[(&str, &str)]) -> Answer {
    let act = format!("{DANA}/note/{what}");
    let form = with(pages.page(DANA).form(&act, 0), fields);
    let before = pages.entries();
    let done = pages.does(&act, &form);
    assert!(done.words().contains("Undo"), "{what}: {}", done.words());
    assert_eq!(pages.sends(&act, &form).status, 303, "{what} sent twice");
    assert_eq!(pages.entries(), before + 1, "{what} done once");
    done
}

#[test]
fn every_act_of_a_peer_is_done_once_and_shows_where_it_belongs() {
    let pages = Pages::of(&full("pages-peer-acts"));
    let told: [Case<&str>; 15] = [
        ("alias", &[("what", "dortiz")], "dortiz"),
        ("value", &[("what", "early news"), ("guess", "yes")], "early news"),
        ("kindness", &[("what", "our load figures"), ("by", "2027-02-19")], "our load figures"),
        ("cancelled", &[("on", "2027-02-03"), ("by", "them")], "called off"),
        ("ask-from", &[("what", "two reviewers"), ("needed", "2027-03-31"), ("lead", "2w")], "two reviewers"),
        ("ack", &[], "Tell them by when you decide"),
        ("decide-by", &[("day", "2027-02-12")], "2027-02-12"),
        ("instead", &[("instead", "one reviewer in March")], "one reviewer in March"),
        ("answer", &[("answer", "no")], "no"),
        ("ask-of", &[("what", "a quiet host")], "a quiet host"),
        ("loan-to", &[("what", "a tester"), ("until", "2027-02-26")], "a tester"),
        ("extend", &[("until", "2027-03-19"), ("agreed", "two weeks more")], "19 Mar"),
        ("returned", &[], "came back"),
        ("guarded", &[("because", "passed it <on>")], "passed it &lt;on&gt;"),
        ("cooperative", &[("because", "we talked")], "Cooperative."),
    ];
    for (what, fields, shown) in told {
        let page = note(&pages, what, fields);
        assert!(page.words().contains(&super::told(shown)), "{what}: {}", page.words());
    }
    let kindness = pages.page(DANA).body;
    assert!(kindness.contains(&format!("{DANA}/note/drop")));
    note(&pages, "drop", &[("because", "they have met")]);
}

#[test]
fn t8_both_answers_stand_ready_to_be_copied_and_hold_nothing_private() {
    let pages = Pages::of(&full("pages-peer-drafts"));
    let page = pages.page(DANA);
    let drafts: Vec<&str> = page
        .body
        .split("<textarea class=\"copy\"")
        .skip(1)
        .map(|one| one.split("</textarea>").next().unwrap())
        .collect();
    assert_eq!(drafts.len(), 2);
    for draft in drafts {
        assert!(draft.contains("a review of their design"), "{draft}");
        assert!(!draft.contains("migration") && !draft.contains("two people"), "{draft}");
    }
}

#[test]
fn what_is_refused_is_shown_again_as_it_was_typed() {
    let pages = Pages::of(&full("pages-peer-refused"));
    let before = pages.entries();
    let refused: [Case<&str>; 6] = [
        ("ask-from", &[("what", "a \"host\""), ("needed", "soon")], "soon"),
        ("loan-to", &[("what", "a tester")], "end"),
        ("loan-from", &[("what", "a tester"), ("until", "2026-01-01")], "2026-01-01"),
        ("value", &[("what", "  ")], "missing"),
        ("guarded", &[("because", "")], "reason is missing"),
        ("successor", &[("by", "nobody known")], "nobody known"),
    ];
    for (what, fields, said) in refused {
        let act = format!("{DANA}/note/{what}");
        let answer = pages.sends(&act, &with(pages.page(DANA).form(&act, 0), fields));
        assert!([409, 422].contains(&answer.status), "{what}: {}", answer.status);
        assert!(
            answer.words().contains("Not kept:") && answer.words().contains(&told(said)),
            "{what}: {}",
            answer.words()
        );
        answer.form(&act, 0);
    }
    assert_eq!(pages.entries(), before);
    let act = format!("{DANA}/note/ask-from");
    let form = with(pages.page(DANA).form(&act, 0), &[("what", "a \"host\""), ("needed", "soon")]);
    let answer = pages.sends(&act, &form);
    assert!(answer.body.contains("value=\"a &quot;host&quot;\""), "{}", answer.body);
    for path in ["/peer/2/note/nothing", "/peer/99/note/alias", "/peer/x/note/alias"] {
        assert_eq!(pages.sends(path, &form).status, 404, "{path}");
    }
}

#[test]
fn the_year_with_a_peer_is_told_in_sentences() {
    let pages = Pages::of(&full("pages-peer-year"));
    let year = pages.page("/peer/2/year").words();
    for said in ["feared the migration", "a test account", "Lent one reviewer", "quiet releases"] {
        assert!(year.contains(said), "{said}: {year}");
    }
    assert!(pages.page(DANA).words().contains("Everything of the last year"));
    assert_eq!(pages.asks("GET", "/peer/99/year", &[]).status, 404);
}

#[test]
fn c3_the_form_of_a_talk_stands_alone_under_the_first_key_and_a_peer_is_entered() {
    let pages = Pages::of(&full("pages-peer-talk"));
    let page = pages.page("/peer/2/talk");
    let first = page.body.find("autofocus").unwrap();
    assert!(
        page.body[..first].ends_with("name=\"constraint\" value=\"\" autocomplete=\"off\" "),
        "{}",
        page.body
    );
    let form = with(page.form("/peer/2/talk", 0), &[("fire", "the audit")]);
    assert!(pages.does("/peer/2/talk", &form).words().contains("the audit"));
    let form =
        with(pages.page("/peers").form("/peers", 0), &[("name", "Ada Okoye"), ("aliases", "aokoye, ada")]);
    assert!(pages.does("/peers", &form).words().contains("Ada Okoye"));
    let again = with(pages.page("/peers").form("/peers", 0), &[("name", "Ada Okoye")]);
    assert_eq!(pages.sends("/peers", &again).status, 409);
}
