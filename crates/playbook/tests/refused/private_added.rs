// E0308: mismatched
use playbook::privacy::Private;

fn main() {
    let private = Private::new(String::from("hiring frozen"));
    let _ = String::new() + &private;
}
