//! Why the tutorial's picture differs: batch accuracy with masks on, averaged over a moving epoch, beside the measured one.

use super::words::points;
use super::{Measure, Measured};
use crate::spec::Arm;
use crate::stats::Summary;

/// What the tutorial's gap would be at this evaluation, what it is with masks off, and where the rest comes from; empty before the
/// first step.
#[must_use]
pub fn batch_picture(measured: &[Measured]) -> Vec<String> {
    let Some(treatment) = Pictured::of(measured, Arm::Treatment) else { return Vec::new() };
    let mut sentences = vec![format!(
        "Most tutorials plot as training accuracy what was told right in the batches of the moving epoch, with masks on. The tutorial's gap here would be {}; with masks off, on the weights that are tested, it is {}.",
        points(treatment.batch_gap),
        points(treatment.gap),
    )];
    let lag = Pictured::of(measured, Arm::Baseline).map(|baseline| baseline.batch_gap - baseline.gap);
    let shift = treatment.batch_gap - treatment.gap;
    sentences.extend(lag.map(|lag| {
        format!(
            "Of the {} between them, {} also show in the baseline, which has no masks: an average over an epoch looks back at weights that were still learning. The other {} are mostly the masks.",
            points(shift),
            points(lag),
            points(shift - lag),
        )
    }));
    sentences
}

/// The two gaps of an arm, means over its replicates.
struct Pictured {
    batch_gap: f64,
    gap: f64,
}

impl Pictured {
    fn of(measured: &[Measured], arm: Arm) -> Option<Self> {
        let runs: Vec<&Measured> = measured.iter().filter(|run| run.arm == arm).collect();
        let batch: Vec<f64> = runs.iter().filter_map(|run| Some(run.batch_accuracy? - run.test_accuracy)).collect();
        let gaps: Vec<f64> = runs.iter().filter(|run| run.batch_accuracy.is_some()).map(|run| Measure::AccuracyGap.of(run)).collect();
        Some(Self { batch_gap: Summary::of(&batch)?.mean, gap: Summary::of(&gaps)?.mean })
    }
}
