//! What a leader's answers make of a plan, how facts of several files come together, and how chains are told.
#![allow(clippy::unwrap_used, missing_docs, reason = "tests")]

mod given;

use std::collections::BTreeSet;

use given::{DAY, Given, Plan, WEDNESDAY, findings, given, goal, link, work};
use plan::{
    activity::NEAREST,
    crossing::{Mine, Scope},
    directory::Whom,
    facts::{Answer, Facts, Link, LinkKind::FinishStart, Ref, State, Strength},
    forecast::{Query, Tally, forecast, telling},
    names::typed,
    network::{Network, Oddity, as_of},
    place::Place,
};

fn answered(plan: Given, answers: &[(&str, &str)]) -> Network {
    let Given(mut facts) = plan;
    facts.answers = answers
        .iter()
        .map(|(subject, name)| Answer {
            subject: (*subject).into(),
            name: (*name).into(),
            place: Place::default(),
        })
        .collect();
    Network::build(&facts, given::MONDAY)
}

/// Who says yes for a team, by name.
fn says_yes<'a>(network: &'a Network, team: &str) -> Option<&'a str> {
    let team = &network.directory.teams[network.directory.find_team(team)?.at()];
    Some(network.directory.people[team.answers?.at()].name.as_str())
}

#[test]
fn an_answer_wins_over_the_directory() {
    let plan = given().led_by("Payments", "Per Lund").item(work("ledger").of("Payments"));
    assert_eq!(says_yes(&answered(plan, &[("payments team", "Dana Ortiz")]), "Payments"), Some("Dana Ortiz"));
}

#[test]
fn an_answer_gives_an_item_its_owner() {
    let plan = given().led_by("Payments", "Dana").item(work("seeds").takes(DAY));
    let network = answered(plan, &[("Seeds", "Payments")]);
    let item = network.find("seeds").unwrap();
    assert_eq!(network.doers(item), [Whom::Team(network.directory.find_team("payments").unwrap())]);
}

#[test]
fn an_answer_means_a_team_or_an_id_before_a_title_and_never_a_part_of_a_word() {
    let plan = || {
        given()
            .item(work("BOOK-7").of("Booking").titled("Pay by invoice"))
            .item(work("pay-by").titled("Seeded sailings"))
            .item(work("3").titled("Seeded sails"))
            .item(work("4").titled("Refunds"))
    };
    let meant = |subject: &str| {
        let network = answered(plan(), &[(subject, "Dana Ortiz")]);
        network.answered.first().map(|(_, item)| network.node(*item).item.title.clone())
    };
    assert_eq!(meant("PAY"), None, "a team that is named so");
    assert_eq!(meant("BOOK"), None, "the prefix of a key");
    assert_eq!(meant("Pay by").as_deref(), Some("Seeded sailings"), "an id comes before a title");
    assert_eq!(meant("refunds").as_deref(), Some("Refunds"));
    assert_eq!(meant("Refund…"), None, "no part of a word");
    assert_eq!(meant("Pay…").as_deref(), Some("Pay by invoice"));
    assert_eq!(meant("Pay by inv"), None);
    assert_eq!(meant("pay by invoice").as_deref(), Some("Pay by invoice"));
    assert_eq!(meant("Seeded…"), None, "two titles begin so");
}

#[test]
fn a_key_that_is_answered_with_a_described_team_is_another_name_of_it() {
    let plan = given().led_by("Payments", "Dana").item(work("PAY-1").of("PAY"));
    let network = answered(plan, &[("PAY", "Payments")]);
    assert_eq!(network.directory.find_team("PAY"), network.directory.find_team("Payments"));
    assert_eq!(findings(&network, Oddity::IdleAnswer).len(), 0);
}

#[test]
fn whoever_is_named_for_a_team_that_does_work_is_a_person() {
    let plan =
        given().item(work("ledger").of("Payments")).ask("ledger", plan::facts::Kind::Approval, "Dana", false);
    let network = answered(plan, &[("Payments", "Dana")]);
    let dana = network.directory.find_person("dana").unwrap();
    assert_eq!(network.needs[0].whom, Whom::Person(dana));
}

#[test]
fn an_answer_for_what_is_nowhere_is_idle() {
    let plan = given().item(work("ledger").of("Payments"));
    let network = answered(plan, &[("Paymnets \"X\"", "Dana")]);
    let idle = findings(&network, Oddity::IdleAnswer);
    assert_eq!(idle.len(), 1);
    assert_eq!(idle[0].hint, "sideways who \"Paymnets \\\"X\\\"\" --forget takes it back");
}

