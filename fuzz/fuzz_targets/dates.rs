#![no_main]

use sources::dates::{self, DayMonth, Orders};

libfuzzer_sys::fuzz_target!(|words: &str| {
    let days = [
        dates::last_day(words),
        dates::day(words, DayMonth::MonthFirst),
        dates::day(words, DayMonth::DayFirst),
    ];
    for day in days.into_iter().flatten() {
        assert!((dates::FIRST_YEAR..=dates::LAST_YEAR).contains(&day.year()));
    }
    if let Some((taken, _)) = dates::leading_date(words) {
        assert!(words.is_char_boundary(taken));
    }
    let today = jiff::civil::date(2027, 5, 14);
    for day in [dates::natural(words, today), dates::natural_past(words, today)].into_iter().flatten() {
        assert!((dates::FIRST_YEAR..=dates::LAST_YEAR).contains(&day.year()));
    }
    if let Ok(minutes) = dates::duration(words) {
        assert!((1..=dates::LONGEST_MINUTES).contains(&minutes));
    }
    let mut orders = Orders::default();
    orders.note(words);
    let _ = (dates::weekday(words), orders.order());
});
