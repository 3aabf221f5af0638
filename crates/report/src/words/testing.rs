//! Checks for the files of words of every part: all languages have the same texts with the same variables.

use std::collections::{BTreeMap, BTreeSet};

use fluent_bundle::FluentResource;

use super::Lang;

/// Checks that the files are valid and differ only in words.
pub fn same(files: &[(Lang, &str)]) {
    let mut first: Option<(Lang, BTreeMap<String, BTreeSet<String>>)> = None;
    for (lang, source) in files {
        let errors = FluentResource::try_new((*source).to_owned()).err().map(|(_, errors)| errors);
        assert_eq!(errors, None, "{lang:?}");
        let own = shape(source, lang.common());
        if let Some((reference, texts)) = &first {
            for (id, variables) in texts {
                assert_eq!(own.get(id), Some(variables), "`{id}` in {lang:?} as in {reference:?}");
            }
            let surplus: Vec<_> = own.keys().filter(|id| !texts.contains_key(*id)).collect();
            assert!(surplus.is_empty(), "{lang:?} has more than {reference:?}: {surplus:?}");
        } else {
            first = Some((*lang, own));
        }
    }
    assert_eq!(files.len(), Lang::ALL.len(), "a file for each language");
}

/// Checks that of two files loaded together, neither hides a text of the other in any language.
pub fn hides_nothing(one: fn(Lang) -> &'static str, other: fn(Lang) -> &'static str) {
    for lang in Lang::ALL {
        let ours: BTreeSet<_> = entries(one(*lang)).into_keys().collect();
        let theirs: BTreeSet<_> = entries(other(*lang)).into_keys().collect();
        assert_eq!(ours.intersection(&theirs).collect::<Vec<_>>(), [&""; 0]);
    }
}

/// Checks that the words of another crate's views hide none of the reports' words.
pub fn hides_no_report(own: fn(Lang) -> &'static str) {
    for lang in Lang::ALL {
        let reports = [lang.common(), &lang.of_reports().concat()].concat();
        let theirs = entries(&reports);
        let hidden: Vec<_> = entries(own(*lang)).into_keys().filter(|id| theirs.contains_key(id)).collect();
        assert_eq!(hidden, [""; 0]);
    }
}

/// Lists texts and attributes with the variables they need, including those of the texts they refer to.
fn shape(source: &str, common: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut all = entries(common);
    all.extend(entries(source));
    let mut shape = BTreeMap::new();
    for (id, entry) in entries(source) {
        let mut name = id.to_owned();
        for (at, part) in entry.split("\n    .").enumerate() {
            if at > 0 {
                let (attribute, _) = part.split_once(" =").unwrap();
                name = format!("{id}.{attribute}");
            }
            let before = shape.insert(name.clone(), variables(&all, part));
            assert!(before.is_none(), "`{name}` stands twice");
        }
    }
    shape
}

/// Splits a file of texts into its entries.
pub fn entries(source: &str) -> BTreeMap<&str, &str> {
    let mut starts: Vec<usize> = vec![];
    for (at, _) in source.match_indices('\n') {
        if source[at + 1..].starts_with(|char: char| char.is_ascii_lowercase() || char == '#') {
            starts.push(at + 1);
        }
    }
    let ends = starts.iter().skip(1).copied().chain([source.len()]);
    let cut = starts.iter().zip(ends).map(|(&from, to)| &source[from..to]);
    let all: Vec<_> =
        cut.filter(|entry| !entry.starts_with('#')).filter_map(|entry| entry.split_once(" =")).collect();
    let map: BTreeMap<_, _> = all.iter().copied().collect();
    assert_eq!(map.len(), all.len(), "a text stands twice");
    map
}

/// Lists the variables of a pattern, including those of the entries it refers to.
pub fn variables(entries: &BTreeMap<&str, &str>, pattern: &str) -> BTreeSet<String> {
    let is_name = |char: char| char.is_ascii_alphanumeric() || char == '_' || char == '-';
    let mut found = BTreeSet::new();
    for (at, _) in pattern.match_indices("{ ") {
        let rest = &pattern[at + 2..];
        let (variable, rest) = rest.strip_prefix('$').map_or((false, rest), |rest| (true, rest));
        let name = &rest[..rest.find(|char| !is_name(char)).unwrap_or(rest.len())];
        if variable {
            found.insert(name.to_owned());
        } else if let Some(entry) = entries.get(name) {
            // a reference without an attribute refers only to the value
            found.extend(variables(entries, entry.split("\n    .").next().unwrap()));
        } else {
            panic!("no entry `{name}`");
        }
    }
    found
}
