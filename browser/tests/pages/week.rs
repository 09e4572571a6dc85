//! The week and the log, by mouse and by hand: put off, struck, undone, found again.

use crate::{
    browser::{Browser, PHONE},
    serving::{Serving, full},
};

fn first(browser: &Browser) -> String {
    browser.text(".lines > li:first-child .sentence")
}

fn story(browser: &Browser, serving: &Serving) {
    let before = serving.entries();
    let sentence = first(browser);
    browser.click(".lines > li:first-child form[action='/week/later'] button");
    browser.reads("Undo");
    assert_ne!(first(browser), sentence, "what is put off is gone from its place");
    browser.click(".notice form[action='/undo'] button");
    browser.reads("was undone");
    assert_eq!(first(browser), sentence, "undone where it was done");
    browser.click(".lines > li:first-child .because summary");
    browser.types(".lines > li:first-child [name=because]", "she has an intern for it");
    browser.click(".lines > li:first-child .because button");
    browser.reads("she has an intern for it");
    assert_eq!(serving.entries(), before + 3);
    browser.visit(serving, "/log");
    browser.types("#words", "intern");
    browser.click(".search button");
    browser.reads("she has an intern for it");
    assert!(!browser.text(".log").contains("reviewer"), "{}", browser.text(".log"));
    browser.click(".log form[action='/undo'] button");
    browser.reads("was undone");
    browser.visit(serving, "/");
    assert_eq!(first(browser), sentence, "and undone in the log");
}

#[test]
fn w1_a_line_is_put_off_struck_and_undone_and_found_in_the_log() {
    let serving = Serving::of(&full("week-acts"));
    let browser = Browser::at(&serving);
    story(&browser, &serving);
    assert!(browser.complaints().is_empty());
}

#[test]
fn w1_the_same_on_a_telephone_without_script() {
    let serving = Serving::of(&full("week-scriptless"));
    let browser = Browser::at(&serving);
    browser.screen(PHONE);
    browser.without_script();
    story(&browser, &serving);
}
