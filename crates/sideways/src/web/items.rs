//! Items of the remembered plan, offered to whoever types one.

use std::sync::{Arc, Mutex, PoisonError};

use desk::clock;
use maud::{Markup, html};
use plan::network::Network;

use super::{page::said, serve::Server};
use crate::planned::Planned;

/// Characters of titles that a page offers, at most: more would be slow to send.
const OFFERED: usize = 20_000;

/// What stands around a title in a page, in characters.
const AROUND: usize = 30;

/// Seconds after which a plan is read anew for its titles.
const FRESH: i64 = 300;

/// Open items of the remembered plan, as long as the notebook is open.
#[derive(Default)]
pub struct Items(Mutex<Option<Titles>>);

struct Titles {
    read: i64,
    all: Arc<Vec<String>>,
}

impl Items {
    /// Lets go of them.
    pub fn clear(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// Titles of open items; none where the plan can't be read.
    pub fn titles(&self, server: &Server) -> Arc<Vec<String>> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let now = clock::now().at.as_second();
        if let Some(titles) = kept.as_ref().filter(|titles| (0..FRESH).contains(&(now - titles.read))) {
            return Arc::clone(&titles.all);
        }
        let planned = Planned::remembered(server.notebook.as_deref(), true);
        let all = Arc::new(planned.map_or_else(|_| Vec::new(), |planned| open(&planned.network)));
        *kept = Some(Titles { read: now, all: Arc::clone(&all) });
        all
    }
}

/// Titles of open items; the id where the title says not which is meant. As many as a page may hold.
fn open(network: &Network) -> Vec<String> {
    let open = network.ids().filter(|item| !network.node(*item).item.state.is_over());
    let name = |item| {
        let node = network.node(item);
        let is_one = network.find(&node.item.title) == Some(item);
        if is_one { node.item.title.clone() } else { node.id.to_string() }
    };
    let mut left = OFFERED;
    let fits = |title: &String| {
        let rest = left.checked_sub(title.chars().count() + AROUND);
        left = rest.unwrap_or(0);
        rest.is_some()
    };
    open.map(name).take_while(fits).collect()
}

/// A list of them for a field of this page (`list="items"`).
pub fn list(titles: &[String]) -> Markup {
    html! { datalist id="items" { @for title in titles { option value=(said(title)) {} } } }
}
