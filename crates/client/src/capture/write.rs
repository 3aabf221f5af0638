//! Writes a capture item by item, into a temporary file until it is complete.

use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use tempfile::NamedTempFile;

use super::{CaptureError, FORMAT, Unfinished, ending};
use crate::allow::Method;
use crate::anonymous::{Mask, Tally};
use crate::collect::{About, Collect, EnteredObject, Refusal, pattern_keys_of};
use crate::error::BoxError;
use crate::limits::{self, NoTree};
use crate::scrub;
use crate::wire::kept::{self, Kept};

/// What to keep in a capture.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Keep {
    /// What this program reads, and a little that helps to judge it: a report from the capture equals that from the
    /// server.
    #[default]
    Needed,
    /// All but secrets, as far as they can be recognised by what precedes them.
    Everything,
}

/// Writes answers into a file, which appears whole or not at all.
#[derive(Debug)]
pub struct CaptureWriter {
    path: PathBuf,
    unfinished: Unfinished,
    out: Output,
    keep: Keep,
    mask: Option<Mask>,
    /// Whether the beginning is written.
    has_begun: bool,
    /// The keys that the patterns of smart jobs look at; read before the objects.
    patterns: Vec<String>,
    calls: u32,
    /// The list that is being written.
    open: Option<Method>,
    items: u64,
    via_rest: Vec<&'static str>,
    errors: serde_json::Map<String, Value>,
    entered: Vec<Value>,
}

#[derive(Debug)]
enum Output {
    Plain(BufWriter<NamedTempFile>),
    Gzip(Box<flate2::write::GzEncoder<BufWriter<NamedTempFile>>>),
    Zstd(ZstdOutput),
}

struct ZstdOutput(zstd::Encoder<'static, BufWriter<NamedTempFile>>);

impl std::fmt::Debug for ZstdOutput {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ZstdOutput")
    }
}

impl CaptureWriter {
    /// Starts a capture that will be at `path`; its suffix selects the format. Until it is complete, its file is listed
    /// in `unfinished`.
    ///
    /// # Errors
    /// The suffix is unknown, or nothing can be written beside `path`.
    pub fn create(path: &Path, keep: Keep, unfinished: &Unfinished) -> Result<Self, CaptureError> {
        let write = |source| CaptureError::Write { path: path.to_owned(), source };
        let Some(ending) = ending(path) else { return Err(CaptureError::Ending(path.to_owned())) };
        // reported now, not after minutes of reading
        match std::fs::metadata(path) {
            Ok(found) if found.is_dir() => return Err(write(io::ErrorKind::IsADirectory.into())),
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(write(error)),
            _ => {}
        }
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let file = BufWriter::new(unfinished.begin(folder).map_err(write)?);
        let out = match ending {
            ".json" => Output::Plain(file),
            ".json.gz" => {
                Output::Gzip(Box::new(flate2::write::GzEncoder::new(file, flate2::Compression::default())))
            }
            _ => {
                let mut encoder = zstd::Encoder::new(file, 0).map_err(write)?;
                // gzip always has a checksum
                encoder.include_checksum(true).map_err(write)?;
                Output::Zstd(ZstdOutput(encoder))
            }
        };
        Ok(Self {
            path: path.to_owned(),
            unfinished: unfinished.clone(),
            out,
            keep,
            mask: None,
            has_begun: false,
            patterns: Vec::new(),
            calls: 0,
            open: None,
            items: 0,
            via_rest: Vec::new(),
            errors: serde_json::Map::new(),
            entered: Vec::new(),
        })
    }

    /// Writes everything under other names; only what this program needs is kept, whatever else was asked for.
    #[must_use]
    pub fn masked(mut self, mask: Mask) -> Self {
        (self.mask, self.keep) = (Some(mask), Keep::Needed);
        self
    }

    /// Writes first what a capture may hold in another order than a server sends it.
    ///
    /// # Errors
    /// Nothing can be written.
    pub fn after(mut self, ahead: Ahead) -> Result<Self, BoxError> {
        self.patterns = ahead.patterns;
        self.about(&ahead.about)?;
        Ok(self)
    }

    /// Returns what was kept and what was replaced, if names are replaced.
    pub fn tally(&self) -> Option<&Tally> {
        self.mask.as_ref().map(Mask::tally)
    }

