//! What may make a row fail, and the result of all of it together.

use super::cause::Cause;
use super::values::{BackupError, Basis, CERTAIN, Output, SUREST};
use crate::forecast::Incident;
use crate::model::ObjectId;

/// Something that may make a row fail.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Risk {
    /// The error.
    pub(super) error: BackupError,
    /// How likely it is.
    pub(super) chance: f64,
    /// The nearest cause; `None` if the forecast does not report anything so unlikely.
    pub(super) cause: Option<Cause>,
    /// The causes behind it.
    pub(super) behind: Vec<Cause>,
    /// The evidence.
    pub(super) basis: Basis,
    /// The SR behind it.
    pub(super) sr: Option<ObjectId>,
    /// The disk behind it.
    pub(super) vdi: Option<ObjectId>,
    /// The only output that is lost; `None` if all are.
    pub(super) output: Option<Output>,
}

impl Risk {
    /// Builds a risk that follows from the rules of XO and the storage.
    pub(super) fn rule(error: BackupError, chance: f64, cause: Cause) -> Self {
        Self::of(error, chance, cause, Basis::Rule)
    }

    pub(super) fn of(error: BackupError, chance: f64, cause: Cause, basis: Basis) -> Self {
        let cause = Some(cause);
        Self { error, chance, cause, behind: Vec::new(), basis, sr: None, vdi: None, output: None }
    }

    /// Builds a risk that was drawn, of which only the likelihood is known.
    pub(super) fn drawn(error: BackupError, chance: f64) -> Self {
        let basis = Basis::Simulation;
        Self { error, chance, cause: None, behind: Vec::new(), basis, sr: None, vdi: None, output: None }
    }

    pub(super) fn on_sr(self, sr: Option<&ObjectId>) -> Self {
        Self { sr: sr.cloned(), ..self }
    }

    pub(super) fn on_vdi(self, vdi: Option<&ObjectId>) -> Self {
        Self { vdi: vdi.cloned(), ..self }
    }

    pub(super) fn losing(self, output: Output) -> Self {
        Self { output: Some(output), ..self }
    }

    pub(super) fn behind(self, behind: Vec<Cause>) -> Self {
        Self { behind, ..self }
    }

    /// Returns whether it is only the base rate of surprises.
    pub(super) fn is_surprise(&self) -> bool {
        matches!(self.cause, Some(Cause::Surprises { .. }))
    }
}

/// Returns the chance of what a rule excludes: certain at the very next run, and nearly so after that.
pub(super) const fn excluded(is_next: bool) -> f64 {
    if is_next { CERTAIN } else { SUREST }
}

/// The combined chance of several risks.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Sum {
    /// How likely any of them is.
    pub(super) all: f64,
    /// How likely any is of those that this server shows, without surprises.
    pub(super) shown: f64,
}

/// Sums risks up: errors of the forecast exclude each other, all others are independent. Of several risks with one
/// error, the worst counts.
pub(super) fn sum(risks: &[Risk]) -> Sum {
    let certain = |shown: bool| {
        let all = risks.iter().filter(|risk| !shown || !risk.is_surprise());
        all.map(|risk| risk.chance).fold(0.0, f64::max) >= CERTAIN
    };
    let either = |shown: bool| {
        if certain(shown) {
            return CERTAIN;
        }
        let mut modelled = 0.0;
        let mut spared = 1.0;
        for error in BackupError::ALL {
            let of_error = risks.iter().filter(|risk| risk.error == error && !(shown && risk.is_surprise()));
            let worst = of_error.map(|risk| risk.chance).fold(0.0, f64::max);
            match incident(error) {
                Some(_) => modelled += worst,
                None => spared *= 1.0 - worst,
            }
        }
        rounded((1.0 - spared * (1.0 - f64::min(modelled, 1.0))).min(SUREST))
    };
    Sum { all: either(false), shown: either(true) }
}

/// Rounds a chance to the three digits that are reported.
pub(super) fn rounded(chance: f64) -> f64 {
    (chance * 1000.0).round() / 1000.0
}

/// Returns the risk that decides: the likeliest, or the first of several equally likely ones.
pub(super) fn decisive(risks: &[Risk]) -> Option<&Risk> {
    risks.iter().reduce(|best, risk| if risk.chance > best.chance { risk } else { best })
}

/// Returns the forecast's name for an error of a backup.
pub(super) const fn incident(error: BackupError) -> Option<Incident> {
    match error {
        BackupError::NoSpace => Some(Incident::NoSpace),
        BackupError::ChainTooLong => Some(Incident::ChainTooLong),
        BackupError::UnhealthyChain => Some(Incident::UnhealthyChain),
        BackupError::AlreadyRunning => Some(Incident::AlreadyRunning),
        _ => None,
    }
}

impl From<Incident> for BackupError {
    fn from(incident: Incident) -> Self {
        match incident {
            Incident::NoSpace => Self::NoSpace,
            Incident::ChainTooLong => Self::ChainTooLong,
            Incident::UnhealthyChain => Self::UnhealthyChain,
            Incident::RpoMissed => Self::RpoMissed,
            Incident::AlreadyRunning => Self::AlreadyRunning,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outlook::Share;

    fn risk(error: BackupError, chance: f64) -> Risk {
        Risk::rule(error, chance, Cause::VmMissing)
    }

    #[test]
    fn sums_of_chances() {
        use BackupError::{ChainTooLong, NoSpace, Other, RepositoryFull};
        let surprise = Cause::Surprises { failed: Share { n: 1, of: 100 } };
        let surprise = |chance| Risk::of(Other, chance, surprise.clone(), Basis::Log);
        let cases: [(&str, Vec<Risk>, f64, f64); 8] = [
            ("nothing", vec![], 0.0, 0.0),
            ("one", vec![risk(NoSpace, 0.3)], 0.3, 0.3),
            ("exclude each other", vec![risk(NoSpace, 0.3), risk(ChainTooLong, 0.2)], 0.5, 0.5),
            ("independent", vec![risk(NoSpace, 0.5), risk(RepositoryFull, 0.5)], 0.75, 0.75),
            ("one error twice", vec![risk(NoSpace, 0.3), risk(NoSpace, 0.4)], 0.4, 0.4),
            ("a surprise is not shown", vec![risk(NoSpace, 0.2), surprise(0.1)], 0.28, 0.2),
            ("never sure", vec![risk(NoSpace, 0.97), risk(ChainTooLong, 0.5)], SUREST, SUREST),
            ("but by a rule", vec![risk(NoSpace, 1.0), surprise(0.1)], 1.0, 1.0),
        ];
        for (case, risks, all, shown) in cases {
            assert_eq!(sum(&risks), Sum { all, shown }, "{case}");
        }
    }
}
