//! The program: serves a capture or a scenario until it is told to stop.

use std::fs;
use std::io::Write;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};
use mock_xo::{Clock, ServeOptions, State, read_capture, scenario, serve};

type Failure = Box<dyn std::error::Error>;

/// Plays a Xen Orchestra server.
#[derive(Debug, Parser)]
#[command(version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serves a capture or a scenario; prints its address on standard output
    Serve(Serve),
    /// Lists the scenarios
    Scenarios,
}

#[derive(Debug, Args)]
struct Serve {
    /// A capture (xo-health.capture/1): .json, .json.gz or .json.zst
    #[arg(long, value_name = "FILE", required_unless_present = "scenario", conflicts_with = "scenario")]
    capture: Option<PathBuf>,
    /// A scenario by name
    #[arg(long, value_name = "NAME")]
    scenario: Option<String>,
    /// Where to listen; port 0 takes a free one
    #[arg(long, default_value = "127.0.0.1:0")]
    listen: SocketAddr,
    /// Written once the server answers; holds its address
    #[arg(long, value_name = "FILE")]
    ready_file: Option<PathBuf>,
    /// The administrator's token (random when not given)
    #[arg(long, env = "MOCK_XO_TOKEN", hide_env_values = true)]
    token: Option<String>,
    /// The least-privilege reader's token (random when not given)
    #[arg(long, env = "MOCK_XO_READER_TOKEN", hide_env_values = true)]
    reader_token: Option<String>,
}

#[tokio::main]
async fn main() -> ExitCode {
    let result = match Cli::parse().command {
        Command::Serve(arguments) => run(arguments).await,
        Command::Scenarios => list(),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Nothing can be done when even that cannot be written.
            let _ = writeln!(std::io::stderr(), "mock-xo: {error}");
            ExitCode::FAILURE
        }
    }
}

fn list() -> Result<(), Failure> {
    let mut out = std::io::stdout();
    for scenario in scenario::ALL {
        writeln!(out, "{}\t{}", scenario.name, scenario.about)?;
    }
    Ok(())
}

async fn run(arguments: Serve) -> Result<(), Failure> {
    let mut state = load(&arguments)?;
    if let Some(token) = &arguments.token {
        state.users.set_admin_token(token);
    }
    if let Some(token) = &arguments.reader_token {
        state.users.set_reader_token(token);
    }
    let running = serve(state, ServeOptions { listen: arguments.listen, ..ServeOptions::default() })?;
    let mut out = std::io::stdout();
    writeln!(out, "{}", running.url())?;
    out.flush()?;
    if let Some(file) = arguments.ready_file {
        fs::write(file, running.url())?;
    }
    until_told_to_stop().await?;
    running.stop().await;
    Ok(())
}

fn load(arguments: &Serve) -> Result<State, Failure> {
    if let Some(file) = &arguments.capture {
        return Ok(State::from_capture(read_capture(file)?)?);
    }
    let name = arguments.scenario.as_deref().unwrap_or_default();
    let scenario = scenario::ALL.iter().find(|scenario| scenario.name == name);
    let scenario = scenario.ok_or_else(|| format!("no scenario `{name}`; see `mock-xo scenarios`"))?;
    Ok((scenario.build)(jiff::Timestamp::from_millisecond(Clock::default().now_ms())?))
}

#[cfg(unix)]
async fn until_told_to_stop() -> Result<(), Failure> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    tokio::select! {
        interrupted = tokio::signal::ctrl_c() => interrupted?,
        _ = terminate.recv() => {}
    }
    Ok(())
}

#[cfg(not(unix))]
async fn until_told_to_stop() -> Result<(), Failure> {
    tokio::signal::ctrl_c().await?;
    Ok(())
}