    /// Ends the document and renames the file to its final name. Returns the size of the file in bytes.
    ///
    /// # Errors
    /// The rest cannot be written, or the file cannot be renamed; nothing is left then.
    pub fn finish(mut self) -> Result<u64, CaptureError> {
        let path = self.path.clone();
        let write = |source| CaptureError::Write { path: path.clone(), source };
        self.close_list().map_err(write)?;
        let tail = json!({ "via_rest": self.via_rest, "errors": self.errors, "entered": self.entered });
        let mut text = tail.to_string();
        text.replace_range(..1, if self.calls == 0 { ",\"calls\":{}," } else { "}," });
        text.push('\n');
        self.out.write_all(text.as_bytes()).map_err(write)?;
        let file = self.out.close().map_err(write)?;
        let size = file.as_file().metadata().map_err(write)?.len();
        file.as_file().sync_all().map_err(write)?;
        self.unfinished.persist(file, &path).map_err(write)?;
        Ok(size)
    }

    /// Writes, and adds the path to an error.
    fn wrote(&mut self, write: impl FnOnce(&mut Self) -> io::Result<()>) -> Result<(), BoxError> {
        write(self).map_err(|source| CaptureError::Write { path: self.path.clone(), source }.into())
    }

    fn start_call(&mut self, method: Method) -> io::Result<()> {
        let before = if self.calls == 0 { ",\"calls\":{" } else { "," };
        self.calls += 1;
        write!(self.out, "{before}\n{}:", Value::from(method.name()))
    }

    /// Ends the list that is being written, if there is one.
    fn close_list(&mut self) -> io::Result<()> {
        match self.open.take() {
            Some(_) => self.out.write_all(b"}"),
            None => Ok(()),
        }
    }

    /// Returns what to keep of an item.
    fn item_kept(&self, method: Method, json: &[u8]) -> Kept {
        let kept = match method {
            Method::GetAllObjects => kept::object(json, &self.patterns),
            _ => kept::log(json),
        };
        // what a reader does not understand must stay unreadable in the capture
        if self.keep == Keep::Needed || kept == Kept::Garbled {
            return kept;
        }
        limits::tree(json).map_or(kept, |value| Kept::Item(kept::tree(value)))
    }

    fn answer_kept(&self, method: Method, json: &[u8]) -> Result<Value, NoTree> {
        let value = limits::tree(json)?;
        Ok(match self.keep {
            Keep::Needed => kept::answer(method, value),
            Keep::Everything => kept::tree(value),
        })
    }
}

impl Collect for CaptureWriter {
    fn about(&mut self, about: &About) -> Result<(), BoxError> {
        if std::mem::replace(&mut self.has_begun, true) {
            return Ok(());
        }
        let mut reader = json!({ "permission": about.permission });
        if let Some(privileges) = about.privileges.clone() {
            reader["privileges"] = kept::privileges(privileges);
        }
        let (mut address, mut version) = (about.address.clone(), about.version.clone());
        if let Some(mask) = &mut self.mask {
            reader = mask.privileges(reader);
            address = address.map(|address| mask.address(&address));
            version = version.map(|version| mask.version(&version));
        }
        let head = json!({
            "format": FORMAT,
            "captured_at": about.observed_at.as_millisecond(),
            "server": { "version": version, "address": address },
            "reader": reader,
        });
        let mut text = head.to_string();
        // the calls follow inside the same object
        text.pop();
        self.wrote(|own| own.out.write_all(text.as_bytes()))
    }

    fn begin(&mut self, method: Method) -> Result<(), BoxError> {
        self.wrote(|own| {
            own.close_list()?;
            own.items = 0;
            own.start_call(method)?;
            own.open = Some(method);
            own.out.write_all(b"{")
        })
    }

    fn item(&mut self, method: Method, json: &[u8]) -> Result<(), BoxError> {
        let value = match self.item_kept(method, json) {
            Kept::Item(value) => match (&mut self.mask, method) {
                (Some(mask), Method::GetAllObjects) => mask.object(value),
                (Some(mask), _) => mask.log(value),
                (None, _) => value,
            },
            // it is still evidence, and a replay counts it
            Kept::Garbled => Value::Null,
            Kept::Nothing => return Ok(()),
        };
        let id = value.get("id").and_then(Value::as_str);
        // an object without an id is still evidence
        let id = id.map_or_else(|| format!("#{}", self.items), str::to_owned);
        let comma = if self.items == 0 { "" } else { "," };
        self.items += 1;
        self.wrote(|own| write!(own.out, "{comma}\n{}:{value}", Value::from(id)))
    }

