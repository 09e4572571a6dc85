//! `--with` and `--without`: names that the leader adds or strikes, kept beside the plan once the map can keep to them.

use std::path::{Path, PathBuf};

use clap::Args;
use plan::{
    facts::Choice,
    names::{person_key, typed},
    network::Oddity,
    place::Place,
};
use playbook::map::Map;
use sources::{
    Reading,
    answers::{self, Answers, Named},
    read::{Original, Purpose},
    text::Text,
};

use crate::{
    beside::{Lock, load, open, path, save},
    cli::noting::Noting,
    corrected::word,
    stop::Stop,
    words::listed,
};

/// Where choices are kept whose entry has no number yet.
const IN_NOTEBOOK: &str = "notebook";

/// Names that are added or struck.
#[derive(Args)]
pub struct Chosen {
    /// Names somebody whom the rule would not name; kept in your notebook, else beside the plan
    #[arg(long, value_name = "NAME")]
    with: Vec<String>,
    /// Strikes a name; kept in your notebook, else beside the plan
    #[arg(long, value_name = "NAME")]
    without: Vec<String>,
    /// Why a name is added or struck
    #[arg(long, value_name = "TEXT")]
    because: Option<String>,
}

impl Chosen {
    /// A name that is added or struck elsewhere than at the terminal.
    pub fn of(is_with: bool, name: &str, because: &str) -> Self {
        let (name, because) = (vec![name.to_owned()], Some(because.to_owned()));
        let (with, without) = if is_with { (name, Vec::new()) } else { (Vec::new(), name) };
        Self { with, without, because }
    }

    /// No name.
    pub fn none() -> Self {
        Self { with: Vec::new(), without: Vec::new(), because: None }
    }
}

/// Choices that were typed, and what is to keep them.
pub struct Choices {
    /// The file; none where the notebook keeps them.
    path: Option<PathBuf>,
    names: Vec<Named>,
    /// The number of the text that shows them.
    file: Option<u32>,
}

impl Chosen {
    /// Whether nothing was typed.
    pub fn is_untyped(&self) -> bool {
        self.with.is_empty() && self.without.is_empty() && self.because.is_none()
    }

    /// The choices, each with a reason, to be kept in the notebook or beside the plan.
    pub fn choices(&self, plan: &Path, in_notebook: bool) -> Result<Choices, Stop> {
        let typed_names = self.with.iter().map(|name| (true, name));
        let typed_names: Vec<(bool, &String)> =
            typed_names.chain(self.without.iter().map(|name| (false, name))).collect();
        let Some((is_with, first)) = typed_names.first() else {
            return match self.because {
                None => Ok(Choices { path: None, names: Vec::new(), file: None }),
                Some(_) => Err(Stop::Usage(
                    "--because gives a reason, and no name is added or struck".into(),
                    "--without \"Tom Reyes\" --because \"WHY\"".into(),
                )),
            };
        };
        let is_added = |struck: &&String| {
            let added = self.with.iter().map(|name| person_key(name));
            added.into_iter().any(|added| added == person_key(struck))
        };
        if let Some(both) = self.without.iter().find(is_added) {
            let fact = format!("“{both}” is both added and struck");
            return Err(Stop::Usage(fact, format!("either --with {0} or --without {0}", typed(both))));
        }
        let option = if *is_with { "with" } else { "without" };
        let line = format!("--{option} {} --because \"WHY\"", typed(first));
        let Some(because) = self.because.as_deref().filter(|because| !because.trim().is_empty()) else {
            return Err(Stop::Usage("a name is added or struck with its reason".into(), again()));
        };
        let because = word("reason", because, &line)?;
        let named = |(is_with, name): (bool, &String)| {
            let name = word("name", name, &line)?;
            Ok(Named::from(&Choice { is_with, name, because: because.clone(), place: Place::default() }))
        };
        let names: Vec<Named> = typed_names.into_iter().map(named).collect::<Result<_, Stop>>()?;
        let path = if in_notebook { None } else { Some(path(Some(plan))?) };
        Ok(Choices { path, names, file: None })
    }
}

/// The line that was typed, with the reason that it lacks.
fn again() -> String {
    let words: Vec<String> =
        std::env::args_os().skip(1).map(|word| word.to_string_lossy().into_owned()).collect();
    let is_reason = |at: usize| at > 0 && words[at - 1] == "--because";
    let kept =
        words.iter().enumerate().filter(|(at, word)| !word.starts_with("--because") && !is_reason(*at));
    let kept: Vec<String> = kept.map(|(_, word)| typed(word)).collect();
    format!("sideways {} --because \"WHY\"", kept.join(" "))
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

    /// Keeps them, unless the map can't.
    pub fn keep(&self, map: &Map, notebook: Option<&Path>) -> Result<(), Stop> {
        if self.file.is_none() {
            return Ok(());
        }
        self.check(map)?;
        let Some(path) = &self.path else {
            if let Some(mut noting) = Noting::open(notebook, None, "sideways map")? {
                noting.keep(&self.answers())?;
            }
            return Ok(());
        };
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
