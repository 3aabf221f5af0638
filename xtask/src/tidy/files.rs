//! What every source file complies with: a purpose at its head, a length, nothing left to do, no private places.

use super::modules::Module;
use super::rust::Code;
use super::{File, Violation};

/// Lines that fit in a reader's head; those of the tests at the end are not counted.
const LONGEST: usize = 500;

/// Material of the developers that is not published.
const PRIVATE: [&str; 2] = [concat!("/work/", "shared"), concat!("../", "shared")];

/// Words in a comment that say "not done".
const UNDONE_WORDS: [&str; 2] = [concat!("FIX", "ME"), concat!("XX", "X")];

/// Macros that say "not done".
const UNDONE_MACROS: [&str; 2] = ["todo", "unimplemented"];

/// Checks that a module starts with a `//!` that says something.
pub(super) fn starts_with_its_purpose(file: &File) -> Vec<Violation> {
    let first = file.text.lines().next().unwrap_or_default();
    if first.strip_prefix("//!").is_some_and(|purpose| !purpose.trim().is_empty()) {
        return Vec::new();
    }
    vec![Violation::new(
        file,
        1,
        "a module starts with `//!`: its purpose, what goes in and out, what it must not know",
    )]
}

/// Checks the length of a file up to its tests.
pub(super) fn is_short(file: &File, code: &Code, module: &Module) -> Vec<Violation> {
    if module.test {
        return Vec::new();
    }
    let length = code.tests.map_or(file.text.lines().count(), |line| line - 1);
    if length <= LONGEST {
        return Vec::new();
    }
    let what = format!("{length} lines before the tests, {LONGEST} at most: one noun per file");
    vec![Violation::new(file, LONGEST + 1, what)]
}

/// Checks that nothing is left to do: no stub macros, no such words in comments.
pub(super) fn leaves_nothing_to_do(file: &File, code: &Code) -> Vec<Violation> {
    let mut found = Vec::new();
    for (name, place) in code.macros.iter().filter(|(name, _)| UNDONE_MACROS.contains(&name.as_str())) {
        found.push(Violation::new(
            file,
            place.line,
            format!("`{name}!`: do it, or file an issue and leave it out"),
        ));
    }
    for (start, comment) in &code.comments {
        for (offset, line) in comment.lines().enumerate() {
            let mut words = line.split(|c: char| !c.is_alphanumeric());
            if let Some(word) = words.find(|word| UNDONE_WORDS.contains(word)) {
                let what = format!("`{word}`: do it, or file an issue and leave it out");
                found.push(Violation::new(file, start + offset, what));
            }
        }
    }
    found
}

/// Checks that a file names no place that only its authors have: it must build and pass everywhere.
pub(super) fn names_no_private_material(file: &File) -> Vec<Violation> {
    let mut found = Vec::new();
    for (at, line) in file.text.lines().enumerate() {
        if let Some(place) = PRIVATE.iter().find(|place| line.contains(**place)) {
            let what = format!("names `{place}`: copy what is needed to a folder `fixtures`");
            found.push(Violation::new(file, at + 1, what));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::tests::lines;

    const AT: &str = "crates/core/src/chains/mod.rs";

    #[test]
    fn a_purpose_comes_first() {
        let rule = |file: &File, _: &Code, _: &Module| starts_with_its_purpose(file);
        for good in ["//! Chains.\nfn f() {}", "//! Chains.\n#![allow(x)]"] {
            assert_eq!(lines(AT, good, rule), [0_usize; 0], "{good}");
        }
        for bad in [
            "",
            "//!\nfn f() {}",
            "\n//! Late.",
            "// Not documentation.",
            "use x;\n//! Late.",
            "/// Of an item.",
        ] {
            assert_eq!(lines(AT, bad, rule), [1], "{bad}");
        }
    }

    #[test]
    fn length_is_counted_to_the_tests() {
        let code = |count: usize| "fn f() {}\n".repeat(count);
        let tests = "#[cfg(test)]\nmod tests {\n";
        let cases: &[(String, &[usize])] = &[
            (code(500), &[]),
            (code(501), &[501]),
            (code(500) + tests + &code(300) + "}\n", &[]),
            (code(501) + tests + &code(3) + "}\n", &[501]),
            (format!("#[cfg(test)]\nuse x::y;\n{}", code(600)), &[501]),
            (format!("#[cfg(test)]\nfn g() {{}}\n{}{tests}}}\n", code(499)), &[501]),
            (format!("{}#[cfg(test)]\n#[path = \"x.rs\"]\nmod tests;\n", code(500)), &[]),
            (format!("// #[cfg(test)] mod tests\n{}", code(500)), &[501]),
        ];
        for (at, (text, expected)) in cases.iter().enumerate() {
            assert_eq!(lines(AT, text, is_short), *expected, "case {at}");
        }
    }

    #[test]
    fn nothing_is_left_to_do() {
        let [fix, marks] = UNDONE_WORDS;
        let cases: &[(String, &[usize])] = &[
            ("fn todo() {} // to do: nothing, fixme not".to_owned(), &[]),
            (format!("const A: &str = \"{fix} {marks} todo!()\"; // {marks}X {fix}S"), &[]),
            ("\nfn f() { todo!() }".to_owned(), &[2]),
            ("fn f() { unimplemented!(\"later\") }".to_owned(), &[1]),
            (format!("fn f() {{}} // {fix}: later"), &[1]),
            (format!("/* a\n   {marks} b */"), &[2]),
            (format!("/// {fix}(me) it\nfn f() {{}}"), &[1]),
        ];
        for (text, expected) in cases {
            let rule = |file: &File, code: &Code, _: &Module| leaves_nothing_to_do(file, code);
            assert_eq!(lines(AT, text, rule), *expected, "{text}");
        }
    }

    #[test]
    fn private_places_are_found_in_code_and_comments() {
        let rule = |file: &File, _: &Code, _: &Module| names_no_private_material(file);
        let [absolute, relative] = PRIVATE;
        assert_eq!(
            lines("tests/it.rs", "let x = \"tests/fixtures/shared\"; // work, shared", rule),
            [0_usize; 0]
        );
        assert_eq!(lines("tests/it.rs", &format!("\nlet x = \"{absolute}/captures\";"), rule), [2]);
        assert_eq!(lines("tests/it.rs", &format!("// see ../{relative}/facts"), rule), [1]);
    }
}
