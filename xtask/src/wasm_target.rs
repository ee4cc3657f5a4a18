//! A cargo that can build for wasm32: found, or got by rustup, or made from Debian's own Rust.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};
use xshell::{Cmd, Shell, cmd};

use crate::{apt, workspace};

pub const TARGET: &str = "wasm32-unknown-unknown";
const DEBIAN_PACKAGES: [&str; 4] = ["rustc-web", "cargo-web", "rust-web-src", "rust-web-llvm"];
const DEBIAN_RUSTC: &str = "/usr/bin/rustc";
/// Cargo's `rust-version` of this workspace, major and minor.
const OLDEST_RUST: (u32, u32) = (1, 95);

/// Which Rust builds for wasm32.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WasmRust {
    /// The one that started this program.
    Current,
    /// Debian's, in `/usr/bin`, which stands beside rustup's.
    Debian,
}

impl WasmRust {
    /// Looks for a Rust with the target; where there is none, gets it.
    pub fn find_or_get(sh: &Shell) -> Result<Self> {
        if has_target(sh, &current_rustc()) {
            return Ok(Self::Current);
        }
        // An earlier run may have completed Debian's Rust; asking rustup again would only take time.
        if has_target(sh, DEBIAN_RUSTC.as_ref()) && is_recent(sh) {
            return Ok(Self::Debian);
        }
        if add_by_rustup(sh) && has_target(sh, &current_rustc()) {
            return Ok(Self::Current);
        }
        ensure!(apt::usable(), "this Rust cannot build for {TARGET}: run `rustup target add {TARGET}` where rustup reaches its server");
        complete_debian(sh)?;
        Ok(Self::Debian)
    }

    /// `cargo ARGS` of this Rust.
    pub fn cargo<'a>(self, sh: &'a Shell, args: &[&str]) -> Cmd<'a> {
        match self {
            Self::Current => sh.cmd(workspace::cargo()).args(args),
            Self::Debian => debian(sh, "/usr/bin/cargo").args(args),
        }
    }
}

/// A program of Debian's Rust, freed from what rustup and cargo told this process.
fn debian<'a>(sh: &'a Shell, program: &str) -> Cmd<'a> {
    let path = env::var_os("PATH").unwrap_or_default();
    let folders = std::iter::once(PathBuf::from("/usr/bin")).chain(env::split_paths(&path));
    let path = env::join_paths(folders).unwrap_or(path);
    sh.cmd(program).env("PATH", path).env_remove("CARGO").env_remove("RUSTC").env_remove("RUSTUP_TOOLCHAIN").env_remove("LD_LIBRARY_PATH")
}

fn current_rustc() -> OsString {
    env::var_os("RUSTC").unwrap_or_else(|| "rustc".into())
}

/// True where that compiler's standard library for the target is on the disk.
fn has_target(sh: &Shell, rustc: &std::ffi::OsStr) -> bool {
    let printed = if Path::new(rustc) == Path::new(DEBIAN_RUSTC) { debian(sh, DEBIAN_RUSTC) } else { sh.cmd(rustc) };
    let printed = printed.args(["--print", "target-libdir", "--target", TARGET]).quiet();
    printed.ignore_stderr().read().is_ok_and(|folder| holds_std(Path::new(folder.trim())))
}

fn holds_std(folder: &Path) -> bool {
    let Ok(entries) = fs::read_dir(folder) else {
        return false;
    };
    entries.flatten().any(|entry| {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        name.starts_with("libstd-") && name.ends_with(".rlib")
    })
}

fn add_by_rustup(sh: &Shell) -> bool {
    if which::which("rustup").is_err() {
        return false;
    }
    println!("getting the wasm32 target by `rustup target add {TARGET}`");
    let added = cmd!(sh, "rustup target add {TARGET}").env("RUSTUP_MAX_RETRIES", "1").quiet().stdin("").ignore_stderr().run();
    if added.is_err() {
        println!("rustup could not add the wasm32 target");
    }
    added.is_ok()
}

/// Installs Debian's Rust and builds the target's standard library into it.
fn complete_debian(sh: &Shell) -> Result<()> {
    if !is_recent(sh) {
        apt::install("Debian's Rust", &DEBIAN_PACKAGES)?;
        if !is_recent(sh) {
            apt::fetch_lists()?;
            apt::install("Debian's newer Rust", &DEBIAN_PACKAGES)?;
        }
        ensure!(
            is_recent(sh),
            "Debian's packages have Rust {}, expected {}.{} or newer: run `rustup target add {TARGET}`",
            version_line(sh, "release").unwrap_or_else(|_| "none".to_owned()),
            OLDEST_RUST.0,
            OLDEST_RUST.1
        );
    }
    let llvm = version_line(sh, "LLVM version")?;
    let llvm = llvm.split('.').next().unwrap_or_default().to_owned();
    let lld = format!("lld-{llvm}");
    apt::install("the sources and the linker for wasm32", &["rust-web-src", "rust-web-llvm", &lld])?;
    link_lld(sh, &llvm)?;
    build_std(sh)
}

