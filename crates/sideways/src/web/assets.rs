//! The style sheet, the script and the icon, each at an address that names its content.

use axum::{
    extract::Path,
    http::header::{CACHE_CONTROL, CONTENT_TYPE},
    response::{IntoResponse, Response},
};

use super::page;

const STYLE: &str = concat!(
    include_str!("assets/style.css"),
    include_str!("assets/plan.css"),
    include_str!("assets/trade.css")
);
const DROP: &str = include_str!("assets/drop.js");
const AGAIN: &str = include_str!("assets/again.js");
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
const AGAIN_HASH: u64 = hash(AGAIN);
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
pub fn again_script() -> String {
    format!("/assets/{AGAIN_HASH:016x}.js")
}

/// Where the script is.
pub fn script() -> String {
    format!("/assets/{SCRIPT_HASH:016x}.js")
}

/// Where the icon is.
pub fn icon() -> String {
    format!("/assets/{ICON_HASH:016x}.svg")
}

/// One of them.
pub async fn asset(Path(name): Path<String>) -> Response {
    let found = [
        (style(), "text/css; charset=utf-8", STYLE),
        (drop_script(), "text/javascript; charset=utf-8", DROP),
        (again_script(), "text/javascript; charset=utf-8", AGAIN),
        (script(), "text/javascript; charset=utf-8", SCRIPT),
        (icon(), "image/svg+xml", ICON),
    ];
    let is_it = |path: &str| path.strip_prefix("/assets/") == Some(name.as_str());
    match found.into_iter().find(|(path, ..)| is_it(path)) {
        Some((_, kind, content)) => {
            ([(CONTENT_TYPE, kind), (CACHE_CONTROL, FOR_GOOD)], content).into_response()
        }
        None => page::missing(),
    }
}
