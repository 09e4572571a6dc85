//! Files that a form brings: held in memory, never on disk, and read only once all are there.

use axum::{
    extract::{Multipart, multipart::MultipartError},
    http::StatusCode,
};

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
#[derive(Default)]
pub struct Brought {
    /// Its files; none where they were too much.
    pub files: Vec<File>,
    /// What was typed beside them.
    pub typed: Typed,
    /// How many files were chosen, held or not.
    pub chosen: usize,
    /// Whether there was more than is held.
    pub is_too_much: bool,
}

impl Brought {
    /// The first file of a field, if one was chosen.
    pub fn file(&self, field: &str) -> Option<&File> {
        self.files.iter().find(|file| file.field == field)
    }

    /// It did not come to its end.
    fn cut_off(mut self, wrong: &MultipartError) -> Result<Self, (Stop, Typed)> {
        if wrong.status() != StatusCode::PAYLOAD_TOO_LARGE {
            return Err((broken(), self.typed));
        }
        (self.is_too_much, self.files) = (true, Vec::new());
        Ok(self)
    }
}

/// How much of a form is held. What is more is taken in and thrown away, so that a browser hears of it.
#[derive(Clone, Copy)]
pub struct Most {
    /// Files.
    pub files: usize,
    /// Bytes of all files together; what is typed may have as many.
    pub bytes: usize,
}

impl Most {
    /// So many bytes, in any number of files.
    pub fn bytes(bytes: usize) -> Self {
        Self { files: usize::MAX, bytes }
    }
}

/// Takes in a form with files: one at least.
///
/// # Errors
/// If they do not arrive whole, are too much, or none is there: why, and what was typed. `larger` is the command that reads
/// larger ones.
pub async fn brought(form: Multipart, most: usize, larger: &str) -> Result<Brought, (Stop, Typed)> {
    let all = taken_in(form, Most { files: most, bytes: LARGEST }).await?;
    match all.files.is_empty() {
        _ if all.is_too_much => Err((too_much(most, larger), all.typed)),
        true => Err((Stop::form("no file was dropped"), all.typed)),
        false => Ok(all),
    }
}

/// Takes in a form with files, or without.
///
/// # Errors
/// If it does not arrive whole: that, and what was typed.
pub async fn taken_in(mut form: Multipart, most: Most) -> Result<Brought, (Stop, Typed)> {
    let (mut all, mut held) = (Brought::default(), Held::default());
    loop {
        let mut field = match form.next_field().await {
            Ok(Some(field)) => field,
            Ok(None) => return Ok(all),
            Err(wrong) => return all.cut_off(&wrong),
        };
        let name = field.name().unwrap_or_default().to_owned();
        let file = field.file_name().map(str::to_owned);
        all.chosen += usize::from(file.as_deref().is_some_and(|name| !name.is_empty()));
        let mut content = Vec::new();
        loop {
            match field.chunk().await {
                Ok(Some(chunk)) => {
                    all.is_too_much |= held.is_beyond(most, chunk.len(), file.is_some(), all.files.len());
                    match all.is_too_much && file.is_some() || held.typed > most.bytes {
                        true => (content, all.files) = (Vec::new(), Vec::new()),
                        false => content.extend_from_slice(&chunk),
                    }
                    if held.files + held.typed > DRAINED {
                        return Ok(all);
                    }
                }
                Ok(None) => break,
                Err(wrong) => return all.cut_off(&wrong),
            }
        }
        match file {
            // A field without a file is sent with neither name nor content.
            Some(file) if !file.is_empty() && !all.is_too_much => {
                all.files.push(File { field: name, name: file, bytes: content });
            }
            Some(_) => {}
            None => all.typed.0.push((name, String::from_utf8_lossy(&content).into_owned())),
        }
    }
}

/// Bytes that came by now.
#[derive(Default)]
struct Held {
    files: usize,
    typed: usize,
}

impl Held {
    /// Whether so many bytes more are beyond what is held.
    fn is_beyond(&mut self, most: Most, bytes: usize, is_file: bool, files: usize) -> bool {
        let held = if is_file { &mut self.files } else { &mut self.typed };
        *held += bytes;
        *held > most.bytes || is_file && files >= most.files
    }
}

fn broken() -> Stop {
    Stop::form("the files did not arrive whole")
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

#[cfg(test)]
mod tests {
    use axum::{
        body::Body,
        extract::{FromRequest, Request},
        http::header::CONTENT_TYPE,
    };

    use super::*;

    /// A field as a browser sends it; a file, where it has the name of one.
    fn field(name: &str, file: Option<&str>, content: &str) -> String {
        let file = file.map_or(String::new(), |file| format!("; filename=\"{file}\""));
        format!("--xx\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n{content}\r\n")
    }

    fn read(body: String, most: Most) -> Result<Brought, (Stop, Typed)> {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let request = Request::builder().header(CONTENT_TYPE, "multipart/form-data; boundary=xx");
            let form = Multipart::from_request(request.body(Body::from(body)).unwrap(), &()).await.unwrap();
            taken_in(form, most).await
        })
    }

    fn whole(fields: &[String]) -> String {
        format!("{}--xx--\r\n", fields.concat())
    }

    #[test]
    fn what_is_typed_behind_too_large_a_file_stays() {
        let fields =
            [field("me", None, "Mira"), field("file", Some("a.ics"), "123456789"), field("whose", None, "3")];
        let brought = read(whole(&fields), Most::bytes(8)).ok().unwrap();
        assert!(brought.is_too_much && brought.files.is_empty());
        assert_eq!((brought.typed.words("me"), brought.typed.words("whose")), ("Mira", "3"));
    }

    #[test]
    fn files_are_counted_held_or_not() {
        let file = |name| field("file", Some(name), "text");
        let two = || whole(&[file("a.md"), file("b.md"), field("file", Some(""), "")]);
        let brought = read(two(), Most { files: 1, bytes: 100 }).ok().unwrap();
        assert_eq!((brought.chosen, brought.files.len(), brought.is_too_much), (2, 0, true));
        let brought = read(two(), Most::bytes(100)).ok().unwrap();
        assert_eq!((brought.chosen, brought.files.len(), brought.is_too_much), (2, 2, false));
        assert_eq!(brought.file("file").unwrap().name, "a.md");
        assert!(brought.file("other").is_none());
    }

    #[test]
    fn too_much_that_is_typed_is_too_much() {
        let brought = read(whole(&[field("keys", None, "123456789")]), Most::bytes(8)).ok().unwrap();
        assert!(brought.is_too_much && brought.typed.words("keys").is_empty());
    }

    #[test]
    fn what_was_typed_before_it_broke_off_stays() {
        let mut body = whole(&[field("me", None, "Mira"), field("file", Some("a.ics"), "123456789")]);
        body.truncate(body.len() - 12);
        let (why, typed) = read(body, Most::bytes(100)).err().unwrap();
        assert_eq!((why.fact(), typed.words("me")), ("the files did not arrive whole", "Mira"));
    }
}
