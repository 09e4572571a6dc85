//! The map corrected where it stands: answers, crossings, names.

use super::{plan::settled, *};

/// What leads from the page of the map to the forms behind it.
fn behind(pages: &Pages, start: &str) -> Vec<Answer> {
    let map = pages.page("/map");
    let links = map.body.split("href=\"").skip(1).map(|rest| rest.split('"').next().unwrap());
    let links: BTreeSet<&str> = links.filter(|link| link.starts_with(start)).collect();
    links.into_iter().map(|link| pages.page(link)).collect()
}

/// The form that corrects the crossing which carries this word.
fn crossing_with(pages: &Pages, word: &str) -> Vec<(String, String)> {
    let all = behind(pages, "/map/crossing");
    let forms = all.iter().map(|page| page.form("/map/crossing", 0));
    let has = |form: &Vec<(String, String)>| form.iter().any(|(_, value)| value == word);
    forms.into_iter().find(has).unwrap_or_else(|| panic!("no form for {word}"))
}

/// The first form to an address that carries this word.
fn form_with(page: &Answer, action: &str, word: &str) -> Vec<(String, String)> {
    let all = page.body.matches(&format!("action=\"{action}\">")).count();
    let forms = (0..all).map(|nth| page.form(action, nth));
    let has = |form: &Vec<(String, String)>| form.iter().any(|(_, value)| value == word);
    forms.into_iter().find(has).unwrap_or_else(|| panic!("no form for {word}: {}", page.words()))
}

#[test]
fn the_drawing_tells_warmth_by_shape_and_word_and_says_when_it_is_too_early() {
    let pages = Pages::of(&full("pages-map-warmth"));
    for svg in ["/map.svg", "/map-narrow.svg"] {
        let drawing = pages.page(svg).body;
        assert!(drawing.contains("○ too early to say"), "{svg}");
        roxmltree::Document::parse(&drawing).unwrap();
    }
    for day in ["2027-01-26", "2027-02-01"] {
        types(&pages.home, day, &["talk", "dana", "25m", "constraint=two people out"]);
    }
    let map = pages.page("/map");
    assert!(pages.page("/map.svg").body.contains("● warm"), "{}", map.words());
    assert!(map.words().contains("● warm"));
    assert!(pages.page("/map/all/words").words().contains("The channel: warm"));
}

#[test]
fn m3b_a_question_is_answered_in_place_once_and_undone_in_place() {
    let pages = Pages::of(&full("pages-map-answer"));
    let before = pages.entries();
    let form = with(form_with(&pages.page("/map"), "/map/answer", "Harbour Data"), &[("name", "Ada Okoye")]);
    let kept = pages.does("/map/answer", &form);
    assert!(kept.words().contains("Ada Okoye") && kept.words().contains("Undo"), "{}", kept.words());
    assert!(kept.words().contains("You corrected 1 thing since"), "{}", kept.words());
    assert_eq!(pages.sends("/map/answer", &form).status, 303);
    assert_eq!(pages.entries(), before + 1, "sent twice, kept once");
    assert!(pages.types(&["who"]).contains("Harbour Data: Ada Okoye"));
    // What was said stands in place of the question, with what takes it back.
    assert!(kept.words().contains("You said: for “Harbour Data” it is Ada Okoye. Undo"), "{}", kept.words());
    let subject = "name=\"subject\" value=\"Harbour Data\"";
    assert!(!kept.body.contains(subject), "it is not asked again");
    let another = kept.form("/undo", 0).into_iter().filter(|(name, _)| name != "entry").collect();
    let again = with(another, &[("subject", "Harbour Data"), ("name", "Ada Okoye")]);
    let refused = pages.sends("/map/answer", &again);
    assert_eq!(refused.status, 409);
    assert!(refused.words().contains("says so already") && refused.body.contains("value=\"Ada Okoye\""));
    pages.does("/undo", &kept.form("/undo", 0));
    assert!(!pages.types(&["who"]).contains("Ada Okoye"));
    assert!(pages.page("/map").body.contains(subject), "it is asked again");
    let nobody = with(form_with(&pages.page("/map"), "/map/answer", "Harbour Data"), &[("name", " ")]);
    assert_eq!(pages.sends("/map/answer", &nobody).status, 422);
}

