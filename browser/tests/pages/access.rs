//! Nobody is kept out: axe-core finds nothing on any page, in light and dark, on a telephone and on a laptop.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::{
    browser::{Browser, LAPTOP, PHONE, Scheme},
    calendar, defend, escalate, first,
    pages::{forms, is_marked, mark, next, pages, pages_of_full, send_nonsense, shape},
    ratify,
    serving::{Serving, empty, folder, full, telling},
    tell, trade,
};

/// axe-core 4.14.1 as npm has it; its licence lies beside it.
const AXE: &str = include_str!("../axe/axe.min.js");

/// What npm publishes for it (`sri-history.json` of the package).
const PUBLISHED: &str = "KTSJmUUM3yhJqOcLeRL8LahahJ2jnA0NU5T1HUqe2Vw=";

/// All its rules for WCAG 2.2 up to AA and good practice, those that it leaves off unless asked for too, and AAA for the
/// contrast of text.
const LOOK: &str = "
    for (const details of document.querySelectorAll('details')) details.open = true;
    const asked = { resultTypes: ['violations'] };
    if (arguments[0].length) asked.runOnly = arguments[0];
    else asked.rules = { 'target-size': { enabled: true }, 'color-contrast-enhanced': { enabled: true } };
    return axe.run(document, asked).then(found => found.violations.map(one => ({
      rule: one.id,
      where: one.nodes.slice(0, 4).map(node => node.target.join(' ') + ': ' + node.failureSummary.replace(/\\s+/g, ' ')),
    })))";

/// Its rules that look at colours. The style sheet's dark scheme changes colours and nothing else.
const COLOURS: [&str; 3] = ["color-contrast", "color-contrast-enhanced", "link-in-text-block"];

/// What is wrong with the page that is open, under all circumstances.
fn wrong(browser: &Browser, page: &str, found: &mut BTreeSet<String>) {
    browser.run(AXE, &[]);
    for screen in [LAPTOP, PHONE] {
        browser.screen(screen);
        for (scheme, rules) in [(Scheme::Light, &[][..]), (Scheme::Dark, &COLOURS)] {
            browser.scheme(scheme);
            let violations = browser.run(LOOK, &[json!(rules)]);
            let say = |one: &Value| format!("{page}, {}, {}: {one}", screen.name, scheme.word());
            found.extend(violations.as_array().unwrap().iter().map(say));
        }
    }
}

fn is_clean(found: &BTreeSet<String>) {
    assert!(found.is_empty(), "{}", found.iter().cloned().collect::<Vec<_>>().join("\n"));
}

#[test]
fn the_checker_is_the_one_that_was_published_and_finds_what_is_wrong() {
    let serving = Serving::of(&empty("access-checker"));
    let browser = Browser::at(&serving);
    let digest = browser.run(
        "return crypto.subtle.digest('SHA-256', new TextEncoder().encode(arguments[0])).then(d => btoa(String.fromCharCode(...new Uint8Array(d))))",
        &[json!(AXE)],
    );
    assert_eq!(digest, PUBLISHED);
    browser.run(
        "document.querySelector('main').innerHTML += '<img src=\"/map.svg\"><input><p id=pale>pale</p>';
         document.querySelector('#pale').style.color = 'light-dark(black, #222)'",
        &[],
    );
    let mut found = BTreeSet::new();
    wrong(&browser, "planted", &mut found);
    let all = found.iter().cloned().collect::<String>();
    assert!(all.contains("image-alt") && all.contains("label"), "{all}");
    assert!(all.contains("phone, light: {\"rule\":\"label\""), "{all}");
    assert!(all.contains("phone, dark: {\"rule\":\"color-contrast\""), "{all}");
}

#[test]
fn no_page_of_a_full_notebook_keeps_anybody_out() {
    let serving = Serving::of(&full("access-full"));
    let browser = Browser::at(&serving);
    let mut found = BTreeSet::new();
    let pages = pages_of_full(&browser, &serving);
    assert!(pages.len() >= 8, "{pages:?}");
    for path in pages {
        browser.visit(&serving, path);
        wrong(&browser, path, &mut found);
    }
    is_clean(&found);
}

