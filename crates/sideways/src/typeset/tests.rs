use std::{fs, path::Path, process::Command};

use playbook::outward::escalate::{self as outward, Block, Page};

use super::{Paper, Pdf, pdf};

const BOX: char = super::face::BOX;

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

/// Pages to look at: `SIDEWAYS_LOOK=FOLDER cargo test -p sideways typeset`.
#[test]
fn pages_to_look_at() {
    let Some(folder) = std::env::var_os("SIDEWAYS_LOOK") else { return };
    let long: Vec<(&str, &str)> = USUAL.iter().cycle().take(21).copied().collect();
    let middle: Vec<(&str, &str)> = USUAL.iter().chain(&USUAL[1..4]).copied().collect();
    let greek = [
        ("Το ερώτημα", "Ποιος χτίζει την ενιαία σύνδεση; Ἐν ἀρχῇ ἦν ὁ λόγος, καὶ ὁ λόγος ἦν πρὸς τὸν θεόν."),
        (
            "Позиция Ольги Щербаковой",
            "Команда «Платформа» строит единый вход: сессии принадлежат ей, и дежурство тоже. Объём — около десяти рабочих дней в месяц; въезд, подъём, эхо, юбка.",
        ),
        (
            "Zażółć gęślą jaźń",
            "Příliš žluťoučký kůň úpěl ďábelské ódy. Việt Nam: Nguyễn Thị Phượng quyết định. Größenverhältnisse, Ærø, İstanbul, Þór; fine office affluent flight; a\u{301}\u{323} e\u{302}\u{301}.",
        ),
        (
            "日本 and עברית",
            "The team in 東京 says 🙂 and שלום; the rest is Latin. €200 × 3 ≥ £500 → done ✓ ☐",
        ),
        (
            "A word of its own",
            "See https://plans.example.com/2026/single-sign-in/decisions/0017-who-builds-it?version=14&section=consequences#what-it-costs-to-wait-another-quarter-for-it and Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaftsvorstandsvorsitzendenstellvertreter.",
        ),
    ];
    for (name, page) in [
        ("short", page(&USUAL[..2])),
        ("usual", page(&USUAL)),
        ("middle", page(&middle)),
        ("long", page(&long)),
        ("letters", page(&greek)),
    ] {
        fs::write(Path::new(&folder).join(name).with_extension("pdf"), set(&page).bytes).unwrap();
    }
}
