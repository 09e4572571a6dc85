use playbook::escalate::{Value, Words};

pub fn leak(words: Words) -> Value {
    Value::Said(words)
}

fn main() {}
