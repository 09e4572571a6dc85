// E0277: From
use playbook::privacy::Private;

fn main() {
    let private = Private::new(String::from("hiring frozen"));
    let _: String = private.into();
}
