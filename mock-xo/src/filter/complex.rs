//! XO's filter language, the "complex matcher" (xo-protocol 2.10).
//!
//! Terms side by side must all match; `name:term` looks into a property, `name?` tests whether it is truthy, `!`
//! negates, `|(a b)` is or, `(a b)` and, `>n >=n <n <=n` compare, `/…/i` is a regular expression, quotes keep a text as
//! it is, `*` in a text matches anything. A plain text matches case-insensitively anywhere in strings, arrays and
//! objects.
//!
//! In: a text. Out: a [`Matcher`], or the place where it cannot be parsed.

use regex::{Regex, RegexBuilder};
use serde_json::Value;
use thiserror::Error;

/// Where a text stops being a filter, in XO's words.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("parse error: expected end of input at position {position}")]
pub struct ParseError {
    /// In characters from the start.
    pub position: usize,
}

/// A parsed filter.
#[derive(Debug)]
pub struct Matcher(Node);

#[derive(Debug)]
enum Node {
    And(Vec<Node>),
    Or(Vec<Node>),
    Not(Box<Node>),
    Property(String, Box<Node>),
    Truthy(String),
    Compare(Comparison, f64),
    /// A text, in lower case.
    Text(String),
    /// A number, or a text that holds it as written.
    Number(f64, String),
    Pattern(Regex),
}

#[derive(Debug, Clone, Copy)]
enum Comparison {
    More,
    AtLeast,
    Less,
    AtMost,
}

/// Most nested parentheses: a hostile filter must not exhaust the stack.
const MAX_DEPTH: usize = 100;

impl Matcher {
    /// Parses a filter.
    ///
    /// # Errors
    /// The place from which the text cannot be parsed.
    pub fn parse(text: &str) -> Result<Self, ParseError> {
        let chars: Vec<char> = text.chars().collect();
        let mut parser = Parser { chars: &chars, depth: 0 };
        let (terms, end) = parser.terms(0);
        if end < chars.len() {
            return Err(ParseError { position: end });
        }
        Ok(Self(Node::And(terms)))
    }

    /// Returns whether a value matches.
    #[must_use]
    pub fn matches(&self, value: &Value) -> bool {
        self.0.matches(Some(value))
    }
}

/// Parses from a position; `None` means that nothing of that kind starts there.
struct Parser<'a> {
    chars: &'a [char],
    depth: usize,
}

type Parsed<T> = Option<(T, usize)>;

