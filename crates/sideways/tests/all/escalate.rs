//! A joint document between two notebooks, from outside, as two leaders type it (rules E1 to E8).

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use serde_json::Value;

use crate::run::{at_desk, folder};

/// A leader at a notebook of their own.
struct Author {
    home: PathBuf,
    today: &'static str,
}

impl Author {
    fn new(name: &str, peer: &str) -> Self {
        let author = Self { home: folder(name), today: "2026-05-04" };
        author.done(&["init"]);
        author.done(&["peer", "add", peer]);
        author
    }

    fn types(&self, arguments: &[&str]) -> (i32, String, String) {
        let output = at_desk(&self.home, self.today).args(arguments).output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
    }

    fn done(&self, arguments: &[&str]) -> String {
        let (code, said, complained) = self.types(arguments);
        assert_eq!(code, 0, "{arguments:?}: {complained}");
        said
    }

    /// A verb of `sideways escalate`.
    fn does(&self, arguments: &[&str]) -> String {
        self.done(&[&["escalate"], arguments].concat())
    }

    fn refused(&self, arguments: &[&str]) -> String {
        let (code, said, complained) = self.types(&[&["escalate"], arguments].concat());
        assert!(code == 1 && said.is_empty(), "{arguments:?}: {code} {said} {complained}");
        complained.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn shown(&self, id: &str) -> Value {
        serde_json::from_str(&self.does(&["show", id, "--json"])).unwrap()
    }

    fn key(&self) -> Value {
        serde_json::from_str(&self.does(&["key", "--json"])).unwrap()
    }

    /// Marks what is there, once it is fair.
    fn marks(&self, id: &str) {
        self.does(&["fair", id]);
        let seen = self.shown(id)["seen"].as_str().unwrap().to_owned();
        self.does(&["mark", id, "--seen", &seen]);
    }
}

/// Two notebooks that compared their keys, and the number of one document in each, opened by Ada and taken in by Dana.
fn pair(name: &str) -> [(Author, String); 2] {
    let ada = Author::new(&format!("{name}-ada"), "Dana Ortiz");
    let dana = Author::new(&format!("{name}-dana"), "Ada Okoye");
    let phrase = |one: &Author, peer: &str, other: &Author| {
        let line = other.key()["line"].as_str().unwrap().to_owned();
        one.does(&["key", peer, &line]);
        one.does(&["key", peer, "--compared"]);
        let shown: Value = serde_json::from_str(&one.does(&["key", peer, "--json"])).unwrap();
        shown["phrase"].as_str().unwrap().to_owned()
    };
    assert_eq!(phrase(&ada, "dana", &dana), phrase(&dana, "ada", &ada));
    let question = "Who builds single sign-in?";
    let open = ["open", "dana", question, "--me", "Ada Okoye", "--whom", "Ines Roth", "--by", "june 12"];
    let because = ["--regardless", "the board meets"];
    let said: Value = serde_json::from_str(&ada.does(&[&open[..], &because, &["--json"]].concat())).unwrap();
    let hers = said["entry"].to_string();
    for (part, words) in [
        ("position", "Identity does: the sessions are theirs."),
        ("tried", "We looked for a trade in May."),
        ("waiting", "About ten working days a month."),
        ("asked", "Decide who builds it."),
        ("prior", "None."),
    ] {
        ada.does(&["write", &hers, part, words]);
    }
    travels((&ada, &hers), &dana);
    let list: Value = serde_json::from_str(&dana.does(&["--json"])).unwrap();
    let theirs = list[0]["escalation"].as_str().unwrap().to_owned();
    [(ada, hers), (dana, theirs)]
}

/// A file from one to the other.
fn travels(from: (&Author, &str), to: &Author) {
    let file = sent(from, "now.joint");
    to.does(&["take", file.to_str().unwrap()]);
}

fn sent((from, id): (&Author, &str), name: &str) -> PathBuf {
    from.does(&["send", id, name]);
    from.home.join(name)
}

/// Both marked one text.
fn marked(name: &str) -> [(Author, String); 2] {
    let [(ada, hers), (dana, theirs)] = pair(name);
    dana.does(&["position", &theirs, "Booking does: it has the time."]);
    dana.does(&["write", &theirs, "prior", "I mentioned it on 4 May."]);
    dana.marks(&theirs);
    travels((&dana, &theirs), &ada);
    ada.marks(&hers);
    [(ada, hers), (dana, theirs)]
}

fn checks(page: &Path, more: &[&str]) -> (i32, String) {
    let mut command = crate::run::sideways(&folder("escalate-boss"));
    let output = command.args(["escalate", "check"]).arg(page).args(more).output().unwrap();
    let text =
        format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    (output.status.code().unwrap(), text.split_whitespace().collect::<Vec<_>>().join(" "))
}

#[test]
fn e4_two_notebooks_take_up_one_text_which_a_third_machine_checks() {
    let [(ada, hers), (dana, theirs)] = marked("escalate-up");
    assert!(ada.refused(&["up", &hers, "--out", "page"]).contains("no time to meet yet"));
    ada.does(&["slot", &hers, "Wednesday 10 June, 10:00"]);
    assert!(
        dana.refused(&["up", &theirs, "--out", "page"]).contains("Ada Okoye has not marked this exact text")
    );
    let said = ada.does(&["up", &hers, "--out", "page"]);
    assert!(said.contains("went up on 2026-05-04, as both marked it"), "{said}");
    let page = ada.home.join("page/joint.md");
    let text = fs::read_to_string(&page).unwrap();
    for private in ["the board meets", "Wednesday", "entry"] {
        assert!(!text.contains(private), "{private}");
    }
    let (code, said) = checks(&page, &[]);
    assert!(
        code == 0 && said.contains("This text comes from Ada Okoye and Dana Ortiz to Ines Roth."),
        "{said}"
    );
    let keys = |who: [&Author; 2]| {
        let line =
            |name: &str, author: &Author| format!("{name} {}\n", author.key()["openssh"].as_str().unwrap());
        let path = ada.home.join("allowed");
        fs::write(&path, line("Ada Okoye", who[0]) + &line("Dana Ortiz", who[1])).unwrap();
        path.display().to_string()
    };
    let (code, said) = checks(&page, &["--keys", &keys([&ada, &dana])]);
    assert!(code == 0 && said.contains("with the key that you know"), "{said}");
    let (code, said) = checks(&page, &["--keys", &keys([&dana, &dana])]);
    assert!(code == 1 && said.contains("a key that you don't know as theirs"), "{said}");
    let changed = ada.home.join("changed.md");
    fs::write(&changed, text.replace("it has the time", "it has no time")).unwrap();
    let (code, said) = checks(&changed, &[]);
    assert!(code == 1 && said.contains("the mark of Dana Ortiz on 2026-05-04 is not on this text"), "{said}");
    let html = fs::read_to_string(ada.home.join("page/joint.html")).unwrap();
    assert!(html.contains("For Ines Roth to decide by 12 June 2026") && !html.contains("<script"), "{html}");
    assert!(ada.refused(&["write", &hers, "tried", "x"]).contains("nothing in it changes since"));
    ssh_keygen(&ada.home, &text);
}

#[cfg(feature = "pdf")]
#[test]
fn e4_the_pdf_is_the_same_from_both_notebooks_whatever_else_is_in_them() {
    let [(ada, hers), (dana, theirs)] = marked("escalate-pdf");
    travels((&ada, &hers), &dana);
    // What differs between them: everything but the document.
    dana.done(&["talk", "ada", "25m", "constraint=hiring frozen", "she seems tired of it"]);
    dana.done(&["kindness", "add", "ada", "bring the numbers"]);
    ada.does(&["slot", &hers, "Wednesday"]);
    dana.does(&["slot", &theirs, "Thursday, 9:00"]);
    let said = ada.does(&["up", &hers, "--pdf", "joint.pdf"]);
    assert!(said.contains("joint.pdf is ready: take it up together."), "{said}");
    dana.does(&["up", &theirs, "--out", "page", "--pdf", "page/up.pdf"]);
    let read = |author: &Author, name: &str| fs::read(author.home.join(name)).unwrap();
    let pdf = read(&ada, "joint.pdf");
    assert!(pdf.starts_with(b"%PDF-1.7") && pdf == read(&dana, "page/up.pdf"));
    assert!(!ada.home.join("joint.md").exists() && dana.home.join("page/joint.md").exists());
    // Once more, over the one that is there, and on other paper.
    ada.does(&["up", &hers, "--pdf", "joint.pdf"]);
    assert!(read(&ada, "joint.pdf") == pdf && !ada.home.join("joint.pdf.new").exists());
    ada.does(&["up", &hers, "--pdf", "letter.pdf", "--letter"]);
    assert_ne!(read(&ada, "letter.pdf"), pdf);
    let (code, _, complained) = ada.types(&["escalate", "up", &hers]);
    assert!(code == 2 && complained.contains("--out <FOLDER>"), "{complained}");
    fs::create_dir(ada.home.join("taken")).unwrap();
    let (code, _, complained) = ada.types(&["escalate", "up", &hers, "--pdf", "taken"]);
    assert!(code == 70 && complained.contains("it can't be written"), "{complained}");
}

#[cfg(not(feature = "pdf"))]
#[test]
fn e4_a_build_without_typesetting_says_so_before_anything_is_done() {
    let [(ada, hers), _] = marked("escalate-pdf");
    ada.does(&["slot", &hers, "Wednesday"]);
    let (code, _, complained) = ada.types(&["escalate", "up", &hers, "--pdf", "joint.pdf"]);
    assert!(code == 2 && complained.contains("this build makes no PDF"), "{complained}");
    assert!(complained.contains("joint.html"), "{complained}");
    assert!(!ada.does(&["show", &hers]).contains("went up"));
    ada.does(&["up", &hers, "--out", "page"]);
}

#[test]
fn e4_whoever_took_it_up_first_still_sends_the_mark_that_the_other_one_lacks() {
    let [(ada, hers), (dana, theirs)] = marked("escalate-first");
    ada.does(&["slot", &hers, "Wednesday 10 June, 10:00"]);
    ada.does(&["up", &hers, "--out", "page"]);
    assert!(ada.done(&["escalate"]).contains(&format!("sideways escalate send {hers} FILE")));
    travels((&ada, &hers), &dana);
    assert!(ada.done(&["escalate"]).contains(&format!("sideways escalate decided {hers}")));
    dana.does(&["up", &theirs, "--out", "page"]);
    let page = |author: &Author| fs::read_to_string(author.home.join("page/joint.md")).unwrap();
    assert_eq!(page(&ada), page(&dana));
}

/// What OpenSSH says of a mark, where it is installed.
fn ssh_keygen(here: &Path, text: &str) {
    let end = text.find("\n---\n").unwrap() + 5;
    let begin = text.find("-----BEGIN SSH").unwrap();
    let until = text.find("-----END SSH SIGNATURE-----\n").unwrap() + 28;
    fs::write(here.join("sig"), &text[begin..until]).unwrap();
    let allowed = fs::read_to_string(here.join("allowed")).unwrap();
    let verify = |input: &str| {
        fs::write(here.join("text"), input).unwrap();
        let mut command = Command::new("ssh-keygen");
        command
            .current_dir(here)
            .stdin(fs::File::open(here.join("text")).unwrap())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        command.args([
            "-Y",
            "verify",
            "-f",
            "signers",
            "-I",
            "ada",
            "-n",
            "joint-2026-05-04@sideways",
            "-s",
            "sig",
        ]);
        command.status().map(|status| status.success())
    };
    // Written by the last check above, with the first line for Dana's key: Ada's own comes from the page.
    assert!(allowed.contains("ssh-ed25519"));
    let key = checks(&here.join("page/joint.md"), &[]).1;
    let key = key.split("ssh-ed25519 ").nth(1).unwrap().split(' ').next().unwrap().to_owned();
    fs::write(here.join("signers"), format!("ada ssh-ed25519 {key}\n")).unwrap();
    match verify(&text[..end]) {
        Err(_) => eprintln!("SKIPPED: there is no ssh-keygen"),
        Ok(holds) => {
            assert!(holds, "OpenSSH does not find the mark to hold");
            assert!(!verify(&text[..end].replace("it has the time", "it has no time")).unwrap());
        }
    }
}

#[test]
fn e3_a_change_on_either_side_voids_every_mark() {
    let [(ada, hers), (dana, theirs)] = marked("escalate-void");
    travels((&ada, &hers), &dana);
    dana.does(&["write", &theirs, "tried", "We looked for two trades."]);
    ada.does(&["slot", &hers, "Wednesday"]);
    travels((&dana, &theirs), &ada);
    for (author, id) in [(&ada, &hers), (&dana, &theirs)] {
        let marks = author.shown(id)["marks"].to_string();
        assert!(
            marks.contains("Ada Okoye has not marked") && marks.contains("Dana Ortiz has not marked"),
            "{marks}"
        );
        assert!(author.refused(&["up", id, "--out", "page"]).contains("has not marked this exact text"));
    }
    let seen = ada.shown(&hers)["seen"].as_str().unwrap().to_owned();
    let refused = ada.refused(&["mark", &hers, "--seen", "0000000000"]);
    assert!(refused.ends_with(&format!("Hint: sideways escalate mark {hers} shows it")), "{refused}");
    assert!(!refused.contains(&seen), "whoever marks a text has seen it: {refused}");
}

/// A few numbers that look like luck, the same every time.
fn luck(seed: &mut u64) -> u64 {
    *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    *seed >> 33
}

#[test]
fn e3_files_that_are_lost_late_or_repeated_come_to_the_same_in_both_notebooks() {
    let both = pair("escalate-random");
    let mut seed = 20_260_504;
    let mut files: [Vec<PathBuf>; 2] = [Vec::new(), Vec::new()];
    for step in 0..48 {
        let who = (luck(&mut seed) % 2) as usize;
        let (author, id) = &both[who];
        match luck(&mut seed) % 5 {
            0 => drop(author.does(&["write", id, "tried", &format!("version {}", luck(&mut seed) % 3)])),
            1 => drop(author.does(&["position", id, &format!("position {}", luck(&mut seed) % 3)])),
            2 => files[1 - who].push(sent((author, id), &format!("{step}.joint"))),
            _ => {
                let here = &files[who];
                if !here.is_empty() {
                    let file = &here[luck(&mut seed) as usize % here.len()];
                    let (code, _, said) = author.types(&["escalate", "take", file.to_str().unwrap()]);
                    assert!(code == 0 || said.contains("nothing that is not here already"), "{said}");
                }
            }
        }
    }
    for who in [0, 1, 0] {
        let file = sent((&both[who].0, &both[who].1), "last.joint");
        let (code, _, said) = both[1 - who].0.types(&["escalate", "take", file.to_str().unwrap()]);
        assert!(code == 0 || said.contains("nothing that is not here already"), "{said}");
    }
    let parts = |at: usize| both[at].0.shown(&both[at].1)["parts"].clone();
    assert_eq!(parts(0), parts(1));
    let is_settled = both[0].0.shown(&both[0].1)["text"].is_string();
    if !is_settled {
        both[1].0.does(&["write", &both[1].1, "tried", "both of it"]);
        travels((&both[1].0, &both[1].1), &both[0].0);
    }
    assert_eq!(both[0].0.shown(&both[0].1)["text"], both[1].0.shown(&both[1].1)["text"]);
}

#[test]
fn e3_two_versions_stand_side_by_side_until_one_of_both_settles_it() {
    let [(ada, hers), (dana, theirs)] = pair("escalate-versions");
    ada.does(&["write", &hers, "tried", "a trade in May"]);
    dana.does(&["write", &theirs, "tried", "nothing yet"]);
    travels((&ada, &hers), &dana);
    let said = dana.does(&["show", &theirs]);
    assert!(said.contains("a trade in May") && said.contains("nothing yet"), "{said}");
    assert!(said.contains(&format!("sideways escalate write {theirs} tried --theirs")), "{said}");
    assert!(dana.refused(&["mark", &theirs]).contains("there are two versions of tried"));
    dana.does(&["write", &theirs, "tried", "--theirs"]);
    travels((&dana, &theirs), &ada);
    assert!(ada.does(&["mark", &hers]).contains("> a trade in May\n"));
}

#[test]
fn e8_the_other_side_edits_a_plain_file_anywhere_and_agrees_in_words() {
    let ada = Author::new("escalate-plain", "Dana Ortiz");
    let open =
        ["open", "dana", "Who builds it?", "--me", "Ada Okoye", "--whom", "Ines Roth", "--by", "june 12"];
    let said: Value =
        serde_json::from_str(&ada.does(&[&open[..], &["--regardless", "x", "--json"]].concat())).unwrap();
    let id = said["entry"].to_string();
    for part in ["position", "tried", "waiting", "asked", "prior"] {
        ada.does(&["write", &id, part, &format!("my {part}")]);
    }
    ada.does(&["send", &id, "plain.md", "--plain"]);
    let file = ada.home.join("plain.md");
    let text = fs::read_to_string(&file).unwrap();
    assert!(text.contains("nothing here goes up before both agree"), "{text}");
    // They agree to the text as it went out, and it was changed since.
    ada.does(&["write", &id, "waiting", "my newer waiting"]);
    fs::write(&file, text.trim_end().trim_end_matches('>').to_owned() + "\nI agree, 4 May. Dana\n").unwrap();
    let refused = ada.refused(&["take", "plain.md"]);
    assert!(refused.contains("since then you changed “What waiting costs”"), "{refused}");
    let position = "## The position of Dana Ortiz\n";
    let prior = "## Earlier word of Dana Ortiz with Ines Roth\n";
    let back = text
        .replace(position, &format!("{position}\nBooking does.\n"))
        .replace(prior, &format!("{prior}\nNone.\n"));
    fs::write(&file, back.replace("my tried", "our tried")).unwrap();
    let said = ada.does(&["take", "plain.md"]);
    assert!(
        said.contains("was  my tried") && said.contains("is   our tried") && said.contains("Booking does."),
        "{said}"
    );
    assert!(said.contains("“What waiting costs” was changed since this file went out"), "{said}");
    assert!(ada.does(&["show", &id]).contains("my newer waiting"));
    // What is mine stays mine.
    ada.does(&["send", &id, "plain.md", "--plain"]);
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, text.replace("> my position", "> Identity gives in")).unwrap();
    assert!(ada.refused(&["take", "plain.md"]).contains("alone writes that part"));
    // Their agreement, in their words, on the text as it stands.
    ada.does(&["fair", &id]);
    let seen = ada.shown(&id)["seen"].as_str().unwrap().to_owned();
    ada.does(&["mark", &id, "--seen", &seen]);
    fs::write(&file, text.trim_end().trim_end_matches('>').to_owned() + "\nI agree, 4 May. Dana\n").unwrap();
    let said = ada.does(&["take", "plain.md"]);
    assert!(said.contains("new in it: fair, mark"), "{said}");
    ada.does(&["slot", &id, "Wednesday"]);
    ada.does(&["up", &id, "--out", "page"]);
    let page = ada.home.join("page/joint.md");
    let (code, said) = checks(&page, &[]);
    assert!(code == 1 && said.contains("nothing proves it"), "{said}");
    let (code, said) = checks(&page, &["--recorded"]);
    assert!(code == 0 && said.contains("Dana Ortiz agreed on 2026-05-04"), "{said}");
}

