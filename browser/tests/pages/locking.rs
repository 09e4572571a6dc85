//! Locked and opened again, by a link that is good for once.

use crate::{
    browser::Browser,
    serving::{Serving, full},
};

#[test]
fn what_is_locked_shows_nothing_until_a_new_link_opens_it() {
    let serving = Serving::of(&full("locking"));
    let browser = Browser::at(&serving);
    browser.reads("Dana Ortiz");
    browser.click("form[action='/lock'] button");
    browser.reads("Locked");
    let link = serving.next_link();
    for path in ["/", "/map", "/log", "/map.svg"] {
        browser.visit(&serving, path);
        browser.reads("Locked");
        assert!(!browser.words().contains("Dana"), "{path}");
    }
    browser.run("history.back()", &[]);
    browser.reads("Locked");
    browser.go(serving.link());
    browser.reads("This link was opened before");
    browser.go(&link);
    browser.reads("Dana Ortiz");
    browser.go(&link);
    browser.reads("This link was opened before");
    browser.visit(&serving, "/");
    browser.reads("Dana Ortiz");
}

#[test]
fn what_was_typed_when_the_lock_fell_is_sent_again_after_the_new_link() {
    let serving = Serving::of(&full("locking-unsent"));
    let browser = Browser::at(&serving);
    let before = serving.entries();
    browser.visit(&serving, &serving.page_of("Dana Ortiz"));
    let typing = browser.tabs()[0].clone();
    browser.types(".talk [name=notes]", "worth keeping");
    browser.new_tab();
    browser.visit(&serving, "/");
    browser.click("form[action='/lock'] button");
    let link = serving.next_link();
    let other = browser.tabs()[1].clone();
    browser.to_tab(typing.clone());
    browser.click(".talk button.act");
    browser.reads("What you sent is not kept yet");
    assert_eq!(serving.entries(), before);
    browser.to_tab(other);
    browser.go(&link);
    browser.reads("Dana Ortiz");
    browser.to_tab(typing);
    browser.click_words("button", "Send it again");
    browser.reads("worth keeping");
    assert_eq!(serving.entries(), before + 1);
}
