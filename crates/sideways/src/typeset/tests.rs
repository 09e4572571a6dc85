use std::{
    fs,
    io::Write,
    path::Path,
    process::{Command, Stdio},
};

use playbook::outward::escalate::{self as outward, Block, Page};

use proptest::{collection::vec, prelude::*};

use super::{
    Paper, Pdf,
    face::{BOX, Face},
    lines::{Breaker, Ends, broken},
    pdf,
    sheet::{Kind, Sheet},
};

/// A page of two made-up leaders, with these parts.
fn page(blocks: &[(&str, &str)]) -> Page {
    let block = |(heading, words): &(&str, &str)| Block {
        heading: (*heading).to_owned(),
        paragraphs: words.split("\n\n").map(str::to_owned).collect(),
    };
    let mark = |one, other| {
        format!(
            "{one} marked this exact text on 3 June 2026, and holds the position of {other} to be fairly stated."
        )
    };
    Page {
        title: "For Ines Roth to decide by 12 June 2026".into(),
        names: ["Ada Okoye", "Dana Ortiz"].map(str::to_owned),
        blocks: blocks.iter().map(block).collect(),
        marks: [mark("Ada Okoye", "Dana Ortiz"), mark("Dana Ortiz", "Ada Okoye")],
        foot: "Document: 0f3c9a7b52d84e61b0a7c5e2d9f41836, Edition: 3.2".into(),
        markdown: outward::without_shape(BOX, &[]),
    }
}

fn set(page: &Page) -> Pdf {
    pdf(page, Paper::A4).unwrap_or_else(|stop| panic!("{}", stop.fact()))
}

const USUAL: [(&str, &str); 7] = [
    ("The question", "Who builds single sign-in: Identity or Booking?"),
    (
        "The position of Ada Okoye",
        "Identity builds it. The sessions are theirs, and so is the on-call that a broken sign-in wakes at night. Booking would \
         have to learn the token service first, which took the last team that tried it seven weeks; a To-do list of what \
         changed since AVA and WAY were merged is 41 items long.\n\nWhat would have to be true for Booking to do it:\n- somebody \
         of Identity sits with Booking for two weeks, full time, and answers whatever comes up about the token service\n- the \
         audit moves to July\n- the on-call stays where it is",
    ),
    (
        "The position of Dana Ortiz",
        "Booking builds it. Booking has two engineers free from 15 June on, Identity has none before the audit is over, and \
         the first customers who wait for single sign-in are all customers of Booking.\n\nThe audit can't move: “the date is \
         in the contract”, as our auditors wrote on 4 May.",
    ),
    (
        "What was tried",
        "A trade in May: one reviewer of Identity for the on-call of June. It fell through when the audit was brought forward.",
    ),
    (
        "What waiting costs",
        "About ten working days a month: the pilot of Guest Checkout begins once sign-in is there, and 80% of its year waits for it.",
    ),
    (
        "What is asked, of whom, by when",
        "Of Ines Roth: decide by 12 June who builds it, and who gives up what for it.",
    ),
    (
        "Earlier word with Ines Roth",
        "Ada Okoye: none.\nDana Ortiz: I mentioned it on 4 May, in two sentences.",
    ),
];

const LETTERS: [(&str, &str); 4] = [
    ("Το ερώτημα", "Ποιος χτίζει την ενιαία σύνδεση; Ἐν ἀρχῇ ἦν ὁ λόγος, καὶ ὁ λόγος ἦν πρὸς τὸν θεόν."),
    (
        "Позиция Ольги Щербаковой",
        "Команда «Платформа» строит единый вход: сессии принадлежат ей, и дежурство тоже. Объём — около десяти рабочих дней в \
         месяц; въезд, подъём, эхо, юбка.",
    ),
    (
        "Zażółć gęślą jaźń",
        "Příliš žluťoučký kůň úpěl ďábelské ódy. Nguyễn Thị Phượng quyết định. Größenverhältnisse, Ærø, İstanbul, Þór; fine \
         office affluent flight, €200 × 3 ≥ £500.",
    ),
    (
        "A word of its own",
        "See https://plans.example.com/2026/single-sign-in/decisions/0017-who-builds-it?version=14&section=consequences#what-it-\
         costs-to-wait and Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaftsvorstandsvorsitzend\
         enstellvertreter.",
    ),
];

/// What a reader of poppler says of a file on its standard input; nothing where it is not installed.
fn poppler(program: &str, arguments: &[&str], file: &[u8]) -> Option<String> {
    let mut command = Command::new(program);
    command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let Ok(mut child) = command.spawn() else {
        eprintln!("SKIPPED: there is no {program}; 'sudo apt-get install poppler-utils' on Debian");
        return None;
    };
    let mut pipe = child.stdin.take().unwrap();
    let file = file.to_vec();
    let writing = std::thread::spawn(move || drop(pipe.write_all(&file)));
    let said = child.wait_with_output().unwrap();
    writing.join().unwrap();
    assert!(said.status.success(), "{program} does not read it");
    Some(String::from_utf8(said.stdout).unwrap())
}

