//! What the page needs where results are passed on or arrive: links with a claim, and what became of one.

use serde::Serialize;
use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::*;

use crate::claim::{self, Claim, ClaimVerdict, Evaluated, Outcome, Place, RunCurve, ToldClaim};
use crate::spec::Opened;

/// Numbers that stand for one evaluation: its step and the four measures.
const NUMBERS: usize = 5;

/// A link with what its experiment came to.
#[derive(Serialize, Tsify)]
pub struct ClaimedLink {
    link: String,
    /// What the claim had to leave out for the link to be short enough; empty where it is whole.
    left_out: &'static str,
}

/// Curves on their way into a claim, and where they were trained.
#[wasm_bindgen]
pub struct TrainedRuns {
    place: Place,
    runs: Vec<RunCurve>,
}

#[wasm_bindgen]
impl TrainedRuns {
    /// No curves yet; `backend` is `cpu` or `webgpu`.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new(backend: &str, adapter: &str) -> Self {
        Self { place: if backend == "cpu" { Place::cpu() } else { Place::webgpu(adapter) }, runs: Vec::new() }
    }

    /// Takes in one run: of each evaluation its step, training loss and accuracy, test loss and accuracy.
    ///
    /// # Errors
    /// When `arm` is none.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "steps are whole numbers that fit")]
    pub fn add(
        &mut self,
        arm: &str,
        replicate: u32,
        numbers: &[f64],
        diverged_at: Option<u32>,
        stopped_at: Option<u32>,
    ) -> Result<(), JsError> {
        let arm = arm.parse().map_err(|message: String| JsError::new(&message))?;
        let evaluated = |found: &[f64]| Evaluated { step: found[0] as u32, measures: [found[1], found[2], found[3], found[4]] };
        let evaluated = numbers.chunks_exact(NUMBERS).map(evaluated).collect();
        self.runs.push(RunCurve { arm, replicate, evaluated, diverged_at, stopped_at });
        Ok(())
    }

    /// The link `plain` with what these runs of its experiment came to.
    ///
    /// # Errors
    /// Why there is no such link: runs are missing, or the settings take all the room.
    pub fn claimed_link(&self, plain: &str) -> Result<Ts<ClaimedLink>, JsError> {
        let spec = Opened::from_link(plain).spec;
        let outcome = Outcome::of(&spec, &self.runs).map_err(|message| JsError::new(&message))?;
        let link = Claim::new(self.place.clone(), outcome).link(&spec, plain).map_err(|message| JsError::new(&message))?;
        let made = Claim::read(&Opened::from_link(&link).claim, &spec).map_err(|fault| JsError::new(&fault.to_string()))?;
        Ok(ClaimedLink { link, left_out: made.detail().left_out().unwrap_or("") }.into_ts()?)
    }

    /// The claim of `link` beside these runs of its experiment, `kept` of which were not trained now.
    ///
    /// # Errors
    /// When the link makes no claim, or runs are missing.
    pub fn compare(&self, link: &str, kept: usize) -> Result<Ts<ClaimVerdict>, JsError> {
        let Opened { spec, claim, .. } = Opened::from_link(link);
        let claim = Claim::read(&claim, &spec).map_err(|fault| JsError::new(&fault.to_string()))?;
        let outcome = Outcome::of(&spec, &self.runs).map_err(|message| JsError::new(&message))?;
        Ok(claim::compare(&claim, &spec, &outcome, &self.place, kept).into_ts()?)
    }
}

/// What `link` claims that its experiment came to, in words.
///
/// # Errors
/// When a value cannot be handed over.
#[wasm_bindgen]
pub fn told_claim(link: &str) -> Result<Ts<ToldClaim>, JsError> {
    let Opened { spec, claim, .. } = Opened::from_link(link);
    Ok(ToldClaim::of(&Claim::read(&claim, &spec), &spec).into_ts()?)
}
