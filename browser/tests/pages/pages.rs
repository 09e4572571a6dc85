//! Which pages there are: found by their links, so that a page which is added tomorrow is looked at without being named here.

use std::{
    collections::{BTreeMap, VecDeque},
    sync::OnceLock,
};

use serde_json::{Value, json};

use crate::{browser::Browser, serving::Serving};

/// How many pages of one shape are opened: `/peer/2.1` to `/peer/2.3` are.
const OF_A_SHAPE: usize = 3;

/// All pages of a notebook that [`full`](crate::serving::full) made, which are the same in each.
pub fn pages_of_full(browser: &Browser, serving: &Serving) -> &'static [String] {
    static FOUND: OnceLock<Vec<String>> = OnceLock::new();
    FOUND.get_or_init(|| pages(browser, serving))
}

/// All pages that links lead to from the first one, each as a path, with what searches find. Images and files are left out.
pub fn pages(browser: &Browser, serving: &Serving) -> Vec<String> {
    let more = ["/log?words=dana", "/log?words=nobody+said+this"];
    let mut waiting: VecDeque<String> = ["/"].iter().chain(&more).map(|path| (*path).to_owned()).collect();
    let (mut found, mut shapes) = (Vec::new(), BTreeMap::<String, usize>::new());
    while let Some(path) = waiting.pop_front() {
        let seen = shapes.entry(shape(&path)).or_default();
        if found.contains(&path) || *seen == OF_A_SHAPE {
            continue;
        }
        *seen += 1;
        browser.visit(serving, &path);
        let at = browser.run(
            "return [document.contentType, performance.getEntriesByType('navigation')[0].responseStatus]",
            &[],
        );
        assert_eq!(at[1], 200, "{path}, which a link leads to");
        if at[0] != "text/html" {
            continue;
        }
        let links = browser.run(
            "return [...document.querySelectorAll('a[href]:not([download])')].map(a => new URL(a.href)).filter(u => u.origin === location.origin).map(u => u.pathname + u.search)",
            &[],
        );
        waiting.extend(links.as_array().unwrap().iter().map(|link| link.as_str().unwrap().to_owned()));
        found.push(path);
    }
    found
}

/// A path with numbers and what is searched for left out.
pub fn shape(path: &str) -> String {
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let is_number = |part: &str| part.starts_with(|c: char| c.is_ascii_digit());
    let parts = path.split('/').map(|part| if is_number(part) { "N" } else { part });
    let keys = query.split('&').map(|pair| pair.split('=').next().unwrap_or_default());
    format!("{}?{}", parts.collect::<Vec<_>>().join("/"), keys.collect::<Vec<_>>().join("&"))
}

/// A path as part of the name of a file.
pub fn name(path: &str) -> String {
    let name = shape(path).replace("/N", "").trim_end_matches('?').trim_matches('/').replace(['/', '?'], "-");
    if name.is_empty() { "week".to_owned() } else { name }
}

/// Forms of a page that have fields for words, and so for nonsense: where each is sent to.
pub fn forms(browser: &Browser) -> Vec<String> {
    let forms = browser.run(
        "return [...document.querySelectorAll('form[method=post]:not([data-drop])')].filter(f => f.querySelector('input:not([type=hidden], [type=checkbox], [type=radio], [type=file]), textarea')).map(f => f.getAttribute('action'))",
        &[],
    );
    let mut forms: Vec<String> =
        forms.as_array().unwrap().iter().map(|form| form.as_str().unwrap_or_default().to_owned()).collect();
    forms.dedup();
    forms
}

/// Sends a form with nonsense in every field, past what the browser itself would hold back.
pub fn send_nonsense(browser: &Browser, action: &str) {
    browser.run(
        "const form = [...document.querySelectorAll('form')].find(f => f.getAttribute('action') === arguments[0]);
         form.noValidate = true;
         for (const field of form.elements) {
           if (['hidden', 'submit', 'button', 'checkbox', 'radio', 'file'].includes(field.type) || field.tagName === 'FIELDSET') continue;
           if (field.tagName === 'SELECT') continue;
           if (field.tagName === 'INPUT') field.type = 'text';
           field.value = 'zz';
         }
         const button = form.querySelector('button:not([type=button])');
         setTimeout(() => button ? form.requestSubmit(button) : form.requestSubmit(), 0)",
        &[json!(action)],
    );
}

/// Waits until another document stands in the place of the one that was marked.
pub fn mark(browser: &Browser) {
    browser.run("window.wasHere = true", &[]);
}

/// Whether the document that was marked is still there.
pub fn is_marked(browser: &Browser) -> bool {
    browser.run("return window.wasHere === true", &[]) == Value::Bool(true)
}

/// Waits for the page that follows the marked one; one that shows work under way goes on by itself.
pub fn next(browser: &Browser) {
    for _ in 0..300 {
        let ready = browser.run(
            "return window.wasHere !== true && document.readyState === 'complete' && !document.querySelector('[data-watch]')",
            &[],
        );
        if ready == Value::Bool(true) {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(30));
    }
    panic!("nothing followed {}", browser.path());
}
