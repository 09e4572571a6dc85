use playbook::escalate::{marks::Checks, parcel::Parcel};

pub fn leak(bytes: &[u8], keys: &[[u8; 32]; 2], eye: &dyn Checks) -> Option<Parcel> {
    Parcel::read(bytes, &keys[0], &keys[1], eye).ok()
}

fn main() {}
