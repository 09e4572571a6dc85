//! The first start, and a plan that is dropped onto the page: read, asked about, understood, and kept only then.

use super::*;

/// Sends files as a browser does.
fn drops(pages: &Pages, files: &[(&str, &str, &[u8])], headers: &[&str]) -> Answer {
    let mut body = Vec::new();
    for (field, name, bytes) in files {
        body.extend(format!("--edge\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\nContent-Type: text/plain\r\n\r\n").bytes());
        body.extend(*bytes);
        body.extend(b"\r\n");
    }
    body.extend(b"--edge--\r\n");
    let mut lines = vec![
        "POST /plan HTTP/1.1".to_owned(),
        format!("Host: 127.0.0.1:{}", pages.port),
        "Connection: close".into(),
        format!("Cookie: {}", pages.cookie),
        "Content-Type: multipart/form-data; boundary=edge".into(),
        format!("Content-Length: {}", body.len()),
    ];
    lines.extend(headers.iter().map(|line| (*line).to_owned()));
    let mut stream = TcpStream::connect(("127.0.0.1", pages.port)).unwrap();
    stream.write_all(format!("{}\r\n\r\n", lines.join("\r\n")).as_bytes()).unwrap();
    let _ = stream.write_all(&body);
    let mut all = String::new();
    stream.read_to_string(&mut all).unwrap();
    let (head, body) = all.split_once("\r\n\r\n").unwrap();
    Answer {
        status: head.split(' ').nth(1).unwrap().parse().unwrap(),
        head: head.to_owned(),
        body: body.to_owned(),
    }
}

const OURS: [&str; 2] = ["Sec-Fetch-Site: same-origin", "Origin: null"];

fn northlight() -> [Vec<u8>; 2] {
    ["plan.md", "people.toml"]
        .map(|file| fs::read(repository().join("examples/northlight").join(file)).unwrap())
}

/// The page once nothing is under way any more.
pub fn settled(pages: &Pages) -> Answer {
    loop {
        let answer = pages.asks("GET", "/plan", &OURS);
        if answer.header("refresh").is_none() {
            return answer;
        }
        assert!(
            answer.words().contains("Look again") && answer.words().contains("Stop"),
            "{}",
            answer.words()
        );
    }
}

fn dropped(pages: &Pages) -> Answer {
    let [plan, people] = northlight();
    let files = [("plan", "plan.md", &plan[..]), ("people", "people.toml", &people[..])];
    assert_eq!(drops(pages, &files, &OURS).header("location"), Some("/plan"));
    settled(pages)
}

fn mine(pages: &Pages) -> Answer {
    let me = [("me".to_owned(), "Mira Solberg".to_owned()), ("team".to_owned(), "Booking".to_owned())];
    assert_eq!(pages.sends("/plan/whose", &me).status, 303);
    settled(pages)
}

/// Every file below a folder.
pub fn files(home: &Path) -> Vec<PathBuf> {
    let (mut all, mut folders) = (Vec::new(), vec![home.to_path_buf()]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { folders.push(path) } else { all.push(path) }
        }
    }
    all
}

