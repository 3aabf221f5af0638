//! Outputs of the program, checked by programs that read them: pages by a real browser and the HTML validator, JUnit by
//! xmllint, metrics by promtool, SARIF by its official validator, units by systemd-analyze.
//!
//! Debian's packages and the npm registry have them all; root installs what is missing. Without them nothing is
//! checked, which is a failure in CI.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, bail};

use crate::step;

/// Debian's packages, with a program or file of each.
const PACKAGES: [(&str, &str); 8] = [
    ("chromium", "/usr/bin/chromium"),
    ("fonts-noto-cjk", "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"),
    ("libxml2-utils", "/usr/bin/xmllint"),
    ("prometheus", "/usr/bin/promtool"),
    ("default-jre-headless", "/usr/bin/java"),
    ("npm", "npm"),
    (REFERENCE, "/usr/lib/python3/dist-packages/prometheus_client/openmetrics/parser.py"),
    ("systemd", "/usr/bin/systemd-analyze"),
];

/// The package with the reference parser of OpenMetrics, for Debian's own Python, whatever else is installed.
const REFERENCE: &str = "python3-prometheus-client";

/// The instant of the demo, so that the same bytes are written each time.
const AT: &str = "2026-11-27T10:00:00Z";

/// The instant of the demo in the README.
const README_AT: &str = "2026-11-23T08:30:00Z";

/// Lists what is missing, for people.
pub(crate) fn missing() -> Vec<&'static str> {
    let is_there = |file: &str| match file.starts_with('/') {
        true => Path::new(file).exists(),
        false => step::answers(Command::new(file).arg("--version")),
    };
    PACKAGES.into_iter().filter(|(_, file)| !is_there(file)).map(|(package, _)| package).collect()
}

/// Installs what is missing, as root on Debian.
pub(crate) fn install() -> anyhow::Result<()> {
    let missing = missing();
    if missing.is_empty() {
        return Ok(());
    }
    println!("installing {}", missing.join(" "));
    step::run(Command::new("apt-get").args(["update", "--quiet"]))?;
    let install = ["install", "--quiet", "--yes", "--no-install-recommends"];
    step::run(Command::new("apt-get").env("DEBIAN_FRONTEND", "noninteractive").args(install).args(missing))
}

/// Writes the demo in every format, and checks each.
pub(crate) fn check(root: &Path) -> anyhow::Result<()> {
    let tools = tools(root)?;
    let folder = root.join("target/outputs");
    if folder.exists() {
        std::fs::remove_dir_all(&folder)?;
    }
    std::fs::create_dir_all(&folder)?;
    write(root, &folder)?;

    let node = tools.join("node_modules");
    step::run(Command::new("node").arg(tools.join("pages.mjs")).arg(&folder))?;
    let pages = files(&folder, "html")?;
    let vnu = node.join("vnu-jar/build/dist/vnu.jar");
    step::run(Command::new("java").arg("-jar").arg(vnu).arg("--errors-only").args(pages))?;
    let schema = root.join("tests/formats/junit.xsd");
    let junit = files(&folder, "xml")?;
    step::run(Command::new("xmllint").args(["--noout", "--schema"]).arg(schema).args(junit))?;
    for metrics in files(&folder, "prom")? {
        let file = std::fs::File::open(&metrics)?;
        let judged = Command::new("promtool").args(["check", "metrics"]).stdin(file).status()?;
        if !judged.success() {
            bail!("promtool refuses {}", metrics.display());
        }
    }
    let reference = root.join("tests/formats/openmetrics.py");
    step::run(Command::new("/usr/bin/python3").arg(reference).args(files(&folder, "prom")?))?;
    let rules = root.join("examples/monitoring");
    step::run(Command::new("promtool").args(["check", "rules"]).arg(rules.join("alerts.yml")))?;
    step::run(Command::new("promtool").args(["test", "rules"]).arg(rules.join("alerts-test.yml")))?;
    units(root, &folder)?;
    let multitool = node.join("@microsoft/sarif-multitool-linux/Sarif.Multitool");
    executable(&multitool)?;
    let judged = Command::new(multitool).arg("validate").args(files(&folder, "sarif")?).output()?;
    let output = String::from_utf8_lossy(&judged.stdout);
    if !judged.status.success() || output.contains(": error ") {
        bail!("the SARIF validator says: {output}");
    }
    Ok(())
}

/// Takes the pictures of the README: the page of the demo, light and dark.
pub(crate) fn pictures() -> anyhow::Result<()> {
    let root = crate::root()?;
    install()?;
    let tools = tools(&root)?;
    step::run(&mut step::cargo(&root, &["build", "--quiet", "--bin", "xo-health"]))?;
    let page = root.join("target/demo.html");
    let mut check = Command::new(root.join("target/debug/xo-health"));
    check.args(["check", "--demo", "--timezone", "UTC", "--at", README_AT, "--output"]).arg(&page);
    // statuses 0 to 3 come with a report
    if check.output()?.status.code().is_none_or(|code| code > 3) {
        bail!("the demo has no page");
    }
    step::run(Command::new("node").arg(tools.join("readme.mjs")).arg(&page).arg(root.join("docs/images")))
}

