//! Opens the notebook below HOME again and again, without its snapshot, and prints processor time an entry: `opened TURNS`.

use std::{env, error::Error, fs};

use cpu_time::ProcessTime;
use desk::{clock, open::open_to_read, places::Places};

fn main() -> Result<(), Box<dyn Error>> {
    let turns = env::args().nth(1).map_or(Ok(5), |turns| turns.parse())?;
    let places = Places::find(None, &|name| env::var_os(name))?;
    for _ in 0..turns {
        let _ = fs::remove_file(places.snapshot());
        let start = ProcessTime::now();
        let desk = open_to_read(places.clone(), clock::now())?;
        let entries = desk.notes().last;
        let spent = start.elapsed();
        println!("{entries} entries, {} ns each", spent.as_nanos() / u128::from(entries.max(1)));
    }
    Ok(())
}
