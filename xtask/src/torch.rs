//! A Python with PyTorch, for the bench that runs generated code.

use anyhow::Result;
use xshell::{Shell, cmd};

use crate::apt;

/// Names the Python that is to be used.
const VARIABLE: &str = "DROPOUT_LAB_PYTHON";

/// The Python to use. PyTorch from PyPI brings gigabytes for GPUs, so where there is none it comes from Debian, which has it for the
/// CPU alone; elsewhere there may be none, and what needs it says so.
pub fn find_or_get(sh: &Shell) -> Result<String> {
    let named = std::env::var(VARIABLE).ok();
    let candidates = || named.clone().into_iter().chain(["python3".to_owned(), "/usr/bin/python3".to_owned()]);
    if let Some(python) = candidates().find(|python| has_torch(sh, python)) {
        return Ok(python);
    }
    if named.is_none() && apt::usable() {
        apt::install("PyTorch", &["python3-torch"])?;
        return Ok("/usr/bin/python3".to_owned());
    }
    Ok(named.unwrap_or_else(|| "python3".to_owned()))
}

fn has_torch(sh: &Shell, python: &str) -> bool {
    cmd!(sh, "{python} -c 'import torch'").quiet().ignore_stdout().ignore_stderr().run().is_ok()
}
