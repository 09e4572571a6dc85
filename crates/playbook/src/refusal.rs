//! What the playbook refuses: one sentence each, and a hint that can be typed.

use crate::moment::{Day, Id, Now};

mod calendar;
mod defend;
mod escalate;
mod goods;
mod tell;

pub use escalate::Escalating;

/// Holds that what happened does not lie ahead.
///
/// # Errors
/// If it does.
pub fn not_ahead(on: Day, now: &Now) -> Result<(), Refusal> {
    if on > now.today { Err(Refusal::NotYet { on, today: now.today }) } else { Ok(()) }
}

/// The playbook says no. Nothing was changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// No name was given.
    NobodyNamed,
    /// Hours that end before they begin, or stand on no day.
    NoHours {
        /// As they were typed.
        hours: String,
    },
    /// A feed would hold nothing.
    FeedOfNothing {
        /// Which.
        id: Id,
    },
    /// No such feed is open.
    NoSuchFeed {
        /// What was typed.
        id: Id,
        /// Which are open.
        open: Vec<String>,
    },
    /// Nobody knows a time zone of this name.
    NoSuchZone {
        /// The name.
        name: String,
    },
    /// Nobody is called so.
    NoSuchPeer {
        /// What was typed.
        words: String,
        /// Whom the notebook knows.
        known: Vec<String>,
    },
    /// Several peers are called so.
    SeveralPeers {
        /// What was typed.
        words: String,
        /// Who they are.
        names: Vec<String>,
    },
    /// A name is somebody's already.
    NameTaken {
        /// The name.
        name: String,
        /// Whose it is.
        by: String,
    },
    /// A peer can't be merged into themselves.
    SamePeer {
        /// Who.
        name: String,
    },
    /// A peer was not merged.
    NotMerged {
        /// What was typed.
        name: String,
    },
    /// A peer can't follow themselves.
    SucceedsThemselves {
        /// Who.
        name: String,
    },
    /// A peer is not guarded.
    NotGuarded {
        /// Who.
        name: String,
    },
    /// A day of something that happened lies ahead.
    NotYet {
        /// The day.
        on: Day,
        /// Today.
        today: Day,
    },
    /// A talk is longer than a day, or has no length.
    NoLength {
        /// Minutes.
        minutes: u32,
    },
    /// A kindness is to be done before it was thought of.
    KindnessInThePast {
        /// By when.
        by: Day,
        /// Since when it is known.
        since: Day,
    },
    /// No open kindness has this name.
    NoSuchKindness {
        /// What was typed.
        id: Id,
        /// Names of those that are open.
        open: Vec<String>,
    },
    /// No open ask has this name.
    NoSuchAsk {
        /// What was typed.
        id: Id,
        /// Names of those that are open.
        open: Vec<String>,
    },
    /// An ask says nothing.
    NothingAsked,
    /// The clock of an ask is for asks of peers, and this one is the leader's.
    AskIsMine {
        /// Which.
        ask: Id,
    },
    /// Something of an ask lies before it was made.
    BeforeAsked {
        /// The day.
        on: Day,
        /// When it was asked.
        asked: Day,
    },
    /// Nobody plans with a lead of more than a year.
    LeadTooLong {
        /// Working days.
        lead: u32,
    },
    /// The leader would decide later than the peer can use it (rule T8).
    DecideByTooLate {
        /// By when the leader would decide.
        decide_by: Day,
        /// By when the peer needs it.
        needed_by: Day,
        /// Working days that they need from the answer on.
        lead: u32,
        /// Whether nobody said so.
        lead_is_assumed: bool,
        /// The last day on which an answer is of use.
        latest: Day,
        /// Today.
        today: Day,
    },
    /// The leader would have decided already.
    DecideByInThePast {
        /// By when.
        decide_by: Day,
        /// Today.
        today: Day,
    },
    /// A later day was not told to the peer (rule T8).
    ExtensionNotTold {
        /// Which ask.
        ask: Id,
        /// The day that they know.
        decide_by: Day,
    },
    /// It was extended once (rule T8).
    ExtendedBefore {
        /// Which ask.
        ask: Id,
        /// The day that stands.
        decide_by: Day,
    },
    /// The day to decide passed before the peer heard of a later one (rule T8).
    DecideByPassed {
        /// Which ask.
        ask: Id,
        /// The day.
        decide_by: Day,
    },
    /// No open loan has this name.
    NoSuchLoan {
        /// What was typed.
        id: Id,
        /// Names of those that are open.
        open: Vec<String>,
    },
    /// The own team waits for no decision of this name.
    NoSuchWait {
        /// What was typed.
        id: Id,
        /// Names of those that wait.
        open: Vec<String>,
    },
    /// A loan has no end (rule T4).
    LoanWithoutEnd,
    /// A loan ends before it starts.
    LoanEndsBeforeItStarts {
        /// The first day.
        from: Day,
        /// The last day.
        until: Day,
    },
    /// A loan ends before today.
    LoanEndsInThePast {
        /// The last day.
        until: Day,
        /// Today.
        today: Day,
    },
    /// A new end is not later.
    LoanNotExtended {
        /// The new end.
        until: Day,
        /// The end.
        ends: Day,
    },
    /// A loan is extended, and nothing was agreed (rule T4).
    LoanExtendedInSilence {
        /// Which.
        loan: Id,
        /// Its end.
        ends: Day,
    },
    /// A guarded peer gets no offers (rule B1).
    PeerGuarded {
        /// Who.
        name: String,
        /// Since when.
        since: Day,
    },
    /// No open good has this name.
    NoSuchGood {
        /// What was typed.
        id: Id,
        /// Names of those that are open.
        open: Vec<String>,
    },
    /// Sequencing says how far (rule T1).
    SequencingWithoutLength,
    /// Nobody pulls an item forward by more than a year.
    SequencingTooFar {
        /// Working days.
        by: u32,
    },
    /// Whoever goes first writes up what broke (rule T5).
    RiskWithoutWriteUp,
    /// Credit says in which review, and who reads it (rule T1).
    CreditWithoutReview,
    /// News says from when on it may be told (rule T7).
    NewsWithoutDay,
    /// News may not be told yet (rule T7).
    NewsNotFree {
        /// From when on.
        free_from: Day,
    },
    /// News that was kept may not be told yet (rule T7).
    NewsWaits {
        /// Which.
        good: Id,
        /// From when on.
        free_from: Day,
    },
    /// What a good costs and brings is simulated, not judged (rule T2).
    NotJudged {
        /// The good.
        kind: &'static str,
    },
    /// Days run from fewer to more, and over no more than a year.
    NoRange {
        /// At least.
        least: u32,
        /// At most.
        most: u32,
    },
    /// Nothing was named to agree on.
    NothingAgreed,
    /// A good is named twice in one agreement.
    NamedTwice {
        /// Which.
        good: Id,
    },
    /// What goes, and what comes back, goes one way each.
    NotOneWay {
        /// Which goes the other way.
        good: Id,
    },
    /// Both sides of an agreement go the same way.
    NothingComesBack,
    /// It was agreed before.
    AgreedBefore {
        /// Which.
        good: Id,
    },
    /// It was not agreed.
    NotAgreed {
        /// Which.
        good: Id,
    },
    /// Something lies before what it follows from.
    BeforeAgreed {
        /// The day.
        on: Day,
        /// When it was agreed, or given.
        agreed: Day,
    },
    /// Credit is given by naming the contribution.
    CreditIsNamed {
        /// Which.
        good: Id,
    },
    /// Going first is not done without its write-up (rule T5).
    NotWrittenUp {
        /// Which.
        good: Id,
    },
    /// Only whoever goes first writes something up.
    NoWriteUp {
        /// Which.
        good: Id,
    },
    /// Nobody is thanked or named for what they have not given.
    NotGiven {
        /// Which.
        good: Id,
    },
    /// It is a loan, and ends by coming back (rule T4).
    IsLent {
        /// Which.
        good: Id,
    },
    /// An announcement says nothing.
    NothingAnnounced,
    /// An announcement names nobody on whom it lands.
    LandsOnNobody,
    /// It lands on them already.
    LandsAlready {
        /// Who.
        name: String,
        /// Which announcement.
        about: Id,
    },
    /// It does not land on them.
    LandsElsewhere {
        /// Who.
        name: String,
        /// Which announcement.
        about: Id,
    },
    /// The room is over.
    RoomPassed {
        /// When it was.
        room: String,
    },
    /// Everybody hears before it may be shared.
    RoomBeforeFree {
        /// The room.
        room: String,
        /// From when on it may be shared.
        free_from: String,
    },
    /// There is no announcement of this name.
    NoSuchAnnouncement {
        /// What was typed.
        id: Id,
        /// Names of those that are open.
        open: Vec<String>,
    },
    /// Its last step was made.
    AnnouncementOver {
        /// Which.
        about: Id,
        /// When.
        on: Day,
    },
    /// No announcement waits for a peer.
    NothingToTell {
        /// Who.
        name: String,
    },
    /// Several announcements may be meant.
    SeveralAnnouncements {
        /// Who.
        name: String,
        /// Their names.
        which: Vec<String>,
    },
    /// A peer heard it before.
    HeardBefore {
        /// Who.
        name: String,
        /// Which announcement.
        about: Id,
        /// When.
        on: Day,
        /// Whether from the leader.
        was_told: bool,
    },
    /// Nobody was told at a time that lies ahead.
    NotToldYet {
        /// The time.
        at: String,
    },
    /// A broadcast tells nobody (rule L3).
    Broadcast,
    /// There is no surprise to mend.
    NotSurprised {
        /// Who.
        name: String,
        /// Which announcement.
        about: Id,
    },
    /// The tracker is changed after the calls (rule L1).
    NotAllTold {
        /// Which announcement.
        about: Id,
        /// Who was not told.
        names: Vec<String>,
    },
    /// News may not be shared yet (rule T7).
    NewsHeld {
        /// Which announcement.
        about: Id,
        /// From when on it may be.
        free_from: String,
    },
    /// A guarded peer gets no news (rule B1).
    GuardedFromNews {
        /// Who.
        name: String,
        /// Since when.
        since: Day,
    },
    /// Bad news is not put off (rule L4).
    TellFirst {
        /// Which announcement.
        about: Id,
    },
    /// A contribution was for nothing that could be named (rule D1).
    ContributionForNothing,
    /// There is no contribution of this name.
    NoSuchContribution {
        /// What was typed.
        id: Id,
        /// Names of those that nobody named yet.
        open: Vec<String>,
    },
    /// Thanks in person name a contribution nowhere (rule T6).
    ThanksNameNothing {
        /// Which.
        contribution: Id,
    },
    /// An initiative spans teams (rule R1).
    TouchesNobody,
    /// There is no initiative of this name.
    NoSuchInitiative {
        /// What was typed.
        id: Id,
        /// Names of those whose page has not gone up.
        open: Vec<String>,
    },
    /// No open initiative touches a peer.
    TouchedByNone {
        /// Who.
        name: String,
    },
    /// Several open initiatives touch a peer.
    SeveralInitiatives {
        /// Who.
        name: String,
        /// Their names.
        initiatives: Vec<String>,
    },
    /// An initiative does not touch a peer.
    NotTouched {
        /// Which.
        initiative: Id,
        /// Who.
        name: String,
    },
    /// An initiative touches a peer already.
    TouchedBefore {
        /// Which.
        initiative: Id,
        /// Who.
        name: String,
    },
    /// Nothing goes up before all have decided (rule R1).
    NotAllDecided {
        /// Which.
        initiative: Id,
        /// Who has not.
        open: Vec<String>,
    },
    /// What a peer refuses is no decision to be ratified (rules R1 and E5).
    RefusedByPeer {
        /// Which.
        initiative: Id,
        /// Who.
        name: String,
        /// When.
        on: Day,
    },
    /// A page that goes up asks for something (rule R1).
    NothingRequested {
        /// Which.
        initiative: Id,
    },
    /// The page of an initiative went up.
    WentUpBefore {
        /// Which.
        initiative: Id,
        /// When.
        on: Day,
    },
    /// A day has no such number of minutes.
    NoSuchTime {
        /// Minutes.
        minutes: u32,
    },
    /// The week page has no such line.
    NoSuchLine {
        /// What was typed.
        words: String,
        /// Names of its lines.
        lines: Vec<String>,
    },
    /// An ask past its day stays on the page until one of its two texts is used (rule T8).
    AnswerFirst {
        /// Which ask.
        ask: Id,
    },
    /// A line is put off to a day that is not later.
    NotLater {
        /// Until when.
        until: Day,
        /// Today.
        today: Day,
    },
    /// There is no such entry.
    NoSuchEntry {
        /// What was typed.
        entry: u32,
        /// The last entry.
        last: u32,
    },
    /// The entry was undone before.
    UndoneBefore {
        /// Which.
        entry: u32,
        /// By which entry.
        by: u32,
    },
    /// The entry says only that another was undone or forgotten.
    NothingToForget {
        /// Which.
        entry: u32,
    },
    /// The entry was forgotten.
    Forgotten {
        /// Which.
        entry: u32,
    },
    /// Something about an escalation.
    Escalating(Escalating),
}

