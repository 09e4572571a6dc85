//! Changes that span teams, as pages, from the first word to the page that went up (rule R1).

use super::*;

/// What is typed into the form of a new one.
const CHANGE: [(&str, &str); 2] = [("what", "Move checkout & <b>sign-in</b>"), ("asks", "your yes by June")];

/// A page with one that touches Dana and Tom.
fn begun(pages: &Pages) -> Answer {
    let (dana, tom) = (id_of(pages, "Dana Ortiz"), id_of(pages, "Tom Reyes"));
    let touches = [("touches", &dana[..]), ("touches", &tom[..])];
    let form = pages.page("/ratify").form("/ratify/new", 0);
    pages.does("/ratify/new", &with(form, &[&CHANGE[..], &touches].concat()))
}

fn list(pages: &Pages) -> Value {
    serde_json::from_str(&pages.types(&["initiative", "--json"])).unwrap()
}

#[test]
fn r1_each_decides_in_place_and_once_all_have_one_page_goes_up() {
    let home = full("pages-ratify");
    let tests = ["contribution", "dana", "the load tests", "--for", "checkout and sign-in"];
    types(&home, MONDAY, &tests);
    let pages = Pages::of(&home);
    let before = pages.entries();
    let page = begun(&pages);
    assert!(page.words().contains("Missing: Dana Ortiz and Tom Reyes. Nothing goes up"), "{}", page.words());
    assert!(page.body.contains("<h2>Move checkout &amp; &lt;b&gt;sign-in&lt;/b&gt;</h2>"));
    let id = list(&pages)[0]["id"].as_str().unwrap().to_owned();
    let download = format!("/ratify/{id}/page.md");
    assert_eq!(pages.asks("GET", &download, &[]).status, 409, "nothing before all have decided");
    assert!(
        pages.page("/").body.contains(&format!("href=\"/ratify#e{id}\"")),
        "the line of the week leads there"
    );
    let yes = page.form("/ratify/decide", 0);
    let page = pages.does("/ratify/decide", &yes);
    assert!(page.words().contains("Missing: Tom Reyes."), "{}", page.words());
    assert_eq!(pages.sends("/ratify/decide", &yes).status, 303);
    assert_eq!(pages.entries(), before + 2, "a form that is sent twice acts once");
    let no = page.form("/ratify/decide", 2);
    assert!(no.contains(&("answer".into(), "no".into())));
    let page = pages.does("/ratify/decide", &no);
    assert!(page.words().contains("A no is no decision to ratify"), "{}", page.words());
    let form = page.form("/ratify/decide", 1);
    let iffy =
        [("answer", "condition"), ("condition", "the freeze ends by June"), ("remark", "he doubts it")];
    let page = pages.does("/ratify/decide", &with(form, &iffy));
    let words = page.words();
    assert!(words.contains("All have decided.") && !words.contains("No contribution of Dana Ortiz"));
    let text =
        page.body.split("readonly").nth(1).unwrap().split('>').nth(1).unwrap().split('<').next().unwrap();
    let places = [
        "The team of Dana Ortiz",
        "condition: the freeze ends by June",
        "the load tests",
        "your yes by June",
    ];
    let places: Vec<usize> =
        places.iter().map(|part| text.find(part).unwrap_or_else(|| panic!("{part}: {text}"))).collect();
    assert!(places.is_sorted(), "{text}");
    assert!(!page.body.split("goes-up").nth(1).unwrap().contains("doubts"), "P1: what was said beside it");
    let file = pages.page(&download);
    assert_eq!(file.header("content-type"), Some("text/markdown; charset=utf-8"));
    assert!(file.header("content-disposition").unwrap().starts_with("attachment; filename=\"initiative-"));
    let said: Value = serde_json::from_str(&pages.types(&["initiative", "page", &id, "--json"])).unwrap();
    assert_eq!(file.body, format!("{}\n", said["text"].as_str().unwrap()));
    let up = pages.does("/ratify/up", &page.form("/ratify/up", 0));
    assert!(up.words().contains("went up on Mon 8 Feb 2027"), "{}", up.words());
    assert_eq!(pages.types(&["contribution", "--json"]).trim(), "[]", "T6: named by that");
    let undone = pages.does("/undo", &up.form("/undo", 0));
    assert!(undone.words().contains("The page that goes up"), "{}", undone.words());
}

