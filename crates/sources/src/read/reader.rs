//! Opens what a path leads to, and takes in each file once.

use std::{
    collections::{BTreeMap, HashSet},
    fs, io,
    path::{Path, PathBuf},
};

use plan::{
    facts::{Facts, State},
    names::typed,
    place::Place,
};

use super::{
    Original, Purpose, Reading, Unreadable,
    files::{Collected, KINDS, MOST_FILES, collect, ending, real, unread_kind},
    read_text,
};
use crate::{
    Problem, answers,
    apart::{Apart, As, Harm},
    profile::Profile,
    readers::{
        gantt::{self, Group},
        prose::{self, Running},
    },
    text::{LARGEST_FILE, Text},
};

/// What is being read.
#[derive(Default)]
pub(super) struct Reader<'a> {
    pub reading: Reading,
    pub profile: Option<&'a Profile>,
    pub apart: Option<&'a dyn Apart>,
    /// Files that are not to be read again.
    pub seen: HashSet<PathBuf>,
    /// Files of kinds that are not read, by ending.
    pub skipped: BTreeMap<String, usize>,
    /// Files that were given as plan and are directories, and whether each is a table that was named by itself.
    pub directories: Vec<(u32, bool)>,
    /// Directories that were named as such, too.
    pub as_people: HashSet<PathBuf>,
    /// Running text, by the position of its file.
    pub running: Vec<(usize, Running)>,
    /// Sections of charts that nothing in their file explains.
    pub groups: Vec<Group>,
}

