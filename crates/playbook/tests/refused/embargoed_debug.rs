// E0277: Debug
use playbook::privacy::Embargoed;

fn main() {
    let news = Embargoed::new(String::from("a move"), jiff::Timestamp::MAX, Vec::new());
    println!("{news:?}");
}
