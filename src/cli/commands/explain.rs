//! `xo-health explain`: says what an error, a code, a log or a report mail means.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;

use crate::cli::args::Explain;
use crate::cli::server::observe;
use crate::cli::{Failure, exit, output};
use crate::policy::Policy;
use xo_health_core::analysis::{Analysis, Settings};
use xo_health_core::model::Observation;
use xo_health_explain::errors;
use xo_health_explain::{READ_LIMIT, text};
use xo_health_report::words::Lang;
use xo_health_report::words::findings::Texts;

/// Endings of a word that is a file and no error.
const ENDINGS: [&str; 7] = [".eml", ".json", ".ndjson", ".txt", ".md", ".html", ".log"];

/// Explains, prints, and gives the exit status.
pub(in crate::cli) fn run(args: &Explain, lang: Lang) -> Result<u8, Failure> {
    let given = given(args)?;
    let texts = Texts::new(lang);
    let mut explanation = xo_health_explain::explain(
        xo_health_explain::understand(&given),
        &errors::texts::Texts::new(lang),
        &texts,
    );
    if let Some(observation) = observation(args)? {
        let analysis = Analysis::of(Arc::new(observation), &Settings::default());
        let report = xo_health_report::check(&analysis, Policy::default().exit_status(&analysis), &texts);
        let now = xo_health_explain::now::now(&explanation, analysis.inventory(), &report, &texts);
        explanation.now = Some(now);
    }
    output::show(&explanation, args.printing, lang, |style| text::render(&explanation, style))?;
    Ok(if explanation.says_something() { 0 } else { exit::NOT_KNOWN })
}

/// Takes the words themselves, the file that they name, or standard input.
fn given(args: &Explain) -> Result<Vec<u8>, Failure> {
    let [word] = &args.what[..] else { return Ok(args.what.join(" ").into_bytes()) };
    if word == "-" {
        return read(&mut io::stdin().lock(), "standard input");
    }
    let is_word = !word.contains(char::is_whitespace);
    let is_path =
        is_word && (ENDINGS.iter().any(|ending| word.ends_with(ending)) || word.starts_with(['/', '.']));
    match File::open(word) {
        Ok(mut file) if Path::new(word).is_file() => read(&mut file, word),
        Ok(_) => Err(Failure::Usage(format!("cannot read {word}: it is no file; name a log or a mail"))),
        Err(error) if is_path => Err(Failure::Usage(format!(
            "cannot read {word}: {error}; name a log or a mail, `-` for standard input"
        ))),
        Err(_) => Ok(word.clone().into_bytes()),
    }
}

fn read(from: &mut dyn Read, name: &str) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    // one more than is allowed, so that what is larger is noticed
    let size = from.take(READ_LIMIT as u64 + 1).read_to_end(&mut bytes);
    let size = size.map_err(|error| Failure::Usage(format!("cannot read {name}: {error}")))?;
    if size > READ_LIMIT {
        let limit = xo_health_core::units::Bytes(READ_LIMIT as u64);
        return Err(Failure::Usage(format!("{name} is larger than {limit}: give the part with the error")));
    }
    Ok(bytes)
}

/// Reads a server or a capture, where one was named.
fn observation(args: &Explain) -> Result<Option<Observation>, Failure> {
    let source = &args.source;
    let is_named = source.from.is_some() || source.server.url.is_some() || source.server.demo;
    is_named.then(|| observe(source)).transpose()
}
