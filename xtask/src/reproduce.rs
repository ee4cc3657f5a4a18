//! `cargo xtask reproduce`: builds `dist/` twice and names every file of which the second build gives other bytes.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use anyhow::{Result, ensure};
use pico_args::Arguments;
use xshell::Shell;

use crate::wasm_target::{TARGET, WasmRust};
use crate::{cache, compress, digest, dist, setup, workspace};

/// Builds, forgets all but the compiled dependencies, builds again, and compares.
pub fn run(mut args: Arguments) -> Result<()> {
    let data = setup::data_option(&mut args)?;
    workspace::finish(args)?;
    setup::for_page(data.clone())?;
    let sh = workspace::shell()?;
    dist::build(&sh, false)?;
    let first = digests(&workspace::dist())?;
    forget(&sh)?;
    setup::for_page(data)?;
    dist::build(&sh, false)?;
    let second = digests(&workspace::dist())?;
    let names: BTreeSet<&String> = first.keys().chain(second.keys()).collect();
    let other: Vec<&str> = names.into_iter().filter(|name| first.get(*name) != second.get(*name)).map(String::as_str).collect();
    ensure!(other.is_empty(), "these files differ between two builds: {}", other.join(", "));
    println!("{} files of dist/ have the same bytes in both builds", first.len());
    Ok(())
}

/// What was made of this project's own sources, and the data that was cut for the page.
fn forget(sh: &Shell) -> Result<()> {
    let rust = WasmRust::find_or_get(sh)?;
    rust.cargo(sh, &["clean", "--package", "dropout-lab", "--target", TARGET, "--profile", "wasm"]).quiet().run()?;
    for module in crate::wasm::MODULES {
        sh.remove_path(workspace::pkg().join(module))?;
    }
    sh.remove_path(workspace::pkg().join("public"))?;
    cache::forget(sh)
}

/// SHA-256 of every file under a folder.
fn digests(folder: &Path) -> Result<BTreeMap<String, String>> {
    let files = compress::files_under(folder)?;
    files.iter().map(|file| Ok((file.strip_prefix(folder)?.to_string_lossy().into_owned(), digest::sha256(&fs::read(file)?)))).collect()
}
