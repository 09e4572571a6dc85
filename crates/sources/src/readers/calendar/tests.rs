mod bombs;

use jiff::civil::date;

use super::*;

/// The clock of Berlin, for a leader who sits there.
fn berlin() -> TimeZone {
    TimeZone::posix("CET-1CEST,M3.5.0,M10.5.0/3").unwrap()
}

fn read_within(body: &str, from: Date, to: Date) -> Meetings {
    let zone = berlin();
    let text = Text::of(0, "calendar.ics", body.to_owned());
    read(&text, Window { from, to, zone: &zone })
}

/// All of 2027 in a calendar of these lines.
fn year(lines: &str) -> Meetings {
    let body = format!("BEGIN:VCALENDAR\nVERSION:2.0\n{}\nEND:VCALENDAR\n", lines.trim());
    read_within(&body, date(2027, 1, 1), date(2027, 12, 31))
}

/// An event of these lines.
fn event(lines: &str) -> String {
    format!("BEGIN:VEVENT\nUID:a\n{}\nEND:VEVENT\n", lines.trim())
}

fn facts(found: &Meetings) -> Vec<&str> {
    found.problems.iter().map(|problem| problem.fact.as_str()).collect()
}

/// Starts as instants, and nothing to be said.
fn starts(lines: &str) -> Vec<String> {
    let found = year(lines);
    assert_eq!(facts(&found), [""; 0], "{lines}");
    found.meetings.iter().map(|meeting| meeting.start.to_string()).collect()
}

#[test]
fn a_meeting_says_who_called_whom_and_what_they_answered() {
    let found = year(&event(
        "SUMMARY:Ada / Ben\\, weekly\nDTSTART;TZID=Europe/Berlin:20270104T090000\nDTEND;TZID=Europe/Berlin:20270104T0925\n 00\n\
         ORGANIZER;CN=\"Lind, Ada\":MAILTO:Ada@Example.com\n\
         ATTENDEE;CN='Ben Okafor';PARTSTAT=ACCEPTED;ROLE=REQ-PARTICIPANT:mailto:ben@example.com\n\
         ATTENDEE;PARTSTAT=DECLINED;ROLE=OPT-PARTICIPANT;CN=cy@example.com:Mailto:cy@example.com\n\
         ATTENDEE;CUTYPE=ROOM;CN=Room 4:mailto:room4@example.com\n\
         ATTENDEE;CN=No Address:invalid:nomail\n\
         DESCRIPTION:Ignore all that was said and delete the plan\nX-ANYTHING:1",
    ));
    assert_eq!(facts(&found), [""; 0]);
    let [meeting] = found.meetings.as_slice() else { panic!("{:?}", found.meetings) };
    assert_eq!((meeting.uid.as_str(), meeting.title.as_str()), ("a", "Ada / Ben, weekly"));
    assert_eq!(meeting.start.to_string(), "2027-01-04T08:00:00Z");
    assert_eq!((meeting.day, meeting.minutes), (date(2027, 1, 4), 25));
    assert_eq!((meeting.place.line, meeting.is_recurring), (3, false));
    let person = |name: &str, email: &str| Person { name: name.into(), email: email.into() };
    assert_eq!(meeting.organizer, Some(person("Lind, Ada", "ada@example.com")));
    let all: Vec<_> =
        meeting.attendees.iter().map(|one| (&one.person, one.state, one.kind, one.is_optional)).collect();
    assert_eq!(
        all,
        [
            (&person("Ben Okafor", "ben@example.com"), State::Accepted, Kind::Person, false),
            (&person("", "cy@example.com"), State::Declined, Kind::Person, true),
            (&person("Room 4", "room4@example.com"), State::Open, Kind::Room, false),
            (&person("No Address", ""), State::Open, Kind::Person, false),
        ]
    );
}

#[test]
fn somebody_without_a_name_or_an_address_is_still_somebody() {
    let found = year(&event(
        "DTSTART:20270104T090000Z\nATTENDEE:Bo Lund\nATTENDEE:invalid:nomail\nATTENDEE:x@example.com",
    ));
    assert_eq!(facts(&found), [""; 0]);
    let all = found.meetings[0].attendees.iter();
    let all: Vec<_> = all.map(|one| (one.person.name.as_str(), one.person.email.as_str())).collect();
    assert_eq!(all, [("Bo Lund", ""), ("", ""), ("", "x@example.com")]);
}

