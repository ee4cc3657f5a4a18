//! Node and the npm packages of the lock file: found, or got by `npm ci`.

use std::path::Path;

use anyhow::{Context, Result, bail, ensure};
use xshell::{Cmd, Shell};

use crate::{digest, workspace};

/// The oldest Node that Vite runs on, major and minor.
const OLDEST_NODE: (u32, u32) = (20, 19);
const NPM: &str = if cfg!(windows) { "npm.cmd" } else { "npm" };
/// Which lock file the installed packages belong to.
const INSTALLED: &str = "node_modules/.installed-lock-sha256";

/// Makes sure that Node is new enough and that the packages are those of `package-lock.json`.
pub fn find_or_get(sh: &Shell) -> Result<()> {
    check_node(sh)?;
    let lock = sh.read_binary_file("package-lock.json")?;
    let wanted = digest::sha256(&lock);
    if sh.read_file(INSTALLED).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    println!("getting the npm packages by `npm ci`");
    npm(sh)
        .args(["ci", "--no-audit", "--no-fund", "--loglevel=error"])
        .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")
        .quiet()
        .stdin("")
        .run()
        .context("`npm ci` failed: the npm registry must be reachable, once")?;
    sh.write_file(INSTALLED, wanted)?;
    Ok(())
}

/// npm itself.
pub fn npm(sh: &Shell) -> Cmd<'_> {
    sh.cmd(NPM)
}

/// The packages whose code is in the page, as CycloneDX lists them: by the lock file alone.
pub fn shipped_packages(sh: &Shell) -> Result<Vec<serde_json::Value>> {
    let text = npm(sh).args(["sbom", "--sbom-format", "cyclonedx", "--omit", "dev", "--package-lock-only"]).quiet().read();
    let text = text.context("`npm sbom` failed: npm 9.5 or newer, as Node 20 brings it, can list packages")?;
    let bom: serde_json::Value = serde_json::from_str(&text).context("`npm sbom` gave no JSON")?;
    Ok(bom["components"].as_array().cloned().unwrap_or_default())
}

/// Runs a program of an installed npm package, named by its file under `node_modules`.
pub fn tool<'a>(sh: &'a Shell, file: &str) -> Cmd<'a> {
    sh.cmd("node").arg(Path::new("node_modules").join(file))
}

/// The installed version of an npm package.
pub fn version_of(package: &str) -> Result<String> {
    let file = workspace::root().join("node_modules").join(package).join("package.json");
    let text = std::fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
    let value: serde_json::Value = serde_json::from_slice(&text)?;
    match value["version"].as_str() {
        Some(version) => Ok(version.to_owned()),
        None => bail!("{} names no version", file.display()),
    }
}

fn check_node(sh: &Shell) -> Result<()> {
    let (major, minor) = OLDEST_NODE;
    let advice = format!("install Node {major}.{minor} or newer from https://nodejs.org/");
    let found = sh.cmd("node").arg("--version").quiet().ignore_stderr().read();
    let found = found.with_context(|| format!("there is no `node` on the PATH: {advice}"))?;
    ensure!(parse(&found) >= OLDEST_NODE, "found Node {}: {advice}", found.trim());
    Ok(())
}

fn parse(version: &str) -> (u32, u32) {
    let mut numbers = version.trim().trim_start_matches('v').split('.');
    let mut next = || numbers.next().and_then(|number| number.parse().ok()).unwrap_or(0);
    (next(), next())
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn node_versions_are_read_as_numbers() {
        assert_eq!(parse("v20.19.2\n"), (20, 19));
        assert!(parse("v9.9.0") < (20, 19), "an old one");
    }
}
