//! Any event as one plain sentence, for the owner's screen.

use crate::{
    bounds, calendar, channel, defend, escalate,
    map::peers::{self, Peers},
    moment::{Day, Id},
    notebook::{Event, Notebook},
    privacy::{OwnersScreen, Private, Shareable},
    ratify,
    side::Side,
    tell,
    trade::{asks, goods, loans},
    week,
    words::{length, several, stopped},
};

/// What happened, as a sentence with its full stop; goods are called by their names alone. News says no words of its own
/// before the day from which it may be told (rule T7).
pub fn sentence(event: &Event, peers: &Peers, today: Day, screen: &OwnersScreen) -> String {
    told(event, peers, &|_| None, today, screen)
}

/// The same as the notebook knows it: what was agreed is named.
pub fn sentence_in(event: &Event, notebook: &Notebook, today: Day, screen: &OwnersScreen) -> String {
    told(event, &notebook.peers, &|good| notebook.goods.what(good, today, screen), today, screen)
}

/// The same, where somebody else knows what goods are called.
pub fn told(
    event: &Event,
    peers: &Peers,
    goods: &dyn Fn(Id) -> Option<String>,
    today: Day,
    screen: &OwnersScreen,
) -> String {
    let say = Say { peers, today, screen, goods };
    match event {
        Event::Peers(event) => say.peer(event),
        Event::Channel(event) => say.channel(event),
        Event::Asks(event) => say.ask(event),
        Event::Loans(event) => say.loan(event),
        Event::Goods(event) => say.good(event),
        Event::Tell(event) => say.announcement(event),
        Event::Defend(event) => say.defence(event),
        Event::Ratify(event) => say.initiative(event),
        Event::Team(event) => say.team(event),
        Event::Week(event) => say.week(event),
        Event::Calendar(event) => say.calendar(event),
        Event::Escalate(event) => say.escalation(event),
        Event::Undone { entry } => format!("Entry {entry} was undone."),
        Event::Forgotten { entry } => format!("Entry {entry} was forgotten for good."),
    }
}

struct Say<'a> {
    peers: &'a Peers,
    today: Day,
    screen: &'a OwnersScreen,
    /// What a good is called.
    goods: &'a dyn Fn(Id) -> Option<String>,
}