/// The text of a file as another reader finds it, without what stands above every sheet but the first, and without blanks.
fn read(file: &[u8]) -> Option<String> {
    let text = poppler("pdftotext", &["-raw", "-", "-"], file)?;
    let sheet = |(at, sheet): (usize, &str)| sheet.lines().skip(usize::from(at > 0)).collect::<String>();
    Some(text.split('\u{c}').enumerate().map(sheet).collect::<String>().split_whitespace().collect())
}

/// What must be found in it.
fn written(page: &Page, below: &str) -> String {
    let names = format!("{}From{}and{}", page.title, page.names[0], page.names[1]);
    let blocks = page.blocks.iter().flat_map(|block| [&block.heading].into_iter().chain(&block.paragraphs));
    let all: String = blocks.chain(&page.marks).chain([&page.foot]).map(String::as_str).collect();
    format!("{names}{all}{below}").split_whitespace().collect()
}

#[test]
fn another_reader_finds_every_word_in_its_order() {
    for page in [page(&USUAL[..1]), page(&USUAL), page(&LETTERS), page(&several())] {
        if let Some(found) = read(&set(&page).bytes) {
            assert_eq!(found, written(&page, ""));
        }
    }
}

/// So much that no sheet holds it.
fn several() -> Vec<(&'static str, &'static str)> {
    USUAL.iter().chain(&LETTERS).cycle().take(29).copied().collect()
}

#[test]
fn it_takes_one_sheet_where_it_fits_and_goes_on_where_it_does_not() {
    assert_eq!((set(&page(&USUAL)).sheets, set(&page(&[])).sheets), (1, 1));
    let pdf = set(&page(&several()));
    assert!(pdf.sheets > 2);
    assert_eq!(pdf.remarks(), [format!("The PDF takes {} sheets.", pdf.sheets)]);
    if let Some(text) = poppler("pdftotext", &["-", "-"], &pdf.bytes) {
        let heads: Vec<String> =
            text.split('\u{c}').skip(1).map(|sheet| sheet.lines().take(3).collect()).collect();
        assert!(heads[0].contains("For Ines Roth to decide by 12 June 2026"), "{heads:?}");
        assert!(heads[0].contains(&format!("2 of {}", pdf.sheets)), "{heads:?}");
    }
}

#[test]
fn the_same_page_gives_the_same_bytes_and_they_know_of_nothing_else() {
    let usual = set(&page(&USUAL));
    let elsewhere = std::thread::spawn(|| set(&page(&USUAL))).join().unwrap();
    assert!(usual == elsewhere, "two files of one page differ");
    assert_ne!(usual.bytes, set(&page(&USUAL[1..])).bytes);
    let file = String::from_utf8_lossy(&usual.bytes);
    let here = std::env::current_dir().unwrap().display().to_string();
    for nothing in ["CreationDate", "ModDate", "/Producer", "/Creator", "krilla", "CreateDate", here.as_str()]
    {
        assert!(!file.contains(nothing), "{nothing}");
    }
    if let Some(about) = poppler("pdfinfo", &["-"], &usual.bytes) {
        let says = |line: &str| about.lines().any(|one| one.split_whitespace().eq(line.split_whitespace()));
        assert!(says("Title: For Ines Roth to decide by 12 June 2026"), "{about}");
        assert!(says("Author: Ada Okoye, Dana Ortiz") && says("Tagged: yes") && says("Pages: 1"), "{about}");
        assert!(says("Page size: 595.276 x 841.89 pts (A4)"), "{about}");
        let keys: Vec<&str> = about.lines().filter_map(|line| line.split(':').next()).collect();
        assert!(!keys.iter().any(|key| ["Creator", "Producer", "CreationDate"].contains(key)), "{about}");
    }
}

#[test]
fn whoever_listens_hears_headings_as_headings() {
    let pdf = set(&page(&USUAL[..2]));
    assert!(String::from_utf8_lossy(&pdf.bytes).contains("pdfuaid:part"));
    if let Some(tree) = poppler("pdfinfo", &["-struct-text", "-"], &pdf.bytes) {
        let tags: Vec<&str> =
            tree.lines().map(str::trim).filter_map(|line| line.split([' ', '\n']).next()).collect();
        let tags: Vec<&str> = tags.into_iter().filter(|tag| ["H1", "H2", "P"].contains(tag)).collect();
        assert_eq!(tags, ["H1", "P", "H2", "P", "H2", "P", "P", "P", "P", "P"], "{tree}");
    }
}

