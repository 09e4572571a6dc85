//! The style sheet, the script and the icon, each at an address that names its content.

use std::{io::Write, sync::LazyLock};

use axum::{
    body::Bytes,
    extract::Path,
    http::{
        HeaderMap,
        header::{ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, VARY},
    },
    response::{IntoResponse, Response},
};
use flate2::{Compression, write::GzEncoder};

use super::page;

const STYLE: &str = concat!(
    include_str!("assets/style.css"),
    include_str!("assets/plan.css"),
    include_str!("assets/trade.css"),
    include_str!("assets/defend.css"),
    include_str!("assets/tell.css"),
    include_str!("assets/escalate.css")
);
const DROP: &str = include_str!("assets/drop.js");
const WATCH: &str = include_str!("assets/watch.js");
const SCRIPT: &str = include_str!("assets/script.js");
const ICON: &str = include_str!("assets/icon.svg");

/// What a browser may keep: the address changes with the content, and nothing of the notebook is in it.
const FOR_GOOD: &str = "public, max-age=31536000, immutable";

/// FNV-1a: tells versions apart, and keeps no secret.
const fn hash(text: &str) -> u64 {
    let (bytes, mut hash, mut at) = (text.as_bytes(), 0xcbf2_9ce4_8422_2325_u64, 0);
    while at < bytes.len() {
        hash = (hash ^ bytes[at] as u64).wrapping_mul(0x0100_0000_01b3);
        at += 1;
    }
    hash
}

const STYLE_HASH: u64 = hash(STYLE);
const DROP_HASH: u64 = hash(DROP);
const WATCH_HASH: u64 = hash(WATCH);
const SCRIPT_HASH: u64 = hash(SCRIPT);
const ICON_HASH: u64 = hash(ICON);

/// Where the style sheet is.
pub fn style() -> String {
    format!("/assets/{STYLE_HASH:016x}.css")
}

/// Where the script is that lets files fall onto a page.
pub fn drop_script() -> String {
    format!("/assets/{DROP_HASH:016x}.js")
}

/// Where the script is that watches what takes long.
pub fn watch_script() -> String {
    format!("/assets/{WATCH_HASH:016x}.js")
}

/// Where the script is.
pub fn script() -> String {
    format!("/assets/{SCRIPT_HASH:016x}.js")
}

/// Where the icon is.
pub fn icon() -> String {
    format!("/assets/{ICON_HASH:016x}.svg")
}

/// Ours, packed once. They hold nothing of the notebook: pages are never packed, since how long a secret is beside words that
/// somebody else chose would tell of it (BREACH).
static PACKED: LazyLock<Vec<(String, Bytes)>> = LazyLock::new(|| {
    let all = [(style(), STYLE), (drop_script(), DROP), (watch_script(), WATCH), (script(), SCRIPT)];
    all.into_iter().filter_map(|(path, content)| Some((path, packed(content).ok()?))).collect()
});

fn packed(content: &str) -> std::io::Result<Bytes> {
    let mut packing = GzEncoder::new(Vec::new(), Compression::best());
    packing.write_all(content.as_bytes())?;
    Ok(packing.finish()?.into())
}

/// Whether a browser unpacks what it is sent.
fn unpacks(headers: &HeaderMap) -> bool {
    let accepted = headers.get(ACCEPT_ENCODING).and_then(|accepted| accepted.to_str().ok());
    accepted.is_some_and(|accepted| accepted.split(',').any(|one| one.trim() == "gzip"))
}

/// One of them.
pub async fn asset(Path(name): Path<String>, headers: HeaderMap) -> Response {
    let found = [
        (style(), "text/css; charset=utf-8", STYLE),
        (drop_script(), "text/javascript; charset=utf-8", DROP),
        (watch_script(), "text/javascript; charset=utf-8", WATCH),
        (script(), "text/javascript; charset=utf-8", SCRIPT),
        (icon(), "image/svg+xml", ICON),
    ];
    let is_it = |path: &str| path.strip_prefix("/assets/") == Some(name.as_str());
    let Some((path, kind, content)) = found.into_iter().find(|(path, ..)| is_it(path)) else {
        return page::missing();
    };
    let kept = [(CONTENT_TYPE, kind), (CACHE_CONTROL, FOR_GOOD), (VARY, "accept-encoding")];
    match PACKED.iter().find(|(of, _)| *of == path).filter(|_| unpacks(&headers)) {
        Some((_, packed)) => (kept, [(CONTENT_ENCODING, "gzip")], packed.clone()).into_response(),
        None => (kept, content).into_response(),
    }
}
