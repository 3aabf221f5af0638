//! Arguments that choose a part of a server.

use xo_health_core::analysis::Analysis;
use xo_health_core::pattern::Pattern;
use xo_health_core::scope::ScopeRequest;

/// The part of the server to report on: several of one kind are alternatives, several kinds restrict each other.
#[derive(Clone, Debug, clap::Args)]
pub(in crate::cli) struct Scope {
    /// Only these pools (name, UUID or glob; may be repeated)
    #[arg(long = "pool", value_name = "POOL")]
    pub(in crate::cli) pools: Vec<String>,

    /// Only these SRs, and the VMs with a disk or replica there (name, `pool/name`, UUID or glob; may be repeated)
    #[arg(long = "sr", value_name = "SR")]
    pub(in crate::cli) srs: Vec<String>,

    /// Only these jobs, and the VMs that they cover (name, id or glob; may be repeated)
    #[arg(long = "job", value_name = "JOB")]
    pub(in crate::cli) jobs: Vec<String>,

    /// Only VMs with one of these tags (tag or glob; may be repeated)
    #[arg(long = "tag", value_name = "TAG")]
    pub(in crate::cli) tags: Vec<String>,

    /// Replace all names with pseudonyms, except those of VMs with this tag or name and of their disks (glob; may be
    /// repeated)
    #[arg(long, value_name = "TAG|VM")]
    pub(in crate::cli) mask: Vec<String>,
}

/// The VMs to report on.
#[derive(Clone, Debug, clap::Args)]
pub(in crate::cli) struct OnlyVms {
    /// Only these VMs (name, `pool/name`, UUID or glob; may be repeated)
    #[arg(long = "vm", value_name = "VM")]
    pub(in crate::cli) vms: Vec<String>,
}

impl Scope {
    /// Replaces names with pseudonyms, if `--mask` is given.
    pub(in crate::cli) fn masked(&self, analysis: Analysis) -> Analysis {
        if self.mask.is_empty() {
            return analysis;
        }
        let keep: Vec<Pattern> = self.mask.iter().map(|text| Pattern::new(text)).collect();
        analysis.masked(&keep)
    }

    /// Replaces names as [`Self::masked`] does, with a tag in place of the placeholder.
    pub(in crate::cli) fn masked_for(&self, analysis: Analysis, placeholder: &str, tag: &str) -> Analysis {
        let mask = self.mask.iter().map(|text| text.replace(placeholder, tag)).collect();
        Self { mask, ..self.clone() }.masked(analysis)
    }

    /// Returns the part of the server that is asked for, with these VMs.
    pub(in crate::cli) fn requested(&self, vms: &[String]) -> ScopeRequest {
        ScopeRequest {
            pools: self.pools.clone(),
            srs: self.srs.clone(),
            vms: vms.to_vec(),
            jobs: self.jobs.clone(),
            tags: self.tags.clone(),
        }
    }
}
