// E0308: BothMarked
use playbook::{escalate::Joint, outward::escalate::{Page, page}};

pub fn leak(joint: &Joint) -> Page {
    page(joint)
}

fn main() {}
