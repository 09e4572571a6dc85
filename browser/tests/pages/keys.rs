//! Hands on keys: the palette, and single keys with their switch.

use thirtyfour::Key;

use crate::{
    browser::Browser,
    serving::{Serving, full},
};

const FOCUS: &str = "return document.activeElement.textContent.trim() || document.activeElement.name";

fn focus(browser: &Browser) -> String {
    browser.run(FOCUS, &[]).as_str().unwrap_or_default().to_owned()
}

fn palette(browser: &Browser) {
    browser.ctrl('k');
    browser.comes_true("return !!document.querySelector('dialog.palette[open]')");
    browser.comes_true("return document.activeElement.name === 'words'");
}

#[test]
fn the_palette_goes_to_a_peer_by_a_few_letters_and_to_the_first_of_what_it_finds() {
    let serving = Serving::of(&full("keys-palette"));
    let browser = Browser::at(&serving);
    let dana = serving.page_of("Dana Ortiz");
    palette(&browser);
    browser.keys("dana");
    browser.comes_true("const all = [...document.querySelectorAll('.palette #places a')]; return all.length > 1 && all.every(a => a.textContent.includes('Dana'))");
    browser.key(Key::Down);
    let first = focus(&browser);
    browser.key(Key::Down);
    assert_ne!(focus(&browser), first, "the arrows go through what is found");
    browser.key(Key::Up);
    assert_eq!(focus(&browser), first);
    browser.key(Key::Up);
    assert_eq!(focus(&browser), "words", "and back to the field");
    browser.key(Key::Enter);
    browser.comes_to(&dana);
    palette(&browser);
    browser.keys("trade");
    browser.comes_true("const all = [...document.querySelectorAll('.palette #places a')]; return all.length > 0 && all[0].pathname === '/trade'");
    browser.key(Key::Down);
    browser.key(Key::Enter);
    browser.comes_to("/trade");
    palette(&browser);
    browser.keys("nobody of this name");
    browser.reads("Nothing of that name.");
    browser.key(Key::Escape);
    browser.comes_true("return !document.querySelector('dialog[open]')");
    assert_eq!(browser.path(), "/trade", "Escape stays");
    palette(&browser);
    assert_eq!(browser.run("return document.activeElement.value", &[]), "", "it begins anew");
    assert!(browser.complaints().is_empty());
}

#[test]
fn single_keys_go_everywhere_rest_in_fields_and_are_turned_off_in_settings() {
    let serving = Serving::of(&full("keys-single"));
    let browser = Browser::at(&serving);
    for (key, path) in
        [("m", "/map"), ("p", "/peers"), ("t", "/trade"), ("l", "/log"), ("s", "/settings"), ("w", "/")]
    {
        browser.keys("g");
        browser.keys(key);
        browser.comes_to(path);
    }
    browser.keys("?");
    browser.comes_to("/help");
    browser.keys("c");
    browser.comes_to("/capture");
    browser.click("main input:not([type=hidden])");
    browser.keys("g w c");
    assert_eq!(browser.path(), "/capture", "in a field letters are letters");
    browser.visit(&serving, "/peers");
    browser.keys("/");
    browser.comes_to("/log?find=1");
    browser.visit(&serving, "/log");
    browser.keys("/");
    browser.comes_true("return document.activeElement.id === 'words'");
    let before = serving.entries();
    browser.visit(&serving, "/settings");
    browser.click("[name=keyless]");
    browser.click("form[action='/settings/guise'] button");
    browser.comes_true("return document.documentElement.dataset.keys === 'off'");
    browser.visit(&serving, "/peers");
    for keys in ["g", "w", "c", "?", "/"] {
        browser.keys(keys);
    }
    assert_eq!(browser.path(), "/peers", "no single key does anything any more");
    palette(&browser);
    assert_eq!(serving.entries(), before, "and nothing of all that was entered");
}