#[test]
fn a_letter_that_the_typeface_lacks_is_said_and_kept() {
    let page = page(&[("Where", "The team in 東京 says 🙂, 東, and שלום.")]);
    let pdf = set(&page);
    assert_eq!(pdf.lacks, ['東', '京', '🙂', 'ש', 'ל', 'ו', 'ם']);
    let said = "The typeface of the PDF lacks “東” “京” “🙂” “ש” “ל” “ו” “ם”: □ stands there. Markdown and HTML have every letter.";
    assert_eq!(pdf.remarks(), [said]);
    if let Some(found) = read(&pdf.bytes) {
        assert!(found.contains("Theteamin東京says🙂,東"), "{found}");
        let below = "□ stands for a letter that this typeface lacks: U+6771, U+4EAC, U+1F642, U+05E9, U+05DC, U+05D5, U+05DD.";
        assert!(found.ends_with(&below.split_whitespace().collect::<String>()), "{found}");
    }
}

#[test]
fn letter_is_another_paper() {
    let pdf = pdf(&page(&USUAL), Paper::Letter).unwrap_or_else(|stop| panic!("{}", stop.fact()));
    if let Some(about) = poppler("pdfinfo", &["-"], &pdf.bytes) {
        assert!(about.contains("612 x 792 pts (letter)"), "{about}");
    }
}

#[test]
fn no_heading_and_no_line_stands_alone_at_the_end_of_a_sheet() {
    let face = Face::read().unwrap();
    for count in 1..USUAL.len() * 3 {
        let blocks: Vec<(&str, &str)> = USUAL.iter().cycle().take(count).copied().collect();
        let sheet = Sheet::of(&page(&blocks), &[], &face, Paper::A4);
        for pair in sheet.pages.windows(2) {
            let (last, next) = (pair[0].last().unwrap(), &pair[1][0]);
            assert_ne!(sheet.paragraphs[last.of].kind, Kind::Heading, "{count}");
            let lines = |page: &[super::sheet::Line], of| page.iter().filter(|line| line.of == of).count();
            if last.of == next.of {
                assert!(lines(&pair[0], last.of) > 1 && lines(&pair[1], next.of) > 1, "{count}");
            }
            assert!(!matches!(sheet.paragraphs[next.of].kind, Kind::Mark { is_first: false } | Kind::Foot));
        }
        let heights = sheet.pages.iter().flatten().map(|line| line.y);
        assert!(heights.clone().all(|y| y > 60.0 && y < 842.0 - 60.0), "{count}");
    }
}

fn word() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[a-zA-Zäé]{1,12}[.,;:]?",
        1 => "[a-z0-9]{1,20}(-|/|—)[a-z]{1,30}",
        1 => "[α-ωА-я]{1,9}",
        1 => "\\PC{1,6}",
        1 => "[a-z]{60,200}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn lines_hold_all_words_and_none_is_too_long(words in vec(word(), 0..60), measure in 6.0..40.0_f32, alike: bool) {
        let face = Face::read().unwrap();
        let words = words.iter().flat_map(|word| word.split_whitespace()).collect::<Vec<_>>().join(" ");
        let ends = if alike { Ends::Alike } else { Ends::Running };
        let lines = broken(&Breaker::new(&face), &words, measure, measure - 1.0, ends);
        prop_assert_eq!(lines.iter().map(|line| line.text.as_str()).collect::<String>(), words);
        for line in &lines {
            let inked = face.shaped(line.text.trim_end()).width;
            let letters = line.text.trim_end().chars().count();
            prop_assert!(inked < measure + 0.3 || letters < 3, "{} in {measure}: {}", inked, line.text);
            for glyph in &line.glyphs {
                prop_assert!(line.text.get(glyph.text_range.clone()).is_some_and(|text| !text.is_empty()));
            }
        }
    }

    #[test]
    fn any_page_is_set(heading in "\\PC{0,60}", words in "(\\PC|\n){0,400}", name in "\\PC{1,80}") {
        let mut page = page(&[(heading.as_str(), words.as_str())]);
        page.names[1].clone_from(&name);
        page.title = format!("For {name} to decide by 12 June 2026");
        let made = set(&page);
        prop_assert!(made.sheets > 0 && made.bytes.starts_with(b"%PDF-1.7"));
    }
}

/// Pages to look at: `SIDEWAYS_LOOK=FOLDER cargo test -p sideways --bin sideways to_look_at`, then `pdftoppm -png`.
#[test]
fn pages_to_look_at() {
    let Some(folder) = std::env::var_os("SIDEWAYS_LOOK") else { return };
    let lacking = [("日本 and עברית", "The team in 東京 says 🙂 and שלום; the rest is Latin.")];
    let pages = [
        ("short", page(&USUAL[..2])),
        ("usual", page(&USUAL)),
        ("letters", page(&LETTERS)),
        ("lacking", page(&lacking)),
    ];
    for (name, page) in pages.into_iter().chain([("several", page(&several()))]) {
        fs::write(Path::new(&folder).join(name).with_extension("pdf"), set(&page).bytes).unwrap();
    }
}