#[test]
fn the_first_start_is_one_page_and_a_dropped_plan_becomes_the_map_that_the_terminal_would_keep() {
    let home = folder("pages-first");
    let pages = Pages::of(&home);
    let first = pages.page("/");
    assert!(first.words().contains("Drop your plan here") && first.words().contains("Try the sample"));
    for path in ["/map", "/peers", "/log", "/nowhere"] {
        assert_eq!(pages.asks("GET", path, &OURS).header("location"), Some("/"), "{path}");
    }
    assert_eq!(pages.sends("/undo", &[]).status, 409, "nothing to act on");
    let whose = dropped(&pages);
    assert!(whose.words().contains("Whose plan is it?") && whose.words().contains("168 items"));
    assert!(whose.body.contains("<option value=\"Mira Solberg\">"), "people are suggested");
    let understood = mine(&pages);
    for said in ["What I understood", "of your need", "Dana Ortiz", "plan.md:192", "afetr"] {
        assert!(understood.words().contains(said), "{said}: {}", understood.words());
    }
    assert!(files(&home).is_empty(), "nothing is kept before the leader says so");
    let keep = understood.form("/plan/keep", 0);
    assert_eq!(pages.sends("/plan/keep", &keep).header("location"), Some("/code"));
    assert_eq!(pages.sends("/plan/keep", &keep).header("location"), Some("/code"), "kept once");
    let code = pages.page("/code").words();
    assert!(code.contains("Write this down, on paper"), "{code}");
    assert!(pages.page("/map").words().contains("not written down yet"));
    let seen = pages.sends("/code", &[]);
    assert!(seen.header("location").unwrap().starts_with("/map?done="));
    assert_eq!(pages.asks("GET", "/code", &OURS).header("location"), Some("/"), "it is shown no more");
    for path in files(&home) {
        let bytes = fs::read(&path).unwrap();
        let holds = |words: &[u8]| bytes.windows(words.len()).any(|window| window == words);
        assert!(!holds(b"Guest sign-in") && !holds(b"Dana"), "{} lies in the clear", path.display());
    }
    let typed = folder("pages-first-typed");
    for (name, bytes) in ["plan.md", "people.toml"].iter().zip(northlight()) {
        fs::write(typed.join(name), bytes).unwrap();
    }
    types(&typed, MONDAY, &["init"]);
    let whose = ["--me", "Mira Solberg", "--team", "Booking"];
    types(&typed, MONDAY, &[&["read", "plan.md", "--people", "people.toml"][..], &whose].concat());
    types(&typed, MONDAY, &["map", "--keep"]);
    let map =
        |home: &Path| -> Value { serde_json::from_str(&types(home, MONDAY, &["map", "--json"])).unwrap() };
    let (dropped, typed) = (map(&home), map(&typed));
    for part in ["peers", "left_out", "gaps", "questions", "deliverables", "covered", "as_of"] {
        assert_eq!(dropped[part], typed[part], "{part}");
    }
}

#[test]
fn a_dropped_plan_is_drawn_anew_from_what_the_notebook_keeps_of_it() {
    let home = folder("pages-dropped-again");
    let pages = Pages::of(&home);
    dropped(&pages);
    let understood = mine(&pages);
    pages.sends("/plan/keep", &understood.form("/plan/keep", 0));
    let read = pages.types(&["read"]);
    assert!(read.contains("168 items") && read.contains("remembers this plan already"), "{read}");
    pages.types(&["who", "Harbour Data", "Ada Okoye"]);
    pages.types(&["map", "--keep"]);
    let map: Value = serde_json::from_str(&pages.types(&["map", "--json"])).unwrap();
    assert!(
        map["left_out"].to_string().contains("Ada Okoye") || map["peers"].to_string().contains("Ada Okoye")
    );
    assert!(pages.types(&["log"]).contains("The plan was dropped onto a page: plan.md, people.toml"));
    assert!(pages.page("/map").words().contains("from plan.md and people.toml, as dropped"));
    // A plan with a path takes its place.
    fs::write(home.join("other.md"), "# Year\n\n## Form @Booking\n- Page, 5d, needs yes from Payments\n")
        .unwrap();
    pages.types(&["map", "other.md", "--team", "Booking", "--keep"]);
    assert!(pages.types(&["read"]).contains("1 file"));
}

#[test]
fn a_misspelt_name_is_put_right_with_one_click() {
    let pages = Pages::of(&folder("pages-stranger"));
    dropped(&pages);
    pages.sends("/plan/whose", &[("me".to_owned(), "Mira Solbergg".to_owned())]);
    let asked = settled(&pages);
    assert!(asked.words().contains("did you mean “Mira Solberg”?"), "{}", asked.words());
    let form = asked.form("/plan/whose", 0);
    assert_eq!(form, [("me".to_owned(), "Mira Solberg".to_owned())]);
    pages.sends("/plan/whose", &form);
    assert!(settled(&pages).words().contains("What I understood"));
    assert_eq!(pages.sends("/plan/leave", &[]).status, 303);
    assert!(settled(&pages).words().contains("Drop your plan here"));
}

