//! Predecessors as planning tools write them: `2FS+2 days`, `3AA`, `4FD-1j`.

use plan::{calendar::Ticks, facts::LinkKind};

use super::lengths::{hours, ticks_of};
use crate::profile::Units;

/// A predecessor taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tie<'a> {
    /// The id.
    pub id: &'a str,
    /// What is tied.
    pub kind: LinkKind,
    /// Working time between, negative for an overlap; else the words that say no such time.
    pub lag: Result<Ticks, &'a str>,
}

/// Letters for what is tied: English, German, French, Spanish.
const KINDS: [(LinkKind, &[&str]); 4] = [
    (LinkKind::FinishStart, &["FS", "EA", "FD", "FC"]),
    (LinkKind::StartStart, &["SS", "AA", "DD", "CC"]),
    (LinkKind::FinishFinish, &["FF", "EE"]),
    (LinkKind::StartFinish, &["SF", "AE", "DF", "CF"]),
];

/// Words as an id, two letters for what is tied, and maybe a lag. None where there are no such letters.
pub fn tie<'a>(words: &'a str, units: &Units) -> Option<Tie<'a>> {
    let words = words.trim();
    let signs = ['+', '-', '−', '–'];
    if let Some((at, sign)) = words.char_indices().rfind(|(_, c)| signs.contains(c))
        && let Some((id, kind)) = id_and_kind(&words[..at])
    {
        let length = words[at + sign.len_utf8()..].trim();
        let lag = hours(length, units).and_then(|hours| ticks_of(hours / units.hours_per_day));
        let lag = lag.map(|lag| if sign == '+' { lag } else { -lag });
        return Some(Tie { id, kind, lag: lag.ok_or(&words[at..]) });
    }
    id_and_kind(words).map(|(id, kind)| Tie { id, kind, lag: Ok(0) })
}

fn id_and_kind(words: &str) -> Option<(&str, LinkKind)> {
    let words = words.trim_end();
    let (id, letters) = words.split_at_checked(words.len().checked_sub(2)?)?;
    let is_of = |names: &[&str]| names.iter().any(|name| name.eq_ignore_ascii_case(letters));
    let (kind, _) = KINDS.iter().find(|(_, names)| is_of(names))?;
    let id = id.trim_end();
    (!id.is_empty() && !id.contains([',', ';', '\n'])).then_some((id, *kind))
}

#[cfg(test)]
mod tests {
    use plan::calendar::DAY;

    use super::*;

    #[test]
    fn predecessors_are_an_id_a_kind_and_a_lag_in_four_languages() {
        use LinkKind::{FinishFinish, FinishStart, StartFinish, StartStart};
        let day = Ticks::from(DAY);
        for (words, id, kind, lag) in [
            ("2FS", "2", FinishStart, 0),
            ("2FS+2 days", "2", FinishStart, 2 * day),
            ("2FS +2d", "2", FinishStart, 2 * day),
            ("2SS-1d", "2", StartStart, -day),
            ("3FF", "3", FinishFinish, 0),
            ("3SF+1 wk", "3", StartFinish, 5 * day),
            ("2EA+2 Tage", "2", FinishStart, 2 * day),
            ("2EA+2,5 Tage", "2", FinishStart, 5 * day / 2),
            ("3AA", "3", StartStart, 0),
            ("3EE-4 Std.", "3", FinishFinish, -day / 2),
            ("2FD+2 jours", "2", FinishStart, 2 * day),
            ("3DD", "3", StartStart, 0),
            ("2FC+1 día", "2", FinishStart, day),
            ("B-2FS", "B-2", FinishStart, 0),
            ("B-2FS-1d", "B-2", FinishStart, -day),
        ] {
            assert_eq!(tie(words, &Units::default()), Some(Tie { id, kind, lag: Ok(lag) }), "{words}");
        }
        for words in ["2", "FS", "B-2", "2XY", "", "Ledger", "é", "2FS+", "1,2FS"] {
            assert!(tie(words, &Units::default()).is_none_or(|tie| tie.lag.is_err()), "{words}");
        }
        assert_eq!(tie("2FS+50%", &Units::default()).map(|tie| tie.lag), Some(Err("+50%")));
    }
}
