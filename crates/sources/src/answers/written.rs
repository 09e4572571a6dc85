//! Writes answers into the file that holds them, so that comments of whoever edits it by hand stay.

use toml_edit::{ArrayOfTables, DocumentMut, Item, Table, TableLike};

use super::Answers;

/// The text with these answers in it; none where it is no file of answers.
pub(super) fn write(answers: &Answers, before: &str) -> Option<String> {
    if before.trim().is_empty() {
        return None;
    }
    let mut document: DocumentMut = before.parse().ok()?;
    let wanted: DocumentMut = toml::to_string(answers).ok()?.parse().ok()?;
    let gone: Vec<String> =
        document.iter().map(|(key, _)| key.to_owned()).filter(|key| !wanted.contains_key(key)).collect();
    gone.iter().for_each(|key| _ = document.remove(key));
    for (key, item) in wanted.iter() {
        match (document.get_mut(key), item) {
            (Some(Item::ArrayOfTables(known)), Item::ArrayOfTables(item)) => entries(known, item),
            (Some(known), Item::Table(item)) => pairs(known.as_table_like_mut()?, item),
            (Some(_), _) => return None,
            (None, item) => _ = document.insert(key, unplaced_all(item.clone())),
        }
    }
    Some(document.to_string())
}

/// Entries that are no longer wanted, or stand before one that is to stand before them, go; new ones stand behind the
/// others.
fn entries(known: &mut ArrayOfTables, wanted: &ArrayOfTables) {
    let mut new = wanted.iter().peekable();
    known.retain(|entry| new.next_if(|one| same(one, entry)).is_some());
    new.for_each(|entry| known.push(unplaced(entry.clone())));
}

/// Pairs that are no longer wanted go, new ones stand behind the others.
fn pairs(known: &mut dyn TableLike, wanted: &Table) {
    let gone: Vec<String> =
        known.iter().map(|(key, _)| key.to_owned()).filter(|key| !wanted.contains_key(key)).collect();
    gone.iter().for_each(|key| _ = known.remove(key));
    for (key, value) in wanted.iter() {
        match known.get_mut(key) {
            Some(known) if names(known) == names(value) => {}
            Some(known) => replace(known, value),
            None => _ = known.insert(key, value.clone()),
        }
    }
}

/// A new value, with the comment that stood behind the old one.
fn replace(known: &mut Item, value: &Item) {
    let decor = known.as_value().map(|known| known.decor().clone());
    *known = value.clone();
    if let (Some(decor), Some(value)) = (decor, known.as_value_mut()) {
        *value.decor_mut() = decor;
    }
}

/// Whether two entries say the same, however they are written.
fn same(a: &Table, b: &Table) -> bool {
    a.len() == b.len()
        && a.iter().all(|(key, value)| b.get(key).is_some_and(|other| words(other) == words(value)))
}

/// The names that stand in a value: one, or a list of them.
fn names(item: &Item) -> Vec<&str> {
    let list = item.as_array().into_iter().flatten().filter_map(|name| name.as_str());
    item.as_str().into_iter().chain(list).collect()
}

fn words(item: &Item) -> Option<&str> {
    item.as_str()
}

/// A table that stands where it is put, and not where it stood in its own text.
fn unplaced(mut table: Table) -> Table {
    table.set_position(None);
    table.decor_mut().set_prefix("\n");
    table
}

fn unplaced_all(item: Item) -> Item {
    match item {
        Item::Table(table) => Item::Table(unplaced(table)),
        Item::ArrayOfTables(tables) => {
            let mut placed = ArrayOfTables::new();
            tables.into_iter().for_each(|table| placed.push(unplaced(table)));
            Item::ArrayOfTables(placed)
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Answers, Kept, Named};
    use crate::text::Text;

    const WRITTEN: &str = "# Ours, agreed on in May.\n[who]\nPAY = \"Dana Ortiz\"   # till June\n\n\
        # The terms\n[[crossing]]\ndo = \"add\"\nfor = 'Checkout'\nwhom = \"Legal\"\nkind = \"approval\"\nbecause = \"they sign\"\n";

    fn answers(text: &str) -> Answers {
        Answers::parse(&Text::of(0, "sideways.toml", text.into())).unwrap()
    }

    fn rejected() -> Kept {
        let because = Some("we agreed".into());
        Kept {
            change: "reject".into(),
            item: "Form".into(),
            whom: "Mobile".into(),
            because,
            ..Kept::default()
        }
    }

    #[test]
    fn what_is_added_stands_behind_and_all_else_stays_as_it_was_written() {
        let mut with = answers(WRITTEN);
        with.who.insert("SEC".into(), "Sven".into());
        with.crossing.push(rejected());
        with.name.push(Named { change: "without".into(), name: "Tom".into(), because: Some("x".into()) });
        let text = with.render_into(WRITTEN);
        assert_eq!(answers(&text), with);
        for kept in
            ["# Ours, agreed on in May.", "PAY = \"Dana Ortiz\"   # till June", "# The terms", "'Checkout'"]
        {
            assert!(text.contains(kept), "{text}");
        }
    }

    #[test]
    fn a_comment_behind_a_name_stays_behind_another_name() {
        let mut with = answers(WRITTEN);
        with.answer("PAY", "Per Lund");
        assert_eq!(with.render_into(WRITTEN), WRITTEN.replace("Dana Ortiz", "Per Lund"));
        let inline = "who = { PAY = \"Dana\" }   # all of us\n";
        let mut with = answers(inline);
        with.answer("PAY", "Per");
        assert_eq!(with.render_into(inline), inline.replace("Dana", "Per"));
    }

    #[test]
    fn what_is_taken_back_leaves_no_trace() {
        let mut with = answers(WRITTEN);
        with.crossing.push(rejected());
        let text = with.render_into(WRITTEN);
        with.crossing.pop();
        assert_eq!(with.render_into(&text), WRITTEN);
        assert_eq!(answers(&Answers::default().render_into(WRITTEN)), Answers::default());
    }

    #[test]
    fn the_order_of_corrections_is_that_of_the_answers() {
        let mut with = answers(WRITTEN);
        with.crossing.push(rejected());
        let text = with.render_into(WRITTEN);
        with.crossing.reverse();
        let turned = with.render_into(&text);
        assert_eq!(answers(&turned), with);
        assert!(turned.contains("# Ours, agreed on in May."));
    }

    #[test]
    fn a_file_that_is_built_otherwise_keeps_its_words() {
        let inline = "crossing = [{ do = \"given\", for = \"A\", whom = \"B\" }]\nwho = { PAY = \"Dana\" }\n";
        let mut with = answers(inline);
        with.crossing.push(rejected());
        assert_eq!(answers(&with.render_into(inline)), with);
    }
}
