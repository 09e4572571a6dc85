//! What changed since an earlier state of the plan, in words.

use plan::facts::Strength;
use playbook::map::{
    questions::percent,
    since::{
        Crossed, CrossingChange, Days, Deliverable, DeliverableChange, Evidence, Person, PersonChange,
        Shares, Since,
    },
};

use crate::words::counted;

/// All changes, a line each, with the place that shows it.
pub fn changes(since: &Since) -> Vec<String> {
    let told = |(words, place): Said| if place.is_empty() { words } else { format!("{words} — {place}") };
    lines(since, usize::MAX).0.into_iter().map(told).collect()
}

/// A change in words, and the place that shows it.
pub type Said = (String, String);

/// Lines of each sort that are shown where there are too many: people, deliverables, crossings.
const FEW_OF_EACH: [usize; 3] = [3, 2, 3];

/// So many lines, of every sort some, and how many there are.
pub fn lines(since: &Since, few: usize) -> (Vec<Said>, usize) {
    let unnamed = since
        .unnamed
        .iter()
        .map(|shares| (format!("Need without a name: {}", moved(*shares)), String::new()));
    let sorts: [Vec<Said>; 3] = [
        since.people.iter().map(person).chain(unnamed).collect(),
        since.deliverables.iter().map(deliverable).collect(),
        since.crossings.iter().map(crossing).collect(),
    ];
    let mut taken: Vec<usize> =
        sorts.iter().zip(FEW_OF_EACH).map(|(lines, most)| lines.len().min(most)).collect();
    let mut spare = few - taken.iter().sum::<usize>();
    for (lines, taken) in sorts.iter().zip(&mut taken) {
        let more = spare.min(lines.len() - *taken);
        (*taken, spare) = (*taken + more, spare - more);
    }
    let count = sorts.iter().map(Vec::len).sum();
    let chosen = sorts.into_iter().zip(taken).flat_map(|(lines, taken)| lines.into_iter().take(taken));
    (chosen.collect(), count)
}

fn at(evidence: &Evidence) -> String {
    match evidence.place.line {
        0 => String::new(),
        line => format!("{}:{line}", evidence.place.file),
    }
}

fn moved(shares: Shares) -> String {
    format!("{}, was {}", percent(shares.is), percent(shares.was))
}

fn person(person: &Person) -> Said {
    let nth = |place: Option<usize>| place.map_or(String::new(), |place| format!(" {}", nth(place)));
    let turn = match (person.change, person.place_was, person.place) {
        (PersonChange::Enters, _, is) => format!("enters the names,{}", nth(is)),
        (PersonChange::Leaves, was, _) => format!("leaves the names, where they were{}", nth(was)),
        (change, was, is) => {
            let verb = if change == PersonChange::Rises { "rises" } else { "falls" };
            if was == is { verb.to_owned() } else { format!("{verb} from{} to{}", nth(was), nth(is)) }
        }
    };
    let place = person.evidence.as_ref().map(at).unwrap_or_default();
    (format!("{} {turn}: {}", person.person, moved(person.dependence)), place)
}

fn nth(place: usize) -> String {
    let words = ["first", "second", "third", "fourth", "fifth"];
    words.get(place.wrapping_sub(1)).map_or_else(|| format!("number {place}"), |word| (*word).to_owned())
}

fn deliverable(one: &Deliverable) -> Said {
    let (promised, planned) = (days("promised", one.promised), days("planned finish", one.planned));
    let dates: Vec<String> = match one.change {
        DeliverableChange::New | DeliverableChange::Reopened => {
            one.promised.is.map(|day| format!("promised {day}")).into_iter().collect()
        }
        DeliverableChange::Gone | DeliverableChange::Finished => Vec::new(),
        DeliverableChange::Moved => promised.into_iter().chain(planned).collect(),
    };
    let what = match one.change {
        DeliverableChange::New => "New of yours: ",
        DeliverableChange::Gone => "Gone: ",
        DeliverableChange::Finished => "Finished: ",
        DeliverableChange::Reopened => "Open again: ",
        DeliverableChange::Moved => "",
    };
    let dates = if dates.is_empty() { String::new() } else { format!(": {}", dates.join("; ")) };
    (format!("{what}{}{dates}", one.item), at(&one.evidence))
}

fn days(what: &str, days: Days) -> Option<String> {
    match (days.was, days.is) {
        (was, is) if was == is => None,
        (None, None) => None,
        (None, Some(is)) => Some(format!("{what} {is}, no day before")),
        (Some(was), None) => Some(format!("no day {what}, was {was}")),
        (Some(was), Some(is)) => {
            let count = counted(days.distance() as usize, "working day", "working days");
            let way = if is > was { "later" } else { "earlier" };
            Some(format!("{what} {is}, was {was} ({count} {way})"))
        }
    }
}

fn crossing(crossed: &Crossed) -> Said {
    let what = match crossed.change {
        CrossingChange::New => "New",
        CrossingChange::Reopened => "Open again",
        CrossingChange::Gone => "Gone",
        CrossingChange::Given => "Yes given",
        CrossingChange::Finished => "Their work is finished",
        CrossingChange::Past => "No longer needed, yours is finished",
        CrossingChange::Altered => "Changed",
    };
    let items = match &crossed.theirs {
        Some(theirs) if *theirs != crossed.item => format!("{} ← {theirs}", crossed.item),
        _ => crossed.item.clone(),
    };
    let hops =
        if crossed.over_hops { format!(", over several hops, for {}", crossed.home) } else { String::new() };
    let whom = whom(crossed.person.as_deref(), crossed.team.as_deref());
    let was = altered(crossed);
    (format!("{what}: {} of {whom}, {items}{hops}{was}", crossed.kind.word()), at(&crossed.evidence))
}

fn whom(person: Option<&str>, team: Option<&str>) -> String {
    let nobody =
        || team.map_or_else(|| "nobody known".to_owned(), |team| format!("{team} (no known leader)"));
    person.map_or_else(nobody, str::to_owned)
}

fn altered(crossed: &Crossed) -> String {
    let Some(was) = &crossed.was else { return String::new() };
    let mut words = Vec::new();
    if was.kind != crossed.kind {
        words.push(format!("was {}", was.kind.word()));
    }
    if was.home != crossed.home {
        words.push(format!("now for {}, was for {}", crossed.home, was.home));
    }
    let (is, before) = (
        whom(crossed.person.as_deref(), crossed.team.as_deref()),
        whom(was.person.as_deref(), was.team.as_deref()),
    );
    if is != before {
        words.push(format!("was of {before}"));
    }
    if was.strength != crossed.strength {
        words.push(format!("now {}, was {}", sure(crossed.strength), sure(was.strength)));
    }
    words.iter().map(|words| format!("; {words}")).collect()
}

fn sure(strength: Strength) -> &'static str {
    match strength {
        Strength::Stated => "stated",
        Strength::Derived => "derived",
        Strength::Guessed => "a guess",
    }
}
