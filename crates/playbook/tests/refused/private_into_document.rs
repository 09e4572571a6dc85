// E0308: Words
use playbook::{escalate::{Value, Words}, privacy::Private};

pub fn leak(words: Private<Words>) -> Value {
    Value::Said(words)
}

fn main() {}
