//! What the house rules need of a source: its paths, macros, comments, modules and test items.
//!
//! In: a source that rustc accepts, parsed by `syn`; literals are left out, so that a rule never trips over a
//! word in a string. No types, no expanded macros: the arguments of a macro are read as bare tokens.

use std::ops::Range;

use proc_macro2::{Delimiter, Ident, Spacing, Span, TokenStream, TokenTree};
use syn::visit::{self, Visit};
use syn::{Attribute, ImplItem, Item, Meta, TraitItem, UseTree};

/// A parsed source.
#[derive(Debug, Default)]
pub(super) struct Code {
    /// Every path, including single names, in no particular order.
    pub(super) paths: Vec<NamePath>,
    /// The names that `use` imports.
    pub(super) imports: Vec<Import>,
    /// The calls of macros: name and place.
    pub(super) macros: Vec<(String, Place)>,
    /// Runs of comments, each with its first line.
    pub(super) comments: Vec<(usize, String)>,
    /// The modules that have their own files.
    pub(super) modules: Vec<Declaration>,
    /// The line at which the tests at the end of the file start.
    pub(super) tests: Option<usize>,
}

/// The place of something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    /// From 1.
    pub(super) line: usize,
    /// The number of `mod name { … }` of this file around it.
    pub(super) depth: usize,
    /// Whether it belongs to an item that is only compiled for tests.
    pub(super) test: bool,
}

/// A path as written, with groups of a `use` expanded: `a::{b, c::*}` becomes `a::b` and `a::c::*`.
#[derive(Debug)]
pub(super) struct NamePath {
    /// At least one; the last may be `*`.
    pub(super) segments: Vec<String>,
    /// Where it starts.
    pub(super) place: Place,
    /// Whether it is only re-exported: `pub use`.
    pub(super) reexported: bool,
}

/// A name that `use` brings in.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Import {
    /// Its name here: the part after `as`, or the last name of the path.
    pub(super) name: String,
    /// The path as written.
    pub(super) segments: Vec<String>,
    /// The number of `mod name { … }` of this file around it.
    pub(super) depth: usize,
}

/// A `mod name;`.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Declaration {
    /// The names of the `mod … { }` around it, then its own.
    pub(super) names: Vec<String>,
    /// The value of `#[path = "…"]`.
    pub(super) path: Option<String>,
    /// Whether it is only compiled for tests.
    pub(super) test: bool,
}

impl Code {
    /// Parses a source.
    ///
    /// # Errors
    /// The source cannot be parsed.
    pub(super) fn read(text: &str) -> syn::Result<Self> {
        let tokens: TokenStream = text.parse()?;
        let file: syn::File = syn::parse2(tokens.clone())?;
        let mut reader = Reader::default();
        reader.visit_file(&file);
        let mut code = reader.code;
        code.comments = comments(text, tokens);
        code.tests = tests(&file.items);
        Ok(code)
    }
}

/// Walks a syntax tree and collects what [`Code`] holds.
#[derive(Default)]
struct Reader {
    code: Code,
    around: Vec<String>,
    test: bool,
    reexported: bool,
}

impl Reader {
    fn place(&self, span: Span) -> Place {
        Place { line: span.start().line, depth: self.around.len(), test: self.test }
    }

    fn under(&mut self, attributes: &[Attribute], walk: impl FnOnce(&mut Self)) {
        let before = self.test;
        self.test |= attributes.iter().any(is_for_tests);
        walk(self);
        self.test = before;
    }

    fn keep(&mut self, segments: Vec<String>, span: Span) {
        let place = self.place(span);
        self.code.paths.push(NamePath { segments, place, reexported: self.reexported });
    }

    fn import(&mut self, name: &Ident, segments: Vec<String>) {
        let (segments, name) = match segments.split_last() {
            // `use a::b::{self}` names b
            Some((last, before)) if last == "self" && !before.is_empty() => {
                let name = if name == "self" { last_of(before) } else { name.to_string() };
                (before.to_vec(), name)
            }
            _ => (segments, name.to_string()),
        };
        self.code.imports.push(Import { name, segments, depth: self.around.len() });
    }

