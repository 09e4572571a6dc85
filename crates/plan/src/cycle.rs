//! Cycles among links: found, shown, and cut at the least certain link.

/// A link as the search for cycles sees it: two nodes and how certain it is.
#[derive(Clone, Copy, Debug)]
pub struct Arc {
    /// What is waited for.
    pub from: usize,
    /// What waits.
    pub to: usize,
    /// Larger is more certain.
    pub certainty: u32,
}

/// A cycle that was cut.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cut {
    /// Which arc was cut, as a position in the arcs.
    pub arc: usize,
    /// The nodes round the cycle, from the arc's later end to its earlier one.
    pub nodes: Vec<usize>,
}

/// Finds the arcs to leave out so that no cycle remains.
///
/// Arcs are laid down from the most certain to the least, equal ones in their order; one that would close a cycle is
/// cut. So every cycle loses its least certain arc, and of equal ones the last.
pub fn cuts(nodes: usize, arcs: &[Arc]) -> Vec<Cut> {
    let component = components(nodes, arcs);
    let mut doubtful: Vec<usize> =
        (0..arcs.len()).filter(|at| component[arcs[*at].from] == component[arcs[*at].to]).collect();
    if doubtful.is_empty() {
        return Vec::new();
    }
    doubtful.sort_by_key(|at| (std::cmp::Reverse(arcs[*at].certainty), *at));
    // Only these nodes can be on a cycle; most plans have few of them.
    let mut members: Vec<usize> = doubtful.iter().flat_map(|at| [arcs[*at].from, arcs[*at].to]).collect();
    members.sort_unstable();
    members.dedup();
    let number = |node: usize| members.partition_point(|member| *member < node);
    let (mut laid, mut cuts) = (Laid::new(members.len()), Vec::new());
    for at in doubtful {
        let (from, to) = (number(arcs[at].from), number(arcs[at].to));
        match laid.way(to, from) {
            Some(way) => {
                cuts.push(Cut { arc: at, nodes: way.into_iter().map(|node| members[node]).collect() })
            }
            None => laid.lay(from, to),
        }
    }
    cuts.sort_by_key(|cut| cut.arc);
    cuts
}

/// The arcs laid down so far, and marks of the last search.
struct Laid {
    after: Vec<Vec<usize>>,
    before: Vec<Vec<usize>>,
    /// By node: the search that last saw it from the beginning, and its steps from there.
    from: Vec<(u32, u32)>,
    /// The same from the end.
    to: Vec<(u32, u32)>,
    search: u32,
}

impl Laid {
    fn new(nodes: usize) -> Self {
        let (none, unseen) = (vec![Vec::new(); nodes], vec![(0, 0); nodes]);
        Self { after: none.clone(), before: none, from: unseen.clone(), to: unseen, search: 0 }
    }

    fn lay(&mut self, from: usize, to: usize) {
        self.after[from].push(to);
        self.before[to].push(from);
    }

    /// The shortest way from one node to another; of several the one that a breadth-first search from its beginning finds
    /// first. Searches from both ends, the smaller side first: in a plan that is one large tangle a search from one end
    /// would see most of it for every arc.
    fn way(&mut self, from: usize, to: usize) -> Option<Vec<usize>> {
        self.search += 1;
        let search = self.search;
        (self.from[from], self.to[to]) = ((search, 0), (search, 0));
        let (mut ahead, mut back) = (vec![vec![from]], vec![vec![to]]);
        let is_met =
            |marks: &[(u32, u32)], level: &[usize]| level.iter().any(|node| marks[*node].0 == search);
        let mut met = from == to;
        while !met {
            if ahead[ahead.len() - 1].len() <= back[back.len() - 1].len() {
                met = is_met(&self.to, step(&self.after, &mut self.from, search, &mut ahead)?);
            } else {
                met = is_met(&self.from, step(&self.before, &mut self.to, search, &mut back)?);
            }
        }
        Some(self.walk(&ahead, back.len() - 1))
    }

    /// Walks a shortest way, once the levels from its beginning meet those from its end, which is so many steps off.
    fn walk(&mut self, ahead: &[Vec<usize>], rest: usize) -> Vec<usize> {
        let search = self.search;
        // On the side of the beginning, too, steps to the end become known where a shortest way leads through.
        for (level, nodes) in ahead.iter().enumerate().rev().skip(1) {
            let left = (ahead.len() - 1 - level + rest) as u32;
            for node in nodes {
                if self.after[*node].iter().any(|next| self.to[*next] == (search, left - 1)) {
                    self.to[*node] = (search, left);
                }
            }
        }
        let mut way = vec![ahead[0][0]];
        for left in (0..(ahead.len() - 1 + rest) as u32).rev() {
            let here = way[way.len() - 1];
            way.extend(self.after[here].iter().find(|next| self.to[**next] == (search, left)));
        }
        way
    }
}

/// Goes one step further. None where there is nothing further.
fn step<'l>(
    arcs: &[Vec<usize>],
    marks: &mut [(u32, u32)],
    search: u32,
    levels: &'l mut Vec<Vec<usize>>,
) -> Option<&'l [usize]> {
    let (steps, mut level) = (levels.len() as u32, Vec::new());
    for next in levels.last()?.iter().flat_map(|node| &arcs[*node]) {
        if marks[*next].0 != search {
            marks[*next] = (search, steps);
            level.push(*next);
        }
    }
    levels.push(level);
    levels.last().map(Vec::as_slice).filter(|level| !level.is_empty())
}

