//! Exports, row by row.

use jiff::civil::date;
use plan::{
    calendar::{DAY, Ticks},
    facts::{Estimate, LinkKind, Owner, State, Strength},
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
            "Issue key,Summary,Assignee,Votes,Zieltag,Custom field (Squad),Custom field (Flagged),Empty,Original estimate,Inward issue link (Blocks)\nA-1,One,Ann,3,x,y,z,,3600,\n"
        ),
        ["no column of due dates, nor of states was found; not used: Zieltag, Custom field (Squad)"]
    );
    assert_eq!(said("Issue key,Summary,Votes,Description\nA-1,One,3,words\n"), [""; 0]);
    assert_eq!(
        said(
            "Issue key,Summary,Due date,Assignee,Effort (days),Inward issue link (Relates)\nA-1,One,,,3,A-2\n"
        ),
        ["no column of links, nor of estimates, nor of states was found; not used: Effort (days)"]
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
        let found = found(&format!("ID,Title,Blocked by\n86a1,Cart,\"{cell}\"\n86a2,Ledger,\n86a3,Vault,\n"));
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
    for (id, words) in [
        ("86a4", "86a4"),
        ("2", "#2"),
        ("B-2", "https://acme.atlassian.net/browse/B-2"),
        ("acme/pay#2", "#2"),
    ] {
        let own = id.replace("86a4", "86a1").replace('2', "1");
        let found = found(&format!("ID,Title,Parent\n{own},Cart,{words}\n{id},Ledger,\n"));
        let parent = found.facts.items[0].parent.clone();
        assert!(matches!(&parent, Some(Ref::At(1))) || parent == Some(Ref::Named(id.into())), "{parent:?}");
        assert_eq!(found.problems, [], "{id} as {words}");
    }
}

