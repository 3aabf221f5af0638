# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_xo_health_global_optspecs
    string join \n color= lang= h/help V/version
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

complete -c xo-health -n "__fish_xo_health_needs_command" -l color -d 'Use colour: `auto` when standard output is a terminal and `NO_COLOR` is not set' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c xo-health -n "__fish_xo_health_needs_command" -l lang -d 'The language of reports: by default that of `LC_ALL`, `LC_MESSAGES` or `LANG`' -r -f -a "en\t'English'
ja\t'Japanese'"
complete -c xo-health -n "__fish_xo_health_needs_command" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c xo-health -n "__fish_xo_health_needs_command" -s V -l version -d 'Print version'
complete -c xo-health -n "__fish_xo_health_needs_command" -f -a "check" -d 'Look at a server (or at a capture, or at a demo) and report what is wrong'
complete -c xo-health -n "__fish_xo_health_needs_command" -f -a "forecast" -d 'Foretell which backups will fail, when, how surely, why, and what removes it; as JSON, the document of `check`'
complete -c xo-health -n "__fish_xo_health_needs_command" -f -a "backtest" -d 'Tell how good the forecasts of past captures were'
complete -c xo-health -n "__fish_xo_health_needs_command" -f -a "capture" -d 'Save the raw answers of a server into a file, without secrets'
complete -c xo-health -n "__fish_xo_health_needs_command" -f -a "explain" -d 'Explain an error, a code, a backup log or a report mail: what it means, what to do, who acts'
complete -c xo-health -n "__fish_xo_health_needs_command" -f -a "jobs" -d 'Tell how the backup jobs stand: next and last runs, success, time taken, restore points of their VMs'
complete -c xo-health -n "__fish_xo_health_needs_command" -f -a "sr" -d 'Look into one SR: its space, its garbage collector, its queue of merges, every chain'
complete -c xo-health -n "__fish_xo_health_needs_command" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c xo-health -n "__fish_xo_health_using_subcommand check" -l fail-on -d 'From which severity on the exit status tells of a finding' -r -f -a "info\t'Any finding'
warning\t'Warnings and worse'
critical\t'Only what is critical'
never\t'None'"
complete -c xo-health -n "__fish_xo_health_using_subcommand check" -l snapshots-left -d 'Warn when fewer snapshots than this are left before a disk\'s chain limit' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand check" -l snapshot-age -d 'Call a snapshot outside any enabled schedule old after this (`30d`, `12h`)' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand check" -l sr-used-percent -d 'Warn when this share of an SR is used; off by default, as a share says nothing about what is needed' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand check" -l format -d 'For people, or for programs' -r -f -a "text\t'For people'
json\t'For programs: see the folder `schemas`'"
complete -c xo-health -n "__fish_xo_health_using_subcommand check" -l from -d 'Read a capture instead of a server (`.json`, `.json.gz`, `.json.zst`)' -r -F
complete -c xo-health -n "__fish_xo_health_using_subcommand check" -l at -d 'Judge as of this instant (RFC 3339) instead of now, or of the instant of the capture' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand check" -l url -d 'Address of the server: `https://xo.example.org`; else `XO_URL`, `XOA_URL`, or what `xo-cli` is registered with' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand check" -l token-file -d 'File with an authentication token, `-` for standard input; else `XO_TOKEN`, `XOA_TOKEN`, `XO_USERNAME` with `XO_PASSWORD` (and `XO_OTP`), `XOA_USER` with `XOA_PASSWORD`, or what `xo-cli` keeps for this server' -r -F
complete -c xo-health -n "__fish_xo_health_using_subcommand check" -l ca-file -d 'Trust the authorities in this PEM file instead of the system\'s' -r -F
complete -c xo-health -n "__fish_xo_health_using_subcommand check" -l pin-sha256 -d 'Trust the certificate with this SHA-256 fingerprint, and only that' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand check" -l connect-timeout -d 'How long to wait for a connection' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand check" -l request-timeout -d 'How long to wait for an answer, or for more of it' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand check" -l run-timeout -d 'How long the whole reading may take' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand check" -l retries -d 'How often to begin again when the connection fails; never when the server refuses' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand check" -l proxy -d 'Go by this HTTP proxy instead of that of `HTTPS_PROXY`, `HTTP_PROXY` or `ALL_PROXY`; `NO_PROXY` still holds' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand check" -l horizon -d 'How far to look ahead (`7d`, `36h`), 30 days at most' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand check" -l draws -d 'How often to simulate what may come: 500 times, 200 where jobs name more than 2,000 VMs' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand check" -l seed -d 'Where the simulation begins: the same seed gives the same forecast' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand check" -l fail-on-forecast -d 'Make the exit status critical when an error is this likely within these hours (`0.5@24h`)' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand check" -l color -d 'Use colour: `auto` when standard output is a terminal and `NO_COLOR` is not set' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c xo-health -n "__fish_xo_health_using_subcommand check" -l lang -d 'The language of reports: by default that of `LC_ALL`, `LC_MESSAGES` or `LANG`' -r -f -a "en\t'English'
ja\t'Japanese'"
complete -c xo-health -n "__fish_xo_health_using_subcommand check" -l all -d 'Show everything: lists and chains unfolded, what is unlikely too'
complete -c xo-health -n "__fish_xo_health_using_subcommand check" -l demo -d 'Use an embedded mock server with a bit of everything'
complete -c xo-health -n "__fish_xo_health_using_subcommand check" -l insecure -d 'Trust any certificate: whoever sits between can read your credentials'
complete -c xo-health -n "__fish_xo_health_using_subcommand check" -s v -l verbose -d 'Say on standard error how the connection is made; twice: each call too'
complete -c xo-health -n "__fish_xo_health_using_subcommand check" -l show-calls -d 'Print to standard error what was asked of the server'
complete -c xo-health -n "__fish_xo_health_using_subcommand check" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c xo-health -n "__fish_xo_health_using_subcommand forecast" -l format -d 'For people, or for programs' -r -f -a "text\t'For people'
json\t'For programs: see the folder `schemas`'"
complete -c xo-health -n "__fish_xo_health_using_subcommand forecast" -l from -d 'Read a capture instead of a server (`.json`, `.json.gz`, `.json.zst`)' -r -F
complete -c xo-health -n "__fish_xo_health_using_subcommand forecast" -l at -d 'Judge as of this instant (RFC 3339) instead of now, or of the instant of the capture' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand forecast" -l url -d 'Address of the server: `https://xo.example.org`; else `XO_URL`, `XOA_URL`, or what `xo-cli` is registered with' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand forecast" -l token-file -d 'File with an authentication token, `-` for standard input; else `XO_TOKEN`, `XOA_TOKEN`, `XO_USERNAME` with `XO_PASSWORD` (and `XO_OTP`), `XOA_USER` with `XOA_PASSWORD`, or what `xo-cli` keeps for this server' -r -F
complete -c xo-health -n "__fish_xo_health_using_subcommand forecast" -l ca-file -d 'Trust the authorities in this PEM file instead of the system\'s' -r -F
complete -c xo-health -n "__fish_xo_health_using_subcommand forecast" -l pin-sha256 -d 'Trust the certificate with this SHA-256 fingerprint, and only that' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand forecast" -l connect-timeout -d 'How long to wait for a connection' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand forecast" -l request-timeout -d 'How long to wait for an answer, or for more of it' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand forecast" -l run-timeout -d 'How long the whole reading may take' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand forecast" -l retries -d 'How often to begin again when the connection fails; never when the server refuses' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand forecast" -l proxy -d 'Go by this HTTP proxy instead of that of `HTTPS_PROXY`, `HTTP_PROXY` or `ALL_PROXY`; `NO_PROXY` still holds' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand forecast" -l horizon -d 'How far to look ahead (`7d`, `36h`), 30 days at most' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand forecast" -l draws -d 'How often to simulate what may come: 500 times, 200 where jobs name more than 2,000 VMs' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand forecast" -l seed -d 'Where the simulation begins: the same seed gives the same forecast' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand forecast" -l fail-on-forecast -d 'Make the exit status critical when an error is this likely within these hours (`0.5@24h`)' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand forecast" -l color -d 'Use colour: `auto` when standard output is a terminal and `NO_COLOR` is not set' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c xo-health -n "__fish_xo_health_using_subcommand forecast" -l lang -d 'The language of reports: by default that of `LC_ALL`, `LC_MESSAGES` or `LANG`' -r -f -a "en\t'English'
ja\t'Japanese'"
complete -c xo-health -n "__fish_xo_health_using_subcommand forecast" -l all -d 'Show everything: lists and chains unfolded, what is unlikely too'
complete -c xo-health -n "__fish_xo_health_using_subcommand forecast" -l demo -d 'Use an embedded mock server with a bit of everything'
complete -c xo-health -n "__fish_xo_health_using_subcommand forecast" -l insecure -d 'Trust any certificate: whoever sits between can read your credentials'
complete -c xo-health -n "__fish_xo_health_using_subcommand forecast" -s v -l verbose -d 'Say on standard error how the connection is made; twice: each call too'
complete -c xo-health -n "__fish_xo_health_using_subcommand forecast" -l show-calls -d 'Print to standard error what was asked of the server'
complete -c xo-health -n "__fish_xo_health_using_subcommand forecast" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c xo-health -n "__fish_xo_health_using_subcommand backtest" -l format -d 'For people, or for programs' -r -f -a "text\t'For people'
json\t'For programs: see the folder `schemas`'"
complete -c xo-health -n "__fish_xo_health_using_subcommand backtest" -l horizon -d 'How far to look ahead (`7d`, `36h`), 30 days at most' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand backtest" -l draws -d 'How often to simulate what may come: 500 times, 200 where jobs name more than 2,000 VMs' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand backtest" -l seed -d 'Where the simulation begins: the same seed gives the same forecast' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand backtest" -l fail-on-forecast -d 'Make the exit status critical when an error is this likely within these hours (`0.5@24h`)' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand backtest" -l color -d 'Use colour: `auto` when standard output is a terminal and `NO_COLOR` is not set' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c xo-health -n "__fish_xo_health_using_subcommand backtest" -l lang -d 'The language of reports: by default that of `LC_ALL`, `LC_MESSAGES` or `LANG`' -r -f -a "en\t'English'
ja\t'Japanese'"
complete -c xo-health -n "__fish_xo_health_using_subcommand backtest" -l all -d 'Show everything: lists and chains unfolded, what is unlikely too'
complete -c xo-health -n "__fish_xo_health_using_subcommand backtest" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c xo-health -n "__fish_xo_health_using_subcommand capture" -l url -d 'Address of the server: `https://xo.example.org`; else `XO_URL`, `XOA_URL`, or what `xo-cli` is registered with' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand capture" -l token-file -d 'File with an authentication token, `-` for standard input; else `XO_TOKEN`, `XOA_TOKEN`, `XO_USERNAME` with `XO_PASSWORD` (and `XO_OTP`), `XOA_USER` with `XOA_PASSWORD`, or what `xo-cli` keeps for this server' -r -F
complete -c xo-health -n "__fish_xo_health_using_subcommand capture" -l ca-file -d 'Trust the authorities in this PEM file instead of the system\'s' -r -F
complete -c xo-health -n "__fish_xo_health_using_subcommand capture" -l pin-sha256 -d 'Trust the certificate with this SHA-256 fingerprint, and only that' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand capture" -l connect-timeout -d 'How long to wait for a connection' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand capture" -l request-timeout -d 'How long to wait for an answer, or for more of it' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand capture" -l run-timeout -d 'How long the whole reading may take' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand capture" -l retries -d 'How often to begin again when the connection fails; never when the server refuses' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand capture" -l proxy -d 'Go by this HTTP proxy instead of that of `HTTPS_PROXY`, `HTTP_PROXY` or `ALL_PROXY`; `NO_PROXY` still holds' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand capture" -s o -l output -d 'The file; its ending tells the format: `.json`, `.json.gz`, `.json.zst`' -r -F
complete -c xo-health -n "__fish_xo_health_using_subcommand capture" -l at -d 'Give the capture this instant (RFC 3339) instead of now' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand capture" -l color -d 'Use colour: `auto` when standard output is a terminal and `NO_COLOR` is not set' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c xo-health -n "__fish_xo_health_using_subcommand capture" -l lang -d 'The language of reports: by default that of `LC_ALL`, `LC_MESSAGES` or `LANG`' -r -f -a "en\t'English'
ja\t'Japanese'"
complete -c xo-health -n "__fish_xo_health_using_subcommand capture" -l demo -d 'Use an embedded mock server with a bit of everything'
complete -c xo-health -n "__fish_xo_health_using_subcommand capture" -l insecure -d 'Trust any certificate: whoever sits between can read your credentials'
complete -c xo-health -n "__fish_xo_health_using_subcommand capture" -s v -l verbose -d 'Say on standard error how the connection is made; twice: each call too'
complete -c xo-health -n "__fish_xo_health_using_subcommand capture" -l show-calls -d 'Print to standard error what was asked of the server'
complete -c xo-health -n "__fish_xo_health_using_subcommand capture" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c xo-health -n "__fish_xo_health_using_subcommand explain" -l format -d 'For people, or for programs' -r -f -a "text\t'For people'
json\t'For programs: see the folder `schemas`'"
complete -c xo-health -n "__fish_xo_health_using_subcommand explain" -l from -d 'Read a capture instead of a server (`.json`, `.json.gz`, `.json.zst`)' -r -F
complete -c xo-health -n "__fish_xo_health_using_subcommand explain" -l at -d 'Judge as of this instant (RFC 3339) instead of now, or of the instant of the capture' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand explain" -l url -d 'Address of the server: `https://xo.example.org`; else `XO_URL`, `XOA_URL`, or what `xo-cli` is registered with' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand explain" -l token-file -d 'File with an authentication token, `-` for standard input; else `XO_TOKEN`, `XOA_TOKEN`, `XO_USERNAME` with `XO_PASSWORD` (and `XO_OTP`), `XOA_USER` with `XOA_PASSWORD`, or what `xo-cli` keeps for this server' -r -F
complete -c xo-health -n "__fish_xo_health_using_subcommand explain" -l ca-file -d 'Trust the authorities in this PEM file instead of the system\'s' -r -F
complete -c xo-health -n "__fish_xo_health_using_subcommand explain" -l pin-sha256 -d 'Trust the certificate with this SHA-256 fingerprint, and only that' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand explain" -l connect-timeout -d 'How long to wait for a connection' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand explain" -l request-timeout -d 'How long to wait for an answer, or for more of it' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand explain" -l run-timeout -d 'How long the whole reading may take' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand explain" -l retries -d 'How often to begin again when the connection fails; never when the server refuses' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand explain" -l proxy -d 'Go by this HTTP proxy instead of that of `HTTPS_PROXY`, `HTTP_PROXY` or `ALL_PROXY`; `NO_PROXY` still holds' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand explain" -l color -d 'Use colour: `auto` when standard output is a terminal and `NO_COLOR` is not set' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c xo-health -n "__fish_xo_health_using_subcommand explain" -l lang -d 'The language of reports: by default that of `LC_ALL`, `LC_MESSAGES` or `LANG`' -r -f -a "en\t'English'
ja\t'Japanese'"
complete -c xo-health -n "__fish_xo_health_using_subcommand explain" -l all -d 'Show everything: lists and chains unfolded, what is unlikely too'
complete -c xo-health -n "__fish_xo_health_using_subcommand explain" -l demo -d 'Use an embedded mock server with a bit of everything'
complete -c xo-health -n "__fish_xo_health_using_subcommand explain" -l insecure -d 'Trust any certificate: whoever sits between can read your credentials'
complete -c xo-health -n "__fish_xo_health_using_subcommand explain" -s v -l verbose -d 'Say on standard error how the connection is made; twice: each call too'
complete -c xo-health -n "__fish_xo_health_using_subcommand explain" -l show-calls -d 'Print to standard error what was asked of the server'
complete -c xo-health -n "__fish_xo_health_using_subcommand explain" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c xo-health -n "__fish_xo_health_using_subcommand jobs" -l format -d 'For people, or for programs' -r -f -a "text\t'For people'
json\t'For programs: see the folder `schemas`'"
complete -c xo-health -n "__fish_xo_health_using_subcommand jobs" -l from -d 'Read a capture instead of a server (`.json`, `.json.gz`, `.json.zst`)' -r -F
complete -c xo-health -n "__fish_xo_health_using_subcommand jobs" -l at -d 'Judge as of this instant (RFC 3339) instead of now, or of the instant of the capture' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand jobs" -l url -d 'Address of the server: `https://xo.example.org`; else `XO_URL`, `XOA_URL`, or what `xo-cli` is registered with' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand jobs" -l token-file -d 'File with an authentication token, `-` for standard input; else `XO_TOKEN`, `XOA_TOKEN`, `XO_USERNAME` with `XO_PASSWORD` (and `XO_OTP`), `XOA_USER` with `XOA_PASSWORD`, or what `xo-cli` keeps for this server' -r -F
complete -c xo-health -n "__fish_xo_health_using_subcommand jobs" -l ca-file -d 'Trust the authorities in this PEM file instead of the system\'s' -r -F
complete -c xo-health -n "__fish_xo_health_using_subcommand jobs" -l pin-sha256 -d 'Trust the certificate with this SHA-256 fingerprint, and only that' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand jobs" -l connect-timeout -d 'How long to wait for a connection' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand jobs" -l request-timeout -d 'How long to wait for an answer, or for more of it' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand jobs" -l run-timeout -d 'How long the whole reading may take' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand jobs" -l retries -d 'How often to begin again when the connection fails; never when the server refuses' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand jobs" -l proxy -d 'Go by this HTTP proxy instead of that of `HTTPS_PROXY`, `HTTP_PROXY` or `ALL_PROXY`; `NO_PROXY` still holds' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand jobs" -l color -d 'Use colour: `auto` when standard output is a terminal and `NO_COLOR` is not set' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c xo-health -n "__fish_xo_health_using_subcommand jobs" -l lang -d 'The language of reports: by default that of `LC_ALL`, `LC_MESSAGES` or `LANG`' -r -f -a "en\t'English'
ja\t'Japanese'"
complete -c xo-health -n "__fish_xo_health_using_subcommand jobs" -l all -d 'Show everything: lists and chains unfolded, what is unlikely too'
complete -c xo-health -n "__fish_xo_health_using_subcommand jobs" -l demo -d 'Use an embedded mock server with a bit of everything'
complete -c xo-health -n "__fish_xo_health_using_subcommand jobs" -l insecure -d 'Trust any certificate: whoever sits between can read your credentials'
complete -c xo-health -n "__fish_xo_health_using_subcommand jobs" -s v -l verbose -d 'Say on standard error how the connection is made; twice: each call too'
complete -c xo-health -n "__fish_xo_health_using_subcommand jobs" -l show-calls -d 'Print to standard error what was asked of the server'
complete -c xo-health -n "__fish_xo_health_using_subcommand jobs" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c xo-health -n "__fish_xo_health_using_subcommand sr" -l vm -d 'Show the disks of this VM only (name or UUID)' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand sr" -l coalesce-speed -d 'How fast the storage merges (`50MiB/s`), where that is known; else a guess from 20 to 100 MB/s' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand sr" -l previous -d 'Learn that from an earlier capture of the same server' -r -F
complete -c xo-health -n "__fish_xo_health_using_subcommand sr" -l format -d 'For people, or for programs' -r -f -a "text\t'For people'
json\t'For programs: see the folder `schemas`'"
complete -c xo-health -n "__fish_xo_health_using_subcommand sr" -l from -d 'Read a capture instead of a server (`.json`, `.json.gz`, `.json.zst`)' -r -F
complete -c xo-health -n "__fish_xo_health_using_subcommand sr" -l at -d 'Judge as of this instant (RFC 3339) instead of now, or of the instant of the capture' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand sr" -l url -d 'Address of the server: `https://xo.example.org`; else `XO_URL`, `XOA_URL`, or what `xo-cli` is registered with' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand sr" -l token-file -d 'File with an authentication token, `-` for standard input; else `XO_TOKEN`, `XOA_TOKEN`, `XO_USERNAME` with `XO_PASSWORD` (and `XO_OTP`), `XOA_USER` with `XOA_PASSWORD`, or what `xo-cli` keeps for this server' -r -F
complete -c xo-health -n "__fish_xo_health_using_subcommand sr" -l ca-file -d 'Trust the authorities in this PEM file instead of the system\'s' -r -F
complete -c xo-health -n "__fish_xo_health_using_subcommand sr" -l pin-sha256 -d 'Trust the certificate with this SHA-256 fingerprint, and only that' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand sr" -l connect-timeout -d 'How long to wait for a connection' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand sr" -l request-timeout -d 'How long to wait for an answer, or for more of it' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand sr" -l run-timeout -d 'How long the whole reading may take' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand sr" -l retries -d 'How often to begin again when the connection fails; never when the server refuses' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand sr" -l proxy -d 'Go by this HTTP proxy instead of that of `HTTPS_PROXY`, `HTTP_PROXY` or `ALL_PROXY`; `NO_PROXY` still holds' -r
complete -c xo-health -n "__fish_xo_health_using_subcommand sr" -l color -d 'Use colour: `auto` when standard output is a terminal and `NO_COLOR` is not set' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c xo-health -n "__fish_xo_health_using_subcommand sr" -l lang -d 'The language of reports: by default that of `LC_ALL`, `LC_MESSAGES` or `LANG`' -r -f -a "en\t'English'
ja\t'Japanese'"
complete -c xo-health -n "__fish_xo_health_using_subcommand sr" -l all -d 'Show everything: lists and chains unfolded, what is unlikely too'
complete -c xo-health -n "__fish_xo_health_using_subcommand sr" -l demo -d 'Use an embedded mock server with a bit of everything'
complete -c xo-health -n "__fish_xo_health_using_subcommand sr" -l insecure -d 'Trust any certificate: whoever sits between can read your credentials'
complete -c xo-health -n "__fish_xo_health_using_subcommand sr" -s v -l verbose -d 'Say on standard error how the connection is made; twice: each call too'
complete -c xo-health -n "__fish_xo_health_using_subcommand sr" -l show-calls -d 'Print to standard error what was asked of the server'
complete -c xo-health -n "__fish_xo_health_using_subcommand sr" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c xo-health -n "__fish_xo_health_using_subcommand help; and not __fish_seen_subcommand_from check forecast backtest capture explain jobs sr help" -f -a "check" -d 'Look at a server (or at a capture, or at a demo) and report what is wrong'
complete -c xo-health -n "__fish_xo_health_using_subcommand help; and not __fish_seen_subcommand_from check forecast backtest capture explain jobs sr help" -f -a "forecast" -d 'Foretell which backups will fail, when, how surely, why, and what removes it; as JSON, the document of `check`'
complete -c xo-health -n "__fish_xo_health_using_subcommand help; and not __fish_seen_subcommand_from check forecast backtest capture explain jobs sr help" -f -a "backtest" -d 'Tell how good the forecasts of past captures were'
complete -c xo-health -n "__fish_xo_health_using_subcommand help; and not __fish_seen_subcommand_from check forecast backtest capture explain jobs sr help" -f -a "capture" -d 'Save the raw answers of a server into a file, without secrets'
complete -c xo-health -n "__fish_xo_health_using_subcommand help; and not __fish_seen_subcommand_from check forecast backtest capture explain jobs sr help" -f -a "explain" -d 'Explain an error, a code, a backup log or a report mail: what it means, what to do, who acts'
complete -c xo-health -n "__fish_xo_health_using_subcommand help; and not __fish_seen_subcommand_from check forecast backtest capture explain jobs sr help" -f -a "jobs" -d 'Tell how the backup jobs stand: next and last runs, success, time taken, restore points of their VMs'
complete -c xo-health -n "__fish_xo_health_using_subcommand help; and not __fish_seen_subcommand_from check forecast backtest capture explain jobs sr help" -f -a "sr" -d 'Look into one SR: its space, its garbage collector, its queue of merges, every chain'
complete -c xo-health -n "__fish_xo_health_using_subcommand help; and not __fish_seen_subcommand_from check forecast backtest capture explain jobs sr help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
