//! The file itself: made for its owner alone, and kept through a loss of power.

use std::{
    fs::{self, DirBuilder, File, OpenOptions},
    io,
    path::Path,
};

/// The folder of a file.
fn folder(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Makes an empty file, and its folder where there is none, for the owner alone.
pub(super) fn create(path: &Path) -> io::Result<()> {
    make_folder(folder(path))?;
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop)
}

/// Makes a folder and those above it, each kept before the next.
fn make_folder(new: &Path) -> io::Result<()> {
    if new.is_dir() {
        return Ok(());
    }
    make_folder(folder(new))?;
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(new)?;
    settle_names(folder(new))
}

/// Takes a file that others may read from them; the files that SQLite lays beside it get its mode.
pub(super) fn guard(path: &Path) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mut mode = fs::metadata(path)?.permissions();
        if mode.mode() & 0o077 != 0 {
            mode.set_mode(0o600);
            fs::set_permissions(path, mode)?;
        }
    }
    #[cfg(not(unix))]
    fs::metadata(path)?;
    Ok(())
}

/// Has the disk keep a file, and which files its folder has.
pub(super) fn settle(path: &Path) -> io::Result<()> {
    File::open(path)?.sync_all()?;
    settle_names(folder(path))
}

fn settle_names(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

/// Removes a file that was not finished; it may be gone.
pub(super) fn remove(path: &Path) {
    let _ = fs::remove_file(path);
}
