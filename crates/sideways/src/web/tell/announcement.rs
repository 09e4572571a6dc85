//! One announcement: on whom it lands, the calls in their order, the last step behind them, and what became of each peer.

use desk::clock;
use maud::{Markup, html};
use playbook::{
    moment::{Day, Id},
    notebook::Notebook,
    tell::{
        ShownPeer,
        times::{Proposed, Times},
    },
    words::days_later,
};

use super::acts::{again, folded, form};
use crate::{
    stop::Stop,
    tell::Timed,
    web::{
        form::{self, Sent, Typed},
        page::{self, moment, near, said},
    },
};

/// What the forms of an announcement stand on.
struct Forms<'a> {
    about: Id,
    today: Day,
    once: page::Once,
    notes: &'a Notebook,
    sent: Option<&'a Sent>,
}

/// The announcement.
///
/// # Errors
/// If the system gives no random bytes.
pub fn drawn(one: &Timed, notes: &Notebook, sent: Option<&Sent>) -> Result<Markup, Stop> {
    let Timed { shown: of, times, line } = one;
    let forms =
        Forms { about: of.id, today: clock::now().today, once: page::Once::of("/tell")?, notes, sent };
    let heard: Vec<&ShownPeer> = of.peers.iter().filter(|peer| !peer.waits).collect();
    Ok(html! {
        article class="announcement" id={ "e" (of.id) } aria-labelledby={ "what-" (of.id) } {
            h2 class="sentence" id={ "what-" (of.id) } { (said(&of.what)) }
            p class="reason" { (facts(one)) }
            @if let Some(mark) = of.mark { p class="mark" { (mark) } }
            @if let Some(on) = of.broadcast { p { "It was broadcast on " (near(on)) ", which told nobody." } }
            @if let Some(line) = line { (super::line::drawn(line, &of.what)) }
            @if of.over.is_none() { (forms.calls(one)) (broken(times)) }
            @if !heard.is_empty() {
                h3 { "Who heard it" }
                ul class="lines" { @for peer in heard { (forms.heard(peer)) } }
            }
            @if of.over.is_none() { (forms.whole(one)) }
        }
    })
}

fn facts(one: &Timed) -> Markup {
    let of = &one.shown;
    html! {
        (page::sentence(of.kind.word()).trim_end_matches('.'))
        @if let Some(free) = of.free_from.filter(|_| of.is_held) { ", " strong { "held until " (moment(free)) } ": it stands nowhere but here" }
        @if let Some(room) = of.room { "; the room " (if of.is_after_room { "was" } else { "is" }) " on " (moment(room)) ", " (of.notice_told) " to react" } @else { "; no room is set" }
        "; opened on " (near(of.opened)) ", entry " (of.id)
        @if let Some(on) = of.over { "; over on " (near(on)) } "."
    }
}

