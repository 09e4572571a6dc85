//! Escalating together as pages: the gate, a document between two notebooks on two ports, marks, files, and what goes up.

use super::*;

const MAY: &str = "2026-05-04";

/// A leader's pages, and the peer of their notebook.
struct Author {
    pages: Pages,
    peer: String,
}

impl Author {
    fn new(name: &str, peer: &str) -> Self {
        let home = folder(name);
        types(&home, MAY, &["init"]);
        types(&home, MAY, &["peer", "add", peer]);
        let pages = Pages::on(&home, MAY);
        let peer = id_of(&pages, peer);
        Self { pages, peer }
    }

    fn gate(&self) -> String {
        format!("/escalate/with/{}", self.peer)
    }

    /// Sends the `nth` form of an act from a page, filled, and goes where it leads.
    fn does(&self, here: &str, act: &str, nth: usize, typed: &[(&str, &str)]) -> Answer {
        self.pages.does(&format!("{here}/{act}"), &self.form(here, act, nth, typed))
    }

    fn form(&self, here: &str, act: &str, nth: usize, typed: &[(&str, &str)]) -> Vec<(String, String)> {
        with(form_of(&self.pages.page(here), &format!("{here}/{act}"), nth), typed)
    }

    /// Sends it where it is refused.
    fn refused(&self, here: &str, act: &str, typed: &[(&str, &str)]) -> Answer {
        let answer = self.pages.sends(&format!("{here}/{act}"), &self.form(here, act, 0, typed));
        assert!([409, 422].contains(&answer.status), "{} {}", answer.status, answer.words());
        answer
    }

    /// Writes a part of a document.
    fn writes(&self, here: &str, part: &str, words: &str) -> Answer {
        let page = self.pages.page(here);
        let action = format!("{here}/write");
        let of = |nth: usize| form_of(&page, &action, nth);
        let form =
            (0..20).map(of).find(|form| form.iter().any(|(key, value)| key == "part" && value == part));
        self.pages.does(&action, &with(form.unwrap(), &[("words", words)]))
    }

    /// Takes a file in, from a page.
    fn takes(&self, here: &str, content: &[u8]) -> Answer {
        let form = form_of(&self.pages.page(here), "/escalate/take", 0);
        uploaded(&self.pages, "/escalate/take", &form, ("file", content))
    }

    fn key(&self) -> String {
        let page = self.pages.page(&self.gate());
        if page.body.contains("Make your key") {
            self.does(&self.gate(), "own-key", 0, &[]);
        }
        let page = self.pages.page(&self.gate());
        let line = page.body.split("sideways-key-1-").nth(1).unwrap();
        format!("sideways-key-1-{}", line.split('<').next().unwrap())
    }

    fn file(&self, path: &str) -> Vec<u8> {
        let answer = bytes_of(&self.pages, path);
        assert!(answer.0.contains(" 200 "), "{path}: {}", answer.0);
        assert!(answer.0.to_lowercase().contains("content-disposition: attachment"), "{}", answer.0);
        answer.1
    }

    /// Holds the other position to be fair, and marks the text that the page shows.
    fn marks(&self, here: &str) -> Answer {
        self.does(here, "fair", 0, &[]);
        self.does(here, "mark", 0, &[("read", "yes")])
    }
}

/// What a form of a page carries, whatever else its tag says.
fn form_of(page: &Answer, action: &str, nth: usize) -> Vec<(String, String)> {
    let start = format!("action=\"{action}\"");
    let Some(form) = page.body.split(&start).nth(nth + 1) else {
        panic!("no form {nth} for {action} in: {}", page.words())
    };
    let form = form.split("</form>").next().unwrap();
    let hidden = form.split("<input type=\"hidden\" name=\"").skip(1);
    let field = |field: &str| {
        let (name, rest) = field.split_once("\" value=\"").unwrap();
        (
            name.to_owned(),
            rest.split('"')
                .next()
                .unwrap()
                .replace("&gt;", ">")
                .replace("&lt;", "<")
                .replace("&quot;", "\"")
                .replace("&amp;", "&"),
        )
    };
    hidden.map(field).collect()
}

