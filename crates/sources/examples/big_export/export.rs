//! A made-up export of any size, as Jira Cloud writes it. The same seed gives the same bytes.

use std::io::{self, Write};

/// What a file is like. All but the first are traps: what must not take more than its share of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A company: teams, epics, links to what stands before, one link in fifty out of the file.
    Company,
    /// All items bear one title.
    OneTitle,
    /// All items are part of the first.
    OneParent,
    /// All items are one team's, without components.
    OneTeam,
    /// No item has an owner, and no key whose prefix names a team.
    Nobody,
    /// Every link leads to a number that stands nowhere.
    Dangling,
    /// Every link names what fits two items.
    Ambiguous,
    /// Every item waits for the one before it, and the first for the last.
    Circle,
    /// Links lead anywhere, so that a large part of the plan is one circle.
    Tangle,
    /// No two titles share a word, and every item is another team's and another person's.
    AllApart,
}

impl Shape {
    /// All of them, by the words that name them.
    pub const ALL: [(&str, Self); 10] = [
        ("company", Self::Company),
        ("one-title", Self::OneTitle),
        ("one-parent", Self::OneParent),
        ("one-team", Self::OneTeam),
        ("nobody", Self::Nobody),
        ("dangling", Self::Dangling),
        ("ambiguous", Self::Ambiguous),
        ("circle", Self::Circle),
        ("tangle", Self::Tangle),
        ("all-apart", Self::AllApart),
    ];
}

const HEAD: &str = "Summary,Issue key,Issue id,Issue Type,Status,Project key,Project name,Assignee,Created,Due date,\
    Original estimate,Parent,Inward issue link (Blocks),Inward issue link (Blocks),Inward issue link (Blocks),\
    Components,Labels,Description";

const VERBS: [&str; 12] = [
    "Move",
    "Split",
    "Retire",
    "Measure",
    "Secure",
    "Speed up",
    "Rebuild",
    "Document",
    "Test",
    "Roll out",
    "Translate",
    "Simplify",
];
const THINGS: [&str; 16] = [
    "ticket",
    "invoice",
    "timetable",
    "cabin",
    "refund",
    "berth",
    "voucher",
    "luggage",
    "crew",
    "weather",
    "customs",
    "fuel",
    "boarding",
    "insurance",
    "freight",
    "loyalty",
];
const PARTS: [&str; 12] = [
    "search", "export", "page", "archive", "queue", "report", "feed", "form", "index", "gateway", "alarm",
    "schedule",
];
const FIRST: [&str; 16] = [
    "Ada", "Bo", "Cora", "Dag", "Elin", "Finn", "Gro", "Hana", "Ivo", "Jun", "Kaja", "Leo", "Mio", "Nora",
    "Odd", "Pia",
];
const LAST: [&str; 16] = [
    "Aker", "Berg", "Castro", "Dahl", "Eide", "Fonn", "Grip", "Holm", "Ibsen", "Juhl", "Krog", "Lund",
    "Moen", "Nygaard", "Oss", "Prag",
];

/// Items of one team, about.
const ITEMS_A_TEAM: u64 = 250;

/// Teams that work in one stretch of the file.
const TEAMS_AT_ONCE: u64 = 8;

/// Every so many-th item is an epic.
const EPIC: u64 = 20;

/// Writes the head and `rows` rows.
pub fn write(rows: u64, seed: u64, shape: Shape, out: &mut impl Write) -> io::Result<()> {
    let mut writer = Writer { luck: Luck(seed), rows, shape, epics: Vec::new(), line: String::new() };
    writeln!(out, "{HEAD}")?;
    for row in 0..rows {
        writer.row(row);
        out.write_all(writer.line.as_bytes())?;
    }
    out.flush()
}

/// Steele, Lea and Flood's splitmix64.
struct Luck(u64);

impl Luck {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (bits ^ (bits >> 31)) % bound.max(1)
    }

    fn one_of<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.below(words.len() as u64) as usize]
    }
}

struct Writer {
    luck: Luck,
    rows: u64,
    shape: Shape,
    /// The newest epic of each team.
    epics: Vec<Option<u64>>,
    line: String,
}

impl Writer {
    fn team(&self, row: u64) -> u64 {
        match self.shape {
            Shape::OneTeam => 0,
            Shape::AllApart => row,
            _ => row / (ITEMS_A_TEAM * TEAMS_AT_ONCE) * TEAMS_AT_ONCE + Luck(row).below(TEAMS_AT_ONCE),
        }
    }

    fn key(&self, row: u64) -> String {
        match self.shape {
            Shape::Nobody => format!("{}", row + 1),
            _ => format!("{}-{}", project(self.team(row)), row + 1),
        }
    }

