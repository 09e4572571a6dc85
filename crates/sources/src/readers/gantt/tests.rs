use jiff::civil::date;
use plan::calendar::DAY;

use super::*;
use crate::formats::markdown::blocks;

fn found(lines: &str) -> Found {
    let text = Text::of(0, "plan.md", format!("```mermaid\ngantt\n{lines}\n```\n"));
    let (charts, _) = charts(&text, blocks(&text));
    read_charts(&text, &charts, &Profile::built_in("gantt").unwrap())
}

const LEGEND: &str = "%% - b-*: booking (mira)\n%% - p-*: payments (dana)\n%% - t-*: tax (dana)\n";

fn owners(item: &Item) -> Vec<String> {
    let shown = |owner: &Owner| match owner {
        Owner::Team(named) => format!("team {}", named.text),
        Owner::Person(named) => format!("@{}", named.text),
        Owner::Either(named) => format!("? {}", named.text),
    };
    item.owners.iter().map(shown).collect()
}

fn facts(found: &Found) -> Vec<&str> {
    found.problems.iter().map(|problem| problem.fact.as_str()).collect()
}

#[test]
fn a_length_is_stated_and_one_between_days_is_derived() {
    let found = found(
        "One: a, 2027-01-04, 2w\nTwo: b, 2027-01-04, 2027-01-18\nThree: c, after b, 2027-01-25\nFour: 3d\nFive: 10d",
    );
    let lengths: Vec<(Option<Estimate>, Strength)> =
        found.facts.items.iter().map(|item| (item.estimate, item.estimate_strength)).collect();
    let one = |days: i32| Some(Estimate::One(days * DAY));
    assert_eq!(
        lengths,
        [
            (one(10), Strength::Stated),
            (one(10), Strength::Derived),
            (one(5), Strength::Derived),
            (one(3), Strength::Stated),
            (one(8), Strength::Stated),
        ]
    );
    assert_eq!(found.facts.items[1].not_before, Some(date(2027, 1, 4)));
    assert_eq!(found.facts.items[2].not_before, None);
    assert_eq!(found.problems, []);
}

#[test]
fn days_of_a_chart_without_weekends_are_working_days() {
    for excludes in ["weekends", "saturday, sunday", "sunday saturday"] {
        let found =
            found(&format!("excludes {excludes}\nOne: done, a, 2026-12-01, 10d\nTwo: b, after a, 1w"));
        let lengths: Vec<_> = found.facts.items.iter().map(|item| item.estimate).collect();
        assert_eq!(lengths, [Some(Estimate::One(10 * DAY)), Some(Estimate::One(7 * DAY))], "{excludes}");
        assert_eq!(found.facts.items[0].state, State::Done(Some(date(2026, 12, 14))), "{excludes}");
        assert_eq!(found.problems, [], "{excludes}");
    }
}

#[test]
fn the_last_day_counts_where_the_chart_says_so() {
    let found = found("inclusiveEndDates\nOne: a, 2027-01-04, 2027-01-04\nTwo: b, 2027-01-04, 2027-01-15");
    let lengths: Vec<_> = found.facts.items.iter().map(|item| item.estimate).collect();
    assert_eq!(lengths, [Some(Estimate::One(DAY)), Some(Estimate::One(10 * DAY))]);
}

#[test]
fn after_until_and_nothing_are_links_and_an_unknown_id_keeps_its_name() {
    let found =
        found("One: a, 2027-01-04, 2w\nTwo: b, after a nope, 1w\nThree: c, 2027-01-04, until b\nFour: 1d");
    let links: Vec<(&Ref, &Ref, LinkKind, Strength, &str)> = found
        .facts
        .links
        .iter()
        .map(|link| (&link.earlier, &link.later, link.kind, link.strength, link.place.field.as_str()))
        .collect();
    assert_eq!(
        links,
        [
            (&Ref::At(0), &Ref::At(1), LinkKind::FinishStart, Strength::Stated, "after"),
            (&Ref::Named("nope".into()), &Ref::At(1), LinkKind::FinishStart, Strength::Stated, "after"),
            (&Ref::At(1), &Ref::At(2), LinkKind::StartFinish, Strength::Stated, "until"),
            (&Ref::At(2), &Ref::At(3), LinkKind::FinishStart, Strength::Derived, ""),
        ]
    );
    let place = &found.facts.links[1].place;
    assert_eq!((place.line, place.column, place.end - place.start), (4, 17, 4));
}

