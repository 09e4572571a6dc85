use jiff::civil::date;
use proptest::{
    prelude::{prop_assert, prop_assert_eq, proptest},
    strategy::Strategy,
};

use super::*;

/// A Friday.
const TODAY: Date = date(2027, 5, 14);

fn ahead(words: &str) -> Date {
    natural(words, TODAY).unwrap_or_else(|error| panic!("{words}: {error:?}"))
}

fn back(words: &str) -> Date {
    natural_past(words, TODAY).unwrap_or_else(|error| panic!("{words}: {error:?}"))
}

fn refused(words: &str) -> (String, String) {
    let error = natural(words, TODAY).unwrap_err();
    (error.fact, error.hint)
}

#[test]
fn words_that_say_their_day_mean_the_same_both_ways() {
    for (words, expected) in [
        ("2027-06-12", date(2027, 6, 12)),
        ("today", date(2027, 5, 14)),
        (" ToDay ", date(2027, 5, 14)),
        ("tomorrow", date(2027, 5, 15)),
        ("yesterday", date(2027, 5, 13)),
        ("the day after tomorrow", date(2027, 5, 16)),
        ("day before yesterday", date(2027, 5, 12)),
        ("next fri", date(2027, 5, 21)),
        ("next monday", date(2027, 5, 17)),
        ("next  SUN", date(2027, 5, 23)),
        ("this sun", date(2027, 5, 16)),
        ("last tue", date(2027, 5, 11)),
        ("last fri", date(2027, 5, 7)),
        ("last sat", date(2027, 5, 8)),
        ("tue next week", date(2027, 5, 18)),
        ("tue last week", date(2027, 5, 4)),
        ("in 3 weeks", date(2027, 6, 4)),
        ("in 3w", date(2027, 6, 4)),
        ("in a week", date(2027, 5, 21)),
        ("in two weeks", date(2027, 5, 28)),
        ("in a fortnight", date(2027, 5, 28)),
        ("in 10 days", date(2027, 5, 24)),
        ("in 2 months", date(2027, 7, 14)),
        ("in 1 year", date(2028, 5, 14)),
        ("3 weeks from now", date(2027, 6, 4)),
        ("3 weeks ago", date(2027, 4, 23)),
        ("a month ago", date(2027, 4, 14)),
        ("in 2 wd", date(2027, 5, 18)),
        ("in 5 working days", date(2027, 5, 21)),
        ("in 0 days", date(2027, 5, 14)),
        ("5 wd ago", date(2027, 5, 7)),
        ("next working day", date(2027, 5, 17)),
        ("last wd", date(2027, 5, 13)),
        ("end of next week", date(2027, 5, 21)),
        ("end of last month", date(2027, 4, 30)),
        ("start of next month", date(2027, 6, 1)),
        ("end of jun 2027", date(2027, 6, 30)),
        ("end of 2027-02", date(2027, 2, 28)),
        ("end of q3 2027", date(2027, 9, 30)),
        ("end of 2027", date(2027, 12, 31)),
        ("mid june 2028", date(2028, 6, 15)),
        ("12 june 2027", date(2027, 6, 12)),
        ("June 12th, 2027", date(2027, 6, 12)),
        ("the 12th of June 2027", date(2027, 6, 12)),
        ("sat 12 june 2027", date(2027, 6, 12)),
        ("12.06.2027", date(2027, 6, 12)),
        ("6/21/2027", date(2027, 6, 21)),
        ("21/6/2027", date(2027, 6, 21)),
    ] {
        assert_eq!(ahead(words), expected, "{words}");
        assert_eq!(back(words), expected, "{words}, looking back");
    }
}

