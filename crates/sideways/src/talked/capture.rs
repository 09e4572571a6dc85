//! One line about a talk, read into what the notebook keeps. What is not understood stays as notes.

use plan::names::person_key;
use playbook::{
    map::peers::{Known, Peers},
    moment::Day,
    privacy::Private,
    refusal::Refusal,
};
use sources::dates::duration;

use crate::days::{self, Due};

/// The fields of a line, in the order of [`Capture::world`], then the kindness.
const FIELDS: [&str; 4] = ["constraint", "pressure", "fire", "kindness"];

/// Words of a name, at most.
const LONGEST_NAME: usize = 5;

/// What was understood.
#[derive(Default)]
pub struct Capture {
    /// Minutes.
    pub minutes: Option<u32>,
    /// Constraint, pressure and fire.
    pub world: [Option<Private<String>>; 3],
    /// Everything else.
    pub notes: Option<Private<String>>,
    /// What could be done for them, and by when.
    pub kindnesses: Vec<(String, Option<Day>)>,
    /// What was perhaps meant otherwise.
    pub remarks: Vec<String>,
}

/// The peer that a line begins with, and the rest of it. A whole name may take several words.
pub fn peer<'a>(words: &'a [String], peers: &Peers) -> Result<(Known, &'a [String]), Refusal> {
    let is_whole = |peer: Known, words: &str| {
        let key = person_key(words);
        peers.names_of(peer).any(|name| person_key(name) == key)
    };
    for count in (2..=LONGEST_NAME.min(words.len())).rev() {
        let (name, rest) = words.split_at(count);
        let name = name.join(" ");
        if let Ok(found) = peers.find(&name)
            && is_whole(found, &name)
        {
            return Ok((found, rest));
        }
    }
    let (name, rest) = words.split_first().ok_or(Refusal::NobodyNamed)?;
    Ok((peers.find(name)?, rest))
}

/// Reads what follows the peer.
pub fn read(words: &[String], today: Day) -> Capture {
    let mut capture = Capture::default();
    let mut fields: [Vec<String>; 4] = Default::default();
    let mut notes: Vec<&str> = Vec::new();
    let mut words = words;
    while let Some((word, rest)) = words.split_first() {
        words = rest;
        if let Some((field, said)) = field(word) {
            match said.trim() {
                "" => capture.remarks.push(format!("“{word}” says nothing, and nothing is kept of it.")),
                said => fields[field].push(said.to_owned()),
            }
        } else if let Some((minutes, rest)) = length(word, rest).filter(|_| notes.is_empty())
            && capture.minutes.is_none()
        {
            capture.minutes = Some(minutes);
            words = rest;
        } else if word.trim().is_empty() {
            capture.remarks.push("Empty words say nothing, and nothing is kept of them.".to_owned());
        } else {
            if notes.is_empty() && capture.minutes.is_some() && length(word, rest).is_some() {
                capture
                    .remarks
                    .push(format!("A length was given before “{word}”, which stays in the notes."));
            }
            capture.remarks.extend(doubt(word, notes.is_empty() && capture.minutes.is_none()));
            notes.push(word);
        }
    }
    let [constraint, pressure, fire, kindnesses] = fields;
    let joined = |said: Vec<String>| (!said.is_empty()).then(|| Private::new(said.join("; ")));
    capture.world = [constraint, pressure, fire].map(joined);
    capture.notes = (!notes.is_empty()).then(|| Private::new(notes.join(" ")));
    for said in kindnesses {
        let Due { what, by, doubt } = days::due(&said, today);
        capture.remarks.extend(doubt);
        match what.as_str() {
            "" => capture
                .remarks
                .push(format!("“kindness={said}” says by when, not what, and nothing is kept of it.")),
            _ => capture.kindnesses.push((what, by)),
        }
    }
    capture
}

/// Which field a word fills, and with what.
fn field(word: &str) -> Option<(usize, &str)> {
    let (name, said) = word.split_once('=')?;
    let field = FIELDS.iter().position(|field| field.eq_ignore_ascii_case(name.trim()))?;
    Some((field, said))
}

/// `25m`, or `25 min` in two words: the minutes, and what follows.
fn length<'a>(word: &str, rest: &'a [String]) -> Option<(u32, &'a [String])> {
    if !word.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let two = || {
        let (unit, rest) = rest.split_first()?;
        let is_figure = word.bytes().all(|byte| byte.is_ascii_digit());
        Some((is_figure.then(|| duration(&format!("{word} {unit}")).ok())??, rest))
    };
    duration(word).ok().map(|minutes| (minutes, rest)).or_else(two)
}

/// What is worth a word about something that stays in the notes.
fn doubt(word: &str, is_first: bool) -> Option<String> {
    if is_first && word.starts_with(|c: char| c.is_ascii_digit()) && word.len() < 8 {
        let no = duration(word).err()?;
        return Some(format!("{}, so it stays in the notes; a length is {}.", no.fact, no.hint));
    }
    let (name, _) = word.split_once('=')?;
    let known = FIELDS.iter().map(|field| (*field, *field));
    let meant = plan::alike::closest(&name.to_lowercase(), known)?;
    Some(format!("“{name}=” is no field, so it stays in the notes; {meant}= is one."))
}

#[cfg(test)]
mod tests {
    use playbook::{
        map::peers::{Command, Event},
        moment::{Id, Now},
        privacy::OwnersScreen,
    };

