//! What was captured, at the terminal.

use super::{
    Stop, opened,
    page::{Page, QUIET, TYPED},
    show,
};
pub use crate::captured::{Captured, act, of, of_all, under_last};

impl Captured {
    /// Shows it, as a page or as JSON.
    pub fn show(&self, as_json: bool) -> Result<(), Stop> {
        if as_json {
            return opened::show_json(self);
        }
        let mut page = Page::new();
        for sentence in self.said.iter().chain(&self.remarks) {
            page.hanging(0, 2, &sources::text::shown(sentence), anstyle::Style::new());
        }
        if let Some(next) = &self.next {
            page.styled(2, &sources::text::shown(next), TYPED);
        }
        if self.entry > 0 {
            page.styled(0, &format!("Entry {0}; sideways undo {0} takes it back.", self.entry), QUIET);
        }
        show(&page.text())
    }
}
