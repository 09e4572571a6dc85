//! The few names that carry the year (rule M3).

use std::collections::BTreeSet;

use super::{
    answerer::Answerer,
    need::{Need, Needs},
    rules::Rules,
};

/// Names, and why the others are not among them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Picks {
    /// Positions in the needs, the largest first.
    pub named: Vec<usize>,
    /// Positions of people who are left out, and why.
    pub left_out: Vec<(usize, Reason)>,
    /// Groups of equal need, among the names or across the cut.
    pub ties: Vec<Tie>,
    /// Those of the names that the leader added, and the rule alone would not name.
    pub added: Vec<usize>,
}

/// What the leader chose themselves: positions in the needs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chosen {
    /// Names that are struck. Their need stays in the total.
    pub struck: BTreeSet<usize>,
    /// Names that are added, the first words first.
    pub added: Vec<usize>,
}

/// Why somebody is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// They would add less than a name must add.
    AddsTooLittle,
    /// The names before them cover enough.
    Covered,
    /// There are as many names as a year can bear.
    Enough,
    /// Equal to others with whom they would be too many.
    Tie,
    /// Less than some who are left out for a tie.
    BehindATie,
    /// Nothing but guesses speaks for them.
    OnlyGuesses,
    /// The leader struck them.
    Struck,
    /// The leader added them, where there are as many names as a year can bear.
    OneTooMany,
}

/// People of equal need.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tie {
    /// Positions in the needs.
    pub members: Vec<usize>,
    /// How it was dealt with.
    pub outcome: Outcome,
}

/// What a tie led to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// All of them are named.
    AllIn,
    /// None of them is named.
    AllOut,
    /// Some are named, by the alphabet alone.
    ByName,
}

/// The smallest set of people that covers enough of the need: at most five, usually three, fewer where the next would add
/// too little, never padded.
///
/// A tie over the cut enters whole if at most five result, else stays out whole if three or more remain, else is cut by
/// name.
///
/// Names that the leader struck are passed over, and whoever stands behind them enters only by the rule; names that the
/// leader added come on top of it, as long as there are places.
pub fn pick(needs: &Needs, rules: &Rules, chosen: &Chosen) -> Picks {
    let mut picks = by_rule(needs, rules, &chosen.struck);
    for at in &chosen.added {
        if picks.named.contains(at) {
            continue;
        }
        picks.left_out.retain(|(left, _)| left != at);
        if picks.named.len() >= rules.most {
            picks.left_out.push((*at, Reason::OneTooMany));
            continue;
        }
        picks.named.push(*at);
        picks.added.push(*at);
        picks.ties.iter_mut().for_each(|tie| tie.members.retain(|member| member != at));
    }
    picks.ties.retain(|tie| tie.members.len() > 1);
    picks.left_out.extend(chosen.struck.iter().map(|at| (*at, Reason::Struck)));
    picks.left_out.sort_by_key(|(at, _)| *at);
    picks.named.sort_unstable();
    picks
}

/// The names by the rule alone, among those who are not passed over.
fn by_rule(needs: &Needs, rules: &Rules, passed_over: &BTreeSet<usize>) -> Picks {
    let is_person = |at: &usize| matches!(needs.all[*at].who, Answerer::Person(_));
    let people: Vec<usize> =
        (0..needs.all.len()).filter(|at| is_person(at) && !passed_over.contains(at)).collect();
    let (guesses, able): (Vec<usize>, Vec<usize>) =
        people.into_iter().partition(|at| needs.all[*at].is_guess());
    let weight = |at: usize| needs.all[able[at]].weight;
    let (cut, mut reason) = cut(needs, &able, rules);
    let (mut end, mut straddle) = (cut, None);
    if cut > 0 && cut < able.len() && weight(cut) == weight(cut - 1) {
        let first = (0..cut).find(|at| weight(*at) == weight(cut)).unwrap_or(cut);
        let behind = (cut..able.len()).find(|at| weight(*at) != weight(cut)).unwrap_or(able.len());
        let outcome = if behind <= rules.most {
            end = behind;
            reason = if end >= rules.most { Reason::Enough } else { Reason::Covered };
            Outcome::AllIn
        } else if first >= rules.usual {
            end = first;
            reason = Reason::BehindATie;
            Outcome::AllOut
        } else {
            Outcome::ByName
        };
        straddle = Some((first, behind, outcome));
    }
    let mut left_out: Vec<(usize, Reason)> = (end..able.len())
        .map(|at| {
            let tied = straddle.is_some_and(|(first, behind, _)| (first..behind).contains(&at));
            let little = needs.share(weight(at)) < rules.least;
            (
                able[at],
                if tied {
                    Reason::Tie
                } else if little {
                    Reason::AddsTooLittle
                } else {
                    reason
                },
            )
        })
        .collect();
    left_out.extend(guesses.into_iter().map(|at| (at, Reason::OnlyGuesses)));
    let ties = ties(&needs.all, &able, end, straddle);
    Picks { named: able[..end].to_vec(), left_out, ties, added: Vec::new() }
}

