use super::*;
use crate::formats::tree;

fn read(body: &str, is_yaml: bool) -> Found {
    let text = Text::of(0, "people", body.into());
    let tree = if is_yaml { tree::yaml(&text) } else { tree::toml(&text) }.unwrap();
    super::read(&text, &tree, &Profile::built_in("people").unwrap())
}

#[test]
fn teams_and_people_in_toml() {
    let found = read(
        "[[team]]\nname = \"Payments\"\naliases = [\"PAY\"]\nleads = [\"Dana\", \"Per\"]\nlanes = 2\n[[person]]\nname = \"Dana\"\nboss = \"Ines\"\nleads = [\"Ledger\"]\n",
        false,
    );
    assert_eq!(found.facts.teams[0].leads, ["Dana", "Per"]);
    assert_eq!(found.facts.teams[0].lanes, Some(2));
    assert_eq!(found.facts.people[0].boss.as_deref(), Some("Ines"));
    assert_eq!(found.facts.people[0].leads, ["Ledger"]);
    assert_eq!(found.problems, []);
}

#[test]
fn one_team_a_file_with_its_seats_under_a_key() {
    let found = read(
        "name = \"cargo\"\n[people]\nleads = [\"a\", \"b\"]\nmembers = [\"a\", { github = \"c\", roles = [] }]\n[[github]]\norgs = [\"x\"]\n",
        false,
    );
    assert_eq!(found.facts.teams[0].leads, ["a", "b"]);
    assert_eq!(found.facts.teams[0].members, ["a", "c"]);
    let found = read("name = \"David Wood\"\ngithub = \"davidtwco\"\n", false);
    assert_eq!(found.facts.people[0].aliases, ["davidtwco"]);
}

#[test]
fn people_in_yaml_as_a_list_or_keyed_by_name() {
    let found = read(
        "- name: Dana\n  leads: [Payments]\n  reports_to: Ines\n- name: Per\n  leads: Ledger; Tax\n",
        true,
    );
    assert_eq!(found.facts.people[1].leads, ["Ledger", "Tax"]);
    let found = read("teams:\n  payments:\n    lead: Dana\n  search:\n    lead: nobody\n", true);
    assert_eq!(found.facts.teams[0].leads, ["Dana"]);
    assert_eq!(found.facts.teams[1].leads, Vec::<String>::new());
}

