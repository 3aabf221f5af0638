//! The methods of a real server as it declares them: who may call them, with which parameters.
//!
//! In: `methods.json`, what `system.getMethodsInfo` gave on the server observed (names, schemas and rights; its texts left
//! out). Out: the declaration of a method by name. It must not know what methods do.

use std::sync::OnceLock;

use serde_json::{Map, Value};

static EMBEDDED: &str = include_str!("methods.json");

/// Who may call a method at all; rights on single objects are the method's own business.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Access {
    /// Anybody.
    Public,
    /// Any user signed in.
    SignedIn,
    /// Administrators.
    Admin,
}

/// What a server says of one of its methods.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Declared {
    pub(crate) access: Access,
    /// XO's own dialect of JSON Schema, by parameter; `None` when anything goes.
    pub(crate) schema: Option<&'static Map<String, Value>>,
}

/// `system.getMethodsInfo`.
pub(crate) fn all() -> &'static Map<String, Value> {
    static ALL: OnceLock<Map<String, Value>> = OnceLock::new();
    // The text is part of the program, and a test reads it.
    ALL.get_or_init(|| serde_json::from_str(EMBEDDED).unwrap_or_default())
}

/// The declaration of the method of this name.
pub(crate) fn find(name: &str) -> Option<Declared> {
    let info = all().get(name)?;
    let access = match info.get("permission") {
        None => Access::SignedIn,
        Some(Value::Null) => Access::Public,
        // XO declares no other permission than `admin`.
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
