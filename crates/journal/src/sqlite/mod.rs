//! Pages in one file on disk.

mod ahead;
mod file;
mod schema;

use std::{borrow::Borrow, collections::HashMap, path::Path};

use rusqlite::{
    CachedStatement, Connection, ErrorCode, OpenFlags, OptionalExtension, Transaction, TransactionBehavior,
    backup::{Backup, StepResult},
    config::DbConfig,
    params,
};

use self::ahead::Ahead;
pub use self::schema::FORMAT;
use crate::{
    chain::{End, follow},
    page::{Head, Id, Page},
    port::{Fault, Found, Journal, Wrapped, living},
};

const LAST: &str = "SELECT number, page FROM pages ORDER BY number DESC LIMIT 1";
const FIND: &str = "SELECT number FROM pages WHERE substr(page, 91, 16) = ?1";
const FROM: &str = "SELECT p.number, p.page, k.wrapped FROM pages p LEFT JOIN keys k ON k.number = p.number \
                    WHERE p.number >= ?1 ORDER BY p.number";
const ADD_PAGE: &str = "INSERT INTO pages (number, page) VALUES (?1, ?2)";
const ADD_KEY: &str = "INSERT INTO keys (number, wrapped) VALUES (?1, ?2)";
const KEY: &str = "SELECT wrapped FROM keys WHERE number = ?1";
/// In place: to remove the row could move others about, and SQLite leaves copies of what it moves.
const BLANK_KEY: &str = "UPDATE keys SET wrapped = zeroblob(length(wrapped)) WHERE number = ?1";
const EDITION: &str = "PRAGMA data_version";
const RECORD: &str = "SELECT value FROM records WHERE name = ?1";
const RECORDS: &str = "SELECT name, value FROM records";
const SET_RECORD: &str =
    "INSERT INTO records (name, value) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = ?2";
const DROP_RECORD: &str = "DELETE FROM records WHERE name = ?1";

/// When the disk is asked to keep what was written. All but `Full` lose acknowledged pages; they are for tests.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Synchronous {
    /// At every commit.
    Full,
    /// At checkpoints only.
    Normal,
    /// Never.
    Off,
}

/// A journal in a SQLite file: one writer, readers beside it. Its file is for its owner alone (0600), and so are the two files
/// that SQLite lays beside it while it is open.
pub struct Sqlite {
    connection: Connection,
}

impl Sqlite {
    /// Opens a journal for writing. An older format is brought up to date, and what a crash left half made is finished.
    ///
    /// # Errors
    /// [`Fault::Newer`] if a later version wrote it; else if there is none, it is none, or it can't be read.
    pub fn open(path: &Path) -> Result<Self, Fault> {
        Self::open_with(path, Synchronous::Full)
    }

    /// Opens a journal that another process may be writing.
    ///
    /// # Errors
    /// As [`open`](Self::open), and if it is of an older format.
    pub fn open_reading(path: &Path) -> Result<Self, Fault> {
        let connection = connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        schema::check(&connection)?;
        Ok(Self { connection })
    }

    /// Makes a new journal, and its folder where there is none yet, for its owner alone.
    ///
    /// # Errors
    /// If there is such a file already, or it can't be made.
    pub fn create(path: &Path) -> Result<Self, Fault> {
        file::create(path).map_err(|error| Fault::store("made", error))?;
        Self::open(path)
    }

    /// [`open`](Self::open) with less care for the disk: for the tests that show what that loses.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    #[doc(hidden)]
    pub fn open_with(path: &Path, synchronous: Synchronous) -> Result<Self, Fault> {
        file::guard(path).map_err(opening)?;
        let connection = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        let level = match synchronous {
            Synchronous::Full => "FULL",
            Synchronous::Normal => "NORMAL",
            Synchronous::Off => "OFF",
        };
        connection
            .execute_batch(&format!("PRAGMA secure_delete=ON; PRAGMA synchronous={level};"))
            .map_err(opening)?;
        let mut this = Self { connection };
        schema::bring_up(&mut this.connection)?;
        Ok(this)
    }

