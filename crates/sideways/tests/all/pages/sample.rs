//! The sample: a notebook of its own on a port of its own, marked on every page, and gone with one click.

use super::*;

/// The sample's pages, opened from the owner's.
fn sample(pages: &Pages) -> Pages {
    let opened = pages.sends("/sample", &[]);
    assert_eq!(opened.status, 200, "{}", opened.words());
    let link = opened.header("refresh").unwrap().strip_prefix("0;url=").unwrap().to_owned();
    let (address, token) = link.split_once("/open/").unwrap();
    let port = address.rsplit_once(':').unwrap().1.parse().unwrap();
    assert_ne!(port, pages.port);
    let child = Command::new("true").spawn().unwrap();
    let (home, link) = (pages.home.clone(), token.to_owned());
    let mut sample = Pages { child, home, day: pages.day, port, link, cookie: String::new() };
    let let_in = sample.asks(
        "GET",
        &format!("/open/{token}"),
        &["Sec-Fetch-Site: same-site", "Sec-Fetch-Mode: navigate"],
    );
    assert_eq!(let_in.status, 303, "{}", let_in.head);
    sample.cookie = let_in.header("set-cookie").unwrap().split(';').next().unwrap().to_owned();
    sample
}

#[test]
fn the_sample_is_marked_on_every_page_and_goes_with_one_click() {
    let home = folder("pages-sample");
    let own = Pages::of(&home);
    let sample = sample(&own);
    let week = sample.page("/");
    assert!(week.body.contains("<ol class=\"lines\">"), "{}", week.words());
    for path in ["/", "/map", "/peers", "/peer/2", "/peer/2/prepare", "/log", "/plan", "/nowhere"] {
        let page = sample.asks("GET", path, &["Sec-Fetch-Site: same-origin"]);
        assert!(page.words().contains("This is the sample."), "{path}: {}", page.words());
        assert!(page.body.contains("<title>Sample: "), "{path}");
        assert_eq!(page.header("cache-control"), Some("no-store"), "{path}");
    }
    let map = sample.page("/map").words();
    assert!(
        map.contains("Dana Ortiz") && map.contains("Hours a month") && !map.contains("weeks old"),
        "{map}"
    );
    assert!(own.page("/").words().contains("Open the sample"));
    assert!(!own.page("/").words().contains("This is the sample."));
    let log = sample.page("/log");
    sample.does("/undo", &log.form("/undo", 0));
    assert!(!home.join(".local/share/sideways").exists(), "the owner's notebook is not touched");
    assert!(own.asks("GET", "/", &[&format!("Cookie: {}", sample.cookie)]).status == 401, "nor opened");
    let gone = sample.sends("/sample/remove", &[]);
    assert!(
        gone.words().contains("The sample is removed")
            && gone.body.contains(&format!("127.0.0.1:{}", own.port))
    );
    assert!(sample.page("/map").words().contains("The sample is removed"));
    let left = plan::files(&home);
    assert!(left.is_empty(), "{left:?}");
    let again = self::sample(&own);
    assert!(again.page("/").words().contains("This is the sample."));
    own.sends("/sample/remove", &[]);
    assert!(plan::files(&home).is_empty());
}

#[test]
fn the_sample_stands_beside_a_notebook_and_changes_nothing_in_it() {
    let own = Pages::of(&full("pages-sample-beside"));
    let before = own.types(&["log", "--json"]);
    let sample = sample(&own);
    let form = sample.page("/peers").form("/peers", 0);
    assert!(sample.does("/peers", &with(form, &[("name", "Ada Okoye")])).words().contains("Ada Okoye"));
    assert_eq!(own.types(&["log", "--json"]), before);
    assert!(!own.page("/peers").words().contains("Ada Okoye"));
    let stolen = sample.page("/peers").form("/peers", 0);
    assert_eq!(sample.sends("/sample/remove", &[]).status, 200);
    assert_eq!(own.types(&["log", "--json"]), before);
    // A form of the sample, sent to the owner's pages, is a form of another place.
    let host = format!("Host: 127.0.0.1:{}", own.port);
    let beside = format!("Origin: http://127.0.0.1:{}", sample.port);
    let answer =
        own.asks_of(&host, "POST", "/peers", &["Sec-Fetch-Site: same-site", &beside], &encoded(&stolen));
    assert_eq!(answer.status, 403);
}