/// How many names are enough, ties aside, and why the next is not named.
fn cut(needs: &Needs, able: &[usize], rules: &Rules) -> (usize, Reason) {
    let mut covered = 0.0;
    for (count, at) in able.iter().enumerate() {
        let share = needs.share(needs.all[*at].weight);
        if count >= rules.most {
            return (count, Reason::Enough);
        }
        if share < rules.least {
            return (count, Reason::AddsTooLittle);
        }
        if count >= rules.usual && covered >= rules.cover - 1e-9 {
            return (count, Reason::Covered);
        }
        covered += share;
    }
    (able.len(), Reason::Covered)
}

/// Groups of equal need of which at least one is named, or that lie across the cut.
fn ties(all: &[Need], able: &[usize], end: usize, straddle: Option<(usize, usize, Outcome)>) -> Vec<Tie> {
    let mut ties = Vec::new();
    let mut first = 0;
    while first < able.len() {
        let same = |at: &usize| all[able[*at]].weight == all[able[first]].weight;
        let behind = (first..able.len()).take_while(same).count() + first;
        let across = straddle.filter(|(start, ..)| *start == first);
        let outcome = across.map(|(.., outcome)| outcome).or((behind <= end).then_some(Outcome::AllIn));
        if let (true, Some(outcome)) = (behind - first > 1, outcome) {
            ties.push(Tie { members: able[first..behind].to_vec(), outcome });
        }
        first = behind;
    }
    ties
}

#[cfg(test)]
mod tests {
    use plan::{
        crossing::Crossing,
        directory::{PersonId, TeamId, Whom},
        facts::{Kind, Strength},
        network::ItemId,
        place::Place,
    };
    use proptest::prelude::*;

    use super::*;

    /// The names by the rule alone.
    fn pick(needs: &Needs, rules: &Rules) -> Picks {
        super::pick(needs, rules, &Chosen::default())
    }

    fn need(at: usize, weight: i64, strength: Strength, named: bool) -> Need {
        let person = PersonId(at as u32);
        let crossing = Crossing {
            kind: Kind::Touch,
            item: ItemId(0),
            home: ItemId(0),
            whom: Whom::Person(person),
            strength,
            theirs: None,
            through: Vec::new(),
            path: Vec::new(),
            place: Place::default(),
            corrected: Vec::new(),
        };
        let who = if named { Answerer::Person(person) } else { Answerer::Team(TeamId(at as u32)) };
        Need {
            who,
            name: format!("p{at}"),
            weight,
            crossings: vec![crossing],
            teams: Vec::new(),
            named_teams: Vec::new(),
        }
    }

    /// Needs of named people, the largest first.
    fn people(weights: &[i64]) -> Needs {
        let all: Vec<Need> =
            weights.iter().enumerate().map(|(at, w)| need(at, *w, Strength::Stated, true)).collect();
        Needs { total: weights.iter().sum(), all }
    }

    fn names(weights: &[i64]) -> usize {
        pick(&people(weights), &Rules::default()).named.len()
    }

    #[test]
    fn m3_three_names_are_usual() {
        assert_eq!(names(&[50, 30, 12, 8]), 3);
        assert_eq!(names(&[89, 11]), 2, "two is right where only two exist");
        assert_eq!(names(&[40, 20, 15, 14, 11]), 4, "three cover 75 %");
    }

    #[test]
    fn m3_names_at_most_five() {
        assert_eq!(names(&[11, 10, 9, 8, 7, 6, 5]), 5);
    }

    #[test]
    fn m3_stops_where_the_next_name_adds_under_five_percent() {
        assert_eq!(names(&[60, 36, 4]), 2);
        assert_eq!(names(&[97, 3]), 1);
        assert_eq!(names(&[]), 0);
    }

    #[test]
    fn m3_coverage_counts_need_without_a_name() {
        let mut needs = people(&[40, 20, 12, 8]);
        needs.all.insert(1, need(9, 20, Strength::Stated, false));
        needs.total += 20;
        assert_eq!(pick(&needs, &Rules::default()).named.len(), 4, "three people cover 72 of 100");
        assert_eq!(needs.unnamed(), 20);
    }

    #[test]
    fn m3_guesses_alone_put_nobody_on_the_map() {
        let mut needs = people(&[50, 30]);
        needs.all.push(need(7, 20, Strength::Guessed, true));
        needs.total += 20;
        let picks = pick(&needs, &Rules::default());
        assert_eq!(picks.named, [0, 1]);
        assert_eq!(picks.left_out, [(2, Reason::OnlyGuesses)]);
    }

    #[test]
    fn m3_a_tie_over_the_cut_enters_whole_if_five_result() {
        let picks = pick(&people(&[41, 23, 18, 18]), &Rules::default());
        assert_eq!(picks.named.len(), 4);
        assert_eq!(picks.ties, [Tie { members: vec![2, 3], outcome: Outcome::AllIn }]);
    }

