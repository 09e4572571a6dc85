//! Directories of people: teams and who leads them, in TOML, YAML or CSV.

mod commas;
mod heads;
mod names;
mod seats;
mod teams;
mod tree;

use plan::facts::{Facts, Person, Team};

use self::{
    commas::Commas,
    heads::{Heads, NameColumns},
    names::{person, split},
    seats::{Seats, leads_by_role},
};
pub use self::{
    teams::{fits as fits_teams, read as read_teams},
    tree::read as read_tree,
};
use super::{Found, outline::section::is_nobody};
use crate::{
    Problem,
    formats::{
        csv::{Cell, Rows},
        tree::fits_key,
    },
    profile::Profile,
    text::Text,
};

/// Whether the head of a table is that of a directory of people.
pub fn fits_csv(head: &[String], profile: &Profile) -> bool {
    let heads = Heads::of(head, profile);
    let has = |field: &str| !heads.columns(field).is_empty();
    let is_placed = || !member_columns(&heads).is_empty() || has("leads") || has("boss");
    heads.name().is_some() && is_placed()
}

/// Reads a table as a directory of people or of teams; nothing where its head is that of neither.
pub fn read_table(text: &Text, head: &[String], profile: &Profile) -> Option<Found> {
    if fits_csv(head, profile) {
        return Some(read_csv(text, profile));
    }
    fits_teams(head, profile).then(|| read_teams(text, profile))
}

/// The columns of the teams in which people work.
fn member_columns(heads: &Heads<'_>) -> Vec<usize> {
    let taken = heads.name().map_or_else(Vec::new, |name| name.all());
    let teams = heads.teams().into_iter();
    teams.filter(|at| !heads.is(*at, "leads") && !taken.contains(at)).collect()
}

/// What the head of a table that is no directory has of one and what it lacks, and what makes it one.
pub fn unfit_csv(head: &[String], profile: &Profile) -> (String, String) {
    let heads = Heads::of(head, profile);
    let known = (0..head.len()).filter(|at| !heads.unknown().contains(at) && !head[*at].is_empty());
    let mut found: Vec<&str> = Vec::new();
    for at in known {
        if !found.contains(&head[at].as_str()) {
            found.push(&head[at]);
        }
    }
    let found = if found.is_empty() { "none of them".to_owned() } else { found.join(", ") };
    let has_team = !heads.teams().is_empty();
    let has_lead = !heads.columns("team_leads").is_empty();
    let (lacks, fields) = match (heads.name().is_some(), has_team, has_lead) {
        (true, ..) => ("the teams led", vec!["team_column"]),
        (false, true, _) => ("a name, or who leads the team", vec!["name_column"]),
        (false, false, true) => ("a name, or the team", vec!["team_column"]),
        (false, false, false) => ("names and teams", vec!["name_column", "team_column"]),
    };
    let unknown: Vec<&str> = heads.unknown().into_iter().map(|at| head[at].as_str()).collect();
    let mut taken: Vec<&str> = Vec::new();
    let line = |field: &str| {
        let free: Vec<&str> = unknown.iter().copied().filter(|head| !taken.contains(head)).collect();
        let head = likely(field, &free).or(free.first().copied()).unwrap_or("HEAD");
        taken.push(head);
        format!("{field} = [{head:?}]")
    };
    let lines: Vec<String> = fields.into_iter().map(line).collect();
    let fact = format!(
        "a directory needs a column Name (or First and Last name) and Leads, or Team and Lead; \
         this one has {found}, and lacks {lacks}"
    );
    (fact, format!("in a profile: {}", in_profile(&lines.join(" and "))))
}

/// Words of heads under which people stand, and of those under which teams do.
const OF_NAMES: [&str; 12] = [
    "name",
    "person",
    "people",
    "worker",
    "employee",
    "member",
    "staff",
    "who",
    "colleague",
    "engineer",
    "user",
    "contact",
];
const OF_TEAMS: [&str; 12] = [
    "team",
    "squad",
    "group",
    "organization",
    "organisation",
    "org",
    "department",
    "unit",
    "tribe",
    "chapter",
    "crew",
    "guild",
];