#[test]
fn m3b_a_crossing_is_rejected_rekinded_given_and_added_in_place() {
    let pages = Pages::of(&full("pages-map-crossing"));
    let of = |word: &str| crossing_with(&pages, word);
    let item = "Card numbers kept out of our logs";
    let bare = pages.sends("/map/crossing", &with(of(item), &[("do", "reject")]));
    assert_eq!(bare.status, 422, "a reason is asked for");
    assert!(bare.body.contains(&format!("value=\"{item}\"")), "{}", bare.body);
    pages.does("/map/crossing", &with(of(item), &[("do", "reject"), ("because", "built in <May>")]));
    pages.does(
        "/map/crossing",
        &with(of("Guest sign-in at checkout"), &[("do", "approval"), ("because", "they sign")]),
    );
    pages.does("/map/crossing", &with(of("Sales posted to the ledger"), &[("do", "given")]));
    let added = [("item", "Checkout v2"), ("whom", "Legal"), ("do", "approval"), ("because", "the terms")];
    pages.does("/map/crossing", &with(of("yes"), &added));
    let listed = pages.types(&["corrections"]);
    for said in ["built in <May>", "they sign", "Sales posted to the ledger", "the terms"] {
        assert!(listed.contains(said), "{said}: {listed}");
    }
    assert!(pages.page("/map").words().contains("You corrected 4 things since"));
    assert_eq!(pages.sends("/plan/redraw", &[]).header("location"), Some("/plan"));
    let understood = settled(&pages);
    assert!(understood.words().contains("What I understood"), "{}", understood.words());
    let map = pages.does("/plan/keep", &understood.form("/plan/keep", 0));
    assert!(
        map.words().contains("Corrected by you")
            && map.words().contains("“built in <May>”".replace('<', "&lt;").replace('>', "&gt;").as_str()),
        "{}",
        map.words()
    );
    assert!(!map.words().contains("which the drawing does not show"));
}

#[test]
fn m3b_names_that_are_slips_of_the_pen_are_said_before_they_are_kept() {
    let pages = Pages::of(&full("pages-map-slips"));
    let before = pages.entries();
    let crossed = |fields: &[(&str, &str)]| {
        let usual = [("do", "touch"), ("because", "so it is")];
        let form = with(crossing_with(&pages, "yes"), &usual);
        pages.sends("/map/crossing", &with(form, fields))
    };
    let form = with(form_with(&pages.page("/map"), "/map/answer", "Harbour Data"), &[("name", "Dana")]);
    let answered = pages.sends("/map/answer", &form);
    for (answer, said) in [
        (&crossed(&[("item", "zzz"), ("whom", "Identity")]), "No item of your plan is called “zzz”"),
        (&crossed(&[("item", "Checkout v2"), ("whom", "Identty")]), "did you mean “Identity”?"),
        (&answered, "did you mean “Dana Ortiz”?"),
    ] {
        assert_eq!(answer.status, 422, "{}", answer.words());
        assert!(answer.words().contains(said), "{said}: {}", answer.words());
    }
    assert_eq!(pages.entries(), before);
    let meant = with(answered.form("/map/answer", 0), &[("name", "Dana"), ("anew", "yes")]);
    assert_eq!(pages.sends("/map/answer", &meant).status, 303, "it is kept where it is meant");
}

