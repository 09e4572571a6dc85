use playbook::escalate::{BothMarked, Joint, marks::Checks};

pub fn leak(joint: &Joint, keys: &[[u8; 32]; 2], eye: &dyn Checks) -> Option<BothMarked> {
    joint.both_marked(keys, eye).ok()
}

fn main() {}
