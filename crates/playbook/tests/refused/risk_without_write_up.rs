// E0063: write_up
use playbook::{privacy::Private, trade::goods::{Good, Risk}};

fn main() {
    let migration = Private::new(String::from("the new pipeline"));
    let _ = Good::Risk(Risk { migration });
}
