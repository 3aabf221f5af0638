//! The parts of a fault: a server, an environment and arguments, for a run of `check` or of `capture`.

use std::path::PathBuf;

use mock_xo::{Clock, Fault, Running, ServeOptions, State, Tls};
use serde_json::json;

use crate::between::Proxy;
use crate::common::instant;
use crate::program::{Home, Ran};

/// A secret that must never get out.
pub(crate) const TOKEN: &str = "hunter2-token-of-the-administrator";
pub(crate) const PASSWORD: &str = "hunter2-password";
pub(crate) const OTP: &str = "90817263";
pub(crate) const PROXY_PASSWORD: &str = "hunter2-proxy";
/// `u:hunter2-proxy`, as it is sent.
pub(crate) const PROXY_AUTH: &str = "dTpodW50ZXIyLXByb3h5";
/// All of them, and the one that tests put into addresses.
pub(crate) const SECRETS: [&str; 3] = ["hunter2", OTP, PROXY_AUTH];

pub(crate) const USER: &str = "admin@admin.net";
/// A name that only the proxy of the tests knows.
pub(crate) const NAME: &str = "xo.example.org";

/// How the program is run.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Run {
    /// `check` with a token, directly to the server, with the fewest messages.
    Check,
    /// `capture` with a password and a one-time code, through a proxy that needs a password, with all messages.
    Talkative,
}

/// Returns a healthy server with one pool, whose clock stands still.
pub(crate) fn state() -> State {
    let mut state = State::new();
    state.clock = Clock::starting_at(instant());
    state.users.set_admin_token(TOKEN);
    for object in [
        json!({"id": "p", "type": "pool", "$pool": "p", "name_label": "pool"}),
        json!({"id": "h", "type": "host", "$pool": "p", "name_label": "host"}),
        json!({"id": "s", "type": "SR", "$pool": "p", "SR_type": "nfs", "name_label": "sr"}),
    ] {
        state.objects.insert(object).unwrap();
    }
    state.remotes = vec![json!({"id": "r", "url": "nfs://nas:/backup", "enabled": true})];
    state.servers =
        vec![json!({"id": "1", "status": "connected", "enabled": true, "poolId": "p", "host": "h"})];
    state
}

/// Adds the one-time code to the account.
pub(crate) fn with_password(mut state: State) -> State {
    let user = state.users.get_mut(USER).unwrap();
    user.password = PASSWORD.to_owned();
    user.otp = Some(OTP.to_owned());
    state
}

/// A server, and how to run the program on it.
pub(crate) struct Scene {
    server: Option<Running>,
    url: String,
    args: Vec<String>,
    vars: Vec<(&'static str, String)>,
    home: Home,
    proxy: Option<Proxy>,
}

impl Scene {
    /// Makes a scene whose server has faults, in the notation of `mock-xo serve --fault`.
    pub(crate) fn with(faults: &[&str], run: Run) -> Self {
        Self::of(state(), None, faults.iter().map(|fault| fault.parse().unwrap()).collect(), run)
    }

    /// Makes a scene with TLS.
    pub(crate) fn by_tls(tls: Tls, run: Run) -> Self {
        Self::of(state(), Some(tls), Vec::new(), run)
    }

    /// Makes a scene with any server.
    pub(crate) fn of(state: State, tls: Option<Tls>, faults: Vec<Fault>, run: Run) -> Self {
        let state = if run == Run::Talkative { with_password(state) } else { state };
        let server = mock_xo::serve(state, ServeOptions { faults, tls, ..ServeOptions::default() }).unwrap();
        let url = server.url();
        let mut scene = Self::at(&url, run);
        if run == Run::Talkative {
            let proxy = Proxy::start(server.address(), Some(PROXY_AUTH));
            let name = if tls.is_some() { "HTTPS_PROXY" } else { "HTTP_PROXY" };
            scene = scene.var(name, &format!("http://u:{PROXY_PASSWORD}@{}", proxy.address));
            scene.url = format!("{}://{NAME}", url.split(':').next().unwrap());
            scene.proxy = Some(proxy);
        }
        scene.server = Some(server);
        scene
    }

