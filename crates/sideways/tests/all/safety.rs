//! Promises of safety, through the real program: kills (S5), retries (S6), words on disk (S8), backups under load (S15).

use std::{
    cell::Cell,
    fs,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::atomic::{AtomicBool, Ordering},
};

use serde_json::Value;

use crate::run::{folder, notebook};

/// How many trials: more by hand.
fn trials(variable: &str, usual: usize) -> usize {
    std::env::var(variable).ok().and_then(|n| n.parse().ok()).unwrap_or(usual)
}

fn sideways(here: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin("sideways"));
    command
        .current_dir(here)
        .env_clear()
        .env("TZ", "UTC")
        .env("HOME", here)
        .env("SIDEWAYS_NOW", "2026-05-04");
    command.args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn done(here: &Path, arguments: &[&str]) -> String {
    let output = sideways(here, arguments).output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// What every entry says.
fn log(here: &Path, more: &[&str]) -> Vec<Value> {
    let all = [more, &["log", "--json"]].concat();
    serde_json::from_str::<Value>(&done(here, &all)).unwrap().as_array().unwrap().clone()
}

fn entered(log: &[Value], name: &str) -> usize {
    let sentence = format!("{name} entered.");
    log.iter().filter(|entry| entry["says"][0] == sentence.as_str()).count()
}

/// Kills a process as soon as something was seen, and some turns later; says whether it had ended by itself.
fn killed(mut child: Child, mut turns: usize, seen: impl Fn() -> bool) -> bool {
    let mut waits = true;
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            return status.success();
        }
        waits = waits && !seen();
        if !waits {
            if turns == 0 {
                break;
            }
            turns -= 1;
        }
    }
    let _ = child.kill();
    child.wait().unwrap().success()
}

/// What shows how far a writer is: nothing, the first byte of what is being written, the end kept outside.
fn moment(here: &Path, which: usize) -> impl Fn() -> bool {
    let wal = here.join(".local/share/sideways/journal.sqlite-wal");
    let heads = here.join(".local/state/sideways/heads");
    let end = move || {
        let files = fs::read_dir(&heads).into_iter().flatten().filter_map(Result::ok);
        files.filter_map(|file| fs::read(file.path()).ok()).collect::<Vec<_>>()
    };
    let before = end();
    move || match which % 3 {
        0 => true,
        1 => fs::metadata(&wal).is_ok_and(|about| about.len() > 0),
        _ => end() != before,
    }
}

#[test]
fn s6_a_retry_after_a_kill_between_commit_and_reply_has_one_effect() {
    let trials = trials("RETRIES", 100);
    let here = notebook("safety-retries");
    let (mut unanswered, mut written) = (0, 0);
    for trial in 0..trials {
        let (name, request) = (format!("Peer number {trial}"), format!("{:032x}", trial + 1));
        let act = || {
            let mut command = sideways(&here, &["peer", "add", &name]);
            command.env("SIDEWAYS_REQUEST", &request);
            command
        };
        let seen = moment(&here, trial);
        if !killed(act().spawn().unwrap(), trial % 7 * 40, seen) {
            unanswered += 1;
            written += entered(&log(&here, &[]), &name);
        }
        let again = act().output().unwrap();
        let answer = String::from_utf8_lossy(&again.stdout).into_owned();
        assert!(again.status.success(), "{}", String::from_utf8_lossy(&again.stderr));
        assert!(
            answer.contains(&format!("{name} entered.")),
            "a retry answers as the first try would: {answer}"
        );
        assert_eq!(entered(&log(&here, &[]), &name), 1, "{name}");
    }
    println!("{trials} retries: {unanswered} killed before the reply, {written} of them after the commit");
    assert!(written > 0 && unanswered > written, "no kill hit between commit and reply, or every one did");
    assert!(done(&here, &["doctor"]).contains("All is whole."));
}

/// Files of kept plans and maps.
fn kept_files(here: &Path) -> usize {
    fs::read_dir(here.join(".local/share/sideways/plans")).into_iter().flatten().count()
}

