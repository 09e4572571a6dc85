use jiff::civil::date;
use plan::{
    facts::{Estimate, State},
    network::{ItemId, Network},
};

use crate::read::{Reading, read_given};

const TEAMS: &str =
    "Team,Lead,Aliases\nBooking,Mira Solberg,\nPayments,Dana Ortiz,PAY\nIdentity,Tom Reyes,\n";

fn given(plan: &str) -> Reading {
    read_given(&[("plan.md", plan), ("people.csv", TEAMS)])
}

/// A plan's items: title, the team that does it, and its promised day.
fn items(reading: &Reading) -> Vec<String> {
    let network = Network::build(&reading.facts, date(2026, 10, 1));
    let shown = network.nodes.iter().map(|node| {
        let team = node.team.map_or("nobody", |team| network.directory.teams[team.at()].name.as_str());
        let day = node.item.promise.as_ref().map_or(String::new(), |promise| format!(" by {}", promise.day));
        format!("{} @{team}{day}", node.item.title)
    });
    shown.collect()
}

/// What waits for what.
fn links(reading: &Reading) -> Vec<(String, String)> {
    let network = Network::build(&reading.facts, date(2026, 10, 1));
    let title = |item: ItemId| network.nodes[item.at()].item.title.clone();
    let stated = network.edges.iter().filter(|edge| !edge.is_part);
    stated.map(|edge| (title(edge.earlier), title(edge.later))).collect()
}

fn findings(reading: &Reading) -> Vec<String> {
    let network = Network::build(&reading.facts, date(2026, 10, 1));
    network.findings.into_iter().map(|finding| finding.fact).collect()
}

fn problems(reading: &Reading) -> Vec<&str> {
    reading.problems.iter().map(|problem| problem.fact.as_str()).collect()
}

#[test]
fn a_label_is_read_whatever_marks_it_bears() {
    for due in [
        "**Due:** 2026-12-01",
        "**Due**: 2026-12-01",
        "*Due*: 2026-12-01",
        "__Due__: 2026-12-01",
        "**Due** 2026-12-01",
        "Due: **2026-12-01**",
        "- **Due:** 2026-12-01",
        "📅 **Due date:** 2026-12-01",
        "**Deadline:** 1 December 2026",
        "| Due | 2026-12-01 |\n|---|---|",
        "| | |\n|---|---|\n| **Due** | 2026-12-01 |\n| Slack | #checkout |",
    ] {
        let reading = given(&format!("## Checkout @Booking\n{due}\n\n- Cart, 5d\n"));
        assert_eq!(items(&reading), ["Checkout @Booking by 2026-12-01", "Cart @Booking"], "{due}");
        assert_eq!(problems(&reading), [""; 0], "{due}");
    }
}

#[test]
fn an_owner_is_read_whatever_marks_it_bears() {
    for owner in [
        "**Owner:** Booking",
        "__Owner__: Booking",
        "Owner: **Booking**",
        "- **Owner:** Booking",
        "**Team**: [Booking](https://wiki.example/booking)",
        "**DRI:** @[Mira Solberg](https://wiki.example/mira)",
        "| Owner | Booking |\n|---|---|\n| Status | On track |",
        "| Owner | Status |\n|---|---|\n| Booking | On track |",
    ] {
        let reading = given(&format!("## Checkout\n{owner}\n\n- Cart, 5d\n"));
        assert_eq!(items(&reading), ["Checkout @Booking", "Cart @Booking"], "{owner}");
        assert_eq!(problems(&reading), [""; 0], "{owner}");
    }
}

#[test]
fn an_item_may_be_marked_too() {
    let reading = given("## Checkout @Booking\n- **Cart**: the *whole* one, 5d, **owner:** @Payments\n");
    assert_eq!(items(&reading)[1], "Cart: the whole one @Payments");
    assert_eq!(reading.facts.items[1].estimate, Some(Estimate::One(5 * plan::calendar::DAY)));
    let place = &reading.facts.items[1].owners[0].named().place;
    assert_eq!((place.line, place.column), (2, 46));
}

#[test]
fn a_title_with_labels_is_a_deliverable_and_with_headings_below_it_a_page() {
    let alone = given("# Checkout\n**Owner:** Booking\n**Due:** 2026-12-01\n\n- Cart, 5d\n");
    assert_eq!(items(&alone), ["Checkout @Booking by 2026-12-01", "Cart @Booking"]);
    let page = given(
        "# OKRs\n**Owner:** Booking\n\n## Grow\n- Cart, 5d\n## Save\n**Owner:** Payments\n- Vault, 5d\n",
    );
    assert_eq!(items(&page), ["Grow @Booking", "Cart @Booking", "Save @Payments", "Vault @Payments"]);
    assert_eq!(problems(&page), [""; 0]);
}

