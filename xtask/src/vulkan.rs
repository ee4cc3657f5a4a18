//! A Vulkan device for the native GPU tests: found, or Mesa's software one.

use std::env;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::{apt, workspace};

const DRIVER_FOLDERS: [&str; 3] = ["/usr/share/vulkan/icd.d", "/etc/vulkan/icd.d", "/usr/local/share/vulkan/icd.d"];

/// Makes sure that native WebGPU finds a device on Linux; elsewhere the system brings its own. True where there must be one.
pub fn find_or_get() -> Result<bool> {
    if !cfg!(target_os = "linux") {
        return Ok(false);
    }
    if has_driver() {
        return Ok(true);
    }
    if apt::usable() {
        apt::install("a software GPU", &["mesa-vulkan-drivers", "libvulkan1"])?;
        return Ok(true);
    }
    println!(
        "no Vulkan driver found: native GPU tests cannot run before your system's package of Mesa's \
         Vulkan drivers (mesa-vulkan-drivers) is installed"
    );
    Ok(false)
}

/// The folder that Mesa wants to know, made where the system has not named one.
pub fn runtime_dir() -> Result<PathBuf> {
    if let Some(named) = env::var_os("XDG_RUNTIME_DIR").filter(|named| !named.is_empty()) {
        return Ok(PathBuf::from(named));
    }
    workspace::kept("runtime").context("cannot make a folder for XDG_RUNTIME_DIR")
}

fn has_driver() -> bool {
    let named = ["VK_DRIVER_FILES", "VK_ICD_FILENAMES"];
    named.iter().any(|variable| env::var_os(variable).is_some())
        || DRIVER_FOLDERS.iter().any(|folder| fs::read_dir(folder).is_ok_and(|mut drivers| drivers.next().is_some()))
}