/// A file sent as a browser sends one, with the fields of its form before it.
fn uploaded(
    pages: &Pages,
    path: &str,
    fields: &[(String, String)],
    (name, content): (&str, &[u8]),
) -> Answer {
    let mut body = Vec::new();
    for (key, value) in fields {
        body.extend(
            format!("--edge\r\nContent-Disposition: form-data; name=\"{key}\"\r\n\r\n{value}\r\n").bytes(),
        );
    }
    body.extend(format!("--edge\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"x.bin\"\r\nContent-Type: application/octet-stream\r\n\r\n").bytes());
    body.extend(content);
    body.extend(b"\r\n--edge--\r\n");
    let lines = [
        format!("POST {path} HTTP/1.1"),
        format!("Host: 127.0.0.1:{}", pages.port),
        "Connection: close".into(),
        format!("Cookie: {}", pages.cookie),
        "Content-Type: multipart/form-data; boundary=edge".into(),
        format!("Content-Length: {}", body.len()),
        "Sec-Fetch-Site: same-origin".into(),
        "Origin: null".into(),
    ];
    let mut stream = TcpStream::connect(("127.0.0.1", pages.port)).unwrap();
    stream.write_all(format!("{}\r\n\r\n", lines.join("\r\n")).as_bytes()).unwrap();
    let _ = stream.write_all(&body);
    let mut all = Vec::new();
    let _ = stream.read_to_end(&mut all);
    let text = String::from_utf8(all).unwrap();
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    Answer {
        status: head.split(' ').nth(1).unwrap().parse().unwrap(),
        head: head.to_owned(),
        body: body.to_owned(),
    }
}

/// An answer as it is, which may be no text: its head and its body.
fn bytes_of(pages: &Pages, path: &str) -> (String, Vec<u8>) {
    let lines = [
        format!("GET {path} HTTP/1.1"),
        format!("Host: 127.0.0.1:{}", pages.port),
        "Connection: close".into(),
        format!("Cookie: {}", pages.cookie),
        "Sec-Fetch-Site: same-origin".into(),
    ];
    let mut stream = TcpStream::connect(("127.0.0.1", pages.port)).unwrap();
    stream.write_all(format!("{}\r\n\r\n", lines.join("\r\n")).as_bytes()).unwrap();
    let mut all = Vec::new();
    stream.read_to_end(&mut all).unwrap();
    let end = all.windows(4).position(|four| four == b"\r\n\r\n").unwrap();
    (String::from_utf8(all[..end].to_vec()).unwrap(), all[end + 4..].to_vec())
}

/// Where a document is, after a form led to it.
fn document(author: &Author) -> String {
    let list: Value = serde_json::from_str(&author.pages.types(&["escalate", "--json"])).unwrap();
    format!("/escalate/{}", list[0]["escalation"].as_str().unwrap())
}

/// Ada opens a document regardless, and writes all of hers.
fn opened(ada: &Author) -> String {
    let begun = [
        ("question", "Who builds single sign-in?"),
        ("whom", "Ines Roth"),
        ("by", "2026-06-12"),
        ("me", "Ada Okoye"),
        ("them", "Dana Ortiz"),
        ("regardless", "the board meets"),
    ];
    let page = ada.does(&ada.gate(), "open", 0, &begun);
    assert!(
        page.words().contains("Write your position in the document with Dana Ortiz."),
        "{}",
        page.words()
    );
    let here = document(ada);
    for (part, words) in [
        ("position", "Identity does: the sessions are theirs.\r\n\r\nAnd <b>nobody</b> else."),
        ("tried", "We looked for a trade in May."),
        ("waiting", "About ten working days a month."),
        ("asked", "Decide who builds it."),
        ("prior", "None."),
    ] {
        ada.writes(&here, part, words);
    }
    here
}

/// Both compared their keys.
fn compared(ada: &Author, dana: &Author) {
    let (hers, theirs) = (ada.key(), dana.key());
    let phrase = |one: &Author, line: &str| {
        one.does(&one.gate(), "key", 0, &[("line", line)]);
        let page = one.does(&one.gate(), "compared", 0, &[]);
        page.body.split("class=\"phrase\">").nth(1).unwrap().split('<').next().unwrap().to_owned()
    };
    assert_eq!(phrase(ada, &theirs), phrase(dana, &hers));
}

