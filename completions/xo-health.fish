# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_xo_health_global_optspecs
    string join \n color= lang= config= h/help V/version
end

function __fish_xo_health_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_xo_health_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_xo_health_using_subcommand
    set -l cmd (__fish_xo_health_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c xo-health -n "__fish_xo_health_needs_command" -l color -d 'When to use colour; `auto`: when standard output is a terminal and `NO_COLOR` is unset' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c xo-health -n "__fish_xo_health_needs_command" -l lang -d 'Language of reports, help and errors [default: from `LC_ALL`, `LC_MESSAGES` or `LANG`]' -r -f -a "en\t'English'
ja\t'Japanese'"
complete -c xo-health -n "__fish_xo_health_needs_command" -l config -d 'Configuration file [default: `$XDG_CONFIG_HOME/xo-health/config.toml`, then `/etc/xo-health/config.toml`]' -r -F
complete -c xo-health -n "__fish_xo_health_needs_command" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c xo-health -n "__fish_xo_health_needs_command" -s V -l version -d 'Print version'
complete -c xo-health -n "__fish_xo_health_needs_command" -f -a "check" -d 'Check a server, a capture or the demo, and report problems'
complete -c xo-health -n "__fish_xo_health_needs_command" -f -a "forecast" -d 'Predict which backups will fail: when, how likely, why, and what prevents it; JSON output is the same as `check`'
complete -c xo-health -n "__fish_xo_health_needs_command" -f -a "diff" -d 'Compare two captures or reports: what is new, worse, better, gone'
complete -c xo-health -n "__fish_xo_health_needs_command" -f -a "backtest" -d 'Score forecasts of past captures against what happened'
complete -c xo-health -n "__fish_xo_health_needs_command" -f -a "capture" -d 'Save the raw answers of a server to a file, without secrets'
complete -c xo-health -n "__fish_xo_health_needs_command" -f -a "explain" -d 'Explain an error, a code, a backup log or a report mail: what it means, what to do, who acts first'
complete -c xo-health -n "__fish_xo_health_needs_command" -f -a "jobs" -d 'Show the state of backup jobs: next and last runs, success rate, duration, restore points of their VMs'
complete -c xo-health -n "__fish_xo_health_needs_command" -f -a "sr" -d 'Show one SR: its space, its garbage collector, its coalesce queue, every VHD chain'
complete -c xo-health -n "__fish_xo_health_needs_command" -f -a "login" -d 'Sign in to a server once: later runs use its token, and need no `--url` if it is the only server'
complete -c xo-health -n "__fish_xo_health_needs_command" -f -a "logout" -d 'Forget the token of a server; it stays valid in XO until it is deleted there'
complete -c xo-health -n "__fish_xo_health_needs_command" -f -a "whoami" -d 'Show what the user may read, what is missing, and how to grant it'
complete -c xo-health -n "__fish_xo_health_needs_command" -f -a "history" -d 'Show and manage the history of earlier readings'
complete -c xo-health -n "__fish_xo_health_needs_command" -f -a "schema" -d 'Print the JSON Schema of a document'
complete -c xo-health -n "__fish_xo_health_needs_command" -f -a "config" -d 'Show, check or create the configuration file'
complete -c xo-health -n "__fish_xo_health_needs_command" -f -a "ignore" -d 'Suppress a finding: add it to the configuration file, keeping everything else'
complete -c xo-health -n "__fish_xo_health_needs_command" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c xo-health -n "__fish_xo_health_using_subcommand check" -l format -d 'Format of standard output, or of the one `--output` whose suffix is unknown [default: text]' -r -f -a "text\t'Text for people'
json\t'JSON for programs; `schemas/` describes it'
markdown\t'Markdown for tickets and chats'
html\t'A page to read and forward, in one file'
csv\t'Tables for spreadsheets: SRs, VMs, findings, due backups'
junit\t'JUnit test results for CI'
sarif\t'SARIF 2.1.0 for code scanning and dashboards'
openmetrics\t'OpenMetrics for Prometheus and its text-file collector'
nagios\t'A plugin\'s output for Nagios, Icinga, Zabbix, Checkmk'
plain\t'Sorted lines without times, to `diff` from day to day'"
complete -c xo-health -n "__fish_xo_health_using_subcommand check" -s o -l output -d 'Write a file; its suffix selects the format: `.txt .json .md .html .csv .xml` (JUnit) `.sarif .prom` (OpenMetrics); may be repeated' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand check" -l from -d 'Read a capture (`.json`, `.json.gz`, `.json.zst`) instead of a server' -r -F
complete -c xo-health -n "__fish_xo_health_using_subcommand check" -l url -d 'Address of the server (`https://xo.example.org`) [default: `XO_URL`, `XOA_URL`, the only server of `xo-health login`, or where `xo-cli` is registered]' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand check" -l server -d 'Read this server of the configuration file; `check` and `forecast` take several' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand check" -l fail-on -d 'Minimum severity that affects the exit status' -r -f -a "info\t'Any finding'
warning\t'Warnings and worse'
critical\t'Critical findings only'
never\t'No finding'"
complete -c xo-health -n "__fish_xo_health_using_subcommand check" -l snapshots-left -d 'Warn when a disk can take fewer than N more snapshots before its chain limit' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand check" -l snapshot-age -d 'Report a snapshot outside any enabled schedule when it is older than this (`30d`, `12h`)' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand check" -l sr-used-percent -d 'Warn when this share of an SR is used [default: off, because a share says nothing about the space needed]' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand check" -l baseline -d 'Findings that this earlier report or capture already has affect the exit status only if they got worse' -r -F
complete -c xo-health -n "__fish_xo_health_using_subcommand check" -l ignore -d 'Suppress findings of a code, or those about one subject (name, id or pattern of names); they do not affect the exit status; may be repeated' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand check" -l fail-on-forecast -d 'Exit with 2 when an error has at least this probability within these hours (`0.5@24h`); `never`: predictions do not affect the exit status [default: exit with 1 when an error within 24 h is at least 50 % likely]' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand check" -l pool -d 'Only these pools (name, UUID or glob; may be repeated)' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand check" -l sr -d 'Only these SRs, and the VMs with a disk or replica there (name, `pool/name`, UUID or glob; may be repeated)' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand check" -l job -d 'Only these jobs, and the VMs that they cover (name, id or glob; may be repeated)' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand check" -l tag -d 'Only VMs with one of these tags (tag or glob; may be repeated)' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand check" -l mask -d 'Replace all names with pseudonyms, except those of VMs with this tag or name and of their disks (glob; may be repeated)' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand check" -l vm -d 'Only these VMs (name, `pool/name`, UUID or glob; may be repeated)' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand check" -l horizon -d 'How far ahead to look (`7d`, `36h`), at most 30 days' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand check" -l draws -d 'Number of simulations [default: 500; 200 when jobs name more than 2,000 VMs, 100 above 5,000]' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand check" -l seed -d 'Seed of the simulation: the same seed gives the same forecast' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand check" -l forecast-timeout -d 'Time limit for the forecast: what was simulated by then is reported, and marked as cut short' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand check" -l history -d 'Learn from earlier readings and add this one: a file, `postgres://…`, or `default` for `$XDG_STATE_HOME/xo-health/history.db`' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand check" -l timezone -d 'Time zone of texts (`Asia/Tokyo`, `UTC`) [default: that of the system]' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand check" -l width -d 'Columns of text [default: those of the terminal, at most 120; 80 in a pipe]' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand check" -l title -d 'Title of an HTML page' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand check" -l note -d 'Text file to show at the top of an HTML page' -r -F
complete -c xo-health -n "__fish_xo_health_using_subcommand check" -l logo -d 'Picture (PNG, JPEG, GIF, WebP, SVG) at the top of an HTML page; it is embedded' -r -F
complete -c xo-health -n "__fish_xo_health_using_subcommand check" -l csv-table -d 'Write only this table as CSV' -r -f -a "srs\t''
vms\t''
findings\t''
backups\t''"
complete -c xo-health -n "__fish_xo_health_using_subcommand check" -l at -d 'Evaluate as of this time (RFC 3339) [default: now, or the time of the capture]' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand check" -l token-file -d 'File with an authentication token, `-` for standard input [default: `XO_TOKEN`, `XOA_TOKEN`, `XO_USERNAME` with `XO_PASSWORD` (and `XO_OTP`), `XOA_USER` with `XOA_PASSWORD`, or the token that `xo-health login` or `xo-cli` keeps for this server]' -r -F
complete -c xo-health -n "__fish_xo_health_using_subcommand check" -l ca-file -d 'Trust the certificate authorities in this PEM file instead of the system\'s' -r -F
complete -c xo-health -n "__fish_xo_health_using_subcommand check" -l pin-sha256 -d 'Trust only the certificate with this SHA-256 fingerprint' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand check" -l pace -d 'How fast to read: `gentle` pauses between parts so that XO can serve others; `auto`: gently from 50 MB on' -r -f -a "auto\t'At full speed; gently if there is much to read'
gentle\t'With pauses'
full\t'At full speed'"
complete -c xo-health -n "__fish_xo_health_using_subcommand check" -l retries -d 'Retries when the connection fails; a refusal by the server is never retried' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand check" -l proxy -d 'Use this HTTP proxy instead of `HTTPS_PROXY`, `HTTP_PROXY` or `ALL_PROXY`; `NO_PROXY` still applies' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand check" -l connect-timeout -d 'Timeout for connecting' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand check" -l request-timeout -d 'Timeout for an answer, and for each further part of it' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand check" -l run-timeout -d 'Time limit for the whole run, from the first call to the report' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand check" -l max-memory -d 'Memory limit of the run' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand check" -l color -d 'When to use colour; `auto`: when standard output is a terminal and `NO_COLOR` is unset' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c xo-health -n "__fish_xo_health_using_subcommand check" -l lang -d 'Language of reports, help and errors [default: from `LC_ALL`, `LC_MESSAGES` or `LANG`]' -r -f -a "en\t'English'
ja\t'Japanese'"
complete -c xo-health -n "__fish_xo_health_using_subcommand check" -l config -d 'Configuration file [default: `$XDG_CONFIG_HOME/xo-health/config.toml`, then `/etc/xo-health/config.toml`]' -r -F
complete -c xo-health -n "__fish_xo_health_using_subcommand check" -l summary -d 'Print only the answer, the most urgent steps and the next backups that fail'
complete -c xo-health -n "__fish_xo_health_using_subcommand check" -l all -d 'Show everything: unfold lists and chains, include unlikely predictions'
complete -c xo-health -n "__fish_xo_health_using_subcommand check" -s q -l quiet -d 'Print nothing unless something is wrong'
complete -c xo-health -n "__fish_xo_health_using_subcommand check" -l demo -d 'Use an embedded mock server with one of every problem'
complete -c xo-health -n "__fish_xo_health_using_subcommand check" -l per-tag -d 'Write a report for each tag of the VMs; `{tag}` in `--output` and `--mask` stands for the tag'
complete -c xo-health -n "__fish_xo_health_using_subcommand check" -l no-forecast -d 'Do not predict: the answer then rests on rules and logs, and is never "yes"'
complete -c xo-health -n "__fish_xo_health_using_subcommand check" -l no-record -d 'Learn from the history, but do not add this reading'
complete -c xo-health -n "__fish_xo_health_using_subcommand check" -l no-history -d 'Use no history, even if the configuration names one'
complete -c xo-health -n "__fish_xo_health_using_subcommand check" -l ascii -d 'Draw with ASCII characters only; names stay as they are'
complete -c xo-health -n "__fish_xo_health_using_subcommand check" -l csv-bom -d 'Begin CSV with a byte-order mark, for Excel'
complete -c xo-health -n "__fish_xo_health_using_subcommand check" -l all-servers -d 'Read all servers of the configuration file (`check` and `forecast`)'
complete -c xo-health -n "__fish_xo_health_using_subcommand check" -l insecure -d 'Trust any certificate: anyone between you and the server can read your credentials'
complete -c xo-health -n "__fish_xo_health_using_subcommand check" -s v -l verbose -d 'Log to standard error how the connection is made; `-vv`: each call too'
complete -c xo-health -n "__fish_xo_health_using_subcommand check" -l show-calls -d 'Print the calls made to the server to standard error'
complete -c xo-health -n "__fish_xo_health_using_subcommand check" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c xo-health -n "__fish_xo_health_using_subcommand forecast" -l format -d 'Format of standard output, or of the one `--output` whose suffix is unknown [default: text]' -r -f -a "text\t'Text for people'
json\t'JSON for programs; `schemas/` describes it'
markdown\t'Markdown for tickets and chats'
html\t'A page to read and forward, in one file'
csv\t'Tables for spreadsheets: SRs, VMs, findings, due backups'
junit\t'JUnit test results for CI'
sarif\t'SARIF 2.1.0 for code scanning and dashboards'
openmetrics\t'OpenMetrics for Prometheus and its text-file collector'
nagios\t'A plugin\'s output for Nagios, Icinga, Zabbix, Checkmk'
plain\t'Sorted lines without times, to `diff` from day to day'"
complete -c xo-health -n "__fish_xo_health_using_subcommand forecast" -s o -l output -d 'Write a file; its suffix selects the format: `.txt .json .md .html .csv .xml` (JUnit) `.sarif .prom` (OpenMetrics); may be repeated' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand forecast" -l from -d 'Read a capture (`.json`, `.json.gz`, `.json.zst`) instead of a server' -r -F
complete -c xo-health -n "__fish_xo_health_using_subcommand forecast" -l url -d 'Address of the server (`https://xo.example.org`) [default: `XO_URL`, `XOA_URL`, the only server of `xo-health login`, or where `xo-cli` is registered]' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand forecast" -l server -d 'Read this server of the configuration file; `check` and `forecast` take several' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand forecast" -l ignore -d 'Suppress findings of a code, or those about one subject (name, id or pattern of names); they do not affect the exit status; may be repeated' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand forecast" -l fail-on-forecast -d 'Exit with 2 when an error has at least this probability within these hours (`0.5@24h`); `never`: predictions do not affect the exit status [default: exit with 1 when an error within 24 h is at least 50 % likely]' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand forecast" -l pool -d 'Only these pools (name, UUID or glob; may be repeated)' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand forecast" -l sr -d 'Only these SRs, and the VMs with a disk or replica there (name, `pool/name`, UUID or glob; may be repeated)' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand forecast" -l job -d 'Only these jobs, and the VMs that they cover (name, id or glob; may be repeated)' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand forecast" -l tag -d 'Only VMs with one of these tags (tag or glob; may be repeated)' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand forecast" -l mask -d 'Replace all names with pseudonyms, except those of VMs with this tag or name and of their disks (glob; may be repeated)' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand forecast" -l vm -d 'Only these VMs (name, `pool/name`, UUID or glob; may be repeated)' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand forecast" -l horizon -d 'How far ahead to look (`7d`, `36h`), at most 30 days' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand forecast" -l draws -d 'Number of simulations [default: 500; 200 when jobs name more than 2,000 VMs, 100 above 5,000]' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand forecast" -l seed -d 'Seed of the simulation: the same seed gives the same forecast' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand forecast" -l forecast-timeout -d 'Time limit for the forecast: what was simulated by then is reported, and marked as cut short' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand forecast" -l history -d 'Learn from earlier readings and add this one: a file, `postgres://…`, or `default` for `$XDG_STATE_HOME/xo-health/history.db`' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand forecast" -l timezone -d 'Time zone of texts (`Asia/Tokyo`, `UTC`) [default: that of the system]' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand forecast" -l width -d 'Columns of text [default: those of the terminal, at most 120; 80 in a pipe]' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand forecast" -l title -d 'Title of an HTML page' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand forecast" -l note -d 'Text file to show at the top of an HTML page' -r -F
complete -c xo-health -n "__fish_xo_health_using_subcommand forecast" -l logo -d 'Picture (PNG, JPEG, GIF, WebP, SVG) at the top of an HTML page; it is embedded' -r -F
complete -c xo-health -n "__fish_xo_health_using_subcommand forecast" -l csv-table -d 'Write only this table as CSV' -r -f -a "srs\t''
vms\t''
findings\t''
backups\t''"
complete -c xo-health -n "__fish_xo_health_using_subcommand forecast" -l at -d 'Evaluate as of this time (RFC 3339) [default: now, or the time of the capture]' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand forecast" -l token-file -d 'File with an authentication token, `-` for standard input [default: `XO_TOKEN`, `XOA_TOKEN`, `XO_USERNAME` with `XO_PASSWORD` (and `XO_OTP`), `XOA_USER` with `XOA_PASSWORD`, or the token that `xo-health login` or `xo-cli` keeps for this server]' -r -F
complete -c xo-health -n "__fish_xo_health_using_subcommand forecast" -l ca-file -d 'Trust the certificate authorities in this PEM file instead of the system\'s' -r -F
complete -c xo-health -n "__fish_xo_health_using_subcommand forecast" -l pin-sha256 -d 'Trust only the certificate with this SHA-256 fingerprint' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand forecast" -l pace -d 'How fast to read: `gentle` pauses between parts so that XO can serve others; `auto`: gently from 50 MB on' -r -f -a "auto\t'At full speed; gently if there is much to read'
gentle\t'With pauses'
full\t'At full speed'"
complete -c xo-health -n "__fish_xo_health_using_subcommand forecast" -l retries -d 'Retries when the connection fails; a refusal by the server is never retried' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand forecast" -l proxy -d 'Use this HTTP proxy instead of `HTTPS_PROXY`, `HTTP_PROXY` or `ALL_PROXY`; `NO_PROXY` still applies' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand forecast" -l connect-timeout -d 'Timeout for connecting' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand forecast" -l request-timeout -d 'Timeout for an answer, and for each further part of it' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand forecast" -l run-timeout -d 'Time limit for the whole run, from the first call to the report' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand forecast" -l max-memory -d 'Memory limit of the run' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand forecast" -l color -d 'When to use colour; `auto`: when standard output is a terminal and `NO_COLOR` is unset' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c xo-health -n "__fish_xo_health_using_subcommand forecast" -l lang -d 'Language of reports, help and errors [default: from `LC_ALL`, `LC_MESSAGES` or `LANG`]' -r -f -a "en\t'English'
ja\t'Japanese'"
complete -c xo-health -n "__fish_xo_health_using_subcommand forecast" -l config -d 'Configuration file [default: `$XDG_CONFIG_HOME/xo-health/config.toml`, then `/etc/xo-health/config.toml`]' -r -F
complete -c xo-health -n "__fish_xo_health_using_subcommand forecast" -l summary -d 'Print only the answer, the most urgent steps and the next backups that fail'
complete -c xo-health -n "__fish_xo_health_using_subcommand forecast" -l all -d 'Show everything: unfold lists and chains, include unlikely predictions'
complete -c xo-health -n "__fish_xo_health_using_subcommand forecast" -s q -l quiet -d 'Print nothing unless something is wrong'
complete -c xo-health -n "__fish_xo_health_using_subcommand forecast" -l demo -d 'Use an embedded mock server with one of every problem'
complete -c xo-health -n "__fish_xo_health_using_subcommand forecast" -l no-forecast -d 'Do not predict: the answer then rests on rules and logs, and is never "yes"'
complete -c xo-health -n "__fish_xo_health_using_subcommand forecast" -l no-record -d 'Learn from the history, but do not add this reading'
complete -c xo-health -n "__fish_xo_health_using_subcommand forecast" -l no-history -d 'Use no history, even if the configuration names one'
complete -c xo-health -n "__fish_xo_health_using_subcommand forecast" -l ascii -d 'Draw with ASCII characters only; names stay as they are'
complete -c xo-health -n "__fish_xo_health_using_subcommand forecast" -l csv-bom -d 'Begin CSV with a byte-order mark, for Excel'
complete -c xo-health -n "__fish_xo_health_using_subcommand forecast" -l all-servers -d 'Read all servers of the configuration file (`check` and `forecast`)'
complete -c xo-health -n "__fish_xo_health_using_subcommand forecast" -l insecure -d 'Trust any certificate: anyone between you and the server can read your credentials'
complete -c xo-health -n "__fish_xo_health_using_subcommand forecast" -s v -l verbose -d 'Log to standard error how the connection is made; `-vv`: each call too'
complete -c xo-health -n "__fish_xo_health_using_subcommand forecast" -l show-calls -d 'Print the calls made to the server to standard error'
complete -c xo-health -n "__fish_xo_health_using_subcommand forecast" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c xo-health -n "__fish_xo_health_using_subcommand diff" -l fail-on -d 'Minimum severity at which something new or worse affects the exit status' -r -f -a "info\t'Any finding'
warning\t'Warnings and worse'
critical\t'Critical findings only'
never\t'No finding'"
complete -c xo-health -n "__fish_xo_health_using_subcommand diff" -l format -d 'Format of standard output, or of the one `--output` whose suffix is unknown [default: text]' -r -f -a "text\t'Text for people'
json\t'JSON for programs; `schemas/` describes it'
markdown\t'Markdown for tickets and chats'
html\t'A page to read and forward, in one file'
csv\t'Tables for spreadsheets: SRs, VMs, findings, due backups'
junit\t'JUnit test results for CI'
sarif\t'SARIF 2.1.0 for code scanning and dashboards'
openmetrics\t'OpenMetrics for Prometheus and its text-file collector'
nagios\t'A plugin\'s output for Nagios, Icinga, Zabbix, Checkmk'
plain\t'Sorted lines without times, to `diff` from day to day'"
complete -c xo-health -n "__fish_xo_health_using_subcommand diff" -s o -l output -d 'Write a file; its suffix selects the format: `.txt .json .md .html .csv .xml` (JUnit) `.sarif .prom` (OpenMetrics); may be repeated' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand diff" -l fail-on-forecast -d 'Exit with 2 when an error has at least this probability within these hours (`0.5@24h`); `never`: predictions do not affect the exit status [default: exit with 1 when an error within 24 h is at least 50 % likely]' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand diff" -l pool -d 'Only these pools (name, UUID or glob; may be repeated)' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand diff" -l sr -d 'Only these SRs, and the VMs with a disk or replica there (name, `pool/name`, UUID or glob; may be repeated)' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand diff" -l job -d 'Only these jobs, and the VMs that they cover (name, id or glob; may be repeated)' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand diff" -l tag -d 'Only VMs with one of these tags (tag or glob; may be repeated)' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand diff" -l mask -d 'Replace all names with pseudonyms, except those of VMs with this tag or name and of their disks (glob; may be repeated)' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand diff" -l vm -d 'Only these VMs (name, `pool/name`, UUID or glob; may be repeated)' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand diff" -l horizon -d 'How far ahead to look (`7d`, `36h`), at most 30 days' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand diff" -l draws -d 'Number of simulations [default: 500; 200 when jobs name more than 2,000 VMs, 100 above 5,000]' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand diff" -l seed -d 'Seed of the simulation: the same seed gives the same forecast' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand diff" -l forecast-timeout -d 'Time limit for the forecast: what was simulated by then is reported, and marked as cut short' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand diff" -l history -d 'Compare the last two readings that `check --history` or `forecast --history` kept' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand diff" -l back -d 'Compare the last reading with one at least this much older (`24h`, `7d`) [default: the one before it]' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand diff" -l timezone -d 'Time zone of texts (`Asia/Tokyo`, `UTC`) [default: that of the system]' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand diff" -l width -d 'Columns of text [default: those of the terminal, at most 120; 80 in a pipe]' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand diff" -l title -d 'Title of an HTML page' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand diff" -l note -d 'Text file to show at the top of an HTML page' -r -F
complete -c xo-health -n "__fish_xo_health_using_subcommand diff" -l logo -d 'Picture (PNG, JPEG, GIF, WebP, SVG) at the top of an HTML page; it is embedded' -r -F
complete -c xo-health -n "__fish_xo_health_using_subcommand diff" -l run-timeout -d 'Time limit for the whole run [default: none, because it depends on the size of the captures]' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand diff" -l max-memory -d 'Memory limit of the run' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand diff" -l color -d 'When to use colour; `auto`: when standard output is a terminal and `NO_COLOR` is unset' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c xo-health -n "__fish_xo_health_using_subcommand diff" -l lang -d 'Language of reports, help and errors [default: from `LC_ALL`, `LC_MESSAGES` or `LANG`]' -r -f -a "en\t'English'
ja\t'Japanese'"
complete -c xo-health -n "__fish_xo_health_using_subcommand diff" -l config -d 'Configuration file [default: `$XDG_CONFIG_HOME/xo-health/config.toml`, then `/etc/xo-health/config.toml`]' -r -F
complete -c xo-health -n "__fish_xo_health_using_subcommand diff" -l all -d 'Show everything: unfold lists and chains, include unlikely predictions'
complete -c xo-health -n "__fish_xo_health_using_subcommand diff" -s q -l quiet -d 'Print nothing unless something is wrong'
complete -c xo-health -n "__fish_xo_health_using_subcommand diff" -l no-forecast -d 'Do not predict: the answer then rests on rules and logs, and is never "yes"'
complete -c xo-health -n "__fish_xo_health_using_subcommand diff" -l ascii -d 'Draw with ASCII characters only; names stay as they are'
complete -c xo-health -n "__fish_xo_health_using_subcommand diff" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c xo-health -n "__fish_xo_health_using_subcommand backtest" -l format -d 'Format of standard output, or of the one `--output` whose suffix is unknown [default: text]' -r -f -a "text\t'Text for people'
json\t'JSON for programs; `schemas/` describes it'
markdown\t'Markdown for tickets and chats'
html\t'A page to read and forward, in one file'
csv\t'Tables for spreadsheets: SRs, VMs, findings, due backups'
junit\t'JUnit test results for CI'
sarif\t'SARIF 2.1.0 for code scanning and dashboards'
openmetrics\t'OpenMetrics for Prometheus and its text-file collector'
nagios\t'A plugin\'s output for Nagios, Icinga, Zabbix, Checkmk'
plain\t'Sorted lines without times, to `diff` from day to day'"
complete -c xo-health -n "__fish_xo_health_using_subcommand backtest" -s o -l output -d 'Write a file; its suffix selects the format: `.txt .json .md .html .csv .xml` (JUnit) `.sarif .prom` (OpenMetrics); may be repeated' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand backtest" -l fail-on-forecast -d 'Exit with 2 when an error has at least this probability within these hours (`0.5@24h`); `never`: predictions do not affect the exit status [default: exit with 1 when an error within 24 h is at least 50 % likely]' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand backtest" -l horizon -d 'How far ahead to look (`7d`, `36h`), at most 30 days' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand backtest" -l draws -d 'Number of simulations [default: 500; 200 when jobs name more than 2,000 VMs, 100 above 5,000]' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand backtest" -l seed -d 'Seed of the simulation: the same seed gives the same forecast' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand backtest" -l forecast-timeout -d 'Time limit for the forecast: what was simulated by then is reported, and marked as cut short' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand backtest" -l timezone -d 'Time zone of texts (`Asia/Tokyo`, `UTC`) [default: that of the system]' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand backtest" -l width -d 'Columns of text [default: those of the terminal, at most 120; 80 in a pipe]' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand backtest" -l title -d 'Title of an HTML page' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand backtest" -l note -d 'Text file to show at the top of an HTML page' -r -F
complete -c xo-health -n "__fish_xo_health_using_subcommand backtest" -l logo -d 'Picture (PNG, JPEG, GIF, WebP, SVG) at the top of an HTML page; it is embedded' -r -F
complete -c xo-health -n "__fish_xo_health_using_subcommand backtest" -l run-timeout -d 'Time limit for the whole run [default: none, because it depends on how much the folder holds]' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand backtest" -l max-memory -d 'Memory limit of the run' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand backtest" -l color -d 'When to use colour; `auto`: when standard output is a terminal and `NO_COLOR` is unset' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c xo-health -n "__fish_xo_health_using_subcommand backtest" -l lang -d 'Language of reports, help and errors [default: from `LC_ALL`, `LC_MESSAGES` or `LANG`]' -r -f -a "en\t'English'
ja\t'Japanese'"
complete -c xo-health -n "__fish_xo_health_using_subcommand backtest" -l config -d 'Configuration file [default: `$XDG_CONFIG_HOME/xo-health/config.toml`, then `/etc/xo-health/config.toml`]' -r -F
complete -c xo-health -n "__fish_xo_health_using_subcommand backtest" -l all -d 'Show everything: unfold lists and chains, include unlikely predictions'
complete -c xo-health -n "__fish_xo_health_using_subcommand backtest" -l no-forecast -d 'Do not predict: the answer then rests on rules and logs, and is never "yes"'
complete -c xo-health -n "__fish_xo_health_using_subcommand backtest" -s q -l quiet -d 'Print nothing unless something is wrong'
complete -c xo-health -n "__fish_xo_health_using_subcommand backtest" -l ascii -d 'Draw with ASCII characters only; names stay as they are'
complete -c xo-health -n "__fish_xo_health_using_subcommand backtest" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c xo-health -n "__fish_xo_health_using_subcommand capture" -l url -d 'Address of the server (`https://xo.example.org`) [default: `XO_URL`, `XOA_URL`, the only server of `xo-health login`, or where `xo-cli` is registered]' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand capture" -l server -d 'Read this server of the configuration file; `check` and `forecast` take several' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand capture" -s o -l output -d 'Output file; its suffix selects the format: `.json`, `.json.gz`, `.json.zst`' -r -F
complete -c xo-health -n "__fish_xo_health_using_subcommand capture" -l key-file -d 'File with the key of the pseudonyms, so that several captures agree; created if missing, readable by its owner only [default: a key that is not kept]' -r -F
complete -c xo-health -n "__fish_xo_health_using_subcommand capture" -l token-file -d 'File with an authentication token, `-` for standard input [default: `XO_TOKEN`, `XOA_TOKEN`, `XO_USERNAME` with `XO_PASSWORD` (and `XO_OTP`), `XOA_USER` with `XOA_PASSWORD`, or the token that `xo-health login` or `xo-cli` keeps for this server]' -r -F
complete -c xo-health -n "__fish_xo_health_using_subcommand capture" -l ca-file -d 'Trust the certificate authorities in this PEM file instead of the system\'s' -r -F
complete -c xo-health -n "__fish_xo_health_using_subcommand capture" -l pin-sha256 -d 'Trust only the certificate with this SHA-256 fingerprint' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand capture" -l pace -d 'How fast to read: `gentle` pauses between parts so that XO can serve others; `auto`: gently from 50 MB on' -r -f -a "auto\t'At full speed; gently if there is much to read'
gentle\t'With pauses'
full\t'At full speed'"
complete -c xo-health -n "__fish_xo_health_using_subcommand capture" -l retries -d 'Retries when the connection fails; a refusal by the server is never retried' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand capture" -l proxy -d 'Use this HTTP proxy instead of `HTTPS_PROXY`, `HTTP_PROXY` or `ALL_PROXY`; `NO_PROXY` still applies' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand capture" -l from -d 'Read this capture instead of a server' -r -F
complete -c xo-health -n "__fish_xo_health_using_subcommand capture" -l at -d 'Time of the capture (RFC 3339) [default: now]' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand capture" -l connect-timeout -d 'Timeout for connecting' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand capture" -l request-timeout -d 'Timeout for an answer, and for each further part of it' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand capture" -l run-timeout -d 'Time limit for the whole run, from the first call to the report' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand capture" -l max-memory -d 'Memory limit of the run' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand capture" -l color -d 'When to use colour; `auto`: when standard output is a terminal and `NO_COLOR` is unset' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c xo-health -n "__fish_xo_health_using_subcommand capture" -l lang -d 'Language of reports, help and errors [default: from `LC_ALL`, `LC_MESSAGES` or `LANG`]' -r -f -a "en\t'English'
ja\t'Japanese'"
complete -c xo-health -n "__fish_xo_health_using_subcommand capture" -l config -d 'Configuration file [default: `$XDG_CONFIG_HOME/xo-health/config.toml`, then `/etc/xo-health/config.toml`]' -r -F
complete -c xo-health -n "__fish_xo_health_using_subcommand capture" -l demo -d 'Use an embedded mock server with one of every problem'
complete -c xo-health -n "__fish_xo_health_using_subcommand capture" -l anonymize -d 'Replace names, descriptions, tags, addresses, ids and texts with keyed pseudonyms; sizes, times and structure stay'
complete -c xo-health -n "__fish_xo_health_using_subcommand capture" -l review -d 'Show what the capture would contain: which kinds of values are kept or replaced, and how many; writes no file'
complete -c xo-health -n "__fish_xo_health_using_subcommand capture" -l everything -d 'Keep all fields, not only those that reports use; secrets are left out as far as they can be recognised'
complete -c xo-health -n "__fish_xo_health_using_subcommand capture" -l all-servers -d 'Read all servers of the configuration file (`check` and `forecast`)'
complete -c xo-health -n "__fish_xo_health_using_subcommand capture" -l insecure -d 'Trust any certificate: anyone between you and the server can read your credentials'
complete -c xo-health -n "__fish_xo_health_using_subcommand capture" -s v -l verbose -d 'Log to standard error how the connection is made; `-vv`: each call too'
complete -c xo-health -n "__fish_xo_health_using_subcommand capture" -l show-calls -d 'Print the calls made to the server to standard error'
complete -c xo-health -n "__fish_xo_health_using_subcommand capture" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c xo-health -n "__fish_xo_health_using_subcommand explain" -l format -d 'Output format' -r -f -a "text\t'Text for people'
json\t'JSON for programs; `schemas/` describes it'"
complete -c xo-health -n "__fish_xo_health_using_subcommand explain" -l from -d 'Read a capture (`.json`, `.json.gz`, `.json.zst`) instead of a server' -r -F
complete -c xo-health -n "__fish_xo_health_using_subcommand explain" -l url -d 'Address of the server (`https://xo.example.org`) [default: `XO_URL`, `XOA_URL`, the only server of `xo-health login`, or where `xo-cli` is registered]' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand explain" -l server -d 'Read this server of the configuration file; `check` and `forecast` take several' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand explain" -l pool -d 'Only these pools (name, UUID or glob; may be repeated)' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand explain" -l sr -d 'Only these SRs, and the VMs with a disk or replica there (name, `pool/name`, UUID or glob; may be repeated)' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand explain" -l job -d 'Only these jobs, and the VMs that they cover (name, id or glob; may be repeated)' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand explain" -l tag -d 'Only VMs with one of these tags (tag or glob; may be repeated)' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand explain" -l mask -d 'Replace all names with pseudonyms, except those of VMs with this tag or name and of their disks (glob; may be repeated)' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand explain" -l vm -d 'Only these VMs (name, `pool/name`, UUID or glob; may be repeated)' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand explain" -l timezone -d 'Time zone of the text report (`Asia/Tokyo`, `UTC`) [default: that of the system]' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand explain" -l at -d 'Evaluate as of this time (RFC 3339) [default: now, or the time of the capture]' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand explain" -l token-file -d 'File with an authentication token, `-` for standard input [default: `XO_TOKEN`, `XOA_TOKEN`, `XO_USERNAME` with `XO_PASSWORD` (and `XO_OTP`), `XOA_USER` with `XOA_PASSWORD`, or the token that `xo-health login` or `xo-cli` keeps for this server]' -r -F
complete -c xo-health -n "__fish_xo_health_using_subcommand explain" -l ca-file -d 'Trust the certificate authorities in this PEM file instead of the system\'s' -r -F
complete -c xo-health -n "__fish_xo_health_using_subcommand explain" -l pin-sha256 -d 'Trust only the certificate with this SHA-256 fingerprint' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand explain" -l pace -d 'How fast to read: `gentle` pauses between parts so that XO can serve others; `auto`: gently from 50 MB on' -r -f -a "auto\t'At full speed; gently if there is much to read'
gentle\t'With pauses'
full\t'At full speed'"
complete -c xo-health -n "__fish_xo_health_using_subcommand explain" -l retries -d 'Retries when the connection fails; a refusal by the server is never retried' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand explain" -l proxy -d 'Use this HTTP proxy instead of `HTTPS_PROXY`, `HTTP_PROXY` or `ALL_PROXY`; `NO_PROXY` still applies' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand explain" -l connect-timeout -d 'Timeout for connecting' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand explain" -l request-timeout -d 'Timeout for an answer, and for each further part of it' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand explain" -l run-timeout -d 'Time limit for the whole run, from the first call to the report' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand explain" -l max-memory -d 'Memory limit of the run' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand explain" -l color -d 'When to use colour; `auto`: when standard output is a terminal and `NO_COLOR` is unset' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c xo-health -n "__fish_xo_health_using_subcommand explain" -l lang -d 'Language of reports, help and errors [default: from `LC_ALL`, `LC_MESSAGES` or `LANG`]' -r -f -a "en\t'English'
ja\t'Japanese'"
complete -c xo-health -n "__fish_xo_health_using_subcommand explain" -l config -d 'Configuration file [default: `$XDG_CONFIG_HOME/xo-health/config.toml`, then `/etc/xo-health/config.toml`]' -r -F
complete -c xo-health -n "__fish_xo_health_using_subcommand explain" -l all -d 'Show everything: unfold lists and chains, include unlikely predictions'
complete -c xo-health -n "__fish_xo_health_using_subcommand explain" -l demo -d 'Use an embedded mock server with one of every problem'
complete -c xo-health -n "__fish_xo_health_using_subcommand explain" -l all-servers -d 'Read all servers of the configuration file (`check` and `forecast`)'
complete -c xo-health -n "__fish_xo_health_using_subcommand explain" -l insecure -d 'Trust any certificate: anyone between you and the server can read your credentials'
complete -c xo-health -n "__fish_xo_health_using_subcommand explain" -s v -l verbose -d 'Log to standard error how the connection is made; `-vv`: each call too'
complete -c xo-health -n "__fish_xo_health_using_subcommand explain" -l show-calls -d 'Print the calls made to the server to standard error'
complete -c xo-health -n "__fish_xo_health_using_subcommand explain" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c xo-health -n "__fish_xo_health_using_subcommand jobs" -l format -d 'Format of standard output, or of the one `--output` whose suffix is unknown [default: text]' -r -f -a "text\t'Text for people'
json\t'JSON for programs; `schemas/` describes it'
markdown\t'Markdown for tickets and chats'
html\t'A page to read and forward, in one file'
csv\t'Tables for spreadsheets: SRs, VMs, findings, due backups'
junit\t'JUnit test results for CI'
sarif\t'SARIF 2.1.0 for code scanning and dashboards'
openmetrics\t'OpenMetrics for Prometheus and its text-file collector'
nagios\t'A plugin\'s output for Nagios, Icinga, Zabbix, Checkmk'
plain\t'Sorted lines without times, to `diff` from day to day'"
complete -c xo-health -n "__fish_xo_health_using_subcommand jobs" -s o -l output -d 'Write a file; its suffix selects the format: `.txt .json .md .html .csv .xml` (JUnit) `.sarif .prom` (OpenMetrics); may be repeated' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand jobs" -l from -d 'Read a capture (`.json`, `.json.gz`, `.json.zst`) instead of a server' -r -F
complete -c xo-health -n "__fish_xo_health_using_subcommand jobs" -l url -d 'Address of the server (`https://xo.example.org`) [default: `XO_URL`, `XOA_URL`, the only server of `xo-health login`, or where `xo-cli` is registered]' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand jobs" -l server -d 'Read this server of the configuration file; `check` and `forecast` take several' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand jobs" -l pool -d 'Only these pools (name, UUID or glob; may be repeated)' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand jobs" -l sr -d 'Only these SRs, and the VMs with a disk or replica there (name, `pool/name`, UUID or glob; may be repeated)' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand jobs" -l job -d 'Only these jobs, and the VMs that they cover (name, id or glob; may be repeated)' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand jobs" -l tag -d 'Only VMs with one of these tags (tag or glob; may be repeated)' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand jobs" -l mask -d 'Replace all names with pseudonyms, except those of VMs with this tag or name and of their disks (glob; may be repeated)' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand jobs" -l vm -d 'Only these VMs (name, `pool/name`, UUID or glob; may be repeated)' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand jobs" -l history -d 'Learn from earlier readings and add this one: a file, `postgres://…`, or `default` for `$XDG_STATE_HOME/xo-health/history.db`' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand jobs" -l timezone -d 'Time zone of texts (`Asia/Tokyo`, `UTC`) [default: that of the system]' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand jobs" -l width -d 'Columns of text [default: those of the terminal, at most 120; 80 in a pipe]' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand jobs" -l title -d 'Title of an HTML page' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand jobs" -l note -d 'Text file to show at the top of an HTML page' -r -F
complete -c xo-health -n "__fish_xo_health_using_subcommand jobs" -l logo -d 'Picture (PNG, JPEG, GIF, WebP, SVG) at the top of an HTML page; it is embedded' -r -F
complete -c xo-health -n "__fish_xo_health_using_subcommand jobs" -l at -d 'Evaluate as of this time (RFC 3339) [default: now, or the time of the capture]' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand jobs" -l token-file -d 'File with an authentication token, `-` for standard input [default: `XO_TOKEN`, `XOA_TOKEN`, `XO_USERNAME` with `XO_PASSWORD` (and `XO_OTP`), `XOA_USER` with `XOA_PASSWORD`, or the token that `xo-health login` or `xo-cli` keeps for this server]' -r -F
complete -c xo-health -n "__fish_xo_health_using_subcommand jobs" -l ca-file -d 'Trust the certificate authorities in this PEM file instead of the system\'s' -r -F
complete -c xo-health -n "__fish_xo_health_using_subcommand jobs" -l pin-sha256 -d 'Trust only the certificate with this SHA-256 fingerprint' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand jobs" -l pace -d 'How fast to read: `gentle` pauses between parts so that XO can serve others; `auto`: gently from 50 MB on' -r -f -a "auto\t'At full speed; gently if there is much to read'
gentle\t'With pauses'
full\t'At full speed'"
complete -c xo-health -n "__fish_xo_health_using_subcommand jobs" -l retries -d 'Retries when the connection fails; a refusal by the server is never retried' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand jobs" -l proxy -d 'Use this HTTP proxy instead of `HTTPS_PROXY`, `HTTP_PROXY` or `ALL_PROXY`; `NO_PROXY` still applies' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand jobs" -l connect-timeout -d 'Timeout for connecting' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand jobs" -l request-timeout -d 'Timeout for an answer, and for each further part of it' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand jobs" -l run-timeout -d 'Time limit for the whole run, from the first call to the report' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand jobs" -l max-memory -d 'Memory limit of the run' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand jobs" -l color -d 'When to use colour; `auto`: when standard output is a terminal and `NO_COLOR` is unset' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c xo-health -n "__fish_xo_health_using_subcommand jobs" -l lang -d 'Language of reports, help and errors [default: from `LC_ALL`, `LC_MESSAGES` or `LANG`]' -r -f -a "en\t'English'
ja\t'Japanese'"
complete -c xo-health -n "__fish_xo_health_using_subcommand jobs" -l config -d 'Configuration file [default: `$XDG_CONFIG_HOME/xo-health/config.toml`, then `/etc/xo-health/config.toml`]' -r -F
complete -c xo-health -n "__fish_xo_health_using_subcommand jobs" -l all -d 'Show everything: unfold lists and chains, include unlikely predictions'
complete -c xo-health -n "__fish_xo_health_using_subcommand jobs" -l demo -d 'Use an embedded mock server with one of every problem'
complete -c xo-health -n "__fish_xo_health_using_subcommand jobs" -l no-record -d 'Learn from the history, but do not add this reading'
complete -c xo-health -n "__fish_xo_health_using_subcommand jobs" -l no-history -d 'Use no history, even if the configuration names one'
complete -c xo-health -n "__fish_xo_health_using_subcommand jobs" -s q -l quiet -d 'Print nothing unless something is wrong'
complete -c xo-health -n "__fish_xo_health_using_subcommand jobs" -l ascii -d 'Draw with ASCII characters only; names stay as they are'
complete -c xo-health -n "__fish_xo_health_using_subcommand jobs" -l all-servers -d 'Read all servers of the configuration file (`check` and `forecast`)'
complete -c xo-health -n "__fish_xo_health_using_subcommand jobs" -l insecure -d 'Trust any certificate: anyone between you and the server can read your credentials'
complete -c xo-health -n "__fish_xo_health_using_subcommand jobs" -s v -l verbose -d 'Log to standard error how the connection is made; `-vv`: each call too'
complete -c xo-health -n "__fish_xo_health_using_subcommand jobs" -l show-calls -d 'Print the calls made to the server to standard error'
complete -c xo-health -n "__fish_xo_health_using_subcommand jobs" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c xo-health -n "__fish_xo_health_using_subcommand sr" -l vm -d 'Show only the disks of this VM (name or UUID)' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand sr" -l format -d 'Format of standard output, or of the one `--output` whose suffix is unknown [default: text]' -r -f -a "text\t'Text for people'
json\t'JSON for programs; `schemas/` describes it'
markdown\t'Markdown for tickets and chats'
html\t'A page to read and forward, in one file'
csv\t'Tables for spreadsheets: SRs, VMs, findings, due backups'
junit\t'JUnit test results for CI'
sarif\t'SARIF 2.1.0 for code scanning and dashboards'
openmetrics\t'OpenMetrics for Prometheus and its text-file collector'
nagios\t'A plugin\'s output for Nagios, Icinga, Zabbix, Checkmk'
plain\t'Sorted lines without times, to `diff` from day to day'"
complete -c xo-health -n "__fish_xo_health_using_subcommand sr" -s o -l output -d 'Write a file; its suffix selects the format: `.txt .json .md .html .csv .xml` (JUnit) `.sarif .prom` (OpenMetrics); may be repeated' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand sr" -l from -d 'Read a capture (`.json`, `.json.gz`, `.json.zst`) instead of a server' -r -F
complete -c xo-health -n "__fish_xo_health_using_subcommand sr" -l url -d 'Address of the server (`https://xo.example.org`) [default: `XO_URL`, `XOA_URL`, the only server of `xo-health login`, or where `xo-cli` is registered]' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand sr" -l server -d 'Read this server of the configuration file; `check` and `forecast` take several' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand sr" -l pool -d 'Only these pools (name, UUID or glob; may be repeated)' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand sr" -l sr -d 'Only these SRs, and the VMs with a disk or replica there (name, `pool/name`, UUID or glob; may be repeated)' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand sr" -l job -d 'Only these jobs, and the VMs that they cover (name, id or glob; may be repeated)' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand sr" -l tag -d 'Only VMs with one of these tags (tag or glob; may be repeated)' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand sr" -l mask -d 'Replace all names with pseudonyms, except those of VMs with this tag or name and of their disks (glob; may be repeated)' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand sr" -l coalesce-speed -d 'Coalesce speed of the storage (`50MiB/s`) [default: learnt from logs and history, else 20 to 100 MB/s]' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand sr" -l previous -d 'Measure the coalesce speed from an earlier capture of the same server' -r -F
complete -c xo-health -n "__fish_xo_health_using_subcommand sr" -l history -d 'Learn from earlier readings and add this one: a file, `postgres://…`, or `default` for `$XDG_STATE_HOME/xo-health/history.db`' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand sr" -l timezone -d 'Time zone of texts (`Asia/Tokyo`, `UTC`) [default: that of the system]' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand sr" -l width -d 'Columns of text [default: those of the terminal, at most 120; 80 in a pipe]' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand sr" -l title -d 'Title of an HTML page' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand sr" -l note -d 'Text file to show at the top of an HTML page' -r -F
complete -c xo-health -n "__fish_xo_health_using_subcommand sr" -l logo -d 'Picture (PNG, JPEG, GIF, WebP, SVG) at the top of an HTML page; it is embedded' -r -F
complete -c xo-health -n "__fish_xo_health_using_subcommand sr" -l at -d 'Evaluate as of this time (RFC 3339) [default: now, or the time of the capture]' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand sr" -l token-file -d 'File with an authentication token, `-` for standard input [default: `XO_TOKEN`, `XOA_TOKEN`, `XO_USERNAME` with `XO_PASSWORD` (and `XO_OTP`), `XOA_USER` with `XOA_PASSWORD`, or the token that `xo-health login` or `xo-cli` keeps for this server]' -r -F
complete -c xo-health -n "__fish_xo_health_using_subcommand sr" -l ca-file -d 'Trust the certificate authorities in this PEM file instead of the system\'s' -r -F
complete -c xo-health -n "__fish_xo_health_using_subcommand sr" -l pin-sha256 -d 'Trust only the certificate with this SHA-256 fingerprint' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand sr" -l pace -d 'How fast to read: `gentle` pauses between parts so that XO can serve others; `auto`: gently from 50 MB on' -r -f -a "auto\t'At full speed; gently if there is much to read'
gentle\t'With pauses'
full\t'At full speed'"
complete -c xo-health -n "__fish_xo_health_using_subcommand sr" -l retries -d 'Retries when the connection fails; a refusal by the server is never retried' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand sr" -l proxy -d 'Use this HTTP proxy instead of `HTTPS_PROXY`, `HTTP_PROXY` or `ALL_PROXY`; `NO_PROXY` still applies' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand sr" -l connect-timeout -d 'Timeout for connecting' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand sr" -l request-timeout -d 'Timeout for an answer, and for each further part of it' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand sr" -l run-timeout -d 'Time limit for the whole run, from the first call to the report' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand sr" -l max-memory -d 'Memory limit of the run' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand sr" -l color -d 'When to use colour; `auto`: when standard output is a terminal and `NO_COLOR` is unset' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c xo-health -n "__fish_xo_health_using_subcommand sr" -l lang -d 'Language of reports, help and errors [default: from `LC_ALL`, `LC_MESSAGES` or `LANG`]' -r -f -a "en\t'English'
ja\t'Japanese'"
complete -c xo-health -n "__fish_xo_health_using_subcommand sr" -l config -d 'Configuration file [default: `$XDG_CONFIG_HOME/xo-health/config.toml`, then `/etc/xo-health/config.toml`]' -r -F
complete -c xo-health -n "__fish_xo_health_using_subcommand sr" -l all -d 'Show everything: unfold lists and chains, include unlikely predictions'
complete -c xo-health -n "__fish_xo_health_using_subcommand sr" -l demo -d 'Use an embedded mock server with one of every problem'
complete -c xo-health -n "__fish_xo_health_using_subcommand sr" -l no-record -d 'Learn from the history, but do not add this reading'
complete -c xo-health -n "__fish_xo_health_using_subcommand sr" -l no-history -d 'Use no history, even if the configuration names one'
complete -c xo-health -n "__fish_xo_health_using_subcommand sr" -s q -l quiet -d 'Print nothing unless something is wrong'
complete -c xo-health -n "__fish_xo_health_using_subcommand sr" -l ascii -d 'Draw with ASCII characters only; names stay as they are'
complete -c xo-health -n "__fish_xo_health_using_subcommand sr" -l all-servers -d 'Read all servers of the configuration file (`check` and `forecast`)'
complete -c xo-health -n "__fish_xo_health_using_subcommand sr" -l insecure -d 'Trust any certificate: anyone between you and the server can read your credentials'
complete -c xo-health -n "__fish_xo_health_using_subcommand sr" -s v -l verbose -d 'Log to standard error how the connection is made; `-vv`: each call too'
complete -c xo-health -n "__fish_xo_health_using_subcommand sr" -l show-calls -d 'Print the calls made to the server to standard error'
complete -c xo-health -n "__fish_xo_health_using_subcommand sr" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c xo-health -n "__fish_xo_health_using_subcommand login" -l pin-sha256 -d 'Trust only the certificate with this SHA-256 fingerprint, and pin it' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand login" -l proxy -d 'Use this HTTP proxy instead of `HTTPS_PROXY`, `HTTP_PROXY` or `ALL_PROXY`; `NO_PROXY` still applies' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand login" -l connect-timeout -d 'Timeout for connecting' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand login" -l color -d 'When to use colour; `auto`: when standard output is a terminal and `NO_COLOR` is unset' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c xo-health -n "__fish_xo_health_using_subcommand login" -l lang -d 'Language of reports, help and errors [default: from `LC_ALL`, `LC_MESSAGES` or `LANG`]' -r -f -a "en\t'English'
ja\t'Japanese'"
complete -c xo-health -n "__fish_xo_health_using_subcommand login" -l config -d 'Configuration file [default: `$XDG_CONFIG_HOME/xo-health/config.toml`, then `/etc/xo-health/config.toml`]' -r -F
complete -c xo-health -n "__fish_xo_health_using_subcommand login" -s y -l yes -d 'Trust and pin the certificate that the server presents, without asking'
complete -c xo-health -n "__fish_xo_health_using_subcommand login" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c xo-health -n "__fish_xo_health_using_subcommand logout" -l color -d 'When to use colour; `auto`: when standard output is a terminal and `NO_COLOR` is unset' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c xo-health -n "__fish_xo_health_using_subcommand logout" -l lang -d 'Language of reports, help and errors [default: from `LC_ALL`, `LC_MESSAGES` or `LANG`]' -r -f -a "en\t'English'
ja\t'Japanese'"
complete -c xo-health -n "__fish_xo_health_using_subcommand logout" -l config -d 'Configuration file [default: `$XDG_CONFIG_HOME/xo-health/config.toml`, then `/etc/xo-health/config.toml`]' -r -F
complete -c xo-health -n "__fish_xo_health_using_subcommand logout" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c xo-health -n "__fish_xo_health_using_subcommand whoami" -l format -d 'Output format' -r -f -a "text\t'Text for people'
json\t'JSON for programs; `schemas/` describes it'"
complete -c xo-health -n "__fish_xo_health_using_subcommand whoami" -l url -d 'Address of the server (`https://xo.example.org`) [default: `XO_URL`, `XOA_URL`, the only server of `xo-health login`, or where `xo-cli` is registered]' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand whoami" -l server -d 'Read this server of the configuration file; `check` and `forecast` take several' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand whoami" -l timezone -d 'Time zone of the text report (`Asia/Tokyo`, `UTC`) [default: that of the system]' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand whoami" -l token-file -d 'File with an authentication token, `-` for standard input [default: `XO_TOKEN`, `XOA_TOKEN`, `XO_USERNAME` with `XO_PASSWORD` (and `XO_OTP`), `XOA_USER` with `XOA_PASSWORD`, or the token that `xo-health login` or `xo-cli` keeps for this server]' -r -F
complete -c xo-health -n "__fish_xo_health_using_subcommand whoami" -l ca-file -d 'Trust the certificate authorities in this PEM file instead of the system\'s' -r -F
complete -c xo-health -n "__fish_xo_health_using_subcommand whoami" -l pin-sha256 -d 'Trust only the certificate with this SHA-256 fingerprint' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand whoami" -l pace -d 'How fast to read: `gentle` pauses between parts so that XO can serve others; `auto`: gently from 50 MB on' -r -f -a "auto\t'At full speed; gently if there is much to read'
gentle\t'With pauses'
full\t'At full speed'"
complete -c xo-health -n "__fish_xo_health_using_subcommand whoami" -l retries -d 'Retries when the connection fails; a refusal by the server is never retried' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand whoami" -l proxy -d 'Use this HTTP proxy instead of `HTTPS_PROXY`, `HTTP_PROXY` or `ALL_PROXY`; `NO_PROXY` still applies' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand whoami" -l connect-timeout -d 'Timeout for connecting' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand whoami" -l request-timeout -d 'Timeout for an answer, and for each further part of it' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand whoami" -l run-timeout -d 'Time limit for the whole run, from the first call to the report' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand whoami" -l max-memory -d 'Memory limit of the run' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand whoami" -l color -d 'When to use colour; `auto`: when standard output is a terminal and `NO_COLOR` is unset' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c xo-health -n "__fish_xo_health_using_subcommand whoami" -l lang -d 'Language of reports, help and errors [default: from `LC_ALL`, `LC_MESSAGES` or `LANG`]' -r -f -a "en\t'English'
ja\t'Japanese'"
complete -c xo-health -n "__fish_xo_health_using_subcommand whoami" -l config -d 'Configuration file [default: `$XDG_CONFIG_HOME/xo-health/config.toml`, then `/etc/xo-health/config.toml`]' -r -F
complete -c xo-health -n "__fish_xo_health_using_subcommand whoami" -l demo -d 'Use an embedded mock server with one of every problem'
complete -c xo-health -n "__fish_xo_health_using_subcommand whoami" -l all -d 'Show everything: unfold lists and chains, include unlikely predictions'
complete -c xo-health -n "__fish_xo_health_using_subcommand whoami" -l all-servers -d 'Read all servers of the configuration file (`check` and `forecast`)'
complete -c xo-health -n "__fish_xo_health_using_subcommand whoami" -l insecure -d 'Trust any certificate: anyone between you and the server can read your credentials'
complete -c xo-health -n "__fish_xo_health_using_subcommand whoami" -s v -l verbose -d 'Log to standard error how the connection is made; `-vv`: each call too'
complete -c xo-health -n "__fish_xo_health_using_subcommand whoami" -l show-calls -d 'Print the calls made to the server to standard error'
complete -c xo-health -n "__fish_xo_health_using_subcommand whoami" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c xo-health -n "__fish_xo_health_using_subcommand history; and not __fish_seen_subcommand_from show import score export stats prune help" -l pool -d 'Only servers with one of these pools (name, UUID or glob; may be repeated)' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand history; and not __fish_seen_subcommand_from show import score export stats prune help" -l sr -d 'Only these SRs, and what is on them (name, UUID or glob; may be repeated)' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand history; and not __fish_seen_subcommand_from show import score export stats prune help" -l vm -d 'Only these VMs (name, UUID or glob; may be repeated)' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand history; and not __fish_seen_subcommand_from show import score export stats prune help" -l job -d 'Only these jobs, and the VMs in their runs (name, id or glob; may be repeated)' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand history; and not __fish_seen_subcommand_from show import score export stats prune help" -l history -d 'The history: a file, `postgres://…`, or `default` for `$XDG_STATE_HOME/xo-health/history.db` [default: the configured one, else `default`]' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand history; and not __fish_seen_subcommand_from show import score export stats prune help" -l back -d 'How far back to look (`14d`, `48h`)' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand history; and not __fish_seen_subcommand_from show import score export stats prune help" -l format -d 'Format of standard output, or of the one `--output` whose suffix is unknown [default: text]' -r -f -a "text\t'Text for people'
json\t'JSON for programs; `schemas/` describes it'
markdown\t'Markdown for tickets and chats'
html\t'A page to read and forward, in one file'
csv\t'Tables for spreadsheets: SRs, VMs, findings, due backups'
junit\t'JUnit test results for CI'
sarif\t'SARIF 2.1.0 for code scanning and dashboards'
openmetrics\t'OpenMetrics for Prometheus and its text-file collector'
nagios\t'A plugin\'s output for Nagios, Icinga, Zabbix, Checkmk'
plain\t'Sorted lines without times, to `diff` from day to day'"
complete -c xo-health -n "__fish_xo_health_using_subcommand history; and not __fish_seen_subcommand_from show import score export stats prune help" -s o -l output -d 'Write a file; its suffix selects the format: `.txt .json .md .html .csv .xml` (JUnit) `.sarif .prom` (OpenMetrics); may be repeated' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand history; and not __fish_seen_subcommand_from show import score export stats prune help" -l timezone -d 'Time zone of texts (`Asia/Tokyo`, `UTC`) [default: that of the system]' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand history; and not __fish_seen_subcommand_from show import score export stats prune help" -l width -d 'Columns of text [default: those of the terminal, at most 120; 80 in a pipe]' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand history; and not __fish_seen_subcommand_from show import score export stats prune help" -l title -d 'Title of an HTML page' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand history; and not __fish_seen_subcommand_from show import score export stats prune help" -l note -d 'Text file to show at the top of an HTML page' -r -F
complete -c xo-health -n "__fish_xo_health_using_subcommand history; and not __fish_seen_subcommand_from show import score export stats prune help" -l logo -d 'Picture (PNG, JPEG, GIF, WebP, SVG) at the top of an HTML page; it is embedded' -r -F
complete -c xo-health -n "__fish_xo_health_using_subcommand history; and not __fish_seen_subcommand_from show import score export stats prune help" -l run-timeout -d 'Time limit for the whole run [default: none, because it depends on how much is read]' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand history; and not __fish_seen_subcommand_from show import score export stats prune help" -l max-memory -d 'Memory limit of the run' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand history; and not __fish_seen_subcommand_from show import score export stats prune help" -l color -d 'When to use colour; `auto`: when standard output is a terminal and `NO_COLOR` is unset' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c xo-health -n "__fish_xo_health_using_subcommand history; and not __fish_seen_subcommand_from show import score export stats prune help" -l lang -d 'Language of reports, help and errors [default: from `LC_ALL`, `LC_MESSAGES` or `LANG`]' -r -f -a "en\t'English'
ja\t'Japanese'"
complete -c xo-health -n "__fish_xo_health_using_subcommand history; and not __fish_seen_subcommand_from show import score export stats prune help" -l config -d 'Configuration file [default: `$XDG_CONFIG_HOME/xo-health/config.toml`, then `/etc/xo-health/config.toml`]' -r -F
complete -c xo-health -n "__fish_xo_health_using_subcommand history; and not __fish_seen_subcommand_from show import score export stats prune help" -l all -d 'Show everything: unfold lists and chains, include unlikely predictions'
complete -c xo-health -n "__fish_xo_health_using_subcommand history; and not __fish_seen_subcommand_from show import score export stats prune help" -s q -l quiet -d 'Print nothing unless something is wrong'
complete -c xo-health -n "__fish_xo_health_using_subcommand history; and not __fish_seen_subcommand_from show import score export stats prune help" -l ascii -d 'Draw with ASCII characters only; names stay as they are'
complete -c xo-health -n "__fish_xo_health_using_subcommand history; and not __fish_seen_subcommand_from show import score export stats prune help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c xo-health -n "__fish_xo_health_using_subcommand history; and not __fish_seen_subcommand_from show import score export stats prune help" -f -a "show" -d 'Show SRs, disks, jobs and findings over time; the default command'
complete -c xo-health -n "__fish_xo_health_using_subcommand history; and not __fish_seen_subcommand_from show import score export stats prune help" -f -a "import" -d 'Add the captures of a folder, oldest first; captures added before change nothing'
complete -c xo-health -n "__fish_xo_health_using_subcommand history; and not __fish_seen_subcommand_from show import score export stats prune help" -f -a "score" -d 'Score past forecasts against what happened, each once its time has passed'
complete -c xo-health -n "__fish_xo_health_using_subcommand history; and not __fish_seen_subcommand_from show import score export stats prune help" -f -a "export" -d 'Write the history to one file (lines of JSON, compressed with zstd); `history import` reads it into any database'
complete -c xo-health -n "__fish_xo_health_using_subcommand history; and not __fish_seen_subcommand_from show import score export stats prune help" -f -a "stats" -d 'Count what the history holds'
complete -c xo-health -n "__fish_xo_health_using_subcommand history; and not __fish_seen_subcommand_from show import score export stats prune help" -f -a "prune" -d 'Thin out by age: one reading an hour for 14 days, one a day for a year'
complete -c xo-health -n "__fish_xo_health_using_subcommand history; and not __fish_seen_subcommand_from show import score export stats prune help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c xo-health -n "__fish_xo_health_using_subcommand history; and __fish_seen_subcommand_from show" -l pool -d 'Only servers with one of these pools (name, UUID or glob; may be repeated)' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand history; and __fish_seen_subcommand_from show" -l sr -d 'Only these SRs, and what is on them (name, UUID or glob; may be repeated)' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand history; and __fish_seen_subcommand_from show" -l vm -d 'Only these VMs (name, UUID or glob; may be repeated)' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand history; and __fish_seen_subcommand_from show" -l job -d 'Only these jobs, and the VMs in their runs (name, id or glob; may be repeated)' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand history; and __fish_seen_subcommand_from show" -l back -d 'How far back to look (`14d`, `48h`)' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand history; and __fish_seen_subcommand_from show" -l format -d 'Format of standard output, or of the one `--output` whose suffix is unknown [default: text]' -r -f -a "text\t'Text for people'
json\t'JSON for programs; `schemas/` describes it'
markdown\t'Markdown for tickets and chats'
html\t'A page to read and forward, in one file'
csv\t'Tables for spreadsheets: SRs, VMs, findings, due backups'
junit\t'JUnit test results for CI'
sarif\t'SARIF 2.1.0 for code scanning and dashboards'
openmetrics\t'OpenMetrics for Prometheus and its text-file collector'
nagios\t'A plugin\'s output for Nagios, Icinga, Zabbix, Checkmk'
plain\t'Sorted lines without times, to `diff` from day to day'"
complete -c xo-health -n "__fish_xo_health_using_subcommand history; and __fish_seen_subcommand_from show" -s o -l output -d 'Write a file; its suffix selects the format: `.txt .json .md .html .csv .xml` (JUnit) `.sarif .prom` (OpenMetrics); may be repeated' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand history; and __fish_seen_subcommand_from show" -l timezone -d 'Time zone of texts (`Asia/Tokyo`, `UTC`) [default: that of the system]' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand history; and __fish_seen_subcommand_from show" -l width -d 'Columns of text [default: those of the terminal, at most 120; 80 in a pipe]' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand history; and __fish_seen_subcommand_from show" -l title -d 'Title of an HTML page' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand history; and __fish_seen_subcommand_from show" -l note -d 'Text file to show at the top of an HTML page' -r -F
complete -c xo-health -n "__fish_xo_health_using_subcommand history; and __fish_seen_subcommand_from show" -l logo -d 'Picture (PNG, JPEG, GIF, WebP, SVG) at the top of an HTML page; it is embedded' -r -F
complete -c xo-health -n "__fish_xo_health_using_subcommand history; and __fish_seen_subcommand_from show" -l history -d 'The history: a file, `postgres://…`, or `default` for `$XDG_STATE_HOME/xo-health/history.db` [default: the configured one, else `default`]' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand history; and __fish_seen_subcommand_from show" -l run-timeout -d 'Time limit for the whole run [default: none, because it depends on how much is read]' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand history; and __fish_seen_subcommand_from show" -l max-memory -d 'Memory limit of the run' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand history; and __fish_seen_subcommand_from show" -l color -d 'When to use colour; `auto`: when standard output is a terminal and `NO_COLOR` is unset' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c xo-health -n "__fish_xo_health_using_subcommand history; and __fish_seen_subcommand_from show" -l lang -d 'Language of reports, help and errors [default: from `LC_ALL`, `LC_MESSAGES` or `LANG`]' -r -f -a "en\t'English'
ja\t'Japanese'"
complete -c xo-health -n "__fish_xo_health_using_subcommand history; and __fish_seen_subcommand_from show" -l config -d 'Configuration file [default: `$XDG_CONFIG_HOME/xo-health/config.toml`, then `/etc/xo-health/config.toml`]' -r -F
complete -c xo-health -n "__fish_xo_health_using_subcommand history; and __fish_seen_subcommand_from show" -l all -d 'Show everything: unfold lists and chains, include unlikely predictions'
complete -c xo-health -n "__fish_xo_health_using_subcommand history; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Print nothing unless something is wrong'
complete -c xo-health -n "__fish_xo_health_using_subcommand history; and __fish_seen_subcommand_from show" -l ascii -d 'Draw with ASCII characters only; names stay as they are'
complete -c xo-health -n "__fish_xo_health_using_subcommand history; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c xo-health -n "__fish_xo_health_using_subcommand history; and __fish_seen_subcommand_from import" -l history -d 'The history: a file, `postgres://…`, or `default` for `$XDG_STATE_HOME/xo-health/history.db` [default: the configured one, else `default`]' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand history; and __fish_seen_subcommand_from import" -l run-timeout -d 'Time limit for the whole run [default: none, because it depends on how much is read]' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand history; and __fish_seen_subcommand_from import" -l max-memory -d 'Memory limit of the run' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand history; and __fish_seen_subcommand_from import" -l color -d 'When to use colour; `auto`: when standard output is a terminal and `NO_COLOR` is unset' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c xo-health -n "__fish_xo_health_using_subcommand history; and __fish_seen_subcommand_from import" -l lang -d 'Language of reports, help and errors [default: from `LC_ALL`, `LC_MESSAGES` or `LANG`]' -r -f -a "en\t'English'
ja\t'Japanese'"
complete -c xo-health -n "__fish_xo_health_using_subcommand history; and __fish_seen_subcommand_from import" -l config -d 'Configuration file [default: `$XDG_CONFIG_HOME/xo-health/config.toml`, then `/etc/xo-health/config.toml`]' -r -F
complete -c xo-health -n "__fish_xo_health_using_subcommand history; and __fish_seen_subcommand_from import" -l forecasts -d 'Forecast from each capture using only what was read before it, and keep the forecasts for scoring'
complete -c xo-health -n "__fish_xo_health_using_subcommand history; and __fish_seen_subcommand_from import" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c xo-health -n "__fish_xo_health_using_subcommand history; and __fish_seen_subcommand_from score" -l pool -d 'Only servers with one of these pools (name, UUID or glob; may be repeated)' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand history; and __fish_seen_subcommand_from score" -l format -d 'Format of standard output, or of the one `--output` whose suffix is unknown [default: text]' -r -f -a "text\t'Text for people'
json\t'JSON for programs; `schemas/` describes it'
markdown\t'Markdown for tickets and chats'
html\t'A page to read and forward, in one file'
csv\t'Tables for spreadsheets: SRs, VMs, findings, due backups'
junit\t'JUnit test results for CI'
sarif\t'SARIF 2.1.0 for code scanning and dashboards'
openmetrics\t'OpenMetrics for Prometheus and its text-file collector'
nagios\t'A plugin\'s output for Nagios, Icinga, Zabbix, Checkmk'
plain\t'Sorted lines without times, to `diff` from day to day'"
complete -c xo-health -n "__fish_xo_health_using_subcommand history; and __fish_seen_subcommand_from score" -s o -l output -d 'Write a file; its suffix selects the format: `.txt .json .md .html .csv .xml` (JUnit) `.sarif .prom` (OpenMetrics); may be repeated' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand history; and __fish_seen_subcommand_from score" -l timezone -d 'Time zone of texts (`Asia/Tokyo`, `UTC`) [default: that of the system]' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand history; and __fish_seen_subcommand_from score" -l width -d 'Columns of text [default: those of the terminal, at most 120; 80 in a pipe]' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand history; and __fish_seen_subcommand_from score" -l title -d 'Title of an HTML page' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand history; and __fish_seen_subcommand_from score" -l note -d 'Text file to show at the top of an HTML page' -r -F
complete -c xo-health -n "__fish_xo_health_using_subcommand history; and __fish_seen_subcommand_from score" -l logo -d 'Picture (PNG, JPEG, GIF, WebP, SVG) at the top of an HTML page; it is embedded' -r -F
complete -c xo-health -n "__fish_xo_health_using_subcommand history; and __fish_seen_subcommand_from score" -l history -d 'The history: a file, `postgres://…`, or `default` for `$XDG_STATE_HOME/xo-health/history.db` [default: the configured one, else `default`]' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand history; and __fish_seen_subcommand_from score" -l run-timeout -d 'Time limit for the whole run [default: none, because it depends on how much is read]' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand history; and __fish_seen_subcommand_from score" -l max-memory -d 'Memory limit of the run' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand history; and __fish_seen_subcommand_from score" -l color -d 'When to use colour; `auto`: when standard output is a terminal and `NO_COLOR` is unset' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c xo-health -n "__fish_xo_health_using_subcommand history; and __fish_seen_subcommand_from score" -l lang -d 'Language of reports, help and errors [default: from `LC_ALL`, `LC_MESSAGES` or `LANG`]' -r -f -a "en\t'English'
ja\t'Japanese'"
complete -c xo-health -n "__fish_xo_health_using_subcommand history; and __fish_seen_subcommand_from score" -l config -d 'Configuration file [default: `$XDG_CONFIG_HOME/xo-health/config.toml`, then `/etc/xo-health/config.toml`]' -r -F
complete -c xo-health -n "__fish_xo_health_using_subcommand history; and __fish_seen_subcommand_from score" -l all -d 'Show everything: unfold lists and chains, include unlikely predictions'
complete -c xo-health -n "__fish_xo_health_using_subcommand history; and __fish_seen_subcommand_from score" -s q -l quiet -d 'Print nothing unless something is wrong'
complete -c xo-health -n "__fish_xo_health_using_subcommand history; and __fish_seen_subcommand_from score" -l ascii -d 'Draw with ASCII characters only; names stay as they are'
complete -c xo-health -n "__fish_xo_health_using_subcommand history; and __fish_seen_subcommand_from score" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c xo-health -n "__fish_xo_health_using_subcommand history; and __fish_seen_subcommand_from export" -l history -d 'The history: a file, `postgres://…`, or `default` for `$XDG_STATE_HOME/xo-health/history.db` [default: the configured one, else `default`]' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand history; and __fish_seen_subcommand_from export" -l run-timeout -d 'Time limit for the whole run [default: none, because it depends on how much is read]' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand history; and __fish_seen_subcommand_from export" -l max-memory -d 'Memory limit of the run' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand history; and __fish_seen_subcommand_from export" -l color -d 'When to use colour; `auto`: when standard output is a terminal and `NO_COLOR` is unset' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c xo-health -n "__fish_xo_health_using_subcommand history; and __fish_seen_subcommand_from export" -l lang -d 'Language of reports, help and errors [default: from `LC_ALL`, `LC_MESSAGES` or `LANG`]' -r -f -a "en\t'English'
ja\t'Japanese'"
complete -c xo-health -n "__fish_xo_health_using_subcommand history; and __fish_seen_subcommand_from export" -l config -d 'Configuration file [default: `$XDG_CONFIG_HOME/xo-health/config.toml`, then `/etc/xo-health/config.toml`]' -r -F
complete -c xo-health -n "__fish_xo_health_using_subcommand history; and __fish_seen_subcommand_from export" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c xo-health -n "__fish_xo_health_using_subcommand history; and __fish_seen_subcommand_from stats" -l history -d 'The history: a file, `postgres://…`, or `default` for `$XDG_STATE_HOME/xo-health/history.db` [default: the configured one, else `default`]' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand history; and __fish_seen_subcommand_from stats" -l run-timeout -d 'Time limit for the whole run [default: none, because it depends on how much is read]' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand history; and __fish_seen_subcommand_from stats" -l max-memory -d 'Memory limit of the run' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand history; and __fish_seen_subcommand_from stats" -l color -d 'When to use colour; `auto`: when standard output is a terminal and `NO_COLOR` is unset' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c xo-health -n "__fish_xo_health_using_subcommand history; and __fish_seen_subcommand_from stats" -l lang -d 'Language of reports, help and errors [default: from `LC_ALL`, `LC_MESSAGES` or `LANG`]' -r -f -a "en\t'English'
ja\t'Japanese'"
complete -c xo-health -n "__fish_xo_health_using_subcommand history; and __fish_seen_subcommand_from stats" -l config -d 'Configuration file [default: `$XDG_CONFIG_HOME/xo-health/config.toml`, then `/etc/xo-health/config.toml`]' -r -F
complete -c xo-health -n "__fish_xo_health_using_subcommand history; and __fish_seen_subcommand_from stats" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c xo-health -n "__fish_xo_health_using_subcommand history; and __fish_seen_subcommand_from prune" -l at -d 'Count ages from this time (RFC 3339) [default: now]' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand history; and __fish_seen_subcommand_from prune" -l history -d 'The history: a file, `postgres://…`, or `default` for `$XDG_STATE_HOME/xo-health/history.db` [default: the configured one, else `default`]' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand history; and __fish_seen_subcommand_from prune" -l run-timeout -d 'Time limit for the whole run [default: none, because it depends on how much is read]' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand history; and __fish_seen_subcommand_from prune" -l max-memory -d 'Memory limit of the run' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand history; and __fish_seen_subcommand_from prune" -l color -d 'When to use colour; `auto`: when standard output is a terminal and `NO_COLOR` is unset' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c xo-health -n "__fish_xo_health_using_subcommand history; and __fish_seen_subcommand_from prune" -l lang -d 'Language of reports, help and errors [default: from `LC_ALL`, `LC_MESSAGES` or `LANG`]' -r -f -a "en\t'English'
ja\t'Japanese'"
complete -c xo-health -n "__fish_xo_health_using_subcommand history; and __fish_seen_subcommand_from prune" -l config -d 'Configuration file [default: `$XDG_CONFIG_HOME/xo-health/config.toml`, then `/etc/xo-health/config.toml`]' -r -F
complete -c xo-health -n "__fish_xo_health_using_subcommand history; and __fish_seen_subcommand_from prune" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c xo-health -n "__fish_xo_health_using_subcommand history; and __fish_seen_subcommand_from help" -f -a "show" -d 'Show SRs, disks, jobs and findings over time; the default command'
complete -c xo-health -n "__fish_xo_health_using_subcommand history; and __fish_seen_subcommand_from help" -f -a "import" -d 'Add the captures of a folder, oldest first; captures added before change nothing'
complete -c xo-health -n "__fish_xo_health_using_subcommand history; and __fish_seen_subcommand_from help" -f -a "score" -d 'Score past forecasts against what happened, each once its time has passed'
complete -c xo-health -n "__fish_xo_health_using_subcommand history; and __fish_seen_subcommand_from help" -f -a "export" -d 'Write the history to one file (lines of JSON, compressed with zstd); `history import` reads it into any database'
complete -c xo-health -n "__fish_xo_health_using_subcommand history; and __fish_seen_subcommand_from help" -f -a "stats" -d 'Count what the history holds'
complete -c xo-health -n "__fish_xo_health_using_subcommand history; and __fish_seen_subcommand_from help" -f -a "prune" -d 'Thin out by age: one reading an hour for 14 days, one a day for a year'
complete -c xo-health -n "__fish_xo_health_using_subcommand history; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c xo-health -n "__fish_xo_health_using_subcommand schema" -l color -d 'When to use colour; `auto`: when standard output is a terminal and `NO_COLOR` is unset' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c xo-health -n "__fish_xo_health_using_subcommand schema" -l lang -d 'Language of reports, help and errors [default: from `LC_ALL`, `LC_MESSAGES` or `LANG`]' -r -f -a "en\t'English'
ja\t'Japanese'"
complete -c xo-health -n "__fish_xo_health_using_subcommand schema" -l config -d 'Configuration file [default: `$XDG_CONFIG_HOME/xo-health/config.toml`, then `/etc/xo-health/config.toml`]' -r -F
complete -c xo-health -n "__fish_xo_health_using_subcommand schema" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c xo-health -n "__fish_xo_health_using_subcommand config; and not __fish_seen_subcommand_from show check init help" -l color -d 'When to use colour; `auto`: when standard output is a terminal and `NO_COLOR` is unset' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c xo-health -n "__fish_xo_health_using_subcommand config; and not __fish_seen_subcommand_from show check init help" -l lang -d 'Language of reports, help and errors [default: from `LC_ALL`, `LC_MESSAGES` or `LANG`]' -r -f -a "en\t'English'
ja\t'Japanese'"
complete -c xo-health -n "__fish_xo_health_using_subcommand config; and not __fish_seen_subcommand_from show check init help" -l config -d 'Configuration file [default: `$XDG_CONFIG_HOME/xo-health/config.toml`, then `/etc/xo-health/config.toml`]' -r -F
complete -c xo-health -n "__fish_xo_health_using_subcommand config; and not __fish_seen_subcommand_from show check init help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c xo-health -n "__fish_xo_health_using_subcommand config; and not __fish_seen_subcommand_from show check init help" -f -a "show" -d 'Show what the configuration file and the environment set; secrets stay hidden'
complete -c xo-health -n "__fish_xo_health_using_subcommand config; and not __fish_seen_subcommand_from show check init help" -f -a "check" -d 'Check the configuration file and the environment'
complete -c xo-health -n "__fish_xo_health_using_subcommand config; and not __fish_seen_subcommand_from show check init help" -f -a "init" -d 'Write a configuration file in which every line is a comment; never overwrites an existing file'
complete -c xo-health -n "__fish_xo_health_using_subcommand config; and not __fish_seen_subcommand_from show check init help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c xo-health -n "__fish_xo_health_using_subcommand config; and __fish_seen_subcommand_from show" -l color -d 'When to use colour; `auto`: when standard output is a terminal and `NO_COLOR` is unset' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c xo-health -n "__fish_xo_health_using_subcommand config; and __fish_seen_subcommand_from show" -l lang -d 'Language of reports, help and errors [default: from `LC_ALL`, `LC_MESSAGES` or `LANG`]' -r -f -a "en\t'English'
ja\t'Japanese'"
complete -c xo-health -n "__fish_xo_health_using_subcommand config; and __fish_seen_subcommand_from show" -l config -d 'Configuration file [default: `$XDG_CONFIG_HOME/xo-health/config.toml`, then `/etc/xo-health/config.toml`]' -r -F
complete -c xo-health -n "__fish_xo_health_using_subcommand config; and __fish_seen_subcommand_from show" -l origin -d 'Show every effective value and where it came from: an argument, a variable, a line of the file, or the default'
complete -c xo-health -n "__fish_xo_health_using_subcommand config; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c xo-health -n "__fish_xo_health_using_subcommand config; and __fish_seen_subcommand_from check" -l color -d 'When to use colour; `auto`: when standard output is a terminal and `NO_COLOR` is unset' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c xo-health -n "__fish_xo_health_using_subcommand config; and __fish_seen_subcommand_from check" -l lang -d 'Language of reports, help and errors [default: from `LC_ALL`, `LC_MESSAGES` or `LANG`]' -r -f -a "en\t'English'
ja\t'Japanese'"
complete -c xo-health -n "__fish_xo_health_using_subcommand config; and __fish_seen_subcommand_from check" -l config -d 'Configuration file [default: `$XDG_CONFIG_HOME/xo-health/config.toml`, then `/etc/xo-health/config.toml`]' -r -F
complete -c xo-health -n "__fish_xo_health_using_subcommand config; and __fish_seen_subcommand_from check" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c xo-health -n "__fish_xo_health_using_subcommand config; and __fish_seen_subcommand_from init" -l color -d 'When to use colour; `auto`: when standard output is a terminal and `NO_COLOR` is unset' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c xo-health -n "__fish_xo_health_using_subcommand config; and __fish_seen_subcommand_from init" -l lang -d 'Language of reports, help and errors [default: from `LC_ALL`, `LC_MESSAGES` or `LANG`]' -r -f -a "en\t'English'
ja\t'Japanese'"
complete -c xo-health -n "__fish_xo_health_using_subcommand config; and __fish_seen_subcommand_from init" -l config -d 'Configuration file [default: `$XDG_CONFIG_HOME/xo-health/config.toml`, then `/etc/xo-health/config.toml`]' -r -F
complete -c xo-health -n "__fish_xo_health_using_subcommand config; and __fish_seen_subcommand_from init" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c xo-health -n "__fish_xo_health_using_subcommand config; and __fish_seen_subcommand_from help" -f -a "show" -d 'Show what the configuration file and the environment set; secrets stay hidden'
complete -c xo-health -n "__fish_xo_health_using_subcommand config; and __fish_seen_subcommand_from help" -f -a "check" -d 'Check the configuration file and the environment'
complete -c xo-health -n "__fish_xo_health_using_subcommand config; and __fish_seen_subcommand_from help" -f -a "init" -d 'Write a configuration file in which every line is a comment; never overwrites an existing file'
complete -c xo-health -n "__fish_xo_health_using_subcommand config; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c xo-health -n "__fish_xo_health_using_subcommand ignore" -l reason -d 'Why it is suppressed' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand ignore" -l until -d 'Last day of the suppression (`2026-12-31`), or an instant (RFC 3339) [default: no end]' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand ignore" -l from -d 'Read a capture (`.json`, `.json.gz`, `.json.zst`) instead of a server' -r -F
complete -c xo-health -n "__fish_xo_health_using_subcommand ignore" -l url -d 'Address of the server (`https://xo.example.org`) [default: `XO_URL`, `XOA_URL`, the only server of `xo-health login`, or where `xo-cli` is registered]' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand ignore" -l server -d 'Read this server of the configuration file; `check` and `forecast` take several' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand ignore" -l at -d 'Evaluate as of this time (RFC 3339) [default: now, or the time of the capture]' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand ignore" -l token-file -d 'File with an authentication token, `-` for standard input [default: `XO_TOKEN`, `XOA_TOKEN`, `XO_USERNAME` with `XO_PASSWORD` (and `XO_OTP`), `XOA_USER` with `XOA_PASSWORD`, or the token that `xo-health login` or `xo-cli` keeps for this server]' -r -F
complete -c xo-health -n "__fish_xo_health_using_subcommand ignore" -l ca-file -d 'Trust the certificate authorities in this PEM file instead of the system\'s' -r -F
complete -c xo-health -n "__fish_xo_health_using_subcommand ignore" -l pin-sha256 -d 'Trust only the certificate with this SHA-256 fingerprint' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand ignore" -l pace -d 'How fast to read: `gentle` pauses between parts so that XO can serve others; `auto`: gently from 50 MB on' -r -f -a "auto\t'At full speed; gently if there is much to read'
gentle\t'With pauses'
full\t'At full speed'"
complete -c xo-health -n "__fish_xo_health_using_subcommand ignore" -l retries -d 'Retries when the connection fails; a refusal by the server is never retried' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand ignore" -l proxy -d 'Use this HTTP proxy instead of `HTTPS_PROXY`, `HTTP_PROXY` or `ALL_PROXY`; `NO_PROXY` still applies' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand ignore" -l connect-timeout -d 'Timeout for connecting' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand ignore" -l request-timeout -d 'Timeout for an answer, and for each further part of it' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand ignore" -l run-timeout -d 'Time limit for the whole run, from the first call to the report' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand ignore" -l max-memory -d 'Memory limit of the run' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand ignore" -l color -d 'When to use colour; `auto`: when standard output is a terminal and `NO_COLOR` is unset' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c xo-health -n "__fish_xo_health_using_subcommand ignore" -l lang -d 'Language of reports, help and errors [default: from `LC_ALL`, `LC_MESSAGES` or `LANG`]' -r -f -a "en\t'English'
ja\t'Japanese'"
complete -c xo-health -n "__fish_xo_health_using_subcommand ignore" -l config -d 'Configuration file [default: `$XDG_CONFIG_HOME/xo-health/config.toml`, then `/etc/xo-health/config.toml`]' -r -F
complete -c xo-health -n "__fish_xo_health_using_subcommand ignore" -l pin -d 'Suppress it only while it is no worse than now'
complete -c xo-health -n "__fish_xo_health_using_subcommand ignore" -l demo -d 'Use an embedded mock server with one of every problem'
complete -c xo-health -n "__fish_xo_health_using_subcommand ignore" -l all-servers -d 'Read all servers of the configuration file (`check` and `forecast`)'
complete -c xo-health -n "__fish_xo_health_using_subcommand ignore" -l insecure -d 'Trust any certificate: anyone between you and the server can read your credentials'
complete -c xo-health -n "__fish_xo_health_using_subcommand ignore" -s v -l verbose -d 'Log to standard error how the connection is made; `-vv`: each call too'
complete -c xo-health -n "__fish_xo_health_using_subcommand ignore" -l show-calls -d 'Print the calls made to the server to standard error'
complete -c xo-health -n "__fish_xo_health_using_subcommand ignore" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c xo-health -n "__fish_xo_health_using_subcommand help; and not __fish_seen_subcommand_from check forecast diff backtest capture explain jobs sr login logout whoami history schema config ignore help" -f -a "check" -d 'Check a server, a capture or the demo, and report problems'
complete -c xo-health -n "__fish_xo_health_using_subcommand help; and not __fish_seen_subcommand_from check forecast diff backtest capture explain jobs sr login logout whoami history schema config ignore help" -f -a "forecast" -d 'Predict which backups will fail: when, how likely, why, and what prevents it; JSON output is the same as `check`'
complete -c xo-health -n "__fish_xo_health_using_subcommand help; and not __fish_seen_subcommand_from check forecast diff backtest capture explain jobs sr login logout whoami history schema config ignore help" -f -a "diff" -d 'Compare two captures or reports: what is new, worse, better, gone'
complete -c xo-health -n "__fish_xo_health_using_subcommand help; and not __fish_seen_subcommand_from check forecast diff backtest capture explain jobs sr login logout whoami history schema config ignore help" -f -a "backtest" -d 'Score forecasts of past captures against what happened'
complete -c xo-health -n "__fish_xo_health_using_subcommand help; and not __fish_seen_subcommand_from check forecast diff backtest capture explain jobs sr login logout whoami history schema config ignore help" -f -a "capture" -d 'Save the raw answers of a server to a file, without secrets'
complete -c xo-health -n "__fish_xo_health_using_subcommand help; and not __fish_seen_subcommand_from check forecast diff backtest capture explain jobs sr login logout whoami history schema config ignore help" -f -a "explain" -d 'Explain an error, a code, a backup log or a report mail: what it means, what to do, who acts first'
complete -c xo-health -n "__fish_xo_health_using_subcommand help; and not __fish_seen_subcommand_from check forecast diff backtest capture explain jobs sr login logout whoami history schema config ignore help" -f -a "jobs" -d 'Show the state of backup jobs: next and last runs, success rate, duration, restore points of their VMs'
complete -c xo-health -n "__fish_xo_health_using_subcommand help; and not __fish_seen_subcommand_from check forecast diff backtest capture explain jobs sr login logout whoami history schema config ignore help" -f -a "sr" -d 'Show one SR: its space, its garbage collector, its coalesce queue, every VHD chain'
complete -c xo-health -n "__fish_xo_health_using_subcommand help; and not __fish_seen_subcommand_from check forecast diff backtest capture explain jobs sr login logout whoami history schema config ignore help" -f -a "login" -d 'Sign in to a server once: later runs use its token, and need no `--url` if it is the only server'
complete -c xo-health -n "__fish_xo_health_using_subcommand help; and not __fish_seen_subcommand_from check forecast diff backtest capture explain jobs sr login logout whoami history schema config ignore help" -f -a "logout" -d 'Forget the token of a server; it stays valid in XO until it is deleted there'
complete -c xo-health -n "__fish_xo_health_using_subcommand help; and not __fish_seen_subcommand_from check forecast diff backtest capture explain jobs sr login logout whoami history schema config ignore help" -f -a "whoami" -d 'Show what the user may read, what is missing, and how to grant it'
complete -c xo-health -n "__fish_xo_health_using_subcommand help; and not __fish_seen_subcommand_from check forecast diff backtest capture explain jobs sr login logout whoami history schema config ignore help" -f -a "history" -d 'Show and manage the history of earlier readings'
complete -c xo-health -n "__fish_xo_health_using_subcommand help; and not __fish_seen_subcommand_from check forecast diff backtest capture explain jobs sr login logout whoami history schema config ignore help" -f -a "schema" -d 'Print the JSON Schema of a document'
complete -c xo-health -n "__fish_xo_health_using_subcommand help; and not __fish_seen_subcommand_from check forecast diff backtest capture explain jobs sr login logout whoami history schema config ignore help" -f -a "config" -d 'Show, check or create the configuration file'
complete -c xo-health -n "__fish_xo_health_using_subcommand help; and not __fish_seen_subcommand_from check forecast diff backtest capture explain jobs sr login logout whoami history schema config ignore help" -f -a "ignore" -d 'Suppress a finding: add it to the configuration file, keeping everything else'
complete -c xo-health -n "__fish_xo_health_using_subcommand help; and not __fish_seen_subcommand_from check forecast diff backtest capture explain jobs sr login logout whoami history schema config ignore help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c xo-health -n "__fish_xo_health_using_subcommand help; and __fish_seen_subcommand_from history" -f -a "show" -d 'Show SRs, disks, jobs and findings over time; the default command'
complete -c xo-health -n "__fish_xo_health_using_subcommand help; and __fish_seen_subcommand_from history" -f -a "import" -d 'Add the captures of a folder, oldest first; captures added before change nothing'
complete -c xo-health -n "__fish_xo_health_using_subcommand help; and __fish_seen_subcommand_from history" -f -a "score" -d 'Score past forecasts against what happened, each once its time has passed'
complete -c xo-health -n "__fish_xo_health_using_subcommand help; and __fish_seen_subcommand_from history" -f -a "export" -d 'Write the history to one file (lines of JSON, compressed with zstd); `history import` reads it into any database'
complete -c xo-health -n "__fish_xo_health_using_subcommand help; and __fish_seen_subcommand_from history" -f -a "stats" -d 'Count what the history holds'
complete -c xo-health -n "__fish_xo_health_using_subcommand help; and __fish_seen_subcommand_from history" -f -a "prune" -d 'Thin out by age: one reading an hour for 14 days, one a day for a year'
complete -c xo-health -n "__fish_xo_health_using_subcommand help; and __fish_seen_subcommand_from config" -f -a "show" -d 'Show what the configuration file and the environment set; secrets stay hidden'
complete -c xo-health -n "__fish_xo_health_using_subcommand help; and __fish_seen_subcommand_from config" -f -a "check" -d 'Check the configuration file and the environment'
complete -c xo-health -n "__fish_xo_health_using_subcommand help; and __fish_seen_subcommand_from config" -f -a "init" -d 'Write a configuration file in which every line is a comment; never overwrites an existing file'