const STAGES: &str = "\
stages:
  sail:
    display_name: Sail
    em: [Ines Roth]
    slack: { channel: sail }
    reports: [{ title: \"A paper\", url: x }]
    groups:
      fares:
        name: Fares
        pm: Per Lund
        be_em: Dana Ortiz (Interim)
        frontend_engineering_manager: Dana Ortiz
        slack: { channel: fares }
        customers: [{ department: Port, dri: TBD }]
      quay-side:
        name: Harbour
        fullstack_managers: [Tom Reyes, TBD]
      empty:
        name: Empty
        em: TBH
  dock:
    groups: {}
";

#[test]
fn a_stage_holds_groups_and_is_none() {
    let found = read(STAGES, true);
    assert_eq!((found.problems, found.facts.people), (vec![], vec![]));
    let teams = found.facts.teams.iter();
    let teams: Vec<(&str, Vec<&str>)> =
        teams.map(|team| (team.name.as_str(), team.leads.iter().map(String::as_str).collect())).collect();
    assert_eq!(teams, [("Fares", vec!["Dana Ortiz"]), ("Harbour", vec!["Tom Reyes"]), ("Empty", vec![])]);
    assert_eq!(found.facts.teams[0].acting, Vec::<String>::new(), "one of two keys says so, the other not");
    assert_eq!(found.facts.teams[1].aliases, ["quay-side"]);
}

#[test]
fn teams_and_people_keyed_by_a_word_of_their_own() {
    let teams = "fares:\n  title: Fares\n  em: dana_fares\nport:\n  title: Port Operations\n  tl: per\nlater:\n  title: Later\n";
    let found = read(teams, true);
    let teams: Vec<(&str, &[String], &[String])> = found
        .facts
        .teams
        .iter()
        .map(|team| (team.name.as_str(), team.leads.as_slice(), team.members.as_slice()))
        .collect();
    let (dana, per) = (["dana_fares".to_owned()], ["per".to_owned()]);
    assert_eq!(teams[0], ("Fares", dana.as_slice(), [].as_slice()));
    assert_eq!(teams[1], ("Port Operations", [].as_slice(), per.as_slice()));
    assert_eq!(teams[2].0, "Later", "what stands beside teams is one");
    let people = "dana_fares:\n  name: Dana Ortiz\n  role: EM, Fares\n  manager_role_slug: fares_lead\nvacant_1:\n  name: TBD\n  role: EM\n";
    let found = read(people, true);
    assert_eq!(found.facts.people[0].name, "Dana Ortiz");
    assert_eq!(found.facts.people[0].keys, ["dana_fares", "fares_lead"]);
    assert_eq!((found.facts.people.len(), found.problems), (1, vec![]));
}

#[test]
fn teams_within_teams_are_teams() {
    let found = read("teams:\n  trade:\n    lead: Ines\n    teams:\n      fares: { lead: Dana }\n", true);
    let names: Vec<&str> = found.facts.teams.iter().map(|team| team.name.as_str()).collect();
    assert_eq!(names, ["trade", "fares"]);
}

#[test]
fn a_list_of_what_are_no_people_is_none() {
    let priorities = "policies:\n  priorities:\n  - { name: \"Roles\", url: x, be_dri: zed }\n";
    assert_eq!(read(priorities, true).facts, plan::facts::Facts::default());
}

#[test]
fn a_key_with_a_slip_is_said_and_what_is_foreign_is_not() {
    let found = read("people:\n- name: Dana\n  leeds: [Payments]\n  zodiac: Leo\n", true);
    assert_eq!(found.problems.len(), 1);
    assert_eq!(found.problems[0].hint.as_deref(), Some("is “leads” meant?"));
    assert_eq!((found.problems[0].place.line, found.problems[0].place.column), (3, 3));
    assert!(is_slip("laeds", "leads") && is_slip("lead", "leads") && is_slip("leaders", "leader"));
    assert!(!is_slip("zodiac", "leads") && !is_slip("in", "im"));
}

#[test]
fn a_file_without_people_is_said() {
    assert_eq!(read("x = 1\n", false).problems[0].fact, "no person and no team was found here");
}

#[test]
fn maintainers_lead_where_nobody_else_does() {
    let found = read(
        "teams:\n  payments:\n    description: Pay\n    maintainers: [dortiz]\n    members: [per]\n  ledger:\n    lead: Tom\n    maintainers: [ann]\n",
        true,
    );
    let teams = &found.facts.teams;
    assert_eq!(
        (teams[0].leads.as_slice(), teams[0].members.as_slice()),
        (&["dortiz".to_owned()][..], &["per".to_owned()][..])
    );
    assert_eq!((teams[1].leads[0].as_str(), teams[1].members[0].as_str()), ("Tom", "ann"));
}

#[test]
fn a_role_that_leads_leads_the_team_beside_it() {
    for body in ["- name: Mira Solberg\n  role: EM\n", "people:\n- name: Mira Solberg\n  role: EM\n"] {
        let found = read(body, true);
        assert_eq!(
            (found.facts.people[0].name.as_str(), found.facts.people[0].leads.len()),
            ("Mira Solberg", 0)
        );
        assert_eq!(found.problems, [], "{body}");
    }
    let leads = |role: &str| {
        let found = read(&format!("- name: Mira\n  role: {role}\n  team: Booking\n"), true);
        !found.facts.people[0].leads.is_empty()
    };
    for role in
        ["EM", "Engineering Manager", "Senior Engineering Manager, Booking", "Head of Booking", "Team Lead"]
    {
        assert!(leads(role), "{role}");
    }
    for role in ["Engineer", "Product Manager", "Tech Lead", "Headhunter"] {
        assert!(!leads(role), "{role}");
    }
}

const CATALOGUE: &str = "\
apiVersion: backstage.io/v1alpha1
kind: User
metadata:
  name: dortiz
spec:
  profile: { displayName: Dana Ortiz, email: dana@northlight.example }
  memberOf: [group:default/payments]
  skills: [Rust]
---
kind: Group
metadata: { name: payments }
spec:
  type: team
  profile:
    displayName: Payments Team
  parent: trade
  members: [user:default/per, dortiz]
---
kind: Component
metadata: { name: cart }
---
kind: Component
metadata: { name: form }
";

#[test]
fn users_and_groups_of_a_catalogue() {
    let found = read(CATALOGUE, true);
    let (dana, payments) = (&found.facts.people[0], &found.facts.teams[0]);
    assert_eq!(
        (dana.name.as_str(), dana.aliases.join(" ")),
        ("Dana Ortiz", "dortiz dana@northlight.example".into())
    );
    assert_eq!(dana.member_of, ["payments"]);
    assert_eq!(
        (payments.name.as_str(), payments.aliases.join(" "), payments.members.join(" ")),
        ("Payments Team", "payments".into(), "per dortiz".into())
    );
    let facts: Vec<&str> = found.problems.iter().map(|problem| problem.fact.as_str()).collect();
    assert_eq!(
        facts,
        [
            "entries of kind “Component” were not read; users and groups are",
            "nothing was read under “skills”"
        ]
    );
    assert_eq!(found.problems[1].place.line, 8);
}

#[test]
fn several_documents_are_read_as_one_and_what_is_not_read_is_said_once() {
    let found =
        read("teams:\n  payments: { lead: Dana }\n---\n- name: Mira Solberg\n  role: EM\n---\n", true);
    assert_eq!((found.facts.teams.len(), found.facts.people.len(), found.problems), (1, 1, vec![]));
    let found =
        read("teams:\n  payments: { lead: Dana }\nrepos:\n  cart: { description: x }\nversion: 1\n", true);
    let facts: Vec<&str> = found.problems.iter().map(|problem| problem.fact.as_str()).collect();
    assert_eq!(facts, ["nothing was read under “repos”"]);
}

#[test]
fn whoever_has_a_name_and_a_handle_is_called_by_the_name() {
    let found = read(
        "teams:\n  - name: Payments\n    engineering_manager: {name: Dana Ortiz, email: dana@acme.com}\n    members: [{name: Ann Berg, github: aberg}, {github: per}]\n",
        true,
    );
    assert_eq!(found.facts.teams[0].leads, ["Dana Ortiz"]);
    assert_eq!(found.facts.teams[0].members, ["Ann Berg", "per"]);
    let people: Vec<(&str, &str)> =
        found.facts.people.iter().map(|person| (person.name.as_str(), person.aliases[0].as_str())).collect();
    assert_eq!(people, [("Dana Ortiz", "dana@acme.com"), ("Ann Berg", "aberg")]);
}
