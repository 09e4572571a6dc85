//! Rule T7 on the pages: every path is asked, whatever rooms there will be.

use super::*;
use crate::doors::{holding, paths};

#[test]
fn t7_no_page_but_tell_shows_news_that_is_held() {
    let home = holding("pages-doors");
    let made: Value = serde_json::from_str(&types(
        &home,
        crate::tell::TUESDAY,
        &["calendar", "feed", "make", "--names", "--json"],
    ))
    .unwrap();
    let feed = made["address"].as_str().unwrap().split_once("8377").unwrap().1.to_owned();
    let pages = Pages::on(&home, crate::tell::TUESDAY);
    // Its owner's own view of what is announced, and what is made only once the browser was let in.
    let own = |path: &String| path.starts_with("/tell") || path.starts_with("/open");
    let all: Vec<String> = paths().into_iter().filter(|path| !own(path)).collect();
    assert!(all.len() > 40, "the scan is blind: {all:?}");
    let mut shown = 0;
    for path in all.iter().chain([
        &feed,
        &"/log?words=zebra".to_owned(),
        &"/log?words=okapi".to_owned(),
        &"/go?words=zebra".to_owned(),
    ]) {
        for number in 1..8 {
            let start = path.split('{').next().unwrap();
            let numbered = match path.split_once('}') {
                Some((_, rest)) => format!("{start}{number}{rest}"),
                None => path.clone(),
            };
            let answer = pages.asks("GET", &numbered, &["Sec-Fetch-Site: same-origin"]);
            shown += usize::from(answer.status == 200);
            let typed = ["zebra", "okapi"].map(|word| [format!("value=\"{word}\""), format!("“{word}”")]);
            let body =
                typed.iter().flatten().fold(answer.body.clone(), |body, typed| body.replace(typed, ""));
            let shows = ["zebra", "okapi", "SUMMARY:Call"].iter().any(|words| body.contains(words));
            assert!(!shows, "{numbered}: {}", answer.words());
            if !path.contains('{') {
                break;
            }
        }
    }
    assert!(shown > 25, "{shown} pages were shown");
}
