//! What stands around every page: its headers, and nobody else who gets in (promises S10 and S11).

use super::*;

#[test]
fn s10_every_answer_bears_the_headers_errors_too() {
    let pages = Pages::of(&full("pages-headers"));
    let ours = ["Sec-Fetch-Site: same-origin"];
    let mut answers: Vec<Answer> = PAGES.iter().map(|path| pages.page(path)).collect();
    let style = answers[0].body.split("href=\"/assets/").nth(1).unwrap().split('"').next().unwrap();
    let asset = pages.page(&format!("/assets/{style}"));
    let host = format!("Host: 127.0.0.1:{}", pages.port);
    answers.extend([
        pages.asks("GET", "/nowhere", &[]),
        pages.asks("GET", "/peer/99", &[]),
        pages.asks("GET", "/peer/..%2f..%2fetc", &[]),
        pages.asks("GET", "/assets/none.css", &[]),
        pages.asks("GET", "/log?words=%FF", &[]),
        pages.asks("DELETE", "/", &ours),
        pages.asks("POST", "/", &ours),
        pages.asks("POST", "/undo", &ours),
        pages.asks("GET", "/", &["Cookie: none=1"]),
        pages.asks("GET", "/open/0000", &[]),
        pages.asks_of("Host: evil.example", "GET", "/", &[], ""),
        pages.asks_of("", "GET", "/", &[], ""),
        pages.asks_of(&host, "POST", "/undo", &ours, &"x".repeat(70_000)),
        pages.asks_of(&host, "POST", "/undo", &ours, "entry=1&request=zz&back=%2F"),
    ]);
    let statuses: BTreeSet<u16> = answers.iter().map(|answer| answer.status).collect();
    assert!(
        [200, 401, 403, 404, 405, 413, 421, 422].iter().all(|status| statuses.contains(status)),
        "{statuses:?}"
    );
    for answer in answers.iter().chain([&asset]) {
        let has = |name: &str, value: &str| {
            assert_eq!(answer.header(name), Some(value), "{} {}", answer.status, answer.head);
        };
        has(
            "content-security-policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
        );
        has("x-content-type-options", "nosniff");
        has("referrer-policy", "no-referrer");
        has("cross-origin-opener-policy", "same-origin");
        has("cross-origin-resource-policy", "same-origin");
        has("cross-origin-embedder-policy", "require-corp");
        assert!(answer.header("permissions-policy").unwrap().contains("camera=()"));
        assert!(answer.header("access-control-allow-origin").is_none());
    }
    assert!(answers.iter().all(|answer| answer.header("cache-control") == Some("no-store")));
    assert_eq!(asset.header("cache-control"), Some("public, max-age=31536000, immutable"));
}

#[test]
fn s10_no_page_has_script_or_style_within_or_anything_from_elsewhere() {
    let pages = Pages::of(&full("pages-inline"));
    for path in PAGES {
        let page = pages.page(path);
        if path.ends_with(".svg") {
            continue;
        }
        for never in ["<style", " style=", " onclick", " onload", "javascript:", "<b>per</b>", "<iframe"] {
            assert!(!page.body.contains(never), "{path}: {never}");
        }
        let scripts: Vec<&str> = page.body.split("<script").skip(1).collect();
        assert!(
            matches!(scripts.as_slice(), [one] if one.starts_with(" src=\"/assets/") && one.contains(" defer></script>")),
            "{path}: one file of our own"
        );
        for part in
            page.body.split([' ', '<']).filter(|part| part.starts_with("href=") || part.starts_with("src="))
        {
            assert!(
                part.starts_with("href=\"/") || part.starts_with("href=\"#") || part.starts_with("src=\"/"),
                "{path}: {part}"
            );
            assert!(!part.contains("\"//"), "{path}: {part}");
        }
    }
    assert!(pages.page("/peer/2").body.contains("cost &lt;b&gt;per&lt;/b&gt; booking"));
}

#[test]
fn s11_another_site_can_do_nothing() {
    let pages = Pages::of(&full("pages-other-sites"));
    let before = pages.entries();
    let ours = format!("Origin: http://127.0.0.1:{}", pages.port);
    let beside = format!("Origin: http://127.0.0.1:{}", pages.port.wrapping_add(1));
    let from: [&[&str]; 9] = [
        &["Sec-Fetch-Site: cross-site", "Origin: https://evil.example"],
        &["Sec-Fetch-Site: same-site", &beside],
        &["Sec-Fetch-Site: cross-site", &ours],
        &["Sec-Fetch-Site: none"],
        &["Sec-Fetch-Site: same-origin", "Origin: https://evil.example"],
        &["Origin: https://evil.example"],
        &["Origin: null"],
        &[&beside],
        &[],
    ];
    let host = format!("Host: 127.0.0.1:{}", pages.port);
    let fields =
        with(pages.page("/log").form("/undo", 0), &[("line", "1"), ("because", "no"), ("kindness", "3")]);
    for path in ACTS {
        for headers in from {
            let answer = pages.asks_of(&host, "POST", path, headers, &encoded(&fields));
            assert_eq!(answer.status, 403, "{path} {headers:?}");
        }
        for method in ["PUT", "DELETE", "PATCH", "OPTIONS"] {
            assert_eq!(pages.asks(method, path, from[0]).status, 403, "{method} {path}");
        }
        let wrong = pages.asks_of("Host: evil.example", "POST", path, &[&ours], &encoded(&fields));
        assert_eq!(wrong.status, 421, "{path}");
    }
    for path in PAGES {
        for site in ["cross-site", "same-site"] {
            let embedded = [&format!("Sec-Fetch-Site: {site}")[..], "Sec-Fetch-Mode: no-cors"];
            assert_eq!(pages.asks("GET", path, &embedded).status, 403, "{path} from {site}");
        }
    }
    assert_eq!(pages.entries(), before, "nothing was changed");
    assert_eq!(pages.page("/").status, 200, "nothing was locked");
}

