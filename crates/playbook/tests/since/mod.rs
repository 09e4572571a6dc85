//! What changed since an earlier plan (rule M7).

use jiff::civil::date;
use plan::facts::{Change, Kind, Strength};
use playbook::map::since::{
    Crossed, CrossingChange, Deliverable, DeliverableChange, PersonChange, Shares, Since, Which,
};
use proptest::prelude::*;

use super::{
    ABOVE,
    any_plan::{a_plan, waits, wishes},
    checkout, close,
};
use crate::given::{
    FRIDAY, MONDAY, Piece, answered, corrected, deliverable, given_ferries, team, without, work,
};

fn turned(since: &Since) -> Vec<(CrossingChange, Kind, &str, &str)> {
    since
        .crossings
        .iter()
        .map(|crossed| {
            let whom = crossed.person.as_deref().or(crossed.team.as_deref()).unwrap_or_default();
            (crossed.change, crossed.kind, crossed.item.as_str(), whom)
        })
        .collect()
}

fn fates(since: &Since) -> Vec<(DeliverableChange, &str)> {
    since.deliverables.iter().map(|one| (one.change, one.item.as_str())).collect()
}

fn turns(since: &Since) -> Vec<(PersonChange, &str)> {
    since.people.iter().map(|person| (person.change, person.person.as_str())).collect()
}

/// Two plans that differ in the pieces that stand for checkout.
fn from(earlier: impl IntoIterator<Item = Piece>, later: impl IntoIterator<Item = Piece>) -> Since {
    given_ferries(later).since(given_ferries(earlier))
}

#[test]
fn m7_a_new_crossing_says_on_whom_it_lands_and_where_it_stands() {
    let since = from([checkout()], [checkout().touches("Payments")]);
    assert_eq!(turned(&since), [(CrossingChange::New, Kind::Touch, "checkout", "dana")]);
    let evidence = &since.crossings[0].evidence;
    assert_eq!((evidence.reading, evidence.place.line), (Which::New, ABOVE + 2));
    assert_eq!(evidence.place.quote, "touches Payments");
}

#[test]
fn m7_a_crossing_that_is_gone_shows_its_line_in_the_earlier_plan() {
    let since = from([checkout().touches("Payments")], [checkout()]);
    assert_eq!(turned(&since), [(CrossingChange::Gone, Kind::Touch, "checkout", "dana")]);
    assert_eq!(
        (since.crossings[0].evidence.reading, since.crossings[0].evidence.place.line),
        (Which::Old, ABOVE + 2)
    );
}

#[test]
fn m7_a_line_that_moved_is_no_change() {
    let plan = [
        checkout().touches("Payments"),
        work("cart").of("Booking").part_of("checkout").after("vault"),
        work("vault").of("Payments"),
    ];
    let later = plan.clone().into_iter().rev();
    assert_eq!(
        from(plan, [team("Bakery"), work("bread").of("Bakery")].into_iter().chain(later)),
        Since::default()
    );
}

#[test]
fn m7_an_item_that_is_renamed_under_its_id_is_the_same() {
    let plan = |title: &str| {
        let step =
            work("CHK-2").titled("step").without_id().of("Booking").part_of("CHK-1").touches("Payments");
        [deliverable("CHK-1").titled(title).of("Booking").waits_on("Identity"), step]
    };
    assert_eq!(from(plan("checkout"), plan("checkout, the second")), Since::default());
}

#[test]
fn m7_an_item_without_an_id_is_known_by_its_title_wherever_it_is_put() {
    let plan = |parent: &str, title: &str| {
        let step = work("step").titled(title).without_id().of("Booking").part_of(parent).touches("Payments");
        [checkout(), deliverable("refunds").of("Booking").touches("Mobile"), step]
    };
    let moved = from(plan("checkout", "Step one"), plan("refunds", "step one"));
    assert_eq!(turned(&moved), [(CrossingChange::Altered, Kind::Touch, "step one", "dana")]);
    let (was, is) = (moved.crossings[0].was.as_ref().unwrap(), &moved.crossings[0]);
    assert_eq!((was.home.as_str(), is.home.as_str()), ("checkout", "refunds"));
    let renamed = from(plan("checkout", "step one"), plan("checkout", "step two"));
    let kinds: Vec<CrossingChange> = renamed.crossings.iter().map(|crossed| crossed.change).collect();
    assert_eq!(kinds, [CrossingChange::Gone, CrossingChange::New]);
}

