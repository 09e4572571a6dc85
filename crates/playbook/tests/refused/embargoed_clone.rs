// E0599: clone
use playbook::privacy::Embargoed;

fn main() {
    let news = Embargoed::new(String::from("a move"), jiff::Timestamp::MAX, Vec::new());
    let _ = news.clone();
}
