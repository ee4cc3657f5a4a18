//! Turns a compiled module into JavaScript, types and the module that the page loads.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};
use wasm_bindgen_cli_support::Bindgen;

use crate::{digest, workspace};

/// Appended to a module's mark once `optimise` has been over it.
const OPTIMISED: &str = " optimised";

/// Writes `pkg/<name>/<name>.js`, its types and `<name>_bg.wasm`, unless they were made from the same bytes.
pub fn write(name: &str, module: Vec<u8>, keep_names: bool) -> Result<()> {
    let made_from = format!("{} names={keep_names}", digest::sha256(&module));
    let mark = mark(name);
    let last = fs::read_to_string(&mark).unwrap_or_default();
    if last.trim_end_matches(OPTIMISED) == made_from {
        return Ok(());
    }
    let folder = workspace::pkg().join(name);
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    Bindgen::new()
        .input_bytes(name, module)
        .out_name(name)
        .web(true)?
        // The glue names its module relative to itself, so that Vite finds it.
        .omit_default_module_path(false)
        .typescript(true)
        .demangle(keep_names)
        .remove_name_section(!keep_names)
        .remove_producers_section(!keep_names)
        .generate(&folder)
        .with_context(|| format!("wasm-bindgen cannot bind the {name} module"))?;
    fs::write(&mark, made_from)?;
    Ok(())
}

/// The module that the page loads.
pub fn wasm_file(name: &str) -> PathBuf {
    workspace::pkg().join(name).join(format!("{name}_bg.wasm"))
}

/// True where the module under `pkg/` has been optimised since it was bound.
pub fn is_optimised(name: &str) -> bool {
    fs::read_to_string(mark(name)).is_ok_and(|mark| mark.ends_with(OPTIMISED))
}

/// Replaces the module under `pkg/` by its optimised form.
pub fn replace_by_optimised(name: &str, optimised: &[u8]) -> Result<()> {
    let mark = mark(name);
    let made_from = fs::read_to_string(&mark)?;
    fs::write(wasm_file(name), optimised)?;
    fs::write(&mark, made_from + OPTIMISED)?;
    Ok(())
}

fn mark(name: &str) -> PathBuf {
    workspace::pkg().join(name).join(".made-from")
}