#[test]
fn names_are_typed_so_that_a_shell_takes_them_as_they_are() {
    assert_eq!(typed("PAY-1"), "PAY-1");
    assert_eq!(typed("Dana Ortiz"), "\"Dana Ortiz\"");
    assert_eq!(typed("a\"b$c`d\\e"), "\"a\\\"b\\$c\\`d\\\\e\"");
    assert_eq!(typed(""), "\"\"");
}

#[test]
fn facts_of_a_second_file_keep_their_positions_among_themselves() {
    let Given(mut first) = given().item(work("a"));
    let Given(mut second) = given().item(goal("g")).item(work("b").part_of("g"));
    second.items[1].parent = Some(Ref::At(0));
    second.links.push(Link { earlier: Ref::At(1), later: Ref::Named("a".into()), ..link("b", "a") });
    first.absorb(second);
    assert_eq!(first.items[2].parent, Some(Ref::At(1)));
    assert_eq!(first.links[0].earlier, Ref::At(2));
    let network = Network::build(&first, given::MONDAY);
    assert_eq!(network.node(network.find("b").unwrap()).parent, network.find("g"));
}

#[test]
fn a_plan_without_any_date_is_seen_from_the_wanted_day() {
    assert_eq!(as_of(&Facts::default(), WEDNESDAY), (WEDNESDAY, false));
}

#[test]
fn estimates_are_looked_for_among_the_nearest_work() {
    let plan = given()
        .item(goal("g"))
        .item(work("a").takes(DAY).part_of("g"))
        .item(work("b").part_of("g"))
        .item(work("c").is(State::Done(None)).part_of("g"))
        .tie(link("b", "a"))
        .plan();
    assert_eq!(plan.instance.estimated(&[plan.item("g"), plan.item("b")]), [(2, 1), (1, 0)]);
    let long = (0..NEAREST + 50).fold(given(), |plan, at| {
        let plan = plan.item(work(&format!("w{at}")).takes(DAY));
        if at == 0 { plan } else { plan.tie(link(&format!("w{at}"), &format!("w{}", at - 1))) }
    });
    let long = long.plan();
    assert_eq!(long.instance.estimated(&[long.item("w0")]), [(NEAREST, NEAREST)]);
}

/// Party 1 is Payments, 2 Identity, 0 everybody else.
fn query(plan: &Plan, deliverable: &str) -> Query {
    let party = plan.network.ids().map(|item| match plan.network.doer(item) {
        whom if Some(whom) == plan.network.directory.find_team("Payments").map(Whom::Team) => 1,
        whom if Some(whom) == plan.network.directory.find_team("Identity").map(Whom::Team) => 2,
        _ => 0,
    });
    Query { deliverables: vec![plan.item(deliverable)], party: party.collect(), parties: 3, trials: 64 }
}

fn told(plan: &Plan, deliverable: &str, party: u32) -> Option<(Vec<String>, Strength)> {
    let wanted = BTreeSet::from([(plan.item(deliverable), party)]);
    let told = telling(&plan.instance, &plan.order, &query(plan, deliverable), &wanted);
    let way = told.into_values().next()?;
    Some((way.items.iter().map(|item| plan.id(*item).to_owned()).collect(), way.strength))
}

#[test]
fn a_telling_chain_leads_from_their_work_over_all_that_lies_between() {
    let plan = given()
        .item(work("launch").of("Booking").takes(DAY))
        .item(work("tokens").of("Identity").takes(3 * DAY))
        .item(work("vault").of("Payments").takes(5 * DAY))
        .item(work("receipts").of("Payments").takes(DAY))
        .tie(link("tokens", "launch"))
        .tie(link("receipts", "launch"))
        .tie(link("vault", "tokens"))
        .plan();
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    assert_eq!(told(&plan, "launch", 1), Some((names(&["vault", "tokens", "launch"]), Strength::Stated)));
    assert_eq!(told(&plan, "launch", 2), Some((names(&["tokens", "launch"]), Strength::Stated)));
}

#[test]
fn a_telling_chain_leads_through_a_queue_and_is_as_sure_as_its_least_sure_link() {
    let plan = given()
        .team("Identity", 1)
        .item(work("vault").of("Payments").takes(2 * DAY))
        .item(work("sessions").of("Identity").takes(9 * DAY))
        .item(work("tokens").of("Identity").takes(DAY))
        .item(work("launch").of("Booking").takes(DAY))
        .tie(Link { strength: Strength::Guessed, ..link("vault", "sessions") })
        .link("vault", FinishStart, 3 * DAY, "tokens")
        .tie(link("tokens", "launch"))
        .plan();
    let (items, strength) = told(&plan, "launch", 1).unwrap();
    assert_eq!((items.join(" "), strength), ("vault sessions tokens launch".into(), Strength::Guessed));
}

