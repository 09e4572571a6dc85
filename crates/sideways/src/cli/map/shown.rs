//! The map as a page of text.

mod since;

use std::collections::HashMap;

use plan::facts::Strength;
use playbook::{
    bounds::YesDue,
    channel::{decay::Stage, given::Attention},
    map::{
        Map,
        questions::percent,
        view::{Correction, Deliverable, Gap, GapKind, LeftOut, Line, Mended, NamedLanes, Peer},
    },
};
use sources::{problem::Told, text::shown};

use super::{
    super::page::{Page, QUIET, STRONG, TYPED, counted, listed, thousands},
    Options,
    drawn::{Drawn, KeptAs, Read, Warmth},
};

/// Lines of a kind that are shown unless all are asked for.
const FEW: usize = 8;

/// Problems that are shown unless all are asked for.
const FEW_PROBLEMS: usize = 4;

/// The page.
pub fn page(drawn: &Drawn, options: &Options) -> String {
    let few = |few| if options.all { usize::MAX } else { few };
    let mut sheet = Sheet { page: Page::new(), few: few(FEW) };
    let map = &drawn.map;
    sheet.head(drawn);
    if let Some(compared) = &drawn.since {
        sheet.since(compared, map);
    }
    for (at, peer) in map.peers.iter().enumerate() {
        sheet.peer(at + 1, peer, map);
    }
    sheet.ties_and_left_out(map);
    sheet.corrected(map);
    match &drawn.held {
        _ if !options.attention => {}
        Some(held) => sheet.held(held),
        None => sheet.attention(map),
    }
    if let Some(yeses) = &drawn.yeses {
        sheet.yeses(yeses);
    }
    sheet.dates(map, drawn.is_unsimulated);
    sheet.gaps(map);
    problems(&mut sheet.page, &drawn.problems, options.all);
    sheet.questions(map);
    sheet.page.text()
}

/// What was not read as it stands; the first few, unless all are asked for.
pub fn problems(page: &mut Page, problems: &[Told], all: bool) {
    if problems.is_empty() {
        return;
    }
    let few = if all { usize::MAX } else { FEW_PROBLEMS };
    let count: u32 = problems.iter().map(|problem| problem.count).sum();
    page.gap();
    page.heading(&format!("Not read as it stands ({})", thousands(count as usize)));
    let alike = alike(problems, few);
    for problem in alike.iter().take(few) {
        page.problem(&problem.render());
    }
    more(page, alike.len(), few, 0, ("other", "others"));
}

fn more(page: &mut Page, count: usize, few: usize, column: usize, (one, many): (&str, &str)) {
    if let Some(more) = count.checked_sub(few).filter(|more| *more > 0) {
        page.styled(column, &format!("and {}; --all shows them", counted(more, one, many)), QUIET);
    }
}

/// Where something stands: a file and a line, or what is kept as a whole.
fn at(file: &str, line: u32) -> String {
    if line == 0 { file.to_owned() } else { format!("{file}:{line}") }
}

struct Sheet {
    page: Page,
    few: usize,
}

impl Sheet {
    /// Yeses that come due, and how warm the channel will be by then if nothing happens (rule B3).
    fn yeses(&mut self, yeses: &[YesDue<Warmth>]) {
        if yeses.is_empty() {
            return;
        }
        self.page.gap();
        self.page.heading("The yeses of the next three months");
        for yes in yeses.iter().take(self.few) {
            let warmth = match yes.warmth.0 {
                None => "too early to say how warm the channel will be".to_owned(),
                Some(Stage::Warm) => "the channel will be warm".to_owned(),
                Some(stage) => format!("the channel will be {}, if nothing happens until then", stage.word()),
            };
            let words = format!("{}  {}: {} for “{}”; {warmth}", yes.due, yes.name, yes.kind, yes.item);
            self.page.hanging(3, 15, &shown(&words), anstyle::Style::new());
        }
        more(&mut self.page, yeses.len(), self.few, 3, ("other", "others"));
    }

