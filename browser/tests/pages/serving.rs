//! The program as a user starts it: a notebook in a folder of its own, and `sideways serve` beside it.

use std::{
    env, fs,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::mpsc::{Receiver, channel},
    thread,
    time::Duration,
};

use serde_json::Value;

/// A Monday on which the example's year is under way.
pub const MONDAY: &str = "2027-02-08";

/// The folder of this repository.
pub fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Where what is built lies.
pub fn target() -> PathBuf {
    env::var_os("SIDEWAYS_TARGET").map_or_else(|| repository().join("target"), PathBuf::from)
}

fn program() -> PathBuf {
    let program = target().join("debug/sideways");
    assert!(program.exists(), "{} is missing: cargo build, then again", program.display());
    program
}

/// The program in a home, on a day, without settings from outside.
fn sideways(home: &Path, day: &str) -> Command {
    let mut command = Command::new(program());
    command.current_dir(home).env_clear().env("TZ", "UTC").env("HOME", home).env("SIDEWAYS_NOW", day);
    command
}

/// What a command prints.
pub fn types(home: &Path, day: &str, arguments: &[&str]) -> String {
    let output = sideways(home, day).args(arguments).output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// An empty folder, named for what is shown in it.
pub fn folder(name: &str) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&path);
    fs::create_dir_all(&path).unwrap();
    path
}

/// A notebook in which nothing was entered.
pub fn empty(name: &str) -> PathBuf {
    let home = folder(name);
    types(&home, MONDAY, &["init"]);
    home
}

/// A notebook in which every page has something to say.
pub fn full(name: &str) -> PathBuf {
    let home = folder(name);
    for file in ["plan.md", "people.toml"] {
        fs::copy(repository().join("examples/northlight").join(file), home.join(file)).unwrap();
    }
    let on = |day: &str, arguments: &[&str]| types(&home, day, arguments);
    on("2027-01-04", &["init"]);
    let whose = ["--me", "Mira Solberg", "--team", "Booking"];
    on("2027-01-04", &[&["read", "plan.md", "--people", "people.toml"][..], &whose].concat());
    on("2027-01-04", &["map", "--keep", "--trials", "200"]);
    let said = ["constraint=two people out", "pressure=cost <b>per</b> booking", "fire=the batch"];
    let talk = ["talk", "dana", "30m", "kindness=an intro to the auditor by 2027-02-12"];
    on("2027-01-05", &[&talk[..], &said, &["feared", "the", "migration"]].concat());
    on("2027-01-19", &["talk", "dana", "25m", "--status"]);
    on("2027-01-20", &["ask", "of", "dana", "a", "test", "account"]);
    on("2027-02-05", &["ask", "from", "dana", "a", "review", "of", "their", "design"]);
    on("2027-02-01", &["loan", "to", "dana", "one reviewer", "--until", "2027-02-26"]);
    on("2027-01-06", &["peer", "values", "dana", "quiet", "releases"]);
    let news =
        ["tell", "new", "the night ferries move to Booking", "--lands-on", "dana=your night batch moves"];
    on(MONDAY, &[&news[..], &["--free-from", "thu 9:00", "--room", "thu 10:00"]].concat());
    absent(&home);
    home
}

/// The same, with a slip that lands on others before Friday's room.
pub fn telling(name: &str) -> PathBuf {
    let home = full(name);
    let slip = ["tell", "slip", "Card payment step", "--by", "12d", "--open", "--trials", "64"];
    types(&home, MONDAY, &[&slip[..], &["--room", "fri 15:00"]].concat());
    home
}

