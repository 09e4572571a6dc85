//! Settings: how the pages look, hidden names, a backup, and how to take everything along.

use crate::{
    browser::{Browser, PHONE},
    pages::{mark, next},
    serving::{Serving, full},
};

const PAPER: &str = "return getComputedStyle(document.documentElement).backgroundColor";

fn used(browser: &Browser, choose: &[&str]) {
    browser.click("a[href='/settings']");
    browser.element("form[action='/settings/guise']");
    choose.iter().for_each(|one| browser.click(one));
    mark(browser);
    browser.click("form[action='/settings/guise'] button");
    next(browser);
}

fn backed_up(browser: &Browser, serving: &Serving, folder: &str) {
    browser.visit(serving, "/settings");
    browser.run("document.querySelector('[name=folder]').value = ''", &[]);
    browser.types("[name=folder]", folder);
    mark(browser);
    browser.click("form[action='/settings/backup'] button");
    next(browser);
}

fn story(browser: &Browser, serving: &Serving) {
    let light = browser.run(PAPER, &[]);
    used(browser, &["[name=scheme][value=dark]"]);
    assert_ne!(browser.run(PAPER, &[]), light, "it is dark at once");
    browser.visit(serving, "/peers");
    assert_ne!(browser.run(PAPER, &[]), light, "and stays so");
    browser.reads("Dana Ortiz");
    used(browser, &["[name=scheme][value=light]", "[name=large]", "[name=nameless]"]);
    for path in ["/", "/peers", "/map", "/trade", "/log"] {
        browser.visit(serving, path);
        assert!(!browser.words().contains("Dana Ortiz"), "{path}: {}", browser.words());
    }
    assert_eq!(browser.run(PAPER, &[]), light);
    browser.visit(serving, "/peers");
    browser.reads("D. O.");
    used(browser, &["[name=nameless]"]);
    browser.visit(serving, "/peers");
    browser.reads("Dana Ortiz");
    let folder = serving.home.join("backups");
    backed_up(browser, serving, "not a full path");
    browser.reads("“not a full path” is no full path of a folder");
    backed_up(browser, serving, folder.to_str().unwrap());
    assert_eq!(browser.path(), "/settings?made=yes");
    assert!(folder.read_dir().is_ok_and(|mut files| files.next().is_some()), "the backup lies there");
    browser.visit(serving, "/settings");
    let clear = serving.home.join("in the clear");
    browser.click("#files summary");
    browser.types("#files [name=folder]", clear.to_str().unwrap());
    browser.click("#files [name=sure]");
    browser.click("#files button");
    browser.reads("Everything was written, in the clear.");
    assert!(clear.join("entries.jsonl").exists());
}

#[test]
fn how_the_pages_look_names_and_a_backup() {
    let serving = Serving::of(&full("settings"));
    let browser = Browser::at(&serving);
    story(&browser, &serving);
}

#[test]
fn the_switches_fit_a_telephone() {
    let serving = Serving::of(&full("settings-phone"));
    let browser = Browser::at(&serving);
    browser.screen(PHONE);
    browser.visit(&serving, "/settings");
    browser.click("[name=nameless]");
    mark(&browser);
    browser.click("form[action='/settings/guise'] button");
    next(&browser);
    browser.visit(&serving, "/peers");
    browser.reads("D. O.");
}
