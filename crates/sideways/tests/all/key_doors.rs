//! The key at the door: passphrase, lock, recovery, a new key.

use std::{fs, os::unix::fs::PermissionsExt, path::Path};

use assert_cmd::Command;

use crate::run::{at_desk, folder};

const LONG: &str = "four words nobody joins";

fn home(name: &str) -> std::path::PathBuf {
    let here = folder(name);
    fs::create_dir(here.join("run")).unwrap();
    fs::set_permissions(here.join("run"), PermissionsExt::from_mode(0o700)).unwrap();
    here
}

fn sideways(here: &Path, arguments: &[&str], typed: &str) -> (i32, String) {
    let mut command: Command = at_desk(here, "2026-05-04");
    command.env("XDG_RUNTIME_DIR", here.join("run")).args(arguments);
    let output = command.write_stdin(typed.to_owned()).output().unwrap();
    let text =
        String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    (output.status.code().unwrap(), text)
}

fn done(here: &Path, arguments: &[&str], typed: &str) -> String {
    let (code, text) = sideways(here, arguments, typed);
    assert_eq!(code, 0, "{arguments:?}: {text}");
    text
}

/// The recovery code in an answer.
fn code(text: &str) -> String {
    text.lines()
        .map(str::trim)
        .find(|line| line.len() == 47 && line.split('-').count() == 8)
        .unwrap()
        .to_owned()
}

#[test]
fn a_notebook_under_a_passphrase_is_locked_unlocked_and_locked_again() {
    let here = home("key-passphrase");
    done(&here, &["init", "--passphrase"], &format!("{LONG}\n"));
    let (code, text) = sideways(&here, &["log"], "");
    assert!(
        code == 2 && text.contains("the notebook is locked") && text.contains("sideways unlock"),
        "{text}"
    );
    let (code, text) = sideways(&here, &["unlock"], "another passphrase\n");
    assert!(code == 2 && text.contains("this is not the passphrase"), "{text}");
    let (code, text) = sideways(&here, &["unlock"], "");
    assert!(code == 2 && text.contains("nothing was typed"), "{text}");
    assert!(
        done(&here, &["unlock", "--for", "1h30"], &format!("{LONG}\n")).contains("for 1 hour and 30 minutes")
    );
    done(&here, &["peer", "add", "Mira Solberg"], "");
    assert!(done(&here, &["lock"], "").contains("Locked."));
    assert!(done(&here, &["lock"], "").contains("locked already"));
    let left: Vec<_> = fs::read_dir(here.join(".local/share/sideways")).unwrap().collect();
    let left: Vec<String> =
        left.into_iter().map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    assert!(!left.iter().any(|name| name.contains("-wal") || name == "snapshot"), "{left:?}");
    assert_eq!(sideways(&here, &["log"], "").0, 2);
    done(&here, &["unlock"], &format!("{LONG}\n"));
    assert!(done(&here, &["log"], "").contains("Mira Solberg entered."));
}

#[test]
fn a_short_passphrase_makes_no_notebook() {
    let here = home("key-short");
    let (code, text) = sideways(&here, &["init", "--passphrase"], "short\n");
    assert!(code == 2 && text.contains("12 characters"), "{text}");
    assert!(!here.join(".local/share/sideways").exists());
}

#[test]
fn a_lost_key_is_made_anew_by_the_recovery_code_which_opens_only_once() {
    let here = home("key-recover");
    let first = code(&done(&here, &["init"], ""));
    done(&here, &["peer", "add", "Mira Solberg"], "");
    fs::remove_dir_all(here.join(".config/sideways/keys")).unwrap();
    let (code_, text) = sideways(&here, &["log"], "");
    assert!(code_ == 2 && text.contains("sideways recover"), "{text}");
    let mut wrong = first.clone();
    wrong.replace_range(0..1, if first.starts_with('7') { "8" } else { "7" });
    let (code_, text) = sideways(&here, &["recover"], &format!("{wrong}\n"));
    assert!(code_ == 2 && text.contains("look again at group 1"), "{text}");
    let second = code(&done(&here, &["recover"], &format!("{}\n", first.to_lowercase())));
    assert!(done(&here, &["log"], "").contains("Mira Solberg entered."));
    let (code_, text) = sideways(&here, &["recover"], &format!("{first}\n"));
    assert!(code_ == 2 && text.contains("not the one of this notebook"), "{text}");
    done(&here, &["recover"], &format!("{second}\n"));
    assert!(done(&here, &["doctor"], "").contains("All is whole."));
}