/// Checks the units of systemd. The program and its man page need not be installed on this machine.
fn units(root: &Path, folder: &Path) -> anyhow::Result<()> {
    let program = root.join("target/debug/xo-health");
    let mut judged = Command::new("systemd-analyze");
    judged.args(["verify", "--man=no"]);
    for name in ["xo-health.service", "xo-health.timer"] {
        let text = std::fs::read_to_string(root.join("examples/systemd").join(name))?;
        let unit = folder.join(name);
        std::fs::write(&unit, text.replace("/usr/bin/xo-health", &program.display().to_string()))?;
        judged.arg(unit);
    }
    step::run(&mut judged)
}

/// Installs the validators from the npm registry below `target`.
fn tools(root: &Path) -> anyhow::Result<PathBuf> {
    let tools = root.join("target/browser");
    std::fs::create_dir_all(&tools)?;
    for file in ["package.json", "package-lock.json", "pages.mjs", "readme.mjs"] {
        let from = root.join("tests/browser").join(file);
        std::fs::copy(&from, tools.join(file)).with_context(|| format!("cannot copy {}", from.display()))?;
    }
    step::run(Command::new("npm").current_dir(&tools).args(["ci", "--no-audit", "--no-fund", "--silent"]))?;
    Ok(tools)
}

/// Writes the demo, one SR and the jobs, in both languages, and the formats for machines.
fn write(root: &Path, folder: &Path) -> anyhow::Result<()> {
    step::run(&mut step::cargo(root, &["build", "--quiet", "--bin", "xo-health"]))?;
    let program = root.join("target/debug/xo-health");
    let run = |arguments: &[&str], files: &[&str]| -> anyhow::Result<()> {
        let mut command = Command::new(&program);
        command.args(arguments).args(["--demo", "--at", AT, "--timezone", "UTC"]);
        for file in files {
            command.arg("--output").arg(folder.join(file));
        }
        let ran = command.output()?;
        // statuses 0 to 3 come with a report
        if ran.status.code().is_none_or(|code| code > 3) {
            bail!("`xo-health {}` failed: {}", arguments.join(" "), String::from_utf8_lossy(&ran.stderr));
        }
        Ok(())
    };
    let machines = ["demo.html", "demo.xml", "demo.prom", "demo.sarif", "demo.md", "demo.csv", "demo.json"];
    run(&["check"], &machines)?;
    run(&["check", "--lang", "ja"], &["demo-ja.html", "demo-ja.xml", "demo-ja.sarif"])?;
    run(&["sr", "nfs-main"], &["sr.html"])?;
    run(&["jobs"], &["jobs.html"])?;
    hostile(&program, folder)
}

/// Names in the demo, and what a hostile server calls the same things: markup, scripts, right-to-left marks, as JSON.
/// `LONG` is replaced by 10,000 characters.
const HOSTILE: [(&str, &str); 4] = [
    ("会計DB", r#"<script>alert('vm')</script><img src=x onerror=alert(1)>\u202e\u2066"#),
    ("nfs-main", r#"\"><svg onload=alert(2)>&lt;b&gt;{{7*7}}${7*7}LONG"#),
    ("毎時スナップショット", r#"</title></style></details><a href=\"javascript:alert(3)\">LONG"#),
    ("nightly delta", r#"=HYPERLINK(\"http://x\")|<!--\u200f"#),
];

/// Writes the demo with hostile names in the formats that other programs read.
fn hostile(program: &Path, folder: &Path) -> anyhow::Result<()> {
    let capture = folder.join("hostile.json");
    let mut saved = Command::new(program);
    saved.args(["capture", "--demo", "--at", AT, "--everything", "--output"]).arg(&capture);
    step::run(&mut saved)?;
    let mut text = std::fs::read_to_string(&capture)?;
    for (name, hostile) in HOSTILE {
        let hostile = hostile.replace("LONG", &"x".repeat(10_000));
        let named = text.replace(&format!("\"{name}\""), &format!("\"{hostile}\""));
        if named == text {
            bail!("the demo has nothing that is called {name}");
        }
        text = named;
    }
    std::fs::write(&capture, text)?;
    let mut check = Command::new(program);
    check.args(["check", "--timezone", "UTC", "--from"]).arg(&capture);
    for suffix in ["html", "xml", "sarif", "prom", "csv"] {
        check.arg("--output").arg(folder.join(format!("hostile.{suffix}")));
    }
    let ran = check.output()?;
    if ran.status.code().is_none_or(|code| code > 3) {
        bail!("hostile names: {}", String::from_utf8_lossy(&ran.stderr));
    }
    Ok(())
}

fn files(folder: &Path, suffix: &str) -> anyhow::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|own| own == suffix) {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

#[cfg(unix)]
fn executable(file: &Path) -> anyhow::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::set_permissions(file, std::fs::Permissions::from_mode(0o755))
        .with_context(|| format!("{} is not there", file.display()))
}

#[cfg(not(unix))]
fn executable(_: &Path) -> anyhow::Result<()> {
    Ok(())
}
