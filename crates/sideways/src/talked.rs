//! A talk in one line: its grammar, what it means, and keeping it.

pub mod capture;

use clap::{Args, FromArgMatches};
use desk::{clock::Moment, open::Desk};
use playbook::{
    channel::{self, cadence::Pace, nudge},
    map::peers::Known,
    moment::Day,
    notebook::{Command, Event, Notebook},
    privacy::Private,
};

use self::capture::Capture;
use crate::{
    captured::{self, Captured},
    days,
    stop::Stop,
};

/// Lines that keep or prepare a talk.
pub const EXAMPLES: &str = "Examples:
  sideways talk prepare mira
  sideways talk mira 25m constraint=\"hiring frozen till June\" \\
    pressure=\"cost per build\" \\
    kindness=\"intro to the security reviewer by fri\" \\
    --status --asked went over the release plan
  sideways talk mira --on yesterday
  sideways talk cancelled mira --on thu --by them
  sideways talk conflict mira 50m fire=\"our plans collide in May\"";

/// Said with the first talk that a notebook keeps, and with no later one.
const AS_IF: &str = "Write it as if they will read it: notes on a colleague can be asked for.";

/// A talk that took place, as it is typed.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub struct Talk {
    /// The peer, and what is to be kept: 25m constraint=.. kindness=.. and notes
    #[arg(required = true, value_name = "PEER WORDS")]
    pub words: Vec<String>,
    /// It became a status meeting
    #[arg(long)]
    status: bool,
    /// You brought an ask
    #[arg(long)]
    asked: bool,
    /// The day of the talk: yesterday, mon, 2027-03-01 [default: today]
    #[arg(long, value_name = "DAY")]
    on: Option<String>,
    /// Prints what was understood as JSON
    #[arg(long)]
    pub json: bool,
}

/// A line as it stands behind `sideways talk`.
pub struct Line {
    talk: Talk,
    in_conflict: bool,
}

impl Line {
    /// Reads a line that was typed elsewhere than at the terminal, as a shell would cut it.
    ///
    /// # Errors
    /// If it is none that keeps a talk.
    pub fn typed(words: &str) -> Result<Self, Stop> {
        let hint = || "mira 25m constraint=\"hiring frozen\" went over the plan".to_owned();
        let not_closed = || Stop::Usage("a quotation mark is not closed".into(), hint());
        let mut words = shlex::split(words).ok_or_else(not_closed)?;
        for lead in ["sideways", "talk"] {
            if words.first().is_some_and(|first| first == lead) {
                words.remove(0);
            }
        }
        if words.is_empty() {
            return Err(Stop::Usage("nothing was typed".into(), hint()));
        }
        let in_conflict = match words.first().map(String::as_str) {
            Some("prepare" | "cancelled") => {
                return Err(Stop::Usage("a line here keeps a talk that took place".into(), hint()));
            }
            Some(verb @ ("record" | "conflict")) => {
                let in_conflict = verb == "conflict";
                words.remove(0);
                in_conflict
            }
            _ => false,
        };
        let alone = clap::Command::new("talk").no_binary_name(true).disable_help_flag(true);
        let matches = Talk::augment_args(alone).try_get_matches_from(words);
        let talk = matches.and_then(|matches| Talk::from_arg_matches(&matches)).map_err(|error| {
            let said = error.render().to_string();
            let fact = playbook::words::on_one_line(said.split("\n\n").next().unwrap_or_default());
            Stop::Usage(fact.trim_start_matches("error: ").to_owned(), hint())
        })?;
        Ok(Self { talk, in_conflict })
    }

    /// What it means.
    ///
    /// # Errors
    /// If nobody is named, or its day is none.
    pub fn understand(&self, notes: &Notebook, today: Day) -> Result<Understood, Stop> {
        understand(&self.talk, self.in_conflict, notes, today)
    }
}

/// What a line was understood to say.
pub struct Understood {
    /// Whom the talk was with.
    pub peer: Known,
    command: channel::Command,
    remarks: Vec<String>,
    is_first: bool,
}

/// What a talk that was typed means.
///
/// # Errors
/// If nobody is named, or its day is none.
pub fn understand(talk: &Talk, in_conflict: bool, notes: &Notebook, today: Day) -> Result<Understood, Stop> {
    let on = talk.on.as_deref().map_or(Ok(today), |on| days::back(on, today))?;
    let is_first = notes.channels.is_untouched();
    let (peer, words) = capture::peer(&talk.words, &notes.peers)?;
    let Capture { minutes, world: [constraint, pressure, fire], notes, kindnesses, remarks } =
        capture::read(words, today);
    let kept = channel::Talk {
        peer: peer.id(),
        on,
        minutes,
        constraint,
        pressure,
        fire,
        notes,
        was_status: talk.status,
        had_ask: talk.asked,
        in_conflict,
        from_calendar: false,
    };
    let kindnesses = kindnesses.into_iter().map(|(what, by)| (Private::new(what), by)).collect();
    let command = channel::Command::Record { peer, talk: kept, kindnesses };
    Ok(Understood { peer, command, remarks, is_first })
}

impl Understood {
    /// Keeps it, and says what was understood.
    ///
    /// # Errors
    /// If the playbook refuses, or it can't be written.
    pub fn keep(self, desk: &mut Desk, now: Moment) -> Result<Captured, Stop> {
        let mut captured = captured::act(desk, Command::Channel(self.command), now)?;
        captured.remarks = self.remarks;
        if self.is_first {
            captured.remarks.push(AS_IF.to_owned());
        }
        afterwards(&mut captured, desk, self.peer, now);
        Ok(captured)
    }
}

/// When the next talk is due, and what a talk without a kindness lacks.
fn afterwards(captured: &mut Captured, desk: &Desk, peer: Known, now: Moment) {
    let Notebook { peers, channels, .. } = desk.notes();
    let channel = channels.whole(peers, peer);
    let due = Pace::of(peers, peer, now.today).map(|pace| pace.due(channel.last(now.today)));
    let events: Vec<&channel::Event> = captured
        .events
        .iter()
        .filter_map(|event| match event {
            Event::Channel(event) => Some(event),
            _ => None,
        })
        .collect();
    let nudge = nudge(&events);
    captured.remarks.extend(due.map(|due| format!("The next talk is due on {due}.")));
    captured.remarks.extend(nudge.map(str::to_owned));
    let typed = plan::names::typed(peers.name(peer.id()));
    captured.next = nudge.map(|_| format!("sideways kindness add {typed} \"an intro by fri\""));
}
