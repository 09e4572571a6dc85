use playbook::{escalate::{BothMarked, Command}, moment::Id};

pub fn leak(escalation: Id, both: BothMarked) -> Command {
    Command::TakeUp { escalation, both: Box::new(both) }
}

fn main() {}
