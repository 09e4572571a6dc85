//! What must hold of the house itself: its words, its arrows, its documents, its licences.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::run::repository;
use serde_json::Value;

/// Files of this project with one of these endings, those that tests plant and others wrote left out.
fn files(endings: &[&str]) -> Vec<PathBuf> {
    fn walk(folder: &Path, endings: &[&str], found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            let name = entry.file_name().unwrap().to_string_lossy().into_owned();
            if entry.is_dir() {
                if !name.starts_with('.') && !["target", "bad", "fuzz", "snapshots"].contains(&name.as_str())
                {
                    walk(&entry, endings, found);
                }
            } else if endings.iter().any(|ending| name.ends_with(ending)) {
                found.push(entry);
            }
        }
    }
    let mut found = Vec::new();
    walk(&repository(), endings, &mut found);
    found.sort();
    found
}

/// Words in small letters; `ScoreCard` and `score_card` are two each.
fn words(text: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut was_small = false;
    for letter in text.chars() {
        if !letter.is_alphanumeric() || (letter.is_uppercase() && was_small) {
            words.push(String::new());
        }
        if letter.is_alphanumeric() {
            words.last_mut().unwrap().extend(letter.to_lowercase());
        }
        was_small = letter.is_lowercase();
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Words that stand nowhere.
pub const NEVER: [&str; 15] = [
    "score",
    "scores",
    "scored",
    "scoring",
    "scoreboard",
    "balance",
    "debt",
    "debts",
    "ledgers",
    "crm",
    "stakeholder",
    "stakeholders",
    "touchpoint",
    "touchpoints",
    "leaderboard",
];

/// Words that plans bring with them (story points, a point of contact, the ledger of a company made up), and that the rooms
/// of the notebook have no use for, neither in names nor on screen. Comments may speak of a contact where two people met.
pub const NOT_OF_PEOPLE: [&str; 10] =
    ["owed", "owes", "points", "contact", "contacts", "ledger", "balances", "ranking", "rankings", "favours"];

#[test]
fn the_words_that_this_product_does_not_use() {
    for path in files(&[".rs"]) {
        if path.ends_with("all/house.rs") {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        for word in words(&text) {
            assert!(!NEVER.contains(&word.as_str()), "{}: “{word}”", path.display());
        }
    }
}

#[test]
fn t9_the_rooms_of_the_notebook_have_no_words_for_a_ledger() {
    let is_of_the_plan = |path: &str| {
        ["/plan/", "/sources/", "/map/", "/map.rs", "/man.rs", "/tests/", "/plants.rs"]
            .iter()
            .any(|part| path.contains(part))
    };
    let mut seen = 0;
    for path in files(&[".rs"]) {
        let name = path.strip_prefix(repository()).unwrap().display().to_string();
        if is_of_the_plan(&format!("/{name}")) || !name.starts_with("crates/") {
            continue;
        }
        seen += 1;
        let text = fs::read_to_string(&path).unwrap();
        let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
        for word in code.flat_map(words) {
            assert!(!NOT_OF_PEOPLE.contains(&word.as_str()), "{name}: “{word}”");
        }
    }
    assert!(seen > 30, "only {seen} files were read");
}

#[test]
fn t9_no_help_has_words_for_a_ledger() {
    for command in crate::manual::commands().iter().map(String::as_str).chain([""]) {
        let arguments: Vec<&str> = command.split_whitespace().chain(["--help"]).collect();
        let help = crate::run::said(&repository(), &arguments);
        for word in words(&help) {
            let never = NEVER.contains(&word.as_str()) || NOT_OF_PEOPLE.contains(&word.as_str());
            assert!(!never, "{command} --help: “{word}”");
        }
    }
}

#[test]
fn planted_leaks_are_built_into_nothing_that_is_shipped() {
    let metadata = metadata();
    for package in metadata["packages"].as_array().unwrap() {
        for dependency in package["dependencies"].as_array().unwrap() {
            let features = dependency["features"].as_array().unwrap();
            assert!(!features.iter().any(|feature| feature == "plants"), "{}", package["name"]);
        }
        let default = package["features"]["default"].as_array();
        assert!(!default.is_some_and(|all| all.iter().any(|one| one == "plants")), "{}", package["name"]);
    }
    let text = fs::read_to_string(repository().join("package")).unwrap();
    assert!(!text.contains("plants") && !text.contains("all-features"));
}

#[test]
fn every_setting_and_command_is_in_the_documents() {
    let documents: String = files(&[".md"]).iter().map(|path| fs::read_to_string(path).unwrap()).collect();
    for command in crate::manual::commands() {
        assert!(documents.contains(&format!("sideways {command}")), "{command}");
        let help = crate::run::said(&repository(), &[&command, "--help"]);
        for option in help.split_whitespace().filter(|word| word.starts_with("--")) {
            let option = option.trim_end_matches(|c: char| !c.is_alphanumeric());
            assert!(
                ["--help", "--version"].contains(&option) || documents.contains(option),
                "{command} {option}"
            );
        }
    }
    for (_, profile) in sources::profile::BUILT_IN {
        let table: toml::Table = profile.parse().unwrap();
        for key in table.keys().filter(|key| !["name", "reader"].contains(&key.as_str())) {
            assert!(documents.contains(key.as_str()), "profile key {key}");
        }
    }
}

#[test]
fn every_refusal_and_stop_is_in_the_documents_and_has_a_test() {
    let read = |path: &str| fs::read_to_string(repository().join(path)).unwrap();
    let page = read("docs/refusals.md");
    let tests = |path: &PathBuf| path.components().any(|part| part.as_os_str() == "tests");
    let tests: String = files(&[".rs"])
        .iter()
        .filter(|path| tests(path))
        .map(|path| fs::read_to_string(path).unwrap())
        .collect();
    // What stands for others within it, and what only a broken machine gives.
    let within = ["Refused", "Reading", "Journal", "Sealing", "Head", "NoPlace", "Held", "Key", "File"];
    for (path, name) in [
        ("crates/playbook/src/refusal.rs", "Refusal"),
        ("crates/playbook/src/refusal/escalate.rs", "Escalating"),
        ("crates/desk/src/stop.rs", "Stop"),
        ("crates/desk/src/keys/fault.rs", "Fault"),
        ("crates/desk/src/places.rs", "NoPlace"),
        ("crates/desk/src/lock.rs", "Held"),
    ] {
        let text = read(path);
        let body = text.split(&format!("pub enum {name} {{")).nth(1).unwrap().split("\n}").next().unwrap();
        let variants = body.lines().filter_map(|line| line.strip_prefix("    "));
        let variants = variants.filter(|line| line.starts_with(char::is_uppercase));
        for variant in variants.map(|line| line.split(|c: char| !c.is_alphanumeric()).next().unwrap()) {
            assert!(variant == "Refused" || page.contains(&format!("`{variant}`")), "{name}::{variant}");
            // Those of keys, places and locks are tested by what they say.
            let is_tested = within.contains(&variant) || tests.contains(&format!("{name}::{variant}"));
            assert!(
                is_tested || !["Refusal", "Escalating", "Stop"].contains(&name),
                "no test of {name}::{variant}"
            );
        }
    }
}

#[test]
fn a_sentence_a_line_and_no_path_of_a_machine() {
    for path in files(&[".md", ".rs", ".toml"]) {
        let text = fs::read_to_string(&path).unwrap();
        let machine = ["/home/", "/Users/", "/root/"];
        let is_test = path.ends_with("all/house.rs");
        assert!(is_test || machine.iter().all(|folder| !text.contains(folder)), "{}", path.display());
    }
    let lines = fs::read_to_string(repository().join("ARCHITECTURE.md")).unwrap().lines().count();
    assert!(lines < 200, "ARCHITECTURE.md has {lines} lines");
}

fn metadata() -> Value {
    metadata_for(&[])
}

fn metadata_for(more: &[&str]) -> Value {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked"])
        .args(more)
        .current_dir(repository())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// Packages of this workspace that a package of it stands on.
fn arrows(metadata: &Value, package: &str) -> Vec<String> {
    let packages = metadata["packages"].as_array().unwrap();
    let ours =
        |name: &str| packages.iter().any(|package| package["name"] == name && package["source"].is_null());
    let of = packages.iter().find(|other| other["name"] == package && other["source"].is_null()).unwrap();
    let dependencies = of["dependencies"].as_array().unwrap().iter();
    dependencies
        .map(|dependency| dependency["name"].as_str().unwrap().to_owned())
        .filter(|name| ours(name))
        .collect()
}

#[test]
fn arrows_point_only_downward() {
    let metadata = metadata();
    assert_eq!(arrows(&metadata, "plan"), Vec::<String>::new());
    assert_eq!(arrows(&metadata, "playbook"), ["plan"]);
    assert_eq!(arrows(&metadata, "sources"), ["plan"]);
    assert_eq!(arrows(&metadata, "journal"), Vec::<String>::new());
    assert_eq!(arrows(&metadata, "desk"), ["journal", "playbook"]);
    assert_eq!(arrows(&metadata, "sideways"), ["desk", "plan", "playbook", "sources"]);
}

/// What of the program stands beside its two doors, each on those before it alone.
const ROOMS: [&str; 25] = [
    "apart",
    "words",
    "stop",
    "clock",
    "days",
    "opened",
    "entries",
    "beside",
    "corrected",
    "planned",
    "drawn",
    "understood",
    "captured",
    "talked",
    "goods",
    "hunted",
    "what_if",
    "typeset",
    "calendars",
    "tell",
    "absent",
    "escalate",
    "sample",
    "cli",
    "web",
];

/// Where the modules of the program begin that code names, and whether by a path or in a list.
fn rooms_named(code: &str) -> Vec<String> {
    let word = |text: &str| -> String {
        text.chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect()
    };
    let mut named = Vec::new();
    for (at, start) in code.match_indices("crate::") {
        let rest = &code[at + start.len()..];
        let Some(list) = rest.strip_prefix('{') else {
            named.push(word(rest));
            continue;
        };
        let mut depth = 0;
        let mut begins = true;
        for (at, letter) in list.char_indices() {
            match letter {
                '{' => depth += 1,
                '}' if depth == 0 => break,
                '}' => depth -= 1,
                ',' if depth == 0 => begins = true,
                _ if letter.is_whitespace() => {}
                _ if begins => {
                    named.push(word(&list[at..]));
                    begins = false;
                }
                _ => {}
            }
        }
    }
    named
}

/// Whether code walks through a door: its name is a part of a path there.
fn walks_through(code: &str, door: &str) -> bool {
    let is_a_word = |at: usize| {
        let is_letter = |letter: char| letter.is_alphanumeric() || letter == '_';
        !code[..at].ends_with(is_letter) && !code[at + door.len()..].starts_with(is_letter)
    };
    code.match_indices(door).filter(|(at, _)| is_a_word(*at)).any(|(at, _)| {
        code[at + door.len()..].starts_with("::") || code[..at].ends_with("::") || code[..at].ends_with("::{")
    })
}

#[test]
fn no_door_of_the_program_leads_to_the_other_and_rooms_stand_on_those_before_them() {
    let source = repository().join("crates/sideways/src");
    let mut seen = Vec::new();
    for path in files(&[".rs"]) {
        let Ok(inside) = path.strip_prefix(&source) else { continue };
        let room = inside.components().next().unwrap().as_os_str().to_str().unwrap().trim_end_matches(".rs");
        // It opens both doors.
        if room == "main" {
            continue;
        }
        let place = ROOMS.iter().position(|known| *known == room);
        let place = place.unwrap_or_else(|| panic!("where does {room} stand?"));
        let text = fs::read_to_string(&path).unwrap();
        let code: Vec<&str> = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
        let code = code.join("\n");
        for door in ["cli", "web"].into_iter().filter(|door| *door != room) {
            assert!(!walks_through(&code, door), "{} walks through {door}", path.display());
        }
        for named in rooms_named(&code) {
            let is_below = ROOMS[..=place].contains(&named.as_str());
            assert!(is_below, "{} stands on {named}, which is not below it", path.display());
        }
        seen.push(room.to_owned());
    }
    assert!(ROOMS.iter().all(|room| seen.iter().any(|seen| seen == room)), "{seen:?}");
}

#[test]
fn a_planted_way_from_door_to_door_is_found() {
    for planted in [
        "use crate::cli::map::draw;",
        "use crate::{\n    cli::map,\n    clock,\n};",
        "use crate::{clock, cli as other};\nfn f() { super::cli::run() }",
        "pub use super::cli;",
        "use crate::{cli as other};",
    ] {
        assert!(walks_through(planted, "cli"), "{planted}");
    }
    for fine in ["\"web joins platform\"", "use crate::webbed::x;", "mod web;", "let cli = 1;"] {
        assert!(!walks_through(fine, "web") && !walks_through(fine, "cli"), "{fine}");
    }
    let code = "use crate::{\n    a::{b, c::d},\n    e,\n    f::g,\n};\ncrate::h::i();";
    assert_eq!(rooms_named(code), ["a", "e", "f", "h"]);
}

#[test]
fn every_licence_is_one_we_may_ship_under() {
    let good = [
        "MIT",
        "Apache-2.0",
        "BSD-2-Clause",
        "BSD-3-Clause",
        "ISC",
        "Zlib",
        "Unicode-3.0",
        "Unlicense",
        "CC0-1.0",
        "0BSD",
        "BSL-1.0",
        "BlueOak-1.0.0",
        "Apache-2.0 WITH LLVM-exception",
    ];
    let metadata = metadata();
    for package in metadata["packages"].as_array().unwrap() {
        let name = package["name"].as_str().unwrap();
        let licence =
            package["license"].as_str().unwrap_or_default().replace('/', " OR ").replace(['(', ')'], "");
        let fits =
            licence.split(" AND ").all(|part| part.split(" OR ").any(|one| good.contains(&one.trim())));
        assert!(fits, "{name} is under “{licence}”");
    }
}

#[test]
fn only_the_store_the_cipher_and_the_hash_build_c_and_a_compiler_is_all_they_need() {
    let metadata = metadata_for(&["--filter-platform", "x86_64-unknown-linux-gnu"]);
    for package in metadata["packages"].as_array().unwrap() {
        let name = package["name"].as_str().unwrap();
        assert!(!["cmake", "bindgen"].contains(&name), "{name} needs more than a C compiler");
        let builds_c =
            package["dependencies"].as_array().unwrap().iter().any(|dependency| dependency["name"] == "cc");
        assert!(!builds_c || ["libsqlite3-sys", "ring", "blake3"].contains(&name), "{name} builds C");
    }
}

#[test]
fn the_keyring_of_the_system_is_in_no_default_build() {
    // All the tests of this page look at the default features, which `cargo metadata` resolves unless told otherwise.
    let metadata = metadata();
    let packages = metadata["packages"].as_array().unwrap();
    assert!(packages.iter().all(|package| !["keyring", "zbus"].contains(&package["name"].as_str().unwrap())));
    let desk = packages.iter().find(|package| package["name"] == "desk").unwrap();
    assert_eq!(desk["features"]["keyring"], serde_json::json!(["dep:keyring"]));
    assert!(desk["features"]["default"].is_null());
}

#[test]
fn the_journal_can_not_decode_a_page() {
    let metadata = metadata();
    let journal =
        metadata["packages"].as_array().unwrap().iter().find(|package| package["name"] == "journal");
    let dependencies = journal.unwrap()["dependencies"].as_array().unwrap();
    for dependency in dependencies {
        let name = dependency["name"].as_str().unwrap();
        assert!(!["ring", "argon2", "minicbor", "serde"].contains(&name), "{name}");
    }
}

/// Packages that can open a socket, for whoever asks them to.
const SOCKETS: [&str; 5] = ["tokio", "mio", "socket2", "hyper", "hyper-util"];

/// Packages that exist to reach another machine, or to find one.
const CLIENTS: [&str; 22] = [
    "reqwest",
    "ureq",
    "curl",
    "isahc",
    "attohttpc",
    "minreq",
    "surf",
    "awc",
    "native-tls",
    "rustls",
    "openssl",
    "schannel",
    "tokio-rustls",
    "hyper-rustls",
    "hyper-tls",
    "h2",
    "quinn",
    "tungstenite",
    "async-std",
    "smol",
    "async-net",
    "hickory-resolver",
];

/// What is wrong with a tree of dependencies that is to listen and never to connect.
fn that_can_connect(metadata: &Value) -> Vec<String> {
    let nodes = metadata["resolve"]["nodes"].as_array().unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    let name = |id: &Value| packages.iter().find(|one| one["id"] == *id).unwrap()["name"].as_str().unwrap();
    let mut wrong = Vec::new();
    for node in nodes {
        let (package, features) = (name(&node["id"]), node["features"].as_array().unwrap());
        if CLIENTS.contains(&package) {
            wrong.push(format!("{package} reaches other machines"));
        }
        let serves_only = !["hyper", "hyper-util"].contains(&package)
            || !features.iter().any(|feature| feature.as_str().unwrap().starts_with("client"));
        if !serves_only {
            wrong.push(format!("{package} is built with a client"));
        }
        let stands_on = |dependency: &Value| name(&dependency["pkg"]);
        for socket in
            node["deps"].as_array().unwrap().iter().map(stands_on).filter(|one| SOCKETS.contains(one))
        {
            // The web server's own tree, and the door that starts it.
            if ![&SOCKETS[..], &["axum", "tower", "sideways"]].concat().contains(&package) {
                wrong.push(format!("{package} stands on {socket}"));
            }
        }
    }
    wrong
}

#[test]
fn p2_nothing_is_sent_no_dependency_is_there_to_connect() {
    let metadata = metadata();
    assert_eq!(that_can_connect(&metadata), Vec::<String>::new());
    let packages = metadata["packages"].as_array().unwrap();
    assert!(packages.iter().any(|package| package["name"] == "hyper"), "the test looks at the web server");
}

#[test]
fn p2_a_planted_client_is_found() {
    let planted = |change: &dyn Fn(&mut Value)| {
        let mut metadata = metadata();
        change(&mut metadata);
        that_can_connect(&metadata)
    };
    let node = |metadata: &mut Value, package: &str| {
        let id = metadata["packages"].as_array().unwrap().iter().find(|one| one["name"] == package).unwrap()
            ["id"]
            .clone();
        metadata["resolve"]["nodes"].as_array().unwrap().iter().position(|one| one["id"] == id).unwrap()
    };
    let found = planted(&|metadata| {
        let at = node(metadata, "hyper-util");
        metadata["resolve"]["nodes"][at]["features"].as_array_mut().unwrap().push("client-legacy".into());
    });
    assert_eq!(found, ["hyper-util is built with a client"]);
    let found = planted(&|metadata| {
        let at =
            metadata["packages"].as_array().unwrap().iter().position(|one| one["name"] == "maud").unwrap();
        metadata["packages"][at]["name"] = "rustls".into();
    });
    assert_eq!(found, ["rustls reaches other machines"]);
    let found = planted(&|metadata| {
        let (desk, sideways) = (node(metadata, "desk"), node(metadata, "sideways"));
        let dependencies = metadata["resolve"]["nodes"][sideways]["deps"].clone();
        metadata["resolve"]["nodes"][desk]["deps"] = dependencies;
    });
    assert_eq!(found, ["desk stands on tokio"]);
}

#[test]
fn p2_one_place_listens_on_this_machine_alone_and_nothing_connects() {
    const SERVES: &str = "crates/sideways/src/web/serve.rs";
    // Clippy forbids the calls by their types; these are the words in which they would be written.
    let sockets = [
        "std::net",
        "tokio::net",
        "net::",
        "TcpListener",
        "TcpStream",
        "TcpSocket",
        "UdpSocket",
        "UnixStream",
    ];
    for words in sockets {
        let files = that_call(words);
        assert!(files.iter().all(|file| file == SERVES), "{words}: {files:?}");
    }
    for words in
        ["TcpStream", "TcpSocket", "UdpSocket", "UnixStream", ".connect(", "lookup_host", "to_socket_addrs"]
    {
        assert_eq!(that_call(words), Vec::<String>::new(), "{words}");
    }
    let serves = fs::read_to_string(repository().join(SERVES)).unwrap();
    let binds: Vec<&str> =
        serves.match_indices("bind(").map(|(at, _)| serves[at..].lines().next().unwrap()).collect();
    assert_eq!(binds.len(), 1, "{binds:?}");
    assert!(binds[0].starts_with("bind((Ipv4Addr::LOCALHOST, "), "{binds:?}");
    let lint = fs::read_to_string(repository().join("clippy.toml")).unwrap();
    for call in
        ["std::net::TcpStream::connect", "tokio::net::TcpStream::connect", "tokio::net::TcpListener::bind"]
    {
        assert!(lint.contains(&format!("\"{call}\"")), "{call}");
    }
}

/// Files of the program in which something is called, tests left out.
fn that_call(words: &str) -> Vec<String> {
    let calls = |path: &&PathBuf| {
        let text = fs::read_to_string(path).unwrap();
        text.split("#[cfg(test)]").next().unwrap().contains(words)
    };
    let name = |path: &PathBuf| path.strip_prefix(repository()).unwrap().display().to_string();
    files(&[".rs"]).iter().filter(calls).map(name).filter(|name| !name.contains("/tests/")).collect()
}

#[test]
fn p1_the_owners_screen_and_the_seal_are_made_where_the_owner_is() {
    // Planted leaks are no part of the program.
    let rooms = ["crates/playbook/src/plants.rs", "crates/sideways/src/opened.rs"];
    assert_eq!(that_call("OwnersScreen::of_the_owner()"), rooms);
    let sealing = that_call("Sealing::for_the_notebook()");
    assert!(!sealing.is_empty());
    assert!(sealing.iter().all(|name| name.starts_with("crates/desk/src/")), "{sealing:?}");
}
