//! The own team from outside: time, and decisions that it waits for.

use serde_json::Value;

use crate::asks::Leader;

#[test]
fn b2_where_nothing_is_recorded_it_is_not_known() {
    let leader = Leader::new("team-none");
    let page = leader.done(&["team"]);
    assert!(page.contains("with your own team: not known"), "{page}");
    assert_eq!(leader.json(&["team", "show"])["team_minutes"], Value::Null);
}

#[test]
fn b2_a_decision_that_waits_while_peers_are_answered_is_said_first() {
    let leader = Leader::new("team-waits");
    leader.done(&["team", "waits", "who", "leads", "the", "on-call"]);
    leader.done(&["team", "time", "1h30"]);
    leader.done(&["team", "time", "45m", "--on", "yesterday"]);
    leader.done(&["ask", "from", "mira", "review our RFC"]);
    let leader = leader.on("2026-05-06");
    leader.done(&["answer", "6", "yes"]);
    assert_eq!(leader.json(&["team"])["inverted"], Value::Array(Vec::new()));
    let leader = leader.on("2026-05-12");
    insta::assert_snapshot!("team", leader.done(&["team"]));
    let open = leader.json(&["team"]);
    assert_eq!(open["inverted"][0]["command"], "sideways team decided 3");
    assert_eq!(open["team_minutes"], 135);
    leader.done(&["team", "decided", "3"]);
    assert_eq!(leader.json(&["team"])["inverted"], Value::Array(Vec::new()));
}

#[test]
fn what_was_typed_wrong_of_the_team_says_what_to_type() {
    let leader = Leader::new("team-wrong");
    let wrong = |arguments: &[&str], code: i32, words: &str| {
        let (found, said) = leader.refused(arguments);
        assert_eq!(found, code, "{said}");
        assert!(said.contains(words), "{arguments:?}: {said}");
    };
    wrong(&["team", "time", "3x"], 2, "“3x” is no length");
    wrong(&["team", "time", "2h", "--on", "tomorrow"], 1, "2026-05-05 lies ahead");
    wrong(&["team", "waits", " "], 2, "what is to be decided is missing");
    wrong(&["team", "decided", "7"], 1, "your team waits for no decision 7");
}
