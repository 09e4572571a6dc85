//! Opens files and folders, and gives each file to the reader that fits it.

mod files;
mod kind;
mod reader;
mod table;

use std::path::{Path, PathBuf};

use plan::facts::Facts;
use serde::{Deserialize, Serialize};

pub use self::kind::read_text;
use self::{
    files::{distinct, files_of, real},
    reader::Reader,
};
use crate::{
    Problem, answers,
    apart::Apart,
    problem::Told,
    profile::Profile,
    text::{Texts, shown},
};

/// What was read.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// The facts of all files.
    pub facts: Facts,
    /// Those of files that were read for their finished work alone, where there are any.
    pub finished: Option<Facts>,
    /// What was not read as it stands.
    pub problems: Vec<Problem>,
    /// Files of which nothing was read, by their positions.
    pub unread: Vec<u32>,
    /// The texts, for quotes.
    pub texts: Texts,
    /// Files that were read.
    pub files: usize,
    /// Rows, list items and headings looked at.
    pub rows: usize,
    /// Sentences of running text that were looked through for teams.
    pub sentences: usize,
    /// Those of them that name a team as needed.
    pub naming: usize,
    /// Pages that were read as running text.
    pub pages: usize,
    /// The files as they were, in the order in which they were read, where they are wanted.
    pub originals: Option<Vec<Original>>,
}

/// A file as it was when it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Original {
    /// Its path, as it was given.
    pub name: String,
    /// What it was read for.
    pub purpose: Purpose,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Answers that are kept somewhere else than beside the plan: lines as a file of answers has them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Noted {
    /// Where they are kept, as it is shown.
    pub name: String,
    /// The lines.
    pub lines: String,
}

/// A path that can't be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// The path.
    pub path: PathBuf,
    /// The fact.
    pub fact: String,
    /// Something that can be typed.
    pub hint: String,
}

/// What a file is read for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Purpose {
    /// It is a part of the plan.
    Plan,
    /// It says who people are and what they lead.
    People,
    /// It holds finished work.
    Finished,
    /// It holds answers and corrections.
    Answers,
    /// So do these lines, kept elsewhere.
    Noted,
}

/// A plan that is to be read: where it lies, and what belongs to it.
#[derive(Clone, Copy, Default)]
pub struct Sources<'a> {
    /// Files and folders of the plan.
    pub plans: &'a [PathBuf],
    /// Directories of people.
    pub people: &'a [PathBuf],
    /// A folder in which answers lie, besides those of the plans.
    pub beside: Option<&'a Path>,
    /// Answers that are kept elsewhere; the last word is theirs.
    pub noted: &'a [Noted],
    /// Files that were handed over by themselves, with no path.
    pub handed: &'a [Original],
    /// How to read it.
    pub profile: Option<&'a Profile>,
    /// Whether the files are wanted as they are.
    pub keeps: bool,
    /// Where files are read before they are read here.
    pub apart: Option<&'a dyn Apart>,
}

impl Sources<'_> {
    /// Reads all of it.
    ///
    /// # Errors
    /// If a path can't be read.
    pub fn read(&self) -> Result<Reading, Unreadable> {
        self.read_at(self.plans)
    }

    /// Reads an earlier state of the same plans: with the answers that lie beside the plans of today, not beside the earlier
    /// ones.
    ///
    /// # Errors
    /// If a path can't be read.
    pub fn read_earlier(&self, earlier: &[PathBuf]) -> Result<Reading, Unreadable> {
        self.read_at(earlier)
    }

    fn read_at(&self, plans: &[PathBuf]) -> Result<Reading, Unreadable> {
        let mut reader = Reader { profile: self.profile, apart: self.apart, ..Reader::default() };
        reader.reading.originals = self.keeps.then(Vec::new);
        // What is given both as plan and as people is read once, as plan, which says who leads what just as well.
        reader.seen = plans.iter().flat_map(|path| files_of(path)).collect();
        for path in self.people {
            reader.path(path, Purpose::People)?;
        }
        reader.seen.clear();
        reader.as_people = self.people.iter().map(|path| real(path)).collect();
        for path in plans {
            reader.path(path, Purpose::Plan)?;
        }
        self.handed.iter().for_each(|file| reader.original(file));
        for home in distinct(homes(self.plans, self.beside)) {
            reader.answers(&home.join(answers::FILE));
        }
        for noted in self.noted {
            reader.noted(&noted.name, noted.lines.clone());
        }
        reader.hear();
        reader.note_directories();
        reader.note_skipped();
        Ok(reader.reading)
    }
}

