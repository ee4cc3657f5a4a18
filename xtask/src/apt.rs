//! System packages on a Debian-like machine where this program runs as root.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::{Context, Result};
use xshell::cmd;

use crate::workspace;

/// The package lists are fetched at most once per run.
static LISTS_FETCHED: AtomicBool = AtomicBool::new(false);

/// True where `apt-get` is there and this program may use it.
pub fn usable() -> bool {
    Path::new("/etc/debian_version").exists() && which::which("apt-get").is_ok() && is_root()
}

/// Installs packages; fetches the package lists only when it does not work without.
pub fn install(what: &str, packages: &[&str]) -> Result<()> {
    println!("getting {what} by `apt-get install {}`", packages.join(" "));
    if try_install(packages).is_ok() {
        return Ok(());
    }
    fetch_lists()?;
    try_install(packages).with_context(|| format!("`apt-get install {}` failed", packages.join(" ")))
}

/// Fetches the package lists, once.
pub fn fetch_lists() -> Result<()> {
    if LISTS_FETCHED.swap(true, Ordering::Relaxed) {
        return Ok(());
    }
    println!("getting package lists by `apt-get update`");
    let sh = workspace::shell()?;
    cmd!(sh, "apt-get -qq update").quiet().stdin("").run().context("`apt-get update` failed")
}

fn try_install(packages: &[&str]) -> Result<()> {
    let sh = workspace::shell()?;
    cmd!(sh, "apt-get -qq -y --no-install-recommends install {packages...}")
        .env("DEBIAN_FRONTEND", "noninteractive")
        .quiet()
        .stdin("")
        .ignore_stdout()
        .run()?;
    Ok(())
}

fn is_root() -> bool {
    let Ok(sh) = workspace::shell() else {
        return false;
    };
    cmd!(sh, "id -u").quiet().read().is_ok_and(|id| id.trim() == "0")
}
