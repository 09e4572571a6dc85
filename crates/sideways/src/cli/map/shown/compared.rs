//! What changed since an earlier state of the plan.

use anstyle::Style;
use playbook::map::Map;
use sources::text::shown;
use unicode_width::UnicodeWidthStr;

use super::{
    super::super::page::{COLUMNS, QUIET, counted, listed},
    Sheet,
};
use crate::drawn::{earlier::Compared, since::lines};

impl Sheet {
    /// At most eight lines, each with its evidence, unless all are asked for.
    pub(super) fn since(&mut self, compared: &Compared, map: &Map) {
        let paths = listed(&compared.paths, "and");
        self.page.gap();
        self.page.heading(&shown(&format!("Since {paths}")));
        if compared.not_read > 0 {
            let places = counted(compared.not_read as usize, "place", "places");
            let them = if compared.not_read == 1 { "it" } else { "them" };
            let words = format!(
                "{places} there could not be read as written; sideways map {paths} with your --me or --team shows {them}."
            );
            self.page.styled(0, &shown(&words), QUIET);
        }
        if compared.items == 0 {
            let words = format!(
                "Nothing was read in {paths} that is a piece of work; there is nothing to compare with."
            );
            return self.page.paragraph(0, &shown(&words));
        }
        if !compared.is_mine {
            let words = format!("No work of {} was found in {paths}.", map.leader);
            self.page.paragraph(0, &shown(&words));
        }
        if compared.since.is_empty() {
            return self.page.paragraph(0, "Nothing changed.");
        }
        let (lines, count) = lines(&compared.since, self.few);
        for (words, place) in &lines {
            let joined = shown(&format!("{words} — {place}"));
            match (place.is_empty(), joined.width() + 3 <= COLUMNS) {
                (false, true) => self.page.hanging(3, 5, &joined, Style::new()),
                (true, _) => self.page.hanging(3, 5, &shown(words), Style::new()),
                (false, false) => {
                    self.page.hanging(3, 5, &shown(words), Style::new());
                    self.page.place(5, &shown(place));
                }
            }
        }
        self.more(count, lines.len(), 3, ("other change", "other changes"));
    }
}