#[test]
fn what_a_label_does_not_say_is_told_or_left() {
    let reading = given("## Checkout @Booking\n**Due:** soon\n**Dependencies:** none\n\n- Cart, 5d\n");
    assert_eq!(problems(&reading), ["“soon” is no date"]);
    assert_eq!(problems(&given("## Checkout @Booking\n**Due:** TBD\n\n- Cart, 5d\n")), [""; 0]);
    assert_eq!(findings(&reading), [""; 0]);
}

#[test]
fn a_short_label_stands_under_each_heading_once() {
    let okrs = "## Objective 1\nOwner: Booking\n- KR1: Pay by invoice, 5d\n- KR2: Cart, 5d, after KR1\n\n\
                ## Objective 2\nOwner: Payments\n- KR1: Refunds automatic, 5d\n- KR2: Vault, 5d, after KR1\n";
    let reading = given(okrs);
    let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
    assert_eq!(links(&reading), [pair("Pay by invoice", "Cart"), pair("Refunds automatic", "Vault")]);
    assert_eq!(findings(&reading), [""; 0]);
    let network = Network::build(&reading.facts, date(2026, 10, 1));
    assert!(network.nodes.iter().all(|node| node.item.state == State::Planned));
    let elsewhere = given(&format!("{okrs}\n## Objective 3 @Identity\n- Login, 3d, after KR1\n"));
    assert_eq!(findings(&elsewhere), ["“KR1” fits 2 items (lines 3, 8); the link is left out"]);
}

#[test]
fn labels_below_groups_of_one_deliverable_are_told_apart() {
    let reading = given(
        "# Year @Booking by 2026-12-01\n## One\n- M1: Cart, 5d\n- Page, 2d, after M1\n## Two\n- M1: Vault, 5d\n- Form, 2d, after M1\n",
    );
    let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
    assert_eq!(links(&reading), [pair("Cart", "Page"), pair("Vault", "Form")]);
}

#[test]
fn an_id_of_the_whole_plan_that_stands_twice_is_told() {
    for (one, two) in [
        ("PAY-412: Cart", "PAY-412: Vault"),
        ("Cart {#LEDGER}", "Vault {#LEDGER}"),
        ("Cart, id LEDGER", "Vault, id LEDGER"),
    ] {
        let reading = given(&format!("## A @Booking\n- {one}, 5d\n## B @Booking\n- {two}, 5d\n"));
        assert!(findings(&reading)[0].contains("stands here again (first on line 2)"), "{one}");
    }
    let same = given("## A @Booking\n- KR1: Cart, 5d\n- KR1: Vault, 5d\n## B @Booking\n- KR1: Form, 5d\n");
    assert_eq!(findings(&same), ["“KR1” stands here again (first on line 2); this one is not counted"]);
}

#[test]
fn a_label_that_stands_once_is_an_id_of_the_whole_plan() {
    let reading = given("## A @Booking\n- KR1: Cart, 5d\n## B @Booking\n- Vault, 5d, after KR1\n");
    assert_eq!(links(&reading), [("Cart".to_owned(), "Vault".to_owned())]);
}