#[test]
fn words_that_leave_it_open_follow_the_eye() {
    for (words, next, last) in [
        ("fri", date(2027, 5, 21), date(2027, 5, 14)),
        ("thursday", date(2027, 5, 20), date(2027, 5, 13)),
        ("Mon", date(2027, 5, 17), date(2027, 5, 10)),
        ("on monday", date(2027, 5, 17), date(2027, 5, 10)),
        ("3 weeks", date(2027, 6, 4), date(2027, 4, 23)),
        ("2 working days", date(2027, 5, 18), date(2027, 5, 12)),
        ("2wd", date(2027, 5, 18), date(2027, 5, 12)),
        ("june 12", date(2027, 6, 12), date(2026, 6, 12)),
        ("12 june", date(2027, 6, 12), date(2026, 6, 12)),
        ("12th of june", date(2027, 6, 12), date(2026, 6, 12)),
        ("may 14", date(2027, 5, 14), date(2027, 5, 14)),
        ("feb 29", date(2028, 2, 29), date(2024, 2, 29)),
        ("end of june", date(2027, 6, 30), date(2026, 6, 30)),
        ("end of month", date(2027, 5, 31), date(2027, 4, 30)),
        ("end of the week", date(2027, 5, 14), date(2027, 5, 14)),
        ("end of the quarter", date(2027, 6, 30), date(2027, 3, 31)),
        ("end of q1", date(2028, 3, 31), date(2027, 3, 31)),
        ("end of year", date(2027, 12, 31), date(2026, 12, 31)),
        ("mid june", date(2027, 6, 15), date(2026, 6, 15)),
        ("mid-june", date(2027, 6, 15), date(2026, 6, 15)),
        ("mid month", date(2027, 5, 15), date(2027, 4, 15)),
        ("mid week", date(2027, 5, 19), date(2027, 5, 12)),
    ] {
        assert_eq!(back(words), last, "{words}, looking back");
        assert_eq!(ahead(words), next, "{words}");
    }
    assert_eq!(ahead("sat june 12"), date(2027, 6, 12));
    assert_eq!(back("fri june 12"), date(2026, 6, 12));
}

#[test]
fn the_end_of_a_week_is_its_friday() {
    let friday = |today| natural("end of week", today).unwrap();
    assert_eq!(friday(date(2027, 5, 10)), date(2027, 5, 14));
    assert_eq!(friday(date(2027, 5, 15)), date(2027, 5, 21), "a week is over on Saturday");
    assert_eq!(natural_past("end of week", date(2027, 5, 15)), Ok(date(2027, 5, 14)));
    let across = date(2027, 9, 29);
    assert_eq!(natural("end of week", across), Ok(date(2027, 10, 1)));
    assert_eq!(natural("mid week", across), Ok(date(2027, 9, 29)), "a week across two months");
}

#[test]
fn working_days_leave_out_the_weekend() {
    for (today, words, expected) in [
        (date(2027, 5, 15), "in 1 wd", date(2027, 5, 17)),
        (date(2027, 5, 16), "in 1 wd", date(2027, 5, 17)),
        (date(2027, 5, 16), "1 wd ago", date(2027, 5, 14)),
        (date(2027, 5, 17), "1 wd ago", date(2027, 5, 14)),
        (date(2027, 5, 14), "in 12 wd", date(2027, 6, 1)),
    ] {
        assert_eq!(natural(words, today), Ok(expected), "{words} from {today}");
    }
}

#[test]
fn months_that_lack_the_day_end_on_their_last() {
    assert_eq!(natural("in 1 month", date(2027, 1, 31)), Ok(date(2027, 2, 28)));
    assert_eq!(natural("in 1 year", date(2028, 2, 29)), Ok(date(2029, 2, 28)));
}

#[test]
fn what_is_no_single_day_is_refused_with_the_day_it_may_mean() {
    for (words, hint) in [
        ("jun 2027", "end of jun 2027"),
        ("Jun  2027", "end of Jun 2027"),
        ("2027-06", "end of 2027-06"),
        ("june", "end of june"),
        ("q3 2027", "end of q3 2027"),
        ("2027", "end of 2027"),
        ("next week", "end of next week"),
        ("this month", "end of this month"),
    ] {
        let (fact, shown) = refused(words);
        assert!(fact.ends_with("is no single day"), "{words}: {fact}");
        assert_eq!(shown, hint);
        assert!(natural(&shown, TODAY).is_ok(), "{shown} can be typed");
    }
}

#[test]
fn wrong_words_give_a_fact_and_a_hint() {
    let examples = "fri, in 3 weeks, june 12, end of june or 2027-06-12";
    for (words, fact, hint) in [
        ("", "no day is given", examples),
        ("soon", "“soon” is no day", examples),
        ("tomorow", "“tomorow” is no day", "tomorrow"),
        ("next firday", "“next firday” is no day", "next friday"),
        ("in 3 wekes", "“in 3 wekes” is no day", "in 3 weeks"),
        ("june 31", "“june 31” is no day: that month has no day 31", "june 30"),
        ("0 june", "“0 june” is no day: that month has no day 0", "june 30"),
        ("feb 30", "“feb 30” is no day: that month has no day 30", "feb 29"),
        ("2027-02-30", "“2027-02-30” is no date: 2027-02 has no day 30", examples),
        ("2201-01-01", "“2201-01-01” is in the year 2201; years from 1990 to 2100 are read", examples),
        ("in 4000 weeks", "“in 4000 weeks” is not within the years from 1990 to 2100", examples),
        ("in 99999999999999999999 days", "“in 99999999999999999999 days” is no day", examples),
        ("03/04/2027", "“03/04/2027” is 2027-04-03 or 2027-03-04", "2027-04-03"),
        ("fri 12 june 2027", "“fri 12 june 2027” names two days: 2027-06-12 is a Saturday", "2027-06-12"),
        ("mid q3", "“mid q3” is no day", examples),
        ("2m", "“2m” is no day", examples),
    ] {
        assert_eq!(refused(words), (fact.to_owned(), hint.to_owned()));
    }
    let (fact, _) = refused(&"x".repeat(100_000));
    assert!(fact.len() < 200, "{fact}");
}

