#![no_main]

use sources::dates::{self, DayMonth};

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
    let _ = (dates::weekday(words), dates::order_of([words].into_iter()));
});
