//! Opens the notebook below HOME again and again, without its snapshot, and prints processor time an entry, beside what it
//! can't be done without: `opened TURNS`. The least of the turns, taken in turn.

use std::{env, error::Error, fs, hint::black_box};

use cpu_time::ProcessTime;
use desk::{
    clock, keys,
    open::open_to_read,
    places::Places,
    seal::{Plain, Sealer},
};
use journal::{Found, Journal, Sqlite};

type Outcome<T> = Result<T, Box<dyn Error>>;

/// What is done with every entry, each more than the one before.
const STEPS: [&str; 4] = [
    "read",
    "read and opened: a key and a body",
    "and hashed",
    "as a notebook is opened: decoded and taken in, too",
];

fn main() -> Outcome<()> {
    let turns = env::args().nth(1).map_or(Ok(5), |turns| turns.parse())?;
    let places = Places::find(None, &|name| env::var_os(name))?;
    let _ = fs::remove_file(places.snapshot());
    let mut least = [f64::MAX; STEPS.len()];
    let mut entries = 0;
    for _ in 0..turns {
        for (step, least) in least.iter_mut().enumerate() {
            let (each, all) = timed(&places, step)?;
            *least = least.min(each);
            entries = all;
        }
    }
    println!("{entries} entries, nanoseconds each");
    for (name, each) in STEPS.iter().zip(least) {
        println!("{each:>7.0}  {:>5.2} x read and opened  {name}", each / least[1]);
    }
    Ok(())
}

/// Nanoseconds an entry, and how many there are.
fn timed(places: &Places, step: usize) -> Outcome<(f64, u32)> {
    let start = ProcessTime::now();
    let entries = match step {
        3 => open_to_read(places.clone(), clock::now())?.notes().last,
        step => parts(places, step)?,
    };
    Ok((start.elapsed().as_nanos() as f64 / f64::from(entries.max(1)), entries))
}

fn parts(places: &Places, step: usize) -> Outcome<u32> {
    let mut journal = Sqlite::open_reading(&places.journal())?;
    let id = journal.record("notebook")?.and_then(|id| id.try_into().ok()).ok_or("it has no name")?;
    let key = keys::open(places, &mut journal, &id, clock::now().milliseconds())?;
    let (sealer, mut plain) = (Sealer::new(&key), Plain::default());
    let (mut entries, mut wrong) = (0, None);
    journal.read(1, &mut |found: Found<'_>| {
        entries += 1;
        let done = one(&found, step, &sealer, &mut plain);
        wrong = done.err();
        wrong.is_none()
    })?;
    wrong.map_or(Ok(entries), Err)
}

fn one(found: &Found<'_>, step: usize, sealer: &Sealer, plain: &mut Plain) -> Outcome<()> {
    if step == 0 {
        black_box(found.page);
        return Ok(());
    }
    black_box(sealer.open_into(found.page, found.key.ok_or("an entry has no key")?, plain)?);
    if step > 1 {
        black_box(found.head());
    }
    Ok(())
}
