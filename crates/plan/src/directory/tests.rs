use super::*;
use crate::facts;

fn team(name: &str, leads: &[&str]) -> facts::Team {
    facts::Team {
        name: name.into(),
        leads: leads.iter().map(|lead| (*lead).into()).collect(),
        ..facts::Team::default()
    }
}

#[test]
fn whoever_leads_a_project_leads_its_team_behind_those_of_the_directory() {
    let facts = Facts {
        people: vec![facts::Person {
            name: "Per Lund".into(),
            leads: vec!["Payments".into()],
            ..facts::Person::default()
        }],
        projects: vec![team("PAY", &["Dana Ortiz"]), team("SRCH", &["Dana Ortiz", "per.lund"])],
        team_aliases: [("PAY".into(), "Payments".into())].into(),
        ..Facts::default()
    };
    let directory = Directory::build(&facts);
    let leads = |team: &str| -> Vec<&str> {
        let team = &directory.teams[directory.find_team(team).unwrap().at()];
        team.leads.iter().map(|lead| directory.people[lead.at()].name.as_str()).collect()
    };
    assert_eq!(leads("PAY"), ["Per Lund", "Dana Ortiz"]);
    assert_eq!(leads("SRCH"), ["Dana Ortiz", "Per Lund"]);
    assert_eq!(directory.teams.len(), 2);
}

#[test]
fn a_team_described_twice_is_one_team() {
    let facts = Facts {
        teams: vec![
            facts::Team { aliases: vec!["PAY".into()], ..team("Payments", &["Dana Ortiz"]) },
            facts::Team { lanes: Some(2), ..team("payments team", &["Per Lund", "dana.ortiz"]) },
        ],
        ..Facts::default()
    };
    let directory = Directory::build(&facts);
    assert_eq!(directory.teams.len(), 1);
    let payments = &directory.teams[directory.find_team("PAY").unwrap().at()];
    assert_eq!(payments.leads.len(), 2);
    assert_eq!(payments.lanes, Some(2));
}

#[test]
fn a_leader_is_called_as_the_list_of_leaders_calls_them() {
    let facts = Facts {
        people: vec![facts::Person {
            name: "Tyler Mandry".into(),
            aliases: vec!["tmandry".into()],
            ..facts::Person::default()
        }],
        teams: vec![team("lang", &["tmandry"]), team("wg-async", &["tmandry"])],
        ..Facts::default()
    };
    let directory = Directory::build(&facts);
    assert_eq!(directory.people.len(), 1);
    assert_eq!(directory.people[0].name, "tmandry");
    assert_eq!(directory.people[0].full_name.as_deref(), Some("Tyler Mandry"));
    assert_eq!(directory.people[0].leads.len(), 2);
    assert_eq!(directory.find_person("@Tyler mandry"), Some(PersonId(0)));
}

#[test]
fn an_issue_keys_prefix_and_its_projects_name_are_one_team() {
    let mut facts = Facts { teams: vec![team("Payments", &["Dana"])], ..Facts::default() };
    facts.team_aliases.insert("PAY".into(), "Payments".into());
    facts.team_aliases.insert("SRCH".into(), "Search".into());
    let directory = Directory::build(&facts);
    assert_eq!(directory.find_team("PAY"), directory.find_team("payments"));
    assert_eq!(directory.find_team("Search"), directory.find_team("srch"));
    assert_eq!(directory.teams.len(), 2);
}

#[test]
fn a_system_stands_for_the_team_that_answers_for_it() {
    let facts = Facts {
        systems: vec![facts::System {
            name: "ledger".into(),
            team: "Payments".into(),
            place: Place::default(),
        }],
        ..Facts::default()
    };
    let mut directory = Directory::build(&facts);
    let named = facts::Named { text: "Ledger".into(), place: Place::default() };
    let payments = directory.find_team("payments").unwrap();
    assert_eq!(directory.whom(&Owner::Either(named)), Whom::Team(payments));
}

#[test]
fn the_team_of_a_person_is_known_only_where_there_is_one() {
    let facts = Facts {
        teams: vec![
            facts::Team { members: vec!["Ann".into(), "Bo".into()], ..team("A", &["Cy"]) },
            facts::Team { members: vec!["Bo".into()], ..team("B", &["Di"]) },
        ],
        ..Facts::default()
    };
    let directory = Directory::build(&facts);
    let of = |name: &str| directory.team_of(directory.find_person(name).unwrap());
    assert_eq!(of("Ann"), directory.find_team("A"));
    assert_eq!(of("Bo"), None);
    assert_eq!(of("Di"), directory.find_team("B"));
}

#[test]
fn m3b_an_answer_that_names_a_team_makes_one_team_of_two_and_no_person() {
    let named = |text: &str| Owner::Team(facts::Named { text: text.into(), place: Place::default() });
    let answer = |subject: &str, name: &str| facts::Answer {
        subject: subject.into(),
        name: name.into(),
        place: Place::default(),
    };
    let item = |owner: &str| facts::Item {
        owners: vec![named(owner)],
        ..facts::Item::new("work", Place::default())
    };
    for (subject, name) in [("Platform", "PLAT"), ("PLAT", "Platform")] {
        let facts = Facts {
            items: vec![item("Platform"), item("PLAT")],
            answers: vec![answer(subject, name), answer(name, "Dana Ortiz")],
            ..Facts::default()
        };
        let directory = Directory::build(&facts);
        assert_eq!(directory.find_team("Platform"), directory.find_team("PLAT"));
        assert_eq!(directory.teams[directory.find_team(name).unwrap().at()].name, subject);
        assert_eq!(directory.find_person(name), None);
    }
}

#[test]
fn m3b_two_described_teams_that_are_one_have_the_leaders_of_both() {
    let answer = facts::Answer { subject: "Pay".into(), name: "Money".into(), place: Place::default() };
    let facts = Facts {
        teams: vec![team("Pay", &["Dana"]), team("Money", &["Per", "Dana"])],
        answers: vec![answer],
        ..Facts::default()
    };
    let directory = Directory::build(&facts);
    let pay = directory.find_team("Money").unwrap();
    assert_eq!(directory.find_team("Pay"), Some(pay));
    assert_eq!(directory.teams[pay.at()].leads.len(), 2);
    assert!(directory.people.iter().all(|person| person.leads == [pay]));
}
