//! What the playbook refuses: one sentence each, and a hint that can be typed.

use crate::moment::{Day, Id, Now};

mod calendar;
mod defend;
mod escalate;
mod goods;
mod said;
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
        /// Which ask; none where it is yet to be kept.
        ask: Option<Id>,
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
        /// Which ask; none where it is yet to be kept.
        ask: Option<Id>,
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
        /// Than which.
        beside: Id,
    },
    /// Both sides of an agreement go the same way.
    NothingComesBack {
        /// All of them.
        goods: Vec<Id>,
    },
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
    /// An initiative would touch nobody any more (rule R1).
    TouchesNobodyElse {
        /// Which.
        initiative: Id,
    },
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
    /// Other entries rest on this one.
    Borne {
        /// Which.
        entry: u32,
        /// Those that rest on it, the earliest first.
        later: Vec<u32>,
    },
    /// The entry rests on another that was undone since.
    Groundless {
        /// Which.
        entry: u32,
        /// On which it rests.
        on: u32,
        /// By which that was undone.
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
    /// The same, where it is known about which.
    InDocument {
        /// Which.
        escalation: Id,
        /// What.
        why: Escalating,
    },
}

impl From<Escalating> for Refusal {
    fn from(refusal: Escalating) -> Self {
        Self::Escalating(refusal)
    }
}
