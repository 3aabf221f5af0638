//! How a forecast is made.

use std::sync::OnceLock;
use std::time::{Duration, Instant};

use crate::cli::values::{count, horizon, number, time};
use crate::policy::OnForecast;
use xo_health_core::forecast::{self, Deadline};

/// How a forecast is made.
#[derive(Clone, Debug, clap::Args)]
pub(in crate::cli) struct ForecastOptions {
    /// How far ahead to look (`7d`, `36h`), at most 30 days
    #[arg(long, value_name = "TIME", default_value = "7d", value_parser = horizon)]
    pub(in crate::cli) horizon: u32,

    /// Number of simulations [default: 500; 200 when jobs name more than 2,000 VMs, 100 above 5,000]
    #[arg(long, value_name = "N", value_parser = count::<20, 20_000>)]
    pub(in crate::cli) draws: Option<u32>,

    /// Seed of the simulation: the same seed gives the same forecast
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = number::<0, { u64::MAX }>)]
    pub(in crate::cli) seed: u64,

    /// Time limit for the forecast: what was simulated by then is reported, and marked as cut short
    #[arg(long, value_name = "TIME", default_value = FORECAST_TIMEOUT, value_parser = time)]
    pub(in crate::cli) forecast_timeout: Duration,

    /// Do not predict: the answer then rests on rules and logs, and is never "yes"
    #[arg(long, conflicts_with = "fail_on_forecast")]
    pub(in crate::cli) no_forecast: bool,

    /// Exit with 2 when an error has at least this probability within these hours (`0.5@24h`); `never`: predictions do
    /// not affect the exit status [default: exit with 1 when an error within 24 h is at least 50 % likely]
    #[arg(long, value_name = "CHANCE@HOURS|never")]
    pub(in crate::cli) fail_on_forecast: Option<OnForecast>,
}

/// How long a forecast may take. Guess: three times what the largest known server takes (docs/performance.md).
const FORECAST_TIMEOUT: &str = "60s";

/// Returns the options of a forecast that no argument describes: the defaults.
pub(in crate::cli) fn usual_forecast() -> forecast::Options {
    ForecastOptions {
        horizon: 7 * 24,
        draws: None,
        seed: 1,
        forecast_timeout: time(FORECAST_TIMEOUT).unwrap_or(Duration::MAX),
        no_forecast: false,
        fail_on_forecast: None,
    }
    .options()
}

impl ForecastOptions {
    /// Converts the options for the library, using all processors; `None` if no forecast is wanted.
    pub(in crate::cli) fn wanted(&self) -> Option<forecast::Options> {
        (!self.no_forecast).then(|| self.options())
    }

    /// Converts the options for the library, using all processors. The time limit starts with the first forecast made
    /// with them.
    pub(in crate::cli) fn options(&self) -> forecast::Options {
        let within = match self.fail_on_forecast {
            Some(OnForecast::Reaches(fail)) => Some(fail.within),
            _ => None,
        };
        forecast::Options {
            horizon: self.horizon.max(within.unwrap_or(0)),
            also: within,
            draws: self.draws,
            seed: self.seed,
            merge_speed: None,
            threads: std::thread::available_parallelism().unwrap_or(std::num::NonZero::<usize>::MIN),
            deadline: deadline(self.forecast_timeout),
        }
    }
}

/// Returns a deadline whose time starts when it is first checked.
fn deadline(limit: Duration) -> Deadline {
    let begun = OnceLock::new();
    Deadline::when(move || begun.get_or_init(Instant::now).elapsed() >= limit)
}
