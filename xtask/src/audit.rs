//! What is known of the dependencies' faults, licences and sources: `cargo deny` for crates, `npm audit` for npm packages.

use std::path::PathBuf;

use anyhow::{Context, Result, bail, ensure};
use xshell::{Cmd, Shell};

use crate::{node, workspace};

const CARGO_DENY: &str = "0.20.2";
/// Where this is set, an audit that cannot reach its list of known faults has failed; elsewhere it says so and is skipped.
const REQUIRED: &str = "DROPOUT_LAB_AUDIT";

/// Licences, sources and duplicates of crates, by deny.toml; needs no network once the program is there.
pub fn crates(sh: &Shell) -> Result<()> {
    let deny = find_or_get_cargo_deny(sh)?;
    deny_command(sh, &deny, &["licenses", "bans", "sources"]).run().context("`cargo deny check` found what deny.toml does not allow")
}

/// Known faults of crates.
pub fn crate_advisories(sh: &Shell) -> Result<()> {
    let deny = find_or_get_cargo_deny(sh)?;
    let output = deny_command(sh, &deny, &["advisories"]).ignore_status().output()?;
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    if output.status.success() {
        return Ok(());
    }
    if said.contains("failed to fetch advisory database") || said.contains("unable to fetch") {
        return out_of_reach("the RustSec advisory database", &said);
    }
    bail!("`cargo deny check advisories` found:\n{said}")
}

/// Known faults of npm packages: any in what ships, grave ones in what builds and tests.
pub fn npm_advisories(sh: &Shell) -> Result<()> {
    for (what, args) in
        [("what ships", ["--omit=dev", "--audit-level=low"]), ("what builds and tests", ["--include=dev", "--audit-level=high"])]
    {
        let output = node::npm(sh).args(["audit", "--json"]).args(args).quiet().ignore_status().ignore_stderr().output()?;
        let report: serde_json::Value = serde_json::from_slice(&output.stdout).context("`npm audit` gave no JSON")?;
        if report.get("error").is_some() || report.get("message").is_some() {
            return out_of_reach("the npm registry's audit", &report.to_string());
        }
        ensure!(output.status.success(), "`npm audit` found faults in {what}: {}", report["metadata"]["vulnerabilities"]);
    }
    Ok(())
}

/// Says so, or fails where the audit is required.
fn out_of_reach(what: &str, said: &str) -> Result<()> {
    let last = said.lines().rfind(|line| !line.trim().is_empty()).unwrap_or_default().trim();
    ensure!(std::env::var_os(REQUIRED).is_none(), "{what} could not be reached: {last}");
    println!("NOT CHECKED: {what} could not be reached ({last}); with {REQUIRED}=required this is a failure");
    Ok(())
}

fn deny_command<'a>(sh: &'a Shell, program: &PathBuf, checks: &[&str]) -> Cmd<'a> {
    sh.cmd(program).args(["--all-features", "--log-level", "error", "check", "--hide-inclusion-graph"]).args(checks).quiet()
}

fn find_or_get_cargo_deny(sh: &Shell) -> Result<PathBuf> {
    if let Ok(found) = which::which("cargo-deny") {
        return Ok(found);
    }
    let root = workspace::kept("tools")?.join(format!("cargo-deny-{CARGO_DENY}"));
    let program = root.join("bin").join(format!("cargo-deny{}", std::env::consts::EXE_SUFFIX));
    if !program.exists() {
        println!("getting cargo-deny by `cargo install` (this takes minutes, once)");
        sh.cmd(workspace::cargo())
            .args(["install", "cargo-deny", "--locked", "--quiet", "--version", CARGO_DENY, "--root"])
            .arg(&root)
            .quiet()
            .run()
            .context("`cargo install cargo-deny` failed")?;
    }
    Ok(program)
}
