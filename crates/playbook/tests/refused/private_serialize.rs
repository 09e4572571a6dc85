// E0277: Serialize
use playbook::privacy::Private;

fn json<T: serde::Serialize>(_: &T) {}

fn main() {
    let private = Private::new(String::from("hiring frozen"));
    json(&private);
}
