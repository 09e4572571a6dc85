// E0277: Debug
use playbook::privacy::Private;

fn main() {
    let private = Private::new(String::from("hiring frozen"));
    println!("{private:?}");
}
