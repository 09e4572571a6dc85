//! Files made to harm (S12), by what they are built of. The tests of this crate give them to its readers, and those of the
//! program to its doors.

/// A file made to harm.
pub struct Bomb {
    /// What is wrong with it.
    pub name: &'static str,
    /// The ending of its name.
    pub ending: &'static str,
    /// Whether it is given as a directory of people.
    pub is_people: bool,
    pub body: Vec<u8>,
}

fn bomb(name: &'static str, ending: &'static str, body: impl Into<Vec<u8>>) -> Bomb {
    Bomb { name, ending, is_people: false, body: body.into() }
}

fn of_people(name: &'static str, ending: &'static str, body: impl Into<Vec<u8>>) -> Bomb {
    Bomb { is_people: true, ..bomb(name, ending, body) }
}

const HEAD: &str = "Issue key,Summary,Status";

pub fn columns() -> [Bomb; 4] {
    let links: String = (0..10_000).map(|at| format!(",Inward issue link (T{at})")).collect();
    [
        bomb(
            "a million columns",
            "csv",
            format!("{HEAD}{}\nA-1,One,To Do{}\n", ",Sprint".repeat(1_000_000), ",x".repeat(1_000_000)),
        ),
        bomb(
            "10 k unknown types of links",
            "csv",
            format!("{HEAD}{links}\n{}", "A-1,One,To Do,B-1\n".repeat(10_000)),
        ),
        bomb(
            "10 k heads of one name",
            "csv",
            format!("{HEAD}{}\n{}", ",Summary".repeat(10_000), "A-1,One,To Do\n".repeat(20_000)),
        ),
        of_people(
            "10 k heads of people",
            "csv",
            format!("Name,Leads{}\n{}", ",Leads".repeat(10_000), "Dana,Payments\n".repeat(1000)),
        ),
    ]
}

pub fn cells() -> [Bomb; 6] {
    let links =
        |words: String| format!("ID,Title,Status,Blocked by\na1,One,To Do,\"{words}\"\na2,Two,To Do,a1\n");
    [
        bomb(
            "a quote that is never closed",
            "csv",
            format!("{HEAD}\nA-1,\"One{}", "\nmore, and more".repeat(500_000)),
        ),
        bomb("formulas", "csv", format!("{HEAD}\nA-1,=cmd|' /C calc'!A0,@SUM(1)\nA-2,\"\t=1+1\",-2\n")),
        bomb(
            "20 k wrong dates",
            "csv",
            format!("{HEAD},Due date\n{}", "A-1,One,To Do,2025-30-01\n".repeat(20_000)),
        ),
        bomb("200 k unknown names in a cell of links", "csv", links("x y, ".repeat(200_000))),
        bomb("200 k times one title in a cell of links", "csv", links("Two, ".repeat(200_000))),
        bomb("200 k lags that are none", "csv", links("a2FS+z; ".repeat(200_000))),
    ]
}

/// Tables in other bytes than those of UTF-8 with line feeds.
pub fn encodings() -> [Bomb; 5] {
    let table = format!("{HEAD}\n{}", "A-1,One,To Do\n".repeat(10_000));
    let wide = |bytes: fn(u16) -> [u8; 2]| {
        "\u{feff}".encode_utf16().chain(table.encode_utf16()).flat_map(bytes).collect::<Vec<u8>>()
    };
    [
        bomb("NUL between all letters", "csv", table.replace(',', "\0,\0")),
        bomb("UTF-16, its low byte first", "csv", wide(u16::to_le_bytes)),
        bomb("UTF-16, its high byte first", "csv", wide(u16::to_be_bytes)),
        bomb("a thousand byte order marks", "csv", "\u{feff}".repeat(1000) + &table),
        bomb("carriage returns alone", "csv", table.replace('\n', "\r")),
    ]
}

pub fn marks() -> Vec<Bomb> {
    let item = |words: String| format!("# P\n\n## A @X\n- One, 5d\n{words}\n");
    [
        ("50 k quotations", "> ".repeat(50_000)),
        ("50 k brackets", format!("- {}", "[".repeat(50_000))),
        ("50 k emphases", format!("- {}", "*a_".repeat(50_000))),
        ("20 k pictures", format!("- {}", "![".repeat(20_000))),
        ("50 k lists", "- ".repeat(50_000)),
        ("a million brackets in a line", "[".repeat(1_000_000)),
        ("overrides", "- Pay, 5d, \u{202e}\u{2066}evil\u{2069}\n".repeat(1000)),
        ("links to code", "- [Pay](javascript:alert(1)) ![x](data:text/html,x), 5d\n".repeat(1000)),
        ("scripts", "- <script>alert(1)</script><img src=http://x.example/a onerror=b>, 5d\n".repeat(1000)),
        ("pictures from elsewhere", "- Pay ![Dana][x], 5d\n\n[x]: http://x.example/?q=Dana\n\n".repeat(1000)),
        ("guesses of guesses", format!("- Pay, {}touches X", "perhaps ".repeat(1500))),
        ("facts behind facts", format!("- Pay{}", " 5d perhaps after x".repeat(800))),
        ("ids without an end", format!("- Pay {}", "{# ".repeat(5000))),
        ("16 KB of names", format!("- Pay, touches a{}", ",a".repeat(4000) + &", through b".repeat(600))),
        ("a title of commas", format!("- {}", "a,".repeat(8000))),
        ("everyday words", "- by by from from changes uses after due, @a by by from\n".repeat(2000)),
    ]
    .map(|(name, words)| bomb(name, "md", item(words)))
    .into()
}

