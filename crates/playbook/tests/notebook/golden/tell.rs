//! Events of announcements, as they are stored and said.

use playbook::{
    notebook::Event,
    privacy::Shareable,
    tell::{Announcement, Event as Tell, Found, Kind as Announced, Lands, Notice, Words},
};

use crate::given::{day, id, private};

/// All of them.
#[expect(clippy::too_many_lines, reason = "a list of samples")]
pub fn announcements() -> Vec<(Event, &'static str)> {
    let on = day("2026-05-04");
    let (room, free) = (crate::tell::when("2026-05-07T15:00"), crate::tell::when("2026-05-06T09:00"));
    let held = |words: &str| Words::new(Shareable::new(words.into()), free.at(), vec![id(2)]);
    let bare = || Announcement {
        id: id(11),
        kind: Announced::News,
        found: Found::ByHand,
        what: held("web joins platform"),
        lands: vec![Lands { peer: id(1), later: None, words: None }],
        room: None,
        free_from: None,
        notice: None,
        item: None,
        opened: on,
    };
    let whole = |kind, found, notice| Announcement {
        kind,
        found,
        lands: vec![Lands { peer: id(1), later: Some(120), words: Some(held("your release moves")) }],
        room: Some(room),
        free_from: Some(free),
        notice: Some(notice),
        item: Some(private("PIPE-1")),
        ..bare()
    };
    let (about, peer) = (id(11), id(1));
    let days = Notice::WorkingDays(2);
    let of = [
        (Tell::Opened(bare()), "Announcement 11 was opened: news; sideways tell 11 shows it."),
        (
            Tell::Opened(whole(Announced::Slip, Found::Foreseen, days)),
            "Announcement 11 was opened: slip; sideways tell 11 shows it.",
        ),
        (
            Tell::Opened(whole(Announced::Reversal, Found::ReadAgain, Notice::Minutes(90))),
            "Announcement 11 was opened: reversal; sideways tell 11 shows it.",
        ),
        (
            Tell::Opened(whole(Announced::Embarrassment, Found::ByHand, days)),
            "Announcement 11 was opened: embarrassment; sideways tell 11 shows it.",
        ),
        (
            Tell::Opened(whole(Announced::Change, Found::ByHand, days)),
            "Announcement 11 was opened: change; sideways tell 11 shows it.",
        ),
        (
            Tell::LandsOn { about, lands: Lands { peer, later: None, words: None } },
            "Announcement 11 lands on one more peer; sideways tell 11 shows it.",
        ),
        (
            Tell::Told { about, peer, at: room },
            "Mira Solberg was told of announcement 11 at 2026-05-07 15:00.",
        ),
        (Tell::Broadcast { about, on }, "Announcement 11 was broadcast on 2026-05-04; that told nobody."),
        (
            Tell::Surprised { about, peer, on, how: None },
            "Mira Solberg heard elsewhere of announcement 11, on 2026-05-04.",
        ),
        (
            Tell::Surprised { about, peer, on, how: Some(private("in the stand-up")) },
            "Mira Solberg heard elsewhere of announcement 11, on 2026-05-04, in the stand-up.",
        ),
        (
            Tell::Repaired { about, peer, on, how: private("said so") },
            "Mended with Mira Solberg, on 2026-05-04, about announcement 11: said so.",
        ),
        (
            Tell::Moved { about, room: Some(room), free_from: None },
            "Announcement 11 moved: the room to 2026-05-07 15:00.",
        ),
        (
            Tell::Moved { about, room: None, free_from: Some(free) },
            "Announcement 11 moved: free from 2026-05-06 09:00.",
        ),
        (
            Tell::Finished { about, on, because: None },
            "The last step of announcement 11 was made on 2026-05-04.",
        ),
        (
            Tell::Finished { about, on, because: Some(private("Tom is on leave")) },
            "The last step of announcement 11 was made on 2026-05-04, because “Tom is on leave”.",
        ),
        (
            Tell::Dropped { about, because: private("it is in time") },
            "Announcement 11 was dropped, because “it is in time”.",
        ),
    ];
    of.into_iter().map(|(event, said)| (Event::Tell(event), said)).collect()
}
