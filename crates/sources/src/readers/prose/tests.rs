use plan::{
    facts::{Facts, Kind, Person, System, Team},
    place::Quotes,
};
use proptest::prelude::*;

use super::*;
use crate::{
    formats::markdown::blocks,
    read::{Reading, read_given},
    text::Texts,
};

const TEAMS: &str = r#"
team = [
  { name = "Payments", aliases = ["PAY"], leads = ["Dana"] },
  { name = "Search", leads = ["Ada"] },
  { name = "Search Platform", leads = ["Ben"] },
  { name = "Cloud", leads = ["Cy"] },
  { name = "IAM", leads = ["Di"] },
  { name = "DevInfra", leads = ["Ed"] },
  { name = "CI", leads = ["Flo"] },
  { name = "libs", leads = ["Gus"] },
  { name = "Team A", leads = ["Hal"] },
]
"#;

fn read(body: &str) -> Reading {
    let systems = "# S\n\n## Systems\n- ledger database: Payments\n- kafka: Cloud\n";
    read_given(&[("teams.toml", TEAMS), ("systems.md", systems), ("page.md", body)])
}

/// Kind and name of what a page of these words makes one think.
fn heard(words: &str) -> Vec<(Kind, String)> {
    let reading = read(&format!("# Page\nOwner: Booking\n\n{words}\n"));
    let mentions = reading.facts.mentions.iter();
    mentions.map(|ask| (ask.kind, ask.whom.named().text.to_string())).collect()
}

fn one(words: &str) -> Option<(Kind, String)> {
    let mut heard = heard(words);
    assert!(heard.len() < 2, "{words}: {heard:?}");
    heard.pop()
}

#[test]
fn m1_a_sentence_that_names_a_team_as_needed_is_a_guess_of_a_kind() {
    for (kind, name, words) in [
        (Kind::Date, "Payments", "We rely on Payments to expose refunds by June."),
        (Kind::Date, "Payments", "Nothing of it can start until Payments exposes refunds."),
        (Kind::Date, "Payments", "By then, Payments must expose the refunds."),
        (Kind::Date, "Payments", "The refund page waits for **Payments**' ledger export."),
        (Kind::Date, "Search Platform", "The index is blocked by Search Platform until spring."),
        (Kind::Date, "IAM", "We depend on IAM for the tokens."),
        (Kind::Date, "PAY", "We will need the export from PAY before that."),
        (Kind::Approval, "Payments", "This needs approval from Payments."),
        (Kind::Approval, "Payments", "Once Payments signs off, we can go on."),
        (Kind::Approval, "search", "We will have it reviewed by the search team."),
        (Kind::Absorption, "Cloud", "The new events must be adopted by the Cloud team."),
        (Kind::Absorption, "Search", "In May we roll out the page to Search and measure."),
        (Kind::Touch, "DevInfra", "We share the build with DevInfra."),
        (Kind::Touch, "payments", "We will ask @payments for the figures."),
        (Kind::Touch, "libs", "We will discuss it with the libs team."),
        (Kind::Touch, "t-libs", "We will work with t-libs on this."),
        (Kind::Date, "ledger database", "We need a new table in the ledger database."),
        (Kind::Touch, "kafka", "We will use `kafka` for the events."),
        (Kind::Touch, "Cloud", "We will migrate to Cloud in the autumn."),
    ] {
        assert_eq!(one(words), Some((kind, name.to_owned())), "{words}");
    }
}

#[test]
fn what_is_not_needed_is_no_crossing() {
    for words in [
        "This does not depend on Payments.",
        "We no longer need Payments for that.",
        "It works without the Payments team, and that is our aim.",
        "We don't wait for the Payments team.",
        "We will be independent of the Payments team by then.",
        "The design has been approved by the Payments team.",
        "We have already agreed on this with the Payments team.",
        "The Payments team depends on us for the cart.",
        "The Payments team is waiting for our events.",
        "Do we need the Payments team to agree?",
        "Thanks to the Payments team and the Search team for their review.",
        "Users depend on Payments to get their money back.",
    ] {
        assert_eq!(one(words), None, "{words}");
    }
    assert!(one("We can't start until Payments delivers the export.").is_some());
    assert!(one("We need it from Payments no later than June.").is_some());
    assert_eq!(
        heard("We do not touch the Search team's index, but we rely on Payments to expose refunds."),
        [(Kind::Date, "Payments".into())]
    );
}