/// Ada's document in Dana's notebook, too.
fn travelled(name: &str) -> [(Author, String); 2] {
    let ada = Author::new(&format!("{name}-ada"), "Dana Ortiz");
    let dana = Author::new(&format!("{name}-dana"), "Ada Okoye");
    compared(&ada, &dana);
    let hers = opened(&ada);
    sends(&ada, &hers, &dana, "/escalate");
    let theirs = document(&dana);
    [(ada, hers), (dana, theirs)]
}

fn sends(from: &Author, here: &str, to: &Author, there: &str) {
    from.does(here, "send", 0, &[("way", "sealed")]);
    let taken = to.takes(there, &from.file(&format!("{here}/file/sealed")));
    assert_eq!(taken.status, 303, "{}", taken.words());
}

/// What is downloaded is what the terminal writes, to the byte.
#[cfg(feature = "pdf")]
fn downloads_a_pdf(author: &Author, here: &str, page: &Answer) {
    let address = format!("{here}/file/joint.pdf");
    assert!(page.body.contains("download=\"joint.pdf\""), "{}", page.words());
    let (head, bytes) = bytes_of(&author.pages, &address);
    let head = head.to_lowercase();
    assert!(
        head.contains("content-type: application/pdf") && head.contains("filename=\"joint.pdf\""),
        "{head}"
    );
    assert!(head.contains("cache-control: no-store") && bytes.starts_with(b"%PDF-1.7"), "{head}");
    let number = here.rsplit('/').next().unwrap();
    author.pages.types(&["escalate", "up", number, "--pdf", "typed.pdf"]);
    assert!(fs::read(author.pages.home.join("typed.pdf")).unwrap() == bytes, "the same file at both doors");
    let whole: Vec<u8> =
        bytes.windows(11).filter(|part| *part == b"board meets").flatten().copied().collect();
    assert!(whole.is_empty());
}

/// Without the feature there is no way to it, and whoever asks for it all the same is told why.
#[cfg(not(feature = "pdf"))]
fn downloads_a_pdf(author: &Author, here: &str, page: &Answer) {
    assert!(!page.body.contains("joint.pdf"), "{}", page.words());
    let answer =
        author.pages.asks("GET", &format!("{here}/file/joint.pdf"), &["Sec-Fetch-Site: same-origin"]);
    assert!(
        answer.status == 422 && answer.words().contains("made without the feature pdf"),
        "{}",
        answer.words()
    );
}

#[test]
fn e2_e3_e4_two_notebooks_bring_one_text_up_which_both_marked() {
    let [(ada, hers), (dana, theirs)] = travelled("pages-together");
    let page = dana.pages.page(&theirs);
    assert!(page.body.contains("And &lt;b&gt;nobody&lt;/b&gt; else."), "{}", page.words());
    dana.writes(&theirs, "position", "Booking does: it has the time.");
    dana.writes(&theirs, "prior", "I mentioned it on 4 May.");
    dana.marks(&theirs);
    sends(&dana, &theirs, &ada, &hers);
    let page = ada.pages.page(&hers);
    assert!(page.words().contains("✓ Dana Ortiz marked this exact text on Mon 4 May"), "{}", page.words());
    let page = ada.marks(&hers);
    assert!(page.words().contains("Send the document to Dana Ortiz once more."), "{}", page.words());
    assert!(page.body.contains("<li aria-current=\"step\">marked by both</li>"));
    assert!(
        page.words().contains("For Ines Roth to decide by 12 June 2026"),
        "the page is shown before it goes up"
    );
    // Before it goes up there is no file of it.
    assert_eq!(
        ada.pages.asks("GET", &format!("{hers}/file/joint.md"), &["Sec-Fetch-Site: same-origin"]).status,
        409
    );
    let page = ada.writes(&hers, "slot", "not read: the form of a proposed time brings it");
    let slot = "All three meet: Monday 4 May 2026, 14:00 to 14:30 (UTC)";
    assert!(page.words().contains(slot), "the first time that was proposed: {}", page.words());
    let page = ada.does(&hers, "up", 0, &[]);
    assert!(page.words().contains("What went up") && page.body.contains("download=\"joint.html\""));
    let markdown = String::from_utf8(ada.file(&format!("{hers}/file/joint.md"))).unwrap();
    fs::write(ada.pages.home.join("joint.md"), &markdown).unwrap();
    assert!(
        ada.pages
            .types(&["escalate", "check", "joint.md"])
            .contains("This text comes from Ada Okoye and Dana Ortiz")
    );
    let html = String::from_utf8(ada.file(&format!("{hers}/file/joint.html"))).unwrap();
    assert!(html.contains("And &lt;b&gt;nobody&lt;/b&gt; else.") && !html.contains("board meets"));
    downloads_a_pdf(&ada, &hers, &page);
    // The other one takes it up as well, once the mark was sent.
    sends(&ada, &hers, &dana, &theirs);
    let page = dana.does(&theirs, "up", 0, &[]);
    assert!(page.words().contains("What went up"), "{}", page.words());
    assert_eq!(String::from_utf8(dana.file(&format!("{theirs}/file/joint.md"))).unwrap(), markdown);
    let checked = uploaded(&dana.pages, "/escalate/check", &[], ("page", markdown.as_bytes()));
    assert!(
        checked.status == 200
            && checked.words().contains("This text comes from Ada Okoye and Dana Ortiz to Ines Roth.")
    );
    let changed = markdown.replace("ten working days", "two working days");
    let checked = uploaded(&dana.pages, "/escalate/check", &[], ("page", changed.as_bytes()));
    assert!(checked.words().contains("It does not come from both"), "{}", checked.words());
    let decided =
        ada.does(&hers, "decided", 0, &[("words", "Identity builds it"), ("lost", "them"), ("on", MAY)]);
    assert!(
        decided.words().contains("Talk to each other within a week of the decision"),
        "{}",
        decided.words()
    );
    let after = ada.does(&hers, "after", 0, &[("words", "They plan two weeks in July")]);
    assert!(after.body.contains("<li aria-current=\"step\">what follows</li>"), "{}", after.words());
}

