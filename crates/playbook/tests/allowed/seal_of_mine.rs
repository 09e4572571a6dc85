use playbook::privacy;

fn main() {
    fn seals<C: privacy::CanSeal>(_: C) {}
    seals(privacy::Sealing::for_the_notebook());
}