    fn end(&mut self, _: Method) -> Result<(), BoxError> {
        self.wrote(Self::close_list)
    }

    fn answer(&mut self, method: Method, json: &[u8]) -> Result<(), BoxError> {
        match self.answer_kept(method, json) {
            Ok(value) => {
                if method == Method::GetAllBackupJobs {
                    self.patterns = pattern_keys_of(&value);
                }
                let value = match &mut self.mask {
                    Some(mask) => mask.answer(method, value),
                    None => value,
                };
                self.wrote(|own| {
                    own.start_call(method)?;
                    write!(own.out, "{value}")
                })
            }
            Err(error) => {
                self.refused(method, Refusal { code: Value::from("garbled"), message: error.to_string() })
            }
        }
    }

    fn refused(&mut self, method: Method, refusal: Refusal) -> Result<(), BoxError> {
        if self.open == Some(method) {
            self.wrote(Self::close_list)?;
        }
        let message = scrub::message(&refusal.message);
        let message = match &mut self.mask {
            Some(mask) => mask.refusal(&message),
            None => message.into_owned(),
        };
        let code = match (&mut self.mask, refusal.code) {
            (Some(mask), Value::String(code)) => Value::from(mask.code(&code)),
            (_, code) => code,
        };
        let entry = json!({ "code": code, "message": message });
        self.errors.insert(method.name().to_owned(), entry);
        Ok(())
    }

    fn via_rest(&mut self, method: Method) -> Result<(), BoxError> {
        self.via_rest.push(method.name());
        Ok(())
    }

    fn entered(&mut self, entered: Vec<EnteredObject>) -> Result<(), BoxError> {
        let entry = |object: EnteredObject| {
            let entry = json!({ "id": object.id, "type": object.kind });
            match &mut self.mask {
                Some(mask) => mask.object(entry),
                None => entry,
            }
        };
        self.entered = entered.into_iter().map(entry).collect();
        Ok(())
    }
}

/// What is written first, but may be anywhere in a capture that is read: what is known beforehand, and the keys that
/// the patterns of smart jobs look at.
#[derive(Clone, Debug, Default)]
pub struct Ahead {
    about: About,
    patterns: Vec<String>,
}

impl Collect for Ahead {
    fn about(&mut self, about: &About) -> Result<(), BoxError> {
        self.about = about.clone();
        Ok(())
    }

    fn begin(&mut self, _: Method) -> Result<(), BoxError> {
        Ok(())
    }

    fn item(&mut self, _: Method, _: &[u8]) -> Result<(), BoxError> {
        Ok(())
    }

    fn end(&mut self, _: Method) -> Result<(), BoxError> {
        Ok(())
    }

    fn answer(&mut self, method: Method, json: &[u8]) -> Result<(), BoxError> {
        if method == Method::GetAllBackupJobs {
            self.patterns = limits::tree(json).map(|jobs| pattern_keys_of(&jobs)).unwrap_or_default();
        }
        Ok(())
    }

    fn refused(&mut self, _: Method, _: Refusal) -> Result<(), BoxError> {
        Ok(())
    }

    fn via_rest(&mut self, _: Method) -> Result<(), BoxError> {
        Ok(())
    }

    fn entered(&mut self, _: Vec<EnteredObject>) -> Result<(), BoxError> {
        Ok(())
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Plain(out) => out.write(bytes),
            Self::Gzip(out) => out.write(bytes),
            Self::Zstd(out) => out.0.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Plain(out) => out.flush(),
            Self::Gzip(out) => out.flush(),
            Self::Zstd(out) => out.0.flush(),
        }
    }
}

impl Output {
    fn close(self) -> io::Result<NamedTempFile> {
        let file = match self {
            Self::Plain(out) => out,
            Self::Gzip(out) => out.finish()?,
            Self::Zstd(out) => out.0.finish()?,
        };
        file.into_inner().map_err(io::IntoInnerError::into_error)
    }
}
