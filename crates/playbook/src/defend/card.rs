//! Cards to read before a forum in which peers are absent (rules D1 to D3): facts alone, each with its source and its age.
//!
//! Of what a team contributed, a card names the newest for each thing on the table, whatever else there is: nothing can be
//! counted from it (rule T9).

use serde::Serialize;

use super::{Contribution, Contributions};
use crate::{
    akin::akin,
    map::peers::{Known, Peers, Yes},
    moment::{Day, Id},
    privacy::OwnersScreen,
};

/// The question that comes before everything else (rule D2).
pub const FIRST: &str = "Is the criticism right? Then stay silent.";

/// What holds for whatever was heard in a talk.
pub const CARE: &str = "What you heard alone, say only as they would say it themselves in that room.";

/// Days after which a contribution is no reading of today: a year.
pub const CONTRIBUTION_DAYS: i64 = 365;

/// A meeting where work is judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Forum {
    /// What it is called.
    pub name: String,
    /// When, where that is known.
    pub day: Option<Day>,
    /// Peers who will not be there.
    pub absent: Vec<Known>,
    /// Words of what it is about; none, where nobody said.
    pub about: Vec<String>,
}

/// Something that was heard in a talk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heard {
    /// The words.
    pub words: String,
    /// When.
    pub on: Day,
    /// Days after which it is old.
    pub lasts: i64,
}

/// The page to read before a forum.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Cards {
    /// What the forum is called.
    pub forum: String,
    /// When, where that is known.
    pub day: Option<Day>,
    /// What comes first (rule D2).
    pub first: &'static str,
    /// One card for each peer who is absent, in the order of entry.
    pub cards: Vec<Card>,
}

/// The fair reading of one absent peer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Card {
    /// Who.
    pub peer: String,
    /// Their id.
    pub id: Id,
    /// Their teams, as the kept map says.
    pub teams: Vec<String>,
    /// Who follows them, where they have left.
    pub successor: Option<String>,
    /// Whether they are guarded.
    pub is_guarded: bool,
    /// What of theirs is judged there.
    pub on_the_table: Vec<Thing>,
    /// What can be said: sourced, dated and not old.
    pub facts: Vec<Fact>,
    /// What is too old to be said (rule D3).
    pub stale: Vec<Fact>,
    /// What is not known, each with how to learn or note it.
    pub missing: Vec<String>,
    /// What it is that is not known, in the same order.
    pub unknown: Vec<About>,
    /// How to handle what was heard alone; absent where no such fact stands here.
    pub care: Option<&'static str>,
    /// The command that records what you said (rule D5).
    pub record: String,
}

/// Something of theirs that is on the table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Thing {
    /// What: their item, else what my plan needs of them.
    pub what: String,
    /// Why it is there.
    pub why: String,
    /// Where the plan says it.
    pub place: String,
}

/// What a fact is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum About {
    /// What limits them most, in their words.
    Constraint,
    /// What their team did for an item of mine or ours.
    Contribution,
}

/// A fact with its source and its age.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fact {
    /// What it is.
    pub about: About,
    /// The fact.
    pub words: String,
    /// Where it comes from.
    pub source: String,
    /// The day of which it is.
    pub on: Day,
    /// Days since then.
    pub days: i64,
    /// Days after which such a fact is old.
    pub lasts: i64,
}

/// An item of a plan that somebody else does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Its title.
    pub title: String,
    /// Teams and people who do it.
    pub owners: Vec<String>,
    /// Where the plan says it.
    pub place: String,
}

/// What a card looks at.
pub struct Look<'a> {
    /// Who is who, and the kept map.
    pub peers: &'a Peers,
    /// What their teams did.
    pub contributions: &'a Contributions,
    /// What limits a peer most, as it was heard last.
    pub constraint: &'a dyn Fn(Known) -> Option<Heard>,
    /// Items of the plan.
    pub items: &'a [Item],
    /// The day on which the card is read.
    pub today: Day,
    /// Where it is read.
    pub screen: &'a OwnersScreen,
}

/// A card for everybody who is absent.
pub fn cards(forum: &Forum, look: &Look<'_>) -> Cards {
    let mut absent = forum.absent.clone();
    absent.sort();
    absent.dedup();
    Cards {
        forum: forum.name.clone(),
        day: forum.day,
        first: FIRST,
        cards: absent.into_iter().map(|peer| look.card(peer, forum)).collect(),
    }
}

