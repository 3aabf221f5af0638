//! What the help of each command says besides its arguments, and how it groups them: common options first, then by
//! topic; below them examples, limits and errors, exit statuses.
//!
//! English is here; Japanese is in `words/ja.ftl` (`example-COMMAND-N`, `limits-COMMAND`, `status-COMMAND`).

use clap::{Arg, Command};

/// What the help of a command says below its arguments.
#[derive(Debug)]
pub(in crate::cli) struct Page {
    /// The command after its parents, as in `config-show`; empty for the program itself.
    pub(in crate::cli) command: &'static str,
    /// Command lines, and what each is for.
    pub(in crate::cli) examples: &'static [(&'static str, &'static str)],
    /// What it does not do, and when it gives up.
    limits: &'static str,
    /// The exit statuses.
    status: &'static str,
}

/// The options of a command that come first, in this order.
const COMMON: &[(&str, &[&str])] = &[
    ("check", &["url", "server", "demo", "from", "summary", "output", "format", "all", "quiet"]),
    ("forecast", &["url", "server", "demo", "from", "summary", "output", "format", "all", "quiet"]),
    ("jobs", &["url", "server", "demo", "from", "all", "output", "format"]),
    ("sr", &["url", "server", "demo", "from", "all", "vm", "output", "format"]),
    ("explain", &["url", "server", "demo", "from", "all", "format"]),
    ("capture", &["url", "server", "demo", "output", "anonymize", "review"]),
    ("whoami", &["url", "server", "demo", "format"]),
    ("ignore", &["reason", "until", "pin", "url", "server", "demo", "from"]),
    ("diff", &["all", "quiet", "output", "format", "fail_on"]),
    ("backtest", &["all", "output", "format"]),
];

/// Headings, each with the options below it, in this order.
pub(in crate::cli) const GROUPS: &[(&str, &[&str])] = &[
    (
        "What counts",
        &[
            "fail_on",
            "fail_on_forecast",
            "baseline",
            "ignore",
            "snapshots_left",
            "snapshot_age",
            "sr_used_percent",
        ],
    ),
    ("Scope", &["pools", "srs", "vms", "jobs", "tags", "mask", "per_tag"]),
    (
        "Forecast",
        &["horizon", "draws", "seed", "no_forecast", "forecast_timeout", "coalesce_speed", "previous"],
    ),
    ("History", &["history", "no_record", "no_history", "back"]),
    (
        "Output",
        &[
            "output",
            "format",
            "summary",
            "all",
            "quiet",
            "timezone",
            "width",
            "ascii",
            "title",
            "note",
            "logo",
            "csv_bom",
            "csv_table",
        ],
    ),
    ("Handing on", &["anonymize", "review", "key_file", "everything"]),
    (
        "Server",
        &[
            "url",
            "server",
            "all_servers",
            "demo",
            "from",
            "at",
            "token_file",
            "ca_file",
            "pin_sha256",
            "insecure",
            "proxy",
            "pace",
            "retries",
            "verbose",
            "show_calls",
        ],
    ),
    ("Limits", &["connect_timeout", "request_timeout", "run_timeout", "max_memory"]),
    ("Program", &["lang", "color", "config"]),
];

/// Composes the limits of a command that reads a server, ending with what is special to it.
macro_rules! reads {
    ($($more:literal)?) => {
        concat!(
            "What could not be read is listed and never taken for healthy. A failed connection is retried (`--retries`), \
             a refusal is not; a run that exceeds `--run-timeout` or `--max-memory` ends with 3.",
            $(" ", $more)?
        )
    };
}

const READ_STATUS: &str = "0 success, 3 the server could not be read, 64 wrong usage";

