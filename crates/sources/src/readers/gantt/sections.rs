//! Sections that nothing in their chart explains, held against the teams of the whole reading.

use plan::{
    directory::{Directory, Whom},
    facts::{Facts, Named, Owner},
};

/// Tasks of a section that neither legend nor profile explains.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Its words.
    pub words: Named,
    /// Team and person, where its words may be both.
    pub halves: Option<(String, String)>,
    /// Its tasks, by position in [`Facts::items`].
    pub items: Vec<usize>,
}

impl Group {
    /// Moves positions of items behind `base` others.
    pub fn moved(mut self, base: usize) -> Self {
        self.items.iter_mut().for_each(|item| *item += base);
        self
    }

    /// Whose its tasks are: those of the team of that name, or of whoever answers for one.
    fn owners(&self, directory: &Directory) -> Vec<Owner> {
        let named = |text: &str| Named { text: text.into(), place: self.words.place.clone() };
        let is_team = |name: &str| {
            directory.find_team(name).is_some_and(|team| directory.teams[team.at()].is_described)
        };
        if is_team(&self.words.text) {
            return vec![Owner::Team(self.words.clone())];
        }
        if let Some(Whom::Person(person)) = directory.known(&self.words.text)
            && !directory.people[person.at()].leads.is_empty()
        {
            return vec![Owner::Person(self.words.clone())];
        }
        match &self.halves {
            Some((team, person)) if is_team(team) => {
                vec![Owner::Team(named(team)), Owner::Person(named(person))]
            }
            _ => Vec::new(),
        }
    }
}

/// Gives tasks to the teams whose names their sections bear, now that all teams are known.
pub fn settle(groups: &[Group], facts: &mut Facts) {
    if groups.is_empty() {
        return;
    }
    let directory = Directory::build(facts);
    for group in groups {
        let owners = group.owners(&directory);
        for item in &group.items {
            let Some(item) = facts.items.get_mut(*item).filter(|_| !owners.is_empty()) else { continue };
            // What a milestone waits for tells less of it than its section.
            item.owners.retain(|owner| owner.named().place.field.as_str() != "after");
            item.owners.splice(0..0, owners.iter().cloned());
        }
    }
}
