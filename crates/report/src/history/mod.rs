//! What a history shows: SRs, disks, jobs and findings over time, and how good its forecasts were.
//!
//! In: what a store returns. Out: owned values, then blocks or JSON. Knows no store.

pub mod compose;
pub mod past;
pub mod score;
pub(crate) mod spark;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::blocks::Text;
use xo_health_core::model::ObjectId;

/// The columns of a name.
pub(crate) const NAME: u16 = 40;

/// The names of jobs, SRs, VMs and disks, by id.
pub type Labels = BTreeMap<ObjectId, String>;

/// An object and its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Named {
    /// Its id.
    pub id: String,
    /// Its latest name from the server, not cleaned; null if unknown.
    pub name: Option<String>,
}

impl Named {
    /// Looks an object up.
    #[must_use]
    pub fn of(id: &ObjectId, labels: &Labels) -> Self {
        Self { id: id.to_string(), name: labels.get(id).cloned() }
    }

    /// Returns its name, or its id if it has none.
    pub(crate) fn text(&self) -> Text {
        Text::name(self.name.as_ref().filter(|name| !name.is_empty()).unwrap_or(&self.id), NAME)
    }
}

/// Returns the name of a server: those of its pools.
pub(crate) fn pools(pools: &[Named]) -> Text {
    Text::join(pools.iter().map(Named::text), ", ")
}
