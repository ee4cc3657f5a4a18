//! A checkpoint: all that the rest of a run depends on, in bytes that are checked before anything goes on from them.

use std::hash::{DefaultHasher, Hasher};

use serde::Serialize;

use super::early_stopping::Best;
use super::report::bytes;
use crate::spec::{RunSpec, Spec};

/// What the bytes begin with.
const MAGIC: [u8; 4] = *b"DLck";
/// Which form they have.
const VERSION: u32 = 1;
/// Bytes before the numbers: magic, version, run, step, whether it is evaluated there, best loss and its step.
const HEAD: usize = 4 + 4 + 8 + 4 + 4 + 8 + 4;
/// Bytes after the numbers: a sum over all before.
const FOOT: usize = 8;

/// A run in the midst of training.
///
/// Masks, the order of the examples and the noise of their labels are addressed by step and seed, so they are not here.
#[derive(Clone, Debug, PartialEq)]
pub struct Checkpoint {
    /// Steps trained before.
    pub(super) step: u32,
    /// Whether its evaluation at that step, where one is due, has been told.
    pub(super) is_evaluated: bool,
    /// What early stopping goes by.
    pub(super) best: Best,
    /// Weights, then biases, layer by layer.
    pub(super) weights: Vec<f32>,
    /// The same of the momentum; none before the first step, or where there is no momentum.
    pub(super) velocities: Option<Vec<f32>>,
    /// Loss and hits of the batches since the epoch began, summed place by place, where an evaluation is to tell of them.
    pub(super) batch_scores: Option<Vec<f32>>,
}

/// The checkpoint of one run, as it leaves the core.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "web", derive(tsify::Tsify))]
pub struct RunCheckpoint {
    /// The run's arm.
    pub arm: String,
    /// Its replicate.
    pub replicate: u32,
    /// Steps trained before.
    pub step: u32,
    /// See [`Checkpoint::read`].
    #[serde(serialize_with = "bytes")]
    #[cfg_attr(feature = "web", tsify(type = "Uint8Array<ArrayBuffer>"))]
    pub bytes: Vec<u8>,
}

/// The checkpoints of all runs that a share still trains.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "web", derive(tsify::Tsify))]
pub struct Checkpoints {
    /// In the order in which they are trained.
    pub runs: Vec<RunCheckpoint>,
}

impl Checkpoint {
    /// Steps trained before.
    #[must_use]
    pub fn step(&self) -> u32 {
        self.step
    }

    /// Whether its evaluation at that step has been told, or none is due there.
    #[must_use]
    pub fn is_evaluated(&self) -> bool {
        self.is_evaluated
    }

    /// The bytes that [`Self::read`] reads.
    #[must_use]
    pub fn to_bytes(&self, spec: &Spec, run: &RunSpec) -> Vec<u8> {
        let numbers = [Some(&self.weights), self.velocities.as_ref(), self.batch_scores.as_ref()];
        let mut bytes = Vec::with_capacity(HEAD + FOOT + 4 * numbers.iter().flatten().map(|part| part.len()).sum::<usize>());
        bytes.extend(MAGIC);
        bytes.extend(VERSION.to_le_bytes());
        bytes.extend(name_of(spec, run).to_le_bytes());
        bytes.extend(self.step.to_le_bytes());
        bytes.extend(u32::from(self.is_evaluated).to_le_bytes());
        bytes.extend(self.best.loss.to_le_bytes());
        bytes.extend(self.best.step.to_le_bytes());
        bytes.extend(numbers.into_iter().flatten().flatten().flat_map(|number| number.to_le_bytes()));
        bytes.extend(sum_of(&bytes).to_le_bytes());
        bytes
    }

