//! Another site on this machine: a web server that serves one page and writes down what it is sent.

use std::{
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
};

/// It listens until the process ends.
pub struct Elsewhere {
    /// Where.
    pub port: u16,
    heard: Arc<Mutex<Vec<String>>>,
}

impl Elsewhere {
    /// A site whose every page says this; addresses that end in `.svg` and `.css` are what they say.
    pub fn saying(words: &'static str) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let heard = Arc::new(Mutex::new(Vec::new()));
        let hears = Arc::clone(&heard);
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let hears = Arc::clone(&hears);
                thread::spawn(move || answer(stream, words, &hears));
            }
        });
        Self { port, heard }
    }

    /// The first lines of all that was asked, and the cookies that came with it.
    pub fn heard(&self) -> Vec<String> {
        self.heard.lock().unwrap().clone()
    }
}

fn answer(mut stream: TcpStream, words: &str, heard: &Mutex<Vec<String>>) {
    let mut request = [0; 16 * 1024];
    let size = stream.read(&mut request).unwrap_or(0);
    let text = String::from_utf8_lossy(&request[..size]).into_owned();
    let first = text.lines().next().unwrap_or_default();
    let cookie =
        text.lines().find(|line| line.to_ascii_lowercase().starts_with("cookie:")).unwrap_or_default();
    heard.lock().unwrap().push(format!("{first} {cookie}"));
    let path = first.split(' ').nth(1).unwrap_or_default();
    let (kind, content) = match path.rsplit_once('.') {
        Some((_, "svg")) => {
            ("image/svg+xml", "<svg xmlns='http://www.w3.org/2000/svg' width='7' height='7'/>".to_owned())
        }
        Some((_, "css")) => ("text/css", "p { color: red }".to_owned()),
        _ => ("text/html", format!("<!doctype html><title>{words}</title><h1>{words}</h1>")),
    };
    let _ = write!(
        stream,
        "HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{content}",
        content.len()
    );
}
