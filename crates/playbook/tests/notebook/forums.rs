//! Meetings of the coming week in which a peer will be absent: a line of the week, put off and struck as any other.

use playbook::{
    calendar::{Answer, Forum, Invited},
    moment::Day,
    notebook::Command,
    refusal::Refusal,
    week::{self, Consequence, Line, Week},
};
use proptest::prelude::*;

use crate::given::{Story, day, given, private, screen};

fn monday() -> Story {
    let map = [("Mira Solberg", 0.5, &[][..]), ("Tom Reyes", 0.2, &[])];
    given(["Mira Solberg", "Tom Reyes", "Jo Ng"]).on("2026-05-04").kept(&map)
}

/// A meeting at noon, UTC, with what peers answered, and those of the map who were not asked.
fn forum(story: &Story, title: &str, on: Day, asked: &[(&str, Answer)], not_asked: &[&str]) -> Forum {
    let invited = |(name, answer): &(&str, Answer)| Invited {
        peer: Some(story.peer(name).id()),
        name: (*name).to_owned(),
        answer: *answer,
        is_optional: false,
    };
    let from = on.0.at(12, 0, 0, 0).in_tz("UTC").unwrap().timestamp();
    Forum {
        title: title.into(),
        on,
        from,
        to: from,
        invited: asked.iter().map(invited).collect(),
        others: 0,
        has_list: false,
        not_invited: not_asked.iter().map(|name| story.peer(name).id()).collect(),
        is_repeated: true,
    }
}

fn page(story: &Story, forums: &[Forum]) -> Week {
    week::at(&story.notebook, (story.at, story.today), story.today, forums, &screen())
}

fn line(week: &Week) -> Option<&Line> {
    week.lines.iter().find(|line| line.consequence == Consequence::Forum)
}

fn later(forums: &[Forum], line: &str) -> Command {
    let (line, forums) = (line.to_owned(), forums.to_vec());
    Command::Week(week::Command::Later { line, screen: screen(), until: None, forums })
}

#[test]
fn d1_a_meeting_with_an_absent_peer_stands_a_week_ahead_and_says_who_and_how_to_prepare() {
    let story = monday();
    let asked = [("mira", Answer::Declined), ("tom", Answer::Accepted), ("jo", Answer::Delegated)];
    let forums = [forum(&story, "Platform review", day("2026-05-11"), &asked, &[])];
    let week = page(&story, &forums);
    let found = line(&week).unwrap();
    assert_eq!(
        found.sentence,
        "Read what to say for Mira Solberg and Jo Ng before “Platform review”, Monday 2026-05-11: they will not be there."
    );
    assert_eq!(found.evidence[..2], ["Mira Solberg declined.", "Jo Ng declined."]);
    assert_eq!(found.command, "sideways defend \"Platform review\"");
    assert!(found.is_new && found.reason.contains("can't answer"));
    let none = week::this_week(&story.notebook, story.today, &screen());
    assert!(none.lines.iter().all(|line| line.consequence != Consequence::Forum));
    assert!(line(&page(&story.on("2026-05-03"), &forums)).is_none(), "eight days ahead");
}

#[test]
fn d1_who_was_not_asked_counts_where_work_is_judged_among_peers_or_where_their_team_is_named() {
    let story = monday();
    let on = day("2026-05-06");
    let tom = [("tom", Answer::Open)];
    let both = [("tom", Answer::Open), ("jo", Answer::Open)];
    for (title, asked, stands) in [
        ("Quarterly review", &[][..], true),
        ("Lunch with vendors", &[], false),
        ("Lunch with vendors", &tom, false),
        ("Sync of leads", &both, true),
        ("Payments cut-over", &[], true),
        ("Reviewers wanted", &[], false),
        ("...", &both, false),
    ] {
        let forums = [forum(&story, title, on, asked, &["mira"])];
        let week = page(&story, &forums);
        let said = line(&week);
        assert_eq!(said.is_some(), stands, "{title} {asked:?}");
        assert!(said.is_none_or(|line| line.evidence[0] == "Mira Solberg was not asked."));
    }
}

