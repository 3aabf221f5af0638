//! A panic, which is a bug, ends the program like any other error: with one line, and without leaving a file.
//!
//! A panic's message may hold what a server sent, so only its place is shown. Released programs do not unwind.

use super::{exit, said, watch};

/// Ends the program when anything in it panics, on whatever thread.
pub(super) fn listen() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(|place| format!("{}:{}", place.file(), place.line()));
        watch::end(exit::NO_CHECK, &said::broken(&place.unwrap_or_default()));
    }));
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use super::*;

    const FOLDER: &str = "XO_HEALTH_TEST_PANICS_IN";

    /// Runs in its own process, which the other test starts.
    #[test]
    fn breaks_where_it_is_asked_to() {
        let Some(folder) = std::env::var_os(FOLDER) else { return };
        listen();
        let _half = watch::unfinished().begin(folder.as_ref()).unwrap();
        let thread = std::thread::spawn(|| panic!("token SECRET"));
        let _ = thread.join();
        unreachable!();
    }

    #[test]
    fn a_panic_ends_the_program_in_order() {
        let folder = tempfile::tempdir().unwrap();
        let mut program = Command::new(std::env::current_exe().unwrap());
        program.args(["--exact", "cli::panic::tests::breaks_where_it_is_asked_to", "--nocapture"]);
        let ended = program.env(FOLDER, folder.path()).output().unwrap();
        let said = String::from_utf8(ended.stderr).unwrap();
        let place = format!("{}:", file!());
        assert_eq!(ended.status.code(), Some(3), "{said}");
        assert!(said.contains("error: xo-health has a bug at ") && said.contains(&place), "{said}");
        assert!(!said.contains("SECRET"), "{said}");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