#[test]
fn a_task_is_its_sections_and_its_prefixs() {
    let body = format!(
        "{LEGEND}section Book.ann\nOne: p-one, 2027-01-04, 1w\nTwo: two, 2027-01-04, 1w\nsection Shop.Mira\nThree: b-3, 2027-01-04, 1w\nsection Shop.bo\nFour: 1w\nsection Lab.cy\nFive: 1w\nsection Later on\nSix: t-6, 2027-01-04, 1w"
    );
    let found = found(&body);
    let owners: Vec<Vec<String>> = found.facts.items.iter().map(owners).collect();
    assert_eq!(owners[0], ["team booking", "team payments", "@ann"]);
    assert_eq!(owners[1], ["team booking", "@ann"]);
    assert_eq!(owners[2], ["team booking", "@Mira"], "who answers for a team shows what its section is");
    assert_eq!(owners[3], ["team booking", "@bo"]);
    assert_eq!(owners[4], ["team Lab", "@cy"]);
    assert_eq!(owners[5], ["team tax"]);
    let team = &found.facts.teams[0];
    assert_eq!((team.name.as_str(), team.leads.as_slice()), ("booking", ["mira".to_owned()].as_slice()));
    assert_eq!((team.aliases.join(" "), team.members.join(" ")), ("Book Shop".into(), "ann bo".into()));
    assert_eq!(team.place.line, 3);
}

#[test]
fn a_milestone_that_waits_for_a_missing_task_belongs_to_that_tasks_team_too() {
    let found = found(&format!(
        "{LEGEND}All there: milestone, after p-1, 0\nOne missing: milestone, after p-1 b-2, 0\nsection Pay.dana\nOne: p-1, 2027-01-04, 1w"
    ));
    assert_eq!(owners(&found.facts.items[0]), [""; 0], "the map's own rule finds whose it is");
    assert_eq!(owners(&found.facts.items[1]), ["team booking", "@dana"]);
    assert!(found.facts.items[0].is_goal && found.facts.items[0].estimate.is_none());
}

#[test]
fn tags_say_where_a_task_stands_and_a_dated_milestone_is_a_promise() {
    let found =
        found("A: done, a, 2027-01-04, 1w\nB: active, crit, b, 2027-01-11, 1w\nC: milestone, 2027-03-31, 0d");
    let states: Vec<State> = found.facts.items.iter().map(|item| item.state).collect();
    assert_eq!(
        states,
        [State::Done(Some(date(2027, 1, 10))), State::Started(Some(date(2027, 1, 11))), State::Planned]
    );
    let promise = found.facts.items[2].promise.as_ref().unwrap();
    assert_eq!((promise.day, promise.place.column), (date(2027, 3, 31), 15));
}

#[test]
fn ids_mean_something_only_within_their_chart() {
    let text = Text::of(
        0,
        "plan.md",
        "```mermaid\ngantt\nA: a, 2027-01-04, 1w\n```\n\n```mermaid\ngantt\nB: a, 2027-01-04, 1w\nC: c, after a, 1w\n```\n".into(),
    );
    let (charts, _) = charts(&text, blocks(&text));
    let found = read_charts(&text, &charts, &Profile::built_in("gantt").unwrap());
    let ids: Vec<Option<&str>> = found.facts.items.iter().map(|item| item.id.as_deref()).collect();
    assert_eq!(ids, [Some("a"), None, Some("c")]);
    assert_eq!(found.facts.links[0].earlier, Ref::At(1));
}

#[test]
fn an_id_that_stands_twice_is_kept_twice_for_the_network_to_find() {
    let found =
        found("A: a, 2027-01-04, 1w\nB: a, 2027-01-04, 1w\nC: a_b, 2027-01-04, 1w\nD: a-b, 2027-01-04, 1w");
    let ids: Vec<Option<&str>> = found.facts.items.iter().map(|item| item.id.as_deref()).collect();
    assert_eq!(ids, [Some("a"), Some("a"), Some("a_b"), None]);
}

#[test]
fn the_form_of_days_is_the_charts() {
    let found = found("dateFormat MM/DD/YYYY\nexcludes weekends, 12/24/2027\nA: a, 03/04/2027, 1w");
    assert_eq!(found.facts.items[0].not_before, Some(date(2027, 3, 4)));
    assert_eq!(found.facts.days_off[0].first, date(2027, 12, 24));
    assert_eq!(found.problems, []);
}

#[test]
fn what_is_not_understood_is_said() {
    let found = found(
        "nothing\nA: a, soon, 1w\nB: b, 2027-01-04, long\nC: c, 2027-01-04, 2027-01-01\nD: d, after x, 2027-01-01\nE: e, 2027-01-04, 1w, f\nF:\n: 1d\nexcludes friday\nG: after, 1d",
    );
    assert_eq!(
        facts(&found),
        [
            "“nothing” is no line of a Gantt chart",
            "“soon” is no start",
            "“long” is neither a length nor a day",
            "“f” stands behind the end of the task; it was not read",
            "nothing says how long this takes",
            "this has no title",
            "“friday” is not left out",
            "no id stands behind “after”",
            "this ends on 2027-01-01, before it starts on 2027-01-04",
            "its start is not known, so this says nothing of its length",
        ]
    );
}
