//! What the page needs once there are measurements: means, intervals, effects, answers.

use serde::{Deserialize, Serialize};
use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::*;

use crate::effects::{self, Comparison, Effects, Guess, Hits, Measured, Outcome, Prediction, TestSetEffect};
use crate::spec::Opened;
use crate::stats::{Difference, Summary};

/// What runs measured at one evaluation.
#[derive(Deserialize, Tsify)]
pub struct MeasuredList(Vec<Measured>);

/// Which test examples runs told right.
#[derive(Deserialize, Tsify)]
pub struct HitsList(Vec<Hits>);

/// One entry for each arm but the reference.
#[derive(Serialize, Tsify)]
pub struct TestSetEffects(Vec<TestSetEffect>);

/// Mean and 95% interval of the values of several replicates; nothing where one is missing or not finite.
///
/// # Errors
/// When a value cannot be handed over.
#[wasm_bindgen]
pub fn summary(values: &[f64]) -> Result<Option<Ts<Summary>>, JsError> {
    Ok(Summary::of(values).map(|summary| summary.into_ts()).transpose()?)
}

/// Half the width of the 95% interval of the difference between two lists of replicates that are not paired.
#[must_use]
#[wasm_bindgen]
pub fn noise_half_width(first: &[f64], second: &[f64]) -> Option<f64> {
    Difference::unpaired(first, second)?.half_width
}

/// Every arm of `link` against its reference arm, on every measure, in numbers and words.
///
/// # Errors
/// When `comparison` is none, or a value cannot be handed over.
#[wasm_bindgen]
pub fn effects(link: &str, comparison: &Ts<Comparison>) -> Result<Ts<Effects>, JsError> {
    Ok(effects::effects(&Opened::from_link(link).spec, &comparison.to_rust()?).into_ts()?)
}

/// The answer to the question of `link`, from its runs at their last common evaluation and at each arm's best one, and from all
/// their evaluations where [`needs_curves`] says so.
///
/// # Errors
/// When a list holds anything but measurements.
#[wasm_bindgen]
pub fn answer(link: &str, last: &Ts<MeasuredList>, best: &Ts<MeasuredList>, curves: &Ts<MeasuredList>) -> Result<Vec<String>, JsError> {
    let [last, best, curves] = [last.to_rust()?.0, best.to_rust()?.0, curves.to_rust()?.0];
    Ok(effects::answer(&Opened::from_link(link).spec, &last, &best, &curves))
}

/// Whether the answer to the question of `link` rests on all evaluations of its runs.
#[must_use]
#[wasm_bindgen]
pub fn needs_curves(link: &str) -> bool {
    Opened::from_link(link).spec.question.needs_curves()
}

/// A prediction of the experiment of `link` beside what its runs measured at their last common evaluation.
///
/// # Errors
/// When a value is not what it should be, or cannot be handed over.
#[wasm_bindgen]
pub fn outcome(link: &str, asked: &Ts<Prediction>, guess: Option<Ts<Guess>>, measured: &Ts<MeasuredList>) -> Result<Ts<Outcome>, JsError> {
    let guess = guess.map(|guess| guess.to_rust()).transpose()?;
    Ok(effects::outcome(&Opened::from_link(link).spec, &asked.to_rust()?, guess, &measured.to_rust()?.0).into_ts()?)
}

/// Why the tutorial's picture differs from the one measured here, in sentences.
///
/// # Errors
/// When the list holds anything but measurements.
#[wasm_bindgen]
pub fn batch_picture(measured: &Ts<MeasuredList>) -> Result<Vec<String>, JsError> {
    Ok(effects::batch_picture(&measured.to_rust()?.0))
}

/// What other test examples could change, for each arm but the reference of `link`.
///
/// # Errors
/// When the list holds anything but hits, or a value cannot be handed over.
#[wasm_bindgen]
pub fn test_set_effects(link: &str, hits: &Ts<HitsList>) -> Result<Ts<TestSetEffects>, JsError> {
    Ok(TestSetEffects(effects::test_set_effects(&Opened::from_link(link).spec, &hits.to_rust()?.0)).into_ts()?)
}
