//! What the page itself needs at once: spec, link, data files, statistics.

use serde::Serialize;
use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::*;

use crate::dataset::{Examples, MAX_FILE_BYTES, synthetic};
use crate::spec::{DropProbs, Notice, Opened, PRESETS, Preset, SETTINGS, Setting, Spec, explain};
use crate::stats::{Summary, Verdict};

/// The schema and the presets.
#[derive(Serialize, Tsify)]
pub struct Catalog {
    settings: &'static [Setting],
    presets: &'static [Preset],
    /// Most bytes of one data file after decompression.
    max_file_bytes: usize,
}

/// A setting's value as the link writes it.
#[derive(Serialize, Tsify)]
pub struct SettingText {
    key: &'static str,
    text: String,
}

/// One run of an experiment.
#[derive(Serialize, Tsify)]
pub struct Run {
    /// `baseline`, `treatment` or `pinned-N`.
    arm: String,
    replicate: u32,
    seed: u32,
    /// Drop probabilities at the start.
    drop: DropProbs,
    /// Equal keys mean equal curves on one kind of device.
    key: String,
}

/// An experiment with all that follows from its link.
#[derive(Serialize, Tsify)]
pub struct Experiment {
    /// The canonical link fragment.
    link: String,
    spec: Spec,
    notices: Vec<Notice>,
    texts: Vec<SettingText>,
    runs: Vec<Run>,
    steps: u32,
    steps_per_epoch: u32,
    /// The settings in words.
    sentences: Vec<String>,
}

/// A summary with its verdict.
#[derive(Serialize, Tsify)]
pub struct Effect {
    summary: Summary,
    verdict: Verdict,
}

/// The schema and the presets.
///
/// # Errors
/// When a value cannot be handed over.
#[wasm_bindgen]
pub fn catalog() -> Result<Ts<Catalog>, JsError> {
    Ok(Catalog { settings: SETTINGS, presets: PRESETS, max_file_bytes: MAX_FILE_BYTES }.into_ts()?)
}

/// Opens a link or a bare fragment.
///
/// # Errors
/// When a value cannot be handed over.
#[wasm_bindgen]
pub fn open_link(link: &str) -> Result<Ts<Experiment>, JsError> {
    Ok(describe(Opened::from_link(link)).into_ts()?)
}

/// The experiment of `link` with one setting changed.
///
/// # Errors
/// When a value cannot be handed over.
#[wasm_bindgen]
pub fn with_setting(link: &str, key: &str, text: &str) -> Result<Ts<Experiment>, JsError> {
    Ok(describe(Opened::from_link(link).spec.with(key, text)).into_ts()?)
}

fn describe(Opened { spec, notices }: Opened) -> Experiment {
    let runs = spec.runs().into_iter().map(|run| Run {
        arm: run.arm.to_string(),
        replicate: run.replicate,
        seed: run.seed,
        key: spec.run_key(&run),
        drop: run.drop,
    });
    Experiment {
        link: spec.to_link(),
        runs: runs.collect(),
        texts: SETTINGS.iter().map(|row| SettingText { key: row.key, text: (row.read)(&spec) }).collect(),
        steps: spec.steps(),
        steps_per_epoch: spec.steps_per_epoch(),
        sentences: explain(&spec),
        notices,
        spec,
    }
}

/// Mean and 95% interval of the values of several replicates; nothing where one is missing or not finite.
///
/// # Errors
/// When a value cannot be handed over.
#[wasm_bindgen]
pub fn summary(values: &[f64]) -> Result<Option<Ts<Summary>>, JsError> {
    Ok(Summary::of(values).map(|summary| summary.into_ts()).transpose()?)
}

/// The paired difference `treatment - reference` with its verdict.
///
/// # Errors
/// When a value cannot be handed over.
#[wasm_bindgen]
pub fn effect(treatment: &[f64], reference: &[f64]) -> Result<Option<Ts<Effect>>, JsError> {
    let effect = Summary::of_paired_difference(treatment, reference);
    let effect = effect.map(|summary| Effect { verdict: summary.verdict(), summary });
    Ok(effect.map(|effect| effect.into_ts()).transpose()?)
}

/// A split of a data set on its way to the trainer.
#[wasm_bindgen]
pub struct Split(Examples);

#[wasm_bindgen]
impl Split {
    /// Reads a pair of decompressed IDX files.
    ///
    /// # Errors
    /// A sentence that names the file, what was found and what was expected.
    pub fn from_idx(images_name: &str, images: &[u8], labels_name: &str, labels: &[u8]) -> Result<Self, JsError> {
        Ok(Self(Examples::from_idx((images_name, images), (labels_name, labels))?))
    }

    /// Generates examples `first .. first + count` of the synthetic set.
    #[must_use]
    pub fn synthetic(first: u32, count: u32) -> Self {
        Self(synthetic(first, count))
    }

    /// Number of examples.
    #[must_use]
    pub fn count(&self) -> usize {
        self.0.count()
    }

    /// A copy of the pixels, 784 bytes for each example.
    #[must_use]
    pub fn pixels(&self) -> Vec<u8> {
        self.0.pixels.clone()
    }

    /// A copy of the labels.
    #[must_use]
    pub fn labels(&self) -> Vec<u8> {
        self.0.labels.clone()
    }
}
