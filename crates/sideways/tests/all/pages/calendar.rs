//! The calendar as a page: read as it is dropped, shown, and the leader's dates taken along or fed.

use super::*;

const MORNING: &str = "2027-02-08T09:00:00+00:00[UTC]";

const BOUNDARY: &str = "----a-browser-would-say-this";

/// A calendar of Ada's: a forum to which one peer does not come, and a standup of her team.
const WORK: &str = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//\r\n\
    BEGIN:VEVENT\r\nUID:a\r\nDTSTART:20270210T140000Z\r\nDTEND:20270210T150000Z\r\nSUMMARY:Architecture <b>review</b>\r\n\
    ATTENDEE;CN=Ada Lind;PARTSTAT=ACCEPTED:mailto:ada@example.com\r\nATTENDEE;CN=Dana Ortiz;PARTSTAT=DECLINED:mailto:dana@example.com\r\n\
    ATTENDEE;CN=Ola Ek;PARTSTAT=ACCEPTED:mailto:ola@example.com\r\nEND:VEVENT\r\n\
    BEGIN:VEVENT\r\nUID:b\r\nDTSTART:20270209T090000Z\r\nDTEND:20270209T091500Z\r\nRRULE:FREQ=DAILY;COUNT=4\r\nSUMMARY:Payments standup\r\n\
    ATTENDEE;CN=Ada Lind:mailto:ada@example.com\r\nATTENDEE;CN=Dana Ortiz:mailto:dana@example.com\r\nEND:VEVENT\r\n\
    END:VCALENDAR\r\n";

fn home(name: &str) -> PathBuf {
    let home = notebook(name);
    types(&home, MORNING, &["peer", "add", "Dana Ortiz"]);
    home
}

/// Drops files onto the page, as a browser does.
fn drops(pages: &Pages, fields: &[(String, String)], files: &[(&str, &str)], is_script: bool) -> Answer {
    let mut body = String::new();
    for (name, value) in fields {
        body +=
            &format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
    }
    for (file, content) in files {
        body += &format!(
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"calendar\"; filename=\"{file}\"\r\nContent-Type: text/calendar\r\n\r\n{content}\r\n"
        );
    }
    body += &format!("--{BOUNDARY}--\r\n");
    let lines = [
        "POST /calendar/read HTTP/1.1".to_owned(),
        format!("Host: 127.0.0.1:{}", pages.port),
        "Connection: close".to_owned(),
        format!("Cookie: {}", pages.cookie),
        "Sec-Fetch-Site: same-origin".to_owned(),
        format!("Accept: {}", if is_script { "text/plain" } else { "text/html" }),
        format!("Content-Type: multipart/form-data; boundary={BOUNDARY}"),
        format!("Content-Length: {}", body.len()),
    ];
    sent(pages.port, &format!("{}\r\n\r\n{body}", lines.join("\r\n")))
}