    fn keep_use(&mut self, tree: &UseTree, before: &[String]) {
        let with = |name: &Ident| before.iter().cloned().chain([name.to_string()]).collect::<Vec<_>>();
        match tree {
            UseTree::Path(path) => self.keep_use(&path.tree, &with(&path.ident)),
            UseTree::Name(name) => {
                self.import(&name.ident, with(&name.ident));
                self.keep(with(&name.ident), name.ident.span());
            }
            UseTree::Rename(name) => {
                self.import(&name.rename, with(&name.ident));
                self.keep(with(&name.ident), name.ident.span());
            }
            UseTree::Glob(glob) => {
                let segments = before.iter().cloned().chain(["*".to_owned()]).collect();
                self.keep(segments, glob.star_token.span);
            }
            UseTree::Group(group) => group.items.iter().for_each(|item| self.keep_use(item, before)),
        }
    }

    /// Collects the paths and macro calls among bare tokens.
    fn keep_tokens(&mut self, tokens: TokenStream) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let mut at = 0;
        while at < tokens.len() {
            at += match &tokens[at] {
                TokenTree::Ident(name) => self.keep_words(name, &tokens[at + 1..]),
                TokenTree::Group(group) => {
                    self.keep_tokens(group.stream());
                    1
                }
                _ => 1,
            };
        }
    }

    /// Collects the path that starts with `first`, and the macro call that it may be; returns its length in tokens.
    fn keep_words(&mut self, first: &Ident, after: &[TokenTree]) -> usize {
        let mut segments = vec![first.to_string()];
        let mut rest = after;
        while let [TokenTree::Punct(a), TokenTree::Punct(b), TokenTree::Ident(name), ..] = rest
            && (a.as_char(), a.spacing(), b.as_char()) == (':', Spacing::Joint, ':')
        {
            segments.push(name.to_string());
            rest = &rest[3..];
        }
        // `a != b` is a comparison: its `!` is joined to what follows.
        if let [TokenTree::Punct(mark), TokenTree::Group(_), ..] = rest
            && mark.as_char() == '!'
            && let Some(name) = segments.last()
        {
            let call = (name.clone(), self.place(first.span()));
            self.code.macros.push(call);
        }
        self.keep(segments, first.span());
        1 + after.len() - rest.len()
    }
}

impl<'ast> Visit<'ast> for Reader {
    fn visit_item(&mut self, item: &'ast Item) {
        self.under(attributes(item), |reader| visit::visit_item(reader, item));
    }

    fn visit_impl_item(&mut self, item: &'ast ImplItem) {
        let attributes: &[Attribute] = match item {
            ImplItem::Const(item) => &item.attrs,
            ImplItem::Fn(item) => &item.attrs,
            ImplItem::Type(item) => &item.attrs,
            ImplItem::Macro(item) => &item.attrs,
            _ => &[],
        };
        self.under(attributes, |reader| visit::visit_impl_item(reader, item));
    }

    fn visit_trait_item(&mut self, item: &'ast TraitItem) {
        let attributes: &[Attribute] = match item {
            TraitItem::Const(item) => &item.attrs,
            TraitItem::Fn(item) => &item.attrs,
            TraitItem::Type(item) => &item.attrs,
            TraitItem::Macro(item) => &item.attrs,
            _ => &[],
        };
        self.under(attributes, |reader| visit::visit_trait_item(reader, item));
    }

    fn visit_item_mod(&mut self, module: &'ast syn::ItemMod) {
        self.around.push(module.ident.to_string());
        if module.content.is_none() {
            let path = module.attrs.iter().find_map(path_of);
            let names = self.around.clone();
            self.code.modules.push(Declaration { names, path, test: self.test });
        }
        visit::visit_item_mod(self, module);
        self.around.pop();
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.reexported = !matches!(item.vis, syn::Visibility::Inherited);
        self.keep_use(&item.tree, &[]);
        self.reexported = false;
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        if let Some(first) = path.segments.first() {
            let segments = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
            self.keep(segments, first.ident.span());
        }
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        if let Some(name) = call.path.segments.last() {
            let call = (name.ident.to_string(), self.place(name.ident.span()));
            self.code.macros.push(call);
        }
        visit::visit_macro(self, call);
        self.keep_tokens(call.tokens.clone());
    }

    fn visit_attribute(&mut self, attribute: &'ast Attribute) {
        visit::visit_attribute(self, attribute);
        if let Meta::List(list) = &attribute.meta {
            self.keep_tokens(list.tokens.clone());
        }
    }
}

fn last_of(segments: &[String]) -> String {
    segments.last().cloned().unwrap_or_default()
}