#[test]
fn r1_what_is_refused_is_shown_again_as_it_was_typed() {
    let pages = Pages::of(&full("pages-ratify-refused"));
    let new = |typed: &[(&str, &str)]| {
        let form = pages.page("/ratify").form("/ratify/new", 0);
        pages.sends("/ratify/new", &with(form, typed))
    };
    let tom = id_of(&pages, "Tom Reyes");
    let before = pages.entries();
    for (typed, status, why) in [
        (&[("what", " "), ("asks", "your \"yes\"")][..], 422, "The change is missing."),
        (&[("what", "paint the shed"), ("asks", "your \"yes\"")], 409, "would touch nobody"),
        (&[("what", "x"), ("asks", "your \"yes\""), ("teams", "Nobody's")], 409, "no peer is called “Nobody"),
        (&[("what", "x"), ("asks", "your \"yes\""), ("touches", "99")], 409, "a peer is missing"),
    ] {
        let refused = new(typed);
        assert_eq!(refused.status, status, "{typed:?}: {}", refused.words());
        let words = refused.words().to_lowercase();
        assert!(words.contains(&why.to_lowercase()), "{why}: {words}");
        assert!(refused.body.contains("value=\"your &quot;yes&quot;\""), "{typed:?}");
    }
    let ticked = new(&[("what", ""), ("touches", &tom)]);
    assert!(ticked.body.contains(&format!("name=\"touches\" value=\"{tom}\" checked")), "ticks too");
    assert_eq!(pages.entries(), before);
    let page = begun(&pages);
    let fold = page.form("/ratify/decide", 2);
    for (typed, status, why) in [
        (&[("answer", "condition"), ("remark", "so \"so\"")][..], 422, "The condition is missing."),
        (&[("answer", "yes"), ("condition", "x"), ("remark", "so \"so\"")], 422, "has no condition"),
        (&[("answer", ""), ("remark", "so \"so\"")], 422, "What they said is missing."),
        (&[("answer", "no"), ("on", "2027-03-01"), ("remark", "so \"so\"")], 409, "Mon 1 Mar 2027"),
    ] {
        let refused = pages.sends("/ratify/decide", &with(fold.clone(), typed));
        assert_eq!(refused.status, status, "{typed:?}");
        assert!(refused.words().contains(why), "{why}: {}", refused.words());
        assert!(refused.body.contains("value=\"so &quot;so&quot;\""), "{typed:?}");
    }
    for (what, typed, status) in [
        ("touch", &[("who", "nobody at all")][..], 409),
        ("touch", &[("who", "Dana Ortiz")], 409),
        ("spare", &[("peer", "2"), ("because", "")], 422),
        ("request", &[("asks", "")], 422),
        ("up", &[][..], 409),
        ("drop", &[("because", "")], 422),
    ] {
        let path = format!("/ratify/{what}");
        // Its page can't go up yet, and there is no form that says so.
        let form = if what == "up" { page.form("/ratify/drop", 0) } else { page.form(&path, 0) };
        let refused = pages.sends(&path, &with(form, typed));
        assert_eq!(refused.status, status, "{what} {typed:?}: {}", refused.words());
    }
    assert_eq!(pages.entries(), before + 1);
}

#[test]
fn r1_a_team_more_or_less_another_request_and_the_end() {
    let pages = Pages::of(&full("pages-ratify-changed"));
    let page = begun(&pages);
    let page = pages.does("/ratify/touch", &with(page.form("/ratify/touch", 0), &[("who", "Platform")]));
    assert!(page.words().contains("Joost Verhaak Platform"), "{}", page.words());
    let joost = id_of(&pages, "Joost Verhaak");
    assert!(pages.page(&format!("/peer/{joost}")).words().contains("Initiatives that touch them"));
    let spare = with(page.form("/ratify/spare", 0), &[("peer", &joost), ("because", "it runs beside it")]);
    let page = pages.does("/ratify/spare", &spare);
    assert!(!page.words().contains("Joost Verhaak Platform"), "{}", page.words());
    assert!(page.body.contains("value=\"your yes by June\""), "what it asks for is there to be changed");
    let page =
        pages.does("/ratify/request", &with(page.form("/ratify/request", 0), &[("asks", "your yes by May")]));
    assert!(page.words().contains("your yes by May"), "{}", page.words());
    let gone = pages.does("/ratify/drop", &with(page.form("/ratify/drop", 0), &[("because", "the audit")]));
    assert!(gone.words().contains("A change that spans teams is decided"), "{}", gone.words());
    let late = pages.sends("/ratify/decide", &page.form("/ratify/decide", 0));
    assert_eq!(late.status, 409, "it was dropped meanwhile");
    assert!(list(&pages).as_array().unwrap().is_empty());
    assert_eq!(pages.asks("GET", "/ratify/99/page.md", &[]).status, 409);
    assert_eq!(pages.asks("GET", "/ratify/x/page.md", &[]).status, 404);
}
