//! A change that spans teams, from its first word to the page that went up.

use crate::{
    browser::{Browser, PHONE},
    serving::{Serving, full},
};

/// The one whose yes is missing says it.
pub fn decided(browser: &Browser, serving: &Serving) {
    browser.visit(serving, "/ratify");
    browser.reads("Missing: Dana Ortiz.");
    browser.click(".parties form[action='/ratify/decide'] button.act");
    browser.reads("The page that goes up");
}

fn story(browser: &Browser, serving: &Serving) {
    let before = serving.entries();
    decided(browser, serving);
    let page = browser.run("return document.querySelector('.goes-up textarea').value", &[]);
    let page = page.as_str().unwrap();
    let parts = ["Dana Ortiz", "the freeze ends by June", "What we ask of you: your yes by June."];
    let places: Vec<usize> = parts.iter().map(|part| page.find(part).unwrap()).collect();
    assert!(places.is_sorted(), "R1: {page}");
    browser.click(".notice form[action='/undo'] button");
    browser.reads("Missing: Dana Ortiz.");
    browser.click(".parties form[action='/ratify/decide'] button.act");
    browser.reads("The page that goes up");
    browser.click_words(".goes-up button", "It went up");
    browser.reads("went up on Mon 8 Feb 2027");
    browser.reads("A change that spans teams is decided");
    assert_eq!(serving.entries(), before + 4);
    browser.types("form[action='/ratify/new'] [name=what]", "One login");
    browser.click_words("form[action='/ratify/new'] .tick", "Tom Reyes");
    browser.click_words("form[action='/ratify/new'] button", "Begin it");
    browser.reads("Missing: Tom Reyes, and what the page asks for.");
}

#[test]
fn r1_once_all_have_decided_one_page_goes_up_that_names_them_before_it_asks() {
    let serving = Serving::of(&full("ratify-story"));
    let browser = Browser::at(&serving);
    story(&browser, &serving);
    assert!(browser.complaints().is_empty(), "{:?}", browser.complaints());
}

#[test]
fn r1_the_same_on_a_telephone_without_script() {
    let serving = Serving::of(&full("ratify-scriptless"));
    let browser = Browser::at(&serving);
    browser.screen(PHONE);
    browser.without_script();
    story(&browser, &serving);
}