    /// Makes a scene without a server of ours; its limits are short, and nothing is retried.
    pub(crate) fn at(url: &str, run: Run) -> Self {
        let scene = Self {
            server: None,
            url: url.to_owned(),
            args: Vec::new(),
            vars: Vec::new(),
            home: Home::new(),
            proxy: None,
        };
        let scene = scene.args(&["--retries", "0", "--connect-timeout", "2s", "--request-timeout", "2s"]);
        match run {
            Run::Check => scene.var("XO_TOKEN", TOKEN),
            Run::Talkative => scene.var("XO_USERNAME", USER).var("XO_PASSWORD", PASSWORD).var("XO_OTP", OTP),
        }
    }

    /// Adds arguments; a later one replaces an earlier one.
    pub(crate) fn args(mut self, args: &[&str]) -> Self {
        for pair in args.chunks(2) {
            if let Some(at) = self.args.iter().position(|arg| arg == pair[0]) {
                self.args.drain(at..at + pair.len());
            }
            self.args.extend(pair.iter().map(|&arg| arg.to_owned()));
        }
        self
    }

    /// Sets a variable of the environment.
    pub(crate) fn var(mut self, name: &'static str, value: &str) -> Self {
        self.vars.retain(|(other, _)| *other != name);
        self.vars.push((name, value.to_owned()));
        self
    }

    /// Writes a file into the home, and returns its path.
    pub(crate) fn file(&self, name: &str, text: &str) -> PathBuf {
        self.home.write(name, text)
    }

    /// Returns the server.
    pub(crate) fn server(&self) -> &Running {
        self.server.as_ref().unwrap()
    }

    /// Returns the proxy.
    pub(crate) fn proxy(&self) -> &Proxy {
        self.proxy.as_ref().unwrap()
    }

    /// Runs the program, and checks that no message and no file holds a secret.
    pub(crate) fn run(&self, run: Run) -> Ran {
        let mut args = match run {
            Run::Check => vec!["check"],
            Run::Talkative => vec!["capture", "-o", "a.json", "-vv", "--show-calls"],
        };
        args.extend(self.args.iter().map(String::as_str));
        if !self.url.is_empty() {
            args.extend(["--url", &self.url]);
        }
        let vars: Vec<_> = self.vars.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let ran = self.home.run(&args, &vars);
        ran.keeps(&SECRETS);
        if let Ok(saved) = std::fs::read_to_string(self.home.path("a.json")) {
            assert!(SECRETS.iter().all(|secret| !saved.contains(secret)), "{saved}");
        }
        ran
    }

    /// Replaces what differs between runs with a word.
    pub(crate) fn normal(&self, text: &str) -> String {
        let host = self.url.split("://").last().unwrap_or_default();
        let host = host.split('/').next().unwrap_or_default();
        let mut text = if host.is_empty() { text.to_owned() } else { text.replace(host, NAME) };
        if let Some(certificate) = self.server.as_ref().and_then(Running::certificate) {
            let hex = certificate.fingerprint().replace(':', "").to_lowercase();
            text = text.replace(&hex, "3f…e9");
        }
        for (name, value) in &self.vars {
            if name.to_uppercase().ends_with("_PROXY") {
                let host = value.rsplit(['@', '/']).next().unwrap_or_default();
                text = text.replace(host, "proxy.example.org:3128");
            }
        }
        // the resolver's error depends on whether a name server can be reached
        text = text.replace("Temporary failure in name resolution", "Name or service not known");
        let text: Vec<_> = text.lines().map(same_wait).collect();
        text.join("\n").replace(&self.home.path("").display().to_string(), "~/")
    }
}

/// Returns the line with a fixed wait: waits are random.
fn same_wait(line: &str) -> String {
    match line
        .split_once("trying again in ")
        .and_then(|(before, rest)| Some((before, rest.split_once(" s (")?.1)))
    {
        Some((before, after)) => format!("{before}trying again in … s ({after}"),
        None => line.to_owned(),
    }
}
