// E0308: Notebook
use playbook::outward;

fn main() {
    let today = playbook::moment::Day(jiff::civil::date(2026, 5, 4));
    let _ = outward::drafts(&playbook::notebook::Notebook::default(), today);
}
