//! A talk, recorded by the keyboard alone in under a minute, and without script.

use std::time::{Duration, Instant};

use serde_json::Value;
use thirtyfour::Key;

use crate::{
    browser::{Browser, PHONE},
    serving::{Serving, full},
};

/// What has the focus, whether that can be seen, and what lies over it (WCAG 2.4.7, 2.4.11).
fn focused(browser: &Browser) -> Value {
    browser.run(
        "const e = document.activeElement, s = getComputedStyle(e), r = e.getBoundingClientRect();
         const over = document.elementFromPoint(r.left + r.width / 2, r.top + r.height / 2);
         return {
           name: e.name || e.getAttribute('href') || e.textContent.trim(),
           tag: e.tagName,
           shown: s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2,
           inside: r.bottom > 0 && r.top < innerHeight && r.width > 0 && r.height > 0,
           under: !over || e.contains(over) || over.contains(e) ? '' : over.outerHTML.slice(0, 200),
         }",
        &[],
    )
}

fn is_seen(on: &Value, page: &str) {
    assert_eq!(on["shown"], true, "{page}: the focus can't be seen on {on}");
    assert_eq!(on["inside"], true, "{page}: the focus is off the screen on {on}");
    assert_eq!(on["under"], "", "{page}: something lies over {on}");
}

/// Presses Tab until something has the focus; whatever has it on the way can be seen.
fn tab_to(browser: &Browser, name: &str) {
    for _ in 0..120 {
        browser.key(Key::Tab);
        let on = focused(browser);
        if on["tag"] == "BODY" {
            continue;
        }
        is_seen(&on, &browser.path());
        if on["name"] == name {
            return;
        }
    }
    panic!("Tab never comes to {name}");
}

#[test]
fn c3_a_talk_is_recorded_by_the_keyboard_alone_in_under_a_minute() {
    let serving = Serving::of(&full("talk-keyboard"));
    let browser = Browser::at(&serving);
    let before = serving.entries();
    let start = Instant::now();
    tab_to(&browser, "/peers");
    browser.key(Key::Enter);
    let dana = serving.page_of("Dana Ortiz");
    tab_to(&browser, &dana);
    browser.key(Key::Enter);
    for (field, words) in
        [("constraint", "hiring frozen"), ("pressure", "the audit"), ("fire", "the batch again")]
    {
        tab_to(&browser, field);
        browser.keys(words);
    }
    tab_to(&browser, "status");
    browser.key(Key::Space);
    tab_to(&browser, "kindness");
    browser.keys("our load figures");
    tab_to(&browser, "by");
    browser.keys("02192027");
    tab_to(&browser, "notes");
    browser.keys("calmer than last week");
    tab_to(&browser, "Keep the talk");
    browser.key(Key::Enter);
    browser.reads("Talk with Dana Ortiz on Mon 8 Feb 2027");
    assert!(start.elapsed() < Duration::from_secs(60), "{:?}", start.elapsed());
    for words in ["the batch again", "our load figures", "calmer than last week", "Undo"] {
        assert!(browser.words().contains(words), "{words}\n{}", browser.words());
    }
    assert_eq!(serving.entries(), before + 1);
    let page = serving.json(&["peer", "dana"]);
    assert!(page.to_string().contains("2027-02-19"), "{page}");
}

#[test]
fn every_page_can_be_walked_by_tab_and_the_focus_is_always_seen() {
    let serving = Serving::of(&full("talk-walk"));
    let browser = Browser::at(&serving);
    for path in crate::pages::pages_of_full(&browser, &serving) {
        for screen in [crate::browser::LAPTOP, PHONE] {
            browser.screen(screen);
            browser.visit(&serving, path);
            let reachable = browser.run(
                "return [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex=\"0\"]')].filter(e => e.checkVisibility() && !e.disabled).length",
                &[],
            );
            let mut seen = Vec::new();
            for _ in 0..reachable.as_u64().unwrap().min(60) {
                browser.key(Key::Tab);
                let on = focused(&browser);
                if on["tag"] == "BODY" {
                    // Where a field has the focus at once, Tab comes round to what stands before it.
                    continue;
                }
                is_seen(&on, &format!("{path}, {}", screen.name));
                seen.push(on["name"].clone());
            }
            assert!(!seen.is_empty(), "{path}");
        }
    }
}

#[test]
fn c3_a_talk_is_recorded_and_undone_without_script() {
    let serving = Serving::of(&full("talk-scriptless"));
    let browser = Browser::at(&serving);
    browser.without_script();
    let before = serving.entries();
    browser.visit(&serving, &serving.page_of("Dana Ortiz"));
    browser.types(".talk [name=fire]", "the pager");
    browser.types(".talk [name=notes]", "she was tired");
    browser.click(".talk button.act");
    browser.reads("Talk with Dana Ortiz on Mon 8 Feb 2027");
    browser.click(".notice form[action='/undo'] button");
    browser.reads("was undone");
    assert!(!browser.words().contains("she was tired"), "{}", browser.words());
    assert_eq!(serving.entries(), before + 2);
}

#[test]
fn c3_what_is_refused_comes_into_view_with_all_that_was_typed() {
    let serving = Serving::of(&full("talk-refused"));
    let browser = Browser::at(&serving);
    browser.screen(PHONE);
    let before = serving.entries();
    browser.visit(&serving, &serving.page_of("Dana Ortiz"));
    browser.types(".talk [name=fire]", "the pager");
    browser.types(".talk [name=by]", "02192027");
    browser.click(".talk button.act");
    browser.reads("Not kept: There is a day for a kindness, and no kindness");
    let notice = "const r = document.querySelector('.talk [role=alert]').getBoundingClientRect(); return r.top >= 0 && r.bottom <= innerHeight";
    assert_eq!(browser.run(notice, &[]), true, "it is in view");
    assert_eq!(browser.run("return document.querySelector('.talk [name=fire]').value", &[]), "the pager");
    assert_eq!(browser.run("return document.querySelector('.talk [name=by]').value", &[]), "2027-02-19");
    assert_eq!(serving.entries(), before);
}
