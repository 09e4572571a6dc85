use playbook::privacy::{OwnersScreen, Private};

fn json<T: serde::Serialize>(_: &T) {}

fn main() {
    let private = Private::new(String::from("hiring frozen"));
    let shown = private.reveal(&OwnersScreen::of_the_owner());
    json(shown);
}
