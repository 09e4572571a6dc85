//! The meetings of calendar files, a line each, to be held against other readers: `meetings ZONE FROM TO FILE...`
//! (`crates/sources/tests/by_hand/repeats.py`). Fields stand behind tabs: file, what the calendar calls it, beginning, end, title.

use std::{env, fs, io, io::Write};

use jiff::{civil::Date, tz::TimeZone};
use sources::{
    readers::calendar::{self, Window},
    text::Text,
};

fn main() -> io::Result<()> {
    let mut words = env::args().skip(1);
    let mut word = || words.next().ok_or_else(|| io::Error::other("meetings ZONE FROM TO FILE..."));
    let (zone, from, to) = (word()?, word()?, word()?);
    let zone = TimeZone::get(&zone).map_err(io::Error::other)?;
    let day = |words: &str| words.parse::<Date>().map_err(io::Error::other);
    let window = Window { from: day(&from)?, to: day(&to)?, zone: &zone };
    let mut out = io::stdout().lock();
    for file in words {
        let (text, _) = Text::decode(0, &file, fs::read(&file)?);
        let found = calendar::read(&text, window);
        for one in &found.meetings {
            let title = if one.is_cancelled { format!("(off) {}", one.title) } else { one.title.clone() };
            writeln!(out, "{file}\t{}\t{}\t{}\t{title}", one.uid, one.start, one.end(&zone))?;
        }
        for problem in &found.problems {
            writeln!(out, "{file}\t\t\t\t{}", problem.fact)?;
        }
    }
    Ok(())
}
