//! What an experiment came to: the digest of its curves, and the numbers that a claim writes down.

use super::letters;
use crate::spec::{Arm, Spec};
use crate::stats::mean;

/// The four measures in the order of everything here, by the names of the data fields.
pub const MEASURES: [&str; 4] = ["train_loss", "train_accuracy", "test_loss", "test_accuracy"];

/// Letters of the digest of all curves: 96 bits.
pub(super) const DIGEST_LETTERS: usize = 16;
/// Letters of a run's mark, which tells where digests part: 12 bits.
pub(super) const MARK_LETTERS: usize = 2;
/// Letters of a coded number: 18 bits.
pub(super) const CODE_LETTERS: usize = 3;
/// The largest code.
const MOST_CODE: u32 = (1 << 18) - 1;
/// Bits of a 32-bit float that a code leaves out; its sign is always plus.
const BITS_LEFT_OUT: u32 = 13;
/// Where along training an arm's mean is written down: at the first evaluation after these quarters of all.
const QUARTERS: u32 = 4;

/// What a run measured at one evaluation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Evaluated {
    /// Steps trained before.
    pub step: u32,
    /// In the order of [`MEASURES`].
    pub measures: [f64; 4],
}

/// All evaluations of a run, up to its end.
#[derive(Clone, Debug, PartialEq)]
pub struct RunCurve {
    /// Its arm.
    pub arm: Arm,
    /// Index of the paired repetition.
    pub replicate: u32,
    /// By rising step.
    pub evaluated: Vec<Evaluated>,
    /// The evaluation that found no finite loss.
    pub diverged_at: Option<u32>,
    /// The evaluation after which early stopping ended it.
    pub stopped_at: Option<u32>,
}

impl RunCurve {
    /// Whether nothing more can be measured of it in a training of so many steps.
    fn has_ended(&self, steps: u32) -> bool {
        self.diverged_at.is_some() || self.stopped_at.is_some() || self.evaluated.last().is_some_and(|last| last.step >= steps)
    }

    /// SHA-256 of every bit of it.
    fn hash(&self) -> [u8; 32] {
        let mut bytes = Vec::with_capacity(36 * self.evaluated.len() + 8);
        for Evaluated { step, measures } in &self.evaluated {
            bytes.extend(step.to_le_bytes());
            bytes.extend(measures.iter().flat_map(|value| value.to_bits().to_le_bytes()));
        }
        // No step is the largest one.
        bytes.extend([self.diverged_at, self.stopped_at].iter().flat_map(|at| at.unwrap_or(u32::MAX).to_le_bytes()));
        letters::hash(&[&bytes])
    }

    /// What it measures at a step: a run that stopped keeps its last values, one that diverged has none anywhere.
    fn at(&self, step: u32) -> Option<[f64; 4]> {
        let last = self.evaluated.iter().rev().find(|evaluated| evaluated.step <= step)?;
        let stands = last.step == step || self.stopped_at.is_some_and(|stopped| stopped <= step);
        (self.diverged_at.is_none() && stands).then_some(last.measures)
    }
}

/// What the runs of one arm came to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct ArmOutcome {
    /// Means over the runs that did not diverge, as a claim rounds them; none where all did.
    pub(super) means: Option<[f64; 4]>,
    /// How many diverged.
    pub(super) diverged: u32,
}

/// What one run came to.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct RunOutcome {
    /// The start of the digest of its curve.
    pub(super) mark: String,
    /// What it measured at its end.
    pub(super) finals: Finals,
}

/// What a run measured at its end, as a claim codes it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Finals {
    /// The claim has no room for it.
    LeftOut,
    /// Nothing: its loss is no finite number.
    Diverged,
    /// Four numbers.
    Measured([f64; 4]),
}

/// What an experiment came to.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// Of every bit of all curves.
    pub(super) digest: String,
    /// In the order of [`Spec::arms`].
    pub(super) arms: Vec<ArmOutcome>,
    /// In the order of [`Spec::runs`]; empty where there is no room for them.
    pub(super) runs: Vec<RunOutcome>,
    /// Each arm's mean at [`point_steps`], as a claim codes it; none where all its runs diverged. Empty where there is no room for them.
    pub(super) points: Vec<Vec<Option<[f64; 4]>>>,
}