    /// The checkpoint of a run that [`Self::to_bytes`] wrote.
    ///
    /// # Errors
    /// What was found in the bytes, and what this run expects there.
    pub fn read(bytes: &[u8], spec: &Spec, run: &RunSpec) -> Result<Self, String> {
        let fault = |found: String, expected: String| Err(format!("checkpoint: found {found}, expected {expected}"));
        let mut head = Reader(bytes);
        if head.take() != Some(MAGIC) {
            return fault("bytes that begin otherwise".to_owned(), "a checkpoint".to_owned());
        }
        let version = head.take().map(u32::from_le_bytes);
        if version != Some(VERSION) {
            return fault(version.map_or("no version".to_owned(), |version| format!("version {version}")), format!("version {VERSION}"));
        }
        let parts = (head.take(), head.take(), head.take(), head.take(), head.take());
        let (Some(name), Some(step), Some(is_evaluated), Some(loss), Some(best_step)) = parts else {
            return fault(format!("{} bytes", bytes.len()), format!("at least {}", HEAD + FOOT));
        };
        if u64::from_le_bytes(name) != name_of(spec, run) {
            return fault("one of another run".to_owned(), format!("one of {}", spec.run_key(run)));
        }
        let (step, is_evaluated) = (u32::from_le_bytes(step), u32::from_le_bytes(is_evaluated) != 0);
        if step > spec.steps() {
            return fault(format!("step {step}"), format!("one up to {}", spec.steps()));
        }
        let counts = Counts::at(spec, step, is_evaluated);
        let expected = HEAD + 4 * counts.all() + FOOT;
        if bytes.len() != expected {
            return fault(format!("{} bytes at step {step}", bytes.len()), expected.to_string());
        }
        let (told, foot) = bytes.split_at(expected - FOOT);
        if sum_of(told).to_le_bytes() != foot {
            return fault("damaged bytes".to_owned(), "those that were written".to_owned());
        }
        let mut numbers = told[HEAD..].chunks_exact(4).map(|four| f32::from_le_bytes([four[0], four[1], four[2], four[3]]));
        let mut take = |count: usize| numbers.by_ref().take(count).collect::<Vec<f32>>();
        Ok(Self {
            step,
            is_evaluated,
            best: Best { loss: f64::from_le_bytes(loss), step: u32::from_le_bytes(best_step) },
            weights: take(counts.weights),
            velocities: counts.velocities.map(&mut take),
            batch_scores: counts.batch_scores.map(&mut take),
        })
    }
}

/// How many numbers a checkpoint holds.
struct Counts {
    weights: usize,
    velocities: Option<usize>,
    batch_scores: Option<usize>,
}

impl Counts {
    fn at(spec: &Spec, step: u32, is_evaluated: bool) -> Self {
        let weights = spec.widths().windows(2).map(|pair| (pair[0] + 1) * pair[1]).sum();
        let velocities = (step > 0 && spec.momentum > 0.0).then_some(weights);
        let batch_scores = needs_batch_scores(spec, step, is_evaluated).then_some(2 * spec.batch_size() as usize);
        Self { weights, velocities, batch_scores }
    }

    fn all(&self) -> usize {
        self.weights + self.velocities.unwrap_or(0) + self.batch_scores.unwrap_or(0)
    }
}

/// Whether an evaluation to come tells of batches trained before this step.
pub(super) fn needs_batch_scores(spec: &Spec, step: u32, is_evaluated: bool) -> bool {
    step > 0 && !(is_evaluated && step.is_multiple_of(spec.steps_per_epoch()))
}

/// What tells a run from all others.
fn name_of(spec: &Spec, run: &RunSpec) -> u64 {
    sum_of(spec.run_key(run).as_bytes())
}

/// Sums may differ between builds of this program; so do the bits of its runs.
fn sum_of(bytes: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    hasher.write(bytes);
    hasher.finish()
}

/// The bytes that were not taken yet.
struct Reader<'a>(&'a [u8]);

impl Reader<'_> {
    /// The next ones, if there are as many.
    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (taken, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(*taken)
    }
}