/// The pages of all commands.
pub(in crate::cli) const PAGES: &[Page] = &[
    Page {
        command: "",
        examples: &[
            ("xo-health check --demo", "See a report with one of every problem; no server is needed"),
            (
                "xo-health login https://xo.example.org",
                "Sign in once; later runs need no address and no token",
            ),
            ("xo-health check --summary", "Will the backups of the next 24 hours run? What to do first?"),
            ("xo-health explain SR_BACKEND_FAILURE_44", "What an error means, and what to do"),
        ],
        limits: "It only reads from XO, and sends nothing anywhere else.",
        status: "0 all is well, 1 or 2 something is wrong, 3 it could not be checked, 64 wrong usage; `--help` of each \
                 command says more.",
    },
    Page {
        command: "check",
        examples: &[
            ("xo-health check --demo", "See what a report looks like; no server is needed"),
            (
                "xo-health check --url https://xo.example.org --summary",
                "The answer, and the most urgent steps",
            ),
            (
                "xo-health check -o report.html -o health.prom",
                "A page to forward, and metrics, from one reading",
            ),
            (
                "xo-health check --tag gold --fail-on critical",
                "One part; only critical findings affect the exit status",
            ),
            ("xo-health check --baseline last-week.json", "In CI: only what is new or worse counts"),
        ],
        limits: reads!("Without the right to read jobs, nothing is reported about jobs."),
        status: CHECK_STATUS,
    },
    Page {
        command: "forecast",
        examples: &[
            ("xo-health forecast --demo --horizon 3d", "What is likely to fail within three days"),
            (
                "xo-health forecast --fail-on-forecast 0.5@24h",
                "For a script: 2 where an error within a day is likely",
            ),
            ("xo-health forecast --vm 'db-*' --all", "Some VMs, with what is unlikely"),
        ],
        limits: reads!(
            "A fault without warning signs has only its base rate (docs/forecast.md). After `--forecast-timeout`, what was \
             simulated by then is reported."
        ),
        status: CHECK_STATUS,
    },
    Page {
        command: "diff",
        examples: &[
            ("xo-health diff monday.json tuesday.json", "Two captures or JSON reports, the earlier first"),
            ("xo-health diff captures/ -o changes.html", "The last two of a folder, as a page"),
            ("xo-health diff captures/ --tag gold", "Of one part: captures only, a report has its own scope"),
        ],
        limits: "Findings are the same by their fingerprint, backups that are due by job, VM and error. What the second could \
                 not read is marked as unseen, not gone. A report may have up to 1 GiB.",
        status: "0 nothing above info is new or worse, 1 warnings, a backup within 24 h that will likely fail, or something \
                 unknown, 2 critical, 3 the second could not be checked, 64 wrong usage",
    },
    Page {
        command: "backtest",
        examples: &[(
            "xo-health backtest captures/",
            "Score what each capture predicted by what the later ones show",
        )],
        limits: "It needs at least two captures of one server, or a capture with its truth; captures anonymised with the same key file \
                 will do.",
        status: "0 success, 3 a capture could not be read, 64 wrong usage, or nothing to score",
    },
    Page {
        command: "capture",
        examples: &[
            ("xo-health capture -o xo.json.zst", "Save what the server answers, without secrets"),
            ("xo-health capture --anonymize --review", "Show what would be handed on; writes nothing"),
            (
                "xo-health capture --from xo.json.zst --anonymize -o anonymous.json.zst",
                "Anonymise an existing capture",
            ),
        ],
        limits: reads!(
            "A capture is written completely or not at all. Secrets are left out, even with `--everything`, as far as they can be recognised."
        ),
        status: READ_STATUS,
    },
    Page {
        command: "explain",
        examples: &[
            ("xo-health explain SR_BACKEND_FAILURE_109", "An error by its code"),
            ("xo-health explain XOH-101", "A finding by its code"),
            ("xo-health explain backup.log --demo", "A log, with the present state of its VMs"),
            ("journalctl -u xo-server | xo-health explain -", "What is in the system log"),
        ],
        limits: "Up to 64 MiB are read. With a server or a capture it also shows the present state of the VMs involved. Anything it \
                 does not recognise is listed with the nearest entries.",
        status: "0 all recognised, 2 only a part, 1 nothing, 3 the server could not be read, 64 wrong usage",
    },
    Page {
        command: "jobs",
        examples: &[
            ("xo-health jobs --demo", "All backup jobs, the worst first"),
            ("xo-health jobs Nightly --all", "One job: settings, schedules, runs, VMs"),
        ],
        limits: reads!("Runs are known as far back as XO keeps their logs, and further with `--history`."),
        status: "0 success, 3 the server could not be read, 64 wrong usage, or a name that matches no job or several",
    },
    Page {
        command: "sr",
        examples: &[
            ("xo-health sr --demo", "All SRs in a table"),
            ("xo-health sr nfs-main --all", "One SR: space, collector, queue, every chain"),
            ("xo-health sr nfs-main --vm web -o web.html", "The chains of one VM there, as a page"),
        ],
        limits: reads!("XO shows no block maps: what a merge needs is given as an interval."),
        status: "0 success, 3 the server could not be read, 64 wrong usage, or a name that matches no SR or several",
    },
    Page {
        command: "login",
        examples: &[
            ("xo-health login https://xo.example.org", "Asks for a token, and says where in XO to make one"),
            ("pass show xo/token | xo-health login https://xo.example.org", "The token from another program"),
        ],
        limits: "It prompts for the token, or reads it from standard input if that is not a terminal; the token is never an argument. A \
                 certificate that the system does not trust is shown, and pinned if you agree. Nothing is created in XO.",
        status: "0 signed in, 3 the server refuses or cannot be reached, 64 wrong usage",
    },
    Page {
        command: "logout",
        examples: &[("xo-health logout https://xo.example.org", "Forget the token of one server")],
        limits: "The token stays valid in XO until it is deleted there.",
        status: "0 forgotten, 64 wrong usage, or no sign-in to forget",
    },
    Page {
        command: "whoami",
        examples: &[
            ("xo-health whoami", "What this user may read, what is missing, how to grant it"),
            ("xo-health whoami --format json", "The same for programs"),
        ],
        limits: "It shows what XO lets this user read now; an empty list without the right to see it counts as unread.",
        status: READ_STATUS,
    },
    Page {
        command: "history",
        examples: &[
            ("xo-health check --history default", "Learn from earlier readings, and keep this one"),
            ("xo-health history", "What was seen: SRs, disks, jobs and findings over time"),
        ],
        limits: "A history is optional: without one, a check rests on what the server shows.",
        status: HISTORY_STATUS,
    },
    Page {
        command: "history-import",
        examples: &[(
            "xo-health history import captures/ --forecasts",
            "Captures of a folder, each forecast from the ones before",
        )],
        limits: "Captures that were added before change nothing.",
        status: HISTORY_STATUS,
    },
    Page {
        command: "history-stats",
        examples: &[(
            "xo-health history stats --history postgres://db.example.org/xo",
            "Of a history in PostgreSQL",
        )],
        limits: "It changes nothing.",
        status: HISTORY_STATUS,
    },
    Page {
        command: "history-prune",
        examples: &[(
            "xo-health history prune",
            "Keep one reading an hour for 14 days, one a day for a year",
        )],
        limits: "What is removed cannot be restored.",
        status: HISTORY_STATUS,
    },
    Page {
        command: "history-show",
        examples: &[
            (
                "xo-health history show --sr nfs-main --back 30d",
                "One SR with its disks over the last 30 days",
            ),
            ("xo-health history show --vm web -o web.html", "One VM over time, as a page"),
        ],
        limits: "There are gaps where nothing was read: lines continue from the last reading before.",
        status: HISTORY_STATUS,
    },
    Page {
        command: "history-export",
        examples: &[("xo-health history export history.zst", "All but the reports, in one file")],
        limits: "The file contains names of SRs, VMs, disks and jobs, but no secrets.",
        status: HISTORY_STATUS,
    },
    Page {
        command: "history-score",
        examples: &[("xo-health history score", "How well past forecasts came true")],
        limits: "A forecast is scored once what it is about has happened.",
        status: HISTORY_STATUS,
    },
    Page {
        command: "schema",
        examples: &[("xo-health schema report", "The JSON Schema of `check --format json`")],
        limits: "Keys of a document keep their name, type and meaning; later versions only add some.",
        status: "0 success, 64 wrong usage",
    },
    Page {
        command: "config",
        examples: &[
            ("xo-health config init", "Write a file in which every line is a comment"),
            ("xo-health config show --origin", "Effective values, and where they come from"),
        ],
        limits: "The file needs no secrets: `token_file`, `token_command`, `xo-health login` (docs/configuration.md).",
        status: CONFIG_STATUS,
    },
    Page {
        command: "config-show",
        examples: &[
            ("xo-health config show --origin", "Every effective value of `check`, and where it comes from"),
            (
                "xo-health config show --origin -- forecast --horizon 2d",
                "The same for a command with its arguments",
            ),
        ],
        limits: "Secrets stay hidden, and no token command is run.",
        status: CONFIG_STATUS,
    },
    Page {
        command: "config-check",
        examples: &[("xo-health config check --config new.toml", "Before installing a file")],
        limits: "It contacts no server: `xo-health whoami` shows whether the address and the token work.",
        status: CONFIG_STATUS,
    },
    Page {
        command: "config-init",
        examples: &[("xo-health config init", "At the first place where it is looked for")],
        limits: "An existing file stays as it is.",
        status: CONFIG_STATUS,
    },
    Page {
        command: "ignore",
        examples: &[
            (
                "xo-health ignore XOH-401:template-* --reason 'templates of the lab'",
                "All findings of a code about some subjects",
            ),
            (
                "xo-health ignore XOH-101/vdi/5f1c --reason 'moves on Monday' --until 2026-12-31 --pin",
                "One finding by its fingerprint, for a while, and only as bad as it is now",
            ),
        ],
        limits: "A fingerprint (JSON, CSV: `fingerprint`), or the beginning of one, is looked up on the server or in a capture \
                 (`--from`); `CODE` and `CODE:SUBJECT` only with `--pin`. It never changes the answer or the plan.",
        status: "0 written, 3 the server could not be read, 64 wrong usage, or no such finding",
    },
];

