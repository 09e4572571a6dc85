use playbook::privacy;

fn main() {
    let _ = privacy::Sealing::for_the_notebook();
}