/// A command of several steps, about a plan of its own: the plan remembered and what lies beside it taken over; a name added,
/// and the map kept.
fn line_of_steps(here: &Path, trial: usize) -> Vec<String> {
    let person = format!("Ana Lind {trial}");
    let file = format!("plan-{trial}.md");
    let plan = format!("# Checkout {trial}\n- Form, 3-5-9d @Booking, needs yes from Gate\n");
    let people = format!(
        "[[team]]\nname = \"Gate\"\nleads = [\"{person}\"]\n[[team]]\nname = \"Booking\"\nleads = [\"Mira Solberg\"]\n"
    );
    let beside = format!("[who]\n\"Vault {trial}\" = \"Payments\"\n");
    for (name, text) in [(file.as_str(), plan), ("people.toml", people), ("sideways.toml", beside)] {
        fs::write(here.join(name), text).unwrap();
    }
    let of_the_plan = [&file, "--people", "people.toml", "--me", "Mira Solberg", "--json"];
    let (verb, more): (&str, &[&str]) = match trial % 2 {
        0 => ("read", &["--adopt"]),
        _ => ("map", &["--keep", "--trials", "0", "--with", &person, "--because", "she runs it"]),
    };
    [&[verb], &of_the_plan[..], more].concat().into_iter().map(str::to_owned).collect()
}

#[test]
fn s6_a_command_of_many_steps_that_is_killed_anywhere_and_tried_again_has_one_effect() {
    let trials = trials("RETRIES_OF_STEPS", 40);
    let here = notebook("safety-steps");
    let (mut unanswered, mut written) = (0, 0);
    for trial in 0..trials {
        let line = line_of_steps(&here, trial);
        let line: &[&str] = &line.iter().map(String::as_str).collect::<Vec<_>>();
        let act = || {
            let mut command = sideways(&here, line);
            command.env("SIDEWAYS_REQUEST", format!("{:032x}", trial + 1));
            command
        };
        let before = log(&here, &[]).len();
        let seen = moment(&here, trial / 2);
        let was_killed = !killed(act().spawn().unwrap(), trial % 7 * 40, seen);
        unanswered += usize::from(was_killed);
        written += usize::from(was_killed && log(&here, &[]).len() > before);
        let first = act().output().unwrap();
        assert!(first.status.success(), "{line:?}: {}", String::from_utf8_lossy(&first.stderr));
        let (entries, files) = (log(&here, &[]), kept_files(&here));
        let again = act().output().unwrap();
        // What was kept; how the plan is read now, a plan read again says anew.
        let kept = |bytes: &[u8]| {
            let said: Value = serde_json::from_slice(bytes).unwrap();
            (said["entry"].clone(), said["adopted"].clone(), said["kept"].clone())
        };
        assert!(again.status.success(), "{}", String::from_utf8_lossy(&again.stderr));
        assert_eq!(kept(&again.stdout), kept(&first.stdout), "{line:?}");
        assert_eq!((log(&here, &[]), kept_files(&here)), (entries.clone(), files), "{line:?}");
        // Two entries: the plan and what lay beside it; the name and the map.
        assert_eq!(entries.len(), before + 2, "{line:?}: {entries:?}");
    }
    println!(
        "{trials} retries of many steps: {unanswered} killed before the reply, {written} of them after a commit"
    );
    assert!(unanswered > 0);
    let last =
        ["map", "plan-0.md", "--people", "people.toml", "--me", "Mira Solberg", "--keep", "--trials", "0"];
    done(&here, &last);
    let told = done(&here, &["doctor"]);
    assert!(told.contains("All is whole.") && !told.contains("belong"), "{told}");
}

#[test]
fn s5_a_notebook_whose_making_was_killed_is_made_by_the_next_try_or_was_made() {
    let trials = trials("INITS", 30);
    let mut made = 0;
    for trial in 0..trials {
        let here = folder("safety-inits");
        let file = here.join(".local/share/sideways/journal.sqlite");
        let folder = here.join(".local/share/sideways");
        let seen = || match trial % 3 {
            0 => true,
            1 => folder.exists(),
            _ => file.exists(),
        };
        killed(sideways(&here, &["init"]).spawn().unwrap(), trial % 10 * 300, seen);
        let was_made = file.exists();
        made += usize::from(was_made);
        let again = sideways(&here, &["init"]).output().unwrap();
        let words = String::from_utf8_lossy(&again.stderr);
        assert_eq!(again.status.success(), !was_made, "{words}");
        assert!(!was_made || words.contains("sideways rekey"), "{words}");
        done(&here, &["peer", "add", "Mira Solberg"]);
        assert_eq!(log(&here, &[]).len(), 1);
        assert!(done(&here, &["doctor"]).contains("All is whole."));
    }
    println!("{trials} makings killed or not, {made} of them made: every notebook is whole");
    assert!(made < trials, "no making was killed before it was done");
}

