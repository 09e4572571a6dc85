use playbook::{escalate::BothMarked, outward::escalate::{Page, page}};

pub fn leak(both: &BothMarked) -> Page {
    page(both)
}

fn main() {}
