//! A headless Chromium with a fresh profile, driven step by step.

use std::{
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use thirtyfour::{
    BrowserLogEntry, By, ChromiumLikeCapabilities, DesiredCapabilities, Key, LoggingPrefsLogLevel, WebDriver,
    WebElement, error::WebDriverResult, support::block_on,
};

use crate::serving::Serving;

/// Nothing but what is opened here may reach anything.
const FLAGS: [&str; 8] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--disable-dev-shm-usage",
];

/// How long something on a page may take, on a busy machine.
const PATIENCE: Duration = Duration::from_secs(15);

/// How wide and high a screen is, in pixels of the style sheet.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Screen {
    /// What it is called in the name of a picture.
    pub name: &'static str,
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
}

/// The narrowest screen that pages must fit (WCAG 1.4.10).
pub const NARROW: Screen = Screen { name: "narrow", width: 320, height: 640 };
/// A telephone.
pub const PHONE: Screen = Screen { name: "phone", width: 390, height: 844 };
/// A laptop.
pub const LAPTOP: Screen = Screen { name: "laptop", width: 1280, height: 800 };
/// A wide screen.
pub const WIDE: Screen = Screen { name: "wide", width: 1920, height: 1080 };

/// What the system of the user asks for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Scheme {
    /// Ink on paper.
    Light,
    /// The reverse.
    Dark,
}

