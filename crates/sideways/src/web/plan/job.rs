//! A plan that is read and played away from the pages: one at a time, in memory alone, watched, and stopped if nobody wants it.

use std::{
    panic::resume_unwind,
    path::PathBuf,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use plan::{crossing::Mine, network::Network};
use playbook::map::{
    Leader,
    kept::{Changed, changed},
    strangers::{Stranger, largest_teams, strangers},
};
use sources::{
    Reading,
    problem::Told,
    read::{Original, Sources},
};

use crate::{
    drawn::{Drawn, Wanted, Watch, choices::Choices, draw},
    opened,
    planned::{
        as_of,
        located::{Located, TypedProfile},
        not_read,
        remembered::Remembered,
        rules_of,
    },
    stop::Stop,
    understood::{Understood, understood},
    web::long::{Far, Long, Stands},
};

/// Teams of a plan that are suggested as one's own, at most.
const SUGGESTED: usize = 24;

/// The plan that is being looked at, if one is.
#[derive(Default)]
pub struct Looked {
    long: Long<Seen>,
    task: Mutex<Task>,
}

/// What came of looking at a plan.
pub enum Seen {
    /// It is read, and not known whose it is.
    WhoseIs(Box<WhoseIs>),
    /// It is understood, and not kept.
    Ready(Box<Ready>),
}

/// What is to be done.
#[derive(Clone, Default)]
pub struct Task {
    /// Files that were dropped; none where the remembered plan is to be drawn anew.
    pub files: Arc<Vec<Original>>,
    /// Whose it is, where that was said.
    pub leader: Option<Leader>,
    /// A name that is added or struck, and why.
    pub name: Option<(bool, String, String)>,
}

/// A plan that is read, and its years played.
struct Work<'a> {
    task: Task,
    far: &'a Far,
}

/// A plan of which nobody has said whose it is, or of whom nobody knows.
pub struct WhoseIs {
    /// What was to be done.
    pub task: Task,
    /// Its files, as they were read.
    pub read: String,
    /// People whom it names.
    pub people: Vec<String>,
    /// Its teams with their open items, the largest first.
    pub teams: Vec<(String, usize)>,
    /// Names that were given and that nobody bears.
    pub strangers: Vec<Stranger>,
    /// Files of which nothing was read, in which they may stand; said behind a name that nobody bears.
    pub unread: String,
    /// What was not read as it stands.
    pub problems: Vec<Told>,
}

/// A plan that is understood.
pub struct Ready {
    /// What it holds.
    pub understood: Understood,
    /// Its map.
    pub drawn: Drawn,
    /// Whose it is, and where it lies.
    pub located: Located,
    /// How it was read.
    pub profile: TypedProfile,
    /// Its files.
    pub originals: Vec<Original>,
    /// Names that were added or struck with it.
    pub choices: Choices,
    /// The leader's teams, as the plan calls them.
    pub teams: Vec<String>,
    /// Who comes onto the map and who goes from it.
    pub changed: Option<Changed>,
}

/// Nobody wants it any more.
struct Unwanted;

impl Looked {
    fn held(&self) -> MutexGuard<'_, Task> {
        self.task.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How far it is.
    pub fn stands(&self) -> Stands<Seen> {
        self.long.stands(Duration::ZERO)
    }

    /// What is done or was done last.
    pub fn task(&self) -> Task {
        self.held().clone()
    }

    /// Lets go of it, and of what is still under way.
    pub fn leave(&self) {
        self.long.clear();
        *self.held() = Task::default();
    }

    /// Lets go of what was kept; a plan that was dropped since then stays.
    pub fn kept(&self, seen: &Arc<Seen>) {
        self.long.let_go(seen);
        if let Stands::Nothing = self.stands() {
            *self.held() = Task::default();
        }
    }

    /// Begins to look at a plan; what was looked at before is left.
    pub fn begin(&self, notebook: Option<PathBuf>, task: Task) {
        *self.held() = task.clone();
        self.long.begin(move |far| Work { task, far }.done(notebook));
    }
}

impl Watch for Work<'_> {
    fn begin(&self, blocks: u64) {
        self.far.expects(blocks.max(1));
    }

    fn step(&self) {
        self.far.step();
        self.go_on();
    }
}

