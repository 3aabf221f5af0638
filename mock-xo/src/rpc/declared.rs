//! The methods of a real server as it declares them: who may call them, and with which parameters.
//!
//! In: `methods.json`, the answer of the observed server to `system.getMethodsInfo` (names, schemas and rights, without
//! its texts). Out: the declaration of a method by name. It does not know what methods do.

use std::sync::OnceLock;

use serde_json::{Map, Value};

static EMBEDDED: &str = include_str!("methods.json");

/// Who may call a method at all; the method itself checks rights on single objects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Access {
    /// Everyone.
    Public,
    /// Any user signed in.
    SignedIn,
    /// Administrators.
    Admin,
}

/// What a server declares about one of its methods.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Declared {
    pub(crate) access: Access,
    /// XO's own dialect of JSON Schema, by parameter; `None` if anything is accepted.
    pub(crate) schema: Option<&'static Map<String, Value>>,
}

/// Answers `system.getMethodsInfo`.
pub(crate) fn all() -> &'static Map<String, Value> {
    static ALL: OnceLock<Map<String, Value>> = OnceLock::new();
    // The text is part of the program, and a test parses it.
    ALL.get_or_init(|| serde_json::from_str(EMBEDDED).unwrap_or_default())
}

/// Returns the declaration of the method with this name.
pub(crate) fn find(name: &str) -> Option<Declared> {
    let info = all().get(name)?;
    let access = match info.get("permission") {
        None => Access::SignedIn,
        Some(Value::Null) => Access::Public,
        // XO declares no permission other than `admin`.
        Some(_) => Access::Admin,
    };
    let schema = info.get("params").and_then(Value::as_object).filter(|schema| !schema.is_empty());
    Some(Declared { access, schema })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rights_are_read_as_declared() {
        for (name, expected) in [
            ("session.signIn", Some((Access::Public, false))),
            ("xo.getAllObjects", Some((Access::SignedIn, true))),
            ("schedule.getAll", Some((Access::Admin, false))),
            ("backupNg.getLogs", Some((Access::Admin, true))),
            ("sr.getUnhealthyVdiChainsLength", None),
        ] {
            let found = find(name).map(|declared| (declared.access, declared.schema.is_some()));
            assert_eq!(found, expected, "{name}");
        }
        assert!(all().len() > 300);
    }
}