const CHECK_STATUS: &str = "0 nothing above info, 1 warnings, an error within 24 h that is likely, or something \
                            unknown, 2 critical, 3 the check could not be completed, 64 wrong usage, 130 interrupted. `--fail-on` \
                            and `--fail-on-forecast` set what affects it";

const HISTORY_STATUS: &str = "0 success, 3 the history or a capture could not be read, 64 wrong usage";

const CONFIG_STATUS: &str = "0 success, 64 the file or a variable is wrong, or wrong usage";

impl Page {
    /// Composes what stands below the arguments. `words` takes an id (`example-COMMAND-N`, `limits-COMMAND`,
    /// `status-COMMAND` or that of a heading) and the English text, which it returns if the language has no words for
    /// the id.
    pub(in crate::cli) fn below(
        &self,
        words: &dyn Fn(&str, &str) -> String,
        wrapped: &dyn Fn(&str) -> String,
    ) -> String {
        let of = |kind: &str| {
            if self.command.is_empty() { kind.to_owned() } else { format!("{kind}-{}", self.command) }
        };
        let mut text = format!("{}\n", words("help-examples", "Examples:"));
        for (at, (line, about)) in self.examples.iter().enumerate() {
            let about = words(&format!("{}-{}", of("example"), at + 1), about);
            text.push_str(&format!("  {line}\n      {about}\n"));
        }
        let limits = words(&of("limits"), self.limits);
        let status = words(&of("status"), self.status);
        text.push_str(&format!("\n{}\n", wrapped(&limits)));
        let status = format!(
            "{} {}{}",
            words("help-status", "Exit status:"),
            status.trim_end_matches('.'),
            words("help-stop", ".")
        );
        text.push_str(&format!("\n{}", wrapped(&status)));
        text
    }
}

