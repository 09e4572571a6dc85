//! Who is needed for an initiative by the kept map, and is none of its names.

use plan::names::typed;

use crate::{
    akin::akin,
    map::{
        Map,
        view::{GapKind, Line},
    },
    moment::Id,
};

/// Sentences on whom the kept map needs for these items, beside its names: teams without a known leader, and people who were
/// left out. None of them is touched unless the leader says so (rule R1).
pub fn beyond(map: &Map, items: &[&str], initiative: Id) -> Vec<String> {
    let is_about = |line: &Line| {
        let words = [Some(&line.item), Some(&line.home), line.theirs.as_ref()];
        words.into_iter().flatten().any(|words| items.iter().any(|item| akin(item, words)))
    };
    let gaps =
        map.gaps.iter().filter(|gap| gap.kind == GapKind::NoLeader && gap.crossings.iter().any(is_about));
    let gaps = gaps.map(|gap| {
        let (what, typed) = (&gap.what, typed(&gap.what));
        format!(
            "{what} is needed for it, too, and no leader of {what} is known. Once you know: sideways who {typed} \"NAME\", \
             sideways peer add \"NAME\", sideways initiative touch {initiative} \"NAME\"."
        )
    });
    let out = map.left_out.iter().filter(|one| one.crossings.iter().any(is_about)).map(|one| {
        let (name, typed) = (&one.person, typed(&one.person));
        format!(
            "{name} is needed for it, too, and is none of the names of your map: sideways peer add {typed}, sideways initiative \
             touch {initiative} {typed}."
        )
    });
    gaps.chain(out).collect()
}
