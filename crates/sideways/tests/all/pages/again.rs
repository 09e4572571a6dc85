//! A page that is asked for again: what was sent stands only while nothing is another on which it rests.

use super::*;

/// The page without the numbers of its forms, and those.
fn parts(page: &str) -> (String, BTreeSet<String>) {
    let mut rest = page.split("name=\"request\" value=\"");
    let mut text = rest.next().unwrap().to_owned();
    let mut numbers = BTreeSet::new();
    for part in rest {
        let (number, after) = part.split_at(32);
        assert!(number.bytes().all(|c| c.is_ascii_hexdigit()), "{number}");
        assert!(numbers.insert(number.to_owned()), "a number twice on a page");
        text.push_str(after);
    }
    (text, numbers)
}

#[test]
fn s6_a_page_that_is_sent_again_is_the_same_and_its_forms_have_numbers_of_their_own() {
    let pages = Pages::of(&full("pages-again"));
    let mut seen = BTreeSet::new();
    let first = parts(&pages.page("/").body);
    for _ in 0..4 {
        let page = pages.page("/");
        let (text, numbers) = parts(&page.body);
        assert_eq!(text, first.0);
        assert_eq!(page.header("content-type"), Some("text/html; charset=utf-8"));
        assert_eq!(page.header("cache-control"), Some("no-store"));
        assert!(numbers.len() > 3 && numbers.is_disjoint(&seen) && numbers.is_disjoint(&first.1));
        seen.extend(numbers);
    }
    // What stands on a page that was sent again acts, once.
    let (before, form) = (pages.entries(), pages.page("/").form("/week/later", 0));
    assert_eq!(pages.sends("/week/later", &form).status, 303);
    assert_eq!(pages.sends("/week/later", &form).status, 303);
    assert_eq!(pages.entries(), before + 1);
}

#[test]
fn a_page_is_not_sent_again_once_anybody_wrote_at_either_door() {
    let pages = Pages::of(&full("pages-again-written"));
    let (_, page) = (pages.page("/"), pages.page("/"));
    let week: Value = serde_json::from_str(&pages.types(&["week", "--json"])).unwrap();
    let first = told(week["lines"][0]["sentence"].as_str().unwrap());
    assert!(page.words().contains(&first));
    assert_eq!(pages.sends("/week/later", &page.form("/week/later", 0)).status, 303);
    let after = pages.page("/");
    assert!(!after.body.split("<ol class=\"lines\">").nth(1).unwrap().contains(&first), "{}", after.words());
    pages.page("/");
    pages.types(&["undo", &pages.entries().to_string()]);
    assert!(pages.page("/").words().contains(&first), "the terminal took it back");
    // What was done a moment ago is said once, and not again.
    let done = pages.does("/week/later", &pages.page("/").form("/week/later", 0));
    assert!(done.body.contains("class=\"notice\""));
    for _ in 0..2 {
        assert!(!pages.page("/").body.contains("class=\"notice\""));
    }
}

#[test]
fn a_page_is_sent_again_only_as_it_is_wanted() {
    let pages = Pages::of(&full("pages-again-guise"));
    let plain = parts(&pages.page("/").body).0;
    let wanted = |guise: &str| {
        let cookie = format!("Cookie: {}; sideways-guise={guise}", pages.cookie);
        let page = || parts(&pages.asks("GET", "/", &["Sec-Fetch-Site: same-origin", &cookie]).body).0;
        assert_eq!(page(), page());
        page()
    };
    assert!(plain.contains("Dana") && wanted("dark").contains("data-scheme=\"dark\""));
    assert!(wanted("large").contains("data-text=\"large\""));
    let nameless = wanted("nameless");
    assert!(!nameless.split("<main").nth(1).unwrap().contains("Dana Ortiz"), "{nameless}");
    assert_eq!(parts(&pages.page("/").body).0, plain);
}

#[test]
fn s11_a_page_that_could_be_sent_again_is_sent_to_nobody_who_is_not_let_in() {
    let pages = Pages::of(&full("pages-again-locked"));
    assert!(pages.page("/").words().contains("Dana"));
    pages.page("/");
    let host = format!("Host: 127.0.0.1:{}", pages.port);
    for (host, headers, status) in [
        (host.as_str(), ["Cookie: other=1", ""], 401),
        (host.as_str(), ["Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: no-cors"], 403),
        ("Host: example.org", ["", ""], 421),
    ] {
        let answer = pages.asks_of(host, "GET", "/", &headers, "");
        assert_eq!(answer.status, status, "{headers:?}");
        assert!(!answer.body.contains("Dana"), "{}", answer.body);
    }
    assert_eq!(pages.sends("/lock", &[]).status, 401);
    let locked = pages.asks("GET", "/", &["Sec-Fetch-Site: same-origin"]);
    assert_eq!(locked.status, 401);
    assert!(!locked.body.contains("Dana"), "{}", locked.body);
}

#[test]
fn a_page_is_not_sent_again_once_the_key_is_gone() {
    let pages = Pages::of(&full("pages-again-key"));
    pages.page("/");
    let keys = pages.home.join(".config/sideways/keys");
    fs::rename(&keys, pages.home.join("aside")).unwrap();
    let closed = pages.asks("GET", "/", &["Sec-Fetch-Site: same-origin"]);
    assert!(closed.status >= 400 && !closed.body.contains("Dana"), "{}", closed.body);
    fs::rename(pages.home.join("aside"), &keys).unwrap();
    assert!(pages.page("/").words().contains("Dana"));
}
