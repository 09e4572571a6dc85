//! Files that a form brings: held in memory, never on disk, and read only once all are there.

use axum::extract::Multipart;

use super::form::Typed;
use crate::stop::Stop;

/// Bytes of all files together, at most. What is larger is read from its path at the terminal.
pub const LARGEST: usize = 64 << 20;

/// Bytes that are taken in and thrown away so that a browser hears that it was too much.
const DRAINED: usize = 1 << 30;

/// A file as it was handed over.
pub struct File {
    /// The field of the form.
    pub field: String,
    /// What it is called, as the browser says it.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// What a form with files brought.
pub struct Brought {
    /// Its files: one at least.
    pub files: Vec<File>,
    /// What was typed beside them.
    pub typed: Typed,
}

/// Takes in a form with so many files at most; `larger` is the command that reads larger ones.
///
/// # Errors
/// If they do not arrive whole, are too much, or none is there: why, and what was typed.
pub async fn brought(mut form: Multipart, most: usize, larger: &str) -> Result<Brought, (Stop, Typed)> {
    let mut all = Brought { files: Vec::new(), typed: Typed::default() };
    let (mut bytes, mut is_too_much) = (0, false);
    loop {
        let mut field = match form.next_field().await {
            Ok(Some(field)) => field,
            Ok(None) => break,
            Err(_) => return Err((broken(), all.typed)),
        };
        let named = |name: Option<&str>| name.unwrap_or_default().to_owned();
        let (name, file) = (named(field.name()), field.file_name().map(str::to_owned));
        let mut content = Vec::new();
        loop {
            match field.chunk().await {
                Ok(Some(chunk)) => {
                    bytes += chunk.len();
                    is_too_much |= bytes > LARGEST || all.files.len() >= most;
                    match is_too_much {
                        true => (content, all.files) = (Vec::new(), Vec::new()),
                        false => content.extend_from_slice(&chunk),
                    }
                    if bytes > DRAINED {
                        return Err((too_much(most, larger), all.typed));
                    }
                }
                Ok(None) => break,
                Err(_) => return Err((broken(), all.typed)),
            }
        }
        match file {
            // A field without a file is sent with neither name nor content.
            Some(file) if !file.is_empty() => {
                all.files.push(File { field: name, name: file, bytes: content });
            }
            Some(_) => {}
            None => all.typed.0.push((name, String::from_utf8_lossy(&content).into_owned())),
        }
    }
    match all.files.is_empty() {
        _ if is_too_much => Err((too_much(most, larger), all.typed)),
        true => Err((Stop::Usage("no file was dropped".into(), String::new()), all.typed)),
        false => Ok(all),
    }
}

fn broken() -> Stop {
    Stop::Usage("the files did not arrive whole".into(), String::new())
}

fn too_much(most: usize, larger: &str) -> Stop {
    let megabytes = LARGEST >> 20;
    Stop::Usage(
        format!(
            "at most {most} files of {megabytes} MB together are read here; {larger} reads larger ones at the terminal"
        ),
        String::new(),
    )
}