pub fn running_text() -> Vec<Bomb> {
    let lines = |words: &str, bytes: usize| format!("{words}\n").repeat(bytes / words.len());
    [
        (
            "half a MB of sentences",
            lines("We rely on Payments to expose refunds by June, e.g. soon.", 1 << 19),
        ),
        ("4 MB of one sentence", lines("we rely on Payments", 4 << 20)),
        ("a million full stops", ".".repeat(1 << 20)),
        ("a million sentences of a letter", "A. ".repeat(1 << 20)),
        ("a million ticks", "a `` ` ".repeat(200_000)),
        ("130 k ends of links", "](".repeat(1 << 17)),
        ("a million capitals", lines("A A A A A A A A A A A", 1 << 20)),
        ("a million tags", "<a ".repeat(1 << 18)),
        ("lines that say whose it is", lines("Owner: a, b, c", 1 << 20)),
    ]
    .map(|(name, words)| {
        let page = format!("# Page\n\n{words}\n\nThis is the end of it all. We are sure of that.\n");
        bomb(name, "md", page)
    })
    .into()
}

pub fn bars() -> Vec<Bomb> {
    let chart = |lines: String| format!("```mermaid\ngantt\n{lines}\n```\n");
    let many = |line: fn(usize) -> String| chart((0..100_000).map(line).collect());
    [
        ("100 k bars in a row", many(|_| "A: 1d\n".into())),
        ("100 k bars upwards", many(|at| format!("A: a{at}, after a{}, 1d\n", at + 1))),
        ("100 k bars downwards", many(|at| format!("A: b-{}, after b-{at}, 2100-12-31\n", at + 1))),
        (
            "100 k lines of a legend",
            many(|at| format!("%% b{at}-*: b{at} (ann)\nA: b{at}-1, 2027-01-04, 1d\n")),
        ),
        ("100 k sections", many(|at| format!("%% b{at}-*: bb{at} (p{at})\nsection b.p{at}\nA: 1d\n"))),
        ("a million ids", chart(format!("A: milestone, after{}, 0", " b-1".repeat(1_000_000)))),
        ("a million commas", chart(format!("A: {}", ",".repeat(1_000_000)))),
        ("endless figures", chart(format!("A: a, {}, {}d", "9".repeat(100_000), "9".repeat(100_000)))),
        ("ids in a circle", chart("A: a, after b, 1d\nB: b, after a, until a\n".repeat(20_000))),
    ]
    .map(|(name, body)| bomb(name, "md", body))
    .into()
}

pub fn tables() -> [Bomb; 3] {
    let head = "# G\n\n| Metadata | |\n|-|-|\n| Lead | @a |\n\n| Task | Owner |\n|-|-|\n";
    let rows = "| Review of the moral support | ![Team][] [cargo], [libs] |\n".repeat(170_000);
    let handles: String = (0..100_000).map(|at| format!(" @p{at}")).collect();
    [
        bomb("a table of 10 MB", "md", format!("{head}{rows}")),
        bomb(
            "a table of few cells and many columns",
            "md",
            format!("# G\n\n|{}\n|{}\n{}", "a|".repeat(5000), "-|".repeat(5000), "|x|\n".repeat(5000)),
        ),
        bomb("100 k handles in a cell", "md", format!("{head}| Review |{handles} |\n")),
    ]
}

pub fn trees() -> Vec<Bomb> {
    let mut aliases = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    let mut merges = String::from("a0: &a0 {k0: x}\n");
    for level in 1..10 {
        let before = vec![format!("*a{}", level - 1); 9].join(", ");
        aliases.push_str(&format!("a{level}: &a{level} [{before}]\n"));
        merges.push_str(&format!("a{level}: &a{level}\n  <<: [{before}]\n  k{level}: x\n"));
    }
    let people = |lead: &str| (0..20_000).map(|at| format!("- {{name: P{at}, {lead}}}\n")).collect();
    [
        ("an alias bomb", "yaml", aliases),
        ("a merge bomb", "yaml", merges),
        ("a million anchors", "yaml", (0..1_000_000).map(|at| format!("- &a{at} x\n")).collect()),
        ("lists 200 k deep", "yaml", "[".repeat(200_000)),
        ("maps 200 k deep", "yaml", "{a: ".repeat(200_000)),
        ("entries 20 k deep", "yaml", "- ".repeat(20_000)),
        ("20 k people on lines", "yaml", people("leads: [Payments]")),
        (
            "20 k people on one line",
            "yaml",
            format!("people: [{}]", "{name: Dana, leads: [Payments]}, ".repeat(20_000)),
        ),
        ("20 k times one key", "yaml", "name: Dana\n".repeat(20_000)),
        ("an object of another language", "yaml", "- name: !!python/object:os.system Dana\n".into()),
        ("no numbers", "yaml", "name: .nan\nlanes: .inf\nlead: -.inf\n".into()),
        ("arrays 200 k deep", "toml", format!("a = {}", "[".repeat(200_000))),
        ("inline tables 200 k deep", "toml", format!("a = {}", "{a = ".repeat(200_000))),
        ("keys 200 k deep", "toml", format!("a{} = 1", ".a".repeat(200_000))),
        ("a head 200 k deep", "toml", format!("[a{}]\nname = 1\n", ".a".repeat(200_000))),
        ("20 k answers", "toml", (0..20_000).map(|at| format!("k{at} = \"x\"\n")).collect()),
    ]
    .map(|(name, ending, body)| of_people(name, ending, body))
    .into()
}
