use super::*;

fn read_as(body: &str, is_people: bool, profile: &str) -> Found {
    let directory = match profile {
        "" => Profile::built_in("people").unwrap(),
        lines => Profile::read(&Text::of(0, "own.toml", lines.into())).unwrap(),
    };
    let text = Text::of(0, "table.csv", body.into());
    read(&text, is_people, &Profile::built_in("tracker").unwrap(), &directory)
}

fn plan(body: &str) -> Found {
    read_as(body, false, "")
}

const WORK: &str = "Task ID,Name,Team,Due Date\n1,Cart,Booking,2026-12-01\n2,Ledger,Payments,2026-11-01\n";

#[test]
fn a_table_with_columns_of_work_is_an_export_though_it_bears_names_and_teams() {
    let found = plan(WORK);
    let titles: Vec<&str> = found.facts.items.iter().map(|item| item.title.as_ref()).collect();
    assert_eq!((titles, found.facts.people.len(), found.is_directory), (vec!["Cart", "Ledger"], 0, false));
    let asana = "Task ID,Created At,Completed At,Last Modified,Name,Section/Column,Assignee,Assignee Email,Start Date,Due Date,Tags,Notes,Projects,\
                 Parent task,Blocked By (Dependencies),Blocking (Dependencies),Team\n12,2026-01-01,,2026-01-02,Cart,Doing,Ann Berg,,,2026-12-01,,,Shop,,,,Booking\n";
    let found = plan(asana);
    assert_eq!((found.facts.items.len(), found.facts.people.len()), (1, 0));
}

#[test]
fn a_table_of_people_given_as_plan_is_a_directory() {
    for body in [
        "Name,Team\nDana Ortiz,Payments\n",
        "ID,Name,Title,Team\n7,Dana Ortiz,Engineer,Payments\n",
        "Team,Lead\nPayments,Dana Ortiz\n",
    ] {
        let found = plan(body);
        assert!(found.is_directory && found.facts.items.is_empty(), "{body}: {:?}", found.problems);
    }
}

#[test]
fn a_list_of_work_without_ids_is_read_and_linked_by_titles() {
    let found = plan(
        "Roadmap 2027,,,,\nInitiative,Owner,Team,Due,Depends on\nCart,Ann Berg,Booking,2026-12-01,Ledger\nLedger,,Payments,,\n",
    );
    let titles: Vec<&str> = found.facts.items.iter().map(|item| item.title.as_ref()).collect();
    assert_eq!(titles, ["Cart", "Ledger"]);
    let cart = &found.facts.items[0];
    let owners: Vec<&str> = cart.owners.iter().map(|owner| owner.named().text.as_ref()).collect();
    assert_eq!((owners, cart.promise.is_some()), (vec!["Booking", "Ann Berg"], true));
    assert_eq!(found.facts.links.len(), 1);
    let facts: Vec<&str> = found.problems.iter().map(|problem| problem.fact.as_str()).collect();
    assert_eq!(facts, ["a row above the head was not read"]);
}

#[test]
fn a_table_of_work_without_titles_says_what_it_lacks() {
    let found = plan("Wer,Team,Due Date\nCart,Booking,2026-12-01\n");
    assert_eq!(
        found.problems[0].fact,
        "“Due Date” is a column of work, and none was found of the items' titles; nothing was read"
    );
}

#[test]
fn what_is_given_as_people_is_read_so_whatever_else_it_bears() {
    let found = read_as("Name,Team,Status\nDana Ortiz,Payments,Active\n", true, "");
    assert_eq!(found.facts.people[0].member_of, ["Payments"]);
}

/// The lines of a profile that a hint gives, as somebody would type them.
fn typed(hint: &str) -> String {
    let from = hint.find("extends").unwrap();
    let hint = hint[from..].strip_suffix(" (docs/profiles.md)").unwrap();
    hint.replace(", and under [keys] ", "\n[keys]\n").replace(" and ", "\n")
}

#[test]
fn the_hint_for_an_unknown_head_works_when_it_is_typed() {
    for (body, members) in [
        ("Person,Mannschaft\nDana Ortiz,Payments\n", vec!["Payments"]),
        ("Kollegin,Team\nDana Ortiz,Payments\n", vec!["Payments"]),
        ("Kollegin,Mannschaft\nDana Ortiz,Payments\n", vec!["Payments"]),
    ] {
        let refused = read_as(body, true, "");
        assert_eq!(refused.facts, plan::facts::Facts::default(), "{body}");
        let hint = refused.problems[0].hint.clone().unwrap();
        let found = read_as(body, true, &typed(&hint));
        assert_eq!(found.problems, [], "{body}: {hint}");
        assert_eq!(
            (found.facts.people[0].name.as_str(), &found.facts.people[0].member_of[..]),
            ("Dana Ortiz", &members.iter().map(|team| (*team).to_owned()).collect::<Vec<_>>()[..])
        );
    }
}

#[test]
fn a_text_is_a_table_where_tabs_or_a_known_head_say_so() {
    let fits = |body: &str| {
        let (export, directory) =
            (Profile::built_in("tracker").unwrap(), Profile::built_in("people").unwrap());
        fits(&Text::of(0, "f.txt", body.into()), &export, &directory)
    };
    assert!(fits("Colour\tTaste\nred\tsweet\n"));
    assert!(fits("Team;Lead\nPayments;Dana Ortiz\n"));
    assert!(fits("Task ID,Name,Team\n1,Cart,Booking\n"));
    assert!(!fits("Dear all, we ship in May.\nYours, Dana\n"));
    assert!(!fits("\tindented\n\tindented\n"));
    assert!(!fits("one line\twith a tab\nand no other\n"));
    assert!(!fits(""));
}

#[test]
fn a_roadmap_of_quarters_is_no_directory_and_says_what_it_lacks() {
    let found =
        plan("Initiative,Owner,Team,Q1 2027,Q2 2027\nCheckout v2,Mira Solberg,Booking,Design,Launch\n");
    let [problem] = found.problems.as_slice() else { panic!("{:?}", found.problems) };
    let fact = "“Q1 2027” to “Q2 2027” are columns of a roadmap, and no column says when anything is due; nothing was read";
    assert_eq!((problem.fact.as_str(), problem.place.column, found.is_directory), (fact, 23, false));
}