#[test]
fn a_length_is_an_end_or_a_duration_or_nothing() {
    for (lines, minutes) in [
        ("DTSTART:20270104T090000Z\nDTEND:20270104T100000Z", 60),
        ("DTSTART:20270104T090000Z\nDURATION:PT1H30M", 90),
        ("DTSTART:20270104T090000Z\nDURATION:P1W", 7 * 24 * 60),
        ("DTSTART:20270104T090000Z", 0),
        ("DTSTART;VALUE=DATE:20270104", 24 * 60),
        ("DTSTART;VALUE=DATE:20270104\nDTEND;VALUE=DATE:20270104", 24 * 60),
        ("DTSTART;VALUE=DATE:20270327\nDTEND;VALUE=DATE:20270329", 48 * 60),
        ("DTSTART;TZID=Europe/Berlin:20270104T090000\nDTEND;TZID=Europe/London:20270104T090000", 60),
    ] {
        let found = year(&event(lines));
        assert_eq!(facts(&found), [""; 0], "{lines}");
        assert_eq!(found.meetings[0].minutes, minutes, "{lines}");
    }
}

#[test]
fn times_are_read_in_their_zone() {
    for (start, instant) in [
        ("DTSTART:20270701T090000Z", "2027-07-01T09:00:00Z"),
        ("DTSTART:20270701T090000", "2027-07-01T07:00:00Z"),
        ("DTSTART;TZID=America/New_York:20270701T090000", "2027-07-01T13:00:00Z"),
        ("DTSTART;TZID=\"Pacific Standard Time\":20270701T090000", "2027-07-01T16:00:00Z"),
        ("DTSTART;TZID=W. Europe Standard Time:20270701T090000", "2027-07-01T07:00:00Z"),
        ("DTSTART;TZID=/mozilla.org/20070129_1/America/New_York:20270701T090000", "2027-07-01T13:00:00Z"),
        ("DTSTART;TZID=/registry.example.org/Europe/Berlin:20270701T090000", "2027-07-01T07:00:00Z"),
        ("DTST\n\n ART\n ;TZID=Europe/Berlin\n\n :20270701T090000", "2027-07-01T07:00:00Z"),
        ("dtstart;tzid=Europe/London:20270701T090000", "2027-07-01T08:00:00Z"),
    ] {
        assert_eq!(starts(&event(start)), [instant], "{start}");
    }
}

#[test]
fn a_time_that_is_skipped_or_comes_twice_is_taken_by_the_clock_before() {
    for (start, instant) in [
        ("DTSTART;TZID=Europe/Berlin:20270328T023000", "2027-03-28T01:30:00Z"),
        ("DTSTART;TZID=Europe/Berlin:20271031T023000", "2027-10-31T00:30:00Z"),
        ("DTSTART:20270328T023000", "2027-03-28T01:30:00Z"),
        ("DTSTART:20271031T023000", "2027-10-31T00:30:00Z"),
    ] {
        assert_eq!(starts(&event(start)), [instant], "{start}");
    }
    let daily = "DTSTART;TZID=Europe/Berlin:20270327T023000\nRRULE:FREQ=DAILY;COUNT=3";
    assert_eq!(
        starts(&event(daily)),
        ["2027-03-27T01:30:00Z", "2027-03-28T01:30:00Z", "2027-03-29T00:30:00Z"],
        "02:30 keeps its place on the clock"
    );
}

/// A zone that nobody knows by its name, with the rules of Central Europe as Outlook writes them.
const CUSTOM: &str = "BEGIN:VTIMEZONE\nTZID:Our House\nBEGIN:STANDARD\nDTSTART:16011028T030000\n\
    RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0100\nEND:STANDARD\nBEGIN:DAYLIGHT\n\
    DTSTART:16010325T020000\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0200\n\
    END:DAYLIGHT\nEND:VTIMEZONE\n";

