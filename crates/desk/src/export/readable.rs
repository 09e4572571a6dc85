//! Pages to read: the log, and one page a peer.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
};

use playbook::{concerns::Concerns, moment::Id, notebook::Notebook};
use zeroize::Zeroizing;

use super::Line;
use crate::open::Found;

/// A page in the making.
type Text = Zeroizing<String>;

/// What stands at the head of every page.
const IN_THE_CLEAR: &str = "This page was exported from a sealed notebook, and lies here in the clear.\n\n";

/// The whole log, the earliest entry first.
pub(super) fn log(lines: &[Line]) -> Text {
    let mut text = Zeroizing::new(format!("# Log\n\n{IN_THE_CLEAR}"));
    lines.iter().for_each(|line| text.push_str(&said(line)));
    text
}

/// A page for everybody who stands for themselves: their names, and every entry that concerns them.
pub(super) fn peers(entries: &[Found], lines: &[Line], notebook: &Notebook) -> Vec<(PathBuf, Text)> {
    let peers = &notebook.peers;
    let mut of: BTreeMap<Id, BTreeSet<u32>> = BTreeMap::new();
    let mut concerns = Concerns::default();
    for found in entries {
        let Some(entry) = &found.entry else { continue };
        for peer in &concerns.read(found.number, entry).peers {
            let stands_for = peers.known(*peer).map_or(*peer, |known| known.id());
            of.entry(stands_for).or_default().insert(found.number);
        }
    }
    let mut used = BTreeSet::new();
    let page = |(known, peer): (playbook::map::peers::Known, &playbook::map::peers::Peer)| {
        let mut text = Zeroizing::new(format!("# {}\n\n{IN_THE_CLEAR}", plain(&peer.name)));
        if !peer.aliases.is_empty() {
            text.push_str(&format!("Also known as {}.\n\n", plain(&peer.aliases.join(", "))));
        }
        let entries = of.get(&known.id());
        let concerned = lines.iter().filter(|line| entries.is_some_and(|of| of.contains(&line.entry)));
        concerned.for_each(|line| text.push_str(&said(line)));
        let mut name = file_name(&peer.name);
        if !used.insert(name.clone()) {
            name = format!("{name}-{}", known.id());
            used.insert(name.clone());
        }
        (PathBuf::from("peers").join(format!("{name}.md")), text)
    };
    peers.everybody().map(page).collect()
}

/// An entry as one item of a list.
fn said(line: &Line) -> String {
    let words = match line {
        Line { forgotten: true, .. } => "*forgotten*".to_owned(),
        Line { unreadable: true, .. } => "*can't be read*".to_owned(),
        line => plain(&line.says.join(" ")),
    };
    let day = line.on.as_deref().map_or_else(String::new, |day| format!("{day}: "));
    let undone = line.undone_by.map_or_else(String::new, |by| format!(" *(undone by {by})*"));
    format!("- **{}** {day}{words}{undone}\n", line.entry)
}

/// Words as Markdown that shows exactly them, on one line.
fn plain(words: &str) -> String {
    let mut text = String::with_capacity(words.len());
    for character in words.chars() {
        match character {
            '\\' | '*' | '_' | '`' | '[' | ']' | '<' | '>' | '#' | '&' | '|' | '~' => {
                text.extend(['\\', character]);
            }
            c if c.is_control() => text.push(' '),
            c => text.push(c),
        }
    }
    text
}

/// A name as that of a file: letters and digits, everything else a hyphen.
fn file_name(name: &str) -> String {
    let words = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let name: String = words.map(str::to_lowercase).collect::<Vec<_>>().join("-").chars().take(60).collect();
    if name.is_empty() { "peer".to_owned() } else { name }
}
