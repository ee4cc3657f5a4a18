//! A Chromium for the page's tests: named, found, or got from the system's packages.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail, ensure};

use crate::apt;

/// Names the browser to everything that starts one.
pub const VARIABLE: &str = "DROPOUT_LAB_BROWSER";

const PROGRAMS: [&str; 5] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
const ELSEWHERE: [&str; 3] = [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
];

/// Looks for a Chromium or Chrome; installs Debian's where there is none.
pub fn find_or_get() -> Result<PathBuf> {
    for variable in [VARIABLE, "CHROME"] {
        if let Some(path) = env::var_os(variable).filter(|path| !path.is_empty()) {
            let path = PathBuf::from(path);
            ensure!(path.exists(), "{variable} names {}, which is not there", path.display());
            return Ok(path);
        }
    }
    if let Some(path) = find() {
        return Ok(path);
    }
    if apt::usable() {
        apt::install("a browser", &["chromium", "fonts-liberation"])?;
    }
    match find() {
        Some(path) => Ok(path),
        None => bail!("no Chromium or Chrome found: install one, or run `{VARIABLE}=/path/to/chrome cargo xtask test`"),
    }
}

fn find() -> Option<PathBuf> {
    let on_path = PROGRAMS.iter().find_map(|program| which::which(program).ok());
    on_path.or_else(|| ELSEWHERE.iter().map(PathBuf::from).find(|path| path.exists()))
}

/// True where a browser window could be shown.
pub fn has_display() -> bool {
    let shown = |variable| env::var_os(variable).is_some_and(|value| !value.is_empty());
    if shown("CI") {
        return false;
    }
    cfg!(any(windows, target_os = "macos"))
        || ((shown("DISPLAY") || shown("WAYLAND_DISPLAY")) && (which::which("xdg-open").is_ok() || Path::new("/usr/bin/open").exists()))
}
