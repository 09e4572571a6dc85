//! Branch and bound of `microlp`, over some cycles of a core.

use microlp::{
    ComparisonOp, Error, OptimizationDirection, Problem, ResumeOptions, SolveOptions, SolveOutcome, Variable,
};

use super::core::{Choice, Core};

/// What came of it.
#[derive(Clone, Debug, Default)]
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
    problem: Problem,
    outcome: Option<Result<SolveOutcome, Error>>,
}

impl Proof {
    /// The best packing of some cycles of a core.
    pub(super) fn of(core: &Core, cycles: Vec<u32>) -> Self {
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
        Self { cycles, variables, problem, outcome: None }
    }

    /// Begins from a choice, for so many nodes. `microlp` then leaves some of its reductions out.
    pub(super) fn from(mut self, core: &Core, choice: &Choice, nodes: u64) -> Solved {
        let is_in = |cycle: &u32| f64::from(u8::from(choice.has(core, *cycle)));
        let start =
            self.cycles.iter().zip(&self.variables).map(|(cycle, variable)| (*variable, is_in(cycle)));
        let start = Some(start.collect());
        self.begin(nodes, start);
        self.solved()
    }

    /// Goes on for so many nodes.
    pub(super) fn slice(&mut self, nodes: u64) -> Solved {
        match self.outcome.take() {
            None => self.begin(nodes, None),
            Some(Ok(outcome)) if !outcome.is_optimal() => {
                let mut options = ResumeOptions::default();
                options.node_limit = Some(nodes);
                self.outcome = Some(outcome.resume_with(options));
            }
            ended => self.outcome = ended,
        }
        self.solved()
    }

    fn begin(&mut self, nodes: u64, start: Option<Vec<(Variable, f64)>>) {
        let mut options = SolveOptions::default();
        options.node_limit = Some(nodes);
        options.warm_start = start;
        self.outcome = Some(self.problem.solve_with(options));
    }

    /// Nothing if `microlp` failed.
    fn solved(&self) -> Solved {
        let Some(Ok(outcome)) = &self.outcome else {
            return Solved::default();
        };
        let solution = outcome.solution();
        let is_in = |variable: &Variable| solution.is_some_and(|all| all.var_value(*variable) > 0.5);
        let chosen = self.cycles.iter().zip(&self.variables).filter(|(_, variable)| is_in(variable));
        Solved { chosen: chosen.map(|(cycle, _)| *cycle).collect(), is_proven: outcome.is_optimal() }
    }
}
