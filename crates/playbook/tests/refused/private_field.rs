// E0616: private
use playbook::privacy::Private;

fn main() {
    let private = Private::new(String::from("hiring frozen"));
    let _ = private.0;
}
