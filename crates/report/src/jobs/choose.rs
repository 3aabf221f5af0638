//! Finds the job that a person names.

use xo_health_core::display::{listed as list, same, short};
use xo_health_core::model::{Backups, Job, JobKind, ObjectId};

/// Why a name matches no single job, with the candidates.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum JobNotFound {
    /// No job has this name or id.
    #[error("no job is called `{name}`; there are:{candidates}")]
    NoJob {
        /// The given name, cleaned.
        name: String,
        /// All jobs.
        candidates: String,
    },
    /// None of the jobs that were read has it.
    #[error(
        "no job is called `{name}` among those that could be read; {unread} could not be; there are:{candidates}"
    )]
    NoJobRead {
        /// The given name, cleaned.
        name: String,
        /// The kinds of jobs that were not read.
        unread: String,
        /// All jobs that were read.
        candidates: String,
    },
    /// Several jobs match.
    #[error("several jobs are called `{name}` or begin with it; name one by its id:{candidates}")]
    SeveralJobs {
        /// The given name, cleaned.
        name: String,
        /// The jobs that match.
        candidates: String,
    },
}

/// Lists the jobs that the report covers: all but calls of other XO methods, in the order of kinds and ids.
pub(super) fn jobs(backups: &Backups) -> impl Iterator<Item = &Job> {
    backups.all_jobs().filter(|job| job.kind != JobKind::Call)
}

/// Finds a job by id, else by name, else by the beginning of either; case matters only if it distinguishes two jobs.
///
/// # Errors
///
/// No job matches, or several do: the error lists the candidates.
pub(super) fn job<'a>(backups: &'a Backups, asked: &str) -> Result<&'a Job, JobNotFound> {
    let id = ObjectId::new(asked.trim());
    let start = asked.trim().to_lowercase();
    let begins = |text: &str| !start.is_empty() && text.trim().to_lowercase().starts_with(&start);
    let tests: [&dyn Fn(&Job) -> bool; 4] = [
        &|job| job.id.0 == id,
        &|job| same(&job.name, asked, true),
        &|job| same(&job.name, asked, false),
        &|job| begins(&job.name) || begins(&job.id.to_string()),
    ];
    let fitting =
        |test: &dyn Fn(&Job) -> bool| -> Vec<&'a Job> { jobs(backups).filter(|job| test(job)).collect() };
    let found = tests.into_iter().map(fitting).find(|found| !found.is_empty()).unwrap_or_default();
    let name = short(asked);
    match found[..] {
        [job] => Ok(job),
        [] => Err(none(backups, name)),
        _ => Err(JobNotFound::SeveralJobs { name, candidates: list_jobs(found) }),
    }
}

fn none(backups: &Backups, name: String) -> JobNotFound {
    let candidates = list_jobs(jobs(backups));
    let kinds = [
        (backups.jobs.is_none(), "backup jobs"),
        (backups.mirror_jobs.is_none(), "mirror jobs"),
        (backups.metadata_jobs.is_none(), "metadata jobs"),
        (backups.call_jobs.is_none(), "sequences"),
    ];
    let unread: Vec<_> = kinds.into_iter().filter(|(unread, _)| *unread).map(|(_, kind)| kind).collect();
    if unread.is_empty() {
        return JobNotFound::NoJob { name, candidates };
    }
    JobNotFound::NoJobRead { name, unread: unread.join(", "), candidates }
}

fn list_jobs<'a>(jobs: impl IntoIterator<Item = &'a Job>) -> String {
    let line = |job: &Job| format!("\n  {}  {}", short(&job.id.to_string()), short(&job.name));
    list(jobs.into_iter().map(line).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use xo_health_core::model::{Mode, testing};

    fn world(jobs: &[(&str, &str)]) -> Backups {
        let job = |(id, name): &(&str, &str)| Job {
            id: (*id).into(),
            ..testing::job(name, JobKind::Backup(Mode::Delta))
        };
        Backups {
            jobs: Some(jobs.iter().map(job).collect()),
            mirror_jobs: Some(Vec::new()),
            metadata_jobs: Some(Vec::new()),
            call_jobs: Some(Vec::new()),
            ..Backups::default()
        }
    }

    #[test]
    fn finds_by_id_then_by_name_then_by_the_beginning() {
        let backups = world(&[
            ("00000000-0000-0000-0000-000000000001", "nightly"),
            ("00000000-0000-0000-0000-000000000002", "nightly delta"),
            ("b1", "Weekly"),
            ("b2", "weekly"),
            ("c1", "毎晩"),
        ]);
        let cases = [
            ("nightly", Some("nightly")),
            (" NIGHTLY ", Some("nightly")),
            ("nightly d", Some("nightly delta")),
            ("night", None),
            ("00000000-0000-0000-0000-000000000002", Some("nightly delta")),
            ("00000000-0000-0000-0000", None),
            ("Weekly", Some("Weekly")),
            ("WEEKLY", None),
            ("b2", Some("weekly")),
            ("毎", Some("毎晩")),
            ("", None),
            ("x", None),
        ];
        for (asked, found) in cases {
            assert_eq!(job(&backups, asked).ok().map(|job| job.name.as_str()), found, "{asked}");
        }
        let several = job(&backups, "WEEKLY").unwrap_err().to_string();
        assert_eq!(
            several,
            "several jobs are called `WEEKLY` or begin with it; name one by its id:\n  b1  Weekly\n  b2  weekly"
        );
        let none = job(&backups, "x\u{1b}[2J").unwrap_err().to_string();
        assert!(none.starts_with("no job is called `x?[2J`; there are:\n  00000000-"), "{none}");
    }

    #[test]
    fn what_was_not_read_is_not_denied() {
        let none = job(&Backups { jobs: None, ..world(&[]) }, "x").unwrap_err().to_string();
        assert_eq!(
            none,
            "no job is called `x` among those that could be read; backup jobs could not be; there are: none"
        );
        assert_eq!(job(&world(&[]), "x").unwrap_err().to_string(), "no job is called `x`; there are: none");
    }
}