impl Parser<'_> {
    fn at(&self, position: usize) -> Option<char> {
        self.chars.get(position).copied()
    }

    fn skip_spaces(&self, mut position: usize) -> usize {
        while self.at(position).is_some_and(char::is_whitespace) {
            position += 1;
        }
        position
    }

    /// Parses as many terms as there are; returns them and the position after them.
    fn terms(&mut self, start: usize) -> (Vec<Node>, usize) {
        let mut position = self.skip_spaces(start);
        let mut terms = Vec::new();
        while let Some((term, end)) = self.term(position) {
            terms.push(term);
            position = self.skip_spaces(end);
        }
        (terms, position)
    }

    fn term(&mut self, start: usize) -> Parsed<Node> {
        if self.depth >= MAX_DEPTH {
            return None;
        }
        self.depth += 1;
        let parsed = match self.at(start)? {
            '(' => self.group(start).map(|(terms, end)| (Node::And(terms), end)),
            '|' => {
                let open = self.skip_spaces(start + 1);
                self.group(open).map(|(terms, end)| (Node::Or(terms), end))
            }
            '!' => {
                let inner = self.skip_spaces(start + 1);
                self.term(inner).map(|(term, end)| (Node::Not(Box::new(term)), end))
            }
            '>' | '<' => self.comparison(start),
            '/' => self.regex(start),
            _ => self.property_or_text(start),
        };
        self.depth -= 1;
        parsed
    }

    fn group(&mut self, start: usize) -> Parsed<Vec<Node>> {
        if self.at(start) != Some('(') {
            return None;
        }
        let (terms, end) = self.terms(start + 1);
        (self.at(end) == Some(')') && !terms.is_empty()).then_some((terms, end + 1))
    }

    fn comparison(&self, start: usize) -> Parsed<Node> {
        let or_equal = self.at(start + 1) == Some('=');
        let comparison = match (self.at(start)?, or_equal) {
            ('>', false) => Comparison::More,
            ('>', true) => Comparison::AtLeast,
            (_, false) => Comparison::Less,
            (_, true) => Comparison::AtMost,
        };
        let (text, end) = self.raw(start + 1 + usize::from(or_equal))?;
        Some((Node::Compare(comparison, text.parse().ok()?), end))
    }

    fn regex(&self, start: usize) -> Parsed<Node> {
        let mut pattern = String::new();
        let mut position = start + 1;
        loop {
            match self.at(position)? {
                '/' => break,
                '\\' => {
                    // `\/` is an escaped slash; all other escapes are those of the regular expression.
                    let escaped = self.at(position + 1)?;
                    if escaped != '/' {
                        pattern.push('\\');
                    }
                    pattern.push(escaped);
                    position += 2;
                }
                other => {
                    pattern.push(other);
                    position += 1;
                }
            }
        }
        position += 1;
        let ignore_case = self.at(position) == Some('i');
        let regex = RegexBuilder::new(&pattern).case_insensitive(ignore_case).build().ok()?;
        Some((Node::Pattern(regex), position + usize::from(ignore_case)))
    }

    fn property_or_text(&mut self, start: usize) -> Parsed<Node> {
        let quoted = self.at(start) == Some('"');
        let (text, end) = if quoted { self.quoted(start)? } else { self.raw(start)? };
        let after = self.skip_spaces(end);
        if self.at(after) == Some(':') {
            let child = self.skip_spaces(after + 1);
            if let Some((child, end)) = self.term(child) {
                return Some((Node::Property(text, Box::new(child)), end));
            }
        }
        if self.at(end) == Some('?') {
            return Some((Node::Truthy(text), end + 1));
        }
        let node = if quoted { Node::Text(text.to_lowercase()) } else { plain(&text)? };
        Some((node, end))
    }

    fn quoted(&self, start: usize) -> Parsed<String> {
        let mut text = String::new();
        let mut position = start + 1;
        loop {
            match self.at(position)? {
                '"' => return Some((text, position + 1)),
                '\\' => {
                    text.push(self.at(position + 1)?);
                    position += 2;
                }
                other => {
                    text.push(other);
                    position += 1;
                }
            }
        }
    }

    fn raw(&self, start: usize) -> Parsed<String> {
        let is_raw =
            |char: char| char.is_alphanumeric() || "-_.$*@+,;#%&'=~^[]{}".contains(char) || !char.is_ascii();
        let text: String =
            self.chars[start.min(self.chars.len())..].iter().take_while(|char| is_raw(**char)).collect();
        let end = start + text.chars().count();
        (end > start).then_some((text, end))
    }
}

/// Parses a text without quotes: a number, a glob or just a text.
fn plain(text: &str) -> Option<Node> {
    if let Ok(number) = text.parse::<f64>()
        && text.chars().all(|char| char.is_ascii_digit() || "+-.e".contains(char))
    {
        return Some(Node::Number(number, text.to_lowercase()));
    }
    if !text.contains('*') {
        return Some(Node::Text(text.to_lowercase()));
    }
    let pattern = text.split('*').map(regex::escape).collect::<Vec<_>>().join(".*");
    let glob = RegexBuilder::new(&format!("^{pattern}$"))
        .case_insensitive(true)
        .dot_matches_new_line(true)
        .build()
        .ok()?;
    Some(Node::Pattern(glob))
}

impl Node {
    /// Returns whether a value matches; `None` is JavaScript's undefined: the value of a missing property.
    fn matches(&self, value: Option<&Value>) -> bool {
        match self {
            Self::And(terms) => terms.iter().all(|term| term.matches(value)),
            Self::Or(terms) => terms.iter().any(|term| term.matches(value)),
            Self::Not(term) => !term.matches(value),
            Self::Property(name, child) => {
                let inner = property(value, name);
                inner.is_some() && child.matches(inner)
            }
            Self::Truthy(name) => property(value, name).is_some_and(is_truthy),
            Self::Compare(comparison, limit) => {
                value.and_then(Value::as_f64).is_some_and(|number| comparison.holds(number, *limit))
            }
            Self::Text(text) => anywhere(value, &|leaf| contains(leaf, text)),
            Self::Number(number, text) => {
                anywhere(value, &|leaf| leaf.as_f64() == Some(*number) || contains(leaf, text))
            }
            Self::Pattern(regex) => {
                anywhere(value, &|leaf| leaf.as_str().is_some_and(|text| regex.is_match(text)))
            }
        }
    }
}

