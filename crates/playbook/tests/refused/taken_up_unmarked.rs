// E0308: BothMarked
use playbook::{escalate::{Command, Joint}, moment::Id};

pub fn leak(escalation: Id, joint: Joint) -> Command {
    Command::TakeUp { escalation, both: Box::new(joint) }
}

fn main() {}
