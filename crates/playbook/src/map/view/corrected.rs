//! What the leader corrected, put into words.

use plan::{
    crossing::Crossing,
    facts::{Change, Kind},
    network::{Choice, Correction},
    place::Place,
};

use super::{
    super::{
        answerer::Answerer,
        corrections::side_name,
        need::Needs,
        picks::{Picks, Reason},
    },
    Mended, View, Word,
};

impl View<'_> {
    /// Every correction that bears on this map, those of crossings first.
    pub(super) fn corrections(&self, needs: &Needs, picks: &Picks) -> Vec<super::Correction> {
        let corrections = self.network.corrections.iter().zip(&self.corrected.found);
        let fitting = corrections.filter(|(_, found)| !found.is_empty());
        let mut all: Vec<super::Correction> =
            fitting.map(|(correction, found)| self.correction(correction, found)).collect();
        let is_kept_to = |choice: &&Choice| {
            let who = Answerer::Person(choice.person);
            let of_theirs = |at: usize| needs.all[at].who == who;
            match choice.is_with {
                true => picks.named.iter().any(|at| of_theirs(*at)),
                false => picks.left_out.iter().any(|(at, why)| *why == Reason::Struck && of_theirs(*at)),
            }
        };
        all.extend(
            self.network.choices.iter().filter(is_kept_to).map(|choice| self.chosen(choice, picks, needs)),
        );
        all
    }

    fn correction(&self, correction: &Correction, found: &[Crossing]) -> super::Correction {
        let what = match correction.change {
            Change::Add(_) => format!("added, {}", kinds(found)),
            Change::Reject(_) => format!("rejected, {}", kinds(found)),
            Change::Given(_) => format!("given, {}", kinds(found)),
            Change::Rekind { to, .. } => format!("{} made {}", kinds(found), to.word()),
        };
        let (item, whom) = (self.title(correction.item), side_name(self.network, correction.side));
        let line = |crossing: &Crossing| {
            let who = self.answerers.answer(crossing.whom, crossing.theirs)?;
            Some(self.line(who, crossing))
        };
        super::Correction {
            change: correction.change.word().to_owned(),
            fact: format!("{what}: {item} ← {whom}"),
            crossings: found.iter().filter_map(line).collect(),
            word: self.word(&correction.because, &correction.place),
        }
    }

    fn chosen(&self, choice: &Choice, picks: &Picks, needs: &Needs) -> super::Correction {
        let name = &self.network.directory.people[choice.person.at()].name;
        let is_added = picks.added.iter().any(|at| needs.all[*at].who == Answerer::Person(choice.person));
        let (change, fact) = match (choice.is_with, is_added) {
            (true, true) => ("with", format!("name added: {name}")),
            (true, false) => ("with", format!("name added, and named without it, too: {name}")),
            (false, _) => ("without", format!("name struck: {name}")),
        };
        super::Correction {
            change: change.to_owned(),
            fact,
            crossings: Vec::new(),
            word: self.word_of(choice),
        }
    }

    /// What corrections made of a crossing.
    pub(super) fn mended(&self, crossing: &Crossing) -> Vec<Mended> {
        let mended = crossing.corrected.iter().map(|corrected| {
            let correction = &self.network.corrections[corrected.by];
            Mended { was: corrected.was, word: self.word(&correction.because, &correction.place) }
        });
        mended.collect()
    }

    /// What the leader chose about a name.
    pub(super) fn choice(&self, who: Answerer) -> Option<&Choice> {
        self.network.choices.iter().find(|choice| Answerer::Person(choice.person) == who)
    }

    pub(super) fn because(&self, who: Answerer) -> &str {
        self.choice(who).map_or("", |choice| choice.because.as_str())
    }

    pub(super) fn word_of(&self, choice: &Choice) -> Word {
        self.word(&choice.because, &choice.place)
    }

    fn word(&self, because: &str, place: &Place) -> Word {
        let place = self.quotes.quoted(place);
        Word { because: because.to_owned(), file: place.file, line: place.line }
    }
}

/// Crossings by kind, in words: `2 dates and 1 approval`.
fn kinds(crossings: &[Crossing]) -> String {
    let count = |kind: Kind| crossings.iter().filter(|crossing| crossing.kind == kind).count();
    let of_kind = |kind: Kind| match count(kind) {
        0 => None,
        1 => Some(format!("1 {}", kind.word())),
        many if kind == Kind::Touch => Some(format!("{many} touches")),
        many => Some(format!("{many} {}s", kind.word())),
    };
    let parts: Vec<String> = Kind::ALL.into_iter().filter_map(of_kind).collect();
    match parts.as_slice() {
        [first @ .., last] if !first.is_empty() => format!("{} and {last}", first.join(", ")),
        parts => parts.concat(),
    }
}