#[test]
fn m7_two_items_of_one_title_are_known_by_their_order() {
    let step = |whom: &str| work("step").without_id().of("Booking").part_of("checkout").touches(whom);
    let since =
        from([checkout(), step("Payments"), step("Mobile")], [checkout(), step("Payments"), step("Search")]);
    let kinds: Vec<_> = turned(&since).into_iter().map(|(change, .., whom)| (change, whom)).collect();
    assert_eq!(kinds, [(CrossingChange::Gone, "aiko"), (CrossingChange::New, "ada")]);
}

#[test]
fn m7_a_yes_that_is_given_is_no_crossing_that_is_gone() {
    let asks = checkout().needs_yes_from("Payments");
    let since = from([asks.clone()], [asks.clone().given()]);
    assert_eq!(turned(&since), [(CrossingChange::Given, Kind::Approval, "checkout", "dana")]);
    let back = from([asks.clone().given()], [asks.clone()]);
    assert_eq!(turned(&back), [(CrossingChange::Reopened, Kind::Approval, "checkout", "dana")]);
    assert_eq!(from([asks.clone().given()], [checkout()]), Since::default(), "nothing was needed any more");
}

#[test]
fn m7_work_that_is_finished_settles_its_crossings_and_work_that_is_dropped_takes_them_away() {
    let cart = || work("cart").of("Booking").part_of("checkout").after("vault");
    let plan = |cart: Piece, vault: Piece| [checkout(), cart, vault.of("Payments")];
    let open = || plan(cart(), work("vault"));
    let change = |later| turned(&from(open(), later))[0].0;
    assert_eq!(change(plan(cart(), work("vault").finished())), CrossingChange::Finished);
    assert_eq!(change(plan(cart().finished(), work("vault"))), CrossingChange::Past);
    assert_eq!(change(plan(cart(), work("vault").is(plan::facts::State::Dropped))), CrossingChange::Gone);
}

#[test]
fn m7_a_crossing_can_become_another_kind_and_surer() {
    let since = from([checkout().touches("Payments")], [checkout().needs_yes_from("Payments")]);
    let was = since.crossings[0].was.as_ref().unwrap();
    assert_eq!(
        (since.crossings[0].change, since.crossings[0].kind, was.kind),
        (CrossingChange::Altered, Kind::Approval, Kind::Touch)
    );
    let since = from([checkout().perhaps().touches("Payments")], [checkout().touches("Payments")]);
    let was = since.crossings[0].was.as_ref().unwrap();
    assert_eq!((was.strength, since.crossings[0].strength), (Strength::Guessed, Strength::Stated));
}

#[test]
fn m7_where_somebody_else_answers_the_crossing_is_the_same() {
    let asks = || checkout().needs_yes_from("Data");
    let since = from([asks()], [asks(), answered("Data", "vera")]);
    let (is, was) = (&since.crossings[0], since.crossings[0].was.as_ref().unwrap());
    assert_eq!((since.crossings.len(), is.person.as_deref(), was.person.as_deref()), (1, Some("vera"), None));
    let waits = |team: &str| [checkout().after("vault"), work("vault").of(team)];
    let since = from(waits("Payments"), waits("Platform"));
    let (is, was) = (&since.crossings[0], since.crossings[0].was.as_ref().unwrap());
    assert_eq!(
        (since.crossings.len(), is.person.as_deref(), was.person.as_deref()),
        (1, Some("joost"), Some("dana"))
    );
}

#[test]
fn m7_a_new_title_under_the_same_id_is_no_other_deliverable() {
    let plan = |title: &str, team: &str| {
        [deliverable("CHK-1").titled(title).of("Booking").after("vault"), work("vault").of(team)]
    };
    let since = from(plan("checkout", "Payments"), plan("checkout, the second", "Platform"));
    let was = since.crossings[0].was.as_ref().unwrap();
    assert_eq!((was.home.as_str(), was.person.as_deref()), ("checkout, the second", Some("dana")));
}

#[test]
fn m7_people_enter_and_leave_the_names() {
    let since = from([checkout().touches("Payments")], [checkout().touches("Mobile")]);
    assert_eq!(turns(&since), [(PersonChange::Enters, "aiko"), (PersonChange::Leaves, "dana")]);
    let [aiko, dana] = since.people.as_slice() else { panic!("{since:?}") };
    assert_eq!((aiko.place_was, aiko.place, dana.place_was, dana.place), (None, Some(1), Some(1), None));
    assert_eq!(aiko.dependence, Shares { was: 0.0, is: 1.0 });
    let evidence = |person: &playbook::map::since::Person| person.evidence.as_ref().unwrap().reading;
    assert_eq!((evidence(aiko), evidence(dana)), (Which::New, Which::Old));
}

