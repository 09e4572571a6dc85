//! TOML and YAML: one tree of words, lists and maps, each with its span.

use std::{fmt, ops::Range};

use serde::{
    Deserialize,
    de::{Deserializer, MapAccess, SeqAccess, Visitor},
};
use serde_saphyr::Spanned;
use toml::de::{DeTable, DeValue};

use crate::{Problem, text::Text};

/// A value of a TOML or YAML file.
#[derive(Clone, Debug, PartialEq)]
pub struct Tree {
    /// What it is.
    pub shape: Shape,
    /// Its span.
    pub span: Range<usize>,
}

/// What a value is.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// Words, a number or a date, as words; `true` and `false` too.
    Words(String),
    /// A list.
    List(Vec<Tree>),
    /// Keys and their values, in order.
    Map(Vec<(String, Tree)>),
    /// Nothing.
    Nothing,
}

impl Tree {
    /// The entries of a map; none of anything else.
    pub fn entries(&self) -> &[(String, Tree)] {
        if let Shape::Map(entries) = &self.shape { entries } else { &[] }
    }

    /// The words, if it is words.
    pub fn words(&self) -> Option<&str> {
        if let Shape::Words(words) = &self.shape { Some(words) } else { None }
    }

    /// Whether it is a map.
    pub fn is_map(&self) -> bool {
        matches!(self.shape, Shape::Map(_))
    }
}

/// Whether a key is one that is known, whatever its case, and with `-`, `_` and spaces alike. A known one that begins with
/// `*` fits all that end like it.
pub fn fits_key(known: &str, key: &str) -> bool {
    let small =
        |c: char| if c.is_ascii() { c.to_ascii_lowercase() } else { c.to_lowercase().next().unwrap_or(c) };
    let plain = |c: char| if matches!(c, '-' | ' ') { '_' } else { small(c) };
    match known.strip_prefix('*') {
        None => known.chars().map(plain).eq(key.chars().map(plain)),
        Some(end) => {
            let ends = end.chars().rev().map(plain);
            let mut key = key.chars().rev().map(plain);
            ends.into_iter().all(|c| key.next() == Some(c)) && key.next().is_some()
        }
    }
}

/// Reads a TOML file.
pub fn toml(text: &Text) -> Result<Tree, Problem> {
    DeTable::parse(&text.body).map(|table| of_table(table.get_ref(), table.span())).map_err(|error| {
        let at = error.span().map(|span| span.start).unwrap_or_default().min(text.body.len());
        let end = error.span().map_or(at, |span| span.end.min(text.body.len()));
        let fact = fact_of(error.message());
        let problem = Problem::new(text.place(at..end.max(at), ""), format!("this is not TOML: {fact}"));
        problem.hint(hint_for(&fact, "words stand in quotes, as in name = \"Payments\""))
    })
}

fn of_table(table: &DeTable<'_>, span: Range<usize>) -> Tree {
    let entry = |(key, value): (&toml::Spanned<std::borrow::Cow<'_, str>>, &toml::Spanned<DeValue<'_>>)| {
        (key.get_ref().to_string(), of_value(value.get_ref(), value.span()))
    };
    let mut entries: Vec<(String, Tree)> = table.iter().map(entry).collect();
    entries.sort_by_key(|(_, value)| value.span.start);
    Tree { shape: Shape::Map(entries), span }
}

fn of_value(value: &DeValue<'_>, span: Range<usize>) -> Tree {
    let shape = match value {
        DeValue::String(words) => Shape::Words(words.to_string()),
        DeValue::Integer(number) => Shape::Words(number.as_str().to_owned()),
        DeValue::Float(number) => Shape::Words(number.as_str().to_owned()),
        DeValue::Boolean(truth) => Shape::Words(truth.to_string()),
        DeValue::Datetime(moment) => Shape::Words(moment.to_string()),
        DeValue::Array(values) => {
            Shape::List(values.iter().map(|value| of_value(value.get_ref(), value.span())).collect())
        }
        DeValue::Table(table) => return of_table(table, span),
    };
    Tree { shape, span }
}

