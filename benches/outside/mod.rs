//! A program, watched from outside: the clock, processor time and peak memory of `/proc`.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

pub(crate) type Failure = Box<dyn std::error::Error>;

pub(crate) const MIB: u64 = 1 << 20;

/// What a program took.
#[derive(Clone, Default)]
pub(crate) struct Taken {
    pub(crate) wall: Duration,
    pub(crate) processor: Duration,
    pub(crate) peak: u64,
    /// Since its last line on standard error.
    pub(crate) after: Duration,
    pub(crate) said: Vec<String>,
    pub(crate) status: Option<ExitStatus>,
}

/// The program that is measured: `XO_HEALTH`, else that of this build.
pub(crate) fn program() -> Command {
    Command::new(std::env::var("XO_HEALTH").unwrap_or_else(|_| env!("CARGO_BIN_EXE_xo-health").to_owned()))
}

/// Runs a program and watches it.
pub(crate) fn measure(command: &mut Command) -> Result<Taken, Failure> {
    let begun = Instant::now();
    let command = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
    watched(command.spawn()?, begun)
}

#[expect(clippy::print_stdout, reason = "a bench reports there")]
pub(crate) fn report(line: &str) {
    println!("{line}");
}

/// Watches a program from outside until it ends.
fn watched(mut child: Child, begun: Instant) -> Result<Taken, Failure> {
    let Some(stderr) = child.stderr.take() else { return Err("no standard error".into()) };
    let listener = std::thread::spawn(move || {
        let mut said: Vec<(Instant, String)> = Vec::new();
        BufReader::new(stderr)
            .lines()
            .map_while(Result::ok)
            .for_each(|line| said.push((Instant::now(), line)));
        said
    });
    let mut taken = Taken::default();
    loop {
        let (peak, processor) = of_process(child.id());
        taken.peak = taken.peak.max(peak);
        taken.processor = taken.processor.max(processor);
        if let Some(status) = child.try_wait()? {
            let ended = Instant::now();
            let said = listener.join().unwrap_or_default();
            taken.wall = ended - begun;
            taken.after = said.last().map(|(at, _)| ended.saturating_duration_since(*at)).unwrap_or_default();
            taken.status = Some(status);
            taken.said = said.into_iter().map(|(_, line)| line).collect();
            return Ok(taken);
        }
        std::thread::sleep(Duration::from_millis(2));
    }
}

/// Returns the peak memory and the processor time of a process; nothing once it has ended.
fn of_process(id: u32) -> (u64, Duration) {
    let read = |name: &str| std::fs::read_to_string(format!("/proc/{id}/{name}")).unwrap_or_default();
    let peak = read("status").lines().find_map(|line| {
        line.strip_prefix("VmHWM:")?.split_whitespace().next()?.parse::<u64>().ok().map(|kib| kib << 10)
    });
    // after the name in brackets: user and system time are the twelfth and thirteenth, in hundredths (proc(5))
    let stat = read("stat");
    let numbers = stat.rsplit(')').next().unwrap_or_default().split_whitespace().skip(11).take(2);
    let ticks: u64 = numbers.filter_map(|number| number.parse::<u64>().ok()).sum();
    (peak.unwrap_or_default(), Duration::from_millis(ticks * 10))
}
