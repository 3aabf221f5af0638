//! Users described in a file. In: `{name: {email, permission, acl_v1, acl_v2_read, …}}`. Out: [`Users`].
//!
//! `acl_v1` is a list of `{object, action}`: an id or `the <type> <name>`, and `viewer` or `operator`; `acl_v2_read`
//! (RBAC by its former name, as in the recordings) a list of REST resources. `id`, `password` (by default the user's
//! name), `otp` and `token` may be set too.

use serde_json::Value;
use thiserror::Error;

use super::users::{AclV1, Permission, Token, User, Users};
use super::{Object, State};

/// Why a roster cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum BadUsers {
    /// It is not an object whose values are objects with `email`.
    #[error("users should be an object of users, each with an `email`; `{0}` is not")]
    Shape(String),
    /// Neither `viewer` nor `operator`.
    #[error("the right `{right}` of {user} is neither `viewer` nor `operator`")]
    Right {
        /// The user.
        user: String,
        /// The right.
        right: String,
    },
    /// A right on something that does not exist.
    #[error("{user} has a right on `{object}`, which does not exist; write an id, or `the SR <name>`")]
    Object {
        /// The user.
        user: String,
        /// The object.
        object: String,
    },
}

impl Users {
    /// Reads users; the objects of their rights are looked up in `state`.
    ///
    /// # Errors
    /// Something is not as described above.
    pub fn from_json(users: &Value, state: &State) -> Result<Self, BadUsers> {
        let mut read = Self::nobody();
        let users = users.as_object().ok_or_else(|| BadUsers::Shape("the whole".to_owned()))?;
        for (name, entry) in users {
            let (user, token) = user(name, entry, state)?;
            read.add_token(Token { id: token, email: user.email.clone(), expiration: None });
            read.add(user);
        }
        Ok(read)
    }
}

fn user(name: &str, entry: &Value, state: &State) -> Result<(User, String), BadUsers> {
    let text = |key: &str| entry.get(key).and_then(Value::as_str);
    let email = text("email").ok_or_else(|| BadUsers::Shape(name.to_owned()))?;
    let permission = if text("permission") == Some("admin") { Permission::Admin } else { Permission::None };
    let mut user = User::new(email, text("password").unwrap_or(name), permission);
    user.otp = text("otp").map(str::to_owned);
    if let Some(id) = text("id") {
        user.id = id.to_owned();
    }
    let list = |key: &str| entry.get(key).and_then(Value::as_array).into_iter().flatten();
    user.resources = list("acl_v2_read").filter_map(Value::as_str).map(str::to_owned).collect();
    for right in list("acl_v1") {
        let part = |key: &str| right.get(key).and_then(Value::as_str).unwrap_or_default();
        let granted = match part("action") {
            "viewer" => AclV1::Viewer,
            "operator" => AclV1::Operator,
            other => return Err(BadUsers::Right { user: email.to_owned(), right: other.to_owned() }),
        };
        let object = find(part("object"), state)
            .ok_or_else(|| BadUsers::Object { user: email.to_owned(), object: part("object").to_owned() })?;
        user.acl_v1.insert(object, granted);
    }
    Ok((user, text("token").map_or_else(super::random_token, str::to_owned)))
}

fn find(object: &str, state: &State) -> Option<String> {
    if let Some(found) = state.objects.get(object) {
        return Some(found.id().to_owned());
    }
    let (kind, name) = object.strip_prefix("the ")?.split_once(' ')?;
    let is_it = |object: &&Object| object.kind() == kind && object.value()["name_label"] == name;
    state.objects.iter().find(is_it).map(|object| object.id().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn users_and_their_rights() {
        let mut state = State::new();
        state.objects.insert(json!({"id": "s", "type": "SR", "name_label": "nfs main"})).unwrap();
        let entry = json!({
            "admin": {"email": "admin@admin.net", "permission": "admin", "password": "x", "token": "t"},
            "op": {"email": "op@example.org", "acl_v1": [{"object": "the SR nfs main", "action": "operator"}],
                "acl_v2_read": ["sr"]},
        });
        let users = Users::from_json(&entry, &state).unwrap();
        assert_eq!(users.by_token("t", 0).unwrap().0.password, "x");
        let operator = users.get("op@example.org").unwrap();
        assert!(operator.may(AclV1::Operator, "s") && operator.may_read("sr") && !operator.is_admin());
        assert_eq!(operator.password, "op");
    }

    #[test]
    fn errors_are_reported() {
        for (entry, expected) in [
            (json!([]), "the whole"),
            (json!({"a": {}}), "`a`"),
            (json!({"a": {"email": "a", "acl_v1": [{"object": "x", "action": "viewer"}]}}), "`x`"),
            (json!({"a": {"email": "a", "acl_v1": [{"object": "x", "action": "owner"}]}}), "`owner`"),
        ] {
            let error = Users::from_json(&entry, &State::new()).unwrap_err().to_string();
            assert!(error.contains(expected), "{entry}: {error}");
        }
    }
}