fn reading(pages: &Pages, more: &[(&str, &str)]) -> Vec<(String, String)> {
    let page = pages.page("/calendar");
    let form = page.body.split("action=\"/calendar/read\"").nth(1).unwrap();
    let request = form.split("name=\"request\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    with(Vec::new(), &[&[("request", request), ("back", "/calendar")], more].concat())
}

#[test]
fn a_calendar_is_dropped_and_what_it_says_of_the_weeks_ahead_is_shown() {
    let pages = Pages::on(&home("pages-calendar"), MORNING);
    let empty = pages.page("/calendar");
    assert!(empty.words().contains("Save it as a file, and drop it here"), "{}", empty.words());
    let form = reading(&pages, &[("whose", ""), ("me", "ada@example.com")]);
    let before = pages.entries();
    let done = drops(&pages, &form, &[("C:\\Users\\ada\\work.ics", WORK)], false);
    let at = done.header("location").unwrap_or_else(|| panic!("{}", done.words())).to_owned();
    let page = pages.page(&at);
    let words = page.words();
    for said in
        ["2 events in 1 file", "will be absent: Dana Ortiz", "the team of Dana Ortiz", "work.ics", "Undo"]
    {
        assert!(words.contains(said), "{said}: {words}");
    }
    assert!(page.body.contains("Architecture &lt;b&gt;review&lt;/b&gt;"), "{words}");
    assert!(!page.body.contains("ada\\work.ics"), "no folder of a machine is kept");
    assert_eq!(drops(&pages, &form, &[("work.ics", WORK)], true).status, 202);
    assert_eq!(pages.entries(), before + 1, "sent twice, it is read once");
    let again = at_desk(&pages.home, MORNING).args(["calendar", "read"]).output().unwrap();
    let again = String::from_utf8(again.stderr).unwrap();
    assert!(again.contains("dropped onto a page"), "{again}");
    let back = pages.does("/undo", &page.form("/undo", 0));
    assert!(!back.words().contains("will be absent: Dana"), "{}", back.words());
}

#[test]
fn what_is_no_calendar_is_refused_with_what_was_typed_beside_it() {
    let pages = Pages::on(&home("pages-calendar-refused"), MORNING);
    let before = pages.entries();
    let form = reading(&pages, &[("whose", ""), ("me", "ada\"")]);
    for (file, why) in [
        ("# a plan\n", "calendar"),
        (
            "[InternetShortcut]\r\nURL=https://calendar.example/secret/basic.ics\r\n",
            "holds the address of a calendar",
        ),
    ] {
        let answer = drops(&pages, &form, &[("work.ics", file)], false);
        assert_eq!(answer.status, 422, "{}", answer.words());
        assert!(answer.words().contains(why), "{why}: {}", answer.words());
        assert!(answer.body.contains("value=\"ada&quot;\""), "{}", answer.words());
        assert_eq!(drops(&pages, &form, &[("work.ics", file)], true).status, 422);
    }
    let none = drops(&pages, &form, &[], false);
    assert!(none.words().contains("No file was dropped"), "{}", none.words());
    let hours = pages.page("/calendar").form("/calendar/hours", 0);
    let wrong =
        pages.sends("/calendar/hours", &with(hours.clone(), &[("hours", "late"), ("zone", "Europe/Lisbon")]));
    assert!(wrong.status == 422 && wrong.words().contains("are no working hours"), "{}", wrong.words());
    assert!(wrong.body.contains("value=\"late\"") && wrong.body.contains("value=\"Europe/Lisbon\""));
    assert_eq!(pages.entries(), before);
    let kept = pages.does("/calendar/hours", &with(hours, &[("hours", "mon-thu 8:30-16:30"), ("whose", "")]));
    assert!(kept.words().contains("8:30") && !kept.words().contains("assumed"), "{}", kept.words());
}

#[test]
fn dates_are_taken_as_the_file_that_the_terminal_writes_and_a_feed_shows_its_address_once() {
    let home = full("pages-calendar-dates");
    let pages = Pages::of(&home);
    let all = [("only", "talks"), ("only", "loans"), ("only", "answers"), ("only", "calls")];
    let take = |fields: &[(&str, &str)]| {
        pages.sends("/calendar/dates", &with(pages.page("/calendar").form("/calendar/dates", 0), fields))
    };
    let file = take(&all);
    assert_eq!(file.header("content-disposition"), Some("attachment; filename=\"dates.ics\""));
    assert!(
        file.body.starts_with("BEGIN:VCALENDAR\r\n") && file.body.contains("SUMMARY:Hand-over"),
        "{}",
        file.body
    );
    assert_eq!(take(&all).body, file.body, "what did not change is written as it was");
    pages.types(&["calendar", "write", "dates.ics"]);
    let written = fs::read_to_string(home.join("dates.ics")).unwrap();
    let names = |text: &str| -> Vec<String> {
        text.lines().filter(|line| line.starts_with("UID:")).map(str::to_owned).collect()
    };
    assert_eq!(names(&written), names(&file.body), "the same dates under the same names");
    assert_eq!(take(&[]).status, 422, "no kind is ticked");
    let form = with(pages.page("/calendar").form("/calendar/feed", 0), &[("only", "talks")]);
    let made = pages.sends("/calendar/feed", &form);
    let path = made.body.split("/feed/").nth(1).unwrap().split('<').next().unwrap();
    let path = format!("/feed/{path}");
    assert_eq!(pages.page(&path).status, 200);
    let again = pages.sends("/calendar/feed", &form);
    assert!(again.status == 422 && !again.body.contains(&path), "it is shown once: {}", again.words());
    assert!(!pages.page("/calendar").body.contains(&path[6..]));
    let gone = pages.does("/calendar/revoke", &pages.page("/calendar").form("/calendar/revoke", 0));
    assert!(!gone.body.contains("/calendar/revoke"), "{}", gone.words());
    assert_eq!(pages.asks("GET", &path, &[]).status, 404, "it is dead at once");
}
