//! Two leaders escalate together: two notebooks on two ports, one text, both marks, and up.

use std::{fs, path::PathBuf, time::Duration};

use serde_json::json;
use thirtyfour::support::block_on;

use crate::{
    browser::Browser,
    serving::{MONDAY, Serving, empty, full, types},
};

/// Shows what is open, under a name.
type Look<'a> = dyn FnMut(&Browser, &str) + 'a;

/// The field of an open fold or form with this action that has this name.
fn field(act: &str, name: &str) -> String {
    format!("form[action$='/{act}'] [name={name}]")
}

/// Unfolds whatever holds the form of an act on a part, fills it in, and sends it.
fn writes(browser: &Browser, part: &str, words: &str) {
    let form = format!("#part-{part} form[action$='/write']");
    browser.click(&format!("#part-{part} summary"));
    browser.types(&format!("{form} [name=words]"), words);
    browser.click(&format!("{form} button.act"));
    browser.reads("Undo");
}

/// Keeps each other's key, and compares the phrase.
fn compare(hers: (&Browser, &Serving, &str), theirs: (&Browser, &Serving, &str)) {
    let line = |(browser, serving, gate): (&Browser, &Serving, &str)| {
        browser.visit(serving, gate);
        browser.click("form[action$='/own-key'] button");
        browser.reads("Your key, to send to them");
        let keys =
            browser.run("return [...document.querySelectorAll('textarea.key')].map(k => k.value)", &[]);
        let mut lines = keys.as_array().unwrap().iter().map(|key| key.as_str().unwrap().trim().to_owned());
        lines.find(|line| line.starts_with("sideways-key-1-")).unwrap()
    };
    let (one, other) = (line(hers), line(theirs));
    let phrase = |(browser, _, _): (&Browser, &Serving, &str), line: &str| {
        browser.types(&field("key", "line"), line);
        browser.click("form[action$='/key'] button");
        browser.reads("Read this phrase to");
        let phrase = browser.text(".phrase");
        browser.click("form[action$='/compared'] button");
        browser.reads("You compared the phrase");
        phrase
    };
    assert_eq!(phrase(hers, &other), phrase(theirs, &one));
}

/// What a link downloads, as a file that another browser can choose.
fn downloaded(browser: &Browser, serving: &Serving, end: &str, name: &str) -> PathBuf {
    let bytes = browser.run(
        "return fetch([...document.querySelectorAll('a[download]')].find(a => a.href.endsWith(arguments[0])).href)
           .then(a => a.arrayBuffer()).then(b => [...new Uint8Array(b)])",
        &[json!(end)],
    );
    let bytes: Vec<u8> = bytes.as_array().unwrap().iter().map(|byte| byte.as_u64().unwrap() as u8).collect();
    let file = serving.home.join(name);
    fs::write(&file, bytes).unwrap();
    file
}

/// The file for the other author, made and taken in there.
fn travels(from: (&Browser, &Serving), to: (&Browser, &Serving), there: &str) {
    from.0.click_words("form[action$='/send'] button", "Make");
    from.0.reads("Download for-");
    let path =
        from.0.run("return document.querySelector('a[href$=\"/file/sealed\"]').getAttribute('href')", &[]);
    let file = downloaded(from.0, from.1, path.as_str().unwrap(), "travels.joint");
    to.0.visit(to.1, there);
    takes(to.0, &file);
    to.0.reads("Undo");
}

/// Chooses a file and takes it in.
fn takes(browser: &Browser, file: &std::path::Path) {
    let field = browser.element("form[action='/escalate/take'] input[type=file]");
    block_on(async { field.send_keys(file.to_str().unwrap()).await }).unwrap();
    browser.click("form[action='/escalate/take'] button");
}

/// Reads the text, and marks it.
fn marks(browser: &Browser) {
    browser.click("form[action$='/fair'] button");
    browser.reads("You hold it to be fairly stated");
    browser.click(&field("mark", "read"));
    browser.click("form[action$='/mark'] button.act");
    browser.reads("You marked this exact text");
}