impl Reading {
    /// Of each file of which nothing was read what is said of it first.
    pub fn why_unread(&self) -> Vec<Told> {
        let of = |file: &u32| {
            self.problems.iter().find(|problem| problem.place.file == *file && problem.hint.is_some())
        };
        self.unread.iter().filter_map(of).map(|problem| problem.told(&self.texts)).collect()
    }

    /// Reads files beside the plan for their finished work, in the way in which the plan was read: how far its estimates were off.
    pub fn with_finished(self, paths: &[PathBuf], sources: &Sources<'_>) -> Result<Self, Unreadable> {
        let Sources { profile, apart, .. } = *sources;
        let mut reader = Reader { profile, apart, reading: self, ..Reader::default() };
        if !paths.is_empty() {
            reader.reading.finished.get_or_insert_default();
        }
        for path in paths {
            let before = reader.done();
            let finished = reader.path(path, Purpose::Finished).map_err(|wrong| Unreadable {
                hint: "give an export with finished work: --calibrate export.csv".into(),
                ..wrong
            });
            finished?;
            if reader.done() == before {
                let fact = "no finished item stands in it; nothing can be learnt from it".to_owned();
                let hint = "export what is done, too, with its estimate and the time spent on it";
                reader.note(path, fact, Some(hint));
            }
        }
        reader.note_skipped();
        Ok(reader.reading)
    }
}

/// Reads plans and directories of people, and the answers that lie beside the plans and in `beside`.
pub fn read_paths(
    plans: &[PathBuf],
    people: &[PathBuf],
    beside: Option<&Path>,
    profile: Option<&Profile>,
) -> Result<Reading, Unreadable> {
    Sources { plans, people, beside, profile, ..Sources::default() }.read()
}

/// The folders in which answers lie.
fn homes(plans: &[PathBuf], beside: Option<&Path>) -> Vec<PathBuf> {
    beside.map(Path::to_path_buf).into_iter().chain(plans.iter().map(|path| home(path))).collect()
}

/// Reads files that are at hand as text: name and body each. Their ending tells what they are.
pub fn read_given(files: &[(&str, &str)]) -> Reading {
    let mut reader = Reader::default();
    for (name, body) in files {
        let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
        reader.text(Path::new(name), ending, body.as_bytes().to_vec(), Purpose::Plan);
    }
    reader.hear();
    reader.note_directories();
    reader.reading
}

/// Reads files as they were when they were read before: the same facts, whatever became of the files since.
pub fn read_originals(originals: &[Original], profile: Option<&Profile>) -> Reading {
    let mut reader = Reader { profile, ..Reader::default() };
    originals.iter().for_each(|file| reader.original(file));
    reader.hear();
    reader.note_directories();
    reader.reading
}

/// A file that was handed over by itself, with no path: what it is read for follows from its name, and from whether it was
/// handed over as a directory of people.
pub fn handed_over(name: &str, is_people: bool, bytes: Vec<u8>) -> Original {
    let name = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let purpose = match (name == answers::FILE, is_people) {
        (true, _) => Purpose::Answers,
        (false, true) => Purpose::People,
        (false, false) => Purpose::Plan,
    };
    Original { name: shown(name), purpose, bytes }
}

