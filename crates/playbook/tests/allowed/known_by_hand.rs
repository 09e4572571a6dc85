use playbook::{map::peers::{Known, Peers}, moment::Id};

fn main() {
    let _: Option<Known> = Peers::default().known(Id::of(1));
}