    use super::*;

    const TODAY: Day = Day(jiff::civil::date(2026, 5, 4));

    fn words(line: &str) -> Vec<String> {
        line.split('|').map(str::to_owned).collect()
    }

    fn said(words: Option<&Private<String>>) -> &str {
        words.map_or("", |words| words.reveal(&OwnersScreen::of_the_owner()))
    }

    fn peers(names: &[&str]) -> Peers {
        let mut peers = Peers::default();
        for (at, name) in names.iter().enumerate() {
            let entry = at as u32 + 1;
            let now = Now { at: jiff::Timestamp::UNIX_EPOCH, today: TODAY, entry };
            let add = Command::Add { name: (*name).into(), aliases: Vec::new() };
            let events: Vec<Event> = peers.decide(add, &now).unwrap_or_default();
            events.into_iter().for_each(|event| peers.evolve(event, entry, TODAY));
        }
        peers
    }

    #[test]
    fn a_line_is_read_in_any_order_and_the_rest_stays_as_notes() {
        let line = "25m|constraint=hiring frozen till June|pressure=cost per build|\
                    kindness=intro to the security reviewer by fri|went|over|the|release|plan";
        let capture = read(&words(line), TODAY);
        assert_eq!(capture.minutes, Some(25));
        let [constraint, pressure, fire] = &capture.world;
        assert_eq!(said(constraint.as_ref()), "hiring frozen till June");
        assert_eq!(said(pressure.as_ref()), "cost per build");
        assert!(fire.is_none());
        assert_eq!(said(capture.notes.as_ref()), "went over the release plan");
        let friday = TODAY.plus(4);
        assert_eq!(capture.kindnesses, [("intro to the security reviewer".to_owned(), Some(friday))]);
        assert!(capture.remarks.is_empty());
    }

    #[test]
    fn a_length_is_taken_once_and_only_before_the_notes() {
        let both = read(&words("25|min|out|for|2h"), TODAY);
        assert_eq!((both.minutes, said(both.notes.as_ref())), (Some(25), "out for 2h"));
        let after = read(&words("FIRE=the audit|1h30"), TODAY);
        assert_eq!((after.minutes, said(after.world[2].as_ref())), (Some(90), "the audit"));
        let notes = read(&words("down|for|2h"), TODAY);
        assert_eq!((notes.minutes, said(notes.notes.as_ref())), (None, "down for 2h"));
    }

    #[test]
    fn what_was_perhaps_meant_is_said_and_kept() {
        let bare = read(&words("25|all|well"), TODAY);
        assert_eq!(said(bare.notes.as_ref()), "25 all well");
        assert_eq!(bare.remarks, ["“25” says no unit, so it stays in the notes; a length is 25m."]);
        let slip = read(&words("constrain=no testers|x=y"), TODAY);
        assert_eq!(said(slip.notes.as_ref()), "constrain=no testers x=y");
        let remark = "“constrain=” is no field, so it stays in the notes; constraint= is one.";
        assert_eq!(slip.remarks, [remark]);
        let empty = read(&words("fire="), TODAY);
        assert_eq!(empty.remarks, ["“fire=” says nothing, and nothing is kept of it."]);
    }

    #[test]
    fn nothing_that_says_nothing_is_taken_in_silence() {
        let capture = read(&words("25m|30m"), TODAY);
        assert_eq!((capture.minutes, said(capture.notes.as_ref())), (Some(25), "30m"));
        assert_eq!(capture.remarks, ["A length was given before “30m”, which stays in the notes."]);
        let capture = read(&words("25m|"), TODAY);
        assert!(capture.notes.is_none());
        assert_eq!(capture.remarks, ["Empty words say nothing, and nothing is kept of them."]);
        let capture = read(&words("kindness=by fri"), TODAY);
        assert!(capture.kindnesses.is_empty());
        let remark = "“kindness=by fri” says by when, not what, and nothing is kept of it.";
        assert_eq!(capture.remarks, [remark]);
        let capture = read(&words("kindness=an intro by 31 feb"), TODAY);
        assert_eq!(capture.kindnesses, [("an intro by 31 feb".to_owned(), None)]);
        assert_eq!(capture.remarks.len(), 1);
    }

    #[test]
    fn a_field_said_twice_keeps_both() {
        let twice = read(&words("fire=audit|fire=the build|kindness=a|kindness=b"), TODAY);
        assert_eq!(said(twice.world[2].as_ref()), "audit; the build");
        assert_eq!(twice.kindnesses.len(), 2);
    }

    #[test]
    fn a_peer_is_found_by_a_whole_name_of_several_words_or_by_a_beginning() {
        let peers = peers(&["Mira Solberg", "Tom Okoye"]);
        let rest = |line: &str| {
            let words = words(line);
            let found = peer(&words, &peers).map(|(peer, rest)| (peer.id(), rest.join(" ")));
            found.unwrap_or((Id::of(0), String::new()))
        };
        assert_eq!(rest("mira|so|it|goes"), (Id::of(1), "so it goes".into()));
        assert_eq!(rest("mira|solberg|25m"), (Id::of(1), "25m".into()));
        assert_eq!(rest("Okoye"), (Id::of(2), String::new()));
        assert!(peer(&words("Ana|25m"), &peers).is_err());
        assert!(peer(&[], &peers).is_err());
    }
}