impl From<Escalating> for Refusal {
    fn from(refusal: Escalating) -> Self {
        Self::Escalating(refusal)
    }
}

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
            Self::NoSuchEntry { entry, last } => no_entry(*entry, *last),
            Self::UndoneBefore { entry, by } => format!("entry {entry} was undone by entry {by}"),
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
            Self::DecideByInThePast { decide_by, today } => {
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
                known.iter().take(7).cloned().collect::<Vec<_>>().join(", ")
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
            Self::NothingAsked => "sideways ask from mira \"two reviewers for June\"".into(),
            Self::AskIsMine { ask } => format!("sideways answer {ask} yes keeps what they said"),
            Self::BeforeAsked { asked, .. } => format!("name {asked} or a later day"),
            Self::LeadTooLong { .. } => "--lead 2w".into(),
            Self::DecideByTooLate { latest, today, lead_is_assumed, .. } => {
                let lead = if *lead_is_assumed { "; --lead 1d says what they really need" } else { "" };
                match latest < today {
                    true => format!("say yes or no now{lead}"),
                    false => format!("--decide-by {latest}{lead}"),
                }
            }
            Self::DecideByInThePast { .. } => "--decide-by fri".into(),
            Self::ExtensionNotTold { .. } => "tell them, then add --told today".into(),
            Self::ExtendedBefore { ask, .. }
            | Self::DecideByPassed { ask, .. }
            | Self::AnswerFirst { ask } => {
                format!("sideways answer {ask} --draft shows both texts")
            }
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
            Self::NoSuchEntry { .. }
            | Self::UndoneBefore { .. }
            | Self::NothingToForget { .. }
            | Self::Forgotten { .. } => "sideways log lists the entries".into(),
            _ => String::new(),
        }
    }
}

/// Names of what is open, or other words where nothing is.
fn listed(what: &str, open: &[String], else_: &str) -> String {
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