    fn head(&mut self, drawn: &Drawn) {
        let Drawn { map, read, remark, kept, .. } = drawn;
        self.page.heading("The peers this year depends on");
        let mut named: Vec<String> = map.teams.iter().take(3).cloned().collect();
        if map.teams.len() > 3 {
            named.push(counted(map.teams.len() - 3, "other team", "other teams"));
        }
        let teams = if named.is_empty() { String::new() } else { format!(", {}", listed(&named, "and")) };
        let from = format!(
            "{}{teams}, as of {}. Read: {}, {}, {}.",
            map.leader,
            map.as_of,
            counted(read.files, "file", "files"),
            counted(read.items, "item", "items"),
            counted(read.crossings, "crossing", "crossings"),
        );
        self.page.styled(0, &shown(&from), QUIET);
        if read.pages > 0 || read.naming > 0 {
            self.page.styled(0, &looked_through(read), QUIET);
        }
        if let Some(kept) = kept {
            self.page.styled(0, &kept_as(kept), QUIET);
        }
        if let Some(remark) = remark {
            self.page.paragraph(0, remark);
        }
        for stranger in map.gaps.iter().filter(|gap| gap.kind == GapKind::Unknown) {
            let end = if stranger.fact.ends_with('?') { "" } else { "." };
            self.page.paragraph(0, &shown(&format!("{}{end}", capital(&stranger.fact))));
        }
        self.page.gap();
        self.page.paragraph(0, &verdict_and_next(map));
    }

    fn peer(&mut self, rank: usize, peer: &Peer, map: &Map) {
        let mut names = vec![match &peer.full_name {
            Some(full) => format!("{} ({full})", peer.person),
            None => peer.person.clone(),
        }];
        names.extend(peer.or.clone());
        self.page.gap();
        let name = format!("{rank}  {}", shown(&listed(&names, "or")));
        self.page.ledge(&name, &shown(&listed(&peer.teams, "and")), &percent(peer.dependence));
        if let Some(word) = &peer.added {
            self.page.paragraph(
                3,
                &shown(&format!("Added by you: “{}” ({}).", word.because, at(&word.file, word.line))),
            );
        }
        match peer.crossings.is_empty() {
            true => self.page.paragraph(3, "No crossing of yours needs them."),
            false => self.page.paragraph(3, &format!("{}.", kinds(peer))),
        }
        if !peer.acting.is_empty() {
            let teams = listed(&peer.acting, "and");
            self.page.paragraph(3, &shown(&format!("Leads {teams} only for the time being.")));
        }
        if peer.crossings.is_empty() {
            return;
        }
        if let Some(sentence) = hangs(peer, map) {
            self.page.paragraph(3, &sentence);
        }
        self.crossings(3, &peer.crossings);
    }

    /// Crossings below whoever they are of, by deliverable.
    fn crossings(&mut self, column: usize, crossings: &[Line]) {
        let mut home = None;
        for line in crossings.iter().take(self.few) {
            if home.replace(&line.home) != Some(&line.home) {
                self.page.paragraph(column, &shown(&format!("For {}:", line.home)));
            }
            self.crossing(line);
        }
        self.more(crossings.len(), self.few, column, ("crossing", "crossings"));
    }

    fn more(&mut self, count: usize, few: usize, column: usize, nouns: (&str, &str)) {
        more(&mut self.page, count, few, column, nouns);
    }