#[test]
fn e1_b1_the_gate_and_a_guarded_peer_say_why() {
    let ada = Author::new("escalate-gate", "Dana Ortiz");
    let said = ada.refused(&["open", "dana", "Who builds it?", "--me", "Ada"]);
    assert!(said.contains("too early") && said.contains("constraint=\"what limits them most\""), "{said}");
    ada.done(&["talk", "dana", "25m", "constraint=hiring frozen"]);
    ada.does(&["gate", "dana", "--confirmed", "--stands", "--looked", "nothing that pays"]);
    let plan = "# Checkout by 2026-06-30 @Booking\n- Cart, 10-15-30d\n- Sign-in, 20-30-40d, after Cart\n";
    fs::write(ada.home.join("plan.md"), plan).unwrap();
    let said = ada.does(&["gate", "dana", "--cost", "Sign-in", "--plan", "plan.md", "--trials", "200"]);
    assert!(said.contains('█') && said.contains("yes  the cost of not deciding is rising"), "{said}");
    assert!(said.contains("sideways escalate open \"Dana Ortiz\""), "{said}");
    ada.does(&["open", "dana", "Who builds it?", "--me", "Ada"]);
    ada.done(&["peer", "guarded", "dana", "--because", "he quoted me"]);
    assert!(ada.refused(&["gate", "dana", "--stands"]).contains("nothing is written together with them"));
    let said = ada.does(&["gate", "dana"]);
    assert!(said.contains("because “he quoted me”") && !said.contains("sideways escalate"), "{said}");
}

