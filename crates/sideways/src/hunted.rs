//! The hunt on a plan that was read, and what the notebook says beside what it finds.

use plan::{crossing::Mine, hunt::Follow, whatif::GoOn};
use playbook::{
    channel::prepare::{self, Valued},
    moment::Day,
    notebook::Notebook,
    trade::{
        goods::{Listed, Stage, listed},
        hunt::{self, Cited, Hunt, Proposal, Range, Side, Wanted},
    },
};
use sources::text::shown;

use crate::{opened, planned::Planned, stop::Stop};

/// Names of those to whom nothing is proposed (rule B1).
pub fn guarded(notes: &Notebook) -> Vec<String> {
    let peers = &notes.peers;
    let guarded = peers.everybody().filter(|(peer, _)| peers.is_guarded(*peer));
    guarded.flat_map(|(peer, _)| peers.names_of(peer).map(str::to_owned)).collect()
}

/// What was offered or is wanted, by date.
pub fn noted(notes: &Notebook, today: Day) -> Vec<Listed> {
    let mut noted = listed(&notes.goods, &notes.loans, &notes.peers, today, &opened::screen());
    noted.retain(|one| one.stage == Stage::Noted);
    noted
}

/// What the notebook says of the work of a proposal.
pub fn cited(proposal: &Proposal, notes: &Notebook, today: Day) -> Vec<Cited> {
    let rooms = hunt::Notes { peers: &notes.peers, goods: &notes.goods, asks: &notes.asks };
    hunt::cited(proposal, &rooms, today, &opened::screen())
}

/// What they value that is shown of a side, at most.
const VALUED: usize = 3;

/// What a side values, the latest first, as many as a proposal shows (rule T2).
pub fn valued(side: &Side, notes: &Notebook, today: Day) -> Vec<Valued> {
    let Notebook { peers, channels, .. } = notes;
    let known = side.peer.as_ref().and_then(|name| peers.called(name));
    let values = known.map(|peer| prepare::values(channels, peers, peer, today, &opened::screen()));
    values.into_iter().flatten().take(VALUED).collect()
}

/// What the plan holds instead of what a peer asked for, in words meant for them (rule T8).
///
/// # Errors
/// If it is not known whose plan it is.
pub fn instead(
    planned: &Planned,
    (asked, trials): (&str, u32),
    go_on: &GoOn<'_>,
) -> Result<Option<String>, Stop> {
    let mine = mine(planned)?;
    Ok(hunt::instead(&planned.network, &mine, &planned.years(1), (asked, trials), go_on))
}

/// Hunts on a plan that was read.
///
/// # Errors
/// If it is not known whose plan it is.
pub fn hunted(planned: &Planned, wanted: &Wanted, follow: &dyn Follow) -> Result<Hunt, Stop> {
    let mine = mine(planned)?;
    let spread = (planned.learnt.spread(), &planned.texts as _);
    Ok(hunt::hunt(&planned.network, &mine, |seed| planned.years(seed), spread, wanted, follow))
}

fn mine(planned: &Planned) -> Result<Mine, Stop> {
    let (mine, located) = (planned.mine(), &planned.located);
    match mine.teams.is_empty() {
        false => Ok(mine),
        true => {
            let who = located.me.clone().unwrap_or_else(|| located.team.join(", "));
            let fact = format!("no team of “{}” is known in this plan", shown(&who));
            Err(Stop::Usage(fact, "--team Booking names a team of yours".into()))
        }
    }
}

/// A range of days, in words.
pub fn days(range: Range) -> String {
    match (range.from, range.to) {
        (_, 1) if range.from == 0 => "up to a day".into(),
        (0, to) => format!("up to {to} days"),
        (1, 1) => "a day".into(),
        (from, to) if from == to => format!("{from} days"),
        (from, to) => format!("{from} to {to} days"),
    }
}
