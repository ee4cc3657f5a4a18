//! What the page needs where an experiment is taken away: its records as a file, code for elsewhere, a citation. Part of `sharing`.

use serde::Deserialize;
use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::*;

use crate::code::{self, Citation, Program, Visit};
use crate::effects::Measured;
use crate::records::{self, Ended, Foot, Head, Record};
use crate::spec::Opened;

/// What was measured of an experiment, and where.
#[derive(Deserialize, Tsify)]
pub struct Told {
    /// `cpu` or `webgpu`.
    backend: String,
    /// The GPU, where it was one.
    adapter: Option<String>,
    /// SHA-256 of the examples used, in hexadecimal.
    examples: String,
    /// Replicates that were trained.
    replicates: Vec<u32>,
    /// Whether all runs have ended.
    complete: bool,
    /// Every evaluation of every run.
    measured: Vec<Measured>,
    /// The batch loss at each of them.
    batch_losses: Vec<Option<f64>>,
    /// Runs whose loss was no finite number.
    diverged: Vec<Ended>,
    /// Runs that early stopping ended.
    stopped: Vec<Ended>,
}

/// The experiment of `link` as code in one of the forms `pytorch`, `d2l`, `burn` and `terminal`; `page` is the page's address.
///
/// # Errors
/// When there is no such form, or the program cannot be handed over.
#[wasm_bindgen]
pub fn code(link: &str, form: &str, page: &str) -> Result<Ts<Program>, JsError> {
    let form = form.parse().map_err(|message: String| JsError::new(&message))?;
    Ok(code::code(&Opened::from_link(link).spec, form, page).into_ts()?)
}

/// How to cite the experiment of `link`, looked at on the page at `page` on the day `accessed` (such as 2026-11-30) and trained on
/// `backend`, which is empty where it was not.
///
/// # Errors
/// When the citation cannot be handed over.
#[wasm_bindgen]
pub fn citation(link: &str, page: &str, accessed: &str, backend: &str) -> Result<Ts<Citation>, JsError> {
    let visit = Visit { page, accessed, backend, version: env!("CARGO_PKG_VERSION") };
    Ok(code::citation(&Opened::from_link(link).spec, &visit).into_ts()?)
}

/// The file that `dropout-lab run` writes of the same runs: JSON Lines.
///
/// # Errors
/// When `told` is no such thing.
#[wasm_bindgen]
pub fn records(link: &str, told: &Ts<Told>) -> Result<String, JsError> {
    let spec = Opened::from_link(link).spec;
    let told = told.to_rust()?;
    let head = Head {
        experiment: spec.to_link(),
        replicates: told.replicates,
        backend: told.backend,
        adapter: told.adapter,
        examples: told.examples,
        version: env!("CARGO_PKG_VERSION").to_owned(),
    };
    let losses = told.batch_losses.into_iter().chain(core::iter::repeat(None));
    let records = told.measured.into_iter().zip(losses).map(|(measured, loss)| Record::new(&spec, measured, loss)).collect();
    let foot = told.complete.then_some(Foot { records: 0, diverged: told.diverged, stopped: told.stopped });
    Ok(records::file(&spec, &head, records, foot))
}
