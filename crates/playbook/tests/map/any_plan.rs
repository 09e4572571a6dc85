//! What holds for any plan.

use super::*;

/// What the pieces of a random plan need: item, kind, team, strength and whether it is given.
pub type Wish = (usize, usize, usize, bool, bool);

const WISHED: [&str; 11] =
    ["Payments", "Identity", "Platform", "Mobile", "Ports", "Data", "Ghosts", "ann", "Ledger", "per", "lin"];

pub fn a_plan(wishes: &[Wish], waits: &BTreeSet<(usize, usize)>) -> Given {
    let piece = |at: usize| {
        let name = format!("piece {at}");
        let piece = match at {
            0 => deliverable(&name).of("Booking").weighs(170),
            1 => deliverable(&name).of("Booking").about_adoption(),
            2 => work(&name).of("Booking").part_of("piece 0"),
            3 => work(&name).of("Booking").finished(),
            4 => work(&name).of("Payments"),
            5 => work(&name).of("Data"),
            6 => work(&name),
            _ => work(&name).by("ann"),
        };
        let mine = wishes.iter().filter(|wish| wish.0 == at);
        let piece = mine.fold(piece, |piece, (_, kind, whom, guessed, given)| {
            let piece = if *guessed { piece.perhaps() } else { piece };
            let piece = match kind {
                0 => piece.touches(WISHED[*whom]),
                1 => piece.waits_on(WISHED[*whom]),
                2 => piece.needs_yes_from(WISHED[*whom]),
                _ => piece.lands_on(WISHED[*whom]),
            };
            if *given { piece.given() } else { piece }
        });
        let before = waits.iter().filter(|(_, later)| *later == at);
        before.fold(piece, |piece, (earlier, _)| piece.after(&format!("piece {earlier}")))
    };
    given_ferries([team("Ghosts"), team("Search").with("ann"), team("Ledger").led_by("per").led_by("lin")])
        .and((0..8).map(piece))
}

pub fn wishes() -> impl Strategy<Value = Vec<Wish>> {
    proptest::collection::vec(
        (0usize..8, 0usize..4, 0..WISHED.len(), any::<bool>(), prop::bool::weighted(0.2)),
        0..25,
    )
}

/// Earlier and later pieces; what is later has the smaller number, so no circle arises.
pub fn waits() -> impl Strategy<Value = BTreeSet<(usize, usize)>> {
    proptest::collection::btree_set((4usize..8, 0usize..4), 0..6)
}

/// A random order, the same for the same key.
pub fn shuffle(key: u64) -> impl Fn(usize) -> u64 {
    move |at| (at as u64 ^ key).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(17)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn m2_nothing_is_dropped_the_shares_of_people_and_gaps_add_up_to_one(wishes in wishes(), waits in waits()) {
        let map = a_plan(&wishes, &waits).when_drawn();
        let expected = if map.0.crossings == 0 { 0.0 } else { 1.0 };
        prop_assert!((map.whole() - expected).abs() < 1e-9, "{} of {:?}", map.whole(), map.0);
        let named: f64 = map.0.peers.iter().map(|peer| peer.dependence).sum();
        prop_assert!(close(named, map.0.covered));
        let nameless: f64 = map.0.gaps.iter().map(|gap| gap.dependence).sum();
        prop_assert!(close(nameless, map.0.unnamed));
    }

    #[test]
    fn m3_names_stand_in_the_order_of_their_need_and_before_whoever_is_left_out(wishes in wishes(), waits in waits()) {
        let map = a_plan(&wishes, &waits).when_drawn().0;
        prop_assert!(map.peers.len() <= 5);
        prop_assert!(map.peers.is_sorted_by(|a, b| a.dependence >= b.dependence));
        prop_assert!(map.left_out.is_sorted_by(|a, b| a.dependence >= b.dependence));
        let guess = "nothing but guesses speaks for it";
        let next = map.left_out.iter().find(|left| left.reason != guess).map_or(0.0, |left| left.dependence);
        prop_assert!(map.peers.last().is_none_or(|last| last.dependence >= next && last.dependence >= 0.05));
    }

    #[test]
    fn the_order_in_which_needs_are_read_changes_nothing(wishes in wishes(), waits in waits(), key in any::<u64>()) {
        let plan = a_plan(&wishes, &waits);
        let other = plan.clone().with_asks_in_order(shuffle(key));
        prop_assert_eq!(plan.when_drawn(), other.when_drawn());
    }

    #[test]
    fn the_order_of_the_plan_changes_the_order_of_its_lines_and_nothing_else(wishes in wishes(), waits in waits(), key in any::<u64>()) {
        let plan = a_plan(&wishes, &waits);
        let other = plan.clone().with_work_in_order(shuffle(key));
        prop_assert_eq!(plan.when_drawn().whatever_the_order(), other.when_drawn().whatever_the_order());
    }
}