#[test]
fn m3b_a_name_is_struck_with_its_reason_and_kept_with_the_map_that_shows_it() {
    let pages = Pages::of(&full("pages-map-name"));
    let strike = |name: &str, because: &str| {
        let fields = [("do", "without"), ("name", name), ("because", because)];
        pages.sends("/plan/redraw", &with(Vec::new(), &fields))
    };
    assert_eq!(strike("Tom Reyes", "").status, 422);
    strike("Tom Reyes", "we share a desk");
    let understood = settled(&pages);
    assert!(understood.words().contains("Tom Reyes went from it"), "{}", understood.words());
    assert!(!pages.types(&["corrections"]).contains("Tom Reyes"), "nothing is kept yet");
    let form = understood.form("/plan/keep", 0);
    let map = pages.does("/plan/keep", &form);
    assert_eq!(pages.sends("/plan/keep", &form).status, 303, "kept once");
    assert!(pages.types(&["corrections"]).contains("we share a desk"));
    let left = map.body.split("id=\"left-out\"").nth(1).unwrap();
    assert!(left.contains("Tom Reyes"), "{}", map.words());
    strike("Nobody Known", "because");
    let failed = settled(&pages);
    assert!(failed.words().contains("Nobody called “Nobody Known” is in the plan"), "{}", failed.words());
    assert_eq!(failed.words().matches("Nothing was kept").count(), 1, "{}", failed.words());
    strike("Ton Reyes", "because");
    let meant = settled(&pages);
    assert!(meant.words().contains("did you mean “Tom Reyes”?"), "{}", meant.words());
    assert!(meant.body.contains("action=\"/plan/redraw\"") && meant.body.contains("value=\"because\""));
}

#[test]
fn an_old_map_says_so() {
    let home = full("pages-map-old");
    assert!(!Pages::of(&home).page("/map").words().contains("weeks old"));
    let later = Pages::on(&home, "2027-04-12");
    assert!(later.page("/map").words().contains("It is 14 weeks old"), "{}", later.page("/map").words());
}

#[test]
fn behind_the_map_stands_everything_of_it_and_addresses_never_mean_another_map() {
    let pages = Pages::of(&full("pages-map-behind"));
    let map: Value = serde_json::from_str(&pages.types(&["map", "--json"])).unwrap();
    let kept = &map["kept"]["entry"];
    let needs = behind(&pages, "/map/need/");
    let people = ["peers", "left_out"].iter().flat_map(|list| map[list].as_array().unwrap());
    for person in people {
        let name = person["person"].as_str().unwrap();
        let page = needs.iter().find(|page| page.words().contains(&format!("needs of {name}"))).unwrap();
        for crossing in person["crossings"].as_array().unwrap() {
            let quote = crossing["quote"].as_str().unwrap().replace('"', "&quot;").replace('>', "&gt;");
            assert!(page.body.contains(&quote), "{name}: {quote}");
        }
    }
    for what in ["words", "left-out", "missing", "unread", "dates", "corrected"] {
        let first = pages.page(&format!("/map/all/{what}"));
        let beyond = pages.page(&format!("/map/all/{what}?from=99999999999"));
        assert!(first.body.len() >= beyond.body.len(), "{what}");
    }
    assert_eq!(pages.asks("GET", "/map/all/else", &[]).status, 404);
    let link = |at: &str| format!("/map/{}", at.replace('K', &kept.to_string()));
    for wrong in ["need/K/99", "need/K/x", "crossing/K/0/99", "missing/K/99", "crossing/K/99/0"] {
        assert_eq!(pages.asks("GET", &link(wrong), &[]).status, 404, "{wrong}");
    }
    pages.types(&[
        "map",
        "plan.md",
        "--people",
        "people.toml",
        "--me",
        "Mira Solberg",
        "--trials",
        "50",
        "--keep",
    ]);
    for old in ["need/K/0", "crossing/K/0/0", "missing/K/0"] {
        let answer = pages.asks("GET", &link(old), &[]);
        assert_eq!((answer.status, answer.header("location")), (303, Some("/map")), "{old}");
    }
    let empty = Pages::of(&notebook("pages-map-behind-none"));
    for path in ["need/2/0", "all/words", "crossing", "name"] {
        assert_eq!(empty.asks("GET", &link(path), &[]).status, 303, "{path}");
    }
}
