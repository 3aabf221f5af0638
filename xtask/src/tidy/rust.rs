//! Just enough of Rust's grammar for the house rules: tokens, comments, paths, test items.
//!
//! In goes a source that rustc accepts; out come its tokens without the contents of literals, so that a rule
//! never trips over a word in a string or a comment. No types, no macros expanded.

/// A source, taken apart.
#[derive(Debug)]
pub(super) struct Code<'s> {
    /// In their order, without comments.
    pub(super) tokens: Vec<Token<'s>>,
    /// Each comment with the line that it starts at.
    pub(super) comments: Vec<(usize, &'s str)>,
}

/// A token and where it stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token<'s> {
    /// From 1.
    pub(super) line: usize,
    /// What it is.
    pub(super) kind: Kind<'s>,
    /// How many `mod name { … }` of this file are around it.
    pub(super) modules: usize,
    /// Whether it belongs to an item under `#[cfg(test)]`, the attribute included.
    pub(super) test: bool,
}

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind<'s> {
    /// An identifier or keyword.
    Word(&'s str),
    /// One character of punctuation.
    Mark(char),
    /// A string, a character, a number or a lifetime; its contents do not matter here.
    Literal,
}

/// A path as written, a group of a `use` multiplied out: `a::{b, c::*}` gives `a::b` and `a::c::*`.
#[derive(Debug)]
pub(super) struct NamePath<'s> {
    /// At least one; the last may be `*`.
    pub(super) segments: Vec<&'s str>,
    /// The token that it starts with.
    pub(super) start: Token<'s>,
}

/// Keywords that a path with a leading `::` may follow: `use ::std::fs`.
const BEFORE_PATHS: [&str; 10] = ["as", "dyn", "else", "for", "if", "impl", "in", "match", "return", "use"];

impl<'s> Code<'s> {
    /// Takes a source apart. Never fails: what is no Rust gives tokens of no use.
    pub(super) fn read(text: &'s str) -> Self {
        let mut code = lex(text);
        mark_modules(&mut code.tokens);
        mark_tests(&mut code.tokens);
        code
    }

    /// Lists every path, single names included, in their order.
    pub(super) fn paths(&self) -> Vec<NamePath<'s>> {
        let mut found = Vec::new();
        let mut at = 0;
        while at < self.tokens.len() {
            at = match self.tokens[at].kind {
                Kind::Word(_) => read_path(&self.tokens, at, self.tokens[at], &mut Vec::new(), &mut found),
                _ => at + 1,
            };
        }
        found
    }

    /// Lists the calls of macros: name and token.
    pub(super) fn macros(&self) -> impl Iterator<Item = (&'s str, Token<'s>)> {
        self.tokens.windows(3).filter_map(|window| match window {
            // `a != b` is a comparison.
            [Token { kind: Kind::Word(name), .. }, Token { kind: Kind::Mark('!'), .. }, next]
                if next.kind != Kind::Mark('=') =>
            {
                Some((*name, window[0]))
            }
            _ => None,
        })
    }
}

/// Reads the path at `at` below `prefix`; gives the index of the first token after it.
fn read_path<'s>(
    tokens: &[Token<'s>],
    mut at: usize,
    start: Token<'s>,
    prefix: &mut Vec<&'s str>,
    found: &mut Vec<NamePath<'s>>,
) -> usize {
    let kind = |at: usize| tokens.get(at).map(|token| token.kind);
    while let Some(Kind::Word(name)) = kind(at) {
        prefix.push(name);
        at += 1;
        let goes_on = kind(at) == Some(Kind::Mark(':')) && kind(at + 1) == Some(Kind::Mark(':'));
        if !goes_on || BEFORE_PATHS.contains(&name) {
            break;
        }
        at += 2;
        match kind(at) {
            Some(Kind::Mark('*')) => {
                prefix.push("*");
                at += 1;
            }
            Some(Kind::Mark('{')) => return read_group(tokens, at + 1, prefix, found),
            _ => {}
        }
    }
    found.push(NamePath { segments: prefix.clone(), start });
    at
}

