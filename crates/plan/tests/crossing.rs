//! Where a leader's plan needs somebody else, and where it does not.
#![allow(clippy::unwrap_used, missing_docs)]

mod given;

use given::{Given, Work, given, goal, link, work};
use plan::{
    crossing::{Crossing, Mine, Scope, Standing},
    directory::Whom,
    facts::{Kind, Link, State, Team},
    network::Network,
};

/// Mira leads Port Operations; Dana leads Payments.
fn given_two_teams() -> Given {
    given().led_by("Port Operations", "Mira").led_by("Payments", "Dana")
}

fn mine(network: &Network) -> Mine {
    Mine::of(network, Some("mira"), &[], false)
}

fn whom(network: &Network, whom: Whom) -> &str {
    match whom {
        Whom::Team(team) => &network.directory.teams[team.at()].name,
        Whom::Person(person) => &network.directory.people[person.at()].name,
        Whom::Nobody => "nobody",
    }
}

/// The crossings of Mira's plan: kind, item, home, whom and their item.
fn crossings(network: &Network) -> Vec<(Kind, &str, &str, &str, Option<&str>)> {
    let mine = mine(network);
    let id = |item| network.node(item).id.as_str();
    let told = |crossing: Crossing| {
        let (item, home) = (id(crossing.item), id(crossing.home));
        (crossing.kind, item, home, whom(network, crossing.whom), crossing.theirs.map(id))
    };
    Scope::of(network, &mine).crossings().into_iter().map(told).collect()
}

fn deliverables(network: &Network) -> Vec<&str> {
    let mine = mine(network);
    Scope::of(network, &mine).deliverables().into_iter().map(|item| network.node(item).id.as_str()).collect()
}

fn my_goal() -> Work {
    goal("launch").of("Port Operations")
}

#[test]
fn the_leader_is_known_by_name_with_the_teams_they_lead_and_those_they_named() {
    let network = given_two_teams().led_by("Search", "Ada").network();
    let mine = Mine::of(&network, Some("@Mira"), &["the search team".into(), "unheard of".into()], false);
    let team = |name| network.directory.find_team(name).unwrap();
    assert_eq!(mine.teams, [team("Port Operations"), team("Search")].into());
    assert!(mine.is(Whom::Team(team("Search"))));
    assert!(mine.is(Whom::Person(network.directory.find_person("Mira").unwrap())));
    assert!(!mine.is(Whom::Team(team("Payments"))));
    assert!(!mine.is(Whom::Nobody));
}

#[test]
fn people_who_do_items_inside_my_goal_are_co_workers_and_no_crossings() {
    let network = given_two_teams()
        .item(my_goal())
        .item(work("berths").by("Ann").part_of("launch"))
        .item(work("cranes").by("Bo").part_of("launch"))
        .tie(link("berths", "cranes"))
        .network();
    assert_eq!(crossings(&network), []);
    let mine = mine(&network);
    let scope = Scope::of(&network, &mine);
    assert!(network.ids().all(|item| scope.is_mine(item)));
}

#[test]
fn a_part_of_my_deliverable_that_names_another_team_is_a_date_crossing() {
    let network = given_two_teams()
        .item(my_goal())
        .item(work("berths").of("Port Operations").part_of("launch"))
        .item(work("invoices").of("Payments").part_of("launch"))
        .network();
    assert_eq!(crossings(&network), [(Kind::Date, "launch", "launch", "Payments", Some("invoices"))]);
}

#[test]
fn their_work_before_mine_is_a_date_crossing_and_mine_before_theirs_is_none() {
    let network = given_two_teams()
        .item(work("ledger").of("Payments"))
        .item(my_goal())
        .item(work("berths").of("Port Operations").part_of("launch"))
        .item(work("report").of("Payments"))
        .tie(link("ledger", "berths"))
        .tie(link("berths", "report"))
        .network();
    assert_eq!(crossings(&network), [(Kind::Date, "berths", "launch", "Payments", Some("ledger"))]);
}

