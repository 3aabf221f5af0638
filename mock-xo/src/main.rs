//! The program: serves a capture, a scenario or a generated world until it is stopped.

use std::error::Error;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::Timestamp;
use mock_xo::scenario::{self, Scenario, generate};
use mock_xo::{Clock, Fault, Running, ServeOptions, State, Tls, Users, read_capture, serve};

type Failure = Box<dyn Error>;

/// Plays a Xen Orchestra server.
#[derive(Debug, Parser)]
#[command(version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serves a capture, a scenario or a generated world; prints its address on standard output
    Serve(Box<Serve>),
    /// Lists the built-in scenarios, or shows the text of one
    Scenarios {
        /// Show the text of this one: an example to start from
        name: Option<String>,
    },
    /// Writes a generated world as a capture
    Generate(Generate),
}

#[derive(Debug, Args)]
#[group(id = "world", required = true, multiple = false, args = ["capture", "scenario", "generate"])]
struct Serve {
    /// A capture (xo-health.capture/1): .json, .json.gz or .json.zst
    #[arg(long, value_name = "FILE")]
    capture: Option<PathBuf>,
    /// A scenario: the name of a built-in one, or a file that ends with .xo
    #[arg(long, value_name = "NAME|FILE.xo")]
    scenario: Option<String>,
    /// A generated world; see the options of `generate`
    #[arg(long)]
    generate: bool,
    #[command(flatten)]
    size: Size,
    /// Where to listen; port 0 takes a free one
    #[arg(long, default_value = "127.0.0.1:0")]
    listen: SocketAddr,
    /// Serves TLS with a certificate made for this run; prints its fingerprint and PEM
    #[arg(long, value_name = "KIND")]
    tls: Option<Certificate>,
    /// Where to write the certificate (PEM) to trust
    #[arg(long, value_name = "FILE", requires = "tls")]
    certificate_file: Option<PathBuf>,
    /// What goes wrong: KIND[=VALUE][@SCOPE] [times=N] [after=N]; may be repeated
    #[arg(long = "fault", value_name = "FAULT")]
    faults: Vec<Fault>,
    /// Users and their rights (JSON) [default: admin, plain and reader, each with its name as password]
    #[arg(long, value_name = "FILE")]
    users: Option<PathBuf>,
    /// File to write the address to once the server answers
    #[arg(long, value_name = "FILE")]
    ready_file: Option<PathBuf>,
    /// The administrator's token [default: random]
    #[arg(long, env = "MOCK_XO_TOKEN", hide_env_values = true)]
    token: Option<String>,
    /// The least-privilege reader's token [default: random]
    #[arg(long, env = "MOCK_XO_READER_TOKEN", hide_env_values = true)]
    reader_token: Option<String>,
}

#[derive(Debug, Args)]
struct Generate {
    #[command(flatten)]
    size: Size,
    /// The capture to write: .json, .json.gz or .json.zst
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
}

#[derive(Debug, Args)]
struct Size {
    /// The same seed gives the same world
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// VMs
    #[arg(long, default_value_t = 100)]
    vms: usize,
    /// Most disks of a VM
    #[arg(long, default_value_t = 2)]
    disks: usize,
    /// SRs
    #[arg(long, default_value_t = 6)]
    srs: usize,
    /// Pools
    #[arg(long, default_value_t = 1)]
    pools: usize,
    /// Most nodes of a chain
    #[arg(long, default_value_t = 4)]
    depth: usize,
    /// Percentage of disks that have pending merges
    #[arg(long, default_value_t = 2)]
    pending: u8,
    /// Backup jobs; 0: one per 50 VMs
    #[arg(long, default_value_t = 0)]
    jobs: usize,
    /// Runs in the logs; 0: three nights of each job
    #[arg(long, default_value_t = 0)]
    runs: usize,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Certificate {
    /// For `localhost` and the loopback addresses, signed by its own authority
    Proper,
    /// Like XO's own: self-signed, CA:TRUE, no alternative name
    LikeXo,
}

#[tokio::main]
async fn main() -> ExitCode {
    let result = match Cli::parse().command {
        Command::Serve(arguments) => run(*arguments).await,
        Command::Scenarios { name } => list(name.as_deref()),
        Command::Generate(arguments) => write_generated(&arguments),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Nothing can be done if even that cannot be written.
            let _ = writeln!(std::io::stderr(), "mock-xo: {error}");
            ExitCode::FAILURE
        }
    }
}

fn now() -> Timestamp {
    // The clock always reads a valid time.
    Timestamp::from_millisecond(Clock::default().now_ms()).unwrap_or_default()
}

