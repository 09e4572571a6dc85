//! The log of the pages: searched, paged, undone, forgotten.

use super::*;

#[test]
fn the_log_is_searched_and_names_nothing_that_was_not_asked_for() {
    let pages = Pages::of(&full("pages-log"));
    let found = pages.page("/log?words=reviewer+LENT").words();
    assert!(found.contains("Lent one reviewer to Dana Ortiz"), "{found}");
    assert!(!found.contains("migration"), "{found}");
    assert!(pages.page("/log?words=%3Cscript%3E").body.contains("value=\"&lt;script&gt;\""));
    let undone = pages.does("/undo", &pages.page("/log").form("/undo", 0));
    assert!(undone.words().contains("undone by entry"), "{}", undone.words());
    let elsewhere = with(
        pages.page("/log").form("/undo", 0).into_iter().filter(|(name, _)| name != "back").collect(),
        &[("back", "//evil.example")],
    );
    let answer = pages.sends("/undo", &elsewhere);
    assert!(answer.header("location").unwrap().starts_with("/?done="), "{}", answer.head);
}

#[test]
fn the_log_is_narrowed_by_peer_room_and_day() {
    let pages = Pages::of(&full("pages-log-narrowed"));
    let dana = id_of(&pages, "Dana Ortiz");
    let rows =
        |query: &str| pages.page(&format!("/log?{query}")).body.matches("<span class=\"number\">").count();
    let all = rows("");
    let of_dana = rows(&format!("peer={dana}"));
    assert!(of_dana > 0 && of_dana < all, "{of_dana} of {all}");
    let trade = pages.page("/log?room=trade").words();
    assert!(trade.contains("one reviewer") && !trade.contains("feared"), "{trade}");
    assert_eq!(rows("from=2027-02-01&to=2027-02-04"), 1, "the loan");
    assert_eq!(rows("from=2027-03-01"), 0);
    assert_eq!(rows("undone=yes"), 0);
    pages.does("/undo", &pages.page("/log").form("/undo", 0));
    assert_eq!(rows("undone=yes"), 1);
    let wrong = pages.page("/log?from=soon").words();
    assert!(wrong.contains("“soon” is no day."), "{wrong}");
    assert_eq!(rows("peer=nobody&room=nowhere"), all + 1, "what is unknown narrows nothing");
}

#[test]
fn a_long_log_is_shown_in_parts_and_every_entry_can_be_reached() {
    let home = notebook("pages-log-long");
    for n in 0..130 {
        types(&home, MONDAY, &["peer", "add", &format!("Ana Nr{n}")]);
    }
    let pages = Pages::of(&home);
    let mut seen = BTreeSet::new();
    let mut path = "/log?words=nr".to_owned();
    for turn in 0.. {
        let page = pages.page(&path);
        assert!(page.body.len() < 60_000, "{}", page.body.len());
        let numbers = page.body.split("<span class=\"number\">").skip(1);
        seen.extend(numbers.map(|rest| rest.split('<').next().unwrap().parse::<u32>().unwrap()));
        let Some((before, _)) = page.body.split_once("\">Earlier ones</a>") else {
            assert_eq!(turn, 2);
            break;
        };
        path = before.rsplit("href=\"").next().unwrap().replace("&amp;", "&");
    }
    assert_eq!(seen, (1..=130).collect());
}