/// Draft, surcharge and tiles are mine, one after the other on one lane; the surcharge waits for the vault of Payments, which
/// is to be ready when the draft is, and is late in many years.
fn my_backlog() -> Given {
    given()
        .team("Booking", 1)
        .item(work("vault").of("Payments").takes(9 * DAY))
        .item(work("draft").of("Booking").takes(9 * DAY))
        .item(work("surcharge").of("Booking").takes(DAY))
        .item(work("tiles").of("Booking").takes(DAY))
        .tie(link("vault", "surcharge"))
}

/// In how many years Payments is on the chain, in how many of them by links alone, and what is told.
fn by_links(plan: &Plan, deliverable: &str) -> (i64, i64, Option<String>) {
    let years = forecast(&plan.network, &plan.instance, &plan.order, &query(plan, deliverable), &|| {});
    let outlook = &years.outlooks[0];
    let told = told(plan, deliverable, 1).map(|(items, _)| items.join(" "));
    (outlook.decides[1].sum, outlook.decides_by_links[1].sum, told)
}

#[test]
fn m6_a_queue_of_mine_ties_nothing_to_what_comes_before_it() {
    let plan = my_backlog().plan();
    let (years, linked, told) = by_links(&plan, "tiles");
    assert!(years > 10, "{years} of 64");
    assert_eq!((linked, told), (0, None));
    assert_eq!(by_links(&plan, "surcharge"), (years, years, Some("vault surcharge".into())));
    let plan = my_backlog().tie(link("surcharge", "tiles")).plan();
    assert_eq!(by_links(&plan, "tiles"), (years, years, Some("vault surcharge tiles".into())));
}

#[test]
fn m6_a_queue_of_mine_further_back_ties_nothing_either() {
    let plan = my_backlog()
        .item(work("tokens").of("Identity").takes(DAY))
        .item(work("launch").of("Booking").takes(DAY))
        .tie(link("tiles", "tokens"))
        .tie(link("tokens", "launch"))
        .plan();
    let (years, linked, nothing) = by_links(&plan, "launch");
    assert!(years > 10, "{years} of 64");
    assert_eq!((linked, nothing), (0, None));
    assert_eq!(told(&plan, "launch", 2).unwrap().0, ["tokens", "launch"]);
}

#[test]
fn whoever_is_on_no_chain_has_none_to_tell() {
    let plan =
        given().item(work("launch").takes(DAY)).item(work("vault").of("Payments").takes(9 * DAY)).plan();
    assert_eq!(told(&plan, "launch", 1), None);
}

#[test]
fn a_figure_is_the_mean_and_its_standard_error() {
    let values = [3i64, 0, 7, 2, 8];
    let tally = Tally { sum: values.iter().sum(), squares: values.iter().map(|v| i128::from(v * v)).sum() };
    let figure = tally.figure(5, 2.0);
    let mean = 4.0;
    let variance = values.iter().map(|v| (*v as f64 - mean).powi(2)).sum::<f64>() / 4.0;
    assert!((figure.mean - mean / 2.0).abs() < 1e-12);
    assert!((figure.se - (variance / 5.0).sqrt() / 2.0).abs() < 1e-12);
    assert_eq!(Tally { sum: 9, squares: 81 }.figure(1, 1.0).se, 0.0, "one year has no error to show");
}

#[test]
fn quantiles_are_those_of_the_sorted_finishes() {
    let plan = given().item(work("launch").takes(DAY).promised(WEDNESDAY)).plan();
    let outlook = forecast(&plan.network, &plan.instance, &plan.order, &query(&plan, "launch"), &|| ());
    let outlook = &outlook.outlooks[0];
    assert_eq!(outlook.finishes.len(), 64);
    assert!(outlook.quantile(0.1) <= outlook.quantile(0.5) && outlook.quantile(0.5) <= outlook.quantile(0.9));
    assert_eq!((outlook.quantile(0.0), outlook.quantile(1.0)), (outlook.finishes[0], outlook.finishes[63]));
}

#[test]
fn work_that_my_team_shares_is_mine_and_a_crossing_where_it_is_named_first() {
    let network = given()
        .led_by("Booking", "Mira")
        .led_by("Payments", "Dana")
        .item(goal("g").of("Booking"))
        .item(work("both").of("Payments").of("Booking").part_of("g"))
        .network();
    let mine = Mine::of(&network, Some("mira"), &[], false);
    let scope = Scope::of(&network, &mine);
    assert!(scope.is_mine(network.find("both").unwrap()));
    let crossings = scope.crossings();
    assert_eq!(crossings.len(), 1);
    assert_eq!(crossings[0].whom, Whom::Team(network.directory.find_team("Payments").unwrap()));
}