    #[test]
    fn m3_a_tie_that_would_make_six_stays_out_whole_where_three_remain() {
        let picks = pick(&people(&[30, 20, 15, 10, 10, 10]), &Rules::default());
        assert_eq!(picks.named.len(), 3);
        assert_eq!(picks.ties, [Tie { members: vec![3, 4, 5], outcome: Outcome::AllOut }]);
        assert!(picks.left_out.iter().all(|(_, reason)| *reason == Reason::Tie));
    }

    #[test]
    fn m3_a_tie_among_all_is_cut_by_name_and_said() {
        let picks = pick(&people(&[10; 8]), &Rules::default());
        assert_eq!(picks.named.len(), 5);
        assert_eq!(picks.ties[0].outcome, Outcome::ByName);
    }

    fn choose(weights: &[i64], struck: &[usize], added: &[usize]) -> Picks {
        let chosen = Chosen { struck: struck.iter().copied().collect(), added: added.to_vec() };
        super::pick(&people(weights), &Rules::default(), &chosen)
    }

    #[test]
    fn m3b_a_struck_name_is_passed_over_and_the_next_enters_only_by_the_rule() {
        let picks = choose(&[40, 30, 26, 4], &[1], &[]);
        assert_eq!(picks.named, [0, 2], "four hundredths are too little, with or without the struck one");
        assert_eq!(picks.left_out, [(1, Reason::Struck), (3, Reason::AddsTooLittle)]);
        let picks = choose(&[40, 30, 20, 10], &[1], &[]);
        assert_eq!(picks.named, [0, 2, 3], "sixty of a hundred are covered, so the rule goes on");
    }

    #[test]
    fn m3b_an_added_name_comes_on_top_of_the_rule_and_is_marked() {
        let picks = choose(&[60, 36, 4], &[], &[2, 0]);
        assert_eq!((picks.named, picks.added), (vec![0, 1, 2], vec![2]), "the first is named anyway");
        assert_eq!(picks.left_out, []);
    }

    #[test]
    fn m3b_an_added_name_is_never_the_sixth() {
        let picks = choose(&[20, 18, 17, 16, 15, 14], &[], &[5]);
        assert_eq!(picks.named.len(), 5);
        assert_eq!(picks.left_out, [(5, Reason::OneTooMany)]);
        assert_eq!(choose(&[20, 18, 17, 16, 15, 14], &[0], &[5]).named, [1, 2, 3, 4, 5]);
    }

    #[test]
    fn m3b_whoever_is_added_out_of_a_tie_is_no_part_of_it() {
        let picks = choose(&[30, 20, 15, 10, 10, 10], &[], &[4]);
        assert_eq!(picks.named, [0, 1, 2, 4]);
        assert_eq!(picks.ties, [Tie { members: vec![3, 5], outcome: Outcome::AllOut }]);
    }

    proptest! {
        #[test]
        fn m3b_choices_add_and_strike_what_they_name_and_nothing_else(
            mut weights in proptest::collection::vec(1i64..60, 1..12),
            struck in proptest::collection::btree_set(0usize..12, 0..4),
            added in proptest::collection::vec(0usize..12, 0..4),
        ) {
            weights.sort_unstable_by(|a, b| b.cmp(a));
            let struck: Vec<usize> = struck.into_iter().filter(|at| *at < weights.len()).collect();
            let added: Vec<usize> =
                added.into_iter().filter(|at| *at < weights.len() && !struck.contains(at)).collect();
            let rule = choose(&weights, &struck, &[]);
            let picks = choose(&weights, &struck, &added);
            prop_assert!(picks.named.len() <= 5);
            prop_assert!(picks.named.iter().all(|at| !struck.contains(at)));
            prop_assert!(rule.named.iter().all(|at| picks.named.contains(at)), "an added name drives nobody out");
            prop_assert_eq!(picks.named.len() + picks.left_out.len(), weights.len());
            let by_whom = |at: &usize| rule.named.contains(at) != picks.added.contains(at);
            prop_assert!(picks.named.iter().all(by_whom), "each name stands by the rule or by the leader's word");
            let needs = people(&weights);
            prop_assert!(rule.named.iter().all(|at| needs.share(weights[*at]) >= 0.05), "never padded");
        }
    }

    proptest! {
        #[test]
        fn m3_the_names_are_the_largest_and_never_padded(mut weights in proptest::collection::vec(1i64..60, 0..12)) {
            weights.sort_unstable_by(|a, b| b.cmp(a));
            let needs = people(&weights);
            let picks = pick(&needs, &Rules::default());
            prop_assert!(picks.named.len() <= 5);
            prop_assert_eq!(&picks.named, &(0..picks.named.len()).collect::<Vec<_>>());
            prop_assert!(picks.named.iter().all(|at| needs.share(weights[*at]) >= 0.05));
            prop_assert_eq!(picks.named.len() + picks.left_out.len(), weights.len());
            let without_last: i64 = weights.iter().take(picks.named.len().saturating_sub(1)).sum();
            let tied = picks.ties.iter().any(|tie| tie.outcome == Outcome::AllIn);
            prop_assert!(picks.named.len() <= 3 || tied || needs.share(without_last) < 0.8);
        }
    }
}
