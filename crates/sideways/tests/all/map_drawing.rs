//! The map as a picture: what is in it, for names of any kind and plans of any size.

use std::fs;

use roxmltree::{Document, Node};

use crate::run::{folder, map, repository, said};

/// The picture of a plan for Mira, and its map.
fn drawn(name: &str, body: &str) -> (String, serde_json::Value) {
    let here = folder(name);
    fs::write(here.join("plan.md"), body).unwrap();
    let asked = ["map", "plan.md", "--me", "Mira Solberg", "--as-of", "2026-11-22", "--trials", "100"];
    said(&here, &[&asked[..], &["--svg", "map.svg", "--attention"]].concat());
    (fs::read_to_string(here.join("map.svg")).unwrap(), map(&here, &asked))
}

fn text<'a>(document: &'a Document, tag: &str) -> &'a str {
    document.descendants().find(|node| node.has_tag_name(tag)).and_then(|node| node.text()).unwrap()
}

/// The drawing for a width: its words, line by line.
fn words(document: &Document, class: &str) -> Vec<String> {
    let sheet = document.descendants().find(|node| node.attribute("class") == Some(class)).unwrap();
    let texts = sheet.descendants().filter(|node| node.has_tag_name("text"));
    texts.map(|node| node.text().unwrap_or_default().to_owned()).collect()
}

fn length(node: &Node, name: &str) -> f64 {
    node.attribute(name).unwrap().parse().unwrap()
}

const TEAMS: &str = "## Teams\n- Booking: Mira Solberg\n- Payments: Dana Ortiz\n- Identity: Tom Reyes\n";

#[test]
fn names_of_any_kind_stay_words_and_all_of_them_are_told() {
    let people = [
        "Ширяева-Константинопольская Александра",
        "田中 美咲",
        "עדי בן־דוד",
        "A & \"B\" 'C'",
        "x\u{202e}y \u{7}z\u{ffff}",
    ];
    let titles = [
        "<script>alert(1)</script>",
        "予約システムの刷新と団体旅行の見積もり対応の開始",
        "]]> --> &amp; <g onload=x>",
    ];
    let mut body = String::from("## Teams\n- Booking: Mira Solberg\n");
    people.iter().enumerate().for_each(|(at, name)| body.push_str(&format!("- T{at}: {name}\n")));
    for (number, title) in titles.iter().enumerate() {
        body.push_str(&format!("## {title} @Booking by 2027-0{}-15\n", number + 1));
        (0..people.len())
            .for_each(|at| body.push_str(&format!("- W{number}{at}, 5d, needs yes from T{at}\n")));
    }
    let (svg, map) = drawn("drawn_hostile", &body);
    let document = Document::parse(&svg).unwrap();
    let described = text(&document, "desc");
    let listed = ["peers", "left_out"].into_iter().flat_map(|list| map[list].as_array().unwrap());
    let people: Vec<&str> = listed.map(|one| one["person"].as_str().unwrap()).collect();
    assert_eq!(people.len(), 5);
    let deliverables =
        map["deliverables"].as_array().unwrap().iter().map(|one| one["item"].as_str().unwrap());
    for name in people.into_iter().chain(deliverables) {
        let shown = sources::text::shown(name).replace('\u{ffff}', "\u{fffd}");
        assert!(described.contains(&shown), "{shown:?} in {described}");
    }
    for node in document.descendants().filter(Node::is_element) {
        let tag = node.tag_name().name();
        assert!(["svg", "title", "desc", "style", "rect", "g", "path", "text"].contains(&tag), "{tag}");
        for attribute in node.attributes() {
            let (name, value) = (attribute.name(), attribute.value());
            assert!(!name.starts_with("on") && !name.contains("href") && !value.contains("url("), "{name}");
        }
    }
    assert!(!text(&document, "style").contains("url(") && !text(&document, "style").contains("@import"));
}

#[test]
fn the_same_map_is_the_same_bytes_and_without_attention_there_is_none() {
    let here = folder("drawn_twice");
    for file in ["a.svg", "b.svg"] {
        said(&here, &["try", "--attention", "--svg", file]);
    }
    said(&here, &["try", "--svg", "c.svg"]);
    let read = |file: &str| fs::read_to_string(here.join(file)).unwrap();
    assert_eq!(read("a.svg"), read("b.svg"));
    assert!(read("a.svg").contains("Attention") && !read("c.svg").contains("Attention"));
}

