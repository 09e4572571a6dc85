use playbook::{moment::Day, privacy::Private, trade::goods::{Capacity, Good}};

fn main() {
    let day = Day(jiff::civil::date(2026, 5, 4));
    let what = Private::new(String::from("one reviewer"));
    let _ = Good::Capacity(Capacity { what, from: day, until: day });
}