    /// Kind and items, the place, the quote. Where the item is the deliverable itself, the quote says enough.
    fn crossing(&mut self, line: &Line) {
        let quote = format!("“{}”", line.place.quote.trim_matches(['|', ' ']));
        let is_home = line.item == line.home && line.theirs.is_none();
        let mut words = match &line.theirs {
            _ if is_home => quote.clone(),
            Some(theirs) if *theirs != line.item => format!("{} ← {theirs}", line.item),
            _ => line.item.clone(),
        };
        if line.between > 0 {
            words.push_str(&format!(" (over {})", counted(line.between, "other item", "other items")));
        }
        match line.strength {
            Strength::Stated => {}
            Strength::Derived => words.push_str(", derived"),
            Strength::Guessed => words.push_str(", a guess"),
        }
        if !line.through.is_empty() {
            words.push_str(&format!(", through {}", listed(&line.through, "or")));
        }
        for mended in &line.corrected {
            words.push_str(&match mended.was {
                Some(was) => format!(", by your word ({} before)", was.word()),
                None => ", added by you".into(),
            });
        }
        let kind = format!("{:<10}", line.kind.word());
        self.page.hanging(5, 16, &format!("{kind} {}", shown(&words)), anstyle::Style::new());
        self.page.place(16, &shown(&at(&line.place.file, line.place.line)));
        if !is_home {
            self.page.styled(16, &shown(&quote), QUIET);
        }
        for Mended { word, .. } in line.corrected.iter().filter(|mended| mended.was.is_some()) {
            self.page.place(16, &shown(&at(&word.file, word.line)));
            self.page.styled(16, &shown(&format!("“{}”", word.because)), QUIET);
        }
    }

    fn corrected(&mut self, map: &Map) {
        if map.corrected.is_empty() {
            return;
        }
        self.page.gap();
        self.page.heading("Corrected by you");
        for Correction { fact, word, .. } in map.corrected.iter().take(self.few) {
            let because =
                if word.because.is_empty() { String::new() } else { format!(", “{}”", word.because) };
            let words = format!("{}{because} — {}", capital(fact), at(&word.file, word.line));
            self.page.hanging(3, 5, &shown(&words), anstyle::Style::new());
        }
        self.more(map.corrected.len(), self.few, 3, ("correction", "corrections"));
    }

    fn ties_and_left_out(&mut self, map: &Map) {
        if !map.ties.is_empty() {
            self.page.gap();
        }
        for tie in &map.ties {
            let words = format!(
                "Tie at {}: {}. {}.",
                percent(tie.dependence),
                listed(&tie.people, "and"),
                capital(&tie.reason)
            );
            self.page.paragraph(0, &shown(&words));
        }
        if map.left_out.is_empty() {
            return;
        }
        self.page.gap();
        self.page.heading("Left out");
        for left in map.left_out.iter().take(self.few) {
            let mut names = vec![left.person.clone()];
            names.extend(left.or.clone());
            let teams = if left.teams.is_empty() {
                String::new()
            } else {
                format!(" · {}", listed(&left.teams, "and"))
            };
            let words =
                format!("{}{teams}, {:.1} %: {}", listed(&names, "or"), left.dependence * 100.0, left.reason);
            self.page.hanging(3, 5, &shown(&words), anstyle::Style::new());
            if is_guessed(left) {
                left.crossings.iter().take(self.few).for_each(|line| self.crossing(line));
            }
        }
        self.more(map.left_out.len(), self.few, 3, ("other", "others"));
    }

    /// Hours a month for each name; what was really given is not known before anything is recorded.
    fn attention(&mut self, map: &Map) {
        if map.attention.is_empty() {
            return;
        }
        self.page.gap();
        self.page.heading("Attention due, in hours a month");
        for attention in &map.attention {
            let yes = attention.next_yes.map_or(String::new(), |day| format!(", next yes needed {day}"));
            if attention.is_unneeded {
                let words = format!("{}: no share, since no crossing needs them", attention.person);
                self.page.hanging(3, 5, &shown(&words), anstyle::Style::new());
                continue;
            }
            let every = format!("every {} weeks{yes}; given: not known", attention.every_weeks);
            let words = format!("{}: {:.1}, half an hour {every}", attention.person, attention.due);
            self.page.hanging(3, 5, &shown(&words), anstyle::Style::new());
        }
    }

    /// What is due held against what was given. Where nothing is recorded, nobody is ranked by it.
    fn held(&mut self, held: &Attention) {
        self.page.gap();
        self.page.heading("Attention due and given, in hours a month");
        if held.named.is_empty() {
            self.page.paragraph(0, "The map names nobody.");
        }
        let from = match held.is_known {
            true => format!("As recorded from {} to {}.", held.from, held.today),
            false => "Hours given are not known: no talk is recorded. `sideways talk` records one, and `sideways calendar seed FILE.ics` reads those of your calendar.".into(),
        };
        self.page.styled(0, &from, QUIET);
        let others = held.others.iter().map(|other| &other.sentence);
        for sentence in held.named.iter().map(|line| &line.sentence).chain(others) {
            self.page.hanging(3, 5, &shown(sentence), anstyle::Style::new());
        }
    }

