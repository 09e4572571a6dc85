//! The joint document as both notebooks hold it: what was written, by whom, and after what.
//!
//! Every writing bears two numbers: how far each author had come when it was made. One that knew another takes its place; two
//! that did not know each other stand side by side until somebody writes again. So both notebooks come to hold the same,
//! whatever files were lost, repeated or came out of order. A number goes up when something leaves the notebook or is marked,
//! not with every draft: how often somebody drafted is nobody's business.

use std::collections::BTreeMap;

use minicbor::{Decode, Encode};

use super::{
    document::{Author, Field, Words},
    marks::{Checks, Seen, Signs},
};
use crate::refusal::Escalating;

/// How far the first and the second author had come.
pub type At = [u32; 2];

/// More than any two people write.
const FARTHEST: u32 = 1_000_000;

/// What was written into a field.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
pub enum Value {
    /// Words.
    #[n(0)]
    Said(#[n(0)] Words),
    /// That somebody saw something and stands by it.
    #[n(1)]
    Seen(#[n(0)] Seen),
    /// Nothing any more.
    #[n(2)]
    Nothing,
}

/// Why it is believed who wrote something.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
pub enum Proof {
    /// Their signature.
    #[n(0)]
    Signed(#[cbor(n(0), with = "minicbor::bytes")] [u8; 64]),
    /// The other author read it in a plain file, or was told, and recorded it (rule E8).
    #[n(1)]
    Recorded,
}

/// One writing.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
pub struct Writing {
    /// How far both had come.
    #[n(0)]
    pub at: At,
    /// Who wrote it.
    #[n(1)]
    pub by: Author,
    /// What.
    #[n(2)]
    pub value: Value,
    /// Why that is believed.
    #[n(3)]
    pub proof: Proof,
}

/// Whether one writing knew the other.
fn knew(one: At, other: At) -> bool {
    one != other && one[0] >= other[0] && one[1] >= other[1]
}

/// A writing and where it belongs.
pub type Placed = (Field, Writing);

/// A document of two authors.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Joint {
    /// Its name: random, so that it tells nothing.
    #[cbor(n(0), with = "minicbor::bytes")]
    pub id: [u8; 16],
    /// Both authors, as they stand in it.
    #[n(1)]
    pub names: [Words; 2],
    #[n(2)]
    writings: BTreeMap<Field, Vec<Writing>>,
    /// Whether what its owner wrote last has left the notebook or was marked.
    #[n(3)]
    is_out: bool,
}

impl Joint {
    /// An empty one.
    ///
    /// # Errors
    /// If both authors bear one name.
    pub fn new(id: [u8; 16], names: [Words; 2]) -> Result<Self, Escalating> {
        match names[0] == names[1] {
            true => Err(Escalating::SameName { name: names[0].as_str().to_owned() }),
            false => Ok(Self { id, names, writings: BTreeMap::new(), is_out: false }),
        }
    }

    /// Everything in it, in one order.
    pub fn writings(&self) -> Vec<Placed> {
        let of = |(field, all): (&Field, &Vec<Writing>)| {
            all.iter().map(|one| (*field, one.clone())).collect::<Vec<_>>()
        };
        self.writings.iter().flat_map(of).collect()
    }

    /// What stands in a field: one thing, or several that did not know each other, each once.
    pub fn values(&self, field: Field) -> Vec<&Writing> {
        let mut all: Vec<&Writing> = self.writings.get(&field).into_iter().flatten().collect();
        all.dedup_by(|one, other| one.value == other.value);
        let mut seen: Vec<&Writing> = Vec::new();
        for one in all {
            if seen.iter().all(|before| before.value != one.value) {
                seen.push(one);
            }
        }
        seen
    }

    /// The one thing in a field; nothing where there is none, or where two stand side by side.
    pub fn value(&self, field: Field) -> Option<&Writing> {
        match self.values(field)[..] {
            [one] => Some(one),
            _ => None,
        }
    }

    /// The words in a field, where there is one thing in it, and it is words.
    pub fn said(&self, field: Field) -> Option<&Words> {
        match &self.value(field)?.value {
            Value::Said(words) => Some(words),
            Value::Seen(_) | Value::Nothing => None,
        }
    }

    /// Fields in which things stand side by side.
    pub fn conflicts(&self) -> Vec<Field> {
        self.writings.keys().copied().filter(|field| self.values(*field).len() > 1).collect()
    }

    /// How far both have come in fields of a kind.
    pub(super) fn reached(&self, of: impl Fn(Field) -> bool) -> At {
        let all = self.writings.iter().filter(|(field, _)| of(**field)).flat_map(|(_, all)| all);
        all.fold([0, 0], |reached, one| [reached[0].max(one.at[0]), reached[1].max(one.at[1])])
    }

    /// What an author writes now, with their signature. It is not taken in by this.
    ///
    /// # Errors
    /// If the field is the other one's.
    pub fn write(
        &self,
        field: Field,
        value: Value,
        me: Author,
        hand: &dyn Signs,
    ) -> Result<Writing, Escalating> {
        if field.owner().is_some_and(|owner| owner != me) {
            return Err(Escalating::NotYours { name: self.names[me.other().at()].as_str().to_owned() });
        }
        let at = self.next(me);
        let proof = Proof::Signed(hand.sign(&self.signed(field, at, me, &value)));
        Ok(Writing { at, by: me, value, proof })
    }

    /// What the owner of this notebook records for the other author, who does not use the program (rule E8).
    pub fn record(&self, value: Value, them: Author) -> Writing {
        Writing { at: self.next(them), by: them, value, proof: Proof::Recorded }
    }

    /// Likewise what they wrote without knowing what was written here since: it stands beside that. `knew` is how far the owner
    /// had come when it went out to them.
    pub(super) fn record_beside(&self, value: Value, them: Author, knew: u32) -> Writing {
        let mut at = self.reached(|_| true);
        at[them.at()] += 1;
        at[them.other().at()] = knew;
        Writing { at, by: them, value, proof: Proof::Recorded }
    }

    fn next(&self, me: Author) -> At {
        let mut at = self.reached(|_| true);
        if self.is_out || at[me.at()] == 0 {
            at[me.at()] += 1;
        }
        at
    }

    /// Whether something can be the next writing: it knows all that is here.
    pub(super) fn follows(&self, writing: &Writing) -> bool {
        writing.at == self.next(writing.by)
    }

    /// Takes in what was written here: it stands in place of all that it knew.
    pub fn set(&mut self, field: Field, writing: Writing) {
        let is_mark = matches!(writing.value, Value::Seen(_)) || matches!(field, Field::Mark(_));
        // What another author wrote by way of this notebook is out as well.
        self.is_out = is_mark || writing.proof == Proof::Recorded;
        let all = self.writings.entry(field).or_default();
        all.retain(|one| one.at != writing.at && !knew(writing.at, one.at));
        all.push(writing);
        all.sort();
    }

    /// Whether what is here has left the notebook, or was marked: nothing of it is a draft.
    pub const fn is_out(&self) -> bool {
        self.is_out
    }

    /// Takes in that what is here has left the notebook.
    pub fn went_out(&mut self) {
        self.is_out = true;
    }

    /// Takes in what another notebook holds, and gives back what is new in that. In any order, any number of times, it comes to
    /// the same.
    pub fn merge(&mut self, writings: &[Placed]) -> Vec<Placed> {
        let mut new = Vec::new();
        for (field, writing) in writings {
            let all = self.writings.entry(*field).or_default();
            let same =
                |one: &Writing| (one.at, one.by, &one.value) == (writing.at, writing.by, &writing.value);
            let is_late = |one: &Writing| knew(one.at, writing.at);
            #[cfg(feature = "plants")]
            let is_late =
                |one: &Writing| is_late(one) && !crate::plants::forgives(crate::plants::LATE_COUNTS);
            if all.iter().any(|one| is_late(one) || same(one)) {
                continue;
            }
            all.retain(|one| !knew(writing.at, one.at));
            all.push(writing.clone());
            all.sort();
            new.push((*field, writing.clone()));
        }
        new
    }

    /// What is new in what another notebook holds.
    pub fn news(&self, writings: &[Placed]) -> Vec<Placed> {
        self.clone().merge(writings)
    }

    /// That what another notebook sent can have come to be: each author wrote their own parts, and the other one knows of nothing
    /// that its owner has not written.
    ///
    /// # Errors
    /// If it can't.
    pub fn can_be(
        &self,
        writings: &[Placed],
        me: Author,
        keys: &[[u8; 32]; 2],
        eye: &dyn Checks,
    ) -> Result<(), Escalating> {
        let malformed = |fact: &str| Err(Escalating::Malformed { fact: fact.to_owned() });
        let mine = writings.iter().filter(|(_, one)| one.by == me).map(|(_, one)| one.at[me.at()]);
        let farthest = mine.max().unwrap_or(0).max(self.reached(|_| true)[me.at()]);
        for (field, writing) in writings {
            if field.owner().is_some_and(|owner| owner != writing.by) {
                return malformed("a part is written by somebody else than its author");
            }
            let Proof::Signed(signature) = &writing.proof else {
                return malformed("a part is not signed");
            };
            let signed = self.signed(*field, writing.at, writing.by, &writing.value);
            if !eye.holds(&keys[writing.by.at()], &signed, signature) {
                return malformed("a signature does not hold");
            }
            let fits = match &writing.value {
                Value::Said(words) => field.words(words.as_str()).as_ref() == Ok(words),
                Value::Seen(_) => matches!(field, Field::Fair(_) | Field::Mark(_)),
                Value::Nothing => !matches!(field, Field::Question | Field::Position(_)),
            };
            let is_words = matches!(writing.value, Value::Said(_));
            if !fits || is_words && matches!(field, Field::Fair(_) | Field::Mark(_)) {
                return malformed("a part holds what can't stand there");
            }
            if writing.at[me.at()] > farthest
                || writing.at.iter().any(|at| *at > FARTHEST)
                || writing.at[writing.by.at()] == 0
            {
                return malformed("it follows something that was never written");
            }
        }
        Ok(())
    }

    /// The bytes that stand for a writing under its author's signature.
    fn signed(&self, field: Field, at: At, by: Author, value: &Value) -> Vec<u8> {
        let mut bytes = b"sideways joint writing 1\0".to_vec();
        let of = (&self.id, (self.names[0].as_str(), self.names[1].as_str()), field, at, by, value);
        match minicbor::encode(of, &mut bytes) {
            Ok(()) => bytes,
            Err(never) => unreachable!("plain fields are always written: {never}"),
        }
    }
}
