use playbook::{moment::Id, notebook::{Command, Event, Notebook}, privacy::Sealing, trade::asks};

fn main() {
    let _: Option<(Command, Notebook, asks::Answer, Id)> = None;
    let _ = minicbor::to_vec_with(&Event::Undone { entry: 1 }, &mut Sealing::for_the_notebook());
}