    fn dates(&mut self, map: &Map, is_unsimulated: bool) {
        if map.deliverables.is_empty() {
            return self.learnt(map);
        }
        self.page.gap();
        self.page.heading("Your dates");
        match &map.simulated {
            None if is_unsimulated => self.page.paragraph(0, "No date was simulated, as you wished."),
            None => self
                .page
                .paragraph(0, "No date was simulated: the plan has no estimates for your work, or too few."),
            Some(years) => {
                let mut words = format!(
                    "{}; {}.",
                    counted(years.trials as usize, "simulated year", "simulated years"),
                    years.spread
                );
                if years.unestimated > 0 {
                    words.push_str(&format!(
                        " {} of {} open pieces of work bear no estimate and take the usual length.",
                        years.unestimated, years.work
                    ));
                }
                if years.derived_estimates > 0 {
                    words.push_str(&format!(
                        " {} pieces of work bear an estimate that only follows from points, sizes or dates.",
                        years.derived_estimates
                    ));
                }
                if !years.assumed_lanes.is_empty() {
                    words.push_str(&format!(
                        " Three pieces of work at a time were assumed for {}.",
                        listed(&years.assumed_lanes, "and")
                    ));
                }
                words.extend(named_lanes(&years.named_lanes, &map.teams));
                self.page.styled(0, &shown(&words), QUIET);
            }
        }
        self.learnt(map);
        for deliverable in map.deliverables.iter().take(self.few) {
            self.page.hanging(3, 5, &shown(&date(deliverable)), anstyle::Style::new());
        }
        self.more(map.deliverables.len(), self.few, 3, ("other", "others"));
    }

    /// What the spread was learnt from, and how well it held.
    fn learnt(&mut self, map: &Map) {
        if let Some(calibration) = &map.calibration {
            self.page.styled(0, &shown(&calibration.said.join(" ")), QUIET);
        }
    }

    fn gaps(&mut self, map: &Map) {
        let gaps: Vec<&Gap> = map.gaps.iter().filter(|gap| gap.kind != GapKind::Unknown).collect();
        if gaps.is_empty() {
            return;
        }
        self.page.gap();
        self.page.heading("Gaps");
        self.page.styled(0, &format!("{}.", gap_counts(&gaps)), QUIET);
        for gap in gaps.iter().take(self.few) {
            let carries = if gap.dependence > 0.0 {
                format!(" ({} of your need)", percent(gap.dependence))
            } else {
                String::new()
            };
            let place = match gap.place.line {
                0 => String::new(),
                line => format!(" — {}:{line}", gap.place.file),
            };
            self.page.hanging(
                3,
                5,
                &shown(&format!("{}{carries}{place}", capital(&gap.fact))),
                anstyle::Style::new(),
            );
            self.crossings(5, &gap.crossings);
        }
        self.more(gaps.len(), self.few, 3, ("other", "others"));
    }

    fn questions(&mut self, map: &Map) {
        if map.questions.is_empty() {
            return;
        }
        self.page.gap();
        self.page.heading("Questions");
        for question in &map.questions {
            self.page.hanging(3, 3, &shown(&question.question), STRONG);
            self.page.styled(5, &shown(&question.answer), TYPED);
        }
    }
}

/// How many things at a time teams work on, where that only follows from the people named for their work; teams of others
/// are counted.
fn named_lanes(named: &[NamedLanes], mine: &[String]) -> Option<String> {
    let (own, others): (Vec<&NamedLanes>, Vec<&NamedLanes>) =
        named.iter().partition(|lanes| mine.contains(&lanes.team));
    let of = |one: &&NamedLanes| {
        format!("{} works on {} at a time", one.team, counted(one.lanes as usize, "thing", "things"))
    };
    let mut teams: Vec<String> = own.iter().map(of).collect();
    if !others.is_empty() {
        let others = counted(others.len(), "team of others", "teams of others");
        teams.push(format!("{others} on a number of their own"));
    }
    let hint = "as many as are named as doing its work; `lanes` in a directory of people says it";
    (!teams.is_empty()).then(|| format!(" {}, {hint}.", capital(&listed(&teams, "and"))))
}

