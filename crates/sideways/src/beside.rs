//! The file of answers and corrections beside a plan: one process at a time reads and writes it.

use std::{
    fs::{self, File},
    hash::{DefaultHasher, Hash, Hasher},
    io,
    path::{Path, PathBuf},
};

use sources::{
    answers::{Answers, FILE},
    read::home,
    text::{Text, Texts},
};

use crate::stop::Stop;

/// The file of answers beside a plan; in the current folder, where none is named.
pub fn path(plan: Option<&Path>) -> Result<PathBuf, Stop> {
    Ok(folder(plan)?.join(FILE))
}

/// The file itself, where the name is only a link to it.
fn target(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf())
}

/// Holds the answers of one file for one process at a time; the lock lies with temporary files, and ends with the process.
pub struct Lock(#[expect(dead_code, reason = "held, not used")] File);

impl Lock {
    pub fn on(path: &Path) -> Result<Self, Stop> {
        let mut hasher = DefaultHasher::new();
        let path = target(path);
        fs::canonicalize(path.parent().unwrap_or(Path::new("."))).ok().hash(&mut hasher);
        let lock = std::env::temp_dir().join(format!("sideways-{:016x}.lock", hasher.finish()));
        let file = File::options().create(true).append(true).open(&lock);
        let locked = file.and_then(|file| file.lock().map(|()| Self(file)));
        locked.map_err(|error| {
            let fact = format!("{}: another process can't be kept out: {error}", lock.display());
            Stop::Fault(fact, "try again".into())
        })
    }
}

fn folder(plan: Option<&Path>) -> Result<PathBuf, Stop> {
    let Some(plan) = plan else { return Ok(PathBuf::from(".")) };
    match plan.exists() {
        true => Ok(home(plan)),
        false => Err(Stop::Usage(
            format!("{}: there is no such file or folder", plan.display()),
            "give the path that you give to `sideways map`".into(),
        )),
    }
}

/// What is kept in a file.
pub fn load(path: &Path) -> Result<Answers, Stop> {
    Ok(open(path)?.0)
}

/// What is kept in a file, and its text.
pub fn open(path: &Path) -> Result<(Answers, Text), Stop> {
    let bytes = match fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
        Err(error) => {
            return Err(Stop::Fault(format!("{}: it can't be read: {error}", path.display()), String::new()));
        }
    };
    let (text, problems) = Text::decode(0, &path.display().to_string(), bytes);
    // What was mended on reading would be lost in writing.
    let answers = problems.into_iter().next().map_or_else(|| Answers::parse(&text), Err);
    match answers {
        Ok(answers) => Ok((answers, text)),
        Err(problem) => Err(Stop::Unread(problem.render(&Texts(vec![text])))),
    }
}

/// Writes beside the file first, so that a crash leaves the old answers or the new ones.
pub fn save(path: &Path, answers: &Answers) -> Result<(), Stop> {
    let itself = target(path);
    let beside = itself.with_extension("toml.new");
    let before = fs::read_to_string(&itself).unwrap_or_default();
    let written =
        fs::write(&beside, answers.render_into(&before)).and_then(|()| fs::rename(&beside, &itself));
    written.map_err(|error| {
        let fact = format!("{}: it can't be written: {error}", path.display());
        Stop::Fault(fact, "run it in a folder of yours, and run `sideways map` there too".into())
    })
}