/// Returns what the help of a command says below its arguments.
pub(in crate::cli) fn of(command: &str) -> Option<&'static Page> {
    PAGES.iter().find(|page| page.command == command)
}

/// Groups the options of every command, the common ones first, and puts its page below them.
pub(in crate::cli) fn arranged(command: Command) -> Command {
    of_command("", command)
}

/// Puts an argument below its heading, and returns it with the number of its group; arguments without a heading come
/// first.
fn placed(common: &[&str], arg: Arg) -> (usize, Arg) {
    if arg.is_positional() {
        return (0, arg);
    }
    let place = |ids: &[&str]| ids.iter().position(|id| arg.get_id() == *id);
    if let Some(at) = place(common) {
        return (1, arg.help_heading(None::<&str>).display_order(at));
    }
    let mut groups = GROUPS.iter().enumerate();
    match groups.find_map(|(group, (heading, ids))| Some((group, *heading, place(ids)?))) {
        Some((group, heading, at)) => (group + 2, arg.help_heading(heading).display_order(at)),
        None => (1, arg.help_heading(None::<&str>)),
    }
}

fn of_command(path: &str, command: Command) -> Command {
    let common = COMMON.iter().find(|(name, _)| *name == path).map_or(&[][..], |(_, common)| *common);
    let english = |_: &str, own: &str| own.to_owned();
    let below = of(path).map(|page| page.below(&english, &str::to_owned));
    let mut args: Vec<(usize, Arg)> =
        command.get_arguments().map(|arg| placed(common, arg.clone())).collect();
    args.sort_by_key(|(group, _)| *group);
    let mut args = args.into_iter().map(|(_, arg)| arg);
    // headings appear in the order of the first arguments below them, so the arguments are put in that order
    let command = command.mut_args(|arg| args.next().unwrap_or(arg));
    let path = path.to_owned();
    let command = command.mut_subcommands(|sub| {
        let name = sub.get_name().to_owned();
        of_command(&if path.is_empty() { name } else { format!("{path}-{name}") }, sub)
    });
    match below {
        Some(below) => command.after_help(below),
        None => command,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(path: &str, command: &Command) -> Vec<(String, Command)> {
        let mut found = vec![(path.to_owned(), command.clone())];
        for sub in command.get_subcommands().filter(|sub| sub.get_name() != "help") {
            let path = if path.is_empty() {
                sub.get_name().to_owned()
            } else {
                format!("{path}-{}", sub.get_name())
            };
            found.extend(all(&path, sub));
        }
        found
    }

    #[test]
    fn every_command_has_a_page_and_every_page_a_command() {
        let commands: Vec<String> =
            all("", &crate::cli::command()).into_iter().map(|(path, _)| path).collect();
        let mut pages: Vec<&str> = PAGES.iter().map(|page| page.command).collect();
        let mut sorted: Vec<&str> = commands.iter().map(String::as_str).collect();
        sorted.sort_unstable();
        pages.sort_unstable();
        assert_eq!(sorted, pages);
    }

    /// Every example can be typed as it is shown.
    #[test]
    fn every_example_is_a_command() {
        for (line, _) in PAGES.iter().flat_map(|page| page.examples) {
            let own = line.rsplit("| ").next().unwrap();
            let mut words = Vec::new();
            for (at, part) in own.split('\'').enumerate() {
                match at % 2 {
                    0 => words.extend(part.split_whitespace().map(str::to_owned)),
                    _ => words.push(part.to_owned()),
                }
            }
            let parsed = crate::cli::command().try_get_matches_from(&words);
            assert!(parsed.is_ok(), "{line}: {}", parsed.unwrap_err());
        }
    }

    /// The common options come first, and long lists are grouped.
    #[test]
    fn options_are_grouped() {
        let all = all("", &crate::cli::command());
        for (path, command) in &all {
            let options = command.get_arguments().filter(|arg| !arg.is_positional());
            let loose: Vec<_> = options
                .filter(|arg| arg.get_help_heading().is_none())
                .map(|arg| arg.get_id().as_str())
                .collect();
            assert!(loose.len() <= 10, "{path}: {loose:?}");
        }
        for (path, ids) in COMMON {
            let (_, command) = all.iter().find(|(own, _)| own == path).unwrap();
            for id in *ids {
                assert!(command.get_arguments().any(|arg| arg.get_id() == *id), "{path} {id}");
            }
        }
        for (heading, ids) in GROUPS {
            let is_there = |id: &&str| {
                all.iter().any(|(_, command)| command.get_arguments().any(|arg| *arg.get_id() == **id))
            };
            let missing: Vec<_> = ids.iter().filter(|id| !is_there(id)).collect();
            assert_eq!(missing, [&""; 0], "{heading}");
        }
        for (path, mut command) in all {
            let help = command.render_help().to_string();
            let places = GROUPS.iter().filter_map(|(heading, _)| help.find(&format!("\n{heading}:\n")));
            assert!(places.is_sorted(), "{path}: {help}");
        }
        let mut program = crate::cli::command();
        program.build();
        let help = program.find_subcommand_mut("check").unwrap().render_help().to_string();
        let place = |piece: &str| help.find(piece).unwrap_or_else(|| panic!("{piece}: {help}"));
        let places = ["--url", "--demo", "--summary", "What counts:", "Examples:", "Exit status:"].map(place);
        assert!(places.is_sorted(), "{places:?}\n{help}");
    }
}
