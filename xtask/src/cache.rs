//! Slow results kept by the content they were made from.

use std::fs;

use anyhow::{Context, Result};
use xshell::Shell;

use crate::{digest, workspace};

const FOLDER: &str = "made";

/// Returns what `make` made from `input`, from the folder of earlier results where it is there.
///
/// `recipe` names the way it is made, with versions and settings: another recipe, another result.
pub fn made_once(recipe: &str, input: &[u8], make: impl FnOnce(&[u8]) -> Result<Vec<u8>>) -> Result<Vec<u8>> {
    let key = digest::sha256(format!("{recipe}\n{}", digest::sha256(input)).as_bytes());
    let kept = workspace::kept(FOLDER)?.join(key);
    if let Ok(bytes) = fs::read(&kept) {
        return Ok(bytes);
    }
    let bytes = make(input)?;
    let partial = kept.with_extension("partial");
    fs::write(&partial, &bytes).and_then(|()| fs::rename(&partial, &kept)).with_context(|| format!("cannot keep {}", kept.display()))?;
    Ok(bytes)
}

/// Forgets all earlier results.
pub fn forget(sh: &Shell) -> Result<()> {
    Ok(sh.remove_path(workspace::kept(FOLDER)?)?)
}
