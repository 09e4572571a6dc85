//! Files of folders, each once.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use crate::text::AS_CSV;

/// More files than this in a folder are not a plan.
pub(super) const MOST_FILES: usize = 20_000;

/// Folders within folders, at most.
const DEEPEST: usize = 24;

/// What is read, for a hint.
pub(super) const KINDS: &str = "Markdown (.md), exports (.csv), people (.toml, .yaml, .csv) are read";

/// What a file's name ends with, in small letters.
pub(super) fn ending(path: &Path) -> String {
    path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default()
}

/// Why files that end so are not read, and what to do; nothing where they are.
pub(super) fn unread_kind(ending: &str) -> Option<(&'static str, &'static str)> {
    match ending {
        "md" | "markdown" | "txt" | "csv" | "tsv" | "tab" | "toml" | "yaml" | "yml" => None,
        "xlsx" | "xls" | "xlsm" | "xlsb" => Some(("this is an Excel workbook; nothing was read", AS_CSV)),
        _ => Some(("this kind of file is not read", KINDS)),
    }
}

/// A file, or the files of a folder.
pub(super) fn files_of(path: &Path) -> Vec<PathBuf> {
    let mut found = Collected::default();
    match path.is_dir() {
        true if collect(path, 0, &mut found).is_ok() => found.files.iter().map(|file| real(file)).collect(),
        true => Vec::new(),
        false => vec![real(path)],
    }
}

/// Paths, each once, in their order.
pub(super) fn distinct(paths: Vec<PathBuf>) -> Vec<PathBuf> {
    let mut seen = Vec::new();
    paths
        .into_iter()
        .filter(|path| {
            let real = fs::canonicalize(path).unwrap_or_else(|_| path.clone());
            let is_new = !seen.contains(&real);
            seen.push(real);
            is_new
        })
        .collect()
}

/// The path of a file itself, whatever way leads to it.
pub(super) fn real(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf())
}

/// What a folder holds.
#[derive(Default)]
pub(super) struct Collected {
    pub files: Vec<PathBuf>,
    /// Folders that were not looked into, and why.
    pub left_out: Vec<(PathBuf, String)>,
}

/// Files of a folder and those within it, in the order of their paths; hidden ones are left out.
pub(super) fn collect(folder: &Path, depth: usize, found: &mut Collected) -> io::Result<()> {
    let entries: io::Result<Vec<_>> = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect();
    let mut entries = entries?;
    entries.sort();
    for path in entries {
        let hidden = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
        if hidden || found.files.len() > MOST_FILES {
            continue;
        }
        // A link to a folder may lead round in a circle.
        let is_link = fs::symlink_metadata(&path).is_ok_and(|data| data.file_type().is_symlink());
        let fact = match (path.is_dir(), is_link) {
            (false, _) => {
                found.files.push(path);
                continue;
            }
            (true, true) => "a link to a folder is not followed".to_owned(),
            (true, false) if depth >= DEEPEST => format!("folders more than {DEEPEST} deep are not read"),
            (true, false) => match collect(&path, depth + 1, found) {
                Ok(()) => continue,
                Err(error) => format!("this folder can't be read: {error}"),
            },
        };
        found.left_out.push((path, fact));
    }
    Ok(())
}
