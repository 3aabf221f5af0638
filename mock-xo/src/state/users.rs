//! Users, tokens and rights. In: credentials. Out: the user, or why there is none. It does not know sessions or HTTP.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde_json::{Map, Value, json};
use thiserror::Error;

use super::ids::{random_token, uuid_of};

pub(super) const ADMIN: &str = "admin@admin.net";
pub(super) const PLAIN: &str = "plain@example.org";
pub(super) const READER: &str = "reader@example.org";

/// The RBAC resources of the recorded least-privilege reader.
const READER_RESOURCES: [&str; 17] = [
    "sr",
    "vdi",
    "vdi-snapshot",
    "vdi-unmanaged",
    "vm",
    "vm-snapshot",
    "vbd",
    "pbd",
    "host",
    "pool",
    "backup-job",
    "backup-log",
    "schedule",
    "backup-repository",
    "task",
    "message",
    "alarm",
];

/// `authentication.throttlingDelay`, default 2 seconds (xo-protocol 1.4).
const THROTTLING_DELAY_MS: i64 = 2_000;

/// `permission` of a user; in practice XO has no others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Permission {
    /// Everything is allowed.
    Admin,
    /// Only what roles (RBAC) and ACLs grant is allowed.
    None,
}

impl Permission {
    fn as_str(self) -> &'static str {
        match self {
            Self::Admin => "admin",
            Self::None => "none",
        }
    }
}

/// What an ACL v1 entry allows on one object.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum AclV1 {
    /// `view`.
    Viewer,
    /// `view` and `operate`.
    Operator,
}

impl AclV1 {
    /// Returns the permission that a method needs.
    pub(crate) fn permission(self) -> &'static str {
        match self {
            Self::Viewer => "view",
            Self::Operator => "operate",
        }
    }
}

/// A user. `email` is the name, as in XO.
#[derive(Debug, Clone)]
pub struct User {
    /// UUID.
    pub id: String,
    /// Name, usually an e-mail address.
    pub email: String,
    /// Password in clear: this is a mock.
    pub password: String,
    /// The one-time password needed besides the password, if any. It is fixed: time does not matter here.
    pub otp: Option<String>,
    /// XO's permission.
    pub permission: Permission,
    /// RBAC (ACL v2 by its former name): REST resources (`sr`, `backup-job`, …) that this user may read.
    pub resources: BTreeSet<String>,
    /// ACL v1: rights by object id.
    pub acl_v1: BTreeMap<String, AclV1>,
}

impl User {
    /// Returns a user without any right.
    #[must_use]
    pub fn new(email: &str, password: &str, permission: Permission) -> Self {
        Self {
            id: uuid_of(email),
            email: email.to_owned(),
            password: password.to_owned(),
            otp: None,
            permission,
            resources: BTreeSet::new(),
            acl_v1: BTreeMap::new(),
        }
    }

    /// Returns whether this is an administrator.
    #[must_use]
    pub fn is_admin(&self) -> bool {
        self.permission == Permission::Admin
    }

    /// Returns whether this user has at least this right (ACL v1) on this object.
    #[must_use]
    pub fn may(&self, right: AclV1, object: &str) -> bool {
        self.is_admin() || self.acl_v1.get(object).is_some_and(|granted| *granted >= right)
    }

    /// Returns whether this user may read this REST resource (RBAC).
    #[must_use]
    pub fn may_read(&self, resource: &str) -> bool {
        self.is_admin() || self.resources.contains(resource)
    }

    /// Returns the privileges (RBAC) as `/users/{id}/acl-privileges` lists them. Only the requests that create them
    /// were recorded (`{roleId, resource, action, effect}`), and their ids; the list has the form in xo-server's code.
    /// An administrator needs none.
    #[must_use]
    pub fn privileges(&self) -> Vec<Value> {
        let role = uuid_of(&format!("role of {}", self.email));
        let privilege = |resource: &String| {
            let id = uuid_of(&format!("{role} {resource}"));
            json!({"id": id, "action": "read", "resource": resource, "effect": "allow", "roleId": role})
        };
        self.resources.iter().map(privilege).collect()
    }

