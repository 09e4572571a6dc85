use playbook::privacy;

fn main() {
    let private = privacy::Private::new(String::from("yes"));
    let _: Option<privacy::Public<String>> = private.release(&privacy::Confirmation::of_shown("yes"));
}