    /// Puts everything into the one file, and empties the file beside it that holds what was written last. To be done when the
    /// notebook is locked.
    ///
    /// # Errors
    /// If the store can't be written, or another process is reading.
    pub fn checkpoint(&mut self) -> Result<(), Fault> {
        let busy: bool = self
            .connection
            .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))
            .map_err(writing)?;
        if busy {
            return Err(Fault::store("written", "another program is reading it; close that and try again"));
        }
        Ok(())
    }

    fn change(&mut self) -> Result<Transaction<'_>, Fault> {
        self.connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(writing)
    }

    fn prepare(&self, sql: &str) -> Result<CachedStatement<'_>, Fault> {
        self.connection.prepare_cached(sql).map_err(reading)
    }
}

fn connect(path: &Path, how: OpenFlags) -> Result<Connection, Fault> {
    let connection =
        Connection::open_with_flags(path, how | OpenFlags::SQLITE_OPEN_NO_MUTEX).map_err(opening)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false).map_err(opening)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true).map_err(opening)?;
    connection.execute_batch("PRAGMA temp_store=MEMORY").map_err(opening)?;
    Ok(connection)
}

fn opening(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Fault {
    Fault::store("opened", error)
}

fn reading(error: rusqlite::Error) -> Fault {
    Fault::store("read", error)
}

fn writing(error: rusqlite::Error) -> Fault {
    Fault::store("written", error)
}

/// The page of a row; `number` is where it stands, or must stand.
fn restore(page: &mut Page, number: u64, row: &[u8]) -> Result<(), Fault> {
    page.restore(row).map_err(|fact| Fault::Damaged { index: number, fact })?;
    if page.index != number {
        let fact = format!("page {} stands in its place", page.index);
        return Err(Fault::Damaged { index: number, fact });
    }
    Ok(())
}

fn last(connection: &Connection) -> Result<Option<End>, Fault> {
    let mut statement = connection.prepare_cached(LAST).map_err(reading)?;
    let mut rows = statement.query([]).map_err(reading)?;
    let Some(row) = rows.next().map_err(reading)? else { return Ok(None) };
    let mut page = Page::default();
    let number = row.get(0).map_err(reading)?;
    let bytes = row.get_ref(1).and_then(|value| Ok(value.as_blob()?)).map_err(reading)?;
    restore(&mut page, number, bytes)?;
    Ok(Some(End::of(&page)))
}

/// Hands out pages from a number on, all of one state of the file, until `each` says false.
fn walk(connection: &Connection, from: u64, each: &mut dyn FnMut(Found<'_>) -> bool) -> Result<(), Fault> {
    let mut wrong = None;
    rows(connection, from, &mut |_, found| match found {
        Ok(found) => each(found),
        Err(fault) => {
            wrong = Some(fault);
            false
        }
    })?;
    wrong.map_or(Ok(()), Err)
}

/// Numbers that are tried in a row where SQLite can't read the file; more than stand in one page of it.
const TRIES: u32 = 1024;

/// The same, past rows that are no pages and past parts of the file that can't be read, each of which is handed out once.
fn salvage(
    connection: &Connection,
    from: u64,
    each: &mut dyn FnMut(Result<Found<'_>, Fault>) -> bool,
) -> Result<(), Fault> {
    let (mut from, mut tries, mut any) = (from, 0, false);
    loop {
        let (mut last, mut goes_on) = (None, true);
        let walked = rows(connection, from, &mut |number, found| {
            last = Some(number);
            goes_on = each(found);
            goes_on
        });
        any |= last.is_some();
        let Err(fault) = walked else { return Ok(()) };
        if tries == TRIES || !goes_on {
            return if any { Ok(()) } else { Err(fault) };
        }
        from = last.map_or(from, |last| from.max(last)).saturating_add(1);
        let is_first = tries == 0 || last.is_some();
        tries = if last.is_some() { 1 } else { tries + 1 };
        if is_first && !each(Err(Fault::Damaged { index: from, fact: fault.to_string() })) {
            return Ok(());
        }
    }
}

fn rows(
    connection: &Connection,
    from: u64,
    each: &mut dyn FnMut(u64, Result<Found<'_>, Fault>) -> bool,
) -> Result<(), Fault> {
    let Ok(from) = i64::try_from(from) else { return Ok(()) };
    let mut statement = connection.prepare_cached(FROM).map_err(reading)?;
    let mut rows = statement.query([from]).map_err(reading)?;
    let mut ahead = Ahead::default();
    let ended = loop {
        match rows.next().map_err(reading).and_then(|row| row.map(|row| ahead.take(row)).transpose()) {
            Ok(Some(())) if !ahead.is_full() || ahead.hand_out(each) => {}
            Ok(Some(())) => return Ok(()),
            Ok(None) => break Ok(()),
            Err(fault) => break Err(fault),
        }
    };
    if ahead.hand_out(each) { ended } else { Ok(()) }
}

fn find(connection: &Connection, request: &Id) -> Result<Option<u64>, Fault> {
    let mut statement = connection.prepare_cached(FIND).map_err(reading)?;
    statement.query_row([request], |row| row.get(0)).optional().map_err(reading)
}

/// The page of the first of these commands that has one, there or earlier among them.
fn repeated(connection: &Connection, pages: &[(Page, Wrapped)]) -> Result<Option<u64>, Fault> {
    let mut before = HashMap::with_capacity(pages.len());
    for (page, _) in pages {
        let index = match before.insert(page.request, page.index) {
            None => find(connection, &page.request)?,
            earlier => earlier,
        };
        if index.is_some() {
            return Ok(index);
        }
    }
    Ok(None)
}

fn insert(connection: &Connection, pages: &[(Page, Wrapped)]) -> rusqlite::Result<()> {
    let mut add_page = connection.prepare_cached(ADD_PAGE)?;
    let mut add_key = connection.prepare_cached(ADD_KEY)?;
    let mut row = Vec::new();
    for (page, key) in pages {
        row.clear();
        page.store(&mut row);
        add_page.execute(params![page.index, row])?;
        if living(key).is_some() {
            add_key.execute(params![page.index, key])?;
        }
    }
    Ok(())
}

fn set(connection: &Connection, records: &[(impl Borrow<str>, impl Borrow<[u8]>)]) -> rusqlite::Result<()> {
    for (name, value) in records {
        let (name, value) = (name.borrow(), value.borrow());
        if value.is_empty() {
            connection.prepare_cached(DROP_RECORD)?.execute([name])?;
        } else {
            connection.prepare_cached(SET_RECORD)?.execute(params![name, value])?;
        }
    }
    Ok(())
}

/// Writes every key and record anew, after all old ones were zeroed: where rows grow, SQLite moves others about and leaves
/// copies of them, which secure_delete does not see.
fn renew(
    connection: &Connection,
    keys: &[(u64, Wrapped)],
    records: &[(&str, &[u8])],
) -> rusqlite::Result<()> {
    let mut old = connection.prepare_cached(RECORDS)?;
    let old = old
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<Vec<(String, Vec<u8>)>, _>>()?;
    connection.execute_batch("DELETE FROM keys; DELETE FROM records;")?;
    let mut add = connection.prepare_cached(ADD_KEY)?;
    for (number, key) in keys {
        add.execute(params![number, key])?;
    }
    let kept: Vec<_> =
        old.into_iter().filter(|(name, _)| !records.iter().any(|(new, _)| new == name)).collect();
    set(connection, &kept)?;
    set(connection, records)
}

impl Journal for Sqlite {
    fn head(&mut self) -> Result<Option<Head>, Fault> {
        Ok(last(&self.connection)?.map(|end| end.head))
    }

    fn append(&mut self, pages: &[(Page, Wrapped)]) -> Result<Head, Fault> {
        let change = self.change()?;
        let head = match follow(last(&change)?, pages.iter().map(|(page, _)| page)) {
            Ok(head) => head,
            Err(gap) => return Err(repeated(&change, pages)?.map_or(gap, |index| Fault::Repeated { index })),
        };
        match insert(&change, pages) {
            Ok(()) => {}
            Err(error) if error.sqlite_error_code() == Some(ErrorCode::ConstraintViolation) => {
                change.rollback().map_err(writing)?;
                let found = repeated(&self.connection, pages)?;
                return Err(found.map_or(writing(error), |index| Fault::Repeated { index }));
            }
            Err(error) => return Err(writing(error)),
        }
        change.commit().map_err(writing)?;
        Ok(head)
    }

    fn read(&mut self, from: u64, each: &mut dyn FnMut(Found<'_>) -> bool) -> Result<(), Fault> {
        walk(&self.connection, from, each)
    }

    fn salvage(
        &mut self,
        from: u64,
        each: &mut dyn FnMut(Result<Found<'_>, Fault>) -> bool,
    ) -> Result<(), Fault> {
        salvage(&self.connection, from, each)
    }

    fn wrong(&mut self) -> Result<Vec<String>, Fault> {
        let mut statement = self.connection.prepare("PRAGMA integrity_check").map_err(reading)?;
        let lines = statement.query_map([], |row| row.get::<_, String>(0)).map_err(reading)?;
        let lines = lines.collect::<Result<Vec<_>, _>>().map_err(reading)?;
        Ok(lines.into_iter().filter(|line| line != "ok").collect())
    }

    fn edition(&mut self) -> Result<i64, Fault> {
        self.prepare(EDITION)?.query_row([], |row| row.get(0)).map_err(reading)
    }

    fn find(&mut self, request: &Id) -> Result<Option<u64>, Fault> {
        find(&self.connection, request)
    }

    fn destroy(&mut self, index: u64) -> Result<bool, Fault> {
        let Ok(number) = i64::try_from(index) else { return Ok(false) };
        let change = self.change()?;
        let destroyed = (|| {
            let key: Option<Vec<u8>> =
                change.prepare_cached(KEY)?.query_row([number], |row| row.get(0)).optional()?;
            change.prepare_cached(BLANK_KEY)?.execute([number])?;
            Ok(key.is_some_and(|key| living(&key).is_some()))
        })()
        .map_err(writing)?;
        change.commit().map_err(writing)?;
        self.checkpoint()?;
        Ok(destroyed)
    }

    fn rewrap(
        &mut self,
        each: &mut dyn FnMut(&Page, &[u8]) -> Option<Wrapped>,
        records: &[(&str, &[u8])],
    ) -> Result<(), Fault> {
        let change =
            self.connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(writing)?;
        let mut keys = Vec::new();
        let mut refused = None;
        walk(&change, 0, &mut |found| {
            let Some(key) = found.key else { return true };
            match each(found.page, key) {
                Some(key) if living(&key).is_some() => keys.push((found.page.index, key)),
                _ => refused = Some(found.page.index),
            }
            refused.is_none()
        })?;
        if let Some(index) = refused {
            return Err(Fault::refused(index));
        }
        renew(&change, &keys, records).map_err(writing)?;
        change.commit().map_err(writing)?;
        self.checkpoint()
    }

    fn record(&mut self, name: &str) -> Result<Option<Vec<u8>>, Fault> {
        self.prepare(RECORD)?.query_row([name], |row| row.get(0)).optional().map_err(reading)
    }

    fn set(&mut self, records: &[(&str, &[u8])]) -> Result<(), Fault> {
        let change = self.change()?;
        set(&change, records).map_err(writing)?;
        change.commit().map_err(writing)
    }

    fn copy(&mut self, to: &Path) -> Result<(), Fault> {
        file::create(to).map_err(|error| Fault::store("copied", error))?;
        copy_into(&self.connection, to).inspect_err(|_| file::remove(to))
    }
}

/// Copies the whole into a file that was just made, in one step, which sees one state whatever others write meanwhile.
fn copy_into(from: &Connection, path: &Path) -> Result<(), Fault> {
    let copying = |error| Fault::store("copied", error);
    let mut to = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE).map_err(copying)?;
    let step = Backup::new(from, &mut to).and_then(|backup| backup.step(-1)).map_err(copying)?;
    if step != StepResult::Done {
        return Err(Fault::store("copied", "it is locked by another program"));
    }
    to.close().map_err(|(_, error)| copying(error))?;
    file::settle(path).map_err(|error| Fault::store("copied", error))
}