/// Reads a YAML file, all its documents; several become a list.
pub fn yaml(text: &Text) -> Result<Tree, Problem> {
    let whole = 0..text.body.len();
    // Each level takes up to 30 KB of the stack, of which a thread may have no more than 2 MB.
    // What the file says itself is never too much; what aliases repeat is bounded besides.
    let (nodes, events) = (MOST_REPEATED + text.body.len() / 2, 4 * MOST_REPEATED + text.body.len());
    let options = serde_saphyr::options! {
        budget: serde_saphyr::budget! { max_depth: DEEPEST, max_nodes: nodes, max_events: events }
    };
    match serde_saphyr::from_multiple_with_options::<Spanned<Node>>(&text.body, options) {
        Ok(mut documents) if documents.len() == 1 => Ok(place(documents.remove(0), text)),
        Ok(documents) => {
            let list = documents.into_iter().map(|document| place(document, text)).collect();
            Ok(Tree { shape: Shape::List(list), span: whole })
        }
        Err(error) => {
            let at = error.location().map_or(0, |at| text.byte_at(at.line() as usize, at.column() as usize));
            let fact = fact_of(&error.to_string());
            let place = text.place(at..text.line_of(at).end.max(at), "");
            let problem = Problem::new(place, format!("this is not YAML: {fact}"));
            let plain = "an entry is written as “- name: Payments”, what belongs to it two spaces further in";
            Err(problem.hint(hint_for(&fact, plain)))
        }
    }
}

/// Levels of a YAML file, at most.
const DEEPEST: usize = 24;

/// Values of a YAML file, at most, besides those that it writes out: a value takes two bytes or more.
const MOST_REPEATED: usize = 250_000;

/// The first sentence of a message, without the place and what only a programmer could set.
fn fact_of(message: &str) -> String {
    let first = message.lines().next().unwrap_or("it can't be read").trim_start_matches("error: ");
    let is_place = |words: &str| {
        words.starts_with("line ")
            && words.chars().all(|c| c.is_ascii_digit() || c.is_ascii_lowercase() || matches!(c, ' ' | ','))
    };
    let fact = first.split_once(": ").filter(|(place, _)| is_place(place)).map_or(first, |(_, fact)| fact);
    match fact {
        fact if fact.contains("budget breached: Depth") => format!("it is more than {DEEPEST} levels deep"),
        fact if fact.contains("budget breached") => "it grows too large when its aliases are followed".into(),
        fact if fact.contains("recurs") => "it is too many levels deep".into(),
        fact => fact.split_once(", set ").map_or(fact, |(fact, _)| fact).to_owned(),
    }
}

/// Something to type about a fact.
fn hint_for(fact: &str, otherwise: &'static str) -> &'static str {
    match fact {
        fact if fact.contains("duplicate") => "keep one of the two",
        fact if fact.contains("levels deep") || fact.contains("aliases") => {
            "write names out: a directory of people needs four levels and no aliases"
        }
        _ => otherwise,
    }
}

/// A YAML value; places are found afterwards.
#[derive(Debug)]
enum Node {
    Words(String),
    List(Vec<Spanned<Node>>),
    Map(Vec<(String, Spanned<Node>)>),
    Nothing,
}

fn place(node: Spanned<Node>, text: &Text) -> Tree {
    let at = node.referenced;
    let start = text.byte_at(at.line() as usize, at.column() as usize);
    let mut end = start;
    let shape = match node.value {
        Node::Words(words) => {
            end = text.line_of(start).end.min(start + words.len().max(1)).max(start);
            Shape::Words(words)
        }
        Node::List(nodes) => Shape::List(nodes.into_iter().map(|node| place(node, text)).collect()),
        Node::Map(nodes) => {
            Shape::Map(nodes.into_iter().map(|(key, node)| (key, place(node, text))).collect())
        }
        Node::Nothing => Shape::Nothing,
    };
    while !text.body.is_char_boundary(end) {
        end += 1;
    }
    Tree { shape, span: start..end }
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NodeVisitor)
    }
}

