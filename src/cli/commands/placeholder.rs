//! Placeholders for a name in the name of an output: `{server}`, `{tag}`.

use std::collections::BTreeSet;
use std::ffi::OsString;

use crate::cli::args::Reporting;

/// The placeholder for the name of a server.
pub(super) const SERVER: Placeholder = Placeholder("{server}");

/// The placeholder for a tag.
pub(super) const TAG: Placeholder = Placeholder("{tag}");

/// Most letters of a name in the name of a file: file systems take 255 bytes, and a letter has up to 4.
const LONGEST: usize = 60;

/// A placeholder for a name.
#[derive(Clone, Copy, Debug)]
pub(super) struct Placeholder(pub(super) &'static str);

impl Placeholder {
    /// Returns the first output without the placeholder: it would hold several reports.
    pub(super) fn missing(self, reporting: &Reporting) -> Option<String> {
        let outputs = reporting.output.iter().map(|output| output.to_string_lossy());
        outputs.into_iter().find(|output| !output.contains(self.0)).map(|output| output.into_owned())
    }

    /// Separates the outputs with the placeholder from those without it.
    pub(super) fn split(self, reporting: &Reporting) -> (Reporting, Reporting) {
        let has_it = |output: &OsString| output.to_string_lossy().contains(self.0);
        let (with, without) = reporting.output.iter().cloned().partition(has_it);
        let of = |output| Reporting { output, ..reporting.clone() };
        (of(with), of(without))
    }

    /// Puts a name into the names of the outputs; one of [`distinct`], or the only one.
    pub(super) fn filled(self, reporting: &Reporting, name: &str) -> Reporting {
        let name = plain(name);
        let output = reporting.output.iter().map(|output| match output.to_str() {
            Some(text) => OsString::from(text.replace(self.0, &name)),
            None => output.clone(),
        });
        Reporting { output: output.collect(), ..reporting.clone() }
    }
}

/// Finds for each name a distinct one that is fit to be part of a file name.
pub(super) fn distinct(names: impl IntoIterator<Item = String>) -> Vec<(String, String)> {
    let mut taken = BTreeSet::new();
    let of = |name: String| {
        let plain = plain(&name);
        let numbered = (1..).map(|n| if n == 1 { plain.clone() } else { format!("{plain}_{n}") });
        // some file systems do not distinguish capitals from small letters
        let free = numbered.into_iter().find(|own| taken.insert(own.to_lowercase()));
        (name, free.unwrap_or_default())
    };
    names.into_iter().map(of).collect()
}

/// Makes a name fit to be part of a file name: no folder, nothing hidden, nothing that a shell would split.
fn plain(name: &str) -> String {
    let is_kept = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ' ');
    let plain: String = name.chars().take(LONGEST).map(|c| if is_kept(c) { c } else { '_' }).collect();
    plain.trim_start_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_name_has_a_file_of_its_own() {
        let names = ["acme", "Acme", "a/b", "a:b", "../x", "顧客", "a_b"];
        let names = distinct(names.map(str::to_owned));
        let of = |name: &str| names.iter().find(|(one, _)| one == name).unwrap().1.as_str();
        assert_eq!((of("acme"), of("Acme")), ("acme", "Acme_2"));
        assert_eq!((of("a/b"), of("a:b"), of("a_b")), ("a_b", "a_b_2", "a_b_3"));
        assert_eq!((of("../x"), of("顧客")), ("_x", "顧客"));
        assert!(plain(&"顧".repeat(500)).len() < 255);
        for (_, own) in &names {
            assert_eq!(plain(own), *own, "filled in as it is");
        }
    }
}
