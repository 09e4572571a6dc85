use playbook::privacy::{OwnersScreen, Private};

fn main() {
    let private = Private::new(String::from("hiring frozen"));
    let shown = private.reveal(&OwnersScreen::of_the_owner());
    let _ = shown;
    let _ = minicbor::to_vec_with(&private, &mut playbook::privacy::Sealing::for_the_notebook());
}