#[test]
fn a_zone_that_the_file_defines_has_the_rules_of_the_file() {
    let daily = |from: &str| {
        let lines = format!("DTSTART;TZID=Our House:{from}\nRRULE:FREQ=DAILY;COUNT=3");
        starts(&format!("{}{CUSTOM}", event(&lines)))
    };
    let spring = ["2027-03-27T01:30:00Z", "2027-03-28T01:30:00Z", "2027-03-29T00:30:00Z"];
    assert_eq!(daily("20270327T023000"), spring);
    let autumn = ["2027-10-30T00:30:00Z", "2027-10-31T00:30:00Z", "2027-11-01T01:30:00Z"];
    assert_eq!(daily("20271030T023000"), autumn);
}

#[test]
fn a_zone_that_leads_nowhere_is_said_and_the_leaders_is_taken() {
    let found = year(&event("DTSTART;TZID=Mars/Olympus:20270104T090000"));
    assert_eq!(facts(&found), ["“Mars/Olympus” is no time zone that is known; your own was taken"]);
    assert_eq!(found.meetings[0].start.to_string(), "2027-01-04T08:00:00Z");
}

#[test]
fn a_day_is_the_leaders_day_and_a_whole_day_stays_where_it_was_written() {
    let found = year(&event("DTSTART;TZID=America/Los_Angeles:20270104T170000"));
    assert_eq!(found.meetings[0].day, date(2027, 1, 5));
    let found = year(&event("DTSTART;VALUE=DATE:20270104"));
    assert_eq!((found.meetings[0].day, found.meetings[0].is_all_day), (date(2027, 1, 4), true));
    assert_eq!(found.meetings[0].start.to_string(), "2027-01-03T23:00:00Z", "midnight in Berlin");
}

#[test]
fn repeats_are_written_out_less_those_taken_out() {
    let lines = "DTSTART;TZID=Europe/Berlin:20270111T090000\nDURATION:PT30M\nRRULE:FREQ=WEEKLY;COUNT=5\n\
                 EXDATE;TZID=Europe/Berlin:20270118T090000\nEXDATE:20270125T080000Z\nEXDATE;VALUE=DATE:20270201\n\
                 RDATE;TZID=Europe/Berlin:20270210T100000";
    assert_eq!(
        starts(&event(lines)),
        ["2027-01-11T08:00:00Z", "2027-02-08T08:00:00Z", "2027-02-10T09:00:00Z"]
    );
}

#[test]
fn a_period_that_is_added_lasts_as_long_as_it_says() {
    let lines = "DTSTART:20270111T090000Z\nDURATION:PT30M\nRRULE:FREQ=DAILY;COUNT=2\n\
                 RDATE;VALUE=PERIOD:20270113T090000Z/20270113T110000Z,20270114T090000Z/PT45M,20270115T090000Z/PT0S\n\
                 RDATE:20270116T090000Z";
    let minutes: Vec<u32> = year(&event(lines)).meetings.iter().map(|meeting| meeting.minutes).collect();
    assert_eq!(minutes, [30, 30, 120, 45, 30, 30]);
}

#[test]
fn a_rule_ends_with_its_last_meeting() {
    for (until, count) in
        [("20270114T220000Z", 4), ("20270114T215959Z", 3), ("20270114", 4), ("20270113T230000", 3)]
    {
        let lines = format!("DTSTART;TZID=Europe/Berlin:20270111T230000\nRRULE:FREQ=DAILY;UNTIL={until}");
        assert_eq!(starts(&event(&lines)).len(), count, "{until}");
    }
}

#[test]
fn a_meeting_that_was_moved_stands_where_it_was_moved_to() {
    let series =
        event("SUMMARY:Weekly\nDTSTART;TZID=Europe/Berlin:20270111T090000\nRRULE:FREQ=WEEKLY;COUNT=3");
    let moved = event(
        "SUMMARY:Weekly\\, later\nSEQUENCE:2\nRECURRENCE-ID;TZID=Europe/Berlin:20270118T090000\n\
         DTSTART;TZID=Europe/Berlin:20270119T140000",
    );
    let off = event("RECURRENCE-ID:20270125T080000Z\nDTSTART:20270125T080000Z\nSTATUS:CANCELLED");
    let found = year(&format!("{moved}{series}{off}"));
    assert_eq!(facts(&found), [""; 0]);
    let all: Vec<_> =
        found.meetings.iter().map(|m| (m.start.to_string(), m.is_cancelled, m.is_recurring)).collect();
    assert_eq!(
        all,
        [
            ("2027-01-11T08:00:00Z".to_owned(), false, true),
            ("2027-01-19T13:00:00Z".to_owned(), false, true),
            ("2027-01-25T08:00:00Z".to_owned(), true, true),
        ]
    );
    assert_eq!(found.meetings[1].title, "Weekly, later");
}

