//! Lines of the week that are done in place, as the command that they name does it.

use super::*;

/// The week's line whose command begins so.
fn line(pages: &Pages, command: &str) -> Value {
    let week: Value = serde_json::from_str(&pages.types(&["week", "--json"])).unwrap();
    let lines = week["lines"].as_array().unwrap();
    let found = lines.iter().find(|line| line["command"].as_str().unwrap().starts_with(command));
    found.unwrap_or_else(|| panic!("no line with {command}: {week}")).clone()
}

/// The form of the week page that does a command.
fn form(pages: &Pages, command: &str) -> Vec<(String, String)> {
    let page = pages.page("/");
    let forms = page.body.matches("action=\"/week/do\"").count();
    let typed = |(name, value): (String, String)| (name, value.replace("&quot;", "\"").replace("&amp;", "&"));
    let mut all = (0..forms).map(|nth| page.form("/week/do", nth).into_iter().map(typed).collect::<Vec<_>>());
    let is_it = |form: &Vec<(String, String)>| {
        form.iter().any(|(name, value)| name == "command" && value.starts_with(command))
    };
    all.find(is_it).unwrap_or_else(|| panic!("no form for {command}: {}", page.words()))
}

/// A notebook with a peer and no map, so that their line is about what was entered.
fn with_dana(name: &str) -> PathBuf {
    let home = notebook(name);
    types(&home, "2027-01-18", &["peer", "add", "Dana Ortiz"]);
    home
}

#[test]
fn t8_an_ask_is_said_to_be_heard_in_place_and_answered_on_its_page() {
    let home = with_dana("pages-asks");
    types(&home, "2027-02-05", &["ask", "from", "dana", "a", "review", "of", "their", "design"]);
    let pages = Pages::of(&home);
    let ask =
        line(&pages, "sideways ask ack")["command"].as_str().unwrap().rsplit(' ').next().unwrap().to_owned();
    let heard = form(&pages, "sideways ask ack");
    let before = pages.entries();
    assert!(pages.does("/week/do", &heard).words().contains("Undo"));
    assert_eq!(pages.sends("/week/do", &heard).status, 303, "sent twice, done once");
    assert_eq!(pages.entries(), before + 1);
    let path = format!("/answer/{ask}");
    let page = pages.page(&path);
    let drafts: Value = serde_json::from_str(&pages.types(&["answer", &ask, "--draft", "--json"])).unwrap();
    for text in ["yes", "no"] {
        let words = drafts["drafts"][text].as_str().unwrap_or_else(|| panic!("{drafts}"));
        let first = words.lines().last().unwrap().to_owned();
        assert!(page.words().contains(&first), "{first}\n{}", page.words());
    }
    let forms = page.body.matches(&format!("action=\"{path}\"")).count();
    let of = |does: &str| {
        let all = (0..forms).map(|nth| page.form(&path, nth));
        all.into_iter().find(|form| form.iter().any(|(name, value)| name == "does" && value == does)).unwrap()
    };
    assert_eq!(pages.sends(&path, &with(of("decide"), &[("by", "soon")])).status, 422);
    pages.does(&path, &with(of("decide"), &[("by", "2027-02-12")]));
    let no = pages.does(&path, &with(of("no"), &[("instead", "a look at it in March")]));
    assert!(no.words().contains("a look at it in March") || no.words().contains("no"), "{}", no.words());
    assert_eq!(pages.asks("GET", &path, &[]).status, 409, "it is answered");
    assert_eq!(pages.asks("GET", "/answer/x", &[]).status, 404);
}

#[test]
fn t4_b2_a_loan_comes_back_and_a_decision_is_taken_in_place() {
    let home = with_dana("pages-loans");
    types(&home, "2027-01-20", &["loan", "from", "dana", "a tester", "--until", "2027-02-05"]);
    types(&home, "2027-01-25", &["team", "waits", "who", "leads", "the", "on-call"]);
    let pages = Pages::of(&home);
    let page = pages.page("/").words();
    assert!(page.contains("It is back"), "{page}");
    let before = pages.entries();
    pages.does("/week/do", &form(&pages, "sideways loan returned"));
    let commands = |pages: &Pages| pages.types(&["week", "--json"]);
    if commands(&pages).contains("sideways team decided") {
        pages.does("/week/do", &form(&pages, "sideways team decided"));
        assert_eq!(pages.entries(), before + 2);
    }
    assert!(!commands(&pages).contains("sideways loan returned"));
}

