// E0277: Hash
use playbook::privacy::Private;

fn hash<T: std::hash::Hash>(_: &T) {}

fn main() {
    let private = Private::new(String::from("hiring frozen"));
    hash(&private);
}
