//! What the page needs where an experiment is passed on: sentences about it.

use wasm_bindgen::prelude::*;

use crate::spec::{Opened, explain};

/// The experiment of `link` in words, one sentence for each group of settings.
#[must_use]
#[wasm_bindgen]
pub fn sentences(link: &str) -> Vec<String> {
    explain(&Opened::from_link(link).spec)
}
