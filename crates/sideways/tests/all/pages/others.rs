//! What other processes do to a notebook that the pages hold in memory.

use std::os::unix::fs::DirBuilderExt;

use super::*;

#[test]
fn a_new_key_a_forgotten_entry_and_a_restored_backup_show_at_the_next_request() {
    let pages = Pages::of(&full("pages-others"));
    let (folder, dana) = (pages.home.join("backups"), "/peer/2");
    assert!(pages.page(dana).words().contains("two people out"));
    pages.types(&["rekey"]);
    assert!(pages.page(dana).words().contains("two people out"), "the new key is found");
    pages.types(&["backup", folder.to_str().unwrap()]);
    pages.types(&["peer", "add", "Ana Novak"]);
    assert!(pages.page("/peers").words().contains("Ana Novak"));
    pages.types(&["restore", folder.to_str().unwrap()]);
    assert!(!pages.page("/peers").words().contains("Ana Novak"));
    let log: Value = serde_json::from_str(&pages.types(&["log", "feared", "--json"])).unwrap();
    assert!(pages.page("/log?words=feared").words().contains("feared the migration"));
    pages.types(&["forget", &log[0]["entry"].to_string()]);
    assert!(!pages.page("/log").words().contains("feared"));
    assert!(!pages.page(dana).words().contains("two people out"));
    assert!(pages.page("/log?words=feared").words().contains("No entry fits."));
}

#[test]
fn without_its_key_no_page_shows_anything_of_the_notebook() {
    let pages = Pages::of(&full("pages-keyless"));
    assert!(pages.page("/peers").words().contains("Dana"));
    assert!(pages.page("/log").words().contains("Dana"));
    let keys = pages.home.join(".config/sideways/keys");
    let aside = pages.home.join("aside");
    fs::rename(&keys, &aside).unwrap();
    for path in PAGES {
        let answer = pages.asks("GET", path, &[]);
        assert!([422, 500].contains(&answer.status), "{path}: {}", answer.status);
        assert!(!answer.body.contains("Dana"), "{path}");
    }
    fs::rename(&aside, &keys).unwrap();
    assert!(pages.page("/peers").words().contains("Dana"));
}

#[test]
fn a_passphrase_that_was_locked_away_takes_the_pages_with_it() {
    let home = folder("pages-passphrase");
    let runtime = home.join("run");
    fs::DirBuilder::new().mode(0o700).create(&runtime).unwrap();
    let typed = |arguments: &[&str], words: &str| {
        let mut command = at_desk(&home, MONDAY);
        let run = command.env("XDG_RUNTIME_DIR", &runtime).args(arguments).write_stdin(words.to_owned());
        let output = run.output().unwrap();
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    };
    typed(&["init", "--passphrase"], "four words of mine\n");
    typed(&["unlock"], "four words of mine\n");
    typed(&["peer", "add", "Dana Ortiz"], "");
    let pages = Pages::with(&home, MONDAY, &[("XDG_RUNTIME_DIR", runtime.to_str().unwrap())]);
    assert!(pages.page("/peers").words().contains("Dana Ortiz"));
    assert!(pages.page("/settings").words().contains("A passphrase opens it"));
    typed(&["lock"], "");
    for path in ["/", "/peers", "/log", "/go?words=dana"] {
        let answer = pages.asks("GET", path, &[]);
        assert_eq!(answer.status, 422, "{path}");
        assert!(
            !answer.body.contains("Dana") && answer.words().contains("sideways unlock"),
            "{}",
            answer.words()
        );
    }
    typed(&["unlock"], "four words of mine\n");
    assert!(pages.page("/peers").words().contains("Dana Ortiz"));
}
