//! What a refusal says: the fact, and what can be typed instead.

use super::Refusal;

impl Refusal {
    /// The fact, as a sentence without its full stop.
    pub fn fact(&self) -> String {
        if let Some(fact) = self.fact_of_a_room() {
            return fact;
        }
        match self {
            Self::NobodyNamed => "a peer is missing".into(),
            Self::NoSuchPeer { words, .. } => format!("no peer is called “{words}”"),
            Self::SeveralPeers { words, names } => format!("“{words}” may be {}", names.join(" or ")),
            Self::NameTaken { name, by } if name == by => format!("{name} is in the notebook already"),
            Self::NameTaken { name, by } => format!("“{name}” is a name of {by} already"),
            Self::SamePeer { name } => format!("both names are {name}'s already"),
            Self::NotMerged { name } => format!("nobody called “{name}” was merged into somebody else"),
            Self::SucceedsThemselves { name } => format!("{name} can't follow themselves"),
            Self::NotGuarded { name } => format!("{name} is not guarded"),
            Self::NotYet { on, today } => format!("{on} lies ahead; today is {today}"),
            Self::NoLength { minutes: 0 } => "a talk of no minutes is none".into(),
            Self::NoLength { minutes } => format!("a talk of {minutes} minutes is longer than a day"),
            Self::KindnessInThePast { by, since } => format!("{by} lies before {since}, when it came up"),
            Self::NoSuchKindness { id, .. } => format!("no kindness {id} is open"),
            Self::NoSuchAsk { id, .. } => format!("no ask {id} is open"),
            Self::NothingAsked
            | Self::AskIsMine { .. }
            | Self::BeforeAsked { .. }
            | Self::LeadTooLong { .. }
            | Self::DecideByTooLate { .. }
            | Self::DecideByInThePast { .. }
            | Self::ExtensionNotTold { .. }
            | Self::ExtendedBefore { .. }
            | Self::DecideByPassed { .. }
            | Self::AnswerFirst { .. } => self.fact_of_an_ask(),
            Self::NoSuchLoan { id, .. } => format!("no loan {id} is open"),
            Self::NoSuchWait { id, .. } => format!("your team waits for no decision {id}"),
            Self::LoanWithoutEnd => "a loan has an end, or it is a gift".into(),
            Self::LoanEndsBeforeItStarts { from, until } => {
                format!("the loan ends on {until}, before it starts on {from}")
            }
            Self::LoanEndsInThePast { until, today } => {
                format!("the loan ends on {until}, and today is {today}")
            }
            Self::LoanNotExtended { until, ends } => format!("the loan ends on {ends}; {until} is not later"),
            Self::LoanExtendedInSilence { loan, ends } => {
                format!("loan {loan} ends on {ends}, unless both agree anew")
            }
            Self::NoSuchTime { minutes } => format!("no day has {minutes} minutes to spend"),
            Self::NoSuchLine { words, .. } => format!("this week has no line “{words}”"),
            Self::NotLater { until, today } => format!("{until} is not later than today, {today}"),
            Self::NoSuchEntry { .. }
            | Self::UndoneBefore { .. }
            | Self::Borne { .. }
            | Self::Groundless { .. }
            | Self::NothingToForget { .. }
            | Self::Forgotten { .. } => self.fact_of_an_entry(),
            _ => String::new(),
        }
    }

    /// The fact of a refusal that is about an entry.
    fn fact_of_an_entry(&self) -> String {
        match self {
            Self::NoSuchEntry { entry, last } => no_entry(*entry, *last),
            Self::UndoneBefore { entry, by } => format!("entry {entry} was undone by entry {by}"),
            Self::Borne { entry, later } => {
                let (noun, verb) = if later.len() == 1 { ("entry", "rests") } else { ("entries", "rest") };
                let later: Vec<String> = later.iter().map(u32::to_string).collect();
                format!("{noun} {} {verb} on entry {entry}", later.join(" and "))
            }
            Self::Groundless { entry, on, by } => {
                format!("entry {entry} rests on entry {on}, which entry {by} undid")
            }
            Self::NothingToForget { entry } => {
                format!("entry {entry} holds no words, only that another entry was undone or forgotten")
            }
            Self::Forgotten { entry } => format!("entry {entry} was forgotten for good"),
            _ => String::new(),
        }
    }