impl Reader<'_> {
    /// Takes in a file, or all files of a folder.
    pub fn path(&mut self, path: &Path, purpose: Purpose) -> Result<(), Unreadable> {
        let unreadable = |error: io::Error| Unreadable {
            path: path.to_path_buf(),
            fact: match error.kind() {
                io::ErrorKind::NotFound => "there is no such file or folder".into(),
                io::ErrorKind::PermissionDenied => "it may not be read".into(),
                _ => error.to_string(),
            },
            hint: "give the path of a plan: a Markdown file, a CSV export, or a folder of them".into(),
        };
        if !fs::metadata(path).map_err(unreadable)?.is_dir() {
            return self.file(path, purpose, true).map_err(unreadable);
        }
        let mut found = Collected::default();
        collect(path, 0, &mut found).map_err(unreadable)?;
        if found.files.len() > MOST_FILES {
            let fact = format!("it holds more than {MOST_FILES} files");
            return Err(Unreadable {
                path: path.to_path_buf(),
                fact,
                hint: "give the folder of the plan itself".into(),
            });
        }
        for (folder, fact) in found.left_out {
            self.note(&folder, fact, Some("give its path too, if it belongs to the plan"));
        }
        for file in found.files {
            if let Err(error) = self.file(&file, purpose, false) {
                let fact = format!("it can't be read: {error}");
                self.whole_file(&file, fact, Some("chmod u+r lets you read your own file"));
            }
        }
        Ok(())
    }

    /// Keeps a text without words, so that a problem can name its file.
    pub fn whole_file(&mut self, path: &Path, fact: String, hint: Option<&str>) {
        self.reading.unread.push(self.reading.texts.0.len() as u32);
        self.note(path, fact, hint);
    }

    /// Notes something of a path of which nothing is kept.
    pub fn note(&mut self, path: &Path, fact: String, hint: Option<&str>) {
        let file = self.reading.texts.0.len() as u32;
        self.reading.texts.0.push(Text::of(file, &path.display().to_string(), String::new()));
        let problem = Problem::new(Place { file, ..Place::default() }, fact);
        self.reading.problems.push(Problem { hint: hint.map(str::to_owned), ..problem });
    }

    fn file(&mut self, path: &Path, purpose: Purpose, is_named: bool) -> io::Result<()> {
        if !self.seen.insert(real(path)) {
            return Ok(());
        }
        let ending = ending(path);
        if path.file_name().is_some_and(|name| name == answers::FILE) {
            return Ok(());
        }
        let unread = unread_kind(&ending);
        if unread.is_some() && !is_named {
            *self.skipped.entry(ending).or_default() += 1;
            return Ok(());
        }
        let data = fs::metadata(path)?;
        // Reading a pipe or a device may never end.
        if !data.is_file() {
            self.whole_file(path, "this is no plain file; it was not read".into(), Some("save it as a file"));
            return Ok(());
        }
        if data.len() > LARGEST_FILE {
            let fact = format!("it has {} MB; nothing was read", data.len() >> 20);
            self.whole_file(path, fact, Some("files up to 256 MB are read"));
            return Ok(());
        }
        if let Some((fact, hint)) = unread {
            self.whole_file(path, fact.to_owned(), Some(hint));
            return Ok(());
        }
        let bytes = fs::read(path)?;
        let file = self.reading.texts.0.len() as u32;
        self.text(path, &ending, bytes, purpose);
        let is_table = is_named && !matches!(ending.as_str(), "toml" | "yaml" | "yml");
        let is_plain = is_table && !self.as_people.contains(&real(path));
        self.directories
            .iter_mut()
            .filter(|(at, _)| *at == file)
            .for_each(|(_, is_said)| *is_said = is_plain);
        Ok(())
    }

    /// Takes in a text of a purpose, as what its ending and its words make it.
    pub fn text(&mut self, path: &Path, ending: &str, bytes: Vec<u8>, purpose: Purpose) {
        let reader = self.profile.map(|profile| profile.reader.clone());
        let what = As::Plan { ending: ending.to_owned(), is_people: purpose == Purpose::People, reader };
        if let Err(Harm { fact, hint }) = self.apart(&what, &bytes) {
            return self.whole_file(path, fact, Some(&hint));
        }
        self.keep(path.display().to_string(), purpose, &bytes);
        let file = self.reading.texts.0.len() as u32;
        let (text, problems) = Text::decode(file, &path.display().to_string(), bytes);
        let unread = text.body.is_empty() && !problems.is_empty();
        self.reading.problems.extend(problems);
        let counts = purpose != Purpose::Finished;
        self.reading.files += usize::from(counts);
        if !unread {
            let found = read_text(&text, ending, purpose == Purpose::People, self.profile);
            self.reading.rows += if counts { found.rows } else { 0 };
            let base = self.reading.facts.items.len();
            // A directory is not looked through for sentences.
            let is_running = purpose != Purpose::People && found.is_running();
            if purpose == Purpose::Plan {
                self.running.push((file as usize, found.running.moved(base)));
                self.groups.extend(found.groups.into_iter().map(|group| group.moved(base)));
                self.directories.extend(found.is_directory.then_some((file, false)));
            }
            // A directory of people adds no work, even where it is a plan, too.
            let facts = match purpose {
                Purpose::People => {
                    Facts { items: Vec::new(), links: Vec::new(), asks: Vec::new(), ..found.facts }
                }
                _ => found.facts,
            };
            let is_empty = facts == Facts::default() && !is_running;
            self.reading.unread.extend((is_empty && !found.problems.is_empty()).then_some(file));
            match purpose {
                Purpose::Finished => self.reading.finished.get_or_insert_default().absorb(facts),
                _ => self.reading.facts.absorb(facts),
            }
            self.reading.problems.extend(found.problems);
        } else {
            self.reading.unread.push(file);
        }
        self.reading.texts.0.push(text);
    }

    /// Reads a file where it can do no harm, if there is such a place.
    fn apart(&self, what: &As, bytes: &[u8]) -> Result<(), Harm> {
        self.apart.filter(|_| what.is_apart()).map_or(Ok(()), |apart| apart.read(what, bytes))
    }

    /// Reads a file as it was.
    pub fn original(&mut self, Original { name, purpose, bytes }: &Original) {
        match purpose {
            Purpose::Answers => self.answered(name, bytes.clone()),
            Purpose::Noted => self.noted(name, String::from_utf8_lossy(bytes).into_owned()),
            Purpose::Plan | Purpose::People | Purpose::Finished => {
                let path = Path::new(name);
                match unread_kind(&ending(path)) {
                    Some((fact, hint)) => self.whole_file(path, fact.to_owned(), Some(hint)),
                    None => self.text(path, &ending(path), bytes.clone(), *purpose),
                }
            }
        }
    }

    /// Finished items read so far for their own sake.
    pub fn done(&self) -> usize {
        let items = self.reading.finished.iter().flat_map(|facts| &facts.items);
        items.filter(|item| matches!(item.state, State::Done(_))).count()
    }

    /// Takes in the answers beside a plan, where there are any.
    pub fn answers(&mut self, path: &Path) {
        let bytes = match fs::metadata(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return,
            Ok(data) if data.is_file() && data.len() <= LARGEST_FILE => fs::read(path),
            Ok(_) => Err(io::Error::other("it is no plain file, or too large")),
            Err(error) => Err(error),
        };
        let bytes = match bytes {
            Ok(bytes) => bytes,
            Err(error) => {
                let fact = format!("your answers can't be read: {error}");
                return self.whole_file(path, fact, Some("sideways who TEAM \"NAME\" writes them"));
            }
        };
        self.answered(&path.display().to_string(), bytes);
    }

    fn answered(&mut self, name: &str, bytes: Vec<u8>) {
        if let Err(Harm { fact, hint }) = self.apart(&As::Answers, &bytes) {
            return self.whole_file(Path::new(name), fact, Some(&hint));
        }
        self.keep(name.to_owned(), Purpose::Answers, &bytes);
        let file = self.reading.texts.0.len() as u32;
        let (text, problems) = Text::decode(file, name, bytes);
        self.reading.problems.extend(problems);
        let (facts, problems) = answers::read(&text);
        self.reading.facts.absorb(facts);
        self.reading.problems.extend(problems);
        self.reading.texts.0.push(text);
    }

    /// Takes in answers that are kept elsewhere: what they say of something wins over what was said of it before.
    pub fn noted(&mut self, name: &str, lines: String) {
        self.keep(name.to_owned(), Purpose::Noted, lines.as_bytes());
        let text = Text::of(self.reading.texts.0.len() as u32, name, lines);
        let (facts, problems) = answers::read_noted(&text);
        answers::give_way(&mut self.reading.facts, &facts);
        self.reading.facts.absorb(facts);
        self.reading.problems.extend(problems);
        self.reading.texts.0.push(text);
    }

    fn keep(&mut self, name: String, purpose: Purpose, bytes: &[u8]) {
        if let Some(originals) = &mut self.reading.originals {
            originals.push(Original { name, purpose, bytes: bytes.to_vec() });
        }
    }

    /// Looks at sections of charts and through running text, now that all teams are known.
    pub fn hear(&mut self) {
        gantt::settle(&std::mem::take(&mut self.groups), &mut self.reading.facts);
        let running = std::mem::take(&mut self.running);
        let heard = prose::hear(&self.reading.texts, &running, &mut self.reading.facts);
        self.reading.problems.extend(heard.problems);
        (self.reading.sentences, self.reading.naming, self.reading.pages) =
            (heard.sentences, heard.naming, heard.pages);
    }

    /// Says which files given as plan are directories, where they are named so or nothing else is a plan.
    pub fn note_directories(&mut self) {
        let has_work = !self.reading.facts.items.is_empty();
        for (file, is_named) in std::mem::take(&mut self.directories) {
            if has_work && !is_named {
                continue;
            }
            let Some(text) = self.reading.texts.0.get(file as usize) else { continue };
            let fact = "this was read as a directory of people and teams; no piece of work stands in it";
            let hint = format!("a plan stands before it: sideways map PLAN --people {}", typed(&text.name));
            let problem = Problem::new(Place { file, ..Place::default() }, fact).hint(hint);
            self.reading.problems.push(problem);
        }
    }

    /// Says how many files of other kinds were left.
    pub fn note_skipped(&mut self) {
        let skipped = std::mem::take(&mut self.skipped);
        if skipped.is_empty() {
            return;
        }
        let kinds: Vec<String> = skipped
            .iter()
            .map(|(ending, count)| match ending.as_str() {
                "" => format!("{count} without an ending"),
                ending => format!("{count} .{ending}"),
            })
            .collect();
        let fact = format!("files of other kinds were not read: {}", kinds.join(", "));
        self.note(Path::new("."), fact, Some(KINDS));
    }
}