/// The head that says of itself that names or teams stand below it.
fn likely<'h>(field: &str, heads: &[&'h str]) -> Option<&'h str> {
    let has = |head: &str, words: &[&str]| {
        let head = head.to_lowercase();
        head.split(|c: char| !c.is_alphanumeric())
            .any(|word| words.contains(&word.trim_end_matches('s')) || words.contains(&word))
    };
    let fits = |head: &&&str| match field {
        "team_column" => has(head, &OF_TEAMS),
        _ => has(head, &OF_NAMES) && !has(head, &OF_TEAMS),
    };
    heads.iter().find(fits).copied()
}

/// How a profile names heads that none knows.
fn in_profile(lines: &str) -> String {
    format!("extends = \"people\", and under [keys] {lines} (docs/profiles.md)")
}

/// Reads rows of people.
pub fn read_csv(text: &Text, profile: &Profile) -> Found {
    let mut rows = Rows::of(text);
    let Some(head) = rows.next() else { return Found::default() };
    let words: Vec<String> = head.iter().map(|cell| cell.words.clone()).collect();
    let Some(columns) = Columns::of(&Heads::of(&words, profile)) else { return Found::default() };
    let commas = Commas::of(text, &columns.of_people(), &profile.words);
    let seats = Seats::of(text, &columns);
    let found = Found { is_directory: true, ..Found::default() };
    let mut reader = Reader { text, profile, commas, seats, columns, head: &words, found };
    reader.check_head(&head);
    let mut last = head.last().cloned();
    for row in rows.by_ref() {
        reader.row(&row);
        last = row.last().cloned();
    }
    reader.found.problems.extend(last.and_then(|last| rows.unclosed(&last)));
    if reader.found.rows == 0 && reader.found.problems.is_empty() {
        let line = text.trim(text.line_of(head.first().map_or(0, |cell| cell.span.start)));
        reader.problem(
            line,
            "",
            "nobody stands below this head",
            "one row a person, beginning with the name",
        );
    }
    reader.found
}

/// Which columns of a table of people hold what.
struct Columns {
    name: NameColumns,
    aliases: Vec<usize>,
    keys: Vec<usize>,
    leads: Vec<usize>,
    boss: Option<usize>,
    member_of: Vec<usize>,
    /// Who leads the team of the row.
    team_leads: Vec<usize>,
    role: Option<usize>,
    width: usize,
}

impl Columns {
    fn of(heads: &Heads<'_>) -> Option<Self> {
        let name = heads.name()?;
        let (leads, boss, member_of) =
            (heads.columns("leads"), heads.columns("boss").first().copied(), member_columns(heads));
        let mut team_leads = heads.columns("team_leads");
        let taken = [name.all(), leads.clone(), member_of.clone()].concat();
        team_leads.retain(|at| !taken.contains(at) && !heads.is(*at, "boss"));
        Some(Self {
            aliases: heads.columns("aliases"),
            keys: heads.columns("keys"),
            role: heads.columns("role").first().copied().filter(|_| heads.has_plain_team()),
            width: heads.width(),
            name,
            leads,
            boss,
            member_of,
            team_leads,
        })
    }

    /// Columns in which people stand.
    fn of_people(&self) -> Vec<usize> {
        [self.name.whole.clone(), self.boss.into_iter().collect(), self.team_leads.clone()].concat()
    }
}

fn is_key(profile: &Profile, field: &str, key: &str) -> bool {
    profile.keys.get(field).is_some_and(|keys| keys.iter().any(|known| fits_key(known, key)))
}

