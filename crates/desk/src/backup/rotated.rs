//! Which backups go: the newest few stay, and one a month for a year.

use std::collections::BTreeSet;

/// Months for which one backup each stays.
const MONTHS: usize = 12;

/// Places of those that go. Moments are `2027-03-01-120000`, the newest first; at least one stays.
pub(super) fn out(made: &[&str], keep: usize) -> Vec<usize> {
    let month = |moment: &str| moment.get(..7).unwrap_or_default().to_owned();
    let mut months = BTreeSet::new();
    let mut gone = Vec::new();
    for (at, moment) in made.iter().enumerate() {
        let is_new_month = months.len() < MONTHS && months.insert(month(moment));
        if at >= keep.max(1) && !is_new_month {
            gone.push(at);
        }
    }
    gone
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A backup a day for so many days before 2027-04-30, the newest first.
    fn daily(days: i64) -> Vec<String> {
        let last = jiff::civil::date(2027, 4, 30);
        (0..days).map(|n| format!("{}-120000", last - jiff::Span::new().days(n))).collect()
    }

    fn staying(days: i64, keep: usize) -> Vec<String> {
        let all = daily(days);
        let out = out(&all.iter().map(String::as_str).collect::<Vec<_>>(), keep);
        let stays = all.iter().enumerate().filter(|(at, _)| !out.contains(at));
        stays.map(|(_, moment)| moment[..10].to_owned()).collect()
    }

    #[test]
    fn the_newest_seven_stay_and_the_last_of_each_month_for_a_year() {
        let stay = staying(800, 7);
        let newest = [
            "2027-04-30",
            "2027-04-29",
            "2027-04-28",
            "2027-04-27",
            "2027-04-26",
            "2027-04-25",
            "2027-04-24",
        ];
        assert_eq!(stay[..7], newest);
        assert_eq!(stay[7..9], ["2027-03-31", "2027-02-28"]);
        assert_eq!((stay.len(), stay[stay.len() - 1].as_str()), (7 + 11, "2026-05-31"));
    }

    #[test]
    fn fewer_than_are_kept_lose_none_and_the_newest_always_stays() {
        assert_eq!(staying(5, 7).len(), 5);
        assert_eq!(staying(3, 0), ["2027-04-30"]);
    }
}
