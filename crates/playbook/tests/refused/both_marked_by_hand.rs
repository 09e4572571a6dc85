// E0451: private
use playbook::escalate::{BothMarked, Words, text::{Mark, Text}};

pub fn leak(text: Text, names: [Words; 2], marks: [Mark; 2]) -> BothMarked {
    BothMarked { text, names, parts: Vec::new(), marks }
}

fn main() {}
