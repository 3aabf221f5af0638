//! The time zone in which a schedule is read.

use jiff::tz::TimeZone;
use thiserror::Error;

/// The zone of a schedule: known to us, or the server's own.
#[derive(Debug, Clone, PartialEq)]
pub struct ScheduleZone(Option<TimeZone>);

/// Why a schedule's zone cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ZoneError {
    /// The time zone database of this machine does not have the name. XO's scheduler logs such a name and
    /// falls back to UTC (moment-timezone 0.5, `tz()`).
    #[error(
        "no time zone is named {name:?} here; give the schedule an IANA name such as `Europe/Paris`, or install tzdata"
    )]
    Unknown {
        /// The name in the schedule, cut at 64 characters.
        name: String,
    },
}

impl ScheduleZone {
    /// Reads the `timezone` of a schedule: if absent, or `utc` in any case, it is UTC; `local` is the
    /// server's own zone; anything else is a name in the IANA database (`@xen-orchestra/cron`, `Schedule`).
    ///
    /// # Errors
    /// [`ZoneError::Unknown`] for a name that the database does not have.
    pub fn parse(name: Option<&str>) -> Result<Self, ZoneError> {
        let Some(name) = name else { return Ok(Self::utc()) };
        if name.eq_ignore_ascii_case("utc") {
            return Ok(Self::utc());
        }
        if name == "local" {
            return Ok(Self(None));
        }
        let zone = TimeZone::get(name).ok().filter(|zone| !zone.is_unknown());
        zone.map(|zone| Self(Some(zone)))
            .ok_or_else(|| ZoneError::Unknown { name: name.chars().take(64).collect() })
    }

    /// Returns UTC, the zone of a schedule that names none.
    #[must_use]
    pub fn utc() -> Self {
        Self(Some(TimeZone::UTC))
    }

    /// Returns whether this is the server's own zone, which the schedule does not name.
    #[must_use]
    pub fn is_server_local(&self) -> bool {
        self.0.is_none()
    }

    /// Returns the zone; `None` for the server's own, which is unknown.
    #[must_use]
    pub fn time_zone(&self) -> Option<&TimeZone> {
        self.0.as_ref()
    }
}
