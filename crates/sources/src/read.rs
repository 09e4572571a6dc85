//! Opens files and folders, and gives each file to the reader that fits it.

use std::{
    collections::{BTreeMap, HashSet},
    fs, io,
    path::{Path, PathBuf},
};

use plan::{
    facts::{Facts, State},
    place::Place,
};
use serde::{Deserialize, Serialize};

use crate::{
    Problem, answers,
    formats::{csv::Rows, markdown::blocks, tree},
    profile::Profile,
    readers::{
        Found, gantt, goals, outline, people,
        prose::{self, Running},
        tracker,
    },
    text::{AS_CSV, LARGEST_FILE, Text, Texts, shown},
};

/// More files than this in a folder are not a plan.
const MOST_FILES: usize = 20_000;

/// Folders within folders, at most.
const DEEPEST: usize = 24;

/// What is read, for a hint.
const KINDS: &str = "Markdown (.md), exports (.csv), people (.toml, .yaml, .csv) are read";

/// What was read.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// The facts of all files.
    pub facts: Facts,
    /// Those of files that were read for their finished work alone, where there are any.
    pub finished: Option<Facts>,
    /// What was not read as it stands.
    pub problems: Vec<Problem>,
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
        let mut reader = Reader { profile: self.profile, ..Reader::default() };
        reader.reading.originals = self.keeps.then(Vec::new);
        // What is given both as plan and as people is read once, as plan, which says who leads what just as well.
        reader.seen = plans.iter().flat_map(|path| files_of(path)).collect();
        for path in self.people {
            reader.path(path, Purpose::People)?;
        }
        reader.seen.clear();
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
        reader.note_skipped();
        Ok(reader.reading)
    }
}

impl Reading {
    /// Reads files beside the plan for their finished work: how far its estimates were off.
    pub fn with_finished(self, paths: &[PathBuf], profile: Option<&Profile>) -> Result<Self, Unreadable> {
        let mut reader = Reader { profile, reading: self, ..Reader::default() };
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
                reader.whole_file(path, fact, Some(hint));
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
    reader.reading
}

/// Reads files as they were when they were read before: the same facts, whatever became of the files since.
pub fn read_originals(originals: &[Original], profile: Option<&Profile>) -> Reading {
    let mut reader = Reader { profile, ..Reader::default() };
    originals.iter().for_each(|file| reader.original(file));
    reader.hear();
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

/// The path of a file itself, whatever way leads to it.
fn real(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf())
}

/// What a file's name ends with, in small letters.
fn ending(path: &Path) -> String {
    path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default()
}

/// Why files that end so are not read, and what to do; nothing where they are.
fn unread_kind(ending: &str) -> Option<(&'static str, &'static str)> {
    match ending {
        "md" | "markdown" | "txt" | "csv" | "tsv" | "toml" | "yaml" | "yml" => None,
        "xlsx" | "xls" | "xlsm" | "xlsb" => Some(("this is an Excel workbook; nothing was read", AS_CSV)),
        _ => Some(("this kind of file is not read", KINDS)),
    }
}

/// A file, or the files of a folder.
fn files_of(path: &Path) -> Vec<PathBuf> {
    let mut found = Collected::default();
    match path.is_dir() {
        true if collect(path, 0, &mut found).is_ok() => found.files.iter().map(|file| real(file)).collect(),
        true => Vec::new(),
        false => vec![real(path)],
    }
}

fn distinct(paths: Vec<PathBuf>) -> Vec<PathBuf> {
    let mut seen = Vec::new();
    paths
        .into_iter()
        .filter(|path| {
            let real = fs::canonicalize(path).unwrap_or_else(|_| path.clone());
            let is_new = !seen.contains(&real);
            seen.push(real);
            is_new
        })
        .collect()
}

#[derive(Default)]
struct Reader<'a> {
    reading: Reading,
    profile: Option<&'a Profile>,
    /// Files that are not to be read again.
    seen: HashSet<PathBuf>,
    /// Files of kinds that are not read, by ending.
    skipped: BTreeMap<String, usize>,
    /// Running text, by the position of its file.
    running: Vec<(usize, Running)>,
}