/// Since when the map is kept, and whether it still says everything.
fn kept_as(kept: &KeptAs) -> String {
    let corrected = match kept.corrected_since {
        0 => String::new(),
        1 => " You corrected one thing since.".into(),
        many => format!(" You corrected {many} things since."),
    };
    format!(
        "Kept on {} as entry {}.{corrected} `sideways read` says what changed; `sideways map --keep` draws it anew.",
        kept.on, kept.entry
    )
}

/// What running text was looked through, and what it yielded.
fn looked_through(read: &Read) -> String {
    let sentences = counted(read.sentences, "sentence", "sentences");
    let yields = match read.naming {
        0 => "none of them names a team as needed".into(),
        1 => "1 of them names a team: a guess, where the plan itself says nothing".into(),
        many => {
            format!("{} of them name a team: guesses, where the plan itself says nothing", thousands(many))
        }
    };
    format!("Looked through {sentences} of running text; {yields}.")
}

/// The first sentence: how much the names carry, and how much has no name; and where to read on, which stands below it.
fn verdict_and_next(map: &Map) -> String {
    let verdict = verdict(map);
    let next = match map.items {
        0 => " What stands below says why.",
        _ if map.first_reading => " The questions below are where to begin.",
        _ => "",
    };
    format!("{verdict}{next}")
}

/// How much the names carry, and how much has no name.
pub fn verdict(map: &Map) -> String {
    if map.items == 0 {
        return "Nothing was read that is a piece of work.".into();
    }
    if map.deliverables.is_empty() {
        return nothing_of_yours(map);
    }
    let takes_away = |correction: &Correction| matches!(correction.change.as_str(), "reject" | "given");
    if map.crossings == 0 && map.corrected.iter().any(takes_away) {
        return "No crossing is left: what this plan needs of others is given, or none by your word.".into();
    }
    if map.crossings == 0 {
        return "No crossing found: nothing in this plan needs a yes from another team.".into();
    }
    if map.peers.is_empty() && map.unnamed > 0.999 {
        return "Nobody can be named yet: it is not known who says yes for what you need.".into();
    }
    let are_guessed = !map.left_out.is_empty() && map.left_out.iter().all(is_guessed);
    let mut words = match (map.peers.len(), map.left_out.first()) {
        (0, _) if are_guessed => "Nobody is named: nothing but guesses speaks for anybody.".into(),
        (0, Some(left)) if left.dependence >= 0.05 => {
            let share = percent(left.dependence);
            format!("Nobody is named. Left out is {} with {share}: {}.", left.person, left.reason)
        }
        (0, _) => format!(
            "Nobody stands out: {} share the need, none with 5 % of it.",
            counted(map.left_out.len(), "person", "people")
        ),
        (1, _) => format!("One name carries {} of your need.", percent(map.covered)),
        (count, _) => format!("{} names carry {} of your need.", number(count), percent(map.covered)),
    };
    if map.unnamed > 0.0 {
        words.push_str(&format!(" {} of it has no name yet.", percent(map.unnamed)));
    }
    if map.first_reading {
        words.push_str(" With so much unnamed this is a first reading.");
    }
    words
}

/// No open work is the leader's: who the plan's teams are, so that the right one can be named.
fn nothing_of_yours(map: &Map) -> String {
    let mut words = format!("No open work of {} was found in this plan.", map.leader);
    let teams: Vec<String> =
        map.plan_teams.iter().take(6).map(|team| format!("{} ({})", team.name, team.items)).collect();
    if !teams.is_empty() {
        words.push_str(&format!(
            " Its teams, with their items: {}. --team names yours.",
            listed(&teams, "and")
        ));
    }
    words
}

