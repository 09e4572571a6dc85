// E0603: private
use playbook::privacy;

fn main() {
    let _ = privacy::OwnersScreen(());
}
