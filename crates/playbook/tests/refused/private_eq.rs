// E0369: ==
use playbook::privacy::Private;

fn main() {
    let private = Private::new(String::from("hiring frozen"));
    assert!(private == private);
}
