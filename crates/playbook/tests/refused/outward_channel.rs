// E0308: Channel
use playbook::outward;

fn main() {
    let today = playbook::moment::Day(jiff::civil::date(2026, 5, 4));
    let _ = outward::drafts(&playbook::channel::Channel::default(), today);
}