impl Outcome {
    /// What all runs of an experiment came to.
    ///
    /// # Errors
    /// When a run is missing or has not ended: how many have, and how many are expected.
    pub fn of(spec: &Spec, curves: &[RunCurve]) -> Result<Self, String> {
        let steps = spec.steps();
        let wanted = spec.runs();
        let of_run = |arm: Arm, replicate: u32| curves.iter().find(|run| (run.arm, run.replicate) == (arm, replicate));
        let found = wanted.iter().filter_map(|run| of_run(run.arm, run.replicate)).filter(|run| run.has_ended(steps));
        let found: Vec<&RunCurve> = found.collect();
        if found.len() < wanted.len() {
            return Err(format!("found {} of {} runs at their end, expected all of them", found.len(), wanted.len()));
        }
        let hashes: Vec<[u8; 32]> = found.iter().map(|run| run.hash()).collect();
        let runs = found.iter().zip(&hashes).map(|(run, hash)| RunOutcome {
            mark: letters::of_hash(hash, MARK_LETTERS),
            finals: run.at(steps).map_or(Finals::Diverged, |measures| Finals::Measured(coded(measures))),
        });
        let of_arm = |arm: Arm| found.iter().copied().filter(|run| run.arm == arm).collect::<Vec<&RunCurve>>();
        let point_steps = point_steps(spec);
        let along = |arm: Arm| point_steps.iter().map(|&step| mean_at(&of_arm(arm), step).map(coded)).collect();
        let arms = spec.arms().into_iter().map(|arm| ArmOutcome {
            means: mean_at(&of_arm(arm), steps).map(|means| means.map(rounded)),
            diverged: of_arm(arm).iter().zip(0..).filter(|(run, _)| run.diverged_at.is_some()).map(|(_, _): (_, u32)| 1).sum(),
        });
        Ok(Self {
            digest: letters::of_hash(&letters::hash(&hashes.iter().map(<[u8; 32]>::as_slice).collect::<Vec<_>>()), DIGEST_LETTERS),
            arms: arms.collect(),
            runs: runs.collect(),
            points: spec.arms().into_iter().map(along).collect(),
        })
    }
}

/// The steps at which each arm's mean is written down: step 0, and the evaluations a quarter, half and three quarters of the way.
pub(super) fn point_steps(spec: &Spec) -> Vec<u32> {
    let evaluations = spec.epochs.saturating_mul(spec.evals.min(spec.steps_per_epoch()));
    let step_of = |evaluation: u32| {
        let per_epoch = spec.evals.min(spec.steps_per_epoch());
        let (epoch, within) = (evaluation / per_epoch, evaluation % per_epoch);
        epoch * spec.steps_per_epoch() + (0..within).fold(0, |step, _| spec.evaluation_after(step))
    };
    let mut steps: Vec<u32> = (0..QUARTERS).map(|quarter| step_of(quarter_of(evaluations, quarter))).collect();
    steps.dedup();
    steps
}

fn quarter_of(count: u32, quarter: u32) -> u32 {
    count / QUARTERS * quarter + count % QUARTERS * quarter / QUARTERS
}

/// The mean over the runs that did not diverge.
fn mean_at(runs: &[&RunCurve], step: u32) -> Option<[f64; 4]> {
    let values: Vec<[f64; 4]> = runs.iter().filter_map(|run| run.at(step)).collect();
    if values.is_empty() {
        return None;
    }
    Some(core::array::from_fn(|at| mean(values.iter().map(|measures| measures[at]))))
}

/// Whether a measure is a fraction of examples; else it is a loss.
pub(super) fn is_accuracy(measure: usize) -> bool {
    measure % 2 == 1
}

/// A mean as a claim writes it.
pub(super) fn decimal(value: f64) -> String {
    if value < 1000.0 { format!("{value:.5}") } else { format!("{value:.5e}") }
}

/// The number that [`decimal`] leaves.
fn rounded(value: f64) -> f64 {
    decimal(value).parse().unwrap_or(value)
}

/// What codes leave of the measures.
fn coded(measures: [f64; 4]) -> [f64; 4] {
    core::array::from_fn(|at| decode(at, code(at, measures[at])))
}

/// A measure in 18 bits: an accuracy in even parts, a loss with a precision of a two-thousandth of itself.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "rounding to 18 bits is what it is for; both are clamped")]
pub(super) fn code(measure: usize, value: f64) -> u32 {
    if is_accuracy(measure) {
        return (value.clamp(0.0, 1.0) * f64::from(MOST_CODE)).round() as u32;
    }
    let bits = (value.clamp(0.0, f64::from(f32::MAX)) as f32).to_bits();
    (bits.saturating_add(1 << (BITS_LEFT_OUT - 1)) >> BITS_LEFT_OUT).min(f32::MAX.to_bits() >> BITS_LEFT_OUT)
}

/// The number that a code stands for.
pub(super) fn decode(measure: usize, code: u32) -> f64 {
    if is_accuracy(measure) { f64::from(code) / f64::from(MOST_CODE) } else { f64::from(f32::from_bits(code << BITS_LEFT_OUT)) }
}

/// Whether a code stands for a number at all: no infinity, no NaN, no minus.
pub(super) fn is_code(measure: usize, code: u32) -> bool {
    if is_accuracy(measure) { code <= MOST_CODE } else { code <= f32::MAX.to_bits() >> BITS_LEFT_OUT }
}
