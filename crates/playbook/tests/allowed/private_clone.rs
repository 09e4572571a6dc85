use playbook::privacy::{OwnersScreen, Private};

fn main() {
    let private = Private::new(String::from("hiring frozen"));
    let shown = private.reveal(&OwnersScreen::of_the_owner());
    let _ = shown.clone();
}