#[test]
fn a_check_that_was_refused_loses_nothing_that_was_typed() {
    let [(ada, _), _] = travelled("pages-check-again");
    let typed = [("keys".to_owned(), "Ada <b>".to_owned()), ("recorded".to_owned(), "yes".to_owned())];
    for (content, why) in [(&b""[..], "No file was chosen."), (b"\xff\xfe", "It is no text.")] {
        let refused = uploaded(&ada.pages, "/escalate/check", &typed, ("page", content));
        assert_eq!(refused.status, 422, "{}", refused.words());
        assert!(refused.words().contains(why) && !refused.words().contains(". ."), "{}", refused.words());
        assert!(refused.body.contains("\nAda &lt;b&gt;</textarea>"), "{}", refused.body);
        assert!(refused.body.contains("name=\"recorded\" value=\"yes\" checked"), "{}", refused.body);
    }
}

#[test]
fn e3_a_change_voids_all_marks_and_the_page_says_so_and_only_who_read_it_marks() {
    let [(ada, hers), (dana, theirs)] = travelled("pages-void");
    dana.writes(&theirs, "position", "Booking does.");
    dana.writes(&theirs, "prior", "None.");
    dana.does(&theirs, "fair", 0, &[]);
    let unread = dana.refused(&theirs, "mark", &[]);
    assert!(unread.words().contains("A text is marked by whoever read it whole"), "{}", unread.words());
    let stale = dana.form(&theirs, "mark", 0, &[("read", "yes")]);
    dana.writes(&theirs, "asked", "Decide who builds it, and by when.");
    let old = dana.pages.sends(&format!("{theirs}/mark"), &stale);
    assert!(old.status == 409 && old.words().contains("whoever saw exactly this text"), "{}", old.words());
    dana.does(&theirs, "mark", 0, &[("read", "yes")]);
    let page = dana.writes(&theirs, "tried", "We looked twice.");
    assert!(
        page.words()
            .contains("You marked an earlier text on Mon 4 May . It was changed since: that mark is void."),
        "{}",
        page.words()
    );
    // What was sent twice acts once.
    let form = dana.form(&theirs, "mark", 0, &[("read", "yes")]);
    let (first, second) = (
        dana.pages.sends(&format!("{theirs}/mark"), &form),
        dana.pages.sends(&format!("{theirs}/mark"), &form),
    );
    assert_eq!((first.status, second.status), (303, 303));
    assert_eq!(first.header("location"), second.header("location"));
    // Both write one part at once: both stand side by side.
    ada.writes(&hers, "tried", "We looked once.");
    sends(&dana, &theirs, &ada, &hers);
    let page = ada.pages.page(&hers);
    assert!(
        page.words().contains("You both wrote this at once") && page.body.contains("We looked twice."),
        "{}",
        page.words()
    );
    let settled = ada.does(&hers, "settle", 1, &[("take", "theirs")]);
    assert!(!settled.words().contains("You both wrote this at once"), "{}", settled.words());
}

