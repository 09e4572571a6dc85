//! The binary: two doors, the terminal and the pages, and beside them the rooms that both use. A door translates and decides
//! nothing, and knows nothing of the other.

mod absent;
mod apart;
mod beside;
mod calendars;
mod captured;
mod cli;
mod clock;
mod corrected;
mod days;
mod drawn;
mod entries;
mod escalate;
mod goods;
mod hunted;
mod opened;
mod planned;
mod sample;
mod stop;
mod talked;
mod tell;
mod typeset;
mod understood;
mod web;
mod what_if;
mod words;

use std::process::ExitCode;

fn main() -> ExitCode {
    if apart::is_worker() {
        return apart::work();
    }
    cli::run(web::serve::serve)
}
