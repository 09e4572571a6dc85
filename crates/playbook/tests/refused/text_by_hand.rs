// E0603: private
use playbook::outward;

fn main() {
    let _ = outward::Text(String::from("yes"));
}
