//! Messages about values that an argument or the configuration does not allow.

use super::UserMessage;
use crate::cli::values::ValueError;
use crate::policy::WrongFailOn;

pub(super) fn value(wrong: &ValueError) -> UserMessage {
    match wrong {
        ValueError::Duration => UserMessage::new("value-duration", []),
        ValueError::Zero => UserMessage::new("value-zero", []),
        ValueError::Horizon => UserMessage::new("value-horizon", []),
        ValueError::Zone => UserMessage::new("value-zone", []),
        ValueError::Speed => UserMessage::new("value-speed", []),
        ValueError::Size => UserMessage::new("value-size", []),
        ValueError::Memory => UserMessage::new("value-memory", []),
        ValueError::Number { least, most } => {
            UserMessage::new("value-number", [("least", least.to_string()), ("most", most.to_string())])
        }
        ValueError::Instant => UserMessage::new("value-instant", []),
    }
}

pub(super) fn fail_on(wrong: WrongFailOn) -> UserMessage {
    match wrong {
        WrongFailOn::Shape => UserMessage::new("value-fail-on-shape", []),
        WrongFailOn::Range => UserMessage::new("value-fail-on-range", []),
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
