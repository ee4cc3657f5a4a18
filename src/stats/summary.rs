//! One list of values, one for each replicate: mean, spread, 95% interval.

use serde::Serialize;

use super::t_quantile;

/// A mean over replicates with its interval, in the unit of the values.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "web", derive(tsify::Tsify))]
pub struct Summary {
    /// Number of replicates.
    pub count: u32,
    /// Mean over the replicates.
    pub mean: f64,
    /// Standard deviation with `count - 1` in the denominator; absent for one replicate.
    pub standard_deviation: Option<f64>,
    /// Half the width of the 95% t interval; absent for one replicate, which says nothing about chance.
    pub half_width: Option<f64>,
}

impl Summary {
    /// Mean and 95% t interval (Student, 1908) of `values`; `None` when there is none, or one is not finite.
    #[must_use]
    pub fn of(values: &[f64]) -> Option<Self> {
        if values.is_empty() || values.iter().any(|value| !value.is_finite()) {
            return None;
        }
        let count = u32::try_from(values.len()).ok()?;
        let n = f64::from(count);
        let mean = values.iter().sum::<f64>() / n;
        if count == 1 {
            return Some(Self { count, mean, standard_deviation: None, half_width: None });
        }
        let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
        let standard_deviation = (squares / (n - 1.0)).sqrt();
        let half_width = t_quantile(n - 1.0) * standard_deviation / n.sqrt();
        Some(Self { count, mean, standard_deviation: Some(standard_deviation), half_width: Some(half_width) })
    }

    /// The same of those `values` that are finite: a diverged run says nothing.
    #[must_use]
    pub fn of_finite(values: impl IntoIterator<Item = f64>) -> Option<Self> {
        Self::of(&values.into_iter().filter(|value| value.is_finite()).collect::<Vec<_>>())
    }
}

/// Mean of `values`; NaN of nothing.
#[must_use]
pub fn mean(values: impl IntoIterator<Item = f64>) -> f64 {
    let (sum, count) = values.into_iter().fold((0.0, 0.0), |(sum, count), value| (sum + value, count + 1.0));
    sum / count
}