#[test]
fn w1_the_line_is_put_off_and_struck_and_the_next_meeting_of_the_series_arises_anew() {
    let story = monday();
    let asked = [("mira", Answer::Declined), ("jo", Answer::Declined)];
    let series =
        |story: &Story| ["2026-05-06", "2026-05-13"].map(|on| forum(story, "Steering", day(on), &asked, &[]));
    let forums = series(&story);
    let week = page(&story, &forums);
    let at = week.lines.iter().position(|line| line.consequence == Consequence::Forum).unwrap() + 1;
    let name = line(&week).unwrap().name.clone();
    assert_eq!(name, "forum:20260506T1200Z");
    // By its number as by its name; without the calendar there is no such line.
    let off = story.again().done(|_| later(&forums, &at.to_string()));
    assert!(line(&page(&off, &forums)).is_none());
    let lines = week::this_week(&story.notebook, story.today, &screen());
    let lines = lines.lines.iter().map(|line| line.name.clone()).collect();
    story.again().when(|_| later(&[], &name)).refused(Refusal::NoSuchLine { words: name.clone(), lines });
    let because = private("Tom speaks for them");
    let struck = story.done(|_| {
        let (line, forums) = (name.clone(), forums.to_vec());
        Command::Week(week::Command::NotThis { line, screen: screen(), because, forums })
    });
    assert!(line(&page(&struck, &forums)).is_none());
    let next = struck.on("2026-05-07");
    let forums = series(&next);
    assert_eq!(line(&page(&next, &forums)).unwrap().name, "forum:20260513T1200Z");
}

#[test]
fn a_meeting_that_began_is_over_and_one_title_can_be_typed_whatever_it_holds() {
    let story = monday();
    let asked = [("mira", Answer::Declined), ("jo", Answer::Declined)];
    let begun = Forum {
        from: story.at.checked_sub(jiff::SignedDuration::from_mins(1)).unwrap(),
        ..forum(&story, "Review", story.today, &asked, &[])
    };
    assert!(line(&page(&story, &[begun])).is_none());
    let odd = [forum(&story, "--help \"$(review)\"\u{202e}", day("2026-05-06"), &asked, &[])];
    let week = page(&story, &odd);
    let command = &line(&week).unwrap().command;
    assert!(command.starts_with("sideways defend -- \"--help \\\"\\$(review)\\\""), "{command}");
    assert!(!command.contains('\u{202e}'));
}

#[test]
fn a_peer_has_one_line_and_two_meetings_that_begin_at_once_have_names_of_their_own() {
    let story = monday();
    let on = day("2026-05-06");
    let one = [("mira", Answer::Declined)];
    let week = page(&story, &[forum(&story, "Review", on, &one, &[])]);
    let of_mira: Vec<&Line> =
        week.lines.iter().filter(|line| line.peer.as_deref() == Some("Mira Solberg")).collect();
    assert_eq!(of_mira.len(), 1);
    let both = [("mira", Answer::Declined), ("jo", Answer::Declined)];
    let week =
        page(&story, &[forum(&story, "Review", on, &both, &[]), forum(&story, "Steering", on, &both, &[])]);
    let names: Vec<&str> = week.lines.iter().map(|line| line.name.as_str()).collect();
    assert!(names.contains(&"forum:20260506T1200Z") && names.contains(&"forum:20260506T1200Z+"), "{names:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]
    #[test]
    fn d1_no_meeting_makes_a_page_of_more_than_seven_lines_or_three_acts(
        meetings in proptest::collection::vec((0..12_i64, 0..4_usize, 0..3_usize, any::<bool>()), 0..20)
    ) {
        let story = monday();
        let titles = ["Review", "Payments", "Lunch", "Board\u{7}"];
        let answers = [Answer::Declined, Answer::Open, Answer::Delegated];
        let forums: Vec<Forum> = meetings
            .iter()
            .map(|(days, title, answer, is_missed)| {
                let asked = [("mira", answers[*answer]), ("jo", Answer::Declined)];
                let missed = if *is_missed { &["tom"][..] } else { &[] };
                forum(&story, titles[*title], story.today.plus(*days), &asked, missed)
            })
            .collect();
        let week = page(&story, &forums);
        prop_assert!(week.lines.len() <= 7);
        prop_assert!(week.lines.iter().filter(|line| line.is_act).count() <= 3);
        for (at, line) in week.lines.iter().enumerate() {
            prop_assert!(line.sentence.chars().all(|c| !c.is_control()));
            prop_assert!(week.lines[..at].iter().all(|other| other.name != line.name));
            let off = story.again().done(|_| later(&forums, &line.name));
            prop_assert!(page(&off, &forums).lines.iter().all(|other| other.name != line.name));
        }
    }
}