/// Reads the group of a `use` after its `{`; gives the index of the first token after its `}`.
fn read_group<'s>(
    tokens: &[Token<'s>],
    mut at: usize,
    prefix: &[&'s str],
    found: &mut Vec<NamePath<'s>>,
) -> usize {
    while let Some(&token) = tokens.get(at) {
        at = match token.kind {
            Kind::Mark('}') => return at + 1,
            Kind::Mark('*') => {
                let segments = prefix.iter().copied().chain(["*"]).collect();
                found.push(NamePath { segments, start: token });
                at + 1
            }
            // The new name in `a as b` is nobody's path.
            Kind::Word("as") => at + 2,
            Kind::Word(_) => read_path(tokens, at, token, &mut prefix.to_vec(), found),
            _ => at + 1,
        };
    }
    at
}

fn lex(text: &str) -> Code<'_> {
    let mut code = Code { tokens: Vec::new(), comments: Vec::new() };
    let (mut at, mut line) = (0, 1);
    while let Some(first) = text[at..].chars().next() {
        let rest = &text[at..];
        let mut literal = |length: usize| {
            code.tokens.push(Token { line, kind: Kind::Literal, modules: 0, test: false });
            length
        };
        let length = if first.is_whitespace() {
            first.len_utf8()
        } else if rest.starts_with("//") {
            let length = rest.find('\n').unwrap_or(rest.len());
            code.comments.push((line, &rest[..length]));
            length
        } else if rest.starts_with("/*") {
            let length = block_comment(rest);
            code.comments.push((line, &rest[..length]));
            length
        } else if first == '"' {
            literal(quoted(rest, '"'))
        } else if first == '\'' {
            literal(quote_mark(rest))
        } else if let Some(length) = raw_string(rest) {
            literal(length)
        } else if first.is_ascii_digit() {
            literal(word_length(rest))
        } else if is_word(first) {
            let length = word_length(rest);
            code.tokens.push(Token { line, kind: Kind::Word(&rest[..length]), modules: 0, test: false });
            length
        } else {
            code.tokens.push(Token { line, kind: Kind::Mark(first), modules: 0, test: false });
            first.len_utf8()
        };
        line += rest[..length].matches('\n').count();
        at += length;
    }
    code
}

fn is_word(c: char) -> bool {
    c == '_' || c.is_alphanumeric()
}

fn word_length(rest: &str) -> usize {
    rest.find(|c| !is_word(c)).unwrap_or(rest.len())
}

/// Gives the length of a block comment; they nest.
fn block_comment(rest: &str) -> usize {
    let (mut depth, mut at) = (0_usize, 0);
    while at < rest.len() {
        let (step, change) = match &rest.as_bytes()[at..] {
            [b'/', b'*', ..] => (2, 1),
            [b'*', b'/', ..] => (2, -1),
            _ => (1, 0),
        };
        at += step;
        depth = depth.saturating_add_signed(change);
        if depth == 0 {
            break;
        }
    }
    at
}

/// Gives the length of a text in quotes, both included.
fn quoted(rest: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if c == quote => return at + c.len_utf8(),
            _ => {}
        }
    }
    rest.len()
}

/// Gives the length of what starts with `'`: a character or a lifetime.
fn quote_mark(rest: &str) -> usize {
    let mut after = rest.chars().skip(1);
    match (after.next(), after.next()) {
        (Some('\\'), _) | (Some(_), Some('\'')) => quoted(rest, '\''),
        _ => 1 + word_length(&rest[1..]),
    }
}

/// Gives the length of a raw string such as `r#"…"#`, if one starts here.
fn raw_string(rest: &str) -> Option<usize> {
    let body = ["r", "br", "cr"].iter().find_map(|prefix| rest.strip_prefix(prefix))?;
    let hashes = body.len() - body.trim_start_matches('#').len();
    let inner = body[hashes..].strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(hashes));
    let length = inner.find(&end).map_or(inner.len(), |at| at + end.len());
    Some(rest.len() - inner.len() + length)
}

