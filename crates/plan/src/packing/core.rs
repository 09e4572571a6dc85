//! A part of the cycles that shares no agent with any other part, and a choice among it.

/// No cycle.
pub(super) const NONE: u32 = u32::MAX;

/// Cycles over agents that are numbered from zero, both ways.
#[derive(Clone, Debug, Default)]
pub(super) struct Core {
    ends: Vec<u32>,
    agents: Vec<u32>,
    pub(super) gains: Vec<i64>,
    /// Numbers that the caller knows these cycles by.
    pub(super) origin: Vec<u32>,
    of_ends: Vec<u32>,
    of: Vec<u32>,
}

impl Core {
    /// The core of cycles given one by one: agents, gain, origin.
    pub(super) fn new<'a>(agents: usize, cycles: impl Iterator<Item = (&'a [u32], i64, u32)>) -> Self {
        let mut core = Self { ends: vec![0], of_ends: vec![0; agents + 1], ..Self::default() };
        for (members, gain, origin) in cycles {
            core.agents.extend_from_slice(members);
            core.ends.push(core.agents.len() as u32);
            core.gains.push(gain);
            core.origin.push(origin);
        }
        core.agents.iter().for_each(|agent| core.of_ends[*agent as usize + 1] += 1);
        (0..agents).for_each(|agent| core.of_ends[agent + 1] += core.of_ends[agent]);
        let mut next = core.of_ends.clone();
        core.of = vec![0; core.agents.len()];
        for cycle in 0..core.len() as u32 {
            for at in core.ends[cycle as usize]..core.ends[cycle as usize + 1] {
                let next = &mut next[core.agents[at as usize] as usize];
                core.of[*next as usize] = cycle;
                *next += 1;
            }
        }
        core
    }

    pub(super) fn len(&self) -> usize {
        self.gains.len()
    }

    pub(super) fn agent_count(&self) -> usize {
        self.of_ends.len() - 1
    }

    pub(super) fn cycles(&self) -> std::ops::Range<u32> {
        0..self.len() as u32
    }

    #[inline]
    pub(super) fn agents(&self, cycle: u32) -> &[u32] {
        &self.agents[self.ends[cycle as usize] as usize..self.ends[cycle as usize + 1] as usize]
    }

    #[inline]
    pub(super) fn gain(&self, cycle: u32) -> i64 {
        self.gains[cycle as usize]
    }

    /// The cycles of an agent.
    #[inline]
    pub(super) fn of(&self, agent: u32) -> &[u32] {
        &self.of[self.of_ends[agent as usize] as usize..self.of_ends[agent as usize + 1] as usize]
    }

    /// The same agents with some of the cycles, known by the same numbers.
    pub(super) fn only(&self, cycles: &[u32]) -> Self {
        let origin = |cycle: u32| self.origin[cycle as usize];
        let kept = cycles.iter().map(|cycle| (self.agents(*cycle), self.gain(*cycle), origin(*cycle)));
        Self::new(self.agent_count(), kept)
    }
}

/// Disjoint cycles of a core.
#[derive(Clone, Debug, Default)]
pub(super) struct Choice {
    /// The chosen cycle of each agent, or [`NONE`].
    pub(super) owner: Vec<u32>,
    pub(super) value: i64,
}

impl Choice {
    pub(super) fn none(core: &Core) -> Self {
        Self { owner: vec![NONE; core.agent_count()], value: 0 }
    }

    pub(super) fn has(&self, core: &Core, cycle: u32) -> bool {
        core.agents(cycle).first().is_some_and(|agent| self.owner[*agent as usize] == cycle)
    }

    pub(super) fn is_free(&self, core: &Core, cycle: u32) -> bool {
        core.agents(cycle).iter().all(|agent| self.owner[*agent as usize] == NONE)
    }

    /// Takes a cycle whose agents are free.
    #[inline]
    pub(super) fn take(&mut self, core: &Core, cycle: u32) {
        core.agents(cycle).iter().for_each(|agent| self.owner[*agent as usize] = cycle);
        self.value += core.gain(cycle);
    }

    /// Lets a chosen cycle go.
    #[inline]
    pub(super) fn leave(&mut self, core: &Core, cycle: u32) {
        core.agents(cycle).iter().for_each(|agent| self.owner[*agent as usize] = NONE);
        self.value -= core.gain(cycle);
    }

    /// The chosen cycles, in their order.
    pub(super) fn chosen(&self, core: &Core) -> Vec<u32> {
        core.cycles().filter(|cycle| self.has(core, *cycle)).collect()
    }

    /// Takes what is free, in an order.
    pub(super) fn fill(&mut self, core: &Core, order: impl IntoIterator<Item = u32>) {
        for cycle in order {
            if self.is_free(core, cycle) {
                self.take(core, cycle);
            }
        }
    }
}
