//! The format of the file, by number.

use rusqlite::{Connection, TransactionBehavior};

use super::opening;
use crate::port::Fault;

/// What makes each format out of the one before. Released ones are never edited.
const MIGRATIONS: [&str; 1] = [include_str!("0001_pages.sql")];

/// The format that this build writes.
pub const FORMAT: u32 = MIGRATIONS.len() as u32;

/// `side` in ASCII: says in the head of the file whose it is.
const APPLICATION: i32 = 0x7369_6465;

/// Twice what is usual: pages are read a fifth faster, and a commit waits for the disk, not for its bytes.
const PAGE_SIZE: &str = "PRAGMA page_size=8192";

fn format(connection: &Connection) -> rusqlite::Result<u32> {
    connection.query_row("PRAGMA user_version", [], |row| row.get(0))
}

/// Whether nothing was ever written into the file.
fn is_blank(connection: &Connection) -> rusqlite::Result<bool> {
    connection.query_row("SELECT count(*) = 0 FROM sqlite_schema", [], |row| row.get(0))
}

/// That the file is a journal, of a format that is not newer than this build's.
fn known(connection: &Connection, format: u32) -> Result<(), Fault> {
    let application: i32 =
        connection.query_row("PRAGMA application_id", [], |row| row.get(0)).map_err(opening)?;
    if application != APPLICATION {
        return Err(opening("it is no notebook of sideways"));
    }
    if format > FORMAT {
        return Err(Fault::Newer(format));
    }
    Ok(())
}

/// That the file can be read as it is.
pub(super) fn check(connection: &Connection) -> Result<(), Fault> {
    let format = format(connection).map_err(opening)?;
    known(connection, format)?;
    if format < FORMAT {
        return Err(opening("it is of an older format; a command that writes brings it up to date"));
    }
    Ok(())
}

/// Brings a file that is open for writing to the format of this build; an empty one, too.
pub(super) fn bring_up(connection: &mut Connection) -> Result<(), Fault> {
    let found = format(connection).map_err(opening)?;
    if found != 0 {
        known(connection, found)?;
    } else if !is_blank(connection).map_err(opening)? {
        return Err(opening("it is no notebook of sideways"));
    } else {
        connection.execute_batch(PAGE_SIZE).map_err(opening)?;
    }
    let mode: String =
        connection.query_row("PRAGMA journal_mode=WAL", [], |row| row.get(0)).map_err(opening)?;
    if mode != "wal" {
        return Err(opening("its folder does not allow what SQLite needs to keep it safe"));
    }
    if found < FORMAT {
        migrate(connection)?;
    }
    Ok(())
}

fn migrate(connection: &mut Connection) -> Result<(), Fault> {
    let change = connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(opening)?;
    let found = format(&change).map_err(opening)?;
    for migration in MIGRATIONS.iter().skip(found as usize) {
        change.execute_batch(migration).map_err(opening)?;
    }
    change
        .execute_batch(&format!("PRAGMA user_version={FORMAT}; PRAGMA application_id={APPLICATION};"))
        .map_err(opening)?;
    change.commit().map_err(opening)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn released_migrations_are_never_edited() {
        let hashes: Vec<String> =
            MIGRATIONS.iter().map(|sql| blake3::hash(sql.as_bytes()).to_hex()[..16].to_owned()).collect();
        assert_eq!(hashes, ["9779831e27a1e35b"]);
    }
}
