//! Trade as pages: goods by hand, asks with their clock, loans on their line, the hunt and what-ifs.

use super::*;

/// A notebook of the leader whom the example of a first adopter is about, on the day of that plan.
fn adopter(name: &str) -> PathBuf {
    let home = folder(name);
    fs::copy(repository().join("examples/first-adopter/plan.md"), home.join("plan.md")).unwrap();
    types(&home, FIRST, &["init"]);
    types(&home, FIRST, &["read", "plan.md", "--me", "Mira Solberg"]);
    types(&home, FIRST, &["peer", "add", "Ines Roth"]);
    types(&home, FIRST, &["peer", "add", "Tom Reyes"]);
    home
}

const FIRST: &str = "2027-01-04";

/// The form of a good, filled.
fn noting(pages: &Pages, nth: usize, more: &[(&str, &str)]) -> Vec<(String, String)> {
    let ines = id_of(pages, "Ines Roth");
    let form = with(pages.page("/trade").form("/trade/note", nth), &[("peer", &ines)]);
    with(form, more)
}

/// The page of the hunt once it is done.
fn hunted(pages: &Pages) -> Answer {
    assert_eq!(
        pages.sends("/trade/hunt", &with(Vec::new(), &[("sides", "3")])).header("location"),
        Some("/trade/hunt")
    );
    let mut tries = (0..60).map(|_| pages.page("/trade/hunt"));
    tries.find(|page| !page.body.contains("data-watch")).unwrap()
}

#[test]
fn t1_each_of_the_five_goods_is_noted_by_a_form_with_its_own_facts() {
    let pages = Pages::on(&adopter("pages-goods"), FIRST);
    let facts: [(&[(&str, &str)], &str); 5] = [
        (
            &[("what", "Signed packages"), ("by", "2w")],
            "sequencing, Signed packages, 10 working days earlier",
        ),
        (
            &[("what", "two <b>testers</b>"), ("from", FIRST), ("until", "2027-02-12")],
            "capacity, two &lt;b&gt;testers&lt;/b&gt;, 2027-01-04 to 2027-02-12",
        ),
        (
            &[("what", "first on it"), ("write_up", "what broke")],
            "risk, first on it, with a write-up: what broke",
        ),
        (
            &[
                ("what", "the load tests"),
                ("review", "the quarter"),
                ("reader", "Ana"),
                ("cost", "1d"),
                ("value", "2d..5d"),
            ],
            "credit, the load tests, named in the quarter, read by Ana",
        ),
        (&[("what", "web joins"), ("free", FIRST)], "news, web joins, free from 2027-01-04"),
    ];
    for (nth, (typed, said)) in facts.into_iter().enumerate() {
        let giver = if nth % 2 == 0 { "offer" } else { "want" };
        let done = pages.does("/trade/note", &noting(&pages, nth, &[&[("giver", giver)], typed].concat()));
        assert!(done.body.contains(&told(said)), "{said}: {}", done.words());
        let head = if giver == "offer" { "Offered to Ines Roth" } else { "Wanted of Ines Roth" };
        assert!(done.words().contains(head), "{}", done.words());
    }
    assert!(
        pages
            .page("/trade")
            .words()
            .contains("costs 1 working day, brings 2 to 5 working days, as you judge it")
    );
}