fn list(name: Option<&str>) -> Result<(), Failure> {
    let mut out = std::io::stdout();
    if let Some(name) = name {
        let scenario = built_in(name)?;
        let text = scenario.text().ok_or_else(|| format!("`{name}` cannot be written as a text"))?;
        return Ok(write!(out, "{text}")?);
    }
    for scenario in scenario::ALL {
        writeln!(out, "{}\t{}", scenario.name, scenario.about())?;
    }
    Ok(())
}

fn built_in(name: &str) -> Result<&'static Scenario, Failure> {
    let scenario = Scenario::find(name);
    Ok(scenario.ok_or_else(|| format!("no scenario `{name}`; see `mock-xo scenarios`"))?)
}

impl Size {
    fn plan(&self) -> generate::Plan {
        generate::Plan {
            seed: self.seed,
            vms: self.vms,
            disks: self.disks,
            srs: self.srs,
            pools: self.pools,
            depth: self.depth,
            pending: self.pending,
            jobs: self.jobs,
            runs: self.runs,
        }
    }
}

fn write_generated(arguments: &Generate) -> Result<(), Failure> {
    let path = &arguments.output;
    let file = File::create(path).map_err(|error| format!("cannot write {}: {error}", path.display()))?;
    let mut file = BufWriter::new(file);
    let plan = arguments.size.plan();
    let made = match path.extension().and_then(|end| end.to_str()) {
        Some("gz") => {
            let mut out = flate2::write::GzEncoder::new(file, flate2::Compression::default());
            let made = generate::write(&plan, now(), &mut out)?;
            out.finish()?.flush()?;
            made
        }
        Some("zst") => {
            let mut out = zstd::Encoder::new(file, 3)?;
            let made = generate::write(&plan, now(), &mut out)?;
            out.finish()?.flush()?;
            made
        }
        _ => {
            let made = generate::write(&plan, now(), &mut file)?;
            file.flush()?;
            made
        }
    };
    let mut out = std::io::stdout();
    writeln!(out, "{}: {} objects, {} VDIs, seed {}", path.display(), made.objects, made.vdis, plan.seed)?;
    Ok(())
}

async fn run(arguments: Serve) -> Result<(), Failure> {
    let mut state = load(&arguments)?;
    if let Some(file) = &arguments.users {
        let text =
            fs::read_to_string(file).map_err(|error| format!("cannot read {}: {error}", file.display()))?;
        state.users = Users::from_json(&serde_json::from_str(&text)?, &state)?;
    }
    if let Some(token) = &arguments.token {
        state.users.set_admin_token(token);
    }
    if let Some(token) = &arguments.reader_token {
        state.users.set_reader_token(token);
    }
    let tls = arguments.tls.map(|kind| match kind {
        Certificate::Proper => Tls::Proper,
        Certificate::LikeXo => Tls::LikeXo,
    });
    let options =
        ServeOptions { listen: arguments.listen, tls, faults: arguments.faults, ..ServeOptions::default() };
    let running = serve(state, options)?;
    // Written first, so that whoever reads the address finds these files.
    if let (Some(file), Some(certificate)) = (&arguments.certificate_file, running.certificate()) {
        fs::write(file, certificate.pem())?;
    }
    if let Some(file) = &arguments.ready_file {
        fs::write(file, running.url())?;
    }
    print_address(&running)?;
    stop_signal().await?;
    running.stop().await;
    Ok(())
}

/// Prints the address on the first line, then what a client may trust.
fn print_address(running: &Running) -> Result<(), Failure> {
    let mut out = std::io::stdout();
    writeln!(out, "{}", running.url())?;
    if let Some(certificate) = running.certificate() {
        writeln!(out, "sha256:{}", certificate.fingerprint())?;
        write!(out, "{}", certificate.pem())?;
    }
    Ok(out.flush()?)
}

fn load(arguments: &Serve) -> Result<State, Failure> {
    if let Some(file) = &arguments.capture {
        return Ok(State::from_capture(read_capture(file)?)?);
    }
    let Some(name) = arguments.scenario.as_deref() else {
        return Ok(generate::state(&arguments.size.plan(), now())?);
    };
    if !name.ends_with(".xo") {
        return Ok(built_in(name)?.build(now())?);
    }
    let text = fs::read_to_string(name).map_err(|error| format!("cannot read {name}: {error}"))?;
    Ok(scenario::parse_at(&text, now()).map_err(|error| format!("{name}: {error}"))?)
}

#[cfg(unix)]
async fn stop_signal() -> Result<(), Failure> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    tokio::select! {
        interrupted = tokio::signal::ctrl_c() => interrupted?,
        _ = terminate.recv() => {}
    }
    Ok(())
}

#[cfg(not(unix))]
async fn stop_signal() -> Result<(), Failure> {
    tokio::signal::ctrl_c().await?;
    Ok(())
}