struct NodeVisitor;

impl<'de> Visitor<'de> for NodeVisitor {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_str<E>(self, words: &str) -> Result<Node, E> {
        Ok(Node::Words(words.to_owned()))
    }

    fn visit_bool<E>(self, truth: bool) -> Result<Node, E> {
        Ok(Node::Words(truth.to_string()))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Node, E> {
        Ok(Node::Words(number.to_string()))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Node, E> {
        Ok(Node::Words(number.to_string()))
    }

    fn visit_i128<E>(self, number: i128) -> Result<Node, E> {
        Ok(Node::Words(number.to_string()))
    }

    fn visit_u128<E>(self, number: u128) -> Result<Node, E> {
        Ok(Node::Words(number.to_string()))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Node, E> {
        Ok(Node::Words(number.to_string()))
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::Nothing)
    }

    fn visit_none<E>(self) -> Result<Node, E> {
        Ok(Node::Nothing)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        Node::deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Node, A::Error> {
        let mut nodes = Vec::new();
        while let Some(node) = list.next_element()? {
            nodes.push(node);
        }
        Ok(Node::List(nodes))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Node, A::Error> {
        let mut nodes = Vec::new();
        while let Some((key, node)) = map.next_entry::<Node, _>()? {
            let key = if let Node::Words(words) = key { words } else { String::new() };
            nodes.push((key, node));
        }
        Ok(Node::Map(nodes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(body: &str) -> Text {
        Text::of(0, "f", body.into())
    }

    fn find<'a>(tree: &'a Tree, key: &str) -> &'a Tree {
        &tree.entries().iter().find(|(known, _)| fits_key(key, known)).unwrap().1
    }

    #[test]
    fn toml_and_yaml_give_one_tree() {
        let toml_text = text("name = \"Payments\"\nlanes = 2\n[people]\nleads = [\"Dana\"]\n");
        let yaml_text = text("name: Payments\nlanes: 2\npeople:\n  leads: [Dana]\n");
        for (tree, text) in [(toml(&toml_text).unwrap(), &toml_text), (yaml(&yaml_text).unwrap(), &yaml_text)]
        {
            assert_eq!(find(&tree, "Name").words(), Some("Payments"));
            assert_eq!(find(&tree, "lanes").words(), Some("2"));
            let Shape::List(leads) = &find(find(&tree, "people"), "leads").shape else { panic!("a list") };
            assert_eq!(leads[0].words(), Some("Dana"));
            assert_eq!(text.position(leads[0].span.start).0, 4);
            assert!(text.slice(leads[0].span.clone()).contains("Dana"));
        }
    }

    #[test]
    fn a_key_is_known_by_its_words_or_by_its_end() {
        assert!(fits_key("reports_to", "Reports-To") && fits_key("reports to", "reports_to"));
        assert!(fits_key("*_em", "be_em") && fits_key("*_em", "Back-End EM"));
        assert!(!fits_key("*_em", "em") && !fits_key("*_em", "_em") && !fits_key("*_em", "item"));
    }

    #[test]
    fn what_is_neither_is_said_with_its_line() {
        assert_eq!(toml(&text("a = 1\nb = = 2\n")).unwrap_err().place.line, 2);
        let problem = yaml(&text("a: [1\nb: {\n")).unwrap_err();
        assert!(problem.fact.starts_with("this is not YAML"), "{}", problem.fact);
    }

    #[test]
    fn an_alias_bomb_is_refused() {
        let mut body = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for level in 1..10 {
            let before = format!("*a{}", level - 1);
            body.push_str(&format!("a{level}: &a{level} [{}]\n", vec![before; 9].join(", ")));
        }
        assert!(yaml(&text(&body)).is_err());
        assert!(yaml(&text(&"[".repeat(100_000))).is_err());
        assert!(toml(&text(&format!("a = {}", "[".repeat(100_000)))).is_err());
    }
}
