//! Where things are: the repository's root, the generated folders, and a shell that stands in the root.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use pico_args::Arguments;
use xshell::Shell;

/// The repository's root.
pub fn root() -> PathBuf {
    let manifest_dir = env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    manifest_dir.parent().map_or_else(|| manifest_dir.clone(), Path::to_path_buf)
}

/// The generated modules and data of the page; never committed.
pub fn pkg() -> PathBuf {
    root().join("pkg")
}

/// The finished page.
pub fn dist() -> PathBuf {
    root().join("dist")
}

/// Where the test programs leave their reports.
pub fn test_results() -> PathBuf {
    root().join("test-results")
}

/// Cargo's target folder: this program lies in `<target>/<profile>/`.
pub fn target() -> Result<PathBuf> {
    let program = env::current_exe().context("cannot tell where xtask itself lies")?;
    program.ancestors().nth(2).map(Path::to_path_buf).with_context(|| format!("{} is not inside a target folder", program.display()))
}

/// Results worth keeping between runs, for example optimised modules.
pub fn kept(folder: &str) -> Result<PathBuf> {
    let path = target()?.join("xtask").join(folder);
    std::fs::create_dir_all(&path).with_context(|| format!("cannot create {}", path.display()))?;
    Ok(path)
}

/// A shell whose current folder is the repository's root.
pub fn shell() -> Result<Shell> {
    let sh = Shell::new()?;
    sh.change_dir(root());
    Ok(sh)
}

/// The cargo that started this program.
pub fn cargo() -> OsString {
    env::var_os("CARGO").unwrap_or_else(|| "cargo".into())
}

/// Refuses arguments that nobody has asked for.
pub fn finish(args: Arguments) -> Result<()> {
    let rest = args.finish();
    if rest.is_empty() {
        return Ok(());
    }
    bail!("unknown arguments: {rest:?}; `cargo xtask --help` lists the known ones")
}
