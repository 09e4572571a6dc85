//! Exports, row by row.

use jiff::civil::date;
use plan::{
    calendar::{DAY, Ticks},
    facts::{Estimate, LinkKind, Strength},
};

use super::*;

fn found(body: &str) -> Found {
    read(&Text::of(0, "jira.csv", body.into()), &Profile::built_in("tracker").unwrap()).unwrap()
}

#[test]
fn links_of_both_directions_have_their_direction_kind_and_team() {
    let found = found(
        "Issue key,Summary,Inward issue link (Blocks),Inward issue link (Blocks),Outward issue link (Blocks),Inward issue link (Relates),Inward issue link (Gantt End to Start)\n\
         A-1,One,PAY-412,A-2,B-7,C-1,A-3\n",
    );
    let links: Vec<(&Ref, &Ref, LinkKind, Option<&str>)> = found
        .facts
        .links
        .iter()
        .map(|link| (&link.earlier, &link.later, link.kind, link.outside.as_deref()))
        .collect();
    let named = |key: &str| Ref::Named(key.into());
    assert_eq!(
        links,
        [
            (&named("PAY-412"), &Ref::At(0), LinkKind::FinishStart, Some("PAY")),
            (&named("A-2"), &Ref::At(0), LinkKind::FinishStart, Some("A")),
            (&Ref::At(0), &named("B-7"), LinkKind::FinishStart, Some("B")),
            (&named("A-3"), &Ref::At(0), LinkKind::FinishStart, Some("A")),
        ]
    );
    assert_eq!(found.facts.links[0].place.field, "Inward issue link (Blocks)");
    assert_eq!(found.problems, []);
}

#[test]
fn a_dependency_is_derived_and_said_once_and_an_unknown_type_is_said() {
    let found = found(
        "Issue key,Summary,Inward issue link (Dependency),Outward issue link (Foo)\nA-1,One,B-1,B-2\nA-2,Two,B-1,\n",
    );
    assert_eq!(found.facts.links[0].strength, Strength::Derived);
    let said: Vec<(&str, u32)> =
        found.problems.iter().map(|problem| (problem.fact.as_str(), problem.count)).collect();
    assert_eq!(said.len(), 2);
    assert!(said[0].0.contains("“Foo” are not known") && said[0].1 == 1, "{said:?}");
    assert!(said[1].0.contains("“Dependency”") && said[1].1 == 2, "{said:?}");
}

#[test]
fn headers_in_other_languages_keep_the_type_in_parentheses() {
    for (head, earlier) in [
        ("Clave de incidencia,Resumen,Enlace a la incidencia interna (Blocks)", true),
        ("Clave de incidencia,Resumen,Enlace de incidencia saliente (Blocks)", false),
        ("Ключ проблемы,Тема,Входящая связь задачи (Blocks)", true),
        ("Ключ проблемы,Тема,Внешняя ссылка на проблему (Blocks)", false),
    ] {
        let found = found(&format!("{head}\nA-1,One,B-1\n"));
        let link = &found.facts.links[0];
        assert_eq!(link.earlier == Ref::Named("B-1".into()), earlier, "{head}");
    }
}

