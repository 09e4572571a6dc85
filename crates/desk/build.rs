//! Names the rules that this build folds by: a snapshot of other rules is none.

use std::{
    collections::BTreeMap,
    fs,
    hash::{DefaultHasher, Hash, Hasher},
    io,
    path::Path,
};

fn main() -> io::Result<()> {
    let rules = Path::new("../playbook/src");
    println!("cargo::rerun-if-changed={}", rules.display());
    println!("cargo::rerun-if-changed=build.rs");
    let mut files = BTreeMap::new();
    gather(rules, &mut files)?;
    let mut hasher = DefaultHasher::new();
    files.hash(&mut hasher);
    println!("cargo::rustc-env=SIDEWAYS_RULES={:016x}", hasher.finish());
    Ok(())
}

/// The text of every file below a folder.
fn gather(folder: &Path, files: &mut BTreeMap<String, Vec<u8>>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            gather(&path, files)?;
        } else {
            files.insert(path.display().to_string(), fs::read(&path)?);
        }
    }
    Ok(())
}