impl Work<'_> {
    /// Ends the work where nobody wants it any more.
    fn go_on(&self) {
        if !self.far.goes_on() {
            resume_unwind(Box::new(Unwanted));
        }
    }

    fn done(&self, notebook: Option<PathBuf>) -> Result<Seen, Stop> {
        let desk = opened::if_there(notebook.as_deref())?;
        let remembered = desk.as_ref().map(Remembered::with_files).transpose()?;
        let mut located = self.located(remembered.as_ref())?;
        let profile = TypedProfile::find(located.profile.as_deref())?;
        let handed = match (&self.task.files[..], &remembered) {
            ([], Some(remembered)) => remembered.handed(&located)?,
            (files, _) => files,
        };
        let noted = remembered.as_ref().map_or(&[][..], |remembered| &remembered.noted);
        let beside = None;
        let sources = Sources {
            handed,
            noted,
            profile: profile.profile.as_ref(),
            keeps: true,
            beside,
            ..located.sources()
        };
        let mut reading = sources.read()?.with_finished(&located.calibrate, &sources)?;
        self.go_on();
        let rules = rules_of(profile.profile.as_ref())?;
        let (as_of, remark) = as_of(&reading.facts, None);
        let leader = located.leader();
        let network = Network::of(reading.facts.clone(), as_of);
        self.go_on();
        if let Some(whose) = self.whose(&reading, &network, &leader) {
            return Ok(Seen::WhoseIs(Box::new(whose)));
        }
        let mine = Mine::of(&network, leader.name.as_deref(), &leader.teams, rules.members_count);
        let teams: Vec<String> =
            mine.teams.iter().map(|team| network.directory.teams[team.at()].name.clone()).collect();
        drop(network);
        let mut choices = self.choices()?;
        choices.take_into(&mut reading)?;
        let understood = understood(reading.clone(), &leader, profile.profile.as_ref(), None)?;
        self.go_on();
        let wanted = Wanted::usual(&leader, as_of, &rules);
        let originals = reading.originals.take().unwrap_or_default();
        let drawn = draw(reading, None, &wanted, remark, self)?;
        choices.check(&drawn.map)?;
        let changed = desk.as_ref().and_then(|desk| changed(&drawn.map, &desk.notes().peers));
        located.team.clone_from(&leader.teams);
        Ok(Seen::Ready(Box::new(Ready {
            understood,
            drawn,
            located,
            profile,
            originals,
            choices,
            teams,
            changed,
        })))
    }

    /// Where the plan lies, and whose it is as far as anybody said.
    fn located(&self, remembered: Option<&Remembered>) -> Result<Located, Stop> {
        let known = remembered.and_then(|remembered| remembered.plan.clone());
        let mut located = match (&self.task.files[..], known) {
            ([], Some(known)) => known,
            ([], None) => {
                return Err(Stop::form("your notebook remembers no plan"));
            }
            (files, known) => Located {
                me: known.as_ref().and_then(|known| known.me.clone()),
                team: known.map(|known| known.team).unwrap_or_default(),
                dropped: files.iter().map(|file| file.name.clone()).collect(),
                ..Located::default()
            },
        };
        if let Some(leader) = &self.task.leader {
            (located.me, located.team) = (leader.name.clone(), leader.teams.clone());
        }
        Ok(located)
    }

    fn choices(&self) -> Result<Choices, Stop> {
        match &self.task.name {
            Some((is_with, name, because)) => Choices::of(&[(*is_with, name)], because, None, ""),
            None => Ok(Choices::none()),
        }
    }

    /// What has to be asked before there is a map: whose it is, where nobody said so or nobody knows them.
    fn whose(&self, reading: &Reading, network: &Network, leader: &Leader) -> Option<WhoseIs> {
        let strangers = strangers(network, leader);
        let is_said = leader.name.is_some() || !leader.teams.is_empty();
        if is_said && !strangers.iter().any(|stranger| stranger.is_needed) {
            return None;
        }
        let mut people: Vec<String> =
            network.directory.people.iter().map(|person| person.name.clone()).collect();
        people.sort();
        let teams = largest_teams(network).into_iter().take(SUGGESTED);
        let words = |count: usize, one: &str, many: &str| crate::words::counted(count, one, many);
        Some(WhoseIs {
            task: self.task.clone(),
            read: format!(
                "{}, {}, {}, {}",
                words(reading.files, "file", "files"),
                words(network.nodes.len(), "item", "items"),
                words(network.directory.teams.len(), "team", "teams"),
                words(people.len(), "person", "people"),
            ),
            people,
            teams: teams.map(|(team, items)| (team.to_owned(), items)).collect(),
            strangers,
            unread: not_read(&reading.why_unread()),
            problems: reading.problems.iter().map(|problem| problem.told(&reading.texts)).collect(),
        })
    }
}