/// Keeps a person as described. A place that nobody holds leaves its teams without a leader.
fn take_in(facts: &mut Facts, found: Person, profile: &Profile) {
    let leads: Vec<String> = found.leads.into_iter().filter(|team| !is_nobody(team)).collect();
    let place = found.place.clone();
    let named = |name: &String| Team { name: name.clone(), place: place.clone(), ..Team::default() };
    match person(&found.name, &profile.words) {
        Some(read) => {
            if read.is_acting {
                let acting = vec![read.name.clone()];
                facts.teams.extend(leads.iter().map(|team| Team { acting: acting.clone(), ..named(team) }));
            }
            facts.people.push(Person { name: read.name, leads, ..found });
        }
        None => facts.teams.extend(leads.iter().map(named)),
    }
}

struct Reader<'a> {
    text: &'a Text,
    profile: &'a Profile,
    commas: Commas<'a>,
    seats: Seats,
    columns: Columns,
    head: &'a [String],
    found: Found,
}

/// The words of a cell of a row; none where there is no such cell.
fn words(row: &[Cell], at: usize) -> &str {
    row.get(at).map_or("", |cell| cell.words.as_str())
}

/// All words of some columns of a row.
fn list(row: &[Cell], columns: &[usize]) -> Vec<String> {
    columns.iter().flat_map(|at| split(words(row, *at))).collect()
}