#[test]
fn lengths_are_read_as_minutes() {
    for (words, expected) in [
        ("25m", 25),
        ("25 min", 25),
        ("90 minutes", 90),
        ("1h", 60),
        ("1 hour", 60),
        ("1h30", 90),
        ("1h30m", 90),
        ("1h 05 min", 65),
        ("1.5h", 90),
        ("1,5 H", 90),
        ("0.33h", 20),
        ("24h", 1440),
        ("1440m", 1440),
    ] {
        assert_eq!(duration(words), Ok(expected), "{words}");
    }
}

#[test]
fn lengths_that_are_none_are_refused() {
    for (words, fact, hint) in [
        ("", "no length is given", "25m"),
        ("30", "“30” says no unit", "30m"),
        ("0m", "“0m” is no time at all", "25m"),
        ("25h", "“25h” is longer than a day", "8h"),
        ("1441m", "“1441m” is longer than a day", "8h"),
        ("1h75", "“1h75” is no length", "25m, 1h30 or 1.5h"),
        ("1.5h30", "“1.5h30” is no length", "25m, 1h30 or 1.5h"),
        ("-5m", "“-5m” is no length", "25m, 1h30 or 1.5h"),
        ("2.5m", "“2.5m” is no length", "25m, 1h30 or 1.5h"),
        ("99999999999h", "“99999999999h” is no length", "25m, 1h30 or 1.5h"),
        ("long", "“long” is no length", "25m, 1h30 or 1.5h"),
    ] {
        assert_eq!(duration(words), Err(NotRead { fact: fact.into(), hint: hint.into() }));
    }
}

/// Words of which days are made, in any order.
fn words() -> impl Strategy<Value = String> {
    let word = "in|next|last|this|end|mid|start|of|the|ago|from|now|a|fri|mon|weeks?|months?|wd|years?|june|feb|q[1-4]|[0-9]{1,5}(w|d|th)?|20[0-9]{2}-[0-9]{2}(-[0-9]{2})?|[a-z]{1,5}|\\PC{0,3}";
    proptest::collection::vec(word, 0..5).prop_map(|words| words.join(" "))
}

proptest! {
    #[test]
    fn any_words_give_a_day_of_the_years_or_a_refusal(
        words in words(),
        year in -9999i16..=9999,
        of_year in 1i16..=365,
    ) {
        let new_year = date(year, 1, 1);
        let today = new_year.checked_add(Span::new().days(of_year - 1)).unwrap();
        for read in [natural(&words, today), natural_past(&words, today)] {
            match read {
                Ok(day) => prop_assert!((FIRST_YEAR..=LAST_YEAR).contains(&day.year())),
                Err(error) => prop_assert!(!error.fact.is_empty() && !error.hint.is_empty()),
            }
        }
    }

    #[test]
    fn any_text_at_all_gives_a_day_and_a_length_or_a_refusal(words in "\\PC*|.*|[0-9hm., ]*") {
        let _ = (natural(&words, TODAY), natural_past(&words, TODAY));
        if let Ok(minutes) = duration(&words) {
            prop_assert!((1..=LONGEST_MINUTES).contains(&minutes));
        }
    }

    #[test]
    fn case_and_blanks_do_not_matter(words in words()) {
        let spread = format!("  {}\t", words.to_uppercase().replace(' ', "   "));
        if let Ok(day) = natural(&words, TODAY) && words.is_ascii() {
            prop_assert_eq!(natural(&spread, TODAY), Ok(day));
        }
    }

    #[test]
    fn what_is_written_plainly_is_read_back(days in -13000i32..26000) {
        let day = TODAY.checked_add(Span::new().days(days)).unwrap();
        if (FIRST_YEAR..=LAST_YEAR).contains(&day.year()) {
            prop_assert_eq!(natural(&day.to_string(), TODAY), Ok(day));
        }
    }
}
