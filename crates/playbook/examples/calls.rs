//! Instances of calls before a room, and what the scheduler makes of them: `calls make N SEED` prints an instance as JSON, `calls
//! solve FILE...` answers each with its value, its bound and the processor time.

use std::{fs, hint::black_box};

use playbook::tell::calls::{Call, Effort, Question, Window, best, value};

/// Minutes of a working day.
const DAY: u32 = 480;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match words.first().map(String::as_str) {
        Some("make") => {
            let number = |at: usize| words.get(at).and_then(|word| word.parse().ok()).unwrap_or(0);
            println!("{}", serde_json::to_string(&made(number(1), number(2)))?);
        }
        Some("solve") => words[1..].iter().try_for_each(|file| solve(file))?,
        _ => eprintln!("calls make N SEED | calls solve FILE..."),
    }
    Ok(())
}

/// Calls of 10 to 30 minutes, one to four windows each, and for every fifth another that comes first; about as many minutes as
/// there are to spend.
fn made(count: u64, seed: u64) -> Question {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut below = |limit: u32| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 33) as u32 % limit.max(1)
    };
    let horizon = (count as u32 * 20).div_ceil(DAY).max(1) * DAY;
    let mut calls = Vec::new();
    for at in 0..count as usize {
        let (minutes, weight) = (10 + 5 * below(5), 1 + below(20));
        let mut windows = Vec::new();
        for _ in 0..1 + below(4) {
            let from = 5 * below(horizon / 5 - 12);
            windows.push(Window { from, until: (from + 30 + 5 * below(25)).min(horizon) });
        }
        let after = if at % 5 == 4 { vec![at - 3] } else { Vec::new() };
        calls.push(Call { minutes, weight, windows, after });
    }
    Question { calls, worth: 4 * horizon }
}

fn solve(file: &str) -> Result<(), Box<dyn std::error::Error>> {
    let question: Question = serde_json::from_str(&fs::read_to_string(file)?)?;
    let rounds = if question.calls.len() <= 20 { 50 } else { 3 };
    let before = spent()?;
    let answer =
        (0..rounds).fold(None, |_, _| Some(black_box(best(black_box(&question), Effort::default()))));
    let each = (spent()? - before) / f64::from(rounds);
    let answer = answer.ok_or("no round")?;
    assert_eq!(value(&question, &answer.starts), Some(answer.value), "the answer breaks a rule");
    println!(
        "{}",
        serde_json::json!({
            "file": file, "calls": question.calls.len(), "value": answer.value, "bound": answer.bound,
            "best": answer.is_best(), "milliseconds": each * 1000.0,
        })
    );
    Ok(())
}

/// Processor time of this process, in seconds.
fn spent() -> Result<f64, Box<dyn std::error::Error>> {
    let stat = fs::read_to_string("/proc/self/schedstat")?;
    let nanoseconds: f64 = stat.split_whitespace().next().ok_or("no time")?.parse()?;
    Ok(nanoseconds / 1e9)
}