#[test]
#[expect(clippy::disallowed_methods, reason = "how long a refusal takes is what is tested")]
fn s12_a_hostile_file_is_refused_with_a_reason_within_two_seconds() {
    let [(ada, _), (dana, theirs)] = pair("escalate-hostile");
    let file = sent((&dana, &theirs), "good.joint");
    let good = fs::read(&file).unwrap();
    let mut flipped = good.clone();
    flipped[100] ^= 1;
    let stranger = Author::new("escalate-stranger", "Ada Okoye");
    stranger.key();
    let bombs: Vec<(&str, Vec<u8>)> = vec![
        ("empty", Vec::new()),
        ("cut", good[..good.len() / 2].to_vec()),
        ("flipped", flipped),
        ("head", b"sideways joint file 1\n".to_vec()),
        ("version", b"sideways joint file 9\n".repeat(100)),
        ("noise", (0..100_000_u32).map(|at| (at.wrapping_mul(2_654_435_761) >> 24) as u8).collect()),
        ("long", vec![b'x'; 100_000_000]),
        ("plain", [b"- Document: ".to_vec(), vec![b'\n'; 900_000]].concat()),
        ("quotes", [b"- Document: \n".to_vec(), b"> ".repeat(400_000)].concat()),
        ("headings", [b"- Document: \n".to_vec(), b"## The question\n".repeat(50_000)].concat()),
        ("bidi", "- Document: \u{202e}\u{0}\u{1b}[2J".as_bytes().to_vec()),
        ("latin", vec![b'-', b' ', b'D', b'o', b'c', b'u', b'm', b'e', b'n', b't', b':', b' ', 0xff, 0xfe]),
    ];
    let before = ada.done(&["log", "--json"]);
    let (tries, spent) = (2.0 * bombs.len() as f64, crate::calendar::children_seconds());
    for (name, bytes) in bombs {
        let path = ada.home.join(name);
        fs::write(&path, bytes).unwrap();
        for verb in ["take", "check"] {
            let began = Instant::now();
            let said = ada.refused(&[verb, path.to_str().unwrap()]);
            assert!(said.starts_with("Error: ") && said.contains("Hint: "), "{name}: {said}");
            assert!(!said.contains('\u{202e}') && !said.contains('\u{1b}'), "{name}: {said}");
            assert!(began.elapsed() < Duration::from_secs(20), "{name}: {:?}", began.elapsed());
        }
    }
    let taken = (crate::calendar::children_seconds() - spent) / tries;
    assert!(taken < 2.0, "{taken} s of processor time each");
    assert!(stranger.refused(&["take", file.to_str().unwrap()]).contains("sealed for somebody else"));
    assert!(
        ada.refused(&["take", file.to_str().unwrap()]).contains("nothing that is not here already"),
        "replayed"
    );
    assert_eq!(ada.done(&["log", "--json"]), before, "nothing was kept");
}

