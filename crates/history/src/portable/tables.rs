//! The tables of a history, as an export contains them.

/// The type of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// The number of an object, or 0.
    Object,
    Int,
    Real,
    Text,
}

use Kind::{Int, Object, Real, Text};

/// A table other than those of servers, pools and objects; each has a column `server`.
pub(super) struct Table {
    pub(super) name: &'static str,
    /// The column by which rows are found in time; a join if they have no time of their own.
    pub(super) time: &'static str,
    /// Columns are only ever added, at the end: files of older programs lack the last ones.
    pub(super) columns: &'static [(&'static str, Kind)],
}

pub(super) const TABLES: &[Table] = &[
    Table {
        name: "reading",
        time: "t.at",
        columns: &[("at", Int), ("version", Text), ("logs_from", Int), ("predicted", Int)],
    },
    Table {
        name: "place",
        time: "t.at",
        columns: &[
            ("at", Int),
            ("sr", Object),
            ("size", Int),
            ("used", Int),
            ("images", Int),
            ("roots", Int),
            ("thin", Int),
            ("waiting", Int),
            ("waiting_bytes", Int),
            ("off", Int),
            ("no_space", Int),
            ("progress", Real),
            ("last_error", Int),
        ],
    },
    Table {
        name: "image",
        time: "t.at",
        columns: &[
            ("vdi", Object),
            ("at", Int),
            ("until", Int),
            ("sr", Object),
            ("parent", Object),
            ("kind", Int),
            ("size", Int),
            ("used", Int),
            ("by_hand", Int),
        ],
    },
    Table {
        name: "merged",
        time: "t.at",
        columns: &[
            ("began", Int),
            ("at", Int),
            ("sr", Object),
            ("nodes", Int),
            ("bytes", Int),
            ("left_over", Int),
        ],
    },
    Table {
        name: "trimmed",
        time: "t.at",
        columns: &[("began", Int), ("at", Int), ("sr", Object), ("bytes", Int)],
    },
    Table {
        name: "run",
        time: "t.at",
        columns: &[
            ("id", Object),
            ("job", Object),
            ("schedule", Object),
            ("at", Int),
            ("ended", Int),
            ("status", Text),
            ("error", Text),
        ],
    },
    Table {
        name: "run_vm",
        time: "(SELECT r.at FROM run r WHERE r.server = t.server AND r.id = t.run)",
        columns: &[
            ("run", Object),
            ("nr", Int),
            ("vm", Object),
            ("at", Int),
            ("ended", Int),
            ("status", Text),
            ("error", Text),
            ("snapshot_at", Int),
            ("snapshot_ended", Int),
            ("moved_at", Int),
            ("moved_ended", Int),
            ("bytes", Int),
            ("is_full", Int),
        ],
    },
    Table {
        name: "settings",
        time: "t.at",
        columns: &[
            ("kind", Text),
            ("id", Object),
            ("at", Int),
            ("until", Int),
            ("name", Text),
            ("written", Text),
        ],
    },
    Table {
        name: "finding",
        time: "t.at",
        columns: &[
            ("name", Text),
            ("at", Int),
            ("until", Int),
            ("severity", Text),
            ("label", Text),
            ("measured", Text),
        ],
    },
    Table {
        name: "forecast",
        time: "t.at",
        columns: &[
            ("at", Int),
            ("nr", Int),
            ("error", Text),
            ("job", Object),
            ("vm", Object),
            ("sr", Object),
            ("within", Int),
            ("chance", Real),
            ("first_at", Int),
            ("window_from", Int),
            ("window_until", Int),
            ("shift", Real),
        ],
    },
    Table {
        name: "taken",
        time: "t.at",
        columns: &[("job", Object), ("vm", Object), ("at", Int), ("until", Int)],
    },
    Table {
        name: "missed",
        time: "t.at",
        columns: &[("job", Object), ("vm", Object), ("good", Int), ("at", Int)],
    },
];