/// Whether nothing but guesses speaks for somebody.
fn is_guessed(left: &LeftOut) -> bool {
    left.crossings.iter().all(|line| line.strength == Strength::Guessed)
}

fn number(count: usize) -> &'static str {
    ["No", "One", "Two", "Three", "Four", "Five"].get(count).copied().unwrap_or("Several")
}

fn kinds(peer: &Peer) -> String {
    let kinds = &peer.kinds;
    let parts = [
        (kinds.date, "date", "dates"),
        (kinds.approval, "approval", "approvals"),
        (kinds.absorption, "absorption", "absorptions"),
        (kinds.touch, "touch", "touches"),
    ];
    let parts = parts.into_iter().filter(|(count, ..)| *count > 0);
    parts.map(|(count, one, many)| counted(count, one, many)).collect::<Vec<_>>().join(", ")
}

/// What the years say of a peer, in a sentence that blames nobody.
fn hangs(peer: &Peer, map: &Map) -> Option<String> {
    let years = map.simulated.as_ref()?;
    let (decides, se) = (peer.decides?, peer.decides_se?);
    let of_years = format!("of {}", counted(years.trials as usize, "simulated year", "simulated years"));
    if decides <= 2.0 * se {
        return Some(format!("Their work decided no date of yours in any telling number {of_years}."));
    }
    let mut words = format!(
        "Their work decides a date of yours in {} (±{:.0}) {of_years}",
        percent(decides),
        (se * 200.0).max(1.0)
    );
    match (peer.days, peer.days_se) {
        (Some(days), Some(se)) if days > 2.0 * se && days >= 0.05 => {
            words.push_str(&format!(
                "; {days:.1} (±{:.1}) working days of your dates hang on it.",
                (se * 2.0).max(0.1)
            ));
        }
        _ => words.push('.'),
    }
    Some(words)
}

fn date(deliverable: &Deliverable) -> String {
    let Deliverable { item, promised, early, middle, late, late_share, .. } = deliverable;
    let promise = match (promised, deliverable.promise_is_derived) {
        (Some(day), false) => format!("promised {day}"),
        (Some(day), true) => format!("no promised day, planned {day}"),
        (None, _) => "no promised day".into(),
    };
    match (early, middle, late, late_share) {
        (Some(early), Some(middle), Some(late), Some(share)) => {
            let ends = if late.year() == early.year() {
                late.strftime("%m-%d").to_string()
            } else {
                late.to_string()
            };
            let later = if deliverable.promise_is_derived { "later than planned" } else { "late" };
            format!(
                "{item}: {promise}; likely {middle} ({early} to {ends} in 8 of 10 years), {later} in {}",
                percent(*share)
            )
        }
        _ => format!("{item}: {promise}; not simulated"),
    }
}

fn gap_counts(gaps: &[&Gap]) -> String {
    let count = |kind: GapKind| gaps.iter().filter(|gap| gap.kind == kind).count();
    let parts = [
        (count(GapKind::NoLeader), "team without a known leader", "teams without a known leader"),
        (count(GapKind::NoOwner), "item without an owner", "items without an owner"),
        (count(GapKind::DanglingLink), "link to nothing in the plan", "links to nothing in the plan"),
    ];
    let parts = parts.into_iter().filter(|(count, ..)| *count > 0);
    capital(&parts.map(|(count, one, many)| counted(count, one, many)).collect::<Vec<_>>().join(", "))
}

/// Problems with the same fact as one with their number, unless all are asked for.
fn alike(problems: &[Told], few: usize) -> Vec<Told> {
    let mut alike: Vec<Told> = Vec::new();
    let mut known: HashMap<&str, usize> = HashMap::new();
    for problem in problems {
        match known.get(problem.fact.as_str()).filter(|_| few < usize::MAX) {
            Some(at) => alike[*at].count += problem.count,
            None => {
                known.insert(&problem.fact, alike.len());
                alike.push(problem.clone());
            }
        }
    }
    alike
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().collect::<String>() + letters.as_str())
        .unwrap_or_default()
}
