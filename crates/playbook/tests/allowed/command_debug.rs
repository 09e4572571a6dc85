use playbook::{moment::Id, notebook::{Command, Event, Notebook}, privacy::Sealing, trade::asks};

fn main() {
    let _: Option<(Event, Notebook, Sealing)> = None;
    let command = Command::Asks(asks::Command::Withdraw { ask: Id::of(1), on: playbook::moment::Day(jiff::civil::Date::MIN) });
    if let Command::Asks(asks::Command::Withdraw { ask, .. }) = command {
        println!("{ask:?}");
    }
}
