//! Parameter checks of JSON-RPC calls. In: a method's schema (XO's dialect) and what was sent. Out: the parameters to
//! use, or errors in the shape of ajv, the checker that XO uses.

use serde_json::{Map, Value, json};

use super::error::RpcError;

/// Checks parameters (xo-protocol 1.2 and 1.6): all are required unless `optional`; if any are declared, others are
/// refused, unless `*` is declared; a name that ends with `?` is dropped if unknown; `sr: x` means `id: x` in the
/// namespace `sr`.
pub(crate) fn check(
    method: &str,
    schema: Option<&Map<String, Value>>,
    params: &Map<String, Value>,
) -> Result<Map<String, Value>, RpcError> {
    let mut checked = Map::new();
    for (name, value) in params {
        match name.strip_suffix('?') {
            Some(stripped) if schema.is_none_or(|schema| schema.contains_key(stripped)) => {
                checked.insert(stripped.to_owned(), value.clone());
            }
            Some(_) => {}
            None => {
                checked.insert(name.clone(), value.clone());
            }
        }
    }
    let Some(schema) = schema else { return Ok(checked) };
    apply_alias(method, schema, &mut checked);
    match first_error(schema, &checked) {
        Some(error) => Err(RpcError::InvalidParameters(vec![error])),
        None => Ok(checked),
    }
}

fn apply_alias(method: &str, schema: &Map<String, Value>, params: &mut Map<String, Value>) {
    let namespace = method.split('.').next().unwrap_or_default();
    let usable = schema.contains_key("id") && !schema.contains_key(namespace) && !params.contains_key("id");
    if usable && params.get(namespace).is_some_and(Value::is_string) {
        let id = params.remove(namespace).unwrap_or_default();
        params.insert("id".to_owned(), id);
    }
}

/// Returns the first error, at which ajv stops: missing parameters before unknown ones, those before wrong ones.
fn first_error(schema: &Map<String, Value>, params: &Map<String, Value>) -> Option<Value> {
    let declared = || schema.iter().filter(|(name, _)| *name != "*");
    for (name, rule) in declared() {
        if !params.contains_key(name) && rule.get("optional") != Some(&json!(true)) {
            let message = format!("must have required property '{name}'");
            return Some(error("", "#/required", "required", json!({"missingProperty": name}), &message));
        }
    }
    if !schema.contains_key("*")
        && let Some(name) = params.keys().find(|name| !schema.contains_key(*name))
    {
        let details = json!({"additionalProperty": name});
        let message = "must NOT have additional properties";
        return Some(error("", "#/additionalProperties", "additionalProperties", details, message));
    }
    declared().find_map(|(name, rule)| wrong_value(name, rule, params.get(name)?))
}

fn wrong_value(name: &str, rule: &Value, value: &Value) -> Option<Value> {
    let path = format!("/{name}");
    let place = |keyword: &str| format!("#/properties/{name}/{keyword}");
    let wanted = rule.get("type")?;
    let types: Vec<&str> = match wanted {
        Value::Array(types) => types.iter().filter_map(Value::as_str).collect(),
        one => one.as_str().into_iter().collect(),
    };
    if !types.iter().any(|wanted| is_type(value, wanted)) {
        let message = format!("must be {}", types.join(","));
        return Some(error(&path, &place("type"), "type", json!({"type": wanted}), &message));
    }
    // XO's dialect needs strings of at least one character.
    if value.as_str() == Some("") {
        let message = "must NOT have fewer than 1 characters";
        return Some(error(&path, &place("minLength"), "minLength", json!({"limit": 1}), message));
    }
    None
}

fn is_type(value: &Value, wanted: &str) -> bool {
    match wanted {
        "string" => value.is_string(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "object" => value.is_object(),
        "array" => value.is_array(),
        _ => true,
    }
}

fn error(path: &str, schema_path: &str, keyword: &str, params: Value, message: &str) -> Value {
    json!({
        "instancePath": path,
        "schemaPath": schema_path,
        "keyword": keyword,
        "params": params,
        "message": message,
    })
}

#[cfg(test)]
mod tests {
    use super::super::declared;
    use super::*;

    fn check_as(method: &str, params: Value) -> Result<Map<String, Value>, RpcError> {
        check(method, declared::find(method).unwrap().schema, params.as_object().unwrap())
    }

    #[test]
    fn errors_are_those_observed() {
        let cases = [
            (
                "sr.getVdiChainsInfo",
                json!({}),
                json!({"instancePath": "", "schemaPath": "#/required", "keyword": "required",
                    "params": {"missingProperty": "id"}, "message": "must have required property 'id'"}),
            ),
            (
                "sr.getVdiChainsInfo",
                json!({"id": "x", "foo": 1}),
                json!({"instancePath": "", "schemaPath": "#/additionalProperties", "keyword": "additionalProperties",
                    "params": {"additionalProperty": "foo"}, "message": "must NOT have additional properties"}),
            ),
            (
                "xo.getAllObjects",
                json!({"limit": "ten"}),
                json!({"instancePath": "/limit", "schemaPath": "#/properties/limit/type", "keyword": "type",
                    "params": {"type": "number"}, "message": "must be number"}),
            ),
        ];
        for (method, params, expected) in cases {
            assert_eq!(
                check_as(method, params),
                Err(RpcError::InvalidParameters(vec![expected])),
                "{method}"
            );
        }
    }

    #[test]
    fn names_with_a_question_mark_and_aliases() {
        let cases = [
            ("sr.getVdiChainsInfo", json!({"id": "x", "foo?": 1}), json!({"id": "x"})),
            ("sr.getVdiChainsInfo", json!({"id?": "x"}), json!({"id": "x"})),
            ("sr.getVdiChainsInfo", json!({"sr": "x"}), json!({"id": "x"})),
            ("backupNg.getLogs", json!({"status": "failure"}), json!({"status": "failure"})),
            ("schedule.getAll", json!({"anything": 1}), json!({"anything": 1})),
        ];
        for (method, params, expected) in cases {
            assert_eq!(Value::Object(check_as(method, params).unwrap()), expected, "{method}");
        }
    }
}
