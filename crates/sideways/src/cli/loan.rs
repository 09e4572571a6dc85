//! `sideways loan`: capacity lent and borrowed, until it comes back.

use std::path::Path;

use clap::{Args, Subcommand};
use playbook::{notebook::Command, privacy::Private, side::Side, trade::loans};
use sources::text::shown;

use super::{
    Stop,
    ask::guarded,
    captured, days,
    named::{self, Which},
    opened,
    page::{Page, QUIET},
    show,
    talk::capture,
};

const EXAMPLES: &str = "Examples:
  sideways loan to mira \"one reviewer\" --until \"in 3 weeks\"
  sideways loan from tom \"two days of a tester\" --from mon --until \"june 12\"
  sideways loan
  sideways loan extend 41 --until \"june 26\" --agreed \"two weeks more, for the audit\"
  sideways loan returned 41";

/// Keeps capacity that you lend or borrow. A loan has an end, which is watched.
///
/// Its end comes back on the week page a week ahead, and is moved only by a new agreement. Without a verb, lists what
/// has not come back.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    #[command(subcommand)]
    verb: Option<Verb>,
    /// Prints what is open as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Subcommand)]
enum Verb {
    To(Lend),
    From(Borrow),
    Extend(Extend),
    Returned(Returned),
    List(List),
}

/// You lend something to a peer.
#[derive(Args)]
#[command(after_help = "Examples:\n  sideways loan to mira \"one reviewer\" --until \"in 3 weeks\"")]
struct Lend {
    #[command(flatten)]
    what: What,
}

/// You borrow something from a peer.
#[derive(Args)]
#[command(after_help = "Examples:\n  sideways loan from tom \"two days of a tester\" --until \"june 12\"")]
struct Borrow {
    #[command(flatten)]
    what: What,
}

/// What is lent.
#[derive(Args)]
struct What {
    /// The peer, by any of their names or its beginning, and who or how much
    #[arg(required = true, value_name = "PEER WHAT")]
    words: Vec<String>,
    /// The last day: in 3 weeks, june 12, 2027-03-01; a loan without one is refused
    #[arg(long, value_name = "DAY")]
    until: Option<String>,
    /// The first day: mon, 2027-03-01 [default: today]
    #[arg(long, value_name = "DAY")]
    from: Option<String>,
    /// Prints what was understood as JSON
    #[arg(long)]
    json: bool,
}

/// Both agreed anew on a later end.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  sideways loan extend 41 --until \"june 26\" --agreed \"two weeks more, for the audit\""
)]
struct Extend {
    /// Which, by its number
    #[arg(value_name = "LOAN")]
    loan: String,
    /// The last day
    #[arg(long, value_name = "DAY")]
    until: String,
    /// What you agreed; a loan is not extended in silence
    #[arg(long, value_name = "TEXT")]
    agreed: Option<String>,
    /// Prints what was understood as JSON
    #[arg(long)]
    json: bool,
}

/// It came back.
#[derive(Args)]
#[command(after_help = "Examples:\n  sideways loan returned 41\n  sideways loan returned 41 --on mon")]
struct Returned {
    #[command(flatten)]
    which: Which,
}

/// Lists what has not come back, the earliest end first.
#[derive(Args)]
#[command(after_help = "Examples:\n  sideways loan list\n  sideways loan list --json")]
struct List {
    /// Prints what is open as JSON
    #[arg(long)]
    json: bool,
}

/// Keeps, ends or lists loans.
pub fn run(arguments: &Arguments, notebook: Option<&Path>) -> Result<(), Stop> {
    match &arguments.verb {
        None => list(arguments.json, notebook),
        Some(Verb::List(wanted)) => list(wanted.json, notebook),
        Some(Verb::To(lend)) => keep(&lend.what, Side::Me, notebook),
        Some(Verb::From(borrow)) => keep(&borrow.what, Side::Them, notebook),
        Some(Verb::Extend(extend)) => {
            let (mut desk, now) = opened::to_act(notebook, "sideways loan")?;
            let until = days::ahead(&extend.until, now.today)?;
            let agreed = extend.agreed.as_deref().map(str::trim).filter(|words| !words.is_empty());
            let agreed = agreed.map(|words| Private::new(words.to_owned()));
            let command = loans::Command::Extend {
                loan: named::id(&extend.loan, "a loan", "sideways loan")?,
                until,
                agreed,
            };
            captured::act(&mut desk, Command::Loans(command), now)?.show(extend.json)
        }
        Some(Verb::Returned(back)) => {
            let (mut desk, now) = opened::to_act(notebook, "sideways loan")?;
            let (loan, on) = back.which.read("a loan", "sideways loan", now)?;
            let command = loans::Command::Return { loan, on };
            captured::act(&mut desk, Command::Loans(command), now)?.show(back.which.json)
        }
    }
}

fn keep(wanted: &What, lender: Side, notebook: Option<&Path>) -> Result<(), Stop> {
    let (mut desk, now) = opened::to_act(notebook, "sideways loan")?;
    let peers = &desk.notes().peers;
    let (peer, rest) = capture::peer(&wanted.words, peers)?;
    let what = named::words(rest, peer, "what is lent is missing", |peer| {
        let name = plan::names::typed(peers.name(peer.id()));
        format!("sideways loan to {name} \"one reviewer\" --until \"in 3 weeks\"")
    })?;
    let day =
        |words: &Option<String>| words.as_deref().map(|words| days::ahead(words, now.today)).transpose();
    let (from, until) = (day(&wanted.from)?, day(&wanted.until)?);
    let command = loans::Command::Lend { peer, lender, what: Private::new(what), from, until };
    let captured = captured::act(&mut desk, Command::Loans(command), now)?;
    guarded(captured, &desk, peer).show(wanted.json)
}

fn list(as_json: bool, notebook: Option<&Path>) -> Result<(), Stop> {
    let desk = opened::to_read(notebook)?;
    let notes = desk.notes();
    let all = loans::open(&notes.loans, &notes.peers, desk::clock::now().today, &opened::screen());
    if as_json {
        return opened::show_json(&all);
    }
    let mut page = Page::new();
    if all.is_empty() {
        page.paragraph(
            0,
            "Nothing is lent or borrowed. sideways loan to PEER WHAT --until DAY keeps a loan.",
        );
    }
    for open in &all {
        let verb = if open.is_lent { "lent to" } else { "borrowed from" };
        let words =
            format!("{:<5} {}, {verb} {}", open.loan.to_string(), shown(&open.what), shown(&open.name));
        page.hanging(0, 6, &words, anstyle::Style::new());
        match open.is_over {
            true => page.paragraph(6, &format!("It was to end on {}: {}", open.until, open.command)),
            false => page.styled(6, &format!("from {} to {}", open.from, open.until), QUIET),
        }
    }
    show(&page.text())
}
