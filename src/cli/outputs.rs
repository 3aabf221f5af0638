//! Where a report goes: standard output and files, each in its format, all from one reading.
//!
//! Formats are settled and files started before anything is read, so that a wrong suffix or a folder that cannot be
//! written is reported at once. A file appears whole or not at all.

use std::ffi::OsString;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use jiff::Timestamp;
use tempfile::NamedTempFile;

use super::args::Reporting;
use super::failure::{Failure, OutputError};
use super::{output, watch};
use xo_health_core::display;
use xo_health_core::units::Bytes;
use xo_health_report::blocks::Document;
use xo_health_report::formats::{Csv, FORMATS, Format, FormatError, Page, View};
use xo_health_report::render::html::Cover;
use xo_health_report::say::Say;
use xo_health_report::words::Lang;

/// A file that is about to be written.
#[derive(Debug)]
struct File {
    path: PathBuf,
    format: &'static Format,
    begun: NamedTempFile,
}

/// Where a report goes.
#[derive(Debug)]
pub(super) struct Outputs {
    /// The format of standard output; `None` if files take everything but the answer.
    stdout: Option<&'static Format>,
    files: Vec<File>,
    /// The head of an HTML page.
    cover: Arc<Cover>,
}

impl Outputs {
    /// Settles the formats and starts the files. `of_check`: the view is that of `check` and `forecast`, which has more
    /// formats.
    ///
    /// # Errors
    ///
    /// A file has no known format, the view does not have its format, two files are the same, or one cannot be written.
    pub(super) fn settle(args: &Reporting, of_check: bool) -> Result<Self, Failure> {
        let targets = targets(&args.output, args.format)?;
        for format in targets.iter().map(|(_, format)| *format).chain(args.format) {
            if !of_check && !format.writes_any() {
                return Err(OutputError::View { format: format.name }.into());
            }
        }
        let stdout = match targets.is_empty() {
            true => args.format.or_else(|| Format::named("text")),
            false => None,
        };
        let files =
            targets.into_iter().map(|(path, format)| begin(path, format)).collect::<Result<_, _>>()?;
        Ok(Self { stdout, files, cover: Arc::new(cover(args)?) })
    }

    /// Returns the head of an HTML page.
    pub(super) fn cover(&self) -> Arc<Cover> {
        Arc::clone(&self.cover)
    }

    /// Returns whether any output has this format.
    pub(super) fn wants(&self, name: &str) -> bool {
        self.stdout
            .into_iter()
            .chain(self.files.iter().map(|file| file.format))
            .any(|format| format.name == name)
    }

