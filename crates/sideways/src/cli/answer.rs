//! `sideways answer`: yes or no to an ask, and the text for it.

use std::path::Path;

use clap::Args;
use desk::open::Desk;
use playbook::{
    moment::{Day, Id},
    notebook::Command,
    outward::{Drafts, Text},
    privacy::Shareable,
    trade::asks::{self, Answer},
};
use serde::Serialize;

use super::{
    Stop, ask,
    captured::{self, Captured},
    days, named, opened,
    page::{Page, QUIET},
    show,
};

/// Answers an ask with yes or no, and shows the text for whoever asked. Nothing is sent: you send it.
///
/// For an ask of yours it keeps what they said.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  sideways answer 41 --draft\n  sideways answer 41 yes\n  sideways answer 41 no --instead \"one reviewer from 10 June on\"\n  sideways answer 43 yes --on yesterday"
)]
pub struct Arguments {
    /// Which ask, by its number
    #[arg(value_name = "ASK")]
    ask: String,
    /// yes or no
    #[arg(value_parser = ["yes", "no"], hide_possible_values = true)]
    answer: Option<String>,
    /// Shows both texts, a plain no and a clear yes, and answers nothing
    #[arg(long, conflicts_with = "answer")]
    draft: bool,
    /// The cheapest thing that you can do instead, in words meant for them; alone it is kept for the texts
    #[arg(long, value_name = "TEXT")]
    instead: Option<String>,
    /// What goes with the answer, for yourself; it stands in no text for others
    #[arg(long, value_name = "TEXT", requires = "answer")]
    remark: Option<String>,
    /// When: yesterday, mon, 2027-03-01 [default: today]
    #[arg(long, value_name = "DAY", requires = "answer")]
    on: Option<String>,
    /// Prints JSON
    #[arg(long)]
    json: bool,
}

/// Both texts.
#[derive(Serialize)]
struct Ready {
    ask: Id,
    name: String,
    drafts: Drafts,
}

/// What was understood, and the text that goes with it.
#[derive(Serialize)]
struct Answered {
    #[serde(flatten)]
    captured: Captured,
    /// The text for whoever asked; absent for an ask of the leader.
    text: Option<Text>,
}

/// Answers an ask, or shows both texts.
pub fn run(arguments: &Arguments, notebook: Option<&Path>) -> Result<(), Stop> {
    let id = ask::id(&arguments.ask)?;
    match (arguments.answer.as_deref(), arguments.instead.as_deref()) {
        (None, None) if !arguments.draft => Err(Stop::Usage(
            "yes or no is missing".into(),
            format!("sideways answer {id} yes, or no; sideways answer {id} --draft shows both texts"),
        )),
        (None, None) => {
            let desk = opened::to_read(notebook)?;
            drafts(id, arguments.json, &desk, desk::clock::now().today)
        }
        (None, Some(instead)) => offer(id, instead, arguments.json, notebook),
        (Some("yes"), Some(_)) => Err(Stop::Usage(
            "--instead goes with a no".into(),
            format!("sideways answer {id} no --instead \"...\""),
        )),
        (Some(answer), instead) => say(arguments, id, answer == "yes", instead, notebook),
    }
}

fn words(instead: &str) -> Result<Shareable<String>, Stop> {
    match instead.trim() {
        "" => Err(Stop::Usage(
            "--instead says nothing".into(),
            "--instead \"one reviewer from 10 June on\"".into(),
        )),
        words => Ok(Shareable::new(words.to_owned())),
    }
}

fn drafts(id: Id, as_json: bool, desk: &Desk, today: Day) -> Result<(), Stop> {
    let notes = desk.notes();
    let open = notes.asks.of_me(id)?;
    let name = notes.peers.name(notes.peers.bears(open.ask.peer, today)).to_owned();
    let has_alternative = open.alternative.is_some();
    let ready = Ready { ask: id, name, drafts: notes.drafts(id, today)? };
    if as_json { opened::show_json(&ready) } else { show(&ready.page(has_alternative).text()) }
}

fn offer(id: Id, instead: &str, as_json: bool, notebook: Option<&Path>) -> Result<(), Stop> {
    let (mut desk, now) = opened::to_act(notebook, "sideways answer")?;
    let command = asks::Command::Offer { ask: id, alternative: words(instead)? };
    let captured = captured::act(&mut desk, Command::Asks(command), now)?;
    if as_json {
        return captured.show(true);
    }
    captured.show(false)?;
    show("\n")?;
    drafts(id, false, &desk, now.today)
}

fn say(
    arguments: &Arguments,
    id: Id,
    is_yes: bool,
    instead: Option<&str>,
    notebook: Option<&Path>,
) -> Result<(), Stop> {
    let (mut desk, now) = opened::to_act(notebook, "sideways answer")?;
    let on = days::on(&arguments.on, now)?;
    let instead = instead.map(words).transpose()?;
    let answer = if is_yes { Answer::Yes } else { Answer::No };
    let text = desk.notes().reply(id, answer, instead.as_ref(), now.today);
    let remark = named::said(&arguments.remark, "remark", "--remark \"she has seven\"")?;
    let command = match instead {
        Some(instead) => asks::Command::Decline { ask: id, instead, on, remark },
        None => asks::Command::Answer { ask: id, answer, on, remark },
    };
    let captured = captured::act(&mut desk, Command::Asks(command), now)?;
    if arguments.json {
        return opened::show_json(&Answered { captured, text });
    }
    captured.show(false)?;
    let Some(text) = text else { return Ok(()) };
    let mut page = Page::new();
    page.gap();
    page.styled(0, "For you to send:", QUIET);
    set(&mut page, &text);
    show(&page.text())
}

impl Ready {
    fn page(&self, has_alternative: bool) -> Page {
        let mut page = Page::new();
        let id = self.ask;
        page.heading(&format!("A plain no to {}", sources::text::shown(&self.name)));
        set(&mut page, &self.drafts.no);
        page.gap();
        page.heading("A clear yes");
        set(&mut page, &self.drafts.yes);
        page.gap();
        if !has_alternative {
            let hint =
                format!("sideways answer {id} --instead \"...\" puts what you can do instead into the no.");
            page.styled(0, &hint, QUIET);
        }
        let hint = format!("Once you have sent one: sideways answer {id} yes, or sideways answer {id} no.");
        page.styled(0, &hint, QUIET);
        page
    }
}

/// Sets a text for others, line by line.
fn set(page: &mut Page, text: &Text) {
    for line in text.as_str().lines() {
        match line {
            "" => page.gap(),
            line => page.paragraph(2, &sources::text::shown(line)),
        }
    }
}
