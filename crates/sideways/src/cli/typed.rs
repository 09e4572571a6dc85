//! Secrets as they are typed: without echo where there is a terminal, else a line of standard input.

use std::io::{IsTerminal, stdin};

use desk::keys::{Passphrase, RecoveryCode};
use zeroize::Zeroizing;

use super::Stop;

/// Asks for the passphrase.
pub fn passphrase() -> Result<Passphrase, Stop> {
    Ok(Passphrase::new(&asked("Passphrase: ")?))
}

/// Asks for a new passphrase; twice, where somebody types it unseen.
pub fn new_passphrase() -> Result<Passphrase, Stop> {
    let first = asked("New passphrase: ")?;
    let chosen = Passphrase::chosen(&first).map_err(desk::stop::Stop::from)?;
    if stdin().is_terminal() && *asked("The same again: ")? != *first {
        let fact = "the two are not the same; nothing was changed".to_owned();
        return Err(Stop::Usage(fact, "type it again".to_owned()));
    }
    Ok(chosen)
}

/// Asks for the recovery code.
pub fn recovery_code() -> Result<RecoveryCode, Stop> {
    let typed = asked("Recovery code: ")?;
    Ok(RecoveryCode::typed(&typed).map_err(|wrong| desk::stop::Stop::from(desk::keys::Fault::from(wrong)))?)
}

fn asked(what: &str) -> Result<Zeroizing<String>, Stop> {
    let typed = if stdin().is_terminal() { rpassword::prompt_password(what) } else { line() };
    let typed =
        typed.map_err(|error| Stop::Fault(format!("nothing could be read: {error}"), String::new()))?;
    let typed = Zeroizing::new(typed);
    let line = typed.trim_end_matches(['\r', '\n']);
    if line.is_empty() {
        return Err(Stop::Usage(
            "nothing was typed".into(),
            "type it, or give it as a line of standard input".into(),
        ));
    }
    Ok(Zeroizing::new(line.to_owned()))
}

fn line() -> std::io::Result<String> {
    let mut line = String::with_capacity(1024);
    stdin().read_line(&mut line).map(|_| line)
}
