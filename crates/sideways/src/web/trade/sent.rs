//! What a form brought. Where it was refused it is shown again as it was typed.

use crate::{
    stop::Stop,
    web::{act::Once, form::Typed},
};

/// Fields by name, in the order in which they were sent.
pub type Fields = Vec<(String, String)>;

/// What was typed into a field; nothing where it is not there.
pub fn field<'a>(fields: &'a Fields, name: &str) -> &'a str {
    fields.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.trim())
}

/// The same, where it says something.
pub fn given(fields: &Fields, name: &str) -> Option<String> {
    Some(field(fields, name)).filter(|words| !words.is_empty()).map(str::to_owned)
}

/// What a form that acts always brings.
pub fn once(fields: &Fields) -> Once {
    Once::of(&Typed(fields.clone()))
}

/// A form that was refused.
pub struct Sent {
    /// The act that it asked for.
    pub act: &'static str,
    /// Its fields.
    pub fields: Fields,
    /// Why not.
    pub why: Stop,
}

impl Sent {
    /// The fields of this form, if it is the one of an act on one thing, or of one kind.
    pub fn of<'a>(sent: Option<&'a Self>, act: &str, named: (&str, &str)) -> Option<&'a Fields> {
        let is_it = |sent: &&Self| sent.act == act && field(&sent.fields, named.0) == named.1;
        sent.filter(is_it).map(|sent| &sent.fields)
    }
}

/// What a field shows: what was typed, else what is usual.
pub fn again<'a>(fields: Option<&'a Fields>, name: &str, usual: &'a str) -> &'a str {
    fields.map_or(usual, |fields| field(fields, name))
}
