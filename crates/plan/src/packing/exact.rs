//! Branch and bound of `microlp`, over some cycles of a core.

use microlp::{
    ComparisonOp, Error, OptimizationDirection, Problem, ResumeOptions, SolveOptions, SolveOutcome, Variable,
};

use super::core::{Choice, Core};

/// What came of it.
pub(super) struct Solved {
    /// The cycles of the best packing found, whose value is summed by the caller.
    pub(super) chosen: Vec<u32>,
    /// Whether no other packing of these cycles gains more.
    pub(super) is_proven: bool,
}

/// A search that goes on in slices.
pub(super) struct Proof {
    cycles: Vec<u32>,
    variables: Vec<Variable>,
    outcome: Option<Result<SolveOutcome, Error>>,
    problem: Problem,
    start: Vec<(Variable, f64)>,
}

impl Proof {
    /// The best packing of some cycles of a core, begun from a choice.
    pub(super) fn of(core: &Core, cycles: &[u32], choice: &Choice) -> Self {
        let mut problem = Problem::new(OptimizationDirection::Maximize);
        let add = |cycle: &u32| problem.add_binary_var(core.gain(*cycle) as f64);
        let variables: Vec<Variable> = cycles.iter().map(add).collect();
        let mut rows: Vec<(u32, Variable)> = Vec::new();
        for (cycle, variable) in cycles.iter().zip(&variables) {
            rows.extend(core.agents(*cycle).iter().map(|agent| (*agent, *variable)));
        }
        rows.sort_by_key(|(agent, _)| *agent);
        for row in rows.chunk_by(|one, other| one.0 == other.0).filter(|row| row.len() > 1) {
            problem.add_constraint(row.iter().map(|(_, variable)| (*variable, 1.0)), ComparisonOp::Le, 1.0);
        }
        let is_chosen = |cycle: &u32| f64::from(u8::from(choice.has(core, *cycle)));
        let start = cycles.iter().zip(&variables).map(|(cycle, variable)| (*variable, is_chosen(cycle)));
        Self { cycles: cycles.to_vec(), start: start.collect(), variables, outcome: None, problem }
    }

    /// Goes on for so many nodes.
    pub(super) fn slice(&mut self, nodes: u64) -> Solved {
        let outcome = match self.outcome.take() {
            None => {
                let mut options = SolveOptions::default();
                options.node_limit = Some(nodes);
                options.warm_start = Some(std::mem::take(&mut self.start));
                self.problem.solve_with(options)
            }
            Some(Ok(outcome)) if !outcome.is_optimal() => {
                let mut options = ResumeOptions::default();
                options.node_limit = Some(nodes);
                outcome.resume_with(options)
            }
            Some(outcome) => outcome,
        };
        let solved = self.solved(&outcome);
        self.outcome = Some(outcome);
        solved
    }

    fn solved(&self, outcome: &Result<SolveOutcome, Error>) -> Solved {
        let Ok(outcome) = outcome else {
            return Solved { chosen: Vec::new(), is_proven: false };
        };
        let is_in = |variable: &Variable| {
            outcome.solution().is_some_and(|solution| solution.var_value(*variable) > 0.5)
        };
        let chosen = self.cycles.iter().zip(&self.variables).filter(|(_, variable)| is_in(variable));
        Solved { chosen: chosen.map(|(cycle, _)| *cycle).collect(), is_proven: outcome.is_optimal() }
    }
}
