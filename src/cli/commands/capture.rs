//! `xo-health capture`: saves the raw answers of a server, or of another capture, anonymised if asked.

use std::path::{Path, PathBuf};

use jiff::Timestamp;

use crate::cli::args::Capture;
use crate::cli::server::Target;
use crate::cli::{Failure, messages, now, output, watch};
use xo_health_client::anonymous::{Count, Key, Kind, Mask, Tally};
use xo_health_client::capture::{self, Ahead, CaptureWriter, Keep};
use xo_health_core::units::Bytes;
use xo_health_explain::errors;
use xo_health_report::blocks::{
    Block, Column, Document, Look, Paragraph, Rows, Section, Table, TableRow, Text,
};
use xo_health_report::render::{self, Style};
use xo_health_report::words::Lang;

/// The file that a review starts and never finishes.
const REVIEWED: &str = "review.json";

/// Reads the server into a file; the file appears whole or not at all.
pub(in crate::cli) fn run(args: &Capture, lang: Lang) -> Result<u8, Failure> {
    let mask = mask(args)?;
    let folder = args.anonymous.review.then(tempfile::tempdir).transpose().map_err(Failure::Start)?;
    let path: PathBuf = match (&folder, &args.output) {
        (Some(folder), _) => folder.path().join(REVIEWED),
        (None, path) => path.clone().unwrap_or_default(),
    };
    let writer = match &args.anonymous.from {
        Some(from) => replayed(from, &path, mask)?,
        None => read(args, &path, mask)?,
    };
    if let (Some(_), Some(tally)) = (&folder, writer.tally()) {
        output::print(&review(tally, lang)).map_err(Failure::Output)?;
        return Ok(0);
    }
    let size = writer.finish()?;
    output::say(&messages::saved(&path.display().to_string(), Bytes(size)));
    Ok(0)
}

fn mask(args: &Capture) -> Result<Option<Mask>, Failure> {
    if !args.anonymous.anonymize {
        return Ok(None);
    }
    let key = args.anonymous.key_file.as_deref().map_or_else(Key::draw, Key::of_file)?;
    Ok(Some(Mask::new(key, errors::public_texts())))
}

fn begin(path: &Path, keep: Keep, mask: Option<&Mask>) -> Result<CaptureWriter, Failure> {
    let writer = CaptureWriter::create(path, keep, &watch::unfinished())?;
    Ok(match mask {
        Some(mask) => writer.masked(mask.clone()),
        None => writer,
    })
}

fn read(args: &Capture, path: &Path, mask: Option<Mask>) -> Result<CaptureWriter, Failure> {
    let instant = || -> Timestamp { args.at.unwrap_or_else(now) };
    let target = Target::find(&args.server, instant())?;
    let keep = if args.everything { Keep::Everything } else { Keep::Needed };
    target.read(|| Ok((begin(path, keep, mask.as_ref())?, instant())))
}

fn replayed(from: &Path, path: &Path, mask: Option<Mask>) -> Result<CaptureWriter, Failure> {
    let mut ahead = Ahead::default();
    capture::replay(from, &mut ahead)?;
    let cannot = |error| Failure::Output(std::io::Error::other(error));
    let mut writer = begin(path, Keep::Needed, mask.as_ref())?.after(ahead).map_err(cannot)?;
    capture::replay(from, &mut writer)?;
    Ok(writer)
}

/// Composes what `--review` shows of an anonymised capture.
fn review(tally: &Tally, lang: Lang) -> String {
    let [kind, kept, replaced] = messages::review_heads();
    let head = |text: String, is_number| Column { head: Text::look(Look::Muted, text), is_number, least: 0 };
    let row = |of: Kind| {
        let Count { kept, replaced } = tally.get(&of).copied().unwrap_or_default();
        let cells = [messages::kind(of), kept.to_string(), replaced.to_string()].map(Text::from);
        TableRow { cells: cells.into(), below: Vec::new() }
    };
    let rows = Kind::ALL.into_iter().filter(|kind| tally.contains_key(kind)).map(row).collect();
    let columns = vec![head(kind, false), head(kept, true), head(replaced, true)];
    let mut document = Document::default();
    document.push(Section::of([Block::Table(Table { columns, rows: Rows::all(rows) })]));
    document.push(Section::of([Paragraph::plain(0, messages::review_rest())]));
    render::text::render(&document, &Style { lang, ..output::plain(lang) })
}
