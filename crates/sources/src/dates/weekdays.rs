//! Days of the week as calendars of several languages write them before a date.

use jiff::civil::Weekday;

/// Names by day from Monday: German, French, Spanish and Portuguese, whole and cut; lower case.
const NAMES: [&[&str]; 7] = [
    &["montag", "mo", "lundi", "lun", "lunes", "segunda"],
    &["dienstag", "di", "mardi", "mar", "martes", "terça"],
    &["mittwoch", "mi", "mercredi", "mer", "miércoles", "mié", "quarta"],
    &["donnerstag", "do", "jeudi", "jeu", "jueves", "jue", "quinta"],
    &["freitag", "fr", "vendredi", "ven", "viernes", "vie", "sexta"],
    &["samstag", "sonnabend", "sa", "samedi", "sam", "sábado", "sáb"],
    &["sonntag", "so", "dimanche", "dim", "domingo", "dom"],
];

/// The day of the week that the first word of a date names: in English at three letters and more, else as listed.
pub(super) fn first(words: &str) -> Option<Weekday> {
    let word = words.trim().split([' ', '.', ',', '\u{a0}']).next()?;
    // Longer than any of them.
    if word.len() > 20 {
        return None;
    }
    let word = word.to_lowercase();
    let english = || super::weekday(&word).filter(|_| word.len() >= 3);
    let at = NAMES.iter().position(|names| names.contains(&word.as_str()));
    at.and_then(|at| Weekday::from_monday_zero_offset(at as i8).ok()).or_else(english)
}