impl Reader<'_> {
    fn problem(&mut self, span: std::ops::Range<usize>, field: &str, fact: impl Into<String>, hint: &str) {
        self.found.problems.push(Problem::new(self.text.place(span, field), fact).hint(hint));
    }

    /// Says what the head leaves open.
    fn check_head(&mut self, head: &[Cell]) {
        if self.columns.leads.is_empty() && self.columns.member_of.is_empty() {
            let line = self.text.trim(self.text.line_of(head.first().map_or(0, |cell| cell.span.start)));
            let fact = "no column of this directory says which teams anybody leads or works in";
            let hint = format!(
                "call it “Teams led” or “Team”; in a profile: {}",
                in_profile("team_column = [\"HEAD\"]")
            );
            self.problem(line, "", fact, &hint);
        }
        if let Some((at, team)) = self.seats.disputed.clone() {
            let (column, span) = (self.head[at].clone(), head.get(at).map_or(0..0, |cell| cell.span.clone()));
            let fact = format!(
                "“{column}” names several people for {team}: it was read as whom each person reports to, not as who leads a team"
            );
            self.problem(span, "", fact, "a column “Teams led” names the teams that a person leads");
        }
    }

    /// A row of a table: a person.
    fn row(&mut self, row: &[Cell]) {
        if row.iter().all(|cell| cell.words.is_empty()) {
            return;
        }
        self.found.rows += 1;
        if let Some(beyond) = row.iter().skip(self.columns.width).find(|cell| !cell.words.is_empty()) {
            let (cells, width) = (row.len(), self.columns.width);
            let fact =
                format!("this row has {cells} cells and the head {width}; what stands beyond was not read");
            self.problem(beyond.span.clone(), "", fact, "a comma within a cell needs quotes round the cell");
        }
        let Some((cell, name)) = self.columns.name.read(row) else {
            let line = self.text.line_of(row.first().map_or(0, |cell| cell.span.start));
            let hint = "every row begins with a name, as in Dana Ortiz";
            return self.problem(line, "name", "this row names nobody", hint);
        };
        let place = self.text.place(cell.span.clone(), "name");
        let found = Person { place, ..self.described(row, name) };
        self.lead_of_team(row, &found);
        take_in(&mut self.found.facts, found, self.profile);
    }

    /// What a row says of the person whom it names.
    fn described(&self, row: &[Cell], name: String) -> Person {
        let columns = &self.columns;
        let at = columns.name.whole.first().copied();
        let (name, written) = at.map_or((name.clone(), None), |at| self.commas.one(at, &name));
        let mut aliases = list(row, &columns.aliases);
        aliases.extend(written);
        aliases.extend(
            columns
                .name
                .others(row, &name)
                .into_iter()
                .filter(|other| at.is_none_or(|at| self.commas.one(at, other).0 != name)),
        );
        let (mut leads, member_of) = (list(row, &columns.leads), list(row, &columns.member_of));
        let role = columns.role.map_or("", |at| words(row, at));
        if leads_by_role(role, self.profile)
            || columns.team_leads.iter().any(|at| self.seats.is_marked(*at, words(row, *at)))
        {
            leads.extend(member_of.iter().cloned());
        }
        let bosses = columns.boss.into_iter().chain(self.seats.bosses());
        let boss = bosses.map(|at| (at, words(row, at))).find(|(_, boss)| !boss.is_empty());
        let boss = boss.map(|(at, boss)| self.commas.one(at, boss).0);
        Person { name, aliases, keys: list(row, &columns.keys), leads, member_of, boss, ..Person::default() }
    }

    /// Who leads the team of a row, said once for each team.
    fn lead_of_team(&mut self, row: &[Cell], person: &Person) {
        for at in self.columns.team_leads.clone() {
            let people = self.commas.people(at, words(row, at));
            for team in
                person.member_of.iter().filter(|team| self.seats.is_new(at, team, !people.names.is_empty()))
            {
                let named = |is_acting: bool| {
                    let names = people.names.iter().filter(|lead| lead.is_acting || !is_acting);
                    names.map(|lead| lead.name.clone()).collect()
                };
                let place = person.place.clone();
                let team = Team {
                    name: team.clone(),
                    leads: named(false),
                    acting: named(true),
                    place,
                    ..Team::default()
                };
                self.found.facts.teams.push(team);
                if let (Some(unclear), Some(cell)) = (&people.unclear, row.get(at)) {
                    let (fact, hint) = commas::unclear(unclear);
                    let place = self.text.place(cell.span.clone(), "lead");
                    self.found.problems.push(Problem::new(place, fact).hint(hint));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_in_a_table() {
        let text = Text::of(
            0,
            "people.csv",
            "Person,Aliases,Teams led,Boss\nDana Ortiz,dana;@dortiz,Payments; Ledger,Ines\n,,,\n,x,,\n"
                .into(),
        );
        let profile = Profile::built_in("people").unwrap();
        assert!(fits_csv(&["Person".into(), "Teams led".into()], &profile));
        let found = read_csv(&text, &profile);
        assert_eq!(found.facts.people[0].leads, ["Payments", "Ledger"]);
        assert_eq!(found.facts.people[0].aliases, ["dana", "@dortiz"]);
        assert_eq!(found.problems[0].fact, "this row names nobody");
        assert_eq!(found.problems[0].place.line, 4);
    }

    #[test]
    fn a_first_and_a_last_name_make_a_name() {
        let body = "Employee #,Last Name,First Name,Team,Reports To\n1,Ortiz,Dana,Payments,\"Roth, Ines\"\n2,,Per,Ledger,\n3,,,Ledger,\n";
        let (text, profile) = (Text::of(0, "p.csv", body.into()), Profile::built_in("people").unwrap());
        let head = ["Employee #", "Last Name", "First Name", "Team"].map(String::from);
        assert!(fits_csv(&head, &profile) && !fits_csv(&head[1..2], &profile));
        let found = read_csv(&text, &profile);
        let names: Vec<&str> = found.facts.people.iter().map(|person| person.name.as_str()).collect();
        assert_eq!(names, ["Dana Ortiz", "Per"]);
        assert_eq!(found.facts.people[0].member_of, ["Payments"]);
        assert_eq!(found.problems[0].fact, "this row names nobody");
    }

    #[test]
    fn a_row_may_stand_in_or_name_nobody_yet() {
        let body = "Person,Teams led,Slug\nDana Ortiz (acting),Payments,ortiz_1\nTBD,Ledger,\n";
        let found = read_csv(&Text::of(0, "people.csv", body.into()), &Profile::built_in("people").unwrap());
        let [dana] = found.facts.people.as_slice() else { panic!("{:?}", found.facts.people) };
        assert_eq!((dana.name.as_str(), dana.keys[0].as_str()), ("Dana Ortiz", "ortiz_1"));
        let teams: Vec<(&str, &[String])> =
            found.facts.teams.iter().map(|team| (team.name.as_str(), team.acting.as_slice())).collect();
        assert_eq!(teams, [("Payments", ["Dana Ortiz".to_owned()].as_slice()), ("Ledger", [].as_slice())]);
        assert_eq!(found.problems, []);
    }

    fn read_table_of(body: &str) -> Found {
        let (text, profile) = (Text::of(0, "p.csv", body.into()), Profile::built_in("people").unwrap());
        let head: Vec<String> = Rows::of(&text).next().unwrap().into_iter().map(|cell| cell.words).collect();
        read_table(&text, &head, &profile).unwrap()
    }

    /// Who leads what, and who reports to whom, as `Payments: Dana` and `Dana < Ines`.
    fn said(found: &Found) -> Vec<String> {
        let facts = &found.facts;
        let led = facts.teams.iter().map(|team| format!("{}: {}", team.name, team.leads.join("+")));
        let leads = facts.people.iter().filter(|person| !person.leads.is_empty());
        let leads = leads.map(|person| format!("{}: {}", person.leads.join("+"), person.name));
        let bosses = facts
            .people
            .iter()
            .filter_map(|person| Some(format!("{} < {}", person.name, person.boss.clone()?)));
        led.chain(leads).chain(bosses).collect()
    }

    #[test]
    fn a_boss_of_members_leads_no_team_whatever_the_first_head_is() {
        let rows =
            "Dana Ortiz,Payments,Ines Roth\nMira Solberg,Booking,Ines Roth\nAnn Berg,Booking,Mira Solberg\n";
        let bosses = ["Dana Ortiz < Ines Roth", "Mira Solberg < Ines Roth", "Ann Berg < Mira Solberg"];
        for head in [
            "Employee",
            "Employee Name",
            "Full Name",
            "Display Name",
            "Preferred Name",
            "Staff",
            "Staff member",
            "Member",
            "Colleague",
            "Person name",
            "Mitarbeiter",
            "Mitarbeiter:in",
            "Collaborateur",
            "Salarié",
            "SALARIÉ",
            "Nom complet",
            "Nom",
            "Name",
        ] {
            let found = read_table_of(&format!("{head},Team,Manager\n{rows}"));
            assert_eq!((said(&found), found.problems), (bosses.map(String::from).to_vec(), vec![]), "{head}");
        }
        for head in ["Kollegin", "Wer"] {
            let found = read_table_of(&format!("{head},Team,Manager\n{rows}"));
            assert_eq!(said(&found), bosses, "{head}");
            let fact = &found.problems[0].fact;
            assert!(fact.starts_with("the rows name a person each under"), "{fact}");
        }
    }

    #[test]
    fn a_list_of_workers_is_one_of_people_and_a_hint_names_the_head_that_says_so() {
        let found = read_table_of(
            "Worker,Business Title,Supervisory Organization,Manager\n\"Solberg, Mira\",Engineering Manager,Booking,Ines Roth\n\
             \"Ortiz, Dana\",Engineering Manager,Payments,Ines Roth\n\"Berg, Ann\",Engineer,Booking,Mira Solberg\n",
        );
        let names: Vec<&str> = found.facts.people.iter().map(|person| person.name.as_str()).collect();
        assert_eq!(names, ["Mira Solberg", "Dana Ortiz", "Ann Berg"]);
        assert_eq!(found.facts.people[0].member_of, ["Booking"]);
        let profile = Profile::built_in("people").unwrap();
        for (head, hint) in [
            (["Grade", "Contact person", "Squad"], "name_column = [\"Contact person\"]"),
            (["Name", "Grade", "Org unit"], "team_column = [\"Org unit\"]"),
        ] {
            let (_, said) = unfit_csv(&head.map(String::from), &profile);
            assert!(said.contains(hint), "{said}");
        }
    }

    #[test]
    fn two_columns_make_a_name_in_any_language() {
        for head in ["First Name,Last Name", "Vorname,Nachname", "Prénom,Nom", "Vorname,Name", "PRÉNOM,NOM"]
        {
            let found = read_table_of(&format!("{head},Department\nDana,Ortiz,Payments\n"));
            let [dana] = found.facts.people.as_slice() else { panic!("{head}: {:?}", found.facts) };
            assert_eq!(
                (dana.name.as_str(), dana.member_of[0].as_str()),
                ("Dana Ortiz", "Payments"),
                "{head}"
            );
        }
        for head in ["Department", "Abteilung", "Équipe", "équipe", "Squad", "Team Name"] {
            let found = read_table_of(&format!("{head},Employee\nPayments,Dana Ortiz\n"));
            assert_eq!(found.facts.people[0].member_of, ["Payments"], "{head}");
            let found = read_table_of(&format!("{head},Lead\nPayments,Dana Ortiz\n"));
            assert_eq!(said(&found), ["Payments: Dana Ortiz"], "{head}");
        }
    }

    #[test]
    fn a_lead_beside_members_leads_their_team_unless_a_team_has_several() {
        let found = read_table_of(
            "Name,Team,Team Lead\nAnn Berg,Booking,Mira Solberg\nPer Lund,Booking,Mira Solberg\n",
        );
        assert_eq!((said(&found), found.problems), (vec!["Booking: Mira Solberg".to_owned()], vec![]));
        let found =
            read_table_of("Name,Team,Lead\nAnn Berg,Booking,Mira Solberg\nMira Solberg,Booking,Ines Roth\n");
        assert_eq!(said(&found), ["Ann Berg < Mira Solberg", "Mira Solberg < Ines Roth"]);
        assert!(found.problems[0].fact.contains("names several people for Booking"));
        let found = read_table_of("Name,Team,Lead\nAnn Berg,Booking,no\nMira Solberg,Booking,yes\n");
        assert_eq!(said(&found), ["Booking: Mira Solberg"]);
        let found = read_table_of("Name,Team,Role\nAnn Berg,Booking,Engineer\nMira Solberg,Booking,EM\n");
        assert_eq!(said(&found), ["Booking: Mira Solberg"]);
    }

    #[test]
    fn where_rows_may_be_people_or_things_it_is_said() {
        let found = read_table_of(
            "Sparte,Team,Manager\nGuest Checkout,Booking,Mira Solberg\nLedger Books,Payments,Dana Ortiz\n",
        );
        assert_eq!(said(&found), ["Booking: Mira Solberg", "Payments: Dana Ortiz"]);
        let fact =
            "if “Sparte” names people, “Manager” is whom they report to; it was read as who leads the team";
        assert_eq!(found.problems[0].fact, fact);
        let found =
            read_table_of("Parts,Team,Lead\ncarts (3),Booking,Mira Solberg\nforms,Booking,Mira Solberg\n");
        assert_eq!((said(&found), found.problems), (vec!["Booking: Mira Solberg".to_owned(); 2], vec![]));
    }

    #[test]
    fn the_last_name_first_is_the_person_and_stays_another_spelling() {
        let found = read_table_of(
            "Employee,Team,Manager\n\"Ortiz, Dana\",Payments,\"Roth, Ines\"\nTom Reyes,Ledger,\"Ortiz, Dana\"\n",
        );
        assert_eq!(
            (found.facts.people[0].name.as_str(), found.facts.people[0].aliases[0].as_str()),
            ("Dana Ortiz", "Ortiz, Dana")
        );
        assert_eq!(said(&found), ["Dana Ortiz < Ines Roth", "Tom Reyes < Dana Ortiz"]);
    }
}
