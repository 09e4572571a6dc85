use playbook::privacy::Embargoed;

fn json<T: serde::Serialize>(_: &T) {}

fn main() {
    let news = Embargoed::new(String::from("a move"), jiff::Timestamp::MAX, Vec::new());
    let free = news.free(jiff::Timestamp::MAX);
    json(&free);
}
