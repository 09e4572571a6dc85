//! Where a notebook lies, its key and its head: three places, so that a copy of one brings none of the others.

use std::{
    ffi::OsString,
    path::{Path, PathBuf},
};

use journal::{Hash, Id};

/// The environment: from a name to its value. A parameter, so that it can be tested.
pub type Environment<'a> = &'a dyn Fn(&str) -> Option<OsString>;

/// Where one notebook and what belongs to it lie.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Places {
    notebook: PathBuf,
    keys: PathBuf,
    heads: PathBuf,
    runtime: Option<PathBuf>,
}

/// Why there is no place.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoPlace {
    /// Nothing says where the user's files lie.
    #[error("HOME is not set to a full path, so nothing says where a notebook lies")]
    NoHome,
    /// The key would lie in the notebook's folder, and every copy of that would open itself.
    #[error("the notebook's folder {} would hold its own key", .notebook.display())]
    KeyInside {
        /// The folder.
        notebook: PathBuf,
    },
}

impl NoPlace {
    /// What is wrong, in one sentence without a full stop.
    pub fn fact(&self) -> String {
        self.to_string()
    }

    /// What can be typed.
    pub fn hint(&self) -> String {
        match self {
            Self::NoHome => "export HOME=\"$(getent passwd \"$(id -u)\" | cut -d: -f6)\"",
            Self::KeyInside { .. } => "choose a folder of its own: export SIDEWAYS_NOTEBOOK=FOLDER",
        }
        .to_owned()
    }
}

impl Places {
    /// By the folder given, else `SIDEWAYS_NOTEBOOK`, else the user's data folder. Nothing is made or looked at.
    ///
    /// Folders follow the XDG base directory specification: empty and relative values count as unset. On macOS a notebook
    /// lies in `Library/Application Support`.
    ///
    /// # Errors
    /// If `HOME` is needed and says nothing, or the notebook's folder would hold its own key.
    pub fn find(given: Option<&Path>, environment: Environment<'_>) -> Result<Self, NoPlace> {
        let set = |name: &str| environment(name).filter(|value| !value.is_empty()).map(PathBuf::from);
        let full = |name: &str| set(name).filter(|path| path.is_absolute());
        let home = || full("HOME").ok_or(NoPlace::NoHome);
        let base = |name: &str, below_home: &str| full(name).map_or_else(|| Ok(home()?.join(below_home)), Ok);
        let data = if cfg!(target_os = "macos") { "Library/Application Support" } else { ".local/share" };
        let notebook = match given.map(Path::to_path_buf).or_else(|| set("SIDEWAYS_NOTEBOOK")) {
            Some(folder) => folder,
            None => base("XDG_DATA_HOME", data)?.join("sideways"),
        };
        let keys = base("XDG_CONFIG_HOME", ".config")?.join("sideways/keys");
        let heads = base("XDG_STATE_HOME", ".local/state")?.join("sideways/heads");
        if [&keys, &heads].iter().any(|path| path.starts_with(&notebook)) {
            return Err(NoPlace::KeyInside { notebook });
        }
        Ok(Self { notebook, keys, heads, runtime: full("XDG_RUNTIME_DIR") })
    }

    /// Those of the sample: beside the user's own notebook, wherever that was put.
    ///
    /// # Errors
    /// As [`find`](Self::find).
    pub fn of_sample(environment: Environment<'_>) -> Result<Self, NoPlace> {
        let usual = |name: &str| environment(name).filter(|_| name != "SIDEWAYS_NOTEBOOK");
        let sample = Self::find(None, &usual)?.notebook.with_file_name("sideways-sample");
        Self::find(Some(&sample), environment)
    }

    /// The same places for a notebook that lies elsewhere.
    pub(crate) fn elsewhere(&self, notebook: &Path) -> Self {
        Self { notebook: notebook.to_owned(), ..self.clone() }
    }

    /// The notebook's folder.
    pub fn notebook(&self) -> &Path {
        &self.notebook
    }

    /// The journal.
    pub fn journal(&self) -> PathBuf {
        self.notebook.join("journal.sqlite")
    }

    /// The folder of kept plans, sealed.
    pub fn plans(&self) -> PathBuf {
        self.notebook.join("plans")
    }

    /// A kept plan, by the hash of what is sealed.
    pub fn plan(&self, name: &Hash) -> PathBuf {
        self.plans().join(hex(name))
    }

    /// What was computed last, sealed; it can be thrown away.
    pub fn snapshot(&self) -> PathBuf {
        self.notebook.join("snapshot")
    }

    /// What calendars outside were sent last, sealed; it can be thrown away.
    pub fn sent(&self) -> PathBuf {
        self.notebook.join("sent")
    }

    /// The file that a writer holds.
    pub fn lock(&self) -> PathBuf {
        self.notebook.join("lock")
    }

    /// The key file, outside the notebook's folder.
    pub fn key(&self, notebook: &Id) -> PathBuf {
        self.keys.join(format!("{}.key", hex(notebook)))
    }

    /// A key file beside, named by its account key: a new one before it takes its place, or one that was set aside.
    pub fn key_beside(&self, notebook: &Id, account: &Id) -> PathBuf {
        self.keys.join(format!("{}-{}.key", hex(notebook), hex(account)))
    }

    /// The kept head, outside the notebook's folder.
    pub fn head(&self, notebook: &Id) -> PathBuf {
        self.heads.join(hex(notebook))
    }

    /// The folder of this login, `XDG_RUNTIME_DIR`; it goes when the user logs out.
    pub fn runtime(&self) -> Option<&Path> {
        self.runtime.as_deref()
    }
}

/// As hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// From hexadecimal digits, lower case, exactly as many as fit.
pub(crate) fn unhex(digits: &str, into: &mut [u8]) -> Option<()> {
    let plain =
        digits.len() == 2 * into.len() && digits.bytes().all(|c| matches!(c, b'0'..=b'9' | b'a'..=b'f'));
    for (at, byte) in into.iter_mut().enumerate().filter(|_| plain) {
        *byte = u8::from_str_radix(&digits[2 * at..2 * at + 2], 16).ok()?;
    }
    plain.then_some(())
}
