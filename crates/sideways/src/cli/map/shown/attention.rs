//! Attention due and given, and the yeses that come.

use playbook::{
    bounds::YesDue,
    channel::{decay::Stage, given::Attention},
    map::Map,
};
use sources::text::shown;

use super::{super::super::page::QUIET, Sheet, more};
use crate::drawn::Warmth;

impl Sheet {
    /// Hours a month for each name; what was really given is not known before anything is recorded.
    pub(super) fn attention(&mut self, map: &Map) {
        if map.attention.is_empty() {
            return;
        }
        self.page.gap();
        self.page.heading("Attention due, in hours a month");
        for attention in &map.attention {
            let yes = attention.next_yes.map_or(String::new(), |day| format!(", next yes needed {day}"));
            if attention.is_unneeded {
                let words = format!("{}: no share, since no crossing needs them", attention.person);
                self.page.hanging(3, 5, &shown(&words), anstyle::Style::new());
                continue;
            }
            let every = format!("every {} weeks{yes}; given: not known", attention.every_weeks);
            let words = format!("{}: {:.1}, half an hour {every}", attention.person, attention.due);
            self.page.hanging(3, 5, &shown(&words), anstyle::Style::new());
        }
    }

    /// What is due held against what was given. Where nothing is recorded, nobody is ranked by it.
    pub(super) fn held(&mut self, held: &Attention) {
        self.page.gap();
        self.page.heading("Attention due and given, in hours a month");
        if held.named.is_empty() {
            self.page.paragraph(0, "The map names nobody.");
        }
        let from = match held.is_known {
            true => format!("As recorded from {} to {}.", held.from, held.today),
            false => "Hours given are not known: no talk is recorded. `sideways talk` records one, and `sideways calendar seed FILE.ics` reads those of your calendar.".into(),
        };
        self.page.styled(0, &from, QUIET);
        let others = held.others.iter().map(|other| &other.sentence);
        for sentence in held.named.iter().map(|line| &line.sentence).chain(others) {
            self.page.hanging(3, 5, &shown(sentence), anstyle::Style::new());
        }
    }

    /// Yeses that come due, and how warm the channel will be by then if nothing happens (rule B3).
    pub(super) fn yeses(&mut self, yeses: &[YesDue<Warmth>]) {
        if yeses.is_empty() {
            return;
        }
        self.page.gap();
        self.page.heading("The yeses of the next three months");
        for yes in yeses.iter().take(self.few) {
            let warmth = match yes.warmth.0 {
                None => "too early to say how warm the channel will be".to_owned(),
                Some(Stage::Warm) => "the channel will be warm".to_owned(),
                Some(stage) => format!("the channel will be {}, if nothing happens until then", stage.word()),
            };
            let words = format!("{}  {}: {} for “{}”; {warmth}", yes.due, yes.name, yes.kind, yes.item);
            self.page.hanging(3, 15, &shown(&words), anstyle::Style::new());
        }
        more(&mut self.page, yeses.len(), self.few, 3, ("other", "others"));
    }
}
