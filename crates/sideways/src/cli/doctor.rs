//! `sideways doctor`: what is whole, and what is not.

use std::path::Path;

use clap::Args;
use desk::{clock, doctor};

use super::{
    Stop, opened,
    page::{Page, STRONG, TYPED},
    show,
};

/// Looks at everything in the notebook and says what is whole and what is not. It repairs nothing.
///
/// The file, the chain of entries, every seal, what the entries say, what was computed last, kept plans, who can read the
/// files, and whether the notebook ends where this machine last saw it end.
#[derive(Args)]
#[command(after_help = "Examples:\n  sideways doctor\n  sideways doctor --keep-head")]
pub struct Arguments {
    /// Takes the present end as the right one, after you put an older notebook in its place yourself
    #[arg(long)]
    keep_head: bool,
    /// Prints what was found as JSON
    #[arg(long)]
    json: bool,
}

/// Examines the notebook. Where something is wrong, the command ends as a fault.
pub fn run(arguments: &Arguments, notebook: Option<&Path>) -> Result<(), Stop> {
    let (places, screen) = (opened::places(notebook)?, opened::screen());
    if arguments.keep_head {
        let head = doctor::keep_head(&places, clock::now(), &screen)?;
        let last = head.map_or(0, |head| head.index);
        let mut page = Page::new();
        page.paragraph(0, &format!("The notebook rightly ends with entry {last}; what was written after it elsewhere is not missed any more."));
        return show(&page.text());
    }
    let report = doctor::examine(&places, clock::now(), &screen)?;
    if arguments.json {
        opened::show_json(&report)?;
    } else {
        show(&said(&report))?;
    }
    if report.is_whole() {
        return Ok(());
    }
    Err(Stop::Fault("the notebook is not whole".into(), report.hint.unwrap_or_default()))
}

fn said(report: &doctor::Report) -> String {
    let mut page = Page::new();
    let width = report.looks.iter().map(|look| look.what.len()).max().unwrap_or_default();
    let mut line = |state: &str, look: &doctor::Look, says: &str, style| {
        page.hanging(0, 9 + width, &format!("{state}  {:<width$}  {says}", look.what), style);
    };
    for look in &report.looks {
        if look.wrong.is_empty() {
            line("whole", look, &look.says, anstyle::Style::new());
        }
        look.wrong.iter().for_each(|wrong| line("WRONG", look, wrong, STRONG));
    }
    if report.is_whole() {
        page.styled(0, "All is whole. A backup is as good as its last restore: try one.", TYPED);
    }
    page.text()
}
