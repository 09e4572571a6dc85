use playbook::{privacy::Private, trade::goods::{Good, Risk}};

fn main() {
    let migration = Private::new(String::from("the new pipeline"));
    let write_up = Private::new(String::from("what broke"));
    let _ = Good::Risk(Risk { migration, write_up });
}
