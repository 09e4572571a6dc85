//! A bar on the terminal for what takes longer than a second.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use plan::hunt::{Follow, Step};

use crate::{clock::Stopwatch, drawn::Watch, words::doing};

/// A bar that shows itself only after a second, and only on a terminal.
pub struct Progress {
    bar: ProgressBar,
    watch: Stopwatch,
}

impl Progress {
    /// A bar of so many steps.
    pub fn of(steps: u64, words: &'static str) -> Self {
        let bar = ProgressBar::with_draw_target(Some(steps), ProgressDrawTarget::hidden());
        let style = ProgressStyle::with_template("{msg} [{bar:40}] {percent} %");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()).progress_chars("=> "));
        bar.set_message(words);
        Self { bar, watch: Stopwatch::start() }
    }

    /// A count of steps, where nobody knows how many there will be.
    pub fn open(words: &'static str) -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        let style = ProgressStyle::with_template("{spinner} {msg} {pos} · {elapsed}");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()));
        bar.set_message(words);
        Self { bar, watch: Stopwatch::start() }
    }

    /// A bar whose steps are counted later.
    pub fn later(words: &'static str) -> Self {
        Self::of(0, words)
    }

    /// One step further, in work that could be stopped: at a terminal Ctrl C does it.
    pub fn go_on(&self) -> bool {
        self.step();
        true
    }

    /// One step further.
    pub fn step(&self) {
        self.bar.inc(1);
        self.show();
    }

    fn show(&self) {
        if self.bar.is_hidden() && self.watch.is_past(Duration::from_secs(1)) {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
    }
}

/// A bar that follows a hunt from step to step, with the share of each that is done.
pub struct Hunting(Progress);

impl Hunting {
    /// A bar for a hunt that begins.
    pub fn begin() -> Self {
        Self(Progress::later("reading"))
    }
}

impl Follow for Hunting {
    fn at(&self, step: Step, done: u64, of: u64) {
        let bar = &self.0.bar;
        bar.set_message(doing(step));
        bar.set_length(of);
        bar.set_position(done);
        self.0.show();
    }

    fn go_on(&self) -> bool {
        self.0.show();
        true
    }
}

impl Watch for Progress {
    fn begin(&self, blocks: u64) {
        self.bar.set_length(blocks);
    }

    fn step(&self) {
        Self::step(self);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
