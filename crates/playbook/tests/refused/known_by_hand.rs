// E0423: private
use playbook::{map::peers::{Known, Peers}, moment::Id};

fn main() {
    let _: (Peers, Known) = (Peers::default(), Known(Id::of(1)));
}