fn mark_modules(tokens: &mut [Token<'_>]) {
    let mut braces: Vec<bool> = Vec::new();
    for at in 0..tokens.len() {
        tokens[at].modules = braces.iter().filter(|is_module| **is_module).count();
        match tokens[at].kind {
            Kind::Mark('{') => {
                let is_module = at >= 2 && tokens[at - 2].kind == Kind::Word("mod");
                braces.push(is_module);
            }
            Kind::Mark('}') => {
                braces.pop();
            }
            _ => {}
        }
    }
}

fn mark_tests(tokens: &mut [Token<'_>]) {
    const ATTRIBUTE: [Kind<'_>; 7] = [
        Kind::Mark('#'),
        Kind::Mark('['),
        Kind::Word("cfg"),
        Kind::Mark('('),
        Kind::Word("test"),
        Kind::Mark(')'),
        Kind::Mark(']'),
    ];
    let mut at = 0;
    while at + ATTRIBUTE.len() <= tokens.len() {
        let is_attribute = tokens[at..].iter().zip(ATTRIBUTE).all(|(token, kind)| token.kind == kind);
        if !is_attribute {
            at += 1;
            continue;
        }
        let end = item_end(tokens, at + ATTRIBUTE.len());
        tokens[at..end].iter_mut().for_each(|token| token.test = true);
        at = end;
    }
}

/// Gives the index after the item at `at`, its further attributes included.
fn item_end(tokens: &[Token<'_>], mut at: usize) -> usize {
    let mut depth = 0_usize;
    while let Some(token) = tokens.get(at) {
        at += 1;
        match token.kind {
            Kind::Mark('(' | '[' | '{') => depth += 1,
            Kind::Mark(')' | ']') => depth = depth.saturating_sub(1),
            Kind::Mark('}') => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return at;
                }
            }
            Kind::Mark(';') if depth == 0 => return at,
            _ => {}
        }
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(text: &str) -> Vec<String> {
        let code = Code::read(text);
        code.paths()
            .iter()
            .filter(|path| path.segments.len() > 1)
            .map(|path| path.segments.join("::"))
            .collect()
    }

    #[test]
    fn groups_of_paths_are_multiplied_out() {
        let cases: &[(&str, &[&str])] = &[
            ("use crate::model::Sr;", &["crate::model::Sr"]),
            (
                "use crate::{model::{self, Sr as Storage}, units::*};",
                &["crate::model::self", "crate::model::Sr", "crate::units::*"],
            ),
            ("use ::std::{fs, io::{self as x, *}};", &["std::fs", "std::io::self", "std::io::*"]),
            (
                "fn f() -> impl ::std::fmt::Debug { return ::std::env::args() }",
                &["std::fmt::Debug", "std::env::args"],
            ),
            ("use {crate::a, crate::b};", &["crate::a", "crate::b"]),
            ("fn f(x: &crate::a::B<super::c::D>) -> E {}", &["crate::a::B", "super::c::D"]),
            ("let x = Vec::<std::fs::File>::new();", &["std::fs::File"]),
            ("use crate::{", &[]),
        ];
        for (text, expected) in cases {
            let found: Vec<_> = paths(text);
            let expected: Vec<_> = expected.iter().map(|path| (*path).to_owned()).collect();
            assert_eq!(
                found.iter().filter(|path| !path.ends_with("::new")).cloned().collect::<Vec<_>>(),
                expected,
                "{text}"
            );
        }
    }

    #[test]
    fn literals_and_comments_hide_their_contents() {
        let hidden = [
            r#""a::b""#,
            r#""\" a::b""#,
            r###"r#"a::b " a::b"#"###,
            r#"b"a::b""#,
            "// a::b",
            "/* a /* a::b */ a::b */",
            "'\\'' // a::b",
            "'\"' /* a::b \" */",
        ];
        for text in hidden {
            assert_eq!(paths(&format!("{text}\n c::d")), ["c::d"], "{text}");
        }
    }

    #[test]
    fn a_lifetime_is_no_open_character() {
        assert_eq!(paths("fn f<'a>(x: &'a str, y: a::b) -> 'c' { 'é' }"), ["a::b"]);
    }

    #[test]
    fn lines_are_counted_across_literals_and_comments() {
        let code = Code::read("/* 1\n 2 */ \"\n3\"\nword");
        assert_eq!(code.comments[0].0, 1);
        assert_eq!((code.tokens[1].line, code.tokens[1].kind), (4, Kind::Word("word")));
    }

    #[test]
    fn test_items_and_inline_modules_are_marked() {
        let text = "fn a() {}\n#[cfg(test)]\n#[rustfmt::skip]\nfn b(x: [u8; 2]) { c() }\nmod m { fn d() {} }\n#[cfg(test)] use x::e; fn f() {}";
        let code = Code::read(text);
        let of = |name: &str| code.tokens.iter().find(|token| token.kind == Kind::Word(name)).unwrap();
        let marks = ["a", "b", "c", "d", "e", "f"].map(|name| (of(name).test, of(name).modules));
        assert_eq!(marks, [(false, 0), (true, 0), (true, 0), (false, 1), (true, 0), (false, 0)]);
    }

    #[test]
    fn macros_are_told_from_comparisons() {
        let code = Code::read("todo!(); a != b; std::println!{\"x!()\"}");
        assert_eq!(code.macros().map(|(name, _)| name).collect::<Vec<_>>(), ["todo", "println"]);
    }

    #[test]
    fn no_text_makes_it_panic() {
        for text in
            ["'", "\"", "r#\"", "/*", "'\\", "é'", "#[cfg(test)]", "r#", "b'", "mod {", "::", "crate::"]
        {
            let code = Code::read(text);
            assert!(code.paths().len() <= 2, "{text}");
        }
    }
}
