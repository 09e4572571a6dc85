//! A picture of every page, to be looked at: `target/screenshots`. By hand, these alone:
//! `cargo build && cargo test --manifest-path browser/Cargo.toml pictures`.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use serde_json::json;

use crate::{
    browser::{Browser, LAPTOP, PHONE, Scheme, Screen, WIDE},
    calendar, defend, escalate, first,
    pages::{forms, mark, name, next, pages, send_nonsense},
    ratify,
    serving::{Serving, empty, full, target, telling},
    tell, trade,
};

fn folder() -> PathBuf {
    let folder = target().join("screenshots");
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// The whole page that is open, on all screens in light and dark.
fn taken(browser: &Browser, folder: &Path, what: &str) {
    for screen in [PHONE, LAPTOP, WIDE] {
        browser.screen(screen);
        // As high as the page is: what sticks to the screen then stands at its end and hides nothing.
        let height = browser.run("return document.documentElement.scrollHeight", &[]).as_u64().unwrap();
        let height = u32::try_from(height).unwrap().max(screen.height);
        browser.screen(Screen { height, ..screen });
        for scheme in [Scheme::Light, Scheme::Dark] {
            browser.scheme(scheme);
            browser.settles();
            let picture =
                browser.tell("Page.captureScreenshot", json!({ "format": "png", "optimizeForSpeed": true }));
            let file = folder.join(format!("{what}-{}-{}.png", screen.name, scheme.word()));
            written(&file, picture["data"].as_str().unwrap());
        }
    }
}

fn written(file: &Path, base64: &str) {
    let out = fs::File::create(file).unwrap();
    let mut decodes = Command::new("base64").arg("-d").stdin(Stdio::piped()).stdout(out).spawn().unwrap();
    decodes.stdin.take().unwrap().write_all(base64.as_bytes()).unwrap();
    assert!(decodes.wait().unwrap().success());
    assert!(fs::metadata(file).unwrap().len() > 1000, "{}", file.display());
}

#[test]
fn pictures_of_every_page() {
    let folder = folder();
    for (home, how) in [(full("pictures-full"), "full"), (empty("pictures-empty"), "empty")] {
        let serving = Serving::of(&home);
        let browser = Browser::at(&serving);
        let mut names: Vec<String> = Vec::new();
        for path in pages(&browser, &serving) {
            let one = name(&path);
            let what = match names.iter().filter(|name| **name == one).count() {
                0 => format!("{one}-{how}"),
                again => format!("{one}-{}-{how}", again + 1),
            };
            names.push(one);
            browser.visit(&serving, &path);
            taken(&browser, &folder, &what);
        }
        if how == "full" {
            refused(&browser, &serving, &folder);
            defend::review(&browser, &serving);
            taken(&browser, &folder, "defend-review-found");
            ratify::decided(&browser, &serving);
            taken(&browser, &folder, "ratify-ready");
        }
        browser.visit(&serving, "/");
        browser.click("form[action='/lock'] button");
        taken(&browser, &folder, &format!("locked-{how}"));
    }
}

#[test]
fn pictures_of_the_first_start_and_of_what_the_hunt_found() {
    let folder = folder();
    let serving = Serving::of(&crate::serving::folder("pictures-first"));
    let browser = Browser::at(&serving);
    first::story(&browser, &serving, true, |page| taken(&browser, &folder, page));
    trade::hunt(&browser, &serving);
    taken(&browser, &folder, "trade-hunt-found");
}

#[test]
fn pictures_of_who_hears_when() {
    let folder = folder();
    let serving = Serving::of(&telling("pictures-tell"));
    let browser = Browser::at(&serving);
    calendar::reads(&browser, &serving);
    taken(&browser, &folder, "calendar-read");
    for page in ["tell", "tell/slip", "tell/plan", "tell/new"] {
        browser.visit(&serving, &format!("/{page}"));
        taken(&browser, &folder, &format!("{}-told", page.replace('/', "-")));
    }
    tell::slips(&browser, &serving);
    taken(&browser, &folder, "tell-slip-found");
}

#[test]
fn pictures_of_a_document_of_two_and_of_what_waiting_costs() {
    let folder = folder();
    let [(ada, hers), (dana, theirs)] = escalate::two("pictures-escalate");
    escalate::story((&ada, &hers), (&dana, &theirs), &mut |browser, page| taken(browser, &folder, page));
    let serving = Serving::of(&full("pictures-waiting"));
    let browser = Browser::at(&serving);
    escalate::waited(&browser, &serving);
    taken(&browser, &folder, "escalate-gate");
}

/// What stands there when a talk was not kept, and when there is no page.
fn refused(browser: &Browser, serving: &Serving, folder: &Path) {
    browser.visit(serving, &serving.page_of("Dana Ortiz"));
    let talk = forms(browser).into_iter().find(|action| action.ends_with("/talk")).unwrap();
    mark(browser);
    send_nonsense(browser, &talk);
    next(browser);
    taken(browser, folder, "talk-refused");
    browser.visit(serving, "/nowhere");
    taken(browser, folder, "missing");
}