/// What comes after each node: where its part of the list begins, and the list.
fn after(nodes: usize, arcs: &[Arc]) -> (Vec<u32>, Vec<u32>) {
    let (mut starts, mut list) = (vec![0; nodes + 1], vec![0; arcs.len()]);
    arcs.iter().for_each(|arc| starts[arc.from + 1] += 1);
    for node in 0..nodes {
        starts[node + 1] += starts[node];
    }
    let mut free = starts.clone();
    for arc in arcs {
        list[free[arc.from] as usize] = arc.to as u32;
        free[arc.from] += 1;
    }
    (starts, list)
}

/// The strongly connected component of every node (Tarjan 1972, without recursion).
fn components(nodes: usize, arcs: &[Arc]) -> Vec<u32> {
    const UNSEEN: u32 = u32::MAX;
    let (starts, list) = after(nodes, arcs);
    let next_of = |node: usize, at: usize| {
        let next = starts[node] as usize + at;
        (next < starts[node + 1] as usize).then(|| list[next] as usize)
    };
    let (mut index, mut low, mut component) = (vec![UNSEEN; nodes], vec![0; nodes], vec![UNSEEN; nodes]);
    let (mut stack, mut counter, mut found) = (Vec::new(), 0, 0);
    for root in 0..nodes {
        if index[root] != UNSEEN {
            continue;
        }
        let mut walk = vec![(root, 0)];
        while let Some((node, at)) = walk.pop() {
            if at == 0 {
                (index[node], low[node]) = (counter, counter);
                counter += 1;
                stack.push(node);
            }
            if let Some(next) = next_of(node, at) {
                walk.push((node, at + 1));
                if index[next] == UNSEEN {
                    walk.push((next, 0));
                } else if component[next] == UNSEEN {
                    low[node] = low[node].min(index[next]);
                }
                continue;
            }
            if low[node] == index[node] {
                while let Some(member) = stack.pop() {
                    component[member] = found;
                    if member == node {
                        break;
                    }
                }
                found += 1;
            }
            if let Some((parent, _)) = walk.last() {
                low[*parent] = low[*parent].min(low[node]);
            }
        }
    }
    component
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn arc(from: usize, to: usize, certainty: u32) -> Arc {
        Arc { from, to, certainty }
    }

    #[test]
    fn the_least_certain_link_of_a_cycle_is_cut() {
        let arcs = [arc(0, 1, 3), arc(1, 2, 1), arc(2, 0, 2), arc(2, 3, 1)];
        assert_eq!(cuts(4, &arcs), vec![Cut { arc: 1, nodes: vec![2, 0, 1] }]);
    }

    #[test]
    fn an_item_that_waits_for_itself_is_cut() {
        assert_eq!(cuts(1, &[arc(0, 0, 3)]), vec![Cut { arc: 0, nodes: vec![0] }]);
    }

    #[test]
    fn a_plan_without_cycles_loses_nothing() {
        assert_eq!(cuts(3, &[arc(0, 1, 1), arc(0, 2, 1), arc(1, 2, 1)]), vec![]);
    }

    fn breadth_first(after: &[Vec<usize>], from: usize, to: usize) -> Option<Vec<usize>> {
        let mut came: std::collections::HashMap<usize, usize> =
            std::collections::HashMap::from([(from, from)]);
        let mut queue = std::collections::VecDeque::from([from]);
        while let Some(node) = queue.pop_front() {
            if node == to {
                let mut way = vec![to];
                let mut node = to;
                while node != from {
                    node = came[&node];
                    way.push(node);
                }
                way.reverse();
                return Some(way);
            }
            for next in &after[node] {
                came.entry(*next).or_insert_with(|| {
                    queue.push_back(*next);
                    node
                });
            }
        }
        None
    }

    proptest! {
        #[test]
        fn a_way_is_the_one_that_a_search_from_its_beginning_finds(arcs in proptest::collection::vec((0usize..12, 0usize..12), 0..40)) {
            let mut laid = Laid::new(12);
            arcs.iter().for_each(|(from, to)| laid.lay(*from, *to));
            for from in 0..12 {
                for to in 0..12 {
                    let expected = breadth_first(&laid.after, from, to);
                    prop_assert_eq!(laid.way(from, to), expected);
                }
            }
        }

        #[test]
        fn no_cycle_remains_and_every_cut_was_needed(arcs in proptest::collection::vec((0usize..9, 0usize..9, 0u32..3), 0..30)) {
            let arcs: Vec<Arc> = arcs.into_iter().map(|(from, to, certainty)| arc(from, to, certainty)).collect();
            let cut = cuts(9, &arcs);
            let is_cut = |at: usize| cut.iter().any(|c| c.arc == at);
            let kept: Vec<Arc> = (0..arcs.len()).filter(|at| !is_cut(*at)).map(|at| arcs[at]).collect();
            let mut left = kept.clone();
            let mut nodes: Vec<usize> = (0..9).collect();
            while let Some(free) = nodes.iter().position(|n| left.iter().all(|a| a.to != *n)) {
                let node = nodes.remove(free);
                left.retain(|a| a.from != node);
            }
            prop_assert!(nodes.is_empty(), "a cycle is left among {nodes:?}");
            for c in &cut {
                let mut again = kept.clone();
                again.push(arcs[c.arc]);
                prop_assert_eq!(cuts(9, &again).len(), 1, "cut {:?} was not needed", arcs[c.arc]);
            }
        }
    }
}
