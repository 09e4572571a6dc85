//! Dates for another calendar: which leave, under which names, and feeds of them.

use desk::{clock::Moment, open::Desk, seal::luck, sent::AllSent};
use playbook::{
    calendar::{Command as Wanted, Feed, hashed},
    due::{self, Sheet},
    moment::Id,
    notebook::Command,
    outward::feed::{Kind, Namer, Scope},
};

use crate::{calendars, opened, stop::Stop};

/// Which dates leave: these kinds, all where none is named; with names of peers in their titles or without.
///
/// # Errors
/// If a word is no kind.
pub fn scope<'a>(only: Option<impl Iterator<Item = &'a str>>, names: bool) -> Result<Scope, Stop> {
    let kind = |word: &str| {
        let wrong = || {
            let hint = "--only talks,calls,loans,answers, or some of them";
            Stop::Usage(format!("“{}” is no kind of date", word.trim()), hint.into())
        };
        Kind::of(word.trim()).ok_or_else(wrong)
    };
    let kinds = match only {
        None => Kind::ALL.to_vec(),
        Some(words) => words.map(kind).collect::<Result<_, _>>()?,
    };
    Ok(Scope { kinds, names })
}

/// The dates as a file of this name, and what is to be remembered of it once it is written.
///
/// # Errors
/// If the notebook can't be written the first time.
pub fn written(desk: &mut Desk, now: Moment, scope: &Scope, name: String) -> Result<(Sheet, AllSent), Stop> {
    let namer = namer(desk, now)?;
    let mut sent = desk.sent();
    let before = sent.of.get(&name).cloned().unwrap_or_default();
    let calls = calendars::calls(desk, &namer, scope, &before, now);
    let sheet = due::sheet(desk.notes(), &namer, scope, &before, &calls, (now.at, now.today), true);
    sent.of.insert(name, sheet.sent.clone());
    Ok((sheet, sent))
}

/// What makes the names of dates; the notebook gets a key for that the first time.
fn namer(desk: &mut Desk, now: Moment) -> Result<Namer, Stop> {
    let screen = opened::screen();
    // Under the request of the first time, the key of that time is the one.
    if desk.notes().calendars.namer(&screen).is_none() && desk.done_then()?.is_none() {
        desk.act_all(vec![Command::Calendar(Wanted::Key(fresh()?))], now)?;
    }
    let missing = || Stop::Fault("the key of names is not there".into(), "sideways doctor".into());
    desk.notes().calendars.namer(&screen).ok_or_else(missing)
}

/// Makes a feed; gives its number and the end of its address, which is kept nowhere.
///
/// # Errors
/// If it was made before under this request, or can't be written.
pub fn feed(desk: &mut Desk, now: Moment, scope: Scope) -> Result<(u32, String), Stop> {
    if desk.done_then()?.is_some() {
        let fact = "this feed was made before, and its address is kept nowhere";
        return Err(Stop::Usage(
            fact.into(),
            "sideways calendar feed shows its number; revoke it, and make another".into(),
        ));
    }
    let token = desk::places::hex(&fresh()?);
    let feed = Feed {
        id: Id::of(0),
        token: hashed(&token),
        kinds: scope.kinds,
        names: scope.names,
        since: now.today,
    };
    let done = desk.act_all(vec![Command::Calendar(Wanted::MakeFeed(feed, fresh()?))], now)?;
    Ok((done.first().map_or(0, |done| done.entry), format!("feed/{token}.ics")))
}

/// 32 random bytes.
fn fresh() -> Result<[u8; 32], Stop> {
    let mut bytes = [0; 32];
    luck(&mut bytes).map_err(|no| Stop::Fault(no.to_string(), "restart the machine".into()))?;
    Ok(bytes)
}