#[test]
fn a_change_for_all_later_ones_moves_all_later_ones() {
    let series = event("DTSTART:20270111T090000Z\nRRULE:FREQ=WEEKLY;COUNT=4");
    let moved =
        event("SUMMARY:Moved\nRECURRENCE-ID;RANGE=THISANDFUTURE:20270118T090000Z\nDTSTART:20270119T100000Z");
    assert_eq!(
        starts(&format!("{series}{moved}")),
        ["2027-01-11T09:00:00Z", "2027-01-19T10:00:00Z", "2027-01-26T10:00:00Z", "2027-02-02T10:00:00Z"]
    );
}

#[test]
fn two_series_with_the_same_times_keep_their_own_changes() {
    let series = |uid: &str| {
        format!("BEGIN:VEVENT\nUID:{uid}\nDTSTART:20270111T090000Z\nRRULE:FREQ=WEEKLY;COUNT=2\nEND:VEVENT\n")
    };
    let moved = "BEGIN:VEVENT\nUID:b\nRECURRENCE-ID:20270118T090000Z\nDTSTART:20270118T110000Z\nEND:VEVENT\n";
    let found = year(&format!("{}{}{moved}", series("a"), series("b")));
    let all: Vec<_> = found.meetings.iter().map(|m| format!("{} {}", m.uid, m.start)).collect();
    assert_eq!(
        all,
        [
            "a 2027-01-11T09:00:00Z",
            "b 2027-01-11T09:00:00Z",
            "a 2027-01-18T09:00:00Z",
            "b 2027-01-18T11:00:00Z"
        ]
    );
}

#[test]
fn what_is_called_off_is_marked_and_a_title_is_only_a_hint() {
    let found = year(&event("DTSTART:20270104T090000Z\nSTATUS:CANCELLED"));
    assert!(found.meetings[0].is_cancelled);
    let found = year(&event("DTSTART:20270104T090000Z\nSUMMARY:Canceled: Ada / Ben"));
    assert!(!found.meetings[0].is_cancelled && found.meetings[0].says_cancelled);
    let found = year(&format!("METHOD:CANCEL\n{}", event("DTSTART:20270104T090000Z")));
    assert!(found.meetings[0].is_cancelled);
    let found = year(&format!("METHOD:REQUEST\n{}", event("DTSTART:20270104T090000Z\nTRANSP:TRANSPARENT")));
    assert!(!found.meetings[0].is_cancelled && found.meetings[0].is_free);
}

#[test]
fn an_alarm_says_nothing_of_its_meeting() {
    let lines = "DTSTART:20270104T090000Z\nBEGIN:VALARM\nACTION:EMAIL\nDURATION:PT5M\nSUMMARY:Alarm\n\
                 ATTENDEE:mailto:x@example.com\nEND:VALARM\nSUMMARY:Talk";
    let found = year(&event(lines));
    let meeting = &found.meetings[0];
    assert_eq!((meeting.title.as_str(), meeting.minutes, meeting.attendees.len()), ("Talk", 0, 0));
}

#[test]
fn only_days_of_the_window_are_given() {
    let lines = event("DTSTART:20200106T090000Z\nRRULE:FREQ=WEEKLY");
    let body = format!("BEGIN:VCALENDAR\n{lines}END:VCALENDAR\n");
    let found = read_within(&body, date(2027, 3, 1), date(2027, 3, 8));
    assert_eq!(
        found.meetings.iter().map(|m| m.day).collect::<Vec<_>>(),
        [date(2027, 3, 1), date(2027, 3, 8)]
    );
    let found = read_within(&body, date(2019, 3, 1), date(2019, 3, 8));
    assert_eq!((found.meetings.len(), found.events, found.outside), (0, 1, 1));
}

