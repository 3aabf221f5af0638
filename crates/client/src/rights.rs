//! What a user may read over REST, by the user's privileges (RBAC) as XO lists them: they distinguish an empty list
//! from a hidden one. Pure.
//!
//! Only the requests that create privileges were recorded (`{roleId, resource, action, effect}`; tests/fixtures,
//! facts/xo-observed.md "Who may call what"). The rules are from reading xo-server's code, not from observation:
//! `read` and `*` allow reading, a `selector` narrows a privilege to some objects, one `deny` outweighs
//! every `allow`. What is not understood proves nothing.

use serde_json::Value;

/// What a user may see of a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shown {
    /// Nothing, as far as the privileges are understood.
    None,
    /// Some objects: a privilege is narrowed, or another one denies.
    Some,
    /// Every object, so that an empty list is really empty.
    All,
}

/// Returns how much of a resource these privileges let their user read.
pub(super) fn shown(privileges: &Value, resource: &str) -> Shown {
    let (mut all, mut some, mut withheld) = (false, false, false);
    for privilege in entries(privileges) {
        match effect(privilege, resource) {
            Effect::None => {}
            Effect::Grants => all = true,
            Effect::GrantsSome => some = true,
            Effect::Withholds => withheld = true,
        }
    }
    match (all, some, withheld) {
        (true, _, false) => Shown::All,
        (false, false, _) => Shown::None,
        _ => Shown::Some,
    }
}

/// The effect of a privilege on reading all objects of a resource.
enum Effect {
    None,
    Grants,
    GrantsSome,
    Withholds,
}

/// Returns the entries of a list, or of a map by id.
fn entries(privileges: &Value) -> Vec<&Value> {
    match privileges {
        Value::Array(list) => list.iter().collect(),
        Value::Object(map) => map.values().collect(),
        _ => Vec::new(),
    }
}

fn effect(privilege: &Value, resource: &str) -> Effect {
    let text = |key: &str| privilege.get(key).and_then(Value::as_str);
    // XO's resources include no `*`, which could only mean all of them
    if text("resource").is_some_and(|named| named != resource && named != "*") {
        return Effect::None;
    }
    let (reads, touches) = actions(privilege);
    let understood = text("resource").is_some() && text("effect") == Some("allow");
    match (understood, reads, touches) {
        (true, true, _) if privilege.get("selector").is_none() => Effect::Grants,
        (true, true, _) => Effect::GrantsSome,
        (false, _, true) => Effect::Withholds,
        _ => Effect::None,
    }
}

/// Returns whether the actions of a privilege include reading as a whole, and whether they may concern it at all.
fn actions(privilege: &Value) -> (bool, bool) {
    let named: Vec<&str> = match privilege.get("action").or_else(|| privilege.get("actions")) {
        Some(Value::String(action)) => vec![action],
        Some(Value::Array(list)) => list.iter().filter_map(Value::as_str).collect(),
        _ => return (false, true),
    };
    let reads = named.iter().any(|action| matches!(*action, "read" | "*"));
    let touches = named.iter().any(|action| matches!(action.split(':').next(), Some("read" | "*")));
    (reads, touches)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_a_whole_right_shows_everything() {
        let allow = |action: &str| json!({"resource": "sr", "action": action, "effect": "allow"});
        let cases = [
            (json!([allow("read")]), true),
            (json!([allow("*")]), true),
            (json!({"a": allow("read")}), true),
            (json!([{"resource": "sr", "actions": ["scan", "read"], "effect": "allow"}]), true),
            (json!([{"resource": "*", "action": "read", "effect": "allow"}]), true),
            // other actions, other resources
            (json!([allow("scan")]), false),
            (json!([allow("read:name")]), false),
            (json!([{"resource": "srs", "action": "read", "effect": "allow"}]), false),
            // some objects only
            (
                json!([{"resource": "sr", "action": "read", "effect": "allow", "selector": {"id": "x"}}]),
                false,
            ),
            (
                json!([{"resource": "sr", "action": "read", "effect": "allow", "selector": {"id": "x"}}, allow("read")]),
                true,
            ),
            // one denial outweighs all
            (json!([allow("read"), {"resource": "sr", "action": "read", "effect": "deny"}]), false),
            (
                json!([{"resource": "sr", "action": "*", "effect": "deny", "selector": {"id": "x"}}, allow("read")]),
                false,
            ),
            (json!([allow("read"), {"resource": "sr", "action": "scan", "effect": "deny"}]), true),
            (json!([allow("read"), {"resource": "vm", "action": "read", "effect": "deny"}]), true),
            // what is not understood proves nothing
            (json!([allow("read"), {"resource": "sr", "action": "read"}]), false),
            (json!([allow("read"), {"action": "read", "effect": "deny"}]), false),
            (json!([allow("read"), {"resource": "sr", "effect": "deny"}]), false),
            (json!([allow("read"), 5]), false),
            (json!([]), false),
            (json!(null), false),
            (json!("sr"), false),
        ];
        for (privileges, expected) in cases {
            assert_eq!(shown(&privileges, "sr") == Shown::All, expected, "{privileges}");
        }
    }

    #[test]
    fn a_narrowed_right_shows_some() {
        let allow = json!({"resource": "sr", "action": "read", "effect": "allow"});
        let narrow = json!({"resource": "sr", "action": "read", "effect": "allow", "selector": {"id": "x"}});
        let deny = json!({"resource": "sr", "action": "read", "effect": "deny", "selector": {"id": "x"}});
        let cases = [
            (json!([narrow]), Shown::Some),
            (json!([narrow, allow]), Shown::All),
            (json!([allow, deny]), Shown::Some),
            (json!([narrow, deny]), Shown::Some),
            (json!([deny]), Shown::None),
            (json!([]), Shown::None),
        ];
        for (privileges, expected) in cases {
            assert_eq!(shown(&privileges, "sr"), expected, "{privileges}");
        }
    }
}