#[test]
fn a_deliverable_without_owner_is_mine_if_something_it_directly_waits_for_is() {
    let network = given_two_teams()
        .item(goal("launch"))
        .item(goal("season"))
        .item(goal("elsewhere"))
        .item(work("berths").of("Port Operations"))
        .item(work("ledger").of("Payments"))
        .tie(link("berths", "launch"))
        .tie(link("launch", "season"))
        .tie(link("ledger", "elsewhere"))
        .network();
    assert_eq!(deliverables(&network), ["launch", "berths"], "the season waits for mine at second hand only");
}

#[test]
fn a_deliverable_that_names_another_team_is_not_mine_though_it_waits_for_mine() {
    let network = given_two_teams()
        .item(goal("launch").of("Payments"))
        .item(my_goal().titled("my launch").part_of("nothing"))
        .item(work("berths").of("Port Operations"))
        .tie(link("berths", "launch"))
        .network();
    let mine = mine(&network);
    assert!(!Scope::of(&network, &mine).is_mine(network.ids().next().unwrap()));
}

#[test]
fn finished_items_and_given_yeses_count_nothing() {
    let network = given_two_teams()
        .item(my_goal())
        .item(work("berths").of("Port Operations").part_of("launch"))
        .item(work("quay").of("Port Operations").part_of("launch").is(State::Done(None)))
        .item(work("ledger").of("Payments").is(State::Done(None)))
        .item(work("invoices").of("Payments").part_of("launch").is(State::Dropped))
        .tie(link("ledger", "berths"))
        .ask("berths", Kind::Approval, "Payments", true)
        .ask("quay", Kind::Touch, "Payments", false)
        .network();
    assert_eq!(crossings(&network), []);
    let mine = mine(&network);
    let settled = Scope::of(&network, &mine).settled();
    let standing =
        |kind, standing| settled.iter().filter(|one| (one.0.kind, one.1) == (kind, standing)).count();
    assert_eq!(standing(Kind::Date, Standing::Finished), 1, "the ledger");
    assert_eq!(standing(Kind::Date, Standing::Dropped), 1, "the invoices");
    assert_eq!(standing(Kind::Approval, Standing::Given), 1);
    assert_eq!(standing(Kind::Touch, Standing::Past), 1, "the quay");
    assert_eq!(settled.len(), 4);
}

#[test]
fn a_yes_that_is_not_given_is_a_crossing_of_its_kind() {
    let network = given_two_teams()
        .item(my_goal())
        .item(work("berths").of("Port Operations").part_of("launch"))
        .ask("berths", Kind::Approval, "Payments", false)
        .ask("berths", Kind::Absorption, "Dana", false)
        .network();
    let expected = [
        (Kind::Approval, "berths", "launch", "Payments", None),
        (Kind::Absorption, "berths", "launch", "Dana", None),
    ];
    assert_eq!(crossings(&network), expected);
}

#[test]
fn my_own_teams_never_appear_however_they_are_spelled() {
    let network = given()
        .describe(Team {
            name: "Port Operations".into(),
            aliases: vec!["PORT".into()],
            leads: vec!["Mira".into()],
            ..Team::default()
        })
        .item(my_goal())
        .item(work("berths").of("t-port-operations").part_of("launch"))
        .item(work("quay").of("PORT_OPERATIONS"))
        .tie(link("quay", "berths"))
        .tie(Link { outside: Some("port".into()), ..link("PORT-12", "berths") })
        .ask("berths", Kind::Touch, "the port operations team", false)
        .ask("berths", Kind::Approval, "Pórt Operations", false)
        .ask("berths", Kind::Approval, "@mira", false)
        .network();
    assert_eq!(crossings(&network), []);
}

#[test]
fn a_link_that_both_ends_tell_counts_once() {
    let network = given_two_teams()
        .item(my_goal())
        .item(work("berths").of("Port Operations").part_of("launch"))
        .item(work("ledger").of("Payments"))
        .tie(link("ledger", "berths"))
        .tie(link("ledger", "berths"))
        .network();
    assert_eq!(crossings(&network), [(Kind::Date, "berths", "launch", "Payments", Some("ledger"))]);
}