/// Need of the deliverables of Booking: how much of Payments, of Identity and of Platform.
fn needs(weights: [u32; 3]) -> Vec<Piece> {
    let teams = ["Payments", "Identity", "Platform"].into_iter().zip(weights);
    teams.map(|(team, weight)| deliverable(team).of("Booking").weighs(weight).touches(team)).collect()
}

#[test]
fn m7_five_points_of_need_are_a_rise_and_less_is_none() {
    let less = from(needs([50, 30, 20]), needs([54, 26, 20]));
    assert_eq!(turns(&less), []);
    let since = from(needs([50, 30, 20]), needs([55, 25, 20]));
    assert_eq!(turns(&since), [(PersonChange::Rises, "dana"), (PersonChange::Falls, "tom")]);
    assert!(close(since.people[0].dependence.is, 0.55) && since.crossings.is_empty());
    assert_eq!(
        since.people[0].evidence.as_ref().unwrap().reading,
        Which::New,
        "the heaviest of what is there"
    );
}

#[test]
fn m7_a_place_among_the_names_is_a_rise_however_small() {
    let since = from(needs([50, 26, 24]), needs([50, 24, 26]));
    assert_eq!(turns(&since), [(PersonChange::Rises, "joost"), (PersonChange::Falls, "tom")]);
    assert_eq!((since.people[0].place_was, since.people[0].place), (Some(3), Some(2)));
}

#[test]
fn m7_need_that_loses_its_name_is_said() {
    let since = from(
        [checkout().touches("Payments").touches("Data"), answered("Data", "vera")],
        [checkout().touches("Payments").touches("Data")],
    );
    assert_eq!(since.unnamed, Some(Shares { was: 0.0, is: 0.5 }));
}

fn promised(day: jiff::civil::Date) -> [Piece; 1] {
    [checkout().promised(day)]
}

#[test]
fn m7_a_promise_that_moved_is_told_in_working_days() {
    let since = from(promised(FRIDAY), promised(date(2027, 1, 12)));
    let [Deliverable { change: DeliverableChange::Moved, promised: days, evidence, .. }] =
        since.deliverables.as_slice()
    else {
        panic!("{since:?}")
    };
    assert_eq!((days.was, days.is, days.moved), (Some(FRIDAY), Some(date(2027, 1, 12)), Some(2)));
    assert_eq!(evidence.reading, Which::New);
    let back = from(promised(date(2027, 1, 12)), promised(FRIDAY));
    assert_eq!(back.deliverables[0].promised.moved, Some(-2));
    let taken_back = from(promised(FRIDAY), [checkout()]);
    assert_eq!(
        (taken_back.deliverables[0].promised.is, taken_back.deliverables[0].promised.moved),
        (None, None)
    );
}

#[test]
fn m7_a_planned_finish_moves_with_the_work_before_it_and_is_exact() {
    let plan = |days| {
        [checkout().promised(date(2027, 3, 1)), work("cart").of("Booking").part_of("checkout").takes(days)]
    };
    let question = |plan: [Piece; 2]| given_ferries(plan).leader("mira", ["Booking"]).played(8);
    let since = question(plan(9)).since(given_ferries(plan(4)));
    let days = since.deliverables[0].planned;
    assert_eq!((days.was, days.is, days.moved), (Some(date(2027, 1, 7)), Some(date(2027, 1, 14)), Some(5)));
    assert_eq!(since.deliverables[0].promised.moved, Some(0));
    assert_eq!(question(plan(4)).since(given_ferries(plan(4))), Since::default());
}

#[test]
fn m7_deliverables_come_and_go_and_are_finished() {
    let other = || deliverable("refunds").of("Booking");
    assert_eq!(fates(&from([checkout()], [checkout(), other()])), [(DeliverableChange::New, "refunds")]);
    assert_eq!(fates(&from([checkout(), other()], [checkout()])), [(DeliverableChange::Gone, "refunds")]);
    assert_eq!(fates(&from([other()], [other().finished()])), [(DeliverableChange::Finished, "refunds")]);
    assert_eq!(fates(&from([other().finished()], [other()])), [(DeliverableChange::Reopened, "refunds")]);
    let dropped = || other().is(plan::facts::State::Dropped);
    assert_eq!(fates(&from([other()], [dropped()])), [(DeliverableChange::Gone, "refunds")]);
    assert_eq!(fates(&from([other().finished()], [dropped()])), []);
    let given_away = deliverable("refunds").of("Payments");
    assert_eq!(fates(&from([other()], [given_away])), [(DeliverableChange::Gone, "refunds")]);
}