#[test]
fn what_can_not_be_read_is_said_with_its_file_and_nothing_is_kept() {
    let home = folder("pages-unread");
    let pages = Pages::of(&home);
    let unfit: [(&str, &str, &[u8]); 3] = [
        ("plan", "C:\\plans\\<b>plan.xlsx", b"PK\x03\x04"),
        ("plan", "scan.pdf", b"%PDF-1.7"),
        ("plan", "notes.md", b"# Year\n\n## Form @Booking\n- Page, 5d, needs yes from Payments\n"),
    ];
    assert_eq!(drops(&pages, &unfit, &OURS).status, 303);
    let asked = settled(&pages);
    assert!(!asked.body.contains("<b>plan") && asked.body.contains("&lt;b&gt;plan"), "{}", asked.body);
    for said in ["Excel workbook", "scan.pdf", "1 file"] {
        assert!(asked.words().contains(said), "{said}: {}", asked.words());
    }
    assert_eq!(drops(&pages, &[], &OURS).status, 422, "no file");
    let large = vec![b'x'; (64 << 20) + 1];
    let much = drops(&pages, &[("plan", "large.md", &large)], &OURS);
    assert_eq!(much.status, 422);
    assert!(much.words().contains("sideways read PATH"), "{}", much.words());
    let by_script = [&OURS[..], &["Accept: text/plain"]].concat();
    assert_eq!(drops(&pages, &unfit, &by_script).body, "/plan");
    assert!(files(&home).is_empty());
}

#[test]
fn s11_no_other_site_drops_a_plan_or_begins_anything() {
    let home = folder("pages-first-others");
    let pages = Pages::of(&home);
    let [plan, _] = northlight();
    for headers in
        [&["Sec-Fetch-Site: cross-site", "Origin: https://evil.example"][..], &["Origin: null"], &[]]
    {
        assert_eq!(drops(&pages, &[("plan", "plan.md", &plan)], headers).status, 403);
    }
    let host = format!("Host: 127.0.0.1:{}", pages.port);
    for path in [
        "/begin",
        "/sample",
        "/sample/remove",
        "/plan/keep",
        "/plan/whose",
        "/plan/redraw",
        "/plan/leave",
        "/code",
    ] {
        let answer = pages.asks_of(&host, "POST", path, &["Sec-Fetch-Site: cross-site"], "me=x");
        assert_eq!(answer.status, 403, "{path}");
        let answer = pages.asks_of(&host, "POST", path, &[OURS[0], "Cookie: none=1"], "me=x");
        assert_eq!(answer.status, 401, "{path}");
    }
    assert!(files(&home).is_empty());
}

/// The children of a process that were not waited for yet.
#[cfg(target_os = "linux")]
fn children(process: u32) -> Vec<String> {
    let of = |task: std::io::Result<fs::DirEntry>| {
        fs::read_to_string(task.unwrap().path().join("children")).unwrap()
    };
    let tasks = fs::read_dir(format!("/proc/{process}/task")).unwrap();
    tasks.flat_map(|task| of(task).split_whitespace().map(str::to_owned).collect::<Vec<_>>()).collect()
}

#[cfg(target_os = "linux")]
#[test]
fn s12_a_child_has_no_file_open_but_its_three_streams() {
    let open = |process: &str| -> Vec<String> {
        let files = fs::read_dir(format!("/proc/{process}/fd")).unwrap();
        let mut names: Vec<String> =
            files.map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    };
    // Given a program that was started with a file open
    let pages = Pages::of(&folder("pages-child-files"));
    assert!(open(&pages.child.id().to_string()).contains(&"9".into()));
    // When its child has read a plan
    assert!(dropped(&pages).words().contains("168 items"));
    // Then nothing but its three streams is open there
    assert_eq!(open(&children(pages.child.id())[0]), ["0", "1", "2"]);
}

#[cfg(target_os = "linux")]
#[test]
fn s12_a_child_that_ended_while_it_waited_is_no_fault_of_the_next_file() {
    let pages = Pages::of(&folder("pages-child-ended"));
    let read = || assert!(dropped(&pages).words().contains("168 items"));
    read();
    let waits = children(pages.child.id());
    assert_eq!(waits.len(), 1, "one child reads all files");
    assert!(Command::new("kill").args(["-9", &waits[0]]).status().unwrap().success());
    read();
    let next = children(pages.child.id());
    assert!(next.len() == 1 && next != waits, "{next:?}");
}

#[test]
fn a_notebook_can_begin_empty() {
    let pages = Pages::of(&folder("pages-begin"));
    assert_eq!(pages.sends("/begin", &[]).header("location"), Some("/code"));
    pages.sends("/code", &[]);
    assert!(pages.page("/map").words().contains("Drop your plan here"));
    assert!(pages.page("/peers").words().contains("The notebook knows nobody yet"));
    assert_eq!(pages.sends("/begin", &[]).header("location"), Some("/"), "there is one already");
}
