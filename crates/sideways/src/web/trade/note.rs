//! Forms that note an offer or a want, one for each of the five goods with its own facts.

use maud::{Markup, html};
use playbook::{
    bounds::closed,
    map::peers::Known,
    moment::{Day, Id},
    notebook::Notebook,
    trade::goods::Kind,
};

use crate::{
    opened,
    stop::Stop,
    web::{
        form::{Sent, Typed, again},
        page::{self, said},
    },
};

/// The forms; where nobody is known, or everybody is guarded, why there are none.
pub fn forms(notes: &Notebook, today: Day, sent: Option<&Sent>) -> Result<Markup, Stop> {
    let peers = &notes.peers;
    let here: Vec<Known> =
        peers.everybody().map(|(peer, _)| peer).filter(|peer| !peers.has_left(*peer, today)).collect();
    let open: Vec<Known> = here.iter().copied().filter(|peer| !peers.is_guarded(*peer)).collect();
    let guarded = here.iter().filter_map(|peer| closed(peers, *peer, &opened::screen()));
    let goods = Kind::ALL.map(|kind| of(kind, &open, notes, today, sent)).into_iter();
    let goods = goods.collect::<Result<Vec<_>, _>>()?;
    Ok(html! {
        section aria-labelledby="note" {
            h2 id="note" { "Note something" }
            @if here.is_empty() {
                p class="quiet" { "The notebook knows nobody yet: a kept map names your peers, or you do on " a href="/peers" { "Peers" } "." }
            } @else {
                @if !open.is_empty() { @for one in &goods { (one) } }
                p class="quiet" {
                    "An ask is kept on the page of whoever it is with: "
                    @for (at, peer) in here.iter().enumerate() { @if at > 0 { ", " } (page::person(peer.id(), notes.peers.name(peer.id()))) } "."
                }
            }
            @for closed in guarded { p class="quiet" { (page::told(&closed.sentence)) } }
        }
    })
}

const fn about(kind: Kind) -> (&'static str, &'static str) {
    match kind {
        Kind::Sequencing => ("an item earlier", "Which item"),
        Kind::Capacity => ("people or their time, until a day", "Who or how much"),
        Kind::Risk => ("going first, where nobody wants to be the first", "Which migration"),
        Kind::Credit => ("a contribution named where it counts", "Which contribution"),
        Kind::News => ("something told early, once it may be told", "What"),
    }
}

fn of(kind: Kind, open: &[Known], notes: &Notebook, today: Day, sent: Option<&Sent>) -> Result<Markup, Stop> {
    let typed = Sent::of(sent, "note", ("good", kind.word()));
    let (head, what) = about(kind);
    let once = page::once("/trade")?;
    let is_want = again(typed, "giver", "offer") == "want";
    Ok(html! {
        details class="note" name="note" open[typed.is_some()] {
            summary { (kind.word()) ": " (head) }
            form method="post" action="/trade/note" {
                (once)
                input type="hidden" name="good" value=(kind.word());
                @if let Some(sent) = sent.filter(|_| typed.is_some()) { (sent.beside()) }
                fieldset class="row" {
                    legend { "It is" }
                    label class="tick" { input type="radio" name="giver" value="offer" checked[!is_want]; " something that I could give" }
                    label class="tick" { input type="radio" name="giver" value="want" checked[is_want]; " something that I would like to get" }
                }
                (whom(open, notes, typed))
                label { (what) input name="what" value=(again(typed, "what", "")) required autocomplete="off"; }
                (facts(kind, typed, today))
                button class="act" { "Note it" }
            }
        }
    })
}

fn whom(open: &[Known], notes: &Notebook, typed: Option<&Typed>) -> Markup {
    let chosen = again(typed, "peer", "");
    let id = |peer: &Known| -> Id { peer.id() };
    html! {
        label { "With"
            select name="peer" required {
                @if open.len() > 1 { option value="" { "Choose" } }
                @for peer in open { option value=(id(peer)) selected[id(peer).to_string() == chosen] { (said(notes.peers.name(id(peer)))) } }
            }
        }
    }
}

/// The facts of a kind, and what was typed of them.
fn facts(kind: Kind, typed: Option<&Typed>, today: Day) -> Markup {
    let text = |name: &str, label: &str, required: bool| {
        html! { label { (label) input name=(name) value=(again(typed, name, "")) required[required] autocomplete="off"; } }
    };
    let usual = today.to_string();
    let day = |name: &str, label: &str, usual: &str, required: bool| {
        html! { label { (label) input type="date" name=(name) value=(again(typed, name, usual)) required[required]; } }
    };
    html! {
        @match kind {
            Kind::Sequencing => div class="two" {
                (text("dates", "Whose dates it is for, if not theirs", false))
                (text("by", "How much earlier: 3d, 2w", true))
            },
            Kind::Capacity => div class="two even" {
                (day("from", "First day", &usual, true))
                (day("until", "Last day; without one it is refused", "", true))
            },
            Kind::Risk => (text("write_up", "What is written up afterwards; without it, it is refused", true)),
            Kind::Credit => div class="two even" {
                (text("review", "In which review", true))
                (text("reader", "Who reads it", true))
            },
            Kind::News => {
                (day("free", "Free from which day on", &usual, true))
                label class="tick" { input type="checkbox" name="wait" value="yes" checked[!again(typed, "wait", "").is_empty()]; " Keep it until that day: it is no offer before, and stands nowhere" }
            },
        }
        @if kind.is_judged() {
            details open[typed.is_some()] { summary { "What it costs and brings, as you judge it" }
                div class="two even" {
                    (text("cost", "Costs, in working days: 2d..5d", false))
                    (text("value", "Brings: 2w", false))
                }
                p class="quiet" { "Both stand beside the proposal alone, and are forgotten once it is agreed." }
            }
        }
    }
}
