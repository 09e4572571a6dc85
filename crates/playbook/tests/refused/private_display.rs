// E0277: Display
use playbook::privacy::Private;

fn main() {
    let private = Private::new(String::from("hiring frozen"));
    println!("{private}");
}