/// Which rules can't be kept together, and what would have to move (rule L2).
fn broken(times: &Times) -> Markup {
    html! {
        @if !times.broken.is_empty() {
            div class="broken" {
                h3 { "These can't be kept together" }
                ul {
                    @for one in &times.broken {
                        li {
                            (page::told(&one.rule)) " "
                            span class="age" {
                                @match one.then {
                                    Some(at) => { "Without it the first call is on " (moment(at)) ". " },
                                    None => "That alone is not enough. ",
                                }
                                "What would move: " @if one.moves.starts_with("sideways ") { (page::typed(&one.moves)) } @else { (said(&one.moves)) "." }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn later(peer: &ShownPeer) -> Markup {
    html! {
        @if let Some(later) = peer.later.filter(|later| *later > 0.0) {
            ", " (days_later(later)) " in the mean"
        }
    }
}

impl Forms<'_> {
    fn again(&self, act: &str, peer: Option<Id>) -> Option<&Typed> {
        again(self.sent, act, self.about, peer)
    }

    fn form(&self, act: &str, peer: Option<Id>, inside: &Markup) -> Markup {
        let refused = self.sent.filter(|_| self.again(act, peer).is_some());
        let inside = html! { @if let Some(sent) = refused { (sent.beside()) } (inside) };
        form(&self.once, act, self.about, peer, &inside)
    }

    /// The calls in their order, and the last step behind them (rule L1).
    fn calls(&self, one: &Timed) -> Markup {
        let Timed { shown: of, times, .. } = one;
        let of_call = |id: Id| of.peers.iter().find(|peer| peer.id == id);
        let without =
            of.peers.iter().filter(|peer| peer.waits && times.calls.iter().all(|call| call.id != peer.id));
        html! {
            h3 { "In this order" }
            ol class="lines calls" {
                @for call in &times.calls { @if let Some(peer) = of_call(call.id) { (self.call(peer, Some(call))) } }
                @for peer in without { (self.call(peer, None)) }
                li {
                    p class="sentence" { (page::told(&of.last.sentence)) }
                    p class="reason" { "The last step" @if let Some(from) = times.last_step_from { ", from " (near(from)) " on" } "." }
                    div class="acts" { (self.done(one)) }
                }
            }
            @if !times.calls.is_empty() && !times.assumed.is_empty() {
                p class="quiet" { "Not known, so working hours are assumed: " (said(&crate::words::listed(&times.assumed, "and"))) ". " a href="/calendar" { "Read a calendar" } }
            }
        }
    }

    fn call(&self, peer: &ShownPeer, call: Option<&Proposed>) -> Markup {
        let text = self.text(peer);
        html! {
            li class="wants" {
                p class="sentence" {
                    "Call " (page::person(peer.id, &peer.peer))
                    @match call {
                        Some(call) => { ", " (moment(call.at)) " to " (call.until.clock()) },
                        None => ": no time keeps the rules",
                    }
                }
                p class="reason" {
                    @if let Some(words) = &peer.words { (page::told(words)) } @else { "It lands on them" }
                    (later(peer))
                    @if let Some(hear) = call.and_then(|call| call.engineers_hear) { "; their team's standup is on " (moment(hear)) }
                    "."
                }
                div class="acts" { (self.told(peer, matches!(text, Some(Ok(_))))) (note(peer, text)) (self.surprised(peer)) }
            }
        }
    }

    fn told(&self, peer: &ShownPeer, is_free: bool) -> Markup {
        let (typed, id) = (self.again("told", Some(peer.id)), Some(peer.id));
        let now = form(
            &self.once,
            "told",
            self.about,
            id,
            &html! { button class=[is_free.then_some("act")] { "I told them" span class="unseen" { ": " (said(&peer.peer)) } } },
        );
        let then = html! {
            label { "When" input type="datetime-local" name="at" value=(form::again(typed, "at", "")) required; }
            button { "I told them then" }
        };
        html! { (now) (folded("Told earlier", &peer.peer, typed.is_some(), &self.form("told", id, &then))) }
    }

    /// What to say to a peer, once it is free for them.
    fn text(&self, peer: &ShownPeer) -> Option<Result<String, Stop>> {
        let (now, known) = (clock::now(), self.notes.peers.known(peer.id)?);
        let text = self.notes.to_tell(self.about, known, (now.at, now.today));
        Some(text.map(|text| text.as_str().to_owned()).map_err(Stop::from))
    }

    fn surprised(&self, peer: &ShownPeer) -> Markup {
        let typed = self.again("surprised", Some(peer.id));
        let inside = html! {
            label { "How they heard, for yourself" input name="how" value=(form::again(typed, "how", "")) autocomplete="off" maxlength="2000"; }
            (self.on(typed))
            button { "They heard it elsewhere first" }
        };
        folded(
            "Heard elsewhere",
            &peer.peer,
            typed.is_some(),
            &self.form("surprised", Some(peer.id), &inside),
        )
    }

    fn on(&self, typed: Option<&Typed>) -> Markup {
        let today = self.today.to_string();
        html! { label { "On" input type="date" name="on" max=(today) value=(form::again(typed, "on", &today)); } }
    }

    /// Somebody who heard it, or who is told nothing.
    fn heard(&self, peer: &ShownPeer) -> Markup {
        let typed = self.again("repaired", Some(peer.id));
        let mend = html! {
            label { "What you said or did" input name="how" value=(form::again(typed, "how", "")) required autocomplete="off" maxlength="2000"; }
            (self.on(typed))
            button class="act" { "It is mended" }
        };
        html! {
            li {
                p { (page::person(peer.id, &peer.peer)) ": " (said(&peer.heard())) (later(peer)) "." }
                @if let Some(why) = &peer.left_out { p class="quiet" { (page::told(why)) } }
                @if peer.is_to_mend() {
                    p class="quiet" { "Say to them, in person, that they should have heard it from you, and ask what it cost them." }
                    div class="acts" {
                        (folded("Mend it", &peer.peer, typed.is_some(), &self.form("repaired", Some(peer.id), &mend)))
                    }
                } @else if peer.told.is_some() && peer.surprised.is_none() {
                    div class="acts" { (self.surprised(peer)) }
                }
            }
        }
    }

    fn done(&self, one: &Timed) -> Markup {
        let (typed, waits) = (self.again("done", None), one.shown.peers.iter().any(|peer| peer.waits));
        let inside = html! {
            @if waits || typed.is_some() {
                label { "Why, though somebody was not told" input name="because" value=(form::again(typed, "because", "")) autocomplete="off" maxlength="500"; }
            }
            (self.on(typed))
            button class=[(!waits).then_some("act")] { "It is done" }
        };
        folded("The last step is made", &one.shown.what, typed.is_some(), &self.form("done", None, &inside))
    }

    /// What can be done of the announcement as a whole.
    fn whole(&self, one: &Timed) -> Markup {
        html! { div class="acts" { (self.moves(one)) (self.add(one)) (self.everybody(one)) (self.drop(one)) } }
    }

    fn moves(&self, one: &Timed) -> Markup {
        let typed = self.again("move", None);
        let inside = html! {
            label { "The room" input type="datetime-local" name="room" value=(form::again(typed, "room", "")); }
            label { "Free from" input type="datetime-local" name="free_from" value=(form::again(typed, "free_from", "")); }
            button { "Move it" }
        };
        folded("Move the room", &one.shown.what, typed.is_some(), &self.form("move", None, &inside))
    }

    fn add(&self, one: &Timed) -> Markup {
        let typed = self.again("add", None);
        let inside = html! {
            (whom(self.notes, self.today, &one.shown.peers, form::again(typed, "peer", "")))
            label { "What it does to them, in words for them" input name="words" value=(form::again(typed, "words", "")) autocomplete="off" maxlength="2000"; }
            button { "It lands on them, too" }
        };
        folded("Lands on somebody else", &one.shown.what, typed.is_some(), &self.form("add", None, &inside))
    }

    fn everybody(&self, one: &Timed) -> Markup {
        let typed = self.again("everybody", None);
        let inside = html! {
            p class="quiet" { "A broadcast tells nobody: whoever was not called is still to be called." }
            (self.on(typed))
            button { "It was broadcast" }
        };
        folded("It was broadcast", &one.shown.what, typed.is_some(), &self.form("everybody", None, &inside))
    }

    fn drop(&self, one: &Timed) -> Markup {
        let typed = self.again("drop", None);
        let inside = html! {
            label { "Because" input name="because" value=(form::again(typed, "because", "")) required autocomplete="off" maxlength="500"; }
            button { "It comes to nothing" }
        };
        folded("Drop", &one.shown.what, typed.is_some(), &self.form("drop", None, &inside))
    }
}

fn note(peer: &ShownPeer, text: Option<Result<String, Stop>>) -> Markup {
    let inside = match text {
        None => html! {},
        Some(Ok(text)) => html! {
            label { "To say, one to one; nothing is sent" textarea readonly rows=(text.lines().count() + 1) { (text) } }
        },
        Some(Err(no)) => html! { p class="quiet" { (said(&page::sentence(no.fact()))) } },
    };
    folded("What to say", &peer.peer, false, &inside)
}

/// Peers who can be chosen: all but those who are named already, and who left.
fn whom(notes: &Notebook, today: Day, named: &[ShownPeer], chosen: &str) -> Markup {
    let peers = &notes.peers;
    let is_here = |id: Id| peers.known(id).is_some_and(|known| !peers.has_left(known, today));
    let all = peers.everybody().map(|(known, _)| known.id());
    let all = all.filter(|id| is_here(*id) && named.iter().all(|peer| peer.id != *id));
    html! {
        label { "On whom"
            select name="peer" required {
                option value="" { "Choose" }
                @for id in all { option value=(id) selected[id.to_string() == chosen] { (said(peers.name(id))) } }
            }
        }
    }
}
