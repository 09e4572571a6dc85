use playbook::privacy;

fn main() {
    let _ = privacy::OwnersScreen::of_the_owner();
}
