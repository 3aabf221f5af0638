//! How a person names things: an id, a name, a glob, `pool/name`.

use globset::{GlobBuilder, GlobMatcher};

/// A name, an id or a glob (`db-*`), or one of these after the pool and a slash.
#[derive(Clone, Debug)]
pub struct Pattern {
    written: String,
    text: String,
    glob: Option<Box<GlobMatcher>>,
}

impl Pattern {
    /// Makes a pattern of any text; what is not a valid glob is a name. Case does not matter.
    #[must_use]
    pub fn new(written: &str) -> Self {
        let (written, text) = (written.to_owned(), written.trim().to_lowercase());
        let glob = GlobBuilder::new(&text).build().ok().map(|glob| Box::new(glob.compile_matcher()));
        Self { written, text, glob }
    }

    /// Returns the pattern as the user wrote it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.written
    }

    /// Returns whether it matches a tag.
    #[must_use]
    pub fn matches_tag(&self, tag: &str) -> bool {
        self.matches(tag, tag, None)
    }

    /// Returns whether it matches an object with this id and name, in a pool of that name.
    #[must_use]
    pub fn matches(&self, id: &str, name: &str, pool: Option<&str>) -> bool {
        let name = name.trim().to_lowercase();
        let hits =
            |text: &str| self.text == text || self.glob.as_ref().is_some_and(|glob| glob.is_match(text));
        hits(&name)
            || self.text == id.to_lowercase()
            || pool.is_some_and(|pool| {
                self.text.contains('/') && hits(&format!("{}/{name}", pool.trim().to_lowercase()))
            })
    }
}

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn matches_ids_names_and_globs() {
        let cases = [
            ("db-1", "db-1", true),
            ("DB-1", "db-1", true),
            ("db-*", "db-1", true),
            ("db-*", "web-1", false),
            ("db-?", "db-12", false),
            ("{db,web}-1", "web-1", true),
            ("ID-7", "any", true),
            ("id-*", "any", false),
            ("lab/db-1", "db-1", true),
            ("LAB/db-*", "db-1", true),
            ("other/db-1", "db-1", false),
            ("*/db-1", "db-1", true),
            // a name that is not a valid glob, and one that is a glob for something else
            ("[NOBAK] disk", "[NOBAK] disk", true),
            ("[", "[", true),
            ("a/b", "a/b", true),
            ("*", "a/b", true),
            ("", "db-1", false),
        ];
        for (text, name, expected) in cases {
            assert_eq!(Pattern::new(text).matches("id-7", name, Some("lab")), expected, "{text} {name}");
        }
    }
}
