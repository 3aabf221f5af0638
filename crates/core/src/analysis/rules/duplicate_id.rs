//! XOH-106: two objects have the same id.
//!
//! The first one read is kept, the other is left out of everything, so figures about that object may be wrong. A server
//! does not send that; a broken capture may, or two pools restored from one backup.

use super::support::subjects;
use crate::analysis::Analysis;
use crate::findings::evidence::DuplicateId;
use crate::findings::{Finding, Severity, Subject, SubjectKind};
use crate::model::{Conflict, ObjectId, Slot};

pub(super) fn find(analysis: &Analysis) -> Vec<Finding> {
    let ids = analysis.inventory().conflicts.iter().map(|Conflict::DuplicateId(id)| id);
    ids.map(|id| Finding::new(Severity::Warning, subject(analysis, id), DuplicateId { id: id.to_string() }))
        .collect()
}

fn subject(analysis: &Analysis, id: &ObjectId) -> Subject {
    let inventory = analysis.inventory();
    match inventory.find(id) {
        Some(Slot::Pool(pool)) => {
            let name = inventory.pool(pool).name.to_string();
            Subject { kind: SubjectKind::Pool, id: id.to_string(), name }
        }
        Some(Slot::Sr(sr)) => subjects::sr(inventory, sr),
        Some(Slot::Vdi(vdi)) => subjects::vdi(inventory, vdi),
        Some(Slot::Vm(vm)) => subjects::vm(inventory, vm),
        Some(Slot::Host(_)) | None => subjects::server(analysis),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::world::{World, show};

    #[test]
    fn names_what_is_doubled() {
        let cases = [
            ("sr s ext { disk a 1GiB disk b 1GiB }", ""),
            ("sr s ext { disk a 1GiB disk b 1GiB id=a disk c 1GiB id=a }", "warning vdi a"),
            ("sr s ext { disk a 1GiB disk b 1GiB id=s }", "warning sr s"),
            ("vm a vm b id=a", "warning vm a"),
            ("sr s ext vm v id=pool/host1", "warning server "),
        ];
        for (text, expected) in cases {
            assert_eq!(show(&find(&World::new(text).analysis())), expected, "{text}");
        }
    }
}
