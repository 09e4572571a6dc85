//! Before the room: a slip that is told, and rooms that a telephone has place for.

use serde_json::json;

use crate::{
    browser::{Browser, NARROW, PHONE, Screen},
    serving::{Serving, empty, full},
};

#[test]
fn nine_rooms_and_the_way_to_the_rest_stand_on_a_telephone_whole_and_apart() {
    let serving = Serving::of(&empty("tell-rooms"));
    let browser = Browser::at(&serving);
    let on_its_side = Screen { name: "on its side", width: 640, height: 360 };
    for (screen, is_large) in
        [(NARROW, false), (Screen { width: 360, ..PHONE }, true), (PHONE, true), (on_its_side, false)]
    {
        browser.screen(screen);
        browser.visit(&serving, "/");
        let wrong = browser.run(
            "if (arguments[0]) document.documentElement.dataset.text = 'large';
             const all = document.querySelector('.rooms .all');
             const nine = ['Week', 'Map', 'Peers', 'Trade', 'Tell', 'Defend', 'Ratify', 'Escalate', 'Log'];
             const first = all.querySelector('a');
             all.replaceChildren(...nine.map((name, at) => { const a = first.cloneNode(); a.textContent = name; if (at !== 7) a.removeAttribute('aria-current'); else a.setAttribute('aria-current', 'true'); return a; }));
             const links = [...document.querySelectorAll('.rooms a')].filter(a => a.getClientRects().length);
             const boxes = links.map(a => [a.textContent, a.getBoundingClientRect()]);
             const words = a => { const range = document.createRange(); range.selectNodeContents(a); return range.getBoundingClientRect(); };
             const bad = [];
             if (links.length !== 10) bad.push(links.length + ' links');
             for (const [name, box] of boxes) {
               if (box.left < 0 || box.right > innerWidth + 0.5 || box.height < 44) bad.push(name + ' ' + JSON.stringify(box));
               if (box.bottom > innerHeight + 0.5) bad.push(name + ' lies below');
             }
             for (const a of links) {
               const box = a.getBoundingClientRect(), within = words(a);
               if (within.left < box.left || within.right > box.right || within.height > box.height) bad.push(a.textContent + ' is cut: ' + within.width + ' of ' + box.width);
               const at = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
               if (at !== a) bad.push(a.textContent + ' is covered');
             }
             return bad",
            &[json!(is_large)],
        );
        assert_eq!(wrong, json!([]), "{} by {}", screen.width, screen.height);
    }
}

/// Works out on whom a slip lands.
pub fn slips(browser: &Browser, serving: &Serving) {
    browser.visit(serving, "/tell/slip");
    browser.types("[name=item]", "Card payment");
    browser.types("[name=by]", "12d");
    browser.click("main form[action='/tell/slip'] button.act");
    for _ in 0..60 {
        if browser.words().contains("On whom it lands") {
            break;
        }
        browser.visit(serving, "/tell/slip");
    }
}

/// A slip is worked out, announced, told to one and heard elsewhere by another, who is lost and mended.
fn story(browser: &Browser, serving: &Serving) {
    let before = serving.entries();
    slips(browser, serving);
    browser.reads("changing the tracker is the last step");
    assert_eq!(serving.entries(), before, "nothing is kept by looking");
    browser.click("form[action='/tell/slip/open'] button.act");
    browser.reads("In this order");
    let slip = "article.announcement:first-of-type";
    browser.reads("Change the tracker");
    browser.click(&format!("{slip} .calls > li:first-child form[action='/tell/told'] button.act"));
    browser.reads("was told");
    browser.click(".notice form[action='/undo'] button");
    browser.reads("was undone");
    browser.click_words(&format!("{slip} .calls > li:first-child summary"), "Heard elsewhere");
    browser.types(&format!("{slip} .calls > li:first-child [name=how]"), "in the stand-up");
    browser.click_words(&format!("{slip} .calls > li:first-child button"), "They heard it elsewhere first");
    browser.reads("not mended");
    browser.click_words("details.because > summary", "Mend it");
    browser.types("form[action='/tell/repaired'] [name=how]", "said that it was mine to say");
    browser.click("form[action='/tell/repaired'] button.act");
    browser.reads("mended on 2027-02-08");
}

#[test]
fn l1_l5_a_slip_is_told_and_a_surprise_is_mended() {
    let serving = Serving::of(&full("tell-story"));
    let browser = Browser::at(&serving);
    story(&browser, &serving);
    assert!(browser.complaints().is_empty(), "{:?}", browser.complaints());
}

#[test]
fn l1_l5_the_same_without_script() {
    let serving = Serving::of(&full("tell-scriptless"));
    let browser = Browser::at(&serving);
    browser.without_script();
    story(&browser, &serving);
}