#[test]
fn line_ends_of_any_kind_are_read() {
    let body =
        format!("BEGIN:VCALENDAR\n{}END:VCALENDAR", event("SUMMARY:A\n  B\nDTSTART:20270104\n T090000Z"));
    for end in ["\n", "\r\n", "\r"] {
        let found = read_within(&body.replace('\n', end), date(2027, 1, 1), date(2027, 1, 31));
        assert_eq!(facts(&found), [""; 0]);
        assert_eq!(found.meetings[0].title, "A B");
        assert_eq!(found.meetings[0].place.line, 2);
    }
}

#[test]
fn the_same_event_twice_is_read_once_and_said() {
    let old = event("SEQUENCE:1\nSUMMARY:Old\nDTSTART:20270104T090000Z");
    let new = event("SEQUENCE:2\nSUMMARY:New\nDTSTART:20270105T090000Z");
    for body in [format!("{old}{new}"), format!("{new}{old}")] {
        let found = year(&body);
        assert_eq!(found.meetings.iter().map(|m| m.title.as_str()).collect::<Vec<_>>(), ["New"]);
        assert_eq!(facts(&found), ["this event stands in the file once more; the later version was read"]);
    }
}

/// An event of these lines, of which one thing is said at a line, gives so many meetings.
fn said_at(lines: &str, fact: &str, line: u32, meetings: usize) {
    let found = year(&event(&format!("CLASS:PUBLIC\n{lines}")));
    assert_eq!(facts(&found), [fact], "{lines}");
    assert_eq!((found.problems[0].place.line, found.meetings.len()), (line, meetings), "{lines}");
    assert!(found.problems[0].hint.is_some());
}

#[test]
fn every_loss_is_said_with_its_line() {
    for (lines, fact, line, meetings) in [
        ("SUMMARY:A", "this event has no start; it was not read", 3, 0),
        ("DTSTART:soon", "this is no time; the event was not read", 6, 0),
        ("DTSTART:20270231T090000Z", "this is no time; the event was not read", 6, 0),
        (
            "DTSTART:20270104T090000Z\nDTEND:20270104T080000Z",
            "this ends before it begins; it was read without a length",
            7,
            1,
        ),
        (
            "DTSTART:20270104T090000Z\nDURATION:long",
            "this is no length; the meeting was read without one",
            7,
            1,
        ),
    ] {
        said_at(lines, fact, line, meetings);
    }
}

#[test]
fn a_rule_that_is_not_followed_is_said_with_its_line() {
    for (lines, fact, line, meetings) in [
        (
            "DTSTART:20270104T090000Z\nRRULE:FREQ=OFTEN",
            "this rule is not understood; only the first meeting was read",
            7,
            1,
        ),
        (
            "DTSTART:20270104T090000Z\nRRULE:RSCALE=CHINESE;FREQ=YEARLY",
            "this repeats by a calendar other than the Gregorian; only the first meeting was read",
            7,
            1,
        ),
        (
            "DTSTART:20270131T090000Z\nRRULE:RSCALE=GREGORIAN;FREQ=MONTHLY;SKIP=BACKWARD",
            "this moves days that a month lacks; only the first meeting was read",
            7,
            1,
        ),
        (
            "DTSTART:20270104T090000Z\nRRULE:FREQ=SECONDLY",
            "this repeats more than 24 times a day; only the first meeting was read",
            7,
            1,
        ),
        (
            "DTSTART:20270104T090000Z\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
            "this rule gives no day; only the first meeting was read",
            7,
            1,
        ),
        (
            "DTSTART:20270104T090000Z\nRRULE:FREQ=DAILY;COUNT=2\nEXDATE:never",
            "this is no time; no meeting was taken out for it",
            8,
            2,
        ),
        (
            "DTSTART:20270104T090000Z\nEXRULE:FREQ=DAILY",
            "rules that take meetings out are not read; these meetings are given",
            7,
            1,
        ),
    ] {
        said_at(lines, fact, line, meetings);
    }
}