    fn row(&mut self, row: u64) {
        let team = self.team(row);
        let is_epic = row.is_multiple_of(EPIC);
        let title = self.title(row);
        let kind = if is_epic { "Epic" } else { "Story" };
        let status = match self.luck.below(20) {
            0..=5 => "Done",
            6..=8 => "In Progress",
            _ => "To Do",
        };
        let (key, names, parent) = (self.key(row), self.names(team), self.parent(row, team, is_epic));
        let day = self.luck.below(28) + 1;
        let due =
            if row % 50 == 7 { format!("2027-{:02}-{day:02}", row / 50 % 12 + 1) } else { String::new() };
        let estimate = match self.luck.below(4) {
            0 => String::new(),
            _ if is_epic => String::new(),
            days => format!("{}", days * days * 28_800),
        };
        let links: Vec<String> = (0..3).map(|column| self.link(row, column, is_epic)).collect();
        let label = self.luck.one_of(&THINGS);
        let component =
            if self.shape == Shape::Company && row % 10 == 3 { name(team) } else { String::new() };
        self.line = format!(
            "{title},{key},{},{kind},{status},{names},2026-03-{day:02} 10:{day:02},{due},{estimate},{parent},{},\
             {component},{label},As agreed with the {label} people\n",
            10_000_000 + row,
            links.join(","),
        );
    }

    fn title(&mut self, row: u64) -> String {
        let (verb, thing, part) =
            (self.luck.one_of(&VERBS), self.luck.one_of(&THINGS), self.luck.one_of(&PARTS));
        match self.shape {
            Shape::OneTitle => "Move the ticket search".into(),
            Shape::Ambiguous => format!("TWIN-{}", row / 2),
            Shape::AllApart => format!("w{row}a w{row}b w{row}c"),
            _ => format!("{verb} the {thing} {part} {}", row % 1000),
        }
    }

    /// Project key, project name and assignee.
    fn names(&mut self, team: u64) -> String {
        if self.shape == Shape::Nobody {
            return ",,".into();
        }
        let person = match self.shape {
            Shape::AllApart => team,
            _ => team * 8 + self.luck.below(8),
        };
        let (first, last) = (at(&FIRST, person), at(&LAST, person / 16));
        let assignee =
            if self.luck.below(10) == 0 { String::new() } else { format!("{first} {last} {}", person / 256) };
        format!("{},{},{assignee}", project(team), name(team))
    }

    fn parent(&mut self, row: u64, team: u64, is_epic: bool) -> String {
        if self.shape == Shape::OneParent {
            return if row == 0 { String::new() } else { self.key(0) };
        }
        if self.shape == Shape::AllApart || self.shape == Shape::Circle {
            return String::new();
        }
        if self.epics.len() <= team as usize {
            self.epics.resize(team as usize + 1, None);
        }
        let newest = &mut self.epics[team as usize];
        if is_epic {
            *newest = Some(row);
            return String::new();
        }
        newest.map_or(String::new(), |epic| self.key(epic))
    }

    fn link(&mut self, row: u64, column: u64, is_epic: bool) -> String {
        let has_link = !is_epic && row > EPIC && self.luck.below(10) < [9, 7, 3][column as usize];
        match self.shape {
            Shape::Circle if column == 0 => return self.key(if row == 0 { self.rows - 1 } else { row - 1 }),
            Shape::Dangling if has_link => return format!("{}", 900_000_000 + row * 3 + column),
            Shape::Ambiguous if has_link => return format!("TWIN-{}", self.luck.below(self.rows / 2)),
            Shape::Circle => return String::new(),
            Shape::Tangle if has_link => {
                let to = self.luck.below(self.rows);
                return self.key(to);
            }
            _ if !has_link => return String::new(),
            _ => {}
        }
        if self.luck.below(50) == 0 {
            return format!("EXT-{}", self.luck.below(self.rows));
        }
        // Near by in time; of four tries the one of the same team, so that some six links in ten cross.
        let back = |luck: &mut Luck| row.saturating_sub(1 + luck.below(ITEMS_A_TEAM * TEAMS_AT_ONCE));
        let tries: Vec<u64> =
            (0..4).map(|_| back(&mut self.luck)).filter(|to| !to.is_multiple_of(EPIC)).collect();
        let same = tries.iter().find(|to| self.team(**to) == self.team(row));
        same.or(tries.first()).map_or(String::new(), |to| self.key(*to))
    }
}

fn at(words: &[&'static str], number: u64) -> &'static str {
    words[(number % words.len() as u64) as usize]
}

/// A project's name.
fn name(team: u64) -> String {
    format!("{} {} {team}", at(&THINGS, team), at(&PARTS, team / THINGS.len() as u64))
}

/// A project's key: letters that stand for a number.
fn project(team: u64) -> String {
    let mut key = String::from("P");
    let mut rest = team;
    loop {
        key.push(char::from(b'A' + (rest % 26) as u8));
        rest /= 26;
        if rest == 0 {
            return key;
        }
    }
}
