//! Exports under the heads of real ones: 210 and 213 columns in English, and trimmed ones in Spanish and Russian.
//!
//! The heads lie outside of the repository, in the folder `SIDEWAYS_PLANS` or in `shared/plans` beside it; where they
//! are absent, the tests say so and pass.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test")]

use std::{env, fs, path::PathBuf};

use jiff::civil::{Date, date};
use plan::{
    calendar::DAY,
    directory::Whom,
    facts::{Estimate, Kind, LinkKind, Owner, Ref, State, Strength},
    network::{Network, Oddity},
};
use sources::{read::read_text, readers::Found, text::Text};

/// A real head, cell by cell.
fn head(name: &str) -> Option<Vec<String>> {
    let beside = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/plans");
    let folder = env::var_os("SIDEWAYS_PLANS").map_or_else(beside, PathBuf::from);
    let path = folder.join("tracker-headers").join(name);
    match fs::read_to_string(&path) {
        Ok(text) => Some(text.lines().next().unwrap().split(',').map(str::to_owned).collect()),
        Err(error) => {
            eprintln!("skipped: {} can't be read ({error}); SIDEWAYS_PLANS names the folder", path.display());
            None
        }
    }
}

/// An export under a head. A row is written as pairs of a column's name and what stands in it; of columns that share a
/// name, the next free one is taken.
struct Export {
    head: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Export {
    fn under(head: Vec<String>) -> Self {
        Self { head, rows: Vec::new() }
    }

    fn row(mut self, cells: &[(&str, &str)]) -> Self {
        let mut row = vec![String::new(); self.head.len()];
        for (name, words) in cells {
            let mut columns = (0..row.len()).filter(|at| self.head[*at] == *name);
            let at = columns.find(|at| row[*at].is_empty());
            row[at.unwrap_or_else(|| panic!("no free column “{name}”"))] = (*words).to_owned();
        }
        self.rows.push(row);
        self
    }

    fn body(&self) -> String {
        let quoted = |cell: &String| match cell.contains(['"', ',', '\n']) {
            true => format!("\"{}\"", cell.replace('"', "\"\"")),
            false => cell.clone(),
        };
        let line = |row: &Vec<String>| row.iter().map(quoted).collect::<Vec<_>>().join(",") + "\r\n";
        [&self.head].into_iter().chain(&self.rows).map(line).collect()
    }

    fn read(&self) -> Found {
        let bytes = format!("\u{feff}{}", self.body()).into_bytes();
        let (text, problems) = Text::decode(0, "export.csv", bytes);
        let mut found = read_text(&text, "csv", false, None);
        found.problems.extend(problems);
        found
    }
}

fn named(key: &str) -> Ref {
    Ref::Named(key.into())
}

type Seen = (Ref, Ref, LinkKind, Strength, Option<plan::facts::Short>);

fn links(found: &Found) -> Vec<Seen> {
    let link = |link: &plan::facts::Link| {
        (link.earlier.clone(), link.later.clone(), link.kind, link.strength, link.outside.clone())
    };
    found.facts.links.iter().map(link).collect()
}

fn seen(earlier: Ref, later: Ref, kind: LinkKind, strength: Strength, outside: &str) -> Seen {
    (earlier, later, kind, strength, Some(outside.into()))
}

fn promised(found: &Found, at: usize) -> Option<Date> {
    found.facts.items[at].promise.as_ref().map(|promise| promise.day)
}

fn team(found: &Found, at: usize) -> &str {
    match &found.facts.items[at].owners[0] {
        Owner::Team(named) => &named.text,
        other => panic!("{other:?}"),
    }
}

#[test]
fn links_of_213_columns_have_their_kind_their_strength_and_their_direction() {
    let Some(head) = head("jira-cloud-en-213.csv") else { return };
    assert_eq!(head.len(), 213);
    let found = Export::under(head)
        .row(&[
            ("Issue key", "SHOP-1"),
            ("Summary", "One"),
            ("Inward issue link (Blocks)", "PAY-412"),
            ("Outward issue link (Blocks)", "SHOP-2"),
            ("Inward issue link (Dependency)", "OPS-1"),
            ("Inward issue link (Dependency)", "OPS-2"),
            ("Outward issue link (Dependency)", "WEB-7"),
            ("Inward issue link (Gantt End to Start)", "SHOP-2"),
            ("Inward issue link (Cloners)", "SHOP-9"),
            ("Outward issue link (Cloners)", "SHOP-9"),
            ("Inward issue link (Issue split)", "SHOP-9"),
            ("Inward issue link (Relates)", "SHOP-9"),
            ("Outward issue link (Relates)", "SHOP-9"),
        ])
        .row(&[("Issue key", "SHOP-2"), ("Summary", "Two")])
        .read();
    use LinkKind::FinishStart;
    use Strength::{Derived, Stated};
    assert_eq!(
        links(&found),
        [
            seen(named("PAY-412"), Ref::At(0), FinishStart, Stated, "PAY"),
            seen(Ref::At(0), named("SHOP-2"), FinishStart, Stated, "SHOP"),
            seen(named("OPS-1"), Ref::At(0), FinishStart, Derived, "OPS"),
            seen(named("OPS-2"), Ref::At(0), FinishStart, Derived, "OPS"),
            seen(Ref::At(0), named("WEB-7"), FinishStart, Derived, "WEB"),
            seen(named("SHOP-2"), Ref::At(0), FinishStart, Stated, "SHOP"),
        ]
    );
    assert_eq!(found.facts.links[0].place.field, "Inward issue link (Blocks)");
    let facts: Vec<(&str, u32)> =
        found.problems.iter().map(|problem| (problem.fact.as_str(), problem.count)).collect();
    assert_eq!(
        facts,
        [("links of type “Dependency” are read like “Blocks”: what an inward one names comes first", 3)]
    );
}

#[test]
fn a_link_seen_from_both_ends_counts_once_and_one_out_of_the_file_for_the_team_of_its_prefix() {
    let Some(head) = head("jira-cloud-en-213.csv") else { return };
    let found = Export::under(head)
        .row(&[
            ("Issue key", "SHOP-1"),
            ("Issue id", "100"),
            ("Summary", "One"),
            ("Outward issue link (Blocks)", "SHOP-2"),
            ("Inward issue link (Blocks)", "PAY-412"),
        ])
        .row(&[
            ("Issue key", "SHOP-2"),
            ("Summary", "Two"),
            ("Inward issue link (Blocks)", "SHOP-1"),
            ("Inward issue link (Gantt End to Start)", "SHOP-1"),
            ("Outward issue link (Dependency)", "WEB-7"),
        ])
        .read();
    assert_eq!(found.facts.links.len(), 5);
    let network = Network::build(&found.facts, date(2027, 1, 4));
    assert_eq!(network.edges.len(), 1, "{:?}", network.edges);
    let edge = &network.edges[0];
    assert_eq!(
        (network.node(edge.earlier).id.as_str(), network.node(edge.later).id.as_str()),
        ("SHOP-1", "SHOP-2")
    );
    assert_eq!(network.needs.len(), 1, "what waits for us is no need of ours");
    let Whom::Team(team) = network.needs[0].whom else { panic!("{:?}", network.needs[0]) };
    assert_eq!(network.directory.teams[team.at()].name, "PAY");
    assert_eq!((network.needs[0].kind, network.needs[0].name.as_str()), (Kind::Date, "PAY-412"));
    assert!(!network.findings.iter().any(|finding| finding.oddity == Oddity::DanglingLink));
}

#[test]
fn an_epic_and_its_finished_part_keep_their_facts() {
    let Some(head) = head("jira-cloud-en-213.csv") else { return };
    let found = Export::under(head)
        .row(&[
            ("Issue key", "SHOP-1"),
            ("Issue id", "10100"),
            ("Issue Type", "Epic"),
            ("Summary", "Checkout,\nat last"),
            ("Status", "Baustelle"),
            ("Status Category", "In Progress"),
            ("Project key", "SHOP"),
            ("Project name", "Web Shop"),
            ("Description", "many\n\"lines\"\nof text, with commas"),
            ("Due date", "10/Jun/25 3:10 PM"),
        ])
        .row(&[
            ("Issue key", "SHOP-2"),
            ("Summary", "Cart"),
            ("Parent", "10100"),
            ("Status Category", "Done"),
            ("Resolved", "6/21/2025 16:14"),
            ("Time Spent", "28800"),
            ("Components", "Cart"),
            ("Components", "Search"),
            ("Due date", "6/21/2025 16:14"),
        ])
        .read();
    let items = &found.facts.items;
    assert_eq!((items[0].title.as_str(), items[0].is_goal), ("Checkout, at last", true));
    assert_eq!(items[0].state, State::Started(None));
    assert_eq!(items[1].parent, Some(named("SHOP-1")), "by the number of the epic");
    assert_eq!(items[1].state, State::Done(Some(date(2025, 6, 21))));
    assert_eq!(items[1].took, Some(DAY));
    assert_eq!(
        (promised(&found, 0), promised(&found, 1)),
        (Some(date(2025, 6, 10)), Some(date(2025, 6, 21)))
    );
    assert_eq!((team(&found, 0), team(&found, 1)), ("SHOP", "Cart"));
    assert_eq!(found.facts.team_aliases["SHOP"], "Web Shop");
    assert_eq!(found.problems, []);
}

#[test]
fn teams_points_and_ranks_of_213_columns_are_read() {
    let Some(head) = head("jira-cloud-en-213.csv") else { return };
    let found = Export::under(head)
        .row(&[
            ("Issue key", "SHOP-3"),
            ("Summary", "Pay"),
            ("Team Name", "Payments"),
            ("Components", "Cart"),
            ("Assignee", "Dana Ortiz"),
            ("Due date", "29/июл/26 09:59"),
            ("Custom field (Start date)", "2026-07-01"),
            ("Custom field (Story Points)", "3.0"),
            ("Custom field (Rank)", "0|i00007:"),
            ("Sprint", "Shop Sprint 7"),
            ("Sprint", "Shop Sprint 12"),
            ("Comment", "07/Jun/25 1:00 PM;557058:x;first\nsecond, \"third\""),
        ])
        .row(&[
            ("Issue key", "SHOP-4"),
            ("Summary", "Ship"),
            ("Parent", "99999"),
            ("Custom field (Story point estimate)", "2"),
        ])
        .read();
    let items = &found.facts.items;
    assert_eq!((promised(&found, 0), items[0].not_before), (Some(date(2026, 7, 29)), Some(date(2026, 7, 1))));
    assert_eq!(items[0].estimate, Some(Estimate::One(3 * DAY)));
    assert_eq!(items[0].estimate_strength, Strength::Derived);
    assert_eq!((team(&found, 0), items[0].rank.as_deref()), ("Payments", Some("0|i00007:")));
    assert!(matches!(&items[0].owners[1], Owner::Person(person) if person.text == "Dana Ortiz"));
    assert_eq!((items[1].parent.clone(), items[1].estimate), (None, Some(Estimate::One(2 * DAY))));
    let facts: Vec<&str> = found.problems.iter().map(|problem| problem.fact.as_str()).collect();
    assert_eq!(facts, ["this item is part of one that is not in the file"]);
}

#[test]
fn the_export_of_210_columns_is_read_too() {
    let Some(head) = head("jira-cloud-en-210.csv") else { return };
    assert_eq!(head.len(), 210);
    let found = Export::under(head)
        .row(&[
            ("Issue key", "A-1"),
            ("Summary", "One"),
            ("Outward issue link (Dependency)", "B-1"),
            ("Outward issue link (Dependency)", "B-2"),
            ("Outward issue link (Polaris issue link)", "IDEA-1"),
            ("Inward issue link (Gantt End to Start)", "C-1"),
            ("Custom field (Target end)", "2026-03-31"),
            ("Sprint", "S 1"),
            ("Sprint", "S 2"),
            ("Sprint", "S 3"),
            ("Sprint", "S 4"),
        ])
        .read();
    use LinkKind::FinishStart;
    assert_eq!(
        links(&found),
        [
            seen(Ref::At(0), named("B-1"), FinishStart, Strength::Derived, "B"),
            seen(Ref::At(0), named("B-2"), FinishStart, Strength::Derived, "B"),
            seen(named("C-1"), Ref::At(0), FinishStart, Strength::Stated, "C"),
        ]
    );
    assert_eq!(promised(&found, 0), Some(date(2026, 3, 31)));
    assert_eq!(found.facts.items[0].rank, None, "the export has a rank of its own, and this row none");
}

#[test]
fn an_export_in_spanish_is_read() {
    let Some(head) = head("jira-cloud-es-trimmed.csv") else { return };
    let found = Export::under(head)
        .row(&[
            ("Clave de incidencia", "TI-1"),
            ("ID de la incidencia", "1"),
            ("Tipo de Incidencia", "Epic"),
            ("Resumen", "Pagos, por fin"),
            ("Clave del proyecto", "TI"),
            ("Estado", "Por hacer"),
        ])
        .row(&[
            ("Clave de incidencia", "TI-2"),
            ("Resumen", "Carrito"),
            ("Clave principal", "TI-1"),
            ("Enlace a la incidencia interna (Blocks)", "PAG-3"),
            ("Enlace de incidencia saliente (Blocks)", "TI-3"),
            ("Enlace a la incidencia interna (Relates)", "TI-9"),
            ("Fecha de vencimiento", "01/sept/25"),
            ("Categoría de estado", "En curso"),
            ("Campo personalizado (Story Points)", "5"),
            ("Campo personalizado (Team)", "Tienda"),
            ("Sprint", "Tablero Sprint 3"),
        ])
        .row(&[
            ("Clave de incidencia", "TI-3"),
            ("Resumen", "Caja"),
            ("Principal", "1"),
            ("Fecha de vencimiento", "1/ene/26 10:00"),
            ("Estado", "Listo"),
        ])
        .read();
    assert_eq!(
        links(&found),
        [
            seen(named("PAG-3"), Ref::At(1), LinkKind::FinishStart, Strength::Stated, "PAG"),
            seen(Ref::At(1), named("TI-3"), LinkKind::FinishStart, Strength::Stated, "TI"),
        ]
    );
    let items = &found.facts.items;
    assert!(items[0].is_goal);
    assert_eq!(
        (items[1].parent.clone(), items[2].parent.clone()),
        (Some(named("TI-1")), Some(named("TI-1")))
    );
    assert_eq!((promised(&found, 1), promised(&found, 2)), (Some(date(2025, 9, 1)), Some(date(2026, 1, 1))));
    assert_eq!((items[1].state, items[2].state), (State::Started(None), State::Done(None)));
    assert_eq!((items[1].estimate, team(&found, 1)), (Some(Estimate::One(5 * DAY)), "Tienda"));
    assert_eq!(items[1].rank.as_deref(), Some("000000000003"));
    assert_eq!(found.problems, []);
}

#[test]
fn an_export_in_russian_is_read() {
    let Some(head) = head("jira-server-ru-trimmed.csv") else { return };
    let found = Export::under(head)
        .row(&[
            ("Ключ проблемы", "EKO-1"),
            ("Идентификатор проблемы", "7"),
            ("Тип задачи", "Эпик"),
            ("Тема", "Склад"),
            ("Ключ проекта", "EKO"),
            ("Статус", "Готово"),
            ("Дата решения", "29/июл/26 09:59"),
        ])
        .row(&[
            ("Ключ проблемы", "EKO-2"),
            ("Тема", "Отгрузка,\nвторая строка"),
            ("Статус", "В работе"),
            ("Компоненты", "Логистика"),
            ("Пользовательское поле (Ссылка на эпик)", "EKO-1"),
            ("Входящая связь задачи (Blocks)", "BUH-4"),
            ("Внешняя ссылка на проблему (Blocks)", "EKO-3"),
            ("Входящая связь задачи (Gantt End to Start)", "EKO-1"),
            ("Внешняя ссылка на проблему (Relates)", "EKO-3"),
            ("Срок исполнения", "5/авг/26 10:00"),
            ("Спринт", "Спринт 21"),
        ])
        .row(&[
            ("Ключ проблемы", "EKO-3"),
            ("Тема", "Счёт"),
            ("Статус", "Открыт"),
            ("Пользовательское поле (End date)", "31.12.2026"),
            ("Пользовательское поле (Команда)", "Финансы"),
        ])
        .read();
    assert_eq!(
        links(&found),
        [
            seen(named("BUH-4"), Ref::At(1), LinkKind::FinishStart, Strength::Stated, "BUH"),
            seen(Ref::At(1), named("EKO-3"), LinkKind::FinishStart, Strength::Stated, "EKO"),
            seen(named("EKO-1"), Ref::At(1), LinkKind::FinishStart, Strength::Stated, "EKO"),
        ]
    );
    let items = &found.facts.items;
    assert_eq!(items[0].state, State::Done(Some(date(2026, 7, 29))));
    assert_eq!((items[1].title.as_str(), items[1].state), ("Отгрузка, вторая строка", State::Started(None)));
    assert_eq!(items[1].parent, Some(named("EKO-1")));
    assert_eq!(
        (promised(&found, 1), promised(&found, 2)),
        (Some(date(2026, 8, 5)), Some(date(2026, 12, 31)))
    );
    assert_eq!((team(&found, 0), team(&found, 1), team(&found, 2)), ("EKO", "Логистика", "Финансы"));
    assert_eq!(items[1].rank.as_deref(), Some("000000000021"));
    assert_eq!(found.problems, []);
}

#[test]
fn the_three_shapes_of_a_linear_export() {
    for name in ["linear-25.csv", "linear-30.csv", "linear-34.csv"] {
        let Some(head) = head(name) else { return };
        let head: Vec<String> = head.into_iter().map(|cell| cell.trim_matches('"').to_owned()).collect();
        let has_links = head.iter().any(|cell| cell == "Blocked by");
        let day = "Fri Mar 12 2027 00:00:00 GMT+0000 (GMT)";
        let mut second =
            vec![("ID", "CLA-2"), ("Team", "Claw"), ("Title", "Card step"), ("Status", "In Progress")];
        second.extend([
            ("Started", day),
            ("Estimate", "3"),
            ("Parent issue", "CLA-1"),
            ("Cycle Number", "7"),
        ]);
        if has_links {
            second.push(("Blocked by", "PAY-9, CLA-3"));
        }
        let found = Export::under(head)
            .row(&[
                ("ID", "CLA-1"),
                ("Team", "Claw"),
                ("Title", "Checkout"),
                ("Status", "Todo"),
                ("Due Date", day),
            ])
            .row(&second)
            .row(&[
                ("ID", "CLA-3"),
                ("Team", "Claw"),
                ("Title", "Given up"),
                ("Status", "Todo"),
                ("Canceled", day),
            ])
            .read();
        assert_eq!(found.problems, [], "{name}");
        assert_eq!((team(&found, 0), promised(&found, 0)), ("Claw", Some(date(2027, 3, 12))), "{name}");
        let item = &found.facts.items[1];
        assert_eq!(
            (item.estimate, item.state),
            (Some(Estimate::One(3 * DAY)), State::Started(Some(date(2027, 3, 12))))
        );
        assert_eq!(item.parent, Some(named("CLA-1")));
        assert_eq!(found.facts.items[2].state, State::Dropped);
        let expected = [
            seen(named("PAY-9"), Ref::At(1), LinkKind::FinishStart, Strength::Stated, "PAY"),
            seen(named("CLA-3"), Ref::At(1), LinkKind::FinishStart, Strength::Stated, "CLA"),
        ];
        assert_eq!(links(&found), if has_links { expected.to_vec() } else { Vec::new() }, "{name}");
    }
}

#[test]
fn the_two_shapes_of_an_azure_devops_export() {
    let Some(query) = head("azure-devops-default-query.csv") else { return };
    let found = Export::under(query)
        .row(&[
            ("ID", "4711"),
            ("Work Item Type", "Epic"),
            ("Title", "Checkout"),
            ("State", "Active"),
            ("Assigned To", "Mira <mira@acme.example>"),
        ])
        .row(&[("ID", "4712"), ("Work Item Type", "Task"), ("Title", "Gone"), ("State", "Removed")])
        .read();
    assert_eq!(found.problems, []);
    assert!(found.facts.items[0].is_goal);
    assert_eq!(found.facts.items[0].owners[0].named().text, "Mira");
    assert_eq!(
        (found.facts.items[0].state, found.facts.items[1].state),
        (State::Started(None), State::Dropped)
    );
    let Some(import) = head("azure-devops-import-doc.csv") else { return };
    let found = Export::under(import)
        .row(&[("Work Item Type", "Task"), ("Title", "Without an id"), ("Priority", "1")])
        .read();
    assert_eq!((found.facts.items.len(), found.facts.items[0].id.clone()), (1, None));
}

#[test]
fn an_area_ends_with_the_team_and_numbers_are_links() {
    let body = "ID,Work Item Type,Title,State,Area Path,Predecessors\n1,Task,One,New,Acme\\Shop,\n2,Task,Two,New,Acme\\Payments,1\n";
    let found = read_text(&Text::of(0, "azure.csv", body.into()), "csv", false, None);
    assert_eq!((team(&found, 0), team(&found, 1)), ("Shop", "Payments"));
    let link = &found.facts.links[0];
    assert_eq!((&link.earlier, &link.later, &link.outside), (&named("1"), &Ref::At(1), &None));
}
