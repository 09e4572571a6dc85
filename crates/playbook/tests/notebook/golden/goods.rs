//! Events of the five goods, as they are stored and said.

use playbook::{
    notebook::Event,
    side::Side,
    trade::goods::{Capacity, Credit, Event as Goods, Good, Judged, News, Note, Range, Risk, Sequencing},
};

use crate::given::{day, id, private};

/// Goods as they were named.
pub fn goods() -> Vec<(Event, &'static str)> {
    let (on, until) = (day("2026-05-04"), day("2026-06-01"));
    let say = |words| private(words);
    let note = |good| Note { id: id(10), peer: id(1), good, on };
    let moved = |by, dates: Option<&str>| {
        Good::Sequencing(Sequencing { item: say("Export API"), by, dates: dates.map(private) })
    };
    let news = || News { what: say("web joins platform"), free_from: on };
    let credit = Credit {
        contribution: say("the load tests"),
        review: say("the quarterly review"),
        reader: say("Ana"),
    };
    let of = [
        (
            Goods::Offered(note(moved(1, None))),
            "Offer 10 to Mira Solberg: sequencing, Export API, 1 working day earlier.",
        ),
        (
            Goods::Wanted(note(moved(10, Some("Checkout v2")))),
            "Want 10 from Mira Solberg: sequencing, Export API, 10 working days earlier, for Checkout v2.",
        ),
        (
            Goods::Offered(note(Good::Capacity(Capacity { what: say("one reviewer"), from: on, until }))),
            "Offer 10 to Mira Solberg: capacity, one reviewer, 2026-05-04 to 2026-06-01.",
        ),
        (
            Goods::Offered(note(Good::Risk(Risk {
                migration: say("the pipeline"),
                write_up: say("what broke"),
            }))),
            "Offer 10 to Mira Solberg: risk, the pipeline, with a write-up: what broke.",
        ),
        (
            Goods::Offered(note(Good::Credit(credit))),
            "Offer 10 to Mira Solberg: credit, the load tests, named in the quarterly review, read by Ana.",
        ),
        (
            Goods::Offered(note(Good::News(news().freed(on).ok().unwrap()))),
            "Offer 10 to Mira Solberg: news, web joins platform, free from 2026-05-04.",
        ),
        (
            Goods::Held { good: id(10), peer: id(1), giver: Side::Me, news: news(), on },
            "10 waits until it is free, for Mira Solberg: news, web joins platform, free from 2026-05-04.",
        ),
    ];
    of.into_iter().map(|(event, said)| (Event::Goods(event), said)).collect()
}

/// What became of them.
pub fn goods_later() -> Vec<(Event, &'static str)> {
    let on = day("2026-05-04");
    let say = |words| private(words);
    let range = |least, most| Some(Range { least, most });
    let judged = |cost, value| Goods::Judged { good: id(10), judged: Judged { cost, value } };
    let of = [
        (
            judged(range(2, 5), range(1, 1)),
            "10 costs 2 to 5 working days, brings 1 working day, as I judge it.",
        ),
        (judged(None, range(3, 3)), "10 brings 3 working days, as I judge it."),
        (
            Goods::Agreed { goods: vec![id(10), id(11)], back: vec![id(12)], on },
            "Agreed on 2026-05-04: 10 and 11 for 12.",
        ),
        (Goods::Agreed { goods: vec![id(10)], back: Vec::new(), on }, "Agreed on 2026-05-04: 10, as a gift."),
        (Goods::Given { good: id(10), on }, "10 was given on 2026-05-04."),
        (Goods::WrittenUp { good: id(10), at: say("wiki"), on }, "10 was written up on 2026-05-04: wiki."),
        (
            Goods::Named { good: id(10), at: say("quarterly review, read by Ana"), on },
            "10 was named on 2026-05-04: quarterly review, read by Ana.",
        ),
        (Goods::Thanked { good: id(10), on }, "10: they were thanked on 2026-05-04."),
        (
            Goods::Dropped { good: id(10), because: say("her dates moved"), on },
            "10 was dropped, because “her dates moved”.",
        ),
    ];
    of.into_iter().map(|(event, said)| (Event::Goods(event), said)).collect()
}