    /// The fact of a refusal that is about the clock of an ask (rule T8).
    fn fact_of_an_ask(&self) -> String {
        match self {
            Self::NothingAsked => "the ask says nothing".into(),
            Self::AskIsMine { ask } => format!("ask {ask} is one of yours: they answer it"),
            Self::BeforeAsked { on, asked } => format!("{on} lies before {asked}, when it was asked"),
            Self::LeadTooLong { lead } => format!("a lead of {lead} working days is more than a year"),
            Self::DecideByTooLate { needed_by, lead, lead_is_assumed, latest, .. } => format!(
                "they need it by {needed_by} and {lead} working days before that{}: after {latest} an answer is of no use",
                if *lead_is_assumed { " (assumed)" } else { "" }
            ),
            Self::DecideByInThePast { decide_by, today, .. } => {
                format!("{decide_by} has passed; today is {today}")
            }
            Self::ExtensionNotTold { ask, decide_by } => {
                format!("they wait for an answer to ask {ask} by {decide_by}, and were told no other day")
            }
            Self::ExtendedBefore { ask, decide_by } => {
                format!("ask {ask} was extended once, to {decide_by}; it bears no second")
            }
            Self::DecideByPassed { ask, decide_by } => {
                format!("ask {ask} was to be decided by {decide_by}: only a yes or a no is left")
            }
            Self::AnswerFirst { ask } => {
                format!("ask {ask} is past its day, and stays on the page until it is answered")
            }
            _ => String::new(),
        }
    }

    /// The fact, in the words of the room that refuses.
    fn fact_of_a_room(&self) -> Option<String> {
        self.fact_of_a_good()
            .or_else(|| self.fact_of_an_announcement())
            .or_else(|| self.fact_of_a_calendar())
            .or_else(|| self.fact_of_an_initiative())
            .or_else(|| self.fact_of_an_escalation())
    }

    /// What can be typed instead, in the words of the room that refuses.
    fn hint_of_a_room(&self) -> Option<String> {
        self.hint_of_a_good()
            .or_else(|| self.hint_of_an_announcement())
            .or_else(|| self.hint_of_a_calendar())
            .or_else(|| self.hint_of_an_initiative())
            .or_else(|| self.hint_of_an_escalation())
    }

    /// What can be typed instead, where it is about the clock of an ask (rule T8).
    fn hint_of_an_ask(&self) -> String {
        match self {
            Self::NothingAsked => "sideways ask from mira \"two reviewers for June\"".into(),
            Self::AskIsMine { ask } => {
                format!("sideways answer {ask} no keeps a no of theirs, sideways answer {ask} yes a yes")
            }
            Self::BeforeAsked { asked, .. } => format!("name {asked} or a later day"),
            Self::LeadTooLong { .. } => "--lead 2w".into(),
            Self::DecideByTooLate { ask: Some(ask), latest, today, .. } => match latest < today {
                true => format!("say yes or no now: sideways answer {ask} --draft shows both texts"),
                false => format!("sideways ask decide-by {ask} {latest}"),
            },
            Self::DecideByTooLate { latest, today, lead_is_assumed, .. } => {
                let lead = if *lead_is_assumed { "; --lead 1d says what they really need" } else { "" };
                match latest < today {
                    true => format!("say yes or no now{lead}"),
                    false => format!("--decide-by {latest}{lead}"),
                }
            }
            Self::DecideByInThePast { ask: Some(ask), .. } => format!("sideways ask decide-by {ask} fri"),
            Self::DecideByInThePast { .. } => "--decide-by fri".into(),
            Self::ExtensionNotTold { .. } => "tell them, then add --told today".into(),
            Self::ExtendedBefore { ask, .. }
            | Self::DecideByPassed { ask, .. }
            | Self::AnswerFirst { ask } => {
                format!("sideways answer {ask} --draft shows both texts")
            }
            _ => String::new(),
        }
    }

