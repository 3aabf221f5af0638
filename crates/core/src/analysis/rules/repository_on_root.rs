//! XOH-802: a backup repository is on the root file system of XO's own machine.
//!
//! A `file://` repository is a directory of the machine that XO (or the proxy of the repository) runs on. On its root
//! file system, growing backups take the room of XO itself (needs-and-peers.md, row 32). Warning if XO reports that the
//! directory's file system is mounted at `/` and a job writes there. The observed server reports no mount point at all
//! (facts/xo-observed.md has none; `captures/special-states`): then it is info, for someone who knows the machine.
//! Nothing is reported about a directory that is known to be elsewhere, about repositories that are switched off, or
//! about those to which no started job writes.

use super::support::subjects;
use crate::analysis::Analysis;
use crate::findings::evidence::RepositoryOnRoot;
use crate::findings::{Finding, Severity};
use crate::model::Repository;

/// Where the root file system is mounted.
const ROOT: &str = "/";

pub(super) fn find(analysis: &Analysis) -> Vec<Finding> {
    let enabled = analysis.backups().repositories.iter().flatten().filter(|repository| repository.enabled);
    enabled.filter_map(|repository| judge(analysis, repository)).collect()
}

fn judge(analysis: &Analysis, repository: &Repository) -> Option<Finding> {
    let on_root = repository.space.mountpoint.as_deref().map(|mountpoint| mountpoint == ROOT);
    let jobs: Vec<String> =
        subjects::jobs_writing_to(analysis, &repository.id).map(|job| job.name.clone()).collect();
    if repository.scheme != "file" || on_root == Some(false) || jobs.is_empty() {
        return None;
    }
    Some(Finding::new(
        if on_root == Some(true) { Severity::Warning } else { Severity::Info },
        subjects::repository(repository),
        RepositoryOnRoot {
            path: repository.path.clone(),
            on_root,
            by_proxy: repository.proxy.is_some(),
            free_bytes: repository.space.available,
            jobs,
        },
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::world::{World, show};

    #[test]
    fn severity_by_what_is_known() {
        let world = |scheme: &str, mountpoint: Option<&str>, cron: &str| {
            let mut world = World::new("sr s ext vm web { disk root 9GiB on s }")
                .repository("nas", scheme, 1000, 500)
                .past("j", cron, &["web"], &[]);
            let repository = &mut world.backups.repositories.as_mut().unwrap()[0];
            repository.space.mountpoint = mountpoint.map(str::to_owned);
            world
        };
        let daily = "0 22 * * *";
        let disabled = {
            let mut world = world("file", Some("/"), daily);
            world.backups.repositories.as_mut().unwrap()[0].enabled = false;
            world
        };
        let cases = [
            ("on root", world("file", Some("/"), daily), "warning repository nas"),
            ("elsewhere", world("file", Some("/srv/backups"), daily), ""),
            ("not told", world("file", None, daily), "info repository nas"),
            ("a share, wherever it is mounted", world("nfs", Some("/"), daily), ""),
            ("nothing writes there", world("file", Some("/"), "off 0 22 * * *"), ""),
            ("switched off", disabled, ""),
        ];
        for (case, world, expected) in cases {
            assert_eq!(show(&find(&world.analysis())), expected, "{case}");
        }
    }
}
