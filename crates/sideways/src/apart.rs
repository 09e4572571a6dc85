//! A child of this program that reads files of others first, under limits (S12): a reader that breaks on one, or takes too much
//! for it, takes the child with it and nothing else.
//!
//! The child is this program under another word. It is given bytes on its standard input, has no environment and no other file
//! open, can open and write none, and says nothing but that it came to the end.

use std::{
    env,
    io::{self, BufRead, BufReader, Read, Write},
    os::unix::process::ExitStatusExt,
    path::PathBuf,
    process::{Child, ChildStdin, ChildStdout, Command, ExitCode, ExitStatus, Stdio},
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicU32, Ordering},
    },
    thread,
};

use rustix::{
    process::{Resource, Rlimit, Signal, getrlimit, setrlimit},
    time::{ClockId, clock_gettime},
};
use serde::{Deserialize, Serialize};
use sources::apart::{Apart, As, Harm};

/// The word under which this program is that child.
const WORD: &str = "import-worker";

/// Seconds of processor time for one file, where nobody says more; besides one for each of its megabytes.
const SECONDS: u32 = 10;

/// Seconds that somebody can allow at most.
pub const MOST_SECONDS: u32 = 3600;

/// Bytes of memory for every ten seconds, besides those for the file.
const MEMORY: u64 = 512 << 20;

/// Bytes of memory for each byte of the file: readers of honest plans take 20 to 50, and short lines the most.
const TIMES: u64 = 48;

/// A file of so many bytes is the last that a child reads.
const LARGE: usize = 8 << 20;

/// Bytes of stack: no more than the threads have that read a file once it was read here.
const STACK: usize = 1 << 20;

/// The lowest number of an open file behind the three streams of a program.
const FIRST_OF_NO_STREAM: i32 = 3;

/// More than the line of a job is long.
const LONGEST_LINE: u64 = 4096;

/// What the child says once it has read a file.
const READ: u8 = b'.';

static CHILD: InChild = InChild { worker: Mutex::new(None), seconds: AtomicU32::new(SECONDS) };

/// Where files of others are read first. A program of tests is no such child, and has none.
pub fn place() -> Option<&'static dyn Apart> {
    (!cfg!(test)).then_some(&CHILD as &dyn Apart)
}

/// Reads bytes there, if there is such a place.
///
/// # Errors
/// If the reader broke, or took more than it may.
pub fn read(what: &As, bytes: &[u8]) -> Result<(), Harm> {
    place().map_or(Ok(()), |place| place.read(what, bytes))
}

/// From now on reading one file may take so many seconds.
pub fn allow(seconds: u32) {
    CHILD.seconds.store(seconds, Ordering::Relaxed);
}

/// What is to be read; its bytes follow.
#[derive(Serialize, Deserialize)]
struct Job {
    what: As,
    bytes: u64,
    seconds: u32,
}

impl Job {
    /// Seconds of processor time that reading it may take.
    fn time(&self) -> u64 {
        u64::from(self.seconds) + (self.bytes >> 20)
    }

    /// Bytes of memory that reading it may take.
    fn memory(&self) -> u64 {
        let more = u64::from(self.seconds).div_ceil(u64::from(SECONDS)) * MEMORY;
        more.saturating_add(TIMES.saturating_mul(self.bytes))
    }
}

/// A child that lives until it breaks, or this program ends.
struct InChild {
    worker: Mutex<Option<Worker>>,
    seconds: AtomicU32,
}

impl Apart for InChild {
    fn read(&self, what: &As, bytes: &[u8]) -> Result<(), Harm> {
        let seconds = self.seconds.load(Ordering::Relaxed);
        let job = Job { what: what.clone(), bytes: bytes.len() as u64, seconds };
        let mut place = self.worker.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(mut worker) = place.take() {
            if worker.read(&job, bytes).is_ok() {
                worker.stay(bytes, &mut place);
                return Ok(());
            }
            // But for its time, what ended one that waited may be no fault of this file.
            let ended = worker.end();
            if is_slow(ended) {
                return Err(harm(&job, ended));
            }
        }
        let mut worker = Worker::start().map_err(|error| not_started(&error))?;
        if worker.read(&job, bytes).is_err() {
            return Err(harm(&job, worker.end()));
        }
        worker.stay(bytes, &mut place);
        Ok(())
    }
}

struct Worker {
    child: Child,
    to: ChildStdin,
    from: ChildStdout,
}

impl Worker {
    /// A new child. What whoever started this program left open is closed in it.
    fn start() -> io::Result<Self> {
        close_fds::set_fds_cloexec_threadsafe(FIRST_OF_NO_STREAM, &[]);
        let mut command = Command::new(program()?);
        command.arg(WORD).env_clear().current_dir("/");
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
        match (child.stdin.take(), child.stdout.take()) {
            (Some(to), Some(from)) => Ok(Self { child, to, from }),
            _ => Err(io::Error::other("it can't be spoken to")),
        }
    }

    fn read(&mut self, job: &Job, bytes: &[u8]) -> io::Result<()> {
        let mut line = serde_json::to_vec(job)?;
        line.push(b'\n');
        self.to.write_all(&line)?;
        self.to.write_all(bytes)?;
        self.to.flush()?;
        let mut said = [0];
        self.from.read_exact(&mut said)?;
        if said == [READ] { Ok(()) } else { Err(io::Error::other("it said something else")) }
    }

    /// It waits for the next file; after a large one it ends, since what it keeps of its memory would count against the next.
    fn stay(self, bytes: &[u8], place: &mut Option<Self>) {
        if bytes.len() < LARGE {
            *place = Some(self);
        } else {
            self.end();
        }
    }

    /// How it ended.
    fn end(mut self) -> Option<ExitStatus> {
        drop(self.to);
        self.child.wait().ok()
    }
}

