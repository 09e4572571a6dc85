use playbook::notebook::Notebook;

fn json<T: serde::Serialize>(_: &T) {}

fn main() {
    json(&Notebook::default().last);
}