/// Lists the attributes of an item.
fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::ExternCrate(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::ForeignMod(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Macro(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::TraitAlias(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Union(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => &[],
    }
}

/// Returns whether an attribute leaves an item out of the program: `#[cfg(test)]`, also with `feature = "testkit"`.
fn is_for_tests(attribute: &Attribute) -> bool {
    match &attribute.meta {
        Meta::List(list) if list.path.is_ident("cfg") => names_test(list.tokens.clone()),
        _ => false,
    }
}

/// Returns whether a condition names `test`, but not as `not(test)`.
fn names_test(condition: TokenStream) -> bool {
    let mut negated = false;
    condition.into_iter().any(|token| match token {
        TokenTree::Ident(name) => {
            negated = name == "not";
            name == "test"
        }
        TokenTree::Group(group) => !negated && names_test(group.stream()),
        _ => false,
    })
}

/// Returns the value of `#[path = "…"]`.
fn path_of(attribute: &Attribute) -> Option<String> {
    let Meta::NameValue(pair) = &attribute.meta else { return None };
    match &pair.value {
        syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) if pair.path.is_ident("path") => {
            Some(text.value())
        }
        _ => None,
    }
}

/// Finds the first line of the test items at the end of a file, if there is a test module among them.
///
/// A helper for tests in the middle of a file does not end the count.
fn tests(items: &[Item]) -> Option<usize> {
    let is_test = |item: &&Item| attributes(item).iter().any(is_for_tests);
    let module = items.iter().rposition(|item| !is_test(&item)).map_or(0, |last| last + 1);
    let tail = &items[module..];
    let has_module = tail.iter().any(|item| matches!(item, Item::Mod(_)));
    let first = tail.first().filter(|_| has_module)?;
    // Not the comment above, which may be below other attributes and belongs to the tests as well.
    attributes(first).first().map(|attribute| attribute.pound_token.span.start().line)
}

/// Finds the comments, including doc comments: what is between the tokens, and tokens that were written as comments.
fn comments(text: &str, tokens: TokenStream) -> Vec<(usize, String)> {
    let mut ranges = Vec::new();
    list_ranges(tokens, &mut ranges);
    ranges.push(text.len()..text.len());
    let mut found = Vec::new();
    let mut end = 0;
    for range in ranges {
        let is_new = range.start >= end;
        let gap = if is_new { &text[end..range.start] } else { "" };
        let token = &text[range.clone()];
        let is_comment = token.starts_with("//") || token.starts_with("/*");
        let comment = if is_comment && is_new { token } else { "" };
        for (start, part) in [(end, gap), (range.start, comment)] {
            let blank = part.len() - part.trim_start().len();
            if blank < part.len() {
                let line = text[..start + blank].matches('\n').count() + 1;
                found.push((line, part.trim().to_owned()));
            }
        }
        end = end.max(range.end);
    }
    found
}

fn list_ranges(tokens: TokenStream, ranges: &mut Vec<Range<usize>>) {
    for token in tokens {
        match token {
            TokenTree::Group(group) if group.delimiter() != Delimiter::None => {
                ranges.push(group.span_open().byte_range());
                list_ranges(group.stream(), ranges);
                ranges.push(group.span_close().byte_range());
            }
            TokenTree::Group(group) => list_ranges(group.stream(), ranges),
            token => ranges.push(token.span().byte_range()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(text: &str) -> Vec<String> {
        let code = Code::read(text).unwrap();
        code.paths.iter().map(|path| path.segments.join("::")).filter(|path| path.contains("::")).collect()
    }

    #[test]
    fn paths_are_read_as_written() {
        let cases: &[(&str, &[&str])] = &[
            ("use a::b;", &["a::b"]),
            ("use ::std::fs;", &["std::fs"]),
            ("use a::{b, c::{d, e}, f::*};", &["a::b", "a::c::d", "a::c::e", "a::f::*"]),
            ("use a::{self, b as c};", &["a::self", "a::b"]),
            ("use {crate::a, crate::b};", &["crate::a", "crate::b"]),
            (
                "pub(in crate::a) fn f(x: &crate::a::B<super::c::D>) -> E {}",
                &["crate::a", "crate::a::B", "super::c::D"],
            ),
            ("fn f() { Vec::<std::fs::File>::new(); }", &["Vec::new", "std::fs::File"]),
            ("fn f() { x(|y| assert!(crate::a::b(y) == [c::D])); }", &["crate::a::b", "c::D"]),
            ("macro_rules! m { () => { $crate::a::b() } }", &["crate::a::b"]),
            ("#[a::b(c::d)] struct S { #[serde(with = \"e::f\")] x: g::H }", &["a::b", "c::d", "g::H"]),
            ("fn f() { if let Some(x) = a::b() && x { } }", &["a::b"]),
        ];
        for (text, expected) in cases {
            assert_eq!(paths(text), *expected, "{text}");
        }
    }

    #[test]
    fn imports_are_named_as_in_the_code() {
        let code =
            Code::read("use a::{b, c as d, e::{self}, f::{self as g}}; pub use h::i; mod m { use j::k; }")
                .unwrap();
        let found: Vec<_> = code
            .imports
            .iter()
            .map(|import| format!("{} = {} at {}", import.name, import.segments.join("::"), import.depth))
            .collect();
        let expected = [
            "b = a::b at 0",
            "d = a::c at 0",
            "e = a::e at 0",
            "g = a::f at 0",
            "i = h::i at 0",
            "k = j::k at 1",
        ];
        assert_eq!(found, expected);
        let reexported = code.paths.iter().filter(|path| path.reexported);
        assert_eq!(reexported.map(|path| path.segments.join("::")).collect::<Vec<_>>(), ["h::i"]);
    }

    #[test]
    fn literals_and_comments_hide_their_contents() {
        let hidden = [
            r#"const A: B = "a::b";"#,
            r#"const A: B = "\" a::b";"#,
            r###"const A: B = r#"a::b " a::b"#;"###,
            r#"const A: B = b"a::b";"#,
            "// a::b",
            "/* a /* a::b */ a::b */",
            "const A: B = '\\''; // a::b",
            "const A: B = '\"'; /* a::b \" */",
            "/// a::b",
        ];
        for text in hidden {
            assert_eq!(paths(&format!("{text}\n type T = c::d;")), ["c::d"], "{text}");
        }
    }

    #[test]
    fn comments_are_found_with_their_lines() {
        let text =
            "//! a\nfn f() { /* b\n */ g(\"// no\", '\"') } // c\n/// d\n// e\n\n/** f */ struct S;\n// g";
        let found = Code::read(text).unwrap().comments;
        let found: Vec<_> = found.iter().map(|(line, text)| (*line, text.as_str())).collect();
        let expected = [
            (1, "//! a"),
            (2, "/* b\n */"),
            (3, "// c"),
            (4, "/// d"),
            (5, "// e"),
            (7, "/** f */"),
            (8, "// g"),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn test_items_and_inline_modules_are_marked() {
        let text = "fn z() { a::a }\n#[cfg(test)]\n#[rustfmt::skip]\nfn b(x: [u8; 2]) { b::b() }\nmod m { fn d() { c::c } }\n\
            #[cfg(any(test, feature = \"x\"))] use d::d; impl S { #[cfg(test)] fn f() { e::e } fn g() { f::f } }\n\
            #[cfg(not(test))] fn h() { g::g }\n#[cfg(all(unix, not(any(test))))] fn i() { h::h }";
        let code = Code::read(text).unwrap();
        let of = |name: &str| {
            let place = code.paths.iter().find(|path| path.segments == [name, name]).unwrap().place;
            (place.line, place.test, place.depth)
        };
        let marks = ["a", "b", "c", "d", "e", "f", "g", "h"].map(of);
        let expected = [
            (1, false, 0),
            (4, true, 0),
            (5, false, 1),
            (6, true, 0),
            (6, true, 0),
            (6, false, 0),
            (7, false, 0),
            (8, false, 0),
        ];
        assert_eq!(marks, expected);
    }

    #[test]
    fn modules_in_files_are_listed() {
        let text = "mod a; mod b { mod c; #[cfg(test)] mod d { #[path = \"x.rs\"] mod e; } }";
        let of = |names: &[&str], path: Option<&str>, test| Declaration {
            names: names.iter().map(|name| (*name).to_owned()).collect(),
            path: path.map(str::to_owned),
            test,
        };
        let expected =
            [of(&["a"], None, false), of(&["b", "c"], None, false), of(&["b", "d", "e"], Some("x.rs"), true)];
        assert_eq!(Code::read(text).unwrap().modules, expected);
    }

    #[test]
    fn macros_are_distinguished_from_comparisons() {
        let code =
            Code::read("fn f() { todo!(); a != b; std::println!{\"x!()\"} v![dbg!(x), y != (z)] }").unwrap();
        let names: Vec<_> = code.macros.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["todo", "println", "v", "dbg"]);
    }

    #[test]
    fn what_does_not_parse_is_an_error_with_its_line() {
        let error = Code::read("fn f() {}\nfn g( {}").unwrap_err();
        assert_eq!(error.span().start().line, 2);
    }
}
