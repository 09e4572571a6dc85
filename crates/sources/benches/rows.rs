//! What reading a large export costs, from the file to the network: `cargo bench -p sources -- [ROWS] [SHAPE]`.
//! By hand, on Linux, where processor time and peak memory stand in `/proc`. Without a shape, all shapes that are traps
//! follow the company, at a tenth and a fifth of its rows: twice the rows may take three times as long, not four.

#[path = "../examples/big_export/export.rs"]
mod export;

use std::{
    fs::{self, File},
    hint::black_box,
    io::{self, BufWriter},
    path::{Path, PathBuf},
    process::Command,
};

use export::Shape;
use jiff::civil::date;
use plan::network::Network;

fn main() -> io::Result<()> {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    let rows: u64 = words.first().and_then(|word| word.parse().ok()).unwrap_or(1_000_000);
    if let Some(shape) = words.get(1).and_then(|word| Shape::ALL.into_iter().find(|(name, _)| name == word)) {
        return measure(shape, rows);
    }
    println!("     shape     rows  file | read          | and network   |   all");
    println!("                     B/row | ns/row  B/row | ns/row  B/row |    ms");
    for (name, shape) in Shape::ALL {
        match shape {
            Shape::Company => drop(apart(name, rows)?),
            _ => {
                let (once, twice) = (apart(name, rows / 10)?, apart(name, rows / 5)?);
                println!("{:>25} twice the rows: {:.1} times the time", "", twice / once);
            }
        }
    }
    Ok(())
}

/// Measures in a process of its own, whose memory nothing else has used. Gives the milliseconds that it took.
fn apart(shape: &str, rows: u64) -> io::Result<f64> {
    let output = Command::new(std::env::current_exe()?).args([&rows.to_string(), shape]).output()?;
    let line = String::from_utf8_lossy(&output.stdout);
    print!("{line}{}", String::from_utf8_lossy(&output.stderr));
    let last = line.split_whitespace().next_back().and_then(|word| word.parse().ok());
    last.ok_or(io::ErrorKind::InvalidData.into())
}

/// Writes an export of so many rows, reads it and says what that took.
fn measure((name, shape): (&str, Shape), rows: u64) -> io::Result<()> {
    let path = std::env::temp_dir().join(format!("sideways-rows-{}.csv", std::process::id()));
    export::write(rows, 1, shape, &mut BufWriter::new(File::create(&path)?))?;
    let size = fs::metadata(&path)?.len();
    let figures = read(&path, size, rows);
    fs::remove_file(&path)?;
    let [read, read_bytes, network, network_bytes] = figures?;
    println!(
        "{name:>10} {rows:>8} {:>5} | {read:>6.0} {read_bytes:>6.0} | {network:>6.0} {network_bytes:>6.0} | {:>5.0}",
        size / rows,
        (read + network) * rows as f64 / 1e6
    );
    Ok(())
}

/// Nanoseconds a row and peak bytes a row beyond the file itself, of reading and of reading and building.
fn read(path: &Path, size: u64, rows: u64) -> io::Result<[f64; 4]> {
    fs::write("/proc/self/clear_refs", "5")?;
    let (before, start) = (memory("VmRSS:")?, processor_time()?);
    let a_row = |value: u64| value as f64 / rows as f64;
    let bytes = || Ok::<f64, io::Error>(a_row(memory("VmHWM:")?.saturating_sub(before + size)));
    let reading = sources::read_paths(&[PathBuf::from(path)], &[], None, None)
        .map_err(|wrong| io::Error::other(wrong.fact))?;
    let (read, read_bytes) = (processor_time()?, bytes()?);
    let network = Network::of(reading.facts, date(2027, 1, 4));
    let (built, built_bytes) = (processor_time()?, bytes()?);
    assert_eq!(network.nodes.len() as u64, rows);
    black_box((network, reading.texts));
    Ok([a_row(read - start), read_bytes, a_row(built - read), built_bytes])
}

/// Nanoseconds that this thread was on a processor.
fn processor_time() -> io::Result<u64> {
    let words = fs::read_to_string("/proc/self/schedstat")?;
    words.split(' ').next().and_then(|word| word.parse().ok()).ok_or(io::ErrorKind::InvalidData.into())
}

/// A figure of this process's memory, in bytes.
fn memory(name: &str) -> io::Result<u64> {
    let words = fs::read_to_string("/proc/self/status")?;
    let line = words.lines().find_map(|line| line.strip_prefix(name));
    let kilobytes = line.and_then(|line| line.trim().strip_suffix(" kB")?.parse::<u64>().ok());
    kilobytes.map(|kilobytes| kilobytes << 10).ok_or(io::ErrorKind::InvalidData.into())
}
