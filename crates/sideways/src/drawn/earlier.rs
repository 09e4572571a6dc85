//! An earlier state of the plan, to say what changed since.

use std::path::PathBuf;

use playbook::map::{
    self, Map,
    simulated::Simulation,
    since::{self, Seen, Since},
};
use serde::Serialize;
use sources::{Reading, read::Sources};

use super::Wanted;
use crate::stop::Stop;

/// An earlier state of the plan as it was read, and its paths as they were given.
pub struct Earlier {
    /// As it was read.
    pub reading: Reading,
    paths: Vec<String>,
}

/// What changed since an earlier state, and how much was read of that.
#[derive(Serialize)]
pub struct Compared {
    /// Its paths as they were given.
    pub paths: Vec<String>,
    /// How many items it has.
    pub items: usize,
    /// Whether any of them is the leader's.
    pub is_mine: bool,
    /// Places that were not read as they stand.
    pub not_read: u32,
    /// What changed.
    #[serde(flatten)]
    pub since: Since,
}

impl Earlier {
    /// Reads what `--since` names, if anything.
    pub fn read(sources: &Sources<'_>, since: &[PathBuf]) -> Result<Option<Self>, Stop> {
        if since.is_empty() {
            return Ok(None);
        }
        let reading = sources.read_earlier(since)?;
        Ok(Some(Self { reading, paths: since.iter().map(|path| path.display().to_string()).collect() }))
    }

    /// Draws its map as of the same day and under the same luck as the map of today, and compares the two.
    pub fn compare(
        self,
        map: &Map,
        seen: &Seen,
        wanted: &Wanted<'_>,
        (simulation, step): (&Simulation, &(dyn Fn() + Sync)),
    ) -> Compared {
        let Reading { facts, problems, texts, .. } = self.reading;
        let network = wanted.network(facts);
        let (leader, rules) = (wanted.leader, wanted.rules);
        let (old_map, old_seen) = map::draw_and_see(&network, leader, rules, simulation, &texts, step);
        let (before, after) =
            (since::Reading { map: &old_map, seen: &old_seen }, since::Reading { map, seen });
        Compared {
            paths: self.paths,
            items: old_map.items,
            is_mine: old_seen.is_mine(),
            not_read: problems.iter().map(|problem| problem.count).sum(),
            since: since::since(before, after),
        }
    }
}
