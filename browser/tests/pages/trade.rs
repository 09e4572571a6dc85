//! A trade, from two things noted to one agreed, and undone.

use crate::{
    browser::Browser,
    serving::{Serving, full},
};

fn note(browser: &Browser, good: &str, is_want: bool, fields: &[(&str, &str)]) {
    browser.click_words("details.note > summary", good);
    let form = "details.note[open]";
    if is_want {
        browser.click(&format!("{form} [name=giver][value=want]"));
    }
    browser.types(&format!("{form} [name=peer]"), "Dana Ortiz");
    for (name, words) in fields {
        browser.types(&format!("{form} [name={name}]"), words);
    }
    browser.click(&format!("{form} button.act"));
    browser.reads("Undo");
}

fn story(browser: &Browser, serving: &Serving) {
    let before = serving.entries();
    browser.visit(serving, "/trade");
    note(
        browser,
        "risk",
        false,
        &[("what", "Settlement on events"), ("write_up", "what broke, and how long")],
    );
    note(browser, "sequencing", true, &[("what", "Card payment step"), ("by", "2w")]);
    assert_eq!(serving.entries(), before + 2);
    browser.click_words(".lines > li:first-child summary", "Agree");
    browser.click(".lines > li:first-child input[name=for]");
    browser.click_words(".lines > li:first-child button", "We agreed");
    browser.reads("Agreed on Mon 8 Feb 2027");
    assert_eq!(serving.entries(), before + 3);
    browser.click(".notice form[action='/undo'] button");
    browser.reads("was undone");
    assert_eq!(serving.entries(), before + 4);
}

#[test]
fn t1_two_goods_are_noted_and_agreed_upon_in_one_step_and_that_is_undone() {
    let serving = Serving::of(&full("trade-agreed"));
    let browser = Browser::at(&serving);
    story(&browser, &serving);
    assert!(browser.complaints().is_empty(), "{:?}", browser.complaints());
}

#[test]
fn t1_the_same_without_script() {
    let serving = Serving::of(&full("trade-scriptless"));
    let browser = Browser::at(&serving);
    browser.without_script();
    story(&browser, &serving);
}

/// Hunts, and waits for what is found.
pub fn hunt(browser: &Browser, serving: &Serving) {
    browser.visit(serving, "/trade/hunt");
    browser.click("main form[action='/trade/hunt'] button.act");
    for _ in 0..60 {
        if browser.words().contains("Each side gains") {
            return;
        }
        browser.visit(serving, "/trade/hunt");
    }
    panic!("the hunt never ends:\n{}", browser.words());
}

#[test]
fn t3_what_the_plan_holds_is_hunted_for_and_shown_with_nothing_kept() {
    let serving = Serving::of(&full("trade-hunt"));
    let browser = Browser::at(&serving);
    let before = serving.entries();
    hunt(&browser, &serving);
    browser.reads("Nothing of this is kept");
    assert_eq!(serving.entries(), before);
    assert!(browser.complaints().is_empty(), "{:?}", browser.complaints());
}
