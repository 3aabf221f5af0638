//! Unfinished files, for code that ends the process without unwinding.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tempfile::NamedTempFile;

/// A list of files that are being written; clones share it.
#[derive(Clone, Debug, Default)]
pub struct Unfinished(Arc<Mutex<Vec<PathBuf>>>);

/// The emptied list. While it is held, no file is started, and none gets its final name.
#[derive(Debug)]
pub struct Held<'a>(#[expect(dead_code, reason = "held until it is dropped")] MutexGuard<'a, Vec<PathBuf>>);

impl Unfinished {
    /// Removes every unfinished file. Files that cannot be removed are left.
    pub fn remove(&self) -> Held<'_> {
        let mut files = self.files();
        for file in files.drain(..) {
            // nobody is left to notify
            let _ = std::fs::remove_file(file);
        }
        Held(files)
    }

    /// Starts a file in a folder.
    ///
    /// # Errors
    ///
    /// The folder is not writable.
    pub fn begin(&self, folder: &Path) -> io::Result<NamedTempFile> {
        let mut files = self.files();
        let file = NamedTempFile::new_in(folder)?;
        files.push(file.path().to_owned());
        Ok(file)
    }

    /// Renames a complete file to its final name.
    ///
    /// # Errors
    ///
    /// The file cannot be put there.
    pub fn persist(&self, file: NamedTempFile, path: &Path) -> io::Result<()> {
        let mut files = self.files();
        let before = file.path().to_owned();
        file.persist(path).map_err(|error| error.error)?;
        files.retain(|file| *file != before);
        Ok(())
    }

    fn files(&self) -> MutexGuard<'_, Vec<PathBuf>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_whole_stays() {
        let folder = tempfile::tempdir().unwrap();
        let unfinished = Unfinished::default();
        let whole = unfinished.begin(folder.path()).unwrap();
        let half = unfinished.begin(folder.path()).unwrap();
        unfinished.persist(whole, &folder.path().join("whole")).unwrap();
        drop(unfinished.clone().remove());
        let names: Vec<_> =
            std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(names, ["whole"]);
        drop(half);
    }
}