#[test]
fn s9_forgetting_says_what_goes_and_asks_before_it_does_it() {
    let pages = Pages::of(&full("pages-forget"));
    let found = pages.page("/log?words=feared");
    let path = found.body.split("href=\"/forget/").nth(1).unwrap().split('"').next().unwrap();
    let asked = pages.page(&format!("/forget/{path}"));
    assert!(asked.words().contains("can't be undone"), "{}", asked.words());
    assert!(asked.words().contains("feared the migration"), "{}", asked.words());
    let before = pages.entries();
    let form = asked.form("/forget", 0);
    let refused = pages.sends("/forget", &form);
    assert_eq!(refused.status, 422, "a tick is asked for");
    assert_eq!(pages.entries(), before);
    let sure = with(form, &[("sure", "yes")]);
    let after = pages.does("/forget", &sure);
    assert!(after.words().contains("forgotten for good"), "{}", after.words());
    assert!(!after.words().contains("feared"), "{}", after.words());
    let notice = after.body.split("role=\"status\"").nth(1).unwrap().split("<form").next().unwrap();
    assert!(notice.split("</div>").next().unwrap().len() < notice.len(), "forgetting has no Undo");
    assert_eq!(pages.sends("/forget", &sure).status, 303, "sent twice, done once");
    assert_eq!(pages.entries(), before + 1);
    assert_eq!(pages.asks("GET", &format!("/forget/{path}"), &[]).status, 404);
    for none in ["/forget/0", "/forget/999", "/forget/x", &format!("/forget/{}", before + 1)] {
        assert_eq!(pages.asks("GET", none, &[]).status, 404, "{none}");
    }
    let kept = pages.page("/log?words=kept+map");
    let plan = kept.body.split("href=\"/forget/").nth(1).unwrap().split('"').next().unwrap();
    assert!(
        pages
            .page(&format!("/forget/{plan}"))
            .words()
            .contains("The plan and the map that it keeps go with it")
    );
}

#[test]
fn the_log_reads_by_day_and_the_year_with_a_peer_by_when_it_happened() {
    let home = notebook("pages-log-by-day");
    for (day, name) in [("2027-02-08", "Ana Novak"), ("2027-02-05", "Tom Reyes"), ("2027-02-08", "Ines Roth")]
    {
        types(&home, day, &["peer", "add", name]);
    }
    types(&home, MONDAY, &["talk", "ana", "25m", "--on", "2027-01-14", "fire=the batch"]);
    types(&home, "2027-01-20", &["ask", "of", "ana", "a test account"]);
    let pages = Pages::of(&home);
    let numbers = |path: &str| -> Vec<u32> {
        let page = pages.page(path);
        let numbers = page.body.split("<span class=\"number\">").skip(1);
        numbers.map(|rest| rest.split('<').next().unwrap().parse().unwrap()).collect()
    };
    assert_eq!(numbers("/log"), [4, 3, 1, 2, 5], "the latest day first, and of one day the latest entry");
    assert_eq!(numbers("/log?before=3"), [1, 2, 5]);
    assert_eq!(numbers("/log?before=2"), [5]);
    let year = pages.page(&format!("/peer/{}/year", id_of(&pages, "Ana Novak"))).words();
    let at = |words: &str| year.find(words).unwrap_or_else(|| panic!("{words}: {year}"));
    assert!(
        at("I asked Ana Novak on Wed 20 Jan 2027") < at("Talk with Ana Novak on Thu 14 Jan 2027"),
        "{year}"
    );
}

#[test]
fn what_was_agreed_is_named_where_it_is_done_and_in_the_log() {
    let pages = Pages::of(&full("pages-log-agreed"));
    pages.types(&["offer", "dana", "risk", "the dry run", "--write-up", "what broke"]);
    let trade = pages.page("/trade");
    let id = trade.form("/trade/agree", 0);
    let done = pages.does("/trade/agree", &id);
    assert!(done.words().contains("Agreed on Mon 8 Feb 2027: the dry run ("), "{}", done.words());
    assert!(pages.page("/log").words().contains("Mon 8 Feb 2027: the dry run ("));
}

#[test]
fn what_is_forgotten_offers_no_undo_and_what_was_put_off_is_named_in_words() {
    let pages = Pages::of(&full("pages-log-words"));
    pages.does("/week/later", &pages.page("/").form("/week/later", 0));
    let latest = |pages: &Pages| {
        let log = pages.page("/log").body;
        log.split("<ol class=\"log\">").nth(1).unwrap().split("</li>").next().unwrap().to_owned()
    };
    let put_off = latest(&pages);
    assert!(put_off.contains("<p>The line on ") && put_off.contains("was put off until"), "{put_off}");
    let form = with(pages.page("/forget/5").form("/forget", 0), &[("sure", "yes")]);
    pages.does("/forget", &form);
    let gone = latest(&pages);
    assert!(gone.contains("was forgotten for good") && !gone.contains("/undo"), "{gone}");
}