/// This program. The link stands even where the file was replaced by a newer one meanwhile.
fn program() -> io::Result<PathBuf> {
    let link = PathBuf::from("/proc/self/exe");
    if link.exists() { Ok(link) } else { env::current_exe() }
}

fn not_started(error: &io::Error) -> Harm {
    Harm {
        fact: format!("its reader can't be started: {error}; nothing was read"),
        hint: "let sideways start one process more, and open some files: ulimit -a".into(),
    }
}

/// Whether it ended because its time was up.
fn is_slow(ended: Option<ExitStatus>) -> bool {
    ended.and_then(|ended| ended.signal()) == Some(Signal::XCPU.as_raw())
}

fn harm(job: &Job, ended: Option<ExitStatus>) -> Harm {
    let megabytes = job.memory() >> 20;
    let fact = match is_slow(ended) {
        true => format!("reading it takes more than {} s of the processor; nothing was read", job.time()),
        false => format!("its reader broke, or took more than {megabytes} MB; nothing was read"),
    };
    let command = match job.what {
        As::Plan { .. } | As::Answers => "read",
        As::Calendar { .. } => "calendar read",
        As::Draft => "review",
    };
    let more = job.seconds.max(SECONDS).saturating_mul(6).min(MOST_SECONDS);
    let hint = match job.seconds < MOST_SECONDS {
        true => {
            format!("if you trust the file, give it more: sideways --reader-seconds {more} {command} PATH")
        }
        false => "split it".into(),
    };
    Harm { fact, hint }
}

/// Whether this process is the child.
pub fn is_worker() -> bool {
    env::args_os().nth(1).is_some_and(|word| word == WORD)
}

/// What the child does: it reads one file after the other until there are no more.
pub fn work() -> ExitCode {
    let done = shut_in().and_then(|()| jobs(&mut BufReader::new(io::stdin()), &mut io::stdout()));
    if done.is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn jobs(from: &mut impl BufRead, to: &mut impl Write) -> io::Result<()> {
    loop {
        let mut line = String::new();
        if from.take(LONGEST_LINE).read_line(&mut line)? == 0 {
            return Ok(());
        }
        let job: Job = serde_json::from_str(&line)?;
        limit(&job)?;
        let mut bytes = Vec::with_capacity(usize::try_from(job.bytes).map_err(io::Error::other)?);
        from.take(job.bytes).read_to_end(&mut bytes)?;
        let what = job.what;
        let reader = thread::Builder::new().stack_size(STACK).spawn(move || what.read(bytes))?;
        reader.join().map_err(|_| io::Error::other("the reader stopped"))?;
        to.write_all(&[READ])?;
        to.flush()?;
    }
}

/// No file can be opened or written from now on, and a breaking leaves no copy of the memory behind.
fn shut_in() -> io::Result<()> {
    for resource in [Resource::Core, Resource::Fsize, Resource::Nofile] {
        setrlimit(resource, Rlimit { current: Some(0), maximum: Some(0) })?;
    }
    Ok(())
}

/// What reading the next file may take, beyond what those before have taken.
fn limit(job: &Job) -> io::Result<()> {
    let spent = u64::try_from(clock_gettime(ClockId::ProcessCPUTime).tv_sec).unwrap_or_default();
    // A second is begun before it is over.
    for (resource, most) in [(Resource::As, job.memory()), (Resource::Cpu, spent + 1 + job.time())] {
        let maximum = getrlimit(resource).maximum;
        let most = maximum.map_or(most, |maximum| most.min(maximum));
        let limited = setrlimit(resource, Rlimit { current: Some(most), maximum });
        // A system that maps more than that into every program refuses it; the other limits hold there, too.
        if cfg!(target_os = "linux") || resource != Resource::As {
            limited?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn job(seconds: u32) -> Job {
        let what = As::Plan { ending: "md".into(), is_people: false, reader: None };
        Job { what, bytes: 1 << 20, seconds }
    }

    #[test]
    fn s12_what_was_too_much_is_said_with_what_gives_it_more() {
        let of = |seconds, signal| harm(&job(seconds), Some(ExitStatus::from_raw(signal)));
        let slow = of(10, Signal::XCPU.as_raw());
        assert_eq!(slow.fact, "reading it takes more than 11 s of the processor; nothing was read");
        assert!(slow.hint.ends_with("sideways --reader-seconds 60 read PATH"), "{}", slow.hint);
        for signal in [Signal::ABORT, Signal::SEGV, Signal::KILL] {
            let broke = of(10, signal.as_raw());
            assert_eq!(broke.fact, "its reader broke, or took more than 560 MB; nothing was read");
        }
        assert!(of(60, 0).fact.contains("3120 MB"), "{}", of(60, 0).fact);
        assert!(of(3, 0).hint.contains("--reader-seconds 60"), "{}", of(3, 0).hint);
        assert!(of(MOST_SECONDS - 1, 0).hint.contains("--reader-seconds 3600"));
        assert_eq!(of(MOST_SECONDS, 0).hint, "split it");
        for (what, command) in [(As::Answers, "60 read PATH"), (As::Draft, "60 review PATH")] {
            let hint = harm(&Job { what, ..job(10) }, None).hint;
            assert!(hint.ends_with(command), "{hint}");
        }
    }

    #[test]
    fn s12_a_job_comes_through_as_it_was_given() {
        let line = serde_json::to_string(&job(10)).unwrap();
        let back: Job = serde_json::from_str(&line).unwrap();
        assert_eq!((back.what, back.bytes, back.seconds), (job(10).what, 1 << 20, 10));
        assert!((line.len() as u64) < LONGEST_LINE && !line.contains('\n'), "{line}");
    }
}
