//! What every section of an explanation needs.

use crate::parsed::ParsedVm;
use xo_health_report::blocks::{Look, Text};
use xo_health_report::say::Say;

/// The columns of a name.
pub(super) const NAME: u16 = 40;

/// How many runs, VMs or errors are shown before the rest is folded.
pub(super) const SHOWN: usize = 10;

/// Returns the label before a value.
pub(super) fn label(id: &str, say: &Say<'_>) -> Text {
    Text::look(Look::Accent, say.words.phrase(id))
}

/// Lists the names of the VMs that are shown.
pub(super) fn names(vms: &[ParsedVm], say: &Say<'_>) -> Text {
    let name = |vm: &ParsedVm| Text::name(vm.name.as_deref().or(vm.id.as_deref()).unwrap_or("?"), NAME);
    say.vms(vms.iter().map(name).collect(), SHOWN)
}
