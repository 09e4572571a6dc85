//! Calendar files, read within a window.

use std::{
    io::Read,
    path::{Path, PathBuf},
};

use jiff::{Timestamp, tz::TimeZone};
use playbook::{
    calendar::{self, Answer, Asked, Busy},
    channel::seed,
    map::peers::roll::Somebody,
    moment::Day,
    privacy::Untrusted,
};
use sources::{
    apart::{As, Harm},
    problem::Told,
    readers::calendar::{self as ics, Attendee, Kind, Meeting, Person, State, Window},
    text::{LARGEST_FILE, Text, Texts},
};

use crate::{apart, stop::Stop};

/// What can be typed where a calendar is an address.
const SAVE: &str = "nothing here opens a connection: save it with a browser, or curl -o work.ics ADDRESS (https:// for webcal://), then sideways calendar read work.ics";

/// A calendar file: where it lies, or what was dropped onto the page under its name.
pub struct Source {
    /// Its path; its name alone, where it was dropped.
    pub path: PathBuf,
    /// What was dropped.
    pub dropped: Option<Vec<u8>>,
}

impl Source {
    /// A file at a path.
    pub fn at(path: PathBuf) -> Self {
        Self { path, dropped: None }
    }
}

/// What calendar files hold.
pub struct Files {
    /// Meetings within the window, in the order of the files.
    pub meetings: Vec<Meeting>,
    /// Times that are taken without a meeting.
    pub taken: Vec<Busy>,
    /// Events in the files.
    pub events: usize,
    /// What was not read as it stands.
    pub problems: Vec<Told>,
    /// The day on which the oldest was saved.
    pub saved: Option<Day>,
}

impl Files {
    /// Reads files; all of them or none.
    ///
    /// # Errors
    /// If one can't be read, is an address, or holds no calendar.
    pub fn read(sources: &[Source], window: Window<'_>) -> Result<Self, Stop> {
        let mut files =
            Self { meetings: Vec::new(), taken: Vec::new(), events: 0, problems: Vec::new(), saved: None };
        for source in sources {
            files.take(source, window)?;
        }
        Ok(files)
    }

    fn take(&mut self, source: &Source, window: Window<'_>) -> Result<(), Stop> {
        let path = &*source.path;
        let bytes = match &source.dropped {
            Some(bytes) => bytes.clone(),
            None => on_disk(path)?,
        };
        let what = As::Calendar { from: window.from, to: window.to };
        let unread = |harm: Harm| Stop::Refused(format!("{}: {}", path.display(), harm.fact), harm.hint);
        apart::read(&what, &bytes).map_err(unread)?;
        let (text, mut problems) = Text::decode(0, &path.display().to_string(), bytes);
        if holds_address(&text.body) {
            let fact = format!("{} holds the address of a calendar, not the calendar", path.display());
            return Err(Stop::Usage(fact, SAVE.into()));
        }
        let found = ics::read(&text, window);
        problems.extend(found.problems);
        let texts = Texts(vec![text]);
        let mut told = problems.iter().map(|problem| problem.told(&texts));
        if !found.is_calendar {
            let rendered = problems.iter().map(|problem| problem.render(&texts)).collect::<Vec<_>>();
            return Err(Stop::Unread(rendered.join("\n")));
        }
        self.problems.extend(told.by_ref());
        self.meetings.extend(found.meetings);
        self.taken.extend(found.taken.iter().map(|taken| Busy { from: taken.from, to: taken.to }));
        self.events += found.events;
        let is_on_disk = source.dropped.is_none();
        let saved = std::fs::metadata(path).and_then(|about| about.modified()).ok().filter(|_| is_on_disk);
        let saved = saved.and_then(|time| Timestamp::try_from(time).ok());
        let saved = saved.map(|at| Day(window.zone.to_datetime(at).date()));
        self.saved = [self.saved, saved].into_iter().flatten().min();
        Ok(())
    }
}

fn on_disk(path: &Path) -> Result<Vec<u8>, Stop> {
    if is_address(&path.to_string_lossy()) {
        return Err(Stop::Usage("this is the address of a calendar, and no file".into(), SAVE.into()));
    }
    let hint = "docs/calendar.md says how to export a calendar";
    let mut bytes = Vec::new();
    std::fs::File::open(path).and_then(|file| file.take(LARGEST_FILE + 1).read_to_end(&mut bytes)).map_err(
        |error| Stop::Usage(format!("{}: it can't be read: {error}", path.display()), hint.into()),
    )?;
    if bytes.len() as u64 > LARGEST_FILE {
        let fact = format!("{}: no calendar has more than {} MB", path.display(), LARGEST_FILE >> 20);
        return Err(Stop::Usage(fact, hint.into()));
    }
    Ok(bytes)
}

