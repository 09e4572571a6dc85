use playbook::{side::Side, moment::{Day, Id}, privacy::Private, trade::loans::Loan};

fn main() {
    let day = Day(jiff::civil::date(2026, 5, 4));
    let what = Private::new(String::from("one reviewer"));
    let _ = Loan { id: Id::of(1), peer: Id::of(2), lender: Side::Me, what, from: day, until: day };
}
