// E0277: CanSeal
use playbook::privacy::Private;

fn main() {
    let private = Private::new(String::from("hiring frozen"));
    let _ = minicbor::to_vec(&private);
}
