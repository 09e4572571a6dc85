//! Working days as a person types them: `10d`, `2w`, `3 working days`.

use super::NotRead;

/// A week has five.
const WEEK: u32 = 5;

/// The working days that words name: `2w` and `2 weeks` are ten, `3d` and `3 working days` are three.
pub fn working_days(words: &str) -> Result<u32, NotRead> {
    let said: String = words.to_lowercase().split_whitespace().collect();
    let (figure, unit) = said.split_at(said.find(|c: char| !c.is_ascii_digit()).unwrap_or(said.len()));
    let each = match unit.trim_start_matches("working") {
        "d" | "day" | "days" => Some(1),
        "w" | "wk" | "week" | "weeks" => Some(WEEK),
        _ => None,
    };
    let number = figure.parse::<u32>().ok();
    number.zip(each).and_then(|(number, each)| number.checked_mul(each)).ok_or_else(|| {
        let words: String = words.trim().chars().take(60).collect();
        NotRead { fact: format!("“{words}” names no working days"), hint: "3d or 2w".into() }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_weeks_are_read_as_they_are_typed() {
        for (words, days) in [
            ("2w", 10),
            ("2 weeks", 10),
            ("1 Week", 5),
            ("3d", 3),
            ("3 working days", 3),
            ("10 days", 10),
            ("0d", 0),
        ] {
            assert_eq!(working_days(words), Ok(days), "{words}");
        }
    }

    #[test]
    fn what_is_no_number_of_days_is_said() {
        for words in ["", "w", "soon", "2", "2h", "-1d", "1.5w", "99999999999d", "4294967295w", "２w", "2wd"]
        {
            let no = working_days(words).unwrap_err();
            assert_eq!(no.fact, format!("“{words}” names no working days"));
        }
        assert!(working_days(&"9".repeat(9000)).unwrap_err().fact.len() < 200);
    }
}
