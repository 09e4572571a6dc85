//! The first start: from nothing to a first map, by a file that falls onto the page, and without script by a field.

use std::fs;

use serde_json::json;

use crate::{
    browser::Browser,
    serving::{Serving, folder, repository},
};

const FILES: [&str; 2] = ["plan.md", "people.toml"];

/// Lets files fall onto the page, as a hand would.
fn drop_files(browser: &Browser) {
    let files =
        FILES.map(|file| fs::read_to_string(repository().join("examples/northlight").join(file)).unwrap());
    browser.element("form.drop");
    browser.run(
        "const data = new DataTransfer();
         arguments[0].forEach(([name, text]) => data.items.add(new File([text], name)));
         document.querySelector('form.drop').dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }))",
        &[json!([[FILES[0], files[0]], [FILES[1], files[1]]])],
    );
}

fn choose_files(browser: &Browser) {
    let paths = FILES.map(|file| {
        let path = repository().join("examples/northlight").join(file);
        path.canonicalize().unwrap().display().to_string()
    });
    browser.types("form.drop input[name=plan]", &paths.join("\n"));
    browser.click_words("form.drop button", "Read it");
}

/// Goes the whole way, and shows each page on it.
pub fn story(browser: &Browser, serving: &Serving, by_hand: bool, mut seen: impl FnMut(&str)) {
    browser.reads("Which peers does your year depend on?");
    seen("first-start");
    if by_hand {
        drop_files(browser)
    } else {
        choose_files(browser)
    }
    browser.reads("Whose plan is it?");
    seen("first-whose");
    browser.types("[name=me]", "Mira Solberg");
    browser.click_words("form.fields button", "Read it as mine");
    browser.reads("What I understood");
    for words in ["Dana Ortiz", "Tom Reyes", "Joost Verhaak", "plan.md"] {
        assert!(browser.words().contains(words), "{words}\n{}", browser.words());
    }
    seen("first-understood");
    assert!(!serving.home.join(".local/share/sideways").exists(), "nothing is kept by then");
    browser.click_words("button", "Keep plan and map");
    browser.reads("Write this down, on paper");
    seen("first-code");
    browser.click_words("button", "I have written it down");
    browser.reads("Dana Ortiz");
    assert!(browser.path().starts_with("/map"), "{}", browser.path());
    seen("first-map");
    let map = serving.json(&["map"]);
    assert_eq!(map["peers"][0]["person"], "Dana Ortiz");
}

#[test]
fn m1_a_plan_that_falls_onto_the_first_page_becomes_the_first_map() {
    let serving = Serving::of(&folder("first-dropped"));
    let browser = Browser::at(&serving);
    story(&browser, &serving, true, |_| {});
    assert!(browser.complaints().is_empty(), "{:?}", browser.complaints());
    browser.visit(&serving, "/");
    browser.reads("The next four weeks");
}

#[test]
fn m1_a_plan_becomes_the_first_map_without_script() {
    let serving = Serving::of(&folder("first-scriptless"));
    let browser = Browser::at(&serving);
    browser.without_script();
    story(&browser, &serving, false, |_| {});
}
