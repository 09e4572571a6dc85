use playbook::{moment::Day, privacy::Private, trade::goods::{Good, News}};

fn main() {
    let day = Day(jiff::civil::date(2026, 5, 4));
    let news = News { what: Private::new(String::from("web joins platform")), free_from: day };
    let _ = news.freed(day).map(Good::News);
}