    /// Returns the answer to `session.signIn` and `session.getUser`.
    #[must_use]
    pub fn public(&self) -> Value {
        json!({
            "id": self.id,
            "email": self.email,
            "groups": [],
            "permission": self.permission.as_str(),
            "preferences": {},
        })
    }
}

/// An authentication token.
#[derive(Debug, Clone)]
pub struct Token {
    /// The secret itself.
    pub id: String,
    /// Name of its user.
    pub email: String,
    /// When it expires, in ms since 1970; `None`: never.
    pub expiration: Option<i64>,
}

/// Users and their tokens.
#[derive(Debug, Clone)]
pub struct Users {
    users: Vec<User>,
    tokens: Vec<Token>,
}

impl Default for Users {
    /// Returns an administrator, a user without rights and a least-privilege reader, each with its name as password
    /// (`admin`, `plain`, `reader`) and one random token that does not expire.
    fn default() -> Self {
        let mut reader = User::new(READER, "reader", Permission::None);
        reader.resources = READER_RESOURCES.iter().map(ToString::to_string).collect();
        let users = vec![
            User::new(ADMIN, "admin", Permission::Admin),
            User::new(PLAIN, "plain", Permission::None),
            reader,
        ];
        let token = |user: &User| Token { id: random_token(), email: user.email.clone(), expiration: None };
        let tokens = users.iter().map(token).collect();
        Self { users, tokens }
    }
}

/// Why a sign-in fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub(crate) enum SignInError {
    /// XO error 3.
    #[error("invalid credentials")]
    InvalidCredentials,
    /// A try too soon after a failed one: not an XO error, so JSON-RPC masks its text.
    #[error("too fast authentication tries")]
    TooFast,
    /// An empty password: not an XO error either.
    #[error("empty password")]
    EmptyPassword,
}

impl Users {
    /// Returns no users.
    pub(super) fn nobody() -> Self {
        Self { users: Vec::new(), tokens: Vec::new() }
    }

    /// Returns all users.
    pub fn iter(&self) -> impl Iterator<Item = &User> {
        self.users.iter()
    }

    /// Ends all tokens: every session that used one is signed out at its next message.
    pub(crate) fn expire_tokens(&mut self, now_ms: i64) {
        for token in &mut self.tokens {
            token.expiration = Some(now_ms);
        }
    }

    /// Adds a user, or replaces the one with this name.
    pub fn add(&mut self, user: User) {
        self.users.retain(|known| known.email != user.email);
        self.users.push(user);
    }

    /// Adds a token.
    pub fn add_token(&mut self, token: Token) {
        self.tokens.push(token);
    }

    /// Makes `token` the only token of the administrator.
    pub fn set_admin_token(&mut self, token: &str) {
        self.set_token(ADMIN, token);
    }

    /// Makes `token` the only token of the reader.
    pub fn set_reader_token(&mut self, token: &str) {
        self.set_token(READER, token);
    }

    fn set_token(&mut self, email: &str, token: &str) {
        self.tokens.retain(|known| known.email != email);
        self.tokens.push(Token { id: token.to_owned(), email: email.to_owned(), expiration: None });
    }

    /// Returns the user with this name.
    #[must_use]
    pub fn get(&self, email: &str) -> Option<&User> {
        self.users.iter().find(|user| user.email == email)
    }

    /// Returns the user with this name, to change its rights.
    pub fn get_mut(&mut self, email: &str) -> Option<&mut User> {
        self.users.iter_mut().find(|user| user.email == email)
    }

    pub(super) fn token_of(&self, email: &str) -> Option<&str> {
        self.tokens.iter().find(|token| token.email == email).map(|token| token.id.as_str())
    }

    /// Returns the user of a token, and when the token expires. An expired token is unknown.
    pub(crate) fn by_token(&self, id: &str, now_ms: i64) -> Result<(&User, Option<i64>), SignInError> {
        let token = self.tokens.iter().find(|token| token.id == id).ok_or(SignInError::InvalidCredentials)?;
        if token.expiration.is_some_and(|end| end <= now_ms) {
            return Err(SignInError::InvalidCredentials);
        }
        let user = self.get(&token.email).ok_or(SignInError::InvalidCredentials)?;
        Ok((user, token.expiration))
    }