#[test]
fn a_name_that_is_an_everyday_word_is_matched_with_care() {
    for words in [
        "Search is what we need to make fast.",
        "We need to make search fast for the customers.",
        "We need Search results that are fast.",
        "We need a Search that is fast.",
        "Cloud customers need to wait for the export.",
        "We depend on Sourcegraph Cloud for the rest.",
        "We need the Payments API to be fast.",
        "All of it depends on CI being fast.",
        "A team of five will need to agree on it.",
        "We need platform teams to agree, and every search team, too.",
        "The page at docs/Payments needs to be read by all.",
        "**Search**: we need to make it fast.",
        "We Will Need Payments And Search And Cloud To Agree With The Plan",
        "We need [the page](https://a.b/Payments) and ![Payments](x.png) by then.",
    ] {
        assert_eq!(one(words), None, "{words}");
    }
    assert_eq!(heard("## We need Payments\n\nNothing else is said."), []);
    assert_eq!(heard("## Non-goals\n\nWe need the Payments team to agree."), []);
}

#[test]
fn other_languages_yield_nothing() {
    for words in [
        "Wir warten auf das Payments Team, bis die Erstattung steht.",
        "Nous attendons l'équipe Payments pour les remboursements.",
        "Wij wachten op Payments tot juni.",
        "私たちはPaymentsを待っています。",
        "Мы ждём Payments до июня.",
    ] {
        assert_eq!(one(words), None, "{words}");
    }
}

#[test]
fn the_quote_is_exactly_the_sentence() {
    let words =
        "First, e.g. a word. We **rely on [Payments](x.md#a. B)** to\nexpose `a. B` by June! Then we rest.";
    let reading = read(&format!("# Page\n\n{words}\n"));
    let place = &reading.facts.mentions[0].place;
    let text = reading.texts.of(place).unwrap();
    let quote = text.slice(place.start as usize..place.end as usize);
    assert_eq!(quote, "We **rely on [Payments](x.md#a. B)** to\nexpose `a. B` by June!");
    assert_eq!((place.line, place.column), (3, 21));
}

#[test]
fn a_page_says_whose_it_is() {
    let owners = |body: &str| -> Vec<String> {
        let reading = read(&format!("{body}\n\nWe rely on Payments to expose refunds by June. It is so.\n"));
        let item = reading.facts.items.last().unwrap();
        item.owners.iter().map(|owner| owner.named().text.to_string()).collect()
    };
    for body in [
        "# Page\n**Owner:** Booking",
        "# Page\n- Team: Booking",
        "# Page\n\n| DRI | Booking |\n|---|---|\n| State | draft |",
        "---\ntitle: Page\nowner: Booking\n---",
        "---\nowners:\n  - Booking\n---\n# Page",
        "Lead: Booking  \nState: draft",
    ] {
        assert_eq!(owners(body), ["Booking"], "{body}");
    }
    assert_eq!(owners("# Page\nOwners: @mira, @per (until May)"), ["mira", "per"]);
    assert_eq!(owners("# Page\nOwner: nobody yet"), [] as [&str; 0]);
    assert_eq!(owners("# Page\nText here.\n\n## More\nTeam: Payments"), [] as [&str; 0]);
}

#[test]
fn a_page_without_an_owner_is_on_nobodys_map_and_that_is_said() {
    let reading = read("# Big plan\n\nWe rely on Payments to expose refunds by June. We are glad.\n");
    let said =
        reading.problems.iter().map(|problem| (problem.fact.as_str(), problem.hint.as_deref().unwrap()));
    assert_eq!(
        said.collect::<Vec<_>>(),
        [(
            "a sentence of this page names a team, and the page does not say whose it is",
            "“Owner: TEAM” below its title, or sideways who \"Big plan\" TEAM"
        )]
    );
    assert_eq!((reading.sentences, reading.naming, reading.pages), (2, 1, 1));
    let item = reading.facts.items.last().unwrap();
    assert!(item.is_goal && item.title == "Big plan");
}

#[test]
fn a_page_that_bears_a_teams_name_tells_of_it_unless_it_is_somebody_elses() {
    let words = "We need Search Platform to agree on this. We are glad.\n";
    assert_eq!(read(&format!("# Search Platform strategy\n\n{words}")).naming, 0);
    assert_eq!(read(&format!("# Search Platform strategy\nOwner: Booking\n\n{words}")).naming, 1);
}

