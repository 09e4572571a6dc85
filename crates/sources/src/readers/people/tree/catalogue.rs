//! Entries of a catalogue of software, as Backstage writes them: users and groups, among other kinds.

use std::ops::Range;

use super::{Reader, Sort};
use crate::formats::tree::{Shape, Tree};

/// What is said of a user or a group besides that, and has no influence on who leads what.
const WITHOUT_INFLUENCE: [&str; 3] = ["parent", "children", "type"];

/// The value under a key.
fn under<'t>(tree: &'t Tree, key: &str) -> Option<&'t Tree> {
    tree.entries().iter().find(|(known, _)| known == key).map(|(_, value)| value)
}

/// The entry that a reference means: `payments` of `group:default/payments`.
fn meant(tree: &Tree) -> Tree {
    let shape = match &tree.shape {
        Shape::Words(words) => Shape::Words(words.rsplit(['/', ':']).next().unwrap_or(words).to_owned()),
        Shape::List(entries) => Shape::List(entries.iter().map(meant).collect()),
        other => other.clone(),
    };
    Tree { shape, span: tree.span.clone() }
}

impl Reader<'_> {
    /// Takes in an entry of a catalogue. False where it is none.
    pub(super) fn catalogued(&mut self, tree: &Tree) -> bool {
        let (Some(kind), Some(metadata)) = (under(tree, "kind"), under(tree, "metadata")) else {
            return false;
        };
        let (Some(words), true) = (kind.words(), metadata.is_map()) else { return false };
        let sort = match words {
            "User" => Sort::Person,
            "Group" => Sort::Team,
            _ => {
                if !self.kinds.iter().any(|(known, _)| known == words) {
                    let span: Range<usize> = self.first_line(kind);
                    self.kinds.push((words.to_owned(), span));
                }
                return true;
            }
        };
        let plain = self.plain(tree, metadata, sort);
        self.entry(&plain, sort, None);
        true
    }

    /// The same entry with the keys of a directory.
    fn plain(&mut self, tree: &Tree, metadata: &Tree, sort: Sort) -> Tree {
        let spec = under(tree, "spec");
        let profile = spec.and_then(|spec| under(spec, "profile"));
        let shown =
            profile.and_then(|profile| under(profile, "displayName")).or_else(|| under(metadata, "title"));
        let (id, seats) = (under(metadata, "name"), if sort == Sort::Team { "members" } else { "memberOf" });
        let field = if sort == Sort::Team { "team_members" } else { "member_of" };
        let listed = spec.and_then(|spec| under(spec, seats)).map(meant);
        let email = profile.and_then(|profile| under(profile, "email")).filter(|_| sort == Sort::Person);
        let found = [
            ("name", shown.or(id).cloned()),
            ("aliases", shown.and(id).cloned()),
            ("aliases", email.cloned()),
            (field, listed),
        ];
        let entries =
            found.into_iter().filter_map(|(field, value)| Some((self.key_of(field)?, value?))).collect();
        for (key, value) in spec.map(Tree::entries).unwrap_or_default() {
            if key != "profile" && key != seats && !WITHOUT_INFLUENCE.contains(&key.as_str()) {
                self.leave(key, value);
            }
        }
        Tree { shape: Shape::Map(entries), span: tree.span.clone() }
    }

    /// A key of a field, as the profile calls it.
    fn key_of(&self, field: &str) -> Option<String> {
        self.profile.keys.get(field).and_then(|keys| keys.first()).cloned()
    }
}
