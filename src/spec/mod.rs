//! What an experiment is: settings, arms, valid by construction; one schema row per setting; spec <-> URL.

mod arm;
mod cards;
mod explain;
mod lazy;
mod link;
mod pinning;
mod presentation;
mod presets;
mod question;
mod schema;
mod setting;

pub use arm::{Arm, Change, DropProbs, PinnedArm, RunSpec};
pub use cards::{CARDS, Card};
pub use explain::explain;
pub use lazy::Lazy;
pub use link::{Notice, Opened, encode};
pub use pinning::ArmChange;
pub use presentation::{PARTS, PRESENTATION_KEYS, Part, Presentation};
pub use presets::{PRESETS, Preset};
pub use question::Question;
pub use schema::SETTINGS;
pub use setting::{Choice, Group, Kind, Setting};

use serde::Serialize;

/// Pixels of one example: 28 x 28, flattened.
pub const PIXELS: usize = 784;
/// Classes of every data set here.
pub const CLASSES: usize = 10;

/// Where the examples come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "web", derive(tsify::Tsify))]
#[serde(rename_all = "kebab-case")]
pub enum Data {
    /// The 60,000 + 10,000 images of Fashion-MNIST.
    FashionMnist,
    /// Generated images, for where no data can be had.
    Synthetic,
    /// The reader's own IDX files.
    Files,
}

/// How weights start.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "web", derive(tsify::Tsify))]
#[serde(rename_all = "lowercase")]
pub enum Init {
    /// Uniform in +-1/sqrt(fan_in), weights and biases, as PyTorch's linear layer.
    Default,
    /// Weights N(0, 0.01^2), biases zero, as the chapter before 2021.
    Normal,
}

/// Which device is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "web", derive(tsify::Tsify))]
#[serde(rename_all = "lowercase")]
pub enum DeviceChoice {
    /// WebGPU where it works and is real hardware, else the CPU.
    Auto,
    /// WebGPU, also by a software adapter.
    Webgpu,
    /// The CPU.
    Cpu,
}

/// A whole experiment. Made only by [`Opened::from_link`] and [`Spec::with`], hence always within the ranges of [`SETTINGS`].
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "web", derive(tsify::Tsify))]
pub struct Spec {
    /// Where the examples come from.
    pub data: Data,
    /// Training examples, taken from the head of the file.
    pub train: u32,
    /// Test examples, taken from the head of the file.
    pub test: u32,
    /// Fraction of training labels replaced by a random other class.
    pub label_noise: f64,
    /// Widths of the hidden layers.
    pub hidden: Vec<u32>,
    /// Drop probabilities of the treatment.
    pub drop: DropProbs,
    /// Changes of the treatment's drop probabilities while training, by rising step.
    pub then: Vec<Change>,
    /// Further arms.
    pub pin: Vec<PinnedArm>,
    /// The arm that the others are compared with.
    pub reference: Arm,
    /// Learning rate.
    pub lr: f64,
    /// Momentum of SGD.
    pub momentum: f64,
    /// Weight decay (L2, weights only).
    pub weight_decay: f64,
    /// Examples in a batch, as asked for; see [`Spec::batch_size`].
    pub batch: u32,
    /// Passes over the training examples.
    pub epochs: u32,
    /// A run ends after so many epochs without a better test loss; 0 = never.
    pub patience: u32,
    /// Paired repetitions.
    pub replicates: u32,
    /// Seed of replicate 0; replicate `r` uses `seed + r`.
    pub seed: u32,
    /// Evaluations per epoch.
    pub evals: u32,
    /// Whether each evaluation measures inside the networks, too.
    pub probes: bool,
    /// Passes over the test examples with masks on after training; 0 = none.
    pub passes: u32,
    /// How weights start.
    pub init: Init,
    /// Units that start near zero.
    pub lazy: Lazy,
    /// Which device is asked for.
    pub device: DeviceChoice,
    /// Start training as soon as the page is ready.
    pub autorun: bool,
    /// The question that the experiment is to answer.
    pub question: Question,
}

impl Spec {
    /// Examples in each batch: `batch`, or all training examples where those are fewer.
    #[must_use]
    pub fn batch_size(&self) -> u32 {
        self.batch.min(self.train)
    }

    /// Steps in an epoch; the ragged last batch is left out.
    #[must_use]
    pub fn steps_per_epoch(&self) -> u32 {
        self.train / self.batch_size()
    }

    /// Steps of the whole training.
    #[must_use]
    pub fn steps(&self) -> u32 {
        self.steps_per_epoch().saturating_mul(self.epochs)
    }

    /// The first step after `step` at which every run is evaluated: `evals` times an epoch, evenly, its end included.
    #[must_use]
    pub fn evaluation_after(&self, step: u32) -> u32 {
        let per_epoch = self.steps_per_epoch();
        let evals = self.evals.min(per_epoch);
        let (epoch, within) = (step / per_epoch, step % per_epoch);
        let next = (1..=evals)
            .map(|k| u64::from(k) * u64::from(per_epoch) / u64::from(evals))
            .find(|&at| at > u64::from(within))
            .expect("the end of the epoch lies after every step within it");
        epoch * per_epoch + u32::try_from(next).expect("a step within an epoch fits")
    }