#[test]
fn s6_without_a_request_the_same_kills_double_or_refuse() {
    let here = notebook("safety-doubles");
    done(&here, &["peer", "add", "Mira Solberg"]);
    let act = || sideways(&here, &["talk", "mira", "25m", "went", "over", "it"]);
    let mut tries = 0;
    while log(&here, &[]).len() < 2 {
        let seen = moment(&here, 2);
        tries += usize::from(!killed(act().spawn().unwrap(), 0, seen));
        assert!(tries < 50);
    }
    assert!(act().output().unwrap().status.success());
    assert!(log(&here, &[]).len() > 2, "the test of one effect could not fail");
}

#[test]
fn s5_what_was_acknowledged_is_there_after_any_kill() {
    let trials = trials("KILLS", 60);
    let here = notebook("safety-kills");
    let mut acknowledged = Vec::new();
    for trial in 0..trials {
        let name = format!("Peer number {trial}");
        let child = sideways(&here, &["peer", "add", &name]).spawn().unwrap();
        let seen = moment(&here, trial);
        if killed(child, trial % 11 * 4000, seen) {
            acknowledged.push(name);
        }
    }
    // One that nobody kills: the notebook still takes entries.
    done(&here, &["peer", "add", "The last one"]);
    acknowledged.push("The last one".to_owned());
    let log = log(&here, &[]);
    let lost: Vec<&String> = acknowledged.iter().filter(|name| entered(&log, name) != 1).collect();
    assert!(lost.is_empty(), "{lost:?}");
    assert!(done(&here, &["doctor"]).contains("All is whole."));
    println!("{trials} kills: {} acknowledged, {} entries, 0 lost", acknowledged.len(), log.len());
}

/// Ends a writer, also where the test fails.
struct Ends<'a>(&'a AtomicBool);

impl Drop for Ends<'_> {
    fn drop(&mut self) {
        self.0.store(false, Ordering::Relaxed);
    }
}

#[test]
fn s15_every_backup_under_write_load_restores_to_a_state_that_was() {
    let trials = trials("BACKUPS", 30);
    let here = notebook("safety-backups");
    done(&here, &["peer", "add", "Mira Solberg"]);
    let goes_on = AtomicBool::new(true);
    let backups: Vec<(PathBuf, u64)> = std::thread::scope(|scope| {
        let writer = scope.spawn(|| {
            while goes_on.load(Ordering::Relaxed) {
                done(&here, &["talk", "mira", "25m", "went", "over", "it"]);
            }
        });
        let backup = |_| {
            let made: Value =
                serde_json::from_str(&done(&here, &["backup", "backups", "--keep", "1000", "--json"]))
                    .unwrap();
            (here.join(made["backup"].as_str().unwrap()), made["entries"].as_u64().unwrap())
        };
        let ends = Ends(&goes_on);
        let made = (0..trials).map(backup).collect();
        drop(ends);
        writer.join().unwrap();
        made
    });
    let live = log(&here, &[]);
    for (at, (backup, entries)) in backups.iter().enumerate() {
        let (notebook, state) = (here.join(format!("restored-{at}")), here.join(format!("state-{at}")));
        let at_restored = |arguments: &[&str]| {
            let mut command = sideways(&here, arguments);
            let output =
                command.env("SIDEWAYS_NOTEBOOK", &notebook).env("XDG_STATE_HOME", &state).output().unwrap();
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
            String::from_utf8(output.stdout).unwrap()
        };
        let said: Value =
            serde_json::from_str(&at_restored(&["restore", backup.to_str().unwrap(), "--json"])).unwrap();
        assert!(said["unproved"].is_null() && said["entries"] == *entries);
        let log: Value = serde_json::from_str(&at_restored(&["log", "--json"])).unwrap();
        assert_eq!(log.as_array().unwrap()[..], live[..*entries as usize], "{}", backup.display());
        assert!(at_restored(&["doctor"]).contains("All is whole."));
    }
    assert!(backups[trials - 1].1 > backups[0].1, "nothing was written meanwhile");
}

/// The beginning of every canary. Nothing else has it.
const CANARY: &str = "zqxjkvwp";

/// A word that nobody writes, of eleven letters.
fn canary(number: usize) -> String {
    let letter = |n: usize| char::from(b'a' + (n % 26) as u8);
    format!("{CANARY}{}{}{}", letter(number / 676), letter(number / 26), letter(number))
}

/// A word's beginning as bytes: UTF-8, UTF-16 both ways, base64 from each of three places.
fn forms(word: &str) -> Vec<(&'static str, Vec<u8>)> {
    let wide = |of: fn(u16) -> [u8; 2]| word.encode_utf16().flat_map(of).collect::<Vec<u8>>();
    let mut forms = vec![
        ("UTF-8", word.as_bytes().to_vec()),
        ("UTF-16", wide(u16::to_le_bytes)),
        ("UTF-16, high bytes first", wide(u16::to_be_bytes)),
    ];
    // Six letters from a place make eight characters of base64, whatever stands before and behind.
    forms.extend((0..3).map(|skip| ("base64", base64(&word.as_bytes()[skip..skip + 6]))));
    forms
}

