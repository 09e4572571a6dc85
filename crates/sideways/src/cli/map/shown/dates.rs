//! The leader's dates, as the years have them.

use playbook::map::{Map, view::NamedLanes};
use sources::text::shown;

use super::{
    super::super::page::{QUIET, counted, listed},
    Sheet, capital,
};
use crate::drawn::told::day_line;

impl Sheet {
    pub(super) fn dates(&mut self, map: &Map, is_unsimulated: bool) {
        if map.deliverables.is_empty() {
            return self.learnt(map);
        }
        self.page.gap();
        self.page.heading("Your dates");
        match &map.simulated {
            None if is_unsimulated => self.page.paragraph(0, "No date was simulated, as you wished."),
            None => self
                .page
                .paragraph(0, "No date was simulated: the plan has no estimates for your work, or too few."),
            Some(years) => {
                let mut words = format!(
                    "{}; {}.",
                    counted(years.trials as usize, "simulated year", "simulated years"),
                    years.spread
                );
                if years.unestimated > 0 {
                    words.push_str(&format!(
                        " {} of {} open pieces of work bear no estimate and take the usual length.",
                        years.unestimated, years.work
                    ));
                }
                if years.derived_estimates > 0 {
                    words.push_str(&format!(
                        " {} an estimate that only follows from points, sizes or dates.",
                        match years.derived_estimates {
                            1 => "1 piece of work bears".to_owned(),
                            many => format!("{many} pieces of work bear"),
                        }
                    ));
                }
                if !years.assumed_lanes.is_empty() {
                    words.push_str(&format!(
                        " Three pieces of work at a time were assumed for {}.",
                        listed(&years.assumed_lanes, "and")
                    ));
                }
                words.extend(named_lanes(&years.named_lanes, &map.teams));
                self.page.styled(0, &shown(&words), QUIET);
            }
        }
        self.learnt(map);
        for deliverable in map.deliverables.iter().take(self.few) {
            self.page.hanging(3, 5, &shown(&day_line(deliverable)), anstyle::Style::new());
        }
        self.more(map.deliverables.len(), self.few, 3, ("other", "others"));
    }

    /// What the spread was learnt from, and how well it held.
    pub(super) fn learnt(&mut self, map: &Map) {
        if let Some(calibration) = &map.calibration {
            self.page.styled(0, &shown(&calibration.said.join(" ")), QUIET);
        }
    }
}

/// How many things at a time teams work on, where that only follows from the people named for their work; teams of others
/// are counted.
fn named_lanes(named: &[NamedLanes], mine: &[String]) -> Option<String> {
    let (own, others): (Vec<&NamedLanes>, Vec<&NamedLanes>) =
        named.iter().partition(|lanes| mine.contains(&lanes.team));
    let of = |one: &&NamedLanes| {
        format!("{} works on {} at a time", one.team, counted(one.lanes as usize, "thing", "things"))
    };
    let mut teams: Vec<String> = own.iter().map(of).collect();
    if !others.is_empty() {
        let others = counted(others.len(), "team of others", "teams of others");
        teams.push(format!("{others} on a number of their own"));
    }
    let hint = "as many as are named as doing its work; `lanes` in a directory of people says it";
    (!teams.is_empty()).then(|| format!(" {}, {hint}.", capital(&listed(&teams, "and"))))
}