/// Builds the standard library by way of an empty crate and copies it into Debian's sysroot.
fn build_std(sh: &Shell) -> Result<()> {
    println!("getting the wasm32 standard library by building it with Debian's Rust");
    let empty = workspace::kept("empty-std")?;
    sh.write_file(
        empty.join("Cargo.toml"),
        "[package]\nname = \"empty\"\nedition = \"2024\"\n[profile.release]\npanic = \"abort\"\n[workspace]\n",
    )?;
    sh.write_file(empty.join("src/lib.rs"), "//! Nothing: only its dependencies are wanted.\n#![no_std]\n")?;
    let _there = sh.push_dir(&empty);
    let build_std = "build-std=std,panic_abort,panic_unwind";
    debian(sh, "/usr/bin/cargo")
        .args(["build", "--release", "--target", TARGET, "-Z", build_std])
        .env("RUSTC_BOOTSTRAP", "1")
        .env("CARGO_TARGET_DIR", empty.join("target"))
        .run()
        .context("Debian's Rust could not build the wasm32 standard library")?;
    let built = empty.join("target").join(TARGET).join("release/deps");
    let target = sysroot(sh)?.join("lib/rustlib").join(TARGET);
    // Put in place at the end and at once: half a library would be taken for a whole one.
    let (partial, libraries) = (target.join("lib.partial"), target.join("lib"));
    sh.remove_path(&partial)?;
    sh.create_dir(&partial)?;
    for file in sh.read_dir(&built)? {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        if name.ends_with(".rlib") && !name.starts_with("libempty-") {
            sh.copy_file(&file, &partial)?;
        }
    }
    sh.remove_path(&libraries)?;
    fs::rename(&partial, &libraries).with_context(|| format!("cannot put the library at {}", libraries.display()))
}

/// rustc looks for its linker as `rust-lld` in its own folder.
fn link_lld(sh: &Shell, llvm: &str) -> Result<()> {
    let host = version_line(sh, "host")?;
    let folder = sysroot(sh)?.join("lib/rustlib").join(host).join("bin");
    let lld = format!("/usr/lib/llvm-{llvm}/bin/lld");
    sh.create_dir(&folder)?;
    let link = folder.join("rust-lld");
    cmd!(sh, "ln -sf {lld} {link}").quiet().run()?;
    Ok(())
}

fn sysroot(sh: &Shell) -> Result<PathBuf> {
    Ok(PathBuf::from(debian(sh, DEBIAN_RUSTC).args(["--print", "sysroot"]).quiet().read()?.trim()))
}

fn is_recent(sh: &Shell) -> bool {
    version_line(sh, "release").is_ok_and(|release| at_least(&release, OLDEST_RUST))
}

fn at_least(release: &str, oldest: (u32, u32)) -> bool {
    let mut numbers = release.split('.').map(|number| number.parse().unwrap_or(0));
    (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0)) >= oldest
}

/// One line of what Debian's `rustc -vV` prints, for example `host`.
fn version_line(sh: &Shell, key: &str) -> Result<String> {
    if !Path::new(DEBIAN_RUSTC).exists() {
        bail!("{DEBIAN_RUSTC} is not there");
    }
    let text = debian(sh, DEBIAN_RUSTC).arg("-vV").quiet().read()?;
    text.lines()
        .find_map(|line| line.strip_prefix(key)?.strip_prefix(": "))
        .map(str::to_owned)
        .with_context(|| format!("`rustc -vV` has no line `{key}:`"))
}

#[cfg(test)]
mod tests {
    use super::{at_least, holds_std};

    #[test]
    fn a_release_is_compared_by_its_numbers() {
        assert!(at_least("1.95.0", (1, 95)), "the oldest itself");
        assert!(at_least("1.100.0", (1, 95)), "numbers, not letters");
        assert!(!at_least("1.85.1", (1, 95)), "older");
        assert!(!at_least("", (1, 95)), "nothing");
    }

    #[test]
    fn a_folder_without_the_standard_library_is_no_target() {
        let folder = std::env::temp_dir().join(format!("xtask-std-{}", std::process::id()));
        assert!(!holds_std(&folder), "a folder that is not there");
        std::fs::create_dir_all(&folder).expect("temporary folders can be created");
        std::fs::write(folder.join("libcore-1.rlib"), "").expect("files can be written there");
        assert!(!holds_std(&folder), "core alone");
        std::fs::write(folder.join("libstd-1.rlib"), "").expect("files can be written there");
        assert!(holds_std(&folder), "std");
        std::fs::remove_dir_all(&folder).expect("the folder is ours");
    }
}
