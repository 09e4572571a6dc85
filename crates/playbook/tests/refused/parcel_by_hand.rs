// E0599: no function
use playbook::escalate::parcel::Parcel;

pub fn leak(bytes: &[u8]) -> Option<Parcel> {
    Parcel::decode(bytes)
}

fn main() {}
