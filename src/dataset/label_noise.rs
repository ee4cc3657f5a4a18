//! Label noise: some training labels replaced by another class.

use crate::random::{Row, Stream};
use crate::spec::CLASSES;

/// The labels with about `fraction` of them replaced by one of the nine other classes, each as likely.
///
/// Which ones, and by what, depends on the seed and the example alone: a larger fraction replaces a superset.
#[must_use]
pub fn noisy_labels(labels: &[u8], fraction: f64, seed: u32) -> Vec<u8> {
    let mut noisy = labels.to_vec();
    if fraction <= 0.0 {
        return noisy;
    }
    let others = u8::try_from(CLASSES - 1).expect("there are ten classes");
    for (label, row) in noisy.iter_mut().zip(0..) {
        let row = Row { seed, stream: Stream::LabelNoise, step: 0, row };
        if row.uniform(0) < fraction {
            let away = 1 + u8::try_from(row.below(1, u32::from(others))).expect("below nine");
            *label = (*label + away) % (others + 1);
        }
    }
    noisy
}
