// E0599: clone
use playbook::privacy::Private;

fn main() {
    let private = Private::new(String::from("hiring frozen"));
    let _ = private.clone();
}
