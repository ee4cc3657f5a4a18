//! Calibration: whether a network that is 80% sure is right in 80 of 100 cases.

use serde::Serialize;

use super::{examples, told};

/// How many bins of equal width the confidences are sorted into.
pub const CALIBRATION_BINS: usize = 15;

/// The examples whose largest probability lies in a bin, above `lower` and at most `upper`.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "web", derive(tsify::Tsify))]
pub struct CalibrationBin {
    /// Where the bin begins.
    pub lower: f64,
    /// Where it ends.
    pub upper: f64,
    /// How many examples.
    pub count: u32,
    /// Mean of their largest probabilities; 0 where there is no example.
    pub confidence: f64,
    /// Fraction of them told right; 0 where there is no example.
    pub accuracy: f64,
}

/// How far confidence and accuracy lie apart.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "web", derive(tsify::Tsify))]
pub struct Calibration {
    /// [`CALIBRATION_BINS`] of equal width, from 0 to 1.
    pub bins: Vec<CalibrationBin>,
    /// The expected calibration error: the mean of |accuracy - confidence| over the bins, weighted by their examples.
    pub error: f64,
}

/// Calibration as Guo, Pleiss, Sun and Weinberger (2017) measure it; `probabilities` is `[count, CLASSES]`, row by row.
#[must_use]
pub fn calibration(probabilities: &[f32], labels: &[u8]) -> Calibration {
    let mut sums = [(0_u32, 0.0, 0.0); CALIBRATION_BINS];
    for (row, label) in examples(probabilities, labels) {
        let class = told(row);
        let confidence = f64::from(row[class]);
        let (count, confidences, hits) = &mut sums[bin_of(confidence)];
        *count += 1;
        *confidences += confidence;
        *hits += f64::from(class == label);
    }
    let edge = |at: u32| f64::from(at) / CALIBRATION_BINS as f64;
    let bins = sums.into_iter().zip(0..).map(|((count, confidences, hits), at)| {
        let of_count = |sum: f64| if count > 0 { sum / f64::from(count) } else { 0.0 };
        let (confidence, accuracy) = (of_count(confidences), of_count(hits));
        CalibrationBin { lower: edge(at), upper: edge(at + 1), count, confidence, accuracy }
    });
    let bins: Vec<CalibrationBin> = bins.collect();
    let weighted = bins.iter().map(|bin| f64::from(bin.count) * (bin.accuracy - bin.confidence).abs());
    let error = weighted.sum::<f64>() / labels.len() as f64;
    Calibration { bins, error }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "saturates, then lies among the bins")]
fn bin_of(confidence: f64) -> usize {
    let end = (confidence * CALIBRATION_BINS as f64).ceil() as usize;
    end.clamp(1, CALIBRATION_BINS) - 1
}
