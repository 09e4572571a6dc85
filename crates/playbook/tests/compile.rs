//! Promise S2: the compiler refuses leaks. Each file of `refused` beside a twin of `allowed` that compiles.
//!
//! A file of `refused` begins with the code of the error that it must bring, and a word that its message must hold. Whole messages
//! are not compared: they change with every compiler.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::Value;

/// An error of the compiler: its code and its message.
type Errors = Vec<(String, String)>;

/// The names of the files in a folder of these tests.
fn names(folder: &str) -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(folder);
    let stem = |entry: fs::DirEntry| entry.path().file_stem().unwrap().to_string_lossy().into_owned();
    let mut names: Vec<String> = fs::read_dir(folder).unwrap().map(|entry| stem(entry.unwrap())).collect();
    names.sort();
    names
}

/// A package of one program a file, that stands on this crate as any other does.
fn package() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let package = Path::new(env!("CARGO_TARGET_TMPDIR")).join("compile");
    let program = |folder: &'static str| {
        move |name: String| {
            let path = here.join("tests").join(folder).join(format!("{name}.rs"));
            format!("[[bin]]\nname = \"{folder}-{name}\"\npath = {path:?}\n")
        }
    };
    let programs: String = ["refused", "allowed"]
        .into_iter()
        .flat_map(|folder| names(folder).into_iter().map(program(folder)))
        .collect();
    let workspace: toml::Table = fs::read_to_string(here.join("../../Cargo.toml")).unwrap().parse().unwrap();
    let of = |name: &str| workspace["workspace"]["dependencies"][name].to_string();
    let text = format!(
        "[package]\nname = \"compile\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]\n\
         jiff = {}\nminicbor = {}\nserde = {}\nplaybook.path = {here:?}\n\n{programs}",
        of("jiff"),
        of("minicbor"),
        of("serde"),
    );
    fs::create_dir_all(&package).unwrap();
    let is_new = fs::read_to_string(package.join("Cargo.toml")).ok().as_ref() != Some(&text);
    if is_new {
        fs::write(package.join("Cargo.toml"), text).unwrap();
        fs::copy(here.join("../../Cargo.lock"), package.join("Cargo.lock")).unwrap();
    }
    package
}

/// Errors by program, of one run of the compiler over all of them.
fn errors() -> BTreeMap<String, Errors> {
    let package = package();
    let run = Command::new(env!("CARGO"))
        .args(["check", "--bins", "--keep-going", "--offline", "--quiet", "--message-format", "json"])
        .current_dir(&package)
        .env("CARGO_TARGET_DIR", package.join("target"))
        .env_remove("RUSTFLAGS")
        .output()
        .unwrap();
    let said = String::from_utf8(run.stdout).unwrap();
    let mut errors: BTreeMap<String, Errors> = BTreeMap::new();
    for line in said.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok()) {
        let target = line["target"]["name"].as_str().unwrap_or_default().to_owned();
        match line["reason"].as_str() {
            Some("compiler-artifact") => {
                errors.entry(target).or_default();
            }
            Some("compiler-message") if line["message"]["level"] == "error" => {
                let code = line["message"]["code"]["code"].as_str().unwrap_or_default().to_owned();
                let rendered = line["message"]["rendered"].as_str().unwrap_or_default().to_owned();
                errors.entry(target).or_default().push((code, rendered));
            }
            _ => {}
        }
    }
    assert!(errors.contains_key("playbook"), "{}", String::from_utf8_lossy(&run.stderr));
    errors
}

#[test]
fn s2_every_leak_is_refused_by_the_compiler_and_its_twin_is_not() {
    let errors = errors();
    assert_eq!(
        names("refused"),
        names("allowed"),
        "each refused file has a twin, and each twin a refused file"
    );
    assert!(names("refused").len() >= 20);
    let wrong: Vec<String> = names("refused").iter().filter_map(|name| wrong(name, &errors)).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What is not as it should be with a file and its twin.
fn wrong(name: &str, errors: &BTreeMap<String, Errors>) -> Option<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/refused/{name}.rs"));
    let text = fs::read_to_string(path).unwrap();
    let (code, word) = text.lines().next().unwrap().trim_start_matches("// ").split_once(": ").unwrap();
    let twin = &errors[&format!("allowed-{name}")];
    let mut found = errors[&format!("refused-{name}")].iter().filter(|(code, _)| !code.is_empty()).peekable();
    if !twin.is_empty() {
        Some(format!("the twin {name} does not compile:\n{}", twin[0].1))
    } else if found.peek().is_none() {
        Some(format!("{name} compiles"))
    } else {
        let (_, said) = found.find(|(of, said)| of != code || !said.contains(word))?;
        Some(format!("{name} should bring {code} with “{word}”:\n{said}"))
    }
}
