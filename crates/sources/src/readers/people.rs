//! Directories of people: teams and who leads them, in TOML, YAML or CSV.

mod names;
mod teams;
mod tree;

use plan::facts::{Facts, Person, Team};

use self::names::{person, split};
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
    let has = |field: &str| head.iter().any(|cell| is_key(profile, field, cell));
    let is_named = has("name") || (has("first_name") && has("last_name"));
    is_named && (has("leads") || has("boss") || has("member_of"))
}

/// What the head of a table that is no directory has of one, and what it lacks.
pub fn unfit_csv(head: &[String], profile: &Profile) -> String {
    let has = |field: &str| head.iter().any(|cell| is_key(profile, field, cell));
    let fields = ["name", "first_name", "last_name", "leads", "boss", "member_of", "teams", "team_leads"];
    let mut found: Vec<&str> = Vec::new();
    for cell in head.iter().filter(|cell| fields.iter().any(|field| is_key(profile, field, cell))) {
        if !found.contains(&cell.as_str()) {
            found.push(cell);
        }
    }
    let found = if found.is_empty() { "none of them".to_owned() } else { found.join(", ") };
    let is_named = has("name") || (has("first_name") && has("last_name"));
    let lacks = match (is_named, has("teams"), has("team_leads")) {
        (true, ..) => "the teams led",
        (false, true, _) => "a name, or who leads the team",
        (false, false, true) => "a name, or the team",
        (false, false, false) => "names and teams",
    };
    format!(
        "a directory needs a column Name (or First and Last name) and Leads, or Team and Lead; \
         this one has {found}, and lacks {lacks}"
    )
}

/// Reads rows of people.
pub fn read_csv(text: &Text, profile: &Profile) -> Found {
    let mut reader = Reader { text, profile, found: Found::default() };
    let mut rows = Rows::of(text);
    let Some(head) = rows.next() else { return reader.found };
    let columns = |field: &str| -> Vec<usize> {
        let at = head.iter().enumerate().filter(|(_, cell)| is_key(profile, field, &cell.words));
        at.map(|(at, _)| at).collect()
    };
    let leads = columns("leads");
    let columns = Columns {
        name: match (columns("name").as_slice(), columns("first_name").first(), columns("last_name").first())
        {
            ([name, ..], ..) => vec![*name],
            ([], Some(first), Some(last)) => vec![*first, *last],
            _ => Vec::new(),
        },
        aliases: columns("aliases"),
        keys: columns("keys"),
        boss: columns("boss").first().copied(),
        member_of: columns("member_of").into_iter().filter(|at| !leads.contains(at)).collect(),
        leads,
        width: head.len(),
    };
    if columns.leads.is_empty() && columns.member_of.is_empty() {
        let line = text.trim(text.line_of(head.first().map_or(0, |cell| cell.span.start)));
        let fact = "no column of this directory says which teams anybody leads or works in";
        reader.problem(line, "", fact, "call it “Teams led” or “Team”, or name it in a profile under [keys]");
    }
    let mut last = head.last().cloned();
    for row in rows.by_ref() {
        reader.row(&row, &columns);
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
    /// One column, or those of the first and the last name.
    name: Vec<usize>,
    aliases: Vec<usize>,
    keys: Vec<usize>,
    leads: Vec<usize>,
    boss: Option<usize>,
    member_of: Vec<usize>,
    width: usize,
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
    found: Found,
}

impl Reader<'_> {
    fn problem(&mut self, span: std::ops::Range<usize>, field: &str, fact: impl Into<String>, hint: &str) {
        self.found.problems.push(Problem::new(self.text.place(span, field), fact).hint(hint));
    }

    /// A row of a table: a person.
    fn row(&mut self, row: &[Cell], columns: &Columns) {
        if row.iter().all(|cell| cell.words.is_empty()) {
            return;
        }
        self.found.rows += 1;
        let words = |at: Option<usize>| at.and_then(|at| row.get(at)).map_or("", |cell| cell.words.as_str());
        let list = |at: &[usize]| {
            at.iter()
                .take_while(|at| **at < row.len())
                .flat_map(|at| split(words(Some(*at))))
                .collect::<Vec<String>>()
        };
        if let Some(beyond) = row.iter().skip(columns.width).find(|cell| !cell.words.is_empty()) {
            let (cells, width) = (row.len(), columns.width);
            let fact =
                format!("this row has {cells} cells and the head {width}; what stands beyond was not read");
            self.problem(beyond.span.clone(), "", fact, "a comma within a cell needs quotes round the cell");
        }
        let cells = columns.name.iter().filter_map(|at| row.get(*at)).filter(|cell| !cell.words.is_empty());
        let cells: Vec<&Cell> = cells.collect();
        let span = cells.first().copied().or(row.first()).map_or(0..0, |cell| cell.span.clone());
        if cells.is_empty() {
            let line = self.text.line_of(row.first().map_or(0, |cell| cell.span.start));
            return self.problem(
                line,
                "name",
                "this row names nobody",
                "every row begins with a name, as in Dana Ortiz",
            );
        }
        let found = Person {
            name: cells.iter().map(|cell| cell.words.as_str()).collect::<Vec<_>>().join(" "),
            aliases: list(&columns.aliases),
            keys: list(&columns.keys),
            leads: list(&columns.leads),
            member_of: list(&columns.member_of),
            boss: Some(words(columns.boss).to_owned()).filter(|boss| !boss.is_empty()),
            place: self.text.place(span, "name"),
        };
        take_in(&mut self.found.facts, found, self.profile);
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
}