impl Scheme {
    /// As a style sheet names it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// One browser; it ends with its test.
pub struct Browser {
    driver: Option<WebDriver>,
    process: Child,
}

impl Drop for Browser {
    fn drop(&mut self) {
        if let Some(driver) = self.driver.take() {
            let _ = block_on(driver.quit());
        }
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Browser {
    /// A browser that was let in, on the first page.
    pub fn at(serving: &Serving) -> Self {
        let browser = Self::closed(&[]);
        browser.go(serving.link());
        browser
    }

    /// A browser that was not let in; with more flags.
    pub fn closed(more: &[&str]) -> Self {
        let mut command = Command::new("chromedriver");
        command.arg("--port=0").stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let process = command.spawn();
        let mut process = process.unwrap_or_else(|no| panic!("chromedriver: {no}; ./test installs it"));
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines().map_while(Result::ok);
        let port = lines
            .find_map(|line| {
                line.split_once("successfully on port ")?.1.trim_end_matches('.').parse::<u16>().ok()
            })
            .unwrap();
        thread::spawn(move || lines.for_each(drop));
        let mut browser = Self { driver: None, process };
        let mut wants = DesiredCapabilities::chrome();
        for flag in FLAGS.iter().chain(more) {
            wants.add_arg(flag).unwrap();
        }
        wants.set_browser_log_level(LoggingPrefsLogLevel::All).unwrap();
        let driver = WebDriver::new(format!("http://127.0.0.1:{port}"), wants);
        browser.driver = Some(block_on(driver).unwrap());
        browser.screen(LAPTOP);
        browser
    }

    fn driver(&self) -> &WebDriver {
        self.driver.as_ref().unwrap()
    }

    /// Opens an address.
    pub fn go(&self, address: &str) {
        block_on(self.driver().goto(address)).unwrap_or_else(|no| panic!("{address}: {no}"));
    }

    /// Opens a page of the notebook.
    pub fn visit(&self, serving: &Serving, path: &str) {
        self.go(&serving.at(path));
    }

    /// The path and query of what is open.
    pub fn path(&self) -> String {
        let address = block_on(self.driver().current_url()).unwrap();
        let query = address.query().map(|query| format!("?{query}"));
        format!("{}{}", address.path(), query.unwrap_or_default())
    }

    /// What a script returns; it waits for promises.
    pub fn run(&self, script: &str, arguments: &[Value]) -> Value {
        let returned = block_on(self.driver().execute(script, arguments.to_vec()));
        returned.unwrap_or_else(|no| panic!("{script}: {no}")).json().clone()
    }

    /// A command to the browser itself.
    pub fn tell(&self, method: &str, what: Value) -> Value {
        let answer = block_on(self.driver().cdp().send_raw(method, what));
        answer.unwrap_or_else(|no| panic!("{method}: {no}"))
    }

    /// The element of a selector, once it is there.
    pub fn element(&self, selector: &str) -> WebElement {
        let found = self.until(selector, || block_on(self.driver().find(By::Css(selector))));
        found.unwrap_or_else(|no| panic!("{selector} on {}: {no}\n{}", self.path(), self.words()))
    }

    fn until<T>(&self, _what: &str, mut tries: impl FnMut() -> WebDriverResult<T>) -> WebDriverResult<T> {
        let start = Instant::now();
        loop {
            let tried = tries();
            if tried.is_ok() || start.elapsed() > PATIENCE {
                return tried;
            }
            thread::sleep(Duration::from_millis(30));
        }
    }

    /// Waits until the screen says something.
    pub fn reads(&self, words: &str) {
        let start = Instant::now();
        while !self.words().contains(words) {
            assert!(start.elapsed() < PATIENCE, "“{words}” is not on {}:\n{}", self.path(), self.words());
            thread::sleep(Duration::from_millis(30));
        }
    }

    /// Clicks what a selector names.
    pub fn click(&self, selector: &str) {
        let element = self.element(selector);
        self.run("arguments[0].scrollIntoView({ block: 'center' })", &[element.to_json().unwrap()]);
        block_on(element.click()).unwrap_or_else(|no| panic!("{selector} on {}: {no}", self.path()));
    }

    /// Clicks the button or link that bears these words, within a selector.
    pub fn click_words(&self, selector: &str, words: &str) {
        let all = block_on(self.driver().find_all(By::Css(selector))).unwrap();
        let one = all.iter().find(|one| block_on(one.text()).is_ok_and(|text| text.starts_with(words)));
        let one =
            one.unwrap_or_else(|| panic!("no {selector} “{words}” on {}:\n{}", self.path(), self.words()));
        self.run("arguments[0].scrollIntoView({ block: 'center' })", &[one.to_json().unwrap()]);
        block_on(one.click()).unwrap_or_else(|no| panic!("“{words}” on {}: {no}", self.path()));
    }

    /// Types into a field.
    pub fn types(&self, selector: &str, words: &str) {
        block_on(self.element(selector).send_keys(words)).unwrap();
    }

    /// Presses keys, wherever the focus is.
    pub fn keys(&self, keys: &str) {
        block_on(self.driver().action_chain().send_keys(keys).perform()).unwrap();
    }

    /// Presses one key that is no letter.
    pub fn key(&self, key: Key) {
        block_on(self.driver().action_chain().send_keys(key).perform()).unwrap();
    }

    /// Presses a letter with Ctrl.
    pub fn ctrl(&self, letter: char) {
        let keys = self.driver().action_chain().key_down(Key::Control).key_down(letter);
        block_on(keys.key_up(letter).key_up(Key::Control).perform()).unwrap();
    }

    /// Waits until a page of this path is open.
    pub fn comes_to(&self, path: &str) {
        let start = Instant::now();
        while self.path() != path {
            assert!(start.elapsed() < PATIENCE, "{path} never comes; this is {}", self.path());
            thread::sleep(Duration::from_millis(30));
        }
        self.element("main");
    }

    /// Waits until a script says yes.
    pub fn comes_true(&self, script: &str) {
        let start = Instant::now();
        while self.run(script, &[]) != true {
            assert!(start.elapsed() < PATIENCE, "{script} on {}:\n{}", self.path(), self.words());
            thread::sleep(Duration::from_millis(30));
        }
    }

    /// All words of the page that can be seen.
    pub fn words(&self) -> String {
        let body = block_on(self.driver().find(By::Tag("body")));
        body.and_then(|body| block_on(body.text())).unwrap_or_default()
    }

    /// What an element says.
    pub fn text(&self, selector: &str) -> String {
        block_on(self.element(selector).text()).unwrap()
    }

    /// Makes the screen so wide and high.
    pub fn screen(&self, screen: Screen) {
        let size = json!({
            "width": screen.width, "height": screen.height, "deviceScaleFactor": 1, "mobile": screen.width < 700,
        });
        self.tell("Emulation.setDeviceMetricsOverride", size);
        self.settles();
    }

    /// Waits until what was asked for is drawn.
    pub fn settles(&self) {
        self.run(
            "return Promise.all([...document.images].map(one => one.decode().catch(() => 0))).then(() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(0)))))",
            &[],
        );
    }

    /// Asks for a light or a dark page, as the system of the user would.
    pub fn scheme(&self, scheme: Scheme) {
        let features = json!([{ "name": "prefers-color-scheme", "value": scheme.word() }]);
        self.tell("Emulation.setEmulatedMedia", json!({ "features": features }));
    }

    /// Turns the script of pages off.
    pub fn without_script(&self) {
        self.tell("Emulation.setScriptExecutionDisabled", json!({ "value": true }));
    }

    /// What the browser complained of since this was last asked: errors, broken rules of the content policy, requests that
    /// failed.
    pub fn complaints(&self) -> Vec<BrowserLogEntry> {
        let mut all = block_on(self.driver().browser_log()).unwrap();
        all.retain(|one| !["INFO", "DEBUG", "FINE"].contains(&one.level.as_str()));
        all
    }

    /// The handles of all tabs.
    pub fn tabs(&self) -> Vec<thirtyfour::WindowHandle> {
        block_on(self.driver().windows()).unwrap()
    }

    /// Goes to a new tab.
    pub fn new_tab(&self) {
        let tab = block_on(self.driver().new_tab()).unwrap();
        self.to_tab(tab);
    }

    /// Goes to a tab.
    pub fn to_tab(&self, tab: thirtyfour::WindowHandle) {
        block_on(self.driver().switch_to_window(tab)).unwrap();
    }
}