#[test]
fn the_team_is_the_first_of_team_component_and_project() {
    let head = "Issue key,Summary,Project key,Components,Components,Custom field (Team),Team Name\n";
    let team = |row: &str| match &found(&format!("{head}{row}\n")).facts.items[0].owners[0] {
        Owner::Team(named) => named.text.clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!(team("A-1,x,A,Cart,Search,Shop,Store"), "Store");
    assert_eq!(team("A-1,x,A,Cart,Search,Shop,"), "Shop");
    assert_eq!(team("A-1,x,A,,Search,,"), "Search");
    assert_eq!(team("A-1,x,A,,,,"), "A");
    assert_eq!(team("A-1,x,,,,,"), "A");
}

#[test]
fn dates_estimates_and_states() {
    let found = found(
        "Issue key,Summary,Due date,Original estimate,Time Spent,Custom field (Story Points),Status,Resolved,Issue id,Parent\n\
         A-1,\"one\nmore\",10/Jun/25 3:10 PM,57600,,,In Progress,,100,\n\
         A-2,two,29/июл/26 09:59,,28800,3,Done,2025-06-01,101,100\n\
         A-3,three,2025-30-01,2d 4h,,,Cancelled,,102,999\n\
         A-4,four,2201-01-01,x,,,Strange,,103,\n",
    );
    let items = &found.facts.items;
    assert_eq!(items[0].title, "one more");
    assert_eq!(items[0].promise.as_ref().unwrap().day, date(2025, 6, 10));
    assert_eq!(items[0].estimate, Some(Estimate::One(2 * DAY)));
    assert_eq!(items[0].state, State::Started(None));
    assert_eq!(items[1].promise.as_ref().unwrap().day, date(2026, 7, 29));
    assert_eq!(
        (items[1].estimate, items[1].estimate_strength),
        (Some(Estimate::One(3 * DAY)), Strength::Derived)
    );
    assert_eq!(items[1].took, Some(DAY));
    assert_eq!(items[1].state, State::Done(Some(date(2025, 6, 1))));
    assert_eq!(items[1].parent, Some(Ref::Named("A-1".into())));
    assert_eq!(items[2].state, State::Dropped);
    assert_eq!(items[2].estimate, Some(Estimate::One(5 * DAY / 2)));
    let facts: Vec<&str> = found.problems.iter().map(|problem| problem.fact.as_str()).collect();
    assert_eq!(
        facts,
        [
            "“2025-30-01” is no date: there is no month 30",
            "status “Strange” is not known; such items were read as not begun",
            "“2201-01-01” is in the year 2201; years from 1990 to 2100 are read",
            "“x” is no length of work",
            "this item is part of one that is not in the file",
        ]
    );
    assert_eq!((found.problems[0].place.line, found.problems[0].place.column), (5, 11));
}

#[test]
fn day_and_month_are_decided_by_the_file_or_guessed_aloud() {
    let due = |body: &str| {
        let found = found(body);
        (found.facts.items[0].promise.as_ref().unwrap().day, found.problems.len())
    };
    assert_eq!(
        due("Issue key,Summary,Due date\nA-1,x,3/4/2026 16:14\nA-2,y,6/21/2025 16:14\n"),
        (date(2026, 3, 4), 0)
    );
    assert_eq!(due("Issue key,Summary,Due date\nA-1,x,3/4/2026 16:14\n"), (date(2026, 4, 3), 1));
}

#[test]
fn a_row_without_an_id_is_counted_not_dropped() {
    let found = found("Issue key,Summary\n,x\n,y\nA-1,z,extra\n");
    assert_eq!(found.facts.items.len(), 1);
    assert_eq!((found.rows, found.problems[0].count), (3, 2));
    assert!(found.problems[1].fact.contains("3 cells and the head 2"));
}

#[test]
fn mere_numbers_are_seconds_unless_a_profile_says_otherwise() {
    let body = "Issue key,Summary,Original estimate\nA-1,x,4\nA-2,y,1d 4h\n";
    let lengths = |unit: &str| -> Vec<Option<Estimate>> {
        let profile = format!("extends = \"tracker\"\n[units]\nnumbers = \"{unit}\"\n");
        let profile = Profile::read(&Text::of(0, "own.toml", profile)).unwrap();
        let found = read(&Text::of(0, "export.csv", body.into()), &profile).unwrap();
        found.facts.items.iter().map(|item| item.estimate).collect()
    };
    let spoken = Some(Estimate::One(3 * DAY / 2));
    assert_eq!(lengths("seconds"), [Some(Estimate::One(0)), spoken]);
    assert_eq!(lengths("hours"), [Some(Estimate::One(DAY / 2)), spoken]);
    assert_eq!(lengths("days"), [Some(Estimate::One(4 * DAY)), spoken]);
    let weeks = Text::of(0, "own.toml", "extends = \"tracker\"\n[units]\nnumbers = \"weeks\"\n".into());
    assert!(Profile::read(&weeks).unwrap_err().fact.contains("weeks"));
}

#[test]
fn the_lead_of_a_project_leads_its_team_and_is_said_once() {
    let body = "Issue key,Summary,Project key,Project name,Project lead,Project lead id,Custom field (Team)\n\
                PAY-1,One,PAY,Payments,Dana Ortiz,557058:1,\n\
                PAY-2,Two,PAY,Payments,Dana Ortiz,557058:1,Ledger\n\
                OPS-1,Three,OPS,Operations,Per Lund <per@acme.example>,2,\n\
                OPS-2,Four,OPS,Operations,nobody,,\n\
                OPS-3,Five,OPS,Operations,,,\n";
    let found = found(body);
    let leads: Vec<(&str, &[String], u32)> = found.facts.projects.iter().map(team_and_leads).collect();
    assert_eq!(
        leads,
        [("PAY", ["Dana Ortiz".to_owned()].as_slice(), 2), ("OPS", &["Per Lund".to_owned()], 4)]
    );
    assert_eq!(found.facts.projects[0].place.field, "Project lead");
    assert_eq!(found.facts.teams, []);
    assert_eq!(found.problems, []);
}

fn team_and_leads(team: &Team) -> (&str, &[String], u32) {
    (&team.name, &team.leads, team.place.line)
}

#[test]
fn without_a_project_the_prefix_of_the_key_is_the_team_that_its_lead_leads() {
    let found = found("Ключ проблемы,Тема,Руководитель проекта\nPAY-1,One,Dana Ortiz\n");
    assert_eq!(
        found.facts.projects.iter().map(team_and_leads).map(|(team, ..)| team).collect::<Vec<_>>(),
        ["PAY"]
    );
}

#[test]
fn columns_that_are_not_understood_are_named_where_something_is_missed() {
    let said = |body: &str| found(body).problems.into_iter().map(|problem| problem.fact).collect::<Vec<_>>();
    assert_eq!(
        said(
            "Issue key,Summary,Assignee,Votes,Deadline,Custom field (Squad),Custom field (Flagged),Empty,Original estimate,Inward issue link (Blocks)\nA-1,One,Ann,3,x,y,z,,3600,\n"
        ),
        ["no column of due dates was found; not used: Deadline, Custom field (Squad)"]
    );
    assert_eq!(said("Issue key,Summary,Votes,Description\nA-1,One,3,words\n"), [""; 0]);
    assert_eq!(
        said(
            "Issue key,Summary,Due date,Assignee,Effort (days),Inward issue link (Relates)\nA-1,One,,,3,A-2\n"
        ),
        ["no column of links, nor of estimates was found; not used: Effort (days)"]
    );
    let many: Vec<String> = (1..=10).map(|at| format!("F{at}")).collect();
    let body = format!("Issue key,Summary,Due date,Assignee,Estimate,{0}\nA-1,One,,,,{0}\n", many.join(","));
    assert!(
        said(&body)[0].ends_with("not used: F1, F2, F3, F4, F5, F6, F7, F8 and 2 more"),
        "{:?}",
        said(&body)
    );
}

#[test]
fn mere_numbers_are_hours_in_azure_devops_and_seconds_in_jira() {
    let azure = found(
        "ID,Work Item Type,Title,State,Original Estimate,Remaining Work,Completed Work\n\
         1,Task,One,Active,16,4,\n2,Task,Two,Closed,8,0,24\n",
    );
    let lengths = |found: &Found, at: usize| {
        let item = &found.facts.items[at];
        (item.estimate, item.remaining, item.took)
    };
    let days = |days: Ticks| Some(Estimate::One(days * Ticks::from(DAY)));
    assert_eq!(lengths(&azure, 0), (days(2), Some(Estimate::One(Ticks::from(DAY) / 2)), None));
    assert_eq!(lengths(&azure, 1), (days(1), None, Some(3 * Ticks::from(DAY))));
    let jira = found("Issue key,Issue Type,Summary,Status,Original Estimate\nA-1,Task,One,To Do,57600\n");
    assert_eq!(lengths(&jira, 0), (days(2), None, None));
    assert_eq!(azure.problems, []);
}

/// The links of an export, as positions or words of what comes first and of what waits.
fn ties(found: &Found) -> Vec<(String, String)> {
    let name = |reference: &Ref| match reference {
        Ref::At(at) => found.facts.items[*at].title.clone(),
        Ref::Named(name) => format!("?{name}"),
    };
    found.facts.links.iter().map(|link| (name(&link.earlier), name(&link.later))).collect()
}

fn tied(earlier: &str, later: &str) -> (String, String) {
    (earlier.to_owned(), later.to_owned())
}

#[test]
fn an_id_of_any_shape_is_found_among_those_of_the_file() {
    for (id, words) in [
        ("86a4", "86a4"),
        ("86a4", "https://app.clickup.com/t/86a4"),
        ("2", "#2"),
        ("#2", "2"),
        ("acme/pay#2", "acme/pay#2"),
        ("acme/pay#2", "https://github.com/acme/pay/issues/2"),
        ("https://github.com/acme/pay/issues/2", "acme/pay#2"),
        ("https://github.com/acme/pay/issues/2", "#2"),
        ("https://github.com/acme/pay/issues/2", "2"),
        ("https://github.com/acme/pay/issues/2", "https://github.com/acme/pay/issues/2"),
        ("B-2", "[B-2]"),
        ("B-2", "https://acme.atlassian.net/browse/B-2"),
        ("https://acme.atlassian.net/browse/B-2", "B-2"),
        ("86a4", "86a4 Ledger"),
        ("B-2", "B-2: Ledger"),
    ] {
        let own = id.replace("86a4", "86a1").replace('2', "1");
        let found = found(&format!(
            "ID,Title,Blocked by,Due Date,Assignee,Estimate\n{own},Cart,{words},,,\n{id},Ledger,,,,\n"
        ));
        assert_eq!(ties(&found), [tied("Ledger", "Cart")], "{id} as {words}");
        assert_eq!(found.problems, [], "{id} as {words}");
    }
}

#[test]
fn several_ids_of_any_shape_stand_between_commas_semicolons_or_spaces() {
    for cell in ["86a2, 86a3", "86a2;86a3", "86a2 86a3", "[86a2],[86a3]"] {
        let found = found(&format!(
            "ID,Title,Blocked by\n86a1,Cart,\"{cell}\"\n86a2,Ledger,\n86a3,Vault,\n"
        ));
        assert_eq!(ties(&found), [tied("Ledger", "Cart"), tied("Vault", "Cart")], "{cell}");
        assert_eq!(found.problems, [], "{cell}");
    }
}

#[test]
fn an_id_of_another_file_keeps_its_form_and_its_team() {
    let found = found("ID,Title,Blocked by\n86a1,Cart,[PAY-4]\n86a2,Ledger,PAY-5\n");
    assert_eq!(ties(&found), [tied("?PAY-5", "Ledger"), tied("?PAY-4", "Cart")]);
    assert!(found.facts.links.iter().all(|link| link.outside.as_deref() == Some("PAY")));
    assert_eq!(found.problems, []);
}

#[test]
fn a_parent_is_found_by_an_id_of_any_shape() {
    for (id, words) in
        [("86a4", "86a4"), ("2", "#2"), ("B-2", "https://acme.atlassian.net/browse/B-2"), ("acme/pay#2", "#2")]
    {
        let own = id.replace("86a4", "86a1").replace('2', "1");
        let found = found(&format!("ID,Title,Parent\n{own},Cart,{words}\n{id},Ledger,\n"));
        let parent = found.facts.items[0].parent.clone();
        assert!(matches!(&parent, Some(Ref::At(1))) || parent == Some(Ref::Named(id.into())), "{parent:?}");
        assert_eq!(found.problems, [], "{id} as {words}");
    }
}

#[test]
fn what_is_no_id_and_no_title_is_said_once_a_part() {
    let found = found("ID,Title,Blocked by\n86a1,Cart,\"the old ledger, see PAY-4 first\"\n86a2,Ledger,86a9\n");
    let said: Vec<(&str, u32)> =
        found.problems.iter().map(|problem| (problem.fact.as_str(), problem.count)).collect();
    assert_eq!(said, [("“the old ledger” is neither an id nor a title in this file", 3)]);
    assert_eq!(ties(&found), [tied("?PAY-4", "Cart")]);
}

#[test]
fn a_link_or_a_parent_may_be_a_title() {
    for (cell, earlier) in [
        ("Ledger", vec!["Ledger"]),
        ("ledger, Vault, keys and all", vec!["Ledger", "Vault, keys and all"]),
        ("Vault, keys and all;Ledger", vec!["Vault, keys and all", "Ledger"]),
        ("Vault, keys and all", vec!["Vault, keys and all"]),
        ("Ledger (https://www.notion.so/Ledger-0f3?pvs=21)", vec!["Ledger"]),
        ("null", vec![]),
        ("None", vec![]),
        ("-", vec![]),
        ("n/a", vec![]),
    ] {
        let found = found(&format!(
            "ID,Title,Blocked by,Parent\n1,Cart,\"{cell}\",Shop\n2,Ledger,,null\n3,\"Vault, keys and all\",,-\n4,Shop,,\n"
        ));
        let expected: Vec<_> = earlier.iter().map(|title| tied(title, "Cart")).collect();
        assert_eq!(ties(&found), expected, "{cell}");
        assert_eq!(found.facts.items[0].parent, Some(Ref::At(3)));
        assert_eq!(found.facts.items[1].parent, None);
        assert_eq!(found.problems, [], "{cell}");
    }
}

#[test]
fn a_title_of_several_items_is_no_link_and_said() {
    let found = found(
        "ID,Title,Blocked by,Parent\n1,Cart,Ledger,Ledger\n2,Ledger,,Ledger\n3,Ledger,,\n4,Vault,,Attic\n",
    );
    let said: Vec<(&str, u32)> =
        found.problems.iter().map(|problem| (problem.fact.as_str(), problem.count)).collect();
    let several = "“Ledger” is the title of 2 items of this file; which of them is meant is not said";
    assert_eq!(said, [(several, 1), ("this item is part of one that is not in the file", 1), (several, 1)]);
    assert_eq!(found.facts.links, []);
    assert_eq!(found.facts.items[1].parent, Some(Ref::At(2)), "no item is part of itself");
}
