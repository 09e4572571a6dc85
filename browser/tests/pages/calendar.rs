//! A calendar that falls onto its page, and a feed whose address is shown once.

use std::fs;

use crate::{
    browser::Browser,
    serving::{Serving, full},
};

/// A calendar of the leader's: a forum without one peer, a standup of hers, and work of their own.
pub const WORK: &str = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//\r\n\
    BEGIN:VEVENT\r\nUID:a\r\nDTSTART:20270211T140000Z\r\nDTEND:20270211T150000Z\r\nSUMMARY:Architecture review\r\n\
    ATTENDEE;CN=Mira Solberg;PARTSTAT=ACCEPTED:mailto:mira@example.com\r\nATTENDEE;CN=Dana Ortiz;PARTSTAT=DECLINED:mailto:dana@example.com\r\n\
    ATTENDEE;CN=Ola Ek;PARTSTAT=ACCEPTED:mailto:ola@example.com\r\nEND:VEVENT\r\n\
    BEGIN:VEVENT\r\nUID:b\r\nDTSTART:20270209T090000Z\r\nDTEND:20270209T091500Z\r\nRRULE:FREQ=DAILY;COUNT=4\r\nSUMMARY:Payments standup\r\n\
    ATTENDEE;CN=Mira Solberg:mailto:mira@example.com\r\nATTENDEE;CN=Dana Ortiz:mailto:dana@example.com\r\nEND:VEVENT\r\n\
    BEGIN:VEVENT\r\nUID:c\r\nDTSTART:20270208T093000Z\r\nDTEND:20270208T113000Z\r\nSUMMARY:Work\r\nEND:VEVENT\r\n\
    END:VCALENDAR\r\n";

/// Reads it through the field of the page.
pub fn reads(browser: &Browser, serving: &Serving) {
    let file = serving.home.join("work.ics");
    fs::write(&file, WORK).unwrap();
    let file = file.canonicalize().unwrap();
    browser.visit(serving, "/calendar");
    browser.click_words("details.note > summary", "Read a calendar");
    browser.types("form.drop input[name=calendar]", file.to_str().unwrap());
    browser.click("form.drop button");
    browser.reads("What was understood");
}

fn story(browser: &Browser, serving: &Serving) {
    let before = serving.entries();
    reads(browser, serving);
    browser.reads("will be absent: Dana Ortiz");
    assert_eq!(serving.entries(), before + 1);
    browser.click(".notice form[action='/undo'] button");
    browser.reads("was undone");
    browser.click_words("details.note > summary", "As a feed");
    browser.click("form[action='/calendar/feed'] button.act");
    browser.reads("shown this once");
    browser.visit(serving, "/calendar");
    browser.click("form[action='/calendar/revoke'] button");
    browser.reads("was revoked");
}

#[test]
fn a_calendar_is_read_by_its_field_and_undone_and_a_feed_is_made_and_revoked() {
    let serving = Serving::of(&full("calendar-read"));
    let browser = Browser::at(&serving);
    story(&browser, &serving);
    assert!(browser.complaints().is_empty(), "{:?}", browser.complaints());
}

#[test]
fn the_same_without_script() {
    let serving = Serving::of(&full("calendar-scriptless"));
    let browser = Browser::at(&serving);
    browser.without_script();
    story(&browser, &serving);
}
