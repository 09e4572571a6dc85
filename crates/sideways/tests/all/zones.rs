//! A leader who travels: days stay as they were typed, and what follows from the present day moves with them.

use std::{fs, path::Path};

use serde_json::Value;

use crate::run::{folder, sideways};

const AUCKLAND: &str = "Pacific/Auckland";
const LOS_ANGELES: &str = "America/Los_Angeles";

/// What is said in a zone on a day there, of which it is noon.
fn said(here: &Path, zone: &str, day: &str, arguments: &[&str]) -> String {
    let mut command = sideways(here);
    command.env("HOME", here).env("TZ", zone).env("SIDEWAYS_NOW", day);
    let output = command.args(arguments).output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn json(here: &Path, zone: &str, day: &str, arguments: &[&str]) -> Value {
    let arguments: Vec<&str> = arguments.iter().copied().chain(["--json"]).collect();
    serde_json::from_str(&said(here, zone, day, &arguments)).unwrap()
}

/// A notebook of a day in Auckland, when it is still the day before in Los Angeles.
fn travelled(name: &str) -> std::path::PathBuf {
    let here = folder(name);
    let there = |arguments: &[&str]| said(&here, AUCKLAND, "2026-05-05", arguments);
    there(&["init"]);
    there(&["peer", "add", "Mira Solberg"]);
    there(&["talk", "mira", "25m", "kindness=an intro by fri", "constraint=hiring frozen"]);
    there(&["ask", "from", "mira", "two reviewers", "--needed", "in 3 weeks", "--decide-by", "may 12"]);
    there(&["loan", "to", "mira", "a tester", "--until", "in 2 weeks"]);
    there(&["team", "waits", "who leads the on-call"]);
    here
}

#[test]
fn days_that_were_typed_in_one_zone_are_the_same_days_in_another() {
    let here = travelled("zones-typed");
    let read: &[&[&str]] = &[&["kindness"], &["ask"], &["loan"], &["log"], &["peer", "mira"]];
    for arguments in read {
        // Nineteen hours later, and the same day.
        let there = json(&here, AUCKLAND, "2026-05-05", arguments);
        assert_eq!(json(&here, LOS_ANGELES, "2026-05-05", arguments), there, "{arguments:?}");
    }
    // Five hours earlier, and the day before.
    let kindness = json(&here, LOS_ANGELES, "2026-05-04", &["kindness"]);
    assert_eq!(kindness[0]["kindnesses"][0]["by"], "2026-05-08");
    let ask = json(&here, LOS_ANGELES, "2026-05-04", &["ask"]).to_string();
    assert!(ask.contains("2026-05-26") && ask.contains("2026-05-12"), "{ask}");
    assert_eq!(json(&here, LOS_ANGELES, "2026-05-04", &["loan"])[0]["until"], "2026-05-19");
    for day in ["2026-05-03", "2026-05-04", "2026-05-05"] {
        said(&here, LOS_ANGELES, day, &["week"]);
        said(&here, LOS_ANGELES, day, &["talk", "prepare", "mira"]);
    }
}

#[test]
fn what_is_past_and_what_today_means_goes_by_the_day_where_the_leader_is() {
    let here = travelled("zones-today");
    let is_past = |zone, day| {
        let open = json(&here, zone, day, &["kindness"]);
        open[0]["kindnesses"][0]["is_past"].as_bool().unwrap()
    };
    assert!(is_past(AUCKLAND, "2026-05-09"));
    assert!(!is_past(LOS_ANGELES, "2026-05-08"), "it is still Friday there");
    assert_eq!(
        json(&here, LOS_ANGELES, "2026-05-09", &["week"]),
        json(&here, AUCKLAND, "2026-05-09", &["week"]),
        "the page of a day is that of the day"
    );
    let on =
        |zone, day| json(&here, zone, day, &["talk", "mira", "25m", "--on", "yesterday"])["said"].to_string();
    assert!(on(LOS_ANGELES, "2026-05-09").contains("2026-05-08"));
    assert!(on(AUCKLAND, "2026-05-10").contains("2026-05-09"));
}

#[test]
fn a_meeting_is_on_the_day_where_it_is_read_and_a_talk_that_was_kept_stays_where_it_is() {
    let here = folder("zones-calendar");
    fs::write(
        here.join("year.ics"),
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//EN\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20260401T080000Z\r\n\
         DTSTART:20260420T220000Z\r\nDTEND:20260420T223000Z\r\nSUMMARY:Catching up\r\n\
         ATTENDEE;CN=Ana Lind:mailto:ana@example.com\r\nATTENDEE;CN=Mira Solberg:mailto:mira@example.com\r\n\
         END:VEVENT\r\nEND:VCALENDAR\r\n",
    )
    .unwrap();
    said(&here, AUCKLAND, "2026-05-05", &["init"]);
    said(&here, AUCKLAND, "2026-05-05", &["peer", "add", "Mira Solberg"]);
    let seed = ["calendar", "seed", "year.ics", "--me", "Ana Lind"];
    let day = |zone| json(&here, zone, "2026-05-05", &seed)["proposals"][0]["on"].clone();
    assert_eq!((day(AUCKLAND), day(LOS_ANGELES)), ("2026-04-21".into(), "2026-04-20".into()));
    said(&here, AUCKLAND, "2026-05-05", &[&seed[..], &["--keep"]].concat());
    let log = |zone| said(&here, zone, "2026-05-05", &["log"]);
    assert!(log(LOS_ANGELES).contains("2026-04-21"), "{}", log(LOS_ANGELES));
    assert_eq!(log(LOS_ANGELES), log(AUCKLAND));
}
