//! Branch and bound of `microlp`, over some cycles of a core.

use microlp::{ComparisonOp, OptimizationDirection, Problem, SolveOptions, Variable};

use super::core::{Choice, Core};

/// What came of it.
#[derive(Clone, Debug, Default)]
pub(super) struct Solved {
    /// The cycles of the best packing found, whose value is summed by the caller.
    pub(super) chosen: Vec<u32>,
    /// Whether no other packing of these cycles gains more.
    pub(super) is_proven: bool,
}

/// The best packing of some cycles of a core, begun from a choice, within so many nodes. Nothing if `microlp` fails.
pub(super) fn best(core: &Core, cycles: &[u32], choice: &Choice, nodes: u64) -> Solved {
    let mut problem = Problem::new(OptimizationDirection::Maximize);
    let variables: Vec<Variable> =
        cycles.iter().map(|cycle| problem.add_binary_var(core.gain(*cycle) as f64)).collect();
    let members = cycles.iter().zip(&variables);
    let members =
        members.flat_map(|(cycle, variable)| core.agents(*cycle).iter().map(|agent| (*agent, *variable)));
    let mut rows: Vec<(u32, Variable)> = members.collect();
    rows.sort_by_key(|(agent, _)| *agent);
    for row in rows.chunk_by(|one, other| one.0 == other.0).filter(|row| row.len() > 1) {
        problem.add_constraint(row.iter().map(|(_, variable)| (*variable, 1.0)), ComparisonOp::Le, 1.0);
    }
    let is_in = |cycle: &u32| f64::from(u8::from(choice.has(core, *cycle)));
    let start = cycles.iter().zip(&variables).map(|(cycle, variable)| (*variable, is_in(cycle)));
    let mut options = SolveOptions::default();
    options.node_limit = Some(nodes);
    options.warm_start = Some(start.collect());
    let Ok(outcome) = problem.solve_with(options) else {
        return Solved::default();
    };
    let is_in = |variable: &Variable| outcome.solution().is_some_and(|all| all.var_value(*variable) > 0.5);
    let chosen = cycles.iter().zip(&variables).filter(|(_, variable)| is_in(variable));
    Solved { chosen: chosen.map(|(cycle, _)| *cycle).collect(), is_proven: outcome.is_optimal() }
}
