// E0616: private
use playbook::privacy::Embargoed;

fn main() {
    let news = Embargoed::new(String::from("a move"), jiff::Timestamp::MAX, Vec::new());
    let _ = news.value;
}