/// The folder beside which a plan's answers lie.
pub fn home(plan: &Path) -> PathBuf {
    if plan.is_dir() {
        return plan.to_path_buf();
    }
    match plan.parent() {
        Some(parent) if parent != Path::new("") => parent.to_path_buf(),
        _ => PathBuf::from("."),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::apart::{As, Harm};

    #[test]
    fn a_plan_is_read_again_as_it_was_when_it_was_kept() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::write(at("plan.md"), "# Booking\n- Form (needs Pay by 2027-03-01)\n- Page (Ann)\n").unwrap();
        fs::write(at("people.toml"), "[[team]]\nname = \"Pay\"\nleads = [\"Dana\"]\n").unwrap();
        fs::write(at(answers::FILE), "[who]\nPay = \"Bo\"\n").unwrap();
        let noted = [Noted { name: "notebook, entry 4".into(), lines: "[who]\nPay = \"Ann\"\n".into() }];
        let (plans, people) = ([at("plan.md")], [at("people.toml")]);
        let sources =
            Sources { plans: &plans, people: &people, noted: &noted, keeps: true, ..Sources::default() };
        let reading = sources.read().unwrap();
        let originals = reading.originals.unwrap();
        let purposes: Vec<Purpose> = originals.iter().map(|original| original.purpose).collect();
        assert_eq!(purposes, [Purpose::People, Purpose::Plan, Purpose::Answers, Purpose::Noted]);
        fs::remove_file(at("plan.md")).unwrap();
        let again = read_originals(&originals, None);
        assert_eq!((again.facts, again.problems), (reading.facts, reading.problems));
        assert_eq!(again.texts.0[3].name, "notebook, entry 4");
    }

    #[test]
    fn files_that_are_handed_over_are_told_apart_by_their_names() {
        let files = [
            handed_over("C:\\plans\\year.md", false, b"# Booking\n- Form (needs Pay)\n".to_vec()),
            handed_over("people.csv", true, b"name,leads\nDana,Pay\n".to_vec()),
            handed_over("sideways.toml", false, b"[who]\nPay = \"Bo\"\n".to_vec()),
            handed_over("plan.xlsx", false, b"PK".to_vec()),
            handed_over("plan\u{202e}.pdf", false, b"%PDF".to_vec()),
        ];
        let purposes: Vec<Purpose> = files.iter().map(|file| file.purpose).collect();
        assert_eq!(
            purposes,
            [Purpose::Plan, Purpose::People, Purpose::Answers, Purpose::Plan, Purpose::Plan]
        );
        assert_eq!(files[0].name, "year.md");
        let reading = read_originals(&files, None);
        assert_eq!(reading.files, 2);
        assert_eq!(reading.facts.answers[0].name, "Bo");
        let said: Vec<String> =
            reading.problems.iter().map(|problem| problem.render(&reading.texts)).collect();
        assert!(said[0].contains("plan.xlsx") && said[0].contains("Excel workbook"), "{said:?}");
        assert!(said[1].contains("plan\\u{202e}.pdf") && said[1].contains("not read"), "{said:?}");
    }

    /// A place where every reader breaks.
    struct Breaks;

    impl Apart for Breaks {
        fn read(&self, what: &As, _: &[u8]) -> Result<(), Harm> {
            Err(Harm { fact: format!("{what:?} broke"), hint: "split it".into() })
        }
    }

    #[test]
    fn s12_nothing_is_read_here_of_what_broke_apart_but_for_tables() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::write(at("plan.md"), "# Booking\n- Form (needs Pay)\n").unwrap();
        fs::write(at("people.toml"), "[[team]]\nname = \"Pay\"\nleads = [\"Dana\"]\n").unwrap();
        fs::write(at("done.md"), "# Booking\n- Old (done)\n").unwrap();
        fs::write(at("export.csv"), "Issue key,Summary,Status\nA-1,Form,Open\n").unwrap();
        fs::write(at(answers::FILE), "[who]\nPay = \"Bo\"\n").unwrap();
        let (plans, people) = ([at("plan.md"), at("export.csv")], [at("people.toml")]);
        let sources = Sources { plans: &plans, people: &people, apart: Some(&Breaks), ..Sources::default() };
        let reading = sources.read().unwrap().with_finished(&[at("done.md")], &sources).unwrap();
        let broke: Vec<String> = reading
            .problems
            .iter()
            .filter(|problem| problem.fact.ends_with("broke"))
            .map(|problem| reading.texts.0[problem.place.file as usize].name.clone())
            .collect();
        for name in ["people.toml", "plan.md", answers::FILE, "done.md"] {
            assert!(broke.iter().any(|broken| broken.ends_with(name)), "{name}: {broke:?}");
        }
        assert_eq!((broke.len(), reading.files), (4, 1));
        assert_eq!(reading.facts.items.len(), 1);
        assert!(reading.facts.answers.is_empty());
    }

    #[test]
    fn m3b_what_is_noted_wins_over_the_file_beside_the_plan() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("plan.md"), "# Booking\n- Form\n").unwrap();
        fs::write(folder.path().join(answers::FILE), "[who]\nPay = \"Bo\"\n").unwrap();
        let noted = [Noted { name: "notebook, entry 4".into(), lines: "[who]\npay = \"Ann\"\n".into() }];
        let plans = [folder.path().to_path_buf()];
        let reading = Sources { plans: &plans, noted: &noted, ..Sources::default() }.read().unwrap();
        let who: Vec<&str> = reading.facts.answers.iter().map(|answer| answer.name.as_str()).collect();
        assert_eq!(who, ["Ann"]);
    }
}
