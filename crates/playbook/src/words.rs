//! How words stand in a sentence: its end, and lengths of time. For every room that says something.

/// Words with a full stop, unless they bring their own end.
pub fn stopped(words: &str) -> String {
    let words = words.trim();
    let stop = if words.ends_with(['.', '!', '?', '…']) { "" } else { "." };
    format!("{words}{stop}")
}

/// Words on one line, with single blanks.
pub fn on_one_line(words: &str) -> String {
    let mut line = String::with_capacity(words.len());
    for word in words.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

/// Minutes as one says them: `40 minutes`, `1 hour`, `2 hours 30 minutes`.
pub fn length(minutes: u32) -> String {
    match (minutes / 60, minutes % 60) {
        (0, minutes) => several(minutes, "minute"),
        (hours, 0) => several(hours, "hour"),
        (hours, minutes) => format!("{} {}", several(hours, "hour"), several(minutes, "minute")),
    }
}

/// A number of things: `1 hour`, `3 working days`.
pub fn several(number: u32, what: &str) -> String {
    if number == 1 { format!("1 {what}") } else { format!("{number} {what}s") }
}

/// Working days by which something ends later in the mean, or earlier where they are below 0, as they are said.
pub fn days_later(days: f64) -> String {
    let way = if days < 0.0 { "earlier" } else { "later" };
    match days.abs().round() as u32 {
        0 => format!("less than a working day {way}"),
        days => format!("{} {way}", several(days, "working day")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_end_once() {
        for (words, ended) in
            [(" two reviewers ", "two reviewers."), ("why?", "why?"), ("and so on…", "and so on…"), ("", ".")]
        {
            assert_eq!(stopped(words), ended);
        }
        assert_eq!(on_one_line(" two\n\n reviewers\t"), "two reviewers");
    }

    #[test]
    fn minutes_are_said_as_one_says_them() {
        let said = [0, 1, 40, 60, 61, 120, 150].map(length);
        let words = [
            "0 minutes",
            "1 minute",
            "40 minutes",
            "1 hour",
            "1 hour 1 minute",
            "2 hours",
            "2 hours 30 minutes",
        ];
        assert_eq!(said, words);
    }
}
