//! The pipeline: from an observation to its analysis.

use std::sync::Arc;

use super::{Analysis, Settings, rules};
use crate::backup::history::History;
use crate::backup::{BackupPlan, rpo};
use crate::chains::Chains;
use crate::forecast::{self, Verdict};
use crate::mask;
use crate::memory::Memory;
use crate::model::{Backups, Inventory, Observation};
use crate::pattern::Pattern;
use crate::storage;

impl Analysis {
    /// Works everything out: facts, forecast (if requested), findings.
    #[must_use]
    pub fn of(observation: Arc<Observation>, settings: &Settings) -> Self {
        Self::remembering(observation, Arc::default(), settings)
    }

    /// Works everything out, with what earlier observations of the server show: the forecast learns from it.
    #[must_use]
    pub fn remembering(observation: Arc<Observation>, memory: Arc<Memory>, settings: &Settings) -> Self {
        let Observation { inventory, backups, reading } = &*observation;
        let chains = Chains::build(inventory);
        let plan = BackupPlan::build(inventory, backups, reading.observed_at);
        let verdicts = forecast::verdicts(inventory, &chains, &plan);
        let mut analysis = Self::of_parts(observation, settings.clone(), chains, plan, verdicts);
        analysis.memory = memory;
        analysis.findings = rules::find(&analysis);
        if let Some(options) = &settings.forecast {
            let draft = analysis.learn(options);
            let mut forecast = forecast::predict(&draft, &analysis.verdicts, options);
            settings.correction.apply(&mut forecast);
            analysis.forecast = Some(forecast);
            analysis.draft = Some(draft);
        }
        analysis
    }

    /// Replaces all names by pseudonyms, except those of some VMs and of what belongs to them.
    #[must_use]
    pub fn masked(mut self, keep: &[Pattern]) -> Self {
        let masked = Arc::new(mask::mask(Observation::clone(&self.observation), keep));
        self.named = Some(std::mem::replace(&mut self.observation, masked));
        let Observation { inventory, backups, reading } = &*self.observation;
        self.plan = BackupPlan::build(inventory, backups, reading.observed_at);
        self.findings = rules::find(&self);
        if let Some(scope) = &self.scope {
            self.findings.retain(|finding| scope.has(inventory, &finding.subject));
        }
        self
    }

    /// Works the facts out, without forecast and findings.
    fn of_parts(
        observation: Arc<Observation>,
        settings: Settings,
        chains: Chains,
        plan: BackupPlan,
        verdicts: Vec<Verdict>,
    ) -> Self {
        let Observation { inventory, backups, reading } = &*observation;
        let (now, known_until) = (reading.observed_at, reading.known_until());
        let history = backups.runs.as_deref().map(|runs| History::build(runs, known_until));
        let runs = backups.runs.as_deref().unwrap_or_default();
        let rpo = rpo::seen_from(rpo::judge(&plan, history.as_ref(), runs, known_until), now);
        let collectors = inventory.sr_indices().map(|sr| storage::gc(inventory, &chains, sr, now)).collect();
        Self {
            settings,
            chains,
            plan,
            history,
            rpo,
            collectors,
            verdicts,
            draft: None,
            forecast: None,
            findings: Vec::new(),
            scope: None,
            memory: Arc::default(),
            stalls: std::sync::OnceLock::new(),
            observation,
            named: None,
        }
    }

    /// Learns what a forecast is simulated from.
    pub(crate) fn learn(&self, options: &forecast::Options) -> forecast::Draft {
        let (inventory, backups): (&Inventory, &Backups) = (self.inventory(), self.backups());
        forecast::calibrate(inventory, &self.chains, &self.plan, backups, &self.memory, self.now(), options)
    }
}

/// What a test provides instead of having it worked out.
#[cfg(any(test, feature = "testkit"))]
#[derive(Clone, Debug)]
pub struct Provided {
    /// The plan of the jobs.
    pub plan: BackupPlan,
    /// What runs meet.
    pub verdicts: Vec<Verdict>,
}

#[cfg(any(test, feature = "testkit"))]
impl Analysis {
    /// Works the facts out around what is given, for the cases of single rules: without forecast and findings.
    #[must_use]
    pub fn around(given: Provided, observation: Observation, settings: Settings) -> Self {
        let chains = Chains::build(&observation.inventory);
        Self::of_parts(Arc::new(observation), settings, chains, given.plan, given.verdicts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_owned() {
        fn owned<T: Send + Sync + 'static>() {}
        owned::<Analysis>();
    }
}
