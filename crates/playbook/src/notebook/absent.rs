//! Whoever is absent or decides with others: what several rooms know of it, put together.

use super::Notebook;
use crate::{
    akin::akin,
    channel::prepare,
    defend::{
        self,
        card::{self, Cards, Forum, Heard, Item, Look},
        passage::Passage,
        review::{self, InPlan, Review},
    },
    map::peers::Known,
    moment::{Day, Id},
    outward::{
        Text,
        ratified::{self, Ratified},
    },
    privacy::{OwnersScreen, Shareable},
    ratify,
    refusal::Refusal,
};

impl Notebook {
    /// Contributions of the teams that an initiative touches, to it or to its items, in the order in which they were noted.
    pub(super) fn credit_of<'a>(
        &'a self,
        one: &'a ratify::Initiative,
    ) -> impl Iterator<Item = &'a defend::Contribution> {
        let is_of = |contribution: &&defend::Contribution| {
            let peer = self.peers.known(contribution.peer);
            let is_theirs = one.parties.iter().any(|party| {
                let by = party.decision.as_ref().map(|decision| decision.by);
                [Some(party.touch.peer), by].into_iter().flatten().any(|id| self.peers.known(id) == peer)
            });
            let subjects = one.items.iter().chain([&one.what]);
            let is_about = |words: &Shareable<String>| akin(words.get(), contribution.toward.get());
            is_theirs && subjects.into_iter().any(is_about)
        };
        self.contributions.all().map(|kept| &kept.contribution).filter(is_of)
    }

    /// The one page that goes up (rule R1), once everybody has decided.
    ///
    /// # Errors
    /// If there is no such initiative, somebody has not decided or said no, or nothing says what is asked for.
    pub fn ratification(&self, initiative: Id, today: Day) -> Result<Text, Refusal> {
        let one = self.initiatives.one(initiative)?;
        let decided = one.decided(&self.peers, today)?;
        let request = one.request.as_ref().ok_or(Refusal::NothingRequested { initiative })?;
        let credit = self.credit_of(one).map(|one| one.credited(&self.peers)).collect();
        let page = ratified::page(&Ratified { what: &one.what, decided, credit, request });
        #[cfg(feature = "plants")]
        let page = crate::plants::spoil_page(page, self);
        Ok(page)
    }

    /// Cards to read before a forum in which peers are absent (rule D1); `items` are those of the plan.
    pub fn cards(&self, forum: &Forum, items: &[Item], today: Day, screen: &OwnersScreen) -> Cards {
        let constraint = |peer: Known| {
            let world = prepare::world(&self.channels, &self.peers, peer, today, screen);
            let said = world.into_iter().find(|said| said.about == "constraint")?;
            Some(Heard { words: said.words, on: said.on, lasts: prepare::WORLD_DAYS })
        };
        let (peers, contributions) = (&self.peers, &self.contributions);
        card::cards(forum, &Look { peers, contributions, constraint: &constraint, items, today, screen })
    }

    /// What there is to mend in a draft that speaks of the time from a day on (rule D4).
    pub fn review(&self, draft: &[Passage], since: Day, today: Day) -> Review {
        self.review_with(draft, None, (since, today))
    }

    /// The same, with people and teams of the kept plan, where one is kept.
    pub fn review_with(
        &self,
        draft: &[Passage],
        plan: Option<&[InPlan]>,
        (since, today): (Day, Day),
    ) -> Review {
        let review = review::review(draft, &self.contributions, &self.peers, plan, (since, today));
        #[cfg(feature = "plants")]
        let review = crate::plants::spoil_review(review, self);
        review
    }

    /// Names of those whom an initiative touches and of whose teams no contribution stands on its page.
    pub fn without_credit(&self, initiative: Id) -> Vec<String> {
        let Ok(one) = self.initiatives.one(initiative) else { return Vec::new() };
        let credited: Vec<Option<Known>> =
            self.credit_of(one).map(|one| self.peers.known(one.peer)).collect();
        let mut names: Vec<String> = Vec::new();
        for party in &one.parties {
            let by = party.decision.as_ref().map_or(party.touch.peer, |decision| decision.by);
            let name = self.peers.name(by).to_owned();
            if !credited.contains(&self.peers.known(by)) && !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }
}