#[test]
fn m7_a_date_over_several_hops_is_new_only_well_above_the_share_at_which_it_counts() {
    let plan = |is_tied: bool| {
        let routing = work("routing").of("Identity").takes_about(10);
        let routing = if is_tied { routing.after("hall") } else { routing };
        given_ferries([
            checkout().promised(date(2027, 3, 1)).after("routing").takes_about(5),
            routing,
            work("hall").of("Platform").takes_about(30),
        ])
    };
    let tied = plan(true).leader("mira", ["Booking"]).played(64).since(plan(false));
    let joost: Vec<&Crossed> =
        tied.crossings.iter().filter(|crossed| crossed.person.as_deref() == Some("joost")).collect();
    assert!(
        matches!(joost.as_slice(), [one] if one.change == CrossingChange::New && one.over_hops),
        "{joost:?}"
    );
    let loosed = plan(false).leader("mira", ["Booking"]).played(64).since(plan(true));
    assert!(
        loosed.crossings.iter().any(|crossed| crossed.change == CrossingChange::Gone && crossed.over_hops)
    );
}

#[test]
fn m3b_what_the_leader_corrected_holds_for_both_plans_and_is_no_change() {
    let rejected = || corrected(Change::Reject(None), "checkout", "Payments", "they are done");
    let plan =
        || [checkout().touches("Payments").touches("Mobile"), rejected(), without("aiko", "we share a desk")];
    assert_eq!(from(plan(), plan()), Since::default());
    let since = from([checkout(), rejected()], [checkout().touches("Payments"), rejected()]);
    assert_eq!(since, Since::default(), "a crossing that is rejected is none");
}

#[test]
fn m3b_a_crossing_that_the_leader_put_into_another_kind_is_known_again_once_its_yes_is_given() {
    let change = Change::Rekind { from: None, to: Kind::Approval };
    let rekind = || corrected(change, "checkout", "Payments", "they must agree");
    let asks = || checkout().touches("Payments");
    let since = from([asks(), rekind()], [asks().given(), rekind()]);
    assert_eq!(turned(&since), [(CrossingChange::Given, Kind::Approval, "checkout", "dana")]);
}

/// The same change seen from the other plan.
fn mirrored(change: CrossingChange) -> [CrossingChange; 3] {
    use CrossingChange::*;
    match change {
        New => [Gone; 3],
        Gone => [New; 3],
        Reopened => [Given, Finished, Past],
        Given | Finished | Past => [Reopened; 3],
        Altered => [Altered; 3],
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn m7_a_plan_has_not_changed_since_itself(wishes in wishes(), waits in waits()) {
        let plan = a_plan(&wishes, &waits);
        prop_assert_eq!(plan.clone().since(plan), Since::default());
    }

    #[test]
    fn m7_seen_from_the_other_plan_every_change_is_the_other_way_round(
        (before, after) in (wishes(), wishes()),
        (waits_before, waits_after) in (waits(), waits()),
        days in (0i64..20, 0i64..20),
    ) {
        let plan = |wishes, waits, days: i64| {
            let day = MONDAY.saturating_add(jiff::Span::new().days(days));
            a_plan(wishes, waits).and([deliverable("late").of("Booking").promised(day).touches("Mobile")])
        };
        let (old, new) = (plan(&before, &waits_before, days.0), plan(&after, &waits_after, days.1));
        let (there, back) = (new.clone().since(old.clone()), old.since(new));
        prop_assert_eq!(there.crossings.len(), back.crossings.len());
        for crossed in &there.crossings {
            let same = |other: &&Crossed| {
                let titles = (&other.item, &other.theirs) == (&crossed.item, &crossed.theirs);
                titles && mirrored(crossed.change).contains(&other.change)
            };
            prop_assert!(back.crossings.iter().any(|other| same(&other)), "{:?} in {:?}", crossed, back.crossings);
        }
        prop_assert_eq!(there.people.len(), back.people.len());
        for person in &there.people {
            let other = back.people.iter().find(|other| other.person == person.person).unwrap();
            prop_assert_eq!((person.place_was, person.place), (other.place, other.place_was));
            prop_assert_eq!((person.dependence.was, person.dependence.is), (other.dependence.is, other.dependence.was));
            let more = |change| matches!(change, PersonChange::Enters | PersonChange::Rises);
            prop_assert_ne!(more(person.change), more(other.change));
        }
        for one in &there.deliverables {
            let other = back.deliverables.iter().find(|other| other.item == one.item).unwrap();
            prop_assert_eq!(one.promised.moved, other.promised.moved.map(|days| -days));
        }
    }
}
