//! How a document travels between its two authors: keys compared once, a file out, a file in, invitations.

use desk::{marks, open::Desk};
use maud::{Markup, html};
use playbook::{
    escalate::{Escalation, Life, Way, listed::Shown, marks::key_line},
    map::peers::Known,
    moment::Day,
    notebook::Notebook,
};

use super::{sent::Acts, travel};
use crate::{
    stop::Stop,
    web::page::{self, said},
};

/// Keys of both, compared once by a phrase.
pub fn keys(notes: &Notebook, peer: Known, acts: &Acts<'_>) -> Result<Markup, Stop> {
    let name = notes.peers.name(peer.id());
    let Some(mine) = notes.escalations.mine() else {
        let make = acts.of("own-key").button("Make your key", "")?;
        return Ok(html! {
            p { "Where " (said(name)) " uses sideways too, the document travels as a small file that only they can open. You have no key for that yet." }
            (make)
        });
    };
    let theirs = notes.escalations.theirs(&notes.peers, peer);
    let give = give(theirs.is_some(), name, acts)?;
    let compare = match theirs {
        Some(theirs) => compare(name, &marks::phrase(&mine.card, &theirs.card), theirs.compared, acts)?,
        None => html! {},
    };
    Ok(html! {
        @if theirs.is_none() { p { "Where " (said(name)) " uses sideways too: send each other the line of your key, by any way, and compare them once." } }
        (compare)
        label { "Your key, to send to them" textarea class="key" readonly rows="3" { (marks::line(&mine.card)) } }
        (give)
        details class="fold" { summary { "Your key for whoever checks your marks" }
            label { "A line of OpenSSH" textarea class="key" readonly rows="2" { (key_line(&mine.card.marks)) } }
        }
    })
}

fn give(is_known: bool, name: &str, acts: &Acts<'_>) -> Result<Markup, Stop> {
    let act = acts.of("key");
    let inside = html! {
        label { "The line of their key, which begins with sideways-key-1-" textarea class="key" name="line" rows="3" required maxlength="1000" { "\n" (act.again("line", "")) } }
        button class=[(!is_known).then_some("act")] { "Keep it" }
    };
    match is_known {
        true => act.folded(&format!("{name} has another key"), &inside),
        false => act.form(&inside),
    }
}

fn compare(name: &str, phrase: &str, compared: Option<Day>, acts: &Acts<'_>) -> Result<Markup, Stop> {
    let same = match compared {
        None => acts.of("compared").button("It is the same", "the phrase of your keys")?,
        Some(_) => html! {},
    };
    Ok(html! {
        @match compared {
            Some(on) => p { "✓ You compared the phrase of your keys on " (page::near(on)) "." },
            None => p { "Read this phrase to " (said(name)) ", best by voice, and let them read theirs. Where it is the same on both sides, nobody put another key between you." },
        }
        p class="phrase" { (phrase) }
        (same)
    })
}

/// What goes between the two.
pub fn between(
    desk: &Desk,
    one: &Escalation,
    whole: &Shown,
    (acts, today): (&Acts<'_>, Day),
    is_open: bool,
) -> Result<Markup, Stop> {
    let may_answer = is_open || matches!(whole.listed.life, Life::Outside { .. });
    if !may_answer {
        return Ok(html! {});
    }
    let notes = desk.notes();
    let name = one.their_name();
    let peer = notes.peers.known(one.opened.peer);
    let theirs = peer.and_then(|peer| notes.escalations.theirs(&notes.peers, peer));
    let is_compared = theirs.is_some_and(|theirs| theirs.compared.is_some());
    let send = if is_open {
        send(one, is_compared, acts)?
    } else {
        html! {}
    };
    let to_keys = peer.filter(|_| one.way != Some(Way::Plain) && !is_compared);
    let take = travel::field(&acts.here, acts.sent)?;
    let invite = if is_open {
        invite(whole, (acts, today))?
    } else {
        html! {}
    };
    Ok(html! {
        section aria-labelledby="between" {
            h2 id="between" { "Between you and " (said(name)) }
            @match one.way {
                Some(Way::Sealed) => p class="quiet" { "It travels as a sealed file that only the two of you can open." },
                Some(Way::Plain) => p class="quiet" { "It travels as a plain file." },
                None => p class="quiet" { "It travels one way, sealed or plain, from the first file on. The file goes by any way you like: nothing is sent from here." },
            }
            @if let Some(peer) = to_keys {
                p { "Sealed, once you compared keys: " a href={ "/escalate/with/" (peer.id()) "#keys" } { "compare keys with " (said(name)) } "." }
            }
            (send)
            h3 { "A file of theirs" }
            (take)
            (invite)
        }
    })
}

/// What makes the file, and the file once it is made and nothing was changed since.
fn send(one: &Escalation, is_compared: bool, acts: &Acts<'_>) -> Result<Markup, Stop> {
    let mut all = Vec::new();
    let ways = [(Way::Sealed, "sealed", "Make the sealed file"), (Way::Plain, "plain", "Make a plain file")];
    for (way, word, label) in ways {
        let is_this_way = one.way.is_none_or(|before| before == way);
        if !is_this_way || way == Way::Sealed && !is_compared {
            continue;
        }
        let is_ready = one.is_ready(way);
        let label = if is_ready { "Make it again" } else { label };
        let form = acts.of("send").form(&html! {
            input type="hidden" name="way" value=(word);
            button class=[(!is_ready && (way == Way::Sealed || !is_compared)).then_some("act")] { (label) }
        })?;
        let file = travel::name(one, way);
        all.push(html! {
            @if is_ready { a class="act" download=(file) href={ "/escalate/" (one.id()) "/file/" (word) } { "Download " (file) } }
            (form)
        });
    }
    Ok(html! {
        h3 { "A file for them" }
        div class="acts" { @for one in &all { (one) } }
        @if one.way.is_some_and(|way| !one.is_ready(way)) { p class="quiet" { "You wrote since the last file." } }
    })
}

fn invite(whole: &Shown, (acts, today): (&Acts<'_>, Day)) -> Result<Markup, Stop> {
    if !matches!(whole.listed.life, Life::Drafted | Life::Positions) {
        return Ok(html! {});
    }
    let act = acts.of("invite");
    let usual = today.plus_working(5).to_string();
    let form = act.form(&html! {
        p class="quiet" { "Two dated invitations without a file of theirs end it: this lies outside the playbook then." }
        div class="inline" {
            (act.day("on", "Invited on", &today.to_string()))
            (act.day("answer-by", "To answer by", &usual))
            button { "I invited them" }
        }
    })?;
    Ok(html! {
        h3 { "Invitations" }
        @for (on, by) in &whole.unanswered {
            p { "Invited on " (page::near(*on)) " to answer by " (page::near(*by)) "; no answer yet." }
        }
        (form)
    })
}
