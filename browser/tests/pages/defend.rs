//! Whoever is absent: read fairly before a meeting, spoken for, credited, and not blamed in a draft.

use serde_json::json;

use crate::{
    browser::{Browser, PHONE},
    serving::{Serving, full},
};

const DRAFT: &str = "# Quarter\n\nThe card payment step is live.\n\nIt was late because of Dana.\n\nWe missed two dates ourselves.\n";

/// Pastes a draft and has it read.
pub fn review(browser: &Browser, serving: &Serving) {
    browser.visit(serving, "/defend/review");
    browser.types("textarea[name=draft]", DRAFT);
    browser.click(".draft-form button.act");
    browser.reads("blames Dana Ortiz");
}

/// Before the meeting, in it, and after it.
fn story(browser: &Browser, serving: &Serving) {
    let before = serving.entries();
    browser.visit(serving, "/defend");
    browser.reads("Steering round");
    browser.click(".meetings > li:first-child a.act");
    browser.reads("Is the criticism right? Then stay silent.");
    browser.reads("two people out");
    browser.reads("the load tests of the card step");
    let card = ".card:first-child";
    browser.click_words(&format!("{card} summary"), "You spoke for them");
    browser.types(&format!("{card} form[action='/defend/said'] [name=said]"), "her team carried the audit");
    browser.click(&format!("{card} form[action='/defend/said'] button"));
    browser.reads("I spoke for Dana Ortiz at Steering round");
    assert!(browser.path().starts_with("/defend/forum?called=Steering"), "{}", browser.path());
    browser.click(".notice form[action='/undo'] button");
    browser.reads("was undone");
    browser.reads("Is the criticism right?");
    assert_eq!(serving.entries(), before + 2);
    browser.visit(serving, "/defend");
    browser.click_words(".lines summary", "It was named");
    browser.types("form[action='/defend/named'] [name=at]", "the quarterly review, read by Edvard");
    browser.click("form[action='/defend/named'] button");
    browser.reads("Nothing waits to be named");
    assert_eq!(serving.entries(), before + 3);
}

#[test]
fn d1_to_d5_whoever_is_absent_is_read_fairly_and_spoken_for() {
    let serving = Serving::of(&full("defend-story"));
    let browser = Browser::at(&serving);
    story(&browser, &serving);
    assert!(browser.complaints().is_empty(), "{:?}", browser.complaints());
}

#[test]
fn d1_to_d5_the_same_on_a_telephone_without_script() {
    let serving = Serving::of(&full("defend-scriptless"));
    let browser = Browser::at(&serving);
    browser.screen(PHONE);
    browser.without_script();
    story(&browser, &serving);
}

/// The draft, pasted, mended and read again; nothing of it is kept.
fn pasted(browser: &Browser, serving: &Serving) {
    let before = serving.entries();
    review(browser, serving);
    browser.reads("Contributions that are left out");
    assert_eq!(browser.text("#l5.found .found-as"), "blames Dana Ortiz");
    browser.click("#b1 a[href='#l5']");
    let paste = browser.run("return document.querySelector('#b1 textarea').value", &[]);
    assert_eq!(paste, "How the part of Dana Ortiz stands is for Dana Ortiz to say.");
    browser.click_words("summary", "Change it, and read it again");
    browser.types(".again textarea[name=draft]", "\nTom Reyes missed the date.");
    browser.click(".again .draft-form button.act");
    browser.reads("blames Tom Reyes");
    assert_eq!(serving.entries(), before);
    assert!(!serving.types(&["log"]).contains("card payment step is live"));
}

#[test]
fn d4_a_draft_is_read_on_the_page_and_nothing_of_it_is_kept() {
    let serving = Serving::of(&full("defend-draft"));
    let browser = Browser::at(&serving);
    pasted(&browser, &serving);
    assert!(browser.complaints().is_empty(), "{:?}", browser.complaints());
}

#[test]
fn d4_the_same_without_script() {
    let serving = Serving::of(&full("defend-draft-scriptless"));
    let browser = Browser::at(&serving);
    browser.without_script();
    pasted(&browser, &serving);
}

#[test]
fn d4_a_file_that_falls_onto_the_page_is_read() {
    let serving = Serving::of(&full("defend-dropped"));
    let browser = Browser::at(&serving);
    browser.visit(&serving, "/defend/review");
    browser.run(
        "const files = new DataTransfer();
         files.items.add(new File([arguments[0]], 'quarter.md', { type: 'text/markdown' }));
         dispatchEvent(new DragEvent('drop', { dataTransfer: files, bubbles: true, cancelable: true }));",
        &[json!(DRAFT)],
    );
    browser.reads("blames Dana Ortiz");
    browser.reads("The card payment step is live.");
}

#[test]
fn p1_ones_own_notes_are_read_as_they_would_and_one_is_forgotten() {
    let serving = Serving::of(&full("defend-notes"));
    let browser = Browser::at(&serving);
    browser.visit(&serving, "/defend/notes");
    browser.reads("he is difficult about the accounts");
    browser.click_words(".judged a", "Forget");
    browser.click("input[name=sure]");
    browser.click("main form[action='/forget'] button");
    browser.reads("was forgotten for good");
    browser.visit(&serving, "/defend/notes");
    browser.reads("No entry holds a word of judgement");
}