/// From two empty notebooks to a page with both marks.
pub fn story(hers: (&Browser, &Serving), theirs: (&Browser, &Serving), look: &mut Look<'_>) {
    let (ada, dana) = (hers.0, theirs.0);
    let gate = |serving: &Serving, name: &str| serving.page_of(name).replace("/peer/", "/escalate/with/");
    let (to_dana, to_ada) = (gate(hers.1, "Dana Ortiz"), gate(theirs.1, "Ada Okoye"));
    compare((ada, hers.1, &to_dana), (dana, theirs.1, &to_ada));
    look(ada, "escalate-keys");
    ada.click_words("summary", "Go on regardless");
    for (name, words) in [
        ("regardless", "the board meets"),
        ("question", "Who builds single sign-in?"),
        ("whom", "Ines Roth"),
        ("me", "Ada Okoye"),
    ] {
        ada.types(&field("open", name), words);
    }
    ada.run("document.querySelector('form[action$=\"/open\"] [name=by]').value = '2027-03-12'", &[]);
    ada.click("form[action$='/open'] button");
    ada.reads("Write your position in the document with Dana Ortiz.");
    look(ada, "escalate-begun");
    for (part, words) in [
        ("position", "Identity does: the sessions are theirs, and so is the audit."),
        ("tried", "We looked for a trade in January; none pays before June."),
        ("waiting", "About ten working days of our dates a month."),
        ("asked", "Decide who builds it."),
        ("prior", "None."),
    ] {
        writes(ada, part, words);
    }
    travels(hers, theirs, "/escalate");
    writes(dana, "position", "Booking does: it has the time, and knows the guests.");
    writes(dana, "prior", "I mentioned it on 1 February.");
    marks(dana);
    look(dana, "escalate-marked-by-one");
    let document = ada.path();
    travels(theirs, hers, &document);
    marks(ada);
    look(ada, "escalate-marked");
    ada.click(".slots li:first-child button");
    ada.reads("All three meet:");
    ada.click("form[action$='/up'] button");
    ada.reads("What went up");
    look(ada, "escalate-up");
    let file = downloaded(ada, hers.1, "/file/joint.md", "joint.md");
    assert!(
        types(&hers.1.home, MONDAY, &["escalate", "check", file.to_str().unwrap()])
            .contains("This text comes from")
    );
}

/// Two leaders, each with a notebook and a browser.
pub fn two(name: &str) -> [(Browser, Serving); 2] {
    [("ada", "Dana Ortiz"), ("dana", "Ada Okoye")].map(|(who, peer)| {
        let home = empty(&format!("{name}-{who}"));
        types(&home, MONDAY, &["peer", "add", peer]);
        let serving = Serving::of(&home);
        (Browser::at(&serving), serving)
    })
}

fn told(name: &str, has_script: bool) {
    let [(ada, hers), (dana, theirs)] = two(name);
    if !has_script {
        ada.without_script();
        dana.without_script();
    }
    story((&ada, &hers), (&dana, &theirs), &mut |_, _| {});
    assert!(ada.complaints().is_empty(), "{:?}", ada.complaints());
    assert!(dana.complaints().is_empty(), "{:?}", dana.complaints());
}

#[test]
fn e4_two_leaders_bring_one_text_up_which_both_marked() {
    told("escalate-together", true);
}

#[test]
fn e4_the_same_without_script() {
    told("escalate-scriptless", false);
}

/// Plays what waiting costs, and waits for it.
pub fn waited(browser: &Browser, serving: &Serving) {
    let gate = serving.page_of("Dana Ortiz").replace("/peer/", "/escalate/with/");
    browser.visit(serving, &gate);
    browser.types(&field("cost", "item"), "Guest sign-in");
    browser.click("form[action$='/cost'] button");
    for _ in 0..60 {
        if browser.words().contains("It is not kept yet") {
            browser.click("form[action$='/keep-cost'] button");
            browser.reads("Undo");
            return;
        }
        std::thread::sleep(Duration::from_millis(500));
        browser.visit(serving, &gate);
    }
    panic!("the years are never over:\n{}", browser.words());
}

#[test]
fn e1_what_waiting_costs_is_played_drawn_and_kept() {
    let serving = Serving::of(&full("escalate-waiting"));
    let browser = Browser::at(&serving);
    waited(&browser, &serving);
    let seen = browser.run(
        "return [...document.querySelectorAll('.waiting svg')].filter(s => s.getBoundingClientRect().width > 0).length",
        &[],
    );
    assert_eq!(seen, 1, "one drawing for the width that there is");
    browser.element(".waiting svg.wide title");
    assert!(browser.complaints().is_empty(), "{:?}", browser.complaints());
}