    /// Composes a view that has no answer, and writes it.
    ///
    /// # Errors
    ///
    /// Those of [`Self::write`].
    pub(super) fn write_view(
        self,
        view: View<'_>,
        args: &Reporting,
        lang: Lang,
        now: Timestamp,
        compose: impl Fn(&Say<'_>) -> Document,
    ) -> Result<(), Failure> {
        let (style, cover) = (output::reporting(args, lang), self.cover());
        let page = Page {
            view,
            compose: &compose,
            now,
            style: &style,
            took: None,
            csv: Csv::default(),
            cover: &cover,
            srs: &[],
        };
        self.write(&page, None, false)
    }

    /// Writes every file, then standard output, unless that should stay silent. `answer` goes there if files take the
    /// rest.
    ///
    /// # Errors
    ///
    /// A file or standard output cannot be written; files already written stay.
    pub(super) fn write(self, page: &Page<'_>, answer: Option<&str>, silent: bool) -> Result<(), Failure> {
        for file in self.files {
            let written = file.format.write(page).map_err(unwritten)?;
            finish(file, &written)?;
        }
        let printed = match self.stdout {
            _ if silent => return Ok(()),
            Some(format) => format.write(page).map_err(unwritten)?,
            None => answer.unwrap_or_default().to_owned(),
        };
        output::print(&printed).map_err(Failure::Output)
    }
}

/// Most bytes of a note; those of a logo follow.
const NOTE: u64 = 64 << 10;
const LOGO: u64 = 1 << 20;

/// Reads the head of an HTML page: title, note, logo.
///
/// # Errors
///
/// A file cannot be read, is too large, or is not a picture that browsers show.
pub(super) fn cover(args: &Reporting) -> Result<Cover, OutputError> {
    let note = args.note.as_deref().map(|path| read(path, "--note", NOTE)).transpose()?;
    let note = note.map(|bytes| {
        let text = String::from_utf8_lossy(&bytes);
        text.lines().map(display::clean).collect::<Vec<_>>().join("\n")
    });
    let logo = args.logo.as_deref().map(logo).transpose()?;
    Ok(Cover { title: args.title.as_deref().map(|title| display::clean(title).into_owned()), note, logo })
}

fn read(path: &Path, option: &'static str, most: u64) -> Result<Vec<u8>, OutputError> {
    let name = || path.display().to_string();
    let cannot = |source| OutputError::Cover { option, name: name(), source };
    let file = std::fs::File::open(path).map_err(cannot)?;
    let mut bytes = Vec::new();
    file.take(most + 1).read_to_end(&mut bytes).map_err(cannot)?;
    if bytes.len() as u64 > most {
        return Err(OutputError::Large { option, name: name(), limit: Bytes(most) });
    }
    Ok(bytes)
}

/// Embeds a picture, because a page loads nothing.
fn logo(path: &Path) -> Result<String, OutputError> {
    let bytes = read(path, "--logo", LOGO)?;
    let kind = match bytes.as_slice() {
        [0x89, b'P', b'N', b'G', ..] => "image/png",
        [0xff, 0xd8, 0xff, ..] => "image/jpeg",
        [b'G', b'I', b'F', b'8', ..] => "image/gif",
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => "image/webp",
        // scripts in an SVG do not run within `<img>`
        text if text.trim_ascii_start().starts_with(b"<svg") || text.starts_with(b"<?xml") => "image/svg+xml",
        _ => return Err(OutputError::Logo { name: path.display().to_string() }),
    };
    Ok(format!("data:{kind};base64,{}", BASE64_STANDARD.encode(bytes)))
}

pub(super) fn unwritten(error: FormatError) -> Failure {
    Failure::Output(io::Error::other(error))
}

/// Checks that each file has a format and is named once, without starting any.
///
/// # Errors
///
/// The suffix of a file is unknown, or two files are the same.
pub(super) fn check_names(outputs: &[OsString]) -> Result<(), OutputError> {
    targets(outputs, None).map(drop)
}

/// Settles the format of each file: the one before a colon, else that of its suffix, else (for a single file)
/// `--format`.
fn targets(
    outputs: &[OsString],
    asked: Option<&'static Format>,
) -> Result<Vec<(PathBuf, &'static Format)>, OutputError> {
    let mut targets: Vec<(PathBuf, &'static Format)> = Vec::new();
    for output in outputs {
        let (named, path) = split(output);
        if path.as_os_str().is_empty() {
            return Err(OutputError::NoName);
        }
        let format = match (named.or_else(|| of_suffix(&path)), asked) {
            (Some(known), None) => known,
            (Some(known), Some(asked)) if outputs.len() == 1 && known == asked => known,
            (None, Some(asked)) if outputs.len() == 1 => asked,
            (Some(_), Some(asked)) => {
                return Err(OutputError::Format { format: asked.name });
            }
            (None, _) => return Err(unknown(&path)),
        };
        if targets.iter().any(|(other, _)| *other == path) {
            return Err(OutputError::Twice { name: path.display().to_string() });
        }
        targets.push((path, format));
    }
    Ok(targets)
}

fn unknown(path: &Path) -> OutputError {
    let suffixes: Vec<String> =
        FORMATS.iter().flat_map(|format| format.suffixes).map(|own| format!(".{own}")).collect();
    OutputError::Suffix { name: path.display().to_string(), suffixes: suffixes.join(" ") }
}

/// Splits a name into a format before a colon, if there is one, and the rest.
fn split(output: &OsString) -> (Option<&'static Format>, PathBuf) {
    let named = output.to_str().and_then(|text| {
        let (name, path) = text.split_once(':')?;
        Some((Format::named(name)?, PathBuf::from(path)))
    });
    match named {
        Some((format, path)) => (Some(format), path),
        None => (None, PathBuf::from(output)),
    }
}

fn of_suffix(path: &Path) -> Option<&'static Format> {
    Format::of_suffix(path.extension()?.to_str()?)
}

/// Starts a file beside its final place.
fn begin(path: PathBuf, format: &'static Format) -> Result<File, OutputError> {
    let cannot = |source: io::Error| OutputError::Begin { name: path.display().to_string(), source };
    // a name too long, a folder in its place or a write-protected file are reported before anything is read
    match std::fs::symlink_metadata(&path) {
        Ok(there) if there.is_dir() => return Err(cannot(io::ErrorKind::IsADirectory.into())),
        Ok(there) if there.permissions().readonly() => {
            return Err(cannot(io::ErrorKind::PermissionDenied.into()));
        }
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(cannot(error)),
        _ => {}
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let begun = watch::unfinished().begin(folder).map_err(cannot)?;
    Ok(File { path, format, begun })
}

fn finish(mut file: File, text: &str) -> Result<(), OutputError> {
    let path = file.path;
    let mut write = || {
        file.begun.write_all(text.as_bytes())?;
        file.begun.flush()?;
        readable(&file.begun)
    };
    let written = write();
    written
        .and_then(|()| watch::unfinished().persist(file.begun, &path))
        .map_err(|source| OutputError::Write { name: path.display().to_string(), source })
}

/// Sets a report to the permissions of any new file, because reports are forwarded and served; temporary files are
/// private.
#[cfg(unix)]
fn readable(file: &NamedTempFile) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let mask = rustix::process::umask(rustix::fs::Mode::empty());
    rustix::process::umask(mask);
    let mode = 0o666 & !mask.bits();
    file.as_file().set_permissions(std::fs::Permissions::from_mode(mode))
}

#[cfg(not(unix))]
fn readable(_: &NamedTempFile) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_settled_before_anything_is_read() {
        let format = |name: &str| Format::named(name);
        // (`--output`, `--format`, and the result: format and name of each file, or a part of the error)
        type Case<'a> = (&'a [&'a str], Option<&'a str>, Result<&'a [(&'a str, &'a str)], &'a str>);
        let cases: [Case<'_>; 15] = [
            (&[], None, Ok(&[])),
            (&[], Some("json"), Ok(&[])),
            (&["a.json"], None, Ok(&[("json", "a.json")])),
            (&["a.JSON", "b.md"], None, Ok(&[("json", "a.JSON"), ("markdown", "b.md")])),
            (&["json:a.txt"], None, Ok(&[("json", "a.txt")])),
            (&["json:"], None, Err("needs the name")),
            // a colon is part of the name if no format precedes it
            (&["a:b.csv"], None, Ok(&[("csv", "a:b.csv")])),
            (&["out"], Some("junit"), Ok(&[("junit", "out")])),
            (&["out"], None, Err("has none of the suffixes")),
            (&["a.dat", "b.json"], Some("csv"), Err("has none of the suffixes")),
            (&["a.json"], Some("json"), Ok(&[("json", "a.json")])),
            (&["a.json"], Some("csv"), Err("is for standard output")),
            (&["a.json", "b.csv"], Some("json"), Err("is for standard output")),
            (&["a.json", "csv:a.json"], None, Err("twice")),
            (&["dir/a.prom"], None, Ok(&[("openmetrics", "dir/a.prom")])),
        ];
        for (outputs, asked, expected) in cases {
            let outputs: Vec<OsString> = outputs.iter().map(OsString::from).collect();
            let settled = targets(&outputs, asked.and_then(format));
            match (settled, expected) {
                (Ok(settled), Ok(expected)) => {
                    let settled: Vec<_> =
                        settled.iter().map(|(path, format)| (format.name, path.to_str().unwrap())).collect();
                    assert_eq!(settled, expected, "{outputs:?}");
                }
                (Err(error), Err(piece)) => {
                    assert!(error.to_string().contains(piece), "{outputs:?}: {error}");
                }
                (settled, expected) => panic!("{outputs:?}: {settled:?}, expected {expected:?}"),
            }
        }
    }

    #[test]
    fn every_suffix_belongs_to_one_format() {
        let suffixes: Vec<_> = FORMATS.iter().flat_map(|format| format.suffixes).collect();
        let distinct: std::collections::BTreeSet<_> = suffixes.iter().collect();
        assert_eq!(distinct.len(), suffixes.len());
        for format in FORMATS {
            assert_eq!(Format::named(format.name), Some(format));
        }
    }
}