    fn by_password(&self, name: &str, password: &str, otp: Option<&str>) -> Option<&User> {
        let user = self.get(name).filter(|user| user.password == password)?;
        (user.otp.is_none() || user.otp.as_deref() == otp).then_some(user)
    }
}

/// Remembers failed tries by name; JSON-RPC and REST share it.
#[derive(Debug, Default)]
pub(crate) struct Throttle {
    failures: HashMap<String, i64>,
}

impl Throttle {
    /// Signs in by name and password.
    pub(crate) fn by_password<'users>(
        &mut self,
        users: &'users Users,
        name: &str,
        password: &str,
        otp: Option<&str>,
        now_ms: i64,
    ) -> Result<&'users User, SignInError> {
        if password.is_empty() {
            return Err(SignInError::EmptyPassword);
        }
        if self.failures.get(name).is_some_and(|last| now_ms < last.saturating_add(THROTTLING_DELAY_MS)) {
            return Err(SignInError::TooFast);
        }
        let Some(user) = users.by_password(name, password, otp) else {
            self.failures.insert(name.to_owned(), now_ms);
            return Err(SignInError::InvalidCredentials);
        };
        self.failures.remove(name);
        Ok(user)
    }
}

/// Returns rights of ACL v1 as `acl.getCurrentPermissions` shows them.
pub(crate) fn acl_v1_permissions(user: &User) -> Value {
    let permissions = user.acl_v1.iter().map(|(object, right)| {
        let mut granted = Map::new();
        granted.insert("view".to_owned(), json!(1));
        if *right >= AclV1::Operator {
            granted.insert("operate".to_owned(), json!(1));
        }
        (object.clone(), Value::Object(granted))
    });
    Value::Object(permissions.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_try_too_soon_is_refused_even_with_the_right_password() {
        let users = Users::default();
        let mut throttle = Throttle::default();
        let mut sign_in = |name, password, now| {
            throttle.by_password(&users, name, password, None, now).map(|user| user.email.clone())
        };
        assert_eq!(sign_in(ADMIN, "wrong", 0), Err(SignInError::InvalidCredentials));
        assert_eq!(sign_in(ADMIN, "admin", 1_999), Err(SignInError::TooFast));
        assert_eq!(sign_in(PLAIN, "plain", 1_999), Ok(PLAIN.to_owned()));
        assert_eq!(sign_in(ADMIN, "admin", 2_000), Ok(ADMIN.to_owned()));
        assert_eq!(sign_in(ADMIN, "", 2_001), Err(SignInError::EmptyPassword));
        assert_eq!(sign_in("nobody", "x", 2_001), Err(SignInError::InvalidCredentials));
    }

    #[test]
    fn a_wrong_or_missing_otp_is_a_wrong_password() {
        let mut users = Users::default();
        users.get_mut(ADMIN).unwrap().otp = Some("123456".to_owned());
        for (otp, expected) in [(None, false), (Some("654321"), false), (Some("123456"), true)] {
            let result = Throttle::default().by_password(&users, ADMIN, "admin", otp, 0).is_ok();
            assert_eq!(result, expected, "{otp:?}");
        }
    }

    #[test]
    fn tokens_end() {
        let mut users = Users::default();
        users.add_token(Token { id: "short".to_owned(), email: ADMIN.to_owned(), expiration: Some(10) });
        assert!(users.by_token("short", 9).is_ok());
        assert_eq!(users.by_token("short", 10).err(), Some(SignInError::InvalidCredentials));
        assert_eq!(users.by_token("other", 0).err(), Some(SignInError::InvalidCredentials));
    }

    #[test]
    fn acl_v1_rights_include_lower_ones() {
        let mut user = User::new("x", "x", Permission::None);
        user.acl_v1.insert("sr".to_owned(), AclV1::Operator);
        assert!(user.may(AclV1::Viewer, "sr"));
        assert!(user.may(AclV1::Operator, "sr"));
        assert!(!user.may(AclV1::Viewer, "other"));
        assert_eq!(acl_v1_permissions(&user), json!({"sr": {"view": 1, "operate": 1}}));
    }
}
