//! Correlations between several quantities, and how large they are on the whole.

use super::mean;

/// Pearson's r of each pair of quantities from their covariances, row by row, none where one of the two does not vary; and the mean
/// of |r| over the pairs of different ones, none where fewer than two vary.
#[must_use]
pub fn correlations(covariances: &[f64]) -> (Vec<Option<f64>>, Option<f64>) {
    let width = covariances.len().isqrt();
    let deviation = |unit: usize| covariances[unit * width + unit].sqrt();
    let r = |at: usize| {
        let scale = deviation(at / width) * deviation(at % width);
        (scale > 0.0).then(|| (covariances[at] / scale).clamp(-1.0, 1.0))
    };
    let values: Vec<Option<f64>> = (0..width * width).map(r).collect();
    let pairs: Vec<f64> = (0..width * width).filter(|at| at / width < at % width).filter_map(|at| values[at].map(f64::abs)).collect();
    let mean_absolute = (!pairs.is_empty()).then(|| mean(pairs));
    (values, mean_absolute)
}
