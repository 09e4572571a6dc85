use playbook::outward;

fn main() {
    let today = playbook::moment::Day(jiff::civil::date(2026, 5, 4));
    let what = playbook::privacy::Shareable::new(String::from("two reviewers"));
    let asked = outward::Asked { what: &what, on: today, needed_by: None, promised: None, alternative: None, was_before_them: false };
    let _ = outward::drafts(&asked, today);
}
