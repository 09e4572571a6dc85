//! How numbers and names stand in a sentence, on a page and at the terminal.

use plan::hunt::Step;

/// Several names as a sentence has them.
pub fn listed(names: &[String], joint: &str) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} {joint} {last}", first.join(", ")),
    }
}

/// A fact as the beginning of a sentence.
pub fn begun(fact: &str) -> String {
    let mut rest = fact.chars();
    let first: String = rest.next().into_iter().flat_map(char::to_uppercase).collect();
    format!("{first}{}", rest.as_str())
}

/// What a hunt does at a time.
pub const fn doing(step: Step) -> &'static str {
    match step {
        Step::Sifting => "trying everything",
        Step::Trying => "trying what helps",
        Step::Choosing => "choosing trades",
        Step::Accepting => "playing whole trades",
        Step::Telling => "what would undo them",
    }
}

/// A count with its noun: `1 date`, `3 dates`.
pub fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{} {}", thousands(count), if count == 1 { one } else { many })
}

/// A whole number with commas.
pub fn thousands(count: usize) -> String {
    let digits = count.to_string();
    let lead = digits.len() % 3;
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && at % 3 == lead {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_names_read_as_people_write_them() {
        assert_eq!([thousands(7), thousands(4000), thousands(1_234_567)], ["7", "4,000", "1,234,567"]);
        assert_eq!(listed(&["A".into(), "B".into(), "C".into()], "or"), "A, B or C");
        assert_eq!([begun("it is"), begun(""), begun("über")], ["It is", "", "Über"]);
        assert_eq!(counted(1, "date", "dates"), "1 date");
    }
}
