//! Pages are still and light: nothing on them moves by itself or is wider than the screen, the browser complains of nothing,
//! little is sent, and nothing comes from elsewhere.

use crate::{
    browser::{Browser, LAPTOP, NARROW, PHONE, WIDE},
    pages::{pages, pages_of_full, shape},
    serving::{Serving, empty, full},
};

#[test]
fn the_browser_complains_of_no_page() {
    for home in [full("still-complaints"), empty("still-complaints-empty")] {
        let serving = Serving::of(&home);
        let browser = Browser::at(&serving);
        for path in pages(&browser, &serving) {
            assert!(browser.complaints().is_empty(), "before {path}");
            browser.visit(&serving, &path);
            let complaints = browser.complaints();
            assert!(complaints.is_empty(), "{path}: {complaints:?}");
        }
        // The twin: what breaks the content policy is complained of.
        browser.run("document.body.setAttribute('style', 'color: red')", &[]);
        assert!(browser.complaints().iter().any(|one| one.message.contains("Content Security Policy")));
    }
}

#[test]
fn no_page_is_wider_than_its_screen() {
    for home in [full("still-wide"), empty("still-wide-empty")] {
        let serving = Serving::of(&home);
        let browser = Browser::at(&serving);
        for path in pages(&browser, &serving) {
            browser.visit(&serving, &path);
            for screen in [NARROW, PHONE, LAPTOP, WIDE] {
                browser.screen(screen);
                let beyond = browser.run(
                    "for (const details of document.querySelectorAll('details')) { details.removeAttribute('name'); details.open = true; }
                     const room = document.documentElement.clientWidth;
                     const scrolls = e => e && (e.scrollWidth > e.clientWidth && getComputedStyle(e).overflowX !== 'visible' || scrolls(e.parentElement));
                     const wide = [...document.body.querySelectorAll('*')].filter(e => e.getBoundingClientRect().right > room + 0.5 && !e.closest('.unseen, .skip') && !scrolls(e));
                     return document.documentElement.scrollWidth > room ? wide.map(e => e.outerHTML.slice(0, 120)) : []",
                    &[],
                );
                assert_eq!(beyond, serde_json::json!([]), "{path} at {} pixels", screen.width);
            }
        }
    }
}

#[test]
fn nothing_moves_while_a_page_comes_up() {
    let serving = Serving::of(&full("still-moves"));
    let browser = Browser::at(&serving);
    for path in pages_of_full(&browser, &serving) {
        for screen in [PHONE, LAPTOP] {
            browser.screen(screen);
            browser.visit(&serving, path);
            assert_eq!(moved(&browser), serde_json::json!([]), "{path}, {}", screen.name);
        }
    }
}

/// On a machine so slow that a page is read in pieces, wherever they are cut: one page of each shape.
#[test]
fn nothing_moves_while_a_page_comes_up_slowly() {
    let serving = Serving::of(&full("still-slowly"));
    let browser = Browser::at(&serving);
    let mut paths = pages_of_full(&browser, &serving).to_vec();
    paths.sort_by_key(|path| shape(path));
    paths.dedup_by_key(|path| shape(path));
    browser.tell("Emulation.setCPUThrottlingRate", serde_json::json!({ "rate": 12 }));
    browser.screen(LAPTOP);
    for path in paths {
        browser.visit(&serving, &path);
        assert_eq!(moved(&browser), serde_json::json!([]), "{path}");
    }
}

/// By how much and what moved on the page that is open since it began to come up, with where it was and is.
fn moved(browser: &Browser) -> serde_json::Value {
    browser.run(
        "return new Promise(done => {
           const moved = [];
           const what = one => one.node ? (one.node.outerHTML || one.node.textContent).slice(0, 80) + ' ' + JSON.stringify([one.previousRect, one.currentRect]) : 'gone';
           new PerformanceObserver(seen => { for (const one of seen.getEntries()) moved.push(one.value, ...one.sources.map(what)); }).observe({ type: 'layout-shift', buffered: true });
           requestAnimationFrame(() => setTimeout(() => done(moved), 60));
         })",
        &[],
    )
}

#[test]
fn a_first_view_is_under_sixty_kilobytes_and_all_of_it_is_from_here() {
    let serving = Serving::of(&full("still-light"));
    let browser = Browser::at(&serving);
    browser.tell("Network.enable", serde_json::json!({}));
    browser.tell("Network.setCacheDisabled", serde_json::json!({ "cacheDisabled": true }));
    for path in pages_of_full(&browser, &serving) {
        browser.visit(&serving, path);
        browser.settles();
        let sent = browser.run(
            "const all = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')];
             return all.map(one => [one.name, one.transferSize])",
            &[],
        );
        let sent = sent.as_array().unwrap();
        let size: u64 = sent.iter().map(|one| one[1].as_u64().unwrap()).sum();
        assert!(size < 60_000, "{path}: {size} bytes, {sent:?}");
        assert!(sent.len() >= 2 && sent.iter().all(|one| one[1].as_u64() > Some(300)), "{path}: {sent:?}");
        let here = serving.at("/");
        assert!(sent.iter().all(|one| one[0].as_str().unwrap().starts_with(&here)), "{path}: {sent:?}");
    }
}

#[test]
fn what_is_printed_is_the_page_and_not_its_buttons() {
    let serving = Serving::of(&full("still-print"));
    let browser = Browser::at(&serving);
    for path in pages_of_full(&browser, &serving) {
        browser.visit(&serving, path);
        browser.tell("Emulation.setEmulatedMedia", serde_json::json!({ "media": "print" }));
        let shown = browser.run(
            "return [...document.querySelectorAll('nav, button, .acts')].filter(e => e.checkVisibility()).map(e => e.outerHTML.slice(0, 100))",
            &[],
        );
        assert_eq!(shown, serde_json::json!([]), "{path}");
        assert!(browser.words().len() > 30, "{path}: {}", browser.words());
    }
}
