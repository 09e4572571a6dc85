//! Writes a made-up export of so many rows: `cargo run --release -p sources --example big_export -- 1000000 > big.csv`.
//! A second word names its shape, a third the seed.

mod export;

use std::{
    io::{self, BufWriter},
    process::ExitCode,
};

use export::Shape;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let word = |at: usize, usual: &'static str| words.get(at).map_or(usual, String::as_str);
    let shape = Shape::ALL.into_iter().find(|(name, _)| *name == word(1, "company"));
    let (Ok(rows), Some((_, shape)), Ok(seed)) = (word(0, "").parse(), shape, word(2, "1").parse()) else {
        let shapes: Vec<&str> = Shape::ALL.iter().map(|(name, _)| *name).collect();
        eprintln!("usage: big_export ROWS [SHAPE] [SEED]\nshapes: {}", shapes.join(", "));
        return ExitCode::from(2);
    };
    match export::write(rows, seed, shape, &mut BufWriter::new(io::stdout().lock())) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("the export can't be written: {error}");
            ExitCode::FAILURE
        }
    }
}
