//! The few names that carry the year (rule M3).

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
pub fn pick(needs: &Needs, rules: &Rules) -> Picks {
    let people: Vec<usize> =
        (0..needs.all.len()).filter(|at| matches!(needs.all[*at].who, Answerer::Person(_))).collect();
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
    left_out.sort_by_key(|(at, _)| *at);
    Picks { named: able[..end].to_vec(), left_out, ties: ties(&needs.all, &able, end, straddle) }
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
