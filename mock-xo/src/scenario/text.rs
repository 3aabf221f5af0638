//! Scenarios as text that a person can write in a minute. In: text, and the current time. Out: a [`State`], or an error
//! with its line and column. README.md describes the notation; that of the tests of `crates/core` (its `notation`) is a
//! subset of it.
//!
//! ```text
//! world  = { pool | sr | vm | disk | remote | job | run | fault }   what is in no pool is in one called `pool`
//! pool   = "pool" NAME { hosts=N | "away" | "loading" } [ "{" { sr | vm | disk } "}" ]
//! sr     = "sr" NAME TYPE [SIZE] { "free" SIZE | "used" SIZE | option } [ "{" { vm | disk } "}" ]
//! vm     = "vm" NAME { option } [ "{" { disk } "}" ]
//! disk   = "disk" NAME SIZE [ "on" SR ] { option } [ ":" chain ]
//! chain  = [ ("missing" | "cycle" | LABEL) ">" ] { base ">" } ("leaf" [SIZE] | "gone") { snap }
//! base   = "base" ["*" N] [SIZE] [ "as" LABEL ] { snap }
//! snap   = "snap" NAME [SIZE] { option }
//! remote = "remote" NAME URL [ SIZE ["free" SIZE] ] [ "mountpoint="PATH ]
//! job    = "job" NAME [ "full" | "delta" ] [ "of" VM,VM… ] [ "to" REMOTE,SR… ] { option }
//! run    = "run" JOB { option } [ STATUS [MESSAGE] ] [ "{" { VM STATUS [SIZE] ["full" [WARNING]] [MESSAGE] } "}" ]
//! fault  = "fault" FAULT                    in the notation of faults, quoted when it has blanks
//! ```

mod cursor;
mod disk;
mod jobs;
mod lexer;
mod places;
mod runs;

use std::collections::HashMap;

use jiff::Timestamp;
use thiserror::Error;

use super::parts::Job;
use super::world::World;
use crate::state::{Clock, State};
use cursor::Cursor;
use lexer::{Place, Token};

/// Where and why a text is not a scenario.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("line {line}, column {column}: {message}")]
pub struct TextError {
    /// From 1.
    pub line: u32,
    /// In characters, from 1.
    pub column: u32,
    /// What was found, and what would fit.
    pub message: String,
}

/// Parses a scenario for this time, from which ages in it are counted back.
///
/// # Errors
/// The first thing that does not fit the grammar, or names something unknown.
pub fn parse_at(text: &str, now: Timestamp) -> Result<State, TextError> {
    let mut reader = Reader {
        cursor: Cursor::new(text)?,
        world: World::new(now),
        pool: None,
        srs: HashMap::new(),
        vms: HashMap::new(),
        labels: HashMap::new(),
        vm_snapshots: HashMap::new(),
        remotes: HashMap::new(),
        jobs: HashMap::new(),
        held: Vec::new(),
        away: Vec::new(),
    };
    reader.world()?;
    Ok(reader.finish())
}

/// Parses a scenario for the current time.
///
/// # Errors
/// Those of [`parse_at`].
pub fn parse(text: &str) -> Result<State, TextError> {
    // The clock always reads a valid time.
    parse_at(text, Timestamp::from_millisecond(Clock::default().now_ms()).unwrap_or_default())
}

/// What is known while a text is parsed: names and their ids.
struct Reader {
    cursor: Cursor,
    world: World,
    /// The pool of objects outside of any pool.
    pool: Option<String>,
    srs: HashMap<String, String>,
    vms: HashMap<String, String>,
    /// Base copies with a name.
    labels: HashMap<String, String>,
    /// By VM and name, because a VM has one snapshot for all its disks.
    vm_snapshots: HashMap<(String, String), String>,
    remotes: HashMap<String, String>,
    jobs: HashMap<String, Job>,
    held: Vec<String>,
    away: Vec<String>,
}

/// The place of the next object.
#[derive(Clone, Default)]
struct Around {
    pool: String,
    sr: Option<String>,
    vm: Option<String>,
}

impl Reader {
    fn world(&mut self) -> Result<(), TextError> {
        while !self.cursor.is_at(&Token::End) {
            if self.cursor.take_word("pool") {
                self.read_pool()?;
            } else if self.cursor.take_word("remote") {
                self.read_remote()?;
            } else if self.cursor.take_word("job") {
                self.read_job()?;
            } else if self.cursor.take_word("run") {
                self.read_run()?;
            } else if self.cursor.take_word("fault") {
                let place = self.cursor.place();
                let text = self.cursor.word("a fault such as `stall@xo.getAllObjects`")?;
                let fault =
                    text.parse().map_err(|error: crate::fault::BadFault| place.error(error.to_string()))?;
                self.world.state.faults.push(fault);
            } else {
                let pool = self.default_pool();
                self.read_item(
                    &Around { pool, ..Around::default() },
                    "`pool`, `remote`, `job`, `run`, `fault`, ",
                )?;
            }
        }
        Ok(())
    }

    fn default_pool(&mut self) -> String {
        if let Some(pool) = &self.pool {
            return pool.clone();
        }
        // Made only when needed: a world may have no pool at all.
        match self.cursor.peek_word() {
            Some("sr" | "vm" | "disk") => {
                let pool = self.world.pool("pool", &["host1"]);
                self.pool = Some(pool.clone());
                pool
            }
            _ => String::new(),
        }
    }

    /// Parses an SR, VM or disk; `others` is what else could be here, for errors.
    fn read_item(&mut self, around: &Around, others: &str) -> Result<(), TextError> {
        if around.vm.is_none() && around.sr.is_none() && self.cursor.take_word("sr") {
            self.read_sr(around)
        } else if around.vm.is_none() && self.cursor.take_word("vm") {
            self.read_vm(around)
        } else if self.cursor.take_word("disk") {
            self.read_disk(around)
        } else {
            Err(self.cursor.surprise(&format!("{others}`sr`, `vm` or `disk`")))
        }
    }

    /// Parses what is between braces, if there are any.
    fn read_items(&mut self, around: &Around) -> Result<(), TextError> {
        if !self.cursor.take(&Token::Open) {
            return Ok(());
        }
        while !self.cursor.take(&Token::Close) {
            self.read_item(around, "`}`, ")?;
        }
        Ok(())
    }

    /// Returns the id of something that was named above.
    fn known(
        map: &HashMap<String, String>,
        name: &str,
        what: &str,
        place: Place,
    ) -> Result<String, TextError> {
        map.get(name).cloned().ok_or_else(|| place.error(format!("no {what} `{name}` is defined above")))
    }

    fn finish(self) -> State {
        let mut state = self.world.finish();
        self.held.iter().for_each(|pool| state.hold_pool(pool));
        self.away.iter().for_each(|pool| state.disconnect_pool(pool, None));
        state
    }
}

#[cfg(test)]
mod tests;