#[test]
fn e8_a_plain_file_comes_back_with_every_change_shown_before_it_is_taken() {
    let ada = Author::new("pages-plain", "Dana Ortiz");
    let here = opened(&ada);
    ada.does(&here, "send", 0, &[("way", "plain")]);
    let file = String::from_utf8(ada.file(&format!("{here}/file/plain"))).unwrap();
    let theirs = file
        .replace(
            "## The position of Dana Ortiz\n",
            "## The position of Dana Ortiz\n\nBooking <i>does</i>: \"we\" have time.\n",
        )
        .replace(
            "Earlier word of Dana Ortiz with Ines Roth\n",
            "Earlier word of Dana Ortiz with Ines Roth\n\nNone.\n",
        )
        .replace("We looked for a trade in May.", "We looked for a trade twice.")
        + "I agree, and it is fair. Dana, 4 May\n";
    let entries = ada.pages.entries();
    let shown = ada.takes(&here, theirs.as_bytes());
    assert_eq!(shown.status, 200, "{}", shown.words());
    for words in [
        "As it was We looked for a trade in May.",
        "As it came back We looked for a trade twice.",
        "They wrote that they agree",
    ] {
        assert!(shown.words().contains(words), "{words}: {}", shown.words());
    }
    assert_eq!(ada.pages.entries(), entries, "nothing is taken yet");
    let page = ada.pages.does("/escalate/return", &form_of(&shown, "/escalate/return", 0));
    assert!(
        page.body.contains("Booking &lt;i&gt;does&lt;/i&gt;: &quot;we&quot; have time."),
        "{}",
        page.words()
    );
    assert!(page.words().contains("✓ Dana Ortiz marked this exact text"), "{}", page.words());
    assert_eq!(ada.pages.entries(), entries + 1);
    let not_mine = ada.takes(&here, b"- Document: 00000000000000000000000000000000\n");
    assert!(not_mine.status == 409 || not_mine.status == 422, "{}", not_mine.words());
}

#[test]
fn a_hostile_file_is_refused_with_a_reason_and_what_was_typed_is_shown_safely() {
    let [(ada, hers), (dana, theirs)] = travelled("pages-hostile");
    let entries = ada.pages.entries();
    let large = ada.takes(&hers, &vec![b'x'; 100 << 20]);
    assert!(
        large.status == 409 && large.words().contains("t is longer than any document"),
        "{} {}",
        large.status,
        large.words()
    );
    dana.writes(&theirs, "position", "Booking does.");
    dana.does(&theirs, "send", 0, &[("way", "sealed")]);
    let file = dana.file(&format!("{theirs}/file/sealed"));
    let mut broken = file.clone();
    *broken.last_mut().unwrap() ^= 1;
    let cut = &file[..file.len() / 2];
    let foreign = dana.takes(&theirs, &file);
    assert!(
        foreign.words().contains("it was sealed for somebody else, or was changed on its way"),
        "{}",
        foreign.words()
    );
    for wrong in [&broken[..], cut, b"", b"sideways joint file 1\n", &[0xff; 64], b"- Document: \xff\xfe"] {
        let answer = ada.takes(&hers, wrong);
        assert!([409, 422].contains(&answer.status), "{} {}", answer.status, answer.words());
        assert!(answer.body.contains("role=\"alert\"") && answer.body.contains("class=\"wrong\""));
    }
    assert_eq!(ada.pages.entries(), entries, "nothing of it was kept");
    assert_eq!(ada.takes(&hers, &file).status, 303);
    let twice = ada.takes(&hers, &file);
    assert_eq!(twice.status, 409, "a file that comes twice brings nothing new: {}", twice.words());
    // Characters that nobody sees.
    let turned = ada.refused(
        &hers,
        "write",
        &[("part", "question"), ("words", "Who\r\nbuilds\u{202e} <b>it</b>?\u{7}")],
    );
    assert!(turned.words().contains("Line 2 holds the character U+202E"), "{}", turned.words());
    assert!(
        turned.body.contains("builds\\u{202e} &lt;b&gt;it&lt;/b&gt;?\\u{7}")
            && !turned.body.contains('\u{202e}')
    );
    let long = ada.refused(&hers, "write", &[("part", "question"), ("words", &"ä".repeat(20_001))]);
    assert!(long.words().contains("20001"), "{}", long.words());
    let longer =
        ada.pages.sends(&format!("{hers}/write"), &with(Vec::new(), &[("words", &"x".repeat(600_000))]));
    assert!(longer.status == 422 && longer.words().contains("longer than any part"), "{}", longer.status);
}