#[test]
fn t4_t5_t7_what_a_good_may_not_be_without_is_refused_and_shown_again_as_it_was_typed() {
    let pages = Pages::on(&adopter("pages-refused"), FIRST);
    let before = pages.entries();
    let refused: [Case<usize>; 4] = [
        (1, &[("what", "a \"tester\""), ("from", FIRST), ("until", "")], "A loan has an end"),
        (1, &[("what", "a \"tester\""), ("from", FIRST), ("until", "2027-01-01")], "before it starts"),
        (2, &[("what", "a \"tester\""), ("write_up", "")], "writes up what broke"),
        (4, &[("what", "a \"tester\""), ("free", "2027-02-01")], "2027-02-01"),
    ];
    for (nth, typed, why) in refused {
        let form = noting(&pages, nth, &[&[("giver", "offer")], typed].concat());
        let answer = pages.sends("/trade/note", &form);
        assert!([409, 422].contains(&answer.status), "{why}: {}", answer.status);
        let words = answer.words();
        assert!(words.contains("Not done:") && words.contains(&told(why)), "{why}: {words}");
        assert!(answer.body.contains("value=\"a &quot;tester&quot;\""), "{why}");
    }
    assert_eq!(pages.entries(), before);
    let waits = [("giver", "offer"), ("what", "quiet plans"), ("free", "2027-02-01"), ("wait", "yes")];
    pages.does("/trade/note", &noting(&pages, 4, &waits));
    assert_eq!(pages.entries(), before + 1);
    assert!(!pages.page("/trade").words().contains("quiet plans"), "before its day it stands nowhere");
    assert!(!hunted(&pages).words().contains("quiet plans"));
}

