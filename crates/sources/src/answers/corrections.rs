//! Corrections of crossings and names, as they are kept: words, so that a slip of one entry costs only that entry.

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
            (other, ..) => {
                return Err((format!("“{other}” is nothing that can be done to a crossing"), DOES.into()));
            }
        };
        let because = self.because.as_deref().unwrap_or_default().trim().to_owned();
        let correction =
            Correction { change, item: self.item.clone(), whom: self.whom.clone(), because, place };
        if correction.because.is_empty() && !matches!(change, Change::Given(_)) {
            let hint = format!("sideways {} --because \"WHY\"", correction.words());
            return Err(("a reason is missing".into(), hint));
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

/// The corrections of a text that is a file of answers, and those that are none.
pub(super) fn read(text: &Text) -> (Facts, Vec<Problem>) {
    let (crossings, names) = places(text);
    let answers = super::Answers::parse(text).unwrap_or_default();
    let (mut facts, mut problems) = (Facts::default(), Vec::new());
    let unfit = |place: &Place, (fact, hint): (String, String)| {
        Problem::new(place.clone(), format!("this correction is not counted: {fact}")).hint(hint)
    };
    for (kept, place) in answers.crossing.iter().zip(crossings) {
        match kept.correction(place.clone()) {
            Ok(correction) => facts.corrections.push(correction),
            Err(lack) => problems.push(unfit(&place, lack)),
        }
    }
    for (named, place) in answers.name.iter().zip(names) {
        match named.choice(place.clone()) {
            Ok(choice) => facts.choices.push(choice),
            Err(lack) => problems.push(unfit(&place, lack)),
        }
    }
    (facts, problems)
}

/// The places of all corrections of crossings, and of all names.
pub(super) fn places(text: &Text) -> (Vec<Place>, Vec<Place>) {
    let places: Places = toml::from_str(&text.body).unwrap_or_default();
    let place = |spans: &Spans| spans.place(text);
    (places.crossing.iter().map(place).collect(), places.name.iter().map(place).collect())
}

/// Where corrections stand.
#[derive(Default, Deserialize)]
struct Places {
    #[serde(default)]
    crossing: Vec<Spans>,
    #[serde(default)]
    name: Vec<Spans>,
}

/// Where the parts of one entry stand.
#[derive(Deserialize)]
struct Spans {
    #[serde(rename = "do")]
    change: Option<Spanned<String>>,
    because: Option<Spanned<String>>,
    #[serde(rename = "for")]
    item: Option<Spanned<String>>,
    whom: Option<Spanned<String>>,
    name: Option<Spanned<String>>,
}

impl Spans {
    /// The reason, without its quotes; else what is done, else whatever is there.
    fn place(&self, text: &Text) -> Place {
        let first =
            [&self.because, &self.change, &self.item, &self.whom, &self.name].into_iter().flatten().next();
        let span = first.map(Spanned::span).unwrap_or_default();
        let words = text.slice(span.clone());
        let inner = words.trim_matches(['"', '\'']);
        let start = span.start + (words.len() - words.trim_start_matches(['"', '\'']).len());
        let field = if self.because.is_some() { "because" } else { "" };
        text.place(start..start + inner.len(), field)
    }
}