fn base64(bytes: &[u8]) -> Vec<u8> {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let three = |three: &[u8]| {
        let bits = three.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte));
        [18, 12, 6, 0].map(|shift| DIGITS[(bits >> shift & 63) as usize])
    };
    bytes.chunks_exact(3).flat_map(three).collect()
}

/// Files below a folder that hold a canary in any form.
fn leaks(folder: &Path, forms: &[(&'static str, Vec<u8>)], found: &mut Vec<String>) {
    for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if name.contains(CANARY) {
            found.push(format!("{}: its name", path.display()));
        }
        if path.is_dir() {
            leaks(&path, forms, found);
            continue;
        }
        let bytes = fs::read(&path).unwrap();
        for (form, needle) in forms {
            if bytes.windows(needle.len()).any(|window| window == needle) {
                found.push(format!("{}: {form}", path.display()));
            }
        }
    }
}

/// A story in which every free text of every command is a canary, 500 of them or more.
fn story(here: &Path) {
    let number = Cell::new(0);
    let word = || canary(number.replace(number.get() + 1));
    let lines: &[&[&str]] = &[
        &["talk", "PEER", "25m", "constraint=*", "pressure=*", "fire=*", "kindness=* by fri", "*", "*"],
        &["talk", "conflict", "PEER", "10m", "fire=* *", "*"],
        &["kindness", "add", "PEER", "*", "*", "by", "fri"],
        &["peer", "values", "PEER", "*", "--guess"],
        &["ask", "from", "PEER", "* *", "--needed", "2026-06-30"],
        &["ask", "of", "PEER", "*"],
        &["loan", "to", "PEER", "*", "--until", "in 3 weeks"],
        &["offer", "PEER", "capacity", "*", "--until", "in 3 weeks"],
        &["offer", "PEER", "sequencing", "* *", "--by", "2w", "--dates", "*"],
        &["want", "PEER", "risk", "*", "--write-up", "* *"],
        &["want", "PEER", "credit", "*", "--review", "*", "--reader", "*"],
        &["offer", "PEER", "news", "*", "--free", "2099-01-01", "--wait"],
        &["team", "waits", "*", "*"],
        &["not-this", "1", "--because", "*"],
        &["peer", "guarded", "PEER", "--because", "*"],
    ];
    read_and_seeded(here, &word);
    while number.get() < 500 {
        let peer = format!("{} {}", word(), word());
        done(here, &["peer", "add", &peer, "--alias", &word()]);
        for line in lines {
            let filled = |part: &&str| match *part {
                "PEER" => peer.clone(),
                part => part.split_inclusive('*').map(|piece| piece.replace('*', &word())).collect(),
            };
            let filled: Vec<String> = line.iter().map(filled).collect();
            done(here, &filled.iter().map(String::as_str).collect::<Vec<_>>());
        }
        chains(here, &peer, &word);
    }
}

/// Lines of the same peer whose second half names what the first made, by its entry.
fn chains(here: &Path, peer: &str, word: &dyn Fn() -> String) {
    let entry = |line: &[&str]| -> String {
        let told: Value = serde_json::from_str(&done(here, &[line, &["--json"]].concat())).unwrap();
        told["entry"].to_string()
    };
    let asked = || entry(&["ask", "from", peer, &word(), "--notes", &word(), "--needed", "2026-06-30"]);
    done(here, &["answer", &asked(), "no", "--instead", &word(), "--remark", &word()]);
    let ask = asked();
    done(here, &["answer", &ask, "--instead", &word()]);
    done(here, &["answer", &ask, "--draft"]);
    done(here, &["answer", &ask, "yes", "--remark", &word()]);
    let loan = entry(&["loan", "from", peer, &word(), "--until", "in 3 weeks"]);
    done(here, &["loan", "extend", &loan, "--until", "in 5 weeks", "--agreed", &word()]);
    let kindness = entry(&["kindness", "add", peer, &word(), "by", "fri"]);
    done(here, &["kindness", "drop", &kindness, "--because", &word()]);
    entry(&["kindness", "add", peer, &word(), "by", "fri"]);
    done(here, &["later", "1", "--until", "in 2 weeks"]);
}

/// A plan and a calendar of canaries, outside of what is searched: read, kept as a map, and seeded from.
fn read_and_seeded(here: &Path, word: &dyn Fn() -> String) {
    let outside = folder("safety-canaries-outside").join(word());
    fs::create_dir(&outside).unwrap();
    let at = |name: &str| outside.join(name).display().to_string();
    let leader = format!("{} {}", word(), word());
    let plan = format!(
        "# {}\n- {}, 3-5-9d @Booking, needs yes from Payments\n- {}, 3-5-9d @Booking\n",
        word(),
        word(),
        word()
    );
    let people = format!(
        "[[team]]\nname = \"Payments\"\nleads = [\"{leader}\"]\n[[team]]\nname = \"Booking\"\nleads = [\"Mira Solberg\"]\n"
    );
    let calendar = format!(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART:20260427T090000Z\r\n\
         DTEND:20260427T093000Z\r\nSUMMARY:{}\r\nATTENDEE;CN=Mira Solberg:mailto:mira@n.example\r\n\
         ATTENDEE;CN={leader}:mailto:{}@n.example\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
        word(),
        word()
    );
    for (name, body) in [("plan.md", plan), ("people.toml", people), ("year.ics", calendar)] {
        fs::write(outside.join(name), body).unwrap();
    }
    let because = word();
    done(here, &["read", &at("plan.md"), "--people", &at("people.toml"), "--me", "Mira Solberg"]);
    done(here, &["map", "--keep"]);
    done(here, &["map", "--keep", "--without", &leader, "--because", &because]);
    done(here, &["crossing", "given", &word(), &word(), "--because", &word()]);
    done(here, &["who", &word(), &word()]);
    let seeded = done(here, &["calendar", "seed", &at("year.ics"), "--keep"]);
    assert!(seeded.contains(CANARY), "the calendar was understood: {seeded}");
}

#[test]
fn s8_no_word_lies_on_disk_in_the_clear_and_a_planted_one_is_found() {
    let here = notebook("safety-canaries");
    fs::create_dir(here.join("tmp")).unwrap();
    story(&here);
    done(&here, &["undo", "3"]);
    done(&here, &["forget", "4"]);
    done(&here, &["week"]);
    done(&here, &["log", &canary(9)]);
    done(&here, &["backup", "backups"]);
    done(&here, &["doctor"]);
    let outside = folder("safety-canaries-exported");
    let exported = outside.join("in-the-clear").display().to_string();
    done(&here, &["export", &exported]);
    done(&here, &["--notebook", "second", "init"]);
    done(&here, &["--notebook", "second", "import", &exported]);
    assert_eq!(log(&here, &[]).len(), log(&here, &["--notebook", "second"]).len());
    // A reader keeps what was written last beside the file, as it does while somebody works.
    let home = here.clone().into_os_string();
    let find = |name: &str| (name == "HOME").then(|| home.clone());
    let places = desk::places::Places::find(None, &find).unwrap();
    let reader = desk::open::open_to_read(places.clone(), desk::clock::now()).unwrap();
    done(&here, &["team", "waits", &canary(700)]);
    assert!(here.join(".local/share/sideways/journal.sqlite-wal").exists());
    let forms = forms(CANARY);
    let found = || {
        let mut found = Vec::new();
        leaks(&here, &forms, &mut found);
        found
    };
    assert_eq!(found(), Vec::<String>::new());
    for (name, form) in
        [(".local/share/sideways/lock", 0), ("tmp/index", 1), ("tmp/cache", 3), ("tmp/mail", 5)]
    {
        let path = here.join(name);
        let before = fs::read(&path).ok();
        fs::write(&path, [b"x y z".as_slice(), &forms[form].1, b"end"].concat()).unwrap();
        assert_eq!(found().len(), 1, "{name}: {}", forms[form].0);
        match before {
            Some(before) => fs::write(&path, before).unwrap(),
            None => fs::remove_file(&path).unwrap(),
        }
    }
    done(&here, &["export", "in-the-clear"]);
    let found = found();
    assert!(!found.is_empty() && found.iter().all(|leak| leak.contains("in-the-clear")), "{found:?}");
    drop(reader);
}

#[test]
fn s8_the_forms_that_are_looked_for_are_those_in_which_words_are_written() {
    assert_eq!(base64(b"Manman"), b"TWFubWFu");
    for skip in 0..3 {
        let text = format!("{}{}", &"ab"[..skip % 3], canary(5));
        let all = base64(format!("{text}{}", "x".repeat(3 - text.len() % 3)).as_bytes());
        let is_found =
            forms(CANARY).iter().any(|(_, needle)| all.windows(needle.len()).any(|part| part == needle));
        assert!(is_found, "from place {skip}");
    }
}