#[test]
fn a_page_about_a_goal_of_the_plan_adds_to_it() {
    let plan = "## Checkout @Booking by 2027-03-31\n- Cart, 4d\n";
    let page = "# Checkout\n\nWe rely on Payments to expose refunds by June. We are glad.\n";
    let reading = read_given(&[("teams.toml", TEAMS), ("brief.md", page), ("plan.md", plan)]);
    assert_eq!(reading.facts.items.len(), 2);
    assert_eq!(reading.facts.items[reading.facts.mentions[0].item].title, "Checkout");
    assert_eq!(reading.problems, []);
}

#[test]
fn notes_under_a_deliverable_belong_to_it() {
    let reading = read(
        "# Plan\nWe rely on Payments.\n\n## Checkout @Booking\nWe rely on Payments to expose refunds.\nweight 2\n\n- Cart, 4d\n\n  We need the Search team to agree.\n",
    );
    let items = &reading.facts.items;
    let found: Vec<(&str, Kind)> =
        reading.facts.mentions.iter().map(|ask| (items[ask.item].title.as_str(), ask.kind)).collect();
    assert_eq!(found, [("Checkout", Kind::Date), ("Cart", Kind::Approval)]);
    assert_eq!(reading.problems.len(), 1, "{:?}", reading.problems);
    assert_eq!(
        reading.problems[0].fact,
        "this sentence names Payments, and stands under nothing that has an owner"
    );
}

#[test]
fn a_list_of_titles_is_a_plan_and_a_list_in_running_text_is_none() {
    let is_page = |body: &str, has_chart: bool| {
        let text = Text::of(0, "f", body.into());
        fits(&text, &crate::formats::markdown::bare(&text), &blocks(&text), has_chart)
    };
    for plan in [
        "# Plan\n- Pay by invoice\n- Refunds\n",
        "# Plan\nThis is the plan of our year.\n- Pay by invoice\n- Refunds\n",
        "# Plan\nThis is the plan of our year.\n- Pay by invoice, 3d\n",
        "# Plan\nThis is the plan of our year.\n\nIt is a very long one.\n- [ ] Pay by invoice\n- Rest\n",
        "# Plan\nThis is the plan of our year.\n## Checkout @Booking\n",
        "# Plan\nThis is the plan of our year.\n## Teams\n- Payments: Dana\n",
        "# Plan\n",
    ] {
        assert!(!is_page(plan, false), "{plan}");
    }
    assert!(is_page("# Page\nThis is what we want.\n\nIt is a long way to there.\n- Joy\n", false));
    assert!(is_page("# Chart\nColours:\n- red\n- blue\n", true));
    assert!(!is_page("# Chart\n- Pay by invoice, 3d\n", true));
}

proptest! {
    #[test]
    fn any_words_give_sentences_with_their_places(
        parts in proptest::collection::vec(
            prop::sample::select(vec![
                "We ", "rely on ", "Payments", "Payments'", "the ", "Search", " team", ". ", "? ", "\n", "\n\n", "`", "**",
                "[", "](", ")", "@", "/", "&", "é", "\u{301}", "。", "- ", "# ", "Owner: ", "\\", "<b>", "![", "e.g. ", " not ",
                "| a | b |\n|---|---|\n", "---\n", "needs ", "-", "'s ", "T-", "ǅ",
            ]),
            0..60,
        )
    ) {
        let body: String = parts.concat();
        let text = Text::of(0, "f", body.clone());
        let mut facts = Facts {
            teams: ["Payments", "Search", "The A", "é"].map(|name| Team { name: name.into(), ..Team::default() }).to_vec(),
            people: vec![Person { name: "Dana".into(), leads: vec!["T".into()], ..Person::default() }],
            systems: vec![System { name: "ledger".into(), team: "Payments".into(), place: Place::default() }],
            ..Facts::default()
        };
        let found = read_blocks(&text, blocks(&text));
        let texts = Texts(vec![text]);
        let heard = hear(&texts, &[(0, found.running)], &mut facts);
        prop_assert!(heard.naming <= heard.sentences);
        for ask in &facts.mentions {
            prop_assert!(ask.item < facts.items.len());
            let sentence = body.get(ask.place.start as usize..ask.place.end as usize).expect("characters are whole");
            let name = &ask.whom.named().place;
            prop_assert_eq!(sentence.trim(), sentence);
            prop_assert!(ask.place.start <= name.start && name.end <= ask.place.end);
            prop_assert!(body.get(name.start as usize..name.end as usize).is_some());
            prop_assert!(!texts.quoted(&ask.place).quote.is_empty());
        }
    }
}
