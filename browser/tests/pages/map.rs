//! The map corrected where it stands: what is behind it unfolds in place, and stands on its own page without script.

use crate::{
    browser::{Browser, LAPTOP, PHONE},
    serving::{Serving, full},
};

/// The way to correct the first crossing of the first of the names.
const CORRECT: &str = ".need .crossings li:first-child a[data-unfold]";

fn corrected(browser: &Browser, serving: &Serving, form: &str) {
    let before = serving.entries();
    browser.click_words(&format!("{form} option"), "an approval");
    browser.types(&format!("{form} [name=because]"), "they sign it");
    browser.click(&format!("{form} button"));
    browser.reads("You corrected 1 thing since");
    assert!(serving.types(&["corrections"]).contains("they sign it"));
    browser.click(".notice form[action='/undo'] button");
    browser.reads("was undone");
    assert_eq!(serving.entries(), before + 2);
}

#[test]
fn m3b_a_crossing_is_corrected_where_it_stands_and_undone() {
    let serving = Serving::of(&full("map-in-place"));
    let browser = Browser::at(&serving);
    for screen in [LAPTOP, PHONE] {
        browser.screen(screen);
        browser.visit(&serving, "/map");
        browser.click(".need summary");
        browser.click(CORRECT);
        let form = format!("{CORRECT} + [data-folds] form");
        browser.element(&form);
        assert_eq!(browser.path(), "/map", "the page stays");
        assert_eq!(
            browser.run("return document.activeElement.name", &[]),
            "do",
            "the first field has the cursor"
        );
        browser.click(CORRECT);
        assert_eq!(
            browser.run("return document.querySelector('[data-folds]').checkVisibility()", &[]),
            false
        );
        browser.click(CORRECT);
        corrected(&browser, &serving, &form);
    }
    assert!(browser.complaints().is_empty());
}

#[test]
fn m3b_the_same_without_script_on_a_page_of_its_own() {
    let serving = Serving::of(&full("map-scriptless"));
    let browser = Browser::at(&serving);
    browser.without_script();
    browser.visit(&serving, "/map");
    browser.click(".need summary");
    browser.click(CORRECT);
    assert!(browser.path().starts_with("/map/crossing/"), "{}", browser.path());
    corrected(&browser, &serving, "[data-folds] form");
}
