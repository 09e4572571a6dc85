//! Names that the leader adds or strikes, kept with the map or beside the plan once the map can keep to them.

use std::path::{Path, PathBuf};

use plan::{facts::Choice, names::person_key, network::Oddity, place::Place};
use playbook::map::Map;
use sources::{
    Reading,
    answers::{self, Answers, Named},
    read::{Original, Purpose},
    text::Text,
};

use crate::{
    beside::{Lock, load, open, save},
    corrected::word,
    stop::Stop,
    words::listed,
};

/// Where choices are kept whose entry has no number yet.
const IN_NOTEBOOK: &str = "notebook";

/// Choices that were typed, and what is to keep them.
pub struct Choices {
    /// The file; none where the notebook keeps them.
    path: Option<PathBuf>,
    names: Vec<Named>,
    /// The number of the text that shows them.
    file: Option<u32>,
}

/// Whom a name may mean.
fn names(map: &Map) -> String {
    let people =
        map.peers.iter().map(|peer| &peer.person).chain(map.left_out.iter().map(|left| &left.person));
    let people: Vec<String> = people.take(5).cloned().collect();
    match people.as_slice() {
        [] => "nothing was kept".into(),
        people => format!("nothing was kept; the map speaks of {}", listed(people, "and")),
    }
}

impl Choices {
    /// No name.
    pub fn none() -> Self {
        Self { path: None, names: Vec::new(), file: None }
    }

    /// Names that are added, or else struck, for a reason; a file beside the plan keeps them, or where none is given the
    /// notebook. `hint` is what can be typed where a word is none.
    ///
    /// # Errors
    /// If the reason or a name says nothing.
    pub fn of(
        names: &[(bool, &str)],
        because: &str,
        path: Option<PathBuf>,
        hint: &str,
    ) -> Result<Self, Stop> {
        let because = word("reason", because, hint)?;
        let named = |(is_with, name): &(bool, &str)| {
            let (is_with, name) = (*is_with, word("name", name, hint)?);
            Ok(Named::from(&Choice { is_with, name, because: because.clone(), place: Place::default() }))
        };
        let names = names.iter().map(named).collect::<Result<_, Stop>>()?;
        Ok(Self { path, names, file: None })
    }

    /// Whether there are any in what was read.
    pub fn are_taken(&self) -> bool {
        self.file.is_some()
    }

    /// The file beside the plan that is to keep them; none where the notebook does.
    pub fn beside(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// Takes them into what was read, as they will be kept.
    pub fn take_into(&mut self, reading: &mut Reading) -> Result<(), Stop> {
        if self.names.is_empty() {
            return Ok(());
        }
        let file = reading.texts.0.len() as u32;
        let (name, body) = match &self.path {
            None => (IN_NOTEBOOK.to_owned(), self.lines()),
            Some(path) => {
                let (mut answers, before) = open(path)?;
                self.add_to(&mut answers);
                (path.display().to_string(), answers.render_into(&before.body))
            }
        };
        let text = Text::of(file, &name, body);
        let is_new = |choice: &Choice| self.names.iter().any(|named| named.name == choice.name);
        let (facts, _) = if self.path.is_none() { answers::read_noted(&text) } else { answers::read(&text) };
        let keys: Vec<String> = self.names.iter().map(|named| person_key(&named.name)).collect();
        reading.facts.choices.retain(|earlier| !keys.contains(&person_key(&earlier.name)));
        reading.facts.choices.extend(facts.choices.into_iter().filter(is_new));
        reading.texts.0.push(text);
        self.file = Some(file);
        Ok(())
    }

    /// Holds that the map can keep them.
    pub fn check(&self, map: &Map) -> Result<(), Stop> {
        let Some(file) = self.file else { return Ok(()) };
        let is_refused = |kind: Oddity, place: &Place| kind == Oddity::IdleCorrection && place.file == file;
        if let Some(odd) = map.oddities.iter().find(|odd| is_refused(odd.kind, &odd.at)) {
            // What was never kept can't be taken back.
            let hint = odd.hint.clone().filter(|hint| !hint.contains("--undo"));
            return Err(Stop::Usage(odd.fact.clone(), hint.unwrap_or_else(|| names(map))));
        }
        Ok(())
    }

    /// As the notebook keeps them; none where they are kept beside the plan.
    pub fn answers(&self) -> Answers {
        let name = if self.path.is_none() { self.names.clone() } else { Vec::new() };
        Answers { name, ..Answers::default() }
    }

    /// Writes them into a file beside the plan.
    ///
    /// # Errors
    /// If it can't be read or written.
    pub fn write(&self, path: &Path) -> Result<(), Stop> {
        let _lock = Lock::on(path)?;
        let mut answers = load(path)?;
        self.add_to(&mut answers);
        save(path, &answers)
    }

    /// The choices as a file that was read after all others, so that the plan can be read again with them.
    pub fn original(&self) -> Option<Original> {
        let bytes = self.lines().into_bytes();
        (!self.names.is_empty()).then(|| Original {
            name: IN_NOTEBOOK.into(),
            purpose: Purpose::Noted,
            bytes,
        })
    }

    fn lines(&self) -> String {
        Answers { name: self.names.clone(), ..Answers::default() }.render()
    }

    /// The last word on a name is the one that counts, so an earlier one goes.
    fn add_to(&self, answers: &mut Answers) {
        for named in &self.names {
            answers.name.retain(|earlier| person_key(&earlier.name) != person_key(&named.name));
            answers.name.push(named.clone());
        }
    }
}