impl Look<'_> {
    fn card(&self, peer: Known, forum: &Forum) -> Card {
        let peers = self.peers;
        let name = peers.name(peer.id()).to_owned();
        let mut teams: Vec<String> =
            peers.picks_of(peer, self.today).flat_map(|pick| pick.teams.iter().cloned()).collect();
        teams.dedup();
        let on_the_table = self.on_the_table(peer, &teams, &forum.about);
        let mut facts: Vec<Fact> = self.heard(peer).into_iter().collect();
        facts.extend(self.contributed(peer, &on_the_table, &forum.about));
        let (facts, stale): (Vec<Fact>, Vec<Fact>) =
            facts.into_iter().partition(|fact| fact.days <= fact.lasts);
        let typed = plan::names::typed(&name);
        let has = |about: About| facts.iter().any(|fact| fact.about == about);
        let missing = [
            (
                About::Constraint,
                format!("What limits them is not known as of today: sideways talk prepare {typed}"),
            ),
            (
                About::Contribution,
                format!(
                    "No contribution of theirs is noted: sideways contribution {typed} \"...\" --for \"...\""
                ),
            ),
        ];
        let (unknown, missing) = missing.into_iter().filter(|(about, _)| !has(*about)).unzip();
        let left = peers.has_left(peer, self.today).then(|| peers.bears(peer.id(), self.today));
        Card {
            id: peer.id(),
            teams,
            successor: left.map(|by| peers.name(by).to_owned()),
            is_guarded: peers.is_guarded(peer),
            on_the_table,
            care: has(About::Constraint).then_some(CARE),
            facts,
            stale,
            missing,
            unknown,
            record: format!("sideways defended {typed} at {} \"...\"", plan::names::typed(&forum.name)),
            peer: name,
        }
    }

    /// What limits them, with the talk in which it was heard.
    fn heard(&self, peer: Known) -> Option<Fact> {
        let Heard { words, on, lasts } = (self.constraint)(peer)?;
        let source = format!("heard in a talk on {on}");
        Some(Fact { about: About::Constraint, words, source, on, days: on.until(self.today), lasts })
    }

    /// What my plan needs of them, and items of theirs that the forum names.
    fn on_the_table(&self, peer: Known, teams: &[String], about: &[String]) -> Vec<Thing> {
        let is_named = |words: &str| about.iter().any(|about| akin(about, words));
        let yeses = self.peers.picks_of(peer, self.today).flat_map(|pick| &pick.yeses);
        let named = |yes: &&Yes| {
            let all = [Some(&yes.item), Some(&yes.home), yes.theirs.as_ref()];
            about.is_empty() || all.into_iter().flatten().any(|words| is_named(words))
        };
        let mut things: Vec<Thing> = yeses.filter(named).map(thing).collect();
        let names: Vec<&str> = self.peers.names_of(peer).chain(teams.iter().map(String::as_str)).collect();
        let is_theirs = |item: &&Item| {
            let same = |owner: &String| {
                names.iter().any(|name| plan::names::team_key(name) == plan::names::team_key(owner))
            };
            item.owners.iter().any(same)
        };
        for item in self.items.iter().filter(is_theirs).filter(|item| is_named(&item.title)) {
            let (what, place) = (item.title.clone(), item.place.clone());
            things.push(Thing { what, why: "their item, which the forum names".into(), place });
        }
        let mut seen: Vec<String> = Vec::new();
        things.retain(|thing| {
            let key = plan::names::title_key(&thing.what);
            let is_new = !seen.contains(&key);
            seen.push(key);
            is_new
        });
        things
    }

    /// The newest contribution for each thing on the table and each of the forum's words; where none fits, the newest.
    fn contributed(&self, peer: Known, things: &[Thing], about: &[String]) -> Vec<Fact> {
        let is_theirs = |one: &&Contribution| self.peers.known(one.peer) == Some(peer);
        let mut all: Vec<&Contribution> =
            self.contributions.all().map(|kept| &kept.contribution).filter(is_theirs).collect();
        all.sort_by_key(|one| std::cmp::Reverse((one.on, one.id)));
        let fits = |words: &str| {
            all.iter().find(|one| akin(words, one.toward.get()) || akin(words, one.what.get())).copied()
        };
        let subjects = things.iter().flat_map(|thing| [&thing.what, &thing.why]).chain(about);
        let mut chosen: Vec<&Contribution> = subjects.filter_map(|words| fits(words)).collect();
        chosen.sort_by_key(|one| std::cmp::Reverse((one.on, one.id)));
        chosen.dedup_by_key(|one| one.id);
        if chosen.is_empty() {
            chosen.extend(all.first());
        }
        chosen.into_iter().map(|one| self.fact(one)).collect()
    }

    fn fact(&self, one: &Contribution) -> Fact {
        Fact {
            about: About::Contribution,
            words: format!("for {}: {}", one.toward.get().trim(), one.what.get().trim()),
            source: one.source(self.screen),
            on: one.on,
            days: one.on.until(self.today),
            lasts: CONTRIBUTION_DAYS,
        }
    }
}

fn thing(yes: &Yes) -> Thing {
    let due = yes.due.map_or_else(String::new, |due| format!(", by {due}"));
    let home = if yes.home == yes.item { String::new() } else { format!(" for {}", yes.home) };
    // Where the plan has no item of theirs, mine stands there itself, and is not named a second time.
    let (what, mine, it, theirs) = match &yes.theirs {
        Some(theirs) => (theirs, yes.item.as_str(), "it", "it"),
        None => (&yes.item, "your item", "them", "what is theirs"),
    };
    let why = match yes.kind.as_str() {
        "date" => format!("{mine}{home} waits on {it}"),
        "approval" => format!("{mine}{home} needs their yes"),
        "absorption" => format!("they live with {mine}{home}"),
        _ => format!("{mine}{home} touches {theirs}"),
    };
    Thing { what: what.clone(), why: format!("{why}{due}"), place: yes.place.clone() }
}