const QUARTER: &str = "\
| Initiative | Owner | Team | Due | Dependencies | Status | Estimate |
|---|---|---|---|---|---|---|
| **Pay by invoice** | Mira Solberg | Booking | 2026-12-01 | [Ledger export](http://x) | In progress | 3-5-9d |
| Ledger export, v2 | @Dana Ortiz | Payments | Q4 2026 | | Done | 2w |
| Login | | Identity | | Ledger export, Pay by invoice | To do | |
";

#[test]
fn a_table_of_a_quarter_is_read_as_rows_of_work() {
    for page in
        [QUARTER.to_owned(), format!("# Q4\n\nSome words.\n\n{QUARTER}"), format!("## Plan\n{QUARTER}")]
    {
        let reading = given(&page);
        let items: Vec<String> =
            items(&reading).into_iter().filter(|item| !item.starts_with("Plan")).collect();
        assert_eq!(
            items,
            [
                "Pay by invoice @Booking by 2026-12-01",
                "Ledger export, v2 @Payments by 2026-12-31",
                "Login @Identity"
            ]
        );
        let states: Vec<State> = reading.facts.items.iter().rev().take(3).map(|item| item.state).collect();
        assert_eq!(states, [State::Planned, State::Done(None), State::Started(None)]);
        assert_eq!(links(&reading).len(), 3, "{:?}", findings(&reading));
        assert_eq!(problems(&reading), [""; 0]);
        let title = &reading.facts.items.last().unwrap().place;
        assert_eq!(&page[title.start as usize..title.end as usize], "Login");
        assert_eq!(
            page.lines().nth(title.line as usize - 1).unwrap().split('|').nth(1).unwrap().trim(),
            "Login"
        );
    }
}

#[test]
fn rows_of_a_table_belong_to_the_deliverable_above_it() {
    let reading =
        given("## Checkout @Booking by 2026-12-01\n\n| Task | Estimate |\n|---|---|\n| Cart | 5d |\n");
    assert_eq!(items(&reading), ["Checkout @Booking by 2026-12-01", "Cart @Booking"]);
    let network = Network::build(&reading.facts, date(2026, 10, 1));
    assert_eq!(network.nodes[1].parent, Some(ItemId(0)));
}

#[test]
fn what_a_table_says_and_is_not_read_is_told() {
    let reading = given(
        "## A @Booking\n\n| Task | Due | Confidence |\n|---|---|---|\n| Cart | soon | high |\n| | 2026-12-01 | |\n",
    );
    let mut told = problems(&reading);
    told.sort_unstable();
    assert_eq!(
        told,
        [
            "the column “Confidence” is not read",
            "this row names no work; it was not read",
            "“soon” is no date"
        ]
    );
    let people = given("## A @Booking\n- Cart, 5d\n\n| Name | Role |\n|---|---|\n| Mira | EM |\n");
    assert_eq!(problems(&people), ["a table with this head is not read"]);
}

#[test]
fn sections_of_a_chart_are_held_against_the_teams_of_the_whole_reading() {
    let chart = "```mermaid\ngantt\n  dateFormat YYYY-MM-DD\n  section Booking\n  Pay by invoice: after ledger, 15d\n  \
                 section Payments\n  Ledger export: ledger, 2026-10-05, 20d\n  section Goals\n  Rest: 2026-10-05, 2d\n  \
                 section Dana Ortiz\n  Vault: 2026-10-05, 2d\n```\n";
    let expected = ["Pay by invoice @Booking", "Ledger export @Payments", "Rest @nobody", "Vault @Payments"];
    assert_eq!(items(&given(chart)), expected);
    let teams = "## Teams\n- Booking: Mira Solberg\n- Payments: Dana Ortiz\n\n";
    assert_eq!(items(&read_given(&[("plan.md", &format!("{teams}{chart}"))])), expected);
}

#[test]
fn values_of_a_label_may_stand_in_a_list_below_it() {
    for list in [
        "- **Dependencies:**\n  - Ledger export\n  - Vault\n",
        "**Dependencies:**\n\n- Ledger export\n- Vault\n\nWork:\n\n",
    ] {
        let reading = given(&format!(
            "## A @Booking\n{list}- Cart, 5d\n\n## B @Payments\n- Ledger export, 5d\n- Vault, 2d\n"
        ));
        let pair = |a: &str| (a.to_owned(), "A".to_owned());
        assert_eq!(links(&reading), [pair("Ledger export"), pair("Vault")], "{list}");
        assert_eq!(items(&reading).len(), 5, "{list}");
    }
}

#[test]
fn a_page_may_say_in_its_metadata_whose_it_is() {
    let reading = given("---\nowner: Booking\ndue: 2026-12-01\n---\n# Page\n\n## Checkout\n- Cart, 5d\n");
    assert_eq!(items(&reading), ["Checkout @Booking", "Cart @Booking"]);
    assert_eq!(problems(&reading), ["a day in the metadata is not read"]);
}

#[test]
fn what_is_struck_out_is_dropped_and_a_promise_without_a_year_is_told() {
    let reading = given(
        "## Checkout 🚀 @Booking\n- [ ] ~~Old cart, 5d~~\n- [ ] Cart by end of March, 5d\n- Vault, by KW 12 2027\n",
    );
    assert_eq!(reading.facts.items[1].state, State::Dropped);
    assert_eq!(reading.facts.items[1].title, "Old cart");
    assert_eq!(problems(&reading), ["“by end of March” names no year; it was read as a part of the title"]);
    assert_eq!(items(&reading)[3], "Vault @Booking by 2027-03-28");
}

#[test]
fn work_is_dropped_whatever_stands_behind_its_struck_title() {
    for line in [
        "~~Fax~~, 20d",
        "~~**Fax**~~, 20d",
        "[ ] ~~Fax~~, 20d",
        "~~Fax~~ cancelled",
        "~~Fax~~ (moved to 2028), 20d",
        "<del>Fax</del>, 20d",
        "~~Fax, 20d~~",
    ] {
        let reading = given(&format!("## A @Booking by 2027-03-31\n- {line}\n- Cart, 1d\n"));
        let fax = &reading.facts.items[1];
        assert_eq!((fax.state, fax.title.as_str()), (State::Dropped, "Fax"), "{line}");
        assert_eq!(problems(&reading), [""; 0], "{line}");
    }
    let reading = given("## A @Booking\n- ~~Fax~~ Mail, 20d\n");
    assert_eq!(reading.facts.items[1].state, State::Planned, "the mail is work");
}

#[test]
fn work_is_done_by_any_mark_of_it() {
    for line in ["[✓] Cart", "✅ Cart", "[x] Cart", "DONE: Cart"] {
        let reading = given(&format!("## A @Booking\n- {line}, 5d\n"));
        let cart = &reading.facts.items[1];
        assert_eq!((cart.state, cart.title.as_str()), (State::Done(None), "Cart"), "{line}");
    }
}

#[test]
fn metadata_on_one_line_are_read_each_by_itself() {
    for line in [
        "**Owner:** Booking · **Due:** 31 March 2027",
        "**Owner:** [Booking](http://x) **Due:** 31 March 2027",
        "**Owner:** Booking / 📅 **Due:** 31 March 2027",
        "**Owner**: Mira Solberg (Booking)  \n**Due**: 2027-03-31",
        "**Owner**: Mira Solberg (EM) — **Due**: 2027-03-31",
    ] {
        let reading = given(&format!("# Plan\n\n## Refunds\n\n{line}\n\n- Cart, 5d\n"));
        assert_eq!(items(&reading)[0], "Refunds @Booking by 2027-03-31", "{line}");
        assert_eq!(problems(&reading), [""; 0], "{line}");
    }
}

#[test]
fn a_sentence_behind_a_handle_is_the_title() {
    let reading = given(
        "## Checkout @Booking\n- [ ] @dana to send the schema, 3d\n- Ask @acme/identity-team for scope, 2d\n",
    );
    assert_eq!(items(&reading)[2], "Ask for scope @Identity");
    assert_eq!(reading.facts.items[1].title, "to send the schema");
    assert_eq!(reading.facts.items[1].owners[0].named().text, "dana");
    assert_eq!(problems(&reading), [""; 0]);
}

#[test]
fn an_estimate_among_other_words_in_parentheses_is_told() {
    let reading = given("## Checkout @Booking\n- Export (Payments, 2w)\n");
    let problem = &reading.problems[0];
    assert_eq!(
        problem.fact,
        "“(Payments, 2w)” in a title looks like an estimate; it was read as a part of the title"
    );
    assert_eq!(problem.hint.as_deref(), Some("write it behind a comma: Export, 2w"));
}

#[test]
fn a_word_before_several_titles_is_no_id() {
    let reading = given(
        "## Checkout @Booking\n- FE: Cart page, 5d\n- FE: Pay page, 40d\n- BE: Cart service, 5d\n- BE: Books, 5d\n\
         - Load test, 3d, after BE: Cart service\n- QA: Words, 1d\n",
    );
    let titles: Vec<&str> = reading.facts.items.iter().map(|item| item.title.as_str()).collect();
    assert_eq!(titles[1..4], ["FE: Cart page", "FE: Pay page", "BE: Cart service"]);
    assert_eq!(links(&reading), [("BE: Cart service".to_owned(), "Load test".to_owned())]);
    assert_eq!(reading.facts.items[6].id.as_deref(), Some("QA"));
    assert_eq!(findings(&reading), [""; 0]);
}

#[test]
fn who_wrote_a_page_leaves_its_owner_and_is_no_work() {
    let reading = given(
        "# RFC 42: One-step refunds\n\n- Start Date: 2026-10-01\n- Authors: Ann Berg\n- Owner: Booking\n\n\
         ## Rollout\n\n1. Build the adapter, 2w\n2. Ledger @Payments, 3w\n",
    );
    assert_eq!(items(&reading), ["Rollout @Booking", "Build the adapter @Booking", "Ledger @Payments"]);
}