impl Reader<'_> {
    fn path(&mut self, path: &Path, purpose: Purpose) -> Result<(), Unreadable> {
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
            self.whole_file(&folder, fact, Some("give its path too, if it belongs to the plan"));
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
    fn whole_file(&mut self, path: &Path, fact: String, hint: Option<&str>) {
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
        self.text(path, &ending, bytes, purpose);
        Ok(())
    }

    fn text(&mut self, path: &Path, ending: &str, bytes: Vec<u8>, purpose: Purpose) {
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
            if purpose == Purpose::Plan {
                self.running.push((file as usize, found.running.moved(base)));
            }
            // A directory of people adds no work, even where it is a plan, too.
            let facts = match purpose {
                Purpose::People => {
                    Facts { items: Vec::new(), links: Vec::new(), asks: Vec::new(), ..found.facts }
                }
                _ => found.facts,
            };
            match purpose {
                Purpose::Finished => self.reading.finished.get_or_insert_default().absorb(facts),
                _ => self.reading.facts.absorb(facts),
            }
            self.reading.problems.extend(found.problems);
        }
        self.reading.texts.0.push(text);
    }

    /// Reads a file as it was.
    fn original(&mut self, Original { name, purpose, bytes }: &Original) {
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
    fn done(&self) -> usize {
        let items = self.reading.finished.iter().flat_map(|facts| &facts.items);
        items.filter(|item| matches!(item.state, State::Done(_))).count()
    }

    fn answers(&mut self, path: &Path) {
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
    fn noted(&mut self, name: &str, lines: String) {
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

    /// Looks through running text, now that all teams are known.
    fn hear(&mut self) {
        let running = std::mem::take(&mut self.running);
        let heard = prose::hear(&self.reading.texts, &running, &mut self.reading.facts);
        self.reading.problems.extend(heard.problems);
        (self.reading.sentences, self.reading.naming, self.reading.pages) =
            (heard.sentences, heard.naming, heard.pages);
    }

    fn note_skipped(&mut self) {
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
        self.whole_file(Path::new("."), fact, Some(KINDS));
    }
}

/// What a folder holds.
#[derive(Default)]
struct Collected {
    files: Vec<PathBuf>,
    /// Folders that were not looked into, and why.
    left_out: Vec<(PathBuf, String)>,
}

/// Files of a folder and those within it, in the order of their paths; hidden ones are left out.
fn collect(folder: &Path, depth: usize, found: &mut Collected) -> io::Result<()> {
    let entries: io::Result<Vec<_>> = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect();
    let mut entries = entries?;
    entries.sort();
    for path in entries {
        let hidden = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
        if hidden || found.files.len() > MOST_FILES {
            continue;
        }
        // A link to a folder may lead round in a circle.
        let is_link = fs::symlink_metadata(&path).is_ok_and(|data| data.file_type().is_symlink());
        let fact = match (path.is_dir(), is_link) {
            (false, _) => {
                found.files.push(path);
                continue;
            }
            (true, true) => "a link to a folder is not followed".to_owned(),
            (true, false) if depth >= DEEPEST => format!("folders more than {DEEPEST} deep are not read"),
            (true, false) => match collect(&path, depth + 1, found) {
                Ok(()) => continue,
                Err(error) => format!("this folder can't be read: {error}"),
            },
        };
        found.left_out.push((path, fact));
    }
    Ok(())
}

/// Reads a text as what its ending and its words make it.
pub fn read_text(text: &Text, ending: &str, is_people: bool, profile: Option<&Profile>) -> Found {
    let chosen = |reader: &str| {
        let named = profile.filter(|profile| profile.reader == reader).cloned();
        named.or_else(|| Profile::built_in(reader)).unwrap_or_default()
    };
    let wants = |reader: &str| profile.is_some_and(|profile| profile.reader == reader);
    if text.body.trim().is_empty() {
        let problem = Problem::new(text.place(0..0, ""), "this file is empty");
        return Found {
            problems: vec![problem.hint("docs/plan-format.md begins with a plan to copy")],
            ..Found::default()
        };
    }
    match ending {
        "csv" | "tsv" => read_table(text, is_people, &chosen("tracker"), &chosen("people")),
        "toml" | "yaml" | "yml" => {
            let tree = if ending == "toml" { tree::toml(text) } else { tree::yaml(text) };
            match tree {
                Ok(tree) => people::read_tree(text, &tree, &chosen("people")),
                Err(problem) => Found { problems: vec![problem], ..Found::default() },
            }
        }
        _ => {
            let goal_profile = chosen("goals");
            let (charts, blocks) = gantt::charts(text, blocks(text));
            let is_free = !wants("outline");
            let mut found = if is_free && (wants("goals") || goals::fits(text, &blocks, &goal_profile)) {
                goals::read_blocks(text, blocks, &goal_profile)
            } else if is_free && prose::fits(text, &blocks, !charts.is_empty()) {
                prose::read_blocks(text, blocks)
            } else {
                outline::read_blocks(text, blocks)
            };
            if !charts.is_empty() {
                found.absorb(gantt::read_charts(text, &charts, &chosen("gantt")));
            }
            found
        }
    }
}

fn read_table(text: &Text, is_people: bool, export: &Profile, directory: &Profile) -> Found {
    let mut rows = Rows::of(text);
    let head = rows.next().unwrap_or_default();
    let words: Vec<String> = head.iter().map(|cell| cell.words.clone()).collect();
    // A directory may bear ids and titles, too; an export bears states.
    let has_state = export.columns.get("status").is_some_and(|names| {
        words.iter().any(|word| names.iter().any(|name| name.eq_ignore_ascii_case(word)))
    });
    if people::fits_csv(&words, directory) && (is_people || !has_state) {
        return people::read_csv(text, directory);
    }
    let is_of_teams = people::fits_teams(&words, directory);
    if is_of_teams && is_people {
        return people::read_teams(text, directory);
    }
    if let Some(found) = tracker::read(text, export).filter(|_| !is_people) {
        return found;
    }
    if is_of_teams && !has_state {
        return people::read_teams(text, directory);
    }
    let start = head.first().map_or(0, |cell| cell.span.start);
    let fact = match is_people {
        true => format!("nothing was read: {}", people::unfit_csv(&words, directory)),
        false => {
            "the head of this table is neither that of a tracker's export nor of a directory of people; \
                  nothing was read"
                .to_owned()
        }
    };
    let problem = Problem::new(text.place(text.trim(text.line_of(start)), ""), fact);
    let hint = match is_people {
        true => "rename a column, or name it in a profile under [keys] (docs/profiles.md)",
        false => {
            "an export has an issue key and a summary, a directory a name and the teams led, or a team and its \
             lead; a profile names other columns (docs/profiles.md)"
        }
    };
    let unclosed = head.last().filter(|_| rows.next().is_none()).and_then(|last| rows.unclosed(last));
    let problems = unclosed.into_iter().chain([problem.hint(hint)]).collect();
    Found { problems, ..Found::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

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
