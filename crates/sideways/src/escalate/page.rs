//! The page that goes up, as HTML; and what was found of its marks, in words.

use maud::{DOCTYPE, html as markup};
use playbook::{
    escalate::page::{Checked, CheckedMark, Found},
    outward::escalate::Page as Shown,
};

/// What was found of a mark, as a sentence.
pub fn said(mark: &CheckedMark) -> String {
    let on = mark.on.map(|on| format!(" on {on}")).unwrap_or_default();
    let (name, key) = (&mark.name, mark.key.as_deref().unwrap_or_default());
    match mark.found {
        Found::Known => format!("{name} marked it{on}, with the key that you know."),
        Found::Signed => format!("{name} marked it{on}, with the key {key}"),
        Found::Recorded => format!("{name} agreed{on}, as the other author recorded it; nothing proves it."),
        Found::Wrong => format!("the mark of {name}{on} is not on this text"),
        Found::Stranger => format!("the mark of {name}{on} is made with a key that you don't know as theirs"),
        Found::Missing => format!("{name} has not marked this text"),
    }
}

/// Why a page does not come from both.
pub fn why(checked: &Checked) -> String {
    let wrong = |mark: &&CheckedMark| !matches!(mark.found, Found::Known | Found::Signed);
    let all: Vec<String> =
        checked.marks.iter().filter(wrong).map(|mark| said(mark).trim_end_matches('.').to_owned()).collect();
    format!("it does not come from both: {}", all.join("; "))
}

/// How the page looks, on a screen and on paper.
const STYLE: &str = "body{font:1.05rem/1.5 Georgia,serif;max-width:42rem;margin:3rem auto;padding:0 1rem;color:#1a1a1a;background:#fff}\
h1{font-size:1.6rem;line-height:1.25}h2{font-size:1.1rem;margin:2rem 0 .4rem}p{margin:.4rem 0;white-space:pre-line}\
footer{margin-top:2.5rem;padding-top:1rem;border-top:1px solid #999;font-size:.9rem}\
@media print{body{margin:0;max-width:none}h2{break-after:avoid}}";

/// The page that goes up, as one file of HTML: no script, nothing from elsewhere.
pub fn html(page: &Shown) -> String {
    let page = markup! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (page.title) }
                style { (maud::PreEscaped(STYLE)) }
            }
            body {
                h1 { (page.title) }
                p { "From " (page.names[0]) " and " (page.names[1]) }
                @for block in &page.blocks {
                    section {
                        h2 { (block.heading) }
                        @for paragraph in &block.paragraphs { p { (paragraph) } }
                    }
                }
                footer {
                    @for mark in &page.marks { p { (mark) } }
                    p { (page.foot) }
                }
            }
        }
    };
    page.into_string()
}