/// A calendar with one meeting, in UTC.
fn calendar(events: &[(&str, &str, &str, &[&str])]) -> String {
    let event = |(at, (title, from, to, people)): (usize, &(&str, &str, &str, &[&str]))| {
        let people: String = people
            .iter()
            .map(|name| format!("ATTENDEE;CN={name}:mailto:{}@example.org\r\n", name.replace(' ', ".")))
            .collect();
        format!(
            "BEGIN:VEVENT\r\nUID:{at}\r\nDTSTAMP:20260501T000000Z\r\nDTSTART:{from}\r\nDTEND:{to}\r\nSUMMARY:{title}\r\n{people}END:VEVENT\r\n"
        )
    };
    let events: String = events.iter().enumerate().map(event).collect();
    format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\n{events}END:VCALENDAR\r\n")
}

#[test]
fn e2_times_for_all_three_come_from_the_calendars_that_were_read() {
    let [(ada, hers), _] = pair("escalate-slots");
    let nothing_known = ada.does(&["slot", &hers]);
    assert!(nothing_known.contains("Of Ines Roth's time nothing is known"), "{nothing_known}");
    let all = &["Ada Okoye", "Dana Ortiz", "Ines Roth"][..];
    let mine = calendar(&[
        ("Council", "20260505T090000Z", "20260505T140000Z", all),
        ("Away", "20260506T000000Z", "20260508T000000Z", &[]),
        ("With Ines", "20260508T090000Z", "20260508T100000Z", &["Ada Okoye", "Ines Roth"]),
    ]);
    let theirs = calendar(&[
        ("Taken", "20260504T000000Z", "20260505T080000Z", &[]),
        ("Taken", "20260508T100000Z", "20260508T123000Z", &[]),
    ]);
    fs::write(ada.home.join("mine.ics"), mine).unwrap();
    fs::write(ada.home.join("dana.ics"), theirs).unwrap();
    ada.done(&["calendar", "read", "mine.ics", "--me", "Ada Okoye"]);
    ada.done(&["calendar", "read", "dana.ics", "--whose", "dana"]);
    let said = ada.does(&["slot", &hers]);
    for words in [
        "Tuesday 5 May 2026, 14:00 to 14:30 (UTC)",
        "All three come out of “Council”.",
        "Friday 8 May 2026, 12:30 to 13:00 (UTC)",
        "Monday 11 May 2026, 09:00 to 09:30 (UTC)",
        "The calendar of Dana Ortiz was read.",
        "Of Ines Roth, only meetings in the calendars that were read are known.",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
    let value: Value =
        serde_json::from_str(&ada.does(&["slot", &hers, "--json", "--minutes", "60"])).unwrap();
    assert_eq!(value["slots"][0]["from"], "2026-05-05T14:00:00Z");
    assert_eq!(value["slots"][0]["to"], "2026-05-05T15:00:00Z");
    let typed = value["slots"][0]["words"].as_str().unwrap().to_owned();
    ada.does(&["slot", &hers, &typed]);
    assert_eq!(
        ada.shown(&hers)["parts"].as_array().unwrap().last().unwrap()["versions"][0]["words"],
        typed.as_str()
    );
}

#[test]
fn e1_what_waiting_costs_is_drawn_into_a_file_once_it_is_computed() {
    let ada = Author::new("escalate-svg", "Dana Ortiz");
    let early = ada.refused(&["gate", "dana", "--svg", "waiting.svg"]);
    assert!(early.contains("nothing is computed yet that could be drawn"), "{early}");
    fs::copy(crate::run::repository().join("examples/first-adopter/plan.md"), ada.home.join("plan.md"))
        .unwrap();
    ada.done(&["read", "plan.md", "--me", "Mira Solberg"]);
    ada.does(&["gate", "dana", "--cost", "Signed packages", "--trials", "64", "--svg", "waiting.svg"]);
    let svg = fs::read_to_string(ada.home.join("waiting.svg")).unwrap();
    assert!(
        svg.contains("<title id=\"title\">What waiting for a decision on “Signed packages” costs</title>"),
        "{svg}"
    );
    let gate: Value = serde_json::from_str(&ada.does(&["gate", "dana", "--json"])).unwrap();
    assert!(svg.contains(gate["waiting"]["told"].as_str().unwrap().split('’').next().unwrap()));
    assert_eq!(gate["waiting"]["weeks"].as_array().unwrap().len(), 13);
}