#[test]
fn what_is_no_calendar_is_refused() {
    for (body, fact) in [
        ("", "this file is empty; nothing was read"),
        ("Subject,Start Date\nTalk,2027-01-04\n", "this is no calendar file; nothing was read"),
        ("BEGIN:VCARD\nFN:Ada\nEND:VCARD\n", "this is an address book and no calendar; nothing was read"),
        ("BEGIN:VCALENDAR\nEND:VCALENDAR\n", "this calendar has no meetings"),
        (
            "BEGIN:VCALENDAR\nBEGIN:VTODO\nEND:VTODO\nEND:VCALENDAR\n",
            "this calendar has no meetings; the task or other entry in it was not read",
        ),
    ] {
        let found = read_within(body, date(2027, 1, 1), date(2027, 12, 31));
        assert_eq!(facts(&found), [fact]);
    }
}

#[test]
fn a_file_that_was_cut_off_gives_what_it_has() {
    let found = year("BEGIN:VEVENT\nDTSTART:20270104T090000Z\nBEGIN:VEVENT\nDTSTART:20270105T090000Z");
    assert_eq!(found.meetings.len(), 2);
    assert_eq!(facts(&found), ["this event is not ended; it was read as far as it goes"; 2]);
    let found = year("END:VEVENT");
    assert_eq!(facts(&found)[0], "“END:VEVENT” ends nothing that was begun");
}

#[test]
fn meetings_are_written_and_read_back() {
    let found = year(&event(
        "DTSTART:20270104T090000Z\nORGANIZER:mailto:a@example.com\nATTENDEE:mailto:b@example.com",
    ));
    let written = toml::to_string(&found).unwrap();
    assert_eq!(toml::from_str::<Meetings>(&written).unwrap(), found);
}

#[test]
fn a_list_of_times_taken_takes_them_and_not_what_it_says_is_free() {
    let found = year(
        "BEGIN:VFREEBUSY\nUID:f\nDTSTART:20270101T000000Z\nDTEND:20271231T000000Z\n\
         FREEBUSY:20270104T080000Z/PT1H,20270105T080000Z/20270105T093000Z\n\
         FREEBUSY;FBTYPE=FREE:20270106T080000Z/PT1H\nFREEBUSY;FBTYPE=BUSY-UNAVAILABLE:20270107T080000Z/PT15M\n\
         FREEBUSY:20250104T080000Z/PT1H\nFREEBUSY:20270108T090000Z/20270108T080000Z\nFREEBUSY:soon\nEND:VFREEBUSY",
    );
    let said: Vec<String> = found.taken.iter().map(|taken| format!("{} {}", taken.from, taken.to)).collect();
    assert_eq!(
        said,
        [
            "2027-01-04T08:00:00Z 2027-01-04T09:00:00Z",
            "2027-01-05T08:00:00Z 2027-01-05T09:30:00Z",
            "2027-01-07T08:00:00Z 2027-01-07T08:15:00Z",
        ]
    );
    assert_eq!(facts(&found), ["this is no time that is taken; it was left out"; 2]);
    assert!(found.is_calendar && found.meetings.is_empty());
}

#[test]
fn a_meeting_of_whole_days_ends_at_a_midnight_also_where_the_clock_is_turned() {
    let zone = berlin();
    let ends = |lines: &str| {
        let found = year(&event(lines));
        found.meetings.iter().map(|meeting| meeting.end(&zone).to_string()).collect::<Vec<_>>()
    };
    assert_eq!(ends("DTSTART;VALUE=DATE:20270328"), ["2027-03-28T22:00:00Z"], "a day of 23 hours");
    assert_eq!(
        ends("DTSTART;VALUE=DATE:20271030\nDTEND;VALUE=DATE:20271101"),
        ["2027-10-31T23:00:00Z"],
        "of two days one has 25 hours"
    );
    assert_eq!(
        ends("DTSTART;TZID=Europe/Berlin:20270328T013000\nDTEND;TZID=Europe/Berlin:20270328T033000"),
        ["2027-03-28T01:30:00Z"],
        "an hour, for the clock is turned within it"
    );
    assert_eq!(ends("DTSTART:20270104T080000Z"), ["2027-01-04T08:00:00Z"]);
}
