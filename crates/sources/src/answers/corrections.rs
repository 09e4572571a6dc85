//! Corrections of crossings and names, as they are kept: words, so that a slip of one entry costs only that entry.

use std::ops::Range;

use plan::{
    facts::{Change, Choice, Correction, Facts, Kind},
    names::typed,
    place::Place,
};
use serde::{Deserialize, Serialize};
use toml::Spanned;

use crate::{Problem, text::Text};

/// A correction of crossings, `[[crossing]]`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Kept {
    /// `add`, `reject`, `rekind` or `given`.
    #[serde(rename = "do")]
    pub change: String,
    /// An item or a deliverable.
    #[serde(rename = "for")]
    pub item: String,
    /// A team, a person, or an item of theirs.
    pub whom: String,
    /// The kind of crossing; every kind where absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// The kind that it is.
    #[serde(rename = "as", skip_serializing_if = "Option::is_none")]
    pub new: Option<String>,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub because: Option<String>,
}

/// A name that is added or struck, `[[name]]`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Named {
    /// `with` or `without`.
    #[serde(rename = "do")]
    pub change: String,
    /// A person.
    pub name: String,
    /// Why.
    pub because: Option<String>,
}

impl From<&Correction> for Kept {
    fn from(correction: &Correction) -> Self {
        let word = |kind: Kind| kind.word().to_owned();
        let new = match correction.change {
            Change::Rekind { to, .. } => Some(word(to)),
            _ => None,
        };
        Self {
            change: correction.change.word().into(),
            item: correction.item.clone(),
            whom: correction.whom.clone(),
            kind: correction.change.kind().map(word),
            new,
            because: Some(correction.because.clone()).filter(|because| !because.is_empty()),
        }
    }
}

impl From<&Choice> for Named {
    fn from(choice: &Choice) -> Self {
        Self {
            change: if choice.is_with { "with" } else { "without" }.into(),
            name: choice.name.clone(),
            because: Some(choice.because.clone()),
        }
    }
}

impl Kept {
    /// The correction, if the words are one; else what they lack, and something to type.
    pub fn correction(&self, place: Place) -> Result<Correction, (String, String)> {
        let example = format!("sideways crossing {} ITEM WHOM", self.change);
        if self.item.trim().is_empty() || self.whom.trim().is_empty() {
            return Err(("“for” and “whom” are both needed".into(), example));
        }
        let kind = self.kind.as_deref().map(kind).transpose()?;
        let change = match (self.change.as_str(), kind, &self.new) {
            ("rekind", from, Some(new)) => Change::Rekind { from, to: self::kind(new)? },
            ("rekind", _, None) => return Err(("“as” is missing: the kind that it is".into(), KINDS.into())),
            (_, _, Some(_)) => return Err(("“as” belongs to “rekind” alone".into(), DOES.into())),
            ("add", Some(kind), None) => Change::Add(kind),
            ("add", None, None) => return Err(("“kind” is missing".into(), KINDS.into())),
            ("reject", kind, None) => Change::Reject(kind),
            ("given", kind, None) => Change::Given(kind),
            ("", ..) => return Err(("“do” is missing".into(), DOES.into())),
            (other, ..) => {
                return Err((format!("“{other}” is nothing that can be done to a crossing"), DOES.into()));
            }
        };
        let because = self.because.as_deref().unwrap_or_default().trim().to_owned();
        let correction =
            Correction { change, item: self.item.clone(), whom: self.whom.clone(), because, place };
        if correction.because.is_empty() && !matches!(change, Change::Given(_)) {
            return Err(("a reason is missing".into(), correction.line("WHY")));
        }
        Ok(correction)
    }
}