#[test]
fn m4_attention_is_drawn_as_two_bars_and_what_is_not_known_as_an_empty_outline() {
    let here = folder("drawn_attention");
    said(&here, &["try", "--attention", "--svg", "map.svg"]);
    let svg = fs::read_to_string(here.join("map.svg")).unwrap();
    let document = Document::parse(&svg).unwrap();
    let attention = map(&repository(), &["try"])["attention"].clone();
    let due: Vec<f64> =
        attention.as_array().unwrap().iter().map(|one| one["due"].as_f64().unwrap()).collect();
    for class in ["wide", "narrow"] {
        let sheet = document.descendants().find(|node| node.attribute("class") == Some(class)).unwrap();
        let bars = |class: &str| -> Vec<f64> {
            let bars = sheet.descendants().filter(|node| node.attribute("class") == Some(class));
            bars.map(|node| length(&node, "width")).collect()
        };
        let drawn = bars("due");
        assert_eq!((drawn.len(), bars("unknown").len(), bars("given").len()), (due.len(), due.len(), 0));
        for (bar, hours) in drawn.iter().zip(&due) {
            assert!((bar / drawn[0] - hours / due[0]).abs() < 1e-3, "bars are in proportion");
        }
        let words = words(&document, class);
        assert_eq!(words.iter().filter(|words| *words == "given: not known").count(), due.len());
    }
    assert!(text(&document, "desc").contains(
        "Attention in hours a month: Dana Ortiz: due 1.8, given not known, half an hour every 2 weeks"
    ));
}

#[test]
fn m3_a_picture_of_many_people_and_deliverables_does_not_grow_without_end() {
    let mut body = String::from("## Teams\n- Booking: Mira Solberg\n");
    (0..60).for_each(|at| body.push_str(&format!("- Team {at}: Person {at}\n")));
    for at in 0..60 {
        body.push_str(&format!(
            "## Promise {at} @Booking by 2027-03-{:02}\n- W{at}, 5d, lands on Team {at}\n",
            at % 28 + 1
        ));
        (0..4).for_each(|big| body.push_str(&format!("- W{at} {big}, 5d, needs yes from Team {big}\n")));
    }
    let (svg, _) = drawn("drawn_many", &body);
    let document = Document::parse(&svg).unwrap();
    for class in ["wide", "narrow"] {
        let sheet = document.descendants().find(|node| node.attribute("class") == Some(class)).unwrap();
        assert!(length(&sheet, "height") < 1500.0, "{}", length(&sheet, "height"));
        let words = words(&document, class).join(" ");
        assert!(words.contains("51 others") && words.contains("51 other deliverables"), "{words}");
    }
    let described = text(&document, "desc");
    assert!((0..60).all(
        |at| described.contains(&format!("Person {at}")) && described.contains(&format!("Promise {at},"))
    ));
}

#[test]
fn where_nobody_is_named_the_picture_says_so() {
    let seen = |name: &str, body: &str| {
        let (svg, _) = drawn(name, body);
        words(&Document::parse(&svg).unwrap(), "wide").join(" ")
    };
    assert!(seen("drawn_empty", "").contains("Nothing was read that is a piece of work."));
    let alone = seen("drawn_alone", &format!("{TEAMS}## Alpha @Booking\n- a, 3d\n"));
    assert!(alone.contains("No crossing found") && alone.contains("nobody is due a talk"), "{alone}");
    let theirs = seen("drawn_theirs", &format!("{TEAMS}## Alpha @Payments\n- a, 3d\n"));
    assert!(theirs.contains("No open work of Mira Solberg was found"), "{theirs}");
    let teams: String = (0..40).map(|at| format!("- Team {at}: Person {at}\n")).collect();
    let asks: String = (0..40).map(|at| format!("- W{at}, 3d, touches Team {at}\n")).collect();
    let even = seen("drawn_even", &format!("{TEAMS}{teams}## Alpha @Booking\n{asks}"));
    assert!(
        even.contains("Nobody stands out: 40 people share the need") && even.contains("35 others"),
        "{even}"
    );
}

#[test]
fn m3_a_guess_is_drawn_as_a_guess_and_puts_nobody_above_the_line() {
    let body = format!("{TEAMS}## Alpha @Booking\n- a, 3d, perhaps needs yes from Payments\n");
    let (svg, _) = drawn("drawn_guess", &body);
    let document = Document::parse(&svg).unwrap();
    let words = words(&document, "wide").join(" ");
    assert!(words.contains("Nobody is named: nothing but guesses speaks for anybody."), "{words}");
    assert!(words.contains("not among the names") && words.contains("a guess"), "{words}");
    let classes: Vec<&str> = document.descendants().filter_map(|node| node.attribute("class")).collect();
    assert!(
        classes.contains(&"rail guess out") && !classes.iter().any(|class| class.contains("approval")),
        "{classes:?}"
    );
    assert!(text(&document, "desc").contains("Dana Ortiz, 100.0 %: Alpha (approval as a guess)."));
}

#[test]
fn m2_need_without_a_name_is_part_of_the_picture() {
    let body = format!("{TEAMS}## Alpha @Booking\n- a, 3d, touches Payments, touches Harbour\n");
    let (svg, map) = drawn("drawn_nameless", &body);
    let document = Document::parse(&svg).unwrap();
    assert_eq!(map["unnamed"], 0.5);
    let words = words(&document, "wide");
    assert!(
        words.contains(&"No name yet".to_owned()) && words.contains(&"50.0 %: Harbour".to_owned()),
        "{words:?}"
    );
    assert!(text(&document, "desc").contains("No name yet: Harbour, 50.0 %: Alpha (touch)."));
}
