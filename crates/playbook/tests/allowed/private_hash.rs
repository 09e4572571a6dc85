use playbook::privacy::{OwnersScreen, Private};

fn hash<T: std::hash::Hash>(_: &T) {}

fn main() {
    let private = Private::new(String::from("hiring frozen"));
    let shown = private.reveal(&OwnersScreen::of_the_owner());
    hash(shown);
}
