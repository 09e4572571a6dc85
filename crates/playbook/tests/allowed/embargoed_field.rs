use playbook::privacy::Embargoed;

fn main() {
    let news = Embargoed::new(String::from("a move"), jiff::Timestamp::MAX, Vec::new());
    let free = news.free(jiff::Timestamp::MAX);
    let _ = free;
}