impl Named {
    /// The choice, if the words are one; else what they lack, and something to type.
    pub fn choice(&self, place: Place) -> Result<Choice, (String, String)> {
        let is_with = match self.change.as_str() {
            "with" => true,
            "without" => false,
            "" => return Err(("“do” is missing".into(), "“with” or “without”".into())),
            other => {
                return Err((
                    format!("“{other}” is nothing that can be done to a name"),
                    "“with” or “without”".into(),
                ));
            }
        };
        if self.name.trim().is_empty() {
            return Err(("a name is missing".into(), format!("--{} \"Dana Ortiz\"", self.change)));
        }
        let because = self.because.as_deref().unwrap_or_default().trim().to_owned();
        if because.is_empty() {
            let hint = format!("--{} {} --because \"WHY\"", self.change, typed(&self.name));
            return Err(("a reason is missing".into(), hint));
        }
        Ok(Choice { is_with, name: self.name.clone(), because, place })
    }
}

/// What can be done to a crossing, for a hint.
const DOES: &str = "“add”, “reject”, “rekind” or “given”";

/// The kinds, for a hint.
const KINDS: &str = "“touch”, “date”, “approval” or “absorption”";

fn kind(word: &str) -> Result<Kind, (String, String)> {
    let found = Kind::ALL.into_iter().find(|kind| kind.word() == word);
    found.ok_or_else(|| (format!("“{word}” is no kind of crossing"), KINDS.into()))
}

/// The corrections among the answers of a text, and those that are none.
pub(super) fn read(answers: &super::Answers, text: &Text) -> (Facts, Vec<Problem>) {
    let (crossings, names) = places(text);
    let (mut facts, mut problems) = (Facts::default(), Vec::new());
    let mut unfit = |place: Place, (fact, hint): (String, String)| {
        problems.push(Problem::new(place, format!("this correction is not counted: {fact}")).hint(hint));
    };
    for (kept, places) in answers.crossing.iter().zip(crossings) {
        match kept.correction(places.reason) {
            Ok(correction) => facts.corrections.push(correction),
            Err(lack) => unfit(places.deed, lack),
        }
    }
    for (named, places) in answers.name.iter().zip(names) {
        match named.choice(places.reason) {
            Ok(choice) => facts.choices.push(choice),
            Err(lack) => unfit(places.deed, lack),
        }
    }
    (facts, problems)
}

/// Where one entry stands: its reason, and what it does; each for the other where one is missing.
pub(super) struct Places {
    pub(super) reason: Place,
    deed: Place,
}

/// The places of all corrections of crossings, and of all names.
pub(super) fn places(text: &Text) -> (Vec<Places>, Vec<Places>) {
    let spans: Spans = toml::from_str(&text.body).unwrap_or_default();
    let places = |entry: &Spanned<SpansOfOne>| {
        let SpansOfOne { deed, because } = entry.get_ref();
        let place = |words: Option<&Spanned<String>>, field: &str| match words {
            Some(words) => text.place(unquoted(text, words.span()), field),
            None => text.place(text.line_of(entry.span().start), ""),
        };
        let reason = because.as_ref().map(|because| (because, "because"));
        let deed = deed.as_ref().map(|deed| (deed, "do"));
        let of = |first: Option<(&Spanned<String>, &str)>| {
            first.map_or_else(|| place(None, ""), |(words, field)| place(Some(words), field))
        };
        Places { reason: of(reason.or(deed)), deed: of(deed.or(reason)) }
    };
    (spans.crossing.iter().map(places).collect(), spans.name.iter().map(places).collect())
}

/// The span of words without their quotes.
fn unquoted(text: &Text, span: Range<usize>) -> Range<usize> {
    let quotes = ['"', '\''];
    let words = text.slice(span.clone());
    let start = span.start + (words.len() - words.trim_start_matches(quotes).len());
    start..start + words.trim_matches(quotes).len()
}

/// Where corrections stand.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Spans {
    crossing: Vec<Spanned<SpansOfOne>>,
    name: Vec<Spanned<SpansOfOne>>,
}

/// Where the parts of one entry stand.
#[derive(Deserialize)]
struct SpansOfOne {
    #[serde(rename = "do")]
    deed: Option<Spanned<String>>,
    because: Option<Spanned<String>>,
}