#[test]
fn no_page_of_an_empty_notebook_keeps_anybody_out() {
    let serving = Serving::of(&empty("access-empty"));
    let browser = Browser::at(&serving);
    let mut found = BTreeSet::new();
    for path in pages(&browser, &serving) {
        browser.visit(&serving, &path);
        wrong(&browser, &path, &mut found);
    }
    is_clean(&found);
}

#[test]
fn the_first_start_and_what_the_hunt_found_keep_nobody_out() {
    let mut found = BTreeSet::new();
    let serving = Serving::of(&folder("access-first"));
    let browser = Browser::at(&serving);
    first::story(&browser, &serving, true, |page| wrong(&browser, page, &mut found));
    trade::hunt(&browser, &serving);
    wrong(&browser, "hunted", &mut found);
    is_clean(&found);
}

#[test]
fn who_hears_when_and_on_whom_a_slip_lands_keep_nobody_out() {
    let mut found = BTreeSet::new();
    let serving = Serving::of(&telling("access-tell"));
    let browser = Browser::at(&serving);
    calendar::reads(&browser, &serving);
    wrong(&browser, "calendar", &mut found);
    browser.visit(&serving, "/tell");
    wrong(&browser, "who hears when", &mut found);
    tell::slips(&browser, &serving);
    wrong(&browser, "slip", &mut found);
    is_clean(&found);
}

#[test]
fn a_draft_that_was_read_and_a_page_that_goes_up_keep_nobody_out() {
    let mut found = BTreeSet::new();
    let serving = Serving::of(&full("access-absent"));
    let browser = Browser::at(&serving);
    defend::review(&browser, &serving);
    wrong(&browser, "reviewed", &mut found);
    ratify::decided(&browser, &serving);
    wrong(&browser, "ready to go up", &mut found);
    is_clean(&found);
}

#[test]
fn a_document_of_two_and_what_waiting_costs_keep_nobody_out() {
    let mut found = BTreeSet::new();
    let [(ada, hers), (dana, theirs)] = escalate::two("access-escalate");
    escalate::story((&ada, &hers), (&dana, &theirs), &mut |browser, page| {
        wrong(browser, page, &mut found);
        // Everything was unfolded.
        mark(browser);
        browser.run("location.reload()", &[]);
        next(browser);
    });
    let serving = Serving::of(&full("access-waiting"));
    let browser = Browser::at(&serving);
    escalate::waited(&browser, &serving);
    wrong(&browser, "gate", &mut found);
    is_clean(&found);
}

#[test]
fn what_is_refused_missing_closed_or_locked_keeps_nobody_out() {
    let serving = Serving::of(&full("access-refused"));
    let browser = Browser::at(&serving);
    let (mut found, mut tried) = (BTreeSet::new(), BTreeSet::new());
    for path in pages_of_full(&browser, &serving) {
        browser.visit(&serving, path);
        for action in forms(&browser) {
            if !tried.insert(shape(&action)) {
                continue;
            }
            browser.visit(&serving, path);
            // What was sent before may have been taken, and a form be gone with what it asked.
            if !forms(&browser).contains(&action) {
                continue;
            }
            mark(&browser);
            send_nonsense(&browser, &action);
            next(&browser);
            wrong(&browser, &format!("{action} with nonsense"), &mut found);
        }
    }
    assert!(tried.len() >= 2, "{tried:?}");
    for path in ["/nowhere", "/peer/99", "/open/0000"] {
        browser.visit(&serving, path);
        wrong(&browser, path, &mut found);
    }
    browser.visit(&serving, "/go");
    browser.click("main form[action='/lock'] button");
    assert!(!is_marked(&browser));
    wrong(&browser, "locked", &mut found);
    is_clean(&found);
}
