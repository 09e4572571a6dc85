//! A talk in one line, typed as in the terminal.

use super::*;

const LINE: &str =
    "dana 25m constraint=\"no <b>testers</b>\" kindness=\"our load figures by fri\" --status went over it";

#[test]
fn c3_a_line_is_understood_as_the_terminal_understands_it_and_can_be_undone() {
    let pages = Pages::of(&full("pages-capture"));
    let before = pages.entries();
    let form = with(pages.page("/capture").form("/capture", 0), &[("line", LINE)]);
    let kept = pages.sends("/capture", &form);
    assert_eq!(kept.status, 200, "{}", kept.words());
    let words = kept.words();
    assert!(words.contains("Talk with Dana Ortiz on 2027-02-08, 25 minutes"), "{words}");
    assert!(words.contains("The next talk is due on"), "{words}");
    assert!(!kept.body.contains("<b>testers"), "{}", kept.body);
    assert_eq!(pages.sends("/capture", &form).status, 200, "sent twice, kept once");
    assert_eq!(pages.entries(), before + 1);
    let log: Value = serde_json::from_str(&pages.types(&["log", "-n", "1", "--json"])).unwrap();
    let elsewhere = full("pages-capture-typed");
    let typed = [
        "talk",
        "dana",
        "25m",
        "constraint=no <b>testers</b>",
        "kindness=our load figures by fri",
        "--status",
        "went over it",
    ];
    types(&elsewhere, MONDAY, &typed);
    let at_terminal: Value =
        serde_json::from_str(&types(&elsewhere, MONDAY, &["log", "-n", "1", "--json"])).unwrap();
    assert_eq!(log[0]["says"], at_terminal[0]["says"]);
    pages.does("/undo", &kept.form("/undo", 0));
    let undone: Value = serde_json::from_str(&pages.types(&["log", "--undone", "--json"])).unwrap();
    assert_eq!(undone.as_array().unwrap().len(), 1);
}

#[test]
fn what_is_no_talk_is_shown_again_as_it_was_typed_and_nothing_is_kept() {
    let pages = Pages::of(&full("pages-capture-refused"));
    let before = pages.entries();
    for (line, says) in [
        ("nobody 25m", "Not kept: "),
        ("dana \"open", "a quotation mark is not closed"),
        ("  ", "nothing was typed"),
        ("prepare dana", "keeps a talk that took place"),
        ("cancelled dana", "keeps a talk that took place"),
        ("dana --on soon", "“soon”"),
        ("dana --unknown", "unexpected argument"),
        ("--help", "unexpected argument"),
    ] {
        let form = with(pages.page("/capture").form("/capture", 0), &[("line", line)]);
        let refused = pages.sends("/capture", &form);
        assert_eq!(refused.status, 422, "{line}");
        assert!(refused.words().contains(says), "{line}: {}", refused.words());
        let again = format!("value=\"{}\"", line.replace('"', "&quot;"));
        assert!(refused.body.contains(&again), "{line}");
    }
    assert_eq!(pages.entries(), before);
    let whole =
        with(pages.page("/capture").form("/capture", 0), &[("line", "sideways talk conflict dana 20m")]);
    assert!(pages.sends("/capture", &whole).words().contains("conflict"));
}
