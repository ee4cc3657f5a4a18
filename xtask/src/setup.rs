//! Everything a command needs before it starts, looked for and got where missing.

use std::path::PathBuf;

use anyhow::Result;
use pico_args::Arguments;

use crate::{browser, data, node, shards, vulkan, workspace};

/// What the tests and measurements need to know of this machine.
pub struct Machine {
    pub browser: PathBuf,
    pub data: Option<PathBuf>,
    pub runtime_dir: PathBuf,
    /// Whether the GPU tests must find a device; where not, they say that they skip.
    pub has_gpu: bool,
}

impl Machine {
    /// Names the machine's parts to the programs that are started from here.
    pub fn variables(&self) -> Vec<(&'static str, PathBuf)> {
        let mut variables = vec![(browser::VARIABLE, self.browser.clone()), ("XDG_RUNTIME_DIR", self.runtime_dir.clone())];
        variables.extend(self.data.clone().map(|folder| (data::VARIABLE, folder)));
        variables.extend(self.has_gpu.then(|| ("DROPOUT_LAB_GPU", PathBuf::from("required"))));
        variables
    }
}

/// `--data DIR` of the command line.
pub fn data_option(args: &mut Arguments) -> Result<Option<PathBuf>> {
    Ok(args.opt_value_from_str("--data")?)
}

/// npm packages and data: what building the page needs besides the wasm modules.
pub fn for_page(named_data: Option<PathBuf>) -> Result<Option<PathBuf>> {
    node::find_or_get(&workspace::shell()?)?;
    let folder = data::find_or_get(named_data.as_deref())?;
    shards::write(folder.as_deref())?;
    Ok(folder)
}

/// A browser and a Vulkan device, on top of the page's needs.
pub fn for_tests(named_data: Option<PathBuf>) -> Result<Machine> {
    let data = for_page(named_data)?;
    let has_gpu = vulkan::find_or_get()?;
    Ok(Machine { browser: browser::find_or_get()?, data, runtime_dir: vulkan::runtime_dir()?, has_gpu })
}
