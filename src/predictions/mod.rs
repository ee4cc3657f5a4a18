//! What probabilities of classes tell: hits, confusion, calibration, uncertainty, and the average of several passes.

mod calibration;
mod ensemble;

pub use calibration::{CALIBRATION_BINS, Calibration, CalibrationBin, calibration};
pub use ensemble::Ensemble;

use crate::spec::CLASSES;
use crate::stats::mean;

/// A probability below this counts as this in a loss, so that a loss stays finite: the smallest normal number of an `f32`.
const LEAST: f64 = f32::MIN_POSITIVE as f64;

/// Fraction of the examples whose largest probability is the label's; of several largest the first counts.
///
/// Here and below `probabilities` is `[count, CLASSES]`, row by row, and `labels` is `[count]`; without any example a mean is NaN.
#[must_use]
pub fn accuracy(probabilities: &[f32], labels: &[u8]) -> f64 {
    mean(examples(probabilities, labels).map(|(row, label)| f64::from(told(row) == label)))
}

/// Mean cross-entropy in nats: -ln of each label's probability.
#[must_use]
pub fn loss(probabilities: &[f32], labels: &[u8]) -> f64 {
    mean(examples(probabilities, labels).map(|(row, label)| surprise(row[label].into())))
}

/// Mean of each example's largest probability.
#[must_use]
pub fn mean_confidence(probabilities: &[f32]) -> f64 {
    mean(probabilities.chunks_exact(CLASSES).map(|row| f64::from(row[told(row)])))
}

/// Entropy of each example's probabilities, in nats.
#[must_use]
pub fn entropies(probabilities: &[f32]) -> Vec<f32> {
    probabilities.chunks_exact(CLASSES).map(|row| narrowed(entropy(row.iter().copied().map(f64::from)))).collect()
}

/// How many examples of each class are told to be which: `[label, told]`, row by row.
#[must_use]
pub fn confusion(probabilities: &[f32], labels: &[u8]) -> Vec<u32> {
    let mut counts = vec![0; CLASSES * CLASSES];
    for (row, label) in examples(probabilities, labels) {
        counts[label * CLASSES + told(row)] += 1;
    }
    counts
}

/// Each example's probabilities with its label.
fn examples<'a, T>(probabilities: &'a [T], labels: &'a [u8]) -> impl Iterator<Item = (&'a [T], usize)> {
    debug_assert_eq!(probabilities.len(), labels.len() * CLASSES, "a row of probabilities for each label");
    probabilities.chunks_exact(CLASSES).zip(labels.iter().map(|&label| usize::from(label)))
}

/// The class that the probabilities of an example tell: the first of the largest.
fn told<T: PartialOrd>(row: &[T]) -> usize {
    (1..row.len()).fold(0, |best, class| if row[class] > row[best] { class } else { best })
}

/// -ln of a label's probability.
fn surprise(probability: f64) -> f64 {
    -libm::log(probability.max(LEAST))
}

/// -sum p ln p, where a probability of 0 adds nothing.
fn entropy(probabilities: impl Iterator<Item = f64>) -> f64 {
    let terms = probabilities.filter(|&probability| probability > 0.0).map(|probability| -probability * libm::log(probability));
    // Probabilities that were rounded may sum to a little more than 1, and entropies are not negative.
    terms.sum::<f64>().max(0.0)
}

#[expect(clippy::cast_possible_truncation, reason = "rounds, as is meant")]
fn narrowed(value: f64) -> f32 {
    value as f32
}