#[test]
fn s11_a_name_that_leads_here_is_no_name_of_ours() {
    let pages = Pages::of(&notebook("pages-rebinding"));
    let port = pages.port;
    let hosts = [
        format!("Host: evil.example:{port}"),
        "Host: 127.0.0.1".to_owned(),
        format!("Host: 127.0.0.1:{}", port.wrapping_add(1)),
        format!("Host: 127.0.0.1.evil.example:{port}"),
        format!("Host: 0.0.0.0:{port}"),
        format!("Host: 127.0.0.1:{port}\r\nHost: evil.example"),
        format!("Host: 127.0.0.1:{port}, evil.example"),
        String::new(),
    ];
    for host in &hosts {
        let answer = pages.asks_of(host, "GET", "/", &[], "");
        // Two hosts are no request at all for some servers.
        assert!([400, 421].contains(&answer.status), "{host}: {}", answer.status);
    }
    let line = format!("http://evil.example:{port}/");
    assert_eq!(pages.asks("GET", &line, &[]).status, 421, "a whole address in the request");
    assert_eq!(pages.asks_of(&format!("Host: localhost:{port}"), "GET", "/", &[], "").status, 200);
}

#[test]
fn s11_without_the_cookie_or_with_an_old_token_nobody_is_let_in() {
    let pages = Pages::of(&full("pages-tokens"));
    let again = pages.asks("GET", &format!("/open/{}", pages.link), &["Cookie: none=1"]);
    assert_eq!(again.status, 403, "a link opens once");
    assert!(again.header("set-cookie").is_none());
    let (name, value) = pages.cookie.split_once('=').unwrap();
    let wrong = [
        "Cookie: none=1".to_owned(),
        format!("Cookie: {name}={}", "0".repeat(64)),
        format!("Cookie: {name}={}", &value[..63]),
        format!("Cookie: {name}="),
        format!("Cookie: {name}={}", pages.link),
        format!("Cookie: other-{name}={value}"),
    ];
    for cookie in &wrong {
        for path in PAGES {
            let answer = pages.asks("GET", path, &[cookie]);
            assert_eq!(answer.status, 401, "{path} {cookie}");
            assert!(!answer.body.contains("Dana"), "{path}");
        }
        for path in ACTS {
            let answer = pages.asks("POST", path, &[cookie, "Sec-Fetch-Site: same-origin"]);
            assert_eq!(answer.status, 401, "{path} {cookie}");
        }
    }
    let locked = pages.sends("/lock", &[]);
    assert_eq!(locked.status, 401);
    assert_eq!(locked.header("clear-site-data"), Some("\"cache\", \"storage\""));
    assert!(locked.header("set-cookie").unwrap().contains("Max-Age=0"));
    assert_eq!(pages.asks("GET", "/", &[]).status, 401, "an old cookie is worth nothing");
}

#[test]
fn what_is_sent_to_a_locked_notebook_can_be_sent_again() {
    let pages = Pages::of(&full("pages-unsent"));
    let act = "/peer/2/talk";
    let form =
        with(pages.page("/peer/2").form(act, 0), &[("notes", "two \"lines\"\r\nof notes"), ("fire", "x")]);
    let before = pages.entries();
    let host = format!("Host: 127.0.0.1:{}", pages.port);
    let headers = ["Sec-Fetch-Site: same-origin", "Origin: null", "Cookie: none=1"];
    let locked = pages.asks_of(&host, "POST", act, &headers, &encoded(&form));
    assert_eq!(locked.status, 401);
    assert!(locked.body.contains("value=\"two &quot;lines&quot;\r\nof notes\""), "{}", locked.body);
    assert_eq!(locked.form(act, 0).len(), form.len());
    assert_eq!(pages.entries(), before);
    assert_eq!(pages.sends(act, &form).status, 303);
    assert_eq!(pages.entries(), before + 1);
}

#[test]
fn only_this_machine_can_reach_the_pages() {
    let pages = Pages::of(&notebook("pages-loopback"));
    if cfg!(target_os = "linux") {
        let listening = fs::read_to_string("/proc/net/tcp").unwrap();
        let own = format!(":{:04X} ", pages.port);
        let mut lines = listening.lines().filter(|line| line.contains(&own) && line.contains(" 0A "));
        assert!(lines.next().unwrap().contains("0100007F:") && lines.next().is_none(), "{listening}");
        assert!(!fs::read_to_string("/proc/net/tcp6").unwrap().contains(&own));
        assert!(TcpStream::connect(("127.0.0.2", pages.port)).is_err());
    }
}
