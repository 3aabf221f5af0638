//! `xo-health explain`: explains what an error, a code, a log or a report mail means.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::cli::args::{Explain, usual_forecast};
use crate::cli::config;
use crate::cli::failure::{Failure, InputError};
use crate::cli::server::{narrowed, observe, replayed};
use crate::cli::{exit, now, output};
use crate::policy::Policy;
use xo_health_client::capture::{FORMAT, decompressed};
use xo_health_core::analysis::Analysis;
use xo_health_core::model::Observation;
use xo_health_core::outlook::Outlook;
use xo_health_core::units::Bytes;
use xo_health_explain::errors;
use xo_health_explain::{Known, READ_LIMIT, compose};
use xo_health_report::words::Lang;
use xo_health_report::words::findings::Texts;

/// Suffixes that mark an argument as a file.
const ENDINGS: [&str; 9] = [".eml", ".json", ".ndjson", ".txt", ".md", ".html", ".log", ".gz", ".zst"];

/// Bytes at the start of a file that tell a capture from a log.
const CAPTURE_START: usize = 4096;

/// The input to explain.
struct Input {
    bytes: Vec<u8>,
    /// The file, if it is a capture.
    capture: Option<PathBuf>,
}

/// Explains, prints, and returns the exit status.
pub(in crate::cli) fn run(args: &Explain, lang: Lang) -> Result<u8, Failure> {
    let given = given(args)?;
    let texts = Texts::new(lang);
    let observation = observation(args, given.capture.as_deref())?;
    // the logs of a capture are as they were when it was made
    let captured = observation.as_ref().filter(|_| given.capture.is_some());
    let at = captured.map(|observation| observation.reading.observed_at).or(args.source.at);
    let mut explanation = xo_health_explain::explain(
        xo_health_explain::parse(&given.bytes),
        at.unwrap_or_else(now),
        &errors::texts::Texts::new(lang),
        &texts,
    );
    if let Some(observation) = observation {
        let settings = config::settings(Some(usual_forecast()));
        let analysis = Analysis::of(Arc::new(observation), &settings);
        let request = args.scope.requested(&args.only.vms);
        let analysis = args.scope.masked(narrowed(analysis, &request)?);
        let outlook = Outlook::of(&analysis);
        let exit = Policy::default().exit(&analysis, &outlook);
        let report = xo_health_report::check(&analysis, outlook, exit);
        let now = xo_health_explain::now::now(&explanation, analysis.inventory(), &report, &texts);
        explanation.now = Some(now);
    }
    output::report(
        |_| &explanation,
        &args.printing,
        lang,
        explanation.now.as_ref().map_or_else(now, |now| now.observed_at),
        |say| compose::compose(&explanation, say),
    )?;
    Ok(match explanation.known {
        Known::All => 0,
        Known::Part => exit::PARTLY_KNOWN,
        Known::Nothing => exit::NOT_KNOWN,
    })
}

/// Returns the words themselves, or reads the file that they name, or standard input.
fn given(args: &Explain) -> Result<Input, Failure> {
    let words = |bytes: Vec<u8>| Input { bytes, capture: None };
    let [word] = &args.what[..] else { return Ok(words(args.what.join(" ").into_bytes())) };
    if word == "-" {
        return read(io::stdin().lock(), "standard input").map(words);
    }
    let is_word = !word.contains(char::is_whitespace);
    let is_path =
        is_word && (ENDINGS.iter().any(|ending| word.ends_with(ending)) || word.starts_with(['/', '.']));
    match File::open(word) {
        Ok(file) if Path::new(word).is_file() => {
            let bytes = read(BufReader::new(file), word)?;
            let capture = is_capture(&bytes).then(|| PathBuf::from(word));
            Ok(Input { bytes, capture })
        }
        Ok(_) => Err(InputError::NotAFile { name: word.clone() }.into()),
        Err(source) if is_path => Err(InputError::Open { name: word.clone(), source }.into()),
        Err(_) => Ok(words(word.clone().into_bytes())),
    }
}

/// Reads a file, decompressing gzip and zstd.
fn read(from: impl BufRead, name: &str) -> Result<Vec<u8>, Failure> {
    let failed = |source| InputError::Read { name: name.to_owned(), source };
    let mut bytes = Vec::new();
    // one byte more than allowed, so that a larger file is noticed
    let input = decompressed(from).map_err(failed)?;
    let size = input.take(READ_LIMIT as u64 + 1).read_to_end(&mut bytes).map_err(failed)?;
    if size > READ_LIMIT {
        let (name, limit) = (name.to_owned(), Bytes(READ_LIMIT as u64));
        return Err(match is_capture(&bytes) {
            true => InputError::LargeCapture { name, limit },
            false => InputError::Large { name, limit },
        }
        .into());
    }
    Ok(bytes)
}

/// Distinguishes a capture of a server from a log.
fn is_capture(bytes: &[u8]) -> bool {
    let start = &bytes[..bytes.len().min(CAPTURE_START)];
    start.trim_ascii_start().starts_with(b"{")
        && start.windows(FORMAT.len()).any(|window| window == FORMAT.as_bytes())
}

/// Reads the server or capture that was named; if none was, the capture to be explained.
fn observation(args: &Explain, capture: Option<&Path>) -> Result<Option<Observation>, Failure> {
    let source = &args.source;
    if source.from.is_some()
        || source.server.url.is_some()
        || source.server.demo
        || !source.server.server.is_empty()
        || source.server.all_servers
    {
        return observe(source).map(Some);
    }
    // a part cut out of a capture cannot be replayed; it is explained all the same
    Ok(capture.and_then(|path| replayed(path).ok()))
}
