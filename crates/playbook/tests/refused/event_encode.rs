// E0277: CanSeal
use playbook::{moment::Id, notebook::{Command, Event, Notebook}, privacy::Sealing, trade::asks};

fn main() {
    let _: Option<(Command, Notebook, Sealing, asks::Answer, Id)> = None;
    let _ = minicbor::to_vec(&Event::Undone { entry: 1 });
}
