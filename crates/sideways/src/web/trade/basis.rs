//! What something was worked out of: where the notebook ended then, and whether what counts is still the same.

use std::sync::{Mutex, MutexGuard, PoisonError};

use desk::open::Desk;
use playbook::{map::peers, notebook::Event, trade::goods};

use crate::stop::Stop;

/// The number and the hash of the last page; nothing while the notebook is empty.
type End = Option<(u64, [u8; 32])>;

/// Where the notebook ended when something was worked out of it.
#[derive(Default)]
pub struct Basis(Mutex<Was>);

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Was {
    /// Nothing is worked out.
    #[default]
    Nothing,
    /// Something was, as it ended there.
    Of(End),
    /// Something was, and does not hold any more.
    Lost,
}

impl Basis {
    fn held(&self) -> MutexGuard<'_, Was> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Something is worked out of the notebook as it is.
    pub fn begin(&self, desk: &Desk) {
        *self.held() = Was::Of(desk.end());
    }

    /// Nothing is left that was worked out, as the leader knows.
    pub fn clear(&self) {
        *self.held() = Was::Nothing;
    }

    /// Whether something was lost because the notebook changed.
    pub fn was_lost(&self) -> bool {
        *self.held() == Was::Lost
    }

    /// Whether it still holds: the plan was neither read again nor corrected since, and nothing was agreed (rule T2).
    ///
    /// # Errors
    /// If the journal can't be read.
    pub fn holds(&self, desk: &mut Desk) -> Result<bool, Stop> {
        let (was, now) = (*self.held(), desk.end());
        let Was::Of(then) = was else { return Ok(was == Was::Nothing) };
        let holds = then == now || is_same_since(then, now, desk)?;
        let mut held = self.held();
        // Whoever began something meanwhile knows better.
        if *held == was {
            *held = if holds { Was::Of(now) } else { Was::Lost };
        }
        Ok(holds)
    }
}

fn is_same_since(then: End, now: End, desk: &mut Desk) -> Result<bool, Stop> {
    let number = |end: End| end.map_or(0, |(number, _)| number);
    // A backup was restored.
    if number(now) <= number(then) {
        return Ok(false);
    }
    for entry in number(then) + 1..=number(now) {
        if is_of_the_plan(u32::try_from(entry).unwrap_or(u32::MAX), desk)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Whether an entry says where the plan lies, what is kept or corrected of it, or what was agreed; or takes back what did.
fn is_of_the_plan(entry: u32, desk: &mut Desk) -> Result<bool, Stop> {
    let said = desk.said(entry, |event, _| match event {
        Event::Peers(peers::Event::PlanFound(_) | peers::Event::Kept(_) | peers::Event::Corrected { .. })
        | Event::Goods(goods::Event::Agreed { .. }) => (true, None),
        Event::Undone { entry } | Event::Forgotten { entry } => (false, Some(*entry)),
        _ => (false, None),
    })?;
    // What is forgotten may have been anything.
    if said.is_empty() || said.iter().any(|(is_it, _)| *is_it) {
        return Ok(true);
    }
    for back in said.into_iter().filter_map(|(_, back)| back).filter(|back| *back < entry) {
        if is_of_the_plan(back, desk)? {
            return Ok(true);
        }
    }
    Ok(false)
}