impl Say<'_> {
    fn name(&self, peer: Id) -> &str {
        self.peers.name(peer)
    }

    fn said(&self, words: &Private<String>) -> String {
        words.reveal(self.screen).trim().to_owned()
    }

    /// The name of an entry of its own, also where it was merged into another.
    fn own_name(&self, peer: Id) -> &str {
        self.peers.name_in_entry(peer)
    }

    fn all(&self, words: &[Private<String>]) -> Vec<String> {
        words.iter().map(|words| self.said(words)).collect()
    }

    fn with(&self, head: &str, words: Option<&Private<String>>) -> String {
        words.map_or_else(String::new, |words| format!("{head}{}", self.said(words)))
    }

    fn because(&self, words: Option<&Private<String>>) -> String {
        words.map_or_else(String::new, |words| format!(", because “{}”", self.said(words)))
    }

    fn peer(&self, event: &peers::Event) -> String {
        match event {
            peers::Event::PlanFound(at) => {
                let dropped = at.dropped.as_deref().unwrap_or_default();
                let head = if dropped.is_empty() { "lies at" } else { "was dropped onto a page:" };
                let parts = [
                    ("", self.all(&at.paths)),
                    ("", self.all(dropped)),
                    ("people in ", self.all(&at.people)),
                    ("finished work in ", self.all(&at.finished)),
                    ("I am ", at.me.iter().cloned().collect()),
                    ("my teams are ", at.teams.clone()),
                    ("read as ", at.profile.iter().cloned().collect()),
                ];
                let told = parts.into_iter().filter(|(_, words)| !words.is_empty());
                let told: Vec<String> =
                    told.map(|(head, words)| format!("{head}{}", words.join(", "))).collect();
                format!("The plan {head} {}.", told.join("; "))
            }
            peers::Event::Added { name, aliases, .. } if aliases.is_empty() => format!("{name} entered."),
            peers::Event::Added { name, aliases, .. } => {
                format!("{name} entered, also known as {}.", aliases.join(", "))
            }
            peers::Event::Aliased { peer, alias } => {
                format!("{} is also known as {alias}.", self.name(*peer))
            }
            peers::Event::Merged { peer, into } => match (self.own_name(*peer), self.own_name(*into)) {
                (peer, into) if peer == into => format!("Two entries of {into} are one person."),
                (peer, into) => format!("{peer} and {into} are one person: {into}."),
            },
            peers::Event::Unmerged { peer } => format!("{} stands alone again.", self.own_name(*peer)),
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
                match names.as_slice() {
                    [] => format!("Map of {} kept; it names nobody.", kept.as_of),
                    names => format!("Map of {} kept: {}.", kept.as_of, names.join(", ")),
                }
            }
            peers::Event::Corrected { words: Some(words), .. } => {
                format!("Corrected: {}", stopped(&self.said(words)))
            }
            peers::Event::Corrected { lines, .. } => {
                let lines = self.said(lines);
                let lines: Vec<&str> = lines.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
                format!("The map was corrected: {}", stopped(&lines.join("; ")))
            }
        }
    }

    fn channel(&self, event: &channel::Event) -> String {
        match event {
            channel::Event::Talked(talk) => self.talk(talk),
            channel::Event::Cancelled(cancelled) => {
                let by = match cancelled.by {
                    Some(Side::Me) => " by me",
                    Some(Side::Them) => " by them",
                    None => "",
                };
                format!("The talk with {} on {} was called off{by}.", self.name(cancelled.peer), cancelled.on)
            }
            channel::Event::KindnessFound(kindness) => format!(
                "Kindness {} for {} by {}: {}",
                kindness.id,
                self.name(kindness.peer),
                kindness.by,
                stopped(&self.said(&kindness.what))
            ),
            channel::Event::KindnessDone { kindness, on } => format!("Kindness {kindness} was done on {on}."),
            channel::Event::KindnessDropped { kindness, because } => {
                format!("Kindness {kindness} was dropped{}.", self.because(because.as_ref()))
            }
            channel::Event::ValueFound(value) => {
                let how = if value.was_heard { "heard" } else { "guessed" };
                let (name, what) = (self.name(value.peer), self.said(&value.what));
                format!("{name} values {what} ({how} on {}).", value.on)
            }
        }
    }

    fn talk(&self, talk: &channel::Talk) -> String {
        let minutes = talk.minutes.map_or_else(String::new, |minutes| format!(", {}", length(minutes)));
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
        stopped(&parts.join("; "))
    }

    fn ask(&self, event: &asks::Event) -> String {
        match event {
            asks::Event::AskedOfMe(ask) => format!("{} asked {}", self.name(ask.peer), self.asked(ask)),
            asks::Event::AskedOfThem(ask) => format!("I asked {} {}", self.name(ask.peer), self.asked(ask)),
            asks::Event::Acknowledged { ask, on } => format!("Ask {ask} was acknowledged on {on}."),
            asks::Event::Undecided { ask, decide_by } => {
                format!("Ask {ask} is to be decided by {decide_by}.")
            }
            asks::Event::Extended { ask, decide_by, told_on } => {
                format!("Ask {ask} is to be decided by {decide_by} instead; they were told on {told_on}.")
            }
            asks::Event::Answered { ask, answer, on, remark } => {
                let answer = if *answer == asks::Answer::Yes { "yes" } else { "no" };
                let remark = self.with(": ", remark.as_ref());
                stopped(&format!("Ask {ask} was answered with {answer} on {on}{remark}"))
            }
            asks::Event::Withdrawn { ask, on } => format!("Ask {ask} was withdrawn on {on}."),
            asks::Event::AlternativeFound { ask, alternative } => {
                format!("What I can do instead of ask {ask}: {}", stopped(alternative.get()))
            }
        }
    }

    fn asked(&self, ask: &asks::Ask) -> String {
        let mut words = format!("on {}: “{}”", ask.on, ask.what.get().trim());
        if let Some(day) = ask.needed_by {
            words.push_str(&format!("; needed by {day}"));
        }
        if let Some(lead) = ask.lead {
            words.push_str(&format!("; {} after the answer", several(lead, "working day")));
        }
        words.push_str(&self.with("; notes: ", ask.notes.as_ref()));
        stopped(&words)
    }

    fn loan(&self, event: &loans::Event) -> String {
        match event {
            loans::Event::Lent(loan) => {
                let (verb, link) =
                    if loan.lender == Side::Me { ("Lent", "to") } else { ("Borrowed", "from") };
                let (what, name) = (self.said(&loan.what), self.name(loan.peer));
                format!("{verb} {what} {link} {name}, {} to {}.", loan.from, loan.until)
            }
            loans::Event::Extended { loan, until, agreed, ended } => {
                let agreed = stopped(&self.said(agreed));
                format!("Loan {loan} now ends on {until} instead of {ended}: {agreed}")
            }
            loans::Event::Returned { loan, on } => format!("Loan {loan} came back on {on}."),
        }
    }

    fn good(&self, event: &goods::Event) -> String {
        let noted = |head: &str, link: &str, note: &goods::Note| {
            let told = note.good.told(self.today, self.screen);
            stopped(&format!("{head} {} {link} {}: {told}", note.id, self.name(note.peer)))
        };
        match event {
            goods::Event::Offered(note) => noted("Offer", "to", note),
            goods::Event::Wanted(note) => noted("Want", "from", note),
            goods::Event::Held { good, peer, giver, news, .. } => {
                let link = if *giver == Side::Me { "for" } else { "from" };
                let (name, told) = (self.name(*peer), news.told(self.today, self.screen));
                stopped(&format!("{good} waits until it is free, {link} {name}: {told}"))
            }
            goods::Event::Judged { good, judged } => format!("{good} {}, as I judge it.", judged.told()),
            goods::Event::Agreed { goods, back, on } => {
                let name = |id: &Id| {
                    (self.goods)(*id).map_or_else(|| id.to_string(), |what| format!("{what} ({id})"))
                };
                let named = |ids: &[Id]| ids.iter().map(name).collect::<Vec<_>>().join(" and ");
                match back.as_slice() {
                    [] => format!("Agreed on {on}: {}, as a gift.", named(goods)),
                    back => format!("Agreed on {on}: {} for {}.", named(goods), named(back)),
                }
            }
            goods::Event::Given { good, on } => format!("{good} was given on {on}."),
            goods::Event::WrittenUp { good, at, on } => {
                stopped(&format!("{good} was written up on {on}: {}", self.said(at)))
            }
            goods::Event::Named { good, at, on } => {
                stopped(&format!("{good} was named on {on}: {}", self.said(at)))
            }
            goods::Event::Thanked { good, on } => format!("{good}: they were thanked on {on}."),
            goods::Event::Dropped { good, because, .. } => {
                format!("{good} was dropped{}.", self.because(Some(because)))
            }
        }
    }

    /// What is announced, and on whom it lands, stands in the tell views alone: the log can't know whether it is free (rule T7).
    fn announcement(&self, event: &tell::Event) -> String {
        match event {
            tell::Event::Opened(announcement) => {
                let (id, kind) = (announcement.id, announcement.kind.word());
                format!("Announcement {id} was opened: {kind}; sideways tell {id} shows it.")
            }
            tell::Event::LandsOn { about, .. } => {
                format!("Announcement {about} lands on one more peer; sideways tell {about} shows it.")
            }
            tell::Event::Told { about, peer, at } => {
                format!("{} was told of announcement {about} at {at}.", self.name(*peer))
            }
            tell::Event::Broadcast { about, on } => {
                format!("Announcement {about} was broadcast on {on}; that told nobody.")
            }
            tell::Event::Surprised { about, peer, on, how } => {
                let how = self.with(", ", how.as_ref());
                let name = self.name(*peer);
                stopped(&format!("{name} heard elsewhere of announcement {about}, on {on}{how}"))
            }
            tell::Event::Repaired { about, peer, on, how } => {
                let (name, how) = (self.name(*peer), self.said(how));
                stopped(&format!("Mended with {name}, on {on}, about announcement {about}: {how}"))
            }
            tell::Event::Moved { about, room, free_from } => {
                let part =
                    |what: &str, when: Option<crate::moment::When>| when.map(|when| format!("{what} {when}"));
                let parts = [part("the room to", *room), part("free from", *free_from)];
                let parts: Vec<String> = parts.into_iter().flatten().collect();
                format!("Announcement {about} moved: {}.", parts.join(", "))
            }
            tell::Event::Finished { about, on, because } => {
                let because = self.because(because.as_ref());
                format!("The last step of announcement {about} was made on {on}{because}.")
            }
            tell::Event::Dropped { about, because } => {
                format!("Announcement {about} was dropped{}.", self.because(Some(because)))
            }
        }
    }

    fn defence(&self, event: &defend::Event) -> String {
        match event {
            defend::Event::Contributed(one) => {
                let source = self.with("; source: ", one.source.as_ref());
                let (on, told) = (one.on, defend::told(one, self.peers));
                stopped(&format!("Contribution {} on {on}, {told}{source}", one.id))
            }
            defend::Event::Named { contribution, at, on } => {
                stopped(&format!("{contribution} was named on {on}: {}", self.said(at)))
            }
            defend::Event::Defended { peer, forum, said, on } => {
                let (name, forum, said) = (self.name(*peer), self.said(forum), self.said(said));
                format!("I spoke for {name} at {forum} on {on}: “{said}”.")
            }
        }
    }

    fn initiative(&self, event: &ratify::Event) -> String {
        let list = |all: &[Shareable<String>]| {
            all.iter().map(|words| words.get().trim()).collect::<Vec<_>>().join(", ")
        };
        match event {
            ratify::Event::Begun(begun) => {
                let names: Vec<&str> = begun.touches.iter().map(|touch| self.name(touch.peer)).collect();
                let items = if begun.items.is_empty() {
                    String::new()
                } else {
                    format!("; about {}", list(&begun.items))
                };
                let request = begun
                    .request
                    .as_ref()
                    .map_or_else(String::new, |asks| format!("; asks for: {}", asks.get().trim()));
                let what = begun.what.get().trim();
                stopped(&format!(
                    "Initiative {}: “{what}”; touches {}{items}{request}",
                    begun.id,
                    names.join(", ")
                ))
            }
            ratify::Event::Touched { initiative, touch, .. } => {
                format!("Initiative {initiative} touches {}, too.", self.name(touch.peer))
            }
            ratify::Event::Spared { initiative, peer, because, .. } => {
                let because = self.because(because.as_ref());
                format!("Initiative {initiative} touches {} no more{because}.", self.name(*peer))
            }
            ratify::Event::Decided { initiative, by, answer, on, remark, .. } => {
                let remark = self.with("; ", remark.as_ref());
                let said = match answer {
                    ratify::Answer::Yes => "yes".to_owned(),
                    ratify::Answer::No => "no".to_owned(),
                    ratify::Answer::If(condition) => format!("yes, if: {}", condition.get().trim()),
                };
                stopped(&format!(
                    "Initiative {initiative}: {} decided on {on}: {said}{remark}",
                    self.name(*by)
                ))
            }
            ratify::Event::Requested { initiative, request } => {
                stopped(&format!("Initiative {initiative} asks for: {}", request.get().trim()))
            }
            ratify::Event::WentUp { initiative, on, credited } => {
                let ids: Vec<String> = credited.iter().map(Id::to_string).collect();
                let named =
                    if ids.is_empty() { String::new() } else { format!("; it names {}", ids.join(", ")) };
                format!("The page of initiative {initiative} went up on {on}{named}.")
            }
            ratify::Event::Dropped { initiative, because, .. } => {
                format!("Initiative {initiative} was dropped{}.", self.because(Some(because)))
            }
        }
    }

    fn team(&self, event: &bounds::Event) -> String {
        match event {
            bounds::Event::TimeSpent(time) => {
                let calendar = if time.from_calendar { ", from the calendar" } else { "" };
                format!("{} with my team on {}{calendar}.", length(time.minutes), time.on)
            }
            bounds::Event::Waiting(wait) => {
                let what = stopped(&self.said(&wait.what));
                format!("My team waits for decision {} since {}: {what}", wait.id, wait.since)
            }
            bounds::Event::Decided { wait, on } => format!("Decision {wait} was made on {on}."),
        }
    }

    fn calendar(&self, event: &calendar::Event) -> String {
        let of =
            |whose: &Option<Id>| whose.map_or_else(String::new, |peer| format!(" of {}", self.name(peer)));
        match event {
            calendar::Event::Read(read) => {
                let files = self.all(&read.files).join(", ");
                format!("The calendar{} was read from {files}, up to {}.", of(&read.whose), read.to)
            }
            calendar::Event::HoursSaid { whose, hours } => {
                format!("Working hours{}: {hours}.", of(whose))
            }
            calendar::Event::FeedMade(feed) => {
                let kinds: Vec<&str> = feed.kinds.iter().map(|kind| kind.word()).collect();
                let names = if feed.names { ", with names" } else { "" };
                format!("Feed {} was made: {}{names}.", feed.id, kinds.join(", "))
            }
            calendar::Event::Keyed(_) => "Names of dates that leave got a key of their own.".to_owned(),
            calendar::Event::FeedRevoked { feed } => format!("Feed {feed} was revoked."),
        }
    }

    fn week(&self, event: &week::Event) -> String {
        match event {
            week::Event::PutOff { line, until } => format!("{} was put off until {until}.", self.line(line)),
            week::Event::Struck { line, because, .. } => {
                format!("{} was struck{}.", self.line(line), self.because(Some(because)))
            }
        }
    }

    /// A line of the week by its name, in words.
    fn line(&self, line: &str) -> String {
        let mut parts = line.split(':');
        let (kind, id, rest) = (parts.next().unwrap_or_default(), parts.next(), parts.next_back());
        let peer = id.and_then(|id| id.parse().ok()).map(|peer| self.name(peer));
        match (kind, id, peer) {
            ("yes", _, Some(name)) => {
                format!("The line on the yes of {name} for “{}”", rest.unwrap_or_default())
            }
            ("channel", _, Some(name)) => format!("The line on the channel with {name}"),
            ("team", Some("hours"), _) => "The line on the hours of your own team".to_owned(),
            ("team", Some(wait), _) => format!("The line on decision {wait}, for which your team waits"),
            ("tell", Some(about), _) => format!("The line on announcement {about}"),
            ("surprise", Some(about), _) => format!("The line on who was surprised by announcement {about}"),
            ("escalation" | "aftermath", Some(id), _) => format!("The line on document {id}"),
            ("forum", ..) => "The line on a meeting".to_owned(),
            (kind, Some(id), _) => format!("The line on {kind} {id}"),
            _ => format!("The line on the {kind}"),
        }
    }

    fn escalation(&self, event: &escalate::Event) -> String {
        use escalate::{Event, Way};
        match event {
            Event::KeyMade(_) => "You have a key to mark and to receive with.".into(),
            Event::KeyGiven { peer, .. } => format!("The key of {} was kept.", self.name(*peer)),
            Event::KeyCompared { peer, on } => {
                format!("You and {} compared the phrase of your keys on {on}.", self.name(*peer))
            }
            Event::Grounded { peer, ground, on } => self.grounded(self.name(*peer), ground, *on),
            Event::Opened(opened) => {
                let (id, name, on) = (opened.id, self.name(opened.peer), opened.on);
                let because = self.because(opened.regardless.as_ref());
                format!("Document {id} with {name} was opened on {on}{because}.")
            }
            Event::Wrote { escalation, placed } => {
                let parts: Vec<String> =
                    placed.iter().map(|(field, writing)| wrote(*field, &writing.value)).collect();
                stopped(&format!("Document {escalation}: {}", parts.join("; ")))
            }
            Event::Sent { escalation, way, on } => {
                let file = if *way == Way::Sealed { "a sealed file" } else { "a plain file" };
                format!("Document {escalation} was made ready to travel as {file} on {on}.")
            }
            Event::Took { escalation, placed, on, .. } => {
                let mut parts: Vec<&str> = placed.iter().map(|(field, _)| field.word()).collect();
                parts.dedup();
                format!("Document {escalation} came back on {on}; new in it: {}.", parts.join(", "))
            }
            Event::Invited { escalation, on, answer_by } => {
                format!("Document {escalation}: invited on {on} to answer by {answer_by}.")
            }
            Event::TakenUp { escalation, on, .. } => {
                format!("Document {escalation} went up on {on}, as both marked it.")
            }
            Event::Decided { escalation, what, lost, on } => {
                let lost = match lost {
                    Some(Side::Me) => " (not what I asked for)",
                    Some(Side::Them) => " (not what they asked for)",
                    None => "",
                };
                stopped(&format!("Document {escalation} was decided on {on}{lost}: {}", what.get().trim()))
            }
            Event::Followed { escalation, next, on } => {
                stopped(&format!("Document {escalation}, what follows, on {on}: {}", self.said(next)))
            }
            Event::Closed { escalation, because, on } => {
                format!("Document {escalation} was closed on {on}{}.", self.because(Some(because)))
            }
        }
    }
}

impl Say<'_> {
    fn grounded(&self, name: &str, ground: &escalate::Ground, on: Day) -> String {
        match ground {
            escalate::Ground::Confirmed => format!("{name} confirmed their constraint on {on}."),
            escalate::Ground::Looked(outcome) => {
                stopped(&format!("A trade with {name} was looked for on {on}: {}", self.said(outcome)))
            }
            escalate::Ground::Stands => format!("You and {name} still disagreed on {on}."),
            escalate::Ground::Waiting(cost) => {
                stopped(&format!("What waiting costs, on {on}: {}", cost.told()))
            }
        }
    }
}

/// What was written into a part of a joint document.
fn wrote(field: escalate::Field, value: &escalate::Value) -> String {
    let word = field.word();
    match value {
        escalate::Value::Said(words) => format!("{word}: {}", words.as_str().replace('\n', " ")),
        escalate::Value::Seen(seen) => match field {
            escalate::Field::Mark(_) => format!("marked on {}", seen.on),
            _ => format!("held to be fair on {}", seen.on),
        },
        escalate::Value::Nothing => format!("{word} taken back"),
    }
}
