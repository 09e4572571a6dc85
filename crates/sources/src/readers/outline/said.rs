//! What the words behind a title say of a piece of work.

use std::ops::Range;

use plan::facts::{Estimate, Named, Owner, Promise, State, Strength};

use super::{
    Reader, UNDERSTOOD, Waiting,
    clause::{Clause, Says},
    section::is_nobody,
    words::{Fact, estimate},
};
use crate::{dates, formats::markdown::plain};

/// Posts that stand in parentheses behind a name.
const POSTS: [&str; 14] = [
    "em",
    "pm",
    "tl",
    "lead",
    "tech lead",
    "team lead",
    "manager",
    "engineering manager",
    "product manager",
    "dri",
    "owner",
    "acting",
    "interim",
    "he/him",
];

impl Reader<'_> {
    pub(super) fn take(&mut self, item: usize, clauses: Vec<Clause>) {
        for clause in clauses {
            self.clause(item, clause);
        }
    }

    fn clause(&mut self, at: usize, clause: Clause) {
        let Clause { says, is_guess, span } = clause;
        match says {
            Says::Title => {}
            Says::Owner(name) => self.own(at, name),
            Says::Estimate(estimate, made_up) => {
                let strength = if made_up || is_guess { Strength::Derived } else { Strength::Stated };
                self.estimate(at, estimate, strength, span);
            }
            Says::By(Ok(day)) => {
                self.note_ambiguous(day, span.clone());
                if self.found.facts.items[at].promise.is_some() {
                    self.again(span.clone(), "by");
                }
                let place = self.text.place(span, "by");
                self.found.facts.items[at].promise = Some(Promise { day, place });
            }
            Says::By(Err(dates::NoDate(fact))) => {
                self.problem(span, "by", fact).hint = Some("write it as 2027-03-31".into());
            }
            Says::Id(name) => self.call(at, self.words(&name).trim().to_owned()),
            Says::Fact(fact, rest) => self.fact(at, fact, rest, is_guess, span),
            Says::More(name) => self.more(at, name, span),
            Says::Unknown => {
                let fact = format!("“{}” is not understood", plain(self.words(&span)));
                self.problem(span, "", fact).hint = Some(UNDERSTOOD.into());
            }
        }
    }

    fn estimate(&mut self, at: usize, estimate: Estimate, strength: Strength, span: Range<usize>) {
        let estimate = match estimate {
            Estimate::Three { least, likely, most } if least > likely || likely > most => {
                let fact = format!("“{}” does not go up; it was read as if it did", self.words(&span));
                self.problem(span.clone(), "", fact).hint =
                    Some("at best, likely, at worst, as in 3-5-9d".into());
                let mut figures = [least, likely, most];
                figures.sort_unstable();
                Estimate::Three { least: figures[0], likely: figures[1], most: figures[2] }
            }
            estimate => estimate,
        };
        let item = &mut self.found.facts.items[at];
        let is_second = item.estimate.is_some();
        (item.estimate, item.estimate_strength) = (Some(estimate), strength);
        if is_second {
            self.again(span, "");
        }
    }

    /// The last of two facts counts; that there are two is said.
    fn again(&mut self, span: Range<usize>, field: &str) {
        let fact = format!("“{}” is said a second time; the first is not counted", plain(self.words(&span)));
        self.problem(span, field, fact).hint = Some("keep one of the two".into());
    }

    /// Says how a day was read that could be another one.
    fn note_ambiguous(&mut self, day: jiff::civil::Date, span: Range<usize>) {
        let words = self.words(&span);
        let date = words.find(|c: char| c.is_ascii_digit()).map_or("", |at| &words[at..]);
        if dates::is_ambiguous(date) {
            let fact = format!("“{date}” was read day first, as {day}, as a guess");
            self.problem(span, "by", fact).hint = Some(format!("by {day}"));
        }
    }

    fn own(&mut self, at: usize, name: Range<usize>) {
        let owners = self.owners(name);
        self.found.facts.items[at].owners.extend(owners);
    }

    fn owner(&self, name: Range<usize>) -> Owner {
        let text = plain(self.words(&name).trim_start_matches('@').trim_matches('"'));
        // A team of an organisation: `@acme/payments`.
        let text = match text.split_once('/') {
            Some((_, team)) if self.words(&name).starts_with('@') || !text.contains(' ') => team.to_owned(),
            _ => text,
        };
        Owner::Either(Named { text: text.into(), place: self.text.place(name, "@") })
    }

    /// Whom an owner's words name: one, or a person and their team: `Mira Solberg (Booking)`. A post in parentheses is no
    /// part of a name.
    pub(super) fn owners(&self, name: Range<usize>) -> Vec<Owner> {
        let words = self.words(&name);
        let Some((person, team)) =
            words.trim_end().strip_suffix(')').and_then(|words| words.split_once(" ("))
        else {
            return vec![self.owner(name)];
        };
        let is_name = |words: &str| words.split_whitespace().all(|word| word.starts_with(char::is_uppercase));
        let person_span = self.text.trim(name.start..name.start + person.len());
        if POSTS.contains(&team.trim().to_lowercase().as_str()) {
            return vec![self.owner(person_span)];
        }
        let is_person = person.split_whitespace().count() > 1 && is_name(person);
        if !is_person || !is_name(team) {
            return vec![self.owner(name)];
        }
        let start = name.start + person.len() + " (".len();
        vec![self.owner(self.text.trim(start..start + team.len())), self.owner(person_span)]
    }

    /// Gives an item an id of the whole plan.
    fn call(&mut self, at: usize, id: String) {
        let item = &mut self.found.facts.items[at];
        (item.id, item.is_label) = (Some(id.into()), false);
    }

    /// Another name for the last fact of the item.
    fn more(&mut self, at: usize, name: Range<usize>, span: Range<usize>) {
        match self.waiting.last_mut().filter(|waiting| waiting.item == at) {
            Some(waiting) => {
                waiting.names.push(name);
                waiting.span.end = waiting.span.end.max(span.end);
            }
            None => self.own(at, name),
        }
    }

    fn fact(&mut self, at: usize, fact: Fact, rest: Range<usize>, is_guess: bool, span: Range<usize>) {
        let words = self.words(&rest);
        match fact {
            Fact::Owner | Fact::Link(_) | Fact::Need(_) if is_nobody(words) => {}
            Fact::Link(_) | Fact::Ends | Fact::Need(_) | Fact::Through => {
                if words.is_empty() {
                    self.problem(span, "", "a name is missing here").hint =
                        Some("name a team, a person or a piece of work".into());
                    return;
                }
                let strength = if is_guess { Strength::Guessed } else { Strength::Stated };
                self.waiting.push(Waiting { item: at, fact, strength, names: vec![rest], span });
            }
            Fact::Owner if words.is_empty() => {}
            Fact::Owner => self.names(&rest).into_iter().for_each(|name| self.own(at, name)),
            Fact::Started => self.found.facts.items[at].state = State::Started(self.day(rest, "started")),
            Fact::Done => self.found.facts.items[at].state = State::Done(self.day(rest, "done")),
            Fact::Dropped => self.found.facts.items[at].state = State::Dropped,
            Fact::From => self.from(at, rest),
            Fact::Remaining | Fact::Took => self.length(at, fact, rest),
            Fact::Weight => self.weight(at, rest),
            Fact::Adoption => self.found.facts.items[at].is_adoption = true,
            Fact::Id => self.call(at, plain(words)),
            Fact::Status => self.status(at, rest),
            Fact::By | Fact::Estimate | Fact::Note => {}
        }
    }

    /// A word of the profile for a state; other words say nothing. A deliverable is under way where its work is.
    fn status(&mut self, at: usize, rest: Range<usize>) {
        let words = self.words(&rest).to_lowercase();
        let words = words.trim_matches(|c: char| !c.is_alphanumeric());
        let is = |known: &[String]| known.iter().any(|known| known == words);
        let item = &mut self.found.facts.items[at];
        if is(&self.profile.states.dropped) {
            item.state = State::Dropped;
        } else if is(&self.profile.states.done) {
            item.state = State::Done(None);
        } else if is(&self.profile.states.started) && !item.is_goal {
            item.state = State::Started(None);
        }
    }

    fn day(&mut self, rest: Range<usize>, field: &str) -> Option<jiff::civil::Date> {
        let words = self.words(&rest);
        if words.is_empty() {
            return None;
        }
        match dates::leading_date(words) {
            Some((_, Ok(day))) => Some(day),
            Some((_, Err(dates::NoDate(fact)))) => {
                self.problem(rest, field, fact).hint = Some("write it as 2027-03-31".into());
                None
            }
            None => None,
        }
    }

    /// `from DATE`, `from DATE to DATE`, `not before DATE`.
    fn from(&mut self, at: usize, rest: Range<usize>) {
        let words = self.words(&rest);
        let to = words.find(" to ");
        let first_end = to.map_or(rest.end, |to| rest.start + to);
        let first = self.day(rest.start..first_end, "from");
        self.found.facts.items[at].not_before = first;
        let Some(to) = to else { return };
        let last = self.day(self.text.trim(rest.start + to + 4..rest.end), "to");
        let (Some(first), Some(last)) = (first, last) else { return };
        if last < first {
            self.problem(rest, "from", "the last day comes before the first").hint =
                Some("from the first day to the last".into());
            return;
        }
        let axis = plan::calendar::Calendar::new(first, [Default::default()], []);
        let item = &mut self.found.facts.items[at];
        item.estimate = item.estimate.or(Some(Estimate::One(axis.between(first, last))));
        item.estimate_strength = Strength::Derived;
    }

    fn length(&mut self, at: usize, fact: Fact, rest: Range<usize>) {
        let found = estimate(self.words(&rest));
        let item = &mut self.found.facts.items[at];
        match (found, fact) {
            (Some((length, ..)), Fact::Remaining) => {
                item.remaining = Some(length);
                if item.state == State::Planned {
                    item.state = State::Started(None);
                }
            }
            (Some((Estimate::One(took), ..)), _) => item.took = Some(took),
            _ => {
                let fact = format!("“{}” is no length of time", self.words(&rest));
                self.problem(rest, "", fact).hint = Some("write it as 3d, 2w or 6h".into());
            }
        }
    }

    fn weight(&mut self, at: usize, rest: Range<usize>) {
        match self.words(&rest).trim().parse::<f64>() {
            Ok(weight) if (0.01..=100.0).contains(&weight) => {
                self.found.facts.items[at].weight = (weight * 100.0).round() as u32;
            }
            _ => {
                let fact = format!("“{}” is no weight", self.words(&rest));
                self.problem(rest, "weight", fact).hint =
                    Some("a number from 0.01 to 100; 1 is usual".into());
            }
        }
    }
}