#[test]
fn what_is_no_id_and_no_title_is_said_once_a_part() {
    let found =
        found("ID,Title,Blocked by\n86a1,Cart,\"the old ledger, see PAY-4 first\"\n86a2,Ledger,86a9\n");
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

#[test]
fn the_dependencies_of_a_task_stand_in_columns_with_parentheses() {
    let found = found(
        "ID,Title,Blocked By (Dependencies),Blocking (Dependencies)\n1,Cart,Ledger,Page\n2,Ledger,,\n3,Page,,\n",
    );
    assert_eq!(ties(&found), [tied("Ledger", "Cart"), tied("Cart", "Page")]);
    assert_eq!(found.facts.links[0].kind, LinkKind::FinishStart);
}

#[test]
fn a_profile_may_name_columns_whose_head_has_parentheses() {
    let own = "extends = \"tracker\"\n[columns]\nestimate = [\"Effort (days)\"]\n[units]\nnumbers = \"days\"\n\
               [links.columns]\n\"Waits (for)\" = { type = \"Blocks\", inward = true }\n";
    let profile = Profile::read(&Text::of(0, "own.toml", own.into())).unwrap();
    let body = "ID,Title,Effort (days),Waits (for)\n1,Cart,3,2\n2,Ledger,,\n";
    let found = read(&Text::of(0, "export.csv", body.into()), &profile).unwrap();
    assert_eq!(found.facts.items[0].estimate, Some(Estimate::One(3 * Ticks::from(DAY))));
    assert_eq!(ties(&found), [tied("?2", "Cart")]);
}

#[test]
fn predecessors_have_a_kind_and_a_lag() {
    let found = found(
        "ID,Title,Predecessors\n1,Cart,\"2FS+2 days,3SS\"\n2,Ledger,3EA-1 Tag;4FF\n3,Vault,4FS+50%\n4,Form,2XY\n5,Page,9FD\n",
    );
    let links: Vec<(LinkKind, Ticks)> =
        found.facts.links.iter().map(|link| (link.kind, link.lag / Ticks::from(DAY))).collect();
    use LinkKind::{FinishFinish, FinishStart, StartStart};
    assert_eq!(
        links,
        [
            (FinishStart, 2),
            (StartStart, 0),
            (FinishStart, -1),
            (FinishFinish, 0),
            (FinishStart, 0),
            (FinishStart, 0)
        ]
    );
    assert_eq!(ties(&found)[..2], [tied("Ledger", "Cart"), tied("Vault", "Cart")]);
    assert_eq!(ties(&found)[5], tied("?9", "Page"));
    let said: Vec<&str> = found.problems.iter().map(|problem| problem.fact.as_str()).collect();
    assert_eq!(
        said,
        [
            "the lag “+50%” is no length of work; the link was read without it",
            "“2XY” is neither an id nor a title in this file",
        ]
    );
}

#[test]
fn a_decimal_comma_is_read_in_points_and_estimates() {
    let found = found(
        "Issue key;Summary;Story Points;Original estimate;Status;Remaining Estimate\nA-1;One;8,0;;;\nA-2;Two;;2,5 Tage;;\nA-3;Three;0,5;;;\n",
    );
    let lengths: Vec<_> = found.facts.items.iter().map(|item| item.estimate).collect();
    let day = Ticks::from(DAY);
    assert_eq!(lengths, [8 * day, 5 * day / 2, day / 2].map(|length| Some(Estimate::One(length))));
}

#[test]
fn heads_of_the_translations_are_the_fields_they_name() {
    for head in [
        "Vorgangsschlüssel,Zusammenfassung,Bearbeiter,Fälligkeitsdatum,Restschätzung,Σ Restschätzung,Status,Zeitaufwand",
        "Schlüssel,Zusammenfassung,Zugewiesener Benutzer,Fällig,Verbleibende Schätzung,Σ Verbleibende Schätzung,Status,Benötigte Zeit",
        "Clé,Résumé,Attribution,Date d’échéance,Estimation restante,Σ Estimation restante,Statut,Temps passé",
        "Clave,Resumen,Asignado a,Fecha de vencimiento,Trabajo restante estimado,Σ Trabajo restante estimado,Estado,Tiempo empleado",
    ] {
        let found = found(&format!("{head}\nA-1,One,Ann Berg,2026-12-01,28800,57600,In Progress,0\n"));
        let item = &found.facts.items[0];
        assert_eq!(item.remaining, Some(Estimate::One(Ticks::from(DAY))), "{head}");
        assert!(item.promise.is_some(), "{head}");
        assert!(item.owners.iter().any(|owner| matches!(owner, Owner::Person(_))), "{head}");
    }
}

#[test]
fn several_assignees_of_a_cell_are_several_people() {
    for (cell, names) in [
        ("Ann Berg, Per Lund", vec!["Ann Berg", "Per Lund"]),
        ("ann@acme.example;per@acme.example", vec!["ann@acme.example", "per@acme.example"]),
        ("ann@acme.example, per@acme.example", vec!["ann@acme.example", "per@acme.example"]),
        ("[Ann Berg,Per Lund]", vec!["Ann Berg", "Per Lund"]),
        ("Berg, Ann", vec!["Berg, Ann"]),
        ("Berg, Ann; Lund, Per", vec!["Berg, Ann", "Lund, Per"]),
        ("Ann; Per", vec!["Ann", "Per"]),
        ("Ann Berg <ann@acme.example>, Per Lund <per@acme.example>", vec!["Ann Berg", "Per Lund"]),
        ("Ann Berg[50%];Per Lund", vec!["Ann Berg", "Per Lund"]),
        ("Ann Berg,", vec!["Ann Berg"]),
        ("[]", vec![]),
    ] {
        let found = found(&format!("Issue key,Summary,Assignee\nA-1,One,\"{cell}\"\n"));
        let people = found.facts.items[0].owners.iter().filter(|owner| matches!(owner, Owner::Person(_)));
        assert_eq!(people.map(|owner| owner.named().text.as_str()).collect::<Vec<_>>(), names, "{cell}");
    }
}

#[test]
fn statuses_that_tools_use_by_default_are_known() {
    let (planned, started, done, dropped) =
        (State::Planned, State::Started(None), State::Done(None), State::Dropped);
    for (words, expected) in [
        ("Terminé(e)", done),
        ("Abgeschlossen", done),
        ("Nicht begonnen", planned),
        ("Not Started", planned),
        ("Done ✅", done),
        ("🚧 In Progress", started),
        ("✔️ Done", done),
        ("3. Doing", started),
        ("Working on it", started),
        ("Unstarted", planned),
        ("Ready for Deploy", started),
        ("To be discussed", planned),
        ("Can't Reproduce", dropped),
        ("Removed", dropped),
        ("En cours", started),
        ("No iniciado", planned),
    ] {
        let found = found(&format!("Issue key,Summary,Status\nA-1,One,{words}\n"));
        assert_eq!(found.facts.items[0].state, expected, "{words}");
        assert_eq!(found.problems, [], "{words}");
    }
}

#[test]
fn in_an_export_of_a_tree_the_column_of_a_title_is_its_depth() {
    let found = found(
        "ID,Work Item Type,Title 1,Title 2,Title 3,Assigned To,State\n\
         1,Epic,Shop,,,,New\n2,Feature,,Cart,,,New\n3,User Story,,,Ledger,,Active\n4,User Story,,,Vault,,New\n\
         5,Feature,,Form,,,New\n6,Epic,Keys,,,,New\n7,User Story,,,Door,,New\n",
    );
    let parents: Vec<_> = found.facts.items.iter().map(|item| item.parent.clone()).collect();
    let at = |at: usize| Some(Ref::At(at));
    assert_eq!(parents, [None, at(0), at(1), at(1), at(0), None, at(5)]);
    let titles: Vec<&str> = found.facts.items.iter().map(|item| item.title.as_str()).collect();
    assert_eq!(titles, ["Shop", "Cart", "Ledger", "Vault", "Form", "Keys", "Door"]);
}

#[test]
fn a_target_date_and_effort_count_where_nothing_else_does() {
    let found = found(
        "ID,Work Item Type,Title,State,Due Date,Target Date,Story Points,Effort\n\
         1,Bug,One,New,2026-12-01,2026-12-24,2,5\n2,Bug,Two,New,,2026-12-24,,5\n",
    );
    let day = |at: usize| found.facts.items[at].promise.as_ref().map(|promise| promise.day);
    assert_eq!((day(0), day(1)), (Some(date(2026, 12, 1)), Some(date(2026, 12, 24))));
    let lengths: Vec<_> = found.facts.items.iter().map(|item| item.estimate).collect();
    assert_eq!(lengths, [2, 5].map(|days| Some(Estimate::One(days * Ticks::from(DAY)))));
}

#[test]
fn the_head_is_found_below_a_boards_name() {
    for above in ["Year of Booking", "Year of Booking\n\nNorthlight,,,", "Year of Booking\n,,\nThis quarter"]
    {
        for mark in [",", ";"] {
            let table = "Issue key,Summary,Due date\nA-1,One,2026-12-01\nA-2,Two,\n".replace(',', mark);
            let above = above.replace(',', mark);
            let found = found(&format!("{above}\n{table}"));
            assert_eq!((found.facts.items.len(), found.rows), (2, 2), "{above}");
            let said: Vec<&str> = found.problems.iter().map(|problem| problem.fact.as_str()).collect();
            let rows = above.lines().filter(|line| line.contains(char::is_alphabetic)).count();
            let expected = match rows {
                1 => "a row above the head was not read",
                _ => "2 rows above the head were not read",
            };
            assert_eq!(said, [expected], "{above} {mark}");
            assert_eq!(found.problems[0].place.line, 1);
        }
    }
}

#[test]
fn a_head_that_only_lacks_ids_is_that_of_a_list() {
    let own = "extends = \"tracker\"\n[columns]\ntitle = [\"Work\"]\ndue = [\"Zieltag\"]\n";
    let profile = Profile::read(&Text::of(0, "own.toml", own.into())).unwrap();
    let body = "Year of Booking\nNr,Work,Zieltag,Squad\nX1,Cart,2026-12-01,Shop\nX2,Ledger,,Shop\n";
    let text = Text::of(0, "sheet.csv", body.into());
    assert!(read(&text, &profile).is_none());
    let items = read_list(&text, &profile).unwrap().facts.items;
    assert!(items.len() == 2 && items.iter().all(|item| item.id.is_none()), "{items:?}");
}

#[test]
fn the_hint_for_unused_columns_names_one_and_the_field_that_is_missing_and_works() {
    for (body, hint) in [
        ("Issue key,Summary,Squad,Zieltag\nA-1,One,Shop,2026-12-01\n", "under [columns] due = [\"Zieltag\"]"),
        (
            "Issue key,Summary,Due date,Assignee,Effort (days)\nA-1,One,,,3\n",
            "under [columns] estimate = [\"Effort (days)\"], and under [units] numbers = \"days\"",
        ),
        (
            "Issue key,Summary,Due date,Estimate,Custom field (Doer)\nA-1,One,,,Ann Berg\n",
            "under [columns] assignee = [\"custom:Doer\"]",
        ),
        (
            "Issue key,Summary,Due date,Estimate,Assignee,Sits behind\nA-1,One,,,,A-2\n",
            "under [links.columns] \"Sits behind\" = { type = \"Blocks\", inward = true }",
        ),
    ] {
        let found = found(body);
        let expected = format!("in a profile: extends = \"tracker\", and {hint} (docs/profiles.md)");
        assert_eq!(found.problems[0].hint, Some(expected), "{body}");
        let lines = hint.replace(", and under ", "\n").replace("under ", "").replace("] ", "]\n");
        let profile = format!("extends = \"tracker\"\n{lines}\n");
        let profile = Profile::read(&Text::of(0, "own.toml", profile)).unwrap();
        let column = hint.split('"').nth(1).unwrap().trim_start_matches("custom:");
        let again = read(&Text::of(0, "export.csv", body.into()), &profile).unwrap();
        let still =
            again.problems.iter().any(|problem| problem.fact.contains(&format!("not used: {column}")));
        assert!(!still, "{body}: {:?}", again.problems);
    }
}

/// The states of an export's items.
fn states(found: &Found) -> Vec<State> {
    found.facts.items.iter().map(|item| item.state).collect()
}

fn said(found: &Found) -> Vec<&str> {
    found.problems.iter().map(|problem| problem.fact.as_str()).collect()
}

fn promised(found: &Found) -> Vec<Option<Date>> {
    found.facts.items.iter().map(|item| item.promise.as_ref().map(|promise| promise.day)).collect()
}

/// A sheet of work without ids.
fn listed(body: &str) -> Found {
    read_list(&Text::of(0, "sheet.csv", body.into()), &Profile::built_in("tracker").unwrap()).unwrap()
}

fn parent_titles(found: &Found) -> Vec<(&str, Option<&str>)> {
    let items = &found.facts.items;
    let title = |parent: &Ref| match parent {
        Ref::At(at) => Some(items[*at].title.as_str()),
        Ref::Named(name) => {
            items.iter().find(|item| item.id.as_ref() == Some(name)).map(|item| item.title.as_str())
        }
    };
    items.iter().map(|item| (item.title.as_str(), item.parent.as_ref().and_then(title))).collect()
}

#[test]
fn a_cell_that_says_no_calls_nothing_off() {
    let found = found(
        "ID,Title,Status,Cancelled\n1,One,To do,No\n2,Two,To do,FALSE\n3,Three,To do,0\n4,Four,To do,yes\n\
         5,Five,To do,2026-10-01\n6,Six,To do,perhaps\n7,Seven,To do,\n",
    );
    let (planned, dropped) = (State::Planned, State::Dropped);
    assert_eq!(states(&found), [planned, planned, planned, dropped, dropped, planned, planned]);
    assert_eq!(said(&found), ["“perhaps” under “Cancelled” is no day, no yes and no no; it was not counted"]);
}

#[test]
fn work_is_finished_by_a_day_or_by_yes() {
    for head in
        ["Completed At", "Completed", "Closed At (UTC)", "Resolved at", "Date completed", "completed_at"]
    {
        let found =
            found(&format!("ID,Title,{head}\n1,One,2026-11-01\n2,Two,TRUE\n3,Three,FALSE\n4,Four,\n"));
        let day = date(2026, 11, 1);
        let expected = [State::Done(Some(day)), State::Done(None), State::Planned, State::Planned];
        assert_eq!((states(&found).as_slice(), said(&found)), (&expected[..], vec![]), "{head}");
    }
}

#[test]
fn a_section_says_how_an_item_stands_where_nothing_else_does() {
    let found = found(
        "Task ID,Name,Section/Column,Completed At\n1,One,In progress,\n2,Two,Done,\n3,Three,In progress,2026-11-01\n\
         4,Four,Payments,\n",
    );
    let done = State::Done(Some(date(2026, 11, 1)));
    assert_eq!(states(&found), [State::Started(None), State::Done(None), done, State::Planned]);
    assert_eq!(said(&found), [""; 0]);
}

#[test]
fn a_status_is_read_under_its_other_heads_and_missed_where_none_says_it() {
    for head in ["Issue status", "Task Status", "workflow_state", "Stage"] {
        let found = found(&format!("Issue key,Title,{head}\nA-1,One,Done\n"));
        assert_eq!(states(&found), [State::Done(None)], "{head}");
    }
    let found = found(
        "Issue key,Title,Due date,Assignee,Estimate,Depends on,Fortgang\nA-1,One,2026-12-01,Ann Berg,3,A-2,In progress\nA-2,Two,,,,,Done\n",
    );
    assert_eq!(said(&found), ["no column of states was found; not used: Fortgang"]);
    let hint =
        "in a profile: extends = \"tracker\", and under [columns] status = [\"Fortgang\"] (docs/profiles.md)";
    assert_eq!(found.problems[0].hint.as_deref(), Some(hint));
}

#[test]
fn a_column_without_words_hides_no_other() {
    let found = found(
        "Issue key,Summary,Status,Assignee,Due date,Target end,Inward issue link (Blocks),Linked Issues,Story Points\n\
         B-1,Cart,To Do,Ann Berg,,2027-03-31,,is blocked by P-1,5\n",
    );
    assert_eq!(promised(&found), [Some(date(2027, 3, 31))]);
    assert_eq!(said(&found), ["nothing stands under “Inward issue link (Blocks)”; not used: Linked Issues"]);
    assert!(
        found.problems[0]
            .hint
            .as_ref()
            .unwrap()
            .contains("\"Linked Issues\" = { type = \"Blocks\", inward = true }")
    );
}

#[test]
fn numbers_that_are_hardly_seconds_are_told() {
    for (numbers, is_told) in [("5,10,40", true), ("1000,2500", true), ("28800,57600", false), ("0,0", false)]
    {
        let rows: String =
            numbers.split(',').enumerate().map(|(at, number)| format!("{at},T{at},{number}\n")).collect();
        let found = found(&format!("ID,Title,Original estimate\n{rows}"));
        assert_eq!(!found.problems.is_empty(), is_told, "{numbers}: {:?}", said(&found));
    }
    let found = found("ID,Title,Original estimate\n1,One,5\n2,Two,10\n");
    let fact = "the numbers under “Original estimate”, such as “5”, were read as seconds, and are hardly any";
    assert_eq!((said(&found), found.problems[0].count), (vec![fact], 2));
}

#[test]
fn any_date_of_the_file_decides_which_part_comes_first() {
    let found = found(
        "Issue key,Summary,Created,Due date\nB-1,Cart,10/25/2026 14:20,03/04/2027\nP-1,Ledger,10/26/2026 14:20,02/01/2027\n",
    );
    assert_eq!(promised(&found), [Some(date(2027, 3, 4)), Some(date(2027, 2, 1))]);
    assert_eq!(said(&found), [""; 0]);
}

#[test]
fn a_status_is_known_whatever_marks_part_its_words() {
    for (words, expected) in [
        ("IN_PROGRESS", State::Started(None)),
        ("In-Progress", State::Started(None)),
        ("NOT_PLANNED", State::Dropped),
        ("WONTFIX", State::Dropped),
        ("Closed - Duplicate", State::Dropped),
        ("Done - Verified", State::Done(None)),
        ("100%", State::Done(None)),
        ("40 %", State::Started(None)),
        ("0%", State::Planned),
    ] {
        let found = found(&format!("Issue key,Summary,Status\nA-1,One,{words}\n"));
        assert_eq!((states(&found), said(&found)), (vec![expected], vec![]), "{words}");
    }
}

#[test]
fn the_hint_for_a_status_keeps_the_words_that_are_known() {
    let body = "ID,Title,Status\n1,One,Deployed to prod\n2,Two,Done\n";
    let hint = "in a profile: extends = \"tracker\", and under [states] done = [\"Deployed to prod\"], or under started, planned or dropped";
    assert_eq!(found(body).problems[0].hint.as_deref(), Some(hint));
    let own = "extends = \"tracker\"\n[states]\ndone = [\"Deployed to prod\"]\n";
    let profile = Profile::read(&Text::of(0, "own.toml", own.into())).unwrap();
    let again = read(&Text::of(0, "export.csv", body.into()), &profile).unwrap();
    assert_eq!((states(&again), said(&again)), (vec![State::Done(None); 2], vec![]));
}

#[test]
fn no_hint_names_an_id_or_the_day_on_which_an_item_was_written() {
    for body in [
        "Task ID,Custom ID,Task Name,Status,Due Date,Assignee,Duration\n86a4,BOOK-1,Cart,to do,2027-03-31,Ann Berg,5d\n",
        "ID,Title,Status,Created_at,Start of work,Assignee,Effort,Blocked by\n1,Cart,New,2026-10-01,2026-11-01,Ann Berg,3,\n",
        "ID,Title,Status,Due,Author of it,Effort,Blocked by\n1,Cart,New,2026-10-01,Ann Berg,3,\n",
    ] {
        let found = found(body);
        let hint = found.problems[0].hint.as_deref();
        assert_eq!(hint, Some("docs/profiles.md shows how a profile names columns"), "{body}");
    }
}

#[test]
fn heads_of_other_trackers_are_read() {
    let redmine = found(
        "#;Project;Subject;Status;Assignee;Due date;Estimated time;Is blocked by\n\
         101;Booking;Cart;New;Mira Solberg;2027-03-31;40.0;102\n102;Payments;Ledger;New;Dana Ortiz;;80.0;\n",
    );
    let lengths: Vec<_> = redmine.facts.items.iter().map(|item| item.estimate).collect();
    assert_eq!(lengths, [5, 10].map(|days| Some(Estimate::One(days * Ticks::from(DAY)))));
    assert_eq!((ties(&redmine), said(&redmine)), (vec![tied("?102", "Cart")], vec![]));
    let shortcut = found(
        "id,name,state,assignee,created_at,due_date,estimate\n101,Cart,New,Ann Berg,2026-10-01,2026-12-18,5\n",
    );
    assert_eq!(promised(&shortcut), [Some(date(2026, 12, 18))]);
}

#[test]
fn the_finer_of_two_titles_is_the_items_and_the_coarser_its_goal() {
    let okrs = listed(
        "Objective,Key Result,Team,Due,Depends on\nRefunds in a day,Ledger export live,Payments,2027-01-31,\n\
         ,Cart calls it,Booking,2027-03-31,Ledger export live\nRefunds by mail,Form,Booking,2027-03-31,\n",
    );
    assert_eq!(
        parent_titles(&okrs),
        [
            ("Ledger export live", Some("Refunds in a day")),
            ("Cart calls it", Some("Refunds in a day")),
            ("Form", Some("Refunds by mail")),
            ("Refunds in a day", None),
            ("Refunds by mail", None),
        ]
    );
    assert!(okrs.facts.items[3].is_goal);
    assert_eq!((ties(&okrs), said(&okrs)), (vec![tied("Ledger export live", "Cart calls it")], vec![]));
}

#[test]
fn a_row_of_a_group_itself_is_the_goal_of_those_below_it() {
    let roadmap =
        listed("Initiative,Task,Team,Due\nCheckout v2,,Booking,2027-03-31\n,Cart,Booking,\n,Pay,Booking,\n");
    let expected = [("Checkout v2", None), ("Cart", Some("Checkout v2")), ("Pay", Some("Checkout v2"))];
    assert_eq!(parent_titles(&roadmap), expected);
    assert!(roadmap.facts.items[0].is_goal);
}

#[test]
fn rows_that_repeat_the_head_add_up_or_name_no_work_are_told() {
    let found = listed(
        "Title,Owner,Due,Estimate\nCart,Mira Solberg,2026-12-18,5\n,,,13\nTitle,Owner,Due,Estimate\nTotal,,,18\n",
    );
    assert_eq!(found.facts.items.len(), 1);
    assert_eq!(
        said(&found),
        [
            "this row names no work; it was not read",
            "this row repeats the head; it was not read",
            "this row is the sum of the others; it was not read",
        ]
    );
}

#[test]
fn points_lengths_and_sizes_are_read_under_each_others_heads() {
    let found = found(
        "ID,Title,Estimate,Size\n1,One,5d,\n2,Two,2w,\n3,Three,2d 4h,\n4,Four,M,\n5,Five,,L\n6,Six,,2\n7,Seven,-,\n",
    );
    let day = Ticks::from(DAY);
    let expected =
        [5 * day, 10 * day, 5 * day / 2, 3 * day, 8 * day, 2 * day].map(|length| Some(Estimate::One(length)));
    let lengths: Vec<_> = found.facts.items.iter().map(|item| item.estimate).collect();
    assert_eq!((&lengths[..6], lengths[6]), (&expected[..], None));
    assert_eq!(said(&found), [""; 0]);
}

#[test]
fn several_teams_of_a_cell_are_several_and_nobody_is_none() {
    for (cell, expected) in [
        ("Booking, Payments", vec!["Booking", "Payments"]),
        ("Payments;Identity", vec!["Payments", "Identity"]),
        ("Acme\\Booking", vec!["Booking"]),
        ("TBD", vec!["A"]),
        ("-", vec!["A"]),
    ] {
        let found = found(&format!("Issue key,Summary,Team\nA-1,One,\"{cell}\"\n"));
        let teams = found.facts.items[0].owners.iter().map(|owner| owner.named().text.as_str());
        assert_eq!(teams.collect::<Vec<_>>(), expected, "{cell}");
    }
}

#[test]
fn a_keys_prefix_means_the_team_of_all_its_items() {
    let found = found(
        "ID,Team,Title,Blocked by\nBOO-1,Booking,Cart,PAY-2\nPAY-1,Payments,Ledger,\nX-1,One,A,\nX-2,Two,B,\n",
    );
    let aliases: Vec<(&str, &str)> =
        found.facts.team_aliases.iter().map(|(prefix, team)| (prefix.as_str(), team.as_str())).collect();
    assert_eq!(aliases, [("BOO", "Booking"), ("PAY", "Payments")]);
}

#[test]
fn in_a_list_without_ids_a_number_is_that_of_a_row() {
    let found = listed(
        "Task Name,Duration,Predecessors\nCheckout,60d,\nCart,5d,3\nLedger,10d,\nPage,10d,\"1,2FS+2d\"\n",
    );
    assert_eq!(ties(&found), [tied("Ledger", "Cart"), tied("Checkout", "Page"), tied("Cart", "Page")]);
    assert_eq!(
        (said(&found), found.problems[0].count),
        (vec!["no column bears ids; “3” was taken for the number of a row, that of “Ledger”"], 3)
    );
}

#[test]
fn a_parent_may_be_written_with_its_title() {
    let found = found("#,Title,Parent\n1,Checkout v2,\n2,Cart,#1: Checkout v2\n");
    assert_eq!((parent_titles(&found)[1], said(&found)), (("Cart", Some("Checkout v2")), vec![]));
}

#[test]
fn a_promise_may_be_for_a_quarter_a_month_or_a_week() {
    for (cell, expected) in [
        ("Q1 2027", Some(date(2027, 3, 31))),
        ("end of March 2027", Some(date(2027, 3, 31))),
        ("2027-W12", Some(date(2027, 3, 28))),
        ("31 de marzo de 2027", Some(date(2027, 3, 31))),
        ("1er mars 2027", Some(date(2027, 3, 1))),
        ("20270331", Some(date(2027, 3, 31))),
        ("TBD", None),
    ] {
        let found = found(&format!("ID,Title,Due date\n1,One,{cell}\n"));
        assert_eq!((promised(&found), said(&found)), (vec![expected], vec![]), "{cell}");
    }
}
