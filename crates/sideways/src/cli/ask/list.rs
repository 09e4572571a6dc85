//! Open asks as a page.

use super::*;

/// Lists asks without an answer, of all peers or of one.
pub fn run(peer: &[String], as_json: bool, notebook: Option<&Path>) -> Result<(), Stop> {
    let desk = opened::to_read(notebook)?;
    let today = desk::clock::now().today;
    let notes = desk.notes();
    let only = if peer.is_empty() { None } else { Some(notes.peers.find(&peer.join(" "))?.id()) };
    let fits = |peer| only.is_none_or(|only| only == peer);
    let mut open = Open {
        of_me: asks::due(&notes.asks, &notes.peers, today),
        of_them: asks::unanswered(&notes.asks, &notes.peers, today),
    };
    open.of_me.retain(|due| fits(due.peer));
    open.of_them.retain(|asked| fits(asked.peer));
    if as_json { opened::show_json(&open) } else { show(&open.page().text()) }
}

impl Open {
    fn page(&self) -> Page {
        let mut page = Page::new();
        if self.of_me.is_empty() && self.of_them.is_empty() {
            page.paragraph(0, "No ask is open. sideways ask from PEER WHAT keeps one.");
        }
        if !self.of_me.is_empty() {
            page.heading("Asked of you");
            self.of_me.iter().for_each(|due| of_me(&mut page, due));
        }
        if !self.of_them.is_empty() {
            if !self.of_me.is_empty() {
                page.gap();
            }
            page.heading("Asked by you");
            self.of_them.iter().for_each(|asked| of_them(&mut page, asked));
        }
        page
    }
}

fn line(page: &mut Page, ask: Id, name: &str, what: &str) {
    let words = format!("{:<5} {}: “{}”", ask.to_string(), shown(name), shown(what));
    page.hanging(2, 8, &words, anstyle::Style::new());
}

fn of_me(page: &mut Page, due: &Due) {
    line(page, due.ask, &due.name, &due.what);
    page.paragraph(8, &format!("{}: {}", due.stands(), due.command));
    page.styled(8, &due.evidence.join("; "), QUIET);
}

fn of_them(page: &mut Page, asked: &Unanswered) {
    line(page, asked.ask, &asked.name, &asked.what);
    let past = if asked.is_past { ", which has passed" } else { "" };
    let needed = asked.needed_by.map_or_else(String::new, |day| format!("; needed by {day}{past}"));
    page.styled(8, &format!("asked on {}{needed}", asked.on), QUIET);
}
