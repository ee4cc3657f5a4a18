//! What the page itself needs at once: spec, link, data files.

use serde::Serialize;
use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::*;

use crate::dataset::{Examples, MAX_FILE_BYTES, synthetic};
use crate::spec::{
    Arm, ArmChange, CARDS, Card, DropProbs, Notice, Opened, PARTS, PRESETS, Part, Presentation, Preset, SETTINGS, Setting, Spec, encode,
    explain,
};

/// The schema and the presets.
#[derive(Serialize, Tsify)]
pub struct Catalog {
    settings: &'static [Setting],
    presets: &'static [Preset],
    cards: &'static [Card],
    /// What a link may hide or lock beside the settings.
    parts: &'static [Part],
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

/// One arm of an experiment.
#[derive(Serialize, Tsify)]
pub struct ArmDescription {
    /// `baseline`, `treatment` or `pinned-N`.
    id: String,
    /// What the reader calls it.
    name: String,
    /// Drop probabilities at the start.
    drop: DropProbs,
    /// Whether its replicates share their seeds with the experiment's own.
    shares_seeds: bool,
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
    /// Baseline, treatment, then the pinned ones.
    arms: Vec<ArmDescription>,
    /// Two arms that differ in their seeds alone, if there are such: their spread is the noise band.
    twins: Option<[String; 2]>,
    steps: u32,
    steps_per_epoch: u32,
    /// The settings in words.
    sentences: Vec<String>,
    /// How the page shows it, as far as the link said.
    presentation: Presentation,
    /// The same as the link writes it, behind the settings.
    presentation_link: String,
    /// What the link says that the experiment came to, as a link writes it; empty = nothing.
    claim: String,
}

/// The schema and the presets.
///
/// # Errors
/// When a value cannot be handed over.
#[wasm_bindgen]
pub fn catalog() -> Result<Ts<Catalog>, JsError> {
    Ok(Catalog { settings: SETTINGS, presets: PRESETS, cards: CARDS, parts: PARTS, max_file_bytes: MAX_FILE_BYTES }.into_ts()?)
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

/// The experiment of `link`, but for the settings of these keys, which stay as the experiment of `held` has them.
///
/// # Errors
/// When a value cannot be handed over.
#[wasm_bindgen]
#[expect(clippy::needless_pass_by_value, reason = "a list of texts crosses the line by value")]
pub fn hold_settings(link: &str, held: &str, keys: Vec<String>) -> Result<Ts<Experiment>, JsError> {
    Ok(describe(Opened::from_link(link).holding(&Opened::from_link(held).spec, &keys)).into_ts()?)
}

/// The experiment of `link` with its arms changed.
///
/// # Errors
/// When `change` is none, or a value cannot be handed over.
#[wasm_bindgen]
pub fn with_arms(link: &str, change: &Ts<ArmChange>) -> Result<Ts<Experiment>, JsError> {
    Ok(describe(Opened::from_link(link).spec.with_arms(&change.to_rust()?)).into_ts()?)
}

fn describe(Opened { spec, presentation, claim, notices }: Opened) -> Experiment {
    let arm = |arm: Arm| ArmDescription {
        id: arm.to_string(),
        name: spec.arm_name(arm),
        drop: spec.drop_of(arm),
        shares_seeds: spec.are_paired(arm, Arm::Baseline),
    };
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
        arms: spec.arms().into_iter().map(arm).collect(),
        twins: spec.twins().map(|twins| twins.map(|arm| arm.to_string())),
        texts: SETTINGS.iter().map(|row| SettingText { key: row.key, text: (row.read)(&spec) }).collect(),
        steps: spec.steps(),
        steps_per_epoch: spec.steps_per_epoch(),
        sentences: explain(&spec),
        presentation_link: presentation.to_link(),
        presentation,
        claim: encode(&claim),
        notices,
        spec,
    }
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