    /// What can be typed instead.
    pub fn hint(&self) -> String {
        if let Some(hint) = self.hint_of_a_room() {
            return hint;
        }
        match self {
            Self::NobodyNamed | Self::NotMerged { .. } => {
                "sideways peer lists whom the notebook knows".into()
            }
            Self::NoSuchPeer { words, known } if known.is_empty() => {
                format!("sideways peer add {}", plan::names::typed(words))
            }
            Self::NoSuchPeer { words, known } => format!(
                "sideways peer add {} enters them; known are {}",
                plan::names::typed(words),
                some(known)
            ),
            Self::SeveralPeers { .. } => "type more of the name".into(),
            Self::NameTaken { by, .. } => format!("sideways peer {}", plan::names::typed(by)),
            Self::SamePeer { .. } | Self::SucceedsThemselves { .. } => {
                "sideways peer lists whom the notebook knows".into()
            }
            Self::NotGuarded { name } => format!("sideways peer {}", plan::names::typed(name)),
            Self::NotYet { .. } => "--on yesterday".into(),
            Self::NoLength { .. } => "25m, 1h, 1h30".into(),
            Self::KindnessInThePast { .. } => "by fri".into(),
            Self::NoSuchKindness { open, .. } => listed("kindnesses", open, "no kindness is open"),
            Self::NoSuchAsk { open, .. } => listed("asks", open, "no ask is open"),
            Self::NothingAsked
            | Self::AskIsMine { .. }
            | Self::BeforeAsked { .. }
            | Self::LeadTooLong { .. }
            | Self::DecideByTooLate { .. }
            | Self::DecideByInThePast { .. }
            | Self::ExtensionNotTold { .. }
            | Self::ExtendedBefore { .. }
            | Self::DecideByPassed { .. }
            | Self::AnswerFirst { .. } => self.hint_of_an_ask(),
            Self::NoSuchLoan { open, .. } => listed("loans", open, "no loan is open"),
            Self::NoSuchWait { open, .. } => listed("decisions", open, "your team waits for nothing"),
            Self::LoanWithoutEnd | Self::LoanEndsInThePast { .. } | Self::LoanEndsBeforeItStarts { .. } => {
                "--until \"in 3 weeks\"".into()
            }
            Self::LoanNotExtended { .. } => "sideways loan returned says that it came back".into(),
            Self::LoanExtendedInSilence { .. } => "--agreed \"what you agreed\"".into(),
            Self::NoSuchTime { .. } => "2h, 90m or 1h30".into(),
            Self::NoSuchLine { lines, .. } => listed("lines", lines, "sideways week shows the lines"),
            Self::NotLater { .. } => "--until \"in 2 weeks\"".into(),
            Self::Borne { later, .. } => {
                later.last().map_or_else(String::new, |last| format!("sideways undo {last} comes first"))
            }
            Self::Groundless { by, .. } => format!("sideways undo {by} comes first"),
            Self::NoSuchEntry { .. }
            | Self::UndoneBefore { .. }
            | Self::NothingToForget { .. }
            | Self::Forgotten { .. } => "sideways log lists the entries".into(),
            _ => String::new(),
        }
    }
}

/// The first of many names, and how many more there are.
fn some(names: &[String]) -> String {
    const AT_ONCE: usize = 7;
    let first = names.iter().take(AT_ONCE).cloned().collect::<Vec<_>>().join(", ");
    match names.len().saturating_sub(AT_ONCE) {
        0 => first,
        more => format!("{first} and {more} more"),
    }
}

/// Names of what is open, or other words where nothing is.
pub(super) fn listed(what: &str, open: &[String], else_: &str) -> String {
    match open {
        [] => else_.to_owned(),
        open => format!("open {what}: {}", open.join(", ")),
    }
}

fn no_entry(entry: u32, last: u32) -> String {
    match last {
        0 => format!("there is no entry {entry}: the notebook is empty"),
        last => format!("there is no entry {entry}; the last one is {last}"),
    }
}
