//! `sideways peer`: who they are, under which names, and how the channel stands.

mod shown;

use std::path::Path;

use clap::{Args, Subcommand};
use playbook::{
    channel,
    map::peers::Command::{Add, Alias, Guard, Merge, Succeed, Trust, Unmerge},
    moment::Day,
    notebook::{Command, Notebook},
    peer,
    privacy::Private,
    refusal::Refusal,
    trade::nudge::{self, Nudge},
};

use super::{Stop, captured, days, opened, show};
use crate::corrected::word;

const EXAMPLES: &str = "Examples:
  sideways peer
  sideways peer mira
  sideways peer add \"Tom Okoye\" --alias tokoye
  sideways peer merge \"M. Solberg\" \"Mira Solberg\"
  sideways peer successor mira --by tom
  sideways peer guarded dana --because \"passed on what I told her\"
  sideways peer values mira quiet releases --guess";

/// Lists your peers, shows one, or keeps who they are.
///
/// A peer is found by any of their names, or by a beginning that is theirs alone.
#[derive(Args)]
#[command(after_help = EXAMPLES, args_conflicts_with_subcommands = true)]
pub struct Arguments {
    #[command(subcommand)]
    verb: Option<Verb>,
    #[command(flatten)]
    wanted: Wanted,
}

#[derive(Args)]
struct Wanted {
    /// The peer whose page is shown; without one, all are listed
    peer: Vec<String>,
    /// Prints it as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Subcommand)]
enum Verb {
    /// Lists all peers
    #[command(after_help = "Example:\n  sideways peer list --json")]
    List {
        /// Prints the list as JSON
        #[arg(long)]
        json: bool,
    },
    /// Shows the page of a peer
    #[command(after_help = "Example:\n  sideways peer show mira")]
    Show(Wanted),
    /// Enters a peer
    #[command(after_help = "Example:\n  sideways peer add \"Tom Okoye\" --alias tokoye")]
    Add {
        /// Their name
        #[arg(required = true)]
        name: Vec<String>,
        /// Another name of theirs: a login, an address, a nickname
        #[arg(long, value_name = "NAME")]
        alias: Vec<String>,
        /// Prints what was understood as JSON
        #[arg(long)]
        json: bool,
    },
    /// Gives a peer another name
    #[command(after_help = "Example:\n  sideways peer alias mira msolberg")]
    Alias {
        /// The peer
        peer: String,
        /// The other name
        alias: String,
        /// Prints what was understood as JSON
        #[arg(long)]
        json: bool,
    },
    /// Says that two entries are one person; the second is shown
    #[command(after_help = "Example:\n  sideways peer merge \"M. Solberg\" \"Mira Solberg\"")]
    Merge {
        /// Who is known as somebody else
        peer: String,
        /// Who they are
        into: String,
        /// Prints what was understood as JSON
        #[arg(long)]
        json: bool,
    },
    /// Says that they are two people after all
    #[command(after_help = "Example:\n  sideways peer unmerge \"M. Solberg\"")]
    Unmerge {
        /// Who stands for themselves again
        #[arg(required = true)]
        name: Vec<String>,
        /// Prints what was understood as JSON
        #[arg(long)]
        json: bool,
    },
    /// Says who follows a peer who leaves: crossings, asks and loans go on, private notes stay behind
    #[command(after_help = "Example:\n  sideways peer successor mira --by tom --on \"in 2 weeks\"")]
    Successor {
        /// Who leaves
        #[arg(required = true)]
        peer: Vec<String>,
        /// Who follows
        #[arg(long, value_name = "NAME")]
        by: String,
        /// From when on: mon, in 2 weeks, 2027-03-01 [default: today]
        #[arg(long, value_name = "DAY")]
        on: Option<String>,
        /// Prints what was understood as JSON
        #[arg(long)]
        json: bool,
    },
    /// Says that a peer plays another game: no trades, news or joint documents with them
    #[command(after_help = "Example:\n  sideways peer guarded dana --because \"passed on what I told her\"")]
    Guarded(Stance),
    /// Says that a peer is cooperative again
    #[command(after_help = "Example:\n  sideways peer cooperative dana --because \"we talked it over\"")]
    Cooperative(Stance),
    /// Keeps what a peer values
    #[command(after_help = "Example:\n  sideways peer values mira quiet releases --guess")]
    Values {
        /// The peer, and what they value
        #[arg(required = true, value_name = "PEER WHAT")]
        words: Vec<String>,
        /// They did not say so; you guess
        #[arg(long)]
        guess: bool,
        /// When you heard it: yesterday, mon, 2027-03-01 [default: today]
        #[arg(long, value_name = "DAY")]
        on: Option<String>,
        /// Prints what was understood as JSON
        #[arg(long)]
        json: bool,
    },
}

#[derive(Args)]
struct Stance {
    /// The peer
    #[arg(required = true)]
    peer: Vec<String>,
    /// Why
    #[arg(long, value_name = "TEXT")]
    because: String,
    /// Prints what was understood as JSON
    #[arg(long)]
    json: bool,
}

/// Lists, shows or keeps peers.
pub fn run(arguments: &Arguments, notebook: Option<&Path>) -> Result<(), Stop> {
    match &arguments.verb {
        None => look(&arguments.wanted.peer, arguments.wanted.json, notebook),
        Some(Verb::Show(wanted)) => look(&wanted.peer, wanted.json, notebook),
        Some(Verb::List { json }) => look(&[], *json, notebook),
        Some(verb) => {
            let (mut desk, now) = opened::to_act(notebook, "sideways peer")?;
            let command = command(verb, desk.notes(), now.today)?;
            captured::act(&mut desk, command, now)?.show(verb.is_json())
        }
    }
}

impl Verb {
    const fn is_json(&self) -> bool {
        match self {
            Self::List { json }
            | Self::Add { json, .. }
            | Self::Alias { json, .. }
            | Self::Merge { json, .. }
            | Self::Unmerge { json, .. }
            | Self::Successor { json, .. }
            | Self::Values { json, .. }
            | Self::Show(Wanted { json, .. })
            | Self::Guarded(Stance { json, .. })
            | Self::Cooperative(Stance { json, .. }) => *json,
        }
    }
}

/// What a verb wants of the notebook.
fn command(verb: &Verb, notebook: &Notebook, today: Day) -> Result<Command, Stop> {
    let find = |words: &str| notebook.peers.find(words);
    let reason = |words: &str| {
        let hint = "--because \"passed on what I told her\"";
        word("reason", words, hint).map(Private::new)
    };
    let name = |words: &str| word("name", words, "sideways peer add \"Tom Okoye\" --alias tokoye");
    Ok(Command::Peers(match verb {
        Verb::Add { name: words, alias, .. } => {
            let aliases: Result<_, _> = alias.iter().map(|alias| name(alias)).collect();
            Add { name: name(&words.join(" "))?, aliases: aliases? }
        }
        Verb::Alias { peer, alias, .. } => Alias { peer: find(peer)?, alias: name(alias)? },
        Verb::Merge { peer, into, .. } => Merge { peer: find(peer)?, into: find(into)? },
        Verb::Unmerge { name, .. } => Unmerge { name: name.join(" ") },
        Verb::Successor { peer, by, on, .. } => {
            let on = on.as_deref().map_or(Ok(today), |on| days::ahead(on, today))?;
            Succeed { peer: find(&peer.join(" "))?, by: find(by)?, on }
        }
        Verb::Guarded(Stance { peer, because, .. }) => {
            Guard { peer: find(&peer.join(" "))?, because: reason(because)? }
        }
        Verb::Cooperative(Stance { peer, because, .. }) => {
            Trust { peer: find(&peer.join(" "))?, because: reason(because)? }
        }
        Verb::Values { words, guess, on, .. } => {
            let on = on.as_deref().map_or(Ok(today), |on| days::back(on, today))?;
            return valued(words, !guess, on, notebook);
        }
        Verb::List { .. } | Verb::Show(_) => return Err(Refusal::NobodyNamed.into()),
    }))
}

fn valued(words: &[String], was_heard: bool, on: Day, notebook: &Notebook) -> Result<Command, Stop> {
    let (peer, rest) = super::talk::capture::peer(words, &notebook.peers)?;
    if rest.is_empty() {
        let typed = plan::names::typed(notebook.peers.name(peer.id()));
        let hint = format!("sideways peer values {typed} quiet releases");
        return Err(Stop::Usage("what they value is missing".into(), hint));
    }
    let what = Private::new(rest.join(" "));
    Ok(Command::Channel(channel::Command::Value { peer, what, was_heard, on }))
}

fn look(words: &[String], as_json: bool, notebook: Option<&Path>) -> Result<(), Stop> {
    let desk = opened::to_read(notebook)?;
    let today = desk::clock::now().today;
    let notes = desk.notes();
    if words.is_empty() {
        let rows = peer::list(notes, today);
        return if as_json { opened::show_json(&rows) } else { show(&shown::list(&rows, today)) };
    }
    let found = notes.peers.find(&words.join(" "))?;
    let page = peer::page(notes, found, today, &opened::screen());
    if as_json {
        return opened::show_json(&page);
    }
    // Said here alone: no list, no file and no JSON holds it (rule T9).
    let row = notes.turns.nudge(found, &notes.peers, today);
    let thanks = nudge::not_thanked(&notes.goods, &notes.peers, found, today, &opened::screen());
    let nudges: Vec<Nudge> = row.into_iter().chain(thanks).collect();
    show(&shown::page(&page, &nudges, today))
}
