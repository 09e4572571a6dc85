//! A backup, made from the page; which folder it was is remembered by the browser.

use std::path::{Path, PathBuf};

use axum::{
    extract::{Form, State},
    http::{
        HeaderMap, HeaderValue, StatusCode,
        header::{COOKIE, LOCATION, SET_COOKIE},
    },
    response::{IntoResponse, Response},
};
use desk::{backup, clock};
use jiff::tz::TimeZone;
use maud::{Markup, html};

use super::{again, folder_typed, no_folder};
use crate::{
    opened,
    stop::Stop,
    web::{
        form::{Field, Typed},
        page::{in_address, said},
        serve::{Shared, work},
    },
};

/// The cookie with the folder of the last backup.
const NAME: &str = "sideways-backups";

/// What its field is called.
const FOLDER: &str = "A folder, best on another disk";

/// The folder of the last backup, else one below the owner's home.
fn folder(headers: &HeaderMap) -> PathBuf {
    let cookies = headers.get_all(COOKIE).iter().filter_map(|cookies| cookies.to_str().ok());
    let mut pairs = cookies.flat_map(|all| all.split(';')).filter_map(|one| one.trim().split_once('='));
    let kept = pairs.find(|(name, _)| *name == NAME).and_then(|(_, value)| decoded(value));
    let home = || PathBuf::from(std::env::var_os("HOME").unwrap_or_default()).join("sideways-backups");
    kept.map_or_else(home, PathBuf::from)
}

/// What an address writes as [`in_address`] does.
fn decoded(words: &str) -> Option<String> {
    let mut bytes = Vec::new();
    let mut rest = words.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => {
                let digits = [rest.next()?, rest.next()?];
                u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?
            }
            byte => byte,
        });
    }
    String::from_utf8(bytes).ok().filter(|words| !words.is_empty())
}

/// The section of the settings.
///
/// # Errors
/// If nothing says where the notebook lies.
pub fn shown(notebook: Option<&Path>, headers: &HeaderMap) -> Result<Markup, Stop> {
    let folder = folder(headers);
    let last = backup::last(&opened::places(notebook)?, &folder);
    let last = last.map(|at| at.to_zoned(TimeZone::system()).strftime("%a %-d %b %Y, %H:%M").to_string());
    Ok(html! {
        section id="backup" {
            h2 { "Backup" }
            p { @match &last {
                Some(last) => { "The last one in this folder was made on " (last) "." },
                None => "No backup of this notebook is in this folder.",
            } }
            form class="inline" method="post" action="/settings/backup" {
                label { (FOLDER) input name="folder" required value=(said(&folder.display().to_string())) autocomplete="off" spellcheck="false"; }
                button class="act" { "Back it up" }
            }
            p class="quiet" { "Sealed as it is. The key is not in it: it opens with the key of this machine, or with your recovery code. The newest seven stay, and one a month for a year." }
        }
    })
}

/// Makes it.
pub async fn make(State(server): Shared, Form(fields): Form<Vec<(String, String)>>) -> Response {
    work(server, move |server| {
        let typed = Typed(fields);
        let made = || -> Result<PathBuf, Stop> {
            let folder = folder_typed(&typed)?;
            let places = opened::places(server.notebook.as_deref())?;
            backup::backup(&places, &folder, backup::KEPT, clock::now()).map_err(no_folder)?;
            Ok(folder)
        };
        let folder = match made() {
            Ok(folder) => folder,
            Err(why) => {
                let form = (vec![Field::needed("folder", FOLDER)], "Back it up");
                return again("Backup", "/settings/backup", form, &typed, &why);
            }
        };
        let mut response = (StatusCode::SEE_OTHER, [(LOCATION, "/settings?made=yes")]).into_response();
        let kept = format!(
            "{NAME}={}; Path=/settings; HttpOnly; SameSite=Strict; Max-Age=31536000",
            in_address(&folder.display().to_string())
        );
        let cookie = HeaderValue::from_str(&kept).ok();
        response.headers_mut().extend(cookie.map(|cookie| (SET_COOKIE, cookie)));
        Ok(response)
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_read_back_as_it_was_kept() {
        for folder in ["/media/stick", "/media/My Stick; a=b", "/média/ü%20"] {
            assert_eq!(decoded(&in_address(folder)).as_deref(), Some(folder));
        }
        assert_eq!(decoded("%zz"), None);
        assert_eq!(decoded("%2"), None);
    }
}
