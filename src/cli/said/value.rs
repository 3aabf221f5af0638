//! Messages about values that an argument or the configuration does not allow.

use super::Said;
use crate::cli::values::ValueError;
use crate::policy::WrongFailOn;

pub(super) fn value(wrong: &ValueError) -> Said {
    match wrong {
        ValueError::Duration => Said::new("value-duration", []),
        ValueError::Zero => Said::new("value-zero", []),
        ValueError::Horizon => Said::new("value-horizon", []),
        ValueError::Zone => Said::new("value-zone", []),
        ValueError::Speed => Said::new("value-speed", []),
        ValueError::Size => Said::new("value-size", []),
        ValueError::Memory => Said::new("value-memory", []),
        ValueError::Number { least, most } => {
            Said::new("value-number", [("least", least.to_string()), ("most", most.to_string())])
        }
        ValueError::Instant => Said::new("value-instant", []),
    }
}

pub(super) fn fail_on(wrong: WrongFailOn) -> Said {
    match wrong {
        WrongFailOn::Shape => Said::new("value-fail-on-shape", []),
        WrongFailOn::Range => Said::new("value-fail-on-range", []),
    }
}

/// Says in Japanese why an argument does not allow a value.
pub(in crate::cli) fn wrong_value(wrong: &ValueError) -> String {
    value(wrong).japanese().unwrap_or_else(|| wrong.to_string())
}

/// Says in Japanese why a text is not a limit for predictions.
pub(in crate::cli) fn wrong_fail_on(wrong: WrongFailOn) -> String {
    fail_on(wrong).japanese().unwrap_or_else(|| wrong.to_string())
}