#[test]
fn w1_a_yes_is_recorded_from_its_line_and_the_line_goes() {
    let pages = Pages::of(&full("pages-yes"));
    let given = line(&pages, "sideways crossing given");
    let before = pages.entries();
    let yes = form(&pages, given["command"].as_str().unwrap());
    let after = pages.does("/week/do", &yes);
    assert!(
        !after
            .body
            .split("<ol class=\"lines\">")
            .nth(1)
            .unwrap()
            .contains(given["sentence"].as_str().unwrap())
    );
    assert_eq!(pages.sends("/week/do", &yes).status, 303, "sent twice, done once");
    assert_eq!(pages.entries(), before + 1);
    let undone = pages.does("/undo", &after.form("/undo", 0));
    assert!(undone.words().contains(given["sentence"].as_str().unwrap()), "{}", undone.words());
}

#[test]
fn a_command_that_no_line_has_in_place_is_not_done() {
    let pages = Pages::of(&full("pages-no-act"));
    let before = pages.entries();
    let base = pages.page("/").form("/week/later", 0);
    for command in [
        "",
        "sideways forget 1",
        "forget 1",
        "sideways rekey",
        "sideways give x",
        "sideways ask ack 9999",
        "\"",
        "sideways restore /tmp",
    ] {
        let fields = with(base.clone(), &[("command", command)]);
        let answer = pages.sends("/week/do", &fields);
        assert!([409, 422].contains(&answer.status), "{command}: {}", answer.status);
    }
    assert_eq!(pages.entries(), before);
}

#[test]
fn d1_a_meeting_in_which_peers_will_be_absent_stands_on_the_week_and_is_put_off_there() {
    let home = crate::forums::begun("pages-forum");
    let pages = Pages::on(&home, crate::forums::MONDAY);
    let page = pages.page("/");
    assert!(page.words().contains("Read what to say for Mira Solberg and Tom Reyes"), "{}", page.words());
    let forms = page.body.matches("action=\"/week/later\"").count();
    let name = line(&pages, "sideways defend")["name"].as_str().unwrap().to_owned();
    let mut all = (0..forms).map(|nth| page.form("/week/later", nth));
    let is_it =
        |form: &Vec<(String, String)>| form.iter().any(|(key, value)| key == "line" && *value == name);
    let off = all.find(is_it).unwrap();
    let after = pages.does("/week/later", &off);
    assert!(
        after.words().contains("Undo") && !after.words().contains("Read what to say"),
        "{}",
        after.words()
    );
    let before = pages.entries();
    assert_eq!(pages.sends("/week/later", &off).status, 303, "sent twice, done once");
    assert_eq!(pages.entries(), before);
}

#[test]
fn the_address_of_an_act_leads_to_the_page_on_which_it_stands() {
    let pages = Pages::of(&full("pages-acts-asked"));
    for act in ACTS {
        let answer = pages.asks("GET", act, &["Sec-Fetch-Site: same-origin"]);
        let page = match answer.status {
            303 => answer.header("location").unwrap().to_owned(),
            // A page and its act may have one address.
            200 => continue,
            409 if act.starts_with("/answer/") => continue,
            status => panic!("{act}: {status}"),
        };
        // No document is kept in this notebook.
        if page.starts_with("/escalate/5") {
            continue;
        }
        assert_eq!(pages.page(&page).status, 200, "{act}: {page}");
        assert!(page == "/" || page == "/log" || act.starts_with(&page), "{act}: {page}");
    }
    assert_eq!(pages.asks("DELETE", "/undo", &["Sec-Fetch-Site: same-origin"]).status, 405);
}

#[test]
fn what_is_refused_of_a_line_or_an_entry_is_shown_again_among_the_rooms() {
    let pages = Pages::of(&full("pages-acts-refused"));
    let before = pages.entries();
    let strike = pages.sends("/week/not-this", &pages.page("/").form("/week/not-this", 0));
    assert_eq!(strike.status, 422);
    let keep = pages.sends("/forget", &pages.page("/forget/5").form("/forget", 0));
    assert_eq!(keep.status, 422);
    let name = [("do", "with"), ("name", "Nessa <Quill>"), ("because", "")];
    let name = pages.sends("/plan/redraw", &with(Vec::new(), &name));
    assert_eq!(name.status, 422);
    assert!(name.body.contains("value=\"Nessa &lt;Quill&gt;\""), "{}", name.body);
    for (answer, act) in [(&strike, "/week/not-this"), (&keep, "/forget"), (&name, "/plan/redraw")] {
        assert!(answer.body.contains("aria-label=\"Rooms\"") && answer.body.contains(" autofocus"), "{act}");
        answer.form(act, 0);
    }
    assert_eq!(pages.entries(), before);
    let struck = with(strike.form("/week/not-this", 0), &[("because", "we met")]);
    assert_eq!(pages.sends("/week/not-this", &struck).status, 303);
    assert_eq!(pages.sends("/forget", &with(keep.form("/forget", 0), &[("sure", "yes")])).status, 303);
}
