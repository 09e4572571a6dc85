//! The pages through the real program and a plain socket: who is let in, what is turned away, what is shown and done.
#![allow(
    clippy::disallowed_methods,
    reason = "a test is the browser: it connects to the program on this machine"
)]

use std::{
    collections::BTreeSet,
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use serde_json::Value;

mod acts;
mod again;
mod calendar;
mod capture;
mod defend;
mod doors;
mod escalate;
mod found;
mod log;
mod map;
mod others;
mod outside;
mod peer;
mod plan;
mod ratify;
mod sample;
mod settings;
mod tell;
mod trade;

use crate::house::{NEVER, NOT_OF_PEOPLE};
use crate::run::{at_desk, folder, notebook, repository};

const MONDAY: &str = "2027-02-08";

/// The program serving pages, and a browser that was let in.
struct Pages {
    child: Child,
    home: PathBuf,
    day: &'static str,
    port: u16,
    link: String,
    cookie: String,
}

impl Drop for Pages {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What came back.
struct Answer {
    status: u16,
    head: String,
    body: String,
}

impl Answer {
    fn header(&self, name: &str) -> Option<&str> {
        let lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.into_iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }

    /// What a form of the page carries, the `nth` one with this action.
    fn form(&self, action: &str, nth: usize) -> Vec<(String, String)> {
        let start = format!("action=\"{action}\">");
        let form = self.body.split(&start).nth(nth + 1).unwrap_or_else(|| panic!("no form for {action}"));
        let form = form.split("</form>").next().unwrap();
        let hidden = form.split("<input type=\"hidden\" name=\"").skip(1);
        let field = |field: &str| {
            let (name, rest) = field.split_once("\" value=\"").unwrap();
            let value = rest.split('"').next().unwrap();
            let marks = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&amp;", "&")];
            let value =
                marks.iter().fold(value.to_owned(), |words, (mark, plain)| words.replace(mark, plain));
            (name.to_owned(), value)
        };
        hidden.map(field).collect()
    }

    /// Words on the screen.
    fn words(&self) -> String {
        let body = self.body.split("<body>").nth(1).unwrap_or(&self.body);
        let parts = body.split('<').map(|part| part.split_once('>').map_or("", |(_, words)| words));
        parts.collect::<Vec<_>>().join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

fn encoded(fields: &[(String, String)]) -> String {
    let plain = |words: &str| {
        let byte = |byte: u8| {
            let is_plain = byte.is_ascii_alphanumeric();
            if is_plain { char::from(byte).to_string() } else { format!("%{byte:02X}") }
        };
        words.bytes().map(byte).collect::<String>()
    };
    fields.iter().map(|(name, value)| format!("{name}={}", plain(value))).collect::<Vec<_>>().join("&")
}

/// A form by its name or number, what is typed into it, and what the page says of that.
type Case<'a, T> = (T, &'a [(&'a str, &'a str)], &'a str);

/// Sends a request as it is.
fn sent(port: u16, request: &str) -> Answer {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    // An answer may come before all was sent.
    let _ = stream.write_all(request.as_bytes());
    let mut all = Vec::new();
    let _ = stream.read_to_end(&mut all);
    let text = String::from_utf8_lossy(&all);
    let (head, body) = text.split_once("\r\n\r\n").unwrap_or_else(|| panic!("no answer: {text:?}"));
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    Answer { status, head: head.to_owned(), body: body.to_owned() }
}

impl Pages {
    fn of(home: &Path) -> Self {
        Self::on(home, MONDAY)
    }

    fn on(home: &Path, day: &'static str) -> Self {
        Self::with(home, day, &[])
    }

    /// The same, with more of an environment.
    fn with(home: &Path, day: &'static str, more: &[(&str, &str)]) -> Self {
        // By a shell that leaves a file open, as whoever starts it may.
        let mut command = Command::new("sh");
        command.args(["-c", "exec \"$0\" serve 9<."]).arg(assert_cmd::cargo::cargo_bin("sideways"));
        command.current_dir(home).env_clear().env("TZ", "UTC").env("HOME", home).env("SIDEWAYS_NOW", day);
        command.envs(more.iter().copied());
        let piped = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = piped.spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let link = lines.map(Result::unwrap).find(|line| line.contains("http://")).unwrap();
        let link = link.trim().to_owned();
        let (address, token) = link.split_once("/open/").unwrap();
        let port = address.rsplit_once(':').unwrap().1.parse().unwrap();
        let mut pages =
            Self { child, home: home.to_owned(), day, port, link: token.to_owned(), cookie: String::new() };
        let opened = pages.asks("GET", &format!("/open/{token}"), &[]);
        assert_eq!((opened.status, opened.header("location")), (303, Some("/")), "{}", opened.head);
        let cookie = opened.header("set-cookie").unwrap().to_owned();
        assert!(cookie.ends_with("; Path=/; HttpOnly; SameSite=Strict"), "{cookie}");
        pages.cookie = cookie.split(';').next().unwrap().to_owned();
        pages
    }

    /// A request with these headers beside its host and the cookie.
    fn asks(&self, method: &str, path: &str, headers: &[&str]) -> Answer {
        let host = format!("Host: 127.0.0.1:{}", self.port);
        self.asks_of(&host, method, path, headers, "")
    }

    fn asks_of(&self, host: &str, method: &str, path: &str, headers: &[&str], body: &str) -> Answer {
        let mut lines =
            vec![format!("{method} {path} HTTP/1.1"), host.to_owned(), "Connection: close".to_owned()];
        if !self.cookie.is_empty() && !headers.iter().any(|header| header.starts_with("Cookie:")) {
            lines.push(format!("Cookie: other=1; {}", self.cookie));
        }
        if !body.is_empty() {
            lines.push("Content-Type: application/x-www-form-urlencoded".to_owned());
            lines.push(format!("Content-Length: {}", body.len()));
        }
        lines.extend(
            headers.iter().map(|header| (*header).to_owned()).filter(|header| !header.ends_with(": ")),
        );
        lines.retain(|line| !line.is_empty());
        sent(self.port, &format!("{}\r\n\r\n{body}", lines.join("\r\n")))
    }

    fn page(&self, path: &str) -> Answer {
        let answer = self.asks("GET", path, &["Sec-Fetch-Site: same-origin"]);
        assert_eq!(answer.status, 200, "{path}: {}", answer.body);
        answer
    }

    /// The head of what a browser gets that unpacks; its body may be no text.
    fn sized(&self, path: &str) -> Answer {
        let host = format!("Host: 127.0.0.1:{}", self.port);
        let headers = ["Sec-Fetch-Site: same-origin", "Accept-Encoding: gzip, deflate, br"];
        let answer = self.asks_of(&host, "GET", path, &headers, "");
        assert_eq!(answer.status, 200, "{path}");
        answer
    }

    /// Sends a form as a browser sends one of ours.
    fn sends(&self, path: &str, fields: &[(String, String)]) -> Answer {
        let host = format!("Host: 127.0.0.1:{}", self.port);
        self.asks_of(&host, "POST", path, &["Sec-Fetch-Site: same-origin", "Origin: null"], &encoded(fields))
    }

    /// Sends a form and goes where it leads.
    fn does(&self, path: &str, fields: &[(String, String)]) -> Answer {
        let answer = self.sends(path, fields);
        assert_eq!(answer.status, 303, "{path}: {}", answer.words());
        self.page(answer.header("location").unwrap())
    }

    fn types(&self, arguments: &[&str]) -> String {
        types(&self.home, self.day, arguments)
    }

    fn entries(&self) -> usize {
        let log: Value = serde_json::from_str(&self.types(&["log", "--json"])).unwrap();
        log.as_array().unwrap().len()
    }
}

fn types(home: &Path, day: &str, arguments: &[&str]) -> String {
    let output = at_desk(home, day).args(arguments).output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// A notebook in which every page has something to say.
fn full(name: &str) -> PathBuf {
    let home = folder(name);
    for file in ["plan.md", "people.toml"] {
        fs::copy(repository().join("examples/northlight").join(file), home.join(file)).unwrap();
    }
    types(&home, "2027-01-04", &["init"]);
    let whose = ["--me", "Mira Solberg", "--team", "Booking"];
    types(&home, "2027-01-04", &[&["read", "plan.md", "--people", "people.toml"][..], &whose].concat());
    types(&home, "2027-01-04", &["map", "--keep", "--trials", "200"]);
    let said = ["constraint=two people out", "pressure=cost <b>per</b> booking", "fire=the batch"];
    let talk = ["talk", "dana", "30m", "kindness=an intro to the auditor by 2027-02-12"];
    types(&home, "2027-01-05", &[&talk[..], &said, &["feared", "the", "migration"]].concat());
    types(&home, "2027-01-19", &["talk", "dana", "25m", "--status"]);
    types(&home, "2027-01-20", &["ask", "of", "dana", "a", "test", "account"]);
    types(&home, "2027-02-05", &["ask", "from", "dana", "a", "review", "of", "their", "design"]);
    types(&home, "2027-02-01", &["loan", "to", "dana", "one reviewer", "--until", "2027-02-26"]);
    types(&home, "2027-01-06", &["peer", "values", "dana", "quiet", "releases"]);
    home
}

fn id_of(pages: &Pages, name: &str) -> String {
    let rows: Value = serde_json::from_str(&pages.types(&["peer", "list", "--json"])).unwrap();
    let row = rows.as_array().unwrap().iter().find(|row| row["peer"] == name).unwrap();
    row["id"].as_str().unwrap().to_owned()
}

/// A sentence of the commands as the pages say it: `2027-02-08` is `Mon 8 Feb 2027`.
fn told(sentence: &str) -> String {
    let day = |part: &str| part.parse::<jiff::civil::Date>().ok();
    let parts = sentence.split_inclusive(|c: char| !c.is_ascii_digit() && c != '-').map(|part| {
        let word = part.trim_end_matches(|c: char| !c.is_ascii_digit());
        let rest = &part[word.len()..];
        day(word).map_or(part.to_owned(), |day| format!("{}{rest}", day.strftime("%a %-d %b %Y")))
    });
    let words: String = parts.collect();
    // A weekday is said once.
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
        .iter()
        .fold(words, |words, weekday| words.replace(&format!("{weekday} {}", &weekday[..3]), weekday))
}

fn with(mut fields: Vec<(String, String)>, more: &[(&str, &str)]) -> Vec<(String, String)> {
    fields.extend(more.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    fields
}

/// Every page that is read.
const PAGES: [&str; 33] = [
    "/",
    "/map",
    "/map/need/2/0",
    "/map/crossing/2/0/0",
    "/map/missing/2/0",
    "/map/crossing",
    "/map/all/words",
    "/map/all/left-out",
    "/map.svg",
    "/map-narrow.svg",
    "/peers",
    "/peer/2",
    "/peer/2/prepare",
    "/trade",
    "/trade/hunt",
    "/trade/what-if",
    "/defend",
    "/defend/forum?called=review&absent=2",
    "/defend/review",
    "/defend/notes",
    "/defend/said",
    "/ratify",
    "/escalate",
    "/escalate/with/2",
    "/escalate/check",
    "/log",
    "/log?words=dana&peer=2&room=trade&from=2027-01-01&to=2027-12-31",
    "/forget/5",
    "/capture",
    "/go",
    "/go?words=dana",
    "/settings",
    "/help",
];

/// Every route that changes something.
const ACTS: [&str; 43] = [
    "/week/later",
    "/week/not-this",
    "/week/do",
    "/kindness/done",
    "/peer/2/talk",
    "/trade/note",
    "/trade/agree",
    "/trade/give",
    "/trade/drop",
    "/trade/credit",
    "/trade/thank",
    "/trade/hunt",
    "/trade/hunt/stop",
    "/trade/what-if",
    "/trade/what-if/take-out",
    "/trade/what-if/stop",
    "/defend/contribute",
    "/defend/named",
    "/defend/said",
    "/defend/review",
    "/ratify/new",
    "/ratify/decide",
    "/ratify/touch",
    "/ratify/spare",
    "/ratify/request",
    "/ratify/up",
    "/ratify/drop",
    "/escalate/with/2/stands",
    "/escalate/with/2/cost",
    "/escalate/with/2/stop",
    "/escalate/5/write",
    "/escalate/take",
    "/escalate/return",
    "/escalate/check",
    "/answer/7",
    "/capture",
    "/undo",
    "/forget",
    "/settings/guise",
    "/settings/lock-after",
    "/settings/backup",
    "/settings/export",
    "/lock",
];

#[test]
fn w1_a_line_is_put_off_and_struck_in_place_once_and_undone_in_place() {
    let pages = Pages::of(&full("pages-week"));
    let week: Value = serde_json::from_str(&pages.types(&["week", "--json"])).unwrap();
    let page = pages.page("/");
    for line in week["lines"].as_array().unwrap() {
        let sentence = line["sentence"].as_str().unwrap();
        assert!(page.words().contains(&told(sentence)), "{sentence}\n{}", page.words());
        assert!(page.words().contains(&told(line["reason"].as_str().unwrap())));
    }
    for one in week["ahead"].as_array().unwrap() {
        assert!(page.words().contains(&told(one["sentence"].as_str().unwrap())), "{one}");
    }
    let first = &told(week["lines"][0]["sentence"].as_str().unwrap());
    let before = pages.entries();
    let form = page.form("/week/later", 0);
    let after = pages.does("/week/later", &form);
    assert!(!after.body.split("<ol class=\"lines\">").nth(1).unwrap().contains(first), "{}", after.words());
    // S6: sent twice, done once.
    assert_eq!(pages.sends("/week/later", &form).status, 303);
    assert_eq!(pages.entries(), before + 1);
    let undone = pages.does("/undo", &after.form("/undo", 0));
    assert!(undone.words().contains(first), "{}", undone.words());
    let not_this = with(page.form("/week/not-this", 0), &[("because", "she has an intern for it")]);
    assert!(pages.does("/week/not-this", &not_this).words().contains("she has an intern for it"));
    assert_eq!(
        pages.sends("/week/not-this", &page.form("/week/not-this", 1)).status,
        422,
        "a reason is asked for"
    );
    assert_eq!(pages.entries(), before + 3);
}

#[test]
fn c3_a_talk_is_recorded_by_a_form_and_what_is_refused_is_not_lost() {
    let pages = Pages::of(&full("pages-talk"));
    let dana = id_of(&pages, "Dana Ortiz");
    let (path, act) = (format!("/peer/{dana}"), format!("/peer/{dana}/talk"));
    let fresh = pages.page(&path).form(&act, 0);
    let said = [
        ("constraint", "hiring & budget \"frozen\""),
        ("fire", "the audit"),
        ("status", "yes"),
        ("kindness", "our load figures"),
        ("by", "2027-02-19"),
        ("notes", "two\r\nlines"),
        ("on", "2027-02-05"),
        ("minutes", "25"),
    ];
    let before = pages.entries();
    let mut late = said;
    late[6].1 = "2027-03-05";
    let refused = pages.sends(&act, &with(fresh, &late));
    assert_eq!(refused.status, 422);
    assert!(refused.words().contains("Not kept: Fri 5 Mar 2027 lies ahead"), "{}", refused.words());
    for kept in [
        "hiring &amp; budget &quot;frozen&quot;",
        "our load figures",
        "value=\"25\"",
        "two\r\nlines",
        "checked",
    ] {
        assert!(refused.body.contains(kept), "{kept}");
    }
    assert_eq!(pages.entries(), before);
    let form = with(refused.form(&act, 0), &said);
    let kept = pages.does(&act, &form);
    assert!(kept.words().contains("Talk with Dana Ortiz on Fri 5 Feb 2027, 25 minutes"), "{}", kept.words());
    assert!(kept.words().contains("the audit 3 days ago"), "{}", kept.words());
    assert_eq!(pages.sends(&act, &form).status, 303);
    assert_eq!(pages.entries(), before + 1, "sent twice, kept once");
    let page: Value = serde_json::from_str(&pages.types(&["peer", "dana", "--json"])).unwrap();
    assert!(page["world"].to_string().contains("the audit"), "{page}");
    let kindness = kept.form("/kindness/done", 0);
    assert!(pages.does("/kindness/done", &kindness).words().contains("Undo"));
    for (name, value) in [("on", "soon"), ("minutes", "half"), ("by", "2027-02-19"), ("minutes", "-3")] {
        let wrong = with(pages.page(&path).form(&act, 0), &[(name, value)]);
        assert_eq!(pages.sends(&act, &wrong).status, 422, "{name}={value}");
    }
}

#[test]
fn s6_a_form_that_is_sent_many_times_at_once_acts_once_while_the_terminal_writes() {
    let pages = Pages::of(&full("pages-at-once"));
    let act = "/peer/2/talk";
    let form = with(pages.page("/peer/2").form(act, 0), &[("notes", "once"), ("kindness", "a word")]);
    let before = pages.entries();
    let went: Vec<String> = std::thread::scope(|scope| {
        let sends = || pages.sends(act, &form).header("location").unwrap_or_default().to_owned();
        let sent: Vec<_> = (0..6).map(|_| scope.spawn(sends)).collect();
        let typed = scope.spawn(|| pages.types(&["peer", "add", "Ana Novak"]));
        typed.join().unwrap();
        sent.into_iter().map(|one| one.join().unwrap()).collect()
    });
    assert!(went.iter().all(|place| *place == went[0] && place.contains("done=")), "{went:?}");
    assert_eq!(pages.entries(), before + 2);
}

#[test]
fn the_terminal_works_beside_the_pages_and_they_show_what_it_wrote() {
    let pages = Pages::of(&notebook("pages-beside"));
    assert!(pages.page("/peers").words().contains("The notebook knows nobody yet"));
    assert!(pages.page("/map").words().contains("Drop your plan here"));
    assert!(pages.page("/log").words().contains("Nothing was entered yet"));
    pages.types(&["peer", "add", "Tom Okoye"]);
    assert!(pages.page("/peers").words().contains("Tom Okoye"));
    pages.types(&["undo", "1"]);
    assert!(!pages.page("/peers").words().contains("Tom Okoye"));
    assert!(pages.page("/log").words().contains("undone by entry 2"));
}

#[test]
fn t9_no_page_has_words_or_figures_for_a_ledger() {
    let pages = Pages::of(&full("pages-t9"));
    let dana = format!("/peer/{}", id_of(&pages, "Dana Ortiz"));
    let paths = ["/", "/map", "/peers", "/trade", "/trade/hunt", "/trade/what-if", &dana];
    let all = || -> Vec<String> { paths.iter().map(|path| pages.page(path).words()).collect() };
    let before = all();
    let plan = fs::read_to_string(repository().join("examples/northlight/plan.md")).unwrap().to_lowercase();
    for page in before.iter().chain([&pages.page("/log").words()]) {
        let words: BTreeSet<String> =
            page.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase).collect();
        for never in NEVER.iter().chain(&NOT_OF_PEOPLE).chain(&["favour", "total", "times", "sum", "gave"]) {
            // What the example's plan says is quoted.
            let is_quoted = plan.contains(*never);
            assert!(is_quoted || !words.contains(*never), "“{never}”: {page}");
        }
    }
    // What was done for somebody, and is over, moves no figure of any page.
    for line in [
        &["loan", "to", "dana", "a tester", "--from", "2027-02-01", "--until", "2027-02-20"][..],
        &["kindness", "add", "dana", "a quiet word", "by", "2027-02-20"],
    ] {
        pages.types(&[line, &["--json"]].concat());
    }
    let last = pages.entries();
    pages.types(&["kindness", "done", &last.to_string()]);
    pages.types(&["loan", "returned", &(last - 1).to_string()]);
    assert_eq!(all(), before);
}

#[test]
fn without_a_word_the_pages_are_opened_also_where_there_is_no_notebook_yet() {
    for home in [notebook("pages-alone"), folder("pages-alone-none")] {
        let mut command = Command::new(assert_cmd::cargo::cargo_bin("sideways"));
        command
            .current_dir(&home)
            .env_clear()
            .env("TZ", "UTC")
            .env("HOME", &home)
            .env("SIDEWAYS_NOW", MONDAY);
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
        assert!(lines.any(|line| line.contains("http://127.0.0.1:")));
        child.kill().unwrap();
        child.wait().unwrap();
    }
}
