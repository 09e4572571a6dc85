//! Any event as one plain sentence, for the owner's screen.

use crate::{
    bounds, channel,
    map::peers::{self, Peers},
    moment::Id,
    notebook::Event,
    privacy::{OwnersScreen, Private},
    trade::{asks, loans},
    week,
};

/// What happened, as a sentence with its full stop.
pub fn sentence(event: &Event, peers: &Peers, screen: &OwnersScreen) -> String {
    let say = Say { peers, screen };
    match event {
        Event::Peers(event) => say.peer(event),
        Event::Channel(event) => say.channel(event),
        Event::Asks(event) => say.ask(event),
        Event::Loans(event) => say.loan(event),
        Event::Team(event) => say.team(event),
        Event::Week(event) => say.week(event),
        Event::Undone { entry } => format!("Entry {entry} undone."),
        Event::Forgotten { entry } => format!("Entry {entry} forgotten for good."),
    }
}

struct Say<'a> {
    peers: &'a Peers,
    screen: &'a OwnersScreen,
}

impl Say<'_> {
    fn name(&self, peer: Id) -> &str {
        self.peers.name(peer)
    }

    fn said(&self, words: &Private<String>) -> String {
        words.reveal(self.screen).clone()
    }

    fn because(&self, words: Option<&Private<String>>) -> String {
        words.map_or_else(String::new, |words| format!(", because “{}”", self.said(words)))
    }

    fn peer(&self, event: &peers::Event) -> String {
        match event {
            peers::Event::PlanFound(at) => {
                let paths: Vec<String> = at.paths.iter().map(|path| self.said(path)).collect();
                format!("The plan lies at {}.", paths.join(", "))
            }
            peers::Event::Added { name, aliases, .. } if aliases.is_empty() => format!("{name} entered."),
            peers::Event::Added { name, aliases, .. } => {
                format!("{name} entered, also known as {}.", aliases.join(", "))
            }
            peers::Event::Aliased { peer, alias } => {
                format!("{} is also known as {alias}.", self.name(*peer))
            }
            peers::Event::Merged { into, .. } => format!("Two entries are one: {}.", self.name(*into)),
            peers::Event::Unmerged { peer } => format!("{} stands alone again.", self.name(*peer)),
            peers::Event::Succeeded { peer, by, on } => {
                format!("{} follows {} from {on} on.", self.name(*by), self.name(*peer))
            }
            peers::Event::Guarded { peer, because } => {
                format!("{} is guarded{}.", self.name(*peer), self.because(Some(because)))
            }
            peers::Event::Trusted { peer, because } => {
                format!("{} is cooperative again{}.", self.name(*peer), self.because(Some(because)))
            }
            peers::Event::Kept(kept) => {
                let names: Vec<&str> = kept.picks.iter().map(|pick| self.name(pick.peer)).collect();
                format!("Map of {} kept: {}.", kept.as_of, names.join(", "))
            }
            peers::Event::Corrected { words, .. } => {
                format!("Corrected: {}.", self.said(words))
            }
        }
    }

    fn channel(&self, event: &channel::Event) -> String {
        match event {
            channel::Event::Talked(talk) => self.talk(talk),
            channel::Event::Cancelled(cancelled) => {
                let by = match cancelled.by {
                    Some(channel::Side::Me) => " by me",
                    Some(channel::Side::Them) => " by them",
                    None => "",
                };
                format!("The talk with {} on {} was called off{by}.", self.name(cancelled.peer), cancelled.on)
            }
            channel::Event::KindnessFound(kindness) => format!(
                "Kindness {} for {} by {}: {}.",
                kindness.id,
                self.name(kindness.peer),
                kindness.by,
                self.said(&kindness.what)
            ),
            channel::Event::KindnessDone { kindness, on } => format!("Kindness {kindness} done on {on}."),
            channel::Event::KindnessDropped { kindness, because } => {
                format!("Kindness {kindness} dropped{}.", self.because(because.as_ref()))
            }
            channel::Event::ValueFound(value) => {
                let how = if value.was_heard { "said to value" } else { "thought to value" };
                format!("{} is {how} {} ({}).", self.name(value.peer), self.said(&value.what), value.on)
            }
        }
    }

    fn talk(&self, talk: &channel::Talk) -> String {
        let minutes = talk.minutes.map_or_else(String::new, |minutes| format!(", {minutes} minutes"));
        let mut parts = vec![format!("Talk with {} on {}{minutes}", self.name(talk.peer), talk.on)];
        let fields = [
            ("constraint", &talk.constraint),
            ("pressure", &talk.pressure),
            ("fire", &talk.fire),
            ("notes", &talk.notes),
        ];
        let told = |(name, words): (&str, &Option<Private<String>>)| {
            words.as_ref().map(|words| format!("{name}: {}", self.said(words)))
        };
        parts.extend(fields.into_iter().filter_map(told));
        let ticks = [
            (talk.was_status, "it became a status meeting"),
            (talk.had_ask, "I brought an ask"),
            (talk.in_conflict, "in conflict"),
            (talk.from_calendar, "from the calendar"),
        ];
        parts.extend(ticks.into_iter().filter(|(is, _)| *is).map(|(_, words)| words.to_owned()));
        format!("{}.", parts.join("; "))
    }

    fn ask(&self, event: &asks::Event) -> String {
        match event {
            asks::Event::AskedOfMe(ask) => {
                format!("{} asked on {}: {}.", self.name(ask.peer), ask.on, ask.what.get())
            }
            asks::Event::AskedOfThem(ask) => {
                format!("I asked {} on {}: {}.", self.name(ask.peer), ask.on, ask.what.get())
            }
            asks::Event::Acknowledged { ask, on } => format!("Ask {ask} acknowledged on {on}."),
            asks::Event::Undecided { ask, decide_by } => format!("Ask {ask} to be decided by {decide_by}."),
            asks::Event::Extended { ask, decide_by, told_on } => {
                format!("Ask {ask} to be decided by {decide_by} instead, told on {told_on}.")
            }
            asks::Event::Answered { ask, answer, on, remark } => {
                let answer = if *answer == asks::Answer::Yes { "yes" } else { "no" };
                let remark =
                    remark.as_ref().map_or_else(String::new, |remark| format!(": {}", self.said(remark)));
                format!("Ask {ask} answered with {answer} on {on}{remark}.")
            }
            asks::Event::Withdrawn { ask, on } => format!("Ask {ask} withdrawn on {on}."),
            asks::Event::AlternativeFound { ask, alternative } => {
                format!("Instead of ask {ask}: {}.", alternative.get())
            }
        }
    }

    fn loan(&self, event: &loans::Event) -> String {
        match event {
            loans::Event::Lent(loan) => {
                let (verb, link) =
                    if loan.lender == channel::Side::Me { ("Lent", "to") } else { ("Borrowed", "from") };
                let (what, name) = (self.said(&loan.what), self.name(loan.peer));
                format!("{verb} {what} {link} {name}, {} to {}.", loan.from, loan.until)
            }
            loans::Event::Extended { loan, until, agreed } => {
                format!("Loan {loan} extended to {until}: {}.", self.said(agreed))
            }
            loans::Event::Returned { loan, on } => format!("Loan {loan} came back on {on}."),
        }
    }

    fn team(&self, event: &bounds::Event) -> String {
        match event {
            bounds::Event::TimeSpent(time) => {
                format!("{} minutes with my team on {}.", time.minutes, time.on)
            }
            bounds::Event::Waiting(wait) => {
                format!("My team waits since {}: {}.", wait.since, self.said(&wait.what))
            }
            bounds::Event::Decided { wait, on } => format!("Decision {wait} made on {on}."),
        }
    }

    fn week(&self, event: &week::Event) -> String {
        match event {
            week::Event::PutOff { line, until } => format!("“{line}” put off until {until}."),
            week::Event::Struck { line, because, .. } => {
                format!("“{line}” struck{}.", self.because(Some(because)))
            }
        }
    }
}
