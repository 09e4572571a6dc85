//! `--with` and `--without`: names that the leader adds or strikes, kept beside the plan once the map can keep to them.

use std::path::PathBuf;

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
    text::Text,
};

use super::super::{
    Stop,
    kept::{Lock, load, open, path, save, word},
    page::listed,
};

/// Names that are added or struck.
#[derive(Args)]
pub struct Chosen {
    /// Names somebody whom the rule would not name; kept beside the plan
    #[arg(long, value_name = "NAME")]
    with: Vec<String>,
    /// Strikes a name; kept beside the plan
    #[arg(long, value_name = "NAME")]
    without: Vec<String>,
    /// Why a name is added or struck
    #[arg(long, value_name = "TEXT")]
    because: Option<String>,
}

/// Choices that were typed, and the file that is to keep them.
pub struct Choices {
    path: PathBuf,
    names: Vec<Named>,
    /// The number of the text that shows them.
    file: Option<u32>,
}

impl Chosen {
    /// The choices, each with a reason.
    pub fn choices(&self, plan: &std::path::Path) -> Result<Choices, Stop> {
        let typed_names = self.with.iter().map(|name| (true, name));
        let typed_names: Vec<(bool, &String)> =
            typed_names.chain(self.without.iter().map(|name| (false, name))).collect();
        let Some((is_with, first)) = typed_names.first() else {
            return match self.because {
                None => Ok(Choices { path: PathBuf::new(), names: Vec::new(), file: None }),
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
        Ok(Choices { path: path(Some(plan))?, names, file: None })
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
    /// Takes them into what was read, as the file will keep them.
    pub fn take_into(&mut self, reading: &mut Reading) -> Result<(), Stop> {
        if self.names.is_empty() {
            return Ok(());
        }
        let (mut answers, before) = open(&self.path)?;
        self.add_to(&mut answers);
        let file = reading.texts.0.len() as u32;
        let text = Text::of(file, &self.path.display().to_string(), answers.render_into(&before.body));
        let is_new = |choice: &Choice| self.names.iter().any(|named| named.name == choice.name);
        let (facts, _) = answers::read(&text);
        let keys: Vec<String> = self.names.iter().map(|named| person_key(&named.name)).collect();
        reading.facts.choices.retain(|earlier| !keys.contains(&person_key(&earlier.name)));
        reading.facts.choices.extend(facts.choices.into_iter().filter(is_new));
        reading.texts.0.push(text);
        self.file = Some(file);
        Ok(())
    }

    /// Keeps them, unless the map can't.
    pub fn keep(&self, map: &Map) -> Result<(), Stop> {
        let Some(file) = self.file else { return Ok(()) };
        let is_refused = |kind: Oddity, place: &Place| kind == Oddity::IdleCorrection && place.file == file;
        if let Some(odd) = map.oddities.iter().find(|odd| is_refused(odd.kind, &odd.at)) {
            // What was never kept can't be taken back.
            let hint = odd.hint.clone().filter(|hint| !hint.contains("--undo"));
            return Err(Stop::Usage(odd.fact.clone(), hint.unwrap_or_else(|| names(map))));
        }
        let _lock = Lock::on(&self.path)?;
        let mut answers = load(&self.path)?;
        self.add_to(&mut answers);
        save(&self.path, &answers)
    }

    /// The last word on a name is the one that counts, so an earlier one goes.
    fn add_to(&self, answers: &mut Answers) {
        for named in &self.names {
            answers.name.retain(|earlier| person_key(&earlier.name) != person_key(&named.name));
            answers.name.push(named.clone());
        }
    }
}