/// Open items of the plan are there to choose from.
fn offers_items(page: &Answer) {
    let listed = page.body.split("<datalist id=\"items\">").nth(1).unwrap();
    let listed = listed.split("</datalist>").next().unwrap();
    let is_there = listed.contains("value=\"Guest sign-in at checkout\"");
    assert!(page.body.contains("list=\"items\"") && is_there && page.body.len() < 60_000, "{listed}");
}

#[test]
fn e1_the_gate_names_the_smallest_step_and_a_guarded_peer_closes_these_doors() {
    let home = full("pages-gate");
    let pages = Pages::of(&home);
    let dana = id_of(&pages, "Dana Ortiz");
    let gate = Author { pages, peer: dana.clone() };
    let here = gate.gate();
    let shut = gate.refused(
        &here,
        "open",
        &[("question", "Who <b>builds</b> it?"), ("me", "Mira Solberg"), ("them", "Dana Ortiz")],
    );
    assert!(shut.body.contains("Who &lt;b&gt;builds&lt;/b&gt; it?"), "what was typed is shown again");
    assert!(gate.does(&here, "confirmed", 0, &[]).words().contains("confirmed their constraint"));
    gate.does(&here, "looked", 0, &[("words", "nothing that pays")]);
    let page = gate.does(&here, "stands", 0, &[]);
    assert!(page.words().contains("It is too early") && page.words().contains("Play the years"));
    offers_items(&page);
    let none = gate
        .pages
        .sends(&format!("{here}/cost"), &gate.form(&here, "cost", 0, &[("item", "Nowhere to be found")]));
    assert_eq!(none.status, 422);
    assert!(none.words().contains("“Nowhere to be found” is nowhere in the plan"), "{}", none.words());
    assert!(none.body.contains("value=\"Nowhere to be found\""), "what was typed is shown again");
    let settled = |path: &str| {
        (0..200).map(|_| gate.pages.page(path)).find(|page| !page.body.contains("data-watch")).unwrap()
    };
    gate.pages.sends(&format!("{here}/cost"), &gate.form(&here, "cost", 0, &[("item", "Guest sign-in")]));
    let played = settled(&here);
    assert!(
        played.words().contains("It is not kept yet") && played.body.contains("<svg class=\"narrow\""),
        "{}",
        played.words()
    );
    let before = gate.pages.entries();
    let kept = gate.does(&here, "keep-cost", 0, &[]);
    assert_eq!(gate.pages.entries(), before + 1);
    assert!(kept.words().contains("All four conditions hold"), "{}", kept.words());
    let json: Value =
        serde_json::from_str(&gate.pages.types(&["escalate", "gate", "dana", "--json"])).unwrap();
    let told = json["waiting"]["told"].as_str().unwrap();
    assert!(kept.body.contains(told) && json["waiting"]["weeks"].as_array().unwrap().len() == 13, "{told}");
    gate.pages.types(&["peer", "guarded", "dana", "--because", "they used it against me"]);
    let closed = gate.pages.page(&here);
    assert!(closed.words().contains("no joint documents are proposed") && !closed.body.contains("/open\""));
    assert!(gate.pages.page("/escalate").words().contains("no joint documents are proposed"));
    let forced = gate.pages.sends(
        &format!("{here}/open"),
        &with(
            Vec::new(),
            &[
                ("request", &"1".repeat(32)),
                ("back", &here),
                ("question", "Who?"),
                ("me", "Mira"),
                ("regardless", "now"),
            ],
        ),
    );
    assert!(forced.status == 409 || forced.status == 422, "{}", forced.status);
}
