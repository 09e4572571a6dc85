// E0599: to_string
use playbook::privacy::Private;

fn main() {
    let private = Private::new(String::from("hiring frozen"));
    println!("{}", private.to_string());
}