fn is_address(words: &str) -> bool {
    let lower = words.trim().to_ascii_lowercase();
    ["webcal:", "webcals:", "http:", "https:"].iter().any(|scheme| lower.starts_with(scheme))
}

/// Whether a file is what a browser saves of a link, or an address alone.
fn holds_address(body: &str) -> bool {
    let is_short = body.len() < 4_096 && !body.to_ascii_uppercase().contains("BEGIN:V");
    let value =
        |line: &str| is_address(line.trim().trim_start_matches("URL=").trim_start_matches("<string>"));
    is_short && body.lines().any(value)
}

/// A meeting for the room of calendars.
pub fn kept(meeting: &Meeting, zone: &TimeZone) -> calendar::Meeting {
    let persons = meeting.attendees.iter().filter(|one| one.kind == Kind::Person);
    let mut people: Vec<Asked> = persons.map(asked).collect();
    if let Some(caller) = caller_apart(meeting) {
        people.push(Asked { names: names(caller), answer: Answer::Accepted, is_optional: false });
    }
    people.retain(|one| !one.names.is_empty());
    calendar::Meeting {
        from: meeting.start,
        to: meeting.end(zone),
        title: Untrusted::new(meeting.title.clone()),
        people,
        has_list: meeting.attendees.iter().any(|one| one.kind == Kind::Group),
        is_cancelled: meeting.is_cancelled,
        is_free: meeting.is_free,
        is_all_day: meeting.is_all_day,
        is_repeated: meeting.is_recurring,
    }
}

fn asked(one: &Attendee) -> Asked {
    let answer = match one.state {
        State::Open => Answer::Open,
        State::Accepted => Answer::Accepted,
        State::Tentative => Answer::Tentative,
        State::Declined => Answer::Declined,
        State::Delegated => Answer::Delegated,
    };
    Asked { names: names(&one.person), answer, is_optional: one.is_optional }
}

/// A meeting for what the last months say of talks.
pub fn past(meeting: &Meeting) -> seed::Meeting {
    let asked = meeting.attendees.iter().filter(|one| one.kind == Kind::Person);
    let mut people: Vec<Somebody> = asked
        .map(|one| Somebody { names: names(&one.person), declined: one.state == State::Declined })
        .collect();
    people.extend(caller_apart(meeting).map(|caller| Somebody { names: names(caller), declined: false }));
    people.retain(|one| !one.names.is_empty());
    seed::Meeting {
        on: Day(meeting.day),
        minutes: meeting.minutes,
        title: Untrusted::new(meeting.title.clone()),
        people,
        is_cancelled: meeting.is_cancelled,
        is_no_meeting: meeting.is_all_day || meeting.is_free,
    }
}

fn names(person: &Person) -> Vec<String> {
    [&person.name, &person.email].into_iter().filter(|name| !name.is_empty()).cloned().collect()
}

/// Who called a meeting, where they do not stand among those who were asked.
fn caller_apart(meeting: &Meeting) -> Option<&Person> {
    let caller = meeting.organizer.as_ref()?;
    let is_asked = meeting.attendees.iter().any(|one| {
        let one = &one.person;
        if one.email.is_empty() || caller.email.is_empty() {
            one.name == caller.name
        } else {
            one.email == caller.email
        }
    });
    (!is_asked).then_some(caller)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_told_from_a_file_and_a_saved_link_from_a_calendar() {
        for address in ["webcal://calendar.example/x.ics", " HTTPS://calendar.example/x.ics", "http://x"] {
            assert!(is_address(address), "{address}");
        }
        for path in ["work.ics", "https", "/data/https.ics", "C:work.ics"] {
            assert!(!is_address(path), "{path}");
        }
        let link = "[InternetShortcut]\r\nURL=https://calendar.example/secret/basic.ics\r\n";
        assert!(holds_address(link) && holds_address("webcal://calendar.example/x.ics\n"));
        let plist =
            "<plist><dict><key>URL</key>\n<string>https://calendar.example/x</string>\n</dict></plist>";
        assert!(holds_address(plist));
        assert!(!holds_address("BEGIN:VCALENDAR\nURL:https://x.example\nURL=https://x\nEND:VCALENDAR\n"));
    }
}