#[test]
fn a_trade_is_agreed_given_written_up_and_thanked_for_in_place_once_and_undone() {
    let pages = Pages::on(&adopter("pages-agreed"), FIRST);
    let risk = [("giver", "offer"), ("what", "first on it"), ("write_up", "what broke"), ("cost", "2d..5d")];
    pages.does("/trade/note", &noting(&pages, 2, &risk));
    let pull = [("giver", "want"), ("what", "Signed packages"), ("by", "2w")];
    let page = pages.does("/trade/note", &noting(&pages, 0, &pull));
    let form = page.form("/trade/agree", 0);
    let other = page.body.split("name=\"for\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    let before = pages.entries();
    let agreed = pages.does("/trade/agree", &with(form.clone(), &[("for", other), ("on", FIRST)]));
    assert!(agreed.words().contains("Agreed, to Ines Roth, for"), "{}", agreed.words());
    assert!(!agreed.words().contains("2 to 5 working days"), "T2: no figure is kept");
    assert_eq!(pages.sends("/trade/agree", &with(form, &[("for", other), ("on", FIRST)])).status, 303);
    let given = pages.does("/trade/give", &agreed.form("/trade/give", 0));
    assert!(given.words().contains("not written up"), "{}", given.words());
    let late = pages.sends("/trade/give", &with(given.form("/trade/give", 0), &[("on", "2027-03-01")]));
    assert_eq!(late.status, 409, "{}", late.words());
    let written = with(late.form("/trade/give", 0), &[("write_up", "the wiki")]);
    assert!(!pages.does("/trade/give", &written).words().contains("first on it, with"));
    let got = pages.does("/trade/give", &pages.page("/trade").form("/trade/give", 0));
    assert!(got.words().contains("Nothing is offered, wanted or agreed"), "{}", got.words());
    let ines = format!("/peer/{}", id_of(&pages, "Ines Roth"));
    let nudged = pages.page(&ines);
    assert!(
        nudged.words().contains("Signed packages of Ines Roth in January 2027: not thanked, not named yet.")
    );
    assert!(!pages.page("/peers").words().contains("not thanked"), "T9: on their own page alone");
    let thanked = pages.does("/trade/thank", &nudged.form("/trade/thank", 0));
    assert!(!thanked.words().contains("not thanked"), "{}", thanked.words());
    let back = pages.does("/undo", &thanked.form("/undo", 0));
    assert!(back.words().contains("not thanked"), "{}", back.words());
    assert!(pages.entries() > before);
}

#[test]
fn several_goods_go_each_way_over_three_leaders_and_what_was_ticked_stays_where_it_is_refused() {
    let pages = Pages::on(&adopter("pages-several"), FIRST);
    for words in [
        &["offer", "ines", "risk", "first on it", "--write-up", "what broke"][..],
        &["offer", "tom", "credit", "the load tests", "--review", "the quarter", "--reader", "Ana"],
        &["want", "ines", "sequencing", "Signed packages", "--by", "2w"],
        &["want", "tom", "sequencing", "Summer fares", "--by", "1w"],
    ] {
        pages.types(words);
    }
    let page = pages.page("/trade");
    let form = page.form("/trade/agree", 0);
    let first = page.body.split("action=\"/trade/agree\">").nth(1).unwrap().split("</form>").next().unwrap();
    let ids = |name: &str| -> Vec<String> {
        let head = format!("name=\"{name}\" value=\"");
        let values = first.split(&head).skip(1);
        values.map(|rest| rest.split('"').next().unwrap().to_owned()).collect()
    };
    let (with_it, back) = (ids("with"), ids("for"));
    assert_eq!((with_it.len(), back.len()), (1, 2), "what goes the same way, and what can come back");
    let all = [("with", &*with_it[0]), ("for", &*back[0]), ("for", &*back[1])];
    let late = [&all[..], &[("on", "2027-03-01")]].concat();
    let refused = pages.sends("/trade/agree", &with(form.clone(), &late));
    assert_eq!(refused.status, 409, "{}", refused.words());
    for (name, id) in all {
        assert!(refused.body.contains(&format!("name=\"{name}\" value=\"{id}\" checked")), "{name} {id}");
    }
    let agreed = pages.does("/trade/agree", &with(form, &[&all[..], &[("on", FIRST)]].concat()));
    let words = agreed.words();
    assert!(
        words.contains("Agreed, to Ines Roth, for") && words.contains("Agreed, to Tom Reyes, for"),
        "{words}"
    );
    assert!(
        words.contains("Agreed, from Ines Roth, for") && words.contains("Agreed, from Tom Reyes, for"),
        "{words}"
    );
}

#[test]
fn t4_a_loan_stands_on_the_line_and_is_extended_only_by_a_new_agreement() {
    let pages = Pages::of(&full("pages-loans"));
    let page = pages.page("/trade");
    assert!(page.words().contains("one reviewer, lent to Dana Ortiz"), "{}", page.words());
    assert!(
        page.body
            .contains("aria-label=\"one reviewer, lent to Dana Ortiz, Mon 1 Feb 2027 to Fri 26 Feb 2027\"")
    );
    assert!(page.body.contains("<td>2027-02-26</td>"), "the same as a table");
    let dana = id_of(&pages, "Dana Ortiz");
    let (extend, returned) = (format!("/peer/{dana}/note/extend"), format!("/peer/{dana}/note/returned"));
    let form = page.form(&extend, 0);
    let silent = pages.sends(&extend, &with(form.clone(), &[("until", "2027-03-12")]));
    assert_eq!(silent.status, 422, "{}", silent.words());
    assert!(silent.words().contains("What you agreed anew is missing."), "{}", silent.words());
    let longer = pages.does(&extend, &with(form, &[("until", "2027-03-12"), ("agreed", "two weeks more")]));
    assert!(longer.body.contains("Mon 1 Feb 2027 to Fri 12 Mar 2027"));
    let back = pages.does(&returned, &longer.form(&returned, 0));
    assert!(!back.words().contains("lent to Dana Ortiz:"), "{}", back.words());
    assert!(!back.body.contains("line-of-time"));
}

#[test]
fn t8_past_its_day_both_answers_are_drafted_and_what_is_done_instead_goes_into_the_no() {
    let home = full("pages-late");
    types(&home, "2027-01-20", &["ask", "from", "dana", "two", "reviewers", "--decide-by", "2027-01-22"]);
    let pages = Pages::of(&home);
    let page = pages.page("/trade");
    assert!(page.words().contains("It was to be decided by Fri 22 Jan 2027"), "{}", page.words());
    for words in ["My answer is no: I can't do this.", "My answer is yes. You can count on it."] {
        assert!(page.words().contains(words), "{words}");
    }
    let dana = id_of(&pages, "Dana Ortiz");
    let instead = format!("/peer/{dana}/note/instead");
    let said = [("instead", "one reviewer from March on")];
    let page = pages.does(&instead, &with(page.form(&instead, 0), &said));
    assert!(page.words().contains("What I can do instead: one reviewer from March on."), "{}", page.words());
    let answer = format!("/peer/{dana}/note/answer");
    let done = pages.does(&answer, &with(page.form(&answer, 0), &[("answer", "no")]));
    assert!(
        !done.words().contains("“two reviewers”:")
            && !done.words().contains("My answer is no: I can't do this. What")
    );
}

#[test]
fn t8_what_the_plan_holds_instead_is_proposed_as_words_and_never_sent_by_itself() {
    let home = adopter("pages-instead");
    types(&home, FIRST, &["ask", "from", "tom", "the letters about refunds, please"]);
    let pages = Pages::on(&home, FIRST);
    assert!(!pages.page("/trade").words().contains("These words are from the plan"));
    let before = pages.entries();
    hunted(&pages);
    let page = pages.page("/trade");
    let is_said = page.words().contains("These words are from the plan");
    assert_eq!(
        is_said,
        page.body.contains("“Letters about refunds” sooner than planned"),
        "{}",
        page.words()
    );
    assert_eq!(pages.entries(), before, "nothing is kept of it");
}

#[test]
fn b1_a_guarded_peer_is_in_no_form_and_no_proposal_and_the_page_says_why() {
    let home = adopter("pages-guarded");
    let pages = Pages::on(&home, FIRST);
    assert!(hunted(&pages).words().contains("Ask Ines Roth:"));
    let form = noting(&pages, 0, &[("giver", "offer"), ("what", "x"), ("by", "1w")]);
    pages.types(&["peer", "guarded", "ines", "--because", "she quoted me"]);
    let hunt = pages.page("/trade/hunt").words();
    assert!(
        hunt.contains("What it found is not shown any more") && !hunt.contains("Ask Ines Roth"),
        "{hunt}"
    );
    let page = pages.page("/trade");
    assert!(page.words().contains("Ines Roth has been guarded since Mon 4 Jan 2027"), "{}", page.words());
    assert!(!page.body.contains(">Ines Roth</option>") && page.body.contains(">Tom Reyes</option>"));
    let refused = pages.sends("/trade/note", &form);
    assert_eq!(refused.status, 409);
    assert!(refused.words().contains("Not done: Ines Roth has been guarded"), "{}", refused.words());
    let hunt = hunted(&pages).words();
    assert!(hunt.contains("Nothing is proposed to Ines Roth, whom you hold guarded"), "{hunt}");
}

#[test]
fn t3_the_hunt_shows_what_the_command_prints_and_is_gone_once_something_is_agreed() {
    let home = adopter("pages-hunt");
    types(&home, FIRST, &["ask", "of", "ines", "signed packages for tablets"]);
    types(&home, FIRST, &["peer", "values", "ines", "early adopters"]);
    let pages = Pages::on(&home, FIRST);
    assert!(pages.page("/trade/hunt").words().contains("nothing of it is kept"));
    let before = pages.entries();
    let page = hunted(&pages);
    assert_eq!(pages.entries(), before, "T9: nothing of a hunt is kept");
    let words = page.words();
    let said: Value = serde_json::from_str(&pages.types(&["trade", "hunt", "--json"])).unwrap();
    let trade = &said["trades"][0];
    for side in trade["sides"].as_array().unwrap() {
        for does in side["does"].as_array().unwrap() {
            assert!(words.contains(&told(does["sentence"].as_str().unwrap())), "{does}");
        }
        for date in side["dates"].as_array().unwrap() {
            for when in ["before", "after"] {
                let days = ["early", "middle", "late"].map(|part| date[when][part].as_str().unwrap());
                let row: String = days.iter().map(|day| format!("<td>{day}</td>")).collect();
                assert!(page.body.contains(&row), "{row}");
                let [early, middle, late] = days;
                let drawn = format!("{when}, half of the years by {middle}, {early} to {late}");
                assert!(page.body.contains(&told(&drawn)), "{drawn}");
            }
        }
    }
    for part in ["undone", "ask_first"] {
        assert!(words.contains(trade[part].as_str().unwrap()), "{part}");
    }
    assert!(
        words.contains("Values early adopters , they said so on")
            || words.contains("Values early adopters, they said so on"),
        "{words}"
    );
    assert!(words.contains("You asked Ines Roth: “signed packages for tablets”."), "{words}");
    let cited = &said["cited"][0][0]["sentence"];
    assert_eq!(cited, "you asked Ines Roth: “signed packages for tablets”");
    let noted = pages.does("/trade/note", &page.form("/trade/note", 1));
    assert!(noted.words().contains("Want"), "{}", noted.words());
    assert!(noted.words().contains("Ask Ines Roth:"), "noting takes nothing away");
    let agree = pages.page("/trade").form("/trade/agree", 0);
    pages.does("/trade/agree", &agree);
    let gone = pages.page("/trade/hunt").words();
    assert!(gone.contains("The hunt looks through your plan") && !gone.contains("Saves"), "T2: {gone}");
}

#[test]
fn t2_what_a_hunt_found_is_gone_once_something_is_agreed_or_the_plan_is_read_again_at_the_terminal() {
    let pages = Pages::on(&adopter("pages-hunt-terminal"), FIRST);
    let is_found = || pages.page("/trade/hunt").words().contains("Ask Ines Roth:");
    assert!(hunted(&pages).words().contains("Ask Ines Roth:"));
    pages.types(&["peer", "values", "ines", "early adopters"]);
    pages.types(&["offer", "ines", "risk", "first on it", "--write-up", "what broke"]);
    let offer = pages.entries().to_string();
    assert!(is_found(), "what is noted takes nothing away");
    pages.types(&["agree", &offer]);
    let gone = pages.page("/trade/hunt").words();
    assert!(gone.contains("or something was agreed. What it found is gone."), "{gone}");
    assert!(!is_found(), "and it stays so");
    for changes in [
        &["map", "--keep", "--trials", "50"][..],
        &["crossing", "reject", "Refund forms", "New pipeline", "--because", "built in May"],
        &["undo"],
    ] {
        assert!(hunted(&pages).words().contains("Ask Ines Roth:"), "{changes:?}");
        let last = pages.entries().to_string();
        let line = if changes == ["undo"] { vec!["undo", &last] } else { changes.to_vec() };
        pages.types(&line);
        assert!(!is_found(), "{changes:?}");
    }
}

#[test]
fn t2_what_was_worked_out_goes_with_the_session_and_a_hunt_can_be_stopped() {
    let pages = Pages::of(&full("pages-works"));
    pages.sends("/trade/hunt", &[("sides".into(), "3".into())]);
    pages.sends("/trade/hunt/stop", &[]);
    let stopped = pages.page("/trade/hunt").words();
    assert!(stopped.contains("was stopped") || stopped.contains("Nothing of this is kept"), "{stopped}");
    assert_eq!(pages.page("/trade/hunt/progress").body, "done");
    for (name, value) in [("sides", "7"), ("sides", "x"), ("less", "100"), ("spare", "-1")] {
        assert_eq!(pages.sends("/trade/hunt", &[(name.into(), value.into())]).status, 422, "{name}={value}");
    }
    assert_eq!(pages.sends("/lock", &[]).status, 401);
    assert_eq!(pages.asks("GET", "/trade/hunt", &[]).status, 401);
}

#[test]
fn a_what_if_shows_what_the_command_prints_and_its_changes_are_taken_out_one_by_one() {
    let pages = Pages::on(&adopter("pages-what-if"), FIRST);
    let try_it = |fields: &[(&str, &str)]| {
        let fields = with(Vec::new(), fields);
        assert_eq!(pages.sends("/trade/what-if", &fields).status, 303, "{fields:?}");
        let mut tries = (0..60).map(|_| pages.page("/trade/what-if"));
        tries.find(|page| !page.body.contains("data-watch")).unwrap()
    };
    let first =
        [("kind", "first"), ("team", "Booking"), ("item", "New pipeline"), ("longer", "40"), ("less", "20")];
    let page = try_it(&first);
    let typed = ["what-if", "--first", "Booking:New pipeline", "--first-longer", "40", "--json"];
    let said: Value = serde_json::from_str(&pages.types(&typed)).unwrap();
    for change in said["changes"].as_array().unwrap() {
        assert!(page.words().contains(&told(change.as_str().unwrap())), "{change}");
    }
    assert!(page.words().contains("judged to take 40 % longer"));
    for team in said["teams"].as_array().unwrap().iter().filter(|team| team["is_seen"] == true) {
        let way = if team["later"].as_f64().unwrap() > 0.0 { "later" } else { "earlier" };
        let cell = format!("{:.1} {way}", team["later"].as_f64().unwrap().abs());
        assert!(page.words().contains(&cell), "{cell}");
    }
    for date in said["dates"].as_array().unwrap() {
        assert!(page.body.contains(&format!("<td>{}</td>", date["after"]["middle"].as_str().unwrap())));
    }
    let two = try_it(&[("kind", "drop"), ("item", "Refund forms")]);
    assert!(two.words().contains("“Refund forms” is not done"), "{}", two.words());
    pages.sends("/trade/what-if/take-out", &with(Vec::new(), &[("at", "0")]));
    let left = pages.page("/trade/what-if").words();
    assert!(!left.contains("goes first with") && left.contains("Refund forms is left out"), "{left}");
    for wrong in [
        &[("kind", "pull"), ("item", "")][..],
        &[("kind", "pull"), ("item", "x"), ("by", "soon")],
        &[("kind", "lend"), ("giver", "Ports"), ("taker", "Booking"), ("lanes", "1"), ("to", "")],
        &[("kind", "first"), ("team", "Booking"), ("item", "x"), ("longer", "900"), ("less", "20")],
        &[("kind", "decide"), ("item", "x"), ("day", "")],
        &[("kind", "none")],
        &[("kind", "drop"), ("item", "Nowhere at all")],
        &[("kind", "decide"), ("item", "Refund forms"), ("day", "2020-01-01")],
        &[
            ("kind", "lend"),
            ("giver", "Ports"),
            ("taker", "Booking"),
            ("lanes", "1"),
            ("from", "2027-03-01"),
            ("to", "2027-02-01"),
        ],
    ] {
        let answer = pages.sends("/trade/what-if", &with(Vec::new(), wrong));
        assert_eq!(answer.status, 422, "{wrong:?}");
        assert!(answer.words().contains("Not made:"), "{}", answer.words());
    }
    // What fits nothing is not taken in, so that it stands in nobody's way.
    let unknown =
        pages.sends("/trade/what-if", &with(Vec::new(), &[("kind", "drop"), ("item", "Nowhere at all")]));
    assert!(unknown.words().contains("“Nowhere at all” is nowhere in the plan"), "{}", unknown.words());
    assert!(unknown.body.contains("value=\"Nowhere at all\""));
    assert!(!pages.page("/trade/what-if").words().contains("Nowhere at all"));
}

#[test]
fn w1_a_line_about_an_ask_or_a_loan_is_done_in_place() {
    let home = adopter("pages-lines");
    types(&home, FIRST, &["ask", "from", "tom", "a word on the fares"]);
    let pages = Pages::on(&home, FIRST);
    let week = pages.page("/");
    let done = pages.does("/week/do", &week.form("/week/do", 0));
    assert!(done.words().contains("was acknowledged on Mon 4 Jan 2027"), "{}", done.words());
}
