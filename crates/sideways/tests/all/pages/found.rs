//! Finding the way: the palette's page, help, the script, and how heavy a first view is.

use super::*;

#[test]
fn a_few_letters_lead_to_rooms_peers_and_acts() {
    let pages = Pages::of(&full("pages-go"));
    pages.types(&["peer", "alias", "dana", "DO the second"]);
    let links = |words: &str| -> Vec<String> {
        let page = pages.page(&format!("/go?words={words}"));
        let list = page.body.split("id=\"places\"").nth(1).unwrap().split("</ul>").next().unwrap();
        list.split("href=\"").skip(1).map(|rest| rest.split('"').next().unwrap().to_owned()).collect()
    };
    let dana = format!("/peer/{}", id_of(&pages, "Dana Ortiz"));
    assert_eq!(links("week"), ["/"]);
    for words in ["dana", "ort", "dana+ortiz", "second"] {
        assert!(links(words).contains(&dana), "{words}: {:?}", links(words));
    }
    assert!(links("prep+dana").contains(&format!("{dana}/prepare")));
    assert!(links("record+ort").contains(&format!("{dana}#talk")));
    assert!(links("backup").contains(&"/settings#backup".to_owned()));
    assert!(links("zzz").is_empty());
    assert!(links("").contains(&"/settings".to_owned()));
    for link in links("").iter().chain(&links("dana")) {
        assert_eq!(pages.page(link.split('#').next().unwrap()).status, 200);
    }
}

#[test]
fn every_key_that_help_names_is_one_the_script_knows_and_none_changes_anything() {
    let pages = Pages::of(&notebook("pages-keys"));
    let help = pages.page("/help").words();
    let script = script(&pages);
    for (key, room) in
        [("w", "\"/\""), ("m", "\"/map\""), ("p", "\"/peers\""), ("l", "\"/log\""), ("s", "\"/settings\"")]
    {
        assert!(script.contains(&format!("{key}: {room}")), "g {key}");
        assert!(help.contains(&format!("g {key} ")), "{help}");
    }
    for never in ["POST", "submit()", "innerHTML", "eval", "localStorage", "http:", "https:"] {
        assert!(!script.contains(never), "{never}");
    }
}

fn script(pages: &Pages) -> String {
    let page = pages.page("/");
    let path = page.body.split("<script src=\"").nth(1).unwrap().split('"').next().unwrap();
    pages.page(path).body
}

#[test]
fn a_first_view_of_any_page_is_under_60_kilobytes_in_all() {
    let pages = Pages::of(&full("pages-weight"));
    let size = |path: &str| -> usize {
        let answer = pages.sized(path);
        let length = answer.header("content-length").unwrap();
        answer.head.len() + length.parse::<usize>().unwrap()
    };
    for path in PAGES.iter().filter(|path| !path.ends_with(".svg")) {
        let page = pages.page(path);
        let parts = page.body.split(['"', ' ']);
        let parts: BTreeSet<&str> =
            parts.filter(|part| part.starts_with("/assets/") || part.ends_with(".svg")).collect();
        assert!(parts.len() >= 3, "sheet, script and icon: {parts:?}");
        let all: usize = parts.iter().map(|part| size(part)).sum::<usize>() + size(path);
        assert!(all < 60_000, "{path}: {all}");
    }
}

#[test]
fn s10_what_is_packed_holds_nothing_of_the_notebook_and_no_page_is() {
    let pages = Pages::of(&full("pages-packed"));
    let is_packed = |path: &str| pages.sized(path).header("content-encoding") == Some("gzip");
    for path in PAGES {
        assert!(!is_packed(path), "{path}");
    }
    let page = pages.page("/").body;
    let parts = page.split(['"', ' ']).filter(|part| part.starts_with("/assets/") && !part.ends_with(".svg"));
    for part in parts {
        assert!(is_packed(part), "{part}");
        assert!(
            pages.page(part).header("content-encoding").is_none(),
            "who can't unpack it gets it as it is"
        );
    }
}

#[test]
fn what_is_typed_without_accents_is_found_and_so_are_acts_by_other_words() {
    let home = notebook("pages-found-accents");
    types(&home, MONDAY, &["peer", "add", "Zoë Müller"]);
    let pages = Pages::of(&home);
    for words in ["zoe", "muller", "ZO%C3%8B"] {
        assert!(pages.page(&format!("/go?words={words}")).words().contains("Zoë Müller peer"), "{words}");
        assert!(pages.page(&format!("/log?words={words}")).words().contains("Zoë Müller entered"), "{words}");
    }
    for (words, path) in [
        ("hunt", "/trade/hunt"),
        ("what+if", "/trade/what-if"),
        ("check", "/escalate/check"),
        ("lock", "/settings#lock"),
    ] {
        let found = pages.page(&format!("/go?words={words}")).body;
        assert!(found.contains(&format!("href=\"{path}\"")), "{words}: {found}");
    }
    assert!(pages.page("/go").body.contains("<li><a href=\"/calendar\">"));
    let field = "data-find autofocus";
    assert!(pages.page("/log?find=1").body.contains(field) && !pages.page("/log").body.contains(field));
}