    /// Seed of a replicate.
    #[must_use]
    pub fn seed_of(&self, replicate: u32) -> u32 {
        self.seed.wrapping_add(replicate)
    }

    /// Widths from the input to the classes.
    #[must_use]
    pub fn widths(&self) -> Vec<usize> {
        let hidden = self.hidden.iter().map(|&width| width as usize);
        core::iter::once(PIXELS).chain(hidden).chain([CLASSES]).collect()
    }

    /// Numbers that one run holds while it trains: weights, gradients, momentum, and what a batch leaves in each layer.
    pub(crate) fn numbers_per_run(&self) -> u64 {
        let widths = self.widths();
        let weights: usize = widths.windows(2).map(|pair| pair[0] * pair[1]).sum();
        let outputs: usize = widths.iter().sum();
        3 * weights as u64 + 2 * u64::from(self.batch_size()) * outputs as u64
    }

    /// The arms: baseline, treatment, then the pinned ones.
    #[must_use]
    pub fn arms(&self) -> Vec<Arm> {
        let pinned = (0..self.pin.len()).map(Arm::Pinned);
        [Arm::Baseline, Arm::Treatment].into_iter().chain(pinned).collect()
    }

    /// What a reader calls an arm.
    #[must_use]
    pub fn arm_name(&self, arm: Arm) -> String {
        match arm {
            Arm::Pinned(index) if self.pin[index].name.is_empty() => format!("pinned {}", index + 1),
            Arm::Pinned(index) => self.pin[index].name.clone(),
            arm => arm.to_string(),
        }
    }

    /// Seed of an arm's replicate 0.
    #[must_use]
    pub fn first_seed(&self, arm: Arm) -> u32 {
        match arm {
            Arm::Pinned(index) => self.pin[index].seed.unwrap_or(self.seed),
            Arm::Baseline | Arm::Treatment => self.seed,
        }
    }

    /// Whether the replicates of two arms share their seeds: weights at the start, order of the examples, draws behind the masks.
    #[must_use]
    pub fn are_paired(&self, arm: Arm, other: Arm) -> bool {
        self.first_seed(arm) == self.first_seed(other)
    }

    /// The drop probabilities that an arm starts with.
    #[must_use]
    pub fn drop_of(&self, arm: Arm) -> DropProbs {
        match arm {
            Arm::Baseline => DropProbs::none(self.hidden.len()),
            Arm::Treatment => self.drop.clone(),
            Arm::Pinned(index) => self.pin[index].drop.clone(),
        }
    }

    /// One run: an arm with its drop probabilities over time, and a replicate with its seed.
    #[must_use]
    pub fn run(&self, arm: Arm, replicate: u32) -> RunSpec {
        let then = if arm == Arm::Treatment { self.then.clone() } else { Vec::new() };
        RunSpec { arm, replicate, seed: self.first_seed(arm).wrapping_add(replicate), drop: self.drop_of(arm), then }
    }

    /// Whether two arms differ in their seeds alone, so that what differs between them is chance.
    #[must_use]
    pub fn are_twins(&self, arm: Arm, other: Arm) -> bool {
        let is_constant = |arm: Arm| arm != Arm::Treatment || self.then.is_empty();
        is_constant(arm) && is_constant(other) && self.drop_of(arm) == self.drop_of(other) && !self.are_paired(arm, other)
    }

    /// The first two arms that are twins, if there are such.
    #[must_use]
    pub fn twins(&self) -> Option<[Arm; 2]> {
        let arms = self.arms();
        arms.iter()
            .enumerate()
            .find_map(|(at, &arm)| arms[..at].iter().find(|&&other| self.are_twins(other, arm)).map(|&other| [other, arm]))
    }

    /// All runs of the experiment, arms of one replicate side by side.
    #[must_use]
    pub fn runs(&self) -> Vec<RunSpec> {
        let replicates = 0..self.replicates;
        replicates.flat_map(|replicate| self.arms().into_iter().map(move |arm| self.run(arm, replicate))).collect()
    }

    /// Everything that a run's measurements depend on, but for their number: equal keys mean equal curves on one kind of device.
    #[must_use]
    pub fn run_key(&self, run: &RunSpec) -> String {
        let shared = [
            "data",
            "train",
            "test",
            "label_noise",
            "hidden",
            "lr",
            "momentum",
            "weight_decay",
            "batch",
            "patience",
            "evals",
            "init",
            "lazy",
        ];
        let rows = SETTINGS.iter().filter(|row| shared.contains(&row.key));
        let mut key: Vec<String> = rows.map(|row| format!("{}={}", row.key, (row.read)(self))).collect();
        // These change no curve, but what else is measured of the run.
        key.extend(self.probes.then(|| "probes=1".to_owned()));
        key.extend((self.passes > 0).then(|| format!("passes={}", self.passes)));
        key.push(format!("drop={}", run.drop));
        key.push(format!("then={}", Change::join(&run.then)));
        key.push(format!("seed={}", run.seed));
        key.join("&")
    }
}