#[test]
fn a_new_key_changes_how_it_is_held_and_leaves_the_entries() {
    let here = home("key-rekey");
    done(&here, &["init"], "");
    done(&here, &["peer", "add", "Mira Solberg"], "");
    done(&here, &["rekey", "--passphrase"], &format!("{LONG}\n"));
    assert_eq!(fs::read_dir(here.join(".config/sideways/keys")).unwrap().count(), 0, "the key file is gone");
    assert_eq!(sideways(&here, &["log"], "").0, 2);
    done(&here, &["unlock"], &format!("{LONG}\n"));
    done(&here, &["rekey", "--file"], "");
    assert!(done(&here, &["log"], "").contains("Mira Solberg entered."));
    assert!(done(&here, &["doctor"], "").contains("All is whole."));
    let (code, text) = sideways(&here, &["unlock"], "whatever it may be\n");
    assert!(code == 2 && text.contains("no passphrase opens"), "{text}");
    assert_eq!(sideways(&here, &["rekey", "--file", "--passphrase"], "").0, 2);
}

#[test]
fn a_backup_from_before_a_new_key_opens_with_the_code_of_its_time() {
    let here = home("key-old-backup");
    let first = code(&done(&here, &["init"], ""));
    done(&here, &["peer", "add", "Mira Solberg"], "");
    done(&here, &["backup", "backups"], "");
    done(&here, &["rekey"], "");
    let (status, text) = sideways(&here, &["restore", "backups"], "");
    assert!(status == 2 && text.contains("the notebook that is here opens; nothing"), "{text}");
    // Where the notebook is gone, the old one comes back, and the code of its time opens it.
    fs::remove_dir_all(here.join(".local/share/sideways")).unwrap();
    let text = done(&here, &["restore", "backups"], "");
    assert!(text.contains("seals could not be checked") && text.contains("sideways recover"), "{text}");
    assert_eq!(sideways(&here, &["log"], "").0, 2);
    done(&here, &["recover"], &format!("{first}\n"));
    assert!(done(&here, &["log"], "").contains("Mira Solberg entered."));
    assert!(done(&here, &["doctor"], "").contains("All is whole."));
}

#[test]
fn what_was_done_at_the_door_is_said_as_json_without_the_passphrase() {
    let here = home("key-json");
    let json = |arguments: &[&str], typed: &str| -> serde_json::Value {
        let text = done(&here, arguments, typed);
        assert!(!text.contains(LONG), "{text}");
        serde_json::from_str(&text).unwrap()
    };
    let made = json(&["init", "--passphrase", "--json"], &format!("{LONG}\n"));
    let unlocked = json(&["unlock", "--for", "50m", "--json"], &format!("{LONG}\n"));
    assert!(unlocked["said"][0].as_str().unwrap().contains("for 50 minutes"), "{unlocked}");
    assert!(unlocked["recovery_code"].is_null());
    assert!(json(&["lock", "--json"], "")["said"][0].as_str().unwrap().contains("Locked."));
    let code = made["recovery_code"].as_str().unwrap();
    let new = json(&["recover", "--json"], &format!("{code}\n"));
    assert_ne!(new["recovery_code"], made["recovery_code"]);
    assert!(json(&["rekey", "--json"], "")["recovery_code"].is_string());
}

#[test]
fn a_notebook_that_can_not_be_made_leaves_nothing_behind() {
    let here = home("key-no-keyring");
    let (code, text) = sideways(&here, &["init", "--keyring"], "");
    assert!(code != 0 && text.contains("can't keep a key in the system's keyring"), "{text}");
    assert!(text.contains("leave --keyring out"), "{text}");
    let (_, text) = sideways(&here, &["week"], "");
    assert!(
        text.contains("there is no notebook") && text.contains("Hint: sideways init makes one"),
        "{text}"
    );
    done(&here, &["init"], "");
    done(&here, &["week"], "");
}