impl Comparison {
    fn holds(self, number: f64, limit: f64) -> bool {
        match self {
            Self::More => number > limit,
            Self::AtLeast => number >= limit,
            Self::Less => number < limit,
            Self::AtMost => number <= limit,
        }
    }
}

fn property<'a>(value: Option<&'a Value>, name: &str) -> Option<&'a Value> {
    match value? {
        Value::Object(map) => map.get(name),
        Value::Array(list) => list.get(name.parse::<usize>().ok()?),
        _ => None,
    }
}

fn contains(leaf: &Value, text: &str) -> bool {
    leaf.as_str().is_some_and(|leaf| leaf.to_lowercase().contains(text))
}

/// Returns whether anything in the value, at any depth, passes the test.
fn anywhere(value: Option<&Value>, test: &dyn Fn(&Value) -> bool) -> bool {
    match value {
        None => false,
        Some(Value::Array(list)) => list.iter().any(|value| anywhere(Some(value), test)),
        Some(Value::Object(map)) => map.values().any(|value| anywhere(Some(value), test)),
        Some(leaf) => test(leaf),
    }
}

/// Returns whether JavaScript takes a value for true.
fn is_truthy(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(bool) => *bool,
        Value::Number(number) => number.as_f64().is_some_and(|number| number != 0.0),
        Value::String(text) => !text.is_empty(),
        Value::Array(_) | Value::Object(_) => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn expressions() {
        let value = json!({
            "type": "VDI-snapshot", "name_label": "会計DB disk (0)", "size": 10, "time": "10", "tags": ["Prod", "db"],
            "other_config": {"xo:backup:job": "abc"}, "missing": false, "empty": "", "$SR": "s-1",
        });
        let cases = [
            ("", true),
            ("type:VDI", true),
            ("type:vdi-snapshot", true),
            ("type:/^VDI$/", false),
            ("type:/^vdi-s/i", true),
            ("type:/^vdi-s/", false),
            ("snapshot", true),
            ("nothing", false),
            ("!nothing", true),
            ("! type:SR", true),
            ("type:SR prod", false),
            ("type:VDI prod", true),
            ("|(type:SR prod)", true),
            ("|(type:SR nothing)", false),
            ("type:|(SR VDI)", true),
            ("(type:VDI !prod)", false),
            ("tags:db", true),
            ("tags:p*", true),
            ("tags:p*x", false),
            ("size:10", true),
            ("time:10", true),
            ("size:1", false),
            ("size:>9", true),
            ("size:>10", false),
            ("size:>=10", true),
            ("size:<10", false),
            ("size:<=10", true),
            ("name_label:>1", false),
            ("other_config:\"xo:backup:job\":abc", true),
            ("\"disk (0)\"", true),
            ("会計", true),
            ("missing?", false),
            ("empty?", false),
            ("size?", true),
            ("absent?", false),
            ("!absent?", true),
            ("absent:x", false),
            ("!absent:x", true),
            ("absent:!x", false),
            ("$SR:s-1", true),
        ];
        for (text, expected) in cases {
            let matcher = Matcher::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
            assert_eq!(matcher.matches(&value), expected, "{text}");
        }
    }

    #[test]
    fn unreadable_text_is_reported_with_its_place() {
        let cases =
            [("type:(", 4), ("(a", 0), ("a )", 2), ("\"a", 0), ("/a", 0), (">x", 0), ("|", 0), ("a |()", 2)];
        for (text, position) in cases {
            assert_eq!(Matcher::parse(text).err(), Some(ParseError { position }), "{text}");
        }
        assert_eq!(
            Matcher::parse("type:(").unwrap_err().to_string(),
            "parse error: expected end of input at position 4"
        );
        assert!(Matcher::parse(&"(".repeat(100_000)).is_err());
    }
}
