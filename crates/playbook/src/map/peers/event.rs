//! What happened to the peers of the notebook and to the plan, as it is stored.

use minicbor::{Decode, Encode};

use crate::{
    moment::{Day, Id},
    privacy::{CanSeal, Private},
};

/// What happened to the peers of the notebook, and to the plan.
#[derive(Encode, Decode)]
#[cbor(context_bound = "CanSeal")]
pub enum Event {
    /// The leader said where the plan lies.
    #[n(0)]
    PlanFound(#[n(0)] PlanAt),
    /// A peer was entered.
    #[n(1)]
    Added {
        /// Who.
        #[n(0)]
        peer: Id,
        /// As the plan or the leader calls them.
        #[n(1)]
        name: String,
        /// Other names: an alias, a login, an address.
        #[n(2)]
        aliases: Vec<String>,
    },
    /// A peer got another name.
    #[n(2)]
    Aliased {
        /// Who.
        #[n(0)]
        peer: Id,
        /// The name.
        #[n(1)]
        alias: String,
    },
    /// Two entries turned out to be one person.
    #[n(3)]
    Merged {
        /// Who is now known as somebody else.
        #[n(0)]
        peer: Id,
        /// Who they are.
        #[n(1)]
        into: Id,
    },
    /// They are two people after all.
    #[n(4)]
    Unmerged {
        /// Who stands for themselves again.
        #[n(0)]
        peer: Id,
    },
    /// A peer left, and somebody follows.
    #[n(5)]
    Succeeded {
        /// Who left.
        #[n(0)]
        peer: Id,
        /// Who follows.
        #[n(1)]
        by: Id,
        /// From when on.
        #[n(2)]
        on: Day,
    },
    /// A peer plays another game: no trades, news or joint documents with them.
    #[n(6)]
    Guarded {
        /// Who.
        #[n(0)]
        peer: Id,
        /// Why.
        #[n(1)]
        because: Private<String>,
    },
    /// A peer is cooperative again.
    #[n(7)]
    Trusted {
        /// Who.
        #[n(0)]
        peer: Id,
        /// Why.
        #[n(1)]
        because: Private<String>,
    },
    /// The leader kept the map of a plan.
    #[n(8)]
    Kept(#[n(0)] Kept),
    /// The leader answered a question of the map or corrected it: lines of the file of answers.
    #[n(9)]
    Corrected {
        /// The lines, as the file of answers is written.
        #[n(0)]
        lines: Private<String>,
        /// The line that makes it again.
        #[n(1)]
        words: Option<Private<String>>,
        /// The yes that it says is given.
        #[n(2)]
        given: Option<Given>,
    },
}

/// A yes that the leader says is given: it needs no new map to count no more.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Given {
    /// My item, or what it is part of.
    #[n(0)]
    pub item: String,
    /// A peer, a team of theirs, or an item of theirs.
    #[n(1)]
    pub whom: String,
    /// The kind, by its word; every kind where absent.
    #[n(2)]
    pub kind: Option<String>,
}

/// Where the plan lies, and whose it is.
#[derive(Encode, Decode)]
#[cbor(context_bound = "CanSeal")]
pub struct PlanAt {
    /// Files and folders of the plan.
    #[n(0)]
    pub paths: Vec<Private<String>>,
    /// Directories of people.
    #[n(1)]
    pub people: Vec<Private<String>>,
    /// The leader, as the plan calls them.
    #[n(2)]
    pub me: Option<String>,
    /// The leader's teams.
    #[n(3)]
    pub teams: Vec<String>,
    /// The profile: a name, or a file.
    #[n(4)]
    pub profile: Option<String>,
    /// Finished work beside the plan.
    #[n(5)]
    pub finished: Vec<Private<String>>,
    /// Names of files that were dropped onto a page: they lie nowhere but in the notebook, with the map that was kept of them.
    #[n(6)]
    pub dropped: Option<Vec<Private<String>>>,
}

/// A map that the leader kept.
#[derive(Encode, Decode)]
#[cbor(context_bound = "CanSeal")]
pub struct Kept {
    /// The day from which the map looks ahead.
    #[n(0)]
    pub as_of: Day,
    /// The peers the year depends on, the largest need first.
    #[n(1)]
    pub picks: Vec<Pick>,
    /// The files of the plan, sealed beside the journal.
    #[n(2)]
    pub plan: Option<Blob>,
    /// The map as it was shown, sealed beside the journal.
    #[n(3)]
    pub map: Option<Blob>,
}

/// A sealed file beside the journal.
#[derive(Encode, Decode)]
#[cbor(context_bound = "CanSeal")]
pub struct Blob {
    /// BLAKE3 of what is sealed: the name of the file.
    #[cbor(n(0), with = "minicbor::bytes")]
    pub digest: [u8; 32],
    /// Its key.
    #[n(1)]
    pub key: Private<minicbor::bytes::ByteArray<32>>,
}

/// A peer the year depends on.
#[derive(Encode, Decode)]
pub struct Pick {
    /// Who.
    #[n(0)]
    pub peer: Id,
    /// The share of all need, 0 to 1.
    #[n(1)]
    pub share: f64,
    /// Their teams.
    #[n(2)]
    pub teams: Vec<String>,
    /// What is needed of them.
    #[n(3)]
    pub yeses: Vec<Yes>,
    /// As the plan calls them: a map keeps its people, whatever becomes of the entry that brought them in.
    #[n(4)]
    pub name: Option<String>,
}

/// A yes that will be needed: one crossing of the kept map.
#[derive(Encode, Decode)]
pub struct Yes {
    /// Its kind, by its word: `touch`, `date`, `approval` or `absorption`.
    #[n(0)]
    pub kind: String,
    /// My item.
    #[n(1)]
    pub item: String,
    /// My deliverable or goal for which it counts.
    #[n(2)]
    pub home: String,
    /// When it is needed, if all goes as the plan counts on.
    #[n(3)]
    pub due: Option<Day>,
    /// Where the plan says it: a file and a line.
    #[n(4)]
    pub place: String,
    /// Their item, where the plan has it.
    #[n(5)]
    pub theirs: Option<String>,
}
