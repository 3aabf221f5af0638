//! A panic, which is a bug, ends the program like any other error: with one line, and without leaving a file.
//!
//! A panic's message may hold what a server sent, so only its place is shown. Where several servers are checked, a panic
//! about one of them is an error of that server.

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::failure::Failure;
use super::{exit, messages, watch};

thread_local! {
    /// Where the work of this thread panicked; none on a thread whose panics end the program.
    static CONTAINED: RefCell<Option<Vec<String>>> = const { RefCell::new(None) };
}

/// Ends the program when anything in it panics, on whatever thread, but for what is [`contained`].
pub(super) fn listen() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(|place| format!("{}:{}", place.file(), place.line()));
        let place = place.unwrap_or_default();
        let is_contained = CONTAINED
            .with_borrow_mut(|places| places.as_mut().map(|places| places.push(place.clone())).is_some());
        if !is_contained {
            watch::end(exit::NO_CHECK, &messages::broken(&place));
        }
    }));
}

/// Does work about one server of several. A panic on this thread is its failure, even one that a runtime catches.
///
/// Errors: those of the work, and a panic.
pub(super) fn contained<T>(work: impl FnOnce() -> Result<T, Failure>) -> Result<T, Failure> {
    if cfg!(panic = "abort") {
        return work();
    }
    CONTAINED.set(Some(Vec::new()));
    // what the work held goes with it: nothing of it is looked at again
    let done = catch_unwind(AssertUnwindSafe(work));
    let places = CONTAINED.take().unwrap_or_default();
    match (done, places.into_iter().next()) {
        (Ok(done), None) => done,
        (_, place) => Err(Failure::Broken { place: place.unwrap_or_default() }),
    }
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

    /// In a process of its own too: the hook is that of the whole process.
    #[test]
    fn contains_where_it_is_asked_to() {
        if std::env::var_os(FOLDER).is_none() {
            return;
        }
        listen();
        let broken = contained(|| -> Result<(), Failure> { panic!("token SECRET") }).unwrap_err();
        assert_eq!(broken.exit_status(), exit::NO_CHECK);
        let words = messages::failure(&broken, xo_health_report::words::Lang::En);
        let place = format!("{}:", file!());
        assert!(words.contains(&place) && !words.contains("SECRET"), "{words}");
        // a task of a runtime, whose panics the runtime catches
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let task = || Ok(runtime.block_on(async { tokio::spawn(async { panic!() }).await.is_err() }));
        assert!(matches!(contained(task), Err(Failure::Broken { .. })));
        assert!(matches!(contained(|| Ok(1)), Ok(1)));
        panic!("after it panics end the program again");
    }

    #[test]
    fn what_is_contained_does_not_end_the_program() {
        let folder = tempfile::tempdir().unwrap();
        let mut program = Command::new(std::env::current_exe().unwrap());
        program.args(["--exact", "cli::panic::tests::contains_where_it_is_asked_to", "--nocapture"]);
        let ended = program.env(FOLDER, folder.path()).output().unwrap();
        let err = String::from_utf8(ended.stderr).unwrap();
        assert_eq!(ended.status.code(), Some(3), "{err}");
        let source = include_str!("panic.rs");
        let last = source.lines().position(|line| line.contains("after it panics end")).unwrap() + 1;
        assert!(err.contains(&format!("panic.rs:{last};")), "{err}");
    }

    #[test]
    fn a_panic_ends_the_program_in_order() {
        let folder = tempfile::tempdir().unwrap();
        let mut program = Command::new(std::env::current_exe().unwrap());
        program.args(["--exact", "cli::panic::tests::breaks_where_it_is_asked_to", "--nocapture"]);
        let ended = program.env(FOLDER, folder.path()).output().unwrap();
        let err = String::from_utf8(ended.stderr).unwrap();
        let place = format!("{}:", file!());
        assert_eq!(ended.status.code(), Some(3), "{err}");
        assert!(err.contains("error: xo-health has a bug at ") && err.contains(&place), "{err}");
        assert!(!err.contains("SECRET"), "{err}");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
