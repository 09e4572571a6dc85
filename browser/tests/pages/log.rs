//! The log: found while typed, and forgotten for good only after a page that says so.

use crate::{
    browser::Browser,
    serving::{Serving, full},
};

#[test]
fn the_log_finds_as_one_types_and_the_address_follows() {
    let serving = Serving::of(&full("log-typed"));
    let browser = Browser::at(&serving);
    browser.visit(&serving, "/log");
    let rows = "return document.querySelectorAll('.log > li').length";
    let all = browser.run(rows, &[]).as_u64().unwrap();
    browser.types("#words", "review");
    browser.comes_true(&format!(
        "const rows = document.querySelectorAll('.log > li'); return rows.length > 0 && rows.length < {all}"
    ));
    browser.comes_true("return location.search === '?words=review'");
    assert!(browser.text(".log").contains("review"), "{}", browser.text(".log"));
    assert_eq!(browser.run("return document.activeElement.id", &[]), "words", "the cursor stays");
    browser.types("#words", " of nobody at all");
    browser.reads("No entry fits.");
    browser.run("location.reload()", &[]);
    browser.reads("No entry fits.");
    assert!(browser.complaints().is_empty());
}

fn forgotten(browser: &Browser, serving: &Serving) {
    browser.visit(serving, "/log?words=feared");
    browser.reads("feared the migration");
    browser.click(".log a[href^='/forget/']");
    browser.reads("for good?");
    let before = serving.entries();
    browser.run("document.querySelector('[name=sure]').required = false", &[]);
    browser.click("form[action='/forget'] button");
    browser.reads("Nothing is forgotten before you tick that it is meant");
    assert_eq!(serving.entries(), before, "not without a tick");
    browser.visit(serving, "/log?words=feared");
    browser.click(".log a[href^='/forget/']");
    browser.click("[name=sure]");
    browser.click("form[action='/forget'] button");
    browser.reads("was forgotten for good");
    assert!(!browser.words().contains("feared"), "{}", browser.words());
    browser.visit(serving, "/log?words=feared");
    browser.reads("No entry fits.");
    assert!(!serving.types(&["log"]).contains("feared the migration"));
}

#[test]
fn what_is_forgotten_is_asked_about_first_and_then_gone() {
    let serving = Serving::of(&full("log-forgotten"));
    forgotten(&Browser::at(&serving), &serving);
}

#[test]
fn the_same_without_script() {
    let serving = Serving::of(&full("log-scriptless"));
    let browser = Browser::at(&serving);
    browser.without_script();
    forgotten(&browser, &serving);
}