#[test]
fn a_link_out_of_the_plan_counts_for_the_team_of_its_prefix() {
    let mut facts = given_two_teams()
        .item(my_goal())
        .item(work("berths").of("Port Operations").part_of("launch"))
        .tie(Link { outside: Some("PAY".into()), ..link("PAY-412", "berths") })
        .tie(Link { outside: Some("PAY".into()), ..link("PAY-412", "berths") })
        .tie(Link { outside: Some("SRCH".into()), ..link("SRCH-7", "berths") });
    facts.0.team_aliases.insert("PAY".into(), "Payments".into());
    let expected =
        [(Kind::Date, "berths", "launch", "Payments", None), (Kind::Date, "berths", "launch", "SRCH", None)];
    assert_eq!(crossings(&facts.network()), expected);
}

#[test]
fn the_items_of_my_members_are_mine_only_where_members_count() {
    let network = given()
        .describe(Team {
            name: "Port Operations".into(),
            leads: vec!["Mira".into()],
            members: vec!["Ann".into()],
            ..Team::default()
        })
        .item(goal("quay").by("Ann"))
        .network();
    let item = network.ids().next().unwrap();
    for members_count in [false, true] {
        let mine = Mine::of(&network, Some("Mira"), &[], members_count);
        assert_eq!(Scope::of(&network, &mine).is_mine(item), members_count);
    }
}

#[test]
fn work_that_two_teams_do_is_a_crossing_to_each() {
    let network = given_two_teams()
        .item(my_goal())
        .item(work("berths").of("Port Operations").part_of("launch"))
        .item(work("ledger").of("Payments").of("Platform"))
        .tie(link("ledger", "berths"))
        .network();
    let mine = mine(&network);
    assert_eq!(Scope::of(&network, &mine).crossings().len(), 2);
}

#[test]
fn a_part_of_another_teams_part_of_my_goal_is_not_mine() {
    let network = given_two_teams()
        .item(my_goal())
        .item(work("theirs").of("Payments").part_of("launch"))
        .item(work("within").part_of("theirs"))
        .network();
    let mine = mine(&network);
    let scope = Scope::of(&network, &mine);
    assert_eq!(network.ids().filter(|item| scope.is_mine(*item)).count(), 1, "the goal alone");
}

#[test]
fn what_is_said_by_a_persons_name_is_said_of_their_teams() {
    let given = given_two_teams()
        .led_by("Ledger", "Per")
        .led_by("Search", "Ada")
        .item(my_goal())
        .item(work("berths").of("Port Operations").part_of("launch"))
        .item(work("books").by("Per"))
        .tie(link("books", "berths"))
        .item(work("ranking").by("Ada").part_of("launch"))
        .ask("launch", Kind::Approval, "Aiko", false)
        .led_by("Mobile", "Aiko")
        .mention("berths", Kind::Touch, "Ledger")
        .mention("berths", Kind::Touch, "Search")
        .mention("berths", Kind::Touch, "Mobile");
    let network = given.network();
    let guesses: Vec<&str> =
        crossings(&network).iter().filter(|found| found.0 == Kind::Touch).map(|found| found.3).collect();
    assert!(guesses.is_empty(), "{guesses:?}");
}

#[test]
fn a_sentence_counts_only_where_the_plan_itself_says_nothing() {
    let given = given_two_teams()
        .led_by("Search", "Ada")
        .led_by("Ledger", "Per")
        .led_by("Mobile", "Aiko")
        .item(my_goal())
        .item(work("berths").of("Port Operations").part_of("launch"))
        .item(work("invoices").of("Payments").part_of("launch"))
        .item(work("ledger").of("Ledger"))
        .tie(link("ledger", "berths"))
        .ask("launch", Kind::Approval, "Search", true)
        .mention("berths", Kind::Touch, "Payments")
        .mention("berths", Kind::Touch, "Ledger")
        .mention("berths", Kind::Approval, "Search")
        .mention("berths", Kind::Touch, "Port Operations")
        .mention("berths", Kind::Date, "Mobile")
        .mention("berths", Kind::Date, "the mobile team");
    let network = given.network();
    let found = crossings(&network);
    assert_eq!(
        found.iter().map(|(kind, item, _, whom, _)| (*kind, *item, *whom)).collect::<Vec<_>>(),
        [
            (Kind::Date, "launch", "Payments"),
            (Kind::Date, "berths", "Ledger"),
            (Kind::Date, "berths", "Mobile")
        ],
        "a part of theirs, a link, a yes that was given and my own team are said already; what is said twice counts once"
    );
}