/// A meeting every week in which Dana will be absent, and one to which no peer was asked.
const CALENDAR: &str = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//EN\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20270201T080000Z\r\n\
    DTSTART:20270211T140000Z\r\nDTEND:20270211T150000Z\r\nRRULE:FREQ=WEEKLY;COUNT=3\r\nSUMMARY:Steering round\r\n\
    ATTENDEE;CN=Mira Solberg:mailto:mira@example.com\r\nATTENDEE;CN=Dana Ortiz;PARTSTAT=DECLINED:mailto:dana@example.com\r\n\
    ATTENDEE;CN=Tom Reyes:mailto:tom@example.com\r\nATTENDEE;CN=Edvard Lind:mailto:edvard@example.com\r\nEND:VEVENT\r\n\
    BEGIN:VEVENT\r\nUID:2\r\nDTSTAMP:20270201T080000Z\r\nDTSTART:20270210T090000Z\r\nDTEND:20270210T100000Z\r\n\
    SUMMARY:Planning of Booking\r\nATTENDEE;CN=Mira Solberg:mailto:mira@example.com\r\n\
    ATTENDEE;CN=Lena Vik:mailto:lena@example.com\r\nATTENDEE;CN=Bo Dahl:mailto:bo@example.com\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

/// What is known of those who will be absent, and a change that spans their teams.
fn absent(home: &Path) {
    let on = |day: &str, arguments: &[&str]| types(home, day, arguments);
    fs::write(home.join("work.ics"), CALENDAR).unwrap();
    let tests = ["contribution", "dana", "the load tests of the card step", "--for", "Card payment step"];
    on("2027-01-21", &[&tests[..], &["--source", "PR 812"]].concat());
    on("2027-01-22", &["talk", "tom", "20m", "he is difficult about the accounts"]);
    let said = "two of her people are out until spring";
    on("2027-02-04", &["defended", "dana", "at", "steering round", said]);
    let change = ["initiative", "new", "Move sign-in to the merged accounts", "--touches", "dana,tom"];
    on("2027-02-05", &[&change[..], &["--request", "your yes by June"]].concat());
    on("2027-02-05", &["initiative", "condition", "tom", "the freeze ends by June"]);
    on(MONDAY, &["calendar", "read", "work.ics", "--me", "Mira Solberg"]);
}

/// The program serving pages, until the test ends.
pub struct Serving {
    child: Child,
    said: Receiver<String>,
    /// Where the notebook lies.
    pub home: PathBuf,
    /// Where it listens.
    pub port: u16,
    link: String,
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Serving {
    /// Serves the notebook of a home.
    pub fn of(home: &Path) -> Self {
        Self::with(home, &[])
    }

    /// Serves it with options.
    pub fn with(home: &Path, options: &[&str]) -> Self {
        let mut command = sideways(home, MONDAY);
        let piped = command.arg("serve").args(options).stdin(Stdio::null()).stdout(Stdio::piped());
        let mut child = piped.stderr(Stdio::inherit()).spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let (says, said) = channel();
        thread::spawn(move || lines.map_while(Result::ok).try_for_each(|line| says.send(line)));
        let mut serving = Self { child, said, home: home.to_owned(), port: 0, link: String::new() };
        serving.link = serving.next_link();
        let port = serving.link.split('/').nth(2).unwrap().rsplit(':').next().unwrap();
        serving.port = port.parse().unwrap();
        serving
    }

    /// The link that was printed at the start.
    pub fn link(&self) -> &str {
        &self.link
    }

    /// The link that is printed next.
    pub fn next_link(&self) -> String {
        let wait = Duration::from_secs(20);
        loop {
            let line = self.said.recv_timeout(wait).unwrap_or_else(|_| panic!("no link was printed"));
            if line.contains("http://") {
                return line.trim().to_owned();
            }
        }
    }

    /// The address of a page.
    pub fn at(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// What a command prints at the same notebook.
    pub fn types(&self, arguments: &[&str]) -> String {
        types(&self.home, MONDAY, arguments)
    }

    /// What a command prints with `--json`.
    pub fn json(&self, arguments: &[&str]) -> Value {
        serde_json::from_str(&self.types(&[arguments, &["--json"]].concat())).unwrap()
    }

    /// How many entries the log has.
    pub fn entries(&self) -> usize {
        self.json(&["log"]).as_array().unwrap().len()
    }

    /// The page of a peer.
    pub fn page_of(&self, name: &str) -> String {
        let rows = self.json(&["peer", "list"]);
        let row = rows.as_array().unwrap().iter().find(|row| row["peer"] == name).unwrap();
        format!("/peer/{}", row["id"].as_str().unwrap())
    }
}
