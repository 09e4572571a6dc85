//! Settings: how pages look, when they lock, backups, and names that are hidden.

use super::*;

fn chosen(pages: &mut Pages, fields: &[(&str, &str)]) {
    let fields = with(Vec::new(), fields);
    let answer = pages.sends("/settings/guise", &fields);
    assert_eq!(answer.status, 303);
    let cookie = answer.header("set-cookie").unwrap();
    assert!(cookie.contains("HttpOnly; SameSite=Strict"), "{cookie}");
    let session = pages.cookie.split("; ").next().unwrap().to_owned();
    pages.cookie = format!("{session}; {}", cookie.split(';').next().unwrap());
}

#[test]
fn appearance_and_keys_are_kept_in_a_cookie_and_on_every_page() {
    let mut pages = Pages::of(&full("pages-guise"));
    assert!(pages.page("/").body.contains("<html lang=\"en\">"));
    chosen(&mut pages, &[("scheme", "dark"), ("large", "yes"), ("keyless", "yes")]);
    for path in ["/", "/log", "/settings", "/peer/2"] {
        let page = pages.page(path).body;
        assert!(
            page.contains("<html lang=\"en\" data-scheme=\"dark\" data-text=\"large\" data-keys=\"off\">"),
            "{page}"
        );
    }
    assert!(pages.page("/settings").body.contains("value=\"dark\" checked"));
    chosen(&mut pages, &[("scheme", "system")]);
    assert!(pages.page("/").body.contains("<html lang=\"en\">"));
}

#[test]
fn hidden_names_are_on_no_page_and_in_no_title_and_what_is_typed_is_kept_as_it_is() {
    let mut pages = Pages::of(&full("pages-nameless"));
    let page = |pages: &Pages, path: &str| pages.page(path).body;
    assert!(page(&pages, "/peer/2").contains("<title>Dana Ortiz"));
    chosen(&mut pages, &[("nameless", "yes")]);
    for path in PAGES {
        let body = page(&pages, path);
        // What a choice means, and what a button sends, is nothing that is seen at a glance.
        let without = |body: &str, from: &str, to: &str| -> String {
            let mut parts = body.split(from);
            let first = parts.next().unwrap_or_default();
            first
                .chars()
                .chain(parts.flat_map(|part| part.split_once(to).map_or("", |(_, rest)| rest).chars()))
                .collect()
        };
        let without_forms = without(&without(&body, "<option", "</option>"), "<input type=\"hidden\"", ">");
        let without_forms = without(&without_forms, "<input type=\"radio\"", ">");
        for name in ["Dana", "Ortiz"] {
            assert!(!without_forms.contains(name), "{path}: {name}\n{without_forms}");
        }
    }
    assert!(page(&pages, "/peer/2").contains("<title>D. O. · sideways"));
    assert!(page(&pages, "/log").contains(">Dana Ortiz</option>"), "a choice names whom it means");
    let form = with(pages.page("/capture").form("/capture", 0), &[("line", "nobody \"Dana said\"")]);
    assert!(pages.sends("/capture", &form).body.contains("value=\"nobody &quot;Dana said&quot;\""));
}

#[test]
fn the_minutes_after_which_the_pages_lock_are_set_within_bounds() {
    let pages = Pages::of(&notebook("pages-lock-after"));
    assert!(pages.page("/settings").body.contains("value=\"15\""));
    assert_eq!(pages.sends("/settings/lock-after", &with(Vec::new(), &[("minutes", "5")])).status, 303);
    assert!(pages.page("/settings").body.contains("value=\"5\""));
    for wrong in ["0", "721", "-1", "soon", ""] {
        let answer = pages.sends("/settings/lock-after", &with(Vec::new(), &[("minutes", wrong)]));
        assert_eq!(answer.status, 422, "{wrong}");
        assert!(is_again(&answer, "/settings/lock-after", wrong), "{}", answer.body);
    }
}

/// Whether a form is shown again among the rooms, with what was typed.
fn is_again(answer: &Answer, action: &str, typed: &str) -> bool {
    let form = answer.body.split(&format!("action=\"{action}\"")).nth(1).unwrap_or_default();
    answer.body.contains("aria-label=\"Rooms\"") && form.contains(&format!("value=\"{typed}\""))
}

#[test]
fn s15_a_backup_made_from_the_page_restores() {
    let mut pages = Pages::of(&full("pages-backup"));
    assert!(pages.page("/settings").words().contains("No backup of this notebook is in this folder."));
    let folder = pages.home.join("my backups");
    let wanted = with(Vec::new(), &[("folder", folder.to_str().unwrap())]);
    let made = pages.sends("/settings/backup", &wanted);
    assert_eq!(made.status, 303, "{}", made.words());
    let cookie = made.header("set-cookie").unwrap().split(';').next().unwrap().to_owned();
    pages.cookie = format!("{}; {cookie}", pages.cookie);
    let after = pages.page(made.header("location").unwrap());
    assert!(after.words().contains("The backup was made."), "{}", after.words());
    assert!(after.words().contains("was made on Mon 8 Feb 2027"), "{}", after.words());
    assert!(after.body.contains("my backups"));
    let before = pages.entries();
    pages.types(&["restore", folder.to_str().unwrap()]);
    assert_eq!(pages.entries(), before);
    assert_eq!(pages.page("/").status, 200);
    // A folder that can't be written was mistyped; nothing failed.
    for wrong in ["", "relative/folder", "/proc/x"] {
        let answer = pages.sends("/settings/backup", &with(Vec::new(), &[("folder", wrong)]));
        assert_eq!(answer.status, 422, "{wrong}");
        assert!(is_again(&answer, "/settings/backup", wrong), "{}", answer.body);
    }
}

#[test]
fn everything_is_written_in_the_clear_only_where_that_is_meant_and_nothing_lies_yet() {
    let pages = Pages::of(&full("pages-export"));
    let folder = pages.home.join("in the clear");
    let act = |folder: &str, sure: &str| {
        pages.sends("/settings/export", &with(Vec::new(), &[("folder", folder), ("sure", sure)]))
    };
    let path = folder.to_str().unwrap();
    let untold = act(path, "");
    assert_eq!(untold.status, 422);
    assert!(untold.words().contains("before you tick that it is meant"), "{}", untold.words());
    assert!(is_again(&untold, "/settings/export", path), "{}", untold.body);
    assert!(!folder.exists());
    let done = act(path, "yes");
    assert_eq!(done.status, 303, "{}", done.words());
    assert!(
        pages
            .page(done.header("location").unwrap())
            .words()
            .contains("Everything was written, in the clear.")
    );
    let lines = fs::read_to_string(folder.join("entries.jsonl")).unwrap();
    assert!(lines.contains("feared the migration") && lines.lines().count() >= pages.entries(), "{lines}");
    let again = act(path, "yes");
    assert!(again.status >= 400, "what lies there is not written over: {}", again.status);
    assert!(is_again(&again, "/settings/export", path), "{}", again.body);
    assert_eq!(fs::read_to_string(folder.join("entries.jsonl")).unwrap(), lines);
    assert_eq!(act("relative/folder", "yes").status, 422);
}
